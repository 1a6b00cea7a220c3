//! Pieces to readings: the longest expression of time at each place of a sentence.
//!
//! Nothing matches inside a word, and an expression that cannot be read whole is left out.

mod dates;
mod durations;
mod numbers;
mod points;
mod sets;
mod years;

use relata_knowledge::{Direction, Glue, TimeUnit, TimeWord};
use relata_language::{Sentence, Token, Upos};

use crate::pieces::Piece;
use crate::reading::Reading;

/// What stands at a place.
pub(crate) enum Found {
    /// An expression and the piece behind it.
    Expression(Reading, usize),
    /// Words that look like one and are none, up to the piece behind them.
    Nothing(usize),
}

/// Reads one sentence.
pub(crate) struct Grammar<'p> {
    pub(crate) pieces: &'p [Piece<'p>],
    pub(crate) sentence: &'p Sentence,
    /// The story is told by dates, not by the day of writing.
    pub(crate) narrative: bool,
}

impl Grammar<'_> {
    /// The longest expression that starts at `at`.
    pub(crate) fn at(&self, at: usize) -> Option<Found> {
        let mut best: Option<(Reading, usize)> = None;
        for (reading, end) in [
            self.set(at),
            self.shifted(at),
            self.point(at),
            self.duration(at),
            self.reference(at),
        ]
        .into_iter()
        .flatten()
        {
            if best.is_none_or(|(_, known)| end > known) {
                best = Some((reading, end));
            }
        }
        if self.get(at)?.has(TimeWord::Nothing) {
            return Some(Found::Nothing(at + 1));
        }
        if let Some(end) = self.nothing(at, best.map(|(_, end)| end)) {
            return Some(Found::Nothing(end));
        }
        best.map(|(reading, end)| Found::Expression(reading, end))
    }

    fn get(&self, at: usize) -> Option<&Piece<'_>> {
        self.pieces.get(at)
    }

    fn before(&self, at: usize) -> Option<&Piece<'_>> {
        at.checked_sub(1).and_then(|before| self.pieces.get(before))
    }

    /// The first sense at `at` that `pick` takes.
    fn sense<T>(&self, at: usize, pick: impl Fn(TimeWord) -> Option<T>) -> Option<T> {
        self.get(at)?.senses.iter().find_map(|sense| pick(*sense))
    }

    fn glue(&self, at: usize, glue: Glue) -> bool {
        self.get(at).is_some_and(|piece| piece.glue(glue))
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|piece| piece.is(mark))
    }

    /// A hyphen that joins two words.
    fn is_joint(&self, at: usize) -> bool {
        self.get(at)
            .is_some_and(|piece| piece.is_hyphen() && piece.glued)
            && self.get(at + 1).is_some_and(|piece| piece.glued)
    }

    /// The place behind a hyphen that joins two words, or the place itself.
    fn past_joint(&self, at: usize) -> usize {
        if self.is_joint(at) { at + 1 } else { at }
    }

    /// The place behind "the", or the place itself.
    fn past_the(&self, at: usize) -> usize {
        at + usize::from(self.glue(at, Glue::The))
    }

    fn past_fillers(&self, mut at: usize) -> usize {
        while self.glue(at, Glue::Filler) {
            at += 1;
            at = self.past_joint(at);
        }
        at
    }

    fn direction(&self, at: usize) -> Option<Direction> {
        self.sense(at, |sense| match sense {
            TimeWord::Direction(direction) => Some(direction),
            _ => None,
        })
    }

    /// A unit and if it is written as several.
    fn unit(&self, at: usize) -> Option<(TimeUnit, bool)> {
        // "This Week", "60 Minutes": names.
        if at > 0 && self.get(at)?.titled {
            return None;
        }
        self.sense(at, |sense| match sense {
            TimeWord::Unit(unit) => Some((unit, false)),
            TimeWord::Units(unit) => Some((unit, true)),
            _ => None,
        })
    }

    /// The piece behind what looks like a length of time and is none: an age ("25-year-old"), a price ("$500 a
    /// month"), a share ("a quarter of its food").
    fn nothing(&self, at: usize, end: Option<usize>) -> Option<usize> {
        if let Some(end) = end {
            let old = self.past_joint(end);
            if self.glue(old, Glue::Age) {
                return Some(old + 1);
            }
            if self.glue(end, Glue::Of)
                && self
                    .unit(end - 1)
                    .is_some_and(|(unit, _)| unit == TimeUnit::Quarter)
                && self.amount(at).is_some()
            {
                return Some(end);
            }
        }
        self.rate(at)
    }

    /// The token in which a piece starts.
    fn token(&self, at: usize) -> Option<&Token> {
        let start = u32::try_from(self.get(at)?.start).ok()?;
        let tokens = &self.sentence.tokens;
        let behind = tokens.partition_point(|token| token.span.start <= start);
        tokens
            .get(behind.checked_sub(1)?)
            .filter(|token| start < token.span.end)
    }

    fn upos(&self, at: usize) -> Option<Upos> {
        self.token(at).map(|token| token.upos)
    }

    /// True if a word with letters or figures sticks to the piece's end.
    fn runs_on(&self, at: usize) -> bool {
        self.get(at + 1)
            .is_some_and(|next| next.glued && !matches!(next.shape, crate::pieces::Shape::Mark(_)))
    }
}
