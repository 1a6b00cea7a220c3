//! Stories: happenings that hang together, by cause, by the talks of one pair, by place and time, or because a report
//! tells them together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::Happening;
use crate::organisation::{is_named, organisation};

/// Deeds at one place within so many days are of one story.
const PLACE_DAYS: i32 = 30;
/// Steps of the talks of one pair within so many days are of one story.
const TALKS_DAYS: i32 = 180;
/// Acts of the same two within so many days, told by one report, are of one story.
const TOLD_DAYS: i32 = 7;

/// A happening of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryPart {
    /// Its place in the list that the story was made of.
    pub happening: usize,
    /// What ties it to the story.
    pub why: String,
}

/// The story of the first of `happenings` among the others, in the order of the days.
pub fn story(happenings: &[Happening]) -> Vec<StoryPart> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut open = vec![0];
    if !happenings.is_empty() {
        found.insert(0, "the event that was asked for".to_owned());
    }
    while let Some(n) = open.pop() {
        let Some(one) = happenings.get(n) else {
            continue;
        };
        for (m, other) in happenings.iter().enumerate() {
            if found.contains_key(&m) {
                continue;
            }
            if let Some(why) = tie(one, other) {
                found.insert(m, format!("{why} {}", one.label()));
                open.push(m);
            }
        }
    }
    let mut parts: Vec<StoryPart> = found
        .into_iter()
        .map(|(happening, why)| StoryPart { happening, why })
        .collect();
    let day = |part: &StoryPart| {
        let happening = happenings.get(part.happening)?;
        Some((
            last_day(happening).unwrap_or(Date::MAX),
            happening.id.clone(),
        ))
    };
    parts.sort_by_key(day);
    parts
}

/// What ties two happenings together.
fn tie(one: &Happening, other: &Happening) -> Option<&'static str> {
    if is_cause(one, other) || is_cause(other, one) {
        return Some("a report names the one as the reason for the other:");
    }
    let shared = parties(one).intersection(&parties(other)).count();
    let days = last_day(one)?
        .until(last_day(other)?)
        .ok()?
        .get_days()
        .abs();
    let are_talks = one.event.talks.is_some() && other.event.talks.is_some();
    if are_talks && shared >= 2 && days <= TALKS_DAYS {
        return Some("talks of the same two, with");
    }
    if shared >= 2 && days <= TOLD_DAYS && share_a_report(one, other) {
        return Some("told together, of the same two and week, with");
    }
    let place = |happening: &Happening| {
        happening
            .event
            .place
            .as_ref()
            .and_then(|place| place.name.clone())
    };
    if shared >= 1 && days <= PLACE_DAYS && place(one).is_some() && place(one) == place(other) {
        return Some("the same place, party and month as");
    }
    None
}

fn share_a_report(one: &Happening, other: &Happening) -> bool {
    let reports = |happening: &Happening| -> BTreeSet<String> {
        let tellings = happening.tellings.iter();
        let report = |event: &str| event.rsplit_once('#').map(|(report, _)| report.to_owned());
        tellings
            .filter_map(|telling| report(&telling.event))
            .collect()
    };
    !reports(one).is_disjoint(&reports(other))
}

fn is_cause(cause: &Happening, effect: &Happening) -> bool {
    let names: BTreeSet<String> = effect
        .event
        .causes
        .iter()
        .map(|n| format!("{}#{n}", effect.event.report))
        .collect();
    cause
        .tellings
        .iter()
        .any(|telling| names.contains(&telling.event))
}

fn parties(happening: &Happening) -> BTreeSet<String> {
    let event = &happening.event;
    event
        .actors
        .iter()
        .chain(&event.recipients)
        .map(organisation)
        .filter(|name| is_named(name))
        .collect()
}

fn last_day(happening: &Happening) -> Option<Date> {
    happening.event.date.as_ref().map(|date| date.to)
}
