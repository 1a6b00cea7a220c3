//! Which happenings pass a filter: the same as in the terminal, where a happening passes if one telling does.

use relata_store::{PartyFilter, folded_sought};

use super::{Row, Snapshot, Told, at, index};
use crate::parameters::{Query, Sort};

/// What passes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The happenings, as places in the snapshot's list, in its order.
    pub happenings: Vec<u32>,
    /// The tellings that pass.
    pub tellings: Vec<u32>,
}

impl Selection {
    /// The reports that tell of what passes.
    pub fn reports(&self, snapshot: &Snapshot) -> Vec<u32> {
        let told = self
            .tellings
            .iter()
            .filter_map(|n| Some(snapshot.telling_at(*n)?.report));
        let mut reports: Vec<u32> = told.collect();
        reports.sort_unstable();
        reports.dedup();
        reports
    }

    /// The happenings in another order. Among equals the order of the snapshot stays.
    pub fn sorted(&self, snapshot: &Snapshot, sort: Sort) -> Vec<u32> {
        let row = |n: &u32| snapshot.happenings.get(at(*n));
        let mut sorted = self.happenings.clone();
        match sort {
            Sort::Oldest => {}
            Sort::Newest => sorted.sort_by_cached_key(|n| {
                let day = row(n).and_then(|row| Some(row.days?.1));
                (day.is_none(), std::cmp::Reverse(day))
            }),
            Sort::Deadliest => {
                sorted.sort_by_cached_key(|n| std::cmp::Reverse(row(n).and_then(|row| row.killed)))
            }
            Sort::MostReported => {
                sorted.sort_by_cached_key(|n| std::cmp::Reverse(row(n).map(|row| row.n_reports)))
            }
        }
        sorted
    }
}

/// A filter with its names looked up.
struct Compiled<'a> {
    query: &'a Query,
    /// For each party that is asked for: which entities are meant.
    parties: Vec<Vec<bool>>,
    speakers: Option<Vec<bool>>,
    places: Option<Vec<bool>>,
    inside: Option<Vec<bool>>,
    report: Option<Option<u32>>,
    words: Vec<String>,
}

impl Snapshot {
    /// What passes `query`; `party` says whom a name means.
    pub fn select(&self, query: &Query, party: &dyn Fn(&str) -> PartyFilter) -> Selection {
        if *query == Query::default() {
            return Selection {
                happenings: (0..index(self.happenings.len())).collect(),
                tellings: (0..index(self.n_tellings())).collect(),
            };
        }
        let compiled = self.compile(query, party);
        let mut selection = Selection::default();
        let mut next = 0;
        for (n, row) in self.happenings.iter().enumerate() {
            let first = next;
            next += index(row.told.len());
            if query.disputed && !row.is_disputed {
                continue;
            }
            if let Some(inside) = &compiled.inside
                && !has(inside, row.place)
            {
                continue;
            }
            let before = selection.tellings.len();
            for (m, told) in (first..).zip(&row.told) {
                if compiled.passes(told) {
                    selection.tellings.push(m);
                }
            }
            if selection.tellings.len() > before {
                selection.happenings.push(index(n));
            }
        }
        selection
    }

    fn compile<'a>(&self, query: &'a Query, party: &dyn Fn(&str) -> PartyFilter) -> Compiled<'a> {
        let meant = |typed: &String| {
            let filter = party(typed);
            let fits = |entity: &super::Entity| {
                let codes = [&entity.party, &entity.country, &entity.sector];
                filter.fits(&entity.folded, &codes.map(Option::as_deref))
            };
            self.entities.list.iter().map(fits).collect()
        };
        let speakers = query.word_of.as_ref().map(|typed| {
            let sought = folded_sought(typed);
            let names = self.names.list.iter();
            names
                .map(|name| {
                    !sought.is_empty()
                        && relata_store::folded([name.name.as_str()]).contains(&sought)
                })
                .collect()
        });
        let places = query.place.as_ref().map(|typed| {
            let sought = folded_sought(typed);
            let places = self.places.list.iter();
            places
                .map(|place| {
                    place.country.as_ref() == Some(typed)
                        || (!sought.is_empty() && place.folded.contains(&sought))
                })
                .collect()
        });
        let inside = query.bbox.map(|[west, south, east, north]| {
            let is_inside = |place: &super::Spot| {
                place.point.is_some_and(|(lat, lon)| {
                    let is_between = if west <= east {
                        west <= lon && lon <= east
                    } else {
                        lon >= west || lon <= east
                    };
                    south <= lat && lat <= north && is_between
                })
            };
            self.places.list.iter().map(is_inside).collect()
        });
        let folded = query.words.as_deref().map(folded_sought);
        Compiled {
            query,
            parties: query.parties.iter().map(meant).collect(),
            speakers,
            places,
            inside,
            report: query.report.as_ref().map(|id| self.reports.number(id)),
            words: folded
                .unwrap_or_default()
                .split_whitespace()
                .map(|word| format!(" {word}"))
                .collect(),
        }
    }

    /// The happenings in which a name is an actor or a recipient.
    pub fn of_name(&self, n: u32) -> impl Iterator<Item = &Row> {
        let rows = self.happenings.iter().map(AsRef::as_ref);
        rows.filter(move |row: &&Row| row.actors.contains(&n) || row.recipients.contains(&n))
    }
}

impl Compiled<'_> {
    fn passes(&self, told: &Told) -> bool {
        let query = self.query;
        let one_of = |is_empty: bool, has: bool| is_empty || has;
        // As in SQL: what has no day lies in no period.
        let from = query
            .from
            .is_none_or(|from| told.days.is_some_and(|(_, last)| last >= from));
        let to = query
            .to
            .is_none_or(|to| told.days.is_some_and(|(first, _)| first <= to));
        from && to
            && one_of(
                query.types.is_empty(),
                query.types.contains(&told.event_type),
            )
            && one_of(
                query.factualities.is_empty(),
                query.factualities.contains(&told.factuality),
            )
            && one_of(
                query.talks.is_empty(),
                told.talks.is_some_and(|act| query.talks.contains(&act)),
            )
            && self.report.is_none_or(|report| report == Some(told.report))
            && self
                .parties
                .iter()
                .all(|meant| told.parties.iter().any(|n| has(meant, Some(*n))))
            && self
                .speakers
                .as_ref()
                .is_none_or(|meant| told.speakers.iter().any(|n| has(meant, Some(*n))))
            && self
                .places
                .as_ref()
                .is_none_or(|meant| has(meant, told.place))
            && self.words.iter().all(|word| told.words.contains(word))
    }
}

fn has(meant: &[bool], n: Option<u32>) -> bool {
    n.and_then(|n| meant.get(at(n))).copied().unwrap_or(false)
}
