//! Points and stretches of the calendar with what cuts them and the time of day: "early last week", "the night of
//! April 18", "9 a.m. Monday".

use relata_knowledge::{About, Direction, Glue, StretchPart, TimeBound, TimeUnit, TimeWord};
use relata_language::Upos;

use super::Grammar;
use crate::pieces::Shape;
use crate::reading::{Base, Fields, Named, Quantity, Reading, TimeOfDay, Year};

impl Grammar<'_> {
    /// An expression of the calendar, the longest at the place.
    pub(super) fn point(&self, at: usize) -> Option<(Reading, usize)> {
        let (about, start) = match self.about(at) {
            Some((about @ About::Approx, end)) if !self.glue(end, Glue::The) => (Some(about), end),
            _ => (None, at),
        };
        let found = self
            .part(start)
            .and_then(|(part, next)| {
                let (reading, end) = self.core(next)?;
                let in_day = reading.time.is_some() || self.is_day(&reading);
                (reading.part.is_none() && (!in_day || self.cuts_day(part))).then_some((
                    Reading {
                        part: Some(part),
                        ..reading
                    },
                    end,
                ))
            })
            .or_else(|| self.core(start))
            .or_else(|| self.end_of_unit(start))?;
        let (mut reading, end) = found;
        reading.about = about;
        if about.is_some()
            && matches!(reading.base, Base::Fields(fields) if fields.month.is_none() && fields.weekday.is_some())
        {
            return None;
        }
        if let Base::Named(_, Named::DayPart(part)) = reading.base {
            reading.time = Some(TimeOfDay::Part(part));
        }
        Some((reading, end))
    }

    fn cuts_day(&self, part: StretchPart) -> bool {
        !matches!(part, StretchPart::FirstHalf | StretchPart::SecondHalf)
    }

    /// "early", "late in", "the end of", "earlier", "mid-": the place of what is cut.
    fn part(&self, at: usize) -> Option<(StretchPart, usize)> {
        let start = self.past_the(at);
        let plain = self.sense(start, |sense| match sense {
            TimeWord::Part(part) => Some(part),
            _ => None,
        });
        if let Some(part) = plain {
            let mut next = self.past_joint(start + 1);
            if self.glue(next, Glue::In)
                || self
                    .get(next)
                    .is_some_and(|piece| piece.has(TimeWord::Bound(TimeBound::At)))
            {
                next += 1;
            }
            return Some((part, next));
        }
        let part = self.sense(start, |sense| match sense {
            TimeWord::PartOf(part) => Some(part),
            _ => None,
        })?;
        let of = start + 1;
        if self.glue(of, Glue::Of) {
            return Some((part, of + 1));
        }
        None
    }

    /// "year's end", "year-end", "month's end".
    fn end_of_unit(&self, at: usize) -> Option<(Reading, usize)> {
        let (unit, false) = self.unit(at)? else {
            return None;
        };
        let mut end = self.past_joint(at + 1);
        if end == at + 1 && self.get(end)?.is_apostrophe() && self.glue(end + 1, Glue::Possessive) {
            end += 2;
        }
        let part = self.sense(end, |sense| match sense {
            TimeWord::PartOf(part @ StretchPart::End) => Some(part),
            _ => None,
        })?;
        let mut reading: Reading = Base::Definite(unit).into();
        reading.part = Some(part);
        (matches!(unit, TimeUnit::Year | TimeUnit::Month | TimeUnit::Quarter)
            && (end > at + 1
                || self
                    .before(at)
                    .is_some_and(|before| before.has(TimeWord::Bound(TimeBound::By)))))
        .then_some((reading, end + 1))
    }

    /// Without what cuts it.
    fn core(&self, at: usize) -> Option<(Reading, usize)> {
        let plain = [
            self.fields(at).map(|(fields, end)| {
                let (fields, end) = self.with_year_of(fields, end);
                (Base::Fields(fields), end)
            }),
            self.long_stretch(at),
            self.named(at),
            self.definite(at),
            self.week_of(at),
            self.day(at),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)
        .map(|(base, end)| self.with_time(base.into(), end));
        [
            plain,
            self.timed(at),
            self.day_part_of(at),
            self.day_part_alone(at),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)
    }

    /// "May last year", "March of this year", "the spring of next year".
    fn with_year_of(&self, fields: Fields, end: usize) -> (Fields, usize) {
        let open = fields.year.is_none()
            && (fields.month.is_some() || fields.season.is_some() || fields.quarter.is_some());
        if !open {
            return (fields, end);
        }
        let next = end + usize::from(self.glue(end, Glue::Of));
        match self.year_of(next) {
            Some((direction, behind))
                if !self.get(behind).is_some_and(|piece| piece.is_apostrophe()) =>
            {
                (
                    Fields {
                        year: Some(Year::Of(direction)),
                        ..fields
                    },
                    behind,
                )
            }
            _ => (fields, end),
        }
    }

    /// True if the reading means a day.
    fn is_day(&self, reading: &Reading) -> bool {
        match reading.base {
            Base::Fields(fields) | Base::Named(_, Named::Fields(fields)) => {
                fields.day.is_some() || fields.weekday.is_some() || fields.holiday.is_some()
            }
            Base::Day(_) => true,
            Base::Named(_, Named::Unit(unit)) => unit == TimeUnit::Day,
            _ => false,
        }
    }

    /// "Monday night", "yesterday afternoon", "Friday noon", "May 5, 9:30 a.m.".
    fn with_time(&self, reading: Reading, end: usize) -> (Reading, usize) {
        if !self.is_day(&reading) || reading.time.is_some() {
            return (reading, end);
        }
        let time = |time: TimeOfDay, end: usize| {
            (
                Reading {
                    time: Some(time),
                    ..reading
                },
                end,
            )
        };
        let early = end
            + usize::from(
                self.sense(end, |sense| match sense {
                    TimeWord::Part(part) => Some(part),
                    _ => None,
                })
                .is_some(),
            );
        if let Some(part) = self.day_part(early) {
            return time(TimeOfDay::Part(part), early + 1);
        }
        if let Some((at, behind)) = self.time_of_day(end) {
            return time(at, behind);
        }
        let comma = end + usize::from(self.is_mark(end, ','));
        match self.time_of_day(comma) {
            Some((at, behind)) if comma > end && self.timed_day(behind).is_none() => {
                time(at, behind)
            }
            _ => (reading, end),
        }
    }

    /// "last week", "the previous night", "this coming Sunday", "that year", "next March", "the same day".
    fn named(&self, at: usize) -> Option<(Base, usize)> {
        let start = self.past_the(at);
        let direction = self.direction(start)?;
        let next = self.past_fillers(start + 1);
        if let Some((unit, false)) = self.unit(next) {
            let takes = match unit {
                TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Millennium => {
                    false
                }
                // "the last day of the fight"
                TimeUnit::Day => !self.glue(next + 1, Glue::Of) || direction == Direction::Same,
                _ => true,
            } && !(unit == TimeUnit::Week && self.is_joint(next + 1));
            // "the current year", but not "that year-old"
            return (takes && !self.is_joint(next + 1) && direction != Direction::Recent)
                .then_some((Base::Named(direction, Named::Unit(unit)), next + 1));
        }
        if let Some(part) = self.day_part(next) {
            return Some((Base::Named(direction, Named::DayPart(part)), next + 1));
        }
        if matches!(
            direction,
            Direction::Same | Direction::Recent | Direction::Latest
        ) && !self
            .sense(next, |sense| {
                matches!(sense, TimeWord::Season(_)).then_some(true)
            })
            .unwrap_or(false)
        {
            return None;
        }
        let (fields, end) = self.fields(next)?;
        let open = fields.year.is_none()
            && (fields.day.is_none() || fields.weekday.is_some() || direction == Direction::Last);
        open.then_some((Base::Named(direction, Named::Fields(fields)), end))
    }

    /// "the weekend", "the week", "the quarter", "the year".
    fn definite(&self, at: usize) -> Option<(Base, usize)> {
        if !self.glue(at, Glue::The) {
            return None;
        }
        let next = self.past_fillers(at + 1);
        let (unit, false) = self.unit(next)? else {
            return None;
        };
        let cut = self
            .before(at)
            .is_some_and(|before| before.glue(Glue::Of) || before.glue(Glue::In));
        let takes = match unit {
            TimeUnit::Weekend => true,
            TimeUnit::Week | TimeUnit::Quarter | TimeUnit::Year | TimeUnit::Month => {
                !self.glue(next + 1, Glue::Of)
            }
            TimeUnit::Day => cut && self.is_cut_before(at),
            _ => false,
        };
        let of_noun = self.is_joint(next + 1)
            || self
                .get(next + 1)
                .is_some_and(|piece| matches!(piece.shape, Shape::Figures(..)));
        // "the year ended March 31"
        let base = if unit == TimeUnit::Year && self.glue(next + 1, Glue::Ending) {
            Base::Duration(Quantity::exactly(1), unit, None)
        } else {
            Base::Definite(unit)
        };
        (takes && !of_noun).then_some((base, next + 1))
    }

    /// "later in", "the end of" stand before the place.
    fn is_cut_before(&self, at: usize) -> bool {
        at.checked_sub(2).is_some_and(|two| {
            self.sense(two, |sense| match sense {
                TimeWord::Part(_) | TimeWord::PartOf(_) => Some(()),
                _ => None,
            })
            .is_some()
        })
    }

    /// "the week of March 6".
    fn week_of(&self, at: usize) -> Option<(Base, usize)> {
        let start = self.past_the(at);
        let (TimeUnit::Week, false) = self.unit(start)? else {
            return None;
        };
        if !self.glue(start + 1, Glue::Of) {
            return None;
        }
        let (fields, end) = self.fields(start + 2)?;
        fields.day.is_some().then_some((
            Base::Fields(Fields {
                week_of: true,
                ..fields
            }),
            end,
        ))
    }

    /// "yesterday", "tomorrow".
    fn day(&self, at: usize) -> Option<(Base, usize)> {
        self.sense(at, |sense| match sense {
            TimeWord::Day(days) => Some((Base::Day(days), at + 1)),
            _ => None,
        })
    }

    /// "9:30 a.m.", "14:30 GMT", "noon": the time of day and its zone.
    fn time_of_day(&self, at: usize) -> Option<(TimeOfDay, usize)> {
        let (hour, minute, mut end, sure) = self.hour(at)?;
        let mut hour = hour;
        let mut sure = sure;
        if let Some(late) = self.sense(end, |sense| match sense {
            TimeWord::Meridiem(late) => Some(late),
            _ => None,
        }) && (1..=12).contains(&hour)
        {
            hour = hour % 12 + if late { 12 } else { 0 };
            end += 1;
            sure = true;
        }
        if self.get(end).is_some_and(|piece| piece.has(TimeWord::Zone))
            && (sure || minute.is_some())
        {
            end += 1;
            sure = true;
        }
        sure.then_some((TimeOfDay::At(hour, minute), end))
    }

    /// Hour and minute, the place behind, and if nothing else can be meant.
    fn hour(&self, at: usize) -> Option<(i8, Option<i8>, usize, bool)> {
        if let Some(hour) = self.sense(at, |sense| match sense {
            TimeWord::Hour(hour) => Some(hour),
            _ => None,
        }) {
            return Some((hour, None, at + 1, true));
        }
        match self.get(at)?.shape {
            Shape::Figures(hour, 1 | 2) => {
                let hour = i8::try_from(hour).ok().filter(|hour| *hour <= 24)?;
                if self.is_mark(at + 1, ':')
                    && let Some(next) = self.get(at + 2)
                    && let Shape::Figures(minute, 2) = next.shape
                    && next.glued
                    && !self.is_mark(at + 3, ':')
                {
                    let minute = i8::try_from(minute).ok().filter(|minute| *minute < 60)?;
                    return Some((hour, Some(minute), at + 3, true));
                }
                Some((hour, None, at + 1, false))
            }
            Shape::Figures(number, 4) => {
                // "0530 GMT"
                let hour = i8::try_from(number / 100).ok().filter(|hour| *hour <= 24)?;
                let minute = i8::try_from(number % 100)
                    .ok()
                    .filter(|minute| *minute < 60)?;
                Some((hour, Some(minute), at + 1, false))
            }
            _ => None,
        }
    }

    /// "9 a.m. Monday", "noon on Friday", and a time of day alone.
    fn timed(&self, at: usize) -> Option<(Reading, usize)> {
        if let Some((days, part)) = self.sense(at, |sense| match sense {
            TimeWord::DayPartOf(days, part) => Some((days, part)),
            _ => None,
        }) {
            let mut reading: Reading = Base::Day(days).into();
            reading.time = Some(TimeOfDay::Part(part));
            return Some((reading, at + 1));
        }
        let (time, end) = self.time_of_day(at)?;
        if let Some((reading, behind)) = self.timed_day(end) {
            return Some((
                Reading {
                    time: Some(time),
                    ..reading
                },
                behind,
            ));
        }
        let mut reading: Reading = Base::Clockless.into();
        reading.time = Some(time);
        Some((reading, end))
    }

    /// The day behind a time of day.
    fn timed_day(&self, at: usize) -> Option<(Reading, usize)> {
        let next = at + usize::from(self.is_mark(at, ','));
        let next = next
            + usize::from(
                next == at
                    && self.get(next).is_some_and(|piece| {
                        piece.has(TimeWord::Bound(TimeBound::At)) && !piece.glue(Glue::In)
                    }),
            );
        let (base, end) = [
            self.fields(next)
                .map(|(fields, end)| (Base::Fields(fields), end)),
            self.named(next),
            self.day(next),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)?;
        let reading: Reading = base.into();
        self.is_day(&reading).then_some((reading, end))
    }

    /// "the night of April 18, 1775", "the early morning hours of 3 May".
    fn day_part_of(&self, at: usize) -> Option<(Reading, usize)> {
        let mut start = self.past_the(at);
        if self
            .sense(start, |sense| match sense {
                TimeWord::Part(part) => Some(part),
                _ => None,
            })
            .is_some()
        {
            start += 1;
        }
        let part = self.day_part(start)?;
        let mut end = start + 1;
        if matches!(self.unit(end), Some((TimeUnit::Hour, true))) {
            end += 1;
        }
        if !self.glue(end, Glue::Of) {
            return None;
        }
        let (base, behind) = [
            self.fields(end + 1)
                .map(|(fields, end)| (Base::Fields(fields), end)),
            self.named(end + 1),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)?;
        let mut reading: Reading = base.into();
        if !self.is_day(&reading) {
            return None;
        }
        reading.time = Some(TimeOfDay::Part(part));
        Some((reading, behind))
    }

    /// "in the morning", "at night": the part of a day that the story has named.
    fn day_part_alone(&self, at: usize) -> Option<(Reading, usize)> {
        let start = self.past_the(at);
        let part = self.day_part(start)?;
        let opened = self.before(at).is_some_and(|before| {
            before.senses.iter().any(|sense| {
                matches!(
                    sense,
                    TimeWord::Bound(
                        TimeBound::At | TimeBound::During | TimeBound::By | TimeBound::Until
                    ) | TimeWord::Part(_)
                        | TimeWord::PartOf(_)
                ) || matches!(sense, TimeWord::Glue(Glue::In))
            })
        });
        let noun = self.upos(start) == Some(Upos::Noun) && self.upos(start + 1) != Some(Upos::Noun);
        let mut reading: Reading = Base::Clockless.into();
        reading.time = Some(TimeOfDay::Part(part));
        (opened && noun && start > at && !self.glue(start + 1, Glue::Of))
            .then_some((reading, start + 1))
    }
}
