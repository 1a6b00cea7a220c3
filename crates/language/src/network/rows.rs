//! Which rows of the network's table a word adds up.

use crate::hash::features;
use crate::tables::Slots;
use crate::word::Word;

/// Most rows that a word has.
pub const ROWS: usize = 9;

/// The row that is all zeros: a feature that the table does not know.
pub const NO_ROW: u32 = 0;
/// The row of a word that the table does not know.
pub const UNKNOWN: u32 = 1;
/// The row of the place before the first word.
pub const BEFORE: u32 = 2;
/// The row of the place behind the last word.
pub const BEHIND: u32 = 3;
/// The first row that has a key.
pub const FIRST_ROW: u32 = 4;

/// Hashes of what the network sees of a word; the first is its form.
#[inline]
pub fn row_keys(word: &Word) -> [u64; ROWS] {
    let (suffixes, prefixes) = (&word.suffixes, &word.prefixes);
    features![5_000;
        [word.form] [suffixes[0]] [suffixes[1]] [suffixes[2]] [suffixes[3]]
        [prefixes[0]] [prefixes[1]] [prefixes[2]] [word.shape]
    ]
}

/// From a feature to its row.
#[derive(Debug, Clone)]
pub struct RowIndex {
    slots: Slots<24>,
}

impl RowIndex {
    /// Builds the index of short keys, of which the first has the row [`FIRST_ROW`].
    pub fn build(keys: &[u64]) -> Self {
        let rows = (FIRST_ROW..).map(u64::from);
        let entries: Vec<(u64, u64)> = keys.iter().copied().zip(rows).collect();
        Self {
            slots: Slots::build(&entries),
        }
    }

    /// The rows of a word.
    #[inline]
    pub fn rows(&self, word: &Word) -> [u32; ROWS] {
        let keys = row_keys(word);
        let firsts = keys.map(|key| self.slots.first(key));
        let mut rows = [NO_ROW; ROWS];
        for ((row, key), first) in rows.iter_mut().zip(keys).zip(firsts) {
            *row = self.slots.resolve(key, first) as u32;
        }
        if rows[0] == NO_ROW {
            rows[0] = UNKNOWN;
        }
        rows
    }
}
