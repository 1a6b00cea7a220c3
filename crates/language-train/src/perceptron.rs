//! The averaged perceptron with many classes: rows of weights that are mostly zero.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use relata_language::tables::{Cell, MAX_CLASSES, SparseRows, short_key};

/// Hashes a short key by itself: the map looks at the lowest bits and at the highest.
#[derive(Debug, Default, Clone, Copy)]
pub struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number ^ (number << 24);
    }
}

/// From a short key to the place of its row.
pub type Index = HashMap<u64, u32, BuildHasherDefault<Itself>>;

/// Units of a stored weight in one of training.
pub const SCALE: f64 = 24.0;

#[derive(Debug, Clone, Copy)]
struct Weight {
    class: u8,
    now: f32,
    /// Sum of all changes, each times the moment it was made: gives the average at the end.
    drift: f64,
}

/// The model in training.
#[derive(Debug, Default)]
pub struct Perceptron {
    index: Index,
    keys: Vec<u64>,
    rows: Vec<Vec<Weight>>,
    moment: f64,
}

impl Perceptron {
    /// Sums the weights of `hashes` into the first `classes` scores.
    pub fn score(&self, hashes: &[u64], classes: usize, scores: &mut [f32; MAX_CLASSES]) {
        scores[..classes].fill(0.0);
        for &hash in hashes {
            if let Some(&row) = self.index.get(&short_key(hash)) {
                for weight in &self.rows[row as usize] {
                    scores[usize::from(weight.class)] += weight.now;
                }
            }
        }
    }

    /// One step of time.
    pub fn tick(&mut self) {
        self.moment += 1.0;
    }

    /// Makes `good` stronger and `bad` weaker where `hashes` are seen.
    pub fn update(&mut self, hashes: &[u64], good: u8, bad: u8) {
        for &hash in hashes {
            let key = short_key(hash);
            let row = *self.index.entry(key).or_insert(self.keys.len() as u32) as usize;
            if row == self.keys.len() {
                self.keys.push(key);
                self.rows.push(Vec::new());
            }
            change(&mut self.rows[row], good, 1.0, self.moment);
            change(&mut self.rows[row], bad, -1.0, self.moment);
        }
    }

    /// The averages, sorted by key.
    pub fn averages(&self) -> Averages {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_unstable_by_key(|&row| self.keys[row]);
        let moment = self.moment.max(1.0);
        let average =
            |weight: &Weight| (weight.class, f64::from(weight.now) - weight.drift / moment);
        order
            .into_iter()
            .map(|row| (self.keys[row], self.rows[row].iter().map(average).collect()))
            .collect()
    }

    /// Number of features seen.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// Short keys, sorted, and averages of each class.
pub type Averages = Vec<(u64, Vec<(u8, f64)>)>;

/// The mean of several models, as it is stored; weights nearer to zero than `threshold` are dropped.
pub fn combine(models: Vec<Averages>, threshold: f64) -> SparseRows {
    let count = models.len().max(1) as f64;
    let mut all: Averages = models.into_iter().flatten().collect();
    all.sort_by_key(|row| row.0);
    let mut rows = SparseRows::default();
    let mut sums = [0.0; MAX_CLASSES];
    for group in all.chunk_by(|one, other| one.0 == other.0) {
        sums.fill(0.0);
        for &(class, weight) in group.iter().flat_map(|row| &row.1) {
            sums[usize::from(class)] += weight / count;
        }
        let kept = (0u8..=255)
            .zip(sums)
            .filter(|(_, sum)| sum.abs() >= threshold && quantize(*sum) != 0);
        let cells: Vec<Cell> = kept
            .map(|(class, sum)| Cell::new(class, quantize(sum)))
            .collect();
        if !cells.is_empty() {
            rows.push(group[0].0, &cells);
        }
    }
    rows
}

fn change(row: &mut Vec<Weight>, class: u8, by: f32, moment: f64) {
    let place = row
        .iter()
        .position(|weight| weight.class == class)
        .unwrap_or_else(|| {
            row.push(Weight {
                class,
                now: 0.0,
                drift: 0.0,
            });
            row.len() - 1
        });
    row[place].now += by;
    row[place].drift += f64::from(by) * moment;
}

/// A weight in whole units, inside the range of 16 bits.
pub fn quantize(weight: f64) -> i16 {
    (weight * SCALE).round().clamp(-32_000.0, 32_000.0) as i16
}

/// The best of the classes that are allowed.
pub fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (class, &score) in scores.iter().enumerate() {
        if best.is_none_or(|(_, top)| score > top) && allowed(class) {
            best = Some((class, score));
        }
    }
    best.map(|(class, _)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_counts_how_long_a_weight_stood() {
        let mut model = Perceptron::default();
        model.update(&[1 << 30], 0, 1);
        model.tick();
        model.tick();
        model.update(&[1 << 30], 0, 1);
        model.tick();
        model.tick();
        let rows = combine(vec![model.averages()], 0.0);
        assert_eq!(rows.cells[0].weight(), i32::from(quantize(1.5)));
        assert_eq!(rows.cells[1].weight(), -i32::from(quantize(1.5)));
    }
}
