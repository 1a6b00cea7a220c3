//! Classes of nouns that politics has no part in: what a word among them says that a sentence is about.

use crate::error::RowError;
use crate::table::Row;

pub(crate) const COLUMNS: &[&str] = &["class", "kind", "example"];

/// A class of nouns outside politics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeRow {
    /// The class of `things.tsv`.
    pub class: String,
    /// What its words are about, for a reader: "sport", "accident".
    pub kind: String,
    /// A sentence that tells no event because it is about that.
    pub example: String,
}

pub(crate) fn read(row: &Row<'_>) -> Result<ScopeRow, RowError> {
    Ok(ScopeRow {
        class: row.required("class")?.to_owned(),
        kind: row.required("kind")?.to_owned(),
        example: row.required("example")?.to_owned(),
    })
}
