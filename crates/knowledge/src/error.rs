//! Errors of the tables.

/// One row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The table's file name below `knowledge/`.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// First cell of the row, to find it by.
    pub row: String,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}: row `{}`: {}",
            self.file, self.line, self.row, self.what
        )
    }
}

/// The tables could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Some rows cannot be read.
    #[error("rows of the tables that cannot be read, {} in all:\n{}", .0.len(), list(.0))]
    Rows(Vec<RowError>),
}

fn list(rows: &[RowError]) -> String {
    let lines: Vec<String> = rows.iter().map(RowError::to_string).collect();
    lines.join("\n")
}
