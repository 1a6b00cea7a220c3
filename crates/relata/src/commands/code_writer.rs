//! Stores and tells what became of the input of `relata code`, in its order.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use relata_history::Tables;
use relata_record::{Event, Problem};
use relata_store::{Coded, CoderIdentity, Run, Saved, Store};
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
}

impl<'a> Writer<'a> {
    /// Begins a run in `store`, where there is one.
    pub fn begin(
        terminal: &'a Terminal,
        store: Option<Store>,
        identity: &CoderIdentity,
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
            progress: Progress::new(terminal),
            summary: Summary::default(),
            complaints: Complaints::new(terminal.verbose),
            problems: Vec::new(),
        })
    }

    /// Takes what became of one thing in the input.
    pub fn take(&mut self, outcome: Outcome) -> Result<()> {
        for problem in outcome.problems {
            self.problem(problem)?;
        }
        match outcome.report {
            None => Ok(()),
            Some(ReportOutcome::Unchanged { id }) => {
                self.progress.count(&id);
                self.summary.unchanged();
                self.print("report", &json!({"id": id, "state": "unchanged"}))
            }
            Some(ReportOutcome::Coded { coded, fingerprint }) => {
                self.progress.count(&coded.report.id);
                self.coded(&coded, &fingerprint)
            }
        }
    }

    fn coded(&mut self, coded: &CodedReport, fingerprint: &str) -> Result<()> {
        let CodedReport {
            report,
            events,
            notes,
            ..
        } = coded;
        let saved = match &mut self.record {
            Some((store, run)) => store.save(
                run,
                Coded {
                    report,
                    fingerprint,
                    events,
                    notes,
                },
            )?,
            None => Saved::New,
        };
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
        let lines = self.complaints.rest();
        self.complain(lines);
        self.progress.end();
        if let Some((store, run)) = &mut self.record {
            store.end_run(run, self.summary.counts(), &self.problems)?;
            let tables = Tables::embedded().context("the tables of this program are broken")?;
            store.update_history(&tables)?;
        }
        self.print("summary", &self.summary.json())?;
        if !self.terminal.json {
            self.terminal.say(self.summary.lines(self.terminal.verbose));
        }
        Ok(self.summary.is_empty())
    }
}
