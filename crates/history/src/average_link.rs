//! Grouping by average link: the two groups that are most alike on the mean are joined, as long as there are such. Must
//! never know what is grouped.

use std::collections::BTreeSet;

/// How alike each two of a number of things are: a square of numbers that is the same on both sides of its diagonal.
#[derive(Debug, Clone)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// Of so many things, none of which is like another.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    /// How many things there are.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How alike two are; 0 for what is not there.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells
            .get(row * self.size + column)
            .copied()
            .unwrap_or(0.0)
    }

    /// Writes down how alike two are.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        for at in [row * self.size + column, column * self.size + row] {
            if let Some(cell) = self.cells.get_mut(at) {
                *cell = value;
            }
        }
    }
}

/// The groups, by the numbers of their members: two of them are joined where they are at least `least` alike on the mean.
pub fn average_link(mut alike: Square, least: f64) -> Vec<Vec<usize>> {
    let size = alike.size;
    let mut groups: Vec<Vec<usize>> = (0..size).map(|n| vec![n]).collect();
    let mut open: BTreeSet<usize> = (0..size).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for one in &open {
            for other in open.range(one + 1..) {
                let value = alike.at(*one, *other);
                if value >= least && best.is_none_or(|(known, _, _)| value > known) {
                    best = Some((value, *one, *other));
                }
            }
        }
        let Some((_, one, other)) = best else {
            break;
        };
        let sizes = [one, other].map(|n| groups.get(n).map_or(0, Vec::len) as f64);
        for third in &open {
            let mean = (alike.at(one, *third) * sizes[0] + alike.at(other, *third) * sizes[1])
                / (sizes[0] + sizes[1]);
            alike.set(one, *third, mean);
        }
        open.remove(&other);
        let moved = groups
            .get_mut(other)
            .map(std::mem::take)
            .unwrap_or_default();
        if let Some(group) = groups.get_mut(one) {
            group.extend(moved);
        }
    }
    groups
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
}
