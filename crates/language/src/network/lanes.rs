//! Sums of products of 16-bit numbers, with the widest instructions that the processor has.
//!
//! The one place of this crate with code that the compiler cannot check: the language has no other way to the
//! instructions that multiply and add pairs. They are used only where the processor says that it has them, loads and
//! stores are bounded by the arrays' types, and a test compares each with the plain form. All give the same sums.
#![allow(unsafe_code)]

/// Two activations of 16 bits, the first in the lower half.
pub type Pair = i32;
/// Outputs that are worked on together.
pub const LANES: usize = 32;
/// Words that are worked on together.
pub const GROUP: usize = 4;

/// The weights of a pair of inputs: those of the first output, of the second, and so on.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Weights(pub [i16; 2 * LANES]);

/// Sums of a group of outputs for a group of words.
pub type Sums = [[i32; LANES]; GROUP];

/// Which instructions are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Those that every processor has.
    #[cfg_attr(target_arch = "x86_64", allow(dead_code))] // There, the test alone uses it.
    Plain,
    /// Eight products at once, on every x86-64.
    #[cfg(target_arch = "x86_64")]
    Sse2,
    /// Sixteen at once.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Thirty-two at once.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The widest that this processor has.
    pub fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512f")
            {
                Self::Avx512
            } else if std::arch::is_x86_feature_detected!("avx2") {
                Self::Avx2
            } else {
                Self::Sse2
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        Self::Plain
    }

    /// The sums for each line of pairs; a line is as long as `weights`.
    #[inline]
    pub fn sums(self, lines: [&[Pair]; GROUP], weights: &[Weights], sums: &mut Sums) {
        let lines = lines.map(|line| &line[..weights.len()]);
        match self {
            Self::Plain => plain(lines, weights, sums),
            // SAFETY: `widest` gives a level only where the processor has its instructions; SSE2 is part of x86-64.
            #[cfg(target_arch = "x86_64")]
            Self::Sse2 => unsafe { x86::sse2(lines, weights, sums) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::avx2(lines, weights, sums) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { x86::avx512(lines, weights, sums) },
        }
    }
}

fn plain(lines: [&[Pair]; GROUP], weights: &[Weights], sums: &mut Sums) {
    *sums = [[0; LANES]; GROUP];
    for (place, weights) in weights.iter().enumerate() {
        for (sums, line) in sums.iter_mut().zip(lines) {
            let (first, second) = (i32::from(line[place] as i16), line[place] >> 16);
            for (sum, pair) in sums.iter_mut().zip(weights.0.as_chunks::<2>().0) {
                *sum += first * i32::from(pair[0]) + second * i32::from(pair[1]);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{GROUP, Pair, Sums, Weights};

    /// The same function for each width; `$two` outputs are two registers full.
    macro_rules! products {
        ($name:ident, $feature:literal, $two:literal, $zero:ident, $spread:ident, $load:ident, $store:ident, $add:ident, $multiply:ident) => {
            #[target_feature(enable = $feature)]
            pub fn $name(lines: [&[Pair]; GROUP], weights: &[Weights], sums: &mut Sums) {
                const TWO: usize = $two;
                for from in (0..super::LANES).step_by(TWO) {
                    let mut kept = [[$zero(); 2]; GROUP];
                    for (place, weights) in weights.iter().enumerate() {
                        let weights: &[i16; 2 * super::LANES] = &weights.0;
                        let here = &weights[2 * from..2 * from + 2 * TWO];
                        // SAFETY: each half of `here` holds TWO numbers of 16 bits, which is one register.
                        let (low, high) = unsafe {
                            (
                                $load(here.as_ptr().cast()),
                                $load(here[TWO..].as_ptr().cast()),
                            )
                        };
                        for (kept, line) in kept.iter_mut().zip(lines) {
                            let pair = $spread(line[place]);
                            kept[0] = $add(kept[0], $multiply(pair, low));
                            kept[1] = $add(kept[1], $multiply(pair, high));
                        }
                    }
                    for (sums, kept) in sums.iter_mut().zip(kept) {
                        let here = &mut sums[from..from + TWO];
                        // SAFETY: each half of `here` holds TWO / 2 numbers of 32 bits, which is one register.
                        unsafe {
                            $store(here.as_mut_ptr().cast(), kept[0]);
                            $store(here[TWO / 2..].as_mut_ptr().cast(), kept[1]);
                        }
                    }
                }
            }
        };
    }

    products!(
        sse2,
        "sse2",
        8,
        _mm_setzero_si128,
        _mm_set1_epi32,
        _mm_loadu_si128,
        _mm_storeu_si128,
        _mm_add_epi32,
        _mm_madd_epi16
    );
    products!(
        avx2,
        "avx2",
        16,
        _mm256_setzero_si256,
        _mm256_set1_epi32,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_add_epi32,
        _mm256_madd_epi16
    );
    products!(
        avx512,
        "avx512f,avx512bw",
        32,
        _mm512_setzero_si512,
        _mm512_set1_epi32,
        _mm512_loadu_si512,
        _mm512_storeu_si512,
        _mm512_add_epi32,
        _mm512_madd_epi16
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_instructions_give_the_same_sums() {
        let mut number = 1u32;
        let mut next = || {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            number >> 8
        };
        for pairs in [1, 3, 64, 192] {
            let weights: Vec<Weights> = (0..pairs)
                .map(|_| Weights(std::array::from_fn(|_| (next() % 255) as i16 - 127)))
                .collect();
            let mut line = || -> Vec<Pair> {
                let mut half = || (next() % 32_767) as i32 - 16_383;
                (0..pairs)
                    .map(|_| (half() << 16) | (half() & 0xFFFF))
                    .collect()
            };
            let lines: [Vec<Pair>; GROUP] = std::array::from_fn(|_| line());
            let lines: [&[Pair]; GROUP] = std::array::from_fn(|place| &lines[place][..]);
            let mut wanted = [[0; LANES]; GROUP];
            plain(lines, &weights, &mut wanted);
            let mut found = [[1; LANES]; GROUP];
            for level in levels() {
                level.sums(lines, &weights, &mut found);
                assert!(found == wanted, "{level:?}");
            }
        }
    }

    /// The levels that this processor has.
    fn levels() -> Vec<Level> {
        #[cfg(target_arch = "x86_64")]
        {
            let mut levels = vec![Level::Plain, Level::Sse2];
            if std::arch::is_x86_feature_detected!("avx2") {
                levels.push(Level::Avx2);
            }
            if Level::widest() == Level::Avx512 {
                levels.push(Level::Avx512);
            }
            levels
        }
        #[cfg(not(target_arch = "x86_64"))]
        vec![Level::Plain]
    }
}
