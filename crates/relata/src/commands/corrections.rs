//! `relata corrections`: what people have said of events, on the page or at the terminal; taking it back.

use std::io::Write as _;

use anyhow::{Result, bail};
use relata_store::{Correction, NotCorrected, Store};

use crate::commands::{decide, record};
use crate::exit::Exit;
use crate::json_line;
use crate::settings::CorrectionsSettings;
use crate::terminal::Terminal;

/// Lists the corrections, or takes one back.
pub fn run(terminal: &Terminal, settings: &CorrectionsSettings) -> Result<Exit> {
    let (store, tables) = record::open(&settings.db)?;
    if let Some(n) = settings.undo {
        drop(store);
        let author = decide::author(settings.author.as_deref());
        let now = jiff::Timestamp::now().to_string();
        return match Store::open(&settings.db)?.undo(&tables, n, &author, &now) {
            Ok(()) => {
                terminal.say(format_args!("correction {n} is taken back"));
                Ok(Exit::Done)
            }
            Err(missing @ NotCorrected::NoCorrection(_)) => {
                terminal.warn(missing);
                Ok(Exit::Nothing)
            }
            Err(other) => bail!(other),
        };
    }
    let corrections = store.corrections()?;
    let mut out = terminal.out();
    for correction in &corrections {
        if terminal.json {
            json_line::print(&mut out, "correction", correction)?;
        } else {
            writeln!(out, "{}", line(&store, correction)?)?;
        }
    }
    out.flush()?;
    if corrections.is_empty() {
        terminal.say("nobody has corrected anything yet");
    }
    Ok(if corrections.is_empty() {
        Exit::Nothing
    } else {
        Exit::Done
    })
}

/// A correction in one line.
fn line(store: &Store, correction: &Correction) -> Result<String> {
    let event = |id: &str| -> Result<String> {
        Ok(match store.telling(id)? {
            Some(telling) => telling.label(),
            None => format!(
                "an event of {} that is not in the record now",
                correction.report
            ),
        })
    };
    let mut line = format!(
        "{:>4}  {}  {}  {}",
        correction.n,
        correction.made.get(..16).unwrap_or(&correction.made),
        correction.author,
        correction.kind
    );
    if let Some(field) = &correction.field {
        line.push_str(&format!(" {field}"));
    }
    line.push_str(&format!(" {}", event(&correction.telling)?));
    for other in &correction.others {
        line.push_str(&format!(" and {}", event(other)?));
    }
    if let Some(after) = &correction.after {
        line.push_str(&format!(": {after}"));
    }
    if !correction.reason.is_empty() {
        line.push_str(&format!("  “{}”", correction.reason));
    }
    if let Some((when, by)) = &correction.undone {
        line.push_str(&format!(
            "  (taken back by {by}, {})",
            when.get(..16).unwrap_or(when)
        ));
    }
    Ok(line)
}
