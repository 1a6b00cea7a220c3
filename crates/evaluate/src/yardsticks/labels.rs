//! Scores of sets of labels: one or several for a text, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::f1;

/// The labels of one text: those that are right and those that were told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labelled {
    /// Labels of gold.
    pub known: BTreeSet<String>,
    /// Labels of the prediction.
    pub told: BTreeSet<String>,
}

impl Labelled {
    fn n_right(&self) -> f64 {
        self.known.intersection(&self.told).count() as f64
    }
}

/// Mean over the texts of the F1 of their labels; texts without label in gold and prediction are left out.
pub fn example_based_f1(rows: &[Labelled]) -> f64 {
    let scores: Vec<f64> = rows
        .iter()
        .filter(|row| !row.known.is_empty() || !row.told.is_empty())
        .map(|row| f1(row.n_right(), row.told.len() as f64, row.known.len() as f64))
        .collect();
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

/// F1 of all labels together.
pub fn micro_f1(rows: &[Labelled]) -> f64 {
    let sum = |count: &dyn Fn(&Labelled) -> f64| rows.iter().map(count).sum::<f64>();
    f1(
        sum(&Labelled::n_right),
        sum(&|row| row.told.len() as f64),
        sum(&|row| row.known.len() as f64),
    )
}

/// Right, told and known texts of a label.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Told and known.
    pub right: f64,
    /// Told.
    pub told: f64,
    /// Known.
    pub known: f64,
}

impl Tally {
    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        f1(self.right, self.told, self.known)
    }
}

/// Counts of each label that is known or told.
pub fn tallies(rows: &[Labelled]) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for row in rows {
        for label in row.known.union(&row.told) {
            let tally = tallies.entry(label.clone()).or_default();
            let (known, told) = (row.known.contains(label), row.told.contains(label));
            tally.known += f64::from(u8::from(known));
            tally.told += f64::from(u8::from(told));
            tally.right += f64::from(u8::from(known && told));
        }
    }
    tallies
}

/// Mean F1 over the labels of gold.
pub fn macro_f1(rows: &[Labelled]) -> f64 {
    let tallies = tallies(rows);
    let known: Vec<f64> = tallies
        .values()
        .filter(|tally| tally.known > 0.0)
        .map(Tally::f1)
        .collect();
    known.iter().sum::<f64>() / known.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(known: &str, told: &str) -> Labelled {
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Labelled {
            known: set(known),
            told: set(told),
        }
    }

    #[test]
    fn empty_rows_do_not_count_and_half_right_ones_do() {
        let rows = [row("a", "a"), row("", ""), row("a b", "a"), row("", "b")];
        assert!((example_based_f1(&rows) - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-12);
        assert!((micro_f1(&rows) - 4.0 / 6.0).abs() < 1e-12);
        assert!((macro_f1(&rows) - 0.5).abs() < 1e-12);
    }
}
