//! What comes again: "every Friday", "daily", "twice a week"; and what points nowhere exactly: "now", "recently".

use relata_knowledge::{DayPart, Direction, Glue, Reference, TimeUnit, TimeWord};
use relata_language::Upos;

use super::Grammar;
use crate::pieces::Shape;
use crate::reading::{Base, Reading, Repeat};

impl Grammar<'_> {
    /// "every Friday", "each of the past three years", "per month", "daily", "Tuesday nights", "five times a week".
    pub(super) fn set(&self, at: usize) -> Option<(Reading, usize)> {
        let (repeat, end) = self
            .every(at)
            .or_else(|| self.times_a(at))
            .or_else(|| self.plural_days(at))?;
        Some((Base::Set(repeat).into(), end))
    }

    fn every(&self, at: usize) -> Option<(Repeat, usize)> {
        if let Some((count, unit)) = self.sense(at, |sense| match sense {
            TimeWord::Every(count, unit) => Some((count, unit)),
            _ => None,
        }) {
            // "The Daily Star": a name.
            let named = self.get(at)?.capital && self.upos(at) == Some(Upos::Propn);
            return (!named).then_some((Repeat::Every(count, unit), at + 1));
        }
        if !self.get(at)?.has(TimeWord::Each) {
            return None;
        }
        let (count, next) = self
            .number(at + 1)
            .or_else(|| self.ordinal(at + 1))
            .unwrap_or((1, at + 1));
        let next = next + usize::from(self.glue(next, Glue::More));
        self.again(next, count)
    }

    /// What comes again, behind "every".
    fn again(&self, at: usize, count: u32) -> Option<(Repeat, usize)> {
        if let Some((unit, _)) = self.unit(at) {
            return Some((Repeat::Every(count, unit), at + 1));
        }
        let repeat = self.sense(at, |sense| match sense {
            TimeWord::Weekday(day) | TimeWord::Weekdays(day) => Some(Repeat::Weekday(day, None)),
            TimeWord::Month(month) => Some(Repeat::Month(month)),
            TimeWord::Season(season) => Some(Repeat::Season(season)),
            TimeWord::DayPart(part) => Some(Repeat::DayPart(part)),
            _ => None,
        })?;
        if let (Repeat::Weekday(day, _), Some(part)) = (repeat, self.day_part(at + 1)) {
            return Some((Repeat::Weekday(day, Some(part)), at + 2));
        }
        Some((repeat, at + 1))
    }

    /// "twice a week", "$30,000 a year", "10 times a day": how often.
    fn times_a(&self, at: usize) -> Option<(Repeat, usize)> {
        if !self.glue(at, Glue::One) {
            return None;
        }
        let (unit, false) = self.unit(at + 1)? else {
            return None;
        };
        let before = self.before(at)?;
        (before.glue(Glue::Times) && self.shift(at + 2).is_none())
            .then_some((Repeat::Every(1, unit), at + 2))
    }

    /// "$30,000 a year", "700 seats a week": how much in a time, which is no time. Gives the place behind it.
    pub(super) fn rate(&self, at: usize) -> Option<usize> {
        if !self.glue(at, Glue::One) {
            return None;
        }
        self.unit(at + 1).filter(|(_, many)| !many)?;
        let before = self.before(at)?;
        let figures = |offset: usize| {
            at.checked_sub(offset)
                .and_then(|two| self.get(two))
                .is_some_and(|two| {
                    matches!(two.shape, Shape::Figures(..))
                        || two
                            .senses
                            .iter()
                            .any(|sense| matches!(sense, TimeWord::Number(_)))
                })
        };
        let counted =
            figures(1) || before.is('%') || figures(2) && self.upos(at - 1) != Some(Upos::Adp);
        (counted && self.shift(at + 2).is_none()).then_some(at + 2)
    }

    /// "Fridays", "Friday nights".
    fn plural_days(&self, at: usize) -> Option<(Repeat, usize)> {
        self.sense(at, |sense| match sense {
            TimeWord::Weekdays(day) => Some((Repeat::Weekday(day, None), at + 1)),
            _ => None,
        })
    }

    /// "now", "recently", "the future"; "current" and "former" before a noun.
    pub(super) fn reference(&self, at: usize) -> Option<(Reading, usize)> {
        if self.glue(at, Glue::The)
            && self.direction(at + 1) == Some(Direction::Past)
            && !matches!(
                self.upos(at + 2),
                Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            )
            && self.unit(at + 2).is_none()
        {
            return Some((Base::Reference(Reference::Past).into(), at + 2));
        }
        let reference = self.sense(at, |sense| match sense {
            TimeWord::Reference(reference) => Some(reference),
            _ => None,
        });
        if let Some(reference) = reference {
            let of_noun = self.get(at + 1).is_some_and(|next| {
                next.is_word()
                    && (next.has(TimeWord::Unit(TimeUnit::Day))
                        || self.unit(at + 1).is_some()
                        || self
                            .quantity(at + 1)
                            .is_some_and(|(_, end)| self.unit(end).is_some()))
            });
            // A chronicle's "soon" is then.
            let soon = self.narrative
                && reference == Reference::Future
                && !self.glue(at, Glue::The)
                && self.pieces[at].end - self.pieces[at].start <= 5;
            return (!of_noun && !soon).then_some((Base::Reference(reference).into(), at + 1));
        }
        let reference = self.sense(at, |sense| match sense {
            TimeWord::ReferenceAdjective(reference) => Some(reference),
            _ => None,
        })?;
        // Reporters write of the current, the former and the future of everything; chroniclers mean the time.
        let takes = self.narrative || reference == Reference::Present;
        let before_noun = self.upos(at) == Some(Upos::Adj)
            && self.get(at + 1).is_some_and(|next| next.is_word())
            && self.unit(at + 1).is_none();
        (takes && before_noun).then_some((Base::Reference(reference).into(), at + 1))
    }

    pub(super) fn day_part(&self, at: usize) -> Option<DayPart> {
        self.sense(at, |sense| match sense {
            TimeWord::DayPart(part) => Some(part),
            _ => None,
        })
    }
}
