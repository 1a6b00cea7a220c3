//! The gazetteer: the packaged file and, laid over it, the hand-written tables.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use relata_knowledge::{Country, FormerName, Knowledge, NamedPlace};

use crate::class::Class;
use crate::file::{Alias, Error, File, Record};
use crate::geometry::distance_km;
use crate::key::{key, sound_key};

/// A row of the tables and a record of the file are one place if they share a name and lie no farther apart.
const SAME_TOWN_KM: f64 = 40.0;

/// The number of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// A place that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceId,
    /// How the name belongs to it.
    pub alias: Alias,
}

/// Candidates of the tables, and those of the file that are not among them.
struct Found<'t> {
    own: &'t [Candidate],
    candidates: Vec<Candidate>,
}

impl Extend<(u32, Alias)> for Found<'_> {
    fn extend<I: IntoIterator<Item = (u32, Alias)>>(&mut self, found: I) {
        let own = self.own;
        let found = found.into_iter();
        // A filter promises nothing: without this the list of a common name grows five times.
        self.candidates
            .reserve(found.size_hint().1.unwrap_or_default());
        self.candidates.extend(
            found
                .map(|(number, alias)| Candidate {
                    place: PlaceId(number),
                    alias,
                })
                .filter(|candidate| !own.iter().any(|known| known.place == candidate.place)),
        );
    }
}

/// All places and their names.
#[derive(Debug)]
pub struct Gazetteer {
    file: File,
    extra: Vec<Record>,
    names: HashMap<String, Vec<Candidate>>,
    sounds: HashMap<String, Vec<Candidate>>,
    /// Names that the tables give to records of the file.
    renamed: BTreeMap<u32, String>,
    /// Three-letter code of each country's number; those of the tables behind those of the file.
    codes: Vec<String>,
    number_of_code: BTreeMap<String, u8>,
    country_places: BTreeMap<String, PlaceId>,
    /// Names of first-level units of extra places.
    admin1_of_extra: BTreeMap<u32, String>,
    /// Rows that name a place without a point of its own are written by hand: their word counts more.
    by_hand: Vec<bool>,
    /// Names that places bore until a day, the oldest first.
    former: BTreeMap<u32, Vec<(Date, String)>>,
}

impl Gazetteer {
    /// The file `bytes` with the tables laid over it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn new(bytes: &'static [u8], knowledge: &Knowledge) -> Result<Self, Error> {
        let file = File::read(bytes)?;
        let codes: Vec<String> = file
            .countries()
            .iter()
            .map(|(_, three)| three.clone())
            .collect();
        let number_of_code = (0..)
            .zip(&codes)
            .map(|(number, code)| (code.clone(), number))
            .collect();
        let mut gazetteer = Self {
            extra: Vec::new(),
            names: HashMap::new(),
            sounds: HashMap::new(),
            renamed: BTreeMap::new(),
            codes,
            number_of_code,
            country_places: BTreeMap::new(),
            admin1_of_extra: BTreeMap::new(),
            by_hand: vec![false; file.len()],
            former: BTreeMap::new(),
            file,
        };
        gazetteer.add_countries(&knowledge.countries);
        for place in &knowledge.places {
            gazetteer.add_place(place);
        }
        gazetteer.add_former(&knowledge.former_names);
        Ok(gazetteer)
    }

    fn number_of(&mut self, code: &str) -> Option<u8> {
        if let Some(number) = self.number_of_code.get(code) {
            return Some(*number);
        }
        let number = u8::try_from(self.codes.len())
            .ok()
            .filter(|number| *number < u8::MAX)?;
        self.codes.push(code.to_owned());
        self.number_of_code.insert(code.to_owned(), number);
        Some(number)
    }

    fn add_countries(&mut self, countries: &[Country]) {
        let known: Vec<(u32, u8)> = (0..)
            .zip(0..self.file.len())
            .map_while(|(number, _): (u32, usize)| {
                let record = self.file.record(number)?;
                matches!(record.class, Class::Country).then_some((number, record.country?))
            })
            .collect();
        let mut named: BTreeMap<String, PlaceId> = BTreeMap::new();
        for country in countries {
            let place = match named.get(&country.code) {
                Some(place) => *place,
                None => {
                    let Some(number) = self.number_of(&country.code) else {
                        continue;
                    };
                    let base = known
                        .iter()
                        .find(|(_, country)| *country == number)
                        .map(|(place, _)| *place);
                    let place = base.map_or_else(
                        || {
                            self.push(Record {
                                geonames: 0,
                                lat: 0.0,
                                lon: 0.0,
                                population: 0,
                                class: Class::Country,
                                country: Some(number),
                                admin1: 0,
                                admin2: 0,
                                name: country.name.clone(),
                            })
                        },
                        PlaceId,
                    );
                    if (place.0 as usize) < self.file.len() {
                        self.renamed.insert(place.0, country.name.clone());
                    }
                    named.insert(country.code.clone(), place);
                    self.country_places.insert(country.code.clone(), place);
                    place
                }
            };
            self.add_name(&country.name, place, Alias::Main);
            for name in &country.names {
                self.add_name(name, place, Alias::Other);
            }
            for name in country.adjectives.iter().chain(&country.people) {
                self.add_name(name, place, Alias::People);
            }
        }
    }

    fn push(&mut self, record: Record) -> PlaceId {
        let number = self.file.len() + self.extra.len();
        self.extra.push(record);
        self.by_hand.push(true);
        PlaceId(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn add_place(&mut self, row: &NamedPlace) {
        let class = Class::of_kind(&row.kind).unwrap_or(Class::Region);
        let number = row.country.as_deref().and_then(|code| self.number_of(code));
        let same = self.same_place(row, class, number);
        let place = match same {
            Some(place) => {
                self.renamed.insert(place.0, row.name.clone());
                self.by_hand[place.0 as usize] = true;
                place
            }
            None => {
                let place = self.push(Record {
                    geonames: row.geonames.unwrap_or(0),
                    lat: row.lat,
                    lon: row.lon,
                    population: 0,
                    class,
                    country: number,
                    admin1: self.admin1_number(row.admin1.as_deref(), number),
                    admin2: 0,
                    name: row.name.clone(),
                });
                if let Some(unit) = &row.admin1 {
                    self.admin1_of_extra.insert(place.0, unit.clone());
                }
                place
            }
        };
        self.add_name(&row.name, place, Alias::Main);
        for name in &row.names {
            self.add_name(name, place, Alias::Other);
        }
    }

    /// The record that a row speaks of.
    fn same_place(&self, row: &NamedPlace, class: Class, country: Option<u8>) -> Option<PlaceId> {
        let mut found: Vec<(u32, Alias)> = Vec::new();
        for name in std::iter::once(&row.name).chain(&row.names) {
            if let Some(key) = key(name) {
                self.file.look_up(&key, &mut found);
            }
        }
        found
            .into_iter()
            .filter_map(|(number, _)| Some((number, self.file.record(number)?)))
            .filter(|(_, record)| {
                if row.geonames.is_some_and(|id| id == record.geonames) {
                    return true;
                }
                let same_class =
                    class == record.class || class == Class::Town && record.class == Class::Capital;
                let near = distance_km(row.lat, row.lon, record.lat, record.lon);
                let limit = match class {
                    Class::Admin1 | Class::Continent => 400.0,
                    Class::Admin2 => 80.0,
                    _ => SAME_TOWN_KM,
                };
                same_class && record.country == country && near <= limit
            })
            .max_by_key(|(number, record)| {
                (
                    record.geonames != 0,
                    record.population,
                    std::cmp::Reverse(*number),
                )
            })
            .map(|(number, _)| PlaceId(number))
    }

    /// The number of a first-level unit by its name.
    fn admin1_number(&self, name: Option<&str>, country: Option<u8>) -> u16 {
        let Some(key) = name.and_then(key) else {
            return 0;
        };
        let mut found = Vec::new();
        self.file.look_up(&key, &mut found);
        found
            .into_iter()
            .filter_map(|(number, _)| self.file.record(number))
            .find(|record| record.class == Class::Admin1 && record.country == country)
            .map_or(0, |record| record.admin1)
    }

    fn add_name(&mut self, name: &str, place: PlaceId, alias: Alias) {
        let Some(key) = key(name) else { return };
        let candidate = Candidate { place, alias };
        let is_new = |list: &Vec<Candidate>| !list.iter().any(|known| known.place == place);
        if alias != Alias::People
            && let Some(sounds) = sound_key(&key)
        {
            let list = self.sounds.entry(sounds).or_default();
            if is_new(list) {
                list.push(Candidate {
                    place,
                    alias: Alias::Sound,
                });
            }
        }
        let list = self.names.entry(key).or_default();
        if is_new(list) {
            list.push(candidate);
        }
    }

    /// Where the data comes from and under which licence.
    pub fn notice(&self) -> &str {
        self.file.notice()
    }

    /// Changes when the file does.
    pub fn version(&self) -> u64 {
        self.file.version()
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.file.len() + self.extra.len()
    }

    /// True if it holds no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of names in the file.
    pub fn names(&self) -> usize {
        self.file.names()
    }

    /// The places that the key of a name may stand for. The same place comes once.
    pub fn look_up_key(&self, key: &str) -> Vec<Candidate> {
        let own = self.names.get(key).map(Vec::as_slice).unwrap_or_default();
        let mut found = Found {
            own,
            candidates: own.to_vec(),
        };
        self.file.look_up(key, &mut found);
        found.candidates
    }

    /// The places that the name may stand for; where none is written so, those that sound so.
    pub fn look_up(&self, name: &str) -> Vec<Candidate> {
        let Some(key) = key(name) else {
            return Vec::new();
        };
        let candidates = self.look_up_key(&key);
        if candidates.is_empty() {
            self.look_up_sound(&key)
        } else {
            candidates
        }
    }

    /// The places whose name sounds like the name with this key.
    pub fn look_up_sound(&self, key: &str) -> Vec<Candidate> {
        let Some(sounds) = sound_key(key) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        self.file.look_up_sound(&sounds, &mut found);
        let mut candidates: Vec<Candidate> = self.sounds.get(&sounds).cloned().unwrap_or_default();
        for (number, _) in found {
            if !candidates.iter().any(|known| known.place.0 == number) {
                candidates.push(Candidate {
                    place: PlaceId(number),
                    alias: Alias::Sound,
                });
            }
        }
        candidates
    }

    /// The record of a place.
    pub fn record(&self, place: PlaceId) -> Option<Record> {
        let number = place.0 as usize;
        if number < self.file.len() {
            return self.file.record(place.0);
        }
        self.extra.get(number - self.file.len()).cloned()
    }

    /// The name of a place as reports in English write it.
    pub fn name(&self, place: PlaceId) -> Option<String> {
        match self.renamed.get(&place.0) {
            Some(name) => Some(name.clone()),
            None => self.record(place).map(|record| record.name),
        }
    }

    /// True if a hand-written row speaks of the place.
    pub fn is_by_hand(&self, place: PlaceId) -> bool {
        self.by_hand.get(place.0 as usize).copied().unwrap_or(false)
    }

    /// Three-letter code of a country's number.
    pub fn code(&self, country: Option<u8>) -> Option<&str> {
        self.codes.get(usize::from(country?)).map(String::as_str)
    }

    /// Three-letter code of a place's country.
    pub fn country_of(&self, place: PlaceId) -> Option<&str> {
        self.code(self.record(place)?.country)
    }

    /// The place of a country.
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        self.country_places.get(code).copied()
    }

    /// The first-level unit that a place lies in, or is.
    pub fn admin1(&self, record: &Record) -> Option<PlaceId> {
        self.file.admin1(record.admin1).map(PlaceId)
    }

    /// The second-level unit that a place lies in, or is.
    pub fn admin2(&self, record: &Record) -> Option<PlaceId> {
        self.file.admin2(record.admin2).map(PlaceId)
    }

    /// The name that a place bore on a day; today's where the day is not known.
    pub fn name_on(&self, place: PlaceId, day: Option<Date>) -> Option<String> {
        let former = self
            .former
            .get(&place.0)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let then = day.and_then(|day| former.iter().find(|(until, _)| day < *until));
        then.map(|(_, name)| name.clone())
            .or_else(|| self.name(place))
    }

    /// The name of the first-level unit that a place lies in, as it was on a day.
    pub fn admin1_name(&self, place: PlaceId, day: Option<Date>) -> Option<String> {
        let record = self.record(place)?;
        if let Some(unit) = self.admin1(&record) {
            return if unit == place {
                None
            } else {
                self.name_on(unit, day)
            };
        }
        self.admin1_of_extra.get(&place.0).cloned()
    }

    /// Gives places the names they bore, the oldest first.
    fn add_former(&mut self, rows: &[FormerName]) {
        for row in rows {
            let same = self.look_up(&row.name).into_iter().find(|candidate| {
                self.country_of(candidate.place) == Some(row.country.as_str())
                    && self.name(candidate.place).as_deref() == Some(row.name.as_str())
            });
            let Some(Candidate { place, .. }) = same else {
                continue;
            };
            self.add_name(&row.former, place, Alias::Other);
            let names = self.former.entry(place.0).or_default();
            names.push((row.until, row.former.clone()));
            names.sort();
        }
    }
}
