//! `relata why EVENT EVENT`: why two events are one happening, or are not.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use relata_history::{Traits, compare};
use serde_json::json;

use crate::commands::{record, why};
use crate::exit::Exit;
use crate::json_line;
use crate::terminal::{BOLD, Terminal};
use crate::words::{one_line, pad};

/// Columns of the points and of the features.
const POINTS: usize = 5;
const FEATURES: usize = 18;

/// Explains two events.
pub fn run(terminal: &Terminal, ids: [&str; 2], db: &Path) -> Result<Exit> {
    let (store, tables) = record::open(db)?;
    let mut found = Vec::new();
    for id in ids {
        let Some((id, happening)) = why::telling(terminal, &store, id)? else {
            return Ok(Exit::Nothing);
        };
        let telling = store.telling(&id)?;
        found.extend(telling.map(|telling| (telling, happening)));
    }
    let [(one, one_happening), (other, other_happening)] = found.as_slice() else {
        return Ok(Exit::Nothing);
    };
    let traits = |telling| Traits::of(&tables.merging, &tables.talks, telling);
    let comparison = compare(&tables.merging, &traits(one), &traits(other));
    let are_one = one_happening == other_happening;
    let mut out = terminal.out();
    if terminal.json {
        let line = json!({
            "events": [one.label(), other.label()], "one_happening": are_one, "points": comparison.points,
            "threshold": comparison.threshold, "apart": comparison.apart, "reasons": comparison.reasons,
        });
        json_line::print(&mut out, "comparison", &line)?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    for telling in [one, other] {
        let words = telling.event.evidence.first();
        let words = words.map_or(String::new(), |quote| one_line(&quote.text));
        writeln!(
            out,
            "{}\n  “{words}”",
            terminal.paint(BOLD, telling.label())
        )?;
    }
    writeln!(out)?;
    for reason in &comparison.reasons {
        let points = format!("{:+}", reason.points);
        let what = one_line(&reason.what);
        writeln!(
            out,
            "{}{}{what}",
            pad(&points, POINTS),
            pad(&reason.feature, FEATURES)
        )?;
    }
    let sum = format!(
        "{} points; {} join",
        comparison.points, comparison.threshold
    );
    writeln!(out, "{sum}")?;
    if let Some(apart) = &comparison.apart {
        writeln!(out, "never joined: {apart}")?;
    }
    let verdict = match (are_one, comparison.joins()) {
        (true, true) => "one happening",
        (true, false) => "one happening, by other tellings of it or by a person's word",
        (false, true) => "two happenings: their other tellings, or a person, keep them apart",
        (false, false) => "two happenings",
    };
    writeln!(out, "{}", terminal.paint(BOLD, verdict))?;
    out.flush()?;
    Ok(Exit::Done)
}
