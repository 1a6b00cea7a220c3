//! A happening as a row of a list.

use jiff::civil::Date;
use relata_history::Happening;
use relata_record::{Event, Party, Toll};
use relata_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Fault;
use crate::snapshot::Row;

/// A party in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyName {
    /// The name.
    pub name: String,
    /// ISO 3166 alpha-3, or a body such as UNO.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
}

/// Days in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How exact: day, week, month, season, year, range, unknown.
    pub precision: String,
}

/// A place in short.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlaceName {
    /// The name; none where only the country is known.
    pub name: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
}

/// A number of people in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Number {
    /// Lowest.
    pub low: Option<u32>,
    /// Best.
    pub best: Option<u32>,
    /// Highest; none where open.
    pub high: Option<u32>,
}

/// A speaker in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Speaker {
    /// The name.
    pub name: String,
    /// asserts, claims, confirms, denies, accuses.
    pub stance: String,
}

/// A happening as a row.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HappeningRow {
    /// Its id.
    pub id: String,
    /// Its earliest telling, as `REPORT#N`.
    pub event: String,
    /// Its type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Manners of the act.
    pub mode: Vec<String>,
    /// fact, possible, planned, hypothetical, negated.
    pub factuality: String,
    /// When.
    pub date: Option<Days>,
    /// Who did it.
    pub actors: Vec<PartyName>,
    /// To whom.
    pub recipients: Vec<PartyName>,
    /// Where.
    pub place: Option<PlaceName>,
    /// People killed.
    pub killed: Option<Number>,
    /// People injured.
    pub injured: Option<Number>,
    /// People captured.
    pub captured: Option<Number>,
    /// On whose word.
    pub word_of: Vec<Speaker>,
    /// The act of a negotiation.
    pub talks: Option<String>,
    /// How many reports tell of it.
    pub reports: usize,
    /// How many texts that do not copy each other.
    pub texts: usize,
    /// First and last day of the reports.
    pub reported: Option<(Date, Date)>,
    /// Fields on which reports disagree.
    pub disputed: Vec<String>,
    /// The words that tell it first.
    pub words: String,
}

impl HappeningRow {
    /// The row of a happening.
    pub fn of(happening: &Happening) -> Self {
        let mut disputed: Vec<String> = happening
            .said
            .iter()
            .map(|saying| saying.field.to_owned())
            .collect();
        disputed.dedup();
        Self {
            id: happening.id.clone(),
            event: happening.label(),
            reports: happening.sources.reports,
            texts: happening.sources.texts,
            reported: happening.reported,
            disputed,
            ..Self::of_event(&happening.event)
        }
    }

    /// The row of an event as one report tells it.
    pub fn of_event(event: &Event) -> Self {
        let label = format!("{}#{}", event.report, event.n);
        Self {
            id: label.clone(),
            event: label,
            event_type: event.event_type.to_string(),
            mode: event.mode.clone(),
            factuality: event.factuality.to_string(),
            date: event.date.as_ref().map(|date| Days {
                from: date.from,
                to: date.to,
                precision: date.precision.to_string(),
            }),
            actors: names(&event.actors),
            recipients: names(&event.recipients),
            place: event.place.as_ref().map(|place| PlaceName {
                name: place.name.clone(),
                country: place.country.clone(),
                lat: place.lat,
                lon: place.lon,
            }),
            killed: event.killed.as_ref().map(number),
            injured: event.injured.as_ref().map(number),
            captured: event.captured.as_ref().map(number),
            word_of: event
                .word_of
                .iter()
                .map(|word| Speaker {
                    name: word.name.clone(),
                    stance: word.stance.to_string(),
                })
                .collect(),
            talks: event.talks.as_ref().map(|talks| talks.act.to_string()),
            reports: 1,
            texts: 1,
            reported: None,
            disputed: Vec::new(),
            words: event
                .evidence
                .first()
                .map(|quote| quote.text.clone())
                .unwrap_or_default(),
        }
    }
}

fn names(parties: &[Party]) -> Vec<PartyName> {
    parties
        .iter()
        .map(|party| PartyName {
            name: party.name.clone(),
            country: party.country.clone(),
            sector: party.sector.map(|sector| sector.to_string()),
        })
        .collect()
}

fn number(toll: &Toll) -> Number {
    Number {
        low: toll.low,
        best: toll.best,
        high: toll.high,
    }
}

/// The happening of a row of the snapshot; none if it has just gone.
pub fn happening(store: &Store, row: &Row) -> Result<Option<Happening>, Fault> {
    Ok(Happening::of(store.tellings_of(&row.id)?))
}

/// The rows of happenings.
pub fn rows<'a>(
    store: &Store,
    rows: impl IntoIterator<Item = &'a Row>,
) -> Result<Vec<HappeningRow>, Fault> {
    let mut found = Vec::new();
    for row in rows {
        found.extend(happening(store, row)?.as_ref().map(HappeningRow::of));
    }
    Ok(found)
}
