//! Compares two tellings: points for and against their being of one happening, and what forbids it.

use relata_knowledge::MergingTable;
use serde::{Deserialize, Serialize};

use crate::text::containment;
use crate::traits::{Days, Number, Spot, Traits};

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

    fn forbid(&mut self, why: impl Into<String>) {
        self.apart.get_or_insert(why.into());
    }

    fn add(&mut self, table: &MergingTable, feature: &str, what: impl Into<String>) {
        self.add_times(table, feature, 1, what);
    }

    fn add_times(&mut self, table: &MergingTable, feature: &str, n: i32, what: impl Into<String>) {
        let points = table.points(feature) * n;
        if points != 0 {
            self.points += points;
            self.reasons.push(Reason {
                feature: feature.to_owned(),
                points,
                what: what.into(),
            });
        }
    }
}

/// Compares two tellings; which is first makes no difference.
pub fn compare(table: &MergingTable, one: &Traits, other: &Traits) -> Comparison {
    let (one, other) = if (one.published, &one.id) <= (other.published, &other.id) {
        (one, other)
    } else {
        (other, one)
    };
    let mut result = Comparison {
        points: 0,
        threshold: table
            .threshold(one.kind.as_str())
            .max(table.threshold(other.kind.as_str())),
        reasons: Vec::new(),
        apart: None,
    };
    kinds(table, one, other, &mut result);
    let is_copy = is_copy(one, other);
    if is_copy {
        result.add(table, "same-text", "the same sentence");
    } else if one.tells_apart || other.tells_apart {
        result.add(table, "another", "one tells of another deed");
    }
    match (one.days, other.days) {
        (Some(a), Some(b)) => dates(table, a, b, &mut result),
        (None, Some(days)) => undated(table, one, days, is_copy, &mut result),
        (Some(days), None) => undated(table, other, days, is_copy, &mut result),
        (None, None) if !is_copy => result.add(table, "no-day", "neither tells a day"),
        (None, None) => {}
    }
    places(table, &one.spot, &other.spot, &mut result);
    parties(table, one, other, &mut result);
    tolls(table, one, other, &mut result);
    words(table, one, other, &mut result);
    result
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

fn kinds(table: &MergingTable, one: &Traits, other: &Traits, result: &mut Comparison) {
    if one.report == other.report {
        result.forbid("one report tells them as two");
    }
    if one.status != other.status {
        result.forbid("one has happened, the other is announced, denied or only thought of");
    }
    if one.is_aggregate() != other.is_aggregate()
        || (one.is_aggregate() && one.count != other.count)
    {
        result.forbid("one row stands for several deeds");
    }
    match (one.talks, other.talks) {
        (Some(a), Some(b)) if a == b => result.add(table, "same-talks-act", a.as_str()),
        (Some(_), Some(_)) => result.forbid("different steps of a negotiation"),
        _ => {}
    }
    if one.event_type == other.event_type {
        result.add(table, "same-type", one.event_type.as_str());
    } else if one.kind == other.kind {
        result.add(
            table,
            "other-type",
            format!("{} and {}", one.event_type, other.event_type),
        );
    } else {
        result.forbid("acts of different kinds");
    }
    if one.modes.iter().any(|mode| other.modes.contains(mode)) {
        result.add(table, "same-mode", one.modes.join(", "));
    } else if !one.modes.is_empty() && !other.modes.is_empty() {
        let alike = |a: &String| other.modes.iter().any(|b| table.are_alike(a, b));
        if !one.modes.iter().any(alike) {
            let what = format!("{} and {}", one.modes.join(", "), other.modes.join(", "));
            result.add(table, "other-mode", what);
        }
    }
}

/// What a report tells without a day happened before it.
fn undated(
    table: &MergingTable,
    undated: &Traits,
    days: Days,
    is_copy: bool,
    result: &mut Comparison,
) {
    if undated
        .published
        .is_some_and(|published| days.from > published)
    {
        result.forbid("it happened after the report that tells no day");
    }
    if !is_copy {
        result.add(table, "no-day", "one tells no day");
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

fn dates(table: &MergingTable, one: Days, other: Days, result: &mut Comparison) {
    let gap = days_between(one, other);
    match (one.is_exact && other.is_exact, gap) {
        (true, 0) => result.add(table, "same-day", one.to.to_string()),
        (false, 0) => result.add(
            table,
            "days-overlap",
            format!("{} and {}", one.to, other.to),
        ),
        (_, 1) => result.add(table, "next-day", format!("{} and {}", one.to, other.to)),
        _ if may_come_back(table, one, other) || may_come_back(table, other, one) => {
            let what = format!(
                "{} and some day before {}",
                one.to.min(other.to),
                one.to.max(other.to)
            );
            result.add(table, "day-not-told", what);
        }
        _ => result.forbid(format!("{gap} days between them")),
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

fn places(table: &MergingTable, one: &Spot, other: &Spot, result: &mut Comparison) {
    let km = one.at.zip(other.at).map(|(a, b)| kilometres(a, b));
    let is_near = km.is_some_and(|km| km < f64::from(table.near("apart-km")));
    if let (Some(a), Some(b)) = (&one.country, &other.country)
        && a != b
        && !is_near
    {
        result.forbid(format!("in {a} and in {b}"));
    }
    let (Some(a), Some(b)) = (&one.name, &other.name) else {
        return;
    };
    if a == b && km.is_none_or(|km| km < f64::from(table.near("apart-km"))) {
        return result.add(table, "same-place", a.clone());
    }
    if one.admin1.as_ref() == Some(b) || other.admin1.as_ref() == Some(a) {
        return result.add(table, "place-within", format!("{a} and {b}"));
    }
    let Some(km) = km else {
        return;
    };
    let are_towns = one.admin1.is_some() && other.admin1.is_some();
    let limit = if are_towns {
        f64::from(table.near("apart-km"))
    } else {
        FAR_PROVINCES
    };
    if km < f64::from(table.near("same-km")) {
        result.add(table, "near-place", format!("{a} and {b}"));
    } else if km > limit {
        result.forbid(format!("{a} and {b} lie {km:.0} km apart"));
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

fn parties(table: &MergingTable, one: &Traits, other: &Traits, result: &mut Comparison) {
    let swapped = one.actors.intersection(&other.recipients).next().is_some()
        && other.actors.intersection(&one.recipients).next().is_some();
    let sides = [
        ("actor", &one.actors, &other.actors),
        ("recipient", &one.recipients, &other.recipients),
    ];
    for (role, a, b) in sides {
        let shared: Vec<&String> = a.intersection(b).collect();
        let named = |list: &std::collections::BTreeSet<String>| -> Vec<String> {
            list.iter()
                .filter(|name| crate::is_named(name))
                .cloned()
                .collect()
        };
        let (names_a, names_b) = (named(a), named(b));
        let is_kindred = a.iter().any(|name| other.parents.contains(name))
            || b.iter().any(|name| one.parents.contains(name));
        if let Some(name) = shared.iter().find(|name| crate::is_named(name)) {
            let n = shared.iter().filter(|name| crate::is_named(name)).count();
            // Talks have both sides as actors: both must count.
            let n = i32::try_from(n.min(2)).unwrap_or(1);
            result.add_times(table, &format!("same-{role}"), n, (*name).clone());
        } else if swapped || is_kindred {
            result.add(table, &format!("kindred-{role}"), "kindred parties");
        } else if let Some(name) = shared.first() {
            result.add(table, &format!("kindred-{role}"), (*name).clone());
        } else if !names_a.is_empty() && !names_b.is_empty() {
            let what = format!("{} and {}", names_a.join(", "), names_b.join(", "));
            if role == "actor" && (one.is_contested || other.is_contested) {
                result.add(table, "disputed-actor", what);
            } else {
                result.add(table, &format!("other-{role}"), what);
            }
        }
    }
    let all = |traits: &Traits| -> std::collections::BTreeSet<String> {
        let parties = traits.actors.iter().chain(&traits.recipients);
        parties
            .filter(|name| crate::is_named(name))
            .cloned()
            .collect()
    };
    let (a, b) = (all(one), all(other));
    if one.talks.is_some()
        && other.talks.is_some()
        && a.difference(&b).next().is_some()
        && b.difference(&a).next().is_some()
    {
        result.forbid("talks of other parties");
    }
    if let Some(name) = one.claimants.intersection(&other.claimants).next() {
        result.add(table, "same-claim", name.clone());
    }
}

fn tolls(table: &MergingTable, one: &Traits, other: &Traits, result: &mut Comparison) {
    if let (Some(a), Some(b)) = (one.killed, other.killed) {
        let feature = toll(table, one, other, a, b);
        // Between twice and four times as many nothing is said either way.
        result.add(table, feature, format!("{} and {} dead", a.best, b.best));
    }
    if let (Some(a), Some(b)) = (one.injured, other.injured)
        && a.best == b.best
    {
        result.add(table, "toll-overlap", format!("{} injured", a.best));
    }
}

/// The numbers of an earlier and a later report.
fn toll(table: &MergingTable, one: &Traits, other: &Traits, a: Number, b: Number) -> &'static str {
    if a.best == b.best {
        return match a.best {
            0..=2 => "toll-overlap",
            n if n >= 20 && n % 10 == 0 => "same-round-toll",
            _ => "same-toll",
        };
    }
    let (small, great) = (a.best.min(b.best), a.best.max(b.best));
    if are_far(a, b) {
        return "toll-far";
    }
    let days = one
        .published
        .zip(other.published)
        .and_then(|(first, second)| first.until(second).ok())
        .map(|span| span.get_days());
    if great > small.saturating_mul(2) {
        return "";
    }
    let is_soon = days.is_some_and(|days| days <= table.near("growth-days"));
    if b.best > a.best && is_soon {
        "toll-grew"
    } else if a.low <= b.high && b.low <= a.high && (a.high != u32::MAX || b.high != u32::MAX) {
        "toll-overlap"
    } else {
        "toll-fell"
    }
}

fn words(table: &MergingTable, one: &Traits, other: &Traits, result: &mut Comparison) {
    let shared: Vec<&str> = one
        .names
        .intersection(&other.names)
        .map(String::as_str)
        .collect();
    let n = i32::try_from(shared.len().min(4)).unwrap_or(4);
    result.add_times(table, "same-words", n, shared.join(", "));
    if n == 0 && !one.names.is_empty() && !other.names.is_empty() {
        result.add(table, "no-word", "no name in both");
    }
    match (one.target, other.target) {
        (Some(a), Some(b)) if a == b => result.add(table, "same-target", format!("kind {a}")),
        (Some(_), Some(_)) => result.add(table, "other-target", "different things were hit"),
        _ => {}
    }
    if !one.act.is_empty() && one.act == other.act {
        result.add(table, "same-act-word", format!("{}…", one.act));
    } else if !one.act_rows.is_disjoint(&other.act_rows) {
        let what = format!("{}… and {}…", one.act, other.act);
        result.add(table, "kindred-act-word", what);
    }
}
