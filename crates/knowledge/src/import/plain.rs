//! A plain CSV of parties: a header with `name` and, as far as there, `id kind country sector from to aliases
//! short source`, in any order.

use std::collections::BTreeSet;

use super::{Imported, PartyRow, Problem, kind_of, new_id, parties_table, readable, table_reader};

/// Reads the file. Names and short names are parted by semicolons.
pub fn parties(text: &str) -> Imported {
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    let mut taken = BTreeSet::new();
    let mut reader = table_reader(text);
    let columns: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_lowercase).collect(),
        Err(error) => {
            problems.push(Problem {
                line: 1,
                what: error.to_string(),
            });
            Vec::new()
        }
    };
    if !columns.iter().any(|column| column == "name") {
        problems.push(Problem {
            line: 1,
            what: "there is no column `name`".to_owned(),
        });
        return parties_table(rows, problems);
    }
    for record in reader.records() {
        let Some((line, record)) = readable(record, &mut problems) else {
            continue;
        };
        let cell = |wanted: &str| {
            columns
                .iter()
                .position(|column| column == wanted)
                .and_then(|index| record.get(index))
                .unwrap_or("")
                .to_owned()
        };
        let name = cell("name");
        if name.is_empty() {
            problems.push(Problem {
                line,
                what: "the row has no name".to_owned(),
            });
            continue;
        }
        let list = |column: &str| -> Vec<String> {
            cell(column)
                .split(';')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        };
        let id = match cell("id") {
            id if id.is_empty() => new_id("own", &name, &mut taken),
            id => {
                taken.insert(id.clone());
                id
            }
        };
        let sector = cell("sector").to_uppercase();
        rows.push(PartyRow {
            id,
            kind: match cell("kind") {
                kind if kind.is_empty() => kind_of(&sector).to_owned(),
                kind => kind,
            },
            country: cell("country").to_uppercase(),
            sector,
            from: cell("from"),
            to: cell("to"),
            names: list("aliases"),
            short: list("short"),
            source: cell("source"),
            name,
        });
    }
    parties_table(rows, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Knowledge;

    #[test]
    fn a_list_becomes_a_table_that_loads() {
        let imported = parties(
            "name,country,sector,aliases,from\nHill Front,PAK,REB,Front of the Hills; HFX,2012-03\n,PAK,REB,,\n",
        );
        assert_eq!(imported.n_rows, 1);
        assert_eq!(imported.problems.len(), 1);
        assert_eq!(imported.problems[0].line, 3);
        let knowledge = Knowledge::with_tables(&[(imported.file, &imported.content)]).unwrap();
        let party = &knowledge.parties[0];
        assert_eq!(
            (party.id.as_str(), party.names.as_slice()),
            (
                "own.hill-front",
                &["Front of the Hills".to_owned(), "HFX".to_owned()][..]
            )
        );
    }

    #[test]
    fn a_list_without_names_is_no_list() {
        let imported = parties("country,sector\nPAK,REB\n");
        assert_eq!((imported.n_rows, imported.problems.len()), (0, 1));
    }
}
