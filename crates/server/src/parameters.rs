//! What an address asks for: the filter that every view shares, and the place in a list.

use jiff::civil::Date;
use relata_record::{EventType, Factuality, TalksAct};

use crate::problem::Fault;

/// How many rows of a list are given where none is asked for, and at most.
const LIMITS: (usize, usize) = (100, 1000);

/// The names and values behind the question mark.
#[derive(Debug, Clone, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Cuts the part of an address behind the question mark.
    pub fn parse(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or("").as_bytes());
        Self(pairs.into_owned().collect())
    }

    /// The only value of a name; an empty one is none.
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        values
            .next_back()
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// All values of a name; a comma does not part them, as names of parties have some.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        values
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A day; of a month or a year its first day, or its last where it ends something.
    pub fn day(&self, name: &str, is_end: bool) -> Result<Option<Date>, Fault> {
        self.one(name)
            .map(|text| {
                day(text, is_end).ok_or_else(|| {
                    Fault::Bad(format!(
                        "`{name}={text}` is no day; write 2013-05-29, 2013-05 or 2013"
                    ))
                })
            })
            .transpose()
    }

    /// A value that must be there.
    pub fn needed(&self, name: &str) -> Result<&str, Fault> {
        self.one(name)
            .ok_or_else(|| Fault::Bad(format!("`{name}` is missing")))
    }

    /// A name that is not in `known` is a slip, which must not pass as an answer.
    pub fn check(&self, known: &[&[&str]]) -> Result<(), Fault> {
        let stranger = self
            .0
            .iter()
            .find(|(name, _)| !known.iter().any(|list| list.contains(&name.as_str())));
        match stranger {
            None => Ok(()),
            Some((name, _)) => Err(Fault::Bad(format!(
                "`{name}` is not understood; /api/v1/openapi.json lists what is"
            ))),
        }
    }

    fn codes<T: Copy>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, Fault> {
        let mut codes = Vec::new();
        for text in self
            .all(name)
            .into_iter()
            .flat_map(|value| value.split(','))
        {
            codes.push(parse(text).ok_or_else(|| {
                Fault::Bad(format!(
                    "`{name}={text}` is none of the codes of the record"
                ))
            })?);
        }
        Ok(codes)
    }
}

fn day(text: &str, is_end: bool) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, rest) = parts.split_first()?;
    let year: i16 = year.parse().ok().filter(|year| *year >= 0)?;
    let numbers: Vec<i8> = rest
        .iter()
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match (numbers.as_slice(), is_end) {
        ([], false) => Date::new(year, 1, 1),
        ([], true) => Date::new(year, 12, 31),
        ([month], false) => Date::new(year, *month, 1),
        ([month], true) => Date::new(year, *month, 1).map(Date::last_of_month),
        ([month, day], _) => Date::new(year, *month, *day),
        _ => return None,
    }
    .ok()
}

/// Which happenings a view shows. The filters are those of `relata events`, and a few more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Not over before this day.
    pub from: Option<Date>,
    /// Not begun after this day.
    pub to: Option<Date>,
    /// One of these types; any where empty.
    pub types: Vec<EventType>,
    /// One of these factualities; any where empty.
    pub factualities: Vec<Factuality>,
    /// One of these acts of talks; any where empty.
    pub talks: Vec<TalksAct>,
    /// Each of these takes part, as they were typed.
    pub parties: Vec<String>,
    /// The place, its province or its country.
    pub place: Option<String>,
    /// On the word of this speaker: the beginning of a word of the name.
    pub word_of: Option<String>,
    /// Told by this report.
    pub report: Option<String>,
    /// Inside these degrees: west, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Words, each the beginning of one in the sentences, parties or places.
    pub words: Option<String>,
    /// Only those on which reports disagree.
    pub disputed: bool,
}

impl Query {
    /// The names that [`Query::of`] reads.
    pub const NAMES: &'static [&'static str] = &[
        "from",
        "to",
        "type",
        "factuality",
        "talks",
        "party",
        "place",
        "word_of",
        "report",
        "bbox",
        "q",
        "disputed",
    ];

    /// Reads the filter.
    pub fn of(pairs: &Pairs) -> Result<Self, Fault> {
        let text = |name| pairs.one(name).map(str::to_owned);
        let bbox = pairs.one("bbox").map(bbox).transpose()?;
        Ok(Self {
            from: pairs.day("from", false)?,
            to: pairs.day("to", true)?,
            types: pairs.codes("type", |text| EventType::parse(&text.to_uppercase()))?,
            factualities: pairs.codes("factuality", Factuality::parse)?,
            talks: pairs.codes("talks", TalksAct::parse)?,
            parties: pairs.all("party").into_iter().map(str::to_owned).collect(),
            place: text("place"),
            word_of: text("word_of"),
            report: text("report"),
            bbox,
            words: text("q"),
            disputed: switch(pairs, "disputed")?,
        })
    }

    /// The filter in words, for a citation.
    pub fn in_words(&self) -> String {
        let mut parts = Vec::new();
        let mut part = |name: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{name} {value}"));
            }
        };
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        part("from", day(self.from));
        part("to", day(self.to));
        part("type", list(&self.types));
        part("factuality", list(&self.factualities));
        part("talks", list(&self.talks));
        part("party", self.parties.join(" and "));
        part("place", self.place.clone().unwrap_or_default());
        part("on the word of", self.word_of.clone().unwrap_or_default());
        part("report", self.report.clone().unwrap_or_default());
        let degrees = self.bbox.map(|bbox| bbox.map(|n| n.to_string()).join(","));
        part("within", degrees.unwrap_or_default());
        part("words", self.words.clone().unwrap_or_default());
        if self.disputed {
            parts.push("disputed only".to_owned());
        }
        if parts.is_empty() {
            "all happenings".to_owned()
        } else {
            parts.join("; ")
        }
    }
}

fn list<T: ToString>(codes: &[T]) -> String {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    codes.join(" or ")
}

fn bbox(text: &str) -> Result<[f64; 4], Fault> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.parse().ok()).collect();
    let [west, south, east, north] = numbers.as_slice() else {
        return Err(Fault::Bad(format!(
            "`bbox={text}` is not west,south,east,north in degrees"
        )));
    };
    let all = [*west, *south, *east, *north];
    if all.iter().any(|n| !n.is_finite()) || south > north {
        return Err(Fault::Bad(format!("`bbox={text}` holds nothing")));
    }
    Ok(all)
}

fn switch(pairs: &Pairs, name: &str) -> Result<bool, Fault> {
    match pairs.one(name) {
        None | Some("0" | "false") => Ok(false),
        Some("1" | "true") => Ok(true),
        Some(other) => Err(Fault::Bad(format!("`{name}={other}` is neither 1 nor 0"))),
    }
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The first day first.
    #[default]
    Oldest,
    /// The last day first.
    Newest,
    /// The most dead first.
    Deadliest,
    /// The most reports first.
    MostReported,
}

/// A place in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    /// How many rows at most.
    pub limit: usize,
    /// The row behind which to go on.
    pub after: Option<String>,
    /// The order.
    pub sort: Sort,
}

impl Paging {
    /// The names that [`Paging::of`] reads, of a list in one order.
    pub const NAMES: &'static [&'static str] = &["limit", "cursor"];
    /// The name of the order.
    pub const SORT: &'static [&'static str] = &["sort"];

    /// The part of a whole list that is asked for, and the cursor behind it; `key` names a thing of the list, and nothing
    /// else in it.
    pub fn part<'a, T>(
        &self,
        all: &'a [T],
        key: impl Fn(&T) -> String,
    ) -> Result<(&'a [T], Option<String>), Fault> {
        let start = match &self.after {
            None => 0,
            Some(cursor) => {
                let last = all.iter().position(|thing| key(thing) == *cursor);
                1 + last.ok_or_else(|| {
                    Fault::Bad(
                        "this cursor is of another list or record; begin anew without it"
                            .to_owned(),
                    )
                })?
            }
        };
        let rest = all.get(start..).unwrap_or(&[]);
        let shown = rest.get(..self.limit).unwrap_or(rest);
        let next = shown.last().filter(|_| shown.len() < rest.len()).map(key);
        Ok((shown, next))
    }

    /// Reads the place in the list.
    pub fn of(pairs: &Pairs) -> Result<Self, Fault> {
        let limit = match pairs.one("limit") {
            None => LIMITS.0,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=LIMITS.1).contains(limit))
                .ok_or_else(|| {
                    Fault::Bad(format!("`limit={text}` is not between 1 and {}", LIMITS.1))
                })?,
        };
        let sort = match pairs.one("sort") {
            None | Some("date") => Sort::Oldest,
            Some("-date") => Sort::Newest,
            Some("-killed") => Sort::Deadliest,
            Some("-reports") => Sort::MostReported,
            Some(other) => {
                return Err(Fault::Bad(format!(
                    "`sort={other}` is none of date, -date, -killed, -reports"
                )));
            }
        };
        Ok(Self {
            limit,
            after: pairs.one("cursor").map(str::to_owned),
            sort,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Result<Query, Fault> {
        let pairs = Pairs::parse(Some(text));
        pairs.check(&[Query::NAMES])?;
        Query::of(&pairs)
    }

    #[test]
    fn a_filter_is_read_and_said_in_words() {
        let read =
            query("from=2012&to=2012-02&type=assault,ACCUSE&party=A%2C+B&party=C&q=").unwrap();
        assert_eq!(read.to.unwrap().to_string(), "2012-02-29");
        assert_eq!(read.parties, ["A, B", "C"]);
        assert_eq!(
            read.in_words(),
            "from 2012-01-01; to 2012-02-29; type ASSAULT or ACCUSE; party A, B and C"
        );
    }

    #[test]
    fn slips_are_named() {
        for wrong in [
            "from=May",
            "type=WAR",
            "colour=red",
            "bbox=1,2,3",
            "bbox=1,9,3,2",
            "disputed=maybe",
            "bbox=NaN,1,2,3",
        ] {
            assert!(matches!(query(wrong), Err(Fault::Bad(_))), "{wrong}");
        }
    }
}
