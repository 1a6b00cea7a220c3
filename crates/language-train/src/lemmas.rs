//! Learns lemmas: rules for the ends of forms, and a table of the forms that the rules get wrong.

use std::collections::BTreeMap;

use relata_language::Upos;
use relata_language::lemma::{LONGEST_END, Lemmas, Rule, end_key, whole_key};
use relata_language::tables::short_key;

/// How often each rule was seen.
type Counts = BTreeMap<Rule, usize>;

/// A form in lower case with the number of its joint tag.
type Form = (u8, String);

/// Collects what treebanks say about lemmas.
#[derive(Debug, Default)]
pub struct LemmaTrainer {
    whole: BTreeMap<Form, Counts>,
    ends: BTreeMap<Form, Counts>,
}

/// Rules and the table of short keys and rule numbers.
pub type LemmaTable = (Vec<Rule>, Vec<(u64, u32)>);

impl LemmaTrainer {
    /// Takes notice of one word.
    pub fn see(&mut self, form: &str, lemma: &str, tag: u8, upos: Upos) {
        let proper = upos == Upos::Propn;
        let (form, lemma) = if proper {
            (form.to_owned(), lemma.to_owned())
        } else {
            (form.to_lowercase(), lemma.to_lowercase())
        };
        let Some(rule) = Rule::between(&form, &lemma).filter(|_| lemma != "_") else {
            return;
        };
        let lower = form.to_lowercase();
        *self
            .whole
            .entry((tag, lower))
            .or_default()
            .entry(rule)
            .or_default() += 1;
    }

    /// The table, without the forms that the rules for ends get right.
    pub fn finish(mut self) -> LemmaTable {
        self.count_ends();
        let mut numbers = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for ((tag, end), counts) in &self.ends {
            let total: usize = counts.values().sum();
            if total >= 2 || end.is_empty() {
                entries.insert(
                    short_key(end_key(*tag, end)),
                    number(&mut numbers, most(counts)),
                );
            }
        }
        let by_end = table(&numbers, &entries);
        for ((tag, form), counts) in &self.whole {
            let rule = most(counts);
            if by_end.lemma(form, *tag, false) != rule.apply(form) {
                entries.insert(short_key(whole_key(*tag, form)), number(&mut numbers, rule));
            }
        }
        (rules(&numbers), entries.into_iter().collect())
    }

    /// Each form counts once for each of its ends, so that frequent exceptions do not become rules.
    fn count_ends(&mut self) {
        for ((tag, form), counts) in &self.whole {
            let rule = most(counts);
            let places = form
                .char_indices()
                .map(|(place, _)| place)
                .chain([form.len()]);
            for place in places.filter(|&place| form.len() - place <= LONGEST_END) {
                let counts = self
                    .ends
                    .entry((*tag, form[place..].to_owned()))
                    .or_default();
                *counts.entry(rule.clone()).or_default() += 1;
            }
        }
        self.drop_needless_ends();
    }

    /// An end that says the same as the next shorter one is dropped.
    fn drop_needless_ends(&mut self) {
        let needless: Vec<Form> = self
            .ends
            .iter()
            .filter(|((tag, end), counts)| {
                let shorter = end
                    .char_indices()
                    .nth(1)
                    .map_or("", |(place, _)| &end[place..]);
                let parent = self.ends.get(&(*tag, shorter.to_owned()));
                !end.is_empty() && parent.is_some_and(|parent| most(parent) == most(counts))
            })
            .map(|(form, _)| form.clone())
            .collect();
        // From the longest end: what is dropped is never needed as a parent by a shorter one.
        for form in needless {
            self.ends.remove(&form);
        }
    }
}

/// The rule seen most often; the first of equals.
fn most(counts: &Counts) -> &Rule {
    static KEEP: Rule = Rule {
        cut: 0,
        put: String::new(),
    };
    let mut best = (&KEEP, 0);
    for (rule, &count) in counts {
        if count > best.1 {
            best = (rule, count);
        }
    }
    best.0
}

fn number(numbers: &mut BTreeMap<Rule, u32>, rule: &Rule) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(rule.clone()).or_insert(next)
}

fn rules(numbers: &BTreeMap<Rule, u32>) -> Vec<Rule> {
    let mut rules = vec![Rule::default(); numbers.len()];
    for (rule, &number) in numbers {
        rules[number as usize].clone_from(rule);
    }
    rules
}

fn table(numbers: &BTreeMap<Rule, u32>, entries: &BTreeMap<u64, u32>) -> Lemmas {
    let entries: Vec<(u64, u32)> = entries.iter().map(|(&key, &rule)| (key, rule)).collect();
    Lemmas::build(rules(numbers), &entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_reach_new_words_and_exceptions_stay() {
        let mut trainer = LemmaTrainer::default();
        for (form, lemma) in [
            ("talks", "talk"),
            ("shells", "shell"),
            ("towns", "town"),
            ("news", "news"),
            ("cities", "city"),
            ("parties", "party"),
        ] {
            trainer.see(form, lemma, 1, Upos::Noun);
        }
        let (rules, entries) = trainer.finish();
        let lemmas = Lemmas::build(rules, &entries);
        for (form, lemma) in [
            ("tanks", "tank"),
            ("News", "news"),
            ("armies", "army"),
            ("Talks", "talk"),
        ] {
            assert_eq!(lemmas.lemma(form, 1, false), lemma);
        }
    }
}
