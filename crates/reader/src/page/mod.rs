//! The parts of a page: headline, paragraphs, captions, and what the site left in the text.
//!
//! Each piece is first judged by its look alone ([`shape`]), then by where it stands ([`kinds`]).

mod byline;
mod caption;
mod dateline;
mod kinds;
mod pieces;
mod shape;
mod stamp;

use relata_record::{Block, BlockKind, Found, LeftOut, Span};

use crate::dates::Day;
use crate::tables::agency;
use crate::text::{squeeze, starts_with_folded, trim};
pub(crate) use kinds::{Given, Part};
use kinds::{Piece, Role};
use shape::Shape;
pub(crate) use stamp::Label;

/// What a page holds beside its words.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub blocks: Vec<Block>,
    pub headline: Option<Found<String>>,
    pub byline: Option<Found<String>>,
    pub town: Option<Found<String>>,
    /// Day of the dateline.
    pub dateline_day: Option<(Day, Span)>,
    /// Days of lines such as "Published: …", in text order.
    pub stamps: Vec<(Label, Day, Span)>,
    /// Day that opens a caption.
    pub caption_day: Option<(Day, Span)>,
    /// Agencies by where they were found.
    pub agencies: Agencies,
}

/// The agencies that a page names, by place.
#[derive(Debug, Default)]
pub(crate) struct Agencies {
    pub dateline: Option<Found<String>>,
    /// "— AFP" at the end of the story.
    pub sign_off: Option<Found<String>>,
    pub credit: Option<Found<String>>,
    pub byline: Option<Found<String>>,
}

/// True for words that are nothing but a time, or who wrote something.
pub(crate) fn is_time_or_author(words: &str) -> bool {
    matches!(shape::shape(words), Shape::Stamp(_) | Shape::Byline(_))
}

/// The parts of a text of which nothing is known but its words.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let part = |range| Part {
        range,
        given: Given::Nothing,
    };
    pieces::pieces(text).into_iter().map(part).collect()
}

/// Reads the parts of a text; `title` is the title that came with it.
pub(crate) fn read(text: &str, parts: &[Part], title: Option<&str>) -> Page {
    let mut page = Page::default();
    for piece in kinds::judge(text, parts, title) {
        page.add(text, &piece);
    }
    page
}

impl Page {
    fn add(&mut self, text: &str, piece: &Piece) {
        let offset = piece.range.start;
        let span =
            |range: &std::ops::Range<usize>| Span::new(offset + range.start, offset + range.end);
        match &piece.shape {
            Shape::Byline(found) => {
                let author = found
                    .author
                    .as_ref()
                    .map(|range| quote(text, span(range), found.how));
                keep(&mut self.byline, author);
                let agency = found
                    .agency
                    .as_ref()
                    .map(|(name, range)| named(name, span(range), found.how));
                keep(&mut self.agencies.byline, agency);
                if let Some((range, day)) = text.get(piece.range.clone()).and_then(day_behind) {
                    self.stamps.push((Label::None, day, span(&range)));
                }
            }
            Shape::Stamp(stamp) if piece.role != Role::LinkTime => {
                if let Some((day, range)) = &stamp.day {
                    self.stamps.push((stamp.label, *day, span(range)));
                }
            }
            Shape::Dateline(dateline) => self.add_dateline(text, offset, dateline),
            Shape::Site => self.add_source_line(text, piece),
            _ => {}
        }
        match piece.role {
            Role::Title => self.add_title(text, piece),
            Role::Paragraph => self.add_paragraph(text, piece),
            Role::Caption => self.add_caption(text, piece),
            Role::Leftover(why) => self.leave_out(why, text, piece.range.clone()),
            Role::LinkTime => {
                self.leave_out(LeftOut::OtherStories, text, piece.range.clone());
            }
        }
    }

    fn push(&mut self, kind: BlockKind, text: &str, range: std::ops::Range<usize>) {
        self.block(kind, None, text, range);
    }

    fn leave_out(&mut self, why: LeftOut, text: &str, range: std::ops::Range<usize>) {
        self.block(BlockKind::Leftover, Some(why), text, range);
    }

    fn block(
        &mut self,
        kind: BlockKind,
        why: Option<LeftOut>,
        text: &str,
        range: std::ops::Range<usize>,
    ) {
        if let Some(range) = trim(text, range) {
            let span = Span::new(range.start, range.end);
            self.blocks.push(Block { kind, span, why });
        }
    }

    fn add_title(&mut self, text: &str, piece: &Piece) {
        let label = text.get(piece.range.clone()).map_or(0, title_label);
        let range = trim(text, piece.range.start + label..piece.range.end)
            .unwrap_or_else(|| piece.range.clone());
        let span = Span::new(range.start, range.end);
        keep(&mut self.headline, Some(quote(text, span, "headline")));
        self.push(BlockKind::Title, text, range);
    }

    fn add_paragraph(&mut self, text: &str, piece: &Piece) {
        let mut range = piece.range.clone();
        if let Some(dateline) = &piece.dateline {
            self.add_dateline(text, range.start, dateline);
            range.start += dateline.end;
        }
        let Shape::Signed(credit) = &piece.shape else {
            self.push(BlockKind::Paragraph, text, range);
            return;
        };
        let cut = piece.range.start + credit.range.start;
        self.push(
            BlockKind::Paragraph,
            text,
            range.start..cut.max(range.start),
        );
        self.leave_out(LeftOut::Credit, text, cut.max(range.start)..range.end);
        if let Some((name, range)) = &credit.agency {
            let span = Span::new(
                piece.range.start + range.start,
                piece.range.start + range.end,
            );
            keep(
                &mut self.agencies.sign_off,
                Some(named(name, span, "sign-off")),
            );
        }
    }

    fn add_caption(&mut self, text: &str, piece: &Piece) {
        let start = piece.range.start;
        let (day, credit) = match &piece.shape {
            Shape::Caption(day, credit) => (day.clone(), credit.clone()),
            Shape::Signed(credit) => (None, Some(credit.clone())),
            _ => (None, None),
        };
        if let Some((day, range)) = day {
            keep(
                &mut self.caption_day,
                Some((day, Span::new(start + range.start, start + range.end))),
            );
        }
        let cut = credit
            .as_ref()
            .map_or(piece.range.end, |credit| start + credit.range.start);
        self.push(BlockKind::Caption, text, start..cut);
        self.leave_out(LeftOut::Credit, text, cut..piece.range.end);
        if let Some((name, range)) = credit.and_then(|credit| credit.agency) {
            let span = Span::new(start + range.start, start + range.end);
            keep(
                &mut self.agencies.credit,
                Some(named(name, span, "caption credit")),
            );
        }
    }

    /// The first dateline is the report's.
    fn add_dateline(&mut self, text: &str, start: usize, dateline: &dateline::Dateline) {
        let span =
            |range: &std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        let town = dateline
            .town
            .as_ref()
            .map(|range| quote(text, span(range), "dateline"));
        keep(&mut self.town, town);
        keep(
            &mut self.dateline_day,
            dateline
                .day
                .as_ref()
                .map(|(day, range)| (*day, span(range))),
        );
        let agency = dateline
            .agency
            .as_ref()
            .map(|(name, range)| named(name, span(range), "dateline"));
        keep(&mut self.agencies.dateline, agency);
    }

    /// "Source: AFP" at the foot of a page.
    fn add_source_line(&mut self, text: &str, piece: &Piece) {
        let Some(line) = text
            .get(piece.range.clone())
            .filter(|line| starts_with_folded(line, "source:"))
        else {
            return;
        };
        let start = piece.range.start + "source:".len();
        let Some(range) = trim(text, start..piece.range.start + line.len()) else {
            return;
        };
        let name = text.get(range.clone()).and_then(agency);
        let found =
            name.map(|name| named(name, Span::new(range.start, range.end), "line `Source`"));
        keep(&mut self.agencies.byline, found);
    }
}

/// Length of the label before a headline, "Title:".
fn title_label(line: &str) -> usize {
    let labels = ["title:", "headline:"];
    labels
        .into_iter()
        .find(|label| starts_with_folded(line, label))
        .map_or(0, str::len)
}

/// The day behind an author's name on the same line.
fn day_behind(line: &str) -> Option<(std::ops::Range<usize>, Day)> {
    crate::dates::find_day(line).map(|(start, end, day)| (start..end, day))
}

/// Keeps the first value that is found.
fn keep<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

fn quote(text: &str, span: Span, how: &str) -> Found<String> {
    Found {
        value: squeeze(span.of(text)),
        span: Some(span),
        how: how.to_owned(),
    }
}

fn named(name: &str, span: Span, how: &str) -> Found<String> {
    Found {
        value: name.to_owned(),
        span: Some(span),
        how: how.to_owned(),
    }
}
