//! The yardsticks of places: texts with toponyms, their spans in characters.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_places::Toponym;
use serde::Deserialize;

/// A text.
#[derive(Deserialize)]
pub struct Text {
    /// Its name.
    pub docid: String,
    /// The part of the set that it belongs to.
    pub fold: u32,
    /// The text.
    pub text: String,
    /// Its toponyms.
    pub toponyms: Vec<Gold>,
}

/// A toponym of a text.
#[derive(Deserialize)]
pub struct Gold {
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// Latitude, where it has a point.
    pub lat: Option<f64>,
    /// Longitude.
    pub lon: Option<f64>,
    /// GeoNames identifier, or nothing.
    #[serde(default)]
    pub geonameid: Option<String>,
    /// How the name is used, in one of the sets.
    #[serde(default)]
    pub usage: Option<String>,
}

/// Reads a file of texts.
pub fn read(path: &Path) -> Result<Vec<Text>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| {
            serde_json::from_str(line).with_context(|| format!("cannot read {}", path.display()))
        })
        .collect()
}

impl Text {
    /// The toponyms with a point, their spans in bytes.
    pub fn located(&self) -> Vec<(Toponym, &Gold)> {
        let mut bytes: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(self.text.len());
        let byte = |character: usize| bytes.get(character).copied().unwrap_or(self.text.len());
        self.toponyms
            .iter()
            .filter(|gold| gold.lat.is_some())
            .map(|gold| {
                (
                    Toponym {
                        start: byte(gold.start),
                        end: byte(gold.end),
                    },
                    gold,
                )
            })
            .collect()
    }
}
