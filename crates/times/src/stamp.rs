//! A stretch of the calendar with a name: a day, a week, a year.

use jiff::civil::Date;
use relata_knowledge::{Season, TimeUnit};
use relata_record::Precision;

use crate::days;

/// A named stretch of the calendar. Years before the first are negative: 490 BC is -490.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamp {
    Century(i16),
    /// The tens: 199 for the 1990s; before the first year negative.
    Decade(i16),
    Year(i16),
    /// Year and half.
    Half(i16, i8),
    /// Year and quarter.
    Quarter(i16, i8),
    Season(i16, Season),
    Month(i16, i8),
    /// By its Monday.
    Week(Date),
    /// By its Monday.
    Weekend(Date),
    Day(Date),
}

/// The year as the calendar counts, which has a year zero.
fn civil(year: i16) -> i16 {
    if year < 0 { year + 1 } else { year }
}

fn year_value(year: i16) -> String {
    if year < 0 {
        format!("BC{:04}", year.unsigned_abs())
    } else {
        format!("{year:04}")
    }
}

impl Stamp {
    /// The value in the terms of TIMEX3.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Century(century) if century < 0 => format!("BC{:02}", century.unsigned_abs() - 1),
            Self::Century(century) => format!("{:02}", century - 1),
            Self::Decade(decade) if decade < 0 => format!("BC{:03}", decade.unsigned_abs()),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Year(year) => year_value(year),
            Self::Half(year, half) => format!("{}-H{half}", year_value(year)),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", year_value(year)),
            Self::Season(year, season) => {
                let season = match season {
                    Season::Spring => "SP",
                    Season::Summer => "SU",
                    Season::Autumn => "FA",
                    Season::Winter => "WI",
                };
                format!("{}-{season}", year_value(year))
            }
            Self::Month(year, month) => format!("{}-{month:02}", year_value(year)),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Weekend(monday) => {
                let week = monday.iso_week_date();
                format!("{:04}-W{:02}-WE", week.year(), week.week())
            }
            Self::Day(day) => {
                let year = if day.year() < 1 {
                    day.year() - 1
                } else {
                    day.year()
                };
                format!("{}-{:02}-{:02}", year_value(year), day.month(), day.day())
            }
        }
    }

    /// First and last day, and how exact they are.
    pub(crate) fn interval(self) -> Option<(Date, Date, Precision)> {
        let months = |year: i16, first: i8, count: i64| {
            let from = Date::new(civil(year), first, 1).ok()?;
            let to = days::days(days::step(from, count, TimeUnit::Month)?, -1)?;
            Some((from, to))
        };
        let years = |from: i16, to: i16| {
            Some((
                Date::new(civil(from), 1, 1).ok()?,
                Date::new(civil(to), 12, 31).ok()?,
            ))
        };
        let (days, precision) = match self {
            Self::Century(century) if century < 0 => {
                let last = century.checked_mul(100)?.checked_add(99)?;
                (years(last.checked_sub(99)?, last)?, Precision::Range)
            }
            Self::Century(century) => {
                let first = (century - 1).checked_mul(100)?;
                (
                    years(first.max(1), first.checked_add(99)?)?,
                    Precision::Range,
                )
            }
            Self::Decade(decade) if decade < 0 => {
                let last = decade.checked_mul(10)?;
                (years(last.checked_sub(9)?, last)?, Precision::Range)
            }
            Self::Decade(decade) => {
                let first = decade.checked_mul(10)?;
                (
                    years(first.max(1), first.checked_add(9)?)?,
                    Precision::Range,
                )
            }
            Self::Year(year) => (years(year, year)?, Precision::Year),
            Self::Half(year, half) => (months(year, 6 * half - 5, 6)?, Precision::Range),
            Self::Quarter(year, quarter) => (months(year, 3 * quarter - 2, 3)?, Precision::Season),
            Self::Season(year, season) => {
                let first = match season {
                    Season::Spring => 3,
                    Season::Summer => 6,
                    Season::Autumn => 9,
                    Season::Winter => 12,
                };
                (months(year, first, 3)?, Precision::Season)
            }
            Self::Month(year, month) => (months(year, month, 1)?, Precision::Month),
            Self::Week(monday) => ((monday, days::days(monday, 6)?), Precision::Week),
            Self::Weekend(monday) => (
                (days::days(monday, 5)?, days::days(monday, 6)?),
                Precision::Range,
            ),
            Self::Day(day) => ((day, day), Precision::Day),
        };
        Some((days.0, days.1, precision))
    }

    /// The year it lies in, or starts in.
    pub(crate) fn year(self) -> Option<i16> {
        match self {
            Self::Century(_) | Self::Decade(_) => None,
            Self::Year(year)
            | Self::Half(year, _)
            | Self::Quarter(year, _)
            | Self::Season(year, _)
            | Self::Month(year, _) => Some(year),
            Self::Week(day) | Self::Weekend(day) | Self::Day(day) => Some(if day.year() < 1 {
                day.year() - 1
            } else {
                day.year()
            }),
        }
    }

    /// The month it lies in, where it is no longer than one.
    pub(crate) fn month(self) -> Option<i8> {
        match self {
            Self::Month(_, month) => Some(month),
            Self::Week(day) | Self::Weekend(day) | Self::Day(day) => Some(day.month()),
            _ => None,
        }
    }

    /// The stretch of this unit that holds `day`.
    pub(crate) fn holding(day: Date, unit: TimeUnit) -> Option<Self> {
        let year = if day.year() < 1 {
            day.year() - 1
        } else {
            day.year()
        };
        Some(match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Millennium => {
                return None;
            }
            TimeUnit::Day => Self::Day(day),
            TimeUnit::Week => Self::Week(days::monday(day)?),
            TimeUnit::Weekend => Self::Weekend(days::monday(day)?),
            TimeUnit::Month => Self::Month(year, day.month()),
            TimeUnit::Quarter => Self::Quarter(year, (day.month() - 1) / 3 + 1),
            TimeUnit::Year => Self::Year(year),
            TimeUnit::Decade => Self::Decade(year / 10),
            TimeUnit::Century => Self::Century(year / 100 + if year < 0 { -1 } else { 1 }),
        })
    }

    /// True if a number of such units can be counted from here: not days from a month.
    pub(crate) fn is_as_exact_as(self, unit: TimeUnit) -> bool {
        let rank = match self {
            Self::Century(_) => 7,
            Self::Decade(_) => 6,
            Self::Year(_) => 5,
            Self::Half(..) | Self::Quarter(..) | Self::Season(..) => 4,
            Self::Month(..) => 3,
            Self::Week(_) | Self::Weekend(_) => 2,
            Self::Day(_) => 1,
        };
        rank <= match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => 0,
            TimeUnit::Day => 1,
            TimeUnit::Week | TimeUnit::Weekend => 2,
            TimeUnit::Month => 3,
            TimeUnit::Quarter => 4,
            TimeUnit::Year => 5,
            TimeUnit::Decade => 6,
            TimeUnit::Century | TimeUnit::Millennium => 7,
        }
    }
}
