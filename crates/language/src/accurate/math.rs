//! Sums and functions of f32 that give the same bits on every machine.
//!
//! Every sum has a fixed order: sixteen running sums, one for each place modulo sixteen, put together as a tree. That
//! is what a processor with wide registers would do anyway, and narrower ones do the same in more steps. Nothing here
//! asks the platform's mathematics: only +, -, *, / and the square root, which IEEE 754 lays down to the last bit.

/// Running sums of a reduction.
pub const LANES: usize = 16;

/// Adding it and taking it away again leaves the nearest integer, ties to even; its low bits then hold the integer.
const ROUND: f32 = 12_582_912.0;
const ROUND_BITS: u32 = ROUND.to_bits();

/// Sum of sixteen numbers as a tree.
#[inline(always)]
pub fn fold_sum(mut lanes: [f32; LANES]) -> f32 {
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

/// Sum of the products. The slices have one length, a multiple of [`LANES`].
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (a, b) in a
        .as_chunks::<LANES>()
        .0
        .iter()
        .zip(b.as_chunks::<LANES>().0)
    {
        for i in 0..LANES {
            sums[i] += a[i] * b[i];
        }
    }
    fold_sum(sums)
}

/// Greatest magnitude; the length is a multiple of [`LANES`].
#[inline(always)]
pub fn greatest(x: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    for x in x.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            let size = x[i].abs();
            lanes[i] = if size > lanes[i] { size } else { lanes[i] };
        }
    }
    lanes
        .into_iter()
        .fold(0.0, |most, x| if x > most { x } else { most })
}

/// The nearest integer to `x`, ties to even, plus 128, for a magnitude of at most 127.
#[inline(always)]
pub fn biased_byte(x: f32) -> u8 {
    ((x + ROUND).to_bits() as u8) ^ 0x80
}

/// e to the power of `x`, to about one unit in the last place; `x` is cut to -87..88.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x > -87.0 { x } else { -87.0 };
    let x = if x < 88.0 { x } else { 88.0 };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    // ln 2 in two parts, the first with so few bits that n times it is exact.
    let r = x - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 0.166_666_66;
    p = p * r + 0.5;
    p = p * (r * r) + r + 1.0;
    let power = rounded.to_bits().wrapping_sub(ROUND_BITS).wrapping_add(127) << 23;
    p * f32::from_bits(power)
}

/// The tanh form of GELU, by way of 0.5 (1 + tanh z) = 1 / (1 + exp(-2z)).
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    const TWICE_ROOT: f32 = 1.595_769; // 2 √(2/π)
    let z = TWICE_ROOT * (x + 0.044_715 * (x * x * x));
    x / (1.0 + exp(-z))
}

/// Brings `x` to mean 0 and variance 1, then to `weight` and `bias`.
#[inline(always)]
pub fn normalize(x: &mut [f32], weight: &[f32], bias: &[f32], eps: f32) {
    let count = x.len() as f32;
    let mut sums = [0.0; LANES];
    for x in x.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            sums[i] += x[i];
        }
    }
    let mean = fold_sum(sums) / count;
    let mut squares = [0.0; LANES];
    for x in x.as_chunks_mut::<LANES>().0 {
        for i in 0..LANES {
            x[i] -= mean;
            squares[i] += x[i] * x[i];
        }
    }
    let factor = 1.0 / (fold_sum(squares) / count + eps).sqrt();
    for ((x, weight), bias) in x.iter_mut().zip(weight).zip(bias) {
        *x = *x * factor * weight + bias;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_near_the_true_one() {
        for step in -8_600..8_700 {
            let x = step as f32 / 100.0 + 0.003;
            let wanted = f64::from(x).exp();
            let error = (f64::from(exp(x)) - wanted).abs() / wanted;
            assert!(error < 3e-7, "{x}: {error}");
        }
        assert_eq!(exp(0.0).to_bits(), 1.0f32.to_bits());
        assert!(exp(f32::NEG_INFINITY) < 1e-37 && exp(1e30).is_finite());
    }

    #[test]
    fn gelu_is_the_tanh_form() {
        for step in -1_000..1_000 {
            let x = f64::from(step) / 100.0;
            let z = (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044_715 * x * x * x);
            let wanted = 0.5 * x * (1.0 + z.tanh());
            assert!((f64::from(gelu(x as f32)) - wanted).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn bytes_round_ties_to_even() {
        for (x, wanted) in [
            (0.5, 0),
            (1.5, 2),
            (-0.5, 0),
            (-2.5, -2),
            (127.0, 127),
            (-127.0, -127),
        ] {
            assert_eq!(i32::from(biased_byte(x)) - 128, wanted, "{x}");
        }
    }
}
