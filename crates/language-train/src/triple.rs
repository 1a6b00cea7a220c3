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

    /// The averages, sorted by key.
    pub fn averages(&self) -> TripleAverages {
        let moment = self.moment.max(1.0);
        let average = |weights: &Weights| {
            std::array::from_fn(|i| f64::from(weights.now[i]) - weights.drift[i] / moment)
        };
        let mut rows: TripleAverages = self
            .keys
            .iter()
            .copied()
            .zip(self.rows.iter().map(average))
            .collect();
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

/// Short keys, sorted, and averages.
pub type TripleAverages = Vec<(u64, [f64; 3])>;

/// The mean of several models, as it is stored; rows whose largest weight is nearer to zero than `threshold` are
/// dropped.
pub fn combine(models: Vec<TripleAverages>, threshold: f64) -> Vec<(u64, [i16; 3])> {
    let count = models.len().max(1) as f64;
    let mut all: TripleAverages = models.into_iter().flatten().collect();
    all.sort_by_key(|row| row.0);
    let mean = |group: &[(u64, [f64; 3])]| -> [f64; 3] {
        std::array::from_fn(|i| group.iter().map(|row| row.1[i]).sum::<f64>() / count)
    };
    let groups = all
        .chunk_by(|one, other| one.0 == other.0)
        .map(|group| (group[0].0, mean(group)));
    let kept = groups.filter(|(_, mean)| mean.iter().any(|weight| weight.abs() >= threshold));
    kept.map(|(key, mean)| (key, mean.map(quantize)))
        .filter(|(_, stored)| *stored != [0; 3])
        .collect()
}
