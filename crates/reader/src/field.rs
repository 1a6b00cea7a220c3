//! The day that a metadata field names: ISO days and times, mail dates, written dates, seconds since 1970.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::dates::{Day, day_at, find_day};

/// The day in a field such as `published`; the day as written there, whatever its time zone.
pub(crate) fn day(value: &str) -> Option<Day> {
    let value = value.trim();
    let written = find_day(value).map(|(_, _, day)| day);
    written.or_else(|| epoch(value))
}

/// Seconds or milliseconds since 1970, in UTC.
fn epoch(value: &str) -> Option<Day> {
    let whole = value.split('.').next()?;
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    let date = Timestamp::from_second(seconds)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .date();
    Day::new(Some(date.year()), date.month(), date.day())
}

/// The day in a page's address, ".../2013/05/30/...".
pub(crate) fn day_in_address(url: &str) -> Option<Day> {
    let path = url.split(['?', '#']).next()?;
    path.match_indices('/').find_map(|(at, _)| {
        let (day, len) = day_at(path.get(at + 1..)?)?;
        let next = path.get(at + 1 + len..)?;
        (next.is_empty() || next.starts_with(['/', '-', '_'])).then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(value: &str) -> Option<(i16, i8, i8)> {
        day(value).and_then(|day| Some((day.year?, day.month, day.day)))
    }

    #[test]
    fn forms_of_a_field() {
        for value in [
            "2016-08-24",
            "2016-08-24T23:10:00-05:00",
            "2016-08-24 10:00",
            "Wed, 24 Aug 2016 10:00:00 GMT",
            "August 24, 2016",
            "24 Aug 2016",
            "20160824",
            "2016/08/24",
            "24/08/2016",
            "8/24/2016",
            "1472032800",
            "1472032800000",
        ] {
            assert_eq!(iso(value), Some((2016, 8, 24)), "{value}");
        }
    }

    #[test]
    fn what_names_no_day_or_two() {
        for value in ["9:27 AM ET", "", "yesterday", "05/06/2013", "2016", "n/a"] {
            assert_eq!(day(value), None, "{value}");
        }
    }

    #[test]
    fn the_day_in_an_address() {
        let day = day_in_address("https://news.example/2015/04/15/cauca").unwrap();
        assert_eq!((day.year, day.month, day.day), (Some(2015), 4, 15));
        assert_eq!(
            day_in_address("https://news.example/story/20150415999"),
            None
        );
    }
}
