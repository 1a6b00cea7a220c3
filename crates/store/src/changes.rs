//! What has changed of late, for whoever keeps the record in memory. Triggers of the database write it down, whoever
//! changes the record.

use std::collections::BTreeSet;

use crate::{Error, Store};

/// What has changed between two looks at the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Reports that came, went, or have another text, family or other events.
    pub reports: BTreeSet<String>,
    /// Happenings that came, went, or have other tellings.
    pub happenings: BTreeSet<String>,
    /// The number of the last change: what to ask from the next time.
    pub last: i64,
}

impl Store {
    /// The number of the last change.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn last_change(&self) -> Result<i64, Error> {
        self.connection
            .query_row("SELECT coalesce(max(n), 0) FROM changes", [], |row| {
                row.get(0)
            })
            .map_err(|source| self.fault(source))
    }

    /// What has changed since change `n`; None where so much has changed that it is no longer known.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn changes_since(&self, n: i64) -> Result<Option<Changes>, Error> {
        let read = || -> rusqlite::Result<Option<Changes>> {
            let first: Option<i64> =
                self.connection
                    .query_row("SELECT min(n) FROM changes", [], |row| row.get(0))?;
            if first.is_none_or(|first| first > n + 1) {
                return Ok((n == 0 && first.is_none()).then(Changes::default));
            }
            let mut changes = Changes {
                last: n,
                ..Changes::default()
            };
            let mut statement = self.connection.prepare_cached(
                "SELECT n, report, happening FROM changes WHERE n > ? ORDER BY n",
            )?;
            let mut rows = statement.query([n])?;
            while let Some(row) = rows.next()? {
                changes.last = row.get(0)?;
                changes.reports.extend(row.get::<_, Option<String>>(1)?);
                changes.happenings.extend(row.get::<_, Option<String>>(2)?);
            }
            Ok(Some(changes))
        };
        read().map_err(|source| self.fault(source))
    }
}
