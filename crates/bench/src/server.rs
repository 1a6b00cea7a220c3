//! What the page waits for: how long the server takes to open a record, for the first view, and for a change of the
//! filter, on happenings that are made up.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use relata_evaluate::made_archive;
use relata_history::Tables;
use relata_record::{Report, Span};
use relata_server::{App, Backing, PartyCard};
use relata_store::{Coded, CoderIdentity, PartyFilter, Store};

/// The bars: milliseconds for the first view and for a change of the filter.
const BARS: [f64; 2] = [1500.0, 200.0];

/// How often each is asked for.
const TIMES: usize = 5;

/// The filters that are changed to, one after the other.
const FILTERS: [&str; 8] = [
    "",
    "type=ASSAULT",
    "type=ASSAULT&from=2012",
    "party=league",
    "party=league&party=GOV&factuality=fact",
    "place=Brenn",
    "q=checkpoint+police",
    "bbox=18,37,21,42&disputed=1",
];

/// Prints how long each takes; false if one is over its bar.
pub fn run(n_happenings: usize) -> Result<bool> {
    let folder = tempfile::tempdir().context("cannot make a folder for the record")?;
    let file = folder.path().join("relata.db");
    let tables = Tables::embedded().context("the tables of this program are broken")?;
    let begun = Instant::now();
    make(&file, &tables, n_happenings)?;
    println!("made in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let app = App::open(&file, tables, Box::new(Nobody))?;
    let snapshot = app.snapshot(false)?;
    println!(
        "{} happenings, {} events, {} reports",
        snapshot.happenings.len(),
        snapshot.tellings.len(),
        snapshot.reports.len()
    );
    println!("{:>9.1} ms to open the record", ms(begun));
    drop(snapshot);
    let (send, receive) = mpsc::channel();
    // It serves until this program ends.
    thread::spawn(move || {
        relata_server::serve(&app, 0, |address| {
            let _ = send.send(address);
        })
    });
    let address = receive.recv().context("the server does not start")?;
    let mut fits = true;
    for (n, filter) in FILTERS.iter().enumerate() {
        // The least of some: other programs of the machine do not count.
        let (mut took, mut bytes) = (f64::INFINITY, 0);
        for _ in 0..TIMES {
            let begun = Instant::now();
            bytes = get(address, &format!("/api/v1/overview?{filter}"))?
                + get(
                    address,
                    &format!("/api/v1/happenings?limit=50&sort=-date&{filter}"),
                )?;
            took = took.min(ms(begun));
        }
        let bar = if n == 0 { BARS[0] } else { BARS[1] };
        fits &= took <= bar;
        let name = if n == 0 { "the first view" } else { filter };
        println!("{took:>9.1} ms for {name} ({bytes} bytes; at most {bar} ms)");
    }
    Ok(fits)
}

/// Asks the server as a browser would; how many bytes it answers.
fn get(address: SocketAddr, path: &str) -> Result<usize> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    if !answer.starts_with(b"HTTP/1.1 200") {
        bail!("{path}: {}", String::from_utf8_lossy(&answer));
    }
    Ok(answer.len())
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1000.0
}

fn make(file: &Path, tables: &Tables, n_happenings: usize) -> Result<()> {
    let mut store = Store::open(file)?;
    let identity = CoderIdentity {
        program: "bench".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, None)?;
    for made in made_archive(11, n_happenings * 5 / 4)
        .iter()
        .filter(|made| !made.tellings.is_empty())
    {
        let mut events: Vec<_> = made
            .tellings
            .iter()
            .map(|telling| telling.event.clone())
            .collect();
        // Each report of the same deed tells it of another day: they stay apart.
        let shift = made
            .report
            .id
            .bytes()
            .fold(0_i32, |sum, byte| sum * 7 % 4001 + i32::from(byte));
        for event in &mut events {
            if let Some(date) = &mut event.date {
                let day = date
                    .from
                    .checked_add(jiff::Span::new().days(shift % 4000))?;
                (date.from, date.to) = (day, day);
            }
        }
        let coded = Coded {
            report: &made.report,
            fingerprint: &made.report.id,
            events: &events,
            notes: &[],
        };
        store.save(&run, coded)?;
    }
    let counts = store.update_history(tables)?;
    if counts.happenings < n_happenings / 2 {
        bail!("the archive gives {} happenings only", counts.happenings);
    }
    Ok(())
}

/// A program that knows no tables.
struct Nobody;

impl Backing for Nobody {
    fn party(&self, typed: &str) -> PartyFilter {
        PartyFilter {
            codes: vec![typed.to_owned()],
            names: Vec::new(),
            beginnings: vec![typed.to_owned()],
        }
    }

    fn organisations(&self, known: &[String], typed: &str) -> Vec<String> {
        known
            .iter()
            .filter(|name| *name == typed)
            .cloned()
            .collect()
    }

    fn party_card(&self, _: &str) -> Option<PartyCard> {
        None
    }

    fn sentences(&self, _: &Report) -> Vec<Span> {
        Vec::new()
    }

    fn coder(&self, _: &Path, _: &Path) -> Command {
        Command::new("false")
    }

    fn now(&self) -> String {
        "2026-01-01T00:00:00Z".to_owned()
    }
}
