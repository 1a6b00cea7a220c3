//! Happenings as GeoJSON (RFC 7946): one feature each, longitude first, no member that says which coordinates.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::{Cell, EVENTS, Error, Row};

/// A collection of features.
pub struct GeoJsonFile<W: Write> {
    out: W,
    n_features: u64,
}

impl<W: Write> GeoJsonFile<W> {
    /// Begins the collection.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new(mut out: W) -> Result<Self, Error> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, n_features: 0 })
    }

    /// Writes a feature. Where the point is not known, or is that of a country, its geometry is null.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn row(&mut self, row: &Row) -> Result<(), Error> {
        self.out
            .write_all(if self.n_features > 0 { b",\n" } else { b"\n" })?;
        self.n_features += 1;
        serde_json::to_writer(&mut self.out, &feature(row))?;
        Ok(())
    }

    /// Ends the collection.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn end(mut self) -> Result<(), Error> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// A happening as a feature.
pub(crate) fn feature(row: &Row) -> Value {
    let mut properties = Map::new();
    for column in &EVENTS {
        if !["lat", "lon"].contains(&column.name) {
            properties.insert(column.name.to_owned(), (column.of)(row).json());
        }
    }
    json!({
        "type": "Feature",
        "id": if row.as_told { row.happening.label() } else { row.happening.id.clone() },
        "geometry": point(row),
        "properties": properties,
    })
}

fn point(row: &Row) -> Value {
    let Some(place) = &row.event().place else {
        return Value::Null;
    };
    if place.name.is_none() || place.precision == Some(5) {
        return Value::Null;
    }
    match (Cell::degrees(place.lon), Cell::degrees(place.lat)) {
        (Cell::Number(lon), Cell::Number(lat)) => {
            json!({"type": "Point", "coordinates": [lon, lat]})
        }
        _ => Value::Null,
    }
}
