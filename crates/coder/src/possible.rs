//! Whether a sentence may tell an act, by its words alone and before it is parsed with care.
//!
//! The test is complete: where it says no, no row of the table of acts fires, whatever the tree of the sentence.

use std::collections::{BTreeSet, HashMap};

use relata_knowledge::{Knowledge, Test};

use crate::tree::base_forms;

/// Answers for one set of tables.
#[derive(Debug)]
pub struct PossibleActs {
    /// Senses by the first word of their phrase.
    senses: HashMap<String, Vec<Sense>>,
    /// For each word the lists of nouns that it stands in.
    lists: HashMap<String, Vec<usize>>,
    n_lists: usize,
}

/// One phrase of a row that tells an act.
#[derive(Debug)]
struct Sense {
    /// Its words but for the first.
    rest: Vec<String>,
    /// Lists of which each must have a word in the sentence.
    lists: Vec<usize>,
}

impl PossibleActs {
    /// Reads the table of acts.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut possible = Self {
            senses: HashMap::new(),
            lists: HashMap::new(),
            n_lists: 0,
        };
        let mut known: HashMap<&[String], usize> = HashMap::new();
        for row in knowledge.acts.iter().filter(|row| row.event_type.is_some()) {
            let asked = row.needs.iter().filter(|condition| !condition.negated);
            let asked = asked.filter_map(|condition| match &condition.test {
                Test::Head(classes) | Test::Within(classes) => Some(classes.as_slice()),
                _ => None,
            });
            let lists: Vec<usize> = asked
                .map(|classes| {
                    *known
                        .entry(classes)
                        .or_insert_with(|| possible.add_list(knowledge, classes))
                })
                .collect();
            for phrase in &row.phrases {
                possible.add_phrase(phrase, &lists);
            }
        }
        possible
    }

    fn add_phrase(&mut self, phrase: &[String], lists: &[usize]) {
        if let Some((first, rest)) = phrase.split_first() {
            self.senses.entry(first.clone()).or_default().push(Sense {
                rest: rest.to_vec(),
                lists: lists.to_vec(),
            });
        }
    }

    /// The last words of the phrases of some classes, and the last words of literals.
    fn add_list(&mut self, knowledge: &Knowledge, classes: &[String]) -> usize {
        let number = self.n_lists;
        self.n_lists += 1;
        for class in classes {
            let words: Vec<&str> = match class.strip_prefix('\'') {
                Some(literal) => literal
                    .trim_end_matches('\'')
                    .split_whitespace()
                    .next_back()
                    .into_iter()
                    .collect(),
                None => {
                    let phrases = knowledge.things.get(class).into_iter().flatten();
                    phrases
                        .filter_map(|phrase| phrase.last().map(String::as_str))
                        .collect()
                }
            };
            for word in words {
                let lists = self.lists.entry(word.to_owned()).or_default();
                if lists.last() != Some(&number) {
                    lists.push(number);
                }
            }
        }
        number
    }

    /// True if an act may be told in a sentence of these words: each in lower case as it is written, and in every
    /// form that may be its lemma.
    pub fn may_tell(&self, words: &BTreeSet<String>) -> bool {
        let mut all: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        let bases: Vec<String> = words.iter().flat_map(|word| base_forms(word)).collect();
        all.extend(bases.iter().map(String::as_str));
        let mut has_list = vec![false; self.n_lists];
        for list in all
            .iter()
            .filter_map(|word| self.lists.get(*word))
            .flatten()
        {
            has_list[*list] = true;
        }
        all.iter()
            .filter_map(|word| self.senses.get(*word))
            .flatten()
            .any(|sense| {
                sense.lists.iter().all(|list| has_list[*list])
                    && sense.rest.iter().all(|word| all.contains(word.as_str()))
            })
    }
}
