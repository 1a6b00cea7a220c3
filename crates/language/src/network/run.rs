//! The network at work.

use super::lanes::Pair;
use super::matrix::{Matrix, MatrixParts, UNIT, push_pairs};
use super::rows::{BEFORE, BEHIND, NO_ROW, ROWS};
use super::{ARC, BUCKETS, HALF, LABEL, TreeSpace, WIDTH, bucket, find_tree, gate};

/// The rows of the table as they are stored: numbers of 8 bits, and by how many bits each row is moved up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowParts {
    /// Short keys of all rows but the first few, in order.
    pub keys: Vec<u64>,
    /// How many bits each row is moved up.
    pub shifts: Vec<u8>,
    /// The rows, one behind the other.
    pub numbers: Vec<i8>,
}

/// The network as it is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NetworkParts {
    /// What words add up.
    pub rows: RowParts,
    /// From a word and its neighbours to what is added to it.
    pub windows: Vec<MatrixParts>,
    /// Layers that read in both directions: candidates and two gates for each.
    pub readers: Vec<MatrixParts>,
    /// From the first reader's output to tags.
    pub tags: MatrixParts,
    /// From the last output to a dependent, a head, and both for labels.
    pub tops: MatrixParts,
    /// From a head to what dependents are compared with.
    pub meet: MatrixParts,
    /// From a dependent to the worth of each class of distance.
    pub distance: MatrixParts,
    /// The root as a head.
    pub root: Vec<f32>,
    /// What classes of distance add to labels.
    pub label_distance: Vec<f32>,
    /// Labels.
    pub labels: MatrixParts,
}

/// The network ready for use.
#[derive(Debug, Clone)]
pub struct Network {
    table: Vec<i16>,
    windows: Vec<Matrix>,
    readers: Vec<Matrix>,
    tags: Matrix,
    tops: Matrix,
    meet: Matrix,
    distance: Matrix,
    root: Vec<f32>,
    label_distance: Vec<f32>,
    labels: Matrix,
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub struct NetworkSpace {
    /// Rows of each word, filled by the caller.
    pub rows: Vec<[u32; ROWS]>,
    state: Vec<f32>,
    pairs: Vec<Pair>,
    output: Vec<f32>,
    next: Vec<f32>,
    tops: Vec<f32>,
    met: Vec<f32>,
    heads: Vec<f32>,
    arcs: Vec<f32>,
    tree: TreeSpace,
    /// Label of each word.
    pub labels: Vec<u8>,
}

impl NetworkSpace {
    /// The head of each word; that of the root is the number of words.
    pub fn heads(&self) -> &[u16] {
        &self.tree.heads
    }
}

const INSIDE: usize = 6 * HALF;
const TOPS: usize = 2 * ARC + 2 * LABEL;

impl Network {
    /// Makes a network ready; none where its parts do not fit each other.
    pub fn build(parts: &NetworkParts, tags: usize, labels: usize) -> Option<Self> {
        let fits = |matrix: &MatrixParts, inputs: usize, outputs: usize| {
            matrix.inputs == inputs
                && matrix.scales.len() == outputs
                && matrix.weights.len() == inputs * outputs
                && (matrix.bias.is_empty() || matrix.bias.len() == outputs)
        };
        let rows = parts.rows.shifts.len();
        let good = rows > BEHIND as usize
            && rows == parts.rows.keys.len() + BEHIND as usize + 1
            && parts.rows.numbers.len() == rows * WIDTH
            && parts.rows.shifts.iter().all(|&shift| shift < 8)
            && parts
                .windows
                .iter()
                .all(|matrix| fits(matrix, 3 * WIDTH, WIDTH))
            && !parts.readers.is_empty()
            && parts
                .readers
                .iter()
                .all(|matrix| fits(matrix, WIDTH, INSIDE))
            && fits(&parts.tags, WIDTH, tags)
            && fits(&parts.tops, WIDTH, TOPS)
            && fits(&parts.meet, ARC, ARC)
            && fits(&parts.distance, ARC, BUCKETS)
            && parts.root.len() == ARC
            && parts.label_distance.len() == BUCKETS * LABEL
            && fits(&parts.labels, LABEL, labels);
        good.then(|| Self {
            table: table(&parts.rows),
            windows: parts.windows.iter().map(Matrix::pack).collect(),
            readers: parts.readers.iter().map(Matrix::pack).collect(),
            tags: Matrix::pack(&parts.tags),
            tops: Matrix::pack(&parts.tops),
            meet: Matrix::pack(&parts.meet),
            distance: Matrix::pack(&parts.distance),
            root: parts.root.clone(),
            label_distance: parts.label_distance.clone(),
            labels: Matrix::pack(&parts.labels),
        })
    }

    /// First step: reads the words of `space.rows` as far as their tags, which are put into `tags`.
    pub fn tag(&self, space: &mut NetworkSpace, tags: &mut Vec<u8>) {
        tags.clear();
        let words = space.rows.len();
        self.embed(space);
        for window in &self.windows {
            self.look_around(window, words, space);
        }
        space.state.drain(..WIDTH);
        space.state.truncate(words * WIDTH);
        read_both_ways(&self.readers[0], words, space);
        space.pairs.clear();
        push_pairs(&space.state, &mut space.pairs);
        self.tags
            .apply(&space.pairs, WIDTH / 2, words, &mut space.output);
        let lines = space.output.chunks_exact(self.tags.stride().max(1));
        tags.extend(lines.map(|line| best(&line[..self.tags.outputs()], usize::MAX)));
    }

    /// Second step: heads and labels. `root` is the label of the root, which no other word gets.
    pub fn parse(&self, space: &mut NetworkSpace, root: u8) {
        let words = space.rows.len();
        for reader in &self.readers[1..] {
            read_both_ways(reader, words, space);
        }
        space.pairs.clear();
        push_pairs(&space.state, &mut space.pairs);
        self.tops
            .apply(&space.pairs, WIDTH / 2, words, &mut space.tops);
        for line in space.tops.chunks_exact_mut(TOPS) {
            line[..2 * ARC]
                .iter_mut()
                .for_each(|number| *number = number.max(0.0));
        }
        self.compare(words, space);
        find_tree(&space.arcs, stride(words), words, &mut space.tree);
        self.label(words, root, space);
    }

    /// Adds up the rows of each word, with the places before and behind the sentence.
    fn embed(&self, space: &mut NetworkSpace) {
        let row = |row: u32| &self.table[row as usize * WIDTH..][..WIDTH];
        space.state.clear();
        space.state.reserve((space.rows.len() + 2) * WIDTH);
        let mut push = |rows: &[u32]| {
            let mut sums = [0i16; WIDTH];
            for &number in rows.iter().filter(|&&row| row != NO_ROW) {
                for (sum, &number) in sums.iter_mut().zip(row(number)) {
                    *sum = sum.saturating_add(number);
                }
            }
            space
                .state
                .extend(sums.map(|sum| f32::from(sum) * (1.0 / UNIT)));
        };
        push(&[BEFORE]);
        space.rows.iter().for_each(|rows| push(rows));
        push(&[BEHIND]);
    }

    fn look_around(&self, window: &Matrix, words: usize, space: &mut NetworkSpace) {
        space.pairs.clear();
        push_pairs(&space.state, &mut space.pairs);
        window.apply(&space.pairs, WIDTH / 2, words, &mut space.output);
        for (number, output) in space.state[WIDTH..].iter_mut().zip(&space.output) {
            *number += output.max(0.0);
        }
    }

    /// A score for each head of each word.
    fn compare(&self, words: usize, space: &mut NetworkSpace) {
        let (stride, lines) = (stride(words), space.tops.as_chunks::<TOPS>().0);
        space.pairs.clear();
        lines
            .iter()
            .for_each(|line| push_pairs(&line[ARC..2 * ARC], &mut space.pairs));
        self.meet
            .apply(&space.pairs, ARC / 2, words, &mut space.met);
        space.heads.clear();
        space.heads.resize(ARC * stride, 0.0);
        for (word, line) in space
            .met
            .chunks_exact(ARC)
            .chain([&self.root[..]])
            .enumerate()
        {
            for (place, &number) in line.iter().enumerate() {
                space.heads[place * stride + word] = number;
            }
        }
        space.pairs.clear();
        lines
            .iter()
            .for_each(|line| push_pairs(&line[..ARC], &mut space.pairs));
        self.distance
            .apply(&space.pairs, ARC / 2, words, &mut space.output);
        space.arcs.clear();
        space.arcs.resize(words * stride, 0.0);
        let classes = space.output.chunks_exact(self.distance.stride());
        let scores = space.arcs.chunks_exact_mut(stride);
        for (word, ((line, scores), classes)) in lines.iter().zip(scores).zip(classes).enumerate() {
            for (head, score) in scores[..words].iter_mut().enumerate() {
                *score = classes[bucket(word, head)];
            }
            add_lines(&line[..ARC], &space.heads, scores);
        }
    }

    /// The score of a label of a word, after the second step.
    pub fn label_score(&self, space: &NetworkSpace, word: usize, label: usize) -> f32 {
        space.output[word * self.labels.stride() + label]
    }

    fn label(&self, words: usize, root: u8, space: &mut NetworkSpace) {
        space.pairs.clear();
        let lines = space.tops.as_chunks::<TOPS>().0;
        for (word, line) in lines.iter().enumerate() {
            let mut sums = [0f32; LABEL];
            sums.copy_from_slice(&line[2 * ARC..2 * ARC + LABEL]);
            let head = usize::from(space.tree.heads[word]);
            if head < words {
                let at_head = &lines[head][2 * ARC + LABEL..];
                let distance = &self.label_distance[bucket(word, head) * LABEL..][..LABEL];
                for ((sum, number), other) in sums.iter_mut().zip(at_head).zip(distance) {
                    *sum = (*sum + number + other).max(0.0);
                }
            }
            push_pairs(&sums, &mut space.pairs);
        }
        self.labels
            .apply(&space.pairs, LABEL / 2, words, &mut space.output);
        let choose = |(line, &head): (&[f32], &u16)| {
            if usize::from(head) == words {
                root
            } else {
                best(&line[..self.labels.outputs()], usize::from(root))
            }
        };
        let found = space
            .output
            .chunks_exact(self.labels.stride())
            .zip(&space.tree.heads)
            .map(choose);
        space.labels.clear();
        space.labels.extend(found);
    }
}

/// Length of a line of scores: heads and the root, in whole groups.
fn stride(words: usize) -> usize {
    (words + 1).next_multiple_of(8)
}

/// Adds each line of `lines`, times its factor, to `sums`.
#[inline]
fn add_lines(factors: &[f32], lines: &[f32], sums: &mut [f32]) {
    let stride = sums.len();
    for (group, sums) in sums.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        let mut here = *sums;
        for (line, factor) in lines.chunks_exact(stride).zip(factors) {
            let Some(line) = line[group * 8..].first_chunk::<8>() else {
                return;
            };
            for (sum, number) in here.iter_mut().zip(line) {
                *sum += factor * number;
            }
        }
        *sums = here;
    }
}

/// The best of the scores, but for that of `left_out`; the first of equals.
#[inline]
fn best(scores: &[f32], left_out: usize) -> u8 {
    let mut best = (usize::from(left_out == 0), f32::NEG_INFINITY);
    for (place, &score) in scores.iter().enumerate() {
        if score > best.1 && place != left_out {
            best = (place, score);
        }
    }
    best.0 as u8
}

/// The rows in whole units, 16 bits each.
fn table(rows: &RowParts) -> Vec<i16> {
    let lines = rows.numbers.chunks_exact(WIDTH).zip(&rows.shifts);
    lines
        .flat_map(|(line, &shift)| line.iter().map(move |&number| i16::from(number) << shift))
        .collect()
}

/// A recurrent layer: each number is a cell that keeps, forgets or takes in, and shows itself or lets its input by.
fn read_both_ways(reader: &Matrix, words: usize, space: &mut NetworkSpace) {
    space.pairs.clear();
    push_pairs(&space.state, &mut space.pairs);
    reader.apply(&space.pairs, WIDTH / 2, words, &mut space.output);
    space.next.clear();
    space.next.resize(words * WIDTH, 0.0);
    let lines = space.output.as_chunks::<INSIDE>().0;
    let state = space.state.as_chunks::<WIDTH>().0;
    let next = space.next.as_chunks_mut::<WIDTH>().0;
    let mut cell = [0.0; HALF];
    for ((line, state), next) in lines.iter().zip(state).zip(next.iter_mut()) {
        step(
            &line[..3 * HALF],
            &state[..HALF],
            &mut cell,
            &mut next[..HALF],
        );
    }
    cell = [0.0; HALF];
    for ((line, state), next) in lines.iter().zip(state).zip(next.iter_mut()).rev() {
        step(
            &line[3 * HALF..],
            &state[HALF..],
            &mut cell,
            &mut next[HALF..],
        );
    }
    std::mem::swap(&mut space.state, &mut space.next);
}

#[inline(always)]
fn step(line: &[f32], state: &[f32], cell: &mut [f32; HALF], next: &mut [f32]) {
    let (candidates, gates) = line.split_at(HALF);
    let (forgets, rounds) = gates.split_at(HALF);
    let inputs = candidates.iter().zip(forgets).zip(rounds).zip(state);
    for ((((candidate, forget), round), state), (cell, next)) in
        inputs.zip(cell.iter_mut().zip(next))
    {
        let (forget, round) = (gate(*forget), gate(*round));
        *cell = forget * *cell + (1.0 - forget) * candidate;
        *next = round * *cell + (1.0 - round) * state;
    }
}
