//! `relata why`: finds out whether an event or a report is meant.

use std::path::Path;

use anyhow::Result;
use relata_record::Report;
use relata_store::Store;

use crate::commands::{why_event, why_report};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Explains event or report `id`.
pub fn run(terminal: &Terminal, id: &str, db: &Path) -> Result<Exit> {
    let store = Store::open_to_read(db)?;
    if let Some(report) = find(&store, id)? {
        return why_report::run(terminal, &store, &report);
    }
    let event = id
        .rsplit_once('#')
        .and_then(|(report, n)| Some((report, n.parse::<u32>().ok()?)));
    if let Some((report, n)) = event
        && let Some(report) = find(&store, report)?
    {
        if let Some(event) = store.event(&report.id, n)? {
            return why_event::run(terminal, &report, &event);
        }
        let n_events = store.events_of(&report.id)?.len();
        terminal.warn(format_args!(
            "report `{}` has no event {n}; it has {n_events}",
            report.id
        ));
        return Ok(Exit::Nothing);
    }
    not_found(terminal, &store, id)
}

/// The report with this id, or the only one whose id begins so.
fn find(store: &Store, id: &str) -> Result<Option<Report>> {
    if let Some(report) = store.report(id)? {
        return Ok(Some(report));
    }
    let rows = store.reports()?;
    let mut begins = rows
        .iter()
        .filter(|row| !id.is_empty() && row.id.starts_with(id));
    match (begins.next(), begins.next()) {
        (Some(row), None) => Ok(store.report(&row.id)?),
        _ => Ok(None),
    }
}

/// Says that there is no such thing, and what comes near.
fn not_found(terminal: &Terminal, store: &Store, id: &str) -> Result<Exit> {
    let wanted = id
        .rsplit_once('#')
        .map_or(id, |(report, _)| report)
        .to_lowercase();
    let rows = store.reports()?;
    let near: Vec<String> = rows
        .iter()
        .filter(|row| !wanted.is_empty() && row.id.to_lowercase().contains(&wanted))
        .take(3)
        .map(|row| format!("`{}`", row.id))
        .collect();
    let hint = if near.is_empty() {
        "`relata events` lists what is there".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    terminal.warn(format_args!(
        "no event or report `{id}` in the record; {hint}"
    ));
    Ok(Exit::Nothing)
}
