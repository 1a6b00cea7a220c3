//! Keeping the history up to date: the shelf of `relata-history` in SQLite.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use jiff::civil::Date;
use relata_history::talks::Pair;
use relata_history::{
    Bridge, Decision, Form, Keys, Link, Member, Shelf, Tables, Telling, TellingId, Traits, update,
};
use relata_record::Event;
use rusqlite::{
    OptionalExtension as _, Transaction, TransactionBehavior, params, params_from_iter,
};

use crate::families::FAMILY;
use crate::{Error, EventFilter, Store, correction, families};

/// So many reports are compared before the memory of them is given back, or more where the record is large.
const BATCH: usize = 1000;
/// A batch may be this part of the record: each batch forms anew all that hangs together with what is new in it, so that
/// batches of one size would cost the square of the whole.
const PART: usize = 4;
/// So many reports fit into memory with what is compared of them.
const MOST: usize = 20_000;

/// After how many new reports a record of `known` ones is best compared.
pub fn batch_beside(known: usize) -> usize {
    (known / PART).clamp(BATCH, MOST)
}

/// What bringing the history up to date did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HistoryCounts {
    /// Reports whose tellings were compared.
    pub reports: usize,
    /// Happenings that were formed anew.
    pub happenings: usize,
}

impl Store {
    /// True if the happenings are those of the reports, by the tables of this version.
    pub fn history_is_current(&self, tables: &Tables) -> Result<bool, Error> {
        let read = || -> rusqlite::Result<bool> {
            let known: Option<String> = self
                .connection
                .query_row("SELECT tables FROM history", [], |row| row.get(0))
                .optional()?;
            let pending: bool =
                self.connection
                    .query_row("SELECT EXISTS (SELECT 1 FROM pending)", [], |row| {
                        row.get(0)
                    })?;
            Ok(!pending && known == Some(tables.version()))
        };
        read().map_err(|source| self.fault(source))
    }

    /// Compares what is new, and forms anew the happenings that this touches.
    pub fn update_history(&mut self, tables: &Tables) -> Result<HistoryCounts, Error> {
        let file = self.file.clone();
        let mut counts = HistoryCounts::default();
        self.begin_update(tables)
            .map_err(|source| Error::sqlite(&file, source))?;
        while let Some(done) = self.update_batch(tables)? {
            counts.reports += done.reports;
            counts.happenings += done.happenings;
        }
        Ok(counts)
    }

    /// Other tables than before make every report pending. What pending reports told before is taken out.
    fn begin_update(&mut self, tables: &Tables) -> rusqlite::Result<()> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version = tables.version();
        let known: Option<String> = transaction
            .query_row("SELECT tables FROM history", [], |row| row.get(0))
            .optional()?;
        if known.as_ref() != Some(&version) {
            transaction.execute_batch(
                "DELETE FROM tellings; DELETE FROM keys; DELETE FROM joins; DELETE FROM pairs;
                 DELETE FROM texts; DELETE FROM marks; DELETE FROM ties; DELETE FROM families;
                 INSERT OR IGNORE INTO pending SELECT id FROM reports WHERE active = 1;",
            )?;
            transaction.execute(
                "INSERT INTO history (one, tables) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET tables = ?1",
                [&version],
            )?;
        }
        transaction.commit()
    }

    /// A batch of pending reports; None where there is none.
    fn update_batch(&mut self, tables: &Tables) -> Result<Option<HistoryCounts>, Error> {
        let file = self.file.clone();
        let fault = |source| Error::sqlite(&file, source);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        let reports = next_batch(&transaction).map_err(fault)?;
        if reports.is_empty() {
            return Ok(None);
        }
        let happenings = {
            let mut shelf = SqliteShelf {
                transaction: &transaction,
                tables,
                known: RefCell::default(),
                has_decisions: has_decisions(&transaction).map_err(fault)?,
            };
            shelf.take(&reports).map_err(|broken| match broken {
                Broken::Sqlite(source) => fault(source),
                Broken::Json(what) => Error::Damaged {
                    file: file.clone(),
                    what,
                },
            })?
        };
        transaction.commit().map_err(fault)?;
        Ok(Some(HistoryCounts {
            reports: reports.len(),
            happenings,
        }))
    }
}

/// The pending reports that are compared together.
fn next_batch(connection: &rusqlite::Connection) -> rusqlite::Result<Vec<String>> {
    let first = |n: usize| {
        strings(
            connection,
            "SELECT report FROM pending ORDER BY report LIMIT ?",
            [i64::try_from(n).unwrap_or(i64::MAX)],
        )
    };
    let reports = first(BATCH)?;
    if reports.len() < BATCH {
        // Counting the record would cost more than comparing the few.
        return Ok(reports);
    }
    let known: i64 = connection.query_row("SELECT count(*) FROM texts", [], |row| row.get(0))?;
    first(batch_beside(usize::try_from(known).unwrap_or(0)))
}

/// What can go wrong on the shelf.
pub(crate) enum Broken {
    Sqlite(rusqlite::Error),
    Json(String),
}

impl From<rusqlite::Error> for Broken {
    fn from(source: rusqlite::Error) -> Self {
        Broken::Sqlite(source)
    }
}

struct SqliteShelf<'a> {
    transaction: &'a Transaction<'a>,
    tables: &'a Tables,
    known: RefCell<HashMap<Form, Rc<Traits>>>,
    /// True if people have decided anything; where they have not, nothing needs to be looked up.
    has_decisions: bool,
}

impl SqliteShelf<'_> {
    /// Compares what `reports` tell now with all else.
    fn take(&mut self, reports: &[String]) -> Result<usize, Broken> {
        families::take(self.transaction, reports)?;
        let mut gone = Vec::new();
        let mut new = Vec::new();
        for report in reports {
            let told = strings(
                self.transaction,
                "SELECT id FROM tellings WHERE report = ? ORDER BY id",
                [report],
            )?;
            gone.extend(told.iter().filter_map(|id| TellingId::read(id)));
            for telling in self.tellings(report)? {
                new.push(Traits::of(
                    &self.tables.merging,
                    &self.tables.talks,
                    &telling,
                ));
            }
            self.transaction
                .prepare_cached("DELETE FROM pending WHERE report = ?")?
                .execute([report])?;
        }
        update(self, self.tables, &gone, new)
    }

    fn tellings(&self, report: &str) -> Result<Vec<Telling>, Broken> {
        let about: Option<(String, Option<String>, Option<String>)> = self
            .transaction
            .prepare_cached(
                "SELECT hash, published, agency FROM reports WHERE id = ? AND active = 1",
            )?
            .query_row([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((hash, published, agency)) = about else {
            return Ok(Vec::new());
        };
        let standing = correction::standing(self.transaction, report)?;
        let coded: Vec<Event> = standing
            .iter()
            .map(|(coded, _)| parse(coded))
            .collect::<Result<_, _>>()?;
        let tellings =
            Telling::of_report(&hash, day(published.as_deref()), agency.as_deref(), &coded);
        let mut stand = Vec::new();
        for (telling, (coded, now)) in tellings.into_iter().zip(standing) {
            let Some(now) = now else {
                continue;
            };
            stand.push(if now == coded {
                telling
            } else {
                Telling {
                    event: parse(&now)?,
                    ..telling
                }
            });
        }
        Ok(stand)
    }
}

impl Shelf for SqliteShelf<'_> {
    type Error = Broken;

    fn form(&mut self, id: TellingId) -> Result<Option<Form>, Broken> {
        let found: Option<i64> = self
            .transaction
            .prepare_cached("SELECT form FROM tellings WHERE id = ?")?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        Ok(found.map(formed))
    }

    fn members(&mut self, form: Form) -> Result<Vec<Member>, Broken> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT t.id, t.report, r.published FROM tellings t
             LEFT JOIN reports r ON r.id = t.report AND r.active = 1 WHERE t.form = ?",
        )?;
        let rows = statement.query_map([signed(form)], |row| {
            let id: String = row.get(0)?;
            let published: Option<String> = row.get(2)?;
            Ok(Member {
                id: TellingId::read(&id).unwrap_or(TellingId(0)),
                report: row.get(1)?,
                published: day(published.as_deref()),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn traits(&mut self, form: Form) -> Result<Option<Rc<Traits>>, Broken> {
        if let Some(traits) = self.known.borrow().get(&form) {
            return Ok(Some(Rc::clone(traits)));
        }
        let ids = strings(
            self.transaction,
            "SELECT id FROM tellings WHERE form = ?",
            [signed(form)],
        )?;
        for id in ids {
            let Some(telling) = telling(self.transaction, &id)? else {
                continue;
            };
            let traits = Traits::of(&self.tables.merging, &self.tables.talks, &telling);
            // A report that is still pending may tell something else by now.
            if traits.form() == form || traits.own_form() == form {
                let traits = Rc::new(traits);
                self.known.borrow_mut().insert(form, Rc::clone(&traits));
                return Ok(Some(traits));
            }
        }
        Ok(None)
    }

    fn under(&mut self, keys: &BTreeSet<String>) -> Result<Vec<Form>, Broken> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT form FROM keys WHERE key = ?")?;
        let mut found = Vec::new();
        for key in keys {
            for form in statement.query_map([number(key)], |row| row.get(0))? {
                found.push(formed(form?));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn enter(&mut self, traits: &Rc<Traits>, form: Form) -> Result<(), Broken> {
        let id = traits.id.to_string();
        self.transaction
            .prepare_cached(
                "INSERT INTO tellings (id, report, n, form, happening) VALUES (?1, ?2, ?3, ?4, ?1)",
            )?
            .execute(params![id, traits.report, traits.n, signed(form)])?;
        for (pair, is_talks) in &traits.pairs {
            self.transaction
                .prepare_cached("INSERT INTO pairs (a, b, telling, is_talks) VALUES (?, ?, ?, ?)")?
                .execute(params![pair.a, pair.b, id, is_talks])?;
        }
        Ok(())
    }

    fn enter_form(&mut self, form: Form, traits: &Rc<Traits>, keys: &Keys) -> Result<(), Broken> {
        let mut statement = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO keys (key, form) VALUES (?, ?)")?;
        for key in &keys.own {
            statement.execute([number(key), signed(form)])?;
        }
        self.known.borrow_mut().insert(form, Rc::clone(traits));
        Ok(())
    }

    fn remove(&mut self, id: TellingId) -> Result<(), Broken> {
        for sql in [
            "DELETE FROM tellings WHERE id = ?",
            "DELETE FROM pairs WHERE telling = ?",
        ] {
            self.transaction
                .prepare_cached(sql)?
                .execute([id.to_string()])?;
        }
        Ok(())
    }

    fn remove_form(&mut self, form: Form) -> Result<(), Broken> {
        for sql in [
            "DELETE FROM keys WHERE form = ?",
            "DELETE FROM joins WHERE one IN (SELECT other FROM joins WHERE one = ?1) AND other = ?1",
            "DELETE FROM joins WHERE one = ?",
        ] {
            self.transaction
                .prepare_cached(sql)?
                .execute([signed(form)])?;
        }
        self.known.borrow_mut().remove(&form);
        Ok(())
    }

    fn paired(&mut self, form: Form) -> Result<Vec<Link>, Broken> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT other, points, days FROM joins WHERE one = ?")?;
        let rows = statement.query_map([signed(form)], |row| {
            let days: Option<i32> = row.get(2)?;
            Ok(Link {
                other: formed(row.get(0)?),
                points: row.get(1)?,
                bridge: days.map_or(Bridge::Firm, Bridge::Loose),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn pair(&mut self, form: Form, link: Link) -> Result<(), Broken> {
        for (from, link) in [(form, link), (link.other, link.back_to(form))] {
            let days = match link.bridge {
                Bridge::Firm => None,
                Bridge::Loose(days) => Some(days),
            };
            self.transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO joins (one, other, points, days) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![signed(from), signed(link.other), link.points, days])?;
        }
        Ok(())
    }

    fn decisions(&mut self, id: TellingId) -> Result<Vec<Decision>, Broken> {
        if !self.has_decisions {
            return Ok(Vec::new());
        }
        let mut statement = self.transaction.prepare_cached(
            "SELECT one, other, joins FROM decisions WHERE one = ?1
             UNION SELECT one, other, joins FROM decisions WHERE other = ?1 ORDER BY 1, 2",
        )?;
        let rows = statement.query_map([id.to_string()], |row| {
            let read = |id: String| TellingId::read(&id);
            Ok((read(row.get(0)?), read(row.get(1)?), row.get(2)?))
        })?;
        let mut decisions = Vec::new();
        for row in rows {
            let (one, other, joins) = row?;
            if let (Some(one), Some(other)) = (one, other) {
                decisions.push(Decision { one, other, joins });
            }
        }
        Ok(decisions)
    }

    fn group(&mut self, id: TellingId, forms: &[Form]) -> Result<(), Broken> {
        let id = id.to_string();
        for form in forms {
            self.transaction
                .prepare_cached(
                    "UPDATE tellings SET happening = ?1 WHERE form = ?2 AND happening <> ?1",
                )?
                .execute(params![id, signed(*form)])?;
        }
        Ok(())
    }
}

/// SQLite has signed numbers only.
fn signed(form: Form) -> i64 {
    form.0.cast_signed()
}

fn formed(form: i64) -> Form {
    Form(form.cast_unsigned())
}

fn has_decisions(connection: &rusqlite::Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM decisions)", [], |row| {
        row.get(0)
    })
}

/// A telling by its id.
fn telling(connection: &rusqlite::Connection, id: &str) -> Result<Option<Telling>, Broken> {
    type Row = (
        String,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
    );
    let sql = format!(
        "SELECT e.json, r.published, r.agency, {FAMILY}, r.coded FROM tellings t
         JOIN events e ON e.report = t.report AND e.n = t.n
         JOIN reports r ON r.id = t.report AND r.active = 1
         LEFT JOIN texts x ON x.report = t.report LEFT JOIN families f ON f.text = x.text WHERE t.id = ?"
    );
    let row: Option<Row> = connection
        .prepare_cached(&sql)?
        .query_row([id], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })
        .optional()?;
    let Some((json, published, outlet, family, coded)) = row else {
        return Ok(None);
    };
    Ok(Some(Telling {
        id: id.to_owned(),
        event: parse(&json)?,
        published: day(published.as_deref()),
        coded: day(coded.as_deref()),
        outlet,
        family,
    }))
}

fn parse(json: &str) -> Result<Event, Broken> {
    serde_json::from_str(json).map_err(|cause| Broken::Json(cause.to_string()))
}

pub(crate) fn day(text: Option<&str>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

/// A key as the number under which it is kept.
fn number(key: &str) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.cast_signed()
}

pub(crate) fn strings(
    connection: &rusqlite::Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(sql)?
        .query_map(values, |row| row.get(0))?
        .collect()
}

/// Reading happenings.
impl Store {
    /// The happenings of which a telling passes `filter`, by their first day.
    pub fn happenings(&self, filter: &EventFilter) -> Result<Vec<String>, Error> {
        let condition = filter.condition();
        let sql = format!(
            "SELECT t.happening FROM events e JOIN tellings t ON t.report = e.report AND t.n = e.n
             WHERE {} GROUP BY t.happening ORDER BY min(coalesce(e.date_from, '9999')), t.happening",
            condition.sql
        );
        strings(&self.connection, &sql, params_from_iter(condition.values))
            .map_err(|source| self.fault(source))
    }

    /// The tellings of a happening.
    pub fn tellings_of(&self, happening: &str) -> Result<Vec<Telling>, Error> {
        let ids = strings(
            &self.connection,
            "SELECT id FROM tellings WHERE happening = ? ORDER BY id",
            [happening],
        )
        .map_err(|source| self.fault(source))?;
        let mut tellings = Vec::new();
        for id in &ids {
            tellings.extend(self.telling(id)?);
        }
        Ok(tellings)
    }

    /// A telling by its id.
    pub fn telling(&self, id: &str) -> Result<Option<Telling>, Error> {
        telling(&self.connection, id).map_err(|broken| match broken {
            Broken::Sqlite(source) => self.fault(source),
            Broken::Json(what) => Error::Damaged {
                file: self.file.clone(),
                what,
            },
        })
    }

    /// The id of the telling that is event `n` of `report`, and that of its happening.
    pub fn telling_id(&self, report: &str, n: u32) -> Result<Option<(String, String)>, Error> {
        self.connection
            .query_row(
                "SELECT id, happening FROM tellings WHERE report = ? AND n = ?",
                params![report, n],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(|source| self.fault(source))
    }

    /// How many reports of a known day there are up to `day` that were in the record by the day `coded`, and the day of
    /// the last.
    pub fn reported_by(
        &self,
        day: Option<Date>,
        coded: Option<Date>,
    ) -> Result<(u64, Option<Date>), Error> {
        let last = |day: Option<Date>| day.map_or("9999-12-31".to_owned(), |day| day.to_string());
        let row: (i64, Option<String>) = self
            .connection
            .query_row(
                "SELECT count(*), max(published) FROM reports
                 WHERE active = 1 AND published <= ? AND coalesce(coded, '') <= ?",
                [last(day), last(coded)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(|source| self.fault(source))?;
        Ok((
            u64::try_from(row.0).unwrap_or(0),
            row.1.and_then(|day| day.parse().ok()),
        ))
    }

    /// The happenings of which a report of `day` or later tells, by the first day that these give.
    pub fn told_since(&self, day: Date) -> Result<Vec<String>, Error> {
        strings(
            &self.connection,
            "SELECT t.happening FROM reports r JOIN tellings t ON t.report = r.id
             JOIN events e ON e.report = t.report AND e.n = t.n
             WHERE r.active = 1 AND r.published >= ?
             GROUP BY t.happening ORDER BY min(coalesce(e.date_from, '9999')), t.happening",
            [day.to_string()],
        )
        .map_err(|source| self.fault(source))
    }

    /// The happenings in which each of `parties` is an actor or a recipient, in the order of their ids.
    pub fn happenings_of(&self, names: &[String]) -> Result<Vec<String>, Error> {
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "SELECT DISTINCT t.happening FROM parties p JOIN tellings t ON t.report = p.report AND t.n = p.n
             WHERE p.role <> 'word_of' AND p.name IN ({marks}) ORDER BY 1"
        );
        strings(&self.connection, &sql, params_from_iter(names))
            .map_err(|source| self.fault(source))
    }

    /// The pairs of parties of which a step of talks is told.
    pub fn talking_pairs(&self) -> Result<Vec<Pair>, Error> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            self.connection
                .prepare("SELECT DISTINCT a, b FROM pairs WHERE is_talks = 1 ORDER BY a, b")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        let pairs = read().map_err(|source| self.fault(source))?;
        Ok(pairs
            .into_iter()
            .filter_map(|(a, b)| Pair::new(&a, &b))
            .collect())
    }

    /// What is told between the two of `pair`: each happening with its tellings.
    pub fn told_between(&self, pair: &Pair) -> Result<Vec<Vec<Telling>>, Error> {
        let happenings = strings(
            &self.connection,
            "SELECT DISTINCT t.happening FROM pairs p JOIN tellings t ON t.id = p.telling
             WHERE p.a = ? AND p.b = ? ORDER BY 1",
            [&pair.a, &pair.b],
        )
        .map_err(|source| self.fault(source))?;
        happenings
            .iter()
            .map(|happening| self.tellings_of(happening))
            .collect()
    }
}
