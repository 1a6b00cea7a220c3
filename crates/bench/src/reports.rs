//! Speed of the whole way, from files to the record, and the part of each stage in it.
//!
//! As in the program, one thread more reads and stores: with `-j 1` two are at work.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use relata::Model;
use relata::parallel::in_order;
use relata::pipeline::{CodedReport, Pipeline};
use relata_reader::{Item, Options, Reader};
use relata_record::Report;
use relata_store::{Coded, RunCounts, Store, fingerprint};
use tempfile::TempDir;

use crate::measure::{best_of, print, rate};

/// So many reports are coded in a round, each a copy under an id of its own.
const N_REPORTS: usize = 1000;
const ROUNDS: usize = 3;

/// Measures on the reports behind `paths`.
pub fn run(paths: &[PathBuf], model: Model) -> Result<()> {
    let pipeline = Pipeline::new(model)?;
    let folder = tempfile::tempdir().context("cannot make a folder for the reports")?;
    let input = [copies(paths, &folder)?];
    let reports: Vec<Report> = read(&input).collect();
    let n_words: usize = reports
        .iter()
        .map(|report| report.text.split_whitespace().count())
        .sum();
    println!(
        "{}: {} reports, {n_words} words, {} bytes",
        pipeline.identity().model,
        reports.len(),
        reports
            .iter()
            .map(|report| report.text.len())
            .sum::<usize>()
    );
    let [one, two] = [1, 2].map(|n_threads| whole_way(&pipeline, &input, n_threads));
    let (one, two) = (one?, two?);
    for (part, time) in [("all, -j 1", one), ("all, -j 2", two)] {
        print(part, reports.len(), "reports", time);
        print(part, n_words, "words", time);
    }
    let speed_up = one.as_secs_f64() / two.as_secs_f64().max(1e-9);
    println!("{:<28} {speed_up:>12.2} times", "-j 2 for -j 1");
    stages(&pipeline, &input, &reports)
}

/// A folder with enough copies of the reports behind `paths`.
fn copies(paths: &[PathBuf], folder: &TempDir) -> Result<PathBuf> {
    let reports: Vec<Report> = read(paths).collect();
    if reports.is_empty() {
        bail!(
            "there are no reports to measure on; name files, or run this from the root of the repository"
        );
    }
    let texts = folder.path().join("reports");
    fs::create_dir(&texts).context("cannot make a folder for the reports")?;
    for (n, report) in (0..N_REPORTS).zip(reports.iter().cycle()) {
        let file = texts.join(format!("{n:05}.txt"));
        fs::write(&file, &report.text)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(texts)
}

/// Each copy is read as a report of its own.
fn reader(paths: &[PathBuf]) -> Reader {
    let options = Options {
        keeps_copies: true,
        ..Options::default()
    };
    Reader::with_options(paths, options)
}

fn read(paths: &[PathBuf]) -> impl Iterator<Item = Report> {
    reader(paths).filter_map(|item| item.report)
}

/// What is to be stored of a report.
struct Ready {
    fingerprint: String,
    coded: CodedReport,
}

fn code(pipeline: &Pipeline, report: Report) -> Result<Ready> {
    Ok(Ready {
        fingerprint: fingerprint(&report)?,
        coded: pipeline
            .code(report)
            .map_err(|problem| anyhow::anyhow!("{problem}"))?,
    })
}

/// Time from files to a record, the model and the tables at hand.
fn whole_way(pipeline: &Pipeline, paths: &[PathBuf], n_threads: usize) -> Result<Duration> {
    timed(|folder| {
        let mut record = Record::new(pipeline, folder)?;
        let work = |item: Item| item.report.map(|report| code(pipeline, report));
        in_order(reader(paths), n_threads, work, |ready| match ready {
            Some(ready) => record.save(&ready?),
            None => Ok(()),
        })?;
        record.end()
    })
}

/// Prints the part of each stage, each done on this thread alone.
fn stages(pipeline: &Pipeline, paths: &[PathBuf], reports: &[Report]) -> Result<()> {
    let reading = best_of(ROUNDS, || {
        read(paths).for_each(|report| drop(black_box(report)))
    });
    let parsing = best_of(ROUNDS, || {
        reports
            .iter()
            .for_each(|report| drop(black_box(pipeline.sentences(report))))
    });
    let coding = best_of(ROUNDS, || {
        reports
            .iter()
            .for_each(|report| drop(black_box(code(pipeline, report.clone()))))
    });
    let ready: Vec<Ready> = reports
        .iter()
        .map(|report| code(pipeline, report.clone()))
        .collect::<Result<_>>()?;
    let storing = timed(|folder| {
        let mut record = Record::new(pipeline, folder)?;
        ready.iter().try_for_each(|ready| record.save(ready))?;
        record.end()
    })?;
    let stages = [
        ("read", reading),
        ("language", parsing),
        ("code", coding.saturating_sub(parsing)),
        ("store", storing),
    ];
    let total: Duration = stages.iter().map(|(_, time)| *time).sum();
    for (stage, time) in stages {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64().max(1e-9);
        let rate = rate(reports.len(), time);
        println!("{stage:<28} {rate:>12.0} reports/s {share:>5.1} % of the time");
    }
    Ok(())
}

/// The shortest of some rounds of `work`, each in a folder of its own.
fn timed(mut work: impl FnMut(&Path) -> Result<()>) -> Result<Duration> {
    let mut outcome = Ok(());
    let time = best_of(ROUNDS, || {
        let round = tempfile::tempdir()
            .context("cannot make a folder for the record")
            .and_then(|folder| work(folder.path()));
        if round.is_err() {
            outcome = round;
        }
    });
    outcome.map(|()| time)
}

/// A record that is being written.
struct Record {
    store: Store,
    run: relata_store::Run,
}

impl Record {
    fn new(pipeline: &Pipeline, folder: &Path) -> Result<Self> {
        let mut store = Store::open(&folder.join("relata.db"))?;
        let run = store.begin_run(&pipeline.identity(), None)?;
        Ok(Self { store, run })
    }

    fn save(&mut self, ready: &Ready) -> Result<()> {
        let coded = Coded {
            report: &ready.coded.report,
            fingerprint: &ready.fingerprint,
            events: &ready.coded.events,
            notes: &ready.coded.notes,
        };
        self.store.save(&self.run, coded)?;
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        Ok(self.store.end_run(&self.run, RunCounts::default(), &[])?)
    }
}
