//! Opening the file of a record, and never another one.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::Error;
use crate::schema::{APPLICATION_ID, identity, latest, migrate};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Memory for pages while a record is written, in KiB: keys of tellings lie all over a large record.
const CACHE_KIB: i64 = 128 * 1024;

/// So many pages of 4 KiB are written before they are moved to the record itself.
const CHECKPOINT_PAGES: i64 = 8192;

/// An open record.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) file: PathBuf,
}

impl Store {
    /// Opens the record in `file` to write to it; makes it where it is not there yet.
    pub fn open(file: &Path) -> Result<Self, Error> {
        check_writable(file)?;
        if file.exists() {
            check_header(file)?;
        }
        let mut store = Self::connect(file, OpenFlags::default())?;
        store.check_identity()?;
        store
            .prepare()
            .map_err(|source| Error::sqlite(file, source))?;
        Ok(store)
    }

    /// Opens the record in `file` to read it. The file is not changed, but for one of an older layout.
    pub fn open_to_read(file: &Path) -> Result<Self, Error> {
        if !file.exists() {
            return Err(Error::Missing {
                file: file.to_path_buf(),
            });
        }
        check_header(file)?;
        let store = Self::connect_to_read(file)?;
        let layout = store.check_identity()?;
        if layout == 0 {
            return Err(Error::Missing {
                file: file.to_path_buf(),
            });
        }
        if layout < latest() {
            drop(store);
            return Self::open(file);
        }
        Ok(store)
    }

    fn connect(file: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let connection = Connection::open_with_flags(file, flags)
            .and_then(|connection| connection.busy_timeout(PATIENCE).map(|()| connection))
            .map_err(|source| Error::sqlite(file, source))?;
        Ok(Self {
            connection,
            file: file.to_path_buf(),
        })
    }

    /// In a folder that may not be written, SQLite cannot lay its side files and reads only a file that is
    /// promised not to change.
    fn connect_to_read(file: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Self::connect(file, flags)?;
        match identity(&store.connection).map_err(|source| Error::sqlite(file, source)) {
            Err(Error::ReadOnly { .. }) => {
                let address = format!("file:{}?immutable=1", escape(&file.to_string_lossy()));
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                let store = Self::connect(Path::new(&address), flags)?;
                Ok(Self {
                    file: file.to_path_buf(),
                    ..store
                })
            }
            Err(other) => Err(other),
            Ok(_) => Ok(store),
        }
    }

    /// The layout of the file, where it is ours or still empty.
    fn check_identity(&self) -> Result<i64, Error> {
        let file = self.file.clone();
        let found =
            identity(&self.connection).map_err(|source| Error::sqlite(&self.file, source))?;
        if found.is_empty && found.application == 0 {
            return Ok(0);
        }
        if found.application != APPLICATION_ID {
            return Err(Error::Foreign { file });
        }
        if found.layout > latest() {
            return Err(Error::Newer {
                file,
                found: found.layout,
                known: latest(),
            });
        }
        Ok(found.layout)
    }

    fn prepare(&mut self) -> rusqlite::Result<()> {
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection
            .pragma_update(None, "cache_size", -CACHE_KIB)?;
        self.connection
            .pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        self.connection.set_prepared_statement_cache_capacity(256);
        migrate(&mut self.connection)
    }

    /// Names what SQLite says about this record.
    pub(crate) fn fault(&self, source: rusqlite::Error) -> Error {
        Error::sqlite(&self.file, source)
    }
}

/// A path in the form of an address.
fn escape(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// Asks before SQLite does, so that the answer is the same for every user and file system.
fn check_writable(file: &Path) -> Result<(), Error> {
    if file.is_dir() {
        return Err(Error::IsFolder {
            file: file.to_path_buf(),
        });
    }
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let Ok(about_folder) = fs::metadata(folder) else {
        return Err(Error::NoFolder {
            folder: folder.to_path_buf(),
        });
    };
    let file_is_fixed = fs::metadata(file).is_ok_and(|about| about.permissions().readonly());
    if about_folder.permissions().readonly() || file_is_fixed {
        return Err(Error::ReadOnly {
            file: file.to_path_buf(),
        });
    }
    Ok(())
}

/// The first bytes tell a database from any other file; an empty file may become one.
fn check_header(file: &Path) -> Result<(), Error> {
    if file.is_dir() {
        return Err(Error::IsFolder {
            file: file.to_path_buf(),
        });
    }
    // A device or a pipe is no record, and reading it might never end.
    if fs::metadata(file).is_ok_and(|about| !about.is_file()) {
        return Err(Error::NotDatabase {
            file: file.to_path_buf(),
        });
    }
    let mut header = Vec::new();
    let read = fs::File::open(file).and_then(|open| open.take(16).read_to_end(&mut header));
    if read.is_err() {
        return Err(Error::ReadOnly {
            file: file.to_path_buf(),
        });
    }
    if header.is_empty() || header == b"SQLite format 3\0" {
        Ok(())
    } else {
        Err(Error::NotDatabase {
            file: file.to_path_buf(),
        })
    }
}
