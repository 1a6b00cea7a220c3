//! Lines that hold nothing but a time: "Published: May 30, 2013 10:15 AM", "3 hours ago".

use std::ops::Range;

use crate::dates::{Day, find_day, is_weekday, month};
use crate::text::word_count;

/// A line that says when the page was published or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub day: Option<(Day, Range<usize>)>,
    /// What the line says of it: the better the word, the lower the number.
    pub label: Label,
}

/// What a time is the time of; the best one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// Published, posted, issued.
    Published,
    /// Nothing said.
    None,
    /// Updated, last modified.
    Updated,
}

const WORDS: &[&str] = &[
    "published",
    "posted",
    "updated",
    "update",
    "last",
    "modified",
    "first",
    "created",
    "on",
    "at",
    "date",
    "time",
    "issued",
    "release",
    "released",
    "publication",
    "publish",
    "filed",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "utc",
    "est",
    "edt",
    "et",
    "ist",
    "bst",
    "pst",
    "pdt",
    "pt",
    "ct",
    "cst",
    "cdt",
    "cet",
    "cest",
    "cot",
    "pkt",
    "aft",
    "msk",
    "jst",
    "local",
    "hour",
    "hours",
    "hr",
    "hrs",
    "h",
    "minute",
    "minutes",
    "min",
    "mins",
    "day",
    "days",
    "week",
    "weeks",
    "ago",
    "read",
    "noon",
    "midnight",
    "z",
    "t",
    "story",
    "dateline",
    "reading",
];

/// Reads a line of times, dates and words about them, and nothing else.
pub(crate) fn stamp(line: &str) -> Option<Stamp> {
    if word_count(line) > 16 || !line.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let day = find_day(line);
    let dated = day.as_ref().map_or(0..0, |&(start, end, _)| start..end);
    let before = line.get(..dated.start)?;
    let after = line.get(dated.end..)?;
    let mut words = before
        .split(|c: char| !c.is_alphanumeric())
        .chain(after.split(|c: char| !c.is_alphanumeric()));
    let is_time = words.all(is_time_word);
    let folded = line.to_lowercase();
    let speaks_of_time =
        day.is_some() || line.contains(':') || folded.ends_with("ago") || folded.ends_with("read");
    (is_time && speaks_of_time).then(|| Stamp {
        day: day.map(|(_, _, day)| (day, dated)),
        label: label(&folded),
    })
}

fn is_time_word(word: &str) -> bool {
    let folded = word.to_lowercase();
    let clock = folded
        .strip_prefix('t')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let folded = clock.unwrap_or(&folded);
    let number = folded.trim_end_matches(char::is_alphabetic);
    let unit = folded.get(number.len()..).unwrap_or("");
    let is_number = number.len() <= 4 && number.chars().all(|c| c.is_ascii_digit());
    (is_number && (unit.is_empty() || WORDS.contains(&unit)))
        || is_weekday(word)
        || month(word).is_some()
}

fn label(folded: &str) -> Label {
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if has(&[
        "publi", "posted", "issued", "release", "date:", "filed", "created",
    ]) {
        Label::Published
    } else if has(&["updat", "modified"]) {
        Label::Updated
    } else {
        Label::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_time() {
        for (line, wanted) in [
            ("Published: May 30, 2013 10:15 AM", Some(Label::Published)),
            ("Updated 7:40 pm ET, Thu May 30, 2013", Some(Label::Updated)),
            (
                "30 May 2013 Last updated at 12:14 GMT",
                Some(Label::Updated),
            ),
            ("Thursday, May 30, 2013", Some(Label::None)),
            ("2013-05-30T10:15:00Z", Some(Label::None)),
            ("Date: 2013-05-30", Some(Label::Published)),
        ] {
            let found = stamp(line)
                .filter(|stamp| stamp.day.is_some())
                .map(|stamp| stamp.label);
            assert_eq!(found, wanted, "{line}");
        }
        assert!(stamp("3 hours ago").is_some_and(|stamp| stamp.day.is_none()));
        assert!(stamp("4 min read").is_some());
    }

    #[test]
    fn lines_that_tell_more() {
        for line in [
            "Rebels free two on May 30, 2013",
            "120 soldiers",
            "Rebels: 3 dead",
            "On May 30 they met.",
        ] {
            assert_eq!(stamp(line), None, "{line}");
        }
    }
}
