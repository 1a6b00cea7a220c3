//! What can go wrong with the file of a record, each with its remedy.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not there.
    #[error("{}: there is no record here; code some reports into it first", .file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// The folder of the file is not there.
    #[error("{}: the folder does not exist; make it first", .folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The path is a folder.
    #[error("{}: this is a folder; name a file in it", .file.display())]
    IsFolder {
        /// The path.
        file: PathBuf,
    },
    /// The file is no SQLite database.
    #[error("{}: this is not a database; nothing was changed, choose another file", .file.display())]
    NotDatabase {
        /// The file.
        file: PathBuf,
    },
    /// The file is an SQLite database of another program.
    #[error("{}: this database belongs to another program; nothing was changed, choose another file", .file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The file was written by a newer version.
    #[error("{}: this record has layout {found}, newer than the {known} known here; install a newer version", .file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// Layout of the file.
        found: i64,
        /// Last layout that is known.
        known: i64,
    },
    /// The file or its folder may not be written.
    #[error("{}: this file or its folder may not be written to; change its permissions or choose another file", .file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
    },
    /// Another program holds the file.
    #[error("{}: another program is writing to this record; try again when it has ended", .file.display())]
    Busy {
        /// The file.
        file: PathBuf,
    },
    /// The file is damaged.
    #[error("{}: this record is damaged ({what}); restore a copy, or code the reports into a new file", .file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is damaged.
        what: String,
    },
    /// The disk is full.
    #[error("{}: the disk is full; make room and run again", .file.display())]
    Full {
        /// The file.
        file: PathBuf,
    },
    /// A value cannot be written as JSON.
    #[error("a value of report `{report}` cannot be stored: {cause}")]
    Unwritable {
        /// The report.
        report: String,
        /// What the writer says.
        cause: serde_json::Error,
    },
    /// Anything else that SQLite says.
    #[error("{}: {cause}", .file.display())]
    Sqlite {
        /// The file.
        file: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
}

impl Error {
    /// Names what SQLite says about `file`.
    pub(crate) fn sqlite(file: &Path, cause: rusqlite::Error) -> Self {
        let file = file.to_path_buf();
        match cause.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::NotDatabase { file },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { file },
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged {
                file,
                what: cause.to_string(),
            },
            Some(ErrorCode::DiskFull) => Error::Full { file },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Error::ReadOnly { file }
            }
            _ => Error::Sqlite { file, cause },
        }
    }
}
