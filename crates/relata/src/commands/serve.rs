//! `relata serve`: the page and the REST interface on this machine.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use relata_knowledge::{Bound, Country, Knowledge, Period, Term};
use relata_record::{Report, Span};
use relata_server::{App, Backing, Office, PartyCard};
use relata_store::PartyFilter;

use crate::args::Model;
use crate::commands::record;
use crate::exit::Exit;
use crate::party_names::{meant, organisations};
use crate::pipeline::Pipeline;
use crate::settings::ServeSettings;
use crate::terminal::Terminal;

/// Serves the record until the program is told to end.
pub fn run(terminal: &Terminal, settings: &ServeSettings) -> Result<Exit> {
    // Brings the history up to date, once.
    let (_, tables) = record::open(&settings.db)?;
    let knowledge = Knowledge::embedded().context("the tables of this program are broken")?;
    let program = Program {
        knowledge,
        pipeline: OnceLock::new(),
        program: std::env::current_exe().context("this program does not know where it stands")?,
    };
    let app = App::open(&settings.db, tables, Box::new(program))?;
    let ready = |address: SocketAddr| {
        let address = format!("http://{address}/");
        let mut out = terminal.out();
        let _ = writeln!(out, "{address}").and_then(|()| out.flush());
        terminal.say("the record is served on this machine alone; Ctrl-C ends it");
        if settings.open {
            open(terminal, &address);
        }
    };
    relata_server::serve(&app, settings.port, ready).with_context(|| {
        format!(
            "cannot listen on port {}; name another one with --port, or 0 for any that is free",
            settings.port
        )
    })?;
    Ok(Exit::Done)
}

/// Asks the desktop to show an address.
fn open(terminal: &Terminal, address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        terminal.warn(format_args!("no browser could be started; open {address}"));
    }
}

/// What the server asks of the program.
struct Program {
    knowledge: Knowledge,
    /// Loaded when the first report is shown.
    pipeline: OnceLock<Option<Pipeline>>,
    /// This program's own file.
    program: PathBuf,
}

impl Backing for Program {
    fn party(&self, typed: &str) -> PartyFilter {
        meant(&self.knowledge, typed)
    }

    fn organisations(&self, known: &[String], typed: &str) -> Vec<String> {
        organisations(&self.knowledge, known, typed)
    }

    fn party_card(&self, name: &str) -> Option<PartyCard> {
        let tables = &self.knowledge;
        if let Some(party) = tables.parties.iter().find(|party| party.name == name) {
            let offices = |term: &&Term| term.organisation.as_deref() == Some(party.id.as_str());
            return Some(PartyCard {
                id: party.id.clone(),
                names: party.names.iter().chain(&party.short).cloned().collect(),
                kind: words_of(&format!("{:?}", party.kind)),
                period: period(&party.period),
                offices: tables.people.iter().filter(offices).map(office).collect(),
            });
        }
        let is_government = |country: &&Country| country.body("Government") == name;
        let country = tables.countries.iter().find(is_government)?;
        let offices = |term: &&Term| term.organisation.is_none() && term.country == country.code;
        Some(PartyCard {
            id: country.code.clone(),
            names: country.names.clone(),
            kind: "government".to_owned(),
            period: period(&country.period),
            offices: tables.people.iter().filter(offices).map(office).collect(),
        })
    }

    fn sentences(&self, report: &Report) -> Vec<Span> {
        // Every tier cuts sentences alike, so the quickest will do.
        let pipeline = self
            .pipeline
            .get_or_init(|| Pipeline::new(Model::Fast).ok());
        let sentences = pipeline
            .iter()
            .flat_map(|pipeline| pipeline.sentences(report));
        sentences.map(|sentence| sentence.span).collect()
    }

    fn coder(&self, folder: &Path, record: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["code", "--json", "--db"])
            .arg(record)
            .arg(folder);
        command
    }

    fn now(&self) -> String {
        jiff::Timestamp::now().to_string()
    }
}

/// "ArmedGroup" as "armed group".
fn words_of(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn office(term: &Term) -> Office {
    Office {
        person: term.name.clone(),
        role: term.role.clone(),
        period: period(&term.period),
    }
}

/// "1994 – 2013-04-23", "since 2006".
fn period(period: &Period) -> Option<String> {
    match (&period.from, &period.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("since {}", bound(from))),
        (None, Some(to)) => Some(format!("until {}", bound(to))),
        (Some(from), Some(to)) => Some(format!("{} – {}", bound(from), bound(to))),
    }
}

/// A year, a month or a day, as it was written.
fn bound(bound: &Bound) -> String {
    if bound.first == bound.last {
        bound.first.to_string()
    } else if bound.first.month() == bound.last.month() {
        bound.first.strftime("%Y-%m").to_string()
    } else {
        bound.first.year().to_string()
    }
}
