//! Where each matrix of the network stands in one long list of numbers.

use relata_language::network::{ARC, BUCKETS, HALF, LABEL, WIDTH};

use crate::random::Random;

/// Directions of the word vectors that the training starts from.
pub const VECTOR: usize = 128;
/// Layers that look at a word and its two neighbours.
pub const WINDOWS: usize = 1;
/// Layers that read the sentence in both directions.
pub const READERS: usize = 3;

/// A matrix in the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// Its first number.
    pub start: usize,
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub columns: usize,
}

impl Place {
    /// The matrix in `list`.
    pub fn of<'a>(&self, list: &'a [f32]) -> &'a [f32] {
        &list[self.start..self.start + self.rows * self.columns]
    }

    /// The matrix in `list`, to be changed.
    pub fn of_mut<'a>(&self, list: &'a mut [f32]) -> &'a mut [f32] {
        &mut list[self.start..self.start + self.rows * self.columns]
    }
}

/// A matrix and what is added to its product.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layer {
    /// The factors.
    pub weights: Place,
    /// What is added.
    pub bias: Place,
}

/// All places.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// From word vectors to rows.
    pub vectors: Place,
    /// Windows.
    pub windows: [Layer; WINDOWS],
    /// Recurrent layers: candidates, gates and ways round of the first direction, then of the second.
    pub readers: [Layer; READERS],
    /// Tags.
    pub tags: Layer,
    /// A word as a dependent.
    pub dependent: Layer,
    /// A word as a head.
    pub head: Layer,
    /// How heads are compared with dependents.
    pub meet: Layer,
    /// The root as a head.
    pub root: Place,
    /// Classes of distance.
    pub distance: Place,
    /// A word as a dependent, for its label.
    pub label_dependent: Layer,
    /// A word as a head, for the label.
    pub label_head: Place,
    /// Classes of distance, for the label.
    pub label_distance: Place,
    /// Labels.
    pub labels: Layer,
    /// Length of the list.
    pub length: usize,
}

impl Shape {
    /// The places for so many tags and labels.
    pub fn new(tags: usize, labels: usize) -> Self {
        let mut shape = Self::default();
        let mut end = 0;
        let mut place = |rows: usize, columns: usize| {
            let start = end;
            end += rows * columns;
            Place {
                start,
                rows,
                columns,
            }
        };
        shape.vectors = place(VECTOR, WIDTH);
        for window in &mut shape.windows {
            *window = Layer {
                weights: place(3 * WIDTH, WIDTH),
                bias: place(1, WIDTH),
            };
        }
        for reader in &mut shape.readers {
            *reader = Layer {
                weights: place(WIDTH, 6 * HALF),
                bias: place(1, 6 * HALF),
            };
        }
        shape.tags = Layer {
            weights: place(WIDTH, tags),
            bias: place(1, tags),
        };
        shape.dependent = Layer {
            weights: place(WIDTH, ARC),
            bias: place(1, ARC),
        };
        shape.head = Layer {
            weights: place(WIDTH, ARC),
            bias: place(1, ARC),
        };
        shape.meet = Layer {
            weights: place(ARC, ARC),
            bias: place(1, ARC),
        };
        shape.root = place(1, ARC);
        shape.distance = place(BUCKETS, ARC);
        shape.label_dependent = Layer {
            weights: place(WIDTH, LABEL),
            bias: place(1, LABEL),
        };
        shape.label_head = place(WIDTH, LABEL);
        shape.label_distance = place(BUCKETS, LABEL);
        shape.labels = Layer {
            weights: place(LABEL, labels),
            bias: place(1, labels),
        };
        shape.length = end;
        shape
    }

    /// Numbers to start from: small and random, in the range that fits a matrix's sides.
    pub fn start(&self, random: &mut Random) -> Vec<f32> {
        let mut list = vec![0.0; self.length];
        let mut fill = |place: Place, scale: f32| {
            let range = scale * (6.0 / (place.rows + place.columns) as f32).sqrt();
            place
                .of_mut(&mut list)
                .iter_mut()
                .for_each(|number| *number = random.between(range));
        };
        fill(self.vectors, 0.5);
        self.windows
            .iter()
            .for_each(|layer| fill(layer.weights, 1.0));
        self.readers
            .iter()
            .for_each(|layer| fill(layer.weights, 1.2));
        for layer in [
            self.tags,
            self.dependent,
            self.head,
            self.meet,
            self.label_dependent,
            self.labels,
        ] {
            fill(layer.weights, 1.0);
        }
        fill(self.label_head, 1.0);
        fill(self.root, 1.0);
        list
    }
}
