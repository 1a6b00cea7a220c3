//! `relata events`: the happenings of the record, or the events as each report tells them, as a table, JSON lines or
//! comma-separated values.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;
use relata_record::Event;
use relata_store::{EventFilter, Store};

use crate::args::Format;
use crate::commands::events_csv::CsvPrinter;
use crate::commands::record;
use crate::exit::Exit;
use crate::party_names::Sought;
use crate::settings::EventsSettings;
use crate::table::EventTable;
use crate::terminal::Terminal;
use crate::words::count;

/// Prints the events that `settings` asks for.
pub fn run(terminal: &Terminal, settings: &EventsSettings) -> Result<Exit> {
    let store = if settings.as_told {
        Store::open_to_read(&settings.db)?
    } else {
        record::open(&settings.db)?.0
    };
    let parties = Sought::new(&settings.parties)?;
    let filter = EventFilter {
        parties: parties.filters(),
        ..settings.filter.clone()
    };
    let mut out = terminal.out();
    let n_events = match (settings.as_told, settings.format) {
        (true, Format::Table) => told_table(terminal, settings.cites, &store, &filter, &mut out)?,
        (false, Format::Table) => table(terminal, settings.cites, &store, &filter, &mut out)?,
        (true, Format::Jsonl) => each_told(&store, &filter, |event| {
            serde_json::to_writer(&mut out, event)?;
            Ok(writeln!(out)?)
        })?,
        (false, Format::Jsonl) => {
            let ids = store.happenings(&filter)?;
            for id in &ids {
                if let Some(happening) = record::happening(&store, id)? {
                    serde_json::to_writer(&mut out, &happening)?;
                    writeln!(out)?;
                }
            }
            number(ids.len())
        }
        (as_told, Format::Csv) => {
            let mut printer = CsvPrinter::new(&mut out)?;
            let n_events = if as_told {
                each_told(&store, &filter, |event| printer.print(event))?
            } else {
                let ids = store.happenings(&filter)?;
                for id in &ids {
                    if let Some(happening) = record::happening(&store, id)? {
                        printer.print(&happening.event)?;
                    }
                }
                number(ids.len())
            };
            printer.end()?;
            n_events
        }
    };
    out.flush()?;
    if n_events > 0 {
        return Ok(Exit::Done);
    }
    terminal.say("no event in the record fits");
    for line in parties.strangers(&store)? {
        terminal.say(line);
    }
    Ok(Exit::Nothing)
}

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Shows `print` each event as told until it fails; how many there were.
fn each_told(
    store: &Store,
    filter: &EventFilter,
    mut print: impl FnMut(&Event) -> Result<()>,
) -> Result<u64> {
    let (mut n_events, mut result) = (0, Ok(()));
    store.each_event(filter, |event| {
        n_events += 1;
        result = print(&event);
        if result.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    result.map(|()| n_events)
}

fn told_table(
    terminal: &Terminal,
    cites: bool,
    store: &Store,
    filter: &EventFilter,
    out: &mut impl Write,
) -> Result<u64> {
    let table = EventTable::new(terminal, cites);
    let mut report = None;
    let mut n_reports = 0;
    let n_events = each_told(store, filter, |event| {
        if report.as_ref() != Some(&event.report) {
            if let Some(found) = store.report(&event.report)? {
                writeln!(
                    out,
                    "{}{}",
                    if n_reports > 0 { "\n" } else { "" },
                    table.heading(&found)
                )?;
            }
            n_reports += 1;
            report = Some(event.report.clone());
        }
        Ok(write!(out, "{}", table.event(event))?)
    })?;
    out.flush()?;
    if n_events > 0 {
        terminal.say(format_args!(
            "{} as told by {}",
            count(n_events, "event"),
            count(n_reports, "report")
        ));
    }
    Ok(n_events)
}

fn table(
    terminal: &Terminal,
    cites: bool,
    store: &Store,
    filter: &EventFilter,
    out: &mut impl Write,
) -> Result<u64> {
    let table = EventTable::new(terminal, cites);
    let mut reports = std::collections::BTreeSet::new();
    let ids = store.happenings(filter)?;
    for id in &ids {
        if let Some(happening) = record::happening(store, id)? {
            write!(out, "{}", table.happening(&happening))?;
            let told = happening.tellings.into_iter();
            reports.extend(told.filter_map(|telling| {
                let (report, _) = telling.event.rsplit_once('#')?;
                Some(report.to_owned())
            }));
        }
    }
    out.flush()?;
    if !ids.is_empty() {
        terminal.say(format_args!(
            "{} told by {}",
            count(number(ids.len()), "happening"),
            count(number(reports.len()), "report")
        ));
    }
    Ok(number(ids.len()))
}
