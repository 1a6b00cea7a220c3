//! The table of words of time, ready for look-up.

use std::collections::{BTreeMap, HashMap};

use relata_knowledge::{CalendarWord, TimeWord};

use crate::pieces::cut_phrase;

/// What a word may mean, and the phrases that start with it.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    senses: Vec<TimeWord>,
    /// What follows the word, and what the whole means; the longest first.
    phrases: Vec<(Vec<String>, Vec<TimeWord>)>,
}

impl Entry {
    pub(crate) fn senses(&self) -> &[TimeWord] {
        &self.senses
    }

    pub(crate) fn phrases(&self) -> impl Iterator<Item = (&[String], &[TimeWord])> {
        self.phrases
            .iter()
            .map(|(tail, senses)| (tail.as_slice(), senses.as_slice()))
    }
}

/// Words of time by their first word.
#[derive(Debug)]
pub(crate) struct Lexicon {
    entries: HashMap<String, Entry>,
}

impl Lexicon {
    pub(crate) fn new(rows: &[CalendarWord]) -> Self {
        let mut whole: BTreeMap<Vec<&str>, Vec<TimeWord>> = BTreeMap::new();
        for row in rows {
            for phrase in &row.phrases {
                let senses = whole.entry(cut_phrase(phrase)).or_default();
                if !senses.contains(&row.word) {
                    senses.push(row.word);
                }
            }
        }
        let mut entries: HashMap<String, Entry> = HashMap::new();
        for (words, senses) in whole.into_iter().rev() {
            let Some((first, tail)) = words.split_first() else {
                continue;
            };
            let entry = entries.entry((*first).to_owned()).or_default();
            if tail.is_empty() {
                entry.senses = senses;
            } else {
                let tail: Vec<String> = tail.iter().map(|word| (*word).to_owned()).collect();
                let place = entry
                    .phrases
                    .partition_point(|(known, _)| known.len() >= tail.len());
                entry.phrases.insert(place, (tail, senses));
            }
        }
        Self { entries }
    }

    pub(crate) fn entry(&self, word: &str) -> Option<&Entry> {
        self.entries.get(word)
    }

    /// True if the word, in lower case, speaks of the future.
    pub(crate) fn is_future(&self, word: &str) -> bool {
        self.entry(word)
            .is_some_and(|entry| entry.senses.contains(&TimeWord::Future))
    }

    /// True if the verb, in lower case, makes its infinitive speak of the future.
    pub(crate) fn is_future_deed(&self, word: &str) -> bool {
        self.entry(word)
            .is_some_and(|entry| entry.senses.contains(&TimeWord::FutureDeed))
    }
}
