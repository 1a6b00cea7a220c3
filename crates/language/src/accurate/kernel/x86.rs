//! The products of processors with AVX2, AVX-VNNI or AVX-512 VNNI.
//!
//! Plain AVX2 has a product of bytes whose sums are exact only where one factor has no sign and neither is large: the
//! vector gives its magnitudes, its signs go over to the weights, and [`super::order`] says what fits into 16 bits.
//!
//! A tile of a few vectors meets a panel of weights; its sums stay in registers. Loads and stores are the only unsafe
//! steps, and stand in functions of their own.

use std::arch::x86_64::*;

use super::order::Bands;
use super::{Dense, LINES, Line, PANEL, PER_LINE, Vectors};

/// Vectors of a tile: with four registers of sums for each, 24 of the 32 registers.
const WIDE_TILE: usize = 6;
/// Vectors of a tile: with two registers of sums for each, 6 of the 16 registers; the products need all others.
pub const NARROW_TILE: usize = 3;
/// Vectors of a tile: with two registers of sums for each, 12 of the 16 registers.
const VNNI_TILE: usize = 6;

/// Multiplies every vector with every row.
#[target_feature(enable = "avx512f,avx512vnni")]
pub fn product_avx512(dense: &Dense, vectors: &Vectors, out: &mut [f32]) {
    for panel in 0..dense.width() / PANEL {
        let mut first = 0;
        while first < vectors.scales.len() {
            first += match vectors.scales.len() - first {
                1 => wide_tile::<1>(dense, vectors, panel, first, out),
                2 => wide_tile::<2>(dense, vectors, panel, first, out),
                3 => wide_tile::<3>(dense, vectors, panel, first, out),
                // 7 is 4 and 3, 8 is 4 and 4: better than 6 and the rest.
                4 | 7 | 8 => wide_tile::<4>(dense, vectors, panel, first, out),
                5 => wide_tile::<5>(dense, vectors, panel, first, out),
                _ => wide_tile::<WIDE_TILE>(dense, vectors, panel, first, out),
            };
        }
    }
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn wide_tile<const N: usize>(
    dense: &Dense,
    vectors: &Vectors,
    panel: usize,
    first: usize,
    out: &mut [f32],
) -> usize {
    let start = panel * PANEL;
    let groups = dense.panel(panel).as_chunks::<LINES>().0;
    let inputs = inputs_of::<N>(vectors, first, groups.len());
    let mut corrections = [_mm512_setzero_si512(); LINES];
    for i in 0..LINES {
        corrections[i] = load_sums(&dense.corrections, start + i * PER_LINE);
    }
    let mut sums = [corrections; N];
    for (group, lines) in groups.iter().enumerate() {
        let mut weights = [_mm512_setzero_si512(); LINES];
        for i in 0..LINES {
            weights[i] = load_line(&lines[i]);
        }
        for n in 0..N {
            let bytes = _mm512_set1_epi32(i32::from_le_bytes(inputs[n][group]));
            for i in 0..LINES {
                sums[n][i] = _mm512_dpbusd_epi32(sums[n][i], bytes, weights[i]);
            }
        }
    }
    for n in 0..N {
        let vector_scale = _mm512_set1_ps(vectors.scales[first + n]);
        let out = &mut out[(first + n) * dense.width() + start..][..PANEL];
        for i in 0..LINES {
            let scale = load_wide(&dense.scales, start + i * PER_LINE);
            let bias = load_wide(&dense.bias, start + i * PER_LINE);
            let sum = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[n][i]), vector_scale);
            let result = _mm512_add_ps(_mm512_mul_ps(sum, scale), bias);
            store_wide(result, out, i * PER_LINE);
        }
    }
    N
}

/// Multiplies every vector with every row.
#[target_feature(enable = "avx2")]
pub fn product_avx2(dense: &Dense, vectors: &Vectors, out: &mut [f32]) {
    let bands = dense.bands();
    for band in 0..dense.width() / PER_LINE {
        let mut first = 0;
        while first < vectors.scales.len() {
            first += match vectors.scales.len() - first {
                1 => narrow_tile::<1>(dense, bands, vectors, band, first, out),
                2 => narrow_tile::<2>(dense, bands, vectors, band, first, out),
                _ => narrow_tile::<NARROW_TILE>(dense, bands, vectors, band, first, out),
            };
        }
    }
}

#[target_feature(enable = "avx2")]
fn narrow_tile<const N: usize>(
    dense: &Dense,
    bands: &Bands,
    vectors: &Vectors,
    band: usize,
    first: usize,
    out: &mut [f32],
) -> usize {
    let groups = vectors.groups;
    let tile = &vectors.tiles[2 * first * groups..][..2 * N * groups];
    let tile = tile.as_chunks::<N>().0.as_chunks::<2>().0;
    let ones = _mm256_set1_epi16(1);
    let mut sums = [[_mm256_setzero_si256(); 2]; N];
    let ((pairs, pair_groups), (rest, rest_groups)) = bands.band(band);
    for (lines, groups) in pairs.iter().zip(pair_groups) {
        let weights = [load_halves(&lines[0]), load_halves(&lines[1])];
        let [one, other] = groups.map(|group| &tile[usize::from(group)]);
        for n in 0..N {
            for i in 0..2 {
                let both = _mm256_add_epi16(
                    products(one, n, weights[0][i]),
                    products(other, n, weights[1][i]),
                );
                sums[n][i] = _mm256_add_epi32(sums[n][i], _mm256_madd_epi16(both, ones));
            }
        }
    }
    for (line, &group) in rest.iter().zip(rest_groups) {
        let weights = load_halves(line);
        let four = &tile[usize::from(group)];
        for n in 0..N {
            for i in 0..2 {
                let sum = _mm256_madd_epi16(products(four, n, weights[i]), ones);
                sums[n][i] = _mm256_add_epi32(sums[n][i], sum);
            }
        }
    }
    put_narrow(
        dense,
        vectors,
        band / LINES,
        band % LINES,
        first,
        &sums,
        out,
    );
    N
}

/// The products of the four of vector `n`, given as magnitudes and as signed bytes, with the weights of eight outputs,
/// summed up two by two.
#[inline]
#[target_feature(enable = "avx2")]
fn products<const N: usize>(
    [magnitudes, signed]: &[[i32; N]; 2],
    n: usize,
    weights: __m256i,
) -> __m256i {
    let weights = _mm256_sign_epi8(weights, _mm256_set1_epi32(signed[n]));
    _mm256_maddubs_epi16(_mm256_set1_epi32(magnitudes[n]), weights)
}

/// Multiplies every vector with every row.
#[target_feature(enable = "avx2,avxvnni")]
pub fn product_avxvnni(dense: &Dense, vectors: &Vectors, out: &mut [f32]) {
    for panel in 0..dense.width() / PANEL {
        let mut first = 0;
        while first < vectors.scales.len() {
            first += match vectors.scales.len() - first {
                1 => vnni_tile::<1>(dense, vectors, panel, first, out),
                2 => vnni_tile::<2>(dense, vectors, panel, first, out),
                3 => vnni_tile::<3>(dense, vectors, panel, first, out),
                4 | 7 | 8 => vnni_tile::<4>(dense, vectors, panel, first, out),
                5 => vnni_tile::<5>(dense, vectors, panel, first, out),
                _ => vnni_tile::<VNNI_TILE>(dense, vectors, panel, first, out),
            };
        }
    }
}

#[target_feature(enable = "avx2,avxvnni")]
fn vnni_tile<const N: usize>(
    dense: &Dense,
    vectors: &Vectors,
    panel: usize,
    first: usize,
    out: &mut [f32],
) -> usize {
    let groups = dense.panel(panel).as_chunks::<LINES>().0;
    let inputs = inputs_of::<N>(vectors, first, groups.len());
    for line in 0..LINES {
        let mut sums = [corrections_of(dense, panel, line); N];
        for (group, lines) in groups.iter().enumerate() {
            let weights = load_halves(&lines[line]);
            for n in 0..N {
                let bytes = _mm256_set1_epi32(i32::from_le_bytes(inputs[n][group]));
                for i in 0..2 {
                    sums[n][i] = _mm256_dpbusd_avx_epi32(sums[n][i], bytes, weights[i]);
                }
            }
        }
        put_narrow(dense, vectors, panel, line, first, &sums, out);
    }
    N
}

/// The bytes of the vectors of a tile, all of one length, so that no index has to be checked in its loop.
#[inline(always)]
fn inputs_of<const N: usize>(vectors: &Vectors, first: usize, groups: usize) -> [&[[u8; 4]]; N] {
    let mut inputs: [&[[u8; 4]]; N] = [&[]; N];
    for n in 0..N {
        inputs[n] = &vectors.vector(first + n)[..groups];
    }
    inputs
}

#[inline]
#[target_feature(enable = "avx2")]
fn corrections_of(dense: &Dense, panel: usize, line: usize) -> [__m256i; 2] {
    let place = panel * PANEL + line * PER_LINE;
    [
        load_narrow_sums(&dense.corrections, place),
        load_narrow_sums(&dense.corrections, place + 8),
    ]
}

/// Turns the sums of a line into results.
#[inline]
#[target_feature(enable = "avx2")]
fn put_narrow<const N: usize>(
    dense: &Dense,
    vectors: &Vectors,
    panel: usize,
    line: usize,
    first: usize,
    sums: &[[__m256i; 2]; N],
    out: &mut [f32],
) {
    let start = panel * PANEL;
    for n in 0..N {
        let vector_scale = _mm256_set1_ps(vectors.scales[first + n]);
        let out = &mut out[(first + n) * dense.width() + start..][..PANEL];
        for i in 0..2 {
            let place = line * PER_LINE + i * 8;
            let scale = load_narrow(&dense.scales, start + place);
            let bias = load_narrow(&dense.bias, start + place);
            let sum = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[n][i]), vector_scale);
            let result = _mm256_add_ps(_mm256_mul_ps(sum, scale), bias);
            store_narrow(result, out, place);
        }
    }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx512f")]
fn load_line(line: &Line) -> __m512i {
    // SAFETY: a line has 64 bytes and is aligned to 64.
    unsafe { _mm512_load_si512(line.0.as_ptr().cast()) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx512f")]
fn load_sums(numbers: &[i32], from: usize) -> __m512i {
    let numbers: &[i32] = &numbers[from..from + 16];
    // SAFETY: the slice has 16 numbers of four bytes; the load asks for no alignment.
    unsafe { _mm512_loadu_si512(numbers.as_ptr().cast()) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx512f")]
fn load_wide(numbers: &[f32], from: usize) -> __m512 {
    let numbers: &[f32] = &numbers[from..from + 16];
    // SAFETY: the slice has 16 numbers of four bytes; the load asks for no alignment.
    unsafe { _mm512_loadu_ps(numbers.as_ptr()) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx512f")]
fn store_wide(result: __m512, out: &mut [f32], from: usize) {
    let out: &mut [f32] = &mut out[from..from + 16];
    // SAFETY: the slice has room for 16 numbers of four bytes; the store asks for no alignment.
    unsafe { _mm512_storeu_ps(out.as_mut_ptr(), result) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx2")]
fn load_halves(line: &Line) -> [__m256i; 2] {
    let half: *const __m256i = line.0.as_ptr().cast();
    // SAFETY: a line has 64 bytes, two times 32, and is aligned to 64.
    unsafe { [_mm256_load_si256(half), _mm256_load_si256(half.add(1))] }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx2")]
fn load_narrow_sums(numbers: &[i32], from: usize) -> __m256i {
    let numbers: &[i32] = &numbers[from..from + 8];
    // SAFETY: the slice has 8 numbers of four bytes; the load asks for no alignment.
    unsafe { _mm256_loadu_si256(numbers.as_ptr().cast()) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx2")]
fn load_narrow(numbers: &[f32], from: usize) -> __m256 {
    let numbers: &[f32] = &numbers[from..from + 8];
    // SAFETY: the slice has 8 numbers of four bytes; the load asks for no alignment.
    unsafe { _mm256_loadu_ps(numbers.as_ptr()) }
}

#[inline]
#[allow(unsafe_code)]
#[target_feature(enable = "avx2")]
fn store_narrow(result: __m256, out: &mut [f32], from: usize) {
    let out: &mut [f32] = &mut out[from..from + 8];
    // SAFETY: the slice has room for 8 numbers of four bytes; the store asks for no alignment.
    unsafe { _mm256_storeu_ps(out.as_mut_ptr(), result) }
}
