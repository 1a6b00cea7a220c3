//! Compares two tellings: points for and against their being of one happening, and what forbids it.

use std::collections::BTreeSet;

use relata_knowledge::{Feature, MergingTable};
use serde::{Deserialize, Serialize};

use crate::bridge::bridge;
use crate::text::containment;
use crate::traits::{Days, Number, Traits};

/// A sentence of which so many hundredths of runs are another's is that sentence.
const SAME_SENTENCE: usize = 70;
/// Kilometres between provinces, whose one point says little, that make them two places.
const FAR_PROVINCES: f64 = 400.0;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The row of the table of merging.
    pub feature: String,
    /// Its points here.
    pub points: i32,
    /// What was compared.
    pub what: String,
}

/// What a comparison gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The sum of the points.
    pub points: i32,
    /// From so many points on the two are joined.
    pub threshold: i32,
    /// The points, one by one.
    pub reasons: Vec<Reason>,
    /// What forbids that the two are one happening.
    pub apart: Option<String>,
}

impl Comparison {
    /// True if the two are one happening, as far as they alone say.
    pub fn joins(&self) -> bool {
        self.apart.is_none() && self.points >= self.threshold
    }
}

/// What a comparison gave, without reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight {
    /// The points over the threshold; None for two that are forbidden to be one.
    pub(crate) over: Option<i32>,
    /// The points.
    pub(crate) points: i32,
}

impl Weight {
    /// As [`Comparison::joins`].
    pub(crate) fn joins(self) -> bool {
        self.over.is_some_and(|over| over >= 0)
    }
}

/// Adds up what is found.
struct Tally<'a> {
    table: &'a MergingTable,
    points: i32,
    /// None where nobody asks for them.
    reasons: Option<Vec<Reason>>,
    is_apart: bool,
    apart: Option<String>,
}

impl<'a> Tally<'a> {
    fn new(table: &'a MergingTable, reasons: Option<Vec<Reason>>) -> Self {
        Self {
            table,
            points: 0,
            reasons,
            is_apart: false,
            apart: None,
        }
    }

    fn forbid<S: Into<String>>(&mut self, why: impl FnOnce() -> S) {
        self.is_apart = true;
        if self.reasons.is_some() && self.apart.is_none() {
            self.apart = Some(why().into());
        }
    }

    fn add<S: Into<String>>(&mut self, feature: Feature, what: impl FnOnce() -> S) {
        self.add_times(feature, 1, what);
    }

    fn add_times<S: Into<String>>(&mut self, feature: Feature, n: i32, what: impl FnOnce() -> S) {
        let points = self.table.points(feature) * n;
        self.points += points;
        if let Some(reasons) = &mut self.reasons
            && points != 0
        {
            reasons.push(Reason {
                feature: feature.as_str().to_owned(),
                points,
                what: what().into(),
            });
        }
    }

    /// True if nothing more needs to be looked at.
    fn is_done(&self) -> bool {
        self.is_apart && self.reasons.is_none()
    }

    /// Looks at all that two tellings, the earlier first, share or differ in.
    fn take(&mut self, one: &Traits, other: &Traits) {
        // What forbids most often, and is found out soonest, comes first.
        for look in [kinds, dates, places, texts, parties, tolls, words] {
            look(one, other, self);
            if self.is_done() {
                return;
            }
        }
    }
}

/// Compares two tellings; which is first makes no difference.
pub fn compare(table: &MergingTable, one: &Traits, other: &Traits) -> Comparison {
    let (one, other) = in_order(one, other);
    let mut tally = Tally::new(table, Some(Vec::new()));
    if one.report == other.report {
        tally.forbid(|| "one report tells them as two");
    }
    tally.take(one, other);
    if bridge(table, one, other).is_none() {
        tally.forbid(|| "nothing singles the deed out, and it may be of another day");
    }
    Comparison {
        points: tally.points,
        threshold: threshold(table, one, other),
        reasons: tally.reasons.unwrap_or_default(),
        apart: tally.apart,
    }
}

/// As [`compare`], without the reasons; whether one report tells both is not looked at.
pub(crate) fn weigh(table: &MergingTable, one: &Traits, other: &Traits) -> Weight {
    let (one, other) = in_order(one, other);
    let mut tally = Tally::new(table, None);
    tally.take(one, other);
    let over = (!tally.is_apart).then(|| tally.points - threshold(table, one, other));
    Weight {
        over,
        points: tally.points,
    }
}

/// The earlier report's first.
fn in_order<'a>(one: &'a Traits, other: &'a Traits) -> (&'a Traits, &'a Traits) {
    if (one.published, &one.id) <= (other.published, &other.id) {
        (one, other)
    } else {
        (other, one)
    }
}

fn threshold(table: &MergingTable, one: &Traits, other: &Traits) -> i32 {
    let of = |traits: &Traits| table.threshold(traits.kind.as_str());
    of(one).max(of(other))
}

fn texts(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    if is_copy(one, other) {
        tally.add(Feature::SameText, || "the same sentence");
    } else if one.tells_apart || other.tells_apart {
        tally.add(Feature::Another, || "one tells of another deed");
    }
}

/// A copy may be cut, and its numbers brought up to date; but it does not name others.
fn is_copy(one: &Traits, other: &Traits) -> bool {
    let lacks = |a: &Traits, b: &Traits| a.names.difference(&b.names).next().is_some();
    containment(&one.sentence, &other.sentence) >= SAME_SENTENCE
        && !(lacks(one, other) && lacks(other, one))
        && !one
            .killed
            .zip(other.killed)
            .is_some_and(|(a, b)| are_far(a, b))
}

/// Numbers of which one is more than four times the other.
fn are_far(a: Number, b: Number) -> bool {
    a.best.max(b.best) > a.best.min(b.best).saturating_mul(4)
}

fn kinds(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    if one.status != other.status {
        tally.forbid(|| "one has happened, the other is announced, denied or only thought of");
    }
    if one.is_aggregate() != other.is_aggregate()
        || (one.is_aggregate() && one.count != other.count)
    {
        tally.forbid(|| "one row stands for several deeds");
    }
    match (one.talks, other.talks) {
        (Some(a), Some(b)) if a == b => tally.add(Feature::SameTalksAct, || a.as_str()),
        (Some(_), Some(_)) => tally.forbid(|| "different steps of a negotiation"),
        _ => {}
    }
    if one.event_type == other.event_type {
        tally.add(Feature::SameType, || one.event_type.as_str());
    } else if one.kind == other.kind {
        tally.add(Feature::OtherType, || {
            format!("{} and {}", one.event_type, other.event_type)
        });
    } else {
        tally.forbid(|| "acts of different kinds");
    }
    if one.modes.iter().any(|mode| other.modes.contains(mode)) {
        tally.add(Feature::SameMode, || one.modes.join(", "));
    } else if !one.modes.is_empty() && !other.modes.is_empty() {
        let alike = |a: &String| {
            let mut modes = other.modes.iter();
            modes.any(|b| tally.table.are_alike(a, b))
        };
        if !one.modes.iter().any(alike) {
            tally.add(Feature::OtherMode, || {
                format!("{} and {}", one.modes.join(", "), other.modes.join(", "))
            });
        }
    }
}

fn dates(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    match (one.days, other.days) {
        (Some(a), Some(b)) => dated(a, b, tally),
        (None, Some(days)) => undated(one, days, is_copy(one, other), tally),
        (Some(days), None) => undated(other, days, is_copy(one, other), tally),
        (None, None) if !is_copy(one, other) => tally.add(Feature::NoDay, || "neither tells a day"),
        (None, None) => {}
    }
}

/// What a report tells without a day happened before it.
fn undated(undated: &Traits, days: Days, is_copy: bool, tally: &mut Tally<'_>) {
    if undated
        .published
        .is_some_and(|published| days.from > published)
    {
        tally.forbid(|| "it happened after the report that tells no day");
    }
    if !is_copy {
        tally.add(Feature::NoDay, || "one tells no day");
    }
}

/// True if a report that tells no day may come back to a deed of `days`.
fn may_come_back(table: &MergingTable, report: Days, days: Days) -> bool {
    let gap = days
        .to
        .until(report.to)
        .map_or(i32::MAX, |span| span.get_days());
    !report.is_told && (0..=table.near("follow-up-days")).contains(&gap)
}

fn dated(one: Days, other: Days, tally: &mut Tally<'_>) {
    let table = tally.table;
    let gap = days_between(one, other);
    match (one.is_exact && other.is_exact, gap) {
        (true, 0) => tally.add(Feature::SameDay, || one.to.to_string()),
        (false, 0) => tally.add(Feature::DaysOverlap, || {
            format!("{} and {}", one.to, other.to)
        }),
        (_, 1) => tally.add(Feature::NextDay, || format!("{} and {}", one.to, other.to)),
        _ if may_come_back(table, one, other) || may_come_back(table, other, one) => {
            tally.add(Feature::DayNotTold, || {
                format!(
                    "{} and some day before {}",
                    one.to.min(other.to),
                    one.to.max(other.to)
                )
            });
        }
        _ => tally.forbid(|| format!("{gap} days between them")),
    }
}

/// Days between the end of the one and the beginning of the other; 0 where they overlap.
fn days_between(one: Days, other: Days) -> i32 {
    let (first, second) = if one.to < other.from {
        (one.to, other.from)
    } else if other.to < one.from {
        (other.to, one.from)
    } else {
        return 0;
    };
    first
        .until(second)
        .map_or(i32::MAX, |span| span.get_days().max(1))
}

fn places(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    let table = tally.table;
    let (one, other) = (&one.spot, &other.spot);
    let is_elsewhere =
        one.country.is_some() && other.country.is_some() && one.country != other.country;
    let has_names = one.name.is_some() && other.name.is_some();
    if !is_elsewhere && !has_names {
        return;
    }
    let km = one.at.zip(other.at).map(|(a, b)| kilometres(a, b));
    let apart = f64::from(table.near("apart-km"));
    if let (true, Some(a), Some(b)) = (is_elsewhere, &one.country, &other.country)
        && km.is_none_or(|km| km >= apart)
    {
        tally.forbid(|| format!("in {a} and in {b}"));
    }
    let (Some(a), Some(b)) = (&one.name, &other.name) else {
        return;
    };
    if a == b && km.is_none_or(|km| km < apart) {
        return tally.add(Feature::SamePlace, || a.clone());
    }
    if one.admin1.as_ref() == Some(b) || other.admin1.as_ref() == Some(a) {
        return tally.add(Feature::PlaceWithin, || format!("{a} and {b}"));
    }
    let Some(km) = km else {
        return;
    };
    let are_towns = one.admin1.is_some() && other.admin1.is_some();
    let limit = if are_towns { apart } else { FAR_PROVINCES };
    if km < f64::from(table.near("same-km")) {
        tally.add(Feature::NearPlace, || format!("{a} and {b}"));
    } else if km > limit {
        tally.forbid(|| format!("{a} and {b} lie {km:.0} km apart"));
    }
}

/// Kilometres on the sphere.
fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let radians = |(lat, lon): (f64, f64)| (lat.to_radians(), lon.to_radians());
    let ((lat1, lon1), (lat2, lon2)) = (radians(one), radians(other));
    let half = |a: f64, b: f64| ((a - b) / 2.0).sin().powi(2);
    let h = half(lat1, lat2) + lat1.cos() * lat2.cos() * half(lon1, lon2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

fn parties(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    let are_swapped =
        shares(&one.actors, &other.recipients) && shares(&other.actors, &one.recipients);
    if !are_swapped && are_of_same_two(one, other) {
        // "The two signed" and "the text was signed by the two".
        tally.add(Feature::SameActor, || "the same two sides");
        tally.add(Feature::SameRecipient, || "the same two sides");
        return;
    }
    let sides = [
        (
            [
                Feature::SameActor,
                Feature::KindredActor,
                Feature::OtherActor,
            ],
            &one.actors,
            &other.actors,
        ),
        (
            [
                Feature::SameRecipient,
                Feature::KindredRecipient,
                Feature::OtherRecipient,
            ],
            &one.recipients,
            &other.recipients,
        ),
    ];
    for ([same, kindred, different], a, b) in sides {
        let is_kindred = || shares(a, &other.parents) || shares(b, &one.parents);
        let mut shared = a.intersection(b).filter(|name| crate::is_named(name));
        if let Some(name) = shared.next() {
            // Talks have both sides as actors: both must count.
            let n = if shared.next().is_some() { 2 } else { 1 };
            tally.add_times(same, n, || name.clone());
        } else if are_swapped || is_kindred() {
            tally.add(kindred, || "kindred parties");
        } else if let Some(name) = a.intersection(b).next() {
            tally.add(kindred, || name.clone());
        } else if named(a).next().is_some() && named(b).next().is_some() {
            let is_disputed =
                same == Feature::SameActor && (one.is_contested || other.is_contested);
            let feature = if is_disputed {
                Feature::DisputedActor
            } else {
                different
            };
            tally.add(feature, || {
                let list = |names| {
                    named(names)
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                format!("{} and {}", list(a), list(b))
            });
        }
    }
    if one.talks.is_some()
        && other.talks.is_some()
        && has_other(one, other)
        && has_other(other, one)
    {
        tally.forbid(|| "talks of other parties");
    }
    if let Some(name) = one.claimants.intersection(&other.claimants).next() {
        tally.add(Feature::SameClaim, || name.clone());
    }
}

/// True of steps between the same two, one of which is told without who began.
fn are_of_same_two(one: &Traits, other: &Traits) -> bool {
    let sides = |traits: &Traits| -> BTreeSet<String> {
        named(&traits.actors)
            .chain(named(&traits.recipients))
            .cloned()
            .collect()
    };
    let of_talks = one.talks.is_some() && other.talks.is_some();
    of_talks && one.actors != other.actors && sides(one).len() > 1 && sides(one) == sides(other)
}

/// True if the two have a name in common.
fn shares(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    one.intersection(other).next().is_some()
}

fn named(names: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    names.iter().filter(|name| crate::is_named(name))
}

/// True if a party of `one` is none of `other`'s.
fn has_other(one: &Traits, other: &Traits) -> bool {
    let mut all = named(&one.actors).chain(named(&one.recipients));
    all.any(|name| !other.actors.contains(name) && !other.recipients.contains(name))
}

fn tolls(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    if let (Some(a), Some(b)) = (one.killed, other.killed) {
        // Between twice and four times as many nothing is said either way.
        if let Some(feature) = toll(tally.table, one, other, a, b) {
            tally.add(feature, || format!("{} and {} dead", a.best, b.best));
        }
    }
    if let (Some(a), Some(b)) = (one.injured, other.injured)
        && a.best == b.best
    {
        tally.add(Feature::TollOverlap, || format!("{} injured", a.best));
    }
}

/// The numbers of an earlier and a later report.
fn toll(
    table: &MergingTable,
    one: &Traits,
    other: &Traits,
    a: Number,
    b: Number,
) -> Option<Feature> {
    if a.best == b.best {
        return Some(match a.best {
            0..=2 => Feature::TollOverlap,
            n if n >= 20 && n % 10 == 0 => Feature::SameRoundToll,
            _ => Feature::SameToll,
        });
    }
    let (small, great) = (a.best.min(b.best), a.best.max(b.best));
    if are_far(a, b) {
        return Some(Feature::TollFar);
    }
    let days = one
        .published
        .zip(other.published)
        .and_then(|(first, second)| first.until(second).ok())
        .map(|span| span.get_days());
    if great > small.saturating_mul(2) {
        return None;
    }
    let is_soon = days.is_some_and(|days| days <= table.near("growth-days"));
    Some(if b.best > a.best && is_soon {
        Feature::TollGrew
    } else if a.low <= b.high && b.low <= a.high && (a.high != u32::MAX || b.high != u32::MAX) {
        Feature::TollOverlap
    } else {
        Feature::TollFell
    })
}

fn words(one: &Traits, other: &Traits, tally: &mut Tally<'_>) {
    let shared = || one.names.intersection(&other.names);
    let n = i32::try_from(shared().take(4).count()).unwrap_or(4);
    tally.add_times(Feature::SameWords, n, || {
        shared().map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    if n == 0 && !one.names.is_empty() && !other.names.is_empty() {
        tally.add(Feature::NoWord, || "no name in both");
    }
    match (one.target, other.target) {
        (Some(a), Some(b)) if a == b => tally.add(Feature::SameTarget, || format!("kind {a}")),
        (Some(_), Some(_)) => tally.add(Feature::OtherTarget, || "different things were hit"),
        _ => {}
    }
    if !one.act.is_empty() && one.act == other.act {
        tally.add(Feature::SameActWord, || format!("{}…", one.act));
    } else if !one.act_rows.is_disjoint(&other.act_rows) {
        tally.add(Feature::KindredActWord, || {
            format!("{}… and {}…", one.act, other.act)
        });
    }
}
