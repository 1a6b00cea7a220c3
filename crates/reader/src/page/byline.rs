//! Who wrote the report: "By Jane Doe, Associated Press", "(Reporting by Jane Doe; …)", "Associated Press".

use std::ops::Range;

use crate::dates::{is_weekday, month};
use crate::tables::agency;
use crate::text::{ends_in_initials, ends_sentence, is_blank, trim, word_count};

/// An author, an agency, or both; ranges count from the start of the line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    pub author: Option<Range<usize>>,
    pub agency: Option<(&'static str, Range<usize>)>,
    /// How a reader would call it.
    pub how: &'static str,
}

/// Reads a line that holds nothing but who wrote the report.
pub(crate) fn byline(line: &str) -> Option<Byline> {
    by(line)
        .or_else(|| agency_line(line))
        .or_else(|| reporting_credit(line))
}

/// "By Jane Doe and John Roe | Associated Press".
fn by(line: &str) -> Option<Byline> {
    let start = ["By ", "BY ", "By: ", "Author: "]
        .iter()
        .find(|start| line.starts_with(**start))?
        .len();
    if word_count(line) > 20 || (ends_sentence(line) && !ends_in_initials(line)) {
        return None;
    }
    let rest = line.get(start..)?;
    let ends = [
        ",", "|", " - ", " – ", " — ", "(", "/", "\n", " in ", " for ",
    ];
    let len = ends
        .iter()
        .filter_map(|end| rest.find(end))
        .min()
        .unwrap_or(rest.len());
    let first = trim(line, start..start + len)?;
    let agency = agency_in(line, start);
    if agency
        .as_ref()
        .is_some_and(|(_, range)| range.start <= first.start)
    {
        return Some(Byline {
            author: None,
            agency,
            how: "byline",
        });
    }
    let words = line.get(first.clone())?;
    if is_office(words) {
        return Some(Byline {
            author: None,
            agency,
            how: "byline",
        });
    }
    are_people(words).then_some(Byline {
        author: Some(first),
        agency,
        how: "byline",
    })
}

/// The agency among the parts of a line, from `start` on.
fn agency_in(line: &str, start: usize) -> Option<(&'static str, Range<usize>)> {
    let mut at = start;
    for part in line
        .get(start..)?
        .split_inclusive([',', '|', '(', ')', '/', '\n', '-', '–', '—'])
    {
        let range = trim(
            line,
            at..at
                + part
                    .trim_end_matches([',', '|', '(', ')', '/', '-', '–', '—'])
                    .len(),
        );
        at += part.len();
        let Some(range) = range else { continue };
        let words = line.get(range.clone())?;
        if let Some(name) = agency(without_office(words)) {
            return Some((name, range.start..range.start + without_office(words).len()));
        }
    }
    None
}

/// "Associated Press Writer" without its last word.
fn without_office(words: &str) -> &str {
    let offices = [
        " Writer",
        " Writers",
        " Staff",
        " Staff Writer",
        " Correspondent",
        " Reporter",
        " News",
    ];
    offices
        .iter()
        .find_map(|office| words.strip_suffix(office))
        .unwrap_or(words)
}

/// True for an office in place of a name: "Staff Writers", "Our Correspondent".
fn is_office(words: &str) -> bool {
    let folded = words.to_lowercase();
    [
        "staff",
        "correspondent",
        "correspondents",
        "agencies",
        "reporter",
        "newsroom",
        "web desk",
    ]
    .iter()
    .any(|office| folded.split(is_blank).any(|word| word == *office) || folded.ends_with(office))
}

/// True for one to four names, joined by "and".
fn are_people(words: &str) -> bool {
    let names: Vec<&str> = words
        .split(" and ")
        .flat_map(|names| names.split(" & "))
        .collect();
    names.len() <= 4
        && names.iter().all(|name| {
            let parts: Vec<&str> = name
                .split(is_blank)
                .filter(|part| !part.is_empty())
                .collect();
            (1..=5).contains(&parts.len()) && parts.iter().all(|part| is_name_part(part))
        })
}

fn is_name_part(word: &str) -> bool {
    let particle = matches!(
        word,
        "de" | "del"
            | "la"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "ibn"
            | "al"
            | "da"
            | "dos"
            | "y"
    );
    let capital = word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let letters = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
    letters
        && (capital || particle)
        && !is_weekday(word)
        && (month(word).is_none() || month(word).is_some_and(|_| word.len() <= 5))
}

/// A line that is an agency's name.
fn agency_line(line: &str) -> Option<Byline> {
    let name = agency(without_office(line))?;
    Some(Byline {
        author: None,
        agency: Some((name, 0..line.len())),
        how: "agency line",
    })
}

/// "(Reporting by Jane Doe; Editing by John Roe)".
fn reporting_credit(line: &str) -> Option<Byline> {
    let start = ["(Reporting by ", "Reporting by "]
        .iter()
        .find(|start| line.starts_with(**start))?
        .len();
    let rest = line.get(start..)?;
    let len = [";", ",", ")", " in ", "."]
        .iter()
        .filter_map(|end| rest.find(end))
        .min()
        .unwrap_or(rest.len());
    let range = trim(line, start..start + len)?;
    are_people(line.get(range.clone())?).then_some(Byline {
        author: Some(range),
        agency: None,
        how: "reporting credit",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        byline(line).map_or("none".to_owned(), |found| {
            let author = found.author.map_or("-", |range| &line[range]);
            format!("{author} | {}", found.agency.map_or("-", |(name, _)| name))
        })
    }

    #[test]
    fn lines_that_name_the_author() {
        for (line, wanted) in [
            (
                "By Jane Doe, Associated Press",
                "Jane Doe | The Associated Press",
            ),
            ("By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE | -"),
            ("By Jane Doe | Reuters | May 30, 2013", "Jane Doe | Reuters"),
            ("By The Associated Press", "- | The Associated Press"),
            ("By Jane Doe in Bogotá", "Jane Doe | -"),
            (
                "By JANE DOE, Associated Press Writer",
                "JANE DOE | The Associated Press",
            ),
            ("Associated Press", "- | The Associated Press"),
            ("By Our Staff Reporter", "- | -"),
            (
                "(Reporting by Jane Doe; Editing by John Roe)",
                "Jane Doe | -",
            ),
        ] {
            assert_eq!(read(line), wanted, "{line}");
        }
    }

    #[test]
    fn lines_that_do_not() {
        for line in [
            "By Monday the army had left.",
            "By the time they met",
            "By 2012 rebels held it",
            "Rebels free two",
        ] {
            assert_eq!(read(line), "none", "{line}");
        }
    }
}
