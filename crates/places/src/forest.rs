//! Boosted trees: sums of small trees over numbers, as a probability. The same numbers give the same sum on every
//! machine: values are added in f64 in the order of the trees.

/// A node of a tree: a question, or a leaf's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// Is the feature at most the threshold? Then the first node, else the second.
    Ask {
        /// The feature.
        feature: u8,
        /// What it is compared with.
        threshold: f32,
        /// Next node if it is at most the threshold.
        low: u16,
        /// Next node otherwise.
        high: u16,
    },
    /// What the tree adds.
    Leaf(f32),
}

/// The trees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forest {
    /// What is added for every row.
    pub base: f32,
    /// Each tree, its first node on top. Nodes point to later nodes only.
    pub trees: Vec<Vec<Node>>,
}

const MAGIC: &[u8] = b"RELATA-TREES 1\n";
const NODE: usize = 9;

impl Forest {
    /// The sum of all trees: the logarithm of the odds.
    pub fn sum(&self, row: &[f32]) -> f64 {
        self.trees
            .iter()
            .map(|tree| f64::from(value(tree, row)))
            .fold(f64::from(self.base), |sum, value| sum + value)
    }

    /// The bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.base.to_le_bytes());
        bytes.extend(u32::try_from(self.trees.len()).unwrap_or(0).to_le_bytes());
        for tree in &self.trees {
            bytes.extend(u16::try_from(tree.len()).unwrap_or(0).to_le_bytes());
            for node in tree {
                let (feature, number, low, high) = match *node {
                    Node::Ask {
                        feature,
                        threshold,
                        low,
                        high,
                    } => (feature, threshold, low, high),
                    Node::Leaf(value) => (u8::MAX, value, 0, 0),
                };
                bytes.push(feature);
                bytes.extend(number.to_le_bytes());
                bytes.extend(low.to_le_bytes());
                bytes.extend(high.to_le_bytes());
            }
        }
        bytes
    }

    /// Reads a file; None where it is none, or a node points outside or back.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (base, rest) = rest.split_first_chunk::<4>()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let mut trees = Vec::new();
        for _ in 0..u32::from_le_bytes(*count) {
            let (length, behind) = rest.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_le_bytes(*length));
            let (nodes, behind) = behind.split_at_checked(length * NODE)?;
            rest = behind;
            let mut tree = Vec::with_capacity(length);
            for (at, node) in nodes.chunks_exact(NODE).enumerate() {
                let number = f32::from_le_bytes([node[1], node[2], node[3], node[4]]);
                let low = u16::from_le_bytes([node[5], node[6]]);
                let high = u16::from_le_bytes([node[7], node[8]]);
                if node[0] == u8::MAX {
                    tree.push(Node::Leaf(number));
                } else {
                    let ahead = |next: u16| usize::from(next) > at && usize::from(next) < length;
                    if !ahead(low) || !ahead(high) {
                        return None;
                    }
                    tree.push(Node::Ask {
                        feature: node[0],
                        threshold: number,
                        low,
                        high,
                    });
                }
            }
            trees.push(tree);
        }
        rest.is_empty().then_some(Self {
            base: f32::from_le_bytes(*base),
            trees,
        })
    }
}

fn value(tree: &[Node], row: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Ask {
                feature,
                threshold,
                low,
                high,
            }) => {
                let number = row.get(usize::from(*feature)).copied().unwrap_or(0.0);
                at = usize::from(if number <= *threshold { *low } else { *high });
            }
            None => return 0.0,
        }
    }
}

/// The probability that belongs to a sum.
pub fn probability(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest() -> Forest {
        let tree = vec![
            Node::Ask {
                feature: 1,
                threshold: 2.5,
                low: 1,
                high: 2,
            },
            Node::Leaf(-1.0),
            Node::Leaf(2.0),
        ];
        Forest {
            base: 0.5,
            trees: vec![tree.clone(), tree],
        }
    }

    #[test]
    fn trees_add_up() {
        assert_eq!(forest().sum(&[0.0, 2.0]), -1.5);
        assert_eq!(forest().sum(&[0.0, 3.0]), 4.5);
        assert_eq!(forest().sum(&[]), -1.5);
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        assert_eq!(Forest::read(&forest().write()), Some(forest()));
        let mut broken = forest().write();
        broken.pop();
        assert_eq!(Forest::read(&broken), None);
        assert_eq!(Forest::read(b"no trees"), None);
    }
}
