//! The list of actors of the Uppsala Conflict Data Program, as CSV: columns are found by name, whatever the
//! version calls and orders them.

use std::collections::BTreeSet;

use super::{Imported, PartyRow, Problem, parties_table, readable, table_reader};
use crate::{Knowledge, NameEntry};

/// Names of columns over the versions, in lower case and without underscores.
const ID: &[&str] = &["actorid", "newid", "sideanewid"];
const NAME: &[&str] = &["namedata", "actorname", "name"];
const OTHER_NAMES: &[&str] = &[
    "nameorig",
    "nameorigfull",
    "namefull",
    "nameenglish",
    "namechange",
    "namefulleng",
];
const PLACE: &[&str] = &["location", "statename", "country"];

/// Reads the file. Governments are left out: the tables have them. Countries are found by the names that
/// `knowledge` has.
pub fn parties(text: &str, knowledge: &Knowledge) -> Imported {
    let mut problems = Vec::new();
    let mut rows: Vec<PartyRow> = Vec::new();
    let mut taken = BTreeSet::new();
    let mut reader = table_reader(text);
    let columns: Vec<String> = reader.headers().map_or_else(
        |_| Vec::new(),
        |header| {
            header
                .iter()
                .map(|column| column.to_lowercase().replace('_', ""))
                .collect()
        },
    );
    let has = |wanted: &[&str]| {
        columns
            .iter()
            .any(|column| wanted.contains(&column.as_str()))
    };
    for (what, wanted) in [("an identifier", ID), ("a name", NAME)] {
        if !has(wanted) {
            problems.push(Problem {
                line: 1,
                what: format!("there is no column of {what}: {}", wanted.join(", ")),
            });
        }
    }
    if !problems.is_empty() {
        return parties_table(rows, problems);
    }
    for record in reader.records() {
        let Some((line, record)) = readable(record, &mut problems) else {
            continue;
        };
        let cells = |wanted: &[&str]| -> Vec<String> {
            wanted
                .iter()
                .filter_map(|name| columns.iter().position(|column| column == name))
                .filter_map(|index| record.get(index))
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (Some(id), Some(name)) = (first(cells(ID)), first(cells(NAME))) else {
            problems.push(Problem {
                line,
                what: "the row has no identifier or no name".to_owned(),
            });
            continue;
        };
        if name.starts_with("Government of") || !taken.insert(id.clone()) {
            continue;
        }
        let place = first(cells(PLACE)).unwrap_or_default();
        let country = country(knowledge, &place).unwrap_or_default();
        if country.is_empty() && !place.is_empty() {
            problems.push(Problem {
                line,
                what: format!("the country of `{place}` is not clear; the row has none"),
            });
        }
        let mut names: Vec<String> = cells(OTHER_NAMES);
        names.retain(|other| *other != name);
        names.dedup();
        rows.push(PartyRow {
            id: format!("ucdp.{id}"),
            name,
            kind: "armed_group".to_owned(),
            country,
            sector: "REB".to_owned(),
            names,
            source: format!("UCDP actor {id}"),
            ..PartyRow::default()
        });
    }
    parties_table(rows, problems)
}

fn first(cells: Vec<String>) -> Option<String> {
    cells.into_iter().next()
}

/// The code of the one country that a place names; "Afghanistan, Pakistan" is none.
fn country(knowledge: &Knowledge, place: &str) -> Option<String> {
    let plain = place.split('(').next().unwrap_or(place).trim();
    let codes: BTreeSet<&str> = knowledge
        .names
        .look_up(plain)
        .into_iter()
        .filter_map(|entry| match entry {
            NameEntry::Country(index) => Some(knowledge.countries[index as usize].code.as_str()),
            _ => None,
        })
        .collect();
    match codes.len() {
        1 => codes.first().map(|code| (*code).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_taken_and_governments_left_out() {
        let knowledge = Knowledge::embedded().unwrap();
        let text = "ActorId,NameData,NameOrig,NameOrigFull,Location\n\
            1,Government of Chad,,,Chad\n\
            90001,Front X,FX,Front of the Tenth,Chad\n\
            90002,Front Y,,,\"Chad, Sudan\"\n";
        let imported = parties(text, &knowledge);
        assert_eq!(imported.n_rows, 2);
        assert_eq!(imported.problems.len(), 1, "{:?}", imported.problems);
        let knowledge = Knowledge::with_tables(&[(imported.file, &imported.content)]).unwrap();
        let party = &knowledge.parties[0];
        assert_eq!(
            (party.id.as_str(), party.country.as_deref()),
            ("ucdp.90001", Some("TCD"))
        );
        assert_eq!(party.names, ["FX", "Front of the Tenth"]);
        assert_eq!(knowledge.parties[1].country, None);
    }
}
