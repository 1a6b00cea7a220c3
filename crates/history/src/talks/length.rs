//! The last day of a truce, by the words that declare it: "a two-month truce", "until April 10".

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_knowledge::TalksTable;

/// The last day of a truce that `text` declares on `day`.
pub(crate) fn last_day(table: &TalksTable, text: &str, day: Date) -> Option<Date> {
    let words: Vec<Word> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Word::of(table, word))
        .collect();
    named(&words, day).or_else(|| counted(&words, day))
}

/// What one word may be.
struct Word {
    number: Option<i32>,
    month: Option<i8>,
    unit: Option<i32>,
    is_until: bool,
    is_no_length: bool,
    is_long: bool,
}

impl Word {
    fn of(table: &TalksTable, word: &str) -> Self {
        let classes: Vec<&str> = table
            .classes_in(word)
            .into_iter()
            .map(|(_, class)| class)
            .collect();
        let value = |prefix: &str| {
            classes
                .iter()
                .find_map(|class| class.strip_prefix(prefix)?.parse::<i32>().ok())
        };
        Self {
            number: word.parse().ok().or_else(|| value("count-")),
            month: value("month-").and_then(|month| i8::try_from(month).ok()),
            unit: value("unit-"),
            is_until: classes.contains(&"last-day"),
            is_no_length: classes.contains(&"no-length"),
            is_long: word.eq_ignore_ascii_case("long"),
        }
    }
}

/// "until April 10", "until 10 April": the next such day.
fn named(words: &[Word], day: Date) -> Option<Date> {
    let at = words.iter().position(|word| word.is_until)?;
    let near: Vec<&Word> = words.iter().skip(at + 1).take(3).collect();
    let month = near.iter().find_map(|word| word.month)?;
    let number = near
        .iter()
        .filter_map(|word| word.number)
        .find(|number| (1..=31).contains(number))?;
    let number = i8::try_from(number).ok()?;
    [day.year(), day.year().saturating_add(1)]
        .into_iter()
        .filter_map(|year| Date::new(year, month, number).ok())
        .find(|last| *last >= day)
}

/// "two-month", "for ten days", "month-long": so many days, the first one counted.
fn counted(words: &[Word], day: Date) -> Option<Date> {
    for (at, word) in words.iter().enumerate() {
        let Some(unit) = word.unit else {
            continue;
        };
        let next = words.get(at + 1);
        if next.is_some_and(|next| next.is_no_length) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| words.get(at)?.number);
        let alone = next.filter(|next| next.is_long).map(|_| 1);
        let Some(count) = before.or(alone).filter(|count| (1..1000).contains(count)) else {
            continue;
        };
        let last = match unit {
            30 => day.checked_add(count.months()),
            365 => day.checked_add(count.years()),
            days => day.checked_add((days * count).days()),
        };
        return last.and_then(|last| last.yesterday()).ok();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn lengths_and_last_days_are_read() {
        let table = TalksTable::embedded().unwrap();
        let last = |text| last_day(&table, text, date(2014, 3, 28));
        assert_eq!(
            last("They declared a truce until April 10."),
            Some(date(2014, 4, 10))
        );
        assert_eq!(last("It holds until 2 January."), Some(date(2015, 1, 2)));
        assert_eq!(
            last("They declare a two-month truce."),
            Some(date(2014, 5, 27))
        );
        assert_eq!(last("The truce is for ten days."), Some(date(2014, 4, 6)));
        assert_eq!(last("A month-long truce"), Some(date(2014, 4, 27)));
        assert_eq!(last("The three-month-old truce was kept."), None);
        assert_eq!(last("They will not shoot until the talks end."), None);
    }
}
