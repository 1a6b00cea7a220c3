//! What the choice among places of one name looks at: numbers for each candidate of each toponym, out of the text
//! around it and of the other toponyms. No number holds a word.

use std::collections::BTreeMap;

use crate::class::Class;
use crate::cues::{admin_cue, container_behind, parent_behind};
use crate::gazetteer::{Candidate, Gazetteer, PlaceId};
use crate::geometry::distance_km;
use crate::key::key;
use crate::known::{Known, Toponym, known};

/// Numbers of a candidate.
pub const FEATURES: usize = 34;
/// Farther than any two places.
const FAR: f64 = 20_040.0;

/// A name of the text with all that it may stand for.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) candidates: Vec<Known>,
    /// Where the first look says that it is.
    pub(crate) pick: Option<usize>,
    mentions: usize,
    /// Units that stand behind a comma after one of its mentions.
    containers: Vec<Known>,
    /// Places that one of its mentions is said to lie in.
    pub(crate) parents: Vec<Known>,
    in_dateline: bool,
}

/// The toponyms of a text in their groups.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) groups: Vec<Group>,
    /// The group of each toponym.
    pub(crate) group_of: Vec<Option<usize>>,
    own: Vec<Own>,
    /// Countries and first-level units that the text names, and how often.
    named: BTreeMap<PlaceId, usize>,
}

/// What stands at one mention.
#[derive(Debug, Default)]
struct Own {
    cue: Option<Class>,
    containers: Vec<Known>,
    words: usize,
    is_upper: bool,
}

/// The places that the words of a toponym may stand for: the whole, without "the", or up to its comma.
pub(crate) fn candidates(gazetteer: &Gazetteer, words: &str) -> Vec<Candidate> {
    let whole = gazetteer.look_up(words);
    if !whole.is_empty() {
        return whole;
    }
    let bare = words
        .strip_prefix("the ")
        .or_else(|| words.strip_prefix("The "))
        .unwrap_or(words);
    let bare = bare
        .strip_suffix("'s")
        .or_else(|| bare.strip_suffix("’s"))
        .unwrap_or(bare);
    let head = bare.split([',', '(']).next().unwrap_or(bare).trim();
    for part in [bare, head, without_side(head)] {
        let found = gazetteer.look_up(part);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// "northern Mali" as "Mali".
fn without_side(words: &str) -> &str {
    const SIDES: [&str; 14] = [
        "northern ",
        "southern ",
        "eastern ",
        "western ",
        "central ",
        "north ",
        "south ",
        "east ",
        "west ",
        "upper ",
        "northeastern ",
        "northwestern ",
        "southeastern ",
        "southwestern ",
    ];
    let lower = words.to_lowercase();
    SIDES
        .iter()
        .find(|side| lower.starts_with(**side))
        .and_then(|side| words.get(side.len()..))
        .unwrap_or(words)
}

impl Scene {
    pub(crate) fn new(gazetteer: &Gazetteer, text: &str, toponyms: &[Toponym]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut number_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut group_of = Vec::with_capacity(toponyms.len());
        let mut own = Vec::with_capacity(toponyms.len());
        for toponym in toponyms {
            let words = text.get(toponym.start..toponym.end).unwrap_or_default();
            let Some(name) = key(words) else {
                group_of.push(None);
                own.push(Own::default());
                continue;
            };
            let number = *number_of.entry(name).or_insert_with(|| {
                groups.push(Group {
                    candidates: known(gazetteer, &candidates(gazetteer, words)),
                    pick: None,
                    mentions: 0,
                    containers: Vec::new(),
                    parents: Vec::new(),
                    in_dateline: false,
                });
                groups.len() - 1
            });
            let containers = container_behind(gazetteer, text, *toponym);
            let parents = parent_behind(gazetteer, text, *toponym);
            let group = &mut groups[number];
            group.mentions += 1;
            group.in_dateline |= toponym.start < 3;
            group.containers.extend(containers.iter().cloned());
            group.parents.extend(parents);
            group_of.push(Some(number));
            own.push(Own {
                cue: admin_cue(text, *toponym),
                containers,
                words: words.split_whitespace().count(),
                is_upper: words
                    .chars()
                    .filter(|letter| letter.is_alphabetic())
                    .all(char::is_uppercase),
            });
        }
        let mut scene = Self {
            groups,
            group_of,
            own,
            named: BTreeMap::new(),
        };
        scene.pick_first(gazetteer);
        scene
    }

    /// The first look: what a comma tells, else the most prominent place, where the text names its country first.
    fn pick_first(&mut self, gazetteer: &Gazetteer) {
        let mut named: BTreeMap<PlaceId, usize> = BTreeMap::new();
        for group in &self.groups {
            let top = group.candidates.first();
            for known in top.into_iter().chain(&group.containers) {
                if matches!(known.record.class, Class::Country | Class::Admin1) {
                    *named.entry(known.place).or_default() += group.mentions;
                }
            }
        }
        for group in &mut self.groups {
            let contained = group.candidates.iter().position(|known| {
                group
                    .containers
                    .iter()
                    .any(|unit| lies_in(gazetteer, known, unit))
            });
            group.pick = contained.or((!group.candidates.is_empty()).then_some(0));
        }
        self.named = named;
    }

    /// The candidates of a toponym that lie in the unit or country which is said to hold it.
    pub(crate) fn within_parents(&self, gazetteer: &Gazetteer, toponym: usize) -> Vec<usize> {
        let group = self.group_of.get(toponym).copied().flatten();
        let Some(group) = group.map(|number| &self.groups[number]) else {
            return Vec::new();
        };
        (group.candidates.iter().enumerate())
            .filter(|(_, known)| {
                group
                    .parents
                    .iter()
                    .any(|unit| lies_in(gazetteer, known, unit))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// Numbers of every candidate of a toponym.
    pub(crate) fn rows(&self, gazetteer: &Gazetteer, toponym: usize) -> Vec<[f32; FEATURES]> {
        let Some(number) = self.group_of.get(toponym).copied().flatten() else {
            return Vec::new();
        };
        let group = &self.groups[number];
        let own = &self.own[toponym];
        let others: Vec<&Group> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(at, other)| *at != number && !other.candidates.is_empty())
            .map(|(_, other)| other)
            .collect();
        let most = group
            .candidates
            .iter()
            .map(|known| known.record.population)
            .max()
            .unwrap_or(0);
        let top = group
            .candidates
            .first()
            .map(|known| (known.record.lat, known.record.lon));
        (group.candidates.iter().enumerate())
            .map(|(rank, known)| self.row(gazetteer, group, own, &others, known, rank, most, top))
            .collect()
    }

    #[allow(clippy::too_many_arguments)]
    fn row(
        &self,
        gazetteer: &Gazetteer,
        group: &Group,
        own: &Own,
        others: &[&Group],
        known: &Known,
        rank: usize,
        most: u32,
        top: Option<(f64, f64)>,
    ) -> [f32; FEATURES] {
        let record = &known.record;
        let flag = |is: bool| f64::from(u8::from(is));
        let share = |count: usize| ratio(count, others.len());
        let log = |number: u32| f64::from(number).ln_1p();
        let near = Nearness::of(known, others);
        let same_country = |other: &Known| {
            other.record.country.is_some() && other.record.country == record.country
        };
        let same_unit = |other: &Known| {
            same_country(other) && record.admin1 != 0 && other.record.admin1 == record.admin1
        };
        let picks = |same: &dyn Fn(&Known) -> bool| {
            others
                .iter()
                .filter(|other| other.pick.is_some_and(|at| same(&other.candidates[at])))
                .count()
        };
        let any = |same: &dyn Fn(&Known) -> bool| {
            others
                .iter()
                .filter(|other| other.candidates.iter().any(same))
                .count()
        };
        let country = gazetteer
            .code(record.country)
            .and_then(|code| gazetteer.country(code));
        let named = |place: Option<PlaceId>| {
            place
                .filter(|place| *place != known.place)
                .and_then(|place| self.named.get(&place))
                .copied()
                .unwrap_or(0)
        };
        let rivals = group
            .candidates
            .iter()
            .filter(|other| same_unit(other))
            .count();
        let countries: std::collections::BTreeSet<Option<u8>> = group
            .candidates
            .iter()
            .map(|other| other.record.country)
            .collect();
        let numbers: [f64; FEATURES] = [
            log(record.population),
            ratio(rank.min(20), 20),
            log(most) - log(record.population),
            top.map_or(0.0, |(lat, lon)| {
                distance_km(lat, lon, record.lat, record.lon).ln_1p()
            }),
            flag(record.class == Class::Country),
            flag(record.class == Class::Admin1),
            flag(record.class == Class::Admin2),
            flag(matches!(record.class, Class::Town | Class::Capital)),
            flag(record.class == Class::Capital),
            flag(matches!(
                record.class,
                Class::Region | Class::Sea | Class::Site | Class::Quarter | Class::Continent
            )),
            own.cue
                .map_or(0.0, |cue| if cue == record.class { 2.0 } else { -1.0 }),
            share(picks(&same_country)),
            share(any(&same_country)),
            share(picks(&same_unit)),
            share(any(&same_unit)),
            ratio(named(country).min(5), 5),
            ratio(named(gazetteer.admin1(record)).min(5), 5),
            relation(gazetteer, known, &own.containers),
            relation(gazetteer, known, &group.containers),
            relation(gazetteer, known, &group.parents),
            near.pick.ln_1p(),
            near.any.ln_1p(),
            near.third.ln_1p(),
            f64::from(u32::try_from(group.candidates.len()).unwrap_or(u32::MAX)).ln_1p(),
            f64::from(u32::try_from(countries.len()).unwrap_or(u32::MAX)).ln_1p(),
            flag(gazetteer.code(record.country) == Some("USA")),
            f64::from(known.alias as u8),
            flag(gazetteer.is_by_hand(known.place)),
            flag(group.in_dateline),
            ratio(own.words.min(5), 5),
            flag(own.is_upper),
            ratio(others.len().min(30), 30),
            ratio(rivals.min(10), 10),
            flag(record.geonames != 0),
        ];
        #[allow(clippy::cast_possible_truncation)]
        numbers.map(|number| number as f32)
    }
}

/// Share, as a number between 0 and 1.
fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole).max(1.0)
}

/// 2 if a place lies in the first-level unit named beside it, 1 if in the country, -1 if units are named and it lies
/// in none of them, 0 if none is named.
fn relation(gazetteer: &Gazetteer, known: &Known, units: &[Known]) -> f64 {
    if units.is_empty() {
        return 0.0;
    }
    units
        .iter()
        .filter(|unit| lies_in(gazetteer, known, unit))
        .map(|unit| {
            if unit.record.class == Class::Country {
                1.0
            } else {
                2.0
            }
        })
        .fold(-1.0, f64::max)
}

/// True if a place lies in a unit, and is not that unit.
pub(crate) fn lies_in(gazetteer: &Gazetteer, known: &Known, unit: &Known) -> bool {
    if known.place == unit.place || known.record.country != unit.record.country {
        return false;
    }
    match unit.record.class {
        Class::Country => known.record.class != Class::Country,
        Class::Admin1 => {
            unit.record.admin1 != 0
                && known.record.admin1 == unit.record.admin1
                && known.record.class != Class::Admin1
        }
        Class::Admin2 => {
            unit.record.admin2 != 0 && known.record.admin2 == unit.record.admin2
                || gazetteer.admin2(&known.record) == Some(unit.place)
        }
        _ => false,
    }
}

/// Kilometres to the places that other names may stand for.
struct Nearness {
    pick: f64,
    any: f64,
    third: f64,
}

impl Nearness {
    fn of(known: &Known, others: &[&Group]) -> Self {
        let to = |other: &Known| {
            distance_km(
                known.record.lat,
                known.record.lon,
                other.record.lat,
                other.record.lon,
            )
        };
        let is_point =
            |other: &&Known| !matches!(other.record.class, Class::Country | Class::Continent);
        let picks = others
            .iter()
            .filter_map(|other| other.candidates.get(other.pick?))
            .filter(is_point)
            .map(to)
            .fold(FAR, f64::min);
        let mut nearest: Vec<f64> = others
            .iter()
            .map(|other| {
                other
                    .candidates
                    .iter()
                    .filter(is_point)
                    .take(20)
                    .map(to)
                    .fold(FAR, f64::min)
            })
            .collect();
        nearest.sort_by(f64::total_cmp);
        Self {
            pick: picks,
            any: nearest.first().copied().unwrap_or(FAR),
            third: nearest.get(2).copied().unwrap_or(FAR),
        }
    }
}
