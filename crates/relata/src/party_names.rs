//! Parties as people type them: which parties of the record are meant, and which names come near.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::{Context as _, Result};
use relata_knowledge::{Knowledge, NameEntry, NamedParty, fold};
use relata_record::Sector;
use relata_store::{EventFilter, PartyFilter, PartyName, Store};

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// Parties that are asked for, with what is known of their names.
pub struct Sought<'a> {
    /// The tables; read only where a party is asked for.
    knowledge: Option<Knowledge>,
    parties: Vec<(&'a str, PartyFilter)>,
}

impl<'a> Sought<'a> {
    /// Finds out which parties are meant.
    pub fn new(typed: &'a [String]) -> Result<Self> {
        let mut sought = Self {
            knowledge: None,
            parties: Vec::new(),
        };
        if !typed.is_empty() {
            let knowledge =
                Knowledge::embedded().context("the tables of this program are broken")?;
            let meant = |typed: &'a String| (typed.as_str(), meant(&knowledge, typed));
            sought.parties = typed.iter().map(meant).collect();
            sought.knowledge = Some(knowledge);
        }
        Ok(sought)
    }

    /// What the record is asked for.
    pub fn filters(&self) -> Vec<PartyFilter> {
        let filters = self.parties.iter().map(|(_, filter)| filter.clone());
        filters.collect()
    }

    /// A line for each party that takes part in no event at all, with the names that come near.
    pub fn strangers(&self, store: &Store) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        let Some(knowledge) = &self.knowledge else {
            return Ok(lines);
        };
        for (typed, filter) in &self.parties {
            if takes_part(store, filter)? {
                continue;
            }
            let names = near(knowledge, &store.party_names()?, typed);
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let hint = if names.is_empty() {
                "`relata events` lists what is there".to_owned()
            } else {
                format!("did you mean {}?", names.join(" or "))
            };
            lines.push(format!(
                "no party `{typed}` takes part in any event; {hint}"
            ));
        }
        Ok(lines)
    }
}

/// Which of the organisations `known` is meant by what was typed: the one that bears it as a name, else the government
/// of the country, else every one of which a word begins so.
pub fn organisations(knowledge: &Knowledge, known: &[String], typed: &str) -> Vec<String> {
    let mut names = vec![folded_words(typed)];
    for entry in knowledge.names.look_up_any_case(typed) {
        match entry {
            NameEntry::Party(n) | NameEntry::PartyShort(n) => {
                let party = at(&knowledge.parties, n);
                names.extend(party.map(|party| folded_words(&party.name)));
            }
            NameEntry::Country(n) | NameEntry::Adjective(n) | NameEntry::People(n) => {
                let country = at(&knowledge.countries, n);
                names.extend(country.map(|country| folded_words(&country.body("Government"))));
            }
            NameEntry::Person(_) | NameEntry::Capital(_) | NameEntry::Place(_) => {}
        }
    }
    if let Some(country) = knowledge.country(&typed.to_uppercase()) {
        names.push(folded_words(&country.body("Government")));
    }
    let parties = knowledge.parties.iter();
    let by_id = parties.filter(|party| party.id.eq_ignore_ascii_case(typed));
    names.extend(by_id.map(|party| folded_words(&party.name)));
    let fits = |fits: &dyn Fn(&[String]) -> bool| -> Vec<String> {
        let known = known.iter().filter(|name| fits(&folded_words(name)));
        known.cloned().collect()
    };
    let whole = fits(&|name| names.iter().any(|wanted| wanted == name));
    if !whole.is_empty() {
        return whole;
    }
    let typed = folded_words(typed).join(" ");
    fits(&|name| {
        let name = format!(" {}", name.join(" "));
        !typed.is_empty() && name.contains(&format!(" {typed}"))
    })
}

fn takes_part(store: &Store, party: &PartyFilter) -> Result<bool> {
    let filter = EventFilter {
        parties: vec![party.clone()],
        ..EventFilter::default()
    };
    let mut found = false;
    store.each_event(&filter, |_| {
        found = true;
        ControlFlow::Break(())
    })?;
    Ok(found)
}

/// The parties that `typed` may mean. A name or code that the tables know is taken whole, so that "IRA" is not
/// the beginning of "Iraq"; of any other word the beginning will do.
pub fn meant(knowledge: &Knowledge, typed: &str) -> PartyFilter {
    let entries = knowledge.names.look_up_any_case(typed);
    let is_own = |entry: &NameEntry| matches!(entry, NameEntry::Party(_));
    let has_owner = entries.iter().any(is_own);
    let mut codes = Vec::new();
    let mut names = Vec::new();
    for entry in &entries {
        match entry {
            // A short name that others share is theirs only where nobody bears it as his own.
            NameEntry::PartyShort(_) if has_owner => {}
            NameEntry::Party(n) | NameEntry::PartyShort(n) => {
                codes.extend(at(&knowledge.parties, *n).map(|party| party.id.clone()));
            }
            NameEntry::Country(n) | NameEntry::Adjective(n) | NameEntry::People(n) => {
                names.extend(at(&knowledge.countries, *n).map(|country| country.name.clone()));
            }
            NameEntry::Person(n) => {
                names.extend(at(&knowledge.people, *n).map(|term| term.name.clone()));
            }
            NameEntry::Capital(_) | NameEntry::Place(_) => {}
        }
    }
    let is_known = !codes.is_empty() || !names.is_empty() || is_code(knowledge, typed);
    codes.push(typed.to_owned());
    let mut beginnings = Vec::new();
    if is_known {
        names.push(typed.to_owned());
    } else {
        beginnings.push(typed.to_owned());
    }
    for list in [&mut codes, &mut names] {
        list.sort_unstable();
        list.dedup();
    }
    PartyFilter {
        codes,
        names,
        beginnings,
    }
}

fn at<T>(list: &[T], n: u32) -> Option<&T> {
    list.get(usize::try_from(n).ok()?)
}

/// True for the code of a country or sector, and for the identifier of a party.
fn is_code(knowledge: &Knowledge, typed: &str) -> bool {
    let code = typed.to_uppercase();
    knowledge.country(&code).is_some()
        || Sector::parse(&code).is_some()
        || knowledge
            .parties
            .iter()
            .any(|party| party.id.eq_ignore_ascii_case(typed))
}

/// The names that come nearest to what was typed, of all that parties of the record bear, there or in the tables.
fn near(knowledge: &Knowledge, record: &[PartyName], typed: &str) -> Vec<String> {
    let typed = folded_words(typed);
    let wanted = typed.join(" ");
    let length = wanted.chars().count();
    let mut least = length.min(2 + length / 6);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for name in names_of(knowledge, record) {
        let words: Vec<&str> = name.split_whitespace().collect();
        for run in words.windows(typed.len().max(1)) {
            let run = run.join(" ");
            let run = run.trim_matches(|c: char| !c.is_alphanumeric());
            let folded = folded_words(run).join(" ");
            let far = distance(&wanted, &folded);
            if far < least {
                found.clear();
                least = far + 1;
            }
            if far + 1 == least {
                found.entry(folded).or_insert_with(|| run.to_owned());
            }
        }
    }
    found.into_values().take(SUGGESTIONS).collect()
}

/// The names in the record and its reports, with the other names that the tables give to these parties.
fn names_of<'a>(knowledge: &'a Knowledge, record: &'a [PartyName]) -> Vec<&'a str> {
    let is_there = |party: &&NamedParty| {
        record
            .iter()
            .any(|known| known.party.as_ref() == Some(&party.id))
    };
    let others = knowledge
        .parties
        .iter()
        .filter(is_there)
        .flat_map(|party| party.names.iter().chain(&party.short));
    record
        .iter()
        .flat_map(|known| [&known.name, &known.text])
        .chain(others)
        .map(String::as_str)
        .collect()
}

fn folded_words(text: &str) -> Vec<String> {
    fold(text)
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// How many letters must be put in, left out, changed or swapped with the next to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = above[j] + usize::from(a != b);
            let mut least = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, party: Option<&str>) -> PartyName {
        PartyName {
            name: name.to_owned(),
            text: "the armed men".to_owned(),
            party: party.map(str::to_owned),
        }
    }

    #[test]
    fn short_names_codes_and_adjectives_are_resolved() {
        let knowledge = Knowledge::embedded().unwrap();
        let farc = meant(&knowledge, "farc");
        assert_eq!(farc.codes, ["COL.farc", "farc"]);
        assert!(farc.beginnings.is_empty());
        assert_eq!(
            meant(&knowledge, "Colombian").names,
            ["Colombia", "Colombian"]
        );
        assert!(meant(&knowledge, "col").beginnings.is_empty());
        assert_eq!(meant(&knowledge, "villag").beginnings, ["villag"]);
    }

    #[test]
    fn near_names_are_those_of_the_record() {
        let knowledge = Knowledge::embedded().unwrap();
        let record = [
            known("Revolutionary Armed Forces of Colombia", Some("COL.farc")),
            known("Military of Colombia", None),
        ];
        assert_eq!(near(&knowledge, &record, "FRAC")[0], "FARC");
        assert_eq!(near(&knowledge, &record, "Colonbia"), ["Colombia"]);
        assert_eq!(near(&knowledge, &record, "armmed men"), ["armed men"]);
        assert!(near(&knowledge, &record, "Quebec").is_empty());
        assert!(near(&knowledge, &record, "").is_empty());
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance("frac", "farc"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
