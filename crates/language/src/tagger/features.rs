//! Feature templates of the tagger. They are part of the model: a change here asks for new weights.

use crate::hash::{features, mix};
use crate::word::Word;

/// Number of templates.
pub const TAG_FEATURES: usize = 42;

/// Stands for the tag before the first word.
pub const START_TAG: u8 = u8::MAX;

const OUTSIDE: Word = Word {
    form: 3,
    suffixes: [5; 4],
    prefixes: [7; 3],
    shape: 9,
    clusters: [11; 3],
};

/// Hashes of what is seen at `place`; `before` holds the tags one and two words back.
#[inline]
pub fn tag_features(words: &[Word], place: usize, before: [u8; 2]) -> [u64; TAG_FEATURES] {
    let at = |index: Option<usize>| index.and_then(|index| words.get(index)).unwrap_or(&OUTSIDE);
    let word = at(Some(place));
    let (left, farther) = (at(place.checked_sub(1)), at(place.checked_sub(2)));
    let (right, beyond) = (at(Some(place + 1)), at(Some(place + 2)));
    let (tag, older) = (u64::from(before[0]), u64::from(before[1]));
    let tags = mix(tag + 1, older);
    let first = u64::from(place == 0);
    features![1_000;
        [word.form] [word.form, tag] [word.form, left.form] [word.form, right.form] [word.form, word.shape]
        [word.suffixes[0]] [word.suffixes[1]] [word.suffixes[2]] [word.suffixes[3]]
        [word.prefixes[0]] [word.prefixes[1]] [word.prefixes[2]]
        [word.shape, first] [word.shape, left.shape] [word.shape, right.shape] [word.shape, word.suffixes[2]]
        [tag] [tags] [tags, word.suffixes[1]] [tags, right.form]
        [left.form] [farther.form] [right.form] [beyond.form] [left.form, right.form] [right.form, beyond.form]
        [left.suffixes[2]] [right.suffixes[2]] [right.suffixes[1], tag] [word.suffixes[2], tag]
        [word.suffixes[2], right.suffixes[2]] [word.suffixes[1], left.form]
        [word.clusters[0], word.suffixes[1]] [word.clusters[1]] [word.clusters[2]] [word.clusters[1], tag]
        [word.clusters[1], word.suffixes[2]] [left.clusters[1]] [right.clusters[1]] [right.clusters[2]]
        [right.clusters[1], tag] [word.clusters[1], right.clusters[1]]
    ]
}
