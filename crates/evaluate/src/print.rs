//! The score as lines for a terminal, as JSON, and as a table for a file in the tree.

use std::fmt::Write as _;

use serde_json::{Value, json as object};

use crate::score::{Rates, Score, Unmatched, share};

/// The score in lines: reports, events found, events whole, and each field that gold has.
pub fn show(score: &Score) -> String {
    let mut out = String::new();
    let total = score.total;
    let _ = writeln!(
        out,
        "{} reports, {} core events, {} predicted",
        score.reports.len(),
        total.core,
        total.predicted
    );
    for (name, rates) in [("found", score.found()), ("event", score.event())] {
        let (p, r, f1) = (rates.precision, rates.recall, rates.f1());
        let _ = writeln!(out, "{name:10} P {p:.3}  R {r:.3}  F1 {f1:.3}");
    }
    for part in score.parts.iter().filter(|part| part.of > 0) {
        let _ = writeln!(
            out,
            "{:10} {:.3} of {}",
            part.name,
            share(part.right, part.of),
            part.of
        );
    }
    out
}

/// A line for each report.
pub fn per_report_lines(score: &Score) -> String {
    let mut out = String::new();
    for (id, counts) in &score.reports {
        let _ = writeln!(
            out,
            "{id:36} core {:3} found {:3} event {:3} predicted {:3}",
            counts.core, counts.found, counts.whole, counts.predicted
        );
    }
    out
}

impl std::fmt::Display for Unmatched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.is_missed { "MISS" } else { "EXTRA" };
        let words: String = self.words.chars().take(140).collect();
        write!(f, "{kind} {} {:9} {words:?}", self.report, self.event_type)
    }
}

/// The score as one JSON object.
pub fn json(score: &Score) -> Value {
    let rates = |rates: Rates| object!({"P": rates.precision, "R": rates.recall, "F1": rates.f1()});
    let mut value = object!({
        "reports": score.reports.len(),
        "core": score.total.core,
        "predicted": score.total.predicted,
        "found": rates(score.found()),
        "event": rates(score.event()),
    });
    if let Some(fields) = value.as_object_mut() {
        for part in &score.parts {
            let right = (part.of > 0).then(|| share(part.right, part.of));
            fields.insert(
                part.name.to_owned(),
                object!({"right": right, "of": part.of}),
            );
        }
    }
    value
}

/// The score as rows of a Markdown table: yardstick, part, count, number.
pub fn accuracy_table(yardstick: &str, score: &Score) -> String {
    let mut out = String::from("| yardstick | part | of | value |\n| --- | --- | ---: | ---: |\n");
    let total = score.total;
    for (name, rates) in [("found", score.found()), ("event", score.event())] {
        for (measure, of, value) in [
            ("P", total.predicted, rates.precision),
            ("R", total.core, rates.recall),
            ("F1", total.core, rates.f1()),
        ] {
            let _ = writeln!(
                out,
                "| {yardstick} | {name} {measure} | {of} | {value:.3} |"
            );
        }
    }
    for part in score.parts.iter().filter(|part| part.of > 0) {
        let value = share(part.right, part.of);
        let _ = writeln!(
            out,
            "| {yardstick} | {} | {} | {value:.3} |",
            part.name, part.of
        );
    }
    out
}
