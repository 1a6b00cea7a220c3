//! The conditional random field: likelihoods of the classes of a sentence's words, and steps along their slope by AdaGrad.

use relata_language::names::{CLASSES, may_follow};

use super::learn::NameSettings;
use crate::network::matrix::exp;
use crate::random::Random;

/// A sentence as it is learnt.
pub struct Example {
    /// Numbers of features of each word; none of words that are not looked at.
    pub features: Vec<Option<Vec<u32>>>,
    /// The right classes.
    pub classes: Vec<u8>,
    /// Which set it is of.
    pub source: usize,
    /// What it counts.
    pub weight: f32,
}

/// What the weights are while they are learnt.
pub struct Field {
    /// For each set of weights, of each feature a number for each class; the shared set is the first.
    weights: Vec<[f32; CLASSES]>,
    squares: Vec<[f32; CLASSES]>,
    /// What each class adds behind each other.
    pub steps: [[f32; CLASSES]; CLASSES],
    step_squares: [[f32; CLASSES]; CLASSES],
    features: usize,
}

impl Field {
    /// Weights of so many features for so many sets, all zero.
    pub fn new(features: usize, sets: usize) -> Self {
        Self {
            weights: vec![[0.0; CLASSES]; features * (1 + sets)],
            squares: vec![[1.0; CLASSES]; features * (1 + sets)],
            steps: [[0.0; CLASSES]; CLASSES],
            step_squares: [[1.0; CLASSES]; CLASSES],
            features,
        }
    }

    /// One step on a sentence; gives what it says of how improbable the right classes were.
    pub fn learn(
        &mut self,
        example: &Example,
        rate: f32,
        settings: NameSettings,
        random: &mut Random,
    ) -> f64 {
        let own = (1 + example.source) * self.features;
        let kept: Vec<Option<Vec<u32>>> = example
            .features
            .iter()
            .map(|features| {
                let features = features.as_ref()?.iter().copied();
                Some(
                    features
                        .filter(|_| random.part() >= settings.dropout)
                        .collect(),
                )
            })
            .collect();
        let raise = 1.0 / (1.0 - settings.dropout);
        let scores: Vec<[f32; CLASSES]> = kept
            .iter()
            .map(|features| {
                let mut sums = [0.0; CLASSES];
                let Some(features) = features else {
                    sums[0] = 20.0;
                    return sums;
                };
                for &feature in features {
                    let (shared, own) = (
                        &self.weights[feature as usize],
                        &self.weights[own + feature as usize],
                    );
                    for ((sum, shared), own) in sums.iter_mut().zip(shared).zip(own) {
                        *sum += (shared + own) * raise;
                    }
                }
                sums
            })
            .collect();
        let (likely, pairs, right) = expected(&scores, &self.steps, &example.classes);
        for (place, features) in kept.iter().enumerate() {
            let Some(features) = features else { continue };
            let mut slope = likely[place];
            slope[usize::from(example.classes[place])] -= 1.0;
            if slope.iter().all(|slope| slope.abs() < 1e-4) {
                continue;
            }
            slope
                .iter_mut()
                .for_each(|slope| *slope *= example.weight * raise);
            for &feature in features {
                for row in [feature as usize, own + feature as usize] {
                    descend(
                        &mut self.weights[row],
                        &mut self.squares[row],
                        &slope,
                        rate,
                        settings.decay,
                    );
                }
            }
        }
        for (before, line) in pairs.iter().enumerate() {
            descend(
                &mut self.steps[before],
                &mut self.step_squares[before],
                line,
                rate,
                0.0,
            );
        }
        right
    }

    /// The weights of a feature: those that are shared, with those of the first source.
    pub fn weights(&self, feature: usize) -> [f32; CLASSES] {
        let (shared, own) = (
            &self.weights[feature],
            &self.weights[self.features + feature],
        );
        std::array::from_fn(|class| shared[class] + own[class])
    }
}

fn descend(
    weights: &mut [f32; CLASSES],
    squares: &mut [f32; CLASSES],
    slope: &[f32; CLASSES],
    rate: f32,
    decay: f32,
) {
    for ((weight, square), slope) in weights.iter_mut().zip(squares).zip(slope) {
        let slope = slope + decay * *weight;
        *square += slope * slope;
        *weight -= rate * slope / square.sqrt();
    }
}

/// What was computed of a sentence: how likely each class of each word is, the slope of the steps, and how improbable the
/// right classes are, as a logarithm.
type Expected = (Vec<[f32; CLASSES]>, [[f32; CLASSES]; CLASSES], f64);

fn expected(
    scores: &[[f32; CLASSES]],
    steps: &[[f32; CLASSES]; CLASSES],
    classes: &[u8],
) -> Expected {
    let count = scores.len();
    let mut raised = [[0.0f32; CLASSES]; CLASSES];
    for (before, line) in raised.iter_mut().enumerate() {
        for (class, step) in line.iter_mut().enumerate() {
            *step = if may_follow(Some(before), class) {
                exp(steps[before][class].clamp(-20.0, 20.0))
            } else {
                0.0
            };
        }
    }
    let worth: Vec<[f32; CLASSES]> = scores
        .iter()
        .map(|line| {
            let top = line.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            line.map(|score| exp(score - top).max(1e-20))
        })
        .collect();
    let mut forward = vec![[0.0f32; CLASSES]; count];
    let mut norms = vec![0.0f32; count];
    for place in 0..count {
        let mut line = [0.0f32; CLASSES];
        for class in 0..CLASSES {
            let sum = if place == 0 {
                f32::from(u8::from(may_follow(None, class)))
            } else {
                (0..CLASSES)
                    .map(|before| forward[place - 1][before] * raised[before][class])
                    .sum()
            };
            line[class] = sum * worth[place][class];
        }
        norms[place] = line.iter().sum::<f32>().max(1e-30);
        forward[place] = line.map(|number| number / norms[place]);
    }
    let mut backward = vec![[1.0f32; CLASSES]; count];
    for place in (0..count.saturating_sub(1)).rev() {
        for before in 0..CLASSES {
            let sum: f32 = (0..CLASSES)
                .map(|class| {
                    raised[before][class] * worth[place + 1][class] * backward[place + 1][class]
                })
                .sum();
            backward[place][before] = sum / norms[place + 1];
        }
    }
    let mut likely = vec![[0.0f32; CLASSES]; count];
    for place in 0..count {
        let line: [f32; CLASSES] =
            std::array::from_fn(|class| forward[place][class] * backward[place][class]);
        let sum = line.iter().sum::<f32>().max(1e-30);
        likely[place] = line.map(|number| number / sum);
    }
    let mut pairs = [[0.0f32; CLASSES]; CLASSES];
    for place in 1..count {
        for before in 0..CLASSES {
            for class in 0..CLASSES {
                pairs[before][class] += forward[place - 1][before]
                    * raised[before][class]
                    * worth[place][class]
                    * backward[place][class]
                    / norms[place];
            }
        }
        pairs[usize::from(classes[place - 1])][usize::from(classes[place])] -= 1.0;
    }
    let loss = (0..count)
        .map(|place| -f64::from(likely[place][usize::from(classes[place])].max(1e-9)).ln())
        .sum();
    (likely, pairs, loss)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_of_a_chain_sum_to_one_and_keep_its_rules() {
        let mut scores = vec![[0.0; CLASSES]; 3];
        scores[1][4] = 3.0;
        let (likely, _, _) = expected(&scores, &[[0.0; CLASSES]; CLASSES], &[0, 0, 0]);
        for line in &likely {
            assert!((line.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        // The inside of a name cannot be the first word, and 4 is the inside of what 3 starts.
        assert!(likely[0][4] < 1e-6 && likely[0][3] > likely[0][1]);
    }
}
