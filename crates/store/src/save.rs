//! Writing what one report gives, in one transaction.

use relata_record::{Event, Report};
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

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
        let json = Json::of(coded)?;
        let file = self.file.clone();
        self.write(run, coded, &json)
            .map_err(|source| Error::sqlite(&file, source))
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

    fn write(&mut self, run: &Run, coded: Coded<'_>, json: &Json) -> rusqlite::Result<Saved> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let report = coded.report;
        let before: Option<String> = transaction
            .prepare_cached("SELECT hash FROM reports WHERE id = ? AND active = 1")?
            .query_row([&report.id], |row| row.get(0))
            .optional()?;
        for sql in [
            "DELETE FROM events WHERE report = ?",
            "DELETE FROM notes WHERE report = ?",
            "INSERT OR IGNORE INTO pending (report) VALUES (?)",
        ] {
            transaction.prepare_cached(sql)?.execute([&report.id])?;
        }
        insert_report(&transaction, run, coded, json)?;
        for (event, json) in coded.events.iter().zip(&json.events) {
            insert_event(&transaction, &report.id, &report.hash, event, json)?;
        }
        for (position, note) in coded.notes.iter().enumerate() {
            insert_note(&transaction, &report.id, &report.hash, position, note)?;
        }
        correction::apply(&transaction, &report.id, &report.hash)?;
        transaction.commit()?;
        Ok(match before {
            None => Saved::New,
            Some(hash) if hash == report.hash => Saved::Recoded,
            Some(_) => Saved::Revised,
        })
    }
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
) -> rusqlite::Result<()> {
    let report = coded.report;
    transaction
        .prepare_cached("UPDATE reports SET active = 0 WHERE id = ? AND active = 1")?
        .execute([&report.id])?;
    let published = report
        .published
        .as_ref()
        .and_then(|found| found.value.date());
    transaction
        .prepare_cached(
            "INSERT INTO reports (id, hash, revision, active, fingerprint, coder, title, agency, byline, dateline,
                                  published, url, language, text, blocks, found)
             VALUES (?1, ?2, 1 + (SELECT coalesce(max(revision), 0) FROM reports WHERE id = ?1), 1, ?3, ?4, ?5, ?6,
                     ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT (id, hash) DO UPDATE SET active = 1, fingerprint = excluded.fingerprint,
                coder = excluded.coder, title = excluded.title, agency = excluded.agency,
                byline = excluded.byline, dateline = excluded.dateline, published = excluded.published,
                url = excluded.url, language = excluded.language, blocks = excluded.blocks,
                found = excluded.found",
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
        ])?;
    Ok(())
}
