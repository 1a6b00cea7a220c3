//! What the grammar reads in an expression, before it is counted from anything.

use relata_knowledge::{
    About, DayPart, Direction, Holiday, Reference, Season, Shift, StretchPart, TimeUnit,
};

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// In full; before year one it is negative (490 BC is -490).
    Is(i16),
    /// "of last year", "of that year".
    Of(Direction),
}

/// What of a day of the calendar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Fields {
    pub(crate) year: Option<Year>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) weekday: Option<i8>,
    pub(crate) season: Option<Season>,
    pub(crate) quarter: Option<i8>,
    pub(crate) half: Option<i8>,
    pub(crate) holiday: Option<Holiday>,
    /// "the week of March 6".
    pub(crate) week_of: bool,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// None for "a few".
    pub(crate) number: Option<u32>,
    /// And a half.
    pub(crate) half: bool,
    /// Tenths, for "2.5".
    pub(crate) tenths: Option<u8>,
    pub(crate) about: Option<About>,
}

impl Quantity {
    pub(crate) fn exactly(number: u32) -> Self {
        Self {
            number: Some(number),
            half: false,
            tenths: None,
            about: None,
        }
    }

    pub(crate) const FEW: Self = Self {
        number: None,
        half: false,
        tenths: None,
        about: None,
    };
}

/// What is next to a direction: "last week", "next Monday", "that night".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Unit(TimeUnit),
    Fields(Fields),
    DayPart(DayPart),
}

/// The time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeOfDay {
    Part(DayPart),
    /// Hour and, where written, minute.
    At(i8, Option<i8>),
}

/// The heart of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// Only a time of day.
    Clockless,
    Fields(Fields),
    /// The tens of years: 199 for the 1990s.
    Decade(i16),
    /// The twentieth century is 20; before year one negative.
    Century(i16),
    Named(Direction, Named),
    /// "the weekend", "the quarter": the one the story speaks of.
    Definite(TimeUnit),
    /// Days from the clock.
    Day(i8),
    Shift(Quantity, TimeUnit, Shift),
    /// With a direction where it ends or starts at the clock: "the past two weeks".
    Duration(Quantity, TimeUnit, Option<Direction>),
    /// So many units, or a weekday, season, part of a day that comes again.
    Set(Repeat),
    Reference(Reference),
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    Every(u32, TimeUnit),
    Weekday(i8, Option<DayPart>),
    Month(i8),
    Season(Season),
    DayPart(DayPart),
}

/// An expression as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) base: Base,
    pub(crate) part: Option<StretchPart>,
    pub(crate) time: Option<TimeOfDay>,
    pub(crate) about: Option<About>,
}

impl From<Base> for Reading {
    fn from(base: Base) -> Self {
        Self {
            base,
            part: None,
            time: None,
            about: None,
        }
    }
}
