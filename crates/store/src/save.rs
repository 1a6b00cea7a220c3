//! Writing what reports give, many in one transaction.

use relata_record::{Event, Report};
use rusqlite::{Transaction, TransactionBehavior, params};

use crate::correction;
use crate::row::{insert_event, insert_note};
use crate::run::hexadecimal;
use crate::{Error, Note, Run, Store};

/// A report with all that it gave.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'a> {
    /// The report, with what the coder found of it.
    pub report: &'a Report,
    /// The [`fingerprint`] of the report as the reader gave it.
    pub fingerprint: &'a str,
    /// Its events, in order.
    pub events: &'a [Event],
    /// Why the rest gave nothing.
    pub notes: &'a [Note],
}

/// What saving a report did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// The report was not known.
    New,
    /// Its text is another than before: the events of the old text are gone, the old text is kept.
    Revised,
    /// Its text is known; its events were written anew.
    Recoded,
}

/// What decides, beside the coder, what a report gives: SHA-256 of all that the reader found.
pub fn fingerprint(report: &Report) -> Result<String, Error> {
    serde_json::to_vec(report)
        .map(|bytes| hexadecimal(&bytes))
        .map_err(|cause| Error::Unwritable {
            report: report.id.clone(),
            cause,
        })
}

impl Store {
    /// Writes a report and all that it gave; what it gave before is replaced.
    pub fn save(&mut self, run: &Run, coded: Coded<'_>) -> Result<Saved, Error> {
        let saved = self.save_all(run, &[coded])?;
        Ok(saved.first().copied().unwrap_or(Saved::New))
    }

    /// Writes reports and all that they gave in one transaction: all of them, or none.
    ///
    /// # Errors
    /// If one of them cannot be written; then none is.
    pub fn save_all(&mut self, run: &Run, batch: &[Coded<'_>]) -> Result<Vec<Saved>, Error> {
        let jsons: Vec<Json> = batch
            .iter()
            .map(|coded| Json::of(*coded))
            .collect::<Result<_, _>>()?;
        let file = self.file.clone();
        let write = || -> rusqlite::Result<Vec<Saved>> {
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let saved = batch
                .iter()
                .zip(&jsons)
                .map(|(coded, json)| write(&transaction, run, *coded, json))
                .collect::<rusqlite::Result<_>>()?;
            transaction.commit()?;
            Ok(saved)
        };
        let mut write = write;
        write().map_err(|source| Error::sqlite(&file, source))
    }

    /// Takes a report out of the record; its text stays, as that of a revision that no longer counts. False where there
    /// is none of this id.
    pub fn remove(&mut self, report: &str) -> Result<bool, Error> {
        let file = self.file.clone();
        self.take_out(report)
            .map_err(|source| Error::sqlite(&file, source))
    }

    fn take_out(&mut self, report: &str) -> rusqlite::Result<bool> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let n = transaction.execute(
            "UPDATE reports SET active = 0 WHERE id = ? AND active = 1",
            [report],
        )?;
        for sql in [
            "DELETE FROM events WHERE report = ?",
            "DELETE FROM coded_events WHERE report = ?",
            "DELETE FROM notes WHERE report = ?",
            "INSERT OR IGNORE INTO pending (report) VALUES (?)",
        ] {
            transaction.execute(sql, [report])?;
        }
        transaction.commit()?;
        Ok(n > 0)
    }
}

/// Writes a report within a transaction.
fn write(
    transaction: &Transaction<'_>,
    run: &Run,
    coded: Coded<'_>,
    json: &Json,
) -> rusqlite::Result<Saved> {
    let report = coded.report;
    // The texts that were known under this id: the hash and revision of each, and whether it counted.
    let known: Vec<(String, i64, bool)> = transaction
        .prepare_cached("SELECT hash, revision, active FROM reports WHERE id = ?")?
        .query_map([&report.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    if !known.is_empty() {
        for sql in [
            "DELETE FROM events WHERE report = ?",
            "DELETE FROM notes WHERE report = ?",
            "UPDATE reports SET active = 0 WHERE id = ?",
        ] {
            transaction.prepare_cached(sql)?.execute([&report.id])?;
        }
    }
    transaction
        .prepare_cached("INSERT OR IGNORE INTO pending (report) VALUES (?)")?
        .execute([&report.id])?;
    let revisions = known.iter().map(|(_, revision, _)| *revision);
    insert_report(
        transaction,
        run,
        coded,
        json,
        1 + revisions.max().unwrap_or(0),
    )?;
    for (event, json) in coded.events.iter().zip(&json.events) {
        insert_event(transaction, &report.id, &report.hash, event, json)?;
    }
    for (position, note) in coded.notes.iter().enumerate() {
        insert_note(transaction, &report.id, &report.hash, position, note)?;
    }
    if !known.is_empty() {
        // What people have said of a report's events before holds on.
        correction::apply(transaction, &report.id, &report.hash)?;
    }
    let before = known.iter().find(|(_, _, active)| *active);
    Ok(match before {
        None => Saved::New,
        Some((hash, _, _)) if *hash == report.hash => Saved::Recoded,
        Some(_) => Saved::Revised,
    })
}

/// The values that are stored as JSON.
struct Json {
    found: String,
    blocks: String,
    events: Vec<String>,
}

impl Json {
    fn of(coded: Coded<'_>) -> Result<Self, Error> {
        let report = coded.report;
        let fault = |cause| Error::Unwritable {
            report: report.id.clone(),
            cause,
        };
        let found = Report {
            text: String::new(),
            blocks: Vec::new(),
            ..report.clone()
        };
        Ok(Self {
            found: serde_json::to_string(&found).map_err(fault)?,
            blocks: serde_json::to_string(&report.blocks).map_err(fault)?,
            events: coded
                .events
                .iter()
                .map(|event| serde_json::to_string(event).map_err(fault))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn insert_report(
    transaction: &Transaction<'_>,
    run: &Run,
    coded: Coded<'_>,
    json: &Json,
    revision: i64,
) -> rusqlite::Result<()> {
    let report = coded.report;
    let published = report
        .published
        .as_ref()
        .and_then(|found| found.value.date());
    transaction
        .prepare_cached(
            "INSERT INTO reports (id, hash, revision, active, fingerprint, coder, title, agency, byline, dateline,
                                  published, url, language, text, blocks, found, coded)
             VALUES (?1, ?2, ?15, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?16)
             ON CONFLICT (id, hash) DO UPDATE SET active = 1, fingerprint = excluded.fingerprint,
                coder = excluded.coder, title = excluded.title, agency = excluded.agency,
                byline = excluded.byline, dateline = excluded.dateline, published = excluded.published,
                url = excluded.url, language = excluded.language, blocks = excluded.blocks,
                found = excluded.found, coded = coalesce(reports.coded, excluded.coded)",
        )?
        .execute(params![
            report.id,
            report.hash,
            coded.fingerprint,
            run.coder,
            report.title.as_ref().map(|found| &found.value),
            report.agency.as_ref().map(|found| &found.value),
            report.byline.as_ref().map(|found| &found.value),
            report.dateline.as_ref().map(|found| &found.value),
            published.map(|day| day.to_string()),
            report.url,
            report.language,
            report.text,
            json.blocks,
            json.found,
            revision,
            run.day,
        ])?;
    Ok(())
}
