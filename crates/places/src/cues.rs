//! Words beside a toponym that tell which place of its name is meant: units behind a comma, nouns of units.

use crate::class::Class;
use crate::gazetteer::Gazetteer;
use crate::known::{Known, Toponym, known};

/// Nouns of units and what they make of the name before or behind them.
const UNITS: [(&str, Class); 24] = [
    ("county", Class::Admin2),
    ("parish", Class::Admin2),
    ("district", Class::Admin2),
    ("agency", Class::Admin2),
    ("subdistrict", Class::Admin2),
    ("province", Class::Admin1),
    ("state", Class::Admin1),
    ("governorate", Class::Admin1),
    ("oblast", Class::Admin1),
    ("region", Class::Admin1),
    ("department", Class::Admin1),
    ("prefecture", Class::Admin1),
    ("emirate", Class::Admin1),
    ("city", Class::Town),
    ("town", Class::Town),
    ("village", Class::Town),
    ("capital", Class::Capital),
    ("camp", Class::Site),
    ("airport", Class::Site),
    ("crossing", Class::Site),
    ("neighborhood", Class::Quarter),
    ("neighbourhood", Class::Quarter),
    ("suburb", Class::Quarter),
    ("quarter", Class::Quarter),
];

fn unit_of(word: &str) -> Option<Class> {
    let lower = word.to_lowercase();
    UNITS
        .iter()
        .find(|(noun, _)| *noun == lower)
        .map(|(_, class)| *class)
}

/// The kind of unit that the word behind a toponym, its last word, or "X of" before it names.
pub(crate) fn admin_cue(text: &str, toponym: Toponym) -> Option<Class> {
    let own = text.get(toponym.start..toponym.end)?;
    let last = own.rsplit(' ').next().filter(|word| word.len() < own.len());
    let behind = text.get(toponym.end..)?;
    let next = behind.strip_prefix(' ').map(|rest| {
        rest.split(|letter: char| !letter.is_alphabetic())
            .next()
            .unwrap_or_default()
    });
    let before = text.get(..toponym.start)?.trim_end();
    let before = before.strip_suffix("the").unwrap_or(before).trim_end();
    let named = before
        .strip_suffix(" of")
        .and_then(|rest| rest.rsplit(' ').next());
    last.and_then(unit_of)
        .or_else(|| next.and_then(unit_of))
        .or_else(|| named.and_then(unit_of))
}

/// Units and countries whose name stands behind a comma or in brackets: "X, Ohio", "X (Ohio)".
pub(crate) fn container_behind(gazetteer: &Gazetteer, text: &str, toponym: Toponym) -> Vec<Known> {
    let own = text.get(toponym.start..toponym.end).unwrap_or_default();
    if let Some((_, rest)) = own.split_once(',') {
        let found = units_at(gazetteer, rest.trim());
        if !found.is_empty() {
            return found;
        }
    }
    let Some(behind) = text.get(toponym.end..) else {
        return Vec::new();
    };
    let Some(rest) = behind
        .strip_prefix(',')
        .or_else(|| behind.strip_prefix(" ,"))
        .or_else(|| behind.strip_prefix(" ("))
    else {
        return Vec::new();
    };
    units_at(gazetteer, rest.trim_start())
}

/// Units and countries that a toponym is said to lie in: "X in northern Y", "X in the province of Y".
pub(crate) fn parent_behind(gazetteer: &Gazetteer, text: &str, toponym: Toponym) -> Vec<Known> {
    let Some(behind) = text.get(toponym.end..) else {
        return Vec::new();
    };
    let mut rest = behind.trim_start();
    let mut is_led = false;
    for _ in 0..6 {
        if rest.starts_with(char::is_uppercase) {
            return if is_led {
                units_at(gazetteer, rest)
            } else {
                Vec::new()
            };
        }
        let end = rest
            .find(|letter: char| !letter.is_alphabetic())
            .unwrap_or(rest.len());
        let word = &rest[..end];
        is_led |= word == "in";
        let is_between = matches!(
            word,
            "in" | "the" | "of" | "central" | "southern" | "northern" | "eastern" | "western"
        ) || matches!(
            word,
            "northeastern" | "northwestern" | "southeastern" | "southwestern"
        ) || unit_of(word).is_some();
        if !is_between || !rest[end..].starts_with(' ') {
            return Vec::new();
        }
        rest = rest[end..].trim_start();
    }
    Vec::new()
}

/// The units and countries that the first words name, the longest name first.
fn units_at(gazetteer: &Gazetteer, text: &str) -> Vec<Known> {
    if !text.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let mut ends: Vec<usize> = Vec::new();
    for (at, letter) in text.char_indices().take(50) {
        if !letter.is_alphanumeric() && letter != '.' && letter != '\'' && letter != '-' {
            ends.push(at);
            if letter != ' ' || ends.len() == 4 {
                break;
            }
        }
    }
    if ends.len() < 4
        && text.chars().count() <= 50
        && ends.last().is_none_or(|at| text[*at..].starts_with(' '))
    {
        ends.push(text.len());
    }
    for end in ends.iter().rev() {
        let candidates = gazetteer.look_up_key(&crate::key(&text[..*end]).unwrap_or_default());
        let units: Vec<Known> = known(gazetteer, &candidates)
            .into_iter()
            .filter(|known| {
                matches!(
                    known.record.class,
                    Class::Country | Class::Admin1 | Class::Admin2
                )
            })
            .collect();
        if !units.is_empty() {
            return units;
        }
    }
    Vec::new()
}
