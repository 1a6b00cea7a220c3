//! What has no days of its own: lengths, sets, words that point nowhere exactly, and what is left where nothing can be
//! counted from.

use relata_knowledge::{About, DayPart, Direction, Reference, Season, TimeUnit};
use relata_record::Precision;

use crate::days;
use crate::expression::{Anchor, Interval, Modifier, TimeKind};
use crate::reading::{Fields, Quantity, Repeat, TimeOfDay};
use crate::resolve::{FROM_CLOCK, Meaning, Story};

const LENGTH: &str = "a length of time";
const AGAIN: &str = "comes again";
const VAGUE: &str = "points nowhere exactly";

pub(crate) fn plain(kind: TimeKind, value: String, rule: &'static str) -> Meaning {
    Meaning {
        kind,
        value,
        modifier: None,
        interval: None,
        anchor: Anchor::Written,
        rule,
        stamp: None,
    }
}

pub(crate) fn pointing(reference: Reference) -> Meaning {
    let value = match reference {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    };
    plain(TimeKind::Date, value.to_owned(), VAGUE)
}

pub(crate) fn part_code(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "MO",
        DayPart::Afternoon => "AF",
        DayPart::Evening => "EV",
        DayPart::Night => "NI",
        DayPart::Daytime => "DT",
    }
}

pub(crate) fn set(repeat: Repeat) -> Meaning {
    let value = match repeat {
        Repeat::Every(count, unit) => length(Quantity::exactly(count), unit),
        Repeat::Weekday(day, None) => format!("XXXX-WXX-{day}"),
        Repeat::Weekday(day, Some(part)) => format!("XXXX-WXX-{day}T{}", part_code(part)),
        Repeat::Month(month) => format!("XXXX-{month:02}"),
        Repeat::Season(season) => format!("XXXX-{}", season_code(season)),
        Repeat::DayPart(part) => format!("XXXX-XX-XXT{}", part_code(part)),
    };
    plain(TimeKind::Set, value, AGAIN)
}

pub(crate) fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

/// A length in the terms of TIMEX3: `P2M`, `PT5H30M`, `PXW`.
pub(crate) fn length(quantity: Quantity, unit: TimeUnit) -> String {
    let (time, letter, times) = match unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "Y", 10),
        TimeUnit::Century => ("", "Y", 100),
        TimeUnit::Millennium => ("", "Y", 1000),
    };
    let Some(number) = quantity.number else {
        return match unit {
            TimeUnit::Decade => "PXE".to_owned(),
            TimeUnit::Century => "PXC".to_owned(),
            _ => format!("P{time}X{letter}"),
        };
    };
    let number = u64::from(number) * times;
    if let Some(tenths) = quantity.tenths {
        return format!("P{time}{number}.{tenths}{letter}");
    }
    match (quantity.half, unit) {
        (false, _) => format!("P{time}{number}{letter}"),
        (true, TimeUnit::Year) => format!("P{number}Y6M"),
        (true, TimeUnit::Hour) => format!("PT{number}H30M"),
        (true, TimeUnit::Minute) => format!("PT{number}M30S"),
        (true, TimeUnit::Decade | TimeUnit::Century | TimeUnit::Millennium) => {
            format!("P{}Y", number + times / 2)
        }
        (true, _) => format!("P{time}{number}.5{letter}"),
    }
}

pub(crate) fn about_modifier(about: Option<About>) -> Option<Modifier> {
    about.map(|about| match about {
        About::Approx => Modifier::Approx,
        About::More => Modifier::More,
        About::Less => Modifier::Less,
    })
}

/// A length; with a direction, the stretch of it that ends or starts at the clock.
pub(crate) fn duration(
    quantity: Quantity,
    unit: TimeUnit,
    direction: Option<Direction>,
    story: &Story,
) -> Meaning {
    let mut meaning = plain(TimeKind::Duration, length(quantity, unit), LENGTH);
    meaning.modifier = about_modifier(quantity.about);
    let back = match direction {
        Some(Direction::Last | Direction::Past | Direction::Recent) => true,
        Some(Direction::Next | Direction::Coming) => false,
        _ => return meaning,
    };
    let count = quantity.number.map_or_else(|| some_of(unit), i64::from);
    if let Some(clock) = story.clock.filter(|_| !story.narrative)
        && let Some(other) = days::step(clock, if back { -count } else { count }, unit)
    {
        meaning.interval = Some(Interval {
            from: Some(if back { other } else { clock }),
            to: Some(if back { clock } else { other }),
            precision: Precision::Range,
        });
        meaning.anchor = Anchor::Clock;
        meaning.rule = FROM_CLOCK;
    }
    meaning
}

/// How far "recent weeks" reach at most.
pub(crate) fn some_of(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Day => 7,
        TimeUnit::Week => 4,
        TimeUnit::Month => 6,
        _ => 5,
    }
}

pub(crate) fn time_code(time: TimeOfDay) -> String {
    match time {
        TimeOfDay::Part(part) => format!("T{}", part_code(part)),
        TimeOfDay::At(hour, minute) => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
    }
}

/// What is known of a day whose year is not.
pub(crate) fn open_value(fields: Fields) -> String {
    match (fields.month, fields.day, fields.weekday, fields.season) {
        (Some(month), Some(day), _, _) => format!("XXXX-{month:02}-{day:02}"),
        (Some(month), None, _, _) => format!("XXXX-{month:02}"),
        (_, _, Some(weekday), _) => format!("XXXX-WXX-{weekday}"),
        (_, _, _, Some(season)) => format!("XXXX-{}", season_code(season)),
        _ => fields.quarter.map_or_else(
            || "XXXX-XX-XX".to_owned(),
            |quarter| format!("XXXX-Q{quarter}"),
        ),
    }
}
