//! What the models see of a word: hashes of its form, its ends, its shape and its cluster.

use crate::clusters::Clusters;
use crate::hash::{hash_bytes, mix};

/// The features of one word, computed once and used by tagger and parser.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// The form in lower case, digits as one, quotes and dashes in their plain form.
    pub form: u64,
    /// The last one to four characters.
    pub suffixes: [u64; 4],
    /// The first one to three characters.
    pub prefixes: [u64; 3],
    /// Kinds of characters: "Xx", "d.d", "X.X."; runs are cut.
    pub shape: u64,
    /// Word cluster as a path of 4, 8 and 12 bits; zero where the word has none.
    pub clusters: [u64; 3],
}

/// Marks the shapes of a sentence in capitals.
const CAPITALS: u64 = 0x0CA9;

/// Words in capitals that make a sentence one in capitals, where nothing is written small.
const FEW: usize = 3;

/// Whether a sentence is written in capitals, so that they tell nothing of its names.
pub fn in_capitals<'a>(forms: impl Iterator<Item = &'a str>) -> bool {
    let (mut large, mut small) = (0, 0);
    for form in forms {
        let mut letters = form.chars().filter(|character| character.is_alphabetic());
        let capital = letters.next().is_some_and(char::is_uppercase);
        match letters.next() {
            Some(second) if second.is_uppercase() && capital => large += 1,
            Some(_) => small += 1,
            None => {}
        }
    }
    large >= FEW && small * 10 <= large
}

/// Organisations whose acronyms are spelt like common words, and what the models are shown in their place. The weights
/// learnt from text in which these acronyms hardly occur, and take "IS has claimed the attack" for a question.
const ACRONYMS: [&str; 2] = ["IS", "WHO"];
const SHOWN: &str = "NATO";

/// The forms as the models are shown them: an acronym among words that are not all in capitals (`capitals`, as
/// [`in_capitals`] says) is an organisation.
pub fn as_shown<'a>(
    forms: impl Iterator<Item = &'a str> + Clone,
    capitals: bool,
) -> impl Iterator<Item = &'a str> + Clone {
    let large = |form: &str| form.len() > 1 && !form.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut after = forms.clone().skip(1);
    let mut before = "";
    forms.map(move |form| {
        let next = after.next().unwrap_or("");
        // "WHAT IS going on", "THIS IS IT": words in capitals for weight.
        let alone = [before, next]
            .iter()
            .all(|near| !large(near) || !near.bytes().any(|byte| byte.is_ascii_uppercase()));
        before = form;
        if ACRONYMS.contains(&form) && alone && !capitals {
            SHOWN
        } else {
            form
        }
    })
}

/// Reads words; keeps its scratch space from word to word.
#[derive(Debug, Default)]
pub struct WordReader {
    normal: String,
    ends: Vec<u32>,
}

impl WordReader {
    /// The features of `form`.
    pub fn read(&mut self, form: &str, clusters: &Clusters) -> Word {
        self.normalize(form);
        let bytes = self.normal.as_bytes();
        let count = self.ends.len();
        let cut = |from: usize, to: usize| {
            let start = if from == 0 {
                0
            } else {
                self.ends[from - 1] as usize
            };
            let end = if to == 0 {
                0
            } else {
                self.ends[to - 1] as usize
            };
            hash_bytes(&bytes[start..end])
        };
        let hash = hash_bytes(bytes);
        Word {
            form: hash,
            suffixes: std::array::from_fn(|i| cut(count.saturating_sub(i + 1), count)),
            prefixes: std::array::from_fn(|i| cut(0, count.min(i + 1))),
            shape: shape(form),
            clusters: clusters.paths(hash),
        }
    }

    /// The features of `form` in a sentence that is written in capitals: its shape is that of its lower case.
    pub fn read_capitals(&mut self, form: &str, clusters: &Clusters) -> Word {
        let mut word = self.read(form, clusters);
        word.shape = mix(CAPITALS, shape(&self.normal));
        word
    }

    fn normalize(&mut self, form: &str) {
        self.normal.clear();
        self.ends.clear();
        for character in form.chars() {
            self.push(character);
        }
    }

    fn push(&mut self, character: char) {
        match character {
            'a'..='z' => self.normal.push(character),
            'A'..='Z' => self.normal.push(character.to_ascii_lowercase()),
            '0'..='9' => self.normal.push('0'),
            '\u{2018}' | '\u{2019}' | '`' => self.normal.push('\''),
            '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' => self.normal.push('"'),
            '\u{2010}' | '\u{2011}' | '\u{2013}' => self.normal.push('-'),
            '\u{2014}' => self.normal.push_str("--"),
            '\u{2026}' => self.normal.push_str("..."),
            other => self.normal.extend(other.to_lowercase()),
        }
        self.ends.push(self.normal.len() as u32);
    }
}

/// Hash of the form as the cluster file and the models know it.
pub fn form_hash(form: &str) -> u64 {
    let mut reader = WordReader::default();
    reader.normalize(form);
    hash_bytes(reader.normal.as_bytes())
}

/// Hash of the kinds of characters of a form.
pub(crate) fn shape(form: &str) -> u64 {
    let mut hash = 1;
    let mut last = '\0';
    let mut run = 0;
    for character in form.chars() {
        let kind = kind(character);
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            hash = mix(hash, u64::from(kind));
        }
    }
    hash
}

fn kind(character: char) -> char {
    if character.is_ascii_digit() || character.is_numeric() {
        'd'
    } else if character.is_uppercase() {
        'X'
    } else if character.is_alphabetic() {
        'x'
    } else {
        character
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Word {
        WordReader::default().read(form, &Clusters::default())
    }

    #[test]
    fn case_digits_and_quotes_fall_together() {
        assert_eq!(form_hash("Talks"), form_hash("talks"));
        assert_eq!(form_hash("1,250"), form_hash("3,418"));
        assert_eq!(form_hash("\u{2019}s"), form_hash("'s"));
        assert_ne!(read("Talks").shape, read("talks").shape);
    }

    #[test]
    fn acronyms_spelt_like_common_words_are_shown_as_an_organisation() {
        let shown = |text: &'static str| {
            let forms = text.split(' ');
            as_shown(forms.clone(), in_capitals(forms))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            shown("On Friday IS had attacked ."),
            "On Friday NATO had attacked ."
        );
        assert_eq!(shown("WHO IS to blame ?"), "WHO IS to blame ?");
        assert_eq!(shown("the WHO said"), "the NATO said");
        assert_eq!(shown("who is to blame"), "who is to blame");
        assert_eq!(
            shown("POLICE SAY IS BEHIND ATTACK"),
            "POLICE SAY IS BEHIND ATTACK"
        );
    }

    #[test]
    fn capitals_are_recognised_and_their_shapes_hidden() {
        let capitals = |text: &str| in_capitals(text.split(' '));
        assert!(capitals(
            "REBELS SHELLED THE TOWN OF BENI , U.S. OFFICIALS SAID"
        ));
        assert!(!capitals("NATO said it bombed a UN convoy"));
        assert!(!capitals("NATO ."));
        let mut reader = WordReader::default();
        let mut shape = |form: &str| reader.read_capitals(form, &Clusters::default()).shape;
        assert_eq!(shape("BENI"), shape("TOWN"));
        assert_ne!(shape("BENI"), read("BENI").shape);
    }

    #[test]
    fn short_and_foreign_words_have_ends_too() {
        assert_eq!(read("a").suffixes[3], read("a").form);
        assert_eq!(
            read("\u{0160}e\u{0161}elj").prefixes[0],
            read("\u{0161}to").prefixes[0]
        );
        assert_eq!(read("").form, hash_bytes(b""));
    }

    #[test]
    fn shapes_cut_runs() {
        assert_eq!(read("Kabul").shape, read("Herat").shape);
        assert_eq!(read("Kab").shape, read("Kabul").shape);
        assert_ne!(read("KABUL").shape, read("Kabul").shape);
    }
}
