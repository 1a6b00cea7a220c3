//! Events as a table for people, as wide as the terminal.

use anstyle::Style;
use relata_history::Happening;
use relata_record::{Event, EventType, Report};

use crate::cells;
use crate::terminal::{BOLD, DIM, DOUBT, FORCE, FRIENDLY, HOSTILE, Terminal};
use crate::words::{around, one_line, pad, shorten, width, wrap};

/// Blanks between columns.
const GAP: usize = 2;

/// A column of the table.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Least columns of the terminal it takes.
    width: usize,
    /// Its part of what is left over.
    share: usize,
    /// Least width of the terminal that shows it.
    from: usize,
}

/// Number, date, what, who, where, tolls, on whose word.
const COLUMNS: [Column; 7] = [
    Column {
        width: 4,
        share: 0,
        from: 0,
    },
    Column {
        width: 11,
        share: 0,
        from: 0,
    },
    Column {
        width: 14,
        share: 1,
        from: 0,
    },
    Column {
        width: 20,
        share: 5,
        from: 0,
    },
    Column {
        width: 12,
        share: 2,
        from: 72,
    },
    Column {
        width: 7,
        share: 0,
        from: 82,
    },
    Column {
        width: 12,
        share: 3,
        from: 96,
    },
];

/// A table that is printed event by event.
pub struct EventTable<'a> {
    terminal: &'a Terminal,
    widths: Vec<usize>,
    cites: bool,
}

impl<'a> EventTable<'a> {
    /// A table as wide as the terminal.
    pub fn new(terminal: &'a Terminal, cites: bool) -> Self {
        Self {
            terminal,
            widths: widths(terminal.width),
            cites,
        }
    }

    /// The heading of a report.
    pub fn heading(&self, report: &Report) -> String {
        let published = report
            .published
            .as_ref()
            .and_then(|found| found.value.date());
        let about: Vec<String> = [
            published.map(|day| day.to_string()),
            report.agency.as_ref().map(|found| found.value.clone()),
            report.title.as_ref().map(|found| found.value.clone()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let id = one_line(&report.id);
        let room = self.terminal.width.saturating_sub(width(&id) + GAP);
        let about = shorten(&one_line(&about.join(" · ")), room);
        format!("{}  {about}", self.terminal.paint(BOLD, id))
            .trim_end()
            .to_owned()
    }

    /// The lines of an event.
    pub fn event(&self, event: &Event) -> String {
        self.rows(event, &format!("#{}", event.n), "")
    }

    fn rows(&self, event: &Event, head: &str, label: &str) -> String {
        let mut cells = cells(event);
        cells.insert(0, head.to_owned());
        let columns: Vec<Vec<String>> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, width)| wrap(&one_line(cell), *width))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..height {
            out.push_str(&self.line(event, &columns, line));
            out.push('\n');
        }
        if self.cites {
            out.push_str(&self.cite(event, label));
            out.push('\n');
        } else if !label.is_empty() {
            let indent = " ".repeat(COLUMNS.first().map_or(0, |column| column.width) + GAP);
            out.push_str(&format!("{indent}{}\n", self.terminal.paint(DIM, label)));
        }
        out
    }

    /// The lines of a happening: how many reports tell of it stands in the place of the number.
    pub fn happening(&self, happening: &Happening) -> String {
        let sources = happening.sources;
        let head = format!("×{}", sources.reports);
        let label = one_line(&happening.label());
        let label = if sources.texts < sources.reports {
            let plural = if sources.texts == 1 { "" } else { "s" };
            format!("{label} · {} text{plural}", sources.texts)
        } else {
            label
        };
        self.rows(&happening.event, &head, &label)
    }

    fn line(&self, event: &Event, columns: &[Vec<String>], line: usize) -> String {
        let mut out = String::new();
        for (index, (column, width)) in columns.iter().zip(&self.widths).enumerate() {
            let cell = pad(column.get(line).map_or("", String::as_str), *width);
            out.push_str(&match index {
                0 => self.terminal.paint(DIM, cell),
                2 => self.terminal.paint(style(event), cell),
                _ => cell,
            });
            out.push_str(&" ".repeat(GAP));
        }
        out.trim_end().to_owned()
    }

    /// The proving words on one line, with what had no room in the table.
    fn cite(&self, event: &Event, label: &str) -> String {
        let indent = COLUMNS.first().map_or(0, |column| column.width) + GAP;
        let room = self.terminal.width.saturating_sub(indent + 2);
        let rest = cells(event).split_off(self.widths.len().saturating_sub(1));
        let rest: Vec<String> = [label.to_owned()]
            .into_iter()
            .chain(rest)
            .filter(|cell| !cell.is_empty())
            .collect();
        let mut rest = shorten(&one_line(&rest.join(" · ")), room / 2);
        if !rest.is_empty() {
            rest.push_str(" · ");
        }
        let words = proof(event, room.saturating_sub(width(&rest)));
        let words = self.terminal.paint(DIM, format!("“{words}”"));
        format!("{}{rest}{words}", " ".repeat(indent))
    }
}

/// The words that carry the act, in at most `columns`.
fn proof(event: &Event, columns: usize) -> String {
    event.evidence.first().map_or(String::new(), |quote| {
        let at = event.act.start.saturating_sub(quote.start);
        around(&quote.text, at as usize, columns)
    })
}

/// The values in the order of the columns behind the first.
fn cells(event: &Event) -> Vec<String> {
    let what = match cells::doubt(event.factuality) {
        Some(doubt) => format!("{} ({doubt})", cells::what(event)),
        None => cells::what(event),
    };
    vec![
        event.date.as_ref().map(cells::when).unwrap_or_default(),
        what,
        cells::who(event),
        event.place.as_ref().map(cells::place).unwrap_or_default(),
        cells::tolls(event),
        cells::speakers(&event.word_of),
    ]
}

/// The widths of the columns that a terminal has room for.
fn widths(terminal: usize) -> Vec<usize> {
    let shown: Vec<Column> = COLUMNS
        .into_iter()
        .filter(|column| column.from <= terminal)
        .collect();
    let least: usize = shown
        .iter()
        .map(|column| column.width + GAP)
        .sum::<usize>()
        .saturating_sub(GAP);
    let left = terminal.min(180).saturating_sub(least);
    let shares: usize = shown
        .iter()
        .map(|column| column.share)
        .sum::<usize>()
        .max(1);
    shown
        .iter()
        .map(|column| column.width + left * column.share / shares)
        .collect()
}

/// Force, hostile words and cooperation each have a colour; so has what is no fact.
fn style(event: &Event) -> Style {
    if cells::doubt(event.factuality).is_some() {
        return DOUBT;
    }
    match event.event_type {
        EventType::Assault
        | EventType::Coerce
        | EventType::Mobilize
        | EventType::Sanction
        | EventType::Protest => FORCE,
        EventType::Accuse | EventType::Reject | EventType::Threaten | EventType::Request => HOSTILE,
        _ => FRIENDLY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_the_terminal() {
        for terminal in 60..200 {
            let widths = widths(terminal);
            assert!(widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= terminal);
        }
        assert_eq!(widths(60).len(), 4);
        assert_eq!(widths(100).len(), 7);
    }
}
