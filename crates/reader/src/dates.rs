//! Days as they are written: "May 30, 2013", "Oct. 2", "30 May 2013", "8 JAN 90", "2013-05-30".

use jiff::civil::Date;
use relata_record::PublishedDate;

/// A day that a text names; the year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

impl Day {
    /// The day, if the calendar has it (29 February counts where the year is unknown).
    pub fn new(year: Option<i16>, month: i8, day: i8) -> Option<Self> {
        Date::new(year.unwrap_or(2000), month, day).ok()?;
        Some(Self { year, month, day })
    }

    /// The form that a report keeps.
    pub fn published(self) -> PublishedDate {
        PublishedDate {
            year: self.year,
            month: self.month,
            day: self.day,
            inferred: false,
            reasons: Vec::new(),
        }
    }

    /// Days between two days of the calendar; `None` where a year is missing.
    pub fn distance(self, other: Self) -> Option<i32> {
        let date = |day: Self| Date::new(day.year?, day.month, day.day).ok();
        Some((date(other)? - date(self)?).get_days().abs())
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The number of a month's name or abbreviation.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|&(name, short)| {
        word == name || word == short || (word == "sept" && short == "sep")
    })?;
    i8::try_from(place + 1).ok()
}

/// True for a weekday's name or its abbreviation of three or four letters.
pub(crate) fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    let short = |name: &&str| (3..=5).contains(&word.len()) && name.starts_with(word.as_str());
    WEEKDAYS.iter().any(|name| *name == word || short(name))
}

/// Walks a text from its start, token by token.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn skip(&mut self, mark: &str) -> bool {
        let found = self.rest().starts_with(mark);
        self.at += if found { mark.len() } else { 0 };
        found
    }

    fn blanks(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t' | '\u{a0}'));
    }

    /// A number of `digits` digits that no further digit follows.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let start = self.at;
        let word = self.take_while(|c| c.is_ascii_digit());
        let number = word.parse().ok().filter(|_| digits.contains(&word.len()));
        if number.is_none() {
            self.at = start;
        }
        number
    }

    fn month(&mut self) -> Option<i8> {
        let start = self.at;
        let number = month(self.take_while(char::is_alphabetic));
        if number.is_none() {
            self.at = start;
        } else {
            self.skip(".");
        }
        number
    }

    /// A day of the month, "2", "02" or "2nd".
    fn day(&mut self) -> Option<i8> {
        let start = self.at;
        let day = self.number(1..=2).and_then(|day| i8::try_from(day).ok())?;
        let suffix_at = self.at;
        let suffix = self.take_while(char::is_alphabetic).to_lowercase();
        if suffix.is_empty() || matches!(suffix.as_str(), "st" | "nd" | "rd" | "th") {
            return Some(day);
        }
        self.at = suffix_at;
        self.at = start;
        None
    }

    /// A year behind a date, with or without a comma; the cursor stays where there is none.
    fn year(&mut self, short_too: bool) -> Option<i16> {
        let start = self.at;
        self.skip(",");
        self.blanks();
        let year = self
            .number(4..=4)
            .filter(|year| (1800..2200).contains(year));
        let year = year.or_else(|| if short_too { self.short_year() } else { None });
        if year.is_none() {
            self.at = start;
        }
        year
    }

    /// "90" for 1990, "05" for 2005: as in the telegrams of the last century.
    fn short_year(&mut self) -> Option<i16> {
        let year = self.number(2..=2)?;
        let ends = !self
            .rest()
            .starts_with(|c: char| c.is_alphanumeric() || c == ':');
        ends.then_some(if year < 70 { 2000 + year } else { 1900 + year })
    }
}

/// The day at the very start of `text`, and the bytes it takes. A weekday before it belongs to it.
pub(crate) fn day_at(text: &str) -> Option<(Day, usize)> {
    numeric(text).or_else(|| year_last(text)).or_else(|| {
        let mut cursor = Cursor { text, at: 0 };
        let word = cursor.take_while(char::is_alphabetic);
        if is_weekday(word) && month(word).is_none() {
            cursor.skip(".");
            cursor.skip(",");
            cursor.blanks();
        } else {
            cursor.at = 0;
        }
        month_first(text, cursor.at).or_else(|| day_first(text, cursor.at))
    })
}

/// "May 30, 2013", "Oct. 2".
fn month_first(text: &str, at: usize) -> Option<(Day, usize)> {
    let mut cursor = Cursor { text, at };
    let month = cursor.month()?;
    cursor.blanks();
    let day = cursor.day()?;
    let year = cursor.year(false);
    Some((Day::new(year, month, day)?, cursor.at))
}

/// "30 May 2013", "8 JAN 90", "2nd of October".
fn day_first(text: &str, at: usize) -> Option<(Day, usize)> {
    let mut cursor = Cursor { text, at };
    let day = cursor.day()?;
    cursor.blanks();
    if cursor.skip("of ") {
        cursor.blanks();
    }
    cursor.skip("-");
    let month = cursor.month()?;
    cursor.skip("-");
    let year = cursor.year(true);
    Some((Day::new(year, month, day)?, cursor.at))
}

/// "30/05/2013" and "5/30/2013", where only one of the two readings is a day.
fn year_last(text: &str) -> Option<(Day, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let first = cursor.number(1..=2)?;
    let mark = ["/", ".", "-"].into_iter().find(|mark| cursor.skip(mark))?;
    let second = cursor.number(1..=2)?;
    if !cursor.skip(mark) {
        return None;
    }
    let year = cursor
        .number(4..=4)
        .filter(|year| (1800..2200).contains(year))?;
    if first <= 12 && second <= 12 && first != second {
        return None;
    }
    let (month, day) = if second > 12 {
        (first, second)
    } else {
        (second, first)
    };
    Some((of_numbers(year, month, day)?, cursor.at))
}

/// "2013-05-30", "2013/05/30", "20130530".
fn numeric(text: &str) -> Option<(Day, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    if let Some(whole) = cursor
        .take_while(|c| c.is_ascii_digit())
        .get(..)
        .filter(|word| word.len() == 8)
    {
        let part = |from: usize, to: usize| whole.get(from..to)?.parse::<i16>().ok();
        let year = part(0, 4).filter(|year| (1800..2200).contains(year))?;
        return Some((of_numbers(year, part(4, 6)?, part(6, 8)?)?, 8));
    }
    cursor.at = 0;
    let year = cursor.number(4..=4)?;
    let mark = if cursor.skip("-") {
        "-"
    } else if cursor.skip("/") {
        "/"
    } else {
        return None;
    };
    let month = cursor.number(1..=2)?;
    if !cursor.skip(mark) {
        return None;
    }
    let day = cursor.number(1..=2)?;
    Some((of_numbers(year, month, day)?, cursor.at))
}

fn of_numbers(year: i16, month: i16, day: i16) -> Option<Day> {
    Day::new(
        Some(year),
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
}

/// The first day that `text` names: start, end, day.
pub(crate) fn find_day(text: &str) -> Option<(usize, usize, Day)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if !before.is_alphanumeric()
            && c.is_alphanumeric()
            && let Some((day, len)) = text.get(at..).and_then(day_at)
        {
            return Some((at, at + len, day));
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<i16>, i8, i8, usize)> {
        day_at(text).map(|(day, len)| (day.year, day.month, day.day, len))
    }

    #[test]
    fn the_common_forms() {
        assert_eq!(read("May 30, 2013: x"), Some((Some(2013), 5, 30, 12)));
        assert_eq!(read("Oct. 2 (UPI)"), Some((None, 10, 2, 6)));
        assert_eq!(read("Sept 3rd, it"), Some((None, 9, 3, 8)));
        assert_eq!(read("Thursday, 30 May 2013"), Some((Some(2013), 5, 30, 21)));
        assert_eq!(read("8 JAN 90 (EFE)"), Some((Some(1990), 1, 8, 8)));
        assert_eq!(read("2013-05-30T10:00"), Some((Some(2013), 5, 30, 10)));
        assert_eq!(read("20130530"), Some((Some(2013), 5, 30, 8)));
        assert_eq!(read("30/05/2013 - 14:20"), Some((Some(2013), 5, 30, 10)));
        assert_eq!(read("5.30.2013"), Some((Some(2013), 5, 30, 9)));
        assert_eq!(read("05/06/2013"), None);
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "May",
            "March 40",
            "Feb. 30, 2013",
            "30 soldiers",
            "11 mayors",
            "1.5",
            "",
            "2013-13-01",
            "May 2013",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("Oct 2, 10:15"), Some((None, 10, 2, 5)));
        assert_eq!(read("30 May 12:14"), Some((None, 5, 30, 6)));
    }

    #[test]
    fn a_day_is_found_inside_a_line() {
        let (start, end, day) = find_day("Updated 7:40 pm ET, Thu May 30, 2013").unwrap();
        assert_eq!((start, end, day.year), (20, 36, Some(2013)));
    }
}
