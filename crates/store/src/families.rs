//! Which reports are versions of one text: the shelf of families in SQLite.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;
use relata_history::{FamilyShelf, Sketch, update_families};
use relata_record::Report;
use rusqlite::{OptionalExtension as _, Params, Transaction, params};

use crate::history::{Broken, day, strings};

/// Stands for the day of a text that has none.
const NO_DAY: i64 = i64::MIN;

/// Compares the texts of `reports` as they are now with those of the days around theirs.
pub(crate) fn take(transaction: &Transaction<'_>, reports: &[String]) -> Result<(), Broken> {
    let mut shelf = SqliteFamilies {
        transaction,
        known: RefCell::default(),
    };
    let mut new = Vec::new();
    for report in reports {
        new.extend(shelf.sketch_of(report)?);
    }
    update_families(&mut shelf, reports, &new)
}

/// The family of a row `f` of `families`: of a series the issues of a day are one.
pub(crate) const FAMILY: &str =
    "CASE f.series WHEN 1 THEN f.family || ' of ' || f.day ELSE f.family END";

struct SqliteFamilies<'a> {
    transaction: &'a Transaction<'a>,
    known: RefCell<BTreeMap<u64, Rc<Sketch>>>,
}

/// SQLite has signed numbers only.
fn signed(number: u64) -> i64 {
    number.cast_signed()
}

/// Days since 1970.
fn number_of(day: Option<Date>) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    day.map_or(NO_DAY, |day| day.duration_since(epoch).as_secs() / 86_400)
}

impl SqliteFamilies<'_> {
    /// The sketch of a report as it is now.
    fn sketch_of(&self, report: &str) -> Result<Option<Rc<Sketch>>, Broken> {
        let row: Option<(String, String, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT text, blocks, published FROM reports WHERE id = ? AND active = 1",
            )?
            .query_row([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((text, blocks, published)) = row else {
            return Ok(None);
        };
        let blocks =
            serde_json::from_str(&blocks).map_err(|cause| Broken::Json(cause.to_string()))?;
        let read = Report {
            text,
            blocks,
            ..Report::of_paragraph(report, "")
        };
        let sketch = Rc::new(Sketch::of(&read, day(published.as_deref())));
        self.known
            .borrow_mut()
            .insert(sketch.text(), Rc::clone(&sketch));
        Ok(Some(sketch))
    }

    fn numbers(&self, sql: &str, values: impl Params) -> rusqlite::Result<Vec<u64>> {
        self.transaction
            .prepare_cached(sql)?
            .query_map(values, |row| row.get(0).map(i64::cast_unsigned))?
            .collect()
    }

    fn text(&self, sql: &str, value: impl Params) -> rusqlite::Result<Option<String>> {
        self.transaction
            .prepare_cached(sql)?
            .query_row(value, |row| row.get(0))
            .optional()
    }

    fn write(&self, sql: &str, values: impl Params) -> Result<(), Broken> {
        self.transaction.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}

impl FamilyShelf for SqliteFamilies<'_> {
    type Error = Broken;

    fn text_of(&mut self, report: &str) -> Result<Option<(u64, Option<Date>)>, Broken> {
        let found: Option<(i64, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT t.text, f.day FROM texts t JOIN families f ON f.text = t.text WHERE t.report = ?",
            )?
            .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.map(|(text, published)| (text.cast_unsigned(), day(published.as_deref()))))
    }

    fn first_of(&mut self, text: u64) -> Result<Option<String>, Broken> {
        let sql = "SELECT report FROM texts WHERE text = ? ORDER BY report LIMIT 1";
        Ok(self.text(sql, [signed(text)])?)
    }

    fn sketch(&mut self, text: u64) -> Result<Option<Rc<Sketch>>, Broken> {
        if let Some(sketch) = self.known.borrow().get(&text) {
            return Ok(Some(Rc::clone(sketch)));
        }
        // A report that is still pending may have another text by now.
        let reports = strings(
            self.transaction,
            "SELECT report FROM texts WHERE text = ? ORDER BY report",
            [signed(text)],
        )?;
        for report in reports {
            let sketch = self.sketch_of(&report)?;
            if let Some(sketch) = sketch.filter(|sketch| sketch.text() == text) {
                return Ok(Some(sketch));
            }
        }
        Ok(None)
    }

    fn under(&mut self, mark: u64, days: Option<(Date, Date)>) -> Result<Vec<u64>, Broken> {
        let (from, to) = days.map_or((NO_DAY, NO_DAY), |(from, to)| {
            (number_of(Some(from)), number_of(Some(to)))
        });
        let sql = "SELECT text FROM marks WHERE mark = ? AND day BETWEEN ? AND ?";
        Ok(self.numbers(sql, params![signed(mark), from, to])?)
    }

    fn enter(&mut self, sketch: &Rc<Sketch>) -> Result<(), Broken> {
        let text = signed(sketch.text());
        self.write(
            "INSERT INTO families (text, day, family) VALUES (?, ?, ?)",
            params![text, sketch.published.map(|day| day.to_string()), sketch.id],
        )?;
        let day = number_of(sketch.published);
        for mark in sketch.marks() {
            self.write(
                "INSERT INTO marks (mark, day, text) VALUES (?, ?, ?)",
                params![signed(*mark), day, text],
            )?;
        }
        Ok(())
    }

    fn remove(&mut self, text: u64) -> Result<(), Broken> {
        for sql in [
            "DELETE FROM marks WHERE text = ?",
            "DELETE FROM ties WHERE one IN (SELECT other FROM ties WHERE one = ?1) AND other = ?1",
            "DELETE FROM ties WHERE one = ?",
            "DELETE FROM families WHERE text = ?",
        ] {
            self.write(sql, [signed(text)])?;
        }
        Ok(())
    }

    fn give(&mut self, report: &str, text: Option<u64>) -> Result<(), Broken> {
        match text {
            Some(text) => self.write(
                "INSERT OR REPLACE INTO texts (report, text) VALUES (?, ?)",
                params![report, signed(text)],
            ),
            None => self.write("DELETE FROM texts WHERE report = ?", [report]),
        }
    }

    fn tied(&mut self, text: u64) -> Result<Vec<u64>, Broken> {
        Ok(self.numbers("SELECT other FROM ties WHERE one = ?", [signed(text)])?)
    }

    fn tie(&mut self, one: u64, other: u64) -> Result<(), Broken> {
        for (from, to) in [(one, other), (other, one)] {
            self.write(
                "INSERT OR IGNORE INTO ties (one, other) VALUES (?, ?)",
                params![signed(from), signed(to)],
            )?;
        }
        Ok(())
    }

    fn family(&mut self, text: u64) -> Result<Option<String>, Broken> {
        let sql = "SELECT family FROM families WHERE text = ?";
        Ok(self.text(sql, [signed(text)])?)
    }

    fn texts(&mut self, family: &str) -> Result<Vec<u64>, Broken> {
        let sql = "SELECT text FROM families WHERE family = ? ORDER BY text";
        Ok(self.numbers(sql, [family])?)
    }

    fn set_family(&mut self, text: u64, family: &str) -> Result<(), Broken> {
        self.write(
            "UPDATE families SET family = ?2 WHERE text = ?1",
            params![signed(text), family],
        )
    }

    fn rename(&mut self, family: &str, name: &str) -> Result<(), Broken> {
        self.write(
            "UPDATE families SET family = ?2 WHERE family = ?1",
            [family, name],
        )
    }

    fn days(&mut self, family: &str) -> Result<Option<(Date, Date)>, Broken> {
        let sql = "SELECT (SELECT min(day) FROM families WHERE family = ?1),
                          (SELECT max(day) FROM families WHERE family = ?1)";
        let found: (Option<String>, Option<String>) = self
            .transaction
            .prepare_cached(sql)?
            .query_row([family], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(day(found.0.as_deref()).zip(day(found.1.as_deref())))
    }

    fn set_series(&mut self, family: &str, is_series: bool) -> Result<(), Broken> {
        self.write(
            "UPDATE families SET series = ?2 WHERE family = ?1 AND series = NOT ?2",
            params![family, is_series],
        )
    }
}
