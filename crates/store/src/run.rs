//! Runs: who coded, with which tables, and how it ended.

use std::collections::BTreeMap;

use relata_record::Problem;
use rusqlite::params;
use sha2::{Digest as _, Sha256};

use crate::{Error, Store};

/// All that decides what a report gives. The same identity and the same report give the same events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoderIdentity {
    /// Version of the program.
    pub program: String,
    /// Name and version of the language model.
    pub model: String,
    /// Hash of the tables.
    pub tables: String,
    /// Settings that change what is coded.
    pub settings: String,
}

impl CoderIdentity {
    /// A short name for the four values together.
    pub fn key(&self) -> String {
        let parts = [&self.program, &self.model, &self.tables, &self.settings];
        let joined: Vec<&str> = parts.into_iter().map(String::as_str).collect();
        hexadecimal(joined.join("\0").as_bytes())
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A run that has begun.
#[derive(Debug, Clone)]
pub struct Run {
    pub(crate) n: i64,
    pub(crate) coder: String,
    /// The day on which it began.
    pub(crate) day: Option<String>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// Reports that were coded.
    pub coded: u64,
    /// Reports that had been coded before.
    pub unchanged: u64,
    /// Reports that could not be read.
    pub skipped: u64,
}

impl Store {
    /// Writes down that a run begins. `started` is for people; of all that the record tells, only a view by the day of
    /// coding depends on it.
    pub fn begin_run(
        &mut self,
        coder: &CoderIdentity,
        started: Option<&str>,
    ) -> Result<Run, Error> {
        let key = coder.key();
        let written = self.insert_run(coder, &key, started);
        written
            .map(|n| Run {
                n,
                coder: key,
                day: started.and_then(|moment| moment.get(..10).map(str::to_owned)),
            })
            .map_err(|source| self.fault(source))
    }

    fn insert_run(
        &mut self,
        coder: &CoderIdentity,
        key: &str,
        started: Option<&str>,
    ) -> rusqlite::Result<i64> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT OR IGNORE INTO coders (key, program, model, tables, settings) VALUES (?, ?, ?, ?, ?)",
            params![key, coder.program, coder.model, coder.tables, coder.settings],
        )?;
        transaction.execute(
            "INSERT INTO runs (coder, started) VALUES (?, ?)",
            params![key, started],
        )?;
        let n = transaction.last_insert_rowid();
        transaction.commit()?;
        Ok(n)
    }

    /// Writes down how a run ended, with the problems it met.
    pub fn end_run(
        &mut self,
        run: &Run,
        counts: RunCounts,
        problems: &[Problem],
    ) -> Result<(), Error> {
        self.update_run(run, counts, problems)
            .map_err(|source| self.fault(source))
    }

    fn update_run(
        &mut self,
        run: &Run,
        counts: RunCounts,
        problems: &[Problem],
    ) -> rusqlite::Result<()> {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let transaction = self.connection.transaction()?;
        for (position, problem) in problems.iter().enumerate() {
            transaction.prepare_cached(
                "INSERT INTO problems (run, position, file, line, what, remedy, skipped) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?.execute(params![
                run.n,
                i64::try_from(position).unwrap_or(i64::MAX),
                problem.file,
                problem.line.map(number),
                problem.what,
                problem.remedy,
                problem.skipped
            ])?;
        }
        transaction.execute(
            "UPDATE runs SET coded = ?, unchanged = ?, skipped = ? WHERE n = ?",
            params![
                number(counts.coded),
                number(counts.unchanged),
                number(counts.skipped),
                run.n
            ],
        )?;
        transaction.commit()
    }

    /// The reports that `coder` has coded, with the fingerprint of what it was given.
    pub fn coded_by(&self, coder: &CoderIdentity) -> Result<BTreeMap<String, String>, Error> {
        self.select_coded(&coder.key())
            .map_err(|source| self.fault(source))
    }

    fn select_coded(&self, key: &str) -> rusqlite::Result<BTreeMap<String, String>> {
        self.connection
            .prepare("SELECT id, fingerprint FROM reports WHERE active = 1 AND coder = ?")?
            .query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    }
}
