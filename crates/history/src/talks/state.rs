//! Where two parties stand: three cells, what is on their table, and the steps that led there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use relata_knowledge::Track;
use serde::Serialize;

use super::step::Cite;

/// Two parties, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pair {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
}

impl Pair {
    /// The pair of two different parties.
    pub fn new(one: &str, other: &str) -> Option<Self> {
        let (a, b) = if one < other {
            (one, other)
        } else {
            (other, one)
        };
        (a != b).then(|| Self {
            a: a.to_owned(),
            b: b.to_owned(),
        })
    }

    /// True for one of the two.
    pub fn has(&self, party: &str) -> bool {
        self.a == party || self.b == party
    }

    /// The other of the two.
    pub fn other(&self, side: &str) -> &str {
        if self.a == side { &self.b } else { &self.a }
    }
}

/// The state of one track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// One of the states of the track.
    pub state: &'static str,
    /// Since when; None where nothing is known.
    pub since: Option<Date>,
    /// Whose act it is.
    pub by: Vec<String>,
    /// Who says so.
    pub said_by: Vec<String>,
    /// Who denies it.
    pub denied_by: Vec<String>,
    /// `?`: rests on the other side, a source without a name, one outlet, or a word of doubt.
    pub provisional: bool,
    /// `!`: a side denies it.
    pub contested: bool,
    /// `~`: with some groups of a side only.
    pub partial: bool,
    /// The row of the table that led here.
    pub rule: Option<String>,
    /// The words that say so.
    pub evidence: Vec<Cite>,
}

impl Cell {
    pub(crate) fn new(track: Track) -> Self {
        Self {
            state: track.states().first().copied().unwrap_or("NONE"),
            since: None,
            by: Vec::new(),
            said_by: Vec::new(),
            denied_by: Vec::new(),
            provisional: false,
            contested: false,
            partial: false,
            rule: None,
            evidence: Vec::new(),
        }
    }

    /// The state with its marks: `UNDER_WAY?!~`.
    pub fn marked(&self) -> String {
        let mut out = self.state.to_owned();
        for (is_there, mark) in [
            (self.provisional, '?'),
            (self.contested, '!'),
            (self.partial, '~'),
        ] {
            if is_there {
                out.push(mark);
            }
        }
        out
    }
}

/// What became of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It stands.
    Open,
    /// The other side has promised it.
    Promised,
    /// It was done.
    Met,
    /// The other side has refused it.
    Refused,
}

/// A demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    /// Who makes it.
    pub by: Vec<String>,
    /// What kind.
    pub class: String,
    /// What became of it.
    pub fate: Fate,
    /// Since when.
    pub since: Date,
    /// When it was last made.
    pub last: Date,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// A line of another ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The day.
    pub day: Date,
    /// Who.
    pub by: Vec<String>,
    /// What.
    pub what: String,
    /// The words.
    pub evidence: Vec<Cite>,
}

/// What one side says and the other denies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// The day of the denial.
    pub day: Date,
    /// What is in dispute, in words for a reader.
    pub what: &'static str,
    /// Who denies it.
    pub by: Vec<String>,
    /// Who says it.
    pub said_by: Vec<String>,
    /// The words that deny it.
    pub evidence: Vec<Cite>,
    /// The words that say it.
    pub against: Vec<Cite>,
}

/// What one step did on one track, or a timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The day.
    pub day: Date,
    /// The first day that any report told of it; None for a timer.
    pub reported: Option<Date>,
    /// The act.
    pub act: String,
    /// Of whom.
    pub by: Vec<String>,
    /// The track; None for a step that is only noted.
    pub track: Option<&'static str>,
    /// The state before, with its marks.
    pub from: String,
    /// The state after, with its marks.
    pub to: String,
    /// The row that fired, or why none did.
    pub rule: String,
    /// Why, in words.
    pub why: String,
    /// The words that tell of the step.
    pub evidence: Vec<Cite>,
}

impl Move {
    /// True if the state is another one than before.
    pub fn is_move(&self) -> bool {
        self.from != self.to
    }
}

/// A side's word that it holds its fire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pledge {
    /// Since when.
    pub since: Date,
    /// Its last day, where one was named.
    pub until: Option<Date>,
}

/// Where two parties stand on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The two.
    pub pair: Pair,
    /// The talks.
    pub talks: Cell,
    /// The truce.
    pub ceasefire: Cell,
    /// The texts.
    pub agreement: Cell,
    /// Who holds its fire, until when.
    pub pledges: BTreeMap<String, Pledge>,
    /// What is demanded.
    pub demands: Vec<Demand>,
    /// Who helps.
    pub mediators: Vec<Entry>,
    /// Breaches of a truce, alleged or told.
    pub violations: Vec<Entry>,
    /// What one side says and the other denies.
    pub disputes: Vec<Dispute>,
    /// Refusals that moved nothing.
    pub refusals: Vec<Entry>,
    /// What is announced.
    pub scheduled: Vec<Entry>,
    /// Leaders killed, and acts of factions.
    pub shocks: Vec<Entry>,
    /// Did a round take place since the talks were last closed?
    pub held: bool,
    /// What led here, oldest first.
    pub steps: Vec<Move>,
}

impl Standing {
    pub(crate) fn new(pair: Pair) -> Self {
        Self {
            pair,
            talks: Cell::new(Track::Talks),
            ceasefire: Cell::new(Track::Ceasefire),
            agreement: Cell::new(Track::Agreement),
            pledges: BTreeMap::new(),
            demands: Vec::new(),
            mediators: Vec::new(),
            violations: Vec::new(),
            disputes: Vec::new(),
            refusals: Vec::new(),
            scheduled: Vec::new(),
            shocks: Vec::new(),
            held: false,
            steps: Vec::new(),
        }
    }

    /// The cell of a track.
    pub fn cell(&self, track: Track) -> &Cell {
        match track {
            Track::Talks => &self.talks,
            Track::Ceasefire => &self.ceasefire,
            Track::Agreement => &self.agreement,
        }
    }

    pub(crate) fn cell_mut(&mut self, track: Track) -> &mut Cell {
        match track {
            Track::Talks => &mut self.talks,
            Track::Ceasefire => &mut self.ceasefire,
            Track::Agreement => &mut self.agreement,
        }
    }

    /// The day on which a track last moved.
    pub fn last_moved(&self) -> Option<Date> {
        self.steps
            .iter()
            .filter(|step| step.is_move())
            .map(|step| step.day)
            .max()
    }

    /// The tracks in short: `UNDER_WAY!/IN_FORCE/PRE`.
    pub fn short(&self) -> String {
        Track::ALL.map(|track| self.cell(track).marked()).join("/")
    }
}
