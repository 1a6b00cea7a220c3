//! An event as one report tells it, with what must be known of the report.

use std::fmt;

use jiff::civil::Date;
use relata_record::Event;
use sha2::{Digest as _, Sha256};

/// An event as told.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Its id: the same report, words and type have the same id whatever else is in the record.
    pub id: String,
    /// The event.
    pub event: Event,
    /// The day of the report.
    pub published: Option<Date>,
    /// The day on which the report came into the record, where that is known.
    pub coded: Option<Date>,
    /// The agency or outlet.
    pub outlet: Option<String>,
    /// The family of texts that the report belongs to, where it is known.
    pub family: Option<String>,
}

impl Telling {
    /// Makes the tellings of one report.
    pub fn of_report(
        hash: &str,
        published: Option<Date>,
        outlet: Option<&str>,
        events: &[Event],
    ) -> Vec<Self> {
        let mut tellings: Vec<Self> = Vec::new();
        for event in events {
            let start = event.evidence.first().map_or(0, |quote| quote.start);
            let name = format!("{}\0{hash}\0{start}\0{}", event.report, event.event_type);
            let twins = tellings
                .iter()
                .filter(|known| {
                    known.event.event_type == event.event_type
                        && known.event.evidence.first().map_or(0, |quote| quote.start) == start
                })
                .count();
            tellings.push(Self {
                id: short_hash(&format!("{name}\0{twins}")),
                event: event.clone(),
                published,
                coded: None,
                outlet: outlet.map(str::to_owned),
                family: None,
            });
        }
        tellings
    }

    /// Its id as a number. An id that is none, which no report gives, has that of its hash.
    pub fn number(&self) -> TellingId {
        let hashed = || TellingId::read(&short_hash(&self.id));
        TellingId::read(&self.id)
            .or_else(hashed)
            .unwrap_or(TellingId(0))
    }

    /// How the user calls it: `REPORT#N`.
    pub fn label(&self) -> String {
        format!("{}#{}", self.event.report, self.event.n)
    }

    /// Where it stands among the tellings of one happening: the earliest report first.
    pub(crate) fn rank(&self) -> (Date, &str) {
        (self.published.unwrap_or(Date::MAX), &self.id)
    }
}

/// The id of a telling as a number, which is what comparing many of them needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TellingId(pub u64);

impl TellingId {
    /// The number of an id; None for a text that is none.
    pub fn read(id: &str) -> Option<Self> {
        u64::from_str_radix(id, 16).ok().map(Self)
    }
}

impl fmt::Display for TellingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Sixteen letters that stand for a text.
pub(crate) fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
