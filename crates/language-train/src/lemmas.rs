//! Learns lemmas: rules for the ends of forms, and a table of the forms that the rules get wrong.
//!
//! The rules are tried on the regular forms of all known words too. Where a rule makes a lemma that is no known
//! word ("raiding": "raide"), the form goes into the table.

use std::collections::{BTreeMap, BTreeSet};

use relata_language::lemma::{LONGEST_END, Lemmas, Rule, class, end_key, whole_key};
use relata_language::tables::short_key;
use relata_language::{Upos, Xpos};

use crate::inflect::{Inflected, noun_forms, verb_forms};

/// How often each rule was seen.
type Counts = BTreeMap<Rule, usize>;

/// A form in lower case with the class of its tag.
type Form = (u16, String);

/// Collects what treebanks say about lemmas.
#[derive(Debug, Default)]
pub struct LemmaTrainer {
    whole: BTreeMap<Form, Counts>,
    ends: BTreeMap<Form, Counts>,
    lemmas: BTreeSet<(Upos, String)>,
}

/// Rules and the table of short keys and rule numbers.
pub type LemmaTable = (Vec<Rule>, Vec<(u64, u32)>);

impl LemmaTrainer {
    /// Takes notice of one word.
    pub fn see(&mut self, form: &str, lemma: &str, tag: (Upos, Xpos)) {
        let proper = tag.0 == Upos::Propn;
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
            .entry((class(tag.0, tag.1), lower))
            .or_default()
            .entry(rule)
            .or_default() += 1;
    }

    /// Takes notice of a verb without having seen its forms.
    pub fn see_verb(&mut self, lemma: &str) {
        self.lemmas.insert((Upos::Verb, lemma.to_lowercase()));
    }

    /// The table, without the forms that the rules for ends get right. `vocabulary` lists words in lower case
    /// whose tags are not known.
    pub fn finish(mut self, vocabulary: &BTreeSet<String>) -> LemmaTable {
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
        for ((class, form), rule) in self.regular(&by_end, vocabulary) {
            let number = number(&mut numbers, &rule);
            entries
                .entry(short_key(whole_key(class, &form)))
                .or_insert(number);
        }
        (rules(&numbers), entries.into_iter().collect())
    }

    /// Regular forms of known words for which the rules make something that is no known word.
    fn regular(&self, by_end: &Lemmas, vocabulary: &BTreeSet<String>) -> Vec<(Form, Rule)> {
        let mut found = Vec::new();
        let mut check = |base: &str, (form, tag): Inflected, is_known: &dyn Fn(&str) -> bool| {
            let key = (class(tag.0, tag.1), form);
            let made = by_end.lemma(&key.1, key.0, false);
            if made != base && !is_known(&made) && !self.whole.contains_key(&key) {
                found.extend(Rule::between(&key.1, base).map(|rule| (key, rule)));
            }
        };
        for (upos, base) in self.lemmas.iter().filter(|(_, base)| is_plain(base)) {
            let is_known = |made: &str| self.lemmas.contains(&(*upos, made.to_owned()));
            regular_forms(*upos, base)
                .into_iter()
                .for_each(|form| check(base, form, &is_known));
        }
        let lemmas: BTreeSet<&str> = self
            .lemmas
            .iter()
            .map(|(_, lemma)| lemma.as_str())
            .collect();
        let is_known = |made: &str| vocabulary.contains(made) || lemmas.contains(made);
        for base in vocabulary.iter().filter(|base| is_plain(base)) {
            verb_forms(base)
                .into_iter()
                .chain(noun_forms(base))
                .for_each(|form| check(base, form, &is_known));
        }
        for same in vocabulary
            .iter()
            .filter(|word| is_plain(word) && word.ends_with("es"))
        {
            check(same, (same.clone(), (Upos::Noun, Xpos::Nns)), &is_known);
        }
        found
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

fn regular_forms(upos: Upos, base: &str) -> Vec<Inflected> {
    match upos {
        Upos::Verb => verb_forms(base),
        Upos::Noun => noun_forms(base),
        _ => Vec::new(),
    }
}

/// Words of three small letters and more.
fn is_plain(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
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
            trainer.see(form, lemma, (Upos::Noun, Xpos::Nns));
        }
        let vocabulary = ["raid", "cane"].map(str::to_owned).into();
        let (rules, entries) = trainer.finish(&vocabulary);
        let lemmas = Lemmas::build(rules, &entries);
        for (form, lemma) in [
            ("tanks", "tank"),
            ("News", "news"),
            ("armies", "army"),
            ("Talks", "talk"),
        ] {
            assert_eq!(
                lemmas.lemma(form, class(Upos::Noun, Xpos::Nns), false),
                lemma
            );
        }
    }
}
