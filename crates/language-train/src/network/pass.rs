//! Through the network and back for one sentence: what it says, how wrong that is, and how each number should change.

use relata_language::network::{
    ARC, BEFORE, BEHIND, BUCKETS, HALF, LABEL, NO_ROW, ROWS, UNKNOWN, WIDTH, bucket, gate,
};

use super::matrix::{Steps, add_product, softmax_slope, turned};
use super::shape::{Layer, Place, READERS, Shape, VECTOR, WINDOWS};
use crate::random::Random;

/// Stands for a word without a vector.
pub const NO_VECTOR: u32 = u32::MAX;
/// The recurrent layer whose output tags are read from, counted from 1.
const TAG_READER: usize = 1;

/// A sentence as the network learns it.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// Rows of each word.
    pub rows: Vec<[u32; ROWS]>,
    /// Vector of each word.
    pub vectors: Vec<u32>,
    /// Gold heads; the root is the number of words.
    pub heads: Vec<u16>,
    /// Gold tags.
    pub tags: Vec<u8>,
    /// Gold labels.
    pub labels: Vec<u8>,
}

/// The network in training.
#[derive(Debug, Clone)]
pub struct Network {
    /// Where everything is.
    pub shape: Shape,
    /// The matrices.
    pub dense: Vec<f32>,
    /// The matrices with rows and columns exchanged.
    pub turned: Vec<f32>,
    /// The rows that words add up.
    pub table: Vec<f32>,
    /// The vectors, which stay as they are.
    pub vectors: Vec<f32>,
}

impl Network {
    /// Exchanges rows and columns anew, after the matrices have changed.
    pub fn turn(&mut self) {
        for place in self.shape.products() {
            let other = turned(place.of(&self.dense), place.rows, place.columns);
            place.of_mut(&mut self.turned).copy_from_slice(&other);
        }
    }

    fn row(&self, row: u32) -> &[f32] {
        &self.table[row as usize * WIDTH..(row as usize + 1) * WIDTH]
    }

    fn forward(&self, layer: Layer, input: &[f32]) -> Vec<f32> {
        let bias = layer.bias.of(&self.dense);
        let words = input.len() / layer.weights.rows;
        let mut output: Vec<f32> = bias
            .iter()
            .copied()
            .cycle()
            .take(words * bias.len())
            .collect();
        self.add(layer.weights, input, &mut output);
        output
    }

    fn add(&self, place: Place, input: &[f32], output: &mut [f32]) {
        let words = input.len() / place.rows;
        add_product(
            [words, place.rows, place.columns],
            input,
            Steps::rows(place.rows),
            place.of(&self.dense),
            output,
        );
    }

    /// Adds to `slopes` how the matrix should change, and gives how its input should.
    fn back(&self, place: Place, input: &[f32], output: &[f32], slopes: &mut [f32]) -> Vec<f32> {
        let words = input.len() / place.rows;
        let mut back = vec![0.0; input.len()];
        add_product(
            [words, place.columns, place.rows],
            output,
            Steps::rows(place.columns),
            place.of(&self.turned),
            &mut back,
        );
        add_product(
            [place.rows, words, place.columns],
            input,
            Steps::turned(place.rows),
            output,
            place.of_mut(slopes),
        );
        back
    }

    fn back_layer(
        &self,
        layer: Layer,
        input: &[f32],
        output: &[f32],
        slopes: &mut [f32],
    ) -> Vec<f32> {
        let bias = layer.bias.of_mut(slopes);
        for line in output.chunks_exact(bias.len()) {
            add_all(bias, line);
        }
        self.back(layer.weights, input, output, slopes)
    }
}

impl Shape {
    /// The matrices whose turned form is needed.
    pub fn products(&self) -> Vec<Place> {
        let layers = self.windows.iter().chain(&self.readers);
        let mut places: Vec<Place> = layers.map(|layer| layer.weights).collect();
        let heads = [
            self.tags,
            self.dependent,
            self.head,
            self.meet,
            self.label_dependent,
            self.labels,
        ];
        places.extend(heads.map(|layer| layer.weights));
        places.extend([self.vectors, self.label_head, self.distance]);
        places
    }
}

fn add_all(sums: &mut [f32], numbers: &[f32]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += number;
    }
}

/// How often parts are left out in training, so that none is relied on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dropout {
    /// Words taken for unknown.
    pub word: f32,
    /// Words known by their vector only.
    pub row: f32,
    /// Numbers between layers.
    pub layer: f32,
}

/// What the network says of a sentence.
#[derive(Debug, Default)]
pub struct Said {
    /// A score for each tag of each word.
    pub tags: Vec<f32>,
    /// A score for each head of each word; the root is the last.
    pub arcs: Vec<f32>,
    label_dependent: Vec<f32>,
    label_head: Vec<f32>,
}

/// How far off the network was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Loss {
    /// Sum over tags, heads and labels of the logarithms.
    pub sum: f64,
    /// Words.
    pub words: usize,
    /// Heads that are right.
    pub heads: usize,
}

/// What is kept on the way forth for the way back.
struct Trace {
    words: usize,
    vectors: Vec<f32>,
    rows: Vec<[u32; ROWS]>,
    windows: Vec<WindowTrace>,
    readers: Vec<ReaderTrace>,
    last: Vec<f32>,
    last_mask: Vec<f32>,
    tag_input: Vec<f32>,
    tag_mask: Vec<f32>,
    dependent: Vec<f32>,
    dependent_mask: Vec<f32>,
    head: Vec<f32>,
    head_mask: Vec<f32>,
    met: Vec<f32>,
}

struct WindowTrace {
    input: Vec<f32>,
    mask: Vec<f32>,
    output: Vec<f32>,
}

struct ReaderTrace {
    /// The layer's input, for the way round.
    plain: Vec<f32>,
    input: Vec<f32>,
    mask: Vec<f32>,
    /// Candidates and the values of both gates, as the matrix has them.
    inner: Vec<f32>,
    /// Raw values of the gates.
    raw: Vec<f32>,
    cells: Vec<f32>,
}

fn mask(length: usize, share: f32, random: &mut Option<&mut Random>) -> Vec<f32> {
    match random {
        Some(random) if share > 0.0 => (0..length)
            .map(|_| {
                if random.part() < share {
                    0.0
                } else {
                    1.0 / (1.0 - share)
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn masked(input: &[f32], mask: &[f32]) -> Vec<f32> {
    if mask.is_empty() {
        return input.to_vec();
    }
    let lines = input.chunks_exact(mask.len());
    lines
        .flat_map(|line| line.iter().zip(mask).map(|(number, keep)| number * keep))
        .collect()
}

fn relu(numbers: &mut [f32]) {
    numbers
        .iter_mut()
        .for_each(|number| *number = number.max(0.0));
}

/// Slopes before a relu whose output is at hand.
fn relu_back(slopes: &mut [f32], output: &[f32]) {
    for (slope, &number) in slopes.iter_mut().zip(output) {
        if number <= 0.0 {
            *slope = 0.0;
        }
    }
}

fn gate_slope(raw: f32) -> f32 {
    let part = 1.0 + raw.abs();
    0.5 / (part * part)
}

impl Network {
    /// What the network says of `example`, without leaving anything out.
    pub fn say(&self, example: &Example) -> Said {
        self.run(example, Dropout::default(), None).0
    }

    /// The best label of each word for the given heads; `root` is that of the root.
    pub fn labels(&self, said: &Said, heads: &[u16], root: u8) -> Vec<u8> {
        let scores = self.label_scores(said, heads).1;
        let columns = self.shape.labels.bias.columns;
        let choose = |(line, &head): (&[f32], &u16)| {
            if usize::from(head) == heads.len() {
                return root;
            }
            let mut best = usize::from(root == 0);
            for (label, &score) in line.iter().enumerate() {
                if score > line[best] && label != usize::from(root) {
                    best = label;
                }
            }
            best as u8
        };
        scores
            .chunks_exact(columns)
            .zip(heads)
            .map(choose)
            .collect()
    }

    fn label_scores(&self, said: &Said, heads: &[u16]) -> (Vec<f32>, Vec<f32>) {
        let distances = self.shape.label_distance.of(&self.dense);
        let mut input = said.label_dependent.clone();
        for (word, line) in input.chunks_exact_mut(LABEL).enumerate() {
            let head = usize::from(heads[word]);
            if head < heads.len() {
                add_all(line, &said.label_head[head * LABEL..(head + 1) * LABEL]);
                add_all(line, &distances[bucket(word, head) * LABEL..][..LABEL]);
            }
        }
        relu(&mut input);
        let scores = self.forward(self.shape.labels, &input);
        (input, scores)
    }

    fn run(
        &self,
        example: &Example,
        dropout: Dropout,
        mut random: Option<&mut Random>,
    ) -> (Said, Trace) {
        let words = example.rows.len();
        let (mut state, vectors, rows) = self.embed(example, dropout, &mut random);
        let mut windows = Vec::new();
        for layer in self.shape.windows {
            let (output, trace) = self.window(layer, &state, words, dropout, &mut random);
            state = output;
            windows.push(trace);
        }
        // Places outside of the sentence are needed by windows only.
        state = state[WIDTH..(words + 1) * WIDTH].to_vec();
        let (mut readers, mut tops) = (Vec::new(), vec![state]);
        for layer in self.shape.readers {
            let (output, trace) =
                self.reader(layer, &tops[tops.len() - 1], words, dropout, &mut random);
            tops.push(output);
            readers.push(trace);
        }
        let last_mask = mask(WIDTH, dropout.layer, &mut random);
        let last = masked(&tops[READERS], &last_mask);
        let tag_mask = mask(WIDTH, dropout.layer, &mut random);
        let tag_input = masked(&tops[TAG_READER], &tag_mask);
        let tags = self.forward(self.shape.tags, &tag_input);
        let mut dependent = self.forward(self.shape.dependent, &last);
        relu(&mut dependent);
        let dependent_mask = mask(ARC, dropout.layer, &mut random);
        let dependent = masked(&dependent, &dependent_mask);
        let mut head = self.forward(self.shape.head, &last);
        relu(&mut head);
        let head_mask = mask(ARC, dropout.layer, &mut random);
        let head = masked(&head, &head_mask);
        let mut met = self.forward(self.shape.meet, &head);
        met.extend_from_slice(self.shape.root.of(&self.dense));
        let arcs = self.arcs(&dependent, &met, words);
        let label_dependent = self.forward(self.shape.label_dependent, &last);
        let mut label_head = vec![0.0; words * LABEL];
        self.add(self.shape.label_head, &last, &mut label_head);
        let said = Said {
            tags,
            arcs,
            label_dependent,
            label_head,
        };
        let trace = Trace {
            words,
            vectors,
            rows,
            windows,
            readers,
            last,
            last_mask,
            tag_input,
            tag_mask,
            dependent,
            dependent_mask,
            head,
            head_mask,
            met,
        };
        (said, trace)
    }

    /// The sums of the words' rows, with the places before and behind the sentence; the vectors and rows used.
    fn embed(
        &self,
        example: &Example,
        dropout: Dropout,
        random: &mut Option<&mut Random>,
    ) -> (Vec<f32>, Vec<f32>, Vec<[u32; ROWS]>) {
        let words = example.rows.len();
        let mut vectors = vec![0.0; words * VECTOR];
        let mut rows = example.rows.clone();
        for (word, rows) in rows.iter_mut().enumerate() {
            let mut vector = example.vectors[word];
            if let Some(random) = random {
                let dice = random.part();
                if dice < dropout.word {
                    rows[0] = UNKNOWN;
                    vector = NO_VECTOR;
                } else if dice < dropout.word + dropout.row && vector != NO_VECTOR {
                    rows[0] = NO_ROW;
                }
            }
            if vector != NO_VECTOR {
                let numbers = &self.vectors[vector as usize * VECTOR..][..VECTOR];
                vectors[word * VECTOR..][..VECTOR].copy_from_slice(numbers);
            }
        }
        let mut state = vec![0.0; (words + 2) * WIDTH];
        state[..WIDTH].copy_from_slice(self.row(BEFORE));
        state[(words + 1) * WIDTH..].copy_from_slice(self.row(BEHIND));
        let inner = &mut state[WIDTH..(words + 1) * WIDTH];
        self.add(self.shape.vectors, &vectors, inner);
        for (line, rows) in inner.chunks_exact_mut(WIDTH).zip(&rows) {
            rows.iter()
                .filter(|&&row| row != NO_ROW)
                .for_each(|&row| add_all(line, self.row(row)));
        }
        (state, vectors, rows)
    }

    fn window(
        &self,
        layer: Layer,
        state: &[f32],
        words: usize,
        dropout: Dropout,
        random: &mut Option<&mut Random>,
    ) -> (Vec<f32>, WindowTrace) {
        let mask = mask(WIDTH, dropout.layer, random);
        let kept = masked(state, &mask);
        let mut input = Vec::with_capacity(words * 3 * WIDTH);
        for word in 0..words {
            input.extend_from_slice(&kept[word * WIDTH..(word + 3) * WIDTH]);
        }
        let mut output = self.forward(layer, &input);
        relu(&mut output);
        let mut next = state.to_vec();
        add_all(&mut next[WIDTH..(words + 1) * WIDTH], &output);
        (
            next,
            WindowTrace {
                input,
                mask,
                output,
            },
        )
    }

    fn reader(
        &self,
        layer: Layer,
        state: &[f32],
        words: usize,
        dropout: Dropout,
        random: &mut Option<&mut Random>,
    ) -> (Vec<f32>, ReaderTrace) {
        let mask = mask(WIDTH, dropout.layer, random);
        let input = masked(state, &mask);
        let raw = self.forward(layer, &input);
        let mut inner = raw.clone();
        let mut cells = vec![0.0; words * WIDTH];
        let mut output = vec![0.0; words * WIDTH];
        for side in 0..2 {
            let mut cell = [0.0; HALF];
            for step in 0..words {
                let word = if side == 0 { step } else { words - 1 - step };
                let line = &mut inner[word * 6 * HALF + side * 3 * HALF..][..3 * HALF];
                let at = word * WIDTH + side * HALF;
                for i in 0..HALF {
                    let (forget, round) = (gate(line[HALF + i]), gate(line[2 * HALF + i]));
                    (line[HALF + i], line[2 * HALF + i]) = (forget, round);
                    cell[i] = forget * cell[i] + (1.0 - forget) * line[i];
                    output[at + i] = round * cell[i] + (1.0 - round) * state[at + i];
                }
                cells[at..at + HALF].copy_from_slice(&cell);
            }
        }
        let trace = ReaderTrace {
            plain: state.to_vec(),
            input,
            mask,
            inner,
            raw,
            cells,
        };
        (output, trace)
    }

    fn arcs(&self, dependent: &[f32], met: &[f32], words: usize) -> Vec<f32> {
        let stride = words + 1;
        let mut arcs = vec![0.0; words * stride];
        let heads = turned(met, stride, ARC);
        add_product(
            [words, ARC, stride],
            dependent,
            Steps::rows(ARC),
            &heads,
            &mut arcs,
        );
        let distance = self.shape.distance;
        let mut classes = vec![0.0; words * BUCKETS];
        let table = turned(distance.of(&self.dense), BUCKETS, ARC);
        add_product(
            [words, ARC, BUCKETS],
            dependent,
            Steps::rows(ARC),
            &table,
            &mut classes,
        );
        for word in 0..words {
            for head in 0..words {
                arcs[word * stride + head] += classes[word * BUCKETS + bucket(word, head)];
            }
            arcs[word * stride + word] = f32::NEG_INFINITY;
        }
        arcs
    }

    /// Goes forth and back. Adds to `slopes` how the matrices should change, and gives how the sum of each word's rows
    /// should, with the rows: first that of the place before the sentence, last that of the place behind it.
    pub fn learn(
        &self,
        example: &Example,
        dropout: Dropout,
        random: &mut Random,
        slopes: &mut [f32],
    ) -> (Loss, Vec<f32>, Vec<[u32; ROWS]>) {
        let (mut said, mut trace) = self.run(example, dropout, Some(random));
        let words = trace.words;
        let stride = words + 1;
        let mut loss = Loss {
            words,
            ..Loss::default()
        };
        // Labels.
        let heads = &example.heads;
        let (label_input, mut label_scores) = self.label_scores(&said, heads);
        let columns = self.shape.labels.bias.columns;
        for (word, line) in label_scores.chunks_exact_mut(columns).enumerate() {
            if usize::from(heads[word]) == words {
                line.fill(0.0);
            } else {
                loss.add(softmax_slope(line, usize::from(example.labels[word])));
            }
        }
        let mut slope = self.back_layer(self.shape.labels, &label_input, &label_scores, slopes);
        relu_back(&mut slope, &label_input);
        let mut at_head = vec![0.0; words * LABEL];
        for (word, line) in slope.chunks_exact(LABEL).enumerate() {
            let head = usize::from(heads[word]);
            if head < words {
                add_all(&mut at_head[head * LABEL..(head + 1) * LABEL], line);
                let place = &mut self.shape.label_distance.of_mut(slopes)
                    [bucket(word, head) * LABEL..][..LABEL];
                add_all(place, line);
            }
        }
        let mut last = self.back_layer(self.shape.label_dependent, &trace.last, &slope, slopes);
        add_all(
            &mut last,
            &self.back(self.shape.label_head, &trace.last, &at_head, slopes),
        );
        // Heads.
        for (word, line) in said.arcs.chunks_exact_mut(stride).enumerate() {
            let right = usize::from(heads[word]);
            let top = line.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            loss.heads += usize::from(line[right] == top);
            loss.add(softmax_slope(line, right));
        }
        add_all(&mut last, &self.arcs_back(&said.arcs, &trace, slopes));
        // Tags.
        let columns = self.shape.tags.bias.columns;
        for (line, &tag) in said.tags.chunks_exact_mut(columns).zip(&example.tags) {
            loss.add(softmax_slope(line, usize::from(tag)));
        }
        let at_tags = self.back_layer(self.shape.tags, &trace.tag_input, &said.tags, slopes);
        let at_tags = masked(&at_tags, &trace.tag_mask);
        // Layers.
        let mut slope = masked(&last, &trace.last_mask);
        for place in (0..READERS).rev() {
            if place + 1 == TAG_READER {
                add_all(&mut slope, &at_tags);
            }
            slope = self.reader_back(
                self.shape.readers[place],
                &trace.readers[place],
                &slope,
                slopes,
            );
        }
        let mut state = vec![0.0; (words + 2) * WIDTH];
        state[WIDTH..(words + 1) * WIDTH].copy_from_slice(&slope);
        for place in (0..WINDOWS).rev() {
            state = self.window_back(
                self.shape.windows[place],
                &trace.windows[place],
                state,
                slopes,
            );
        }
        let inner = &state[WIDTH..(words + 1) * WIDTH];
        let vectors = self.shape.vectors;
        add_product(
            [VECTOR, words, WIDTH],
            &trace.vectors,
            Steps::turned(VECTOR),
            inner,
            vectors.of_mut(slopes),
        );
        (loss, state, std::mem::take(&mut trace.rows))
    }

    /// From the slopes of the scores to those of the readers' output.
    fn arcs_back(&self, arcs: &[f32], trace: &Trace, slopes: &mut [f32]) -> Vec<f32> {
        let words = trace.words;
        let stride = words + 1;
        let mut dependent = vec![0.0; words * ARC];
        add_product(
            [words, stride, ARC],
            arcs,
            Steps::rows(stride),
            &trace.met,
            &mut dependent,
        );
        let mut classes = vec![0.0; words * BUCKETS];
        for word in 0..words {
            for head in (0..words).filter(|&head| head != word) {
                classes[word * BUCKETS + bucket(word, head)] += arcs[word * stride + head];
            }
        }
        let distance = self.shape.distance;
        add_product(
            [words, BUCKETS, ARC],
            &classes,
            Steps::rows(BUCKETS),
            distance.of(&self.dense),
            &mut dependent,
        );
        add_product(
            [BUCKETS, words, ARC],
            &classes,
            Steps::turned(BUCKETS),
            &trace.dependent,
            distance.of_mut(slopes),
        );
        let mut met = vec![0.0; stride * ARC];
        add_product(
            [stride, words, ARC],
            arcs,
            Steps::turned(stride),
            &trace.dependent,
            &mut met,
        );
        add_all(self.shape.root.of_mut(slopes), &met[words * ARC..]);
        let head = self.back_layer(self.shape.meet, &trace.head, &met[..words * ARC], slopes);
        let mut head = masked(&head, &trace.head_mask);
        relu_back(&mut head, &trace.head);
        let mut dependent = masked(&dependent, &trace.dependent_mask);
        relu_back(&mut dependent, &trace.dependent);
        let mut last = self.back_layer(self.shape.dependent, &trace.last, &dependent, slopes);
        add_all(
            &mut last,
            &self.back_layer(self.shape.head, &trace.last, &head, slopes),
        );
        last
    }

    fn reader_back(
        &self,
        layer: Layer,
        trace: &ReaderTrace,
        output: &[f32],
        slopes: &mut [f32],
    ) -> Vec<f32> {
        let words = output.len() / WIDTH;
        let mut inner = vec![0.0; words * 6 * HALF];
        let mut plain = vec![0.0; words * WIDTH];
        for side in 0..2 {
            let mut carried = [0.0; HALF];
            for step in (0..words).rev() {
                let word = if side == 0 { step } else { words - 1 - step };
                let at = word * WIDTH + side * HALF;
                let before = (step > 0).then(|| if side == 0 { at - WIDTH } else { at + WIDTH });
                let base = word * 6 * HALF + side * 3 * HALF;
                for i in 0..HALF {
                    let (forget, round) = (
                        trace.inner[base + HALF + i],
                        trace.inner[base + 2 * HALF + i],
                    );
                    let candidate = trace.inner[base + i];
                    let cell = trace.cells[at + i];
                    let old = before.map_or(0.0, |before| trace.cells[before + i]);
                    let slope = output[at + i];
                    let at_cell = carried[i] + slope * round;
                    plain[at + i] = slope * (1.0 - round);
                    inner[base + i] = at_cell * (1.0 - forget);
                    inner[base + HALF + i] =
                        at_cell * (old - candidate) * gate_slope(trace.raw[base + HALF + i]);
                    inner[base + 2 * HALF + i] = slope
                        * (cell - trace.plain[at + i])
                        * gate_slope(trace.raw[base + 2 * HALF + i]);
                    carried[i] = at_cell * forget;
                }
            }
        }
        let input = self.back_layer(layer, &trace.input, &inner, slopes);
        add_all(&mut plain, &masked(&input, &trace.mask));
        plain
    }

    fn window_back(
        &self,
        layer: Layer,
        trace: &WindowTrace,
        state: Vec<f32>,
        slopes: &mut [f32],
    ) -> Vec<f32> {
        let words = trace.output.len() / WIDTH;
        let mut output = state[WIDTH..(words + 1) * WIDTH].to_vec();
        relu_back(&mut output, &trace.output);
        let input = self.back_layer(layer, &trace.input, &output, slopes);
        let mut kept = vec![0.0; (words + 2) * WIDTH];
        for (word, line) in input.chunks_exact(3 * WIDTH).enumerate() {
            add_all(&mut kept[word * WIDTH..(word + 3) * WIDTH], line);
        }
        let mut back = masked(&kept, &trace.mask);
        add_all(&mut back, &state);
        back
    }
}

impl Loss {
    fn add(&mut self, probability: f32) {
        self.sum -= f64::from(probability.max(1e-9)).ln();
    }

    /// Adds another loss.
    pub fn take(&mut self, other: Self) {
        self.sum += other.sum;
        self.words += other.words;
        self.heads += other.heads;
    }
}
