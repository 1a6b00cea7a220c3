//! Readings to days: counted from the clock, or from the day that the story has come to.

use jiff::civil::{Date, Weekday};
use relata_knowledge::{
    About, DayPart, Direction, Reference, Season, Shift, StretchPart, TimeUnit,
};
use relata_record::Precision;

use crate::days;
use crate::expression::{Anchor, Bound, Interval, Modifier, TimeKind};
use crate::reading::{Base, Fields, Named, Quantity, Reading, Repeat, TimeOfDay, Year};
use crate::stamp::Stamp;
use crate::tense::Tense;

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
struct Placed {
    stamp: Stamp,
    anchor: Anchor,
    rule: &'static str,
}

const WRITTEN: &str = "written in full";
const FROM_CLOCK: &str = "counted from the day of publication";
const YEAR_FROM_CLOCK: &str = "year counted from the day of publication";
const WEEKDAY: &str = "weekday counted from the day of publication";
const FROM_STORY: &str = "counted from the day told before";
const YEAR_FROM_STORY: &str = "year of the day told before";
const UNKNOWN: &str = "nothing to count from";
const LENGTH: &str = "a length of time";
const AGAIN: &str = "comes again";
const VAGUE: &str = "points nowhere exactly";
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

fn plain(kind: TimeKind, value: String, rule: &'static str) -> Meaning {
    Meaning {
        kind,
        value,
        modifier: None,
        interval: None,
        anchor: Anchor::Written,
        rule,
        stamp: None,
    }
}

fn pointing(reference: Reference) -> Meaning {
    let value = match reference {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    };
    plain(TimeKind::Date, value.to_owned(), VAGUE)
}

fn part_code(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "MO",
        DayPart::Afternoon => "AF",
        DayPart::Evening => "EV",
        DayPart::Night => "NI",
        DayPart::Daytime => "DT",
    }
}

fn set(repeat: Repeat) -> Meaning {
    let value = match repeat {
        Repeat::Every(count, unit) => length(Quantity::exactly(count), unit),
        Repeat::Weekday(day, None) => format!("XXXX-WXX-{day}"),
        Repeat::Weekday(day, Some(part)) => format!("XXXX-WXX-{day}T{}", part_code(part)),
        Repeat::Month(month) => format!("XXXX-{month:02}"),
        Repeat::Season(season) => format!("XXXX-{}", season_code(season)),
        Repeat::DayPart(part) => format!("XXXX-XX-XXT{}", part_code(part)),
    };
    plain(TimeKind::Set, value, AGAIN)
}

fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

/// A length in the terms of TIMEX3: `P2M`, `PT5H30M`, `PXW`.
fn length(quantity: Quantity, unit: TimeUnit) -> String {
    let (time, letter, times) = match unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "Y", 10),
        TimeUnit::Century => ("", "Y", 100),
        TimeUnit::Millennium => ("", "Y", 1000),
    };
    let Some(number) = quantity.number else {
        return match unit {
            TimeUnit::Decade => "PXE".to_owned(),
            TimeUnit::Century => "PXC".to_owned(),
            _ => format!("P{time}X{letter}"),
        };
    };
    let number = u64::from(number) * times;
    if let Some(tenths) = quantity.tenths {
        return format!("P{time}{number}.{tenths}{letter}");
    }
    match (quantity.half, unit) {
        (false, _) => format!("P{time}{number}{letter}"),
        (true, TimeUnit::Year) => format!("P{number}Y6M"),
        (true, TimeUnit::Hour) => format!("PT{number}H30M"),
        (true, TimeUnit::Minute) => format!("PT{number}M30S"),
        (true, TimeUnit::Decade | TimeUnit::Century | TimeUnit::Millennium) => {
            format!("P{}Y", number + times / 2)
        }
        (true, _) => format!("P{time}{number}.5{letter}"),
    }
}

fn about_modifier(about: Option<About>) -> Option<Modifier> {
    about.map(|about| match about {
        About::Approx => Modifier::Approx,
        About::More => Modifier::More,
        About::Less => Modifier::Less,
    })
}

/// A length; with a direction, the stretch of it that ends or starts at the clock.
fn duration(
    quantity: Quantity,
    unit: TimeUnit,
    direction: Option<Direction>,
    story: &Story,
) -> Meaning {
    let mut meaning = plain(TimeKind::Duration, length(quantity, unit), LENGTH);
    meaning.modifier = about_modifier(quantity.about);
    let back = match direction {
        Some(Direction::Last | Direction::Past | Direction::Recent) => true,
        Some(Direction::Next | Direction::Coming) => false,
        _ => return meaning,
    };
    let count = quantity.number.map_or_else(|| some_of(unit), i64::from);
    if let Some(clock) = story.clock.filter(|_| !story.narrative)
        && let Some(other) = days::step(clock, if back { -count } else { count }, unit)
    {
        meaning.interval = Some(Interval {
            from: Some(if back { other } else { clock }),
            to: Some(if back { clock } else { other }),
            precision: Precision::Range,
        });
        meaning.anchor = Anchor::Clock;
        meaning.rule = FROM_CLOCK;
    }
    meaning
}

/// How far "recent weeks" reach at most.
fn some_of(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Day => 7,
        TimeUnit::Week => 4,
        TimeUnit::Month => 6,
        _ => 5,
    }
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

    fn interval(&self, stamp: Stamp, reading: &Reading, tense: Tense) -> Option<Interval> {
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
            && reading.part != Some(StretchPart::Later)
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
            to: Some(to),
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

    fn shift(&self, quantity: Quantity, unit: TimeUnit, shift: Shift) -> Meaning {
        let back = matches!(shift, Shift::Ago | Shift::Earlier | Shift::Before);
        let from_clock = matches!(shift, Shift::Ago | Shift::Hence);
        let vague = |meaning: Meaning| Meaning {
            modifier: about_modifier(quantity.about),
            ..meaning
        };
        let Some(number) = quantity.number else {
            return vague(pointing(if back {
                Reference::Past
            } else {
                Reference::Future
            }));
        };
        let count = if back {
            -i64::from(number)
        } else {
            i64::from(number)
        };
        if let Some(placed) = self.shifted(count, unit, from_clock) {
            let mut meaning = plain(TimeKind::Date, placed.stamp.value(), placed.rule);
            meaning.anchor = placed.anchor;
            meaning.stamp = Some(placed.stamp);
            meaning.modifier = about_modifier(quantity.about);
            meaning.interval = self.interval(placed.stamp, &Base::Day(0).into(), Tense::Open);
            return meaning;
        }
        let value = match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => "XXXX-XX-XXTXX",
            TimeUnit::Day => "XXXX-XX-XX",
            TimeUnit::Week | TimeUnit::Weekend => "XXXX-WXX",
            TimeUnit::Month | TimeUnit::Quarter => "XXXX-XX",
            _ => "XXXX",
        };
        let told = self.last.and_then(|(stamp, _)| stamp.year());
        let value = match told.filter(|_| self.narrative) {
            Some(year) if year > 0 && unit < TimeUnit::Year => {
                value.replacen("XXXX", &format!("{year:04}"), 1)
            }
            _ => value.to_owned(),
        };
        vague(plain(TimeKind::Date, value, UNKNOWN))
    }

    fn shifted(&self, count: i64, unit: TimeUnit, from_clock: bool) -> Option<Placed> {
        let told = self
            .last
            .filter(|(stamp, _)| stamp.is_as_exact_as(unit))
            .and_then(|(stamp, number)| Some((stamp.interval()?.0, Anchor::Expression(number))));
        let clock = self
            .clock
            .filter(|_| !self.narrative)
            .map(|clock| (clock, Anchor::Clock));
        if unit == TimeUnit::Year
            && !self.narrative
            && let Some((Stamp::Quarter(year, quarter), number)) = self.quarter
            && count == -1
        {
            return Some(Placed {
                stamp: Stamp::Quarter(year - 1, quarter),
                anchor: Anchor::Expression(number),
                rule: FROM_STORY,
            });
        }
        let (day, anchor) = if from_clock {
            clock.or(told)?
        } else {
            told.or(clock.filter(|_| count < 0))?
        };
        let (day, grain) = match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => {
                let hours = match unit {
                    TimeUnit::Hour => count,
                    _ => 0,
                };
                (days::days(day, hours / 24)?, TimeUnit::Day)
            }
            TimeUnit::Millennium => return None,
            unit => (days::step(day, count, unit)?, unit),
        };
        let grain = match grain {
            TimeUnit::Quarter => TimeUnit::Month,
            // "a decade ago" means a year, ten years back.
            TimeUnit::Decade | TimeUnit::Century if count.abs() == 1 => TimeUnit::Year,
            TimeUnit::Century => TimeUnit::Decade,
            grain => grain,
        };
        Some(Placed {
            stamp: Stamp::holding(day, grain)?,
            anchor,
            rule: if anchor == Anchor::Clock {
                FROM_CLOCK
            } else {
                FROM_STORY
            },
        })
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

fn time_code(time: TimeOfDay) -> String {
    match time {
        TimeOfDay::Part(part) => format!("T{}", part_code(part)),
        TimeOfDay::At(hour, minute) => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
    }
}

/// The stretch that the fields name in a year.
fn in_year(fields: Fields, year: i16) -> Option<Stamp> {
    let civil = if year < 0 { year + 1 } else { year };
    if let Some(holiday) = fields.holiday {
        return days::holiday(holiday, civil).map(|(day, _)| Stamp::Day(day));
    }
    if let Some(month) = fields.month {
        return match fields.day {
            Some(day) => Date::new(civil, month, day).ok().map(Stamp::Day),
            None => Some(Stamp::Month(year, month)),
        };
    }
    if let Some(quarter) = fields.quarter {
        return Some(Stamp::Quarter(year, quarter));
    }
    if let Some(half) = fields.half {
        return Some(Stamp::Half(year, half));
    }
    if let Some(season) = fields.season {
        return Some(Stamp::Season(year, season));
    }
    fields.weekday.is_none().then_some(Stamp::Year(year))
}

/// The stretch of that name nearest to the clock; past on a tie, unless the words above look one way. A weekday
/// written beside it decides.
fn nearest(fields: Fields, clock: Date, tense: Tense) -> Option<Stamp> {
    let years = clock.year().checked_sub(1)?..=clock.year().checked_add(1)?;
    let fits = |stamp: &Stamp| match (stamp, fields.weekday) {
        (Stamp::Day(day), Some(weekday)) => day.weekday().to_monday_one_offset() == weekday,
        _ => true,
    };
    let choices: Vec<Stamp> = years.filter_map(|year| in_year(fields, year)).collect();
    let fitting = choices.iter().any(fits);
    choices
        .into_iter()
        .filter(|stamp| !fitting || fits(stamp))
        .filter_map(|stamp| {
            let (from, to, _) = stamp.interval()?;
            let distance = if to < clock {
                days::between(to, clock)
            } else if from > clock {
                -days::between(clock, from)
            } else {
                0
            };
            // How much nearer the wrong side must be to win: not at all where a word says which side it is.
            let (ahead, far) = match (tense, fields.day) {
                (Tense::Future, Some(_)) => (1, 1000),
                (Tense::Future, None) if distance <= 31 => (1, 1),
                (Tense::Future, None) => (1, 1000),
                (Tense::Border, _) | (Tense::Open, Some(_)) => (1, 1),
                (Tense::Past | Tense::LongPast, Some(_)) => (4, 1),
                (Tense::Past | Tense::LongPast, None) => (1000, 1),
                (Tense::Open, None) => (4, 1),
            };
            let cost = if distance < 0 {
                -distance * ahead
            } else {
                distance * far
            };
            Some((cost, distance < 0, stamp))
        })
        .min_by_key(|(cost, ahead, _)| (*cost, *ahead))
        .map(|(_, _, stamp)| stamp)
}

/// The third of a stretch that "early", "mid" and "late" mean; of a year the halves, of a month its tens of days.
fn cut(stamp: Stamp, from: Date, to: Date, thirds: (i64, i64)) -> Option<(Date, Date)> {
    let long = days::between(from, to) + 1;
    if let Stamp::Year(_) = stamp {
        let month = |number| Date::new(from.year(), number, 1).ok();
        return Some(match thirds.0 {
            0 => (from, days::days(month(7)?, -1)?),
            1 => (month(5)?, days::days(month(9)?, -1)?),
            _ => (month(7)?, to),
        });
    }
    let first = days::days(from, long * thirds.0 / 3)?;
    let last = days::days(from, (long * thirds.1 / 3).max(1) - 1)?;
    Some((first.min(to), last.clamp(from, to)))
}

/// What is known of a day whose year is not.
fn open_value(fields: Fields) -> String {
    match (fields.month, fields.day, fields.weekday, fields.season) {
        (Some(month), Some(day), _, _) => format!("XXXX-{month:02}-{day:02}"),
        (Some(month), None, _, _) => format!("XXXX-{month:02}"),
        (_, _, Some(weekday), _) => format!("XXXX-WXX-{weekday}"),
        (_, _, _, Some(season)) => format!("XXXX-{}", season_code(season)),
        _ => fields.quarter.map_or_else(
            || "XXXX-XX-XX".to_owned(),
            |quarter| format!("XXXX-Q{quarter}"),
        ),
    }
}
