//! What can go wrong while files are written.

use std::io;

/// A file could not be written, or a table of the program is broken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be written.
    #[error("cannot write the file")]
    Io(#[from] io::Error),
    /// A row cannot be written as comma-separated values.
    #[error("cannot write the file")]
    Csv(#[from] csv::Error),
    /// A value cannot be written as JSON.
    #[error("cannot write the file")]
    Json(#[from] serde_json::Error),
    /// A row cannot be written as Parquet.
    #[error("cannot write the file as Parquet")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A table that ships with the program has wrong rows.
    #[error("a table of exports is broken: {0}")]
    Table(String),
}

/// The errors of the rows of a table as one.
pub(crate) fn broken(errors: &[relata_knowledge::RowError]) -> Error {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Error::Table(lines.join("; "))
}
