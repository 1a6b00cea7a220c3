//! Feeds followed against a server of our own, with a clock that runs as fast as it is asked to.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use relata_reader::Reader;
use relata_watch::{Clock, Settings, Watch};

/// A server that gives what it is told to, and notes what it was asked.
#[derive(Clone)]
struct Server {
    address: String,
    answers: Arc<Mutex<BTreeMap<String, String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::default(),
            asked: Arc::default(),
        };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                own.serve(stream.unwrap());
            }
        });
        server
    }

    fn serve(&self, mut stream: std::net::TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut request = String::new();
        while reader.read_line(&mut request).is_ok_and(|n| n > 2) {}
        let path = request.split(' ').nth(1).unwrap_or("").to_owned();
        let lower = request.to_ascii_lowercase();
        let is_conditional = lower.contains("if-none-match: \"one\"");
        let mark = if is_conditional { " (conditional)" } else { "" };
        self.asked.lock().unwrap().push(format!("{path}{mark}"));
        let answer = self.answers.lock().unwrap().get(&path).cloned();
        let answer = match answer {
            Some(answer) if is_conditional && answer.contains("ETag: \"one\"") => {
                "304 Not Modified\r\n\r\n".to_owned()
            }
            Some(answer) => answer,
            None => "404 Not Found\r\n\r\n".to_owned(),
        };
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let _ = write!(
            stream,
            "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
    }

    fn set(&self, path: &str, answer: &str) {
        let answer = answer.replace("HOST", &self.address);
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// What was asked since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn settings(&self, folder: &Path) -> Settings {
        let mut settings = Settings::new(vec![format!("{}/feed", self.address)], folder.to_owned());
        settings.uses_proxy = false;
        settings
    }
}

struct FastClock {
    now: Cell<Timestamp>,
    waited: Cell<Duration>,
}

impl FastClock {
    fn new() -> Self {
        Self {
            now: Cell::new("2026-01-01T00:00:00Z".parse().unwrap()),
            waited: Cell::new(Duration::ZERO),
        }
    }

    fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }
}

impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn wait(&self, time: Duration) {
        self.waited.set(self.waited.get() + time);
        self.pass(time);
    }
}

fn feed(entries: &[&str]) -> String {
    let mut items = String::new();
    for entry in entries {
        items.push_str(&format!("<item><title>{entry}</title><link>HOST/{entry}</link><description>Short.</description></item>"));
    }
    format!("<rss version='2.0'><channel><title>D</title>{items}</channel></rss>")
}

fn page(words: &str) -> String {
    format!(
        "200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><article><h1>{words} in the hills</h1><p>{words} of soldiers and rebels went on in the hills on Monday, officials said.</p></article></body></html>"
    )
}

fn ids(watch: &Watch) -> Vec<String> {
    let items = Reader::open(&watch.archives());
    let ids = items.filter_map(|item| item.report.map(|report| report.id));
    ids.map(|id| id.rsplit('/').next().unwrap().to_owned())
        .collect()
}

const QUARTER: Duration = Duration::from_secs(15 * 60);

#[test]
fn new_entries_are_fetched_once_and_a_new_run_goes_on() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let clock = FastClock::new();
    server.set(
        "/robots.txt",
        "200 OK\r\n\r\nUser-agent: *\nDisallow: /closed\nCrawl-delay: 20\n",
    );
    server.set(
        "/feed",
        &format!(
            "200 OK\r\nETag: \"one\"\r\n\r\n{}",
            feed(&["a", "closed", "b"])
        ),
    );
    server.set("/a", &page("Fighting"));
    server.set("/b", &page("Talks"));
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    let round = watch.round(&clock).unwrap();
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/a", "/b"]);
    assert_eq!((round.n_feeds, round.n_pages), (1, 2));
    assert_eq!(round.problems.len(), 1);
    assert!(
        round.problems[0]
            .to_string()
            .contains("may not be fetched, says robots.txt")
    );
    assert_eq!(ids(&watch), ["a", "b"]);
    // Between two requests the host is left alone for as long as it asks.
    assert!(
        clock.waited.get() >= Duration::from_secs(2 * 20),
        "{:?}",
        clock.waited.get()
    );

    // Nothing is due, and then nothing is new.
    watch.round(&clock).unwrap();
    assert!(server.asked().is_empty());
    drop(watch);
    clock.pass(QUARTER);
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    assert_eq!(watch.archives().len(), 1);
    watch.round(&clock).unwrap();
    assert_eq!(server.asked(), ["/feed (conditional)"]);
    watch.coded().unwrap();

    // Another entry: only its page is fetched, by a run that begins anew.
    server.set(
        "/feed",
        &format!("200 OK\r\n\r\n{}", feed(&["c", "a", "closed", "b"])),
    );
    server.set("/c", &page("Marches"));
    clock.pass(QUARTER);
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    assert!(watch.archives().is_empty());
    watch.round(&clock).unwrap();
    assert_eq!(server.asked(), ["/feed (conditional)", "/c"]);
    assert_eq!(ids(&watch), ["c"]);
}

#[test]
fn failures_are_followed_by_longer_pauses() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let clock = FastClock::new();
    server.set("/feed", "503 Service Unavailable\r\n\r\n");
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    let mut due = Vec::new();
    for _ in 0..4 {
        let round = watch.round(&clock).unwrap();
        assert!(
            round.problems[0]
                .to_string()
                .contains("its server answers 503; it is tried again later")
        );
        let wait = watch.due().unwrap().duration_since(clock.now());
        due.push(wait.as_secs() / 60);
        clock.pass(Duration::try_from(wait).unwrap());
    }
    assert_eq!(due, [30, 60, 120, 240]);
    server.set(
        "/feed",
        "429 Too Many Requests\r\nRetry-After: 36000\r\n\r\n",
    );
    watch.round(&clock).unwrap();
    assert_eq!(
        watch.due().unwrap().duration_since(clock.now()).as_secs(),
        36_000
    );
    clock.pass(Duration::from_secs(36_000));
    server.set("/feed", "410 Gone\r\n\r\n");
    watch.round(&clock).unwrap();
    assert_eq!(watch.due(), None);
}

#[test]
fn a_page_that_fails_is_tried_again_and_then_given_up() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let clock = FastClock::new();
    server.set(
        "/feed",
        &format!(
            "200 OK\r\nETag: \"one\"\r\n\r\n{}",
            feed(&["a", "b", "moved"])
        ),
    );
    server.set("/a", "500 Internal Server Error\r\n\r\n");
    server.set("/moved", "301 Moved Permanently\r\nLocation: /here\r\n\r\n");
    server.set("/here", &page("Fighting"));
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    let round = watch.round(&clock).unwrap();
    assert_eq!(round.problems.len(), 2, "{:?}", round.problems);
    assert_eq!(ids(&watch), ["here"]);
    for _ in 0..10 {
        clock.pass(Duration::from_secs(24 * 60 * 60));
        watch.round(&clock).unwrap();
    }
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|path| *path == "/a").count(), 5);
    assert_eq!(asked.iter().filter(|path| *path == "/b").count(), 1);
}

#[test]
fn a_feed_with_whole_stories_is_kept_itself() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let clock = FastClock::new();
    let story = "Fighting of soldiers and rebels went on in the hills on Monday, officials said.";
    let feed = format!(
        "<rss xmlns:content='c'><channel><title>D</title><item><title>Fighting goes on</title><link>HOST/a</link><content:encoded><![CDATA[<p>{story}</p>]]></content:encoded></item></channel></rss>"
    );
    server.set(
        "/feed",
        &format!("200 OK\r\nContent-Type: application/rss+xml\r\n\r\n{feed}"),
    );
    let mut watch = Watch::open(server.settings(folder.path())).unwrap();
    watch.round(&clock).unwrap();
    assert_eq!(server.asked(), ["/robots.txt", "/feed"]);
    assert_eq!(ids(&watch), ["a"]);
    let broken = folder.path().join("watch.json");
    std::fs::write(&broken, "{").unwrap();
    let error = Watch::open(server.settings(folder.path()))
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("is not the state of a watch"), "{error}");
}
