//! `relata eval`: scores a record, or a file of events, against gold.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_evaluate::{Documents, Prediction, Score};
use relata_store::{EventFilter, Store};
use serde_json::json;

use crate::exit::Exit;
use crate::json_line;
use crate::settings::{EvalSettings, Predicted, stem};
use crate::terminal::Terminal;

/// Scores what `settings` names.
pub fn run(terminal: &Terminal, settings: &EvalSettings) -> Result<Exit> {
    let gold = relata_evaluate::gold_events(&text(&settings.gold)?, &name(&settings.gold))?;
    let documents = documents(&settings.documents)?;
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

fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn name(file: &Path) -> String {
    file.display().to_string()
}

/// The reports: text files of a folder in the order of their names, or rows of a file.
fn documents(path: &Path) -> Result<Documents> {
    if !path.is_dir() {
        return Ok(relata_evaluate::documents(&text(path)?, &name(path))?);
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry
            .with_context(|| format!("cannot read {}", path.display()))?
            .path();
        if file.extension().is_some_and(|ending| ending == "txt") {
            files.push(file);
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| Ok((stem(file), text(file)?)))
        .collect()
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
