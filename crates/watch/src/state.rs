//! What the watch remembers between runs.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Error;

/// Entries that a feed's state remembers: many times what a feed shows at once.
const MOST_SEEN: usize = 5_000;

/// All that is remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// By address.
    pub feeds: BTreeMap<String, Feed>,
    /// Pages that are still to be fetched, the oldest first.
    pub pages: VecDeque<Page>,
    /// By scheme and host.
    pub hosts: BTreeMap<String, Host>,
    /// Archives that were written and not coded.
    pub archives: Vec<String>,
}

/// A feed that is followed.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Feed {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// When it may be asked for again.
    pub due: Option<Timestamp>,
    /// Failures in a row.
    pub n_failures: u32,
    /// True for a feed that its server says is gone.
    pub is_gone: bool,
    /// Entries that were seen, as hashes, the oldest first.
    pub seen: VecDeque<String>,
}

/// A page to fetch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    pub address: String,
    pub due: Option<Timestamp>,
    pub n_failures: u32,
}

/// A host.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Host {
    /// Its `robots.txt`; empty where it has none.
    pub robots: Option<String>,
    /// When that was fetched.
    pub asked: Option<Timestamp>,
    /// When it may be asked for something again.
    pub free: Option<Timestamp>,
}

impl Feed {
    /// Takes note of an entry; false where it was seen before.
    pub fn note(&mut self, entry: &str) -> bool {
        let digest = Sha256::digest(entry.as_bytes());
        let hash: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if self.seen.contains(&hash) {
            return false;
        }
        self.seen.push_back(hash);
        if self.seen.len() > MOST_SEEN {
            self.seen.pop_front();
        }
        true
    }
}

impl State {
    /// The state in a folder; a new one where there is none.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = file(folder);
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|source| Error::State { path, source })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// Writes the state beside the old one and puts it in its place.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = file(folder);
        let beside = path.with_extension("json.new");
        let text = serde_json::to_vec_pretty(self).map_err(|source| Error::State {
            path: path.clone(),
            source,
        })?;
        let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, &path));
        written.map_err(|source| Error::File { path, source })
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("watch.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_new_once() {
        let mut feed = Feed::default();
        assert!(feed.note("a") && !feed.note("a") && feed.note("b"));
        for n in 0..MOST_SEEN {
            feed.note(&n.to_string());
        }
        assert_eq!(feed.seen.len(), MOST_SEEN);
    }
}
