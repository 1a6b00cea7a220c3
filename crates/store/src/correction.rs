//! What people say of events: accepted, rejected, put right, joined, split. Each word is kept with its author, time and
//! reason, holds over every later run, and can be taken back.

use std::collections::BTreeSet;

use relata_history::{Tables, Telling};
use relata_record::{Event, Inference, Precision};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde_json::{Value, json};

use crate::row::insert_event;
use crate::{Error, Store};

/// The fields that can be put right.
const FIELDS: [&str; 12] = [
    "type",
    "mode",
    "actors",
    "recipients",
    "date",
    "place",
    "killed",
    "injured",
    "captured",
    "factuality",
    "word_of",
    "talks",
];

/// What is said of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is no event.
    Reject,
    /// One field of it is another.
    Edit {
        /// The field.
        field: String,
        /// Its value; null for none.
        value: Value,
    },
    /// It and these tellings are one happening.
    Join(Vec<String>),
    /// It and these tellings are different happenings.
    Split(Vec<String>),
}

/// Who says something, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The author, as the author wants to be called.
    pub author: String,
    /// When; the store reads no clock.
    pub made: String,
    /// Why.
    pub reason: String,
}

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correction {
    /// Its number.
    pub n: i64,
    /// When it was made.
    pub made: String,
    /// By whom.
    pub author: String,
    /// Why.
    pub reason: String,
    /// accept, reject, edit, join, split.
    pub kind: String,
    /// Id of the telling that is meant.
    pub telling: String,
    /// The report.
    pub report: String,
    /// SHA-256 of the text that was read.
    pub hash: String,
    /// First byte of the words that name the act.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// The other tellings, of join and split.
    pub others: Vec<String>,
    /// The field, of an edit.
    pub field: Option<String>,
    /// The field before, or the whole event.
    pub before: Option<Value>,
    /// The field after.
    pub after: Option<Value>,
    /// When and by whom it was taken back.
    pub undone: Option<(String, String)>,
}

/// Why nothing was corrected.
#[derive(Debug, thiserror::Error)]
pub enum NotCorrected {
    /// There is no such event.
    #[error("the record has no event `{0}`")]
    NoEvent(String),
    /// There is no such correction, or it was taken back before.
    #[error("there is no correction {0} that stands")]
    NoCorrection(i64),
    /// The field cannot be put right, or not so.
    #[error("{0}")]
    BadValue(String),
    /// The record does not answer.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Store {
    /// Keeps a correction of the telling with id `telling`, and acts by it. Its number.
    ///
    /// # Errors
    /// If there is no such telling, the value does not fit its field, or the record cannot be written.
    pub fn correct(
        &mut self,
        tables: &Tables,
        telling: &str,
        verdict: &Verdict,
        said: &Said,
    ) -> Result<i64, NotCorrected> {
        let file = self.file.clone();
        let fault = |source| NotCorrected::Store(Error::sqlite(&file, source));
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        let n = keep(&transaction, telling, verdict, said).map_err(|broken| match broken {
            Broken::Sqlite(source) => fault(source),
            Broken::Other(other) => other,
        })?;
        transaction.commit().map_err(fault)?;
        self.update_history(tables)?;
        Ok(n)
    }

    /// Takes a correction back; it stays in the list as taken back.
    ///
    /// # Errors
    /// If there is none of this number that stands, or the record cannot be written.
    pub fn undo(
        &mut self,
        tables: &Tables,
        n: i64,
        author: &str,
        made: &str,
    ) -> Result<(), NotCorrected> {
        let file = self.file.clone();
        let fault = |source| NotCorrected::Store(Error::sqlite(&file, source));
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        take_back(&transaction, n, author, made).map_err(|broken| match broken {
            Broken::Sqlite(source) => fault(source),
            Broken::Other(other) => other,
        })?;
        transaction.commit().map_err(fault)?;
        self.update_history(tables)?;
        Ok(())
    }

    /// Every correction, the first first.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn corrections(&self) -> Result<Vec<Correction>, Error> {
        list(&self.connection, "1", params![]).map_err(|source| self.fault(source))
    }
}

enum Broken {
    Sqlite(rusqlite::Error),
    Other(NotCorrected),
}

impl From<rusqlite::Error> for Broken {
    fn from(source: rusqlite::Error) -> Self {
        Broken::Sqlite(source)
    }
}

impl From<NotCorrected> for Broken {
    fn from(other: NotCorrected) -> Self {
        Broken::Other(other)
    }
}

fn keep(
    transaction: &Transaction<'_>,
    telling: &str,
    verdict: &Verdict,
    said: &Said,
) -> Result<i64, Broken> {
    let (report, event) =
        told(transaction, telling)?.ok_or_else(|| NotCorrected::NoEvent(telling.to_owned()))?;
    let hash: String = transaction.query_row(
        "SELECT hash FROM reports WHERE id = ? AND active = 1",
        [&report],
        |row| row.get(0),
    )?;
    let whole = serde_json::to_value(&event).unwrap_or(Value::Null);
    let (kind, others, field, before, after) = match verdict {
        Verdict::Accept => ("accept", &[][..], None, whole, None),
        Verdict::Reject => ("reject", &[][..], None, whole, None),
        Verdict::Edit { field, value } => {
            edited(&event, field, value, &said.author).map_err(NotCorrected::BadValue)?;
            let before = whole.get(field).cloned().unwrap_or(Value::Null);
            ("edit", &[][..], Some(field), before, Some(value))
        }
        Verdict::Join(others) => ("join", others.as_slice(), None, Value::Null, None),
        Verdict::Split(others) => ("split", others.as_slice(), None, Value::Null, None),
    };
    for other in others {
        if other == telling || self::told(transaction, other)?.is_none() {
            return Err(NotCorrected::NoEvent(other.clone()).into());
        }
    }
    transaction.execute(
        "INSERT INTO corrections (made, author, reason, kind, telling, report, hash, start, \"end\", others, field,
            before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            said.made,
            said.author,
            said.reason,
            kind,
            telling,
            report,
            hash,
            event.act.start,
            event.act.end,
            json!(others).to_string(),
            field,
            before.to_string(),
            after.map(Value::to_string),
        ],
    )?;
    let n = transaction.last_insert_rowid();
    for other in others {
        decide(
            transaction,
            telling,
            other,
            Some((kind == "join", &said.made)),
        )?;
    }
    renew(transaction, &report, &hash)?;
    Ok(n)
}

fn take_back(
    transaction: &Transaction<'_>,
    n: i64,
    author: &str,
    made: &str,
) -> Result<(), Broken> {
    let found = list(transaction, "n = ? AND undone IS NULL", params![n])?;
    let Some(correction) = found.into_iter().next() else {
        return Err(NotCorrected::NoCorrection(n).into());
    };
    transaction.execute(
        "UPDATE corrections SET undone = ?, undone_by = ? WHERE n = ?",
        params![made, author, n],
    )?;
    for other in &correction.others {
        // What others have said of the same two stands.
        let standing = list(
            transaction,
            "undone IS NULL AND kind IN ('join', 'split')",
            params![],
        )?;
        let last = standing.iter().rev().find(|known| {
            let pair = [&correction.telling, other];
            pair.contains(&&known.telling) && known.others.iter().any(|other| pair.contains(&other))
        });
        let word = last.map(|known| (known.kind == "join", known.made.as_str()));
        decide(transaction, &correction.telling, other, word)?;
    }
    let hash: Option<String> = transaction
        .query_row(
            "SELECT hash FROM reports WHERE id = ? AND active = 1",
            [&correction.report],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(hash) = hash {
        renew(transaction, &correction.report, &hash)?;
    }
    Ok(())
}

/// Writes down, or forgets, what is said of two tellings; both are compared anew.
fn decide(
    transaction: &Transaction<'_>,
    one: &str,
    other: &str,
    word: Option<(bool, &str)>,
) -> rusqlite::Result<()> {
    let (one, other) = (one.min(other), one.max(other));
    match word {
        Some((joins, made)) => transaction.execute(
            "INSERT OR REPLACE INTO decisions (one, other, joins, made) VALUES (?, ?, ?, ?)",
            params![one, other, joins, made],
        )?,
        None => transaction.execute(
            "DELETE FROM decisions WHERE one = ? AND other = ?",
            params![one, other],
        )?,
    };
    for telling in [one, other] {
        transaction.execute(
            "INSERT OR IGNORE INTO pending (report) SELECT report FROM tellings WHERE id = ?",
            [telling],
        )?;
    }
    Ok(())
}

/// Gives the events of a report back as the coder gave them, and corrects them anew.
fn renew(transaction: &Transaction<'_>, report: &str, hash: &str) -> rusqlite::Result<()> {
    for (n, json) in originals(transaction, report)? {
        transaction.execute(
            "DELETE FROM events WHERE report = ? AND n = ?",
            params![report, n],
        )?;
        if let Ok(event) = serde_json::from_str::<Event>(&json) {
            insert_event(transaction, report, hash, &event, &json)?;
        }
    }
    apply(transaction, report, hash)?;
    transaction.execute(
        "INSERT OR IGNORE INTO pending (report) VALUES (?)",
        [report],
    )?;
    Ok(())
}

fn originals(connection: &Connection, report: &str) -> rusqlite::Result<Vec<(u32, String)>> {
    connection
        .prepare_cached("SELECT n, json FROM coded_events WHERE report = ? ORDER BY n")?
        .query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Corrects the events of a report, which must stand as the coder gave them.
pub(crate) fn apply(
    transaction: &Transaction<'_>,
    report: &str,
    hash: &str,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM coded_events WHERE report = ?")?
        .execute([report])?;
    let corrections = list(
        transaction,
        "report = ? AND undone IS NULL AND kind IN ('edit', 'reject')",
        params![report],
    )?;
    if corrections.is_empty() {
        return Ok(());
    }
    let coded: Vec<Event> = jsons(transaction, report)?
        .iter()
        .filter_map(|json| serde_json::from_str(json).ok())
        .collect();
    let ids: Vec<String> = Telling::of_report(hash, None, None, &coded)
        .into_iter()
        .map(|telling| telling.id)
        .collect();
    let mut corrected: Vec<Option<Event>> = coded.iter().cloned().map(Some).collect();
    let mut touched: BTreeSet<usize> = BTreeSet::new();
    for correction in &corrections {
        let Some(at) = meant(correction, hash, &coded, &ids) else {
            continue;
        };
        let Some(slot) = corrected.get_mut(at) else {
            continue;
        };
        touched.insert(at);
        *slot = match (slot.take(), &correction.field, &correction.after) {
            (Some(event), Some(field), Some(value)) => {
                Some(edited(&event, field, value, &correction.author).unwrap_or(event))
            }
            _ => None,
        };
    }
    for at in touched {
        let (Some(before), Some(after)) = (coded.get(at), corrected.get(at)) else {
            continue;
        };
        transaction.execute(
            "INSERT INTO coded_events (report, n, json)
             SELECT report, n, json FROM events WHERE report = ? AND n = ?",
            params![report, before.n],
        )?;
        transaction.execute(
            "DELETE FROM events WHERE report = ? AND n = ?",
            params![report, before.n],
        )?;
        if let Some(event) = after {
            let json = serde_json::to_string(event).unwrap_or_default();
            insert_event(transaction, report, hash, event, &json)?;
        }
    }
    Ok(())
}

fn jsons(connection: &Connection, report: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT json FROM events WHERE report = ? ORDER BY n")?
        .query_map([report], |row| row.get(0))?
        .collect()
}

/// Which event a correction speaks of: that with its id, else the only one of the same text whose act stands there.
fn meant(correction: &Correction, hash: &str, coded: &[Event], ids: &[String]) -> Option<usize> {
    let same = ids.iter().position(|id| *id == correction.telling);
    if same.is_some() || correction.hash != hash {
        return same;
    }
    let mut near = coded
        .iter()
        .enumerate()
        .filter(|(_, event)| event.act.start < correction.end && correction.start < event.act.end);
    match (near.next(), near.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// The tellings of a report as they stand: ids as the coder's events give them, so that a correction does not change
/// who an event is; what was rejected is left out.
pub(crate) fn standing(
    connection: &Connection,
    report: &str,
) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    connection
        .prepare_cached(
            "SELECT coalesce(c.json, e.json), e.json, n FROM
                (SELECT report, n FROM events WHERE report = ?1 UNION SELECT report, n FROM coded_events WHERE report = ?1)
             LEFT JOIN events e USING (report, n) LEFT JOIN coded_events c USING (report, n) ORDER BY n",
        )?
        .query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The report and the event of a telling, as they stand, or as the coder gave the event where it was rejected.
fn told(connection: &Connection, telling: &str) -> rusqlite::Result<Option<(String, Event)>> {
    let row: Option<(String, Option<String>)> = connection
        .query_row(
            "SELECT t.report, e.json FROM tellings t LEFT JOIN events e ON e.report = t.report AND e.n = t.n
             WHERE t.id = ?",
            [telling],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(row.and_then(|(report, json)| Some((report, serde_json::from_str(&json?).ok()?))))
}

fn list(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Correction>> {
    connection
        .prepare_cached(&format!(
            "SELECT n, made, author, reason, kind, telling, report, hash, start, \"end\", others, field, before, after,
                undone, undone_by FROM corrections WHERE {condition} ORDER BY n"
        ))?
        .query_map(values, correction)?
        .collect()
}

fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let value = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    let others: String = row.get(10)?;
    let undone: Option<String> = row.get(14)?;
    let undone_by: Option<String> = row.get(15)?;
    Ok(Correction {
        n: row.get(0)?,
        made: row.get(1)?,
        author: row.get(2)?,
        reason: row.get(3)?,
        kind: row.get(4)?,
        telling: row.get(5)?,
        report: row.get(6)?,
        hash: row.get(7)?,
        start: row.get(8)?,
        end: row.get(9)?,
        others: serde_json::from_str(&others).unwrap_or_default(),
        field: row.get(11)?,
        before: value(row.get(12)?),
        after: value(row.get(13)?),
        undone: undone.zip(undone_by),
    })
}

/// The event with one field as a person says. The value may be in short; what the record needs beside it is filled in,
/// and the person is named as the source.
fn edited(event: &Event, field: &str, value: &Value, author: &str) -> Result<Event, String> {
    if !FIELDS.contains(&field) {
        return Err(format!(
            "`{field}` cannot be put right; these can: {}",
            FIELDS.join(", ")
        ));
    }
    let rule = format!("put right by {author}");
    let mut whole = serde_json::to_value(event).map_err(|fault| fault.to_string())?;
    let mut new = value.clone();
    match field {
        "actors" | "recipients" | "word_of" => {
            for party in new.as_array_mut().into_iter().flatten() {
                let name = party.get("name").cloned().unwrap_or(Value::Null);
                fill(
                    party,
                    &[
                        ("text", name),
                        ("country", Value::Null),
                        ("sector", Value::Null),
                    ],
                );
                if field == "word_of" {
                    fill(party, &[("stance", json!("asserts"))]);
                }
                source(party, "span", &rule);
            }
        }
        "date" => {
            let day = new.get("from").cloned().unwrap_or(Value::Null);
            fill(&mut new, &[("to", day.clone())]);
            let is_day = new.get("to") == Some(&day);
            let precision = if is_day {
                Precision::Day
            } else {
                Precision::Range
            };
            fill(&mut new, &[("precision", json!(precision))]);
            source(&mut new, "span", &rule);
        }
        "place" => {
            fill(&mut new, &[("name", Value::Null), ("country", Value::Null)]);
            source(&mut new, "span", &rule);
        }
        "killed" | "injured" | "captured" => {
            if let Some(number) = new.as_u64() {
                new = json!({"low": number, "best": number, "high": number});
            }
            fill(
                &mut new,
                &[
                    ("low", Value::Null),
                    ("best", Value::Null),
                    ("high", Value::Null),
                ],
            );
            if new.is_object() && new.get("spans").is_none() {
                fill(&mut new, &[("spans", json!([])), ("inferred", json!(rule))]);
            }
        }
        "talks" => fill(
            &mut new,
            &[("parties", json!([])), ("span", json!(event.act))],
        ),
        _ => {}
    }
    if let Some(map) = whole.as_object_mut() {
        map.insert(field.to_owned(), new);
        if field == "type" && *value != json!(event.event_type) {
            // The manners of one type are none of another.
            map.insert("mode".to_owned(), json!([]));
        }
    }
    let mut edited: Event = serde_json::from_value(whole)
        .map_err(|fault| format!("this is no value of `{field}`: {fault}"))?;
    if let Some(date) = &edited.date
        && date.from > date.to
    {
        return Err("the first day lies behind the last".to_owned());
    }
    if ["type", "mode", "factuality"].contains(&field) {
        edited.inferred.retain(|inference| inference.field != field);
        edited.inferred.push(Inference {
            field: field.to_owned(),
            rule,
        });
    }
    Ok(edited)
}

/// Puts in what is missing.
fn fill(value: &mut Value, defaults: &[(&str, Value)]) {
    if let Some(map) = value.as_object_mut() {
        for (name, default) in defaults {
            map.entry(*name).or_insert_with(|| default.clone());
        }
    }
}

/// A value without words of its own is there on the person's word.
fn source(value: &mut Value, span: &str, rule: &str) {
    if value.get(span).is_none_or(Value::is_null) {
        fill(value, &[(span, Value::Null), ("inferred", json!(rule))]);
    }
}
