//! So long: "two weeks", "the past three years", "a 14-day ban"; and so far from somewhere: "two days ago".

use relata_knowledge::{About, Direction, Glue, Shift, TimeUnit, TimeWord};
use relata_language::Upos;

use super::Grammar;
use crate::reading::{Base, Fields, Quantity, Reading, Year};

impl Grammar<'_> {
    /// A quantity with its unit: "at least two and a half years", "14-day".
    pub(super) fn amount(&self, at: usize) -> Option<(Quantity, TimeUnit, usize)> {
        let (about, start) = self.past_about(at);
        let (mut quantity, end) = self.quantity(start)?;
        quantity.about = about;
        let mut end = end;
        while self.glue(end, Glue::More) || self.glue(end, Glue::Filler) {
            end += 1;
        }
        end = self.past_joint(end);
        let (unit, many) = self.unit(end)?;
        if self.runs_on(end) {
            return None;
        }
        let one = quantity.number == Some(1) && !quantity.half;
        let hyphened = self.is_joint(end.checked_sub(1)?);
        if hyphened && self.glue(start, Glue::One) {
            return None;
        }
        // "five day" is said, but "a second" and "first-half" are no amounts.
        if unit == TimeUnit::Second && !many || many && one && self.glue(start, Glue::One) {
            return None;
        }
        if quantity.number.is_none() && !many && !hyphened {
            return None;
        }
        end += 1;
        if let Some(behind) = self.and_a_half(end) {
            quantity.half = true;
            end = behind;
        }
        if let Some((About::Approx, behind)) = self.about(end)
            && self.pieces[end].end - self.pieces[end].start > 4
            && self.get(behind).is_none_or(|next| {
                !next.is_word() || next.senses.is_empty() || self.shift(behind).is_some()
            })
            && self.is_or(end)
        {
            quantity.about = quantity.about.or(Some(About::Approx));
            end = behind;
        }
        Some((quantity, unit, end))
    }

    /// "or so": a phrase that starts with a small word.
    fn is_or(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| token.upos == Upos::Cconj)
    }

    pub(super) fn shift(&self, at: usize) -> Option<Shift> {
        self.sense(at, |sense| match sense {
            TimeWord::Shift(shift) => Some(shift),
            _ => None,
        })
    }

    /// "two days ago", "a year earlier", "three weeks later", "year-ago".
    pub(super) fn shifted(&self, at: usize) -> Option<(Reading, usize)> {
        if let Some(found) = self.year_back(at) {
            return Some(found);
        }
        let amount = self.amount(at).or_else(|| {
            let (unit, many) = self.unit(at)?;
            let quantity = if many {
                Quantity::FEW
            } else {
                Quantity::exactly(1)
            };
            (many || self.is_joint(at + 1)).then_some((quantity, unit, at + 1))
        });
        let (quantity, unit, end) = amount?;
        let place = self.past_joint(end);
        let shift = self.shift(place)?;
        let is_open = |end: usize| !self.ends_clause(end) && !self.is_pronoun_at_end(end);
        if matches!(shift, Shift::Before | Shift::After) && is_open(place + 1) {
            return None;
        }
        let mut reading: Reading = Base::Shift(quantity, unit, shift).into();
        reading.about = quantity.about;
        Some((reading, place + 1))
    }

    /// "At least" and what is behind it; "over the weekend" is no more than a weekend.
    fn past_about(&self, at: usize) -> (Option<About>, usize) {
        match self.about(at) {
            Some((about, end)) if !self.glue(end, Glue::The) => (Some(about), end),
            _ => (None, at),
        }
    }

    /// "the year-ago quarter", "year-earlier period", "the year-earlier third quarter".
    fn year_back(&self, at: usize) -> Option<(Reading, usize)> {
        let start = self.past_fillers(self.past_the(at));
        let (unit @ TimeUnit::Year, false) = self.unit(start)? else {
            return None;
        };
        let joint = self.past_joint(start + 1);
        let shift = self.shift(joint).filter(|_| joint > start + 1)?;
        let end = joint + 1;
        if let Some((fields, behind)) = self
            .fields(end)
            .filter(|(fields, _)| fields.quarter.is_some())
        {
            let fields = Fields {
                year: Some(Year::Of(Direction::Last)),
                ..fields
            };
            return Some((Base::Fields(fields).into(), behind));
        }
        let named = matches!(self.unit(end), Some((TimeUnit::Quarter, false)))
            || self.glue(end, Glue::Period);
        let base = Base::Shift(Quantity::exactly(1), unit, shift);
        if named {
            return Some((base.into(), end + 1));
        }
        (start == at).then(|| (base.into(), end))
    }

    /// "a day before that": the day told before, and no event.
    fn is_pronoun_at_end(&self, at: usize) -> bool {
        matches!(self.upos(at), Some(Upos::Pron | Upos::Det)) && self.ends_clause(at + 1)
    }

    /// True where no word that "after" could govern follows.
    fn ends_clause(&self, at: usize) -> bool {
        self.get(at).is_none_or(|next| {
            !next.is_word()
                && !matches!(next.shape, crate::pieces::Shape::Figures(..))
                && !next.is_apostrophe()
        }) || self.upos(at) == Some(Upos::Cconj)
    }

    /// "two weeks", "the past two weeks", "recent months", "years".
    pub(super) fn duration(&self, at: usize) -> Option<(Reading, usize)> {
        if let Some((quantity, unit, end)) = self.amount(at) {
            return self.long(quantity, unit, None, end);
        }
        let about = self
            .about(at)
            .map(|(about, _)| about)
            .filter(|about| *about != About::Approx);
        let start = self.past_the(self.past_about(at).1);
        if let Some(direction) = self.direction(start) {
            let next = self.past_fillers(start + 1);
            if let Some((mut quantity, unit, end)) =
                self.amount(next).filter(|_| !self.glue(next, Glue::One))
            {
                quantity.about = quantity.about.or(about);
                return self.long(quantity, unit, Some(direction), end);
            }
            if let Some((unit, true)) = self.unit(next)
                && self.is_stretch(direction)
            {
                return self.long(Quantity::FEW, unit, Some(direction), next + 1);
            }
            return None;
        }
        // "the first two weeks", "the first nine months"
        if let Some((_, next)) = self.ordinal(start)
            && let Some((quantity, unit, end)) = self.amount(next)
            && quantity.number.is_some_and(|number| number > 1)
        {
            return self.long(quantity, unit, None, end);
        }
        if start > at
            && let Some((quantity, unit, end)) = self.amount(start)
            && !self.glue(start, Glue::One)
            && !self.is_joint(end - 2)
        {
            return self.long(quantity, unit, None, end);
        }
        self.bare_units(at)
    }

    fn is_stretch(&self, direction: Direction) -> bool {
        matches!(
            direction,
            Direction::Recent
                | Direction::Coming
                | Direction::Past
                | Direction::Last
                | Direction::Next
                | Direction::Following
        )
    }

    fn long(
        &self,
        quantity: Quantity,
        unit: TimeUnit,
        direction: Option<Direction>,
        end: usize,
    ) -> Option<(Reading, usize)> {
        // "a three-year-long siege": long belongs to it, but is not asked for.
        (unit != TimeUnit::Weekend || quantity.number != Some(1))
            .then(|| (Base::Duration(quantity, unit, direction).into(), end))
    }

    /// "for weeks", "years of war", "months-long".
    fn bare_units(&self, at: usize) -> Option<(Reading, usize)> {
        let (unit, many) = self.unit(at)?;
        if matches!(
            unit,
            TimeUnit::Second | TimeUnit::Quarter | TimeUnit::Weekend
        ) {
            return None;
        }
        if !many {
            // "day-long"
            let long = self.is_joint(at + 1)
                && self
                    .token(at + 2)
                    .is_some_and(|token| token.lemma == "long");
            return long.then(|| {
                (
                    Base::Duration(Quantity::exactly(1), unit, None).into(),
                    at + 3,
                )
            });
        }
        if self.is_joint(at + 1) {
            let long = self
                .token(at + 2)
                .is_some_and(|token| token.lemma == "long");
            return long.then(|| (Base::Duration(Quantity::FEW, unit, None).into(), at + 3));
        }
        let before = self.before(at);
        let opened = before.is_some_and(|piece| {
            piece.senses.iter().any(|sense| {
                matches!(
                    sense,
                    TimeWord::Bound(
                        relata_knowledge::TimeBound::For
                            | relata_knowledge::TimeBound::At
                            | relata_knowledge::TimeBound::After
                            | relata_knowledge::TimeBound::During
                    )
                )
            })
        });
        let followed =
            self.glue(at + 1, Glue::Of) && before.is_none_or(|piece| !piece.glue(Glue::The));
        // "hours after the speech"
        let of_event = self.get(at + 1).is_some_and(|piece| {
            piece.has(TimeWord::Bound(relata_knowledge::TimeBound::After))
                || piece.has(TimeWord::Bound(relata_knowledge::TimeBound::Before))
        });
        (opened || followed || of_event)
            .then(|| (Base::Duration(Quantity::FEW, unit, None).into(), at + 1))
    }
}
