//! What the rows of parties, people, countries and edges must not say against each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::RowError;
use crate::knowledge::Knowledge;
use crate::parties::{NamedParty, PartyKind};
use crate::period::Period;

/// Codes that stand where a party has no one country for its home.
const NO_STATES: &[&str] = &["IGO", "UNO", "EUR", "NGO", "IMG", "MNC", "ISM"];

/// Every breach, with the row that it stands in.
pub(crate) fn check(knowledge: &Knowledge) -> Vec<RowError> {
    let mut errors = Vec::new();
    ids(knowledge, &mut errors);
    periods(knowledge, &mut errors);
    codes(knowledge, &mut errors);
    names(knowledge, &mut errors);
    errors
}

fn problem(file: &str, row: &str, what: String) -> RowError {
    RowError {
        file: file.to_owned(),
        line: 0,
        row: row.to_owned(),
        what,
    }
}

/// Identifiers that no row of parties has.
fn ids(knowledge: &Knowledge, errors: &mut Vec<RowError>) {
    let known: BTreeSet<&str> = knowledge
        .parties
        .iter()
        .map(|party| party.id.as_str())
        .collect();
    let organisations = knowledge.people.iter().filter_map(|term| {
        let id = term.organisation.as_deref()?;
        Some(("people.tsv", &term.name, id))
    });
    let ends = knowledge.edges.iter().flat_map(|edge| {
        [&edge.child, &edge.parent].map(|id| ("edges.tsv", &edge.child, id.as_str()))
    });
    for (file, row, id) in organisations.chain(ends) {
        if !known.contains(id) {
            errors.push(problem(
                file,
                row,
                format!("party `{id}` is not in parties.tsv"),
            ));
        }
    }
}

/// Two rows of one party, or two terms of one person in one role, that hold on the same days.
fn periods(knowledge: &Knowledge, errors: &mut Vec<RowError>) {
    let mut of_party: BTreeMap<&str, Vec<&NamedParty>> = BTreeMap::new();
    for party in &knowledge.parties {
        of_party.entry(&party.id).or_default().push(party);
    }
    for (id, rows) in of_party {
        for (first, second) in pairs(&rows) {
            if overlap(first.period, second.period) {
                errors.push(problem(
                    "parties.tsv",
                    id,
                    "two rows of this party hold on the same days".to_owned(),
                ));
            }
        }
    }
    let mut of_person: BTreeMap<(&str, &str, &str), Vec<Period>> = BTreeMap::new();
    for term in &knowledge.people {
        let organisation = term.organisation.as_deref().unwrap_or(&term.country);
        let key = (term.name.as_str(), term.role.as_str(), organisation);
        of_person.entry(key).or_default().push(term.period);
    }
    for ((name, role, _), periods) in of_person {
        for (first, second) in pairs(&periods) {
            if overlap(*first, *second) {
                errors.push(problem(
                    "people.tsv",
                    name,
                    format!("two terms as {role} hold on the same days"),
                ));
            }
        }
    }
}

fn pairs<T>(rows: &[T]) -> impl Iterator<Item = (&T, &T)> {
    rows.iter()
        .enumerate()
        .flat_map(|(index, first)| rows[index + 1..].iter().map(move |second| (first, second)))
}

/// True if two periods share days. The last day of one may be the first of the other, and so may a month or
/// a year that is all that is told of both.
fn overlap(first: Period, second: Period) -> bool {
    let begins_in_time = |one: Period, other: Period| match (one.from, other.to) {
        (Some(from), Some(to)) => from.last < to.first,
        _ => true,
    };
    begins_in_time(first, second) && begins_in_time(second, first)
}

/// Codes of countries that no row of countries has.
fn codes(knowledge: &Knowledge, errors: &mut Vec<RowError>) {
    if knowledge.countries.is_empty() {
        return;
    }
    let known: BTreeSet<&str> = knowledge
        .countries
        .iter()
        .map(|country| country.code.as_str())
        .chain(NO_STATES.iter().copied())
        .collect();
    let of_parties = knowledge.parties.iter().filter_map(|party| {
        let code = party.country.as_deref()?;
        Some(("parties.tsv", &party.id, code))
    });
    let of_people = knowledge
        .people
        .iter()
        .filter(|term| !term.country.is_empty())
        .map(|term| ("people.tsv", &term.name, term.country.as_str()));
    for (file, row, code) in of_parties.chain(of_people) {
        if !known.contains(code) {
            errors.push(problem(
                file,
                row,
                format!("country `{code}` is not in countries.tsv"),
            ));
        }
    }
}

/// Names that two parties call their own on the same days: one of them must be in `short`. News outlets share
/// their names ("The Nation"), and so do peoples of several states.
fn names(knowledge: &Knowledge, errors: &mut Vec<RowError>) {
    let shares = |kind| matches!(kind, PartyKind::Outlet | PartyKind::Community);
    let mut owners: BTreeMap<String, Vec<&NamedParty>> = BTreeMap::new();
    for party in knowledge.parties.iter().filter(|party| !shares(party.kind)) {
        for name in party.names.iter().chain(std::iter::once(&party.name)) {
            if !party.short.contains(name) {
                owners.entry(name.clone()).or_default().push(party);
            }
        }
    }
    for (name, rows) in owners {
        for (first, second) in pairs(&rows) {
            if first.id != second.id && overlap(first.period, second.period) {
                errors.push(problem(
                    "parties.tsv",
                    &first.id,
                    format!(
                        "`{name}` is a name of {} too on the same days; put it into `short` of one of them",
                        second.id
                    ),
                ));
            }
        }
    }
}
