//! Readings to days: counted from the clock, or from the day that the story has come to.

use jiff::civil::{Date, Weekday};
use relata_knowledge::{Direction, StretchPart, TimeUnit};
use relata_record::Precision;

use crate::days;
use crate::expression::{Anchor, Bound, Interval, Modifier, TimeKind};
use crate::nearest::{cut, in_year, nearest};
use crate::reading::{Base, Fields, Named, Reading, TimeOfDay, Year};
use crate::stamp::Stamp;
use crate::tense::Tense;
use crate::values::{about_modifier, duration, open_value, plain, pointing, set, time_code};

/// What was told so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Story {
    pub(crate) clock: Option<Date>,
    /// The story is told by dates, not by the day of writing.
    pub(crate) narrative: bool,
    /// The stretch told last, and the number of its expression.
    pub(crate) last: Option<(Stamp, usize)>,
    /// The quarter told last.
    pub(crate) quarter: Option<(Stamp, usize)>,
}

/// What an expression means.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub(crate) kind: TimeKind,
    pub(crate) value: String,
    pub(crate) modifier: Option<Modifier>,
    pub(crate) interval: Option<Interval>,
    pub(crate) anchor: Anchor,
    pub(crate) rule: &'static str,
    /// What the story has come to with it.
    pub(crate) stamp: Option<Stamp>,
}

/// A stretch with what it was counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) stamp: Stamp,
    pub(crate) anchor: Anchor,
    pub(crate) rule: &'static str,
}

const WRITTEN: &str = "written in full";
pub(crate) const FROM_CLOCK: &str = "counted from the day of publication";
const YEAR_FROM_CLOCK: &str = "year counted from the day of publication";
const WEEKDAY: &str = "weekday counted from the day of publication";
pub(crate) const FROM_STORY: &str = "counted from the day told before";
const YEAR_FROM_STORY: &str = "year of the day told before";
pub(crate) const UNKNOWN: &str = "nothing to count from";
const EVENT: &str = "hangs on an event";

/// Resolves one reading. `tense` says which way the words above it look.
pub(crate) fn resolve(reading: &Reading, story: &Story, tense: Tense) -> Meaning {
    match reading.base {
        Base::Set(repeat) => set(repeat),
        Base::Reference(reference) => pointing(reference),
        Base::Duration(quantity, unit, direction) => duration(quantity, unit, direction, story),
        _ => story.point(reading, tense),
    }
}

/// The meaning of a length that hangs on an event: "two days after the election".
pub(crate) fn hangs_on_event(meaning: &mut Meaning, bound: Bound) {
    meaning.anchor = Anchor::Event(bound);
    meaning.rule = EVENT;
    meaning.interval = None;
}

impl Story {
    /// The day that "the next day" is counted from.
    fn last_day(&self) -> Option<(Date, Anchor)> {
        match self.last {
            Some((Stamp::Day(day), number)) => Some((day, Anchor::Expression(number))),
            _ => None,
        }
    }

    /// The clock, where days are counted from it.
    fn now(&self) -> Option<(Date, Anchor)> {
        if self.narrative {
            return self.last_day();
        }
        self.clock.map(|clock| (clock, Anchor::Clock))
    }

    /// The year told last, or the clock's.
    fn year(&self) -> Option<(i16, Anchor)> {
        let told = self
            .last
            .and_then(|(stamp, number)| Some((stamp.year()?, Anchor::Expression(number))));
        if self.narrative {
            return told;
        }
        self.clock
            .map(|clock| (clock.year(), Anchor::Clock))
            .or(told.filter(|_| self.clock.is_some()))
    }

    fn point(&self, reading: &Reading, tense: Tense) -> Meaning {
        let placed = match reading.base {
            Base::Fields(fields) => self.fields(fields, tense),
            Base::Decade(decade) => written(Stamp::Decade(decade)),
            Base::Century(century) => written(Stamp::Century(century)),
            Base::Named(direction, named) => self.named(direction, named, tense),
            Base::Definite(unit) => self.definite(unit, tense),
            Base::Day(count) => self.day(count),
            Base::Shift(quantity, unit, shift) => return self.shift(quantity, unit, shift),
            Base::Clockless => self
                .last_day()
                .map(|(day, anchor)| (day, anchor, FROM_STORY))
                .or_else(|| self.now().map(|(day, anchor)| (day, anchor, FROM_CLOCK)))
                .map(|(day, anchor, rule)| Placed {
                    stamp: Stamp::Day(day),
                    anchor,
                    rule,
                }),
            Base::Duration(..) | Base::Set(_) | Base::Reference(_) => None,
        };
        let Some(placed) = placed else {
            return self.unplaced(reading);
        };
        let placed = self.halved(placed, reading.part);
        let mut meaning = plain(TimeKind::Date, placed.stamp.value(), placed.rule);
        meaning.anchor = placed.anchor;
        meaning.stamp = Some(placed.stamp);
        meaning.modifier = modifier(reading);
        meaning.interval = self.interval(placed.stamp, reading, tense);
        if let Some(time) = reading.time {
            meaning.kind = TimeKind::Time;
            meaning.value.push_str(&time_code(time));
        }
        meaning
    }

    /// An expression that nothing can be counted from keeps what is written of it.
    fn unplaced(&self, reading: &Reading) -> Meaning {
        let mut value = match reading.base {
            Base::Fields(fields) | Base::Named(_, Named::Fields(fields)) => open_value(fields),
            Base::Named(_, Named::Unit(unit)) | Base::Definite(unit) => match unit {
                TimeUnit::Week => "XXXX-WXX".to_owned(),
                TimeUnit::Weekend => "XXXX-WXX-WE".to_owned(),
                TimeUnit::Month => "XXXX-XX".to_owned(),
                TimeUnit::Quarter => "XXXX-QX".to_owned(),
                TimeUnit::Year => "XXXX".to_owned(),
                _ => "XXXX-XX-XX".to_owned(),
            },
            Base::Day(0) if self.narrative && reading.time.is_none() => "PRESENT_REF".to_owned(),
            _ => "XXXX-XX-XX".to_owned(),
        };
        let mut kind = TimeKind::Date;
        let time = match reading.base {
            Base::Named(_, Named::DayPart(part)) => Some(TimeOfDay::Part(part)),
            _ => reading.time,
        };
        if let Some(time) = time {
            kind = TimeKind::Time;
            value.push_str(&time_code(time));
        }
        let mut meaning = plain(kind, value, UNKNOWN);
        meaning.modifier = modifier(reading);
        meaning
    }

    /// "the first half of 1999" is a stretch of its own.
    fn halved(&self, placed: Placed, part: Option<StretchPart>) -> Placed {
        let half = match part {
            Some(StretchPart::FirstHalf) => 1,
            Some(StretchPart::SecondHalf) => 2,
            _ => return placed,
        };
        match placed.stamp {
            Stamp::Year(year) => Placed {
                stamp: Stamp::Half(year, half),
                ..placed
            },
            _ => placed,
        }
    }

    pub(crate) fn interval(
        &self,
        stamp: Stamp,
        reading: &Reading,
        tense: Tense,
    ) -> Option<Interval> {
        let (mut from, mut to, mut precision) = stamp.interval()?;
        if let Base::Fields(Fields {
            holiday: Some(holiday),
            ..
        }) = reading.base
            && let Some((_, off)) = days::holiday(holiday, from.year()).filter(|(_, off)| *off > 0)
        {
            from = days::days(from, -off)?;
            to = days::days(to, off)?;
            precision = Precision::Range;
        }
        let clock = self.clock.filter(|_| !self.narrative);
        if let Base::Named(Direction::This, Named::Unit(_)) = reading.base
            && let Some(clock) = clock
            && from <= clock
            && clock < to
            && !tense.is_future()
            && !matches!(
                reading.part,
                Some(
                    StretchPart::Later
                        | StretchPart::End
                        | StretchPart::Mid
                        | StretchPart::SecondHalf
                )
            )
        {
            // What is cut is a stretch of days, and no whole week or year.
            to = clock;
            precision = Precision::Range;
        }
        let long = days::between(from, to);
        if long > 0
            && let Some(part) = reading.part
        {
            precision = Precision::Range;
            match part {
                StretchPart::Start => to = cut(stamp, from, to, (0, 1))?.1,
                StretchPart::Mid => (from, to) = cut(stamp, from, to, (1, 2))?,
                StretchPart::End => from = cut(stamp, from, to, (2, 3))?.0,
                StretchPart::FirstHalf if !matches!(stamp, Stamp::Half(..)) => {
                    to = days::days(from, long / 2)?;
                }
                StretchPart::SecondHalf if !matches!(stamp, Stamp::Half(..)) => {
                    from = days::days(from, long / 2 + 1)?;
                }
                StretchPart::Earlier => {
                    if let Some(clock) = clock
                        && from < clock
                    {
                        to = to.min(days::days(clock, -1)?);
                    }
                }
                StretchPart::Later => {
                    let since = self
                        .last_day()
                        .map(|(day, _)| day)
                        .or(clock)
                        .filter(|day| from <= *day && *day <= to);
                    from = since.unwrap_or(from);
                }
                _ => {}
            }
        }
        Some(Interval {
            from: Some(from),
            to: Some(to.max(from)),
            precision,
        })
    }

    fn day(&self, count: i8) -> Option<Placed> {
        if self.narrative {
            return None;
        }
        Some(Placed {
            stamp: Stamp::Day(days::days(self.clock?, i64::from(count))?),
            anchor: Anchor::Clock,
            rule: FROM_CLOCK,
        })
    }

    /// The year that a direction names.
    fn year_of(&self, direction: Direction) -> Option<(i16, Anchor)> {
        let told = self
            .last
            .and_then(|(stamp, number)| Some((stamp.year()?, Anchor::Expression(number))));
        let base = match direction {
            Direction::Same | Direction::Previous | Direction::Following => {
                told.or_else(|| self.year())?
            }
            _ => self.year()?,
        };
        let shift = match direction {
            Direction::Last | Direction::Previous | Direction::Past => -1,
            Direction::Next | Direction::Following | Direction::Coming => 1,
            _ => 0,
        };
        Some((base.0.checked_add(shift)?, base.1))
    }

    fn fields(&self, fields: Fields, tense: Tense) -> Option<Placed> {
        let mut placed = match fields.year {
            Some(Year::Is(year)) => Placed {
                stamp: in_year(fields, year)?,
                anchor: Anchor::Written,
                rule: WRITTEN,
            },
            Some(Year::Of(direction)) => {
                let (year, anchor) = self.year_of(direction)?;
                Placed {
                    stamp: in_year(fields, year)?,
                    anchor,
                    rule: if anchor == Anchor::Clock {
                        YEAR_FROM_CLOCK
                    } else {
                        YEAR_FROM_STORY
                    },
                }
            }
            None => self.without_year(fields, tense)?,
        };
        if fields.week_of
            && let Stamp::Day(day) = placed.stamp
        {
            placed.stamp = Stamp::Week(days::monday(day)?);
        }
        Some(placed)
    }

    fn without_year(&self, fields: Fields, tense: Tense) -> Option<Placed> {
        if fields.month.is_none()
            && let Some(weekday) = fields.weekday
        {
            return self.weekday(weekday, tense);
        }
        if self.narrative {
            let (year, anchor) = self.year()?;
            return Some(Placed {
                stamp: in_year(fields, self.turned(fields, year))?,
                anchor,
                rule: YEAR_FROM_STORY,
            });
        }
        let clock = self.clock?;
        let stamp = nearest(fields, clock, tense)?;
        Some(Placed {
            stamp,
            anchor: Anchor::Clock,
            rule: YEAR_FROM_CLOCK,
        })
    }

    /// A story that has come to the end of a year goes on in the next: "in January" after "in December".
    fn turned(&self, fields: Fields, year: i16) -> i16 {
        let told = self.last.and_then(|(stamp, _)| stamp.month());
        match (told, fields.month) {
            (Some(told), Some(month)) if told >= 11 && month <= 2 => year.saturating_add(1),
            _ => year,
        }
    }

    /// The latest such weekday on or before the clock; under words of the future, the first after it.
    fn weekday(&self, weekday: i8, tense: Tense) -> Option<Placed> {
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let (now, anchor) = self.now()?;
        let ahead = i64::from(now.weekday().until(weekday));
        let count = match ahead {
            0 => 0,
            ahead if self.narrative || tense.is_future() => ahead,
            ahead => ahead - 7,
        };
        Some(Placed {
            stamp: Stamp::Day(days::days(now, count)?),
            anchor,
            rule: if self.narrative { FROM_STORY } else { WEEKDAY },
        })
    }

    fn named(&self, direction: Direction, named: Named, tense: Tense) -> Option<Placed> {
        match named {
            Named::Unit(unit) => self.unit(direction, unit),
            Named::DayPart(_) => {
                let (day, anchor, rule) = self.anchored_day(direction)?;
                Some(Placed {
                    stamp: Stamp::Day(day),
                    anchor,
                    rule,
                })
            }
            Named::Fields(fields) => self.named_fields(direction, fields, tense),
        }
    }

    /// The day of "last night", "this morning", "that evening", "the next morning".
    fn anchored_day(&self, direction: Direction) -> Option<(Date, Anchor, &'static str)> {
        let shift = match direction {
            Direction::Last | Direction::Past | Direction::Previous => -1,
            Direction::Next | Direction::Following | Direction::Coming => 1,
            _ => 0,
        };
        let from_clock = self.now().map(|(day, anchor)| {
            (
                day,
                anchor,
                if self.narrative {
                    FROM_STORY
                } else {
                    FROM_CLOCK
                },
            )
        });
        let from_story = self
            .last_day()
            .map(|(day, anchor)| (day, anchor, FROM_STORY));
        let (day, anchor, rule) = match direction {
            Direction::Last | Direction::Past | Direction::This | Direction::Coming => from_clock?,
            _ => from_story.or(from_clock)?,
        };
        Some((days::days(day, shift)?, anchor, rule))
    }

    fn unit(&self, direction: Direction, unit: TimeUnit) -> Option<Placed> {
        if unit == TimeUnit::Day {
            let (day, anchor, rule) = self.anchored_day(direction)?;
            return Some(Placed {
                stamp: Stamp::Day(day),
                anchor,
                rule,
            });
        }
        let story = matches!(
            direction,
            Direction::Same | Direction::Previous | Direction::Following
        ) || self.narrative;
        let told = self
            .last
            .filter(|(stamp, _)| story && stamp.is_as_exact_as(unit))
            .and_then(|(stamp, number)| Some((stamp.interval()?.0, Anchor::Expression(number))));
        let (day, anchor) = match told {
            Some(told) => told,
            None if self.narrative => return None,
            None => (self.clock?, Anchor::Clock),
        };
        let shift = match direction {
            Direction::Last | Direction::Past | Direction::Previous => -1,
            Direction::Next | Direction::Following | Direction::Coming => 1,
            // The latest quarter is the one that is over.
            Direction::Latest => return self.latest(unit),
            _ => 0,
        };
        // A weekend that is said on a Saturday to be the last is a week back; so is one said on a Monday.
        Some(Placed {
            stamp: Stamp::holding(days::step(day, shift, unit)?, unit)?,
            anchor,
            rule: if anchor == Anchor::Clock {
                FROM_CLOCK
            } else {
                FROM_STORY
            },
        })
    }

    /// The last one that is over: "the latest quarter", "the weekend".
    fn latest(&self, unit: TimeUnit) -> Option<Placed> {
        let clock = self.clock.filter(|_| !self.narrative)?;
        let this = Stamp::holding(clock, unit)?;
        let (from, _, _) = this.interval()?;
        let stamp = if from <= clock && unit == TimeUnit::Weekend {
            this
        } else {
            Stamp::holding(days::step(clock, -1, unit)?, unit)?
        };
        Some(Placed {
            stamp,
            anchor: Anchor::Clock,
            rule: FROM_CLOCK,
        })
    }

    /// "the weekend", "the quarter", "the year": the one that the story speaks of.
    fn definite(&self, unit: TimeUnit, tense: Tense) -> Option<Placed> {
        if unit == TimeUnit::Weekend && !self.narrative {
            if !tense.is_future() {
                return self.latest(unit);
            }
            return Some(Placed {
                stamp: Stamp::holding(self.clock?, unit)?,
                anchor: Anchor::Clock,
                rule: FROM_CLOCK,
            });
        }
        if unit == TimeUnit::Quarter {
            return match self.quarter {
                Some((stamp, number)) => Some(Placed {
                    stamp,
                    anchor: Anchor::Expression(number),
                    rule: FROM_STORY,
                }),
                None => self.latest(unit),
            };
        }
        let direction = if self.narrative {
            Direction::Same
        } else {
            Direction::This
        };
        self.unit(direction, unit)
    }

    fn named_fields(&self, direction: Direction, fields: Fields, tense: Tense) -> Option<Placed> {
        let story = matches!(direction, Direction::Previous | Direction::Following);
        let (base, anchor) = if story {
            self.last_day().or_else(|| self.now())?
        } else if self.narrative {
            self.last.and_then(|(stamp, number)| {
                Some((stamp.interval()?.0, Anchor::Expression(number)))
            })?
        } else {
            self.now()?
        };
        let rule = if anchor == Anchor::Clock {
            FROM_CLOCK
        } else {
            FROM_STORY
        };
        let place = |stamp| Placed {
            stamp,
            anchor,
            rule,
        };
        if fields.month.is_none()
            && let Some(number) = fields.weekday
        {
            let weekday = Weekday::from_monday_one_offset(number).ok()?;
            let ahead = i64::from(base.weekday().until(weekday));
            let count = match direction {
                Direction::Last | Direction::Past | Direction::Previous if ahead == 0 => -7,
                Direction::Last | Direction::Past | Direction::Previous => ahead - 7,
                Direction::Next | Direction::Coming | Direction::Following if ahead == 0 => 7,
                Direction::Next | Direction::Coming | Direction::Following => ahead,
                _ if ahead == 0 || tense.is_future() => ahead,
                _ => ahead - 7,
            };
            return days::days(base, count).map(|day| place(Stamp::Day(day)));
        }
        let years = base.year().checked_sub(1)?..=base.year().checked_add(1)?;
        let mut choices = years.filter_map(|year| in_year(fields, year));
        let stamp = match direction {
            Direction::Last | Direction::Past | Direction::Previous => {
                choices.rfind(|stamp| stamp.interval().is_some_and(|(_, to, _)| to < base))
            }
            Direction::Next | Direction::Coming | Direction::Following => {
                choices.find(|stamp| stamp.interval().is_some_and(|(from, _, _)| from > base))
            }
            _ => in_year(fields, base.year()),
        }?;
        Some(place(stamp))
    }
}

fn written(stamp: Stamp) -> Option<Placed> {
    Some(Placed {
        stamp,
        anchor: Anchor::Written,
        rule: WRITTEN,
    })
}

fn modifier(reading: &Reading) -> Option<Modifier> {
    match reading.part {
        Some(StretchPart::Start) => Some(Modifier::Start),
        Some(StretchPart::Mid) => Some(Modifier::Mid),
        Some(StretchPart::End) => Some(Modifier::End),
        _ => about_modifier(reading.about),
    }
}
