//! The stretch that a month, a day or a season means in a year, and in which year; and the parts of it.

use jiff::civil::Date;

use crate::days;
use crate::reading::Fields;
use crate::stamp::Stamp;
use crate::tense::Tense;

/// The stretch that the fields name in a year.
pub(crate) fn in_year(fields: Fields, year: i16) -> Option<Stamp> {
    let civil = if year < 0 { year + 1 } else { year };
    if let Some(holiday) = fields.holiday {
        return days::holiday(holiday, civil).map(|(day, _)| Stamp::Day(day));
    }
    if let Some(month) = fields.month {
        return match fields.day {
            Some(day) => Date::new(civil, month, day).ok().map(Stamp::Day),
            None => Some(Stamp::Month(year, month)),
        };
    }
    if let Some(quarter) = fields.quarter {
        return Some(Stamp::Quarter(year, quarter));
    }
    if let Some(half) = fields.half {
        return Some(Stamp::Half(year, half));
    }
    if let Some(season) = fields.season {
        return Some(Stamp::Season(year, season));
    }
    fields.weekday.is_none().then_some(Stamp::Year(year))
}

/// The stretch of that name nearest to the clock; past on a tie, unless the words above look one way. A weekday
/// written beside it decides.
pub(crate) fn nearest(fields: Fields, clock: Date, tense: Tense) -> Option<Stamp> {
    let years = clock.year().checked_sub(1)?..=clock.year().checked_add(1)?;
    let fits = |stamp: &Stamp| match (stamp, fields.weekday) {
        (Stamp::Day(day), Some(weekday)) => day.weekday().to_monday_one_offset() == weekday,
        _ => true,
    };
    let choices: Vec<Stamp> = years.filter_map(|year| in_year(fields, year)).collect();
    let fitting = choices.iter().any(fits);
    choices
        .into_iter()
        .filter(|stamp| !fitting || fits(stamp))
        .filter_map(|stamp| {
            let (from, to, _) = stamp.interval()?;
            let distance = if to < clock {
                days::between(to, clock)
            } else if from > clock {
                -days::between(clock, from)
            } else {
                0
            };
            // How much nearer the wrong side must be to win: not at all where a word says which side it is.
            let (ahead, far) = match (tense, fields.day) {
                (Tense::Future, Some(_)) => (1, 1000),
                (Tense::Future, None) if distance <= 31 => (1, 1),
                (Tense::Future, None) => (1, 1000),
                (Tense::Border, _) | (Tense::Open, Some(_)) => (1, 1),
                (Tense::Past | Tense::LongPast, Some(_)) => (4, 1),
                (Tense::Past | Tense::LongPast, None) => (1000, 1),
                (Tense::Open, None) => (4, 1),
            };
            let cost = if distance < 0 {
                -distance * ahead
            } else {
                distance * far
            };
            Some((cost, distance < 0, stamp))
        })
        .min_by_key(|(cost, ahead, _)| (*cost, *ahead))
        .map(|(_, _, stamp)| stamp)
}

/// The third of a stretch that "early", "mid" and "late" mean; of a year the halves, of a month its tens of days.
pub(crate) fn cut(stamp: Stamp, from: Date, to: Date, thirds: (i64, i64)) -> Option<(Date, Date)> {
    let long = days::between(from, to) + 1;
    if let Stamp::Year(_) = stamp {
        let month = |number| Date::new(from.year(), number, 1).ok();
        return Some(match thirds.0 {
            0 => (from, days::days(month(7)?, -1)?),
            1 => (month(5)?, days::days(month(9)?, -1)?),
            _ => (month(7)?, to),
        });
    }
    let first = days::days(from, long * thirds.0 / 3)?;
    let last = days::days(from, (long * thirds.1 / 3).max(1) - 1)?;
    Some((first.min(to), last.clamp(from, to)))
}
