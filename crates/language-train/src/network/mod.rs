//! Learns the network: Adam over small batches, with a share of words and numbers left out.

pub mod adam;
pub mod export;
pub mod matrix;
pub mod pass;
pub mod shape;
pub mod vectors;

use std::collections::BTreeMap;

use relata_language::network::{
    BEFORE, BEHIND, FIRST_ROW, NO_ROW, ROWS, RowIndex, TreeSpace, WIDTH, find_tree, row_keys,
};
use relata_language::tables::short_key;
use relata_language::word::Word;

use crate::random::Random;
use adam::Adam;
use pass::{Dropout, Example, Loss, NO_VECTOR, Network};
use shape::Shape;
use vectors::Vectors;

/// Affixes and shapes must be seen this often.
const RARE: usize = 4;
/// Batches are shared out over so many lists of slopes, whatever the number of threads.
const SHARDS: usize = 2;

/// How the network is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkSettings {
    /// How often all sentences are read.
    pub epochs: usize,
    /// Words of a batch.
    pub batch: usize,
    /// Length of the steps at the start; they get shorter to the end.
    pub rate: f32,
    /// Share of words taken for unknown.
    pub word_dropout: f32,
    /// Share of words known by their vector only.
    pub row_dropout: f32,
    /// Share of numbers left out between layers.
    pub layer_dropout: f32,
    /// Share of sentences read in capitals.
    pub capitals: f32,
    /// Pull of the matrices to zero.
    pub decay: f32,
    /// Seed of chance.
    pub seed: u64,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            epochs: 20,
            batch: 500,
            rate: 0.002,
            word_dropout: 0.1,
            row_dropout: 0.2,
            layer_dropout: 0.25,
            capitals: 0.06,
            decay: 0.0,
            seed: 1,
        }
    }
}

/// The rows of the table: their keys, and the vectors of the forms among them.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Short keys in the order of the rows.
    pub keys: Vec<u64>,
    /// The vector of each row, or none.
    pub vectors: Vec<u32>,
}

impl Vocabulary {
    /// The rows for `sentences` and the words that have vectors.
    pub fn of<'a>(sentences: impl Iterator<Item = &'a [Word]>, vectors: &Vectors) -> Self {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for word in sentences.flatten() {
            for (place, key) in row_keys(word).into_iter().enumerate() {
                // A form counts for more, so that it needs to be seen twice only.
                *counts.entry(short_key(key)).or_default() += if place == 0 { RARE / 2 } else { 1 };
            }
        }
        let mut rows: BTreeMap<u64, u32> = counts
            .into_iter()
            .filter(|&(_, count)| count >= RARE)
            .map(|(key, _)| (key, NO_VECTOR))
            .collect();
        for &(form, place) in vectors.places.values() {
            let word = Word {
                form,
                ..Word::default()
            };
            rows.insert(short_key(row_keys(&word)[0]), place);
        }
        Self {
            keys: rows.keys().copied().collect(),
            vectors: rows.values().copied().collect(),
        }
    }

    /// The vector of a word with these rows.
    pub fn vector(&self, rows: &[u32; ROWS]) -> u32 {
        rows[0]
            .checked_sub(FIRST_ROW)
            .map_or(NO_VECTOR, |row| self.vectors[row as usize])
    }

    /// Rows and vectors of the words of a sentence.
    pub fn read(&self, index: &RowIndex, words: &[Word]) -> (Vec<[u32; ROWS]>, Vec<u32>) {
        let rows: Vec<[u32; ROWS]> = words.iter().map(|word| index.rows(word)).collect();
        let vectors = rows.iter().map(|rows| self.vector(rows)).collect();
        (rows, vectors)
    }
}

/// A sentence as written, and in capitals.
pub type Pair = [Example; 2];

/// Learns from `examples`. `watch` is shown the network after each epoch, with the loss for each word.
pub fn train_network(
    examples: &[Pair],
    vocabulary: &Vocabulary,
    vectors: &Vectors,
    sizes: [usize; 2],
    settings: NetworkSettings,
    mut watch: impl FnMut(usize, f64, &Network),
) -> Network {
    let mut random = Random::new(settings.seed);
    let shape = Shape::new(sizes[0], sizes[1]);
    let dense = shape.start(&mut random);
    let rows = FIRST_ROW as usize + vocabulary.keys.len();
    let mut network = Network {
        turned: vec![0.0; dense.len()],
        table: vec![0.0; rows * WIDTH],
        vectors: vectors.numbers.clone(),
        shape,
        dense,
    };
    for (row, line) in network.table.chunks_exact_mut(WIDTH).enumerate().skip(1) {
        let known = row
            .checked_sub(FIRST_ROW as usize)
            .is_some_and(|row| vocabulary.vectors[row] != NO_VECTOR);
        if !known {
            line.iter_mut()
                .for_each(|number| *number = random.between(0.15));
        }
    }
    let mut trainer = Trainer {
        dense: Adam::new(network.dense.len()),
        table: Adam::new(network.table.len()),
        slopes: (0..SHARDS)
            .map(|_| vec![0.0; network.dense.len()])
            .collect(),
        row_slopes: vec![0.0; network.table.len()],
        touched: Vec::new(),
        is_touched: vec![false; rows],
        settings,
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let all: usize = examples.iter().map(|pair| pair[0].rows.len()).sum();
    let steps = (settings.epochs * all / settings.batch.max(1)).max(1) as f32;
    let mut step = 0f32;
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let mut loss = Loss::default();
        let mut rest = &order[..];
        while !rest.is_empty() {
            let mut words = 0;
            let mut short = |place: usize| {
                words += examples[place][0].rows.len();
                words < settings.batch
            };
            let count = rest
                .iter()
                .take_while(|&&place| short(place))
                .count()
                .max(1);
            let (batch, behind) = rest.split_at(count);
            rest = behind;
            let rate =
                settings.rate * (1.0 - step / steps).max(0.01) * ((step + 1.0) / 100.0).min(1.0);
            step += 1.0;
            loss.take(trainer.batch(&mut network, examples, batch, rate, random.number()));
        }
        watch(epoch, loss.sum / loss.words.max(1) as f64, &network);
    }
    network
}

struct Trainer {
    dense: Adam,
    table: Adam,
    slopes: Vec<Vec<f32>>,
    row_slopes: Vec<f32>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    settings: NetworkSettings,
}

type RowSlopes = (Vec<f32>, Vec<[u32; ROWS]>);

impl Trainer {
    fn batch(
        &mut self,
        network: &mut Network,
        examples: &[Pair],
        batch: &[usize],
        rate: f32,
        seed: u64,
    ) -> Loss {
        network.turn();
        let settings = self.settings;
        let dropout = Dropout {
            word: settings.word_dropout,
            row: settings.row_dropout,
            layer: settings.layer_dropout,
        };
        let mut loss = Loss::default();
        let shard = |number: usize, slopes: &mut Vec<f32>| -> (Loss, Vec<RowSlopes>) {
            let mut loss = Loss::default();
            let mut rows = Vec::new();
            for &place in batch.iter().skip(number).step_by(SHARDS) {
                let mut random =
                    Random::new(seed ^ (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
                let capitals = random.part() < settings.capitals;
                let example = &examples[place][usize::from(capitals)];
                let (one, state, used) = network.learn(example, dropout, &mut random, slopes);
                loss.take(one);
                rows.push((state, used));
            }
            (loss, rows)
        };
        let results: Vec<(Loss, Vec<RowSlopes>)> = std::thread::scope(|scope| {
            let shard = &shard;
            let mut slopes = self.slopes.iter_mut().enumerate();
            let first = slopes.next();
            let others: Vec<_> = slopes
                .map(|(number, slopes)| scope.spawn(move || shard(number, slopes)))
                .collect();
            let first = first.map(|(number, slopes)| shard(number, slopes));
            let others = others.into_iter().map(|handle| match handle.join() {
                Ok(result) => result,
                Err(cause) => std::panic::resume_unwind(cause),
            });
            first.into_iter().chain(others).collect()
        });
        for (one, rows) in results {
            loss.take(one);
            rows.into_iter()
                .for_each(|(state, used)| self.spread(&state, &used));
        }
        let words = 1.0 / loss.words.max(1) as f32;
        if let Some((first, others)) = self.slopes.split_first_mut() {
            for other in others {
                for (sum, number) in first.iter_mut().zip(other) {
                    *sum += *number;
                    *number = 0.0;
                }
            }
            first.iter_mut().for_each(|slope| *slope *= words);
            self.dense
                .step(0, &mut network.dense, first, rate, settings.decay);
        }
        self.touched.sort_unstable();
        for &row in &self.touched {
            self.is_touched[row as usize] = false;
            let start = row as usize * WIDTH;
            let slopes = &mut self.row_slopes[start..start + WIDTH];
            slopes.iter_mut().for_each(|slope| *slope *= words);
            self.table.step(
                start,
                &mut network.table[start..start + WIDTH],
                slopes,
                rate,
                0.0,
            );
        }
        self.touched.clear();
        loss
    }

    /// Adds the slopes of a sentence to those of its rows.
    fn spread(&mut self, state: &[f32], used: &[[u32; ROWS]]) {
        let count = used.len() + 2;
        for (place, line) in state.chunks_exact(WIDTH).enumerate() {
            let outside = [if place == 0 { BEFORE } else { BEHIND }];
            let rows: &[u32] = if place == 0 || place + 1 == count {
                &outside
            } else {
                &used[place - 1]
            };
            for &row in rows.iter().filter(|&&row| row != NO_ROW) {
                if !self.is_touched[row as usize] {
                    self.is_touched[row as usize] = true;
                    self.touched.push(row);
                }
                let slopes = &mut self.row_slopes[row as usize * WIDTH..(row as usize + 1) * WIDTH];
                slopes
                    .iter_mut()
                    .zip(line)
                    .for_each(|(sum, number)| *sum += number);
            }
        }
    }
}

/// Shares of tags, heads, and heads with labels that are right.
pub fn check(network: &Network, examples: &[Pair], form: usize, root: u8) -> [f64; 3] {
    let (mut right, mut words) = ([0usize; 3], 0);
    let mut space = TreeSpace::default();
    for example in examples.iter().map(|pair| &pair[form]) {
        let count = example.rows.len();
        let said = network.say(example);
        find_tree(&said.arcs, count + 1, count, &mut space);
        let labels = network.labels(&said, &space.heads, root);
        let columns = said.tags.len() / count.max(1);
        for (word, &label) in labels.iter().enumerate() {
            let line = &said.tags[word * columns..(word + 1) * columns];
            let tag = (0..columns).fold(
                0,
                |best, tag| if line[tag] > line[best] { tag } else { best },
            );
            let head = space.heads[word] == example.heads[word];
            right[0] += usize::from(tag == usize::from(example.tags[word]));
            right[1] += usize::from(head);
            right[2] += usize::from(head && label == example.labels[word]);
        }
        words += count;
    }
    right.map(|count| 100.0 * count as f64 / words.max(1) as f64)
}
