//! Products of whole numbers: 16-bit inputs times 8-bit weights, summed in 32 bits. Sums of whole numbers are the same
//! in any order, so every machine gets the same result, whatever instructions it has.

use super::lanes::{GROUP, LANES, Level, Pair, Weights};

/// Units of an activation in 1.
pub const UNIT: f32 = 1024.0;
/// Largest activation, in units: with it, a sum over 512 products stays inside 32 bits.
const LARGEST: f32 = 16_383.0;

/// A matrix as it is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatrixParts {
    /// Number of inputs.
    pub inputs: usize,
    /// What a unit of each output's weights is worth.
    pub scales: Vec<f32>,
    /// What is added to each output; empty for nothing.
    pub bias: Vec<f32>,
    /// The weights of the first input for each output, then of the second, and so on.
    pub weights: Vec<i8>,
}

/// A matrix ready for use.
#[derive(Debug, Clone)]
pub struct Matrix {
    inputs: usize,
    outputs: usize,
    /// For each group of outputs and each pair of inputs, the pairs of weights of the outputs.
    packed: Vec<Weights>,
    level: Level,
    /// Worth of a unit of each output, padded to whole groups.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Packs a matrix whose number of inputs is even.
    pub fn pack(parts: &MatrixParts) -> Self {
        let outputs = parts.scales.len();
        let padded = outputs.next_multiple_of(LANES);
        let weight = |input: usize, output: usize| {
            let place = input * outputs + output;
            let known = output < outputs && input < parts.inputs;
            i16::from(if known {
                parts.weights.get(place).copied().unwrap_or(0)
            } else {
                0
            })
        };
        let mut packed = Vec::with_capacity(padded / LANES * parts.inputs.div_ceil(2));
        for group in (0..padded).step_by(LANES) {
            for pair in (0..parts.inputs).step_by(2) {
                packed.push(Weights(std::array::from_fn(|lane| {
                    weight(pair + lane % 2, group + lane / 2)
                })));
            }
        }
        let fill = |numbers: &[f32]| -> Vec<f32> {
            let mut numbers = numbers.to_vec();
            numbers.resize(padded, 0.0);
            numbers
        };
        Self {
            inputs: parts.inputs,
            outputs,
            packed,
            level: Level::widest(),
            scales: fill(&parts.scales)
                .iter()
                .map(|scale| scale / UNIT)
                .collect(),
            bias: fill(&parts.bias),
        }
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Number of outputs with those that fill the last group: the length of a line of what [`Matrix::apply`] gives.
    pub fn stride(&self) -> usize {
        self.scales.len()
    }

    /// Fills `output` with a line of [`Matrix::stride`] numbers for each of `words` words. The input of a word is
    /// made of as many pairs as the matrix needs, and starts `step` pairs behind that of the word before.
    pub fn apply(&self, input: &[Pair], step: usize, words: usize, output: &mut Vec<f32>) {
        let stride = self.stride();
        output.clear();
        output.resize(words * stride, 0.0);
        let pairs = self.inputs.div_ceil(2);
        if pairs == 0 {
            return;
        }
        let mut sums = [[0; LANES]; GROUP];
        for (group, weights) in self.packed.chunks_exact(pairs).enumerate() {
            let at = group * LANES;
            let (scales, bias) = (&self.scales[at..at + LANES], &self.bias[at..at + LANES]);
            let mut word = 0;
            while word < words {
                let count = GROUP.min(words - word);
                let line = |place: usize| {
                    let from = (word + place.min(count - 1)) * step;
                    &input[from..from + pairs]
                };
                self.level
                    .sums([line(0), line(1), line(2), line(3)], weights, &mut sums);
                for (place, sums) in sums.iter().enumerate().take(count) {
                    let output = &mut output[(word + place) * stride + at..][..LANES];
                    for (((number, &sum), scale), bias) in
                        output.iter_mut().zip(sums).zip(scales).zip(bias)
                    {
                        *number = sum as f32 * scale + bias;
                    }
                }
                word += count;
            }
        }
    }
}

/// Puts activations into pairs of 16 bits, behind those that are there.
#[inline]
pub fn push_pairs(numbers: &[f32], pairs: &mut Vec<Pair>) {
    pairs.extend(
        numbers
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&[first, second]| (whole(second) << 16) | (whole(first) & 0xFFFF)),
    );
}

/// The nearest whole number of units; halves go to the even one.
#[inline(always)]
fn whole(number: f32) -> i32 {
    // Behind this sum, the lower bits of the number are the whole number.
    const MIDDLE: f32 = 12_582_912.0;
    let units = (number * UNIT).clamp(-LARGEST, LARGEST);
    (units + MIDDLE).to_bits() as i32 - MIDDLE.to_bits() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_odd_sizes() {
        let (inputs, outputs, words) = (6, 11, 7);
        let parts = MatrixParts {
            inputs,
            scales: (0..outputs).map(|output| 1.0 + output as f32).collect(),
            bias: vec![0.5; outputs],
            weights: (0..inputs * outputs)
                .map(|place| (place * 37 % 255) as u8 as i8)
                .collect(),
        };
        let matrix = Matrix::pack(&parts);
        let numbers: Vec<f32> = (0..words * inputs)
            .map(|place| place as f32 / 16.0 - 1.0)
            .collect();
        let mut pairs = Vec::new();
        push_pairs(&numbers, &mut pairs);
        let mut output = Vec::new();
        matrix.apply(&pairs, inputs / 2, words, &mut output);
        for word in 0..words {
            for place in 0..outputs {
                let sum: f32 = (0..inputs)
                    .map(|input| {
                        numbers[word * inputs + input]
                            * f32::from(parts.weights[input * outputs + place])
                    })
                    .sum();
                let wanted = sum * (1.0 + place as f32) + 0.5;
                assert!((output[word * matrix.stride() + place] - wanted).abs() < 0.01);
            }
        }
    }

    #[test]
    fn activations_are_rounded_and_bounded() {
        let mut pairs = Vec::new();
        push_pairs(&[1.0, -1.0, 1e9, -1e9, 0.000_4, -0.000_6], &mut pairs);
        let parts: Vec<[i16; 2]> = pairs
            .iter()
            .map(|&pair| [pair as i16, (pair >> 16) as i16])
            .collect();
        assert_eq!(parts, [[1024, -1024], [16_383, -16_383], [0, -1]]);
    }
}
