//! The codes of other layouts for our types, modes and sectors, from the tables in `knowledge/export/`.

use std::collections::BTreeMap;

use relata_history::{is_named, organisation};
use relata_knowledge::Knowledge;
use relata_knowledge::table::{Row as TableRow, read_table};
use relata_record::{Event, EventType, Party, Sector, TalksAct};

use crate::error::broken;
use crate::{Countries, Error};

const CODES: &str = include_str!("../../../knowledge/export/codes.tsv");
const SECTORS: &str = include_str!("../../../knowledge/export/sectors.tsv");
const PLOVER: &str = include_str!("../../../knowledge/export/plover.tsv");
const CAMEO: &str = include_str!("../../../knowledge/export/cameo.tsv");
const NAMES: &str = include_str!("../../../knowledge/export/names.tsv");

/// Who bears arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    /// For a state.
    State,
    /// For no state.
    Armed,
    /// An office of a state, without arms.
    Office,
    /// Nobody.
    Unarmed,
}

/// A sector in other layouts.
#[derive(Debug, Clone)]
pub(crate) struct SectorCodes {
    pub(crate) force: Option<Force>,
    pub(crate) cameo: String,
    pub(crate) inter: String,
    pub(crate) gtd: String,
    pub(crate) words: String,
}

/// What a row of codes asks for.
#[derive(Debug, Clone)]
struct Rule {
    layout: String,
    event_type: Option<EventType>,
    mode: String,
    talks: Option<TalksAct>,
    doer: String,
    target: String,
    needs_dead: bool,
    code: String,
    sub: String,
}

/// A code of CAMEO.
#[derive(Debug, Clone)]
pub(crate) struct CameoCode {
    pub(crate) quad: i64,
    pub(crate) goldstein: Option<f64>,
    pub(crate) name: String,
}

/// All tables of codes.
#[derive(Debug, Clone)]
pub struct Codes {
    pub(crate) countries: Countries,
    rules: Vec<Rule>,
    sectors: BTreeMap<Sector, SectorCodes>,
    plover: BTreeMap<(EventType, String), (Option<i64>, Option<f64>)>,
    cameo: BTreeMap<String, CameoCode>,
    names: BTreeMap<(String, String), String>,
}

impl Codes {
    /// The tables that ship with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded(knowledge: &Knowledge) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let event_type = |row: &TableRow<'_>| {
            row.parse("type", "type", |text| match text {
                "" => Some(None),
                code => EventType::parse(code).map(Some),
            })
        };
        let columns = [
            "layout", "type", "mode", "talks", "doer", "target", "dead", "code", "sub",
        ];
        let rules = read_table("export/codes.tsv", CODES, &columns, &mut errors, |row| {
            let of = |column: &str| row.get(column).to_owned();
            let one_of = |column: &str, words: &[&str]| {
                row.parse(column, "word that this column takes", |text| {
                    (text.is_empty() || words.contains(&text)).then(|| text.to_owned())
                })
            };
            let event_type = event_type(row)?;
            let mode = of("mode");
            if let Some(event_type) = event_type
                && !mode.is_empty()
                && !event_type.modes().contains(&mode.as_str())
            {
                return Err(row.error(format!("{event_type} has no mode `{mode}`")));
            }
            Ok(Rule {
                layout: row.required("layout")?.to_owned(),
                event_type,
                mode,
                talks: row.parse("talks", "act of talks", |text| match text {
                    "" => Some(None),
                    act => TalksAct::parse(act).map(Some),
                })?,
                doer: one_of("doer", &["side", "state", "armed"])?,
                target: one_of("target", &["armed", "unarmed"])?,
                needs_dead: one_of("dead", &["yes"])? == "yes",
                code: row.required("code")?.to_owned(),
                sub: of("sub"),
            })
        });
        let columns = ["sector", "force", "cameo", "inter", "gtd", "words"];
        let sectors = read_table(
            "export/sectors.tsv",
            SECTORS,
            &columns,
            &mut errors,
            |row| {
                let of = |column: &str| row.get(column).to_owned();
                Ok((
                    row.parse("sector", "sector", Sector::parse)?,
                    SectorCodes {
                        force: row.parse("force", "kind of force", |text| {
                            Some(match text {
                                "" => None,
                                "state" => Some(Force::State),
                                "armed" => Some(Force::Armed),
                                "office" => Some(Force::Office),
                                "unarmed" => Some(Force::Unarmed),
                                _ => return None,
                            })
                        })?,
                        cameo: of("cameo"),
                        inter: of("inter"),
                        gtd: of("gtd"),
                        words: of("words"),
                    },
                ))
            },
        );
        let columns = ["type", "mode", "quad", "score"];
        let plover = read_table("export/plover.tsv", PLOVER, &columns, &mut errors, |row| {
            Ok((
                (
                    row.parse("type", "type", EventType::parse)?,
                    row.get("mode").to_owned(),
                ),
                (optional(row, "quad")?, optional(row, "score")?),
            ))
        });
        let columns = ["code", "quad", "goldstein", "name"];
        let cameo = read_table("export/cameo.tsv", CAMEO, &columns, &mut errors, |row| {
            Ok((
                row.required("code")?.to_owned(),
                CameoCode {
                    quad: row.parse("quad", "number", |text| text.parse().ok())?,
                    goldstein: optional(row, "goldstein")?,
                    name: row.required("name")?.to_owned(),
                },
            ))
        });
        let names = read_table(
            "export/names.tsv",
            NAMES,
            &["list", "code", "name"],
            &mut errors,
            |row| {
                let code = row.required("code")?.to_owned();
                let list = row.required("list")?.to_owned();
                Ok(((list, code), row.required("name")?.to_owned()))
            },
        );
        if !errors.is_empty() {
            return Err(broken(&errors));
        }
        Ok(Self {
            countries: Countries::embedded(knowledge)?,
            rules,
            sectors: sectors.into_iter().collect(),
            plover: plover.into_iter().collect(),
            cameo: cameo.into_iter().collect(),
            names: names.into_iter().collect(),
        })
    }

    /// The code of a layout for an event: of the rows that fit, the first.
    pub(crate) fn code(&self, layout: &str, event: &Event) -> Option<(&str, &str)> {
        self.codes(layout, event).into_iter().next()
    }

    /// The codes of all rows of a layout that fit, in their order.
    pub(crate) fn codes(&self, layout: &str, event: &Event) -> Vec<(&str, &str)> {
        let fitting = self
            .rules
            .iter()
            .filter(|rule| rule.layout == layout && self.fits(rule, event));
        fitting
            .map(|rule| (rule.code.as_str(), rule.sub.as_str()))
            .collect()
    }

    fn fits(&self, rule: &Rule, event: &Event) -> bool {
        let talks = event.talks.as_ref();
        let all_armed = |parties: &[Party]| {
            !parties.is_empty() && parties.iter().all(|party| self.is_armed(party))
        };
        let doer = match rule.doer.as_str() {
            "side" => talks.is_some_and(|talks| {
                let names: Vec<String> = event.actors.iter().map(organisation).collect();
                !names.is_empty() && names.iter().all(|name| talks.parties.contains(name))
            }),
            "state" => event
                .actors
                .iter()
                .any(|party| self.force(party) == Some(Force::State)),
            "armed" => all_armed(&event.actors),
            _ => true,
        };
        // Two sides that clash are both actors.
        let targets: &[Party] = match (&event.recipients[..], &event.actors[..]) {
            ([], [_, rest @ ..]) => rest,
            (recipients, _) => recipients,
        };
        let target = match rule.target.as_str() {
            "armed" => all_armed(targets),
            "unarmed" => targets
                .iter()
                .any(|party| matches!(self.force(party), Some(Force::Unarmed | Force::Office))),
            _ => true,
        };
        rule.event_type
            .is_none_or(|known| known == event.event_type)
            && (rule.mode.is_empty() || event.mode.contains(&rule.mode))
            && rule
                .talks
                .is_none_or(|act| talks.is_some_and(|talks| talks.act == act))
            && (!rule.needs_dead || deaths(event).is_some_and(|dead| dead > 0))
            && doer
            && target
    }

    /// What the party's sector is in other layouts.
    pub(crate) fn sector(&self, party: &Party) -> Option<&SectorCodes> {
        self.sectors.get(&party.sector?)
    }

    /// Whether a party bears arms, and for whom.
    pub(crate) fn force(&self, party: &Party) -> Option<Force> {
        self.sector(party)?.force
    }

    /// True for forces, of a state or of none.
    pub(crate) fn is_armed(&self, party: &Party) -> bool {
        matches!(self.force(party), Some(Force::State | Force::Armed))
    }

    /// Quad and score of an event's first mode that has a score, else of its type.
    pub(crate) fn plover(&self, event: &Event) -> (i64, Option<f64>) {
        let of = |mode: &str| self.plover.get(&(event.event_type, mode.to_owned()));
        let own = of("").copied().unwrap_or((None, None));
        let score = event.mode.iter().find_map(|mode| of(mode)?.1).or(own.1);
        (own.0.unwrap_or(0), score)
    }

    /// A code of CAMEO.
    pub(crate) fn cameo(&self, code: &str) -> Option<&CameoCode> {
        self.cameo.get(code)
    }

    /// The name of a code in a list; empty where it has none.
    pub(crate) fn name(&self, list: &str, code: &str) -> &str {
        let name = self.names.get(&(list.to_owned(), code.to_owned()));
        name.map_or("", String::as_str)
    }
}

fn optional<T: std::str::FromStr>(
    row: &TableRow<'_>,
    column: &str,
) -> Result<Option<T>, relata_knowledge::RowError> {
    row.parse(column, "number", |text| {
        if text.is_empty() {
            return Some(None);
        }
        text.parse().ok().map(Some)
    })
}

/// The best number of dead, else the lowest.
pub(crate) fn deaths(event: &Event) -> Option<u32> {
    let toll = event.killed.as_ref()?;
    toll.best.or(toll.low).or(toll.high)
}

/// True if somebody in particular is meant: a name of its own, or an arm of a state.
pub(crate) fn is_somebody(party: &Party) -> bool {
    party.party.is_some() || is_named(&party.name) || organisation(party) != party.name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_rules_is_in_its_list() {
        let codes = Codes::embedded(&Knowledge::embedded().unwrap()).unwrap();
        for rule in &codes.rules {
            match rule.layout.as_str() {
                "cameo" => assert!(codes.cameo(&rule.code).is_some(), "{}", rule.code),
                "gtd" => {
                    assert_ne!(codes.name("gtd_attacktype", &rule.code), "");
                    assert_ne!(codes.name("gtd_weaptype", &rule.sub), "");
                }
                "acled" => assert!(
                    [&rule.code, &rule.sub]
                        .iter()
                        .any(|code| !codes.name("acled_disorder", code).is_empty()),
                    "{}",
                    rule.sub
                ),
                other => panic!("no layout `{other}`"),
            }
        }
    }

    #[test]
    fn every_sector_and_type_has_its_row() {
        let codes = Codes::embedded(&Knowledge::embedded().unwrap()).unwrap();
        for sector in Sector::ALL {
            assert!(codes.sectors.contains_key(sector), "{sector}");
        }
        for event_type in EventType::ALL {
            for mode in std::iter::once(&"").chain(event_type.modes()) {
                let key = (*event_type, (*mode).to_owned());
                assert!(codes.plover.contains_key(&key), "{key:?}");
            }
        }
    }
}
