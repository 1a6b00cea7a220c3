//! From the store to a snapshot: all of the record, or what has changed in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use relata_history::{Happening, Telling};
use relata_record::{Party, Place};
use relata_store::{Changes, Error, ReportCard, Store, folded};

use super::{Entity, Name, Row, Snapshot, Spot, Told, at, hash, index};

impl Snapshot {
    /// Reads the record. `version` must be another one for every state of it.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn read(store: &Store, version: String) -> Result<Self, Error> {
        let mut snapshot = Self {
            version,
            ..Self::default()
        };
        let cards = store.report_cards()?;
        snapshot.reports.order = (0..index(cards.len())).collect();
        snapshot.reports.cards = cards.into_iter().map(Arc::new).collect();
        let mut open: Vec<Telling> = Vec::new();
        let mut happening = String::new();
        let mut rows = Vec::new();
        store.each_telling(|id, telling| {
            if id != happening {
                rows.extend(snapshot.row(std::mem::take(&mut open)));
                id.clone_into(&mut happening);
            }
            open.push(telling);
        })?;
        rows.extend(snapshot.row(open));
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        for (n, row) in (0_u32..).zip(&rows) {
            snapshot.enter(n, row);
        }
        snapshot.happenings = rows;
        snapshot.end();
        Ok(snapshot)
    }

    /// The snapshot after `changes`: the same as if the record were read anew, for the price of what has changed.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn renewed(
        &self,
        store: &Store,
        version: String,
        changes: &Changes,
    ) -> Result<Self, Error> {
        let mut next = self.clone();
        next.version = version;
        // Happenings name their reports by number, so that those of a report that changed are read again, too.
        let mut changed = vec![false; next.reports.cards.len()];
        for id in &changes.reports {
            if let Some(n) = next.reports.number(id)
                && let Some(changed) = changed.get_mut(at(n))
            {
                *changed = true;
            }
            next.renew_report(id, store.report_card(id)?);
        }
        let is_told = |row: &Row| {
            let mut told = row.told.iter();
            told.any(|told| changed.get(at(told.report)).copied().unwrap_or(false))
        };
        let rows = self.happenings.iter();
        let mut touched: BTreeSet<&str> = rows
            .filter(|row| is_told(row))
            .map(|row| row.id.as_str())
            .collect();
        touched.extend(changes.happenings.iter().map(String::as_str));
        let mut fresh = Vec::new();
        let mut is_gone = vec![false; self.happenings.len()];
        for id in touched {
            let place = self.place_of(id).map(at);
            if let Some(place) = place
                && self.happenings.get(place).is_some_and(|row| row.id == id)
                && let Some(gone) = is_gone.get_mut(place)
            {
                *gone = true;
            }
            fresh.extend(next.row(store.tellings_of(id)?));
        }
        fresh.sort_by(|one, other| one.key().cmp(&other.key()));
        next.replace(&is_gone, fresh);
        next.end();
        Ok(next)
    }

    /// Puts a report in place of the one with its id, or takes it out.
    fn renew_report(&mut self, id: &str, card: Option<ReportCard>) {
        let reports = &mut self.reports;
        match (reports.find(id), card) {
            (Ok(place), Some(card)) => {
                let n = reports.order.get(place).copied().map(at);
                if let Some(slot) = n.and_then(|n| reports.cards.get_mut(n)) {
                    *slot = Arc::new(card);
                }
            }
            (Ok(place), None) => {
                reports.order.remove(place);
            }
            (Err(place), Some(card)) => {
                reports.order.insert(place, index(reports.cards.len()));
                reports.cards.push(Arc::new(card));
            }
            (Err(_), None) => {}
        }
    }

    /// Takes happenings out, and puts others in; what stays keeps its order.
    fn replace(&mut self, is_gone: &[bool], fresh: Vec<Arc<Row>>) {
        let before = std::mem::take(&mut self.happenings);
        let mut places = vec![None; before.len()];
        let mut places_of_fresh = Vec::new();
        let mut fresh = fresh.into_iter().peekable();
        let mut rows = Vec::with_capacity(before.len());
        for ((row, is_gone), place) in before.into_iter().zip(is_gone).zip(&mut places) {
            if *is_gone {
                continue;
            }
            while let Some(new) = fresh.next_if(|new| new.key() < row.key()) {
                places_of_fresh.push(index(rows.len()));
                rows.push(new);
            }
            *place = Some(index(rows.len()));
            rows.push(row);
        }
        for new in fresh {
            places_of_fresh.push(index(rows.len()));
            rows.push(new);
        }
        self.by_id.retain_mut(|(_, place)| {
            let now = places.get(at(*place)).copied().flatten();
            now.inspect(|now| *place = *now).is_some()
        });
        for place in places_of_fresh {
            if let Some(row) = rows.get(at(place)) {
                self.enter(place, row);
            }
        }
        self.happenings = rows;
    }

    /// Makes a happening known by its ids.
    fn enter(&mut self, place: u32, row: &Row) {
        self.by_id.push((hash(&row.id), place));
        for told in &row.told {
            self.by_id.push((hash(&told.id), place));
            if let Some(report) = self.reports.cards.get(at(told.report)) {
                let label = format!("{}#{}", report.id, told.n);
                self.by_id.push((hash(&label), place));
            }
        }
    }

    /// What follows from the happenings and their order.
    fn end(&mut self) {
        // In two runs that are sorted: those that stayed, and those that came.
        self.by_id.sort();
        self.by_id.dedup();
        self.tellings.clear();
        for (n, row) in (0_u32..).zip(&self.happenings) {
            let told = 0..index(row.told.len());
            self.tellings.extend(told.map(|place| (n, place)));
        }
        self.codes_of_names();
    }

    /// A name has the codes of the first telling in which it is a party.
    fn codes_of_names(&mut self) {
        let mut first: Vec<Option<&Entity>> = vec![None; self.names.list.len()];
        for told in self.happenings.iter().flat_map(|row| &row.told) {
            for entity in &told.parties {
                if let Some(entity) = self.entities.list.get(at(*entity))
                    && let Some(first) = first.get_mut(at(entity.name))
                {
                    first.get_or_insert(entity);
                }
            }
        }
        let is_other = |(name, entity): &(usize, &Entity)| {
            let known = self.names.list.get(*name);
            known.is_some_and(|known| {
                (&known.country, &known.sector) != (&entity.country, &entity.sector)
            })
        };
        let other: Vec<(usize, Entity)> = first
            .into_iter()
            .enumerate()
            .filter_map(|(n, entity)| Some((n, entity?)))
            .filter(is_other)
            .map(|(n, entity)| (n, entity.clone()))
            .collect();
        if other.is_empty() {
            return;
        }
        let names = Arc::make_mut(&mut self.names);
        for (n, entity) in other {
            if let Some(name) = names.list.get_mut(n) {
                (name.country, name.sector) = (entity.country, entity.sector);
            }
        }
    }

    /// A happening, from its tellings.
    fn row(&mut self, tellings: Vec<Telling>) -> Option<Arc<Row>> {
        let told: Vec<Told> = tellings.iter().map(|telling| self.told(telling)).collect();
        let happening = Happening::of(tellings)?;
        let event = &happening.event;
        let days = told.iter().filter_map(|told| Some(told.days?.0));
        Some(Arc::new(Row {
            label: happening.label(),
            days: event.date.as_ref().map(|date| (date.from, date.to)),
            event_type: event.event_type,
            factuality: event.factuality,
            actors: self.names_of(&event.actors),
            recipients: self.names_of(&event.recipients),
            place: event.place.as_ref().map(|place| self.spot(place)),
            killed: event
                .killed
                .as_ref()
                .and_then(|toll| toll.best.or(toll.low)),
            n_reports: index(happening.sources.reports),
            is_disputed: !happening.said.is_empty(),
            first: days.min(),
            told,
            id: happening.id,
        }))
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
            report: self.reports.number(&event.report).unwrap_or(u32::MAX),
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
                    self.name_of(&word.name, word.country.as_deref(), sector)
                })
                .collect(),
            place: event.place.as_ref().map(|place| self.spot(place)),
            words,
        }
    }

    fn names_of(&mut self, parties: &[Party]) -> Vec<u32> {
        let mut names = Vec::new();
        for party in parties {
            let sector = party.sector.map(|sector| sector.to_string());
            let n = self.name_of(&party.name, party.country.as_deref(), sector);
            if !names.contains(&n) {
                names.push(n);
            }
        }
        names
    }

    fn name_of(&mut self, name: &str, country: Option<&str>, sector: Option<String>) -> u32 {
        if let Some(known) = self.names.numbers.get(name) {
            return *known;
        }
        let names = Arc::make_mut(&mut self.names);
        let n = index(names.list.len());
        names.list.push(Name {
            name: name.to_owned(),
            country: country.map(str::to_owned),
            sector,
        });
        names.numbers.insert(name.to_owned(), n);
        n
    }

    fn entity(&mut self, party: &Party) -> u32 {
        let sector = party.sector.map(|sector| sector.to_string());
        let entity = Entity {
            name: self.name_of(&party.name, party.country.as_deref(), sector.clone()),
            folded: folded([party.name.as_str(), party.text.as_str()]),
            party: party.party.clone(),
            country: party.country.clone(),
            sector,
        };
        if let Some(known) = self.entities.numbers.get(&entity) {
            return *known;
        }
        let entities = Arc::make_mut(&mut self.entities);
        let n = index(entities.list.len());
        entities.list.push(entity.clone());
        entities.numbers.insert(entity, n);
        n
    }

    fn spot(&mut self, place: &Place) -> u32 {
        let point = place.lat.zip(place.lon);
        let key = (
            [&place.name, &place.admin1, &place.country].map(Clone::clone),
            point.map(|(lat, lon)| (lat.to_bits(), lon.to_bits())),
        );
        if let Some(known) = self.places.numbers.get(&key) {
            return *known;
        }
        let places = Arc::make_mut(&mut self.places);
        let n = index(places.list.len());
        let names = [&place.name, &place.admin1];
        places.list.push(Spot {
            name: place.name.clone(),
            admin1: place.admin1.clone(),
            country: place.country.clone(),
            point,
            uncertainty_km: place.uncertainty_km,
            folded: folded(names.into_iter().flatten().map(String::as_str)),
        });
        places.numbers.insert(key, n);
        n
    }
}
