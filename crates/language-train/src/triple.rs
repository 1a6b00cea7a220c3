//! The averaged perceptron for the three transitions.

use relata_language::tables::short_key;

use crate::perceptron::{Index, quantize};

#[derive(Debug, Clone, Copy, Default)]
struct Weights {
    now: [f32; 3],
    drift: [f64; 3],
}

/// The model in training.
#[derive(Debug, Default)]
pub struct TriplePerceptron {
    index: Index,
    keys: Vec<u64>,
    rows: Vec<Weights>,
    moment: f64,
}

impl TriplePerceptron {
    /// Sums the weights of `hashes`.
    pub fn score(&self, hashes: &[u64]) -> [f32; 3] {
        let mut scores = [0.0; 3];
        for &hash in hashes {
            if let Some(&row) = self.index.get(&short_key(hash)) {
                for (score, weight) in scores.iter_mut().zip(self.rows[row as usize].now) {
                    *score += weight;
                }
            }
        }
        scores
    }

    /// One step of time.
    pub fn tick(&mut self) {
        self.moment += 1.0;
    }

    /// Makes `good` stronger and `bad` weaker where `hashes` are seen.
    pub fn update(&mut self, hashes: &[u64], good: usize, bad: usize) {
        for &hash in hashes {
            let key = short_key(hash);
            let row = *self.index.entry(key).or_insert(self.keys.len() as u32) as usize;
            if row == self.keys.len() {
                self.keys.push(key);
                self.rows.push(Weights::default());
            }
            let weights = &mut self.rows[row];
            weights.now[good] += 1.0;
            weights.drift[good] += self.moment;
            weights.now[bad] -= 1.0;
            weights.drift[bad] -= self.moment;
        }
    }

    /// The averages as they are stored; rows whose largest weight is nearer to zero than `threshold` are dropped.
    pub fn average(&self, threshold: f64) -> Vec<(u64, [i16; 3])> {
        let moment = self.moment.max(1.0);
        let mut rows: Vec<(u64, [i16; 3])> = Vec::new();
        for (&key, weights) in self.keys.iter().zip(&self.rows) {
            let average: [f64; 3] =
                std::array::from_fn(|i| f64::from(weights.now[i]) - weights.drift[i] / moment);
            let stored = average.map(quantize);
            if average.iter().any(|weight| weight.abs() >= threshold) && stored != [0; 3] {
                rows.push((key, stored));
            }
        }
        rows.sort_unstable_by_key(|row| row.0);
        rows
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
