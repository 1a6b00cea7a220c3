//! Follows feeds: asks for each no more often than it should, fetches the pages that its new entries lead to, and keeps
//! what was fetched as web archives (WARC), which the reader reads like any other.
//!
//! This crate must never know what a report tells, nor databases or terminals. It reads no clock of its own and does
//! not wait by itself: both are asked of the [`Clock`] that it is given.
//!
//! What it keeps to: `robots.txt` with its `Crawl-delay`; one request at a time to a host, with a pause between two;
//! conditional requests (`If-None-Match`, `If-Modified-Since`); `Retry-After`, and longer and longer pauses after
//! failures. Its state is one file that is replaced as a whole after every answer, so that a run that is broken off
//! goes on where it stopped.

mod archive;
mod fetch;
mod robots;
mod round;
mod state;

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use relata_record::Problem;

pub use round::Watch;

/// Time, as the watch sees it.
pub trait Clock {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Comes back after this time.
    fn wait(&self, time: Duration);
}

/// What is followed, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Addresses of feeds.
    pub feeds: Vec<String>,
    /// Folder for archives and state.
    pub folder: PathBuf,
    /// Time between two looks at a feed.
    pub every: Duration,
    /// Time between two requests to one host; a longer `Crawl-delay` counts instead.
    pub pause: Duration,
    /// Time that an answer may take.
    pub patience: Duration,
    /// Bytes of an answer; a longer one is left.
    pub most_bytes: u64,
    /// What the program calls itself to servers. Its first word is looked up in `robots.txt`.
    pub agent: String,
    /// Go through the proxy that the environment names.
    pub uses_proxy: bool,
}

impl Settings {
    /// The usual settings for some feeds and a folder.
    pub fn new(feeds: Vec<String>, folder: PathBuf) -> Self {
        Self {
            feeds,
            folder,
            every: Duration::from_secs(15 * 60),
            pause: Duration::from_secs(5),
            patience: Duration::from_secs(30),
            most_bytes: 8 * 1024 * 1024,
            agent: concat!("relata/", env!("CARGO_PKG_VERSION"), " (reads news feeds)").to_owned(),
            uses_proxy: true,
        }
    }
}

/// What one round brought.
#[derive(Debug, Default)]
pub struct Round {
    /// Feeds that were asked for.
    pub n_feeds: usize,
    /// Pages that were fetched.
    pub n_pages: usize,
    /// What could not be fetched, and why.
    pub problems: Vec<Problem>,
}

/// Why the watch cannot go on: its folder, or its state.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the watch cannot be read or written.
    #[error("cannot use {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The state cannot be read.
    #[error("{path} is not the state of a watch ({source}); move it away to begin anew")]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}
