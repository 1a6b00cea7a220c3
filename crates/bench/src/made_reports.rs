//! Made reports of some 300 words, in the order of their days: a fifth as many deeds as reports, over ten years and eight
//! conflicts, some of which are told of far more than others. Half of the reports are an agency's words again: reprinted,
//! cut, or led anew with other numbers; the others tell the deed in their own words. Each has what was said of it, some an
//! older deed, some a paragraph of background that stands below many reports, and the rest tells nothing. The same number
//! gives the same report.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::made_words::{
    ATTACKS, CONFLICTS, Conflict, FILLERS, FIRST_NAMES, GOODS, KIN, LAST_NAMES, MONTHS, OTHER_NEWS,
    OUTLETS, PAST, REACTIONS, SEASONS, SITES, TARGETS, TRADES, WEAPONS,
};

/// A report as a row of JSONL.
#[derive(Debug, Serialize)]
pub struct MadeReport {
    id: String,
    published: String,
    agency: &'static str,
    title: String,
    /// The text.
    pub text: String,
}

/// Reports of one deed.
const REPORTS_OF_DEED: usize = 5;
/// Days over which the deeds are spread.
const DAYS: usize = 3650;
/// Words of a report, at the least.
const WORDS: usize = 290;
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A small generator of pseudo-random numbers: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        let seed = u64::try_from(seed).unwrap_or(0);
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        for _ in 0..3 {
            dice.below(2);
        }
        dice
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    fn one<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        let n = self.below(N);
        list[n]
    }

    fn chance(&mut self, hundredths: usize) -> bool {
        self.below(100) < hundredths
    }

    fn name(&mut self) -> String {
        format!("{} {}", self.one(&FIRST_NAMES), self.one(&LAST_NAMES))
    }
}

/// A deed; the same number gives the same deed.
struct Deed {
    number: usize,
    day: Date,
    conflict: &'static Conflict,
    town: &'static str,
    target: &'static str,
    weapon: &'static str,
    dead: usize,
    wounded: usize,
    is_attack: bool,
}

fn deed(number: usize, n_deeds: usize) -> Deed {
    let mut dice = Dice::new(number + 1_000_003);
    let days = number * DAYS / n_deeds.max(1);
    // The first conflicts are told of more: of three throws the least counts.
    let conflict = (0..3).map(|_| dice.below(CONFLICTS.len())).min();
    let conflict = &CONFLICTS[conflict.unwrap_or(0)];
    Deed {
        number,
        day: later(date(2004, 1, 1), days),
        town: dice.one(&conflict.towns),
        target: dice.one(&TARGETS),
        weapon: dice.one(&WEAPONS),
        dead: 2 + dice.below(40),
        wounded: 3 + dice.below(60),
        is_attack: dice.chance(60),
        conflict,
    }
}

/// An older deed of the same conflict.
fn older(own: &Deed, n_deeds: usize, dice: &mut Dice) -> Deed {
    let far = 1 + dice.below(20);
    let numbers = (0..own.number).rev().skip(far).take(60);
    let mut found = numbers.map(|number| deed(number, n_deeds));
    found
        .find(|past| past.conflict.group == own.conflict.group)
        .unwrap_or_else(|| deed(own.number, n_deeds))
}

fn later(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or(0);
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// Report `n` of `n_reports`.
pub fn made_report(n: usize, n_reports: usize) -> MadeReport {
    let n_deeds = (n_reports / REPORTS_OF_DEED).max(1);
    let own = deed(n / REPORTS_OF_DEED, n_deeds);
    let mut dice = Dice::new(n);
    let past = older(&own, n_deeds, &mut dice);
    let is_first = n.is_multiple_of(REPORTS_OF_DEED);
    let paragraphs = if is_first || dice.chance(50) {
        own_words(&own, &past, &mut dice)
    } else {
        let first = n - n % REPORTS_OF_DEED;
        let mut agency = Dice::new(first);
        let past = older(&own, n_deeds, &mut agency);
        revised(own_words(&own, &past, &mut agency), &own, &past, &mut dice)
    };
    let days = if is_first { 0 } else { dice.below(3) };
    MadeReport {
        id: format!("made-{n:07}"),
        published: later(own.day, days).to_string(),
        agency: dice.one(&OUTLETS),
        title: if own.is_attack {
            let target = own
                .target
                .trim_start_matches("an ")
                .trim_start_matches("a ");
            format!("{} killed in attack on {target} in {}", own.dead, own.town)
        } else {
            format!("News from {} and the {}", own.town, own.conflict.group)
        },
        text: paragraphs.join("\n\n"),
    }
}

/// The paragraphs of a report of its own.
fn own_words(own: &Deed, past: &Deed, dice: &mut Dice) -> Vec<String> {
    let mut paragraphs = vec![lead(own, past, dice)];
    let mut used: Vec<usize> = Vec::new();
    for _ in 0..3 {
        let n = dice.below(REACTIONS.len());
        if !used.contains(&n) {
            used.push(n);
            paragraphs.push(filled(REACTIONS[n], own, past, dice));
        }
    }
    if dice.chance(50) {
        let pattern = dice.one(&PAST);
        paragraphs.push(filled(pattern, own, past, dice));
    }
    let has_background = dice.chance(30);
    let mut n_words: usize = paragraphs.iter().map(|text| words(text)).sum();
    if has_background {
        n_words += words(own.conflict.background);
    }
    let mut filler = dice.below(FILLERS.len());
    while n_words < WORDS {
        // Two sentences to a paragraph, each but once in a report.
        let mut paragraph = String::new();
        for _ in 0..2 {
            filler = (filler + 1 + 2 * dice.below(2)) % FILLERS.len();
            let text = filled(FILLERS[filler], own, past, dice);
            n_words += words(&text);
            paragraph.push_str(&text);
            paragraph.push(' ');
        }
        paragraphs.push(paragraph.trim_end().to_owned());
    }
    if has_background {
        paragraphs.push(own.conflict.background.to_owned());
    }
    paragraphs
}

fn lead(own: &Deed, past: &Deed, dice: &mut Dice) -> String {
    let pattern = if own.is_attack {
        dice.one(&ATTACKS)
    } else {
        // All tell of one thing.
        OTHER_NEWS[own.number % OTHER_NEWS.len()]
    };
    filled(pattern, own, past, dice)
}

/// An agency's report as another paper prints it: whole, cut, or led anew.
fn revised(mut paragraphs: Vec<String>, own: &Deed, past: &Deed, dice: &mut Dice) -> Vec<String> {
    match dice.below(3) {
        0 => {
            // The reader leaves out what is the same word for word on the same day.
            let pattern = dice.one(&FILLERS);
            paragraphs.push(filled(pattern, own, past, dice));
        }
        1 => {
            let at = paragraphs.len() / 2;
            let pattern = dice.one(&FILLERS);
            paragraphs[at] = filled(pattern, own, past, dice);
            paragraphs.swap_remove(at + 1);
        }
        _ => {
            let pattern = dice.one(&REACTIONS);
            paragraphs.insert(1, filled(pattern, own, past, dice));
            paragraphs[0] = lead(own, past, dice);
            paragraphs.pop();
        }
    }
    paragraphs
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A pattern with its gaps filled.
fn filled(pattern: &str, own: &Deed, past: &Deed, dice: &mut Dice) -> String {
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let (gap, behind) = behind.split_once('}').unwrap_or((behind, ""));
        text.push_str(&value(gap, own, past, dice));
        rest = behind;
    }
    text.push_str(rest);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

fn value(gap: &str, own: &Deed, past: &Deed, dice: &mut Dice) -> String {
    let word = match gap {
        "group" => own.conflict.group,
        "people" => own.conflict.people,
        "state" => own.conflict.state,
        "town" => own.town,
        "other_town" => dice.one(&own.conflict.towns),
        "target" => own.target,
        "weapon" => own.weapon,
        "day" => {
            let weekday = own.day.weekday().to_monday_zero_offset().unsigned_abs();
            WEEKDAYS[usize::from(weekday) % WEEKDAYS.len()]
        }
        "good" | "second_good" => dice.one(&GOODS),
        "kin" => dice.one(&KIN),
        "trade" => dice.one(&TRADES),
        "site" => dice.one(&SITES),
        "season" => dice.one(&SEASONS),
        "month" => dice.one(&MONTHS),
        "past_town" => past.town,
        "past_target" => past.target,
        "past_weapon" => past.weapon,
        "past_day" => return past.day.strftime("%B %-d").to_string(),
        "person" | "second_person" => return dice.name(),
        // Tolls rise from report to report.
        "dead" => return (own.dead + dice.below(2)).to_string(),
        "wounded" => return own.wounded.to_string(),
        "past_dead" => return past.dead.to_string(),
        "small" => return (2 + dice.below(8)).to_string(),
        _ => return (12 + dice.below(90)).to_string(),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_report_has_some_three_hundred_words_and_is_the_same_each_time() {
        let mut total = 0;
        for n in 0..200 {
            let report = made_report(n, 200);
            let n_words = words(&report.text);
            assert!((210..390).contains(&n_words), "{n_words}");
            assert!(!report.text.contains(['{', '}']), "{}", report.text);
            assert_eq!(report.text, made_report(n, 200).text);
            total += n_words;
        }
        assert!((290..330).contains(&(total / 200)), "{}", total / 200);
    }

    #[test]
    fn reports_of_two_deeds_share_few_sentences() {
        let sentences = |n| -> BTreeSet<String> {
            let text = made_report(n, 2000).text;
            text.split(['.', '\n']).map(str::to_owned).collect()
        };
        let shared = sentences(0).intersection(&sentences(5)).count();
        assert!(shared <= 3, "{shared}");
    }
}
