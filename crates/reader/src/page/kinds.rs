//! What a piece is, by its look and by where it stands: before the story, in it, or behind it.

use std::ops::Range;

use relata_record::LeftOut;

use super::dateline::{Dateline, dateline};
use super::shape::{Shape, shape};
use crate::text::{folded, is_all_capitals, is_blank, word_count};

/// A piece with what it is.
#[derive(Debug)]
pub(crate) struct Piece {
    pub range: Range<usize>,
    pub shape: Shape,
    pub role: Role,
    /// The dateline that opens it.
    pub dateline: Option<Dateline>,
}

/// What a piece is to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Paragraph,
    Caption,
    Leftover(LeftOut),
    /// The time of another story, in a list of links: no time of this page.
    LinkTime,
}

/// What is known of a piece before its words are looked at; in a plain text, nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// Nothing: its look and its place decide.
    Nothing,
    /// It is the headline.
    Title,
    /// It stands under a picture.
    Caption,
    /// It is no part of the story. A byline or a time is read all the same.
    Left(LeftOut),
}

/// A piece of a text, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub range: Range<usize>,
    pub given: Given,
}

/// Judges the pieces of a text; `title` is the title that came with it.
pub(crate) fn judge(text: &str, parts: &[Part], title: Option<&str>) -> Vec<Piece> {
    let is_open = |part: &&Part| matches!(part.given, Given::Nothing | Given::Title);
    let mut open = judge_open(text, parts.iter().filter(is_open), title).into_iter();
    let mut pieces = Vec::with_capacity(parts.len());
    for part in parts {
        let words = text.get(part.range.clone()).unwrap_or("");
        let (shape, role) = match part.given {
            Given::Nothing | Given::Title => {
                pieces.extend(open.next());
                continue;
            }
            Given::Caption => (under_picture(words), Role::Caption),
            Given::Left(why) => (left_out(words, why), Role::Leftover(why)),
        };
        pieces.push(Piece {
            range: part.range.clone(),
            shape,
            role,
            dateline: None,
        });
    }
    pieces
}

/// The look of words that are known to stand under a picture.
fn under_picture(words: &str) -> Shape {
    match shape(words) {
        shape @ (Shape::Caption(..) | Shape::Signed(_)) => shape,
        _ => Shape::Caption(None, None),
    }
}

/// The look of words that are known to be left out: only who wrote the story, and when, is still of use.
fn left_out(words: &str, why: LeftOut) -> Shape {
    let of_use = matches!(why, LeftOut::Byline | LeftOut::Time | LeftOut::AboutAuthor);
    match shape(words) {
        shape @ (Shape::Byline(_) | Shape::Stamp(_)) if of_use => shape,
        _ => Shape::Short,
    }
}

/// Judges the pieces of which nothing is known but, perhaps, that one is the headline.
fn judge_open<'a>(
    text: &str,
    parts: impl Iterator<Item = &'a Part>,
    title: Option<&str>,
) -> Vec<Piece> {
    let parts: Vec<&Part> = parts.collect();
    let ranges: Vec<Range<usize>> = parts.iter().map(|part| part.range.clone()).collect();
    let headline = parts.iter().position(|part| part.given == Given::Title);
    let words: Vec<&str> = ranges
        .iter()
        .map(|range| text.get(range.clone()).unwrap_or(""))
        .collect();
    let look = |(place, words): (usize, &&str)| {
        if headline == Some(place) {
            Shape::Line
        } else {
            shape(words)
        }
    };
    let shapes: Vec<Shape> = words.iter().enumerate().map(look).collect();
    let view = View::new(&words, &shapes, title, headline);
    let roles: Vec<Role> = (0..shapes.len()).map(|place| view.role(place)).collect();
    let opening = roles.iter().position(|&role| role == Role::Paragraph);
    let datelines: Vec<Option<Dateline>> = (0..shapes.len())
        .map(|place| view.dateline(place, &roles, opening))
        .collect();
    let judged = ranges.into_iter().zip(shapes).zip(roles).zip(datelines);
    judged
        .map(|(((range, shape), role), dateline)| Piece {
            range,
            shape,
            role,
            dateline,
        })
        .collect()
}

/// Lines before the story that may be the headline.
const HEADLINES: usize = 20;

/// The pieces of a page and its landmarks.
struct View<'a> {
    words: &'a [&'a str],
    shapes: &'a [Shape],
    /// The title that came with the text, in folded words.
    given: Option<String>,
    /// First and last piece of the story.
    first: usize,
    last: usize,
    /// The piece that is the headline.
    headline: Option<usize>,
    /// True if days and colons open entries of a chronology here, not captions.
    chronology: bool,
}

impl<'a> View<'a> {
    fn new(
        words: &'a [&'a str],
        shapes: &'a [Shape],
        title: Option<&str>,
        headline: Option<usize>,
    ) -> Self {
        let given = title.map(folded).filter(|title| !title.is_empty());
        let dated = shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Caption(Some(_), None)))
            .count();
        let chronology = dated >= 3;
        let is_story = |place: usize| match shapes.get(place) {
            Some(Shape::Full) => true,
            Some(Shape::Caption(Some(_), None)) => chronology,
            _ => false,
        };
        let places = 0..shapes.len();
        let first = places
            .clone()
            .find(|&place| is_story(place))
            .or_else(|| fallback(words, shapes));
        let last = places.rev().find(|&place| is_story(place)).or(first);
        let mut view = Self {
            words,
            shapes,
            given,
            first: first.unwrap_or(shapes.len()),
            last: last.unwrap_or(0),
            headline: None,
            chronology,
        };
        view.headline = headline.or_else(|| view.headline());
        view
    }

    fn at(&self, place: usize) -> &'a str {
        self.words.get(place).copied().unwrap_or("")
    }

    /// The piece that repeats the given title; else, where none was given, the first line of some words
    /// before the story.
    fn headline(&self) -> Option<usize> {
        let is_line = |place: usize| matches!(self.shapes.get(place), Some(Shape::Line));
        match &self.given {
            Some(title) => (0..=self.first.min(self.shapes.len()))
                .find(|&place| folded(self.at(place)) == *title),
            None => {
                let lines: Vec<usize> = (0..self.first.min(self.shapes.len()))
                    .filter(|&place| is_line(place))
                    .take(HEADLINES)
                    .collect();
                let is_twice = |&place: &usize| {
                    lines
                        .iter()
                        .any(|&other| other != place && begins_with(self.at(other), self.at(place)))
                };
                lines
                    .iter()
                    .copied()
                    .find(is_twice)
                    .or_else(|| lines.first().copied())
            }
        }
    }

    fn role(&self, place: usize) -> Role {
        if self.headline == Some(place) {
            return Role::Title;
        }
        match self.shapes.get(place) {
            Some(Shape::Site) | None => Role::Leftover(LeftOut::SiteLine),
            Some(Shape::Byline(_)) => Role::Leftover(LeftOut::Byline),
            Some(Shape::Dateline(_)) => Role::Leftover(LeftOut::Dateline),
            Some(Shape::Stamp(stamp)) => {
                let of_page = place <= self.first + 1 || stamp.label != super::Label::None;
                if of_page {
                    Role::Leftover(LeftOut::Time)
                } else {
                    Role::LinkTime
                }
            }
            Some(Shape::Caption(_, None)) if self.chronology => Role::Paragraph,
            Some(Shape::Caption(..)) => Role::Caption,
            Some(Shape::Signed(_)) => self.signed(place),
            Some(Shape::Full) => Role::Paragraph,
            Some(Shape::Sentence) => self.sentence(place),
            Some(Shape::Line) => self.line(place),
            Some(Shape::Short) => self.short(place),
        }
    }

    /// A bare credit ends a caption, but behind the last paragraph of a story it signs the story.
    fn signed(&self, place: usize) -> Role {
        let only = self.first >= self.shapes.len();
        let behind = place > self.last && place > self.first;
        if only || behind {
            Role::Paragraph
        } else {
            Role::Caption
        }
    }

    fn sentence(&self, place: usize) -> Role {
        let in_story = place >= self.first || self.first >= self.shapes.len();
        if in_story || word_count(self.at(place)) >= 4 {
            Role::Paragraph
        } else {
            Role::Leftover(LeftOut::ShortLine)
        }
    }

    fn line(&self, place: usize) -> Role {
        let line = self.at(place);
        let words = word_count(line);
        let repeats = self
            .headline
            .is_some_and(|headline| begins_with(line, self.at(headline)));
        if repeats {
            return Role::Leftover(LeftOut::RepeatedHeadline);
        }
        if place == self.first
            || leads_on(line)
            || is_item(line)
            || (place > self.first && is_quote(line))
        {
            return Role::Paragraph;
        }
        let of_story = if place < self.first {
            words >= 6 && !self.is_titled(line)
        } else if place < self.last {
            words > 6 && !self.is_titled(line)
        } else {
            words > 9 && !self.is_titled(line) && (words > 14 || !self.is_among_links(place))
        };
        if of_story {
            Role::Paragraph
        } else {
            Role::Leftover(LeftOut::ShortLine)
        }
    }

    fn short(&self, place: usize) -> Role {
        let line = self.at(place);
        let introduces = leads_on(line)
            && matches!(
                self.shapes.get(place + 1),
                Some(Shape::Full | Shape::Sentence)
            );
        let in_story = place > self.first && place < self.last;
        if place == self.first || introduces || (in_story && is_item(line)) {
            Role::Paragraph
        } else {
            Role::Leftover(LeftOut::ShortLine)
        }
    }

    /// True for a line in the capitals of a headline; in a text all in capitals these say nothing.
    fn is_titled(&self, line: &str) -> bool {
        has_capitals(line) && !is_all_capitals(self.at(self.first))
    }

    /// True behind the story where the neighbour is a line without a stop as well: a list of links.
    fn is_among_links(&self, place: usize) -> bool {
        let is_line = |place: usize| {
            matches!(
                self.shapes.get(place),
                Some(Shape::Line | Shape::Short | Shape::Stamp(_))
            )
        };
        is_line(place + 1) || (place > self.last + 1 && is_line(place - 1))
    }

    /// The dateline of a paragraph; one that only capitals speak for counts in the first paragraph, and
    /// not where others open in capitals, too, as speakers do in an interview.
    fn dateline(&self, place: usize, roles: &[Role], opening: Option<usize>) -> Option<Dateline> {
        if roles.get(place) != Some(&Role::Paragraph)
            || matches!(self.shapes.get(place), Some(Shape::Caption(..)))
        {
            return None;
        }
        let found = dateline(self.at(place)).filter(|found| found.end < self.at(place).len())?;
        let unsure = || {
            self.words
                .iter()
                .filter(|words| dateline(words).is_some_and(|found| !found.sure))
                .count()
        };
        (found.sure || (opening == Some(place) && unsure() == 1)).then_some(found)
    }
}

/// Where no piece is a paragraph by its look: the longest piece of words is the story.
fn fallback(words: &[&str], shapes: &[Shape]) -> Option<usize> {
    let length = |place: usize| words.get(place).map_or(0, |words| word_count(words));
    let of = |wanted: fn(&Shape) -> bool| {
        let places = (0..shapes.len()).filter(|&place| shapes.get(place).is_some_and(wanted));
        places.max_by_key(|&place| (length(place), std::cmp::Reverse(place)))
    };
    of(|shape| matches!(shape, Shape::Sentence))
        .or_else(|| of(|shape| matches!(shape, Shape::Line)))
        .or_else(|| of(|shape| matches!(shape, Shape::Signed(_))).and(None))
        .or_else(|| of(|shape| matches!(shape, Shape::Short)))
}

/// True if the line is the headline again, alone or with a site's name behind it.
fn begins_with(line: &str, headline: &str) -> bool {
    let (line, headline) = (folded(line), folded(headline));
    line.strip_prefix(&headline).is_some_and(|rest| {
        rest.is_empty() || (rest.starts_with(' ') && word_count(&headline) >= 4)
    })
}

/// True for words in quotes with the speaker behind them.
fn is_quote(line: &str) -> bool {
    let inner = line.strip_prefix(['"', '“', '«']);
    let close = inner.and_then(|inner| {
        inner
            .find(['"', '”', '»'])
            .map(|at| word_count(&inner[at..]))
    });
    close.is_some_and(|behind| behind >= 2)
}

/// True if more must follow: "The minister said:".
fn leads_on(line: &str) -> bool {
    line.ends_with([':', ',', ';', '—', '–']) && word_count(line) >= 2
}

/// True for an item of a list.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(['-', '–', '—', '*', '•', '·', '■', '●']);
    rest.len() < line.len() && rest.starts_with(is_blank) && word_count(line) >= 4
}

/// True if nearly all longer words have capitals, as in a headline.
fn has_capitals(line: &str) -> bool {
    let long: Vec<&str> = line
        .split(is_blank)
        .filter(|word| word.chars().count() > 3)
        .collect();
    let capital = long
        .iter()
        .filter(|word| word.starts_with(|c: char| !c.is_lowercase()))
        .count();
    capital * 5 >= long.len() * 4
}
