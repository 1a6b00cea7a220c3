//! A name in a text, and the places that it may stand for with their records, the more prominent first.

use crate::class::Class;
use crate::file::{Alias, Record};
use crate::gazetteer::{Candidate, Gazetteer, PlaceId};

/// Candidates of a name beyond these are left out, the least prominent first.
const MOST: usize = 60;

/// A toponym: bytes from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toponym {
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

/// A candidate with its record.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) place: PlaceId,
    pub(crate) alias: Alias,
    pub(crate) record: Record,
}

/// Places of a name, the more prominent first.
pub(crate) fn known(gazetteer: &Gazetteer, candidates: &[Candidate]) -> Vec<Known> {
    let mut list: Vec<Known> = candidates
        .iter()
        .filter_map(|candidate| {
            Some(Known {
                place: candidate.place,
                alias: candidate.alias,
                record: gazetteer.record(candidate.place)?,
            })
        })
        .collect();
    list.sort_by_key(|known| (std::cmp::Reverse(prominence(gazetteer, known)), known.place));
    list.truncate(MOST);
    list
}

/// How well known a place is under this name, without looking at the text.
fn prominence(gazetteer: &Gazetteer, known: &Known) -> (u8, u32) {
    let class = match (known.record.class, known.alias) {
        (Class::Continent | Class::Country, _) => 4,
        (_, Alias::Main) if gazetteer.is_by_hand(known.place) => 3,
        (Class::Admin1, _) | (Class::Capital, Alias::Main) => 3,
        (_, Alias::Main) => 2,
        (_, Alias::Other | Alias::Short) => 1,
        (_, Alias::People | Alias::Sound) => 0,
    };
    (class, known.record.population)
}
