//! `relata why EVENT`: every field with its words, where they stand, and the rule that gave it.

use std::io::Write;

use anyhow::Result;
use relata_record::{Event, Quote, Report, Span};
use serde::Serialize;
use serde_json::json;

use crate::cells;
use crate::exit::Exit;
use crate::fields::{Field, fields};
use crate::json_line;
use crate::marks::marked;
use crate::table::EventTable;
use crate::terminal::{BOLD, DIM, Terminal};
use crate::words::{one_line, pad, wrap};

/// Columns of the names of fields.
const NAMES: usize = 12;

/// An event as a JSON line.
#[derive(Serialize)]
struct EventLine<'a> {
    id: String,
    event: &'a Event,
    report: serde_json::Value,
}

/// Explains an event.
pub fn run(terminal: &Terminal, report: &Report, event: &Event) -> Result<Exit> {
    let mut out = terminal.out();
    if terminal.json {
        let report = json!({
            "id": report.id, "hash": report.hash, "title": report.title, "agency": report.agency,
            "published": report.published, "url": report.url,
        });
        let id = format!("{}#{}", event.report, event.n);
        json_line::print(&mut out, "event", &EventLine { id, event, report })?;
    } else {
        print(terminal, report, event, &mut out)?;
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
