//! The table of talks: from which state which act of whom leads where, and the words that say what a step is about.
//!
//! These tables are no part of [`crate::Knowledge`]: they decide nothing that a report gives, so that a change
//! of them must not make the program code every report again.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::period::{Bound, Period};
use crate::table::{Row, read_table};
use crate::{Error, RowError};

const TALKS: &str = include_str!("../../../knowledge/history/talks.tsv");
const WORDS: &str = include_str!("../../../knowledge/history/talks-words.tsv");
const FACTIONS: &str = include_str!("../../../knowledge/history/factions.tsv");

/// Which of the three things that move on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// The talks.
    Talks,
    /// The truce.
    Ceasefire,
    /// The texts.
    Agreement,
}

impl Track {
    /// All of them, in the order they are told in.
    pub const ALL: [Track; 3] = [Track::Talks, Track::Ceasefire, Track::Agreement];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Track::Talks => "talks",
            Track::Ceasefire => "ceasefire",
            Track::Agreement => "agreement",
        }
    }

    /// Its states: the first is that of two parties of which nothing is known.
    pub fn states(self) -> &'static [&'static str] {
        match self {
            Track::Talks => &[
                "NONE",
                "OFFERED",
                "SOUGHT",
                "AGREED_TO_TALK",
                "UNDER_WAY",
                "SUSPENDED",
                "WITHDRAWN",
                "REJECTED",
                "BROKEN_OFF",
                "CONCLUDED",
                "DORMANT",
            ],
            Track::Ceasefire => &[
                "NONE",
                "OFFERED",
                "UNILATERAL",
                "IN_FORCE",
                "STRAINED",
                "EXPIRED",
                "ENDED",
            ],
            Track::Agreement => &[
                "NONE",
                "PRE",
                "PARTIAL",
                "COMPREHENSIVE",
                "IMPLEMENTING",
                "RENEWED",
                "COLLAPSED",
            ],
        }
    }

    /// The states that a word for several stands for.
    fn group(self, name: &str) -> Option<&'static [&'static str]> {
        match (self, name) {
            (_, "*") => Some(self.states()),
            (Track::Talks, "open") => self.states().get(1..6),
            (Track::Talks, "cold") => Some(&[
                "NONE",
                "WITHDRAWN",
                "REJECTED",
                "BROKEN_OFF",
                "CONCLUDED",
                "DORMANT",
            ]),
            (Track::Ceasefire, "live") => self.states().get(2..5),
            _ => None,
        }
    }
}

/// Whose act a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// Anybody's.
    Any,
    /// Of one of the two sides, or of both.
    Side,
    /// Of both sides together.
    Both,
    /// Of a side that is already the holder of the state.
    Holder,
    /// Of a side that is not.
    Other,
    /// Of neither side.
    Third,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksRule {
    /// Its name, which every step names.
    pub name: String,
    /// The track that it moves.
    pub track: Track,
    /// The states that it moves from.
    pub from: Vec<&'static str>,
    /// The acts that it is for.
    pub acts: Vec<String>,
    /// Of whom.
    pub by: Doer,
    /// What else must hold; `!` in front turns it round.
    pub when: Vec<String>,
    /// Where it leads; None: it stays.
    pub to: Option<String>,
    /// What else it does.
    pub effects: Vec<String>,
    /// Steps, and the state that they lead to.
    pub example: String,
    /// Why, in words for a reader.
    pub why: String,
}

/// A part of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faction {
    /// The part.
    pub child: String,
    /// The whole.
    pub parent: String,
    /// True for one that has broken away: the whole does not speak for it.
    pub is_splinter: bool,
    /// When.
    pub period: Period,
}

/// Words of one class; `*` at the end of a word stands for any ending.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    class: String,
    phrases: Vec<Vec<String>>,
    example: String,
}

/// The tables of talks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksTable {
    /// The rows in their order: the first that fits fires.
    pub rules: Vec<TalksRule>,
    /// Parts of movements.
    pub factions: Vec<Faction>,
    words: Vec<Words>,
    hash: String,
}

const WHEN: [&str; 11] = [
    "held",
    "confirms",
    "sure",
    "planned",
    "bound",
    "final",
    "pre",
    "later-text",
    "quits",
    "holder-third",
    "dated",
];

const EFFECTS: [&str; 22] = [
    "?",
    "always?",
    "-?",
    "+!",
    "-!",
    "wake",
    "held",
    "forget",
    "by",
    "by+",
    "by-kept",
    "pledge",
    "pledge-both",
    "unpledge",
    "demand",
    "mediator",
    "refusal",
    "dispute",
    "violation",
    "alleged",
    "schedule",
    "shock",
];

impl TalksTable {
    /// The tables that ship with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded() -> Result<Self, Error> {
        Self::read(TALKS, WORDS, FACTIONS)
    }

    /// Reads the tables of rules, words and factions.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn read(talks: &str, words: &str, factions: &str) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let columns = [
            "rule", "track", "from", "act", "by", "when", "to", "effects", "example", "why",
        ];
        let mut rules: Vec<TalksRule> = Vec::new();
        for (rule, place) in read_table("talks.tsv", talks, &columns, &mut errors, |row| {
            Ok((read_rule(row)?, row.error("another row has the same name")))
        }) {
            if rules.iter().any(|known| known.name == rule.name) {
                errors.push(place);
            } else {
                rules.push(rule);
            }
        }
        let words = read_table(
            "talks-words.tsv",
            words,
            &["class", "words", "example"],
            &mut errors,
            read_words,
        );
        let factions = read_table(
            "factions.tsv",
            factions,
            &["child", "parent", "kind", "from", "to"],
            &mut errors,
            read_faction,
        );
        if !errors.is_empty() {
            return Err(Error::Rows(errors));
        }
        let mut digest = Sha256::new();
        digest.update(format!("{rules:?}{words:?}{factions:?}"));
        Ok(Self {
            rules,
            factions,
            words,
            hash: digest
                .finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        })
    }

    /// The same tables have the same hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The movement that `child` is a part of on `day`, and whether it has broken away.
    pub fn parent_of(&self, child: &str, day: Date) -> Option<(&str, bool)> {
        self.factions
            .iter()
            .find(|faction| faction.child == child && faction.period.may_hold(day))
            .map(|faction| (faction.parent.as_str(), faction.is_splinter))
    }

    /// The classes of the words of `text`, each with the byte at which its words begin, in the order of the text.
    pub fn classes_in(&self, text: &str) -> Vec<(usize, &str)> {
        let words = lower_words(text);
        let mut found = Vec::new();
        for row in &self.words {
            for phrase in &row.phrases {
                for (at, window) in words.windows(phrase.len().max(1)).enumerate() {
                    if window
                        .iter()
                        .zip(phrase)
                        .all(|((_, word), wanted)| is_word(word, wanted))
                        && let Some((start, _)) = words.get(at)
                    {
                        found.push((*start, row.class.as_str()));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Classes with the sentence that shows them, for a test.
    pub fn word_examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words
            .iter()
            .map(|row| (row.class.as_str(), row.example.as_str()))
    }
}

fn is_word(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == wanted,
    }
}

/// The words of a text in lower case, each with the byte at which it begins.
fn lower_words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '-' {
            if !is_open {
                words.push((at, String::new()));
            }
            if let Some((_, word)) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
            is_open = true;
        } else {
            is_open = false;
        }
    }
    words
}

fn read_rule(row: &Row<'_>) -> Result<TalksRule, RowError> {
    let track = row.parse("track", "track", |text| {
        Track::ALL.into_iter().find(|track| track.as_str() == text)
    })?;
    let mut from = Vec::new();
    for name in row.list("from", '|') {
        let one = track.states().iter().find(|state| **state == name);
        match (track.group(name), one) {
            (Some(group), _) => from.extend(group),
            (None, Some(state)) => from.push(*state),
            (None, None) => {
                return Err(row.error(format!("column `from`: `{name}` is no state of its track")));
            }
        }
    }
    let to = row.required("to")?;
    let to = match to {
        "=" => None,
        "restored" => Some(to),
        state if track.states().contains(&state) => Some(to),
        other => return Err(row.error(format!("column `to`: `{other}` is no state of its track"))),
    };
    let words = |column: &str| -> Vec<String> {
        row.get(column)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let (when, effects) = (words("when"), words("effects"));
    if let Some(wrong) = when
        .iter()
        .find(|word| !WHEN.contains(&word.trim_start_matches('!')))
    {
        return Err(row.error(format!("column `when`: `{wrong}` is no condition")));
    }
    if let Some(wrong) = effects
        .iter()
        .find(|word| !EFFECTS.contains(&word.as_str()))
    {
        return Err(row.error(format!("column `effects`: `{wrong}` is no effect")));
    }
    Ok(TalksRule {
        name: row.required("rule")?.to_owned(),
        track,
        from,
        acts: row
            .list("act", '|')
            .into_iter()
            .map(str::to_owned)
            .collect(),
        by: row.parse("by", "doer", |text| match text {
            "any" => Some(Doer::Any),
            "side" => Some(Doer::Side),
            "both" => Some(Doer::Both),
            "holder" => Some(Doer::Holder),
            "other" => Some(Doer::Other),
            "third" => Some(Doer::Third),
            _ => None,
        })?,
        when,
        to: to.map(str::to_owned),
        effects,
        example: row.required("example")?.to_owned(),
        why: row.required("why")?.to_owned(),
    })
}

fn read_words(row: &Row<'_>) -> Result<Words, RowError> {
    row.required("words")?;
    Ok(Words {
        class: row.required("class")?.to_owned(),
        phrases: row
            .list("words", '|')
            .into_iter()
            .map(|phrase| phrase.split_whitespace().map(str::to_owned).collect())
            .collect(),
        example: row.required("example")?.to_owned(),
    })
}

fn read_faction(row: &Row<'_>) -> Result<Faction, RowError> {
    let bound = |column: &str| match row.get(column) {
        "" => Ok(None),
        _ => row
            .parse(column, "day, month or year", Bound::parse)
            .map(Some),
    };
    Ok(Faction {
        child: row.required("child")?.to_owned(),
        parent: row.required("parent")?.to_owned(),
        is_splinter: row.parse("kind", "faction or splinter", |text| match text {
            "faction" => Some(false),
            "splinter" => Some(true),
            _ => None,
        })?,
        period: Period {
            from: bound("from")?,
            to: bound("to")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_found_in_its_example() {
        let table = TalksTable::embedded().unwrap();
        for (class, example) in table.word_examples() {
            assert!(
                table
                    .classes_in(example)
                    .iter()
                    .any(|(_, found)| *found == class),
                "{class}: {example}"
            );
        }
    }

    #[test]
    fn a_broken_row_is_named() {
        let header = "rule\ttrack\tfrom\tact\tby\twhen\tto\teffects\texample\twhy\n";
        for (row, what) in [
            (
                "a\ttalks\tOPEN\toffer\tany\t\t=\t\tx\ty",
                "`OPEN` is no state",
            ),
            (
                "a\ttalks\t*\toffer\tany\t\tSTRAINED\t\tx\ty",
                "`STRAINED` is no state",
            ),
            ("a\ttalks\t*\toffer\tsome\t\t=\t\tx\ty", "`some` is no doer"),
            (
                "a\ttalks\t*\toffer\tany\tlucky\t=\t\tx\ty",
                "`lucky` is no condition",
            ),
            (
                "a\ttalks\t*\toffer\tany\t\t=\tcheer\tx\ty",
                "`cheer` is no effect",
            ),
        ] {
            let error = TalksTable::read(
                &format!("{header}{row}\n"),
                "class\twords\texample\n",
                "child\tparent\tkind\tfrom\tto\n",
            )
            .unwrap_err()
            .to_string();
            assert!(
                error.contains(what) && error.contains("talks.tsv:2"),
                "{error}"
            );
        }
    }
}
