//! The product in plain Rust: what the others must agree with.
//!
//! Sums run over two rows of i16, one beside the other, which every compiler turns into the processor's own products
//! of small integers.

use super::{Dense, LINES, Line, PANEL, PER_LINE, Vectors, scaled};

/// Multiplies every vector with every row.
pub fn product(dense: &Dense, vectors: &Vectors, out: &mut [f32]) {
    let (width, inputs) = (dense.width(), dense.inputs);
    let bytes = vectors.bytes.as_flattened().iter();
    let plain: Vec<i16> = bytes.map(|&byte| i16::from(byte) - 128).collect();
    let mut rows = vec![0; PER_LINE * inputs];
    for line in 0..width / PER_LINE {
        let (panel, within) = (line * PER_LINE / PANEL, line % LINES);
        let lines = dense.panel(panel).iter().skip(within).step_by(LINES);
        unpack(lines, inputs, &mut rows);
        let start = line * PER_LINE;
        let results = out.chunks_exact_mut(width).zip(&vectors.scales);
        for ((out, &vector_scale), vector) in results.zip(plain.chunks_exact(inputs)) {
            let out = &mut out[start..start + PER_LINE];
            for (i, (out, row)) in out.iter_mut().zip(rows.chunks_exact(inputs)).enumerate() {
                let (scale, bias) = (dense.scales[start + i], dense.bias[start + i]);
                *out = scaled(sum(row, vector), vector_scale, scale, bias);
            }
        }
    }
}

/// Puts the weights of each output into a row.
fn unpack<'a>(lines: impl Iterator<Item = &'a Line>, inputs: usize, rows: &mut [i16]) {
    for (group, line) in lines.enumerate() {
        for (output, weights) in line.0.as_chunks::<4>().0.iter().enumerate() {
            let start = output * inputs + group * 4;
            for (out, &weight) in rows[start..start + 4].iter_mut().zip(weights) {
                *out = i16::from(weight);
            }
        }
    }
}

fn sum(row: &[i16], vector: &[i16]) -> i32 {
    let products = row.iter().zip(vector);
    products.map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
}
