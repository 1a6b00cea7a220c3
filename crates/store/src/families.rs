//! Which reports are versions of one text: the shelf of families in SQLite.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use relata_history::{FamilyShelf, Sketch, update_families};
use relata_record::Report;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::history::{Broken, day, strings};

/// Compares the texts of `reports` as they are now with those of the days around theirs.
pub(crate) fn take(transaction: &Transaction<'_>, reports: &[String]) -> Result<(), Broken> {
    let mut shelf = SqliteFamilies {
        transaction,
        known: RefCell::default(),
    };
    let mut new = Vec::new();
    for report in reports {
        new.extend(shelf.sketch(report)?);
    }
    update_families(&mut shelf, reports, &new)
}

struct SqliteFamilies<'a> {
    transaction: &'a Transaction<'a>,
    known: RefCell<BTreeMap<String, Sketch>>,
}

/// SQLite has signed numbers only.
fn signed(mark: u64) -> i64 {
    mark.cast_signed()
}

impl FamilyShelf for SqliteFamilies<'_> {
    type Error = Broken;

    fn sketch(&mut self, id: &str) -> Result<Option<Sketch>, Broken> {
        if let Some(sketch) = self.known.borrow().get(id) {
            return Ok(Some(sketch.clone()));
        }
        let row: Option<(String, String, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT text, blocks, published FROM reports WHERE id = ? AND active = 1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((text, blocks, published)) = row else {
            return Ok(None);
        };
        let blocks =
            serde_json::from_str(&blocks).map_err(|cause| Broken::Json(cause.to_string()))?;
        let report = Report {
            text,
            blocks,
            ..Report::of_paragraph(id, "")
        };
        let sketch = Sketch::of(&report, day(published.as_deref()));
        self.known
            .borrow_mut()
            .insert(id.to_owned(), sketch.clone());
        Ok(Some(sketch))
    }

    fn under(&mut self, key: u64) -> Result<Vec<String>, Broken> {
        Ok(strings(
            self.transaction,
            "SELECT report FROM marks WHERE mark = ?",
            [signed(key)],
        )?)
    }

    fn enter(&mut self, sketch: &Sketch, keys: &BTreeSet<u64>) -> Result<(), Broken> {
        for key in keys {
            self.transaction
                .prepare_cached("INSERT OR IGNORE INTO marks (mark, report) VALUES (?, ?)")?
                .execute(params![signed(*key), sketch.id])?;
        }
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), Broken> {
        for sql in [
            "DELETE FROM marks WHERE report = ?",
            "DELETE FROM versions WHERE one IN (SELECT other FROM versions WHERE one = ?1) AND other = ?1",
            "DELETE FROM versions WHERE one = ?",
            "DELETE FROM families WHERE report = ?",
        ] {
            self.transaction.prepare_cached(sql)?.execute([id])?;
        }
        Ok(())
    }

    fn versions(&mut self, id: &str) -> Result<BTreeSet<String>, Broken> {
        let list = strings(
            self.transaction,
            "SELECT other FROM versions WHERE one = ?",
            [id],
        )?;
        Ok(list.into_iter().collect())
    }

    fn pair(&mut self, one: &str, other: &str) -> Result<(), Broken> {
        for (from, to) in [(one, other), (other, one)] {
            self.transaction
                .prepare_cached("INSERT OR REPLACE INTO versions (one, other) VALUES (?, ?)")?
                .execute([from, to])?;
        }
        Ok(())
    }

    fn family(&mut self, name: &str, members: &BTreeSet<String>) -> Result<(), Broken> {
        for member in members {
            self.transaction
                .prepare_cached("INSERT OR REPLACE INTO families (report, family) VALUES (?, ?)")?
                .execute([member.as_str(), name])?;
        }
        Ok(())
    }
}
