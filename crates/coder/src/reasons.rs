//! Why a sentence, or a word that might have told an act, gave no event: a closed list.

use relata_record::Span;
use serde::{Deserialize, Serialize};

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No word of the table of acts.
    NoAct,
    /// A word of the table, but no sense of it fits its slots.
    NoSense,
    /// An act without a type of the ontology.
    NoType,
    /// Accident, weather, sport, business or private life.
    OutsideScope,
    /// Only says who tells what.
    AttributionOnly,
    /// The act is talked about, not told.
    TopicOnly,
    /// Neither a side nor a toll could be read.
    NoParty,
    /// Told again: the same happening as an event coded from another sentence.
    SameHappening,
    /// Part of another act of the sentence.
    PartOf,
    /// A part of a long report with next to no letters: marks or numbers, and nothing to read.
    NoWords,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Reason] = &[
        Reason::NoAct,
        Reason::NoSense,
        Reason::NoType,
        Reason::OutsideScope,
        Reason::AttributionOnly,
        Reason::TopicOnly,
        Reason::NoParty,
        Reason::SameHappening,
        Reason::PartOf,
        Reason::NoWords,
    ];

    /// The reason as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::NoAct => "no-act",
            Reason::NoSense => "no-sense",
            Reason::NoType => "no-type",
            Reason::OutsideScope => "outside-scope",
            Reason::AttributionOnly => "attribution-only",
            Reason::TopicOnly => "topic-only",
            Reason::NoParty => "no-party",
            Reason::SameHappening => "same-happening",
            Reason::PartOf => "part-of",
            Reason::NoWords => "no-words",
        }
    }
}

/// A reason at a place of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The sentence, or the word that might have told an act.
    pub span: Span,
    /// The reason.
    pub reason: Reason,
    /// What it is the same as or part of; the row that said so.
    pub detail: String,
}
