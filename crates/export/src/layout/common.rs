//! What several layouts ask of a row: days, numbers, places, sources, a sentence made of codes.

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_record::{Event, EventDate, Party, Place, Precision};

use super::Reason;
use crate::Row;

/// Of a place that is a whole country.
pub(crate) const COUNTRY: u8 = 5;

/// A number for layouts that want one: 53 bits of the happening's id, which every reader of tables can hold.
pub(crate) fn number(row: &Row) -> i64 {
    let bits = u64::from_str_radix(&row.happening.id, 16).unwrap_or(0);
    (bits >> 11).cast_signed()
}

/// Days from the first to the last, both counted.
pub(crate) fn length(date: &EventDate) -> i32 {
    date.from
        .until(date.to)
        .map_or(1, |span| span.get_days() + 1)
}

/// The day in the middle.
pub(crate) fn middle(date: &EventDate) -> Date {
    let half = i64::from((length(date) - 1) / 2);
    date.from.checked_add(half.days()).unwrap_or(date.from)
}

/// The date, where it is known at all.
pub(crate) fn known_date(event: &Event) -> Option<&EventDate> {
    let date = event.date.as_ref()?;
    (date.precision != Precision::Unknown).then_some(date)
}

/// The day of layouts that have one day and no column for how exact it is.
pub(crate) fn single_day(event: &Event) -> Result<Date, Reason> {
    let date = known_date(event).ok_or(Reason::NoDate)?;
    if date.from == date.to {
        Ok(date.from)
    } else {
        Err(Reason::LongDate)
    }
}

/// Latitude and longitude to five places, where the place is more than a country.
pub(crate) fn point(place: &Place) -> Option<(f64, f64)> {
    if place.precision == Some(COUNTRY) {
        return None;
    }
    centre(place)
}

/// Latitude and longitude to five places, be it the middle of a country.
pub(crate) fn centre(place: &Place) -> Option<(f64, f64)> {
    place.name.as_ref()?;
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Some((round(place.lat?), round(place.lon?)))
}

/// Names joined by `; `.
pub(crate) fn names(parties: &[Party]) -> String {
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    names.join("; ")
}

/// The named outlets that tell it, each once.
pub(crate) fn outlets(row: &Row) -> Vec<String> {
    let mut outlets: Vec<String> = Vec::new();
    for outlet in row
        .tellings
        .iter()
        .filter_map(|telling| telling.outlet.as_ref())
    {
        if !outlets.contains(outlet) {
            outlets.push(outlet.clone());
        }
    }
    outlets
}

/// A sentence of our own that says what the codes say.
pub(crate) fn sentence(event: &Event) -> String {
    let mut text = event.event_type.to_string();
    if !event.mode.is_empty() {
        text.push_str(&format!(" ({})", event.mode.join(", ")));
    }
    if !event.actors.is_empty() {
        text.push_str(&format!(" by {}", names(&event.actors)));
    }
    if !event.recipients.is_empty() {
        text.push_str(&format!(" towards {}", names(&event.recipients)));
    }
    if let Some(name) = event.place.as_ref().and_then(|place| place.name.as_ref()) {
        text.push_str(&format!(" in {name}"));
    }
    for (what, toll) in [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("captured", &event.captured),
    ] {
        if let Some(number) = toll.as_ref().and_then(|toll| toll.best.or(toll.low)) {
            text.push_str(&format!(", {number} {what}"));
        }
    }
    if !event.word_of.is_empty() {
        let speakers: Vec<String> = event
            .word_of
            .iter()
            .map(|word| format!("{} ({})", word.name, word.stance))
            .collect();
        text.push_str(&format!("; on the word of {}", speakers.join(", ")));
    }
    text.push('.');
    text
}
