//! `relata cite`: how the record, or a part of it, is cited.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use relata_export::Citation;
use relata_history::Tables;
use relata_record::ReportHead;
use relata_store::{EventFilter, Provenance};

use crate::commands::record;
use crate::exit::Exit;
use crate::json_line;
use crate::party_names::Sought;
use crate::settings::Query;
use crate::terminal::Terminal;

/// Prints the citation of what `query` asks for.
pub fn run(terminal: &Terminal, db: &Path, query: &Query, bibtex: bool) -> Result<Exit> {
    let (store, tables) = record::open(db)?;
    let filter = filter(query)?;
    let provenance = store.provenance()?;
    let heads = record::heads(&store)?;
    let happenings = store.happenings(&filter)?;
    let citation = citation(&provenance, &tables, query, &happenings, &heads);
    let mut out = terminal.out();
    if terminal.json {
        json_line::print(&mut out, "citation", &citation)?;
    } else if bibtex {
        writeln!(out, "{}", citation.bibtex())?;
    } else {
        writeln!(out, "{}", citation.text())?;
    }
    out.flush()?;
    Ok(if happenings.is_empty() {
        Exit::Nothing
    } else {
        Exit::Done
    })
}

/// The filter of a query, its parties looked up.
pub fn filter(query: &Query) -> Result<EventFilter> {
    Ok(EventFilter {
        parties: Sought::new(&query.parties)?.filters(),
        ..query.filter.clone()
    })
}

/// When the last run began that coded a report.
pub fn last_coded(provenance: &Provenance) -> Option<Timestamp> {
    provenance.coded.as_ref()?.parse().ok()
}

/// The citation of these happenings.
pub fn citation(
    provenance: &Provenance,
    tables: &Tables,
    query: &Query,
    happenings: &[String],
    heads: &BTreeMap<String, Arc<ReportHead>>,
) -> Citation {
    let coded = last_coded(provenance).map(|time| time.to_zoned(TimeZone::UTC).date());
    Citation {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        models: provenance.models.clone(),
        tables: provenance.tables.clone(),
        merging: tables.version(),
        query: query.words.clone(),
        reports: provenance.reports,
        happenings: happenings.len(),
        published: provenance.published,
        coded,
        hash: Citation::hash_of(
            happenings.iter().map(String::as_str),
            heads.values().map(|head| head.hash.as_str()),
        ),
    }
}
