//! Stores and tells what became of the input of `relata code`, in its order: a batch is one transaction, and what it
//! tells is compared with the rest of the record while the next ones are coded.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use relata_history::Tables;
use relata_record::{Event, Problem};
use relata_store::{Coded, CoderIdentity, Run, Saved, Store, batch_beside};
use serde::Serialize;
use serde_json::json;

use crate::commands::code::{Outcome, ReportOutcome};
use crate::complaints::Complaints;
use crate::json_line;
use crate::pipeline::CodedReport;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::terminal::Terminal;

/// An event as a JSON line.
#[derive(Serialize)]
struct EventLine<'a> {
    event: &'a Event,
}

/// The end of the line: the record, and the terminal.
pub struct Writer<'a> {
    terminal: &'a Terminal,
    /// The record with this run; none where nothing is written.
    record: Option<(Store, Run)>,
    progress: Progress,
    summary: Summary,
    complaints: Complaints,
    problems: Vec<Problem>,
    tables: Tables,
    /// What waits for its batch, in the order of the input.
    waiting: Vec<Outcome>,
    /// Reports that were stored since tellings were last compared.
    n_uncompared: usize,
    /// Reports of this run whose tellings are compared.
    n_compared: usize,
}

/// So many outcomes are one batch, and one transaction.
const BATCH: usize = 64;

impl<'a> Writer<'a> {
    /// Begins a run in `store`, where there is one.
    pub fn begin(
        terminal: &'a Terminal,
        store: Option<Store>,
        identity: &CoderIdentity,
        expected: Option<u64>,
    ) -> Result<Self> {
        let now = jiff::Timestamp::now().to_string();
        let record = match store {
            Some(mut store) => {
                let run = store.begin_run(identity, Some(&now))?;
                Some((store, run))
            }
            None => None,
        };
        Ok(Self {
            terminal,
            record,
            progress: Progress::new(terminal, expected),
            summary: Summary::default(),
            complaints: Complaints::new(terminal.verbose),
            problems: Vec::new(),
            tables: Tables::embedded().context("the tables of this program are broken")?,
            waiting: Vec::new(),
            n_uncompared: 0,
            n_compared: 0,
        })
    }

    /// Takes what became of one thing in the input.
    pub fn take(&mut self, outcome: Outcome) -> Result<()> {
        if let Some(report) = &outcome.report {
            self.progress.count(match report {
                ReportOutcome::Unchanged { id } => id,
                ReportOutcome::Coded { coded, .. } => &coded.report.id,
            });
        }
        self.waiting.push(outcome);
        if self.waiting.len() < BATCH {
            return Ok(());
        }
        self.write_batch()?;
        if self.n_uncompared >= batch_beside(self.n_compared) {
            self.compare()?;
        }
        Ok(())
    }

    /// Stores what waits, and tells of it.
    fn write_batch(&mut self) -> Result<()> {
        let outcomes = std::mem::take(&mut self.waiting);
        let coded: Vec<Coded<'_>> = outcomes
            .iter()
            .filter_map(|outcome| match &outcome.report {
                Some(ReportOutcome::Coded { coded, fingerprint }) => Some(Coded {
                    report: &coded.report,
                    fingerprint,
                    events: &coded.events,
                    notes: &coded.notes,
                }),
                _ => None,
            })
            .collect();
        let mut saved = match &mut self.record {
            Some((store, run)) => store.save_all(run, &coded)?,
            None => vec![Saved::New; coded.len()],
        }
        .into_iter();
        self.n_uncompared += coded.len();
        for outcome in &outcomes {
            for problem in &outcome.problems {
                self.problem(problem.clone())?;
            }
            match &outcome.report {
                None => {}
                Some(ReportOutcome::Unchanged { id }) => {
                    self.summary.unchanged();
                    self.print("report", &json!({"id": id, "state": "unchanged"}))?;
                }
                Some(ReportOutcome::Coded { coded, .. }) => {
                    self.coded(coded, saved.next().unwrap_or(Saved::New))?;
                }
            }
        }
        Ok(())
    }

    /// Compares what new reports tell with the rest of the record.
    fn compare(&mut self) -> Result<()> {
        self.n_compared += std::mem::take(&mut self.n_uncompared);
        if let Some((store, _)) = &mut self.record {
            store.update_history(&self.tables)?;
        }
        Ok(())
    }

    /// Tells of a report that was coded.
    fn coded(&mut self, coded: &CodedReport, saved: Saved) -> Result<()> {
        let CodedReport {
            report,
            events,
            notes,
            ..
        } = coded;
        self.summary.coded(saved, events, notes);
        let state = match saved {
            Saved::New => "new",
            Saved::Revised => "revised",
            Saved::Recoded => "recoded",
        };
        self.print(
            "report",
            &json!({"id": report.id, "state": state, "events": events.len()}),
        )?;
        if self.record.is_none() {
            for event in events {
                self.print("event", &EventLine { event })?;
            }
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<()> {
        self.summary.problem(&problem);
        self.print("problem", &problem)?;
        let lines = self.complaints.lines(&problem);
        self.complain(lines);
        self.problems.push(problem);
        Ok(())
    }

    fn complain(&self, lines: Vec<String>) {
        if !self.terminal.json {
            for line in lines {
                self.progress.aside(|| self.terminal.warn(line));
            }
        }
    }

    fn print(&self, kind: &str, value: &impl Serialize) -> Result<()> {
        if self.terminal.json {
            let mut out = self.terminal.out();
            json_line::print(&mut out, kind, value)?;
            out.flush()?;
        }
        Ok(())
    }

    /// Ends the run; true if no report was read.
    pub fn end(mut self) -> Result<bool> {
        self.write_batch()?;
        let lines = self.complaints.rest();
        self.complain(lines);
        if let Some((store, run)) = &mut self.record {
            store.end_run(run, self.summary.counts(), &self.problems)?;
        }
        self.compare()?;
        self.progress.end();
        self.print("summary", &self.summary.json())?;
        if !self.terminal.json {
            self.terminal.say(self.summary.lines(self.terminal.verbose));
        }
        Ok(self.summary.is_empty())
    }
}
