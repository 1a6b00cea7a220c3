//! The table of merging: points for and against two tellings being of one happening, and the thresholds.
//!
//! Like the tables of talks it is no part of [`crate::Knowledge`]: it decides nothing that a report gives.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::table::read_table;
use crate::{DeedWords, Error, RowError};

const MERGING: &str = include_str!("../../../knowledge/history/merging.tsv");

/// What two tellings may share or differ in: a row of points in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the rows of the table say what each is")]
pub enum Feature {
    SameType,
    OtherType,
    SameMode,
    OtherMode,
    SameDay,
    DaysOverlap,
    NextDay,
    NoDay,
    DayNotTold,
    SamePlace,
    PlaceWithin,
    NearPlace,
    SameActor,
    KindredActor,
    OtherActor,
    DisputedActor,
    SameRecipient,
    KindredRecipient,
    OtherRecipient,
    SameToll,
    SameRoundToll,
    TollOverlap,
    TollGrew,
    TollFell,
    TollFar,
    SameWords,
    NoWord,
    SameTarget,
    OtherTarget,
    SameActWord,
    KindredActWord,
    SameClaim,
    SameText,
    Another,
    SameTalksAct,
}

const FEATURES: [(Feature, &str); 35] = [
    (Feature::SameType, "same-type"),
    (Feature::OtherType, "other-type"),
    (Feature::SameMode, "same-mode"),
    (Feature::OtherMode, "other-mode"),
    (Feature::SameDay, "same-day"),
    (Feature::DaysOverlap, "days-overlap"),
    (Feature::NextDay, "next-day"),
    (Feature::NoDay, "no-day"),
    (Feature::DayNotTold, "day-not-told"),
    (Feature::SamePlace, "same-place"),
    (Feature::PlaceWithin, "place-within"),
    (Feature::NearPlace, "near-place"),
    (Feature::SameActor, "same-actor"),
    (Feature::KindredActor, "kindred-actor"),
    (Feature::OtherActor, "other-actor"),
    (Feature::DisputedActor, "disputed-actor"),
    (Feature::SameRecipient, "same-recipient"),
    (Feature::KindredRecipient, "kindred-recipient"),
    (Feature::OtherRecipient, "other-recipient"),
    (Feature::SameToll, "same-toll"),
    (Feature::SameRoundToll, "same-round-toll"),
    (Feature::TollOverlap, "toll-overlap"),
    (Feature::TollGrew, "toll-grew"),
    (Feature::TollFell, "toll-fell"),
    (Feature::TollFar, "toll-far"),
    (Feature::SameWords, "same-words"),
    (Feature::NoWord, "no-word"),
    (Feature::SameTarget, "same-target"),
    (Feature::OtherTarget, "other-target"),
    (Feature::SameActWord, "same-act-word"),
    (Feature::KindredActWord, "kindred-act-word"),
    (Feature::SameClaim, "same-claim"),
    (Feature::SameText, "same-text"),
    (Feature::Another, "another"),
    (Feature::SameTalksAct, "same-talks-act"),
];

impl Feature {
    /// Its name in the table.
    pub fn as_str(self) -> &'static str {
        FEATURES.get(self as usize).map_or("", |(_, name)| name)
    }
}

const THRESHOLDS: [&str; 6] = [
    "violence",
    "coercion",
    "protest",
    "talks",
    "speech",
    "relations",
];

const NEAR: [&str; 7] = [
    "possible",
    "slack",
    "same-km",
    "apart-km",
    "follow-up-days",
    "growth-days",
    "loose-days",
];

const KINDS: [&str; 7] = [
    "points",
    "threshold",
    "near",
    "alike",
    "target",
    "apart",
    "common",
];

/// The table of merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergingTable {
    numbers: BTreeMap<(String, String), i32>,
    /// The points again, in the order of [`FEATURES`]: looked up many times for each pair of tellings.
    points: [i32; FEATURES.len()],
    thresholds: BTreeMap<&'static str, i32>,
    near: BTreeMap<&'static str, i32>,
    alike: Vec<(String, String)>,
    targets: BTreeMap<String, i32>,
    apart: Vec<String>,
    common: BTreeSet<String>,
    /// Words that may tell the same deed.
    pub deeds: DeedWords,
    hash: String,
}

impl MergingTable {
    /// The table that ships with the program.
    ///
    /// # Errors
    /// If a row cannot be read or is missing; all such rows are named.
    pub fn embedded() -> Result<Self, Error> {
        Self::read(MERGING, DeedWords::embedded()?)
    }

    /// Reads the table, and puts that of words for deeds beside it.
    ///
    /// # Errors
    /// If a row cannot be read or is missing; all such rows are named.
    pub fn read(content: &str, deeds: DeedWords) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let columns = ["kind", "name", "value", "why"];
        let rows = read_table("merging.tsv", content, &columns, &mut errors, |row| {
            let kind = row.parse(
                "kind",
                "points, threshold, near, alike, target, apart or common",
                |kind| KINDS.contains(&kind).then(|| kind.to_owned()),
            )?;
            let value = row.parse("value", "number", |text| text.parse::<i32>().ok())?;
            Ok((kind, row.required("name")?.to_lowercase(), value))
        });
        let mut table = Self {
            numbers: BTreeMap::new(),
            points: [0; FEATURES.len()],
            thresholds: BTreeMap::new(),
            near: BTreeMap::new(),
            alike: Vec::new(),
            targets: BTreeMap::new(),
            apart: Vec::new(),
            common: BTreeSet::new(),
            deeds,
            hash: String::new(),
        };
        for (kind, name, value) in rows {
            if kind == "apart" {
                table.apart.push(name);
            } else if kind == "common" {
                table.common.insert(name);
            } else if kind == "target" {
                table.targets.insert(name, value);
            } else if let ("alike", Some((one, other))) = (kind.as_str(), name.split_once(' ')) {
                table.alike.push((one.to_owned(), other.to_owned()));
            } else {
                table.numbers.insert((kind, name), value);
            }
        }
        table.check(&mut errors);
        if !errors.is_empty() {
            return Err(Error::Rows(errors));
        }
        table.points = FEATURES.map(|(_, name)| table.number("points", name));
        let pick = |kind, names: &[&'static str]| -> BTreeMap<&'static str, i32> {
            let values = names.iter().map(|name| (*name, table.number(kind, name)));
            values.collect()
        };
        (table.thresholds, table.near) = (pick("threshold", &THRESHOLDS), pick("near", &NEAR));
        let digest = Sha256::digest(format!(
            "{:?}{:?}{:?}{:?}{:?}{}",
            table.numbers,
            table.alike,
            table.targets,
            table.apart,
            table.common,
            table.deeds.hash()
        ));
        table.hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(table)
    }

    fn check(&self, errors: &mut Vec<RowError>) {
        let wanted = FEATURES
            .iter()
            .map(|(_, name)| ("points", *name))
            .chain(THRESHOLDS.iter().map(|name| ("threshold", *name)))
            .chain(NEAR.iter().map(|name| ("near", *name)));
        let mut known: Vec<(String, String)> = Vec::new();
        for (kind, name) in wanted {
            known.push((kind.to_owned(), name.to_owned()));
        }
        let fault = |name: &str, what: &str| RowError {
            file: "merging.tsv".to_owned(),
            line: 0,
            row: name.to_owned(),
            what: what.to_owned(),
        };
        for key in &known {
            if !self.numbers.contains_key(key) {
                errors.push(fault(&key.1, "this row is missing"));
            }
        }
        for key in self.numbers.keys() {
            if !known.contains(key) {
                errors.push(fault(&key.1, "nothing asks for this row"));
            }
        }
    }

    /// The points of a feature.
    pub fn points(&self, feature: Feature) -> i32 {
        self.points.get(feature as usize).copied().unwrap_or(0)
    }

    /// The points from which on tellings of a family of types are joined.
    pub fn threshold(&self, family: &str) -> i32 {
        self.thresholds.get(family).copied().unwrap_or(0)
    }

    /// Another number of the table.
    pub fn near(&self, name: &str) -> i32 {
        self.near.get(name).copied().unwrap_or(0)
    }

    fn number(&self, kind: &str, name: &str) -> i32 {
        let key = (kind.to_owned(), name.to_owned());
        self.numbers.get(&key).copied().unwrap_or(0)
    }

    /// The kind of thing that a word in lower case names, of the things that are hit.
    pub fn target(&self, word: &str) -> Option<i32> {
        let one = || word.strip_suffix('s').and_then(|one| self.targets.get(one));
        self.targets.get(word).or_else(one).copied()
    }

    /// True if one deed may be told in both manners.
    pub fn are_alike(&self, one: &str, other: &str) -> bool {
        one == other
            || self
                .alike
                .iter()
                .any(|(a, b)| (a == one && b == other) || (a == other && b == one))
    }

    /// True of a word in lower case that is written with a capital and stands in reports of any deed.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// True if words of `text` say that another deed is told.
    pub fn tells_apart(&self, text: &str) -> bool {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        self.apart.iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            words.windows(phrase.len()).any(|window| {
                window
                    .iter()
                    .zip(&phrase)
                    .all(|(word, wanted)| word == wanted)
            })
        })
    }

    /// The same table has the same hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_says_what_is_missing() {
        let table = MergingTable::embedded().unwrap();
        assert!(table.points(Feature::SameDay) > 0);
        for (n, (feature, name)) in FEATURES.into_iter().enumerate() {
            assert_eq!((feature as usize, feature.as_str()), (n, name));
        }
        assert!(table.tells_apart("Hours later, a bomb went off."));
        assert!(!table.tells_apart("A bomb went off."));
        let error = MergingTable::read("kind\tname\tvalue\twhy\n", DeedWords::embedded().unwrap())
            .unwrap_err();
        assert!(error.to_string().contains("same-day"));
    }
}
