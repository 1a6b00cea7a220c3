//! A step of a negotiation, as the machine takes it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where the words stand that tell of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cite {
    /// The event as told: `REPORT#N`.
    pub event: String,
    /// The day of the report.
    pub reported: Option<Date>,
    /// The words.
    pub words: String,
}

/// On whose word a step is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// One report's own voice, or a source without a name.
    Outlet,
    /// Only the other side says so.
    Other,
    /// Two texts that do not copy each other.
    Corroborated,
    /// A mediator.
    Mediator,
    /// The side that did it.
    Own,
}

impl Basis {
    /// True if no more is needed to believe it.
    pub fn is_sure(self) -> bool {
        self >= Basis::Corroborated
    }
}

/// Did it happen?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Done, or uttered.
    Done,
    /// Told with doubt.
    Possible,
    /// Announced.
    Planned,
    /// Did not happen, or only under a condition.
    Not,
}

/// How well the day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dating {
    /// Not told: some day before the report.
    Background,
    /// A month, a year, or the day of the report for want of another.
    Coarse,
    /// A day that the report names.
    Exact,
}

/// Whether a whole party acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// It does.
    Whole,
    /// The talks are with some groups of it.
    Some,
    /// One of its factions acts on its own.
    Faction,
}

/// What kind of text is agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Agenda, roadmap, framework.
    Pre,
    /// Peace treaty or final agreement.
    Final,
}

/// One step between two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The act, as the table of talks names it.
    pub act: String,
    /// The day.
    pub day: Date,
    /// The first day that it may have been.
    pub from: Date,
    /// How well that is known.
    pub dating: Dating,
    /// Who did it: sides, or others.
    pub by: Vec<String>,
    /// Whether the whole side acts.
    pub scope: Scope,
    /// Whether it happened.
    pub status: Status,
    /// On whose word it is known.
    pub basis: Basis,
    /// Who says so.
    pub said_by: Vec<String>,
    /// True if a speaker confirms what was in doubt.
    pub confirms: bool,
    /// True of a mediator that leaves.
    pub quits: bool,
    /// What kind of text.
    pub level: Option<Level>,
    /// The last day of a truce.
    pub until: Option<Date>,
    /// What is demanded.
    pub demands: Vec<String>,
    /// A day that is announced for something.
    pub scheduled: Option<Date>,
    /// The words that tell of it, the first first.
    pub cites: Vec<Cite>,
}

impl Step {
    /// A step that is done, in a side's own word, on a day that is told.
    pub fn new(act: &str, day: Date, by: &[&str]) -> Self {
        Self {
            act: act.to_owned(),
            day,
            from: day,
            dating: Dating::Exact,
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            scope: Scope::Whole,
            status: Status::Done,
            basis: Basis::Own,
            said_by: by.iter().map(|name| (*name).to_owned()).collect(),
            confirms: false,
            quits: false,
            level: None,
            until: None,
            demands: Vec::new(),
            scheduled: None,
            cites: Vec::new(),
        }
    }

    /// The day of the first report of it.
    pub fn reported(&self) -> Option<Date> {
        self.cites.iter().filter_map(|cite| cite.reported).min()
    }

    /// True for acts that are done by saying them: a side's own announcement is the act.
    pub(crate) fn is_uttered(&self) -> bool {
        let act = self.act.split('-').next().unwrap_or("");
        ["seek", "offer", "accept", "reject", "condition", "deny"].contains(&act)
    }
}

/// Puts steps in the order in which they are applied. One whose day is known only roughly stands at the end of its
/// range, but before every step of that range whose day is told: it must not undo what is known better.
pub fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
    let exact: Vec<Date> = steps
        .iter()
        .filter(|step| step.dating == Dating::Exact)
        .map(|step| step.day)
        .collect();
    for step in steps.iter_mut().filter(|step| step.dating != Dating::Exact) {
        let within = exact
            .iter()
            .filter(|day| step.from <= **day && **day <= step.day);
        if let Some(first) = within.min() {
            step.day = *first;
        }
    }
    // The sort is stable: among equals the order of the reports and of their texts stays. A denial answers what is
    // said that day.
    steps.sort_by_key(|step| (step.day, step.dating, step.act.starts_with("deny")));
    steps
}
