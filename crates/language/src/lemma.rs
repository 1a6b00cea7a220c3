//! Lemmas: a rule says how much of a form's end is cut and what is put in its place.

use crate::hash::{hash_bytes, one_feature};
use crate::tables::Slots;
use crate::{Upos, Xpos};

/// Longest end of a form that a learnt rule looks at, in bytes.
pub const LONGEST_END: usize = 6;

/// Past forms of irregular verbs that the treebanks hold too seldom for a rule to be learnt, and their lemmas; by
/// form.
const IRREGULAR: &[(&str, &str)] = &[
    ("abode", "abide"),
    ("befell", "befall"),
    ("beset", "beset"),
    ("besought", "beseech"),
    ("bled", "bleed"),
    ("bound", "bind"),
    ("bred", "breed"),
    ("clung", "cling"),
    ("crept", "creep"),
    ("fled", "flee"),
    ("flung", "fling"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("forgave", "forgive"),
    ("forgiven", "forgive"),
    ("forsaken", "forsake"),
    ("forsook", "forsake"),
    ("freed", "free"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("ground", "grind"),
    ("hewn", "hew"),
    ("hung", "hang"),
    ("inlaid", "inlay"),
    ("lent", "lend"),
    ("mistook", "mistake"),
    ("outfought", "outfight"),
    ("overcame", "overcome"),
    ("overheard", "overhear"),
    ("overran", "overrun"),
    ("overrode", "override"),
    ("oversaw", "oversee"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("partook", "partake"),
    ("pled", "plead"),
    ("rebuilt", "rebuild"),
    ("retook", "retake"),
    ("slain", "slay"),
    ("slew", "slay"),
    ("slung", "sling"),
    ("slunk", "slink"),
    ("smote", "smite"),
    ("sprung", "spring"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("strode", "stride"),
    ("strove", "strive"),
    ("stung", "sting"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("swung", "swing"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("unbound", "unbind"),
    ("underlay", "underlie"),
    ("undertook", "undertake"),
    ("underwent", "undergo"),
    ("unfroze", "unfreeze"),
    ("unfrozen", "unfreeze"),
    ("upheld", "uphold"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
    ("withstood", "withstand"),
    ("wove", "weave"),
    ("wrung", "wring"),
];

/// The lemma of an irregular past form.
fn irregular(class_of_form: u16, form: &str) -> Option<&'static str> {
    // Taken for a present, such a form is still the past of its verb.
    let is_verb = class_of_form == class(Upos::Verb, Xpos::Vbd)
        || class_of_form == class(Upos::Verb, Xpos::Vbp) && form.ends_with(['e', 'w']);
    let place = is_verb.then(|| IRREGULAR.binary_search_by_key(&form, |entry| entry.0));
    place?.ok().map(|place| IRREGULAR[place].1)
}

/// How a lemma is made of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rule {
    /// Bytes cut from the end.
    pub cut: u8,
    /// What is put in their place.
    pub put: String,
}

impl Rule {
    /// The rule that leads from `form` to `lemma`; none where the form is longer than 255 bytes.
    pub fn between(form: &str, lemma: &str) -> Option<Self> {
        let common = form
            .char_indices()
            .zip(lemma.chars())
            .take_while(|((_, a), b)| a == b);
        let kept: usize = common.map(|((_, character), _)| character.len_utf8()).sum();
        let cut = u8::try_from(form.len() - kept).ok()?;
        Some(Self {
            cut,
            put: lemma[kept..].to_owned(),
        })
    }

    /// The lemma of `form`; the form itself where the rule does not fit.
    pub fn apply(&self, form: &str) -> String {
        let kept = form
            .len()
            .checked_sub(usize::from(self.cut))
            .and_then(|end| form.get(..end));
        let lemma = kept
            .map(|kept| [kept, &self.put].concat())
            .unwrap_or_default();
        if lemma.is_empty() {
            form.to_owned()
        } else {
            lemma
        }
    }
}

/// Tags that make their lemmas alike: an auxiliary is a verb, and a past tense is a past participle.
pub fn class(upos: Upos, xpos: Xpos) -> u16 {
    let upos = if upos == Upos::Aux { Upos::Verb } else { upos };
    let xpos = match xpos {
        Xpos::Vbn => Xpos::Vbd,
        Xpos::Vbp => Xpos::Vb,
        other => other,
    };
    upos as u16 * 64 + xpos as u16
}

/// Key of a whole form (in lower case) with the class of its tag.
pub fn whole_key(class: u16, form: &str) -> u64 {
    one_feature!(4_001, u64::from(class), hash_bytes(form.as_bytes()))
}

/// Key of the end of a form (in lower case) with the class of its tag.
pub fn end_key(class: u16, end: &str) -> u64 {
    one_feature!(4_002, u64::from(class), hash_bytes(end.as_bytes()))
}

/// The lemma table: whole forms first, then their longest known end.
#[derive(Debug, Clone)]
pub struct Lemmas {
    rules: Vec<Rule>,
    slots: Slots<24>,
}

impl Lemmas {
    /// Builds the table from rules and pairs of short key and rule number.
    pub fn build(rules: Vec<Rule>, entries: &[(u64, u32)]) -> Self {
        let entries: Vec<(u64, u64)> = entries
            .iter()
            .map(|&(key, rule)| (key, u64::from(rule) + 1))
            .collect();
        Self {
            rules,
            slots: Slots::build(&entries),
        }
    }

    fn rule(&self, key: u64) -> Option<&Rule> {
        let stored = usize::try_from(self.slots.get(key)).ok()?;
        self.rules.get(stored.checked_sub(1)?)
    }

    /// The lemma of a form whose tag has the class `class`: in lower case, but for a proper noun, whose case is kept.
    pub fn lemma(&self, form: &str, class: u16, proper: bool) -> String {
        self.lemma_in(form, class, proper, &mut String::new())
    }

    /// As [`Lemmas::lemma`]; `lower` is space that is used again from word to word.
    pub fn lemma_in(&self, form: &str, class: u16, proper: bool, lower: &mut String) -> String {
        lower.clear();
        if form.is_ascii() {
            lower.push_str(form);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&form.to_lowercase());
        }
        let lower = lower.as_str();
        if !proper && let Some(lemma) = irregular(class, lower) {
            return lemma.to_owned();
        }
        let ends = lower
            .char_indices()
            .map(|(place, _)| place)
            .chain([lower.len()]);
        let known = ends.filter(|&place| lower.len() - place <= LONGEST_END);
        let rule = self.rule(whole_key(class, lower)).or_else(|| {
            known
                .into_iter()
                .find_map(|place| self.rule(end_key(class, &lower[place..])))
        });
        let base = if proper { form } else { lower };
        rule.map_or_else(|| base.to_owned(), |rule| rule.apply(base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_pasts_are_in_order_and_found() {
        assert!(IRREGULAR.is_sorted_by_key(|entry| entry.0));
        let past = class(Upos::Verb, Xpos::Vbn);
        assert_eq!(irregular(past, "fled"), Some("flee"));
        assert_eq!(irregular(past, "walked"), None);
        assert_eq!(irregular(class(Upos::Noun, Xpos::Nn), "ground"), None);
        assert_eq!(irregular(class(Upos::Verb, Xpos::Vb), "bound"), None);
    }
    use crate::tables::short_key;

    #[test]
    fn a_rule_leads_back_to_its_lemma() {
        for (form, lemma) in [
            ("talks", "talk"),
            ("was", "be"),
            ("cities", "city"),
            ("pr\u{EA}ts", "pr\u{EA}t"),
            ("a", "a"),
        ] {
            assert_eq!(Rule::between(form, lemma).unwrap().apply(form), lemma);
        }
    }

    #[test]
    fn the_whole_form_goes_before_its_end() {
        let rules = vec![
            Rule {
                cut: 1,
                put: String::new(),
            },
            Rule {
                cut: 0,
                put: String::new(),
            },
        ];
        let entries = [
            (short_key(end_key(1, "s")), 0),
            (short_key(whole_key(1, "news")), 1),
        ];
        let lemmas = Lemmas::build(rules, &entries);
        assert_eq!(lemmas.lemma("Talks", 1, false), "talk");
        assert_eq!(lemmas.lemma("News", 1, false), "news");
        assert_eq!(lemmas.lemma("Talks", 2, true), "Talks");
    }
}
