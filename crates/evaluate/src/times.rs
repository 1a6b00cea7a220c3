//! Scores expressions of time against gold, as TempEval-3 did (task A).
//!
//! A gold and a found expression match where their spans overlap, one to one, those with equal spans first, then those
//! that share most. *strict*: their spans are equal. *value*: F1 of the matches times the share of them whose values
//! are equal.

/// An expression of time in a text: offsets, type and value in the terms of TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeRow {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// DATE, TIME, DURATION or SET.
    pub kind: String,
    /// Value.
    pub value: String,
}

/// What was counted over texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimeScore {
    /// Expressions of gold.
    pub gold: usize,
    /// Expressions found.
    pub found: usize,
    /// Pairs that overlap.
    pub relaxed: usize,
    /// Pairs with equal spans.
    pub strict: usize,
    /// Overlapping pairs of equal type.
    pub kind: usize,
    /// Overlapping pairs of equal value.
    pub value: usize,
}

impl TimeScore {
    /// Adds one text.
    pub fn add(&mut self, gold: &[TimeRow], found: &[TimeRow]) {
        self.gold += gold.len();
        self.found += found.len();
        for (gold, found) in pairs(gold, found) {
            self.relaxed += 1;
            self.strict += usize::from(has_equal_span(gold, found));
            self.kind += usize::from(gold.kind == found.kind);
            self.value += usize::from(gold.value == found.value);
        }
    }

    /// F1 of equal spans.
    pub fn strict_f1(&self) -> f64 {
        self.f1(self.strict)
    }

    /// F1 of overlapping spans.
    pub fn relaxed_f1(&self) -> f64 {
        self.f1(self.relaxed)
    }

    /// F1 of overlapping spans times the share of equal types among them.
    pub fn kind_f1(&self) -> f64 {
        self.relaxed_f1() * ratio(self.kind, self.relaxed)
    }

    /// F1 of overlapping spans times the share of equal values among them.
    pub fn value_f1(&self) -> f64 {
        self.relaxed_f1() * ratio(self.value, self.relaxed)
    }

    fn f1(&self, right: usize) -> f64 {
        2.0 * ratio(right, self.gold + self.found)
    }
}

fn ratio(right: usize, of: usize) -> f64 {
    if of == 0 {
        0.0
    } else {
        crate::score::share(right, of)
    }
}

fn has_equal_span(gold: &TimeRow, found: &TimeRow) -> bool {
    gold.start == found.start && gold.end == found.end
}

/// Which gold expression is which that was found.
fn pairs<'r>(gold: &'r [TimeRow], found: &'r [TimeRow]) -> Vec<(&'r TimeRow, &'r TimeRow)> {
    let mut candidates = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in found.iter().enumerate() {
            let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if shared > 0 {
                let order = (!has_equal_span(a, b), usize::MAX - shared, a.start, b.start);
                candidates.push((order, i, j));
            }
        }
    }
    candidates.sort_unstable();
    let (mut used_gold, mut used_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !used_gold[i] && !used_found[j] {
            (used_gold[i], used_found[j]) = (true, true);
            pairs.push((&gold[i], &found[j]));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(start: usize, end: usize, kind: &str, value: &str) -> TimeRow {
        TimeRow {
            start,
            end,
            kind: kind.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn overlap_is_relaxed_and_equal_spans_are_strict() {
        let gold = [
            row(0, 5, "DATE", "2009-10-02"),
            row(10, 20, "DURATION", "P2D"),
            row(30, 35, "DATE", "2009"),
        ];
        let found = [
            row(0, 5, "DATE", "2009-10-02"),
            row(12, 22, "DURATION", "P3D"),
            row(50, 55, "DATE", "2001"),
        ];
        let mut score = TimeScore::default();
        score.add(&gold, &found);
        score.add(&[row(0, 4, "DATE", "2008")], &[]);
        assert_eq!((score.strict, score.relaxed, score.value), (1, 2, 1));
        assert!((score.strict_f1() - 2.0 / 7.0).abs() < 1e-12);
        assert!((score.relaxed_f1() - 4.0 / 7.0).abs() < 1e-12);
        assert!((score.value_f1() - 2.0 / 7.0).abs() < 1e-12);
        assert!((score.kind_f1() - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn an_equal_span_wins_and_touching_is_no_overlap() {
        let mut score = TimeScore::default();
        score.add(
            &[row(0, 4, "DATE", "2008")],
            &[row(0, 9, "DATE", "x"), row(0, 4, "DATE", "2008")],
        );
        assert_eq!((score.strict, score.value), (1, 1));
        let mut score = TimeScore::default();
        score.add(&[row(0, 4, "DATE", "x")], &[row(4, 8, "DATE", "x")]);
        assert_eq!(score.relaxed, 0);
    }
}
