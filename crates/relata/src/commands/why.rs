//! `relata why`: finds out whether an event or a report is meant.

use std::path::Path;

use anyhow::Result;
use relata_record::Report;
use relata_store::Store;

use crate::args::Model;
use crate::commands::{record, why_event, why_pair, why_report};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Explains event or report `id`, or why it and `other` are one happening or two; of a report with the parse by a tier.
pub fn run(
    terminal: &Terminal,
    id: &str,
    other: Option<&str>,
    parse: Option<Model>,
    db: &Path,
) -> Result<Exit> {
    if let Some(other) = other {
        return why_pair::run(terminal, [id, other], db);
    }
    let (store, _) = record::open(db)?;
    if let Some(report) = find(&store, id)? {
        return why_report::run(terminal, &store, &report, parse);
    }
    if let Some((report, n)) = number(id)
        && let Some(report) = find(&store, report)?
    {
        if let Some(event) = store.event(&report.id, n)? {
            return why_event::run(terminal, &store, &report, &event);
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

/// Report and number of `REPORT#N`.
fn number(id: &str) -> Option<(&str, u32)> {
    let (report, n) = id.rsplit_once('#')?;
    Some((report, n.parse().ok()?))
}

/// The ids of the telling `REPORT#N` and of its happening; says so where there is none.
pub fn telling(terminal: &Terminal, store: &Store, id: &str) -> Result<Option<(String, String)>> {
    if let Some((report, n)) = number(id)
        && let Some(report) = find(store, report)?
        && let Some(found) = store.telling_id(&report.id, n)?
    {
        return Ok(Some(found));
    }
    not_found(terminal, store, id)?;
    Ok(None)
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
