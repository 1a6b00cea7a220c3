//! `relata why EVENT`: every field with its words, where they stand, and the rule that gave it.

use std::io::Write;

use anyhow::Result;
use relata_history::Happening;
use relata_record::{Event, Quote, Report, Span};
use relata_store::Store;
use serde::Serialize;
use serde_json::json;

use crate::cells;
use crate::commands::record;
use crate::exit::Exit;
use crate::fields::{Field, fields};
use crate::json_line;
use crate::marks::marked;
use crate::table::EventTable;
use crate::terminal::{BOLD, DIM, Terminal};
use crate::words::{count, one_line, pad, shorten, wrap};

/// Columns of the names of fields.
const NAMES: usize = 12;

/// An event as a JSON line.
#[derive(Serialize)]
struct EventLine<'a> {
    id: String,
    event: &'a Event,
    report: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    happening: Option<&'a Happening>,
}

/// Explains an event, and what others tell of the same happening.
pub fn run(terminal: &Terminal, store: &Store, report: &Report, event: &Event) -> Result<Exit> {
    let mut out = terminal.out();
    let happening = match store.telling_id(&event.report, event.n)? {
        Some((_, id)) => record::happening(store, &id)?,
        None => None,
    };
    let happening = happening.filter(|happening| happening.tellings.len() > 1);
    if terminal.json {
        let report = json!({
            "id": report.id, "hash": report.hash, "title": report.title, "agency": report.agency,
            "published": report.published, "url": report.url,
        });
        let id = format!("{}#{}", event.report, event.n);
        let line = EventLine {
            id,
            event,
            report,
            happening: happening.as_ref(),
        };
        json_line::print(&mut out, "event", &line)?;
    } else {
        print(terminal, report, event, &mut out)?;
        if let Some(happening) = &happening {
            print_happening(terminal, happening, &mut out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn print(terminal: &Terminal, report: &Report, event: &Event, out: &mut impl Write) -> Result<()> {
    let fields = fields(event);
    writeln!(out, "{}", EventTable::new(terminal, false).heading(report))?;
    let title = format!(
        "#{}  {}  {}",
        event.n,
        cells::what(event),
        cells::who(event)
    );
    writeln!(out, "{}\n", terminal.paint(BOLD, one_line(&title)))?;
    if let Some(quote) = event.evidence.first() {
        let marks: Vec<Span> = proofs(&fields).map(Quote::span).collect();
        for line in marked(
            terminal,
            &report.text,
            quote.span(),
            &marks,
            terminal.width - 4,
        ) {
            writeln!(out, "    {line}")?;
        }
        writeln!(out)?;
    }
    for field in &fields {
        print_field(terminal, field, out)?;
    }
    Ok(())
}

/// The tellings of a happening, and who says which.
fn print_happening(terminal: &Terminal, happening: &Happening, out: &mut impl Write) -> Result<()> {
    let sources = happening.sources;
    let line = format!(
        "told by {} in {}, {}; `relata why EVENT EVENT` says why two are one",
        count(number(sources.reports), "report"),
        count(number(sources.texts), "text"),
        count(number(sources.origins), "origin"),
    );
    writeln!(out, "\n{}", terminal.paint(BOLD, line))?;
    let room = terminal.width.saturating_sub(4);
    for telling in &happening.tellings {
        let about: Vec<String> = [
            Some(telling.event.clone()),
            telling.reported.map(|day| day.to_string()),
            telling.outlet.clone(),
            Some(format!("text {}", telling.text)),
        ]
        .into_iter()
        .flatten()
        .collect();
        writeln!(out, "  {}", shorten(&one_line(&about.join(" · ")), room))?;
        let words = shorten(&one_line(&telling.words), room);
        writeln!(out, "    {}", terminal.paint(DIM, format!("“{words}”")))?;
    }
    let mut field = "";
    for saying in &happening.said {
        if saying.field != field {
            field = saying.field;
            writeln!(
                out,
                "{}",
                terminal.paint(BOLD, format!("{field}: more than one word"))
            )?;
        }
        let by = if saying.by.is_empty() {
            String::new()
        } else {
            format!(", on the word of {}", saying.by.join(", "))
        };
        let line = format!("{}  {}{by}", saying.value, saying.event);
        writeln!(out, "  {}", shorten(&one_line(&line), room))?;
    }
    Ok(())
}

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The words of all fields but the evidence itself.
fn proofs(fields: &[Field]) -> impl Iterator<Item = &Quote> {
    fields
        .iter()
        .filter(|field| field.name != "evidence")
        .flat_map(|field| &field.quotes)
}

fn print_field(terminal: &Terminal, field: &Field, out: &mut impl Write) -> Result<()> {
    let room = terminal.width.saturating_sub(NAMES);
    let mut name = pad(field.name, NAMES);
    for line in wrap(&one_line(&field.value), room) {
        writeln!(out, "{}{line}", terminal.paint(BOLD, &name))?;
        name = " ".repeat(NAMES);
    }
    let quotes = field.quotes.iter().map(|quote| {
        format!(
            "“{}” bytes {}..{}",
            one_line(&quote.text),
            quote.start,
            quote.end
        )
    });
    for proof in quotes.chain(field.rules.iter().map(|rule| one_line(rule))) {
        for line in wrap(&proof, room) {
            writeln!(
                out,
                "{}{}",
                terminal.paint(BOLD, &name),
                terminal.paint(DIM, line)
            )?;
            name = " ".repeat(NAMES);
        }
    }
    Ok(())
}
