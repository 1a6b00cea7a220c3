//! The table of words for deeds: which words of two reports may tell the same thing.
//!
//! Like the tables of talks it is no part of [`crate::Knowledge`]: it decides nothing that a report gives.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::table::read_table;
use crate::{Error, RowError};

const DEEDS: &str = include_str!("../../../knowledge/history/deeds.tsv");

/// Endings that inflection adds, and what stands there without it.
const ENDINGS: [(&str, &str); 9] = [
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
    ("d", ""),
];

/// The table of words for deeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedWords {
    rows: BTreeMap<String, BTreeSet<u16>>,
    hash: String,
}

impl DeedWords {
    /// The table that ships with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded() -> Result<Self, Error> {
        Self::read(DEEDS)
    }

    /// Reads the table.
    ///
    /// # Errors
    /// If a row cannot be read, or none of its words stands in its example; all such rows are named.
    pub fn read(content: &str) -> Result<Self, Error> {
        let mut errors: Vec<RowError> = Vec::new();
        let lists = read_table(
            "deeds.tsv",
            content,
            &["words", "example"],
            &mut errors,
            |row| {
                let words: Vec<String> = row
                    .required("words")?
                    .split('|')
                    .map(str::to_lowercase)
                    .collect();
                let example = row.required("example")?.to_lowercase();
                let told: Vec<&str> = example
                    .split(|c: char| !c.is_alphanumeric() && c != '-')
                    .collect();
                let is_told = words.iter().any(|word| {
                    let phrase = first_word(word);
                    told.iter().any(|told| bare_forms(told).contains(&phrase))
                });
                if is_told {
                    Ok(words)
                } else {
                    Err(row.error("the example has none of the words"))
                }
            },
        );
        if !errors.is_empty() {
            return Err(Error::Rows(errors));
        }
        let mut rows: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
        for (n, words) in lists.iter().enumerate() {
            for word in words {
                let n = u16::try_from(n).unwrap_or(u16::MAX);
                rows.entry(word.clone()).or_default().insert(n);
            }
        }
        let digest = Sha256::digest(format!("{rows:?}"));
        Ok(Self {
            rows,
            hash: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    /// The rows of a word, in any of its forms.
    pub fn rows_of(&self, word: &str) -> BTreeSet<u16> {
        let forms = bare_forms(&word.to_lowercase());
        let found = forms.iter().find_map(|form| self.rows.get(form));
        found.cloned().unwrap_or_default()
    }

    /// The same table has the same hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// The first word of a phrase.
fn first_word(phrase: &str) -> String {
    phrase.split(' ').next().unwrap_or("").to_owned()
}

/// What a word may be without its ending; the word itself first.
fn bare_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (ending, instead) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
            continue;
        };
        forms.push(format!("{stem}{instead}"));
        // "stopped" is "stop".
        let mut letters = stem.chars().rev();
        if instead.is_empty() && letters.next() == letters.next() {
            forms.push(stem.chars().take(stem.chars().count() - 1).collect());
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_row_meet_in_all_their_forms() {
        let table = DeedWords::embedded().unwrap();
        let share = |one, other| !table.rows_of(one).is_disjoint(&table.rows_of(other));
        assert!(share("robbed", "heist"));
        assert!(share("dies", "Death"));
        assert!(share("burned", "blaze"));
        assert!(!share("wedding", "heist"));
        let error = DeedWords::read("words\texample\nhit|slap\tNobody came.\n").unwrap_err();
        assert!(error.to_string().contains("example"), "{error}");
    }
}
