//! What the crate gives: an expression of time with its meaning.

use jiff::civil::Date;
use relata_record::{Precision, Span};

pub use relata_knowledge::{TimeBound as Bound, TimeUnit};

/// The four types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A day, or a stretch of the calendar.
    Date,
    /// A time of day.
    Time,
    /// So long.
    Duration,
    /// So often.
    Set,
}

impl TimeKind {
    /// The name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// What an expression says of its value beyond it, as `mod` in TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modifier {
    /// Its first part.
    Start,
    /// Its middle.
    Mid,
    /// Its last part.
    End,
    /// About.
    Approx,
    /// More than it, or later.
    More,
    /// Less than it, or earlier.
    Less,
}

impl Modifier {
    /// The name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Mid => "MID",
            Self::End => "END",
            Self::Approx => "APPROX",
            Self::More => "EQUAL_OR_MORE",
            Self::Less => "EQUAL_OR_LESS",
        }
    }
}

/// What an expression was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// Nothing: it is written in full.
    Written,
    /// The day of writing.
    Clock,
    /// Another expression of the report, by its number in the list.
    Expression(usize),
    /// An event that is told beside it: "two days after the election". The days are not known here.
    Event(Bound),
}

/// The days that an expression means; both ends are inclusive, None where it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How exact it is.
    pub precision: Precision,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    /// How many units; None for "a few".
    pub count: Option<u32>,
    /// The unit.
    pub unit: TimeUnit,
}

impl Length {
    /// The day that is so much later than `day`, or earlier; None where the number is not told or no days are counted.
    pub fn counted(self, day: Date, later: bool) -> Option<Date> {
        let count = i64::from(self.count?);
        crate::days::step(day, if later { count } else { -count }, self.unit)
    }
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: usize,
    /// Type.
    pub kind: TimeKind,
    /// Value in the terms of TIMEX3: `2013-05-30`, `2013-W21`, `P2M`, `PAST_REF`; empty where nothing is known.
    pub value: String,
    /// Part or vagueness of the value.
    pub modifier: Option<Modifier>,
    /// The days; None for durations, sets, and what has no anchor.
    pub interval: Option<Interval>,
    /// The word before it that makes it the border of a stretch: "since", "until".
    pub bound: Option<Bound>,
    /// The expression that ends the stretch that starts here: "from May 5 to May 7".
    pub through: Option<usize>,
    /// How long, where it is a length of time.
    pub length: Option<Length>,
    /// What it was counted from.
    pub anchor: Anchor,
    /// The rule by which unwritten parts were filled in.
    pub rule: &'static str,
    /// The word that told of the future.
    pub cue: Option<Span>,
}
