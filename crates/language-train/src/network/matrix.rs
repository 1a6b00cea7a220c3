//! Products of matrices, and functions whose result is the same on every machine: sums are made in a fixed order, and
//! nothing is asked of the system's mathematical library.

/// How the numbers of a matrix lie: steps from row to row and from column to column.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// From one row to the next.
    pub row: usize,
    /// From one column to the next.
    pub column: usize,
}

impl Steps {
    /// Rows of `columns` numbers, one behind the other.
    pub fn rows(columns: usize) -> Self {
        Self {
            row: columns,
            column: 1,
        }
    }

    /// The same numbers read with rows and columns exchanged.
    pub fn turned(columns: usize) -> Self {
        Self {
            row: 1,
            column: columns,
        }
    }
}

const TALL: usize = 4;
const WIDE: usize = 16;

/// Adds the product of `a` (`size[0]` × `size[1]`) and `b` (`size[1]` × `size[2]`, in rows) to `c` (in rows).
pub fn add_product(size: [usize; 3], a: &[f32], steps: Steps, b: &[f32], c: &mut [f32]) {
    let [rows, inner, columns] = size;
    let mut row = 0;
    while row < rows {
        let tall = TALL.min(rows - row);
        let a = &a[(row * steps.row).min(a.len())..];
        let c = &mut c[row * columns..(row + tall) * columns];
        let mut column = 0;
        while column + WIDE <= columns {
            if tall == TALL {
                tile::<TALL>(inner, a, steps, &b[column..], columns, &mut c[column..]);
            } else {
                for one in 0..tall {
                    let a = &a[one * steps.row..];
                    tile::<1>(
                        inner,
                        a,
                        steps,
                        &b[column..],
                        columns,
                        &mut c[one * columns + column..],
                    );
                }
            }
            column += WIDE;
        }
        for one in 0..tall {
            for k in 0..inner {
                let factor = a[one * steps.row + k * steps.column];
                for rest in column..columns {
                    c[one * columns + rest] += factor * b[k * columns + rest];
                }
            }
        }
        row += tall;
    }
}

#[inline(always)]
fn tile<const ROWS: usize>(
    inner: usize,
    a: &[f32],
    steps: Steps,
    b: &[f32],
    columns: usize,
    c: &mut [f32],
) {
    let mut sums = [[0f32; WIDE]; ROWS];
    for k in 0..inner {
        let Some(line) = b[k * columns..].first_chunk::<WIDE>() else {
            return;
        };
        for (row, sums) in sums.iter_mut().enumerate() {
            let factor = a[row * steps.row + k * steps.column];
            for (sum, number) in sums.iter_mut().zip(line) {
                *sum += factor * number;
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (number, sum) in c[row * columns..].iter_mut().zip(sums) {
            *number += sum;
        }
    }
}

/// `matrix` (`rows` × `columns`) with rows and columns exchanged.
pub fn turned(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; matrix.len()];
    for row in 0..rows {
        for column in 0..columns {
            out[column * rows + row] = matrix[row * columns + column];
        }
    }
    out
}

/// e to the power of `number`, which is at most 0: to seven digits, by a polynomial.
#[inline(always)]
pub fn exp(number: f32) -> f32 {
    let scaled = number.max(-87.0) * std::f32::consts::LOG2_E;
    let whole = scaled.floor();
    let part = scaled - whole;
    let fraction = 1.0
        + part
            * (std::f32::consts::LN_2
                + part
                    * (0.240_226_5
                        + part
                            * (0.055_504_1
                                + part
                                    * (0.009_618_13
                                        + part * (0.001_333_36 + part * 0.000_154_35)))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * fraction
}

/// Turns `scores` into probabilities less the right answer: the slope of the loss. Gives the probability of the right one.
pub fn softmax_slope(scores: &mut [f32], right: usize) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = if *score == f32::NEG_INFINITY {
            0.0
        } else {
            exp(*score - top)
        };
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    let probability = scores[right];
    scores[right] -= 1.0;
    probability
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_odd_sizes() {
        let (rows, inner, columns) = (5, 3, 19);
        let a: Vec<f32> = (0..rows * inner).map(|i| i as f32).collect();
        let b: Vec<f32> = (0..inner * columns).map(|i| (i % 7) as f32).collect();
        let mut c = vec![1.0; rows * columns];
        add_product([rows, inner, columns], &a, Steps::rows(inner), &b, &mut c);
        let mut turned_c = vec![1.0; rows * columns];
        let other = turned(&a, rows, inner);
        add_product(
            [rows, inner, columns],
            &other,
            Steps::turned(rows),
            &b,
            &mut turned_c,
        );
        assert_eq!(c, turned_c);
        let plain = |row: usize, column: usize| {
            1.0 + (0..inner)
                .map(|k| a[row * inner + k] * b[k * columns + column])
                .sum::<f32>()
        };
        for (place, &number) in c.iter().enumerate() {
            assert_eq!(number, plain(place / columns, place % columns));
        }
    }

    #[test]
    fn powers_are_right_to_six_digits() {
        for number in [0.0f32, -0.3, -1.0, -5.5, -20.0] {
            assert!((exp(number) / number.exp() - 1.0).abs() < 1e-5, "{number}");
        }
    }
}
