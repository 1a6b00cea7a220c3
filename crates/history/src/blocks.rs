//! Under which keys a telling is found by those that may tell the same happening.
//!
//! A telling is entered under some keys and asks for others. Whoever of two comes first, one of them finds the
//! other: the pairs that are compared do not depend on the order.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::is_named;
use crate::traits::{Days, Traits};

/// Days that are each a key; a longer stretch has keys of its own.
const MOST_DAYS: i32 = 10;
/// A number of dead that is worth a key.
const TELLING_TOLL: u32 = 10;
/// A number of dead that is worth a key beside the month.
const KNOWN_TOLL: u32 = 5;
/// How many of the least runs of words of a sentence are keys.
const RUNS: usize = 2;

/// The keys of a telling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// Under which it is entered.
    pub own: BTreeSet<String>,
    /// Under which it looks for others.
    pub asked: BTreeSet<String>,
}

/// The keys of a telling with these traits.
pub fn keys(traits: &Traits) -> Keys {
    let mut keys = Keys::default();
    let kind = traits.kind.as_str();
    if let Some(days) = traits.days {
        match every_day(days) {
            Some(list) => {
                for day in &list {
                    by_day(&mut keys.own, kind, *day, traits);
                }
                let around = list.first().map(|day| day.yesterday());
                let around = around
                    .into_iter()
                    .chain(list.last().map(|day| day.tomorrow()));
                for day in around.flatten().chain(list.iter().copied()) {
                    by_day(&mut keys.asked, kind, day, traits);
                }
                by_year(&mut keys.own, "day", kind, days, traits);
                by_year(&mut keys.asked, "long", kind, days, traits);
                by_month(&mut keys, kind, days, traits);
            }
            None => {
                by_year(&mut keys.own, "long", kind, days, traits);
                by_year(&mut keys.asked, "long", kind, days, traits);
                by_year(&mut keys.asked, "day", kind, days, traits);
            }
        }
    }
    by_toll(&mut keys, kind, traits);
    if let Some(published) = traits.published {
        for run in traits.sentence.iter().take(RUNS) {
            let key = |month: Date| format!("words {run:x} {}", month.strftime("%Y-%m"));
            keys.own.insert(key(published));
            keys.asked.insert(key(published));
            let around = [
                published.checked_sub(1.month()),
                published.checked_add(1.month()),
            ];
            keys.asked.extend(around.into_iter().flatten().map(key));
        }
    }
    keys
}

fn every_day(days: Days) -> Option<Vec<Date>> {
    let length = days.from.until(days.to).ok()?.get_days();
    (length <= MOST_DAYS).then(|| {
        days.from
            .series(1.day())
            .take_while(|day| *day <= days.to)
            .collect()
    })
}

fn by_day(keys: &mut BTreeSet<String>, kind: &str, day: Date, traits: &Traits) {
    if let Some(country) = &traits.spot.country {
        keys.insert(format!("{kind} {day} in {country}"));
    }
    let parties = traits.actors.iter().chain(&traits.recipients);
    for party in parties.chain(&traits.parents).filter(|name| is_named(name)) {
        keys.insert(format!("{kind} {day} of {party}"));
    }
}

/// A report may come back to a deed without its day: both are entered under place and month, or toll and month.
fn by_month(keys: &mut Keys, kind: &str, days: Days, traits: &Traits) {
    let key = |form: &str, day: Date, what: &str| {
        format!("{form} {kind} {} {what}", day.strftime("%Y-%m"))
    };
    let place = traits.spot.name.as_ref().map(|place| format!("at {place}"));
    let toll = traits.killed.filter(|toll| toll.best >= KNOWN_TOLL);
    let toll = toll.map(|toll| format!("dead {}", toll.best));
    for what in place.into_iter().chain(toll) {
        let last = days.to;
        let months = [Some(last), last.checked_sub(1.month()).ok()];
        if days.is_told {
            keys.own.insert(key("deed", last, &what));
            let after = [Some(last), last.checked_add(1.month()).ok()];
            keys.asked.extend(
                after
                    .into_iter()
                    .flatten()
                    .map(|day| key("follow-up", day, &what)),
            );
        } else {
            keys.own.insert(key("follow-up", last, &what));
            keys.asked.extend(
                months
                    .into_iter()
                    .flatten()
                    .map(|day| key("deed", day, &what)),
            );
        }
    }
}

/// Background without any day: found by place and toll together, in the year of the report and the one before.
fn by_toll(keys: &mut Keys, kind: &str, traits: &Traits) {
    let (Some(place), Some(toll)) = (
        &traits.spot.name,
        traits.killed.filter(|toll| toll.best > 1),
    ) else {
        return;
    };
    let key = |form: &str, year: i16| format!("{form} {kind} {year} {} dead at {place}", toll.best);
    match (traits.days, traits.published) {
        (Some(days), _) => {
            keys.own.insert(key("dated", days.to.year()));
            keys.asked.insert(key("undated", days.to.year()));
        }
        (None, Some(published)) => {
            for year in [published.year(), published.year() - 1] {
                keys.own.insert(key("undated", year));
                keys.asked.insert(key("dated", year));
                keys.asked.insert(key("undated", year));
            }
        }
        (None, None) => {}
    }
}

/// What is known of an act of which only the month or the year is told must be rare enough.
fn by_year(keys: &mut BTreeSet<String>, form: &str, kind: &str, days: Days, traits: &Traits) {
    for year in days.from.year()..=days.to.year().min(days.from.year().saturating_add(2)) {
        if let Some(place) = &traits.spot.name {
            keys.insert(format!("{form} {kind} {year} at {place}"));
        }
        if let Some(killed) = traits.killed.filter(|toll| toll.best >= TELLING_TOLL) {
            keys.insert(format!("{form} {kind} {year} dead {}", killed.best));
        }
        if traits.talks.is_some() {
            let parties: BTreeSet<&String> =
                traits.actors.iter().chain(&traits.recipients).collect();
            let parties: Vec<&str> = parties.into_iter().map(String::as_str).collect();
            keys.insert(format!("{form} {kind} {year} of {}", parties.join(" and ")));
        }
    }
}
