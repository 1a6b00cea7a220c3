//! `relata events`: the events of the record as a table, JSON lines or comma-separated values.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;
use relata_record::Event;
use relata_store::{EventFilter, Store};

use crate::args::Format;
use crate::commands::events_csv::CsvPrinter;
use crate::exit::Exit;
use crate::party_names::Sought;
use crate::settings::EventsSettings;
use crate::table::EventTable;
use crate::terminal::Terminal;
use crate::words::count;

/// Prints the events that `settings` asks for.
pub fn run(terminal: &Terminal, settings: &EventsSettings) -> Result<Exit> {
    let store = Store::open_to_read(&settings.db)?;
    let parties = Sought::new(&settings.parties)?;
    let filter = EventFilter {
        parties: parties.filters(),
        ..settings.filter.clone()
    };
    let mut out = terminal.out();
    let n_events = match settings.format {
        Format::Table => table(terminal, settings.cites, &store, &filter, &mut out)?,
        Format::Jsonl => each(&store, &filter, |event| {
            serde_json::to_writer(&mut out, event)?;
            Ok(writeln!(out)?)
        })?,
        Format::Csv => {
            let mut printer = CsvPrinter::new(&mut out)?;
            let n_events = each(&store, &filter, |event| printer.print(event))?;
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

/// Shows `print` each event until it fails; how many there were.
fn each(
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

fn table(
    terminal: &Terminal,
    cites: bool,
    store: &Store,
    filter: &EventFilter,
    out: &mut impl Write,
) -> Result<u64> {
    let table = EventTable::new(terminal, cites);
    let mut report = None;
    let mut n_reports = 0;
    let n_events = each(store, filter, |event| {
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
