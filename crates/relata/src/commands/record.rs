//! Opens a record for the commands that show what many reports tell together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use relata_export::Row;
use relata_history::{Happening, Tables};
use relata_record::ReportHead;
use relata_store::{EventFilter, Store};

/// The record in `db` with its history up to date, and the tables that it goes by. A record that an older version
/// wrote, or a run that did not end, is brought up to date first.
pub fn open(db: &Path) -> Result<(Store, Tables)> {
    let tables = Tables::embedded().context("the tables of this program are broken")?;
    let store = Store::open_to_read(db)?;
    if store.history_is_current(&tables)? {
        return Ok((store, tables));
    }
    drop(store);
    let mut store = Store::open(db)?;
    store.update_history(&tables)?;
    Ok((store, tables))
}

/// A happening of the record.
pub fn happening(store: &Store, id: &str) -> Result<Option<Happening>> {
    Ok(Happening::of(store.tellings_of(id)?))
}

/// What is cited of each report, by id.
pub fn heads(store: &Store) -> Result<BTreeMap<String, Arc<ReportHead>>> {
    let heads = store.report_heads()?.into_iter();
    Ok(heads
        .map(|head| (head.id.clone(), Arc::new(head)))
        .collect())
}

/// Shows `visit` each happening that passes `filter` as a row of exports; how many there were.
pub fn each_row(
    store: &Store,
    filter: &EventFilter,
    heads: &BTreeMap<String, Arc<ReportHead>>,
    mut visit: impl FnMut(Row) -> Result<()>,
) -> Result<u64> {
    let mut n_rows = 0;
    for id in store.happenings(filter)? {
        if let Some(row) = Row::of_happening(store.tellings_of(&id)?, heads) {
            visit(row)?;
            n_rows += 1;
        }
    }
    Ok(n_rows)
}
