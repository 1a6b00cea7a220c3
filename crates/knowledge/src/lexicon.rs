//! A map from phrases of lemmas to rows, keyed by one word of the phrase.

use std::collections::HashMap;

/// A phrase of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseMatch {
    /// The lemmas of the phrase, in the table's order.
    pub lemmas: Vec<String>,
    /// Position of the row in its list.
    pub row: usize,
}

/// Phrases by their key word, longest first, then in the order of the table.
#[derive(Debug, Default)]
pub struct Lexicon {
    by_key: HashMap<String, Vec<PhraseMatch>>,
}

impl Lexicon {
    /// Adds a phrase under its first (`false`) or last (`true`) word.
    pub(crate) fn add(&mut self, lemmas: Vec<String>, row: usize, key_last: bool) {
        let key = if key_last {
            lemmas.last()
        } else {
            lemmas.first()
        };
        if let Some(key) = key.cloned() {
            self.by_key
                .entry(key)
                .or_default()
                .push(PhraseMatch { lemmas, row });
        }
    }

    /// Puts the longest phrases first.
    pub(crate) fn finish(&mut self) {
        let lists: Vec<_> = self.by_key.iter_mut().map(|(_, list)| list).collect();
        for list in lists {
            list.sort_by(|a, b| b.lemmas.len().cmp(&a.lemmas.len()).then(a.row.cmp(&b.row)));
        }
    }

    /// The phrases whose key word is `lemma`, longest first.
    pub fn get(&self, lemma: &str) -> &[PhraseMatch] {
        self.by_key.get(lemma).map_or(&[], Vec::as_slice)
    }
}
