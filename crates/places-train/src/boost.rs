//! Learns boosted trees: each tree is grown leaf by leaf where it lowers the logistic loss most, over numbers cut into
//! bins. Nothing is drawn by chance.

use relata_places::forest::{Forest, Node, probability};

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Number of trees.
    pub rounds: usize,
    /// Leaves of a tree.
    pub leaves: usize,
    /// Share of a tree's values that is added.
    pub rate: f64,
    /// Pull of leaves towards zero.
    pub pull: f64,
    /// Rows that a leaf needs.
    pub least: usize,
}

/// A row: numbers, whether it is right, and its weight.
pub struct Row {
    /// The numbers.
    pub numbers: Vec<f32>,
    /// True for the right candidate.
    pub is_right: bool,
    /// Its weight.
    pub weight: f64,
}

const BINS: usize = 64;

/// A leaf while a tree grows.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    feature: usize,
    bin: u8,
    gain: f64,
}

/// Learns trees from rows.
pub fn learn(rows: &[Row], settings: Settings) -> Forest {
    let width = rows.first().map_or(0, |row| row.numbers.len());
    let borders: Vec<Vec<f32>> = (0..width).map(|feature| borders(rows, feature)).collect();
    let bins: Vec<Vec<u8>> = (0..width)
        .map(|feature| {
            rows.iter()
                .map(|row| {
                    let bin =
                        borders[feature].partition_point(|border| *border < row.numbers[feature]);
                    u8::try_from(bin).unwrap_or(u8::MAX)
                })
                .collect()
        })
        .collect();
    let (right, all) = rows.iter().fold((0.0, 0.0), |(right, all), row| {
        (
            right + if row.is_right { row.weight } else { 0.0 },
            all + row.weight,
        )
    });
    let share: f64 = right / f64::max(all, 1e-9);
    #[allow(clippy::cast_possible_truncation)]
    let base = (share.clamp(1e-4, 1.0 - 1e-4) / (1.0 - share.clamp(1e-4, 1.0 - 1e-4))).ln() as f32;
    let mut sums = vec![f64::from(base); rows.len()];
    let mut forest = Forest {
        base,
        trees: Vec::new(),
    };
    for _ in 0..settings.rounds {
        let slopes: Vec<(f64, f64)> = rows
            .iter()
            .zip(&sums)
            .map(|(row, sum)| {
                let p = probability(*sum);
                let target = f64::from(u8::from(row.is_right));
                (
                    row.weight * (p - target),
                    row.weight * (p * (1.0 - p)).max(1e-6),
                )
            })
            .collect();
        let tree = grow(&bins, &borders, &slopes, settings, &mut sums);
        forest.trees.push(tree);
    }
    forest
}

fn borders(rows: &[Row], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row.numbers[feature]).collect();
    values.sort_by(f32::total_cmp);
    values.dedup();
    if values.len() <= BINS {
        return values
            .windows(2)
            .map(|pair| pair[0].midpoint(pair[1]))
            .collect();
    }
    let mut borders: Vec<f32> = (1..BINS)
        .map(|bin| {
            values[bin * values.len() / BINS].midpoint(values[bin * values.len() / BINS - 1])
        })
        .collect();
    borders.dedup();
    borders
}

fn grow(
    bins: &[Vec<u8>],
    borders: &[Vec<f32>],
    slopes: &[(f64, f64)],
    settings: Settings,
    sums: &mut [f64],
) -> Vec<Node> {
    let all: Vec<u32> = (0..u32::try_from(slopes.len()).unwrap_or(u32::MAX)).collect();
    let mut nodes = vec![Node::Leaf(0.0)];
    let split = best_split(bins, borders, slopes, &all, settings);
    let mut leaves = vec![Leaf {
        node: 0,
        rows: all,
        split,
    }];
    while leaves.len() < settings.leaves {
        let best = leaves
            .iter()
            .enumerate()
            .filter_map(|(at, leaf)| Some((at, leaf.split?.gain)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((at, _)) = best else { break };
        let leaf = leaves.swap_remove(at);
        let Some(split) = leaf.split else { break };
        let (low, high): (Vec<u32>, Vec<u32>) = leaf
            .rows
            .iter()
            .partition(|row| bins[split.feature][**row as usize] <= split.bin);
        let next = nodes.len();
        nodes[leaf.node] = Node::Ask {
            feature: u8::try_from(split.feature).unwrap_or(0),
            threshold: borders[split.feature][usize::from(split.bin)],
            low: u16::try_from(next).unwrap_or(0),
            high: u16::try_from(next + 1).unwrap_or(0),
        };
        for (node, rows) in [(next, low), (next + 1, high)] {
            nodes.push(Node::Leaf(0.0));
            let split = best_split(bins, borders, slopes, &rows, settings);
            leaves.push(Leaf { node, rows, split });
        }
    }
    for leaf in leaves {
        let (slope, curve) = total(slopes, &leaf.rows);
        #[allow(clippy::cast_possible_truncation)]
        let value = (-settings.rate * slope / (curve + settings.pull)) as f32;
        nodes[leaf.node] = Node::Leaf(value);
        for row in leaf.rows {
            sums[row as usize] += f64::from(value);
        }
    }
    nodes
}

fn total(slopes: &[(f64, f64)], rows: &[u32]) -> (f64, f64) {
    rows.iter().fold((0.0, 0.0), |(slope, curve), row| {
        (
            slope + slopes[*row as usize].0,
            curve + slopes[*row as usize].1,
        )
    })
}

fn best_split(
    bins: &[Vec<u8>],
    borders: &[Vec<f32>],
    slopes: &[(f64, f64)],
    rows: &[u32],
    settings: Settings,
) -> Option<Split> {
    if rows.len() < 2 * settings.least {
        return None;
    }
    let (slope, curve) = total(slopes, rows);
    let worth = |slope: f64, curve: f64| slope * slope / (curve + settings.pull);
    let mut best: Option<Split> = None;
    for (feature, column) in bins.iter().enumerate() {
        let mut bars = [(0.0_f64, 0.0_f64, 0_usize); 256];
        for row in rows {
            let (slope, curve) = slopes[*row as usize];
            let bar = &mut bars[usize::from(column[*row as usize])];
            bar.0 += slope;
            bar.1 += curve;
            bar.2 += 1;
        }
        let mut low = (0.0, 0.0, 0);
        for (bin, bar) in bars.iter().enumerate().take(borders[feature].len()) {
            low = (low.0 + bar.0, low.1 + bar.1, low.2 + bar.2);
            if low.2 < settings.least || rows.len() - low.2 < settings.least {
                continue;
            }
            let gain =
                worth(low.0, low.1) + worth(slope - low.0, curve - low.1) - worth(slope, curve);
            if gain > 1e-6 && best.is_none_or(|known| gain > known.gain) {
                best = Some(Split {
                    feature,
                    bin: u8::try_from(bin).unwrap_or(u8::MAX),
                    gain,
                });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_that_only_tell_together_are_learnt() {
        let rows: Vec<Row> = (0..400)
            .map(|n| {
                let (a, b) = (n % 2, n / 2 % 2);
                Row {
                    numbers: vec![a as f32, b as f32 + 0.1 * (n % 7) as f32],
                    is_right: a != b,
                    weight: 1.0,
                }
            })
            .collect();
        let settings = Settings {
            rounds: 40,
            leaves: 4,
            rate: 0.3,
            pull: 1.0,
            least: 5,
        };
        let forest = learn(&rows, settings);
        assert!(
            rows.iter()
                .all(|row| (forest.sum(&row.numbers) > 0.0) == row.is_right)
        );
    }
}
