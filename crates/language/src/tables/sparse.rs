//! Weights of many classes, most of them zero: a feature has a short list of (class, weight).

use super::Slots;

/// Most classes that a table can tell apart.
pub const MAX_CLASSES: usize = 256;
const LONGEST: usize = 80;

/// One sum for each class.
pub type Scores = [i32; MAX_CLASSES];

/// One weight of a row: the class in the lower 8 bits, the weight above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell(u32);

impl Cell {
    /// A cell of a class and its weight.
    pub fn new(class: u8, weight: i16) -> Self {
        Self(((i32::from(weight) << 8) as u32) | u32::from(class))
    }

    /// The class.
    #[inline(always)]
    pub fn class(self) -> u8 {
        self.0 as u8
    }

    /// The weight.
    #[inline(always)]
    pub fn weight(self) -> i32 {
        (self.0 as i32) >> 8
    }
}

/// Rows as they are stored: a short key and a run of cells each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SparseRows {
    /// Short key and length of each row, sorted by key.
    pub rows: Vec<(u64, u32)>,
    /// The cells of all rows, one row after the other.
    pub cells: Vec<Cell>,
}

impl SparseRows {
    /// Adds a row behind the others.
    pub fn push(&mut self, key: u64, cells: &[Cell]) {
        self.rows.push((key, cells.len() as u32));
        self.cells.extend_from_slice(cells);
    }
}

/// From a feature to its row of weights.
#[derive(Debug, Clone)]
pub struct SparseTable {
    /// Payload: start of the row plus one, above its length in 8 bits.
    slots: Slots<40>,
    cells: Vec<Cell>,
    classes: usize,
}

impl SparseTable {
    /// Builds the table. Rows are cut at 255 cells.
    pub fn build(classes: usize, rows: SparseRows) -> Self {
        let mut start = 0u64;
        let mut entries = Vec::with_capacity(rows.rows.len());
        for &(key, length) in &rows.rows {
            if length > 0 {
                entries.push((key, (start + 1) << 8 | u64::from(length.min(255))));
            }
            start += u64::from(length);
        }
        Self {
            slots: Slots::build(&entries),
            cells: rows.cells,
            classes: classes.min(MAX_CLASSES),
        }
    }

    /// Sums the rows of `hashes` (at most 80 are read) into `scores`; sums of earlier calls are forgotten.
    #[inline]
    pub fn score(&self, hashes: &[u64], scores: &mut Scores) {
        scores[..self.classes].fill(0);
        let mut firsts = [0u64; LONGEST];
        for (first, &hash) in firsts.iter_mut().zip(hashes) {
            *first = self.slots.first(hash);
        }
        for (&first, &hash) in firsts.iter().zip(hashes) {
            let payload = self.slots.resolve(hash, first);
            if payload != 0 {
                self.add_row(payload, scores);
            }
        }
    }

    #[inline(always)]
    fn add_row(&self, payload: u64, scores: &mut Scores) {
        let start = (payload >> 8) as usize - 1;
        let end = start + (payload & 0xFF) as usize;
        for cell in self.cells.get(start..end).unwrap_or_default() {
            scores[usize::from(cell.class())] += cell.weight();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::short_key;

    #[test]
    fn rows_add_up_and_old_sums_are_forgotten() {
        let hashes = [7u8, 9, 11].map(|byte| crate::hash::hash_bytes(&[byte]));
        let mut rows = SparseRows::default();
        rows.push(short_key(hashes[0]), &[Cell::new(0, 5), Cell::new(2, -3)]);
        rows.push(short_key(hashes[1]), &[Cell::new(2, 10)]);
        let table = SparseTable::build(3, rows);
        let mut scores = [99; MAX_CLASSES];
        table.score(&hashes, &mut scores);
        assert_eq!(&scores[..3], &[5, 0, 7]);
    }
}
