//! The record as the views need it: every happening in a few numbers, in memory, so that a filter over a hundred
//! thousand of them takes milliseconds.

mod build;
mod select;

pub use select::Selection;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use relata_record::{EventType, Factuality, TalksAct};
use relata_store::ReportCard;

/// The record at one moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Another one for every state of the record.
    pub version: String,
    /// The happenings, the first day first, those without a day last.
    pub happenings: Vec<Row>,
    /// The tellings, those of one happening together.
    pub tellings: Vec<Told>,
    /// The reports, by id.
    pub reports: Vec<ReportCard>,
    /// Names of parties and speakers, with their codes.
    pub names: Vec<Name>,
    /// Places.
    pub places: Vec<Spot>,
    entities: Vec<Entity>,
    by_id: BTreeMap<String, u32>,
    by_name: BTreeMap<String, u32>,
}

/// A happening.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its earliest telling, as `REPORT#N`.
    pub label: String,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// Its type.
    pub event_type: EventType,
    /// Did it happen?
    pub factuality: Factuality,
    /// Who did it, as places in `names`.
    pub actors: Vec<u32>,
    /// To whom.
    pub recipients: Vec<u32>,
    /// Where, as a place in `places`.
    pub place: Option<u32>,
    /// The best number of dead, else the lowest.
    pub killed: Option<u32>,
    /// How many reports tell of it.
    pub n_reports: u32,
    /// True if reports disagree on a field.
    pub is_disputed: bool,
    /// Its tellings.
    pub told: Range<u32>,
}

/// A telling.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// The report, as a place in `reports`.
    pub report: u32,
    /// Its number there.
    pub n: u32,
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) event_type: EventType,
    pub(crate) factuality: Factuality,
    talks: Option<TalksAct>,
    parties: Vec<u32>,
    pub(crate) speakers: Vec<u32>,
    place: Option<u32>,
    words: String,
}

/// A name of a party or a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Country or body.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Its name; None where only the country is known.
    pub name: Option<String>,
    /// The first-level unit.
    pub admin1: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// Radius of what is known of it, in kilometres.
    pub uncertainty_km: Option<f32>,
    pub(crate) folded: String,
}

/// A party as a report writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entity {
    folded: String,
    party: Option<String>,
    country: Option<String>,
    sector: Option<String>,
}

impl Snapshot {
    /// The happening with this id, or that of the telling with this id, or of event `REPORT#N`.
    pub fn happening(&self, id: &str) -> Option<&Row> {
        let n = self.by_id.get(id)?;
        self.happenings.get(at(*n))
    }

    /// The name at a place of `names`.
    pub fn name(&self, n: u32) -> Option<&Name> {
        self.names.get(at(n))
    }

    /// The place of a name in `names`.
    pub fn name_index(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The tellings of a happening.
    pub fn told(&self, row: &Row) -> &[Told] {
        self.tellings
            .get(at(row.told.start)..at(row.told.end))
            .unwrap_or(&[])
    }

    /// The id of the telling with this id, or that is event `REPORT#N`.
    pub fn telling(&self, id: &str) -> Option<String> {
        let row = self.happening(id)?;
        let mut told = self.told(row).iter();
        let found = told.find(|told| told.id == id || self.label_of(told).as_deref() == Some(id));
        found.map(|told| told.id.clone())
    }

    /// A telling as `REPORT#N`.
    pub fn label(&self, telling: &str) -> Option<String> {
        let row = self.happening(telling)?;
        let found = self.told(row).iter().find(|told| told.id == telling);
        self.label_of(found?)
    }

    fn label_of(&self, told: &Told) -> Option<String> {
        Some(format!("{}#{}", self.report(told.report)?.id, told.n))
    }

    /// The report at a place of `reports`.
    pub fn report(&self, n: u32) -> Option<&ReportCard> {
        self.reports.get(at(n))
    }
}

/// A number as a place in a list.
pub(crate) fn at(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A place in a list as a number.
pub(crate) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
