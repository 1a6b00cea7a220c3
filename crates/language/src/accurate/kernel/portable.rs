//! The product in plain Rust: what the others must agree with.

use super::{Dense, LINES, PANEL, PER_LINE, Vectors, scaled};

/// Multiplies every vector with every row.
pub fn product(dense: &Dense, vectors: &Vectors, out: &mut [f32]) {
    let width = dense.width();
    for panel in 0..width / PANEL {
        let start = panel * PANEL;
        for (place, out) in out.chunks_exact_mut(width).enumerate() {
            let sums = sums(dense, vectors, panel, place);
            for (i, out) in out[start..start + PANEL].iter_mut().enumerate() {
                let (scale, bias) = (dense.scales[start + i], dense.bias[start + i]);
                *out = scaled(sums[i], vectors.scales[place], scale, bias);
            }
        }
    }
}

fn sums(dense: &Dense, vectors: &Vectors, panel: usize, place: usize) -> [i32; PANEL] {
    let mut sums = [0i32; PANEL];
    let groups = dense.panel(panel).as_chunks::<LINES>().0;
    for (lines, bytes) in groups.iter().zip(vectors.vector(place)) {
        let inputs = bytes.map(|byte| i16::from(byte) - 128);
        for (line, sums) in lines.iter().zip(sums.as_chunks_mut::<PER_LINE>().0) {
            for (weights, sum) in line.0.as_chunks::<4>().0.iter().zip(sums) {
                // Two products of at most 127 * 127 fit into an i16.
                let first = i16::from(weights[0]) * inputs[0] + i16::from(weights[1]) * inputs[1];
                let second = i16::from(weights[2]) * inputs[2] + i16::from(weights[3]) * inputs[3];
                *sum += i32::from(first) + i32::from(second);
            }
        }
    }
    sums
}
