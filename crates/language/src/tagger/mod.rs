//! The tagger: left to right, greedy, one joint tag a word.

mod features;

pub use features::{START_TAG, TAG_FEATURES, tag_features};

use crate::tables::{MAX_CLASSES, SparseTable, best_class};
use crate::word::Word;

/// Tags `words` one after the other; `tags` is emptied first and gets one number a word.
pub fn tag(table: &SparseTable, words: &[Word], tags: &mut Vec<u8>) {
    tags.clear();
    let mut scores = [0; MAX_CLASSES];
    let mut before = [START_TAG; 2];
    for place in 0..words.len() {
        table.score(&tag_features(words, place, before), &mut scores);
        let class = best_class(&scores[..table.classes()], |_| true).unwrap_or(0) as u8;
        tags.push(class);
        before = [class, before[0]];
    }
}
