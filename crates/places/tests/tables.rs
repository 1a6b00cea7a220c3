//! The tables of places agree with each other and with the gazetteer.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::Knowledge;
use relata_places::{Class, Places};

fn read() -> (Knowledge, Places) {
    let knowledge = Knowledge::embedded().unwrap();
    let places = Places::embedded(&knowledge).unwrap();
    (knowledge, places)
}

#[test]
fn rows_of_places_keep_to_the_form() {
    let (knowledge, _) = read();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut ids: BTreeMap<u32, &str> = BTreeMap::new();
    for row in &knowledge.places {
        let mut fault = |what: &str| faults.push(format!("{}: {what}", row.name));
        if Class::of_kind(&row.kind).is_none() {
            fault("no such kind");
        }
        if row
            .country
            .as_deref()
            .is_some_and(|code| knowledge.country(code).is_none())
        {
            fault("no such country");
        }
        if !seen.insert((&row.name, &row.country, &row.kind)) {
            fault("told twice");
        }
        if row.names.contains(&row.name) {
            fault("its own name among the others");
        }
        if let Some(id) = row.geonames
            && ids.insert(id, &row.name).is_some()
        {
            fault("another row has its identifier");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_row_is_found_under_its_names() {
    let (knowledge, places) = read();
    let gazetteer = places.gazetteer();
    for row in &knowledge.places {
        for name in std::iter::once(&row.name).chain(&row.names) {
            let is_found = gazetteer.look_up(name).iter().any(|candidate| {
                gazetteer.is_by_hand(candidate.place)
                    && gazetteer.country_of(candidate.place) == row.country.as_deref()
            });
            assert!(is_found, "{name} ({:?})", row.country);
        }
    }
}

#[test]
fn a_place_has_the_name_of_the_day() {
    let (knowledge, places) = read();
    let gazetteer = places.gazetteer();
    for row in &knowledge.former_names {
        let place = gazetteer
            .look_up(&row.former)
            .into_iter()
            .map(|candidate| candidate.place)
            .find(|place| {
                gazetteer.name_on(*place, Some(row.until)).as_deref() == Some(row.name.as_str())
            });
        let place = place
            .unwrap_or_else(|| panic!("{}: no place of today's name {}", row.former, row.name));
        let before = row.until.yesterday().unwrap();
        assert_eq!(
            gazetteer.name_on(place, Some(before)).as_deref(),
            Some(row.former.as_str())
        );
        assert_eq!(
            gazetteer.name_on(place, None).as_deref(),
            Some(row.name.as_str())
        );
    }
}

#[test]
fn every_country_of_the_tables_has_a_place_and_its_capital() {
    let (knowledge, places) = read();
    let gazetteer = places.gazetteer();
    for country in knowledge.countries.iter().filter(|country| {
        country
            .period
            .may_hold_on(Some(jiff::civil::date(2020, 1, 1)))
    }) {
        let place = gazetteer.country(&country.code);
        assert!(place.is_some(), "{}", country.name);
    }
    let id = |name: &str, class: Class| {
        gazetteer
            .look_up(name)
            .into_iter()
            .filter_map(|candidate| gazetteer.record(candidate.place))
            .find(|record| record.class == class)
            .map(|record| record.geonames)
    };
    assert_eq!(id("Kabul", Class::Capital), Some(1_138_958));
    assert_eq!(id("Khyber Pakhtunkhwa", Class::Admin1), Some(1_168_873));
    assert_eq!(id("Iraq", Class::Country), Some(99_237));
    assert_eq!(id("Los Angeles County", Class::Admin2), Some(5_368_381));
}

#[test]
fn the_file_names_its_source() {
    let (_, places) = read();
    let notice = places.gazetteer().notice();
    assert!(
        notice.contains("GeoNames") && notice.contains("CC BY 4.0"),
        "{notice}"
    );
}
