//! The tables that people edit, checked and compiled: acts, cues, parties, people, places, calendar.
//!
//! This crate must never know sentences: it answers what a word or a name may mean, at a date, and never what
//! it means here. It does no I/O, reads no clock and no environment.
//!
//! The tables stand in the folder `knowledge/` of the project as tab-separated text and are built into the
//! program; [`Knowledge::from_tables`] reads others. Every error names the file, the line and the row.

mod acts;
mod calendar;
mod cues;
mod deeds;
mod edges;
mod error;
mod forms;
pub mod import;
mod knowledge;
mod lexicon;
mod merging;
mod names;
mod parties;
mod party_checks;
mod period;
mod places;
mod scope;
pub mod table;
mod talks;
mod words;

pub use acts::{ActClass, ActRow, Condition, Content, RoleSource, SlotPath, Test};
pub use calendar::{
    About, CalendarWord, DayPart, Direction, Era, Glue, Holiday, Reference, Season, Shift,
    StretchPart, TimeBound, TimeUnit, TimeWord, WorldEvent,
};
pub use cues::{Cue, CueKind, ModeCue, Support, SupportRole, TollCue, TollField, WordClass};
pub use deeds::DeedWords;
pub use edges::{Edge, EdgeKind};
pub use error::{Error, RowError};
pub use knowledge::Knowledge;
pub use lexicon::{Lexicon, PhraseMatch};
pub use merging::{Feature, MergingTable};
pub use names::{NameEntry, NameMatch, Names, Word, fold, words_of};
pub use parties::{Agent, AgentKind, Check, Country, NamedParty, PartyKind, Term};
pub use period::{Bound, Period};
pub use places::{FormerName, NamedPlace};
pub use scope::ScopeRow;
pub use talks::{Doer, Faction, TalksRule, TalksTable, Track};
