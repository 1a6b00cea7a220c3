//! What a piece looks like by itself, whatever stands around it.

use std::ops::Range;

use super::byline::{Byline, byline};
use super::caption::{Credit, begins_as_caption, credit, opening_day};
use super::dateline::{Dateline, dateline};
use super::stamp::{Stamp, stamp};
use crate::dates::Day;
use crate::tables::{is_menu, is_site_line};
use crate::text::{ends_in_initials, ends_sentence, is_blank, word_count};

/// The look of a piece.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A line of the site: button, menu, file name, notice.
    Site,
    /// A time and nothing else.
    Stamp(Stamp),
    /// Who wrote it and nothing else.
    Byline(Byline),
    /// A dateline with nothing behind it.
    Dateline(Dateline),
    /// Words under a picture: a date that opens them, a credit that ends them.
    Caption(Option<(Day, Range<usize>)>, Option<Credit>),
    /// A paragraph that ends in a credit which may sign the story as well as a picture.
    Signed(Credit),
    /// A paragraph.
    Full,
    /// A short sentence: of the story if it stands in it.
    Sentence,
    /// Some words without a final stop: a headline, a cross-heading, a link.
    Line,
    /// A few words without a final stop.
    Short,
}

/// Words from which on a piece is a paragraph even without a final stop.
const LONG: usize = 25;

/// The look of a piece.
pub(crate) fn shape(piece: &str) -> Shape {
    let words = word_count(piece);
    if words == 0 || is_file_name(piece) || is_address(piece) || is_initials(piece) {
        return Shape::Site;
    }
    if let Some(byline) = byline(piece) {
        return Shape::Byline(byline);
    }
    if let Some(stamp) = stamp(piece) {
        return Shape::Stamp(stamp);
    }
    if is_site_line(piece) || is_menu(piece) || is_crumbs(piece) {
        return Shape::Site;
    }
    if let Some(shape) = caption(piece, words) {
        return shape;
    }
    let dateline = dateline(piece).filter(|dateline| dateline.sure);
    if let Some(dateline) = dateline {
        return if dateline.end >= piece.len() {
            Shape::Dateline(dateline)
        } else {
            Shape::Full
        };
    }
    running_text(piece, words)
}

fn running_text(piece: &str, words: usize) -> Shape {
    let stopped = ends_sentence(piece)
        && !(ends_in_initials(piece) && words <= 14)
        && !is_question(piece, words);
    match words {
        LONG.. => Shape::Full,
        6.. if stopped => Shape::Full,
        _ if stopped => Shape::Sentence,
        _ if words >= 4 || piece.chars().count() >= 25 => Shape::Line,
        _ => Shape::Short,
    }
}

/// True for one short question or exclamation: headlines are put so.
fn is_question(piece: &str, words: usize) -> bool {
    words <= 14 && piece.ends_with(['?', '!'])
}

fn caption(piece: &str, words: usize) -> Option<Shape> {
    let day = opening_day(piece);
    let credit = credit(piece);
    let begins = begins_as_caption(piece);
    match credit {
        Some(credit) if credit.range.start == 0 => Some(Shape::Site),
        Some(credit) if credit.of_picture || day.is_some() || begins => {
            Some(Shape::Caption(day, Some(credit)))
        }
        Some(credit) if words >= 4 => Some(Shape::Signed(credit)),
        _ if day
            .as_ref()
            .is_some_and(|(day, _)| day.year.is_some() || ends_sentence(piece)) =>
        {
            Some(Shape::Caption(day, None))
        }
        _ if begins && words >= 4 => Some(Shape::Caption(None, None)),
        _ => None,
    }
}

/// True for "Rebels_053013_660.jpg" and its like.
fn is_file_name(piece: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".tif", ".mp4", ".mp3", ".pdf",
        ".webm",
    ];
    let folded = piece.to_lowercase();
    word_count(piece) <= 5
        && !piece.contains('\n')
        && ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// True for a web address, a mail address or an account, alone on its line.
fn is_address(piece: &str) -> bool {
    let single = !piece.contains(is_blank);
    single
        && (piece.contains("://")
            || piece.starts_with("www.")
            || piece.contains('@')
            || piece.starts_with('#'))
}

/// True for the initials that close a despatch: "ab/cd/ef".
fn is_initials(piece: &str) -> bool {
    let parts: Vec<&str> = piece.split('/').collect();
    parts.len() > 1
        && parts.iter().all(|part| {
            (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase())
        })
}

/// True for "Home > World > Colombia" and rows of links between bars, all short.
fn is_crumbs(piece: &str) -> bool {
    let marks = ['|', '>', '»', '›', '•', '·'];
    let parts: Vec<&str> = piece.split(marks).collect();
    parts.len() > 2 && !ends_sentence(piece) && parts.iter().all(|part| word_count(part) <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_site_by_their_shape() {
        for line in [
            "Rebels_053013_660.jpg",
            "https://news.example/a",
            "@newsdesk",
            "ab/cd/ef",
            "____",
            "* * *",
            "Home > World > Colombia",
            "Advertisement",
            "The Mideast",
            "Copyright 2013 News Corp. All rights reserved.",
        ] {
            assert_eq!(shape(line), Shape::Site, "{line}");
        }
    }

    #[test]
    fn running_text_by_stop_and_length() {
        assert_eq!(shape("Rebels call off their truce"), Shape::Line);
        assert_eq!(shape("Rebels blame strikes by U.S."), Shape::Line);
        assert_eq!(shape("Can the truce hold until Monday?"), Shape::Line);
        assert_eq!(shape("He declined."), Shape::Sentence);
        assert_eq!(
            shape("The truce held for a week, the army said."),
            Shape::Full
        );
        assert_eq!(shape("Truce"), Shape::Short);
    }
}
