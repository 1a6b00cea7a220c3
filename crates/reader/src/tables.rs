//! The tables in `tables/`: agencies, words of picture credits, words of a site.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::html::{Mark, of_row};
use crate::text::{first_word, is_blank, squeeze, starts_with_folded};

struct Agency {
    short: &'static str,
    full: &'static str,
    others: Vec<&'static str>,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The second cells of the rows whose first cell is `kind`.
fn column(table: &'static str, kind: &str) -> Vec<&'static str> {
    rows(table)
        .filter(|row| row.first() == Some(&kind))
        .filter_map(|row| row.get(1).copied())
        .collect()
}

const LEFTOVERS: &str = include_str!("../tables/leftovers.tsv");
const CREDITS: &str = include_str!("../tables/credits.tsv");
const PAGE_MARKS: &str = include_str!("../tables/marks.tsv");
const COLUMNS: &str = include_str!("../tables/columns.tsv");
const LANGUAGES: &str = include_str!("../tables/languages.tsv");

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    rows(include_str!("../tables/agencies.tsv"))
        .filter_map(|row| {
            let others = row.get(2).map_or(Vec::new(), |cell| {
                cell.split('|').filter(|name| !name.is_empty()).collect()
            });
            Some(Agency {
                short: row.first()?,
                full: row.get(1)?,
                others,
            })
        })
        .collect()
});
static WHOLE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| column(LEFTOVERS, "whole").into_iter().collect());
static SECTIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| column(LEFTOVERS, "section").into_iter().collect());
static NOT_TOWNS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| column(LEFTOVERS, "town-not").into_iter().collect());
static STARTS: LazyLock<Vec<&str>> = LazyLock::new(|| column(LEFTOVERS, "start"));
static ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| column(LEFTOVERS, "end"));
static HOUSES: LazyLock<Vec<&str>> = LazyLock::new(|| column(CREDITS, "house"));
static MARKS: LazyLock<Vec<&str>> = LazyLock::new(|| column(CREDITS, "mark"));
static CAPTION_STARTS: LazyLock<Vec<&str>> = LazyLock::new(|| column(CREDITS, "start"));

static MARKS_OF_PAGES: LazyLock<Vec<(Mark, Vec<&str>)>> = LazyLock::new(|| {
    rows(PAGE_MARKS)
        .filter_map(|row| Some((of_row(row.first()?)?, row.get(1)?.split(' ').collect())))
        .collect()
});
static COLUMN_NAMES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let fields = crate::fields::FIELDS.iter();
    fields
        .map(|&field| (field, column(COLUMNS, field)))
        .collect()
});
static TAGS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(LANGUAGES)
        .filter(|row| row.first() == Some(&"tag"))
        .filter_map(|row| Some((*row.get(1)?, *row.get(2)?)))
        .collect()
});
static ENGLISH: LazyLock<HashSet<&str>> =
    LazyLock::new(|| column(LANGUAGES, "english").into_iter().collect());

/// What names in the source of pages say, each as the words that follow each other.
pub(crate) fn page_marks() -> &'static [(Mark, Vec<&'static str>)] {
    &MARKS_OF_PAGES
}

/// Names under which a field of a report stands in users' files, the best first.
pub(crate) fn column_names(field: &str) -> &'static [&'static str] {
    COLUMN_NAMES.get(field).map_or(&[], Vec::as_slice)
}

/// The tag of a language with this code of ISO 639-3.
pub(crate) fn language_tag(code: &str) -> Option<&'static str> {
    TAGS.get(code).copied()
}

/// Words that English texts are full of.
pub(crate) fn english_words() -> &'static HashSet<&'static str> {
    &ENGLISH
}

/// The full name of the agency that is written as `name`: in short as in the table or all in capitals,
/// in full in any letter case.
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    let name = squeeze(name);
    let name = name.strip_suffix('.').unwrap_or(&name);
    let matches = |agency: &&Agency| {
        name == agency.short
            || (agency.short.len() > 2 && name == agency.short.to_uppercase())
            || name.eq_ignore_ascii_case(agency.full)
            || agency
                .others
                .iter()
                .any(|other| name.eq_ignore_ascii_case(other))
    };
    AGENCIES.iter().find(matches).map(|agency| agency.full)
}

/// The agency that a credit names alone or with others: "AFP/Getty Images", "Reuters in Bogota".
pub(crate) fn agency_among(words: &str) -> Option<&'static str> {
    agency(words).or_else(|| {
        words
            .split(['/', ',', '|'])
            .find_map(|part| agency(part.trim_matches(is_blank)))
    })
}

/// True for a picture house: "Getty Images".
pub(crate) fn is_picture_house(name: &str) -> bool {
    HOUSES.iter().any(|house| house.eq_ignore_ascii_case(name))
}

/// True if a credit begins with, or ends in, words that only a picture's credit has.
pub(crate) fn has_picture_mark(credit: &str) -> bool {
    let folded = credit.to_lowercase();
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    MARKS.iter().any(|mark| {
        let mark: Vec<&str> = mark.split(' ').collect();
        words.starts_with(&mark)
            || words.ends_with(&mark)
            || words.get(1..).is_some_and(|rest| rest.starts_with(&mark))
    })
}

/// True if a caption begins so: "FILE PHOTO:", "In this photo".
pub(crate) fn starts_caption(line: &str) -> bool {
    CAPTION_STARTS
        .iter()
        .any(|start| starts_with_folded(line, start))
}

/// True if the line is a site's own: a button, a notice, a link.
pub(crate) fn is_site_line(line: &str) -> bool {
    let folded = squeeze(line).to_lowercase().replace('’', "'");
    let bare = folded.trim_end_matches(['.', ':', '…', '!', '»', '>', ' ']);
    WHOLE.contains(bare)
        || STARTS.iter().any(|start| folded.starts_with(start))
        || ENDS.iter().any(|end| bare.ends_with(end))
}

/// True if the line is a row of section names, with or without marks between them.
pub(crate) fn is_menu(line: &str) -> bool {
    let folded = squeeze(line).to_lowercase();
    let parts: Vec<&str> = folded
        .split(['|', '>', '»', '›', '•', '·', '/', '\t'])
        .map(str::trim)
        .collect();
    parts.iter().flat_map(|part| part.split(" - ")).all(|part| {
        part.is_empty()
            || is_section_run(part)
            || (parts.len() + line.matches(" - ").count() > 1 && agency(part).is_some())
    })
}

/// True if the words can be cut into section names.
fn is_section_run(words: &str) -> bool {
    let words: Vec<&str> = words.split(' ').collect();
    let mut reach = vec![false; words.len() + 1];
    if let Some(start) = reach.first_mut() {
        *start = true;
    }
    for end in 1..=words.len() {
        let fits = (end.saturating_sub(4)..end).any(|start| {
            reach.get(start) == Some(&true)
                && words
                    .get(start..end)
                    .is_some_and(|part| SECTIONS.contains(part.join(" ").as_str()) || part == ["&"])
        });
        if let Some(place) = reach.get_mut(end) {
            *place = fits;
        }
    }
    reach.last() == Some(&true)
}

/// True for words in capitals that stand where a town would but are none: "UPDATE", "ANALYSIS".
pub(crate) fn is_no_town(words: &str) -> bool {
    let folded = words.to_lowercase();
    NOT_TOWNS.contains(folded.as_str()) || NOT_TOWNS.contains(first_word(&folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_by_short_and_full_names() {
        assert_eq!(agency("AP"), Some("The Associated Press"));
        assert_eq!(agency("associated press"), Some("The Associated Press"));
        assert_eq!(agency("REUTERS"), Some("Reuters"));
        assert_eq!(agency("ap"), None);
        assert_eq!(
            agency_among("John Smith/AFP/Getty Images"),
            Some("Agence France-Presse")
        );
    }

    #[test]
    fn lines_of_a_site() {
        assert!(is_site_line("Read more: the talks so far"));
        assert!(is_site_line("ADVERTISEMENT"));
        assert!(!is_site_line("More than 30 rebels laid down their arms."));
        assert!(is_menu("Home | World | Latin America"));
        assert!(is_menu("World Africa Middle East Science & Environment"));
        assert!(is_menu("BBC News - Latin America"));
        assert!(!is_menu("Colombia truce ends"));
    }

    #[test]
    fn every_mark_of_pages_has_a_kind_and_every_language_a_tag() {
        assert_eq!(page_marks().len(), rows(PAGE_MARKS).count());
        for language in whatlang::Lang::all() {
            assert!(language_tag(language.code()).is_some(), "{language:?}");
        }
    }

    #[test]
    fn every_row_of_the_tables_has_its_cells() {
        let agencies = include_str!("../tables/agencies.tsv");
        for table in [LEFTOVERS, CREDITS, PAGE_MARKS, LANGUAGES, COLUMNS, agencies] {
            for row in rows(table) {
                assert!(
                    row.len() >= 2 && !row[0].is_empty() && !row[1].is_empty(),
                    "{row:?}"
                );
            }
        }
    }
}
