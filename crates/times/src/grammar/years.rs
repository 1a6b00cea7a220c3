//! Years, decades and centuries: which figures mean a year and which count something.

use relata_knowledge::{Glue, StretchPart, TimeBound, TimeUnit, TimeWord};
use relata_language::{Relation, Upos};

use super::Grammar;
use crate::pieces::Shape;
use crate::reading::{Base, Fields, Year};

/// Years that four figures alone can mean.
const BARE_YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
/// The same where the story is told by dates.
const TOLD_YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;

impl Grammar<'_> {
    pub(super) fn said_years(&self) -> std::ops::RangeInclusive<u32> {
        if self.narrative {
            TOLD_YEARS
        } else {
            BARE_YEARS
        }
    }

    /// "1989", "fiscal 1990", "the year 1945", "490 BC", "1775" of "1775-1783".
    pub(super) fn named_year(&self, at: usize) -> Option<(Fields, usize)> {
        let year = |(year, end): (i16, usize)| {
            (
                Fields {
                    year: Some(Year::Is(year)),
                    ..Fields::default()
                },
                end,
            )
        };
        let start = self.past_the(at);
        // "264 to 241 BC", "499-493 BC"
        if let Shape::Figures(first, 1..=4) = self.get(at)?.shape
            && let Some(next) = self.list_mark(at + 1)
            && let Some((last @ ..0, _)) = self.year(next)
            && let Ok(first) = i16::try_from(first)
            && first > -last
            && !self.runs_on(at)
        {
            return Some(year((-first, at + 1)));
        }
        if let Some((TimeUnit::Year, _)) = self.unit(start)
            && let Some(found) = self.year(start + 1)
        {
            return Some(year(found));
        }
        if self.glue(at, Glue::Filler)
            && let Some(found) = self.year(at + 1)
        {
            return Some(year(found));
        }
        let (number, end) = self.year(at)?;
        match self.get(at)?.shape {
            Shape::Figures(figures, digits) => {
                if end == at + 1 && !(digits == 4 && self.may_be_year(at, figures)) {
                    return None;
                }
                Some(year((number, end)))
            }
            // "'89": an apostrophe may close a quotation.
            Shape::Mark(_) => (!self.pieces[at].glued).then(|| year((number, end))),
            Shape::Word => (number >= 1900).then(|| year((number, end))),
        }
    }

    /// Four figures that mean a year and count nothing.
    fn may_be_year(&self, at: usize, figures: u32) -> bool {
        let before = self.before(at);
        let surely = before.is_some_and(|before| {
            before.glue(Glue::In) || before.has(TimeWord::Bound(TimeBound::Since))
        }) && (1500..1900).contains(&figures)
            && !matches!(
                self.upos(at + 1),
                Some(Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num)
            );
        if !(surely || self.said_years().contains(&figures)) || self.runs_on(at) {
            return false;
        }
        let piece = &self.pieces[at];
        if let Some(mark) = before {
            let money = matches!(
                mark.shape,
                Shape::Mark('$' | '#' | '£' | '€' | '.' | '/' | '+' | '*' | '=')
            ) && piece.glued;
            let joined = mark.is_dash() && mark.glued && piece.glued
                && at.checked_sub(2).and_then(|two| self.get(two)).is_some_and(|two| {
                    two.is_word() && two.capital || matches!(two.shape, Shape::Figures(number, _) if !self.said_years().contains(&number))
                });
            // "Flight 2013", "Resolution 1973"
            let numbered = mark.is_word()
                && mark.titled
                && mark.senses.is_empty()
                && self.token(at).is_some_and(|token| {
                    token.head.is_some_and(|head| {
                        self.sentence
                            .tokens
                            .get(head as usize)
                            .is_some_and(|head| head.span.end as usize == mark.end)
                    })
                });
            if numbered {
                return false;
            }
            if money || joined || mark.glued && piece.glued && mark.is_word() {
                return false;
            }
        }
        if let Some(mark) = self.get(at + 1).filter(|next| next.glued) {
            let number = |offset: usize| {
                self.get(at + offset)
                    .is_some_and(|next| next.glued && matches!(next.shape, Shape::Figures(..)))
            };
            if mark.is('%')
                || matches!(mark.shape, Shape::Mark('.' | ',' | ':' | '/'))
                    && number(2)
                    && !mark.is('/')
            {
                return false;
            }
        }
        let preposition = surely
            || before.is_some_and(|before| {
                before.senses.iter().any(|sense| {
                    matches!(
                        sense,
                        TimeWord::Bound(bound) if *bound != TimeBound::For
                    ) || matches!(
                        sense,
                        TimeWord::Glue(Glue::In | Glue::The) | TimeWord::Part(_)
                    )
                })
            });
        let counted = self.counts(at + 1) && !self.get(at + 1).is_some_and(|next| next.glued);
        if preposition {
            return !counted || !self.is_counting_preposition(at);
        }
        if counted {
            return false;
        }
        // "a 1971 treaty", "his 1990 campaign": nobody counts behind an article or owner.
        if at > 0 && matches!(self.upos(at - 1), Some(Upos::Det | Upos::Pron)) {
            return true;
        }
        let noun = matches!(self.upos(at + 1), Some(Upos::Noun))
            && self
                .get(at + 1)
                .is_some_and(|next| next.is_word() && !next.glued);
        !noun
            || self
                .token(at)
                .is_some_and(|token| token.relation != Relation::Nummod)
            || before.is_some_and(|before| before.glue(Glue::Of))
    }

    /// "by 2000 votes", "at 2000 places": only "in", "since", "until" and "the" stand before years and never count.
    fn is_counting_preposition(&self, at: usize) -> bool {
        !self.before(at).is_some_and(|before| {
            before.senses.iter().any(|sense| {
                matches!(
                    sense,
                    TimeWord::Bound(TimeBound::Since | TimeBound::Until)
                        | TimeWord::Glue(Glue::The)
                )
            })
        })
    }

    /// "the 1990s", "the nineties", "the '90s", "the 19th century".
    pub(super) fn long_stretch(&self, at: usize) -> Option<(Base, usize)> {
        let start = self.past_the(at);
        if let Some((century, end)) = self.ordinal(start) {
            let unit = self.past_joint(end);
            if let Some((TimeUnit::Century, _)) = self.unit(unit) {
                let century = i16::try_from(century).ok()?;
                let before = self.era(unit + 1) == Some(relata_knowledge::Era::Before);
                return Some((
                    Base::Century(if before { -century } else { century }),
                    unit + 1 + usize::from(self.era(unit + 1).is_some()),
                ));
            }
        }
        if let Some(tens) = self.sense(start, |sense| match sense {
            TimeWord::Decade(tens) => Some(tens),
            _ => None,
        }) {
            // "in his thirties": the article tells.
            return (start > at
                || self.before(at).is_some_and(|before| {
                    before.has(TimeWord::Part(StretchPart::Mid))
                        || before.has(TimeWord::Part(StretchPart::Start))
                        || before.has(TimeWord::Part(StretchPart::End))
                }))
            .then(|| {
                (
                    Base::Decade(190 + i16::try_from(tens / 10).unwrap_or(0)),
                    start + 1,
                )
            });
        }
        let figures = start + usize::from(self.get(start)?.is_apostrophe());
        let Shape::Figures(number, digits) = self.get(figures)?.shape else {
            return None;
        };
        let mut end = figures + 1;
        end += usize::from(
            self.get(end)
                .is_some_and(|piece| piece.is_apostrophe() && piece.glued),
        );
        let suffix = self.get(end)?;
        if !(suffix.glued && suffix.glue(Glue::Possessive)) || number % 10 != 0 {
            return None;
        }
        let decade = match digits {
            4 if TOLD_YEARS.contains(&number) => number / 10,
            2 if start > at || figures > start => 190 + number / 10,
            _ => return None,
        };
        Some((Base::Decade(i16::try_from(decade).ok()?), end + 1))
    }
}
