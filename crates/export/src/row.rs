//! What is exported: a happening with its tellings and the heads of their reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use relata_history::{Happening, Telling};
use relata_record::{Event, ReportHead};

/// One happening of the record, or one event as a report tells it.
#[derive(Debug, Clone)]
pub struct Row {
    /// What the tellings give together.
    pub happening: Happening,
    /// True if it is an event as one report tells it, before merging.
    pub as_told: bool,
    /// The tellings, the earliest first; none for an event as told.
    pub tellings: Vec<Telling>,
    /// The reports of the tellings, in their order, where they are known.
    pub reports: Vec<Arc<ReportHead>>,
}

impl Row {
    /// The row of a happening; None of no tellings.
    pub fn of_happening(
        mut tellings: Vec<Telling>,
        heads: &BTreeMap<String, Arc<ReportHead>>,
    ) -> Option<Self> {
        let happening = Happening::of(tellings.clone())?;
        let place: BTreeMap<&str, usize> = happening
            .tellings
            .iter()
            .enumerate()
            .map(|(n, source)| (source.event.as_str(), n))
            .collect();
        tellings.sort_by_key(|telling| place.get(telling.label().as_str()).copied());
        let reports = tellings
            .iter()
            .filter_map(|telling| heads.get(&telling.event.report).cloned())
            .collect();
        Some(Self {
            happening,
            as_told: false,
            tellings,
            reports,
        })
    }

    /// The row of an event as its report tells it.
    pub fn as_told(event: Event) -> Option<Self> {
        let telling = Telling {
            id: String::new(),
            event: event.clone(),
            published: None,
            coded: None,
            outlet: None,
            family: None,
        };
        let happening = Happening::of(vec![telling])?;
        Some(Self {
            happening: Happening { event, ..happening },
            as_told: true,
            tellings: Vec::new(),
            reports: Vec::new(),
        })
    }

    /// The event.
    pub fn event(&self) -> &Event {
        &self.happening.event
    }
}
