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

/// Scores as one Markdown table: yardstick, part, how many are right, of how many, and the value.
pub fn accuracy_table(scores: &[(&str, &Score)]) -> String {
    let mut out = String::from(
        "| yardstick | part | right | of | value |\n| --- | --- | ---: | ---: | ---: |\n",
    );
    for (yardstick, score) in scores {
        let total = score.total;
        for (name, right, rates) in [
            ("found", total.found, score.found()),
            ("event", total.whole, score.event()),
        ] {
            let (p, r, f1) = (rates.precision, rates.recall, rates.f1());
            let (predicted, core) = (total.predicted, total.core);
            let _ = writeln!(
                out,
                "| {yardstick} | {name} P | {right} | {predicted} | {p:.3} |"
            );
            let _ = writeln!(
                out,
                "| {yardstick} | {name} R | {right} | {core} | {r:.3} |"
            );
            let _ = writeln!(out, "| {yardstick} | {name} F1 | | | {f1:.3} |");
        }
        for part in score.parts.iter().filter(|part| part.of > 0) {
            let (name, right, of) = (part.name, part.right, part.of);
            let value = share(right, of);
            let _ = writeln!(
                out,
                "| {yardstick} | {name} | {right} | {of} | {value:.3} |"
            );
        }
    }
    out
}
