//! Expressions of time in a sentence, resolved to days against the day of publication.
//!
//! A bare weekday is the latest such day on or before the clock: that held for 90 % of 297 bare weekdays in
//! news of the 1990s; the rest stand under a future verb.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use relata_knowledge::{CalendarKind, Knowledge};
use relata_record::Precision;

use crate::tree::{Node, Tree};

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time {
    /// Its words, first and last.
    pub(crate) first: Node,
    pub(crate) last: Node,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) precision: Precision,
    /// The rule by which unwritten parts were filled in.
    pub(crate) rule: Option<String>,
}

/// What the words of an expression mean before they are counted from the clock.
struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    words: Vec<String>,
    knowledge: &'t Knowledge,
    clock: Option<Date>,
}

/// Every expression of time in the sentence that can be resolved, in text order. `is_future` tells if the word
/// stands under a verb that speaks of the future.
pub(crate) fn find(
    tree: &Tree<'_>,
    knowledge: &Knowledge,
    clock: Option<Date>,
    is_future: impl Fn(Node) -> bool,
) -> Vec<Time> {
    let reader = Reader {
        tree,
        words: (0..tree.len())
            .map(|node| {
                tree.form(node)
                    .to_lowercase()
                    .trim_end_matches('.')
                    .to_owned()
            })
            .collect(),
        knowledge,
        clock,
    };
    let mut times = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        match reader.expression(at, is_future(at)) {
            Some(time) => {
                at = time.last + 1;
                times.push(time);
            }
            None => at += 1,
        }
    }
    times
}

fn weekday_of(number: i32) -> Option<Weekday> {
    i8::try_from(number)
        .ok()
        .and_then(|number| Weekday::from_monday_one_offset(number).ok())
}

impl Reader<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn calendar(&self, at: usize, kind: CalendarKind) -> Option<i32> {
        let word = self.word(at);
        self.knowledge
            .calendar
            .iter()
            .filter(|row| row.kind == kind)
            .find(|row| {
                row.phrases
                    .iter()
                    .any(|phrase| phrase.len() == 1 && phrase[0] == word)
            })
            .and_then(|row| row.number())
    }

    fn month(&self, at: usize) -> Option<i8> {
        let capital = self.tree.sentence.tokens.get(at).is_some_and(|token| {
            token
                .span
                .of(self.tree.text)
                .starts_with(char::is_uppercase)
        });
        let month = self.calendar(at, CalendarKind::Month)?;
        capital
            .then_some(month)
            .and_then(|month| i8::try_from(month).ok())
    }

    fn number(&self, at: usize) -> Option<i32> {
        match self.word(at) {
            "a" | "an" => Some(1),
            "few" | "several" => None,
            word => crate::numbers::parse(word).and_then(|number| i32::try_from(number).ok()),
        }
    }

    fn day_of_month(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (digits.len() <= 2)
            .then(|| digits.parse::<i8>().ok())
            .flatten()
            .filter(|day| (1..=31).contains(day))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        (word.len() == 4)
            .then(|| word.parse::<i16>().ok())
            .flatten()
            .filter(|year| (1900..=2100).contains(year))
    }

    fn unit(&self, at: usize) -> Option<&'static str> {
        match self.word(at) {
            "day" | "days" => Some("day"),
            "week" | "weeks" => Some("week"),
            "month" | "months" => Some("month"),
            "year" | "years" => Some("year"),
            "hour" | "hours" => Some("hour"),
            "weekend" => Some("weekend"),
            "decade" | "decades" => Some("decade"),
            _ => None,
        }
    }

    fn time(
        &self,
        words: (usize, usize),
        days: (Date, Date),
        precision: Precision,
        rule: Option<&str>,
    ) -> Option<Time> {
        (words.1 < self.tree.len() && days.0 <= days.1).then(|| Time {
            first: words.0,
            last: words.1,
            from: days.0,
            to: days.1,
            precision,
            rule: rule.map(str::to_owned),
        })
    }

    fn expression(&self, at: usize, future: bool) -> Option<Time> {
        self.full_date(at, future)
            .or_else(|| self.month_expression(at, future))
            .or_else(|| self.weekday(at, future))
            .or_else(|| self.deictic(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.relative_unit(at))
            .or_else(|| self.year_expression(at))
    }

    /// "May 30, 2013", "30 May 2013", "May 13-14", "on 29 December".
    fn full_date(&self, at: usize, future: bool) -> Option<Time> {
        let (month, day, mut next) = if let Some(month) = self.month(at) {
            (month, self.day_of_month(at + 1)?, at + 2)
        } else {
            (self.month(at + 1)?, self.day_of_month(at)?, at + 2)
        };
        let mut last_day = day;
        if matches!(self.word(next), "-" | "–" | "and" | "to")
            && let Some(second) = self.day_of_month(next + 1)
            && second > day
            && self.year(next + 1).is_none()
        {
            last_day = second;
            next += 2;
        }
        let comma = usize::from(self.word(next) == ",");
        if let Some(year) = self.year(next + comma) {
            let days = (
                Date::new(year, month, day).ok()?,
                Date::new(year, month, last_day).ok()?,
            );
            return self.time(
                (at, next + comma),
                days,
                range_precision(day, last_day),
                None,
            );
        }
        let from = self.nearest_year(month, day, future)?;
        let to = Date::new(from.year(), month, last_day).ok()?;
        self.time(
            (at, next - 1),
            (from, to),
            range_precision(day, last_day),
            Some("year counted from the day of publication"),
        )
    }

    /// The day of that name nearest to the clock; past on a tie, future under a future verb.
    fn nearest_year(&self, month: i8, day: i8, future: bool) -> Option<Date> {
        let clock = self.clock?;
        (clock.year() - 1..=clock.year() + 1)
            .filter_map(|year| Date::new(year, month, day).ok())
            .filter(|date| !future || *date >= clock)
            .min_by_key(|date| {
                let distance = clock.until(*date).map_or(i32::MAX, |span| span.get_days());
                (distance.abs(), distance > 0)
            })
    }

    /// "September", "last October", "in mid-September", "February 2014".
    fn month_expression(&self, at: usize, future: bool) -> Option<Time> {
        let mut cursor = at;
        let part = self.part(cursor);
        if part.is_some() {
            cursor += 1;
            if matches!(self.word(cursor), "-" | "in" | "of") {
                cursor += 1;
            }
        }
        let modifier = self.modifier(cursor);
        if modifier.is_some() {
            cursor += 1;
        }
        let month = self.month(cursor)?;
        if self.word(cursor) == "may" && part.is_none() && modifier.is_none() {
            // The verb "may" opens sentences; the month follows a preposition.
            let before = at.checked_sub(1).map_or("", |before| self.word(before));
            let with_year = self.year(cursor + 1).is_some();
            if !with_year && !matches!(before, "in" | "since" | "until" | "of" | "by" | "last") {
                return None;
            }
        }
        let (year, last, rule) = match self.year(cursor + 1) {
            Some(year) => (year, cursor + 1, None),
            None => {
                let clock = self.clock?;
                let mut year = clock.year();
                let back = month > clock.month() && !future && modifier != Some(1);
                if back || modifier == Some(-1) && month == clock.month() {
                    year -= 1;
                }
                if future && month < clock.month() {
                    year += 1;
                }
                (
                    year,
                    cursor,
                    Some("year counted from the day of publication"),
                )
            }
        };
        let first = Date::new(year, month, 1).ok()?;
        let (mut from, mut to) = (first, first.last_of_month());
        match part {
            Some("early") => to = Date::new(year, month, 10).ok()?,
            Some("mid") => {
                from = Date::new(year, month, 10).ok()?;
                to = Date::new(year, month, 20).ok()?;
            }
            Some("late") => from = Date::new(year, month, 20).ok()?,
            _ => {}
        }
        if let Some(clock) = self.clock
            && from <= clock
            && clock < to
            && !future
        {
            to = clock;
        }
        let precision = if part.is_some() {
            Precision::Range
        } else {
            Precision::Month
        };
        self.time((at, last), (from, to), precision, rule)
    }

    fn part(&self, at: usize) -> Option<&'static str> {
        match self.word(at) {
            "early" => Some("early"),
            "mid" | "middle" => Some("mid"),
            "late" => Some("late"),
            "earlier" => Some("earlier"),
            "later" => Some("later"),
            _ => None,
        }
    }

    fn modifier(&self, at: usize) -> Option<i32> {
        match self.word(at) {
            "last" | "past" | "previous" => Some(-1),
            "this" | "current" => Some(0),
            "next" | "coming" => Some(1),
            _ => None,
        }
    }

    /// "Thursday", "last Friday", "late Tuesday".
    fn weekday(&self, at: usize, future: bool) -> Option<Time> {
        let mut cursor = at;
        if matches!(self.word(cursor), "early" | "late") {
            cursor += 1;
        }
        if self.word(cursor) == "on" {
            cursor += 1;
        }
        let modifier = self.modifier(cursor);
        if modifier.is_some() {
            cursor += 1;
        }
        let wanted = weekday_of(self.calendar(cursor, CalendarKind::Weekday)?)?;
        let clock = self.clock?;
        let back = clock.weekday().since(wanted);
        let mut day = clock.checked_sub(i64::from(back).days()).ok()?;
        if (future || modifier == Some(1)) && back != 0 {
            day = day.checked_add(7.days()).ok()?;
        } else if modifier == Some(-1) && back == 0 {
            day = day.checked_sub(7.days()).ok()?;
        }
        self.time(
            (at, cursor),
            (day, day),
            Precision::Day,
            Some("weekday counted from the day of publication"),
        )
    }

    /// "today", "yesterday", "overnight".
    fn deictic(&self, at: usize) -> Option<Time> {
        let shift = match self.word(at) {
            "today" | "tonight" => 0,
            "yesterday" | "overnight" => -1,
            "tomorrow" => 1,
            _ => return None,
        };
        let day = self.clock?.checked_add(shift.days()).ok()?;
        self.time(
            (at, at),
            (day, day),
            Precision::Day,
            Some("counted from the day of publication"),
        )
    }

    /// "three days ago", "a week earlier", "ten days before".
    fn shifted(&self, at: usize) -> Option<Time> {
        let number = i64::from(self.number(at)?);
        let unit = self.unit(at + 1)?;
        if !matches!(self.word(at + 2), "ago" | "earlier" | "before" | "back") {
            return None;
        }
        let clock = self.clock?;
        let (from, to, precision) = match unit {
            "day" => {
                let day = clock.checked_sub(number.days()).ok()?;
                (day, day, Precision::Day)
            }
            "week" => {
                let day = clock.checked_sub((7 * number).days()).ok()?;
                (
                    day.checked_sub(3.days()).ok()?,
                    day.checked_add(3.days()).ok()?,
                    Precision::Week,
                )
            }
            "month" => {
                let day = clock.checked_sub(number.months()).ok()?;
                (day.first_of_month(), day.last_of_month(), Precision::Month)
            }
            "year" => {
                let day = clock.checked_sub(number.years()).ok()?;
                (day.first_of_year(), day.last_of_year(), Precision::Year)
            }
            "hour" => (clock.checked_sub(1.day()).ok()?, clock, Precision::Range),
            _ => return None,
        };
        let to = to.min(clock);
        self.time(
            (at, at + 2),
            (from, to),
            precision,
            Some("counted from the day of publication"),
        )
    }

    /// "last week", "earlier this year", "this month", "in recent weeks", "the past two days".
    fn relative_unit(&self, at: usize) -> Option<Time> {
        let clock = self.clock?;
        let rule = Some("counted from the day of publication");
        let mut cursor = at;
        let part = self.part(cursor);
        if part.is_some() {
            cursor += 1;
        }
        if self.word(cursor) == "recent" {
            let from = match self.unit(cursor + 1)? {
                "day" => clock.checked_sub(7.days()),
                "week" => clock.checked_sub(28.days()),
                "month" => clock.checked_sub(6.months()),
                _ => clock.checked_sub(5.years()),
            };
            return self.time(
                (at, cursor + 1),
                (from.ok()?, clock),
                Precision::Range,
                rule,
            );
        }
        let modifier = self.modifier(cursor)?;
        cursor += 1;
        if modifier == -1
            && let Some(number) = self.number(cursor)
        {
            let number = i64::from(number);
            let from = match self.unit(cursor + 1)? {
                "day" => clock.checked_sub(number.days()),
                "week" => clock.checked_sub((7 * number).days()),
                "month" => clock.checked_sub(number.months()),
                "year" => clock.checked_sub(number.years()),
                _ => return None,
            };
            return self.time(
                (at, cursor + 1),
                (from.ok()?, clock),
                Precision::Range,
                rule,
            );
        }
        if modifier == -1 && self.word(cursor) == "few" {
            let from = match self.unit(cursor + 1)? {
                "day" => clock.checked_sub(7.days()),
                "week" => clock.checked_sub(28.days()),
                "month" => clock.checked_sub(6.months()),
                _ => clock.checked_sub(5.years()),
            };
            return self.time(
                (at, cursor + 1),
                (from.ok()?, clock),
                Precision::Range,
                rule,
            );
        }
        if self.word(cursor) == "night" && modifier == -1 {
            let day = clock.yesterday().ok()?;
            return self.time((at, cursor), (day, day), Precision::Day, rule);
        }
        let shift = i64::from(modifier);
        let (mut from, mut to, mut precision) = match self.unit(cursor)? {
            "week" | "weekend" => {
                let monday = clock
                    .checked_sub(i64::from(clock.weekday().since(Weekday::Monday)).days())
                    .ok()?
                    .checked_add((7 * shift).days())
                    .ok()?;
                (monday, monday.checked_add(6.days()).ok()?, Precision::Week)
            }
            "month" => {
                let day = clock.first_of_month().checked_add(shift.months()).ok()?;
                (day, day.last_of_month(), Precision::Month)
            }
            "year" => {
                let day = clock.first_of_year().checked_add(shift.years()).ok()?;
                (day, day.last_of_year(), Precision::Year)
            }
            _ => return None,
        };
        if modifier == 0 && part != Some("later") {
            to = to.min(clock);
        }
        match part {
            Some("earlier") if modifier == 0 => {
                to = clock.yesterday().ok()?.max(from);
                precision = Precision::Range;
            }
            Some("early") => {
                to = to.min(from.checked_add((days_between(from, to) / 3).days()).ok()?);
                precision = Precision::Range;
            }
            Some("late" | "later") => {
                let middle = from.checked_add((days_between(from, to) / 2).days()).ok()?;
                from = if modifier == 0 {
                    from.max(clock.min(middle))
                } else {
                    middle
                };
                precision = Precision::Range;
            }
            _ => {}
        }
        self.time((at, cursor), (from, to), precision, rule)
    }

    /// "in 2014", "late 2007", "the 1990s", "2013-2014".
    fn year_expression(&self, at: usize) -> Option<Time> {
        let mut cursor = at;
        let part = self.part(cursor);
        if part.is_some() {
            cursor += 1;
            if matches!(self.word(cursor), "-" | "in" | "of") {
                cursor += 1;
            }
        }
        if let Some(decade) = self.word(cursor).strip_suffix('s')
            && decade.len() == 4
            && let Ok(year) = decade.parse::<i16>()
            && (1900..=2100).contains(&year)
        {
            let days = (
                Date::new(year, 1, 1).ok()?,
                Date::new(year + 9, 12, 31).ok()?,
            );
            return self.time((at, cursor), days, Precision::Range, None);
        }
        let year = self.year(cursor)?;
        // Four figures are a year where a word of time or a preposition says so.
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let says_so = part.is_some()
            || matches!(
                before,
                "in" | "of"
                    | "since"
                    | "until"
                    | "by"
                    | "from"
                    | "during"
                    | "after"
                    | "before"
                    | "early"
                    | "late"
                    | "the"
                    | "a"
                    | "("
            )
            || matches!(
                self.tree.relation(cursor),
                relata_language::Relation::Nummod
            ) && self.tree.head(cursor).is_some_and(|head| head < cursor);
        let next = self.tree.sentence.tokens.get(cursor + 1);
        let counts = next.is_some_and(|token| token.xpos == relata_language::Xpos::Nns)
            && !matches!(before, "in" | "since" | "of");
        if !says_so || counts {
            return None;
        }
        let (mut from, mut to) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        let mut precision = Precision::Year;
        match part {
            Some("early") => {
                to = Date::new(year, 6, 30).ok()?;
                precision = Precision::Range;
            }
            Some("mid") => {
                from = Date::new(year, 5, 1).ok()?;
                to = Date::new(year, 8, 31).ok()?;
                precision = Precision::Range;
            }
            Some("late") => {
                from = Date::new(year, 7, 1).ok()?;
                precision = Precision::Range;
            }
            _ => {}
        }
        self.time((at, cursor), (from, to), precision, None)
    }
}

fn range_precision(first: i8, last: i8) -> Precision {
    if first == last {
        Precision::Day
    } else {
        Precision::Range
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
