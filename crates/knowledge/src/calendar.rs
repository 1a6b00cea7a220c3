//! Words of time, and dated events that everybody writes of as past.

use jiff::civil::Date;

use crate::RowError;
use crate::period::Bound;
use crate::table::Row;
use crate::words::phrases;

pub(crate) const CALENDAR_COLUMNS: &[&str] = &["words", "kind", "value"];
pub(crate) const EVENT_COLUMNS: &[&str] = &["words", "date", "name"];

/// Declares an enum whose members tables write by name.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$member:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$member])* $variant),+ }

        impl $name {
            /// Reads the name that a table writes.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

named! {
    /// A unit of time.
    TimeUnit {
        /// Second.
        Second = "second",
        /// Minute.
        Minute = "minute",
        /// Hour.
        Hour = "hour",
        /// Day.
        Day = "day",
        /// Week.
        Week = "week",
        /// Saturday and Sunday.
        Weekend = "weekend",
        /// Month.
        Month = "month",
        /// Three months.
        Quarter = "quarter",
        /// Year.
        Year = "year",
        /// Ten years.
        Decade = "decade",
        /// A hundred years.
        Century = "century",
        /// A thousand years.
        Millennium = "millennium",
    }
}

named! {
    /// A part of the day.
    DayPart {
        /// Before noon.
        Morning = "morning",
        /// After noon.
        Afternoon = "afternoon",
        /// Before night.
        Evening = "evening",
        /// Night.
        Night = "night",
        /// While it is light.
        Daytime = "daytime",
    }
}

named! {
    /// A season.
    Season {
        /// March to May.
        Spring = "spring",
        /// June to August.
        Summer = "summer",
        /// September to November.
        Autumn = "autumn",
        /// December to February.
        Winter = "winter",
    }
}

named! {
    /// Where a word points to without saying how far.
    Reference {
        /// Back.
        Past = "past",
        /// To now.
        Present = "present",
        /// Ahead.
        Future = "future",
    }
}

named! {
    /// Which one of a row of days, weeks, months is meant, as seen from the clock or from the story.
    Direction {
        /// last: the one before the clock's.
        Last = "last",
        /// past: the stretch that ends now.
        Past = "past",
        /// recent: a few that end now.
        Recent = "recent",
        /// previous: the one before the story's.
        Previous = "previous",
        /// this.
        This = "this",
        /// latest: the last one that is over.
        Latest = "latest",
        /// same, that: the story's.
        Same = "same",
        /// next.
        Next = "next",
        /// coming: the stretch that starts now.
        Coming = "coming",
        /// following: the one after the story's.
        Following = "following",
    }
}

named! {
    /// A part of a stretch of time.
    StretchPart {
        /// Its first part.
        Start = "start",
        /// About its middle.
        Mid = "mid",
        /// Its last part.
        End = "end",
        /// Its part before the clock.
        Earlier = "earlier",
        /// Its part after the clock or after the story's last day.
        Later = "later",
        /// Its first half, as a stretch of its own.
        FirstHalf = "first-half",
        /// Its second half, as a stretch of its own.
        SecondHalf = "second-half",
    }
}

named! {
    /// Which way a number of days or years is counted, and from where.
    Shift {
        /// Back from the clock.
        Ago = "ago",
        /// Back from the story's last day.
        Earlier = "earlier",
        /// Back from what is told next, or from the story's last day.
        Before = "before",
        /// On from the story's last day.
        Later = "later",
        /// On from what is told next, or from the story's last day.
        After = "after",
        /// On from the clock.
        Hence = "hence",
    }
}

named! {
    /// How a number is meant.
    About {
        /// About so many.
        Approx = "approx",
        /// So many or more.
        More = "more",
        /// So many or fewer.
        Less = "less",
    }
}

named! {
    /// A word that makes of a day or a year the border of a stretch.
    TimeBound {
        /// From then until now.
        Since = "since",
        /// Up to then.
        Until = "until",
        /// Then or earlier.
        By = "by",
        /// Earlier than then.
        Before = "before",
        /// Later than then.
        After = "after",
        /// From then on.
        From = "from",
        /// So long.
        For = "for",
        /// All through it.
        During = "during",
        /// At or in it.
        At = "at",
    }
}

named! {
    /// Small words that hold an expression of time together.
    Glue {
        /// the.
        The = "the",
        /// a, an.
        One = "a",
        /// of.
        Of = "of",
        /// in, which also stands inside: "late in 2007".
        In = "in",
        /// and.
        And = "and",
        /// or.
        Or = "or",
        /// to, between two ends of a stretch.
        To = "to",
        /// half, behind "and a".
        Half = "half",
        /// fiscal, full: an adjective that changes nothing.
        Filler = "filler",
        /// more, another: stands in a duration.
        More = "more",
        /// old, of age: what is before it is the age of somebody.
        Age = "age",
        /// times, once, twice: what is behind it is how often.
        Times = "times",
        /// s, behind an apostrophe.
        Possessive = "possessive",
        /// period: a stretch that was named before.
        Period = "period",
        /// ended, ending: the year before it is a length, not a year of the calendar.
        Ending = "ending",
        /// th, behind figures.
        Ordinal = "ordinal",
    }
}

named! {
    /// Before or after the year one.
    Era {
        /// Before.
        Before = "before",
        /// After.
        After = "after",
    }
}

/// On which day of a year a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// The same day every year: month and day.
    Fixed(i8, i8),
    /// The n-th such weekday of a month (Monday is 1), counted from its end where n is negative.
    Nth {
        /// Month.
        month: i8,
        /// Weekday, Monday is 1.
        weekday: i8,
        /// Which one.
        n: i8,
    },
    /// Days after Easter Sunday of the Western churches.
    Easter(i8),
    /// Days after Easter Sunday of the Eastern churches.
    OrthodoxEaster(i8),
    /// Month and day of the Islamic calendar, by its tables; sightings of the moon may differ by a day.
    Islamic(i8, i8),
}

impl Holiday {
    /// Reads "12-25", "11 thursday 4" (written `nth 11 4 4`), "easter -2", "islamic 10 1".
    fn parse(text: &str) -> Option<Self> {
        if let Some((month, day)) = text.split_once('-')
            && let (Ok(month), Ok(day)) = (month.parse(), day.parse())
        {
            return Date::new(2000, month, day)
                .ok()
                .map(|_| Self::Fixed(month, day));
        }
        let mut words = text.split_whitespace();
        let name = words.next()?;
        let numbers: Vec<i8> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        match (name, numbers.as_slice()) {
            ("nth", [month, weekday, n])
                if (1..=12).contains(month)
                    && (1..=7).contains(weekday)
                    && (-4..=5).contains(n)
                    && *n != 0 =>
            {
                Some(Self::Nth {
                    month: *month,
                    weekday: *weekday,
                    n: *n,
                })
            }
            ("easter", [days]) => Some(Self::Easter(*days)),
            ("orthodox-easter", [days]) => Some(Self::OrthodoxEaster(*days)),
            ("islamic", [month, day]) if (1..=12).contains(month) && (1..=30).contains(day) => {
                Some(Self::Islamic(*month, *day))
            }
            _ => None,
        }
    }
}

/// What a word of time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeWord {
    /// Month, 1 to 12.
    Month(i8),
    /// Weekday, Monday is 1.
    Weekday(i8),
    /// Mondays, Fridays.
    Weekdays(i8),
    /// Cardinal number.
    Number(u32),
    /// Ordinal number.
    Ordinal(u32),
    /// One unit.
    Unit(TimeUnit),
    /// Several of a unit.
    Units(TimeUnit),
    /// Part of a day.
    DayPart(DayPart),
    /// noon, midnight: hour of the day, 0 to 24.
    Hour(i8),
    /// Season.
    Season(Season),
    /// yesterday, today, tomorrow: days from the clock.
    Day(i8),
    /// tonight, overnight: days from the clock, and the part of that day.
    DayPartOf(i8, DayPart),
    /// now, recently, soon.
    Reference(Reference),
    /// now and then also a word without time: what follows must be a noun ("current", "former").
    ReferenceAdjective(Reference),
    /// daily, weekly: every so many units.
    Every(u32, TimeUnit),
    /// each, every, per.
    Each,
    /// last, this, next.
    Direction(Direction),
    /// early, late: stands right before what it cuts.
    Part(StretchPart),
    /// end, beginning: "of" follows.
    PartOf(StretchPart),
    /// ago, later.
    Shift(Shift),
    /// about, at least.
    About(About),
    /// a few, several: nobody knows how many.
    Vague,
    /// Holiday.
    Holiday(Holiday),
    /// a.m., p.m.; true in the second half of the day.
    Meridiem(bool),
    /// Zone of time.
    Zone,
    /// BC, AD.
    Era(Era),
    /// nineties: tens of a decade.
    Decade(u32),
    /// since, until.
    Bound(TimeBound),
    /// will, plan: a word under which a day is still to come.
    Future,
    /// agree, hope: a verb whose own day is told, but the day of whose infinitive is still to come.
    FutureDeed,
    /// Small words.
    Glue(Glue),
    /// A phrase that looks like an expression of time and is none: "as soon as".
    Nothing,
}

/// One row of words of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarWord {
    /// Words and phrases, in lower case, as written.
    pub phrases: Vec<String>,
    /// What they mean.
    pub word: TimeWord,
}

/// A dated event that reports speak of as past: it helps to find the year of an undated report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldEvent {
    /// The words that name it, in lower case.
    pub phrases: Vec<Vec<String>>,
    /// First day on which it can be told as past.
    pub date: Date,
    /// Name for the reason.
    pub name: String,
}

fn number<T: std::str::FromStr + PartialOrd>(
    text: &str,
    range: std::ops::RangeInclusive<T>,
) -> Option<T> {
    text.parse().ok().filter(|number| range.contains(number))
}

fn meaning(kind: &str, value: &str) -> Option<TimeWord> {
    Some(match kind {
        "month" => TimeWord::Month(number(value, 1..=12)?),
        "weekday" => TimeWord::Weekday(number(value, 1..=7)?),
        "weekdays" => TimeWord::Weekdays(number(value, 1..=7)?),
        "number" => TimeWord::Number(value.parse().ok()?),
        "ordinal" => TimeWord::Ordinal(value.parse().ok()?),
        "unit" => TimeWord::Unit(TimeUnit::parse(value)?),
        "units" => TimeWord::Units(TimeUnit::parse(value)?),
        "daypart" => TimeWord::DayPart(DayPart::parse(value)?),
        "hour" => TimeWord::Hour(number(value, 0..=24)?),
        "season" => TimeWord::Season(Season::parse(value)?),
        "day" => match value.split_once(' ') {
            Some((days, part)) => TimeWord::DayPartOf(number(days, -7..=7)?, DayPart::parse(part)?),
            None => TimeWord::Day(number(value, -7..=7)?),
        },
        "reference" => TimeWord::Reference(Reference::parse(value)?),
        "reference-adjective" => TimeWord::ReferenceAdjective(Reference::parse(value)?),
        "every" => {
            let (count, unit) = value.split_once(' ')?;
            TimeWord::Every(count.parse().ok()?, TimeUnit::parse(unit)?)
        }
        "each" if value.is_empty() => TimeWord::Each,
        "direction" => TimeWord::Direction(Direction::parse(value)?),
        "part" => TimeWord::Part(StretchPart::parse(value)?),
        "part-of" => TimeWord::PartOf(StretchPart::parse(value)?),
        "shift" => TimeWord::Shift(Shift::parse(value)?),
        "about" => TimeWord::About(About::parse(value)?),
        "vague" if value.is_empty() => TimeWord::Vague,
        "holiday" => TimeWord::Holiday(Holiday::parse(value)?),
        "meridiem" => TimeWord::Meridiem(match value {
            "am" => false,
            "pm" => true,
            _ => return None,
        }),
        "zone" if value.is_empty() => TimeWord::Zone,
        "era" => TimeWord::Era(Era::parse(value)?),
        "decade" => TimeWord::Decade(number(value, 0..=90)?),
        "bound" => TimeWord::Bound(TimeBound::parse(value)?),
        "future" if value.is_empty() => TimeWord::Future,
        "future-deed" if value.is_empty() => TimeWord::FutureDeed,
        "glue" => TimeWord::Glue(Glue::parse(value)?),
        "none" if value.is_empty() => TimeWord::Nothing,
        _ => return None,
    })
}

pub(crate) fn read_word(row: &Row<'_>) -> Result<CalendarWord, RowError> {
    let (kind, value) = (row.required("kind")?, row.get("value"));
    Ok(CalendarWord {
        phrases: row
            .required("words")?
            .split('|')
            .map(|phrase| phrase.trim().to_lowercase())
            .filter(|phrase| !phrase.is_empty())
            .collect(),
        word: meaning(kind, value)
            .ok_or_else(|| row.error(format!("`{kind}` with `{value}` is no word of time")))?,
    })
}

pub(crate) fn read_event(row: &Row<'_>) -> Result<WorldEvent, RowError> {
    Ok(WorldEvent {
        phrases: phrases(row.required("words")?),
        date: row.parse("date", "date", Bound::parse)?.first,
        name: row.get("name").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_days_of_the_calendar() {
        assert_eq!(Holiday::parse("12-25"), Some(Holiday::Fixed(12, 25)));
        assert_eq!(Holiday::parse("easter -2"), Some(Holiday::Easter(-2)));
        for wrong in [
            "13-01",
            "02-30",
            "nth 11 8 4",
            "nth 11 4 0",
            "easter",
            "islamic 13 1",
            "",
        ] {
            assert_eq!(Holiday::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_meaning_needs_a_value_of_its_kind() {
        assert_eq!(meaning("month", "12"), Some(TimeWord::Month(12)));
        assert_eq!(
            meaning("day", "-1 night"),
            Some(TimeWord::DayPartOf(-1, DayPart::Night))
        );
        for (kind, value) in [("month", "13"), ("unit", "moon"), ("each", "x"), ("x", "")] {
            assert_eq!(meaning(kind, value), None, "{kind} {value}");
        }
    }
}
