//! The text of a report in pieces, cut wherever something begins or ends that a view may mark.

use std::collections::BTreeSet;

use relata_record::{Block, BlockKind, Event, Report, Span, SpanIndex};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A part of the page: a headline, a paragraph, or what stands between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Segment {
    /// `title`, `paragraph`, `caption`, `leftover`, or `between` for text that belongs to none of them.
    pub kind: &'static str,
    /// True if it goes on in the line in which the one before ended.
    pub is_joined: bool,
    /// Its pieces; all pieces of all segments together are the text.
    pub pieces: Vec<Piece>,
}

/// Words that are marked alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The byte of the text at which it starts.
    pub start: u32,
    /// The words.
    pub text: String,
    /// Numbers of the events whose act stands here.
    pub acts: Vec<u32>,
    /// Numbers of the events that this is evidence of.
    pub evidence: Vec<u32>,
    /// The sentence, counted from 0.
    pub sentence: Option<u32>,
}

/// The events of a report by the places of their words.
pub struct Marks<'a> {
    events: &'a [Event],
    acts: SpanIndex,
    evidence: SpanIndex,
}

impl<'a> Marks<'a> {
    /// The marks of `events`.
    pub fn new(events: &'a [Event]) -> Self {
        let numbered = || events.iter().enumerate();
        let quotes = numbered().flat_map(|(n, event)| {
            let quotes = event.evidence.iter();
            quotes.map(move |quote| (quote.span(), n))
        });
        Self {
            acts: SpanIndex::new(numbered().map(|(n, event)| (event.act.span(), n))),
            evidence: SpanIndex::new(quotes),
            events,
        }
    }

    /// Numbers of the events whose act overlaps `span` and passes `holds`.
    pub fn acts(&self, span: Span, holds: impl Fn(Span) -> bool) -> Vec<u32> {
        self.events(&self.acts.numbers(span, holds))
    }

    /// Numbers of the events that words which overlap `span` and pass `holds` are evidence of.
    pub fn evidence(&self, span: Span, holds: impl Fn(Span) -> bool) -> Vec<u32> {
        self.events(&self.evidence.numbers(span, holds))
    }

    fn events(&self, places: &[usize]) -> Vec<u32> {
        let events = places.iter().filter_map(|place| self.events.get(*place));
        events.map(|event| event.n).collect()
    }
}

/// The text of `report` in segments.
pub fn segments(report: &Report, marks: &Marks<'_>, sentences: &[Span]) -> Vec<Segment> {
    let text = &report.text;
    let mut borders: BTreeSet<usize> = BTreeSet::new();
    for event in marks.events {
        let value = serde_json::to_value(event).unwrap_or(Value::Null);
        gather(&value, &mut borders);
    }
    for sentence in sentences {
        borders.extend([sentence.start as usize, sentence.end as usize]);
    }
    let numbered = sentences.iter().enumerate();
    let cutter = Cutter {
        text,
        borders: &borders,
        marks,
        sentences: SpanIndex::new(numbered.map(|(n, span)| (*span, n))),
    };
    let mut segments = Vec::new();
    let mut at = 0;
    for block in &report.blocks {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        if start < at || end < start || text.get(start..end).is_none() {
            continue;
        }
        segments.extend(cutter.segment("between", at, start));
        segments.extend(cutter.segment(kind(block), start, end));
        at = end;
    }
    segments.extend(cutter.segment("between", at, text.len()));
    segments
}

fn kind(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Title => "title",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Caption => "caption",
        BlockKind::Leftover => "leftover",
    }
}

/// The ends of every quote in a value: whatever has a start and an end.
fn gather(value: &Value, borders: &mut BTreeSet<usize>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, borders)),
        Value::Object(map) => {
            let number = |key| usize::try_from(map.get(key)?.as_u64()?).ok();
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                borders.extend([start, end]);
            }
            map.values().for_each(|value| gather(value, borders));
        }
        _ => {}
    }
}

struct Cutter<'a> {
    text: &'a str,
    borders: &'a BTreeSet<usize>,
    marks: &'a Marks<'a>,
    sentences: SpanIndex,
}

impl Cutter<'_> {
    fn segment(&self, kind: &'static str, start: usize, end: usize) -> Option<Segment> {
        let mut pieces = Vec::new();
        let mut at = start;
        let cuts = self.borders.range(start..end).copied().chain([end]);
        for cut in cuts.filter(|cut| self.text.is_char_boundary(*cut)) {
            if cut > at {
                pieces.extend(self.piece(at, cut));
                at = cut;
            }
        }
        let is_joined = start > 0
            && !self
                .text
                .get(..start)
                .is_some_and(|before| before.ends_with('\n'))
            && !self
                .text
                .get(start..)
                .is_some_and(|after| after.starts_with('\n'));
        (!pieces.is_empty()).then_some(Segment {
            kind,
            is_joined,
            pieces,
        })
    }

    fn piece(&self, start: usize, end: usize) -> Option<Piece> {
        let span = Span::new(start, end);
        let holds = |known: Span| known.contains(span);
        let sentence = self.sentences.numbers(span, holds);
        Some(Piece {
            start: span.start,
            text: self.text.get(start..end)?.to_owned(),
            acts: self.marks.acts(span, holds),
            evidence: self.marks.evidence(span, holds),
            sentence: sentence.first().and_then(|n| u32::try_from(*n).ok()),
        })
    }
}
