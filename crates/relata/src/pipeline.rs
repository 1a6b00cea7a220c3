//! The crates that do the work, wired: reader, language, coder.

use std::cell::RefCell;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use relata_coder::{Coder, Meant, PossibleActs, STRETCH, Stretch, stretches};
use relata_knowledge::Knowledge;
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer, RoutedAnalyzer, Sentence};
use relata_places::Places;
use relata_record::{Event, Found, Problem, PublishedDate, Report, Span};
use relata_store::{CoderIdentity, Note};

use crate::args::Model;
use crate::words::one_line;

/// All that turns a report into events. Built once, used by every thread.
pub struct Pipeline {
    analyzer: Box<dyn Analyzer>,
    coder: Coder,
}

/// What one report gave.
pub struct CodedReport {
    /// The report, with the day of publication that the coder found.
    pub report: Report,
    /// Its events.
    pub events: Vec<Event>,
    /// Why the rest gave nothing.
    pub notes: Vec<Note>,
    /// Promises that the coder broke.
    pub problems: Vec<Problem>,
}

/// The language layer of a tier; the tables tell which sentences are worth the accurate one.
pub fn analyzer(model: Model, knowledge: &Knowledge) -> Result<Box<dyn Analyzer>> {
    let broken = "the model of this program is broken";
    let fast = FastAnalyzer::embedded().context(broken)?;
    let accurate = || AccurateAnalyzer::embedded().context(broken);
    Ok(match model {
        Model::Fast => Box::new(fast),
        Model::Accurate => Box::new(accurate()?),
        Model::Auto => {
            let acts = PossibleActs::new(knowledge);
            let is_worth = Box::new(move |words: &_| acts.may_tell(words));
            Box::new(RoutedAnalyzer::new(fast, accurate()?, is_worth))
        }
    })
}

impl Pipeline {
    /// Loads the model and the tables.
    pub fn new(model: Model) -> Result<Self> {
        let knowledge = Knowledge::embedded().context("the tables of this program are broken")?;
        Self::with_knowledge(model, knowledge)
    }

    /// Loads the model and the tables, with the user's own where a folder is given.
    pub fn with_own(model: Model, folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else {
            return Self::new(model);
        };
        Self::with_knowledge(model, own_knowledge(folder)?)
    }

    /// Loads the model, for tables that are at hand.
    pub fn with_knowledge(model: Model, knowledge: Knowledge) -> Result<Self> {
        let places =
            Places::embedded(&knowledge).context("the gazetteer of this program is broken")?;
        Ok(Self {
            analyzer: analyzer(model, &knowledge)?,
            coder: Coder::new(knowledge, places),
        })
    }

    /// All that decides what a report gives.
    pub fn identity(&self) -> CoderIdentity {
        CoderIdentity {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.analyzer.model().to_owned(),
            tables: self.coder.version(),
            settings: String::new(),
        }
    }

    /// The sentences of the parts that are read for events, cut as they are cut for coding.
    pub fn sentences(&self, report: &Report) -> Vec<Sentence> {
        let read = |stretch| match stretch {
            Stretch::Words(blocks) => self.analyzer.analyze(&report.text, &blocks),
            Stretch::NoWords(_) => Vec::new(),
        };
        stretches(report).into_iter().flat_map(read).collect()
    }

    /// The day of publication as the coder sees it, with a year inferred where none is written.
    pub fn date(&self, report: &Report) -> Option<Found<PublishedDate>> {
        self.coder.date(report)
    }

    /// What the phrases of a text stand for on a day.
    pub fn parties(&self, text: &str, day: Option<Date>) -> Vec<Meant> {
        let report = of_words(text, day);
        self.coder.parties(&report, &self.sentences(&report))
    }

    /// Codes a report. A fault of the program in one report does not end the run: it is a problem of that report.
    ///
    /// A report in a language without a model gives no events, a note on its text, and a problem that says so.
    pub fn code(&self, report: Report) -> Result<CodedReport, Problem> {
        if let Some(language) = without_model(&report) {
            return Ok(not_coded(language, report));
        }
        let stretches = stretches(&report);
        let analyze = |blocks: &[Span]| self.analyzer.analyze(&report.text, blocks);
        let coding = caught(|| self.coder.code_in_stretches(&report, &stretches, analyze));
        let coding = coding.map_err(|fault| Problem {
            file: report.id.clone(),
            line: None,
            what: format!("the program failed on this report ({fault})"),
            remedy: "please send it in as a bug".to_owned(),
            skipped: true,
        })?;
        let mut problems = broken_promises(&report, &coding.events);
        problems.extend(too_long(&report, stretches.len()));
        let notes = coding.notes.into_iter().map(|note| Note {
            span: note.span,
            reason: note.reason.as_str().to_owned(),
            detail: note.detail,
        });
        Ok(CodedReport {
            notes: notes.collect(),
            report: Report {
                published: coding.published.or(report.published),
                ..report
            },
            events: coding.events,
            problems,
        })
    }
}

/// Why a report gives nothing that is in a language without a model.
pub const NO_MODEL: &str = "no-model";

/// The language of a report, where there is no model for it.
fn without_model(report: &Report) -> Option<String> {
    let tag = report.language.as_deref()?;
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    let is_read = ["en", "eng", "english"]
        .iter()
        .any(|name| primary.eq_ignore_ascii_case(name));
    (!is_read).then(|| primary.to_owned())
}

/// What is said of a report that is longer than what is read at once.
fn too_long(report: &Report, n_stretches: usize) -> Option<Problem> {
    (n_stretches > 1).then(|| Problem {
        file: report.id.clone(),
        line: None,
        what: format!(
            "has more than {STRETCH} bytes: it is read in {n_stretches} stretches, and no two of them are taken to \
             tell of one happening"
        ),
        remedy: "split it into one file a report".to_owned(),
        skipped: false,
    })
}

/// A report that is kept and not coded.
fn not_coded(language: String, report: Report) -> CodedReport {
    let problem = Problem {
        file: report.id.clone(),
        line: None,
        what: format!("is in a language without a model (`{language}`): it is kept and not coded"),
        remedy: "have it translated, or give its language as `en` where it is English".to_owned(),
        skipped: false,
    };
    CodedReport {
        notes: vec![Note {
            span: Span::new(0, report.text.len()),
            reason: NO_MODEL.to_owned(),
            detail: language,
        }],
        events: Vec::new(),
        problems: vec![problem],
        report,
    }
}

/// The tables in a folder, as pairs of the name below it and the content, in the order of their names.
pub fn own_tables(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut tables = Vec::new();
    for (prefix, folder) in [("", folder.to_owned()), ("acts/", folder.join("acts"))] {
        if !prefix.is_empty() && !folder.is_dir() {
            continue;
        }
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            if let Some(name) = name.filter(|name| name.ends_with(".tsv")) {
                let content = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                tables.push((format!("{prefix}{name}"), content));
            }
        }
    }
    tables.sort();
    Ok(tables)
}

/// The tables of a folder before those of the program.
pub fn own_knowledge(folder: &Path) -> Result<Knowledge> {
    let tables = own_tables(folder)?;
    let tables: Vec<(&str, &str)> = tables
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_str()))
        .collect();
    Knowledge::with_tables(&tables)
        .with_context(|| format!("the tables in {} cannot be used", folder.display()))
}

/// A report that is nothing but these words.
fn of_words(text: &str, day: Option<Date>) -> Report {
    let published = day.map(|day| Found {
        value: PublishedDate {
            year: Some(day.year()),
            month: day.month(),
            day: day.day(),
            inferred: false,
            reasons: Vec::new(),
        },
        span: None,
        how: "asked for".to_owned(),
    });
    Report {
        published,
        ..Report::of_paragraph("words", text)
    }
}

/// Values without a citation. The record keeps them; whoever made them must hear of it.
fn broken_promises(report: &Report, events: &[Event]) -> Vec<Problem> {
    let broken = events.iter().flat_map(|event| {
        event
            .check_citations(&report.text)
            .into_iter()
            .map(move |value| (event.n, value))
    });
    broken
        .map(|(n, value)| Problem {
            file: format!("{}#{n}", report.id),
            line: None,
            what: format!("`{}` is not cited: {}", value.field, value.what),
            remedy: "please send it in as a bug".to_owned(),
            skipped: false,
        })
        .collect()
}

thread_local! {
    /// Where and why this thread last failed, while a fault is caught.
    static FAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps a fault that is caught for the one line that tells of it, in place of a page on standard error.
pub fn keep_faults_quiet() {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        if FAULT.with_borrow(Option::is_none) {
            return loud(fault);
        }
        let payload = fault.payload();
        let words = payload
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned());
        let words = words
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let place = fault
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        FAULT.set(Some(format!("{place}: {}", one_line(&words))));
    }));
}

fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    FAULT.set(Some(String::new()));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let fault = FAULT.take().unwrap_or_default();
    done.map_err(|_| fault)
}
