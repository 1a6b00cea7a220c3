//! `relata events`: the happenings of the record, or the events as each report tells them, as a table or in the
//! formats of `relata-export`.

use std::io::{self, BufWriter, StdoutLock, Write as _};
use std::ops::ControlFlow;

use anyhow::{Context as _, Result};
use relata_export::{Public, Row, Writer};
use relata_knowledge::Knowledge;
use relata_record::Event;
use relata_store::{EventFilter, Store};

use crate::args::Format;
use crate::commands::record;
use crate::exit::Exit;
use crate::party_names::Sought;
use crate::settings::EventsSettings;
use crate::table::EventTable;
use crate::terminal::Terminal;
use crate::words::count;

/// Characters to which quotes are cut in lists for the public.
pub const QUOTE_LENGTH: usize = 120;

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
    let n_events = match settings.format {
        Format::Table => {
            let mut out = terminal.out();
            let print = if settings.as_told { told_table } else { table };
            print(terminal, settings.cites, &store, &filter, &mut out)?
        }
        Format::Jsonl => list(settings, &store, &filter, relata_export::Format::Jsonl)?,
        Format::Csv if settings.guards => {
            list(settings, &store, &filter, relata_export::Format::GuardedCsv)?
        }
        Format::Csv => list(settings, &store, &filter, relata_export::Format::Csv)?,
        Format::Parquet => list(settings, &store, &filter, relata_export::Format::Parquet)?,
        Format::Geojson => list(settings, &store, &filter, relata_export::Format::GeoJson)?,
    };
    if n_events > 0 {
        return Ok(Exit::Done);
    }
    terminal.say("no event in the record fits");
    for line in parties.strangers(&store)? {
        terminal.say(line);
    }
    Ok(Exit::Nothing)
}

/// Writes a list in a format; how many events there were. An empty list is a list too.
fn list(
    settings: &EventsSettings,
    store: &Store,
    filter: &EventFilter,
    format: relata_export::Format,
) -> Result<u64> {
    let knowledge = match settings.is_public {
        true => Some(Knowledge::embedded().context("the tables of this program are broken")?),
        false => None,
    };
    let public = knowledge
        .as_ref()
        .map(|knowledge| Public::new(knowledge, QUOTE_LENGTH));
    let about = [("relata", env!("CARGO_PKG_VERSION").to_owned())];
    let mut writer = Writer::new(format, BufWriter::new(io::stdout()), &about)?;
    let mut write = |mut row: Row| {
        if let Some(public) = &public {
            public.apply(&mut row);
        }
        Ok(writer.row(&row)?)
    };
    let n_events = if settings.as_told {
        each_told(store, filter, |event| {
            Row::as_told(event.clone()).map_or(Ok(()), &mut write)
        })?
    } else {
        record::each_row(store, filter, &record::heads(store)?, write)?
    };
    writer.end()?;
    Ok(n_events)
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
    out: &mut BufWriter<StdoutLock<'_>>,
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
    out: &mut BufWriter<StdoutLock<'_>>,
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
