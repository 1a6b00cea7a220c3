//! The heads: from the vectors of a sentence's words to scores of tags, arcs and labels.

use super::file::File;
use super::kernel::{Dense, Processor, Vectors, for_each_processor};
use super::math::dot;
use crate::model::ModelError;

/// Words whose labels are scored together: their products are many.
const WORDS: usize = 12;

/// Weights of the heads.
#[derive(Debug)]
pub struct Heads {
    width: usize,
    arc: usize,
    label: usize,
    slope: f32,
    tag_rows: Dense,
    project: Dense,
    arc_product: Dense,
    label_product: Dense,
    label_head_rows: Dense,
    label_word_rows: Dense,
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Default)]
pub struct HeadSpace {
    vectors: Vectors,
    /// Scores of all tags for each word, [`Heads::tag_width`] apart.
    pub tags: Vec<f32>,
    /// Four vectors for the root and each word: as word and as head, for arcs and for labels.
    turned: Vec<f32>,
    product: Vec<f32>,
    of_head: Vec<f32>,
    of_word: Vec<f32>,
    as_head: Vec<f32>,
    /// Scores of the arcs: for each word those of the root and of each word as head.
    pub arcs: Vec<f32>,
    /// Scores of the labels of each word, given its head.
    pub labels: Vec<f32>,
}

impl Heads {
    /// Takes the heads out of a file.
    pub fn new(file: &File<'_>) -> Result<Self, ModelError> {
        let shape = &file.shape;
        let (width, arc, label) = (shape.width, shape.arc, shape.label);
        let tags = &file.tags;
        let inventories = [
            &tags.upos,
            &tags.xpos,
            &tags.names,
            &tags.kinds,
            &tags.gum_names,
        ];
        let n_tags = inventories.into_iter().map(Vec::len).sum();
        let n_labels = file.labels.len();
        let dense = |name, outputs, inputs| Dense::new(file, name, outputs, inputs);
        Ok(Self {
            width,
            arc,
            label,
            slope: shape.slope,
            tag_rows: dense("tag_rows", n_tags, width)?,
            project: dense("project", 2 * (arc + label), width)?,
            arc_product: dense("arc_product", arc, arc)?,
            label_product: dense("label_product", n_labels * label, label)?,
            label_head_rows: dense("label_head_rows", n_labels, label)?,
            label_word_rows: dense("label_word_rows", n_labels, label)?,
        })
    }

    /// Numbers from one word's tags to the next word's.
    pub fn tag_width(&self) -> usize {
        self.tag_rows.width()
    }

    /// Scores tags and arcs. `x` holds the vectors of the root and of each word.
    pub fn score(&self, processor: Processor, x: &[f32], space: &mut HeadSpace) {
        let (arc, count) = (self.arc, x.len() / self.width - 1);
        space
            .vectors
            .round(processor, &x[self.width..], self.width, self.width);
        self.tag_rows
            .product(processor, &space.vectors, &mut space.tags);
        space.vectors.round(processor, x, self.width, self.width);
        self.project
            .product(processor, &space.vectors, &mut space.turned);
        for y in &mut space.turned {
            *y = if *y > 0.0 { *y } else { self.slope * *y };
        }
        let stride = self.project.width();
        space
            .vectors
            .round(processor, &space.turned[stride..], stride, arc);
        self.arc_product
            .product(processor, &space.vectors, &mut space.product);
        space.arcs.resize(count * (count + 1), 0.0);
        let words = Rows::new(&space.product, self.arc_product.width(), 0);
        let heads = Rows::new(&space.turned, stride, arc);
        score_arcs(processor, words, heads, arc, &mut space.arcs);
    }

    /// Scores the labels of each word, whose head is given: 0 is the root, and the words are counted from 1. It takes
    /// up where [`Heads::score`] ended.
    pub fn score_labels(&self, processor: Processor, heads: &[usize], space: &mut HeadSpace) {
        let (label, stride) = (self.label, self.project.width());
        let word_at = 2 * self.arc;
        let head_at = word_at + label;
        space.as_head.clear();
        for &head in heads {
            let start = head * stride + head_at;
            let part = &space.turned[start..start + label];
            space.as_head.extend_from_slice(part);
        }
        space.vectors.round(processor, &space.as_head, label, label);
        self.label_head_rows
            .product(processor, &space.vectors, &mut space.of_head);
        let words = &space.turned[stride + word_at..];
        space.vectors.round(processor, words, stride, label);
        self.label_word_rows
            .product(processor, &space.vectors, &mut space.of_word);
        let n_labels = self.label_head_rows.outputs();
        space.labels.resize(heads.len() * n_labels, 0.0);
        let apart = self.label_head_rows.width();
        for first in (0..heads.len()).step_by(WORDS) {
            let end = heads.len().min(first + WORDS);
            let words = &space.turned[(first + 1) * stride + word_at..]
                [..(end - first - 1) * stride + label];
            space.vectors.round(processor, words, stride, label);
            self.label_product
                .product(processor, &space.vectors, &mut space.product);
            score_bilinear(
                processor,
                Rows::new(&space.product, self.label_product.width(), 0),
                &space.as_head[first * label..end * label],
                label,
                &mut space.labels[first * n_labels..end * n_labels],
            );
        }
        let linear = space.of_head.chunks_exact(apart);
        let linear = linear.zip(space.of_word.chunks_exact(apart));
        for (labels, (of_head, of_word)) in space.labels.chunks_exact_mut(n_labels).zip(linear) {
            for ((score, of_head), of_word) in labels.iter_mut().zip(of_head).zip(of_word) {
                *score = *score + of_head + of_word;
            }
        }
    }
}

/// Rows that lie `apart` from each other and of which the part from `start` is meant.
#[derive(Clone, Copy)]
struct Rows<'a> {
    numbers: &'a [f32],
    apart: usize,
    start: usize,
}

impl<'a> Rows<'a> {
    fn new(numbers: &'a [f32], apart: usize, start: usize) -> Self {
        Self {
            numbers,
            apart,
            start,
        }
    }

    #[inline(always)]
    fn iter(self, length: usize) -> impl Iterator<Item = &'a [f32]> {
        let rows = self.numbers.chunks_exact(self.apart);
        rows.map(move |row| &row[self.start..self.start + length])
    }
}

for_each_processor! {
    fn score_arcs(words: Rows<'_>, heads: Rows<'_>, length: usize, out: &mut [f32]) {
        let nodes = heads.numbers.len() / heads.apart;
        for (word, scores) in words.iter(length).zip(out.chunks_exact_mut(nodes)) {
            for (score, head) in scores.iter_mut().zip(heads.iter(length)) {
                *score = dot(word, head);
            }
        }
    }
}

for_each_processor! {
    fn score_bilinear(words: Rows<'_>, heads: &[f32], label: usize, out: &mut [f32]) {
        let count = heads.len() / label;
        let n_labels = out.len() / count;
        let rows = words.iter(n_labels * label).zip(heads.chunks_exact(label));
        for ((word, head), scores) in rows.zip(out.chunks_exact_mut(n_labels)) {
            for (score, of_label) in scores.iter_mut().zip(word.chunks_exact(label)) {
                *score = dot(of_label, head);
            }
        }
    }
}
