//! The joint tags and the labels of a set of treebanks.

use std::collections::BTreeMap;

use relata_language::{Relation, Upos, Xpos};

use crate::conllu::{GoldSentence, GoldWord};

/// A joint tag must be seen this often; rarer ones become the most frequent tag with the same universal part.
const RARE_TAG: usize = 10;

/// The joint tags of the data.
#[derive(Debug, Clone)]
pub struct TagSet {
    /// The tags; their numbers are places in this list.
    pub tags: Vec<(Upos, Xpos)>,
    by_upos: BTreeMap<Upos, u8>,
}

impl TagSet {
    /// Collects the tags of `sentences`.
    pub fn of(sentences: &[&GoldSentence]) -> Self {
        let mut counts: BTreeMap<(Upos, Xpos), usize> = BTreeMap::new();
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            *counts.entry((word.upos, word.xpos)).or_default() += 1;
        }
        let mut best: BTreeMap<Upos, (usize, (Upos, Xpos))> = BTreeMap::new();
        for (&tag, &count) in &counts {
            let entry = best.entry(tag.0).or_insert((count, tag));
            if count > entry.0 {
                *entry = (count, tag);
            }
        }
        let is_best = |tag: &(Upos, Xpos)| best.get(&tag.0).is_some_and(|best| best.1 == *tag);
        counts.retain(|tag, count| *count >= RARE_TAG || is_best(tag));
        let tags: Vec<(Upos, Xpos)> = counts.into_keys().take(255).collect();
        let by_upos = best
            .iter()
            .map(|(&upos, (_, tag))| (upos, place(&tags, *tag)))
            .collect();
        Self { tags, by_upos }
    }

    /// The number of a word's joint tag.
    pub fn number(&self, word: &GoldWord) -> u8 {
        let exact = self
            .tags
            .iter()
            .position(|&tag| tag == (word.upos, word.xpos));
        let near = || self.by_upos.get(&word.upos).copied().unwrap_or(0);
        exact.map_or_else(near, |place| place as u8)
    }
}

/// The labels of `sentences`, in the order of [`Relation`]; the root is always among them.
pub fn label_set(sentences: &[&GoldSentence]) -> Vec<Relation> {
    let words = sentences.iter().flat_map(|sentence| &sentence.words);
    let mut labels: Vec<Relation> = words
        .map(|word| word.relation)
        .chain([Relation::Root])
        .collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The place of `item` in `list`, or 0.
pub fn place<T: PartialEq>(list: &[T], item: T) -> u8 {
    list.iter().position(|entry| *entry == item).unwrap_or(0) as u8
}
