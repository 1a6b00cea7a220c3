//! Where the record comes from: who coded it, when, from whose reports.

use jiff::civil::Date;

use crate::{Error, Store};

/// What a citation of the record names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Versions of the program that coded the reports.
    pub programs: Vec<String>,
    /// Language models that read them.
    pub models: Vec<String>,
    /// Hashes of the tables.
    pub tables: Vec<String>,
    /// How many reports there are.
    pub reports: usize,
    /// Day of the first and of the last.
    pub published: Option<(Date, Date)>,
    /// When the last run began that coded a report, as its caller gave it.
    pub coded: Option<String>,
    /// Outlets that are named, each with the number of its reports.
    pub outlets: Vec<(String, usize)>,
}

impl Store {
    /// Where the record comes from.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn provenance(&self) -> Result<Provenance, Error> {
        self.select_provenance()
            .map_err(|source| self.fault(source))
    }

    fn select_provenance(&self) -> rusqlite::Result<Provenance> {
        let column = |name: &str| -> rusqlite::Result<Vec<String>> {
            let sql = format!(
                "SELECT DISTINCT {name} FROM coders WHERE key IN (SELECT coder FROM reports WHERE active = 1) ORDER BY 1"
            );
            self.connection
                .prepare(&sql)?
                .query_map([], |row| row.get(0))?
                .collect()
        };
        let days: (i64, Option<String>, Option<String>) = self.connection.query_row(
            "SELECT count(*), min(published), max(published) FROM reports WHERE active = 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let day = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
        let coded = self.connection.query_row(
            "SELECT max(started) FROM runs WHERE coded IS NULL OR coded > 0",
            [],
            |row| row.get(0),
        )?;
        let outlets = self
            .connection
            .prepare(
                "SELECT agency, count(*) FROM reports WHERE active = 1 AND agency IS NOT NULL GROUP BY agency ORDER BY agency",
            )?
            .query_map([], |row| {
                let n_reports: i64 = row.get(1)?;
                Ok((row.get(0)?, usize::try_from(n_reports).unwrap_or(0)))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Provenance {
            programs: column("program")?,
            models: column("model")?,
            tables: column("tables")?,
            reports: usize::try_from(days.0).unwrap_or(0),
            published: day(days.1).zip(day(days.2)),
            coded,
            outlets,
        })
    }
}
