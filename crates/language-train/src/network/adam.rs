//! Steps down the slope, each number at its own pace (Adam).

/// Share of the old mean slope in the new.
const MEAN: f32 = 0.9;
/// Share of the old mean square in the new.
const SQUARE: f32 = 0.99;
const SMALLEST: f32 = 1e-7;

/// What is remembered of earlier slopes.
#[derive(Debug, Clone, Default)]
pub struct Adam {
    means: Vec<f32>,
    squares: Vec<f32>,
}

impl Adam {
    /// For so many numbers.
    pub fn new(length: usize) -> Self {
        Self {
            means: vec![0.0; length],
            squares: vec![0.0; length],
        }
    }

    /// Changes `numbers`, which stand from `start` on in the list, by at most about `rate`, and clears their slopes.
    pub fn step(
        &mut self,
        start: usize,
        numbers: &mut [f32],
        slopes: &mut [f32],
        rate: f32,
        decay: f32,
    ) {
        let end = start + numbers.len();
        let memory = self.means[start..end]
            .iter_mut()
            .zip(&mut self.squares[start..end]);
        for ((number, slope), (mean, square)) in numbers.iter_mut().zip(slopes).zip(memory) {
            *mean = MEAN * *mean + (1.0 - MEAN) * *slope;
            *square = SQUARE * *square + (1.0 - SQUARE) * *slope * *slope;
            *number -= rate * (*mean / (square.sqrt() + SMALLEST) + decay * *number);
            *slope = 0.0;
        }
    }
}
