//! Towns, districts, provinces and regions.

use jiff::civil::Date;

use crate::RowError;
use crate::table::Row;

pub(crate) const COLUMNS: &[&str] = &[
    "name", "country", "kind", "admin1", "lat", "lon", "names", "geonames",
];

pub(crate) const FORMER_COLUMNS: &[&str] = &["name", "country", "former", "until"];

/// A name that a place bore until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// Its name today, as it stands in the tables or the gazetteer.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// The name it bore.
    pub former: String,
    /// The first day of the name behind it.
    pub until: Date,
}

pub(crate) fn read_former(row: &Row<'_>) -> Result<FormerName, RowError> {
    Ok(FormerName {
        name: row.required("name")?.to_owned(),
        country: row.required("country")?.to_owned(),
        former: row.required("former")?.to_owned(),
        until: row.parse("until", "day", |text| text.parse().ok())?,
    })
}

/// A place with a point.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedPlace {
    /// Name in English.
    pub name: String,
    /// ISO 3166 alpha-3; None for a region of several countries.
    pub country: Option<String>,
    /// town, province, region …
    pub kind: String,
    /// First-level unit that it lies in.
    pub admin1: Option<String>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Other spellings.
    pub names: Vec<String>,
    /// GeoNames identifier.
    pub geonames: Option<u32>,
}

pub(crate) fn read(row: &Row<'_>) -> Result<NamedPlace, RowError> {
    let degrees = |column, limit: f64| {
        row.parse(column, "number of degrees", |text| {
            text.parse::<f64>()
                .ok()
                .filter(|value| value.abs() <= limit)
        })
    };
    let some = |column| Some(row.get(column).to_owned()).filter(|text| !text.is_empty());
    Ok(NamedPlace {
        name: row.required("name")?.to_owned(),
        country: some("country"),
        kind: row.get("kind").to_owned(),
        admin1: some("admin1"),
        lat: degrees("lat", 90.0)?,
        lon: degrees("lon", 180.0)?,
        names: row
            .list("names", ';')
            .into_iter()
            .map(str::to_owned)
            .collect(),
        geonames: match row.get("geonames") {
            "" => None,
            _ => Some(row.parse("geonames", "number", |text| text.parse().ok())?),
        },
    })
}
