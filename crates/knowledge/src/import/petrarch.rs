//! Dictionaries of PETRARCH: actors with codes in periods, and nouns for agents.
//!
//! ```text
//! HILL_FRONT_  ; a comment
//! +FRONT_OF_THE_HILLS_
//!     [PAKREB 20010101-20090630]
//!     [PAKPTY >20090630]
//! ```
//!
//! A dictionary does not tell a person from a body, so that every actor becomes a party.

use std::collections::BTreeSet;

use super::{Imported, PartyRow, Problem, agents_table, kind_of, new_id, parties_table};

/// Roles of CAMEO and the sectors that they are in PLOVER.
const SECTORS: &[(&str, &str)] = &[
    ("GOV", "GOV"),
    ("MIL", "MIL"),
    ("COP", "COP"),
    ("SPY", "SPY"),
    ("JUD", "JUD"),
    ("LEG", "LEG"),
    ("PTY", "PTY"),
    ("OPP", "OPP"),
    ("REB", "REB"),
    ("INS", "REB"),
    ("SEP", "REB"),
    ("RAD", "REB"),
    ("IMG", "REB"),
    ("UAF", "UAF"),
    ("PRM", "PRM"),
    ("CRM", "CRM"),
    ("CVL", "CVL"),
    ("SET", "CVL"),
    ("BUS", "BUS"),
    ("MNC", "BUS"),
    ("EDU", "EDU"),
    ("MED", "JRN"),
    ("JRN", "JRN"),
    ("HLH", "MED"),
    ("LAB", "LAB"),
    ("AGR", "AGR"),
    ("REF", "REF"),
    ("REL", "REL"),
    ("ELI", "ELI"),
    ("NGO", "SOC"),
    ("HRI", "SOC"),
    ("ENV", "SOC"),
    ("SOC", "SOC"),
];

/// Codes that stand in the place of a country.
const NO_STATES: &[&str] = &["IGO", "NGO", "IMG", "MNC", "UNO", "EUR"];

/// Reads a dictionary of actors.
pub fn parties(text: &str) -> Imported {
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut taken = BTreeSet::new();
    let mut actor = Actor::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split([';', '#']).next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        let (name, codes) = match line.split_once('[') {
            Some((name, codes)) => (name.trim(), Some(codes)),
            None => (line, None),
        };
        if let Some(synonym) = name.strip_prefix('+') {
            actor.names.push(readable(synonym));
        } else if !name.is_empty() {
            actor.end(&mut rows, &mut taken);
            actor.names.push(readable(name));
        }
        for code in codes
            .into_iter()
            .flat_map(|codes| codes.split('['))
            .filter_map(|code| code.split(']').next())
        {
            match read_code(code) {
                Some(_) if actor.names.is_empty() => problems.push(Problem {
                    line: number,
                    what: "a code without an actor".to_owned(),
                }),
                Some(code) => actor.codes.push(code),
                None => problems.push(Problem {
                    line: number,
                    what: format!("`{code}` is no code with a country or role that is known"),
                }),
            }
        }
    }
    actor.end(&mut rows, &mut taken);
    parties_table(rows, problems)
}

/// Reads a dictionary of agents: `SOLDIER_ {SOLDIERS_} [~MIL]`. Lines with word lists (`!…!`) are told as problems.
pub fn agents(text: &str) -> Imported {
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split([';', '#']).next().unwrap_or("").trim();
        let Some((words, code)) = line.split_once("[~") else {
            if !line.is_empty() {
                problems.push(Problem {
                    line: number,
                    what: "no noun with a code in brackets".to_owned(),
                });
            }
            continue;
        };
        let code = code.split(']').next().unwrap_or("").trim();
        let sector = sector_of(code);
        let words: Vec<String> = words
            .split(['{', '}', ' ', ','])
            .map(|word| readable(word).to_lowercase())
            .filter(|word| !word.is_empty())
            .collect();
        match sector {
            Some(sector) if !words.iter().any(|word| word.contains('!')) => {
                rows.push((words.join("|"), sector.to_owned()));
            }
            _ => problems.push(Problem {
                line: number,
                what: format!("`{line}` has no sector that is known, or uses a list of words"),
            }),
        }
    }
    agents_table(rows, problems)
}

/// A code with the days on which it holds.
#[derive(Debug, PartialEq, Eq)]
struct Code {
    country: String,
    sector: &'static str,
    from: String,
    to: String,
}

/// What was read of an actor so far.
#[derive(Default)]
struct Actor {
    names: Vec<String>,
    codes: Vec<Code>,
}

impl Actor {
    fn end(&mut self, rows: &mut Vec<PartyRow>, taken: &mut BTreeSet<String>) {
        let Self { names, codes } = std::mem::take(self);
        let Some(name) = names.first() else { return };
        let id = match codes.is_empty() {
            true => return,
            false => new_id("petrarch", name, taken),
        };
        for code in codes {
            rows.push(PartyRow {
                id: id.clone(),
                name: name.clone(),
                kind: kind_of(code.sector).to_owned(),
                country: code.country,
                sector: code.sector.to_owned(),
                from: code.from,
                to: code.to,
                names: names[1..].to_vec(),
                source: "PETRARCH dictionary".to_owned(),
                ..PartyRow::default()
            });
        }
    }
}

/// "HILL_FRONT_" as "Hill Front".
fn readable(name: &str) -> String {
    name.split(['_', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_string() + &letters.as_str().to_lowercase()
            })
        })
        .collect::<Vec<String>>()
        .join(" ")
}

/// "PAKREB 20010101-20090630", "PAKPTY >20090630", "PAKGOV <20010101", "PAKREB".
fn read_code(text: &str) -> Option<Code> {
    let mut words = text.split_whitespace();
    let code = words.next()?.trim_start_matches('~');
    let days: String = words.collect();
    let country = code.get(..3)?;
    if !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let roles = code.get(3..).unwrap_or("");
    let sector = match sector_of(roles).or_else(|| sector_of(country)) {
        Some(sector) => sector,
        None if roles.is_empty() => "GOV",
        None => return None,
    };
    let is_role = SECTORS.iter().any(|(role, _)| *role == country);
    let country = match is_role && !NO_STATES.contains(&country) {
        true => "",
        false => country,
    };
    let (from, to) = match days.split_at_checked(1) {
        Some((">", day)) => (date(day)?, String::new()),
        Some(("<", day)) => (String::new(), date(day)?),
        _ => match days.split_once('-') {
            Some((from, to)) => (date(from)?, date(to)?),
            None if days.is_empty() => (String::new(), String::new()),
            None => return None,
        },
    };
    Some(Code {
        country: country.to_owned(),
        sector,
        from,
        to,
    })
}

fn sector_of(roles: &str) -> Option<&'static str> {
    let first = roles.get(..3)?;
    SECTORS
        .iter()
        .find(|(role, _)| *role == first)
        .map(|(_, sector)| *sector)
}

/// "20090630", "090630" or "06/30/2009" as an ISO date.
fn date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('/').collect();
    if let [month, day, year] = parts.as_slice() {
        return Some(format!("{year}-{month:0>2}-{day:0>2}"));
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
        6 => {
            let year: u16 = text[..2].parse().ok()?;
            let century = if year < 30 { "20" } else { "19" };
            Some(format!(
                "{century}{}-{}-{}",
                &text[..2],
                &text[2..4],
                &text[4..]
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Knowledge;

    const ACTORS: &str = "\
; a list of our own
HILL_FRONT_ ; comment
+FRONT_OF_THE_HILLS_
\t[PAKREB 20010101-20090630]
\t[PAKPTY >20090701]
VALLEY_UNION_ [SDNLAB]
\t[??]
";

    #[test]
    fn an_actor_has_a_row_for_each_period() {
        let imported = parties(ACTORS);
        assert_eq!(imported.n_rows, 3);
        assert_eq!(imported.problems.len(), 1);
        assert_eq!(imported.problems[0].line, 7);
        let knowledge = Knowledge::with_tables(&[(imported.file, &imported.content)]).unwrap();
        let rows: Vec<_> = knowledge.parties[..3]
            .iter()
            .map(|party| {
                let sector = party.sector.map_or("", |sector| sector.as_str());
                (party.id.as_str(), party.country.as_deref(), sector)
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("petrarch.hill-front", Some("PAK"), "REB"),
                ("petrarch.hill-front", Some("PAK"), "PTY"),
                ("petrarch.valley-union", Some("SDN"), "LAB"),
            ]
        );
        assert_eq!(knowledge.parties[0].names, ["Front Of The Hills"]);
    }

    #[test]
    fn agents_come_with_their_plurals() {
        let imported = agents("HILLMAN_ {HILLMEN_} [~REB]\n!OFFICERS! [~MIL]\n");
        assert_eq!((imported.n_rows, imported.problems.len()), (1, 1));
        assert!(imported.content.contains("hillman|hillmen\tREB\tpeople"));
    }

    #[test]
    fn days_of_all_forms_are_read() {
        assert_eq!(date("881110").as_deref(), Some("1988-11-10"));
        assert_eq!(date("6/3/2009").as_deref(), Some("2009-06-03"));
        assert_eq!(date("2009x"), None);
        assert_eq!(read_code("XX"), None);
    }
}
