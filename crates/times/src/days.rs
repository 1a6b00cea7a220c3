//! Arithmetic of the calendar that tables ask for: holidays that move, and steps of a unit.

use jiff::Span;
use jiff::civil::{Date, Weekday};
use relata_knowledge::{Holiday, TimeUnit};

/// `date` moved by `count` units; None where the calendar ends or the unit is no number of days.
pub(crate) fn step(date: Date, count: i64, unit: TimeUnit) -> Option<Date> {
    let tenfold = |by: i64| count.checked_mul(by);
    let span = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => return None,
        TimeUnit::Day => Span::new().try_days(count).ok()?,
        TimeUnit::Week | TimeUnit::Weekend => Span::new().try_weeks(count).ok()?,
        TimeUnit::Month => Span::new().try_months(count).ok()?,
        TimeUnit::Quarter => Span::new().try_months(tenfold(3)?).ok()?,
        TimeUnit::Year => Span::new().try_years(count).ok()?,
        TimeUnit::Decade => Span::new().try_years(tenfold(10)?).ok()?,
        TimeUnit::Century => Span::new().try_years(tenfold(100)?).ok()?,
        TimeUnit::Millennium => Span::new().try_years(tenfold(1000)?).ok()?,
    };
    date.checked_add(span).ok()
}

/// `date` moved by days.
pub(crate) fn days(date: Date, count: i64) -> Option<Date> {
    step(date, count, TimeUnit::Day)
}

/// Days from `from` to `to`.
pub(crate) fn between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The Monday of the week of `date`.
pub(crate) fn monday(date: Date) -> Option<Date> {
    days(date, -i64::from(date.weekday().since(Weekday::Monday)))
}

/// The day of a holiday in a year, and by how many days it may be off.
pub(crate) fn holiday(holiday: Holiday, year: i16) -> Option<(Date, i64)> {
    Some(match holiday {
        Holiday::Fixed(month, day) => (Date::new(year, month, day).ok()?, 0),
        Holiday::Nth { month, weekday, n } => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let first = Date::new(year, month, 1).ok()?;
            (first.nth_weekday_of_month(n, weekday).ok()?, 0)
        }
        Holiday::Easter(after) => (days(easter(year)?, i64::from(after))?, 0),
        Holiday::OrthodoxEaster(after) => (days(orthodox_easter(year)?, i64::from(after))?, 0),
        Holiday::Islamic(month, day) => (islamic(year, month, day)?, 1),
    })
}

/// Easter Sunday by the Gregorian rules.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let moon =
        (century - century.div_euclid(4) - (8 * century + 13).div_euclid(25) + 19 * golden + 15)
            .rem_euclid(30);
    let moon = moon - (moon / 28) * (1 - (29 / (moon + 1)) * ((21 - golden) / 11));
    let weekday =
        (year + year.div_euclid(4) + moon + 2 - century + century.div_euclid(4)).rem_euclid(7);
    let offset = moon - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Easter Sunday by the Julian rules, on the Gregorian calendar of 1900 to 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let number = i32::from(year);
    let moon = (19 * (number % 19) + 15) % 30;
    let weekday = (2 * (number % 4) + 4 * (number % 7) - moon + 34) % 7;
    let sum = moon + weekday + 114;
    let julian = Date::new(
        year,
        i8::try_from(sum / 31).ok()?,
        i8::try_from(sum % 31 + 1).ok()?,
    )
    .ok()?;
    days(julian, 13)
}

/// The first such day of the Islamic calendar's tables in a year of ours.
fn islamic(year: i16, month: i8, day: i8) -> Option<Date> {
    let about = (i64::from(year) - 622) * 33 / 32;
    (about - 1..=about + 2).find_map(|islamic_year| {
        let past = islamic_year - 1;
        let number = i64::from(day)
            + (59 * (i64::from(month) - 1) + 1).div_euclid(2)
            + past * 354
            + (3 + 11 * islamic_year).div_euclid(30)
            - 1;
        // The first day of the first year is 19 July 622 on the Gregorian calendar.
        let date = days(Date::constant(622, 7, 19), number)?;
        (date.year() == year).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_that_move() {
        let day = |which, year| holiday(which, year).unwrap().0;
        assert_eq!(day(Holiday::Easter(0), 2024), date(2024, 3, 31));
        assert_eq!(day(Holiday::Easter(-2), 2025), date(2025, 4, 18));
        assert_eq!(day(Holiday::OrthodoxEaster(0), 2024), date(2024, 5, 5));
        assert_eq!(
            day(
                Holiday::Nth {
                    month: 11,
                    weekday: 4,
                    n: 4
                },
                1998
            ),
            date(1998, 11, 26)
        );
        assert_eq!(
            day(
                Holiday::Nth {
                    month: 5,
                    weekday: 1,
                    n: -1
                },
                2021
            ),
            date(2021, 5, 31)
        );
        assert!((between(day(Holiday::Islamic(10, 1), 2023), date(2023, 4, 21))).abs() <= 1);
        assert!((between(day(Holiday::Islamic(12, 10), 2006), date(2006, 1, 10))).abs() <= 1);
        assert!((between(day(Holiday::Islamic(10, 1), 2013), date(2013, 8, 8))).abs() <= 1);
    }

    #[test]
    fn no_step_leaves_the_calendar() {
        assert_eq!(step(date(2013, 5, 30), i64::MAX, TimeUnit::Century), None);
        assert_eq!(step(date(2013, 5, 30), 99_999_999, TimeUnit::Day), None);
        assert_eq!(monday(date(2013, 5, 30)), Some(date(2013, 5, 27)));
    }
}
