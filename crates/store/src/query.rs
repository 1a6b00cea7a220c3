//! Reading the record, always in the order of report id and number.

use std::ops::ControlFlow;

use relata_record::{Block, BlockKind, Event, Report, ReportHead, Span};
use rusqlite::{OptionalExtension as _, Row, params_from_iter};

use crate::{Error, EventFilter, Store};

/// Why a stretch of a report gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The stretch.
    pub span: Span,
    /// The reason's code.
    pub reason: String,
    /// The reason in words.
    pub detail: String,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// How many events it tells.
    pub n_events: u32,
}

/// A party under a name that it bears in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyName {
    /// The name.
    pub name: String,
    /// What a report calls it.
    pub text: String,
    /// Its identifier in the table of parties.
    pub party: Option<String>,
}

impl Store {
    /// Shows `visit` each event that passes `filter`, until it breaks.
    pub fn each_event(
        &self,
        filter: &EventFilter,
        mut visit: impl FnMut(Event) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let condition = filter.condition();
        let sql = format!(
            "SELECT e.json FROM events e WHERE {} ORDER BY e.report, e.n",
            condition.sql
        );
        let fault = |source| self.fault(source);
        let mut statement = self.connection.prepare(&sql).map_err(fault)?;
        let mut rows = statement
            .query(params_from_iter(condition.values))
            .map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let json: String = row.get(0).map_err(fault)?;
            if visit(self.parse(&json)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The events that pass `filter`.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        self.each_event(filter, |event| {
            events.push(event);
            ControlFlow::Continue(())
        })?;
        Ok(events)
    }

    /// The events of a report.
    pub fn events_of(&self, report: &str) -> Result<Vec<Event>, Error> {
        self.events(&EventFilter {
            report: Some(report.to_owned()),
            ..EventFilter::default()
        })
    }

    /// Event `n` of report `report`.
    pub fn event(&self, report: &str, n: u32) -> Result<Option<Event>, Error> {
        let filter = EventFilter {
            report: Some(report.to_owned()),
            n: Some(n),
            ..EventFilter::default()
        };
        Ok(self.events(&filter)?.pop())
    }

    /// The report with this id, in its last revision.
    pub fn report(&self, id: &str) -> Result<Option<Report>, Error> {
        let columns = |row: &Row<'_>| -> rusqlite::Result<[String; 3]> {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        };
        let found = self
            .connection
            .query_row(
                "SELECT found, blocks, text FROM reports WHERE id = ? AND active = 1",
                [id],
                columns,
            )
            .optional()
            .map_err(|source| self.fault(source))?;
        let Some([found, blocks, text]) = found else {
            return Ok(None);
        };
        let report: Report = self.parse(&found)?;
        Ok(Some(Report {
            text,
            blocks: self.parse(&blocks)?,
            ..report
        }))
    }

    /// Why stretches of a report gave nothing, in the order they were written.
    pub fn notes(&self, report: &str) -> Result<Vec<Note>, Error> {
        let note = |row: &Row<'_>| {
            Ok(Note {
                span: Span {
                    start: row.get(0)?,
                    end: row.get(1)?,
                },
                reason: row.get(2)?,
                detail: row.get(3)?,
            })
        };
        let sql =
            "SELECT start, \"end\", reason, detail FROM notes WHERE report = ? ORDER BY position";
        self.list(sql, [report], note)
    }

    /// Every report, by id.
    pub fn reports(&self) -> Result<Vec<ReportRow>, Error> {
        let sql = "SELECT id, title, (SELECT count(*) FROM events e WHERE e.report = r.id)
                   FROM reports r WHERE active = 1 ORDER BY id";
        let row = |row: &Row<'_>| {
            Ok(ReportRow {
                id: row.get(0)?,
                title: row.get(1)?,
                n_events: row.get(2)?,
            })
        };
        self.list(sql, [], row)
    }

    /// What is cited of each report, by id.
    ///
    /// # Errors
    /// If the record cannot be read, or is damaged.
    pub fn report_heads(&self) -> Result<Vec<ReportHead>, Error> {
        let sql = "SELECT id, hash, title, agency, published, url, language, blocks
                   FROM reports WHERE active = 1 ORDER BY id";
        let row = |row: &Row<'_>| {
            let published: Option<String> = row.get(4)?;
            let head = ReportHead {
                id: row.get(0)?,
                hash: row.get(1)?,
                title: row.get(2)?,
                agency: row.get(3)?,
                published: published.and_then(|day| day.parse().ok()),
                url: row.get(5)?,
                language: row.get(6)?,
                lead_end: 0,
            };
            Ok((head, row.get::<_, String>(7)?))
        };
        let rows = self.list(sql, [], row)?;
        rows.into_iter()
            .map(|(head, blocks)| {
                let blocks: Vec<Block> = self.parse(&blocks)?;
                let lead = blocks
                    .iter()
                    .find(|block| block.kind == BlockKind::Paragraph);
                Ok(ReportHead {
                    lead_end: lead.map_or(0, |block| block.span.end),
                    ..head
                })
            })
            .collect()
    }

    /// The parties that take part in events, each under each of its names once.
    pub fn party_names(&self) -> Result<Vec<PartyName>, Error> {
        let sql = "SELECT DISTINCT name, text, party FROM parties WHERE role <> 'word_of'
                   ORDER BY name, text, party";
        let row = |row: &Row<'_>| {
            Ok(PartyName {
                name: row.get(0)?,
                text: row.get(1)?,
                party: row.get(2)?,
            })
        };
        self.list(sql, [], row)
    }

    fn list<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let read = || -> rusqlite::Result<Vec<T>> {
            self.connection
                .prepare(sql)?
                .query_map(values, row)?
                .collect()
        };
        read().map_err(|source| self.fault(source))
    }

    fn parse<T: serde::de::DeserializeOwned>(&self, json: &str) -> Result<T, Error> {
        serde_json::from_str(json).map_err(|source| Error::Damaged {
            file: self.file.clone(),
            what: source.to_string(),
        })
    }
}
