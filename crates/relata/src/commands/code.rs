//! `relata code`: reads reports, codes them on many threads, keeps the results in the order of the input.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

use anyhow::{Result, anyhow};
use relata_reader::{Item, Recorded};
use relata_record::Problem;
use relata_store::{Error, Store, fingerprint};

use crate::commands::code_writer::Writer;
use crate::exit::Exit;
use crate::expected::expected_reports;
use crate::parallel::in_order;
use crate::pipeline::{CodedReport, Pipeline, keep_faults_quiet};
use crate::settings::CodeSettings;
use crate::terminal::Terminal;

/// So many coded reports wait at most for being stored.
const WAITING: usize = 1024;

/// Codes what `settings` names.
pub fn run(terminal: &Terminal, settings: &CodeSettings) -> Result<Exit> {
    let pipeline = Pipeline::with_own(settings.model, settings.knowledge.as_deref())?;
    let identity = pipeline.identity();
    let store = open(settings)?;
    let known = match &store {
        Some(store) if !settings.recode => store.coded_by(&identity)?,
        _ => BTreeMap::new(),
    };
    let recorded = store.as_ref().map(recorded).transpose()?;
    let store = store.filter(|_| !settings.dry_run);
    let expected = terminal
        .shows_progress
        .then(|| expected_reports(&settings.input.paths))
        .flatten();
    let writer = Writer::begin(terminal, store, &identity, expected)?;
    keep_faults_quiet();
    let reader = settings.input.reader().beside(recorded.unwrap_or_default());
    let is_empty = written(writer, |deliver| {
        in_order(
            reader,
            settings.n_threads,
            |item| work(&pipeline, &known, item),
            deliver,
        )
    })?;
    Ok(match (settings.input.has_missing, is_empty) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Nothing,
        (false, false) => Exit::Done,
    })
}

/// Lets `code` deliver outcomes while `writer` stores them on a thread of its own; true if no report was read.
fn written(
    mut writer: Writer<'_>,
    code: impl FnOnce(&mut dyn FnMut(Outcome) -> Result<()>) -> Result<()>,
) -> Result<bool> {
    thread::scope(|scope| {
        let (outcomes, queue) = sync_channel(WAITING);
        let writing = scope.spawn(move || -> Result<Writer<'_>> {
            for outcome in queue {
                writer.take(outcome)?;
            }
            Ok(writer)
        });
        let coded = code(&mut |outcome| {
            outcomes
                .send(outcome)
                .map_err(|_| anyhow!("the record is no longer written"))
        });
        drop(outcomes);
        let writer = match writing.join() {
            Ok(written) => written?,
            Err(fault) => resume_unwind(fault),
        };
        coded?;
        writer.end()
    })
}

/// The record. A dry run looks into it where it is there, and makes none.
fn open(settings: &CodeSettings) -> Result<Option<Store>> {
    if !settings.dry_run {
        return Ok(Some(Store::open(&settings.db)?));
    }
    match Store::open_to_read(&settings.db) {
        Err(Error::Missing { .. }) => Ok(None),
        opened => Ok(Some(opened?)),
    }
}

/// The reports of the record, by their texts.
fn recorded(store: &Store) -> Result<Recorded> {
    let mut recorded = Recorded::default();
    store.each_text(|id, hash, published, url| {
        let published = published.and_then(|day| day.parse().ok());
        recorded.note(id, hash, published, url);
    })?;
    Ok(recorded)
}

/// What became of one thing in the input.
pub struct Outcome {
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// The report, where there is one.
    pub report: Option<ReportOutcome>,
}

/// What became of a report.
pub enum ReportOutcome {
    Unchanged {
        id: String,
    },
    Coded {
        coded: Box<CodedReport>,
        fingerprint: String,
    },
}

/// Codes an item, on one of the threads.
fn work(pipeline: &Pipeline, known: &BTreeMap<String, String>, item: Item) -> Outcome {
    let Item {
        report,
        mut problems,
    } = item;
    let Some(report) = report else {
        return Outcome {
            problems,
            report: None,
        };
    };
    let id = report.id.clone();
    let coded = fingerprint(&report)
        .map_err(|error| fault(&id, &error))
        .and_then(|fingerprint| {
            if known.get(&id) == Some(&fingerprint) {
                return Ok(ReportOutcome::Unchanged { id });
            }
            let mut coded = pipeline.code(report)?;
            problems.append(&mut coded.problems);
            Ok(ReportOutcome::Coded {
                coded: Box::new(coded),
                fingerprint,
            })
        });
    match coded {
        Ok(report) => Outcome {
            problems,
            report: Some(report),
        },
        Err(problem) => {
            problems.push(problem);
            Outcome {
                problems,
                report: None,
            }
        }
    }
}

fn fault(id: &str, error: &Error) -> Problem {
    Problem {
        file: id.to_owned(),
        line: None,
        what: error.to_string(),
        remedy: "please send it in as a bug".to_owned(),
        skipped: true,
    }
}
