//! The scores of the CoNLL shared tasks of 2011 and 2012: MUC, B-cubed, CEAF by entities, and their mean.

use std::collections::BTreeMap;

use relata_coreference::{Chains, Resolver};
use relata_language::Sentence;

use super::gold::{Document, Place};

/// What was found of a whole, and what of the found was right.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    /// Right of the treebank's, and how much the treebank has.
    pub recall: (f64, f64),
    /// Right of the found, and how much was found.
    pub precision: (f64, f64),
}

impl Part {
    fn add(&mut self, other: Self) {
        self.recall.0 += other.recall.0;
        self.recall.1 += other.recall.1;
        self.precision.0 += other.precision.0;
        self.precision.1 += other.precision.1;
    }

    /// Harmonic mean of recall and precision, of a hundred.
    pub fn f1(self) -> f64 {
        let part = |(part, whole): (f64, f64)| if whole > 0.0 { part / whole } else { 0.0 };
        let (recall, precision) = (part(self.recall), part(self.precision));
        if recall + precision > 0.0 {
            200.0 * recall * precision / (recall + precision)
        } else {
            0.0
        }
    }
}

/// The scores of some documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChainScores {
    /// Mentions in chains.
    pub mentions: Part,
    /// Links.
    pub muc: Part,
    /// Mentions by the share of their chain.
    pub b_cubed: Part,
    /// Chains, each set against one other.
    pub ceaf: Part,
}

impl ChainScores {
    /// Adds the scores of one document.
    pub fn add(&mut self, gold: &[Vec<Place>], found: &[Vec<Place>]) {
        let (of_gold, of_found) = (owners(gold), owners(found));
        let both = of_gold
            .keys()
            .filter(|place| of_found.contains_key(place))
            .count() as f64;
        self.mentions.add(Part {
            recall: (both, of_gold.len() as f64),
            precision: (both, of_found.len() as f64),
        });
        self.muc.add(Part {
            recall: links(gold, &of_found),
            precision: links(found, &of_gold),
        });
        self.b_cubed.add(Part {
            recall: shares(gold, found, &of_found),
            precision: shares(found, gold, &of_gold),
        });
        let alike = best_match(gold, found, &of_found);
        self.ceaf.add(Part {
            recall: (alike, gold.len() as f64),
            precision: (alike, found.len() as f64),
        });
    }

    /// The mean of the three.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

impl std::fmt::Display for ChainScores {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |(part, whole): (f64, f64)| 100.0 * part / whole.max(1.0);
        write!(
            formatter,
            "CoNLL F1 {:.2} (MUC {:.2}, B3 {:.2}, CEAF {:.2}), mentions F1 {:.2} (recall {:.2}, precision {:.2})",
            self.conll(),
            self.muc.f1(),
            self.b_cubed.f1(),
            self.ceaf.f1(),
            self.mentions.f1(),
            share(self.mentions.recall),
            share(self.mentions.precision),
        )
    }
}

type Owners = BTreeMap<Place, usize>;

/// The chain of each mention.
fn owners(chains: &[Vec<Place>]) -> Owners {
    let places = chains.iter().enumerate();
    places
        .flat_map(|(chain, places)| places.iter().map(move |place| (*place, chain)))
        .collect()
}

/// Of the links that hold the chains together, those that the others have too.
fn links(chains: &[Vec<Place>], others: &Owners) -> (f64, f64) {
    let (mut right, mut all) = (0, 0);
    for chain in chains {
        let known: std::collections::BTreeSet<usize> = chain
            .iter()
            .filter_map(|place| others.get(place).copied())
            .collect();
        let unknown = chain.iter().filter(|place| !others.contains_key(place));
        let parts = known.len() + unknown.count();
        right += chain.len() - parts;
        all += chain.len().saturating_sub(1);
    }
    (right as f64, all as f64)
}

/// For each mention the share of its chain that stands in its other chain too.
fn shares(chains: &[Vec<Place>], others: &[Vec<Place>], owners: &Owners) -> (f64, f64) {
    let (mut right, mut all) = (0.0, 0.0);
    for chain in chains {
        let mut common = vec![0usize; others.len()];
        for place in chain {
            if let Some(owner) = owners.get(place) {
                common[*owner] += 1;
            }
        }
        right += common
            .iter()
            .map(|count| (count * count) as f64 / chain.len() as f64)
            .sum::<f64>();
        all += chain.len() as f64;
    }
    (right, all)
}

/// The greatest sum of likenesses, where each chain is set against one other at most.
fn best_match(gold: &[Vec<Place>], found: &[Vec<Place>], owners: &Owners) -> f64 {
    let size = gold.len().max(found.len());
    let mut alike = vec![vec![0.0; size]; size];
    for (row, chain) in gold.iter().enumerate() {
        for place in chain {
            if let Some(&column) = owners.get(place) {
                alike[row][column] += 2.0 / (chain.len() + found[column].len()) as f64;
            }
        }
    }
    assignment(&alike)
}

/// The Hungarian method: the greatest sum of one cell in each row and column of a square.
fn assignment(values: &[Vec<f64>]) -> f64 {
    let size = values.len();
    let (mut of_row, mut of_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_of = vec![0usize; size + 1];
    let mut way = vec![0usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let (own, mut delta, mut next) = (row_of[column], f64::INFINITY, 0);
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let cost = -values[own - 1][other - 1] - of_row[own] - of_column[other];
                if cost < least[other] {
                    (least[other], way[other]) = (cost, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=size {
                if used[other] {
                    of_row[row_of[other]] += delta;
                    of_column[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=size)
        .map(|column| values[row_of[column] - 1][column - 1])
        .sum()
}

/// Resolves each document, whose sentences have the treebank's tokens, and scores the chains.
pub fn score(resolver: &Resolver, documents: &[(Document, Vec<Sentence>)]) -> ChainScores {
    let mut scores = ChainScores::default();
    for (document, sentences) in documents {
        let chains = resolver.resolve(&document.text, sentences);
        scores.add(&document.chains, &places(&chains, sentences));
    }
    scores
}

/// The chains by the places of their words.
pub fn places(chains: &Chains, sentences: &[Sentence]) -> Vec<Vec<Place>> {
    let offsets = Document::offsets(sentences);
    let place = |mention: &usize| {
        let mention = &chains.mentions()[*mention];
        let offset = offsets[mention.sentence];
        (offset + mention.first as u32, offset + mention.last as u32)
    };
    chains
        .chains()
        .iter()
        .map(|chain| chain.iter().map(place).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(rows: &[&[u32]]) -> Vec<Vec<Place>> {
        rows.iter()
            .map(|row| row.iter().map(|place| (*place, *place)).collect())
            .collect()
    }

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    }

    /// The example of the scorer's authors (Pradhan and others 2014): a b c | d e f g against a b | c d | f g h i.
    #[test]
    fn scores_are_those_of_the_published_example() {
        let mut scores = ChainScores::default();
        scores.add(
            &chains(&[&[1, 2, 3], &[4, 5, 6, 7]]),
            &chains(&[&[1, 2], &[3, 4], &[6, 7, 8, 9]]),
        );
        near(scores.muc.recall.0 / scores.muc.recall.1, 2.0 / 5.0);
        near(scores.muc.precision.0 / scores.muc.precision.1, 2.0 / 5.0);
        near(
            scores.b_cubed.recall.0 / scores.b_cubed.recall.1,
            (4.0 / 3.0 + 1.0 / 3.0 + 1.0 / 4.0 + 4.0 / 4.0) / 7.0,
        );
        near(
            scores.b_cubed.precision.0 / scores.b_cubed.precision.1,
            (4.0 / 2.0 + 1.0 / 2.0 + 1.0 / 2.0 + 4.0 / 4.0) / 8.0,
        );
        near(scores.ceaf.recall.0, 4.0 / 5.0 + 4.0 / 8.0);
        near(scores.ceaf.recall.1, 2.0);
        near(scores.ceaf.precision.1, 3.0);
        near(scores.mentions.recall.0, 6.0);
    }

    #[test]
    fn the_same_chains_are_all_right() {
        let mut scores = ChainScores::default();
        let same = chains(&[&[1, 2, 3], &[4, 5]]);
        scores.add(&same, &same);
        near(scores.conll(), 100.0);
    }

    #[test]
    fn an_assignment_takes_the_best_sum_and_not_the_best_cell() {
        near(assignment(&[vec![5.0, 4.0], vec![4.0, 1.0]]), 8.0);
        near(assignment(&[]), 0.0);
    }
}
