//! The encoder: from pieces to vectors, six layers of attention and products.

use std::borrow::Cow;
use std::ops::Range;

use super::file::File;
use super::kernel::{Dense, Processor, Vectors, for_each_processor};
use super::math::{LANES, exp, gelu, normalize};
use crate::model::ModelError;

/// Numbers of a head of attention.
const HEAD: usize = 32;
/// Queries that are dealt with together.
const QUERIES: usize = 4;

/// Weights of the encoder.
#[derive(Debug)]
pub struct Encoder {
    width: usize,
    inner: usize,
    eps: f32,
    piece_rows: Cow<'static, [u8]>,
    piece_scales: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    input_norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    query_key_value: Dense,
    attended: Dense,
    attention_norm: Norm,
    widen: Dense,
    narrow: Dense,
    output_norm: Norm,
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// Pieces that are read together, though each chunk is read alone.
#[derive(Debug, Default)]
pub struct Batch {
    /// The pieces.
    pub ids: Vec<u32>,
    /// Their features of case.
    pub cases: Vec<u8>,
    /// Which of them form a chunk.
    pub chunks: Vec<Range<usize>>,
}

/// Space that is used again from batch to batch.
#[derive(Debug, Default)]
pub struct EncoderSpace {
    /// One vector for each piece.
    pub x: Vec<f32>,
    vectors: Vectors,
    query_key_value: Vec<f32>,
    mixed: Vec<f32>,
    change: Vec<f32>,
    wide: Vec<f32>,
    attention: AttentionSpace,
}

#[derive(Debug, Default)]
struct AttentionSpace {
    /// The keys of a head, numbers before pieces.
    keys: Vec<f32>,
    weights: Vec<f32>,
}

impl Encoder {
    /// Takes the encoder out of a file.
    pub fn new(file: &File<'_>, piece_rows: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let shape = &file.shape;
        let (width, inner) = (shape.width, shape.inner);
        let fits = width == shape.heads * HEAD
            && width.is_multiple_of(super::kernel::PANEL)
            && inner.is_multiple_of(super::kernel::PANEL)
            && piece_rows.len() == shape.pieces * width;
        if !fits {
            return Err(ModelError::Part("shape"));
        }
        let norm = |name: &str| {
            Ok(Norm {
                weight: file.floats(&format!("{name}.weight"), &[width])?,
                bias: file.floats(&format!("{name}.bias"), &[width])?,
            })
        };
        let layer = |n: usize| {
            let at = |name: &str| format!("layers.{n}.{name}");
            Ok(Layer {
                query_key_value: Dense::new(file, &at("query_key_value"), 3 * width, width)?,
                attended: Dense::new(file, &at("attended"), width, width)?,
                attention_norm: norm(&at("attention_norm"))?,
                widen: Dense::new(file, &at("widen"), inner, width)?,
                narrow: Dense::new(file, &at("narrow"), width, inner)?,
                output_norm: norm(&at("output_norm"))?,
            })
        };
        Ok(Self {
            width,
            inner,
            eps: shape.norm_eps,
            piece_rows,
            piece_scales: file.floats("pieces.scales", &[shape.pieces])?,
            positions: file.floats("positions", &[shape.positions, width])?,
            cases: file.floats("cases", &[shape.cases, width])?,
            input_norm: norm("input_norm")?,
            layers: (0..shape.layers)
                .map(layer)
                .collect::<Result<_, ModelError>>()?,
        })
    }

    /// Numbers of a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Reads a batch; `space.x` holds the vectors afterwards. `watch` sees them before each layer, too.
    pub fn read(
        &self,
        processor: Processor,
        batch: &Batch,
        space: &mut EncoderSpace,
        mut watch: impl FnMut(&[f32]),
    ) {
        self.look_up(batch, &mut space.x);
        normalize_all(processor, &self.input_norm, self.eps, &mut space.x);
        for layer in &self.layers {
            watch(&space.x);
            self.attend(processor, layer, batch, space);
            self.turn(processor, layer, space);
        }
    }

    fn look_up(&self, batch: &Batch, x: &mut Vec<f32>) {
        x.resize(batch.ids.len() * self.width, 0.0);
        let rows = x.chunks_exact_mut(self.width);
        let positions = batch.chunks.iter().flat_map(|chunk| 0..chunk.len());
        for (((x, &id), &case), position) in rows.zip(&batch.ids).zip(&batch.cases).zip(positions) {
            let row = |place: usize| place * self.width..(place + 1) * self.width;
            let scale = self.piece_scales[id as usize];
            let piece = &self.piece_rows[row(id as usize)];
            let case = &self.cases[row(usize::from(case))];
            let position = &self.positions[row(position)];
            for (((x, &byte), case), position) in x.iter_mut().zip(piece).zip(case).zip(position) {
                *x = f32::from(byte.cast_signed()) * scale + case + position;
            }
        }
    }

    /// First half of a layer: every piece looks at every piece of its chunk.
    fn attend(&self, processor: Processor, layer: &Layer, batch: &Batch, space: &mut EncoderSpace) {
        let width = self.width;
        space.vectors.round(processor, &space.x, width, width);
        layer
            .query_key_value
            .product(processor, &space.vectors, &mut space.query_key_value);
        space.mixed.resize(space.x.len(), 0.0);
        for chunk in &batch.chunks {
            let rows = &space.query_key_value[chunk.start * 3 * width..chunk.end * 3 * width];
            let mixed = &mut space.mixed[chunk.start * width..chunk.end * width];
            mix_all(processor, rows, width, &mut space.attention, mixed);
        }
        space.vectors.round(processor, &space.mixed, width, width);
        layer
            .attended
            .product(processor, &space.vectors, &mut space.change);
        add_all(processor, &space.change, &mut space.x);
        normalize_all(processor, &layer.attention_norm, self.eps, &mut space.x);
    }

    /// Second half of a layer: every piece by itself.
    fn turn(&self, processor: Processor, layer: &Layer, space: &mut EncoderSpace) {
        space
            .vectors
            .round(processor, &space.x, self.width, self.width);
        layer
            .widen
            .product(processor, &space.vectors, &mut space.wide);
        gelu_all(processor, &mut space.wide);
        space
            .vectors
            .round(processor, &space.wide, self.inner, self.inner);
        layer
            .narrow
            .product(processor, &space.vectors, &mut space.change);
        add_all(processor, &space.change, &mut space.x);
        normalize_all(processor, &layer.output_norm, self.eps, &mut space.x);
    }
}

for_each_processor! {
    fn add_all(change: &[f32], x: &mut [f32]) {
        for (x, change) in x.iter_mut().zip(change) {
            *x += change;
        }
    }
}

for_each_processor! {
    fn gelu_all(x: &mut [f32]) {
        for x in x {
            *x = gelu(*x);
        }
    }
}

for_each_processor! {
    fn normalize_all(norm: &Norm, eps: f32, x: &mut [f32]) {
        for x in x.chunks_exact_mut(norm.weight.len()) {
            normalize(x, &norm.weight, &norm.bias, eps);
        }
    }
}

for_each_processor! {
    fn mix_all(rows: &[f32], width: usize, space: &mut AttentionSpace, mixed: &mut [f32]) {
        for head in 0..width / HEAD {
            mix(rows, width, head * HEAD, space, mixed);
        }
    }
}

/// One head of attention over a chunk. `rows` holds query, key and value of each piece, each `width` long; the head's
/// numbers begin at `from`.
#[inline(always)]
fn mix(rows: &[f32], width: usize, from: usize, space: &mut AttentionSpace, mixed: &mut [f32]) {
    let count = rows.len() / (3 * width);
    let padded = count.next_multiple_of(LANES);
    space.keys.clear();
    space.keys.resize(HEAD * padded, 0.0);
    for (piece, row) in rows.chunks_exact(3 * width).enumerate() {
        for (i, &key) in row[width + from..width + from + HEAD].iter().enumerate() {
            space.keys[i * padded + piece] = key;
        }
    }
    space.weights.resize(QUERIES * padded, 0.0);
    for first in (0..count).step_by(QUERIES) {
        let mut queries = [[0.0; HEAD]; QUERIES];
        for (n, query) in queries.iter_mut().enumerate() {
            let piece = (first + n).min(count - 1);
            *query = *head_of(&rows[piece * 3 * width + from..]);
        }
        scores(&queries, &space.keys, padded, &mut space.weights);
        let mut shares = [0.0; QUERIES];
        for (weights, share) in space.weights.chunks_exact_mut(padded).zip(&mut shares) {
            *share = 1.0 / soften(weights, count);
        }
        let mut sums = [[0.0f32; HEAD]; QUERIES];
        for piece in 0..count {
            let value = head_of(&rows[piece * 3 * width + 2 * width + from..]);
            for n in 0..QUERIES {
                let weight = space.weights[n * padded + piece];
                for i in 0..HEAD {
                    sums[n][i] += weight * value[i];
                }
            }
        }
        for n in 0..QUERIES.min(count - first) {
            let out = &mut mixed[(first + n) * width + from..][..HEAD];
            for (out, sum) in out.iter_mut().zip(&sums[n]) {
                *out = sum * shares[n];
            }
        }
    }
}

#[inline(always)]
fn head_of(numbers: &[f32]) -> &[f32; HEAD] {
    const NONE: [f32; HEAD] = [0.0; HEAD];
    numbers.first_chunk().unwrap_or(&NONE)
}

/// The products of each query with each key.
#[inline(always)]
fn scores(queries: &[[f32; HEAD]; QUERIES], keys: &[f32], padded: usize, out: &mut [f32]) {
    for block in (0..padded).step_by(LANES) {
        let mut sums = [[0.0f32; LANES]; QUERIES];
        for i in 0..HEAD {
            let keys = &keys[i * padded + block..][..LANES];
            for n in 0..QUERIES {
                for j in 0..LANES {
                    sums[n][j] += queries[n][i] * keys[j];
                }
            }
        }
        for n in 0..QUERIES {
            out[n * padded + block..][..LANES].copy_from_slice(&sums[n]);
        }
    }
}

/// Turns scores into weights that are not yet divided by their sum, which is given back. Behind `count` stand zeros.
#[inline(always)]
fn soften(scores: &mut [f32], count: usize) -> f32 {
    let mut most = f32::NEG_INFINITY;
    for &score in &scores[..count] {
        most = if score > most { score } else { most };
    }
    for score in scores.iter_mut() {
        *score = exp(*score - most);
    }
    scores[count..].fill(0.0);
    let mut sums = [0.0f32; LANES];
    for scores in scores.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            sums[i] += scores[i];
        }
    }
    super::math::fold_sum(sums)
}
