//! Users' own lists of actors, turned into tables of this program: text in, text out.
//!
//! What is written is checked like every other table when it is loaded; what could not be read is told line by
//! line, and never guessed.

mod petrarch;
mod plain;
mod ucdp;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::parties::{AGENT_COLUMNS, PARTY_COLUMNS};

pub use petrarch::{agents as petrarch_agents, parties as petrarch_parties};
pub use plain::parties as plain_parties;
pub use ucdp::parties as ucdp_parties;

/// What came of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// File name of the table: "parties.tsv".
    pub file: &'static str,
    /// Its content.
    pub content: String,
    /// How many rows it has.
    pub n_rows: usize,
    /// Lines that could not be read, and why.
    pub problems: Vec<Problem>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1 on.
    pub line: u64,
    /// What is wrong with it.
    pub what: String,
}

/// A row of the table of parties.
#[derive(Debug, Clone, Default)]
struct PartyRow {
    id: String,
    name: String,
    kind: String,
    country: String,
    sector: String,
    from: String,
    to: String,
    names: Vec<String>,
    short: Vec<String>,
    source: String,
}

/// A reader of a table of other people's making: rows may be short or long, cells have blanks around them.
fn table_reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
}

/// The row and its line; None, and told, where it cannot be read.
fn readable(
    record: csv::Result<csv::StringRecord>,
    problems: &mut Vec<Problem>,
) -> Option<(u64, csv::StringRecord)> {
    match record {
        Ok(record) => Some((record.position().map_or(0, csv::Position::line), record)),
        Err(error) => {
            problems.push(Problem {
                line: error.position().map_or(0, csv::Position::line),
                what: error.to_string(),
            });
            None
        }
    }
}

/// The table of parties with these rows.
fn parties_table(rows: Vec<PartyRow>, problems: Vec<Problem>) -> Imported {
    let mut content = PARTY_COLUMNS.join("\t");
    content.push('\n');
    let n_rows = rows.len();
    for row in rows {
        let cells = [
            row.id,
            row.name,
            row.kind,
            row.country,
            row.sector,
            row.from,
            row.to,
            row.names.join(";"),
            row.short.join(";"),
            row.source,
            String::new(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| one_cell(cell)).collect();
        let _ = writeln!(content, "{}", cells.join("\t"));
    }
    Imported {
        file: "parties.tsv",
        content,
        n_rows,
        problems,
    }
}

/// The table of agents with these rows of words and sector.
fn agents_table(rows: Vec<(String, String)>, problems: Vec<Problem>) -> Imported {
    let mut content = AGENT_COLUMNS.join("\t");
    content.push('\n');
    for (words, sector) in &rows {
        let _ = writeln!(content, "{}\t{sector}\tpeople\t", one_cell(words));
    }
    Imported {
        file: "agents.tsv",
        content,
        n_rows: rows.len(),
        problems,
    }
}

/// Without the characters that part cells and rows.
fn one_cell(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ").trim().to_owned()
}

/// An identifier out of a name that no other row has: "own.hill-front".
fn new_id(prefix: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut slug = String::new();
    for letter in crate::fold(name).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = format!("{prefix}.{}", slug.trim_matches('-'));
    let mut id = slug.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{slug}-{number}");
        number += 1;
    }
    id
}

/// The kind of party that goes with a sector, where a list does not tell.
fn kind_of(sector: &str) -> &'static str {
    match sector {
        "REB" | "UAF" | "CRM" => "armed_group",
        "PRM" => "militia",
        "PTY" => "party",
        "JRN" => "outlet",
        "BUS" => "company",
        "GOV" | "MIL" | "COP" | "SPY" | "LEG" | "JUD" => "state_organ",
        _ => "organisation",
    }
}
