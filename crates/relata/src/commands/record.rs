//! Opens a record for the commands that show what many reports tell together.

use std::path::Path;

use anyhow::{Context as _, Result};
use relata_history::{Happening, Tables};
use relata_store::Store;

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
