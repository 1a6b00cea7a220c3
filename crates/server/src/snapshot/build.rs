//! From the store to a snapshot.

use std::collections::BTreeMap;

use relata_history::{Happening, Telling};
use relata_record::{Party, Place};
use relata_store::{Error, Store, folded};

use super::{Entity, Name, Row, Snapshot, Spot, Told, index};

impl Snapshot {
    /// Reads the record. `version` must be another one for every state of it.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn read(store: &Store, version: String) -> Result<Self, Error> {
        let mut builder = Builder {
            snapshot: Self {
                version,
                reports: store.report_cards()?,
                ..Self::default()
            },
            ..Builder::default()
        };
        for (n, report) in builder.snapshot.reports.iter().enumerate() {
            builder.report_index.insert(report.id.clone(), index(n));
        }
        let mut open: Vec<Telling> = Vec::new();
        let mut happening = String::new();
        store.each_telling(|id, telling| {
            if id != happening {
                builder.take(std::mem::take(&mut open));
                id.clone_into(&mut happening);
            }
            open.push(telling);
        })?;
        builder.take(open);
        Ok(builder.end())
    }
}

#[derive(Default)]
struct Builder {
    snapshot: Snapshot,
    report_index: BTreeMap<String, u32>,
    entity_index: BTreeMap<Entity, u32>,
    place_index: BTreeMap<[Option<String>; 3], u32>,
}

impl Builder {
    /// Takes a happening.
    fn take(&mut self, tellings: Vec<Telling>) {
        let start = index(self.snapshot.tellings.len());
        for telling in &tellings {
            let told = self.told(telling);
            self.snapshot.tellings.push(told);
        }
        let end = index(self.snapshot.tellings.len());
        let Some(happening) = Happening::of(tellings) else {
            return;
        };
        let event = &happening.event;
        let row = Row {
            label: happening.label(),
            days: event.date.as_ref().map(|date| (date.from, date.to)),
            event_type: event.event_type,
            factuality: event.factuality,
            actors: self.names(&event.actors),
            recipients: self.names(&event.recipients),
            place: event.place.as_ref().map(|place| self.place(place)),
            killed: event
                .killed
                .as_ref()
                .and_then(|toll| toll.best.or(toll.low)),
            n_reports: index(happening.sources.reports),
            is_disputed: !happening.said.is_empty(),
            told: start..end,
            id: happening.id,
        };
        self.snapshot.happenings.push(row);
    }

    fn told(&mut self, telling: &Telling) -> Told {
        let event = &telling.event;
        let parties = event.actors.iter().chain(&event.recipients);
        let texts = event.evidence.iter().map(|quote| quote.text.as_str());
        let named = parties.clone().flat_map(|party| [&party.name, &party.text]);
        let places = event.place.iter().flat_map(|place| {
            [&place.name, &place.admin1]
                .into_iter()
                .flatten()
                .map(String::as_str)
        });
        let words = folded(
            texts
                .chain(named.map(String::as_str))
                .chain(event.word_of.iter().map(|word| word.name.as_str()))
                .chain(places),
        );
        Told {
            id: telling.id.clone(),
            report: self
                .report_index
                .get(&event.report)
                .copied()
                .unwrap_or(u32::MAX),
            n: event.n,
            days: event.date.as_ref().map(|date| (date.from, date.to)),
            event_type: event.event_type,
            factuality: event.factuality,
            talks: event.talks.as_ref().map(|talks| talks.act),
            parties: parties.map(|party| self.entity(party)).collect(),
            speakers: event
                .word_of
                .iter()
                .map(|word| {
                    let sector = word.sector.map(|sector| sector.to_string());
                    self.name(&word.name, word.country.as_deref(), sector)
                })
                .collect(),
            place: event.place.as_ref().map(|place| self.place(place)),
            words,
        }
    }

    fn names(&mut self, parties: &[Party]) -> Vec<u32> {
        let mut names = Vec::new();
        for party in parties {
            let sector = party.sector.map(|sector| sector.to_string());
            let n = self.name(&party.name, party.country.as_deref(), sector);
            if !names.contains(&n) {
                names.push(n);
            }
        }
        names
    }

    fn name(&mut self, name: &str, country: Option<&str>, sector: Option<String>) -> u32 {
        if let Some(known) = self.snapshot.by_name.get(name) {
            return *known;
        }
        let n = index(self.snapshot.names.len());
        self.snapshot.names.push(Name {
            name: name.to_owned(),
            country: country.map(str::to_owned),
            sector,
        });
        self.snapshot.by_name.insert(name.to_owned(), n);
        n
    }

    fn entity(&mut self, party: &Party) -> u32 {
        let entity = Entity {
            folded: folded([party.name.as_str(), party.text.as_str()]),
            party: party.party.clone(),
            country: party.country.clone(),
            sector: party.sector.map(|sector| sector.to_string()),
        };
        if let Some(known) = self.entity_index.get(&entity) {
            return *known;
        }
        let n = index(self.snapshot.entities.len());
        self.snapshot.entities.push(entity.clone());
        self.entity_index.insert(entity, n);
        n
    }

    fn place(&mut self, place: &Place) -> u32 {
        let key = [&place.name, &place.admin1, &place.country].map(Clone::clone);
        if let Some(known) = self.place_index.get(&key) {
            return *known;
        }
        let n = index(self.snapshot.places.len());
        let names = [&place.name, &place.admin1];
        self.snapshot.places.push(Spot {
            name: place.name.clone(),
            admin1: place.admin1.clone(),
            country: place.country.clone(),
            point: place.lat.zip(place.lon),
            uncertainty_km: place.uncertainty_km,
            folded: folded(names.into_iter().flatten().map(String::as_str)),
        });
        self.place_index.insert(key, n);
        n
    }

    fn end(mut self) -> Snapshot {
        let snapshot = &mut self.snapshot;
        let tellings = &snapshot.tellings;
        // The order of the terminal: by the first day that any telling has.
        snapshot.happenings.sort_by_cached_key(|row| {
            let told = tellings.get(super::at(row.told.start)..super::at(row.told.end));
            let first = told
                .into_iter()
                .flatten()
                .filter_map(|told| Some(told.days?.0))
                .min();
            (first.is_none(), first, row.id.clone())
        });
        for (n, row) in snapshot.happenings.iter().enumerate() {
            let told = tellings.get(super::at(row.told.start)..super::at(row.told.end));
            for told in told.into_iter().flatten() {
                if let Some(report) = snapshot.reports.get(super::at(told.report)) {
                    let label = format!("{}#{}", report.id, told.n);
                    snapshot.by_id.insert(label, index(n));
                }
                snapshot.by_id.insert(told.id.clone(), index(n));
            }
            snapshot.by_id.insert(row.id.clone(), index(n));
        }
        self.snapshot
    }
}
