//! What a run did, counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use relata_record::{Event, EventType, Problem};
use relata_store::{Note, RunCounts, Saved};
use serde_json::{Value, json};

use crate::pipeline::NO_MODEL;
use crate::words::count;

/// Counts of a run.
#[derive(Debug, Default)]
pub struct Summary {
    n_new: u64,
    n_revised: u64,
    n_recoded: u64,
    n_unchanged: u64,
    n_skipped: u64,
    n_remarks: u64,
    n_events: u64,
    types: BTreeMap<EventType, u64>,
    /// Reports that were kept and not coded, by their language.
    languages: BTreeMap<String, u64>,
    reasons: BTreeMap<String, u64>,
}

impl Summary {
    /// Counts a report that was coded.
    pub fn coded(&mut self, saved: Saved, events: &[Event], notes: &[Note]) {
        match saved {
            Saved::New => self.n_new += 1,
            Saved::Revised => self.n_revised += 1,
            Saved::Recoded => self.n_recoded += 1,
        }
        for event in events {
            self.n_events += 1;
            *self.types.entry(event.event_type).or_default() += 1;
        }
        for note in notes {
            if note.reason == NO_MODEL {
                *self.languages.entry(note.detail.clone()).or_default() += 1;
            }
            *self.reasons.entry(note.reason.clone()).or_default() += 1;
        }
    }

    /// Counts a report that had been coded before.
    pub fn unchanged(&mut self) {
        self.n_unchanged += 1;
    }

    /// Counts a problem.
    pub fn problem(&mut self, problem: &Problem) {
        if problem.skipped {
            self.n_skipped += 1;
        } else {
            self.n_remarks += 1;
        }
    }

    /// True if no report was read.
    pub fn is_empty(&self) -> bool {
        self.n_coded() + self.n_unchanged == 0
    }

    fn n_coded(&self) -> u64 {
        self.n_new + self.n_revised + self.n_recoded
    }

    /// The counts that are kept with the run.
    pub fn counts(&self) -> RunCounts {
        RunCounts {
            coded: self.n_coded(),
            unchanged: self.n_unchanged,
            skipped: self.n_skipped,
        }
    }

    /// The summary for people.
    pub fn lines(&self, verbose: bool) -> String {
        let mut out = format!(
            "{} read: {} coded",
            count(self.n_coded() + self.n_unchanged, "report"),
            self.n_coded()
        );
        for (n, what) in [
            (self.n_revised, "of them with a new text"),
            (self.n_recoded, "of them coded anew"),
            (self.n_unchanged, "unchanged"),
            (self.n_skipped, "skipped"),
        ] {
            if n > 0 {
                let _ = write!(out, ", {n} {what}");
            }
        }
        if !self.languages.is_empty() {
            let n: u64 = self.languages.values().sum();
            let _ = write!(
                out,
                "\n{} kept and not coded, in languages without a model{}",
                count(n, "report"),
                counted(self.languages.iter())
            );
        }
        if self.n_coded() > 0 {
            let _ = write!(
                out,
                "\n{}{}",
                count(self.n_events, "event"),
                counted(self.types.iter())
            );
        }
        if self.n_remarks > 0 && !verbose {
            let _ = write!(
                out,
                "\n{} on what was read; -v shows {}",
                count(self.n_remarks, "remark"),
                if self.n_remarks == 1 { "it" } else { "them" }
            );
        }
        if verbose && !self.reasons.is_empty() {
            let total: u64 = self.reasons.values().sum();
            let _ = write!(
                out,
                "\n{} on what gave nothing{}",
                count(total, "note"),
                counted(self.reasons.iter())
            );
        }
        out
    }

    /// The summary as one JSON object.
    pub fn json(&self) -> Value {
        let types: BTreeMap<&str, u64> = self
            .types
            .iter()
            .map(|(code, n)| (code.as_str(), *n))
            .collect();
        json!({
            "new": self.n_new,
            "revised": self.n_revised,
            "recoded": self.n_recoded,
            "unchanged": self.n_unchanged,
            "skipped": self.n_skipped,
            "remarks": self.n_remarks,
            "not_coded_by_language": self.languages,
            "events": self.n_events,
            "events_by_type": types,
            "notes_by_reason": self.reasons,
        })
    }
}

/// ": ASSAULT 5, AGREE 2", most first.
fn counted<'a, T: ToString + 'a>(counts: impl Iterator<Item = (&'a T, &'a u64)>) -> String {
    let mut counts: Vec<(&T, &u64)> = counts.collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let parts: Vec<String> = counts
        .iter()
        .map(|(name, n)| format!("{} {n}", name.to_string()))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join(", "))
    }
}
