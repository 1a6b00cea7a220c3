//! Numbers, quantities and figures of the calendar.

use relata_knowledge::{About, Era, Glue, TimeWord};

use super::Grammar;
use crate::pieces::Shape;
use crate::reading::Quantity;

impl Grammar<'_> {
    fn number_word(&self, at: usize) -> Option<u32> {
        self.sense(at, |sense| match sense {
            TimeWord::Number(number) => Some(number),
            _ => None,
        })
    }

    /// "12", "4,000", "twelve", "twenty-five", "two hundred and ten".
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        if let Shape::Figures(number, digits) = self.get(at)?.shape {
            let mut number = number;
            let mut end = at + 1;
            if digits <= 3
                && self.is_mark(end, ',')
                && let Some(next) = self.get(end + 1)
                && let Shape::Figures(low, 3) = next.shape
                && next.glued
            {
                number = number.checked_mul(1000)?.checked_add(low)?;
                end += 2;
            }
            return (!self.runs_on(end - 1)).then_some((number, end));
        }
        let (mut number, mut end) = self.below_hundred(at)?;
        if let Some(large @ (100 | 1000)) = self.number_word(end) {
            number = number.checked_mul(large)?;
            end += 1;
            let rest = end + usize::from(self.glue(end, Glue::And));
            if let Some((low, behind)) = self.below_hundred(rest).filter(|(low, _)| *low < large) {
                number = number.checked_add(low)?;
                end = behind;
            }
        }
        Some((number, end))
    }

    /// "seven", "twenty-five", "twenty five", "a hundred".
    fn below_hundred(&self, at: usize) -> Option<(u32, usize)> {
        if self.glue(at, Glue::One) {
            let large = self.number_word(at + 1)?;
            return (large >= 12).then_some((large, at + 2));
        }
        let number = self.number_word(at)?;
        if (20..=90).contains(&number) && number.is_multiple_of(10) {
            let next = self.past_joint(at + 1);
            if let Some(unit) = self.number_word(next).filter(|unit| (1..=9).contains(unit)) {
                return Some((number + unit, next + 1));
            }
        }
        Some((number, at + 1))
    }

    /// "first", "twenty-first", "21st".
    pub(super) fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        if let Shape::Figures(number, 1..=3) = self.get(at)?.shape {
            let suffix = self.get(at + 1)?;
            return (suffix.glued && suffix.glue(Glue::Ordinal)).then_some((number, at + 2));
        }
        if let Some(tens) = self
            .number_word(at)
            .filter(|number| (20..=90).contains(number))
        {
            let next = self.past_joint(at + 1);
            let unit = self.ordinal_word(next).filter(|unit| *unit < 10)?;
            return Some((tens + unit, next + 1));
        }
        self.ordinal_word(at).map(|ordinal| (ordinal, at + 1))
    }

    fn ordinal_word(&self, at: usize) -> Option<u32> {
        self.sense(at, |sense| match sense {
            TimeWord::Ordinal(ordinal) => Some(ordinal),
            _ => None,
        })
    }

    /// "at least", "about": the widest of a row of them.
    pub(super) fn about(&self, at: usize) -> Option<(About, usize)> {
        let about = self.sense(at, |sense| match sense {
            TimeWord::About(about) => Some(about),
            _ => None,
        })?;
        match self.about(at + 1) {
            Some((_, end)) => Some((about, end)),
            None => Some((about, at + 1)),
        }
    }

    /// "two", "a", "several", "2 1/2", "two and a half", "two or three", without "about".
    pub(super) fn quantity(&self, at: usize) -> Option<(Quantity, usize)> {
        if self.glue(at, Glue::One) && self.number(at).is_none() {
            if self.get(at + 1)?.has(TimeWord::Vague) {
                return Some((Quantity::FEW, at + 2));
            }
            if let Some((number, end)) = self
                .number(at + 1)
                .filter(|(number, end)| *number == 2 && !self.is_joint(*end))
            {
                return Some((Quantity::exactly(number), end));
            }
            return Some((Quantity::exactly(1), at + 1));
        }
        if self.get(at)?.has(TimeWord::Vague) {
            return Some((Quantity::FEW, at + 1));
        }
        let (number, mut end) = self.number(at)?;
        let mut quantity = Quantity::exactly(number);
        if let Some(tenths) = self.tenths(end) {
            quantity.tenths = Some(tenths);
            return Some((quantity, end + 2));
        }
        if let Some(behind) = self.half(end) {
            quantity.half = true;
            return Some((quantity, behind));
        }
        let joined = self.glue(end, Glue::Or)
            || self.glue(end, Glue::To)
            || self
                .get(end)
                .is_some_and(|piece| piece.is_dash() && piece.glued);
        if joined && let Some((second, behind)) = self.number(end + 1) {
            if second <= number {
                return None;
            }
            end = behind;
        }
        Some((quantity, end))
    }

    fn tenths(&self, at: usize) -> Option<u8> {
        let next = self.get(at + 1)?;
        match next.shape {
            Shape::Figures(tenths, 1) if self.is_mark(at, '.') && next.glued => {
                u8::try_from(tenths).ok()
            }
            _ => None,
        }
    }

    /// "1/2", "½", "and a half".
    fn half(&self, at: usize) -> Option<usize> {
        if self.is_mark(at, '½') {
            return Some(at + 1);
        }
        let one = self.past_joint(at);
        if matches!(self.get(one)?.shape, Shape::Figures(1, 1))
            && self.is_mark(one + 1, '/')
            && matches!(self.get(one + 2)?.shape, Shape::Figures(2, 1))
        {
            return Some(one + 3);
        }
        self.and_a_half(at)
    }

    /// "and a half".
    pub(super) fn and_a_half(&self, at: usize) -> Option<usize> {
        let mut at = self.past_joint(at);
        if !self.glue(at, Glue::And) {
            return None;
        }
        at = self.past_joint(at + 1);
        if self.glue(at, Glue::One) {
            at = self.past_joint(at + 1);
        }
        self.glue(at, Glue::Half).then_some(at + 1)
    }

    /// The day of a month: "5", "5th", "eighth".
    pub(super) fn day_of_month(&self, at: usize) -> Option<(i8, usize)> {
        if let Some((ordinal, end)) = self.ordinal(at) {
            let day = i8::try_from(ordinal).ok()?;
            return (1..=31).contains(&day).then_some((day, end));
        }
        let Shape::Figures(day, 1 | 2) = self.get(at)?.shape else {
            return None;
        };
        let day = i8::try_from(day).ok()?;
        let goes_on = self.runs_on(at)
            || self.get(at + 1).is_some_and(|mark| {
                mark.glued
                    && matches!(mark.shape, Shape::Mark(':' | '/' | '.' | '%'))
                    && (mark.is('%')
                        || self.get(at + 2).is_some_and(|next| {
                            next.glued && matches!(next.shape, Shape::Figures(..))
                        }))
            });
        ((1..=31).contains(&day) && !goes_on).then_some((day, at + 1))
    }

    /// A year behind a month or a word that asks for one: "1989", "'89", "490 BC", "nineteen ninety-six".
    pub(super) fn year(&self, at: usize) -> Option<(i16, usize)> {
        let piece = self.get(at)?;
        if piece.is_apostrophe() {
            let next = self.get(at + 1)?;
            return match next.shape {
                Shape::Figures(year, 2) if next.glued && !self.runs_on(at + 1) => {
                    let year = i16::try_from(year).ok()?;
                    Some((if year < 40 { 2000 + year } else { 1900 + year }, at + 2))
                }
                _ => None,
            };
        }
        if let Shape::Figures(year, digits) = piece.shape {
            if self.runs_on(at) {
                return None;
            }
            let year = i16::try_from(year).ok()?;
            if digits <= 4
                && let Some(Era::Before) = self.era(at + 1)
                && year > 0
            {
                return Some((-year, at + 2));
            }
            if self.era(at + 1).is_some() && digits <= 4 && year > 0 {
                return Some((year, at + 2));
            }
            return (digits == 4 && (1000..=2199).contains(&year)).then_some((year, at + 1));
        }
        self.spoken_year(at)
    }

    pub(super) fn era(&self, at: usize) -> Option<Era> {
        self.sense(at, |sense| match sense {
            TimeWord::Era(era) => Some(era),
            _ => None,
        })
        .filter(|_| self.get(at).is_some_and(|piece| piece.capital))
    }

    /// "nineteen ninety-six", "two thousand".
    fn spoken_year(&self, at: usize) -> Option<(i16, usize)> {
        let century = self.number_word(at)?;
        if century == 2 && self.number_word(at + 1) == Some(1000) {
            let (rest, end) = self
                .below_hundred(at + 2 + usize::from(self.glue(at + 2, Glue::And)))
                .filter(|(rest, _)| *rest < 100)
                .unwrap_or((0, at + 2));
            return i16::try_from(2000 + rest).ok().map(|year| (year, end));
        }
        if !(15..=20).contains(&century) {
            return None;
        }
        let (rest, end) = self
            .below_hundred(at + 1)
            .filter(|(rest, _)| (10..=99).contains(rest))?;
        i16::try_from(100 * century + rest)
            .ok()
            .map(|year| (year, end))
    }
}
