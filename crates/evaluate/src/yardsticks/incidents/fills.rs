//! How far a told fill of a slot agrees with a known one: wholly, by half, or not.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Fill;

/// Kinds of weapon and what they are a kind of.
const WEAPONS: [(&str, &str); 13] = [
    ("MACHINE GUN", "GUN"),
    ("MORTAR", "GUN"),
    ("HANDGUN", "GUN"),
    ("RIFLE", "GUN"),
    ("BOMB", "EXPLOSIVE"),
    ("GRENADE", "EXPLOSIVE"),
    ("MOLOTOV COCKTAIL", "EXPLOSIVE"),
    ("VEHICLE BOMB", "BOMB"),
    ("DYNAMITE", "BOMB"),
    ("MINE", "BOMB"),
    ("AERIAL BOMB", "BOMB"),
    ("MISSILE", "PROJECTILE"),
    ("ROCKET", "PROJECTILE"),
];

const STOP: &[&str] = &[
    "A", "AN", "THE", "OF", "IN", "ON", "AT", "TO", "FROM", "FOR", "BY", "WITH", "AND", "SOME",
    "SEVERAL", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ONE",
    "OTHER", "ANOTHER", "HIS", "HER", "THEIR", "ITS", "THIS", "THAT", "THESE", "THOSE", "ALL",
    "MANY", "WHO", "WHICH", "WERE", "WAS",
];

const NATIONS: &[&str] = &[
    "SALVADORAN",
    "GUATEMALAN",
    "HONDURAN",
    "NICARAGUAN",
    "COLOMBIAN",
    "PERUVIAN",
    "CHILEAN",
    "BOLIVIAN",
    "ECUADORAN",
    "ECUADOREAN",
    "ARGENTINE",
    "ARGENTINIAN",
    "US",
    "U.S",
    "AMERICAN",
    "LOCAL",
];

const PREPOSITIONS: &[&str] = &[
    "OF", "IN", "ON", "AT", "FROM", "FOR", "BY", "WITH", "WHO", "WHICH", "THAT", "NEAR",
];

pub(super) const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// 1 for a whole match, one half for a part of it, 0 for none.
pub(super) fn fill_match(slot: &str, told: &Fill, known: &Fill) -> f64 {
    let best = told
        .alts
        .iter()
        .flat_map(|told| {
            known
                .alts
                .iter()
                .map(move |known| value_match(slot, told, known))
        })
        .fold(0.0, f64::max);
    let has_reference = known.of.is_some() && (slot != "hum_tgt_description" || told.of.is_some());
    if best >= 1.0 && has_reference && !refers_alike(told, known) {
        0.5
    } else {
        best
    }
}

fn refers_alike(told: &Fill, known: &Fill) -> bool {
    let Some(known) = &known.of else {
        return true;
    };
    let Some(told) = &told.of else {
        return known.contains(&None);
    };
    told.iter().any(|told| {
        known.iter().any(|known| match (told, known) {
            (Some(told), Some(known)) => words_match(told, known) > 0.0,
            (told, known) => told == known,
        })
    })
}

fn value_match(slot: &str, told: &str, known: &str) -> f64 {
    match slot {
        "instrument_id"
        | "perp_individual_id"
        | "perp_org_id"
        | "phys_tgt_id"
        | "hum_tgt_name"
        | "hum_tgt_description" => words_match(told, known),
        "incident_date" => date_match(told, known),
        "incident_location" => place_match(told, known),
        "phys_tgt_number" | "phys_tgt_total" | "hum_tgt_number" | "hum_tgt_total" => {
            number_match(told, known)
        }
        _ if told == known => 1.0,
        _ => set_match(slot, told, known),
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_uppercase()
        .replace("'S", "")
        .split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || ".'&-".contains(c)))
        .filter(|word| !word.trim_matches(['.', '\'', '-']).is_empty())
        .map(str::to_owned)
        .collect()
}

fn content(text: &str) -> Vec<String> {
    words(text)
        .iter()
        .map(|word| word.trim_matches(['.', '\'', '-']).to_owned())
        .filter(|word| {
            let word = word.as_str();
            !STOP.contains(&word)
                && !NATIONS.contains(&word)
                && !word.chars().all(|c| c.is_ascii_digit())
        })
        .collect()
}

/// The last word before a preposition.
fn head(text: &str) -> Option<String> {
    let words = words(text);
    let is_preposition = |word: &String| PREPOSITIONS.contains(&word.as_str());
    let end = words
        .iter()
        .skip(1)
        .position(is_preposition)
        .map_or(words.len(), |end| end + 1);
    words.get(..end)?.last().cloned()
}

fn words_match(told: &str, known: &str) -> f64 {
    if words(told) == words(known) {
        return 1.0;
    }
    let (a, b) = (content(told), content(known));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    let is_part = |part: &[String], whole: &[String]| part.iter().all(|word| whole.contains(word));
    if is_part(&b, &a) {
        return if head(told) == head(known) || a.ends_with(&b) {
            1.0
        } else {
            0.5
        };
    }
    let shares = a.iter().any(|word| b.contains(word));
    if is_part(&a, &b) || head(told) == head(known) && shares {
        0.5
    } else {
        0.0
    }
}

type Days = (Option<Date>, Option<Date>);

/// "16 NOV 89", "- 04 MAR 90", "01 JAN 89 - 04 MAR 90".
fn days(text: &str) -> Option<Days> {
    let day = |text: &str| -> Option<Option<Date>> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        match parts.as_slice() {
            [] => Some(None),
            [day, month, year] => {
                let month = MONTHS.iter().position(|name| name == month)? as i8 + 1;
                Some(Date::new(1900 + year.parse::<i16>().ok()?, month, day.parse().ok()?).ok())
            }
            _ => None,
        }
    };
    match text.split_once('-') {
        None => day(text)?.map(|day| (Some(day), Some(day))),
        Some((from, to)) => Some((day(from)?, day(to)?)),
    }
}

fn date_match(told: &str, known: &str) -> f64 {
    if told.trim() == known.trim() {
        return 1.0;
    }
    let (Some(told), Some(known)) = (days(told), days(known)) else {
        return 0.0;
    };
    if told == known {
        return 1.0;
    }
    if let (Some(from), Some(to)) = told
        && from == to
    {
        let begins = known.0.is_none_or(|start| start <= from);
        let ends = known.1.is_none_or(|end| from <= end);
        let near = || {
            let end = known.1.and_then(|end| end.checked_sub(31.days()).ok());
            known.0.is_some() || end.is_some_and(|first| first <= from)
        };
        return if known.0 != known.1 && begins && ends && near() {
            0.5
        } else {
            0.0
        };
    }
    let same_end = told.1.is_some() && told.1 == known.1;
    let is_open = told.0.is_none() || told.0.is_some() && known.0.is_none();
    if same_end && is_open { 0.5 } else { 0.0 }
}

fn place_match(told: &str, known: &str) -> f64 {
    let parts = |text: &str| -> Vec<String> {
        let mut plain = String::new();
        let mut depth = 0;
        for c in text.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                c if depth == 0 => plain.push(c),
                _ => {}
            }
        }
        let cut = plain.replace(" - ", ":");
        let parts = cut
            .split(':')
            .map(|part| part.trim_matches([' ', '?']).to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (told, known) = (parts(told), parts(known));
    let (Some((country, places)), Some((known_country, known_places))) =
        (told.split_first(), known.split_first())
    else {
        return 0.0;
    };
    let same_places = places == known_places;
    if country == known_country {
        let same_last = !places.is_empty() && places.last() == known_places.last();
        if same_places || same_last { 1.0 } else { 0.5 }
    } else if !places.is_empty() && same_places {
        0.5
    } else {
        0.0
    }
}

fn number_match(told: &str, known: &str) -> f64 {
    let (told, known) = (told.replace(' ', ""), known.replace(' ', ""));
    if told == known {
        return 1.0;
    }
    let is_number = !told.is_empty() && told.chars().all(|c| c.is_ascii_digit());
    let is_end = known
        .split_once('-')
        .is_some_and(|(from, to)| from == told || to == told);
    if is_number && (known == format!("~{told}") || is_end) {
        0.5
    } else {
        0.0
    }
}

fn set_match(slot: &str, told: &str, known: &str) -> f64 {
    let is_broader = || {
        let mut kind = known;
        while let Some((_, broader)) = WEAPONS.iter().find(|(name, _)| *name == kind) {
            if *broader == told {
                return true;
            }
            kind = broader;
        }
        false
    };
    let is_near = match slot {
        "incident_type" => told == "ATTACK",
        "instrument_type" => is_broader(),
        "perp_org_confidence" => {
            told == "SUSPECTED OR ACCUSED" && known == "SUSPECTED OR ACCUSED BY AUTHORITIES"
        }
        "phys_tgt_type" => {
            told == "POLITICAL FIGURE OFFICE OR RESIDENCE"
                && known == "GOVERNMENT OFFICE OR RESIDENCE"
        }
        "phys_tgt_effect" => told == "DESTROYED" && known == "SOME DAMAGE",
        "hum_tgt_type" => matches!(
            (told, known),
            ("GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL")
                | ("ACTIVE MILITARY", "FORMER ACTIVE MILITARY")
                | ("POLITICAL FIGURE", "GOVERNMENT OFFICIAL")
        ),
        "hum_tgt_effect" => {
            matches!(told, "NO INJURY" | "NO DEATH") && known == "NO INJURY OR DEATH"
        }
        _ => false,
    };
    if is_near { 0.5 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(slot: &str, told: &str, known: &str) -> f64 {
        value_match(slot, told, known)
    }

    #[test]
    fn parts_of_a_fill_count_half() {
        for (slot, told, known, expected) in [
            ("perp_org_id", "THE SHINING PATH", "SHINING PATH", 1.0),
            ("hum_tgt_name", "LOPEZ", "ENRIQUE LOPEZ", 0.5),
            ("incident_date", "05 MAR 89", "01 MAR 89 - 09 MAR 89", 0.5),
            ("incident_date", "05 MAR 89", "06 MAR 89", 0.0),
            (
                "incident_location",
                "PERU: LIMA (CITY)",
                "PERU: LIMA (CITY): SAN ISIDRO (AREA)",
                0.5,
            ),
            ("instrument_type", "GUN", "RIFLE", 0.5),
            ("hum_tgt_number", "6", "6-9", 0.5),
        ] {
            let got = value(slot, told, known);
            assert!(
                (got - expected).abs() < 1e-9,
                "{slot}: {told} for {known}: {got}"
            );
        }
    }
}
