//! The record as the views need it: every happening in a few numbers, in memory, so that a filter over a hundred
//! thousand of them takes milliseconds.

mod build;
mod select;

pub use select::Selection;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use jiff::civil::Date;
use relata_record::{EventType, Factuality, TalksAct};
use relata_store::ReportCard;

/// The record at one moment. Its parts are shared with the snapshots before and after it, so that a change costs what
/// it changes.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Another one for every state of the record.
    pub version: String,
    /// The happenings, the first day first, those without a day last.
    pub happenings: Vec<Arc<Row>>,
    /// For each telling, in the order of the happenings: the place of its happening, and its place there.
    tellings: Vec<(u32, u32)>,
    reports: Reports,
    names: Arc<Index<String, Name>>,
    places: Arc<Index<PlaceKey, Spot>>,
    entities: Arc<Index<Entity, Entity>>,
    /// Hashes of ids, each with the place of its happening.
    by_id: Vec<(u64, u32)>,
}

/// Things by number, and their numbers by key.
#[derive(Debug, Clone)]
struct Index<K, T> {
    list: Vec<T>,
    numbers: BTreeMap<K, u32>,
}

impl<K, T> Default for Index<K, T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }
}

/// Reports, each with a number that it keeps while others come and go.
#[derive(Debug, Clone, Default)]
struct Reports {
    cards: Vec<Arc<ReportCard>>,
    /// The numbers of those that are in the record, by id.
    order: Vec<u32>,
}

impl Reports {
    /// Where a report stands in the order, or would stand.
    fn find(&self, id: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|n| {
            let card = self.cards.get(at(*n));
            card.map_or("", |card| card.id.as_str()).cmp(id)
        })
    }

    fn number(&self, id: &str) -> Option<u32> {
        let place = self.find(id).ok()?;
        self.order.get(place).copied()
    }
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
    /// Who did it, as numbers of names.
    pub actors: Vec<u32>,
    /// To whom, as numbers of names.
    pub recipients: Vec<u32>,
    /// Where, as the number of a place.
    pub place: Option<u32>,
    /// The best number of dead, else the lowest.
    pub killed: Option<u32>,
    /// How many reports tell of it.
    pub n_reports: u32,
    /// True if reports disagree on a field.
    pub is_disputed: bool,
    /// Its tellings.
    pub told: Vec<Told>,
    /// The first day that any of them has.
    first: Option<Date>,
}

impl Row {
    /// What happenings are sorted by, as in the terminal: the first day that any telling has.
    fn key(&self) -> (bool, Option<Date>, &str) {
        (self.first.is_none(), self.first, self.id.as_str())
    }
}

/// A telling.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// The number of its report.
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

/// A place's names, and its point by the bits of its numbers: an edit may move it.
type PlaceKey = ([Option<String>; 3], Option<(u64, u64)>);

/// A party as a report writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entity {
    /// The number of its name.
    name: u32,
    folded: String,
    party: Option<String>,
    country: Option<String>,
    sector: Option<String>,
}

impl Snapshot {
    /// The happening with this id, or that of the telling with this id, or of event `REPORT#N`.
    pub fn happening(&self, id: &str) -> Option<&Row> {
        let row = self.happenings.get(at(self.place_of(id)?))?;
        Some(row)
    }

    /// The place of such a happening in the list.
    fn place_of(&self, id: &str) -> Option<u32> {
        let hash = hash(id);
        let start = self.by_id.partition_point(|(known, _)| *known < hash);
        let candidates = self.by_id.get(start..)?.iter();
        let mut candidates = candidates.take_while(|(known, _)| *known == hash);
        let is_meant = |row: &Row| {
            let mut told = row.told.iter();
            row.id == id
                || told.any(|told| told.id == id || self.label_of(told).as_deref() == Some(id))
        };
        let found = candidates.find(|(_, n)| {
            let row = self.happenings.get(at(*n));
            row.is_some_and(|row| is_meant(row))
        });
        found.map(|(_, n)| *n)
    }

    /// The name with this number.
    pub fn name(&self, n: u32) -> Option<&Name> {
        self.names.list.get(at(n))
    }

    /// The number of a name.
    pub fn name_index(&self, name: &str) -> Option<u32> {
        self.names.numbers.get(name).copied()
    }

    /// How many names there are, or were.
    pub(crate) fn n_names(&self) -> usize {
        self.names.list.len()
    }

    /// The place with this number.
    pub fn place(&self, n: u32) -> Option<&Spot> {
        self.places.list.get(at(n))
    }

    /// How many places there are, or were.
    pub(crate) fn n_places(&self) -> usize {
        self.places.list.len()
    }

    /// How many tellings there are.
    pub fn n_tellings(&self) -> usize {
        self.tellings.len()
    }

    /// A telling, by its number in the order of the happenings.
    pub fn telling_at(&self, n: u32) -> Option<&Told> {
        let (row, place) = self.tellings.get(at(n))?;
        self.happenings.get(at(*row))?.told.get(at(*place))
    }

    /// The place of the happening that a telling tells.
    pub(crate) fn happening_of(&self, telling: u32) -> Option<u32> {
        self.tellings.get(at(telling)).map(|(row, _)| *row)
    }

    /// The id of the telling with this id, or that is event `REPORT#N`.
    pub fn telling(&self, id: &str) -> Option<String> {
        let mut told = self.happening(id)?.told.iter();
        let found = told.find(|told| told.id == id || self.label_of(told).as_deref() == Some(id));
        found.map(|told| told.id.clone())
    }

    /// A telling as `REPORT#N`.
    pub fn label(&self, telling: &str) -> Option<String> {
        let row = self.happening(telling)?;
        let found = row.told.iter().find(|told| told.id == telling);
        self.label_of(found?)
    }

    fn label_of(&self, told: &Told) -> Option<String> {
        Some(format!("{}#{}", self.report(told.report)?.id, told.n))
    }

    /// The report with this number.
    pub fn report(&self, n: u32) -> Option<&ReportCard> {
        let card = self.reports.cards.get(at(n))?;
        Some(card)
    }

    /// The reports, by id.
    pub fn reports(&self) -> impl Iterator<Item = &ReportCard> {
        let numbers = self.reports.order.iter();
        numbers.filter_map(|n| self.report(*n))
    }

    /// How many reports there are.
    pub fn n_reports(&self) -> usize {
        self.reports.order.len()
    }
}

/// The hash of an id: the same in every run.
fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// A number as a place in a list.
pub(crate) fn at(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A place in a list as a number.
pub(crate) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
