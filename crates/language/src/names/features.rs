//! What is seen of a word when names are looked for.

use std::sync::OnceLock;

use super::lists::{Mark, OUTSIDE, REGIONS};
use crate::hash::features;
use crate::word::{Word, shape};
use crate::{Token, Upos};

/// Number of templates.
pub const NAME_FEATURES: usize = 67;

/// The lists of places and that of regions: a place may name the region that it lies in right behind its own name.
const PLACES: [usize; 5] = [2, 3, 4, 9, REGIONS];

const BORDER: Word = Word {
    form: 3,
    suffixes: [5; 4],
    prefixes: [7; 3],
    shape: 9,
    clusters: [11; 3],
};

/// Hashes of what is seen around the word at `place` of a sentence.
pub fn name_features(
    words: &[Word],
    tokens: &[Token],
    marks: &[Mark],
    place: usize,
) -> [u64; NAME_FEATURES] {
    let word = |place: Option<usize>| place.and_then(|place| words.get(place)).unwrap_or(&BORDER);
    let tag = |place: Option<usize>| {
        place
            .and_then(|place| tokens.get(place))
            .map_or(99, |token| token.upos as u64)
    };
    let mark = |place: Option<usize>| {
        u64::from(
            place
                .and_then(|place| marks.get(place))
                .copied()
                .unwrap_or(OUTSIDE),
        )
    };
    let (before, before2) = (place.checked_sub(1), place.checked_sub(2));
    let (behind, behind2) = (Some(place + 1), Some(place + 2));
    let (w, b, n) = (word(Some(place)), word(before), word(behind));
    let (bb, nn) = (word(before2), word(behind2));
    let (t, tb, tn) = (tag(Some(place)), tag(before), tag(behind));
    let (m, mb, mn) = (mark(Some(place)), mark(before), mark(behind));
    let token = tokens.get(place);
    let head = token.and_then(|token| token.head).map(|head| head as usize);
    let h = word(head);
    let relation = token.map_or(99, |token| token.relation as u64);
    let above = head
        .and_then(|head| tokens.get(head))
        .map_or(99, |token| token.relation as u64);
    let higher = word(
        head.and_then(|head| tokens.get(head)?.head)
            .map(|head| head as usize),
    );
    let side = u64::from(head.is_some_and(|head| head < place));
    let first = u64::from(place == 0);
    let (c, cb, cn) = (w.clusters, b.clusters, n.clusters);
    let list = |list: usize| (m >> (2 * list) & 3) | (list as u64) << 2;
    let (place_before, region) = (is_in(mb, &PLACES), m >> (2 * REGIONS) & 3);
    features![7_000;
        [w.form] [b.form] [n.form] [bb.form] [nn.form] [b.form, w.form] [w.form, n.form] [w.form, w.shape]
        [w.suffixes[1]] [w.suffixes[2]] [w.suffixes[3]] [w.prefixes[1]] [w.prefixes[2]]
        [w.shape] [b.shape] [n.shape] [b.shape, w.shape] [w.shape, n.shape] [b.shape, w.shape, n.shape] [first, w.shape]
        [w.shape, n.shape, nn.shape]
        [c[1], w.shape] [c[2], w.shape] [cb[1]] [cb[2]] [cn[1]] [cn[2]] [cb[1], c[1]] [c[1], cn[1]]
        [t] [tb, t] [t, tn] [tb, t, tn] [t, w.shape] [t, w.suffixes[2]] [b.form, w.shape] [n.form, w.shape]
        [list(0)] [list(1)] [list(2)] [list(3)] [list(4)] [list(5)] [list(6)] [list(7)]
        [list(8)] [list(9)] [list(10)] [list(11)] [m] [m, w.shape, t] [mb, m] [m, mn]
        [relation, t] [relation, h.form] [relation, h.clusters[1], w.shape] [relation, above, higher.form] [h.form, side]
        [relation, above, w.shape] [b.suffixes[2], w.shape] [n.suffixes[2], w.shape]
        [list(12)] [list(13)] [place_before, region] [tb, region] [b.shape, region] [place_before, w.shape, t]
    ]
}

/// Whether one of `lists` has the word.
fn is_in(mark: u64, lists: &[usize]) -> u64 {
    let any = lists.iter().any(|list| mark >> (2 * list) & 3 != 0);
    u64::from(any)
}

/// Whether a word may be part of a name by its own looks: it is tagged as one, it is not written small, or a list has it.
pub fn stands_out(word: &Word, token: Option<&Token>, mark: Mark) -> bool {
    use Upos::{Adj, Noun, Num, Propn, Punct, Sym, X};
    let upos = token.map_or(X, |token| token.upos);
    match upos {
        Propn | X => true,
        Punct => false,
        Noun | Adj | Num | Sym => mark != 0 || !is_small(word),
        _ => !is_small(word),
    }
}

/// Whether a word is of small letters only.
fn is_small(word: &Word) -> bool {
    static SMALL: OnceLock<[u64; 2]> = OnceLock::new();
    let small = SMALL.get_or_init(|| ["x", "xx"].map(shape));
    small.contains(&word.shape)
}
