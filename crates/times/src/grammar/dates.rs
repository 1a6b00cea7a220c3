//! Days, months, seasons and years as they are written.

use relata_knowledge::{Direction, Glue, Holiday, Season, TimeBound, TimeUnit, TimeWord};
use relata_language::{Relation, Upos, Xpos};

use super::Grammar;
use crate::pieces::Shape;
use crate::reading::{Fields, Year};

impl Grammar<'_> {
    /// Days, months, seasons, quarters, holidays and years, the longest.
    pub(super) fn fields(&self, at: usize) -> Option<(Fields, usize)> {
        [
            self.figures(at),
            self.weekday_date(at),
            self.month_first(at),
            self.day_first(at),
            self.season(at),
            self.quarter(at),
            self.holiday(at),
            self.named_year(at),
            self.listed(at),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)
    }

    fn month(&self, at: usize) -> Option<i8> {
        let piece = self.get(at)?;
        piece
            .senses
            .iter()
            .find_map(|sense| match sense {
                TimeWord::Month(month) => Some(*month),
                _ => None,
            })
            .filter(|_| piece.capital)
    }

    fn weekday(&self, at: usize) -> Option<i8> {
        let piece = self.get(at)?;
        self.sense(at, |sense| match sense {
            TimeWord::Weekday(day) => Some(day),
            _ => None,
        })
        .filter(|_| piece.capital && !self.runs_on(at))
    }

    /// "2013-05-30", "5/30/13", "05/30/2013".
    fn figures(&self, at: usize) -> Option<(Fields, usize)> {
        let part = |offset: usize| {
            let piece = self.get(at + offset)?;
            match piece.shape {
                Shape::Figures(number, digits) if offset == 0 || piece.glued => {
                    Some((number, digits))
                }
                _ => None,
            }
        };
        let (first, second, third) = (part(0)?, part(2)?, part(4)?);
        if self.runs_on(at + 4)
            || self
                .before(at)
                .is_some_and(|piece| piece.is('/') || piece.is('-') && self.pieces[at].glued)
        {
            return None;
        }
        let mark = |mark: char| {
            self.is_mark(at + 1, mark)
                && self.is_mark(at + 3, mark)
                && self.pieces[at + 1].glued
                && self.pieces[at + 3].glued
        };
        let (year, month, day) = if mark('-') && first.1 == 4 && second.1 <= 2 && third.1 <= 2 {
            (first.0, second.0, third.0)
        } else if mark('/') && first.1 <= 2 && second.1 <= 2 && matches!(third.1, 2 | 4) {
            let year = match third {
                (year, 2) if year < 40 => 2000 + year,
                (year, 2) => 1900 + year,
                (year, _) => year,
            };
            if first.0 > 12 {
                (year, second.0, first.0)
            } else {
                (year, first.0, second.0)
            }
        } else {
            return None;
        };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((
            Fields {
                year: Some(Year::Is(i16::try_from(year).ok()?)),
                month: Some(month),
                day: Some(day),
                ..Fields::default()
            },
            at + 5,
        ))
    }

    /// "Monday", "Monday, Nov. 3", "Friday the 13th of May".
    fn weekday_date(&self, at: usize) -> Option<(Fields, usize)> {
        let weekday = self.weekday(at)?;
        let next = at + 1 + usize::from(self.is_mark(at + 1, ','));
        let dated = self
            .month_first(next)
            .or_else(|| self.day_first(next))
            .filter(|(fields, _)| fields.day.is_some());
        if let Some((fields, end)) = dated {
            return Some((
                Fields {
                    weekday: Some(weekday),
                    ..fields
                },
                end,
            ));
        }
        // "The Sunday Times"
        let named = self
            .get(at + 1)
            .is_some_and(|next| next.capital && next.is_word() && !next.is_of_time())
            && self.upos(at + 1) == Some(Upos::Propn)
            && (self.before(at).is_some_and(|before| before.glue(Glue::The))
                || self.token(at).is_some_and(|token| {
                    matches!(
                        token.relation,
                        Relation::Compound | Relation::Flat | Relation::NmodDesc
                    )
                }));
        (!named).then_some((
            Fields {
                weekday: Some(weekday),
                ..Fields::default()
            },
            at + 1,
        ))
    }

    /// A year, with its comma before it: ", 1989", "of 1989", " 1989".
    fn year_behind(&self, at: usize) -> Option<(i16, usize)> {
        if self.is_mark(at, ',') {
            // "in May, 2000 people": a comma is followed by a year only where nothing is counted.
            let (year, end) = self.year(at + 1)?;
            let counted = self.token(end).is_some_and(|token| token.xpos == Xpos::Nns);
            return (!counted).then_some((year, end));
        }
        self.year(at + usize::from(self.glue(at, Glue::Of)))
            .filter(|(_, end)| !self.glue(at, Glue::Of) || !self.counts(*end))
    }

    pub(super) fn counts(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.xpos == Xpos::Nns)
    }

    /// "May 30, 2013", "Oct. 2", "February 2014", "September".
    fn month_first(&self, at: usize) -> Option<(Fields, usize)> {
        let month = self.month(at)?;
        let mut fields = Fields {
            month: Some(month),
            ..Fields::default()
        };
        if let Some((day, end)) = self.day_of_month(at + 1) {
            fields.day = Some(day);
            // "May 5-7, 2013": the year is behind the list.
            let behind = self.list_end(end);
            if let Some((year, year_end)) = self.year_behind(behind) {
                fields.year = Some(Year::Is(year));
                return Some((fields, if behind == end { year_end } else { end }));
            }
            return Some((fields, end));
        }
        if let Some((year, end)) = self.year_behind(at + 1) {
            fields.year = Some(Year::Is(year));
            return Some((fields, end));
        }
        // "August, September and October 1939": the year is behind the list.
        if let Some(next) = self.list_mark(at + 1)
            && let Some(other) = self.month(next)
            && other > month
            && let Some((year, _)) = self.year_behind(next + 1)
            && self.day_of_month(next + 1).is_none()
        {
            fields.year = Some(Year::Is(year));
            return Some((fields, at + 1));
        }
        self.is_month_alone(at).then_some((fields, at + 1))
    }

    /// The place behind "and", "to" or a dash.
    pub(super) fn list_mark(&self, at: usize) -> Option<usize> {
        let joins = self.glue(at, Glue::And)
            || self.glue(at, Glue::To)
            || self.glue(at, Glue::Or)
            || self.get(at).is_some_and(|piece| piece.is_dash())
            || self.is_mark(at, ',') && !self.glue(at + 1, Glue::And);
        joins.then_some(at + 1)
    }

    /// The place behind a list of days that goes on: "-7", " and 8".
    fn list_end(&self, at: usize) -> usize {
        let mut end = at;
        while !self.is_mark(end, ',')
            && let Some(next) = self.list_mark(end)
            && let Some((_, behind)) = self.day_of_month(next)
        {
            end = behind;
        }
        end
    }

    /// A month that stands by itself, and is no name and no verb.
    fn is_month_alone(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        if matches!(self.upos(at), Some(Upos::Aux | Upos::Verb)) {
            return false;
        }
        let opened = self.before(at).is_some_and(|before| {
            before.senses.iter().any(|sense| {
                matches!(
                    sense,
                    TimeWord::Bound(_)
                        | TimeWord::Glue(Glue::In | Glue::Of | Glue::To | Glue::The)
                        | TimeWord::Direction(_)
                        | TimeWord::Part(_)
                        | TimeWord::PartOf(_)
                        | TimeWord::Each
                )
            }) || before.is_dash()
        });
        let cut = piece.end - piece.start <= 3;
        if cut && !opened {
            return false;
        }
        let name = |piece: &crate::pieces::Piece<'_>| {
            piece.is_word() && piece.capital && piece.senses.is_empty()
        };
        // "the March of the Mothers"
        if self.glue(at + 1, Glue::Of) && self.year_of(at + 2).is_none() {
            return false;
        }
        opened
            || !(self.get(at + 1).is_some_and(name) || at > 1 && self.before(at).is_some_and(name))
    }

    /// "30 May 2013", "the 30th of May", "4" of "4-5 June".
    fn day_first(&self, at: usize) -> Option<(Fields, usize)> {
        let start = self.past_the(at);
        let (day, end) = self.day_of_month(start)?;
        let month_at = end + usize::from(self.glue(end, Glue::Of));
        let month_at = self.past_joint(month_at);
        if let Some(month) = self.month(month_at) {
            let mut fields = Fields {
                month: Some(month),
                day: Some(day),
                ..Fields::default()
            };
            // "6 May 5": the figure behind the month is its day.
            if self.day_of_month(month_at + 1).is_some() && self.year(month_at + 1).is_none() {
                return None;
            }
            if let Some((year, end)) = self.year_behind(month_at + 1) {
                fields.year = Some(Year::Is(year));
                return Some((fields, end));
            }
            return Some((fields, month_at + 1));
        }
        let behind = self.list_end(end);
        let month_at = behind + usize::from(self.glue(behind, Glue::Of));
        let month = self.month(month_at).filter(|_| behind > end)?;
        Some((
            Fields {
                month: Some(month),
                day: Some(day),
                year: self
                    .year_behind(month_at + 1)
                    .map(|(year, _)| Year::Is(year)),
                ..Fields::default()
            },
            end,
        ))
    }

    /// A day or year that goes on from one before it: "-7" of "May 5-7", "90" of "1989-90".
    fn listed(&self, at: usize) -> Option<(Fields, usize)> {
        let mark = self.before(at)?;
        let earlier = self.before(at.checked_sub(1)?)?;
        if let (Shape::Figures(first, 4), Shape::Figures(second, 2)) =
            (earlier.shape, self.get(at)?.shape)
            && (mark.is_dash() || mark.is('/'))
            && mark.glued
            && self.pieces[at].glued
            && self.said_years().contains(&first)
            && first % 100 < second
            && !self.runs_on(at)
            && !self
                .get(at + 1)
                .is_some_and(|next| next.is_dash() && next.glued)
        {
            let year = i16::try_from(first - first % 100 + second).ok()?;
            return Some((
                Fields {
                    year: Some(Year::Is(year)),
                    ..Fields::default()
                },
                at + 1,
            ));
        }
        if !(mark.is_dash() || mark.glue(Glue::And) || mark.glue(Glue::To)) {
            return None;
        }
        let month = self.month(at.checked_sub(3)?)?;
        let (before, _) = self.day_of_month(at - 2)?;
        let (day, end) = self.day_of_month(at)?;
        let counted = matches!(
            self.upos(end),
            Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
        ) && self.get(end).is_some_and(|next| next.is_word());
        (day > before && !counted && self.month(end).is_none()).then(|| {
            let year = self.year_behind(end);
            (
                Fields {
                    month: Some(month),
                    day: Some(day),
                    year: year.map(|(year, _)| Year::Is(year)),
                    ..Fields::default()
                },
                year.map_or(end, |(_, end)| end),
            )
        })
    }

    /// "the summer of 1992", "spring 1865", "last fall"; alone behind "in".
    fn season(&self, at: usize) -> Option<(Fields, usize)> {
        let start = self.past_the(at);
        let season = self.season_word(start)?;
        let mut fields = Fields {
            season: Some(season),
            ..Fields::default()
        };
        if let Some((year, end)) = self.year_behind(start + 1) {
            fields.year = Some(Year::Is(year));
            return Some((fields, end));
        }
        if let Shape::Figures(year, 4) = self.before(at)?.shape
            && self.said_years().contains(&year)
            && start == at
        {
            return None;
        }
        let opened = start > at
            || self.before(at).is_some_and(|before| {
                before.senses.iter().any(|sense| {
                matches!(
                    sense,
                    TimeWord::Bound(bound) if *bound != TimeBound::For && *bound != TimeBound::After
                ) || matches!(
                    sense,
                    TimeWord::Direction(_)
                        | TimeWord::Part(_)
                        | TimeWord::Glue(Glue::In | Glue::And)
                )
            })
            });
        let noun = matches!(self.upos(start), Some(Upos::Noun | Upos::Propn));
        let of_other = self.glue(start + 1, Glue::Of) && !self.is_direction_year(start + 2);
        let of_noun = self.upos(start + 1) == Some(Upos::Noun);
        (opened && noun && !of_other && !of_noun).then_some((fields, start + 1))
    }

    fn season_word(&self, at: usize) -> Option<Season> {
        self.sense(at, |sense| match sense {
            TimeWord::Season(season) => Some(season),
            _ => None,
        })
    }

    fn is_direction_year(&self, at: usize) -> bool {
        self.year_of(at).is_some()
    }

    /// "last year", "that year", "the same year", "next year" behind a month.
    pub(super) fn year_of(&self, at: usize) -> Option<(Direction, usize)> {
        let start = self.past_the(at);
        let direction = self.direction(start)?;
        let next = self.past_fillers(start + 1);
        matches!(self.unit(next), Some((TimeUnit::Year, false))).then_some((direction, next + 1))
    }

    /// "the third quarter of 1989", "third-quarter", "the 1989 second quarter", "this year's third quarter".
    fn quarter(&self, at: usize) -> Option<(Fields, usize)> {
        let mut start = self.past_the(at);
        let mut year = None;
        if let Some((written, end)) = self.year(start) {
            year = Some(Year::Is(written));
            start = end;
        } else if let Some((direction, end)) = self.year_of(start)
            && self.get(end).is_some_and(|piece| piece.is_apostrophe())
            && self.glue(end + 1, Glue::Possessive)
        {
            year = Some(Year::Of(direction));
            start = end + 2;
        }
        start = self.past_fillers(start);
        let (number, end) = self.ordinal(start)?;
        let unit_at = self.past_joint(end);
        let (TimeUnit::Quarter, _) = self.unit(unit_at)? else {
            return None;
        };
        let quarter = i8::try_from(number)
            .ok()
            .filter(|number| (1..=4).contains(number))?;
        let mut fields = Fields {
            quarter: Some(quarter),
            year,
            ..Fields::default()
        };
        if year.is_none()
            && self.glue(unit_at + 1, Glue::Of)
            && let Some((year, end)) = self.year(self.past_fillers(unit_at + 2))
        {
            fields.year = Some(Year::Is(year));
            return Some((fields, end));
        }
        Some((fields, unit_at + 1))
    }

    /// "Christmas", "Christmas Eve 1989", "New Year's Day".
    fn holiday(&self, at: usize) -> Option<(Fields, usize)> {
        let holiday: Holiday = self.sense(at, |sense| match sense {
            TimeWord::Holiday(holiday) => Some(holiday),
            _ => None,
        })?;
        if !self.get(at)?.capital && !self.glue(at, Glue::The) {
            // The first letter of a phrase tells, but for "the new year".
            let first_is_article = self.pieces[at].end - self.pieces[at].start > 8;
            if !first_is_article {
                return None;
            }
        }
        let mut fields = Fields {
            holiday: Some(holiday),
            ..Fields::default()
        };
        match self.year_behind(at + 1) {
            Some((year, end)) => {
                fields.year = Some(Year::Is(year));
                Some((fields, end))
            }
            None => Some((fields, at + 1)),
        }
    }
}
