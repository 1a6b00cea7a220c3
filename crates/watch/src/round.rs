//! Rounds: which feeds and pages are due, and what becomes of their answers.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use relata_reader::{FeedEntry, feed_entries};
use relata_record::Problem;

use crate::archive;
use crate::fetch::{Answer, Fetcher, Refusal, joined, parts};
use crate::state::{Page, State};
use crate::{Clock, Error, Round, Settings};

/// The longest pause after failures.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Failures after which a page is given up.
const MOST_FAILURES: u32 = 5;

/// Feeds that are followed.
pub struct Watch {
    settings: Settings,
    fetcher: Fetcher,
    state: State,
    /// The archive of this run.
    archive: Option<String>,
}

impl Watch {
    /// Takes up the watch whose state is in the folder of the settings, or begins one there.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        let folder = settings.folder.clone();
        fs::create_dir_all(&folder).map_err(|source| Error::File {
            path: folder.clone(),
            source,
        })?;
        Ok(Self {
            fetcher: Fetcher::new(&settings),
            state: State::read(&folder)?,
            settings,
            archive: None,
        })
    }

    /// Archives that were written and not yet said to be [`coded`](Self::coded).
    pub fn archives(&self) -> Vec<PathBuf> {
        let names = self.state.archives.iter();
        names.map(|name| self.settings.folder.join(name)).collect()
    }

    /// Says that the archives written so far are in the record; the next round writes into a new one.
    pub fn coded(&mut self) -> Result<(), Error> {
        self.state.archives.clear();
        self.archive = None;
        self.state.write(&self.settings.folder)
    }

    /// When something is due next; `None` where every feed is gone and no page is left.
    pub fn due(&self) -> Option<Timestamp> {
        let long_ago = Timestamp::UNIX_EPOCH;
        let feeds = self.settings.feeds.iter().filter_map(|address| {
            let feed = self.state.feeds.get(address);
            match feed {
                Some(feed) if feed.is_gone => None,
                Some(feed) => Some(feed.due.unwrap_or(long_ago)),
                None => Some(long_ago),
            }
        });
        let pages = self
            .state
            .pages
            .iter()
            .map(|page| page.due.unwrap_or(long_ago));
        feeds.chain(pages).min()
    }

    /// Asks for the feeds that are due, then for the pages that they lead to.
    pub fn round(&mut self, clock: &dyn Clock) -> Result<Round, Error> {
        let mut round = Round::default();
        for address in self.settings.feeds.clone() {
            let feed = self.state.feeds.entry(address.clone()).or_default();
            if feed.is_gone || feed.due.is_some_and(|due| due > clock.now()) {
                continue;
            }
            round.n_feeds += 1;
            self.feed(&address, clock, &mut round)?;
            self.state.write(&self.settings.folder)?;
        }
        for _ in 0..self.state.pages.len() {
            let Some(page) = self.state.pages.pop_front() else {
                break;
            };
            if page.due.is_some_and(|due| due > clock.now()) {
                self.state.pages.push_back(page);
                continue;
            }
            self.page(page, clock, &mut round)?;
            self.state.write(&self.settings.folder)?;
        }
        Ok(round)
    }

    fn feed(&mut self, address: &str, clock: &dyn Clock, round: &mut Round) -> Result<(), Error> {
        let feed = self.state.feeds.entry(address.to_owned()).or_default();
        let mut asks = Vec::new();
        asks.extend(feed.etag.clone().map(|etag| ("If-None-Match", etag)));
        asks.extend(
            feed.last_modified
                .clone()
                .map(|day| ("If-Modified-Since", day)),
        );
        let answer = self.fetcher.fetch(address, &asks, &mut self.state, clock);
        let now = clock.now();
        let every = self.settings.every;
        let feed = self.state.feeds.entry(address.to_owned()).or_default();
        let answer = match answer {
            Ok(answer) => answer,
            Err(refusal) => {
                feed.n_failures += 1;
                let wait = match &refusal {
                    Refusal::Later(_, Some(wait)) => (*wait).max(every).min(LONGEST),
                    _ => pause(every, feed.n_failures),
                };
                feed.due = after(now, wait);
                feed.is_gone = refusal == Refusal::Never("its server answers 410".to_owned());
                let remedy = if feed.is_gone {
                    "it is gone, and is no longer followed"
                } else {
                    "it is tried again later"
                };
                round.problems.push(problem(address, &refusal, remedy));
                return Ok(());
            }
        };
        feed.n_failures = 0;
        feed.due = after(now, every.max(max_age(&answer)).min(LONGEST));
        if answer.status == 304 {
            return Ok(());
        }
        let value = |name: &str| answer.value(name).map(str::to_owned);
        let (etag, last_modified) = (value("etag"), value("last-modified"));
        let Some(entries) = feed_entries(&answer.body) else {
            let what = "is no feed of RSS, Atom or JSON".to_owned();
            round
                .problems
                .push(problem(address, &Refusal::Never(what), "check its address"));
            return Ok(());
        };
        let is_whole = !entries.is_empty() && entries.iter().all(|entry| entry.has_story);
        let base = parts(&answer.address);
        let mut new: Vec<&FeedEntry> = Vec::new();
        for entry in &entries {
            if feed.note(&entry.id) {
                new.push(entry);
            }
        }
        let is_new = !new.is_empty();
        if !is_whole {
            let links = new.into_iter().filter_map(|entry| entry.link.as_deref());
            for link in links {
                let address = base
                    .as_ref()
                    .map_or_else(|| link.to_owned(), |(host, path)| joined(host, path, link));
                if !self.state.pages.iter().any(|page| page.address == address) {
                    self.state.pages.push_back(Page {
                        address,
                        due: None,
                        n_failures: 0,
                    });
                }
            }
        }
        // What the server says of the feed counts from when its entries are noted: a run that is broken off in
        // between asks for it again.
        let feed = self.state.feeds.entry(address.to_owned()).or_default();
        feed.etag = etag;
        feed.last_modified = last_modified;
        if is_whole && is_new {
            self.keep(&answer, now)?;
        }
        Ok(())
    }

    fn page(&mut self, page: Page, clock: &dyn Clock, round: &mut Round) -> Result<(), Error> {
        let answer = self
            .fetcher
            .fetch(&page.address, &[], &mut self.state, clock);
        match answer {
            Ok(answer) => {
                round.n_pages += 1;
                self.keep(&answer, clock.now())
            }
            Err(Refusal::Later(what, wait)) if page.n_failures + 1 < MOST_FAILURES => {
                let n_failures = page.n_failures + 1;
                let wait = wait.unwrap_or_else(|| pause(self.settings.every, n_failures));
                let refusal = Refusal::Later(what, None);
                let remedy = "it is tried again later";
                round
                    .problems
                    .push(problem(&page.address, &refusal, remedy));
                self.state.pages.push_back(Page {
                    due: after(clock.now(), wait.min(LONGEST)),
                    n_failures,
                    ..page
                });
                Ok(())
            }
            Err(refusal) => {
                let remedy = "it is left out";
                round
                    .problems
                    .push(problem(&page.address, &refusal, remedy));
                Ok(())
            }
        }
    }

    /// Writes an answer into the archive of this run.
    fn keep(&mut self, answer: &Answer, now: Timestamp) -> Result<(), Error> {
        let name = self.archive.get_or_insert_with(|| {
            let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
            let name: String = second.to_string().chars().filter(|c| *c != ':').collect();
            format!("{name}.warc.gz")
        });
        let path = self.settings.folder.join(&*name);
        archive::add(&path, answer, now).map_err(|source| Error::File { path, source })?;
        if !self.state.archives.contains(name) {
            self.state.archives.push(name.clone());
        }
        Ok(())
    }
}

/// The pause after so many failures in a row: twice as long after each.
fn pause(every: Duration, n_failures: u32) -> Duration {
    let factor = 2_u32.saturating_pow(n_failures.min(16));
    every.saturating_mul(factor).min(LONGEST)
}

fn after(now: Timestamp, wait: Duration) -> Option<Timestamp> {
    now.saturating_add(wait).ok()
}

/// How long an answer says that it stays as it is.
fn max_age(answer: &Answer) -> Duration {
    let control = answer.value("cache-control").unwrap_or("");
    let seconds = control
        .split(',')
        .find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

fn problem(address: &str, refusal: &Refusal, remedy: &str) -> Problem {
    let what = match refusal {
        Refusal::Robots => "may not be fetched, says robots.txt".to_owned(),
        Refusal::Later(what, _) => format!("was not fetched: {what}"),
        Refusal::Never(what) => format!("cannot be fetched: {what}"),
    };
    Problem {
        file: address.to_owned(),
        line: None,
        what,
        remedy: remedy.to_owned(),
        skipped: true,
    }
}
