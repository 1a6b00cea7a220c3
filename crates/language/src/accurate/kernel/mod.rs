//! Products of i8 matrices with vectors: exact integer sums, in as many ways as processors have, with one result.
//!
//! Weights lie in panels of 64 outputs. For every four inputs a panel has four [`Line`]s, each with the weights of 16
//! outputs for these four inputs. Vectors are rounded to bytes that are biased by 128, because one of the factors of
//! the processors' own products of bytes must have no sign.

#[cfg(target_arch = "x86_64")]
mod order;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::file::File;
use super::math::{LANES, biased_byte, greatest};
use crate::model::ModelError;

/// Outputs of a panel.
pub const PANEL: usize = 64;
/// Outputs of a line.
const PER_LINE: usize = 16;
/// Lines of a panel for four inputs.
const LINES: usize = PANEL / PER_LINE;

/// What the processor can do. A value is the proof that it was found out: [`Processor::detect`] makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Processor(Kind);

/// Kinds of processors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any.
    Portable,
    /// One with AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// One with AVX2 and products of bytes in its registers of 256 bits.
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// One with AVX-512 and its products of bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Processor {
    /// The best that this machine can do.
    pub fn detect() -> Self {
        let mut all = Self::all();
        all.pop().unwrap_or(Self(Kind::Portable))
    }

    /// All that this machine can do, the best last.
    pub fn all() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut all = vec![Self(Kind::Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self(Kind::Avx2));
                if is_x86_feature_detected!("avxvnni") {
                    all.push(Self(Kind::AvxVnni));
                }
            }
            let has_wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni");
            if has_wide {
                all.push(Self(Kind::Avx512));
            }
        }
        all
    }

    /// Which it is.
    pub(in crate::accurate) fn kind(self) -> Kind {
        self.0
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Kind::AvxVnni => "AVX-VNNI",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "AVX-512 VNNI",
        }
    }
}

/// Defines a function that is compiled for each kind of processor and takes the processor as its first argument.
/// Its body may hold only operations whose results do not depend on how they are compiled.
macro_rules! for_each_processor {
    ($(#[$doc:meta])* $visible:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(unsafe_code, clippy::too_many_arguments)]
        $visible fn $name(processor: $crate::accurate::kernel::Processor, $($arg: $type),*) {
            #[inline(always)]
            fn body($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
            fn with_avx512($($arg: $type),*) {
                body($($arg),*);
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn with_avx2($($arg: $type),*) {
                body($($arg),*);
            }

            match processor.kind() {
                $crate::accurate::kernel::Kind::Portable => body($($arg),*),
                // SAFETY: a value of these kinds is made only where the processor was found to have AVX2.
                #[cfg(target_arch = "x86_64")]
                $crate::accurate::kernel::Kind::Avx2 | $crate::accurate::kernel::Kind::AvxVnni => unsafe {
                    with_avx2($($arg),*)
                },
                // SAFETY: a value of this kind is made only where the processor was found to have these parts of
                // AVX-512.
                #[cfg(target_arch = "x86_64")]
                $crate::accurate::kernel::Kind::Avx512 => unsafe { with_avx512($($arg),*) },
            }
        }
    };
}
pub(super) use for_each_processor;

/// Weights of 16 outputs for four inputs: the four of the first output, then those of the second …
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Line([i8; 64]);

/// A matrix with a scale for each row, and a bias.
#[derive(Debug)]
pub struct Dense {
    inputs: usize,
    outputs: usize,
    lines: Vec<Line>,
    /// What the bias of the bytes adds to each sum, with the sign turned.
    corrections: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// The same weights for plain AVX2, made at the first product there.
    #[cfg(target_arch = "x86_64")]
    bands: std::sync::OnceLock<order::Bands>,
}

impl Dense {
    /// The tensors `name.rows`, `name.scales` and, where there is one, `name.bias`.
    pub fn new(
        file: &File<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self, ModelError> {
        let rows = file.bytes(&format!("{name}.rows"), &[outputs, inputs])?;
        let scales = file.floats(&format!("{name}.scales"), &[outputs])?;
        let bias = format!("{name}.bias");
        let bias = if file.has(&bias) {
            file.floats(&bias, &[outputs])?
        } else {
            vec![0.0; outputs]
        };
        if inputs == 0 || !inputs.is_multiple_of(LANES) || rows.contains(&0x80) {
            return Err(ModelError::Part("matrices"));
        }
        Ok(Self::pack(rows, scales, bias, inputs))
    }

    fn pack(rows: &[u8], mut scales: Vec<f32>, mut bias: Vec<f32>, inputs: usize) -> Self {
        let outputs = scales.len();
        let width = outputs.next_multiple_of(PANEL);
        let mut lines = vec![Line([0; 64]); width / PER_LINE * (inputs / 4)];
        let mut corrections = vec![0; width];
        for (output, row) in rows.chunks_exact(inputs).enumerate() {
            let panel = output / PANEL * LINES * (inputs / 4);
            let line = output % PANEL / PER_LINE;
            let place = output % PER_LINE * 4;
            for (group, weights) in row.as_chunks::<4>().0.iter().enumerate() {
                let line = &mut lines[panel + group * LINES + line];
                for (weight, &byte) in line.0[place..place + 4].iter_mut().zip(weights) {
                    *weight = byte.cast_signed();
                }
            }
            let sum: i32 = row.iter().map(|&byte| i32::from(byte.cast_signed())).sum();
            corrections[output] = -128 * sum;
        }
        scales.resize(width, 0.0);
        bias.resize(width, 0.0);
        Self {
            inputs,
            outputs,
            lines,
            corrections,
            scales,
            bias,
            #[cfg(target_arch = "x86_64")]
            bands: std::sync::OnceLock::new(),
        }
    }

    /// Numbers from one result to the next: the outputs, filled up with zeros.
    pub fn width(&self) -> usize {
        self.scales.len()
    }

    /// Outputs that mean something.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies each vector; the results lie in `out`, [`Dense::width`] apart.
    pub fn product(&self, processor: Processor, vectors: &Vectors, out: &mut Vec<f32>) {
        assert_eq!(vectors.groups * 4, self.inputs, "vectors of another length");
        out.resize(vectors.scales.len() * self.width(), 0.0);
        match processor.0 {
            Kind::Portable => portable::product(self, vectors, out),
            // SAFETY: a value of this kind is made only where the processor was found to have AVX2.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            Kind::Avx2 => unsafe { x86::product_avx2(self, vectors, out) },
            // SAFETY: a value of this kind is made only where the processor was found to have AVX2 and AVX-VNNI.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            Kind::AvxVnni => unsafe { x86::product_avxvnni(self, vectors, out) },
            // SAFETY: a value of this kind is made only where the processor was found to have AVX-512 with VNNI.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            Kind::Avx512 => unsafe { x86::product_avx512(self, vectors, out) },
        }
    }

    /// The weights in the order in which plain AVX2 takes them.
    #[cfg(target_arch = "x86_64")]
    fn bands(&self) -> &order::Bands {
        self.bands.get_or_init(|| {
            let mut bands = order::Bands::new(self.inputs / 4);
            for panel in 0..self.width() / PANEL {
                for line in 0..LINES {
                    let lines = self.panel(panel).iter().skip(line).step_by(LINES);
                    bands.add(&lines.copied().collect::<Vec<Line>>());
                }
            }
            bands
        })
    }

    /// The lines of a panel.
    #[inline(always)]
    fn panel(&self, panel: usize) -> &[Line] {
        let lines = self.inputs / 4 * LINES;
        &self.lines[panel * lines..(panel + 1) * lines]
    }
}

/// Vectors, rounded to bytes.
#[derive(Debug, Default)]
pub struct Vectors {
    /// The bytes by fours, each biased by 128.
    bytes: Vec<[u8; 4]>,
    /// For plain AVX2, tile by tile: for each four of inputs the magnitudes of each vector, then the signed bytes of each.
    tiles: Vec<i32>,
    /// Fours of a vector.
    groups: usize,
    /// What one step of each vector's bytes is worth.
    scales: Vec<f32>,
}

impl Vectors {
    /// Rounds the vectors of `x`: the first `width` of every `stride` numbers. `width` is a multiple of [`LANES`].
    pub fn round(&mut self, processor: Processor, x: &[f32], stride: usize, width: usize) {
        self.groups = width / 4;
        let count = x.len().div_ceil(stride);
        self.bytes.resize(count * self.groups, [0; 4]);
        self.scales.resize(count, 0.0);
        round_all(
            processor,
            x,
            stride,
            width,
            &mut self.bytes,
            &mut self.scales,
        );
        #[cfg(target_arch = "x86_64")]
        if processor.0 == Kind::Avx2 {
            self.tiles.resize(2 * count * self.groups, 0);
            tile_all(processor, &self.bytes, self.groups, &mut self.tiles);
        }
    }

    fn vector(&self, place: usize) -> &[[u8; 4]] {
        &self.bytes[place * self.groups..(place + 1) * self.groups]
    }
}

for_each_processor! {
    fn round_all(x: &[f32], stride: usize, width: usize, bytes: &mut [[u8; 4]], scales: &mut [f32]) {
        let bytes = bytes.chunks_exact_mut(width / 4);
        for ((x, bytes), scale) in x.chunks(stride).zip(bytes).zip(scales) {
            *scale = round(&x[..width], bytes.as_flattened_mut());
        }
    }
}

#[cfg(target_arch = "x86_64")]
for_each_processor! {
    fn tile_all(bytes: &[[u8; 4]], groups: usize, tiles: &mut [i32]) {
        let whole = x86::NARROW_TILE * groups;
        for (bytes, tile) in bytes.chunks(whole).zip(tiles.chunks_mut(2 * whole)) {
            match bytes.len() / groups {
                1 => fill_tile::<1>(bytes, groups, tile),
                2 => fill_tile::<2>(bytes, groups, tile),
                _ => fill_tile::<{ x86::NARROW_TILE }>(bytes, groups, tile),
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn fill_tile<const N: usize>(bytes: &[[u8; 4]], groups: usize, tile: &mut [i32]) {
    const SIGNS: u32 = 0x8080_8080;
    let mut vectors: [&[[u8; 4]]; N] = [&[]; N];
    for n in 0..N {
        vectors[n] = &bytes[n * groups..(n + 1) * groups];
    }
    let tile = tile.as_chunks_mut::<N>().0.as_chunks_mut::<2>().0;
    for (group, [magnitudes, signed]) in tile.iter_mut().enumerate() {
        for n in 0..N {
            let bytes = u32::from_le_bytes(vectors[n][group]) ^ SIGNS;
            // Where a byte is negative, its bits turned and one more: no byte is -128, so that none runs over.
            let negative = (bytes & SIGNS) >> 7;
            magnitudes[n] = ((bytes ^ (negative * 0xFF)) + negative).cast_signed();
            signed[n] = bytes.cast_signed();
        }
    }
}

#[inline(always)]
fn round(x: &[f32], bytes: &mut [u8]) -> f32 {
    let scale = greatest(x) / 127.0;
    let factor = 1.0 / scale;
    let factor = if factor.is_finite() { factor } else { 0.0 };
    for (byte, x) in bytes.iter_mut().zip(x) {
        let y = x * factor;
        let y = if y > -127.0 { y } else { -127.0 };
        let y = if y < 127.0 { y } else { 127.0 };
        *byte = biased_byte(y);
    }
    scale
}

/// A result out of its exact sum, in the one order of operations that all versions keep to.
#[inline(always)]
fn scaled(sum: i32, vector_scale: f32, scale: f32, bias: f32) -> f32 {
    sum as f32 * vector_scale * scale + bias
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers that look like chance.
    pub fn chance(seed: u64) -> impl FnMut() -> u64 {
        let mut state = seed.wrapping_mul(2).wrapping_add(1);
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> 11
        }
    }

    /// What weights a matrix has: two large neighbours are what could be too much for sums of i16.
    #[derive(Clone, Copy, PartialEq)]
    enum Weights {
        Any,
        Small,
        Mixed,
        Extreme,
    }

    /// The definition, without panels and processors.
    fn plain(rows: &[u8], scales: &[f32], bias: &[f32], x: &[f32]) -> Vec<f32> {
        let most = x.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        let scale = most / 127.0;
        let rounded = x.iter().map(|x| {
            let y = if scale > 0.0 { x * (1.0 / scale) } else { 0.0 };
            y.round_ties_even().clamp(-127.0, 127.0) as i32
        });
        let rounded: Vec<i32> = rounded.collect();
        let rows = rows.chunks_exact(x.len()).zip(scales.iter().zip(bias));
        rows.map(|(row, (&of_row, &bias))| {
            let products = row.iter().zip(&rounded);
            let sum: i32 = products.map(|(&w, q)| i32::from(w as i8) * q).sum();
            scaled(sum, scale, of_row, bias)
        })
        .collect()
    }

    #[test]
    fn every_processor_gives_the_definition_to_the_last_bit() {
        let mut next = chance(7);
        for (outputs, inputs, count, kind) in [
            (1, 16, 1, Weights::Any),
            (64, 96, 3, Weights::Small),
            (95, 384, 7, Weights::Any),
            (51, 96, 13, Weights::Mixed),
            (64, 400, 11, Weights::Mixed),
            (130, 1536, 20, Weights::Extreme),
        ] {
            let extreme = kind == Weights::Extreme;
            let mut byte = || {
                let weight = match (kind, (next() % 255) as i32 - 127) {
                    (Weights::Extreme, n) if n % 2 == 0 => 127,
                    (Weights::Extreme, _) => -127,
                    (Weights::Small, n) => n.clamp(-64, 64),
                    (Weights::Mixed, n) if n.abs() < 126 => n / 2,
                    (_, n) => n,
                };
                weight as i8 as u8
            };
            let rows: Vec<u8> = (0..outputs * inputs).map(|_| byte()).collect();
            let mut number = || (next() % 20_001) as f32 / 1_000.0 - 10.0;
            let scales: Vec<f32> = (0..outputs).map(|_| number()).collect();
            let bias: Vec<f32> = (0..outputs).map(|_| number()).collect();
            let mut x: Vec<f32> = (0..count * inputs).map(|_| number()).collect();
            x[..inputs].fill(if extreme { 3.5 } else { 0.0 });
            let wanted: Vec<Vec<f32>> = x
                .chunks_exact(inputs)
                .map(|x| plain(&rows, &scales, &bias, x))
                .collect();
            let dense = Dense::pack(&rows, scales, bias, inputs);
            for processor in Processor::all() {
                let (mut vectors, mut out) = (Vectors::default(), Vec::new());
                vectors.round(processor, &x, inputs, inputs);
                dense.product(processor, &vectors, &mut out);
                assert_eq!(out.len(), count * dense.width());
                for (wanted, found) in wanted.iter().zip(out.chunks_exact(dense.width())) {
                    assert_eq!(wanted, &found[..outputs], "{processor:?}");
                }
            }
        }
    }
}
