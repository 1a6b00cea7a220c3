//! `relata eval`: scores a record, or a file of events, against gold.

use std::io::{self, Write};

use anyhow::Result;
use relata_evaluate::{Prediction, Score};
use relata_store::{EventFilter, Store};
use serde_json::json;

use crate::documents::{self, name, text};
use crate::exit::Exit;
use crate::json_line;
use crate::settings::{EvalSettings, Predicted};
use crate::terminal::Terminal;

/// Scores what `settings` names.
pub fn run(terminal: &Terminal, settings: &EvalSettings) -> Result<Exit> {
    let gold = relata_evaluate::gold_events(&text(&settings.gold)?, &name(&settings.gold))?;
    let documents = documents::read(&settings.documents)?;
    let predicted = predicted(&settings.predicted)?;
    let score = relata_evaluate::score(&documents, &gold, &predicted);
    let mut out = terminal.out();
    if terminal.json {
        print_json(settings, &score, &mut out)?;
    } else {
        write!(out, "{}", lines(settings, &score))?;
    }
    out.flush()?;
    if score.total.core > 0 {
        return Ok(Exit::Done);
    }
    terminal.say("no gold event belongs to these documents; are the ids the same?");
    Ok(Exit::Nothing)
}

fn predicted(source: &Predicted) -> Result<Vec<Prediction>> {
    match source {
        Predicted::File(file) => Ok(relata_evaluate::predictions(&text(file)?, &name(file))?),
        Predicted::Record(file) => {
            let events = Store::open_to_read(file)?.events(&EventFilter::default())?;
            Ok(events
                .iter()
                .map(relata_evaluate::prediction_of)
                .collect::<Result<_, _>>()?)
        }
    }
}

fn lines(settings: &EvalSettings, score: &Score) -> String {
    let mut out = String::new();
    if settings.misses {
        out.extend(
            score
                .unmatched
                .iter()
                .map(|unmatched| format!("{unmatched}\n")),
        );
    }
    if settings.per_report {
        out.push_str(&relata_evaluate::per_report_lines(score));
    }
    out + &relata_evaluate::show(score)
}

fn print_json(settings: &EvalSettings, score: &Score, out: &mut impl Write) -> io::Result<()> {
    for unmatched in score.unmatched.iter().filter(|_| settings.misses) {
        let kind = if unmatched.is_missed { "miss" } else { "extra" };
        let line = json!({"report": unmatched.report, "event_type": unmatched.event_type, "words": unmatched.words});
        json_line::print(out, kind, &line)?;
    }
    for (id, counts) in score.reports.iter().filter(|_| settings.per_report) {
        let line = json!({
            "report": id, "core": counts.core, "found": counts.found, "event": counts.whole,
            "predicted": counts.predicted,
        });
        json_line::print(out, "report", &line)?;
    }
    json_line::print(out, "score", &relata_evaluate::json(score))
}
