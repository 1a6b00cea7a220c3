//! The network that tags and parses: rows of a table are added up for each word, a window and two recurrent layers
//! in both directions read the sentence, and every word scores its tags, its possible heads and its label.

mod decode;
mod lanes;
pub mod matrix;
mod rows;
mod run;

pub use decode::{TreeSpace, find_tree};
pub use matrix::MatrixParts;
pub use rows::{BEFORE, BEHIND, FIRST_ROW, NO_ROW, ROWS, RowIndex, UNKNOWN, row_keys};
pub use run::{Network, NetworkParts, NetworkSpace, RowParts};

/// Most words in a sentence: places are kept in 16 bits, and time grows with the square. Nobody writes longer ones.
pub const MAX_WORDS: usize = 400;
/// Numbers that stand for a word in every layer.
pub const WIDTH: usize = 128;
/// Numbers of one direction of a recurrent layer.
pub const HALF: usize = WIDTH / 2;
/// Numbers that a head and a dependent are compared by.
pub const ARC: usize = 64;
/// Numbers that a label is chosen by.
pub const LABEL: usize = 64;
/// Classes of the distance between a word and its head.
pub const BUCKETS: usize = 20;

/// The class of the distance from `word` to `head`.
#[inline(always)]
pub fn bucket(word: usize, head: usize) -> usize {
    const CLASSES: [u8; 32] = [
        0, 0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9,
        9, 9,
    ];
    let class = usize::from(CLASSES[word.abs_diff(head).min(31)]);
    if head > word {
        class
    } else {
        class + BUCKETS / 2
    }
}

/// A number between 0 and 1 that grows with `number`: a gate. No step of it depends on the machine.
#[inline(always)]
pub fn gate(number: f32) -> f32 {
    0.5 + 0.5 * (number / (1.0 + number.abs()))
}
