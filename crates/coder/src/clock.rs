//! The day of publication, where the report gives month and day but no year.
//!
//! Each year is a hypothesis. Those that contradict the report are dropped: an office holder's term, a year
//! told as over, a dated event of the world told as past. If one is left it is taken, with the reasons;
//! otherwise the year stays unknown.

use jiff::civil::Date;
use relata_knowledge::{Knowledge, NameEntry, Term, TimeWord, words_of};
use relata_record::{Found, PublishedDate, Report};

/// Years that can be hypotheses: news in English agency style, up to the end of the tables.
const YEARS: std::ops::RangeInclusive<i16> = 1979..=2035;

/// The publication date with its year inferred where it is not written.
pub(crate) fn infer(knowledge: &Knowledge, report: &Report) -> Option<Found<PublishedDate>> {
    let published = report.published.clone()?;
    if published.value.year.is_some() {
        return Some(published);
    }
    let (month, day) = (published.value.month, published.value.day);
    let mut years: Vec<Date> = YEARS
        .filter_map(|year| Date::new(year, month, day).ok())
        .collect();
    let mut reasons = Vec::new();
    for reason in constraints(knowledge, report, (month, day)) {
        let before = years.len();
        let kept: Vec<Date> = years
            .iter()
            .copied()
            .filter(|date| reason.allows(*date))
            .collect();
        if kept.len() < before && !kept.is_empty() {
            years = kept;
            reasons.push(reason.told);
        }
    }
    let mut inferred = published.clone();
    if let [only] = years.as_slice() {
        inferred.value.year = Some(only.year());
        inferred.value.inferred = true;
        inferred.value.reasons = reasons;
    }
    Some(inferred)
}

#[derive(Debug, Default)]
struct Constraint {
    from: Option<Date>,
    to: Option<Date>,
    weekday: Option<i8>,
    told: String,
}

impl Constraint {
    fn allows(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
            && self
                .weekday
                .is_none_or(|weekday| date.weekday().to_monday_one_offset() == weekday)
    }
}

fn constraints(knowledge: &Knowledge, report: &Report, date: (i8, i8)) -> Vec<Constraint> {
    let mut found = offices(knowledge, report);
    found.extend(weekdays(knowledge, &report.text, date));
    found.extend(years_told_as_over(&report.text));
    let lower = report.text.to_lowercase();
    for event in &knowledge.world_events {
        let told = event
            .phrases
            .iter()
            .any(|phrase| contains_words(&lower, &phrase.join(" ")));
        if told {
            found.push(Constraint {
                from: Some(event.date),
                to: None,
                told: format!("{} ({}) is told as past", event.name, event.date),
                ..Constraint::default()
            });
        }
    }
    found
}

/// "Friday, Oct. 2": a weekday written beside the day of publication.
fn weekdays(knowledge: &Knowledge, text: &str, (month, day): (i8, i8)) -> Vec<Constraint> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let meaning = |word: &str| {
        let lower = word.to_lowercase();
        knowledge
            .calendar
            .iter()
            .find(|row| {
                row.phrases
                    .iter()
                    .any(|phrase| phrase.trim_end_matches('.') == lower)
                    && matches!(row.word, TimeWord::Month(_) | TimeWord::Weekday(_))
            })
            .map(|row| row.word)
    };
    words
        .windows(3)
        .filter_map(|three| {
            let is_day = |word: &str| word.parse() == Ok(day);
            let date = if is_day(three[2]) {
                three[1]
            } else if is_day(three[1]) {
                three[2]
            } else {
                return None;
            };
            let Some(TimeWord::Weekday(weekday)) = meaning(three[0]) else {
                return None;
            };
            (meaning(date) == Some(TimeWord::Month(month))).then(|| Constraint {
                weekday: Some(weekday),
                told: format!("{} is written beside the date", three[0]),
                ..Constraint::default()
            })
        })
        .take(1)
        .collect()
}

/// People named with the office they hold: the report was written in a term.
fn offices(knowledge: &Knowledge, report: &Report) -> Vec<Constraint> {
    let text = &report.text;
    let words = words_of(text, 0);
    let mut found = Vec::new();
    for name in knowledge.names_on(&words, None) {
        let before = text.get(..name.span.start as usize).unwrap_or("");
        let title: String = before
            .chars()
            .rev()
            .take(60)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let title = title.to_lowercase();
        let terms: Vec<&Term> = name
            .entries
            .iter()
            .filter_map(|entry| match entry {
                NameEntry::Person(index) => knowledge.people.get(*index as usize),
                _ => None,
            })
            .filter(|term| title.trim_end().ends_with(&term.role))
            .filter(|term| {
                let rest = title
                    .trim_end()
                    .trim_end_matches(term.role.as_str())
                    .trim_end();
                !rest.ends_with("former") && !rest.ends_with("ex-") && !rest.ends_with("late")
            })
            .collect();
        let Some(first) = terms.first() else { continue };
        let from = terms
            .iter()
            .map(|term| term.period.from.map(|b| b.first))
            .min()
            .flatten();
        let to = if terms.iter().any(|term| term.period.to.is_none()) {
            None
        } else {
            terms
                .iter()
                .filter_map(|term| term.period.to.map(|b| b.last))
                .max()
        };
        let show =
            |date: Option<Date>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        found.push(Constraint {
            from,
            to,
            told: format!(
                "{} is called {}, held from {} to {}",
                first.name,
                first.role,
                show(from),
                show(to)
            ),
            ..Constraint::default()
        });
    }
    found
}

/// "in 2020": a report of that year would write "this year".
fn years_told_as_over(text: &str) -> Vec<Constraint> {
    let mut found = Vec::new();
    for (index, _) in text.match_indices(" in ") {
        let rest = &text[index + 4..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if digits.len() != 4 {
            continue;
        }
        let Some(year) = digits
            .parse::<i16>()
            .ok()
            .filter(|year| YEARS.contains(year))
        else {
            continue;
        };
        let will = text[..index].rsplit(['.', '\n']).next().unwrap_or("");
        if [" will ", " would ", " due ", " planned ", " next "]
            .iter()
            .any(|cue| will.contains(cue))
        {
            continue;
        }
        if let Ok(from) = Date::new(year + 1, 1, 1) {
            found.push(Constraint {
                from: Some(from),
                to: None,
                told: format!("{year} is told as a year that is over"),
                ..Constraint::default()
            });
        }
    }
    found
}

fn contains_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(index, _)| {
        let before = text[..index].chars().next_back();
        let after = text[index + phrase.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_beside_the_date_leaves_few_years() {
        let knowledge = Knowledge::embedded().unwrap();
        let found = weekdays(&knowledge, "HERAT, Friday, Oct. 2 - Talks go on.", (10, 2));
        assert_eq!(found.len(), 1);
        assert!(found[0].allows(jiff::civil::date(2020, 10, 2)));
        assert!(!found[0].allows(jiff::civil::date(2021, 10, 2)));
        assert!(weekdays(&knowledge, "On Friday 2 men left.", (10, 2)).is_empty());
    }
}
