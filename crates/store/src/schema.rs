//! The layouts of the file, one numbered step from each to the next.

use rusqlite::{Connection, TransactionBehavior};

/// Marks the file as ours: "RLTA".
pub(crate) const APPLICATION_ID: i64 = 0x524C_5441;

/// The steps; the file's `user_version` is the number of those taken. A released step is never changed.
const STEPS: [&str; 8] = [
    include_str!("../migrations/0001_record.sql"),
    include_str!("../migrations/0002_history.sql"),
    include_str!("../migrations/0003_families.sql"),
    include_str!("../migrations/0004_corrections.sql"),
    include_str!("../migrations/0005_texts.sql"),
    include_str!("../migrations/0006_changes.sql"),
    include_str!("../migrations/0007_coded.sql"),
    include_str!("../migrations/0008_series.sql"),
];

/// The last layout.
pub(crate) fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// What a database says of itself.
pub(crate) struct Identity {
    pub(crate) application: i64,
    pub(crate) layout: i64,
    pub(crate) is_empty: bool,
}

/// Asks a database who made it.
pub(crate) fn identity(connection: &Connection) -> rusqlite::Result<Identity> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(Identity {
        application: number("PRAGMA application_id")?,
        layout: number("PRAGMA user_version")?,
        is_empty: tables == 0,
    })
}

/// Takes the steps that are missing, all or none.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let layout: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(layout).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", latest())?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()
}
