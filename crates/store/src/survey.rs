//! Reading all tellings at once, for whoever keeps a survey of the record in memory.

use relata_history::Telling;
use relata_history::talks::Pair;
use relata_record::Event;
use rusqlite::Row;

use crate::families::FAMILY;
use crate::fold::{fold, sought};
use crate::{Error, PartyFilter, Store};

/// A report without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCard {
    /// Its id.
    pub id: String,
    /// SHA-256 of its text.
    pub hash: String,
    /// Its headline.
    pub title: Option<String>,
    /// The agency or outlet.
    pub agency: Option<String>,
    /// The day of publication, as an ISO date.
    pub published: Option<String>,
    /// How many bytes its text has.
    pub bytes: u64,
    /// How many events it tells.
    pub n_events: u32,
}

impl Store {
    /// A number that is another one after any other connection has written to the record.
    pub fn data_version(&self) -> Result<i64, Error> {
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(|source| self.fault(source))
    }

    /// Shows `visit` every telling with the id of its happening; those of one happening follow each other.
    pub fn each_telling(&self, mut visit: impl FnMut(&str, Telling)) -> Result<(), Error> {
        let sql = format!(
            "SELECT t.happening, t.id, e.json, r.published, r.agency, {FAMILY}, r.coded FROM tellings t
             JOIN events e ON e.report = t.report AND e.n = t.n
             JOIN reports r ON r.id = t.report AND r.active = 1
             LEFT JOIN texts x ON x.report = t.report LEFT JOIN families f ON f.text = x.text ORDER BY t.happening, t.id"
        );
        let fault = |source| self.fault(source);
        let mut statement = self.connection.prepare(&sql).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let happening = row
                .get_ref(0)
                .and_then(|value| Ok(value.as_str()?.to_owned()));
            let happening = happening.map_err(fault)?;
            visit(&happening, self.telling_row(row)?);
        }
        Ok(())
    }

    fn telling_row(&self, row: &Row<'_>) -> Result<Telling, Error> {
        let fault = |source| self.fault(source);
        let json = row.get_ref(2).and_then(|value| Ok(value.as_str()?));
        let event: Event =
            serde_json::from_str(json.map_err(fault)?).map_err(|cause| Error::Damaged {
                file: self.file.clone(),
                what: cause.to_string(),
            })?;
        let published: Option<String> = row.get(3).map_err(fault)?;
        let coded: Option<String> = row.get(6).map_err(fault)?;
        Ok(Telling {
            id: row.get(1).map_err(fault)?,
            event,
            published: published.and_then(|day| day.parse().ok()),
            coded: coded.and_then(|day| day.parse().ok()),
            outlet: row.get(4).map_err(fault)?,
            family: row.get(5).map_err(fault)?,
        })
    }

    /// Every report without its text, by id.
    pub fn report_cards(&self) -> Result<Vec<ReportCard>, Error> {
        self.cards("ORDER BY r.id", [])
    }

    /// Shows `visit` of every report its id, the SHA-256 of its text, its day and its address.
    pub fn each_text(
        &self,
        mut visit: impl FnMut(&str, &str, Option<&str>, Option<&str>),
    ) -> Result<(), Error> {
        let mut read = || -> rusqlite::Result<()> {
            let sql = "SELECT id, hash, published, url FROM reports WHERE active = 1";
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let [id, hash] = [0, 1].map(|n| row.get_ref(n));
                let [published, url] = [2, 3].map(|n| row.get_ref(n));
                visit(
                    id?.as_str()?,
                    hash?.as_str()?,
                    published?.as_str_or_null()?,
                    url?.as_str_or_null()?,
                );
            }
            Ok(())
        };
        read().map_err(|source| self.fault(source))
    }

    /// A report without its text; None where the record has none of this id.
    pub fn report_card(&self, id: &str) -> Result<Option<ReportCard>, Error> {
        Ok(self.cards("AND r.id = ?", [id])?.into_iter().next())
    }

    fn cards(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<ReportCard>, Error> {
        let sql = format!(
            "SELECT r.id, r.hash, r.title, r.agency, r.published, octet_length(r.text),
                    (SELECT count(*) FROM events e WHERE e.report = r.id)
             FROM reports r WHERE r.active = 1 {which}"
        );
        let read = || -> rusqlite::Result<Vec<ReportCard>> {
            self.connection
                .prepare_cached(&sql)?
                .query_map(values, |row| {
                    Ok(ReportCard {
                        id: row.get(0)?,
                        hash: row.get(1)?,
                        title: row.get(2)?,
                        agency: row.get(3)?,
                        published: row.get(4)?,
                        bytes: row.get::<_, i64>(5)?.unsigned_abs(),
                        n_events: row.get(6)?,
                    })
                })?
                .collect()
        };
        read().map_err(|source| self.fault(source))
    }
}

/// Names in the form in which [`PartyFilter::fits`] looks for them: each folded to lower case without accents.
pub fn folded<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    fold(names)
}

/// What a user looks for, in the form of [`folded`], with the blank that stands before a word.
pub fn folded_sought(name: &str) -> String {
    sought(name)
}

impl PartyFilter {
    /// True for a party with these codes whose names are `names`, made by [`folded`]: the same answer as the record
    /// gives in SQL.
    pub fn fits(&self, names: &str, codes: &[Option<&str>]) -> bool {
        let has_code = |code: &String| {
            codes
                .iter()
                .flatten()
                .any(|known| known.eq_ignore_ascii_case(code))
        };
        let has_name = |name: &String| {
            let sought = sought(name);
            !sought.is_empty()
                && [' ', '\n']
                    .iter()
                    .any(|end| names.contains(&format!("{sought}{end}")))
        };
        let begins = |name: &String| {
            let sought = sought(name);
            !sought.is_empty() && names.contains(&sought)
        };
        self.codes.iter().any(has_code)
            || self.names.iter().any(has_name)
            || self.beginnings.iter().any(begins)
    }
}

impl Store {
    /// The pairs of parties of which a step of talks is told, those with most steps first.
    pub fn talking_pairs_ranked(&self) -> Result<Vec<Pair>, Error> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            self.connection
                .prepare(
                    "SELECT a, b FROM pairs WHERE is_talks = 1 GROUP BY a, b ORDER BY count(*) DESC, a, b",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        let pairs = read().map_err(|source| self.fault(source))?;
        Ok(pairs.iter().filter_map(|(a, b)| Pair::new(a, b)).collect())
    }
}
