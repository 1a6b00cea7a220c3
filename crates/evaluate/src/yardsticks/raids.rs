//! ISAF: press releases on raids in Afghanistan, as thirteen fields of a release.
//!
//! Conventions of the set: "several" is three and "a couple" two; a release without a day of its own has that of its
//! dateline; whoever was captured together with a leader counts him in.

use std::collections::BTreeSet;

use relata_record::{Event, EventType, Factuality, Party, Toll};
use serde::{Deserialize, Serialize};

use super::Measure;

/// A release, with its fields.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The release.
    pub text: String,
    /// Its fields.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The thirteen fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// First day, as `2011-07-30`.
    pub start_date: Option<String>,
    /// What kinds of event.
    pub event_type: BTreeSet<String>,
    /// Provinces, in lower case.
    pub province: BTreeSet<String>,
    /// Movements that were aimed at.
    pub target_group: BTreeSet<String>,
    /// People killed, at least.
    pub min_killed: u32,
    /// People captured, at least.
    pub min_captured: u32,
    /// Leaders killed, at least.
    pub min_leaders_killed: u32,
    /// Leaders captured, at least.
    pub min_leaders_captured: u32,
    /// Was anybody killed?
    pub killq: bool,
    /// Was anybody captured?
    pub captureq: bool,
    /// Was it a raid to kill or capture somebody?
    pub killcaptureraid: bool,
    /// Was there a strike from the air?
    pub airstrike: bool,
    /// Does the release say that no shot was fired?
    pub noshotsfired: bool,
}

/// The fields told of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the release.
    pub id: String,
    /// The fields.
    #[serde(flatten)]
    pub fields: Fields,
}

/// Provinces under the set's spelling, where it differs from that of the gazetteer.
const SPELLINGS: [(&str, &str); 7] = [
    ("paktia", "paktya"),
    ("paktiya", "paktya"),
    ("maidan wardak", "wardak"),
    ("oruzgan", "uruzgan"),
    ("sar-e pol", "sar-e pul"),
    ("ghowr", "ghor"),
    ("konar", "kunar"),
];

/// The set's codes of movements, by a part of their canonical names; the more special one first.
const MOVEMENTS: [(&str, &str); 6] = [
    ("haqqani", "haqqani"),
    ("hezb-e", "hig"),
    ("hizb-i", "hig"),
    ("islamic movement of uzbekistan", "imu"),
    ("qaeda", "aq"),
    ("taliban", "taliban"),
];

/// What a release tells, besides its events.
#[derive(Debug, Clone, Default)]
pub struct Beside<'a> {
    /// Canonical names of the parties that it mentions, in text order.
    pub parties: Vec<&'a str>,
    /// The day of publication, as `2011-07-30`.
    pub published: Option<String>,
    /// True if it says that no shot was fired.
    pub no_shots: bool,
}

/// The fields of a release.
pub fn predict(row: &Row, events: &[Event], beside: &Beside<'_>) -> Told {
    let told: Vec<&Event> = events.iter().filter(|event| is_told(event)).collect();
    let captures: Vec<&Event> = told
        .iter()
        .copied()
        .filter(|event| is_capture(event))
        .collect();
    let strikes = |event: &&Event| {
        event.event_type == EventType::Assault
            && event
                .mode
                .iter()
                .any(|mode| mode == "aerial" || mode == "drone")
    };
    let killed: Vec<&Event> = told
        .iter()
        .copied()
        .filter(|event| event.killed.is_some() && !is_on_own(event))
        .collect();
    let airstrike = told.iter().any(strikes);
    let (killq, captureq) = (!killed.is_empty(), !captures.is_empty());
    let kind = match (killq, captureq, airstrike) {
        (_, false, true) => "airstrike",
        (true, true, _) => "captureandkill",
        (true, false, false) => "insurgentskilled",
        (false, ..) => "detention",
    };
    let main = captures.iter().chain(&killed).chain(&told);
    let day = main
        .clone()
        .find_map(|event| event.date.as_ref().filter(|date| date.span.is_some()))
        .map(|date| date.from.to_string());
    let province = main
        .clone()
        .filter_map(|event| event.place.as_ref())
        .find_map(|place| place.admin1.clone())
        .map(|name| {
            let name = name.to_lowercase();
            let known = SPELLINGS.iter().find(|(own, _)| *own == name);
            known.map_or(name.clone(), |(_, set)| (*set).to_owned())
        });
    let movement = beside.parties.iter().find_map(|party| {
        let party = party.to_lowercase();
        let found = MOVEMENTS.iter().find(|(name, _)| party.contains(name));
        found.map(|(_, code)| (*code).to_owned())
    });
    let is_leader = |party: &&Party| {
        let text = party.text.to_lowercase();
        text.contains("leader") || text.contains("commander")
    };
    let leaders = |events: &[&Event]| {
        let recipients = events.iter().flat_map(|event| &event.recipients);
        recipients.filter(is_leader).count() as u32
    };
    let fields = Fields {
        start_date: day.or_else(|| beside.published.clone()),
        event_type: [kind.to_owned()].into(),
        province: province.into_iter().collect(),
        target_group: movement.into_iter().collect(),
        min_killed: killed
            .iter()
            .map(|event| people(event.killed.as_ref(), &event.recipients))
            .sum(),
        min_captured: captures
            .iter()
            .map(|event| people(event.captured.as_ref(), &event.recipients))
            .sum(),
        min_leaders_killed: leaders(&killed),
        min_leaders_captured: leaders(&captures),
        killq,
        captureq,
        killcaptureraid: captureq,
        airstrike,
        noshotsfired: beside.no_shots,
    };
    Told {
        id: row.id.clone(),
        fields,
    }
}

fn is_told(event: &Event) -> bool {
    matches!(event.factuality, Factuality::Fact | Factuality::Possible)
}

fn is_capture(event: &Event) -> bool {
    let has = |mode: &str| event.mode.iter().any(|own| own == mode);
    event.event_type == EventType::Coerce && (has("arrest") || event.captured.is_some())
        || event.event_type == EventType::Assault && (has("abduct") || event.captured.is_some())
}

/// True if it struck the side that writes the releases.
fn is_on_own(event: &Event) -> bool {
    let side = |party: &Party| {
        party
            .sector
            .is_some_and(|sector| matches!(sector.as_str(), "MIL" | "COP" | "GOV"))
    };
    !event.recipients.is_empty() && event.recipients.iter().all(side)
}

/// At least how many people: the number, or what the set takes the words for.
fn people(toll: Option<&Toll>, parties: &[Party]) -> u32 {
    let words = |text: &str| {
        let text = text.to_lowercase();
        let has = |word: &str| text.split_whitespace().any(|own| own == word);
        if has("several") || has("multiple") {
            Some(3)
        } else if has("couple") {
            Some(2)
        } else if has("numerous") || has("many") {
            Some(4)
        } else if has("dozens") {
            Some(24)
        } else {
            None
        }
    };
    let worded = || {
        let toll = toll
            .into_iter()
            .flat_map(|toll| &toll.spans)
            .map(|span| span.text.as_str());
        let parties = parties.iter().map(|party| party.text.as_str());
        toll.chain(parties).find_map(words)
    };
    toll.and_then(|toll| toll.low.or(toll.best))
        .or_else(worded)
        .unwrap_or(parties.len().max(1) as u32)
}

/// Mean of the thirteen fields as the set's makers count them, then each field, then whole releases.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let n = rows.len().max(1) as f64;
    let pairs = || {
        rows.iter()
            .map(|row| &row.fields)
            .zip(told.iter().map(|told| &told.fields))
    };
    let same = |part: &str, is_same: &dyn Fn(&Fields, &Fields) -> bool| {
        let right = pairs().filter(|(known, told)| is_same(known, told)).count();
        Measure::share(part, right as f64, rows.len() as f64)
    };
    // The share of gold's values that were found; nothing to find counts as nothing found.
    let found = |part: &str, set: &dyn Fn(&Fields) -> BTreeSet<String>| {
        let right: f64 = pairs()
            .map(|(known, told)| {
                let known = set(known);
                let both = known.intersection(&set(told)).count();
                both as f64 / known.len().max(1) as f64
            })
            .sum();
        Measure::share(part, right, n)
    };
    let fields = [
        same("start_date", &|a, b| a.start_date == b.start_date),
        found("event_type", &|fields| fields.event_type.clone()),
        found("province", &|fields| fields.province.clone()),
        found("target_group", &|fields| fields.target_group.clone()),
        same("min_killed", &|a, b| a.min_killed == b.min_killed),
        same("min_captured", &|a, b| a.min_captured == b.min_captured),
        same("min_leaders_killed", &|a, b| {
            a.min_leaders_killed == b.min_leaders_killed
        }),
        same("min_leaders_captured", &|a, b| {
            a.min_leaders_captured == b.min_leaders_captured
        }),
        same("killq", &|a, b| a.killq == b.killq),
        same("captureq", &|a, b| a.captureq == b.captureq),
        same("killcaptureraid", &|a, b| {
            a.killcaptureraid == b.killcaptureraid
        }),
        same("airstrike", &|a, b| a.airstrike == b.airstrike),
        same("noshotsfired", &|a, b| a.noshotsfired == b.noshotsfired),
    ];
    let mean = fields.iter().map(|field| field.value).sum::<f64>() / fields.len() as f64;
    let mut measures = vec![Measure::number("mean of 13 fields", mean)];
    measures.extend(fields);
    measures.push(same("whole release", &|known, told| known == told));
    measures
}
