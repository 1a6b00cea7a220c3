//! What the page waits for: how long the server takes to open a record, for the first view, for a change of the
//! filter, and for a correction, on happenings that are made up.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use jiff::ToSpan as _;
use jiff::civil::date;
use relata_evaluate::made_archive;
use relata_history::Tables;
use relata_record::{Event, EventDate, Party, Precision, Report, Span};
use relata_server::{App, Backing, PartyCard};
use relata_store::{Coded, CoderIdentity, PartyFilter, Store};

/// The bars: milliseconds for the first view and for a change of the filter; a correction is one.
const BARS: [f64; 2] = [1500.0, 200.0];

/// So many reports are saved in one transaction.
const BATCH: usize = 500;

/// How often each is asked for.
const TIMES: usize = 5;

/// The filters that are changed to, one after the other.
const FILTERS: [&str; 9] = [
    "",
    "type=ASSAULT",
    "type=ASSAULT&from=2012",
    "party=league",
    "party=league&party=GOV&factuality=fact",
    "unit=reports",
    "place=Brenn",
    "q=checkpoint+police",
    "bbox=18,37,21,42&disputed=1",
];

/// Prints how long each takes, with the record in `kept` or a new one; false if one is over its bar.
pub fn run(n_happenings: usize, kept: Option<PathBuf>) -> Result<bool> {
    let folder = tempfile::tempdir().context("cannot make a folder for the record")?;
    let file = kept.unwrap_or_else(|| folder.path().join("relata.db"));
    let tables = Tables::embedded().context("the tables of this program are broken")?;
    if !file.exists() {
        make(&file, &tables, n_happenings)?;
    }
    let begun = Instant::now();
    let app = App::open(&file, tables, Box::new(Nobody))?;
    let snapshot = app.snapshot(false)?;
    println!(
        "{} happenings, {} events, {} reports",
        snapshot.happenings.len(),
        snapshot.n_tellings(),
        snapshot.n_reports()
    );
    println!("{:>9.1} ms to open the record", ms(begun));
    let event = snapshot
        .happenings
        .get(n_happenings / 3)
        .map(|row| row.label.clone());
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
            bytes = get(address, &format!("/api/v1/overview?{filter}"))?;
            if !filter.starts_with("unit") {
                bytes += get(
                    address,
                    &format!("/api/v1/happenings?limit=50&sort=-date&{filter}"),
                )?;
            }
            took = took.min(ms(begun));
        }
        let bar = if n == 0 { BARS[0] } else { BARS[1] };
        fits &= took <= bar;
        let name = if n == 0 { "the first view" } else { filter };
        println!("{took:>9.1} ms for {name} ({bytes} bytes; at most {bar} ms)");
    }
    let event = event.context("there is nothing to correct")?;
    for (n, factuality) in ["possible", "fact", "planned"].iter().enumerate() {
        let begun = Instant::now();
        let correction = format!(
            r#"{{"event":"{event}","kind":"edit","field":"factuality","value":"{factuality}","author":"bench","reason":"measured"}}"#
        );
        post(address, "/api/v1/corrections", &correction)?;
        let kept = ms(begun);
        get(address, "/api/v1/overview?")?;
        let took = ms(begun);
        fits &= took <= BARS[1];
        println!(
            "{took:>9.1} ms for correction {} and the overview with it ({kept:.1} ms until it is kept; at most {} ms)",
            n + 1,
            BARS[1]
        );
    }
    Ok(fits)
}

/// Asks the server as a browser would; how many bytes it answers.
fn get(address: SocketAddr, path: &str) -> Result<usize> {
    ask(address, &format!("GET {path} HTTP/1.1\r\n"), "")
}

fn post(address: SocketAddr, path: &str, body: &str) -> Result<usize> {
    let head = format!(
        "POST {path} HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
        body.len()
    );
    ask(address, &head, body)
}

fn ask(address: SocketAddr, head: &str, body: &str) -> Result<usize> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "{head}host: {address}\r\nconnection: close\r\n\r\n{body}"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    if !answer.starts_with(b"HTTP/1.1 20") {
        bail!("{head}{}", String::from_utf8_lossy(&answer));
    }
    Ok(answer.len())
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1000.0
}

/// Writes a record with `n_happenings`, a fifth of which a second report tells, too; as the program would: reports are
/// saved in batches and then compared with each other.
fn make(file: &Path, tables: &Tables, n_happenings: usize) -> Result<()> {
    let mut store = Store::open(file)?;
    let identity = CoderIdentity {
        program: "bench".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, None)?;
    let begun = Instant::now();
    // Patterns: what one of these reports tells as its news is told again with other days, places and parties.
    let patterns: Vec<(Report, Event)> = made_archive(11, 2000)
        .into_iter()
        .filter_map(|made| Some((made.report, made.tellings.into_iter().next()?.event)))
        .collect();
    let mut batch = Vec::new();
    for n in 0..n_happenings {
        let Some((report, event)) = patterns.get(n % patterns.len()) else {
            continue;
        };
        let told = told(n, report, event)?;
        if n % 5 == 0 {
            batch.push(again(&told));
        }
        batch.push(told);
        if batch.len() >= BATCH || n + 1 == n_happenings {
            let coded: Vec<Coded<'_>> = batch
                .iter()
                .map(|(report, event)| Coded {
                    report,
                    fingerprint: &report.id,
                    events: std::slice::from_ref(event),
                    notes: &[],
                })
                .collect();
            store.save_all(&run, &coded)?;
            batch.clear();
        }
    }
    let saved = begun.elapsed().as_secs_f64();
    let counts = store.update_history(tables)?;
    println!(
        "made in {:.1} s, {saved:.1} s of it for saving",
        begun.elapsed().as_secs_f64()
    );
    if counts.happenings < n_happenings / 2 {
        bail!("the archive gives {} happenings only", counts.happenings);
    }
    Ok(())
}

/// The `n`-th happening: forty countries, thousands of groups, twelve hundred towns and twenty years, in the words of a
/// pattern.
fn told(n: usize, report: &Report, event: &Event) -> Result<(Report, Event)> {
    // Steps without a common factor, so that all combinations come.
    let (country, group) = (n * 7 % 40, n * 13 % 20);
    let day = date(2004, 1, 1).checked_add(i64::try_from(n * 2311 % 7300)?.days())?;
    let code = format!("X{}{}", letter(country / 20), letter(country % 20));
    let rename = |party: &mut Party| {
        if party.country.is_some() {
            party.country = Some(code.clone());
        }
        party.name = format!(
            "{} {} {}",
            party.name,
            code,
            if party.party.is_some() { group } else { 0 }
        );
        if party.party.is_some() {
            party.party = Some(party.name.clone());
        }
    };
    let mut event = event.clone();
    event.report = format!("r{n:06}");
    event.n = 1;
    event.actors.iter_mut().for_each(rename);
    event.recipients.iter_mut().for_each(rename);
    if let Some(talks) = &mut event.talks {
        let parties = event.actors.iter().chain(&event.recipients);
        talks.parties = parties.map(|party| party.name.clone()).collect();
    }
    for word in &mut event.word_of {
        word.name = format!("{} {code} {group}", word.name);
    }
    if let Some(place) = &mut event.place {
        place.name = place.name.take().map(|name| format!("{name} {code}"));
        place.country = Some(code.clone());
        place.lat = place.lat.map(|lat| lat - 40.0 + (country % 8) as f64 * 8.0);
        place.lon = place
            .lon
            .map(|lon| lon - 60.0 + (country / 8) as f64 * 30.0);
    }
    // Numbers and words of their own, as different deeds have: merging would compare them all with each other.
    if let Some(toll) = &mut event.killed {
        let dead = u32::try_from(1 + n * 31 % 997)?;
        (toll.low, toll.best, toll.high) = (Some(dead), Some(dead), Some(dead));
    }
    let mut text = String::new();
    for quote in &mut event.evidence {
        let start = text.len();
        for (place, word) in quote.text.split_whitespace().enumerate() {
            text.push_str(word);
            text.push(' ');
            if place % 2 == 1 {
                text.push_str(&format!("{code}{n} "));
            }
        }
        quote.text = text.get(start..).unwrap_or("").to_owned();
        (quote.start, quote.end) = (u32::try_from(start)?, u32::try_from(text.len())?);
    }
    event.date = Some(EventDate {
        from: day,
        to: day,
        precision: Precision::Day,
        span: None,
        inferred: None,
    });
    let mut report = report.clone();
    report.text = text;
    if let Some(block) = report.blocks.first_mut() {
        block.span = Span::new(0, report.text.len());
    }
    report.id.clone_from(&event.report);
    report.hash.clone_from(&event.report);
    let published = day.checked_add(1.days())?;
    if let Some(found) = &mut report.published {
        found.value.year = Some(published.year());
        (found.value.month, found.value.day) = (published.month(), published.day());
    }
    Ok((report, event))
}

fn letter(n: usize) -> char {
    char::from(b'A' + u8::try_from(n % 26).unwrap_or(0))
}

/// The same in the report of another outlet.
fn again(told: &(Report, Event)) -> (Report, Event) {
    let (mut report, mut event) = told.clone();
    report.id.push('b');
    report.hash.clone_from(&report.id);
    event.report.clone_from(&report.id);
    (report, event)
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
