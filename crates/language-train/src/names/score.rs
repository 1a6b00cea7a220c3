//! Scores names: a name counts where its words and its kind are right.

use relata_language::{Name, NameKind};

/// Counts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameCounts {
    /// In the gold names.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// In both.
    pub both: usize,
}

impl NameCounts {
    /// Harmonic mean of precision and recall, of a hundred.
    pub fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Counts of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameScore(pub [NameCounts; NameKind::ALL.len()]);

impl NameScore {
    /// Counts the names of a sentence.
    pub fn add(&mut self, gold: &[Name], found: &[Name]) {
        for name in gold {
            let counts = &mut self.0[name.kind as usize];
            counts.gold += 1;
            counts.both += usize::from(found.contains(name));
        }
        for name in found {
            self.0[name.kind as usize].found += 1;
        }
    }

    /// Persons, organisations and places together: what Universal NER marks.
    pub fn three(&self) -> NameCounts {
        let [person, organisation, place, _] = self.0;
        let mut sum = NameCounts::default();
        for counts in [person, organisation, place] {
            sum.gold += counts.gold;
            sum.found += counts.found;
            sum.both += counts.both;
        }
        sum
    }
}

impl std::fmt::Display for NameScore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = self.three();
        write!(
            formatter,
            "names F1 {:.2} (precision {:.2}, recall {:.2})",
            all.f1(),
            100.0 * all.both as f64 / all.found.max(1) as f64,
            100.0 * all.both as f64 / all.gold.max(1) as f64,
        )?;
        for (kind, counts) in NameKind::ALL.iter().zip(&self.0) {
            write!(formatter, ", {} {:.2}", kind.as_str(), counts.f1())?;
        }
        Ok(())
    }
}
