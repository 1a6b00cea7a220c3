//! So far from the clock or from the story: "two days ago", "a year later".

use relata_knowledge::{Reference, Shift, TimeUnit};

use crate::days;
use crate::expression::Anchor;
use crate::expression::TimeKind;
use crate::reading::{Base, Quantity};
use crate::resolve::{FROM_CLOCK, FROM_STORY, Meaning, Placed, Story, UNKNOWN};
use crate::stamp::Stamp;
use crate::tense::Tense;
use crate::values::{about_modifier, plain, pointing};

impl Story {
    pub(crate) fn shift(&self, quantity: Quantity, unit: TimeUnit, shift: Shift) -> Meaning {
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
