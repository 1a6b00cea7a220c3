//! Ends of sentences that no stop marks: lines of letters, headings, greetings. They are learnt from treebanks, and
//! only added to those that the rules see.

use relata_record::Span;

use super::web::is_web;
use crate::clusters::Clusters;
use crate::hash::features;
use crate::tables::{MAX_CLASSES, SparseRows, SparseTable};
use crate::word::{Word, WordReader};

/// Two classes: no end, and an end.
pub const END_CLASSES: usize = 2;
/// By how much an end must lead, in stored units: a sentence cut in two harms more than two that are one.
const LEAD: i32 = 0;
/// Number of templates.
const END_FEATURES: usize = 37;

/// What was learnt of ends.
#[derive(Debug, Clone)]
pub struct Ends {
    table: SparseTable,
}

impl Ends {
    /// Makes what was learnt ready.
    pub fn build(rows: SparseRows) -> Self {
        Self {
            table: SparseTable::build(END_CLASSES, rows),
        }
    }

    /// Whether a sentence that starts at `start` ends before the token at `place`.
    pub fn ends(&self, tokens: &[Span], words: &[Word], place: usize, start: usize) -> bool {
        let mut scores = [0; MAX_CLASSES];
        self.table
            .score(&end_features(tokens, words, place, start), &mut scores);
        scores[1] - scores[0] > LEAD
    }
}

/// Of a line made of one mark, so many bytes are seen.
const LINE: usize = 4;

/// The words of tokens as they are seen here: an address of the web is one word, whatever it is, and so is a line made
/// of one mark, however long.
pub fn read_for_ends(
    text: &str,
    tokens: &[Span],
    reader: &mut WordReader,
    clusters: &Clusters,
    words: &mut Vec<Word>,
) {
    words.clear();
    words.extend(tokens.iter().map(|span| {
        let form = span.of(text);
        let seen = if is_web(form) {
            "www."
        } else {
            short_line(form)
        };
        reader.read(seen, clusters)
    }));
}

/// The start of a line made of one mark; any other form as it is.
fn short_line(form: &str) -> &str {
    let bytes = form.as_bytes();
    let line = bytes.len() > LINE
        && bytes[0].is_ascii_punctuation()
        && bytes.iter().all(|byte| *byte == bytes[0]);
    if line { &form[..LINE] } else { form }
}

/// Hashes of what is seen around the token at `place`.
pub fn end_features(
    tokens: &[Span],
    words: &[Word],
    place: usize,
    start: usize,
) -> [u64; END_FEATURES] {
    const OUTSIDE: Word = Word {
        form: 3,
        suffixes: [5; 4],
        prefixes: [7; 3],
        shape: 9,
        clusters: [11; 3],
    };
    let inside = |place: Option<usize>| {
        place
            .filter(|&place| place >= start)
            .and_then(|place| words.get(place))
    };
    let at = |place: Option<usize>| inside(place).unwrap_or(&OUTSIDE);
    let (a, b, c) = (
        at(place.checked_sub(1)),
        at(place.checked_sub(2)),
        at(place.checked_sub(3)),
    );
    let (n, m, o) = (at(Some(place)), at(Some(place + 1)), at(Some(place + 2)));
    let glued = u64::from(tokens[place - 1].end == tokens[place].start);
    let since = [1, 2, 3, 4, 6, 9, 14, 22]
        .iter()
        .filter(|&&count| place - start > count)
        .count() as u64;
    let left = [1, 2, 3, 5, 9]
        .iter()
        .filter(|&&count| tokens.len() - place > count)
        .count() as u64;
    let first = words[start].form;
    let (ka, kn, km) = (a.clusters[1], n.clusters[1], m.clusters[1]);
    features![6_000;
        [a.form] [n.form] [m.form] [b.form] [a.form, n.form] [a.shape, n.shape, glued] [a.form, n.shape] [a.shape, n.form]
        [b.form, a.form] [b.shape, a.shape, n.shape] [n.form, m.form] [n.shape, m.shape, a.form] [a.shape, n.shape, m.shape]
        [n.form, m.shape] [c.shape, b.shape, a.shape, n.shape] [since, a.shape, n.shape] [since, a.form] [ka, kn] [kn, km]
        [ka, n.shape, m.shape] [a.shape, kn] [left, a.shape, n.shape] [first, a.shape, n.shape] [o.shape, m.shape, n.shape]
        [since, left] [a.suffixes[2], n.suffixes[2], n.shape] [o.form] [c.form] [b.form, n.form] [a.form, m.form]
        [b.form, a.form, n.form] [a.form, n.form, m.form] [a.clusters[2], n.clusters[2]]
        [a.clusters[0], n.clusters[0], m.clusters[0]] [ka, n.shape, kn] [b.clusters[1], ka, kn]
        [kn, km, o.clusters[1]]
    ]
}
