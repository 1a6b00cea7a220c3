//! A report's sentences to its expressions of time.

use jiff::civil::Date;
use relata_knowledge::{CalendarWord, Direction, Glue, TimeBound, TimeWord};
use relata_language::Sentence;
use relata_record::Span;

use crate::expression::{Anchor, Bound, Length, TimeExpression, TimeKind};
use crate::grammar::{Found, Grammar};
use crate::lexicon::Lexicon;
use crate::pieces::{Piece, Space, cut};
use crate::reading::{Base, Reading, Year};
use crate::resolve::{Story, hangs_on_event, resolve};
use crate::tense::{Tense, tense};

/// Dates in full that a story told by dates has at least.
const FULL_DATES: usize = 8;

/// Finds and resolves expressions of time with one table of words.
#[derive(Debug)]
pub struct TimeResolver {
    lexicon: Lexicon,
}

/// An expression in a sentence.
struct Read {
    sentence: usize,
    reading: Reading,
    span: Span,
    bound: Option<Bound>,
    /// "until", "by": what they border is still to come.
    cue: Option<Span>,
    /// "after" or "before", where an event follows.
    of_event: Option<Bound>,
    /// It goes on from the expression before it: "May 5 to May 7".
    goes_on: bool,
}

impl TimeResolver {
    /// A resolver that knows these words.
    pub fn new(words: &[CalendarWord]) -> Self {
        Self {
            lexicon: Lexicon::new(words),
        }
    }

    /// Every expression of time in the sentences of `text`, in text order. `clock` is the day of writing; without
    /// it, what is counted from it has no days.
    pub fn find(
        &self,
        text: &str,
        sentences: &[Sentence],
        clock: Option<Date>,
    ) -> Vec<TimeExpression> {
        let mut space = Space::default();
        let mut reads = self.read(text, sentences, false, &mut space);
        let narrative = is_narrative(&reads);
        if narrative {
            reads = self.read(text, sentences, true, &mut space);
        }
        let mut story = Story {
            clock,
            narrative,
            ..Story::default()
        };
        let mut times: Vec<TimeExpression> = Vec::with_capacity(reads.len());
        for read in reads {
            let time = self.resolve(&read, sentences, &mut story, times.len());
            if read.goes_on
                && let Some(last) = times.len().checked_sub(1)
                && is_stretch(&times[last], &time)
            {
                times[last].through = Some(last + 1);
            }
            times.push(time);
        }
        times
    }

    fn resolve(
        &self,
        read: &Read,
        sentences: &[Sentence],
        story: &mut Story,
        number: usize,
    ) -> TimeExpression {
        let (mut tense, mut cue) = sentences
            .get(read.sentence)
            .map_or((Tense::Open, None), |sentence| {
                tense(&self.lexicon, sentence, read.span.start)
            });
        // "had left by Friday" looks back, "was extended until Friday" does not.
        if let Some(border) = read.cue
            && (tense == Tense::Open || tense == Tense::Past && read.bound == Some(Bound::Until))
        {
            (tense, cue) = (Tense::Border, Some(border));
        }
        let mut meaning = resolve(&read.reading, story, tense);
        if let Some(bound) = read.of_event {
            hangs_on_event(&mut meaning, bound);
        }
        if let Some(stamp) = meaning.stamp {
            story.last = Some((stamp, number));
            if let (crate::stamp::Stamp::Quarter(..), Base::Fields(_)) = (stamp, read.reading.base)
            {
                story.quarter = Some((stamp, number));
            }
        }
        TimeExpression {
            span: read.span,
            sentence: read.sentence,
            kind: meaning.kind,
            value: meaning.value,
            modifier: meaning.modifier,
            interval: meaning.interval,
            bound: read.bound,
            through: None,
            length: match read.reading.base {
                Base::Duration(quantity, unit, _) => Some(Length {
                    count: quantity.number,
                    unit,
                }),
                _ => None,
            },
            anchor: meaning.anchor,
            rule: meaning.rule,
            cue: cue.filter(|_| meaning.anchor != Anchor::Written),
        }
    }

    fn read(
        &self,
        text: &str,
        sentences: &[Sentence],
        narrative: bool,
        space: &mut Space,
    ) -> Vec<Read> {
        let mut reads = Vec::new();
        for (number, sentence) in sentences.iter().enumerate() {
            let (start, end) = (sentence.span.start as usize, sentence.span.end as usize);
            if text.get(start..end).is_none() {
                continue;
            }
            let pieces = cut(&self.lexicon, text, start, end, space);
            if pieces.is_empty() {
                continue;
            }
            let grammar = Grammar {
                pieces: &pieces,
                sentence,
                narrative,
            };
            read_sentence(&grammar, number, &mut reads);
        }
        reads
    }
}

fn read_sentence(grammar: &Grammar<'_>, number: usize, reads: &mut Vec<Read>) {
    let pieces = grammar.pieces;
    let mut at = 0;
    let mut last_end = None;
    while at < pieces.len() {
        let found = if may_start(pieces, at) {
            grammar.at(at)
        } else {
            None
        };
        match found {
            Some(Found::Expression(reading, end)) if end > at => {
                let of_event = [TimeBound::After, TimeBound::Before]
                    .into_iter()
                    .filter(|_| matches!(reading.base, Base::Duration(..)))
                    .find(|bound| {
                        pieces
                            .get(end)
                            .is_some_and(|piece| piece.has(TimeWord::Bound(*bound)))
                    });
                reads.push(Read {
                    sentence: number,
                    reading,
                    span: Span::new(pieces[at].start, pieces[end - 1].end),
                    bound: bound_before(pieces, at),
                    cue: at
                        .checked_sub(1)
                        .map(|before| &pieces[before])
                        .filter(|piece| {
                            piece.has(TimeWord::Bound(TimeBound::Until))
                                || piece.has(TimeWord::Bound(TimeBound::By))
                        })
                        .map(|piece| Span::new(piece.start, piece.end)),
                    of_event,
                    goes_on: last_end.is_some_and(|last| joins(pieces, last, at)),
                });
                merge_time(grammar, reads);
                last_end = Some(end);
                at = end;
            }
            Some(Found::Nothing(end)) if end > at => at = end,
            _ => at += 1,
        }
    }
}

/// "at 9 a.m. Friday" may be cut into two sentences behind the stop of "a.m.": the time goes with the day.
fn merge_time(grammar: &Grammar<'_>, reads: &mut Vec<Read>) {
    let [.., time, day] = reads.as_slice() else {
        return;
    };
    let starts = u32::try_from(grammar.pieces[0].start).is_ok_and(|start| start == day.span.start);
    let is_time = matches!(time.reading.base, Base::Clockless) && day.reading.time.is_none();
    let is_day = matches!(day.reading.base, Base::Fields(fields) if fields.day.is_some() || fields.weekday.is_some());
    if starts
        && is_time
        && is_day
        && time.sentence + 1 == day.sentence
        && day.span.start <= time.span.end + 1
    {
        let (span, of, sentence) = (time.span.cover(day.span), time.reading.time, time.sentence);
        let (bound, cue) = (time.bound, time.cue);
        if let Some(day) = reads.pop()
            && let Some(time) = reads.last_mut()
        {
            *time = Read {
                span,
                sentence,
                bound,
                cue,
                reading: Reading {
                    time: of,
                    ..day.reading
                },
                ..day
            };
        }
    }
}

/// Nothing starts inside a word: a piece that sticks to letters or figures before it is part of them.
fn may_start(pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = &pieces[at];
    let Some(before) = at.checked_sub(1).map(|before| &pieces[before]) else {
        return true;
    };
    !piece.glued || matches!(before.shape, crate::pieces::Shape::Mark(_))
}

fn bound_before(pieces: &[Piece<'_>], at: usize) -> Option<Bound> {
    let before = &pieces[at.checked_sub(1)?];
    before.senses.iter().find_map(|sense| match sense {
        TimeWord::Bound(bound) => Some(*bound),
        _ => None,
    })
}

/// True if one dash or "to", "until", "through", "and" stands between two expressions.
fn joins(pieces: &[Piece<'_>], last: usize, at: usize) -> bool {
    at == last + 1
        && (pieces[last].is_dash()
            || pieces[last].glue(Glue::To)
            || pieces[last].glue(Glue::And)
            || pieces[last].has(TimeWord::Bound(TimeBound::Until))
            || pieces[last].has(TimeWord::Bound(TimeBound::During)))
}

/// True if the days run from one expression to the next.
fn is_stretch(first: &TimeExpression, second: &TimeExpression) -> bool {
    let (Some(from), Some(to)) = (first.interval, second.interval) else {
        return false;
    };
    first.sentence == second.sentence && from.precision == to.precision && from.from < to.from
}

/// True if the report tells its story by dates written in full, as chronicles do.
fn is_narrative(reads: &[Read]) -> bool {
    let mut full = 0;
    let mut deictic = 0;
    for read in reads {
        match read.reading.base {
            Base::Fields(fields) if matches!(fields.year, Some(Year::Is(_))) => full += 1,
            Base::Fields(fields) if fields.weekday.is_some() && fields.month.is_none() => {
                deictic += 1
            }
            Base::Day(_) => deictic += 1,
            Base::Named(
                Direction::Last | Direction::This | Direction::Past | Direction::Coming,
                _,
            ) => {
                deictic += 1;
            }
            Base::Shift(_, _, relata_knowledge::Shift::Ago) => deictic += 1,
            _ => {}
        }
    }
    full >= FULL_DATES && full > 4 * deictic
}

impl TimeExpression {
    /// True if it says when: a day or stretch of the calendar whose days are known.
    pub fn is_dated(&self) -> bool {
        matches!(self.kind, TimeKind::Date | TimeKind::Time) && self.interval.is_some()
    }
}
