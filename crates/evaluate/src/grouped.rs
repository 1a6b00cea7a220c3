//! Scores groups against known ones by the pairs that they join, and the two invented archives so.

use std::collections::BTreeMap;
use std::convert::Infallible;

use relata_history::{MemoryShelf, Tables, update, update_families};

use crate::{MadeReport, MadeVersion};

/// Pairs that are joined, and those that should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairScore {
    /// Pairs that are rightly joined.
    pub right: usize,
    /// Pairs that are joined.
    pub joined: usize,
    /// Pairs that should be.
    pub wanted: usize,
    /// Groups that were found.
    pub groups: usize,
}

impl PairScore {
    /// The score of members, each with the group that it was put in and its true group.
    pub fn of<F: Ord, T: Ord>(members: impl IntoIterator<Item = (F, T)>) -> Self {
        let mut by_both: BTreeMap<F, BTreeMap<usize, usize>> = BTreeMap::new();
        let mut numbers: BTreeMap<T, usize> = BTreeMap::new();
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for (found, truth) in members {
            let next = numbers.len();
            let truth = *numbers.entry(truth).or_insert(next);
            *sizes.entry(truth).or_default() += 1;
            *by_both.entry(found).or_default().entry(truth).or_default() += 1;
        }
        let pairs = |n: &usize| n * n.saturating_sub(1) / 2;
        Self {
            right: by_both.values().flat_map(BTreeMap::values).map(pairs).sum(),
            joined: by_both
                .values()
                .map(|of| pairs(&of.values().sum::<usize>()))
                .sum(),
            wanted: sizes.values().map(pairs).sum(),
            groups: by_both.len(),
        }
    }

    /// The share of the joined pairs that is right.
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.joined.max(1) as f64
    }

    /// The share of the wanted pairs that is joined.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
    }
}

/// How rightly the tellings of an archive are joined to happenings.
pub fn merging_score(tables: &Tables, reports: &[MadeReport]) -> PairScore {
    let mut shelf = MemoryShelf::default();
    let traits = reports.iter().flat_map(|report| report.traits(tables));
    let done: Result<usize, Infallible> = update(&mut shelf, tables, &[], traits.collect());
    let _ = done;
    let mut truth = BTreeMap::new();
    for report in reports {
        let ids = report.tellings.iter().map(|telling| telling.number());
        truth.extend(ids.zip(&report.truth));
    }
    let happenings = shelf.happenings();
    let members = happenings.iter().flat_map(|(name, ids)| {
        let ids = ids.iter().filter_map(|id| truth.get(id));
        ids.map(move |truth| (*name, **truth))
    });
    PairScore::of(members)
}

/// How rightly versions of one text are found.
pub fn families_score(versions: &[MadeVersion]) -> PairScore {
    let mut shelf = MemoryShelf::default();
    let sketches: Vec<_> = versions
        .iter()
        .map(|version| version.sketch.clone())
        .collect();
    let done: Result<(), Infallible> = update_families(&mut shelf, &[], &sketches);
    let _ = done;
    let families = shelf.families();
    let members = versions.iter().filter_map(|version| {
        let found = families.get(&version.sketch.id)?;
        Some((found, version.family))
    });
    PairScore::of(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_joined_wrongly_and_one_missed_are_counted() {
        let score = PairScore::of([("a", 1), ("a", 1), ("a", 2), ("b", 2)]);
        assert_eq!((score.right, score.joined, score.wanted), (1, 3, 2));
        assert_eq!(score.groups, 2);
        assert!((score.f1() - 0.4).abs() < 1e-9);
    }
}
