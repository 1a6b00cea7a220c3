//! Periods whose ends may be cut dates: "2007-12", "2009".

use jiff::civil::Date;

/// A date that may lack its day, or its day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// First day that the text can mean.
    pub first: Date,
    /// Last day that the text can mean.
    pub last: Date,
}

impl Bound {
    /// Reads "2013", "2013-05" or "2013-05-30".
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i16 = parts.next()?.parse().ok()?;
        let Some(month) = parts.next() else {
            return Some(Self {
                first: Date::new(year, 1, 1).ok()?,
                last: Date::new(year, 12, 31).ok()?,
            });
        };
        let month: i8 = month.parse().ok()?;
        let Some(day) = parts.next() else {
            let first = Date::new(year, month, 1).ok()?;
            return Some(Self {
                first,
                last: first.last_of_month(),
            });
        };
        let day = Date::new(year, month, day.parse().ok()?).ok()?;
        parts.next().is_none().then_some(Self {
            first: day,
            last: day,
        })
    }
}

/// A stretch of time, open where an end is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// Beginning.
    pub from: Option<Bound>,
    /// End, inclusive.
    pub to: Option<Bound>,
}

impl Period {
    /// True if the period may hold on `day`. Cut dates count in full.
    pub fn may_hold(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.first <= day) && self.to.is_none_or(|to| day <= to.last)
    }

    /// True if the period may hold on `day`, or always where no day is known.
    pub fn may_hold_on(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.may_hold(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_cut_date_is_its_own_precision() {
        let bound = Bound::parse("2007-12").unwrap();
        assert_eq!(
            (bound.first, bound.last),
            (date(2007, 12, 1), date(2007, 12, 31))
        );
        assert!(Bound::parse("2007-13").is_none());
        assert!(Bound::parse("2007-12-01-02").is_none());
        let period = Period {
            from: Some(bound),
            to: None,
        };
        assert!(period.may_hold(date(2007, 12, 5)));
        assert!(!period.may_hold(date(2007, 11, 30)));
        assert!(period.may_hold_on(None));
    }
}
