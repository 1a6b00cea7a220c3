//! Web pages: the story of a page with its title, day, author and outlet, and all that stands around it.
//!
//! **The text of a page** is what a reader of the page sees, in its order: paragraphs, headings, captions, menus,
//! each as a browser shows its words, white space as one blank, with an empty line between them. It follows from the
//! page's bytes alone. Which of it is the story is said by the blocks, never by leaving words out; so a better judgement
//! of what is the story does not change the text that evidence points into.

mod blocks;
mod charset;
mod clues;
mod linked_data;
mod marks;
mod story;
mod tree;

use relata_record::LeftOut;

use crate::Item;
use crate::dates::Day;
use crate::field;
use crate::metadata::{Clue, Fields, build_parts};
use crate::page::{Given, Part};
use crate::problems::At;
use crate::text::{folded, is_blank, word_count};
use blocks::Piece;
use clues::Clues;
use story::{Known, Place, View};
use tree::Tree;

pub(crate) use charset::{declared, decode};
pub(crate) use marks::{Mark, of_row};

/// Reads the bytes of a web page as a report with the id `id`.
pub fn read_page(id: &str, bytes: &[u8]) -> Item {
    let fields = Fields {
        id: id.to_owned(),
        ..Fields::default()
    };
    let at = At::file(id);
    page(fields, at, bytes, None)
}

/// Reads a page that came with `fields` from a place in the input; `header` is the character set its server named.
pub(crate) fn page(mut fields: Fields, at: At, bytes: &[u8], header: Option<&str>) -> Item {
    let Some(source) = decode(bytes, header) else {
        return Item::problem(
            at.skipped("is not text (it holds control bytes)", "save the page anew"),
        );
    };
    let mut problems: Vec<_> = source
        .loss
        .map(|loss| at.noted(loss, "fetch the page anew"))
        .into_iter()
        .collect();
    let Ok(tree) = Tree::parse(&source.text) else {
        problems.push(at.skipped(
            "has too many tags, or too many within each other",
            "save the report's text alone",
        ));
        return Item {
            report: None,
            problems,
        };
    };
    fields.charset = Some(source.charset);
    if fields.form.is_empty() {
        fields.form = "web page";
    }
    let clues = clues::clues(&tree, fields.url.as_deref());
    let marks = story::marks(&tree);
    let pieces = blocks::pieces(&tree, |id| story::splits(&tree, &marks, id));
    let known = known(&clues, &fields);
    let view = View::new(&tree, &pieces, marks);
    if let Some(n) = view.headlines_of_list().filter(|_| !clues.is_article) {
        problems.push(at.skipped(
            format!(
                "is a list of stories: {n} headlines that lead elsewhere, and no story of its own"
            ),
            "read the pages that it names",
        ));
        return Item {
            report: None,
            problems,
        };
    }
    let Some(places) = view.places(&known) else {
        problems.push(at.skipped(
            "holds no story that could be told from its menus",
            "leave it out, or save the report's text alone",
        ));
        return Item {
            report: None,
            problems,
        };
    };
    let has_title = places.contains(&Place::Title);
    fields.near = near(&pieces, &places);
    let parts = pieces.into_iter().zip(places);
    let (text, parts) = assemble(parts.map(|(piece, place)| (piece.text, given(place))));
    give(&mut fields, clues, has_title);
    Item {
        report: Some(build_parts(text, &parts, fields)),
        problems,
    }
}

/// The character of a name of HTML, "&nbsp;".
pub(crate) fn character(name: &str) -> Option<String> {
    Some(Tree::parse(name).ok()?.text_of(0)).filter(|words| !words.is_empty())
}

/// The words of a piece of HTML, names of characters read: "Bogot&aacute;".
pub(crate) fn characters(source: &str) -> Option<String> {
    let tree = Tree::parse(source).ok()?;
    let pieces = blocks::pieces(&tree, |_| false);
    let words: Vec<String> = pieces.into_iter().map(|piece| piece.text).collect();
    Some(words.join(" "))
}

/// A text put together from a title and a story in HTML, as feeds and agencies' files give it.
pub(crate) fn of_fragment(title: Option<&str>, source: &str) -> Option<(String, Vec<Part>)> {
    let tree = Tree::parse(source).ok()?;
    let marks = story::marks(&tree);
    let pieces = blocks::pieces(&tree, |id| story::splits(&tree, &marks, id));
    let places = View::new(&tree, &pieces, marks).places_of_fragment();
    let story = pieces.into_iter().zip(places);
    let story = story.map(|(piece, place)| (piece.text, given(place)));
    let title = title.map(|title| (title.to_owned(), Given::Title));
    Some(assemble(title.into_iter().chain(story)))
}

/// The text of parts, one behind the other with an empty line between them, and where each stands. Parts that are
/// left out for one reason stand together.
pub(crate) fn assemble(pieces: impl Iterator<Item = (String, Given)>) -> (String, Vec<Part>) {
    let mut text = String::new();
    let mut parts: Vec<Part> = Vec::new();
    for (words, given) in pieces {
        let words = words.trim_matches(is_blank);
        if words.is_empty() {
            continue;
        }
        let goes_on =
            parts.last().is_some_and(|last| last.given == given) && may_stand_together(given);
        if !text.is_empty() {
            text.push_str(if goes_on { "\n" } else { "\n\n" });
        }
        let start = text.len();
        text.push_str(words);
        match parts.last_mut().filter(|_| goes_on) {
            Some(last) => last.range.end = text.len(),
            None => parts.push(Part {
                range: start..text.len(),
                given,
            }),
        }
    }
    (text, parts)
}

/// Bylines and times are looked at one by one.
fn may_stand_together(given: Given) -> bool {
    matches!(given, Given::Left(why) if !matches!(why, LeftOut::Byline | LeftOut::Time | LeftOut::AboutAuthor))
}

/// The day that a line near the headline names among other words: "Source: Newsnet 2013-05-30 12:01".
fn near(pieces: &[Piece], places: &[Place]) -> Option<Clue<Day>> {
    let title = places.iter().position(|&place| place == Place::Title)?;
    let lines = pieces
        .iter()
        .zip(places)
        .skip(title.saturating_sub(3))
        .take(12);
    let is_line = |piece: &Piece| word_count(&piece.text) <= 16;
    let of_head = lines.filter(|(piece, place)| **place != Place::Title && is_line(piece));
    let days = of_head.filter_map(|(piece, _)| {
        let value = field::day(&piece.text).filter(|day| day.year.is_some())?;
        Some(Clue {
            value,
            how: "line near the headline".to_owned(),
        })
    });
    days.into_iter().next()
}

fn given(place: Place) -> Given {
    match place {
        Place::Story => Given::Nothing,
        Place::Title => Given::Title,
        Place::Caption => Given::Caption,
        Place::Left(why) => Given::Left(why),
    }
}

fn known(clues: &Clues, fields: &Fields) -> Known {
    let came_with = fields.title.iter().map(|title| folded(&title.value));
    let titles = came_with.chain(clues.titles.iter().map(|title| folded(&title.value)));
    Known {
        words: clues.words.clone(),
        titles: titles.filter(|title| !title.is_empty()).collect(),
        site: clues.site.as_ref().map(|site| folded(&site.value)),
    }
}

/// Puts what the page says of itself where the container said nothing.
fn give(fields: &mut Fields, clues: Clues, has_title: bool) {
    let title = clues.titles.into_iter().next();
    fields.title = if has_title {
        None
    } else {
        fields.title.take().or(title)
    };
    let change = || {
        clues.changes.into_iter().next().map(|clue| Clue {
            how: format!("{}, a day of change", clue.how),
            ..clue
        })
    };
    let day = clues.days.into_iter().next();
    fields.published = fields.published.take().or(day);
    fields.changed = change();
    fields.source = fields.source.take().or(clues.site);
    fields.authors.extend(clues.authors);
    fields.url = clues.address.or(fields.url.take());
    fields.language = fields.language.take().or(clues.language);
    fields.is_page = true;
}
