//! What can be wrong with the files of an evaluation.

/// A row that cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A line is no JSON, or a field has the wrong form.
    #[error(
        "{file}:{line}: {cause}; each line must be one JSON object in the form of the codebook"
    )]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        cause: serde_json::Error,
    },
    /// A document has neither `docid` nor `id`.
    #[error("{file}:{line}: the document has no `docid` and no `id`; give each one")]
    NoId {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
}
