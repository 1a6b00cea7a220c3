//! Words of time, and dated events that everybody writes of as past.

use jiff::civil::Date;

use crate::RowError;
use crate::period::Bound;
use crate::table::Row;
use crate::words::phrases;

pub(crate) const CALENDAR_COLUMNS: &[&str] = &["words", "kind", "value"];
pub(crate) const EVENT_COLUMNS: &[&str] = &["words", "date", "name"];

/// What kind of word of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarKind {
    /// Month; value 1 to 12.
    Month,
    /// Weekday; value 1 (Monday) to 7.
    Weekday,
    /// Cardinal number.
    Number,
    /// Ordinal number.
    Ordinal,
    /// Unit: second, day, year; the value is its name.
    Unit,
    /// Part of a day.
    Daypart,
    /// Season; value 1 (spring) to 4 (winter).
    Season,
    /// Day counted from the clock; the value is the number of days.
    Day,
    /// Word that points to now, before or later without a day: now, recently, soon.
    Deictic,
    /// last, next, this, early, late …
    Modifier,
    /// several, dozens …
    Vague,
    /// Holiday on a fixed day; value MM-DD.
    Holiday,
}

/// One word of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarWord {
    /// The words in lower case, without stops.
    pub phrases: Vec<Vec<String>>,
    /// What kind.
    pub kind: CalendarKind,
    /// Its value, see the kind.
    pub value: String,
}

impl CalendarWord {
    /// The value as a number, where it is one.
    pub fn number(&self) -> Option<i32> {
        self.value.trim_start_matches('+').parse().ok()
    }
}

/// A dated event that reports speak of as past: it helps to find the year of an undated report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldEvent {
    /// The words that name it, in lower case.
    pub phrases: Vec<Vec<String>>,
    /// First day on which it can be told as past.
    pub date: Date,
    /// Name for the reason.
    pub name: String,
}

pub(crate) fn read_word(row: &Row<'_>) -> Result<CalendarWord, RowError> {
    Ok(CalendarWord {
        phrases: phrases(&row.required("words")?.replace('.', "")),
        kind: row.parse("kind", "kind of word of time", |text| match text {
            "month" => Some(CalendarKind::Month),
            "weekday" => Some(CalendarKind::Weekday),
            "number" => Some(CalendarKind::Number),
            "ordinal" => Some(CalendarKind::Ordinal),
            "unit" => Some(CalendarKind::Unit),
            "daypart" => Some(CalendarKind::Daypart),
            "season" => Some(CalendarKind::Season),
            "day" => Some(CalendarKind::Day),
            "deictic" => Some(CalendarKind::Deictic),
            "modifier" => Some(CalendarKind::Modifier),
            "vague" => Some(CalendarKind::Vague),
            "holiday" => Some(CalendarKind::Holiday),
            _ => None,
        })?,
        value: row.get("value").to_owned(),
    })
}

pub(crate) fn read_event(row: &Row<'_>) -> Result<WorldEvent, RowError> {
    Ok(WorldEvent {
        phrases: phrases(row.required("words")?),
        date: row.parse("date", "date", Bound::parse)?.first,
        name: row.get("name").to_owned(),
    })
}
