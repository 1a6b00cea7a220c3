//! One happening out of its tellings: the record that they give together, and who said which.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use relata_record::{Event, EventType, Factuality, Party, Place, Precision, Toll, WordOf};
use serde::Serialize;

use crate::text::{containment, folded_words, shingles};
use crate::{Telling, organisation};

/// Sentences that share so many hundredths of their runs are one text.
const SAME_TEXT: usize = 50;

/// What one telling says of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saying {
    /// The field.
    pub field: &'static str,
    /// The value, in words.
    pub value: String,
    /// The speakers; none for the reporter's own voice.
    pub by: Vec<String>,
    /// The event as told: `REPORT#N`.
    pub event: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// The day of the report.
    pub reported: Option<Date>,
    /// The words.
    pub words: String,
}

/// How many there are who tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sources {
    /// Reports.
    pub reports: usize,
    /// Texts that do not copy each other.
    pub texts: usize,
    /// Outlets that are named.
    pub outlets: usize,
    /// Texts told apart by who speaks in them: two texts on one spokesman's word are one origin.
    pub origins: usize,
}

/// A telling in the list of those of a happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The event as told: `REPORT#N`.
    pub event: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// The day of the report.
    pub reported: Option<Date>,
    /// The text that it belongs to, counted from 1.
    pub text: usize,
    /// The words.
    pub words: String,
}

/// A happening.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Happening {
    /// Its id: that of its earliest telling.
    pub id: String,
    /// What the tellings give together; report, number, act and evidence are those of the earliest.
    #[serde(flatten)]
    pub event: Event,
    /// When it was first and last told of.
    pub reported: Option<(Date, Date)>,
    /// How many tell of it.
    pub sources: Sources,
    /// The tellings, the earliest first.
    pub tellings: Vec<Source>,
    /// Who says which, for every field on which there is more than one word.
    pub said: Vec<Saying>,
}

impl Happening {
    /// What `tellings` give together; None of none.
    pub fn of(mut tellings: Vec<Telling>) -> Option<Self> {
        tellings.sort_by(|one, other| one.rank().cmp(&other.rank()));
        let texts = texts(&tellings);
        let first = tellings.first()?;
        let told: Vec<(&Telling, usize)> = tellings.iter().zip(texts.iter().copied()).collect();
        let event_type = most_told(
            told.iter()
                .map(|(telling, text)| (telling.event.event_type, *text)),
        )
        .unwrap_or(first.event.event_type);
        let event = Event {
            event_type,
            mode: modes(&tellings, event_type),
            actors: parties(&tellings, |event| &event.actors),
            recipients: recipients(&tellings),
            date: told_date(&told),
            place: told_place(&tellings),
            killed: toll(&told, |event| event.killed.as_ref()),
            injured: toll(&told, |event| event.injured.as_ref()),
            captured: toll(&told, |event| event.captured.as_ref()),
            factuality: tellings
                .iter()
                .map(|telling| telling.event.factuality)
                .min_by_key(|factuality| sureness(*factuality))
                .unwrap_or(first.event.factuality),
            word_of: words_of(&tellings),
            talks: tellings
                .iter()
                .find_map(|telling| telling.event.talks.clone()),
            ..first.event.clone()
        };
        let days: Vec<Date> = tellings
            .iter()
            .filter_map(|telling| telling.published)
            .collect();
        Some(Self {
            id: first.id.clone(),
            event,
            reported: days.iter().min().copied().zip(days.iter().max().copied()),
            sources: sources(&told),
            said: said(&tellings),
            tellings: told
                .iter()
                .map(|(telling, text)| source(telling, *text))
                .collect(),
        })
    }

    /// How the user calls it: by its earliest telling.
    pub fn label(&self) -> String {
        format!("{}#{}", self.event.report, self.event.n)
    }
}

fn source(telling: &Telling, text: usize) -> Source {
    Source {
        event: telling.label(),
        outlet: telling.outlet.clone(),
        reported: telling.published,
        text: text + 1,
        words: words(telling),
    }
}

fn words(telling: &Telling) -> String {
    let quote = telling.event.evidence.first();
    quote.map(|quote| quote.text.clone()).unwrap_or_default()
}

/// To which text each telling belongs: versions of one text are one, and sentences that copy each other.
fn texts(tellings: &[Telling]) -> Vec<usize> {
    let runs: Vec<Vec<u64>> = tellings
        .iter()
        .map(|telling| {
            let words = folded_words(&words(telling));
            shingles(&words, 3).into_iter().collect()
        })
        .collect();
    let mut texts: Vec<usize> = Vec::new();
    let mut n_texts = 0;
    for (n, (telling, own)) in tellings.iter().zip(&runs).enumerate() {
        let earlier = tellings.iter().zip(&runs).take(n).zip(&texts);
        let copied = earlier
            .filter(|((known, other), _)| {
                known.family.is_some() && known.family == telling.family
                    || containment(own, other) >= SAME_TEXT
            })
            .map(|(_, text)| *text)
            .next();
        texts.push(copied.unwrap_or_else(|| {
            n_texts += 1;
            n_texts - 1
        }));
    }
    texts
}

fn sources(told: &[(&Telling, usize)]) -> Sources {
    let distinct = |list: Vec<String>| list.into_iter().collect::<BTreeSet<String>>().len();
    let origin = |(telling, text): &(&Telling, usize)| match telling.event.word_of.first() {
        Some(word) => word.name.clone(),
        None => format!("\0{text}"),
    };
    Sources {
        reports: distinct(
            told.iter()
                .map(|(telling, _)| telling.event.report.clone())
                .collect(),
        ),
        texts: told
            .iter()
            .map(|(_, text)| text)
            .collect::<BTreeSet<_>>()
            .len(),
        outlets: distinct(
            told.iter()
                .filter_map(|(telling, _)| telling.outlet.clone())
                .collect(),
        ),
        origins: distinct(told.iter().map(origin).collect()),
    }
}

/// The value that most texts have; among equals the least.
fn most_told<T: Ord + Copy>(values: impl Iterator<Item = (T, usize)>) -> Option<T> {
    let mut texts: BTreeMap<T, BTreeSet<usize>> = BTreeMap::new();
    for (value, text) in values {
        texts.entry(value).or_default().insert(text);
    }
    texts
        .into_iter()
        .max_by_key(|(value, texts)| (texts.len(), Reverse(*value)))
        .map(|(value, _)| value)
}

fn modes(tellings: &[Telling], event_type: EventType) -> Vec<String> {
    let mut modes: Vec<String> = Vec::new();
    for telling in tellings
        .iter()
        .filter(|telling| telling.event.event_type == event_type)
    {
        for mode in &telling.event.mode {
            if !modes.contains(mode) {
                modes.push(mode.clone());
            }
        }
    }
    modes
}

/// The parties that any telling names, each once, the earliest telling's first.
fn parties(tellings: &[Telling], of: impl Fn(&Event) -> &Vec<Party>) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for party in tellings.iter().flat_map(|telling| of(&telling.event)) {
        let is_known = parties
            .iter()
            .any(|known| organisation(known) == organisation(party));
        if !is_known {
            parties.push(party.clone());
        }
    }
    // "Gunmen" is somebody as long as nobody has a name.
    if parties.iter().any(|party| crate::is_named(&party.name)) {
        parties.retain(|party| crate::is_named(&party.name));
    }
    parties
}

/// Of steps of talks nobody who is on both sides by one telling is at the other end by another.
fn recipients(tellings: &[Telling]) -> Vec<Party> {
    let mut recipients = parties(tellings, |event| &event.recipients);
    if tellings.iter().any(|telling| telling.event.talks.is_some()) {
        let actors = parties(tellings, |event| &event.actors);
        let acts = |party: &Party| {
            actors
                .iter()
                .any(|known| organisation(known) == organisation(party))
        };
        if recipients.iter().all(acts) {
            recipients.clear();
        }
    }
    recipients
}

/// The day that most texts name, else the shortest stretch of days.
fn told_date(told: &[(&Telling, usize)]) -> Option<relata_record::EventDate> {
    let exact = told.iter().filter_map(|(telling, text)| {
        let date = telling.event.date.as_ref()?;
        (date.precision == Precision::Day && date.span.is_some()).then_some((date.to, *text))
    });
    let day = most_told(exact);
    let dates = told
        .iter()
        .filter_map(|(telling, _)| telling.event.date.as_ref());
    dates
        .min_by_key(|date| {
            let length = date.from.until(date.to).map_or(0, |span| span.get_days());
            (
                day != Some(date.to) || length > 0,
                date.span.is_none(),
                length,
            )
        })
        .cloned()
}

/// The most exact place that most tellings have: a town before its island or province.
fn told_place(tellings: &[Telling]) -> Option<Place> {
    let exactness = |place: &Place| {
        let parts = u8::from(place.country.is_some())
            + 2 * u8::from(place.name.is_some())
            + u8::from(place.lat.is_some())
            + u8::from(place.admin1.is_some());
        // The lower the number, the smaller the unit.
        (parts, Reverse(place.precision.unwrap_or(u8::MAX)))
    };
    let mut counts: BTreeMap<_, &Place> = BTreeMap::new();
    for place in tellings
        .iter()
        .filter_map(|telling| telling.event.place.as_ref())
    {
        let name = place.name.as_deref().unwrap_or("");
        let n = tellings
            .iter()
            .filter_map(|telling| telling.event.place.as_ref())
            .filter(|other| other.name.as_deref().unwrap_or("") == name)
            .count();
        counts.entry((exactness(place), n, name)).or_insert(place);
    }
    counts.last_key_value().map(|(_, place)| (*place).clone())
}

/// Who stands behind a number in nobody's word: the outlet that first had the text, whoever reprints it.
fn voice(told: &[(&Telling, usize)], text: usize) -> String {
    told.iter()
        .find(|(_, other)| *other == text)
        .and_then(|(telling, _)| telling.outlet.clone())
        .unwrap_or_else(|| format!("\0{text}"))
}

/// A number of people: of each origin its latest word stands; the best is what most texts have, then the latest.
fn toll(told: &[(&Telling, usize)], of: impl Fn(&Event) -> Option<&Toll>) -> Option<Toll> {
    let mut standing: BTreeMap<String, (&Toll, usize, Option<Date>)> = BTreeMap::new();
    for (telling, text) in told {
        let Some(toll) = of(&telling.event) else {
            continue;
        };
        let origin = match telling.event.word_of.first() {
            Some(word) => word.name.clone(),
            None => voice(told, *text),
        };
        standing.insert(origin, (toll, *text, telling.published));
    }
    let (first, _, _) = standing.values().next()?;
    if standing.len() == 1 {
        return Some((*first).clone());
    }
    let value = |toll: &Toll| toll.best.or(toll.low);
    let mut texts: BTreeMap<u32, (BTreeSet<usize>, Option<Date>)> = BTreeMap::new();
    for (toll, text, published) in standing.values() {
        if let Some(value) = value(toll) {
            let entry = texts.entry(value).or_default();
            entry.0.insert(*text);
            entry.1 = entry.1.max(*published);
        }
    }
    let best = texts
        .iter()
        .max_by_key(|(value, (texts, last))| (texts.len(), *last, Reverse(**value)))
        .map(|(value, _)| *value);
    let lead = standing
        .values()
        .find(|(toll, _, _)| value(toll) == best)
        .map_or(*first, |(toll, _, _)| *toll);
    let low = standing
        .values()
        .filter_map(|(toll, _, _)| toll.low.or(toll.best))
        .min();
    let is_open = standing.values().all(|(toll, _, _)| toll.high.is_none());
    let high = standing
        .values()
        .filter_map(|(toll, _, _)| toll.high.or(toll.best).or(toll.low))
        .max()
        .filter(|_| !is_open);
    Some(Toll {
        low,
        best,
        high,
        ..lead.clone()
    })
}

fn sureness(factuality: Factuality) -> u8 {
    match factuality {
        Factuality::Fact => 0,
        Factuality::Possible => 1,
        Factuality::Planned => 2,
        Factuality::Hypothetical => 3,
        Factuality::Negated => 4,
    }
}

fn words_of(tellings: &[Telling]) -> Vec<WordOf> {
    let mut words: Vec<WordOf> = Vec::new();
    for word in tellings.iter().flat_map(|telling| &telling.event.word_of) {
        let is_known = words
            .iter()
            .any(|known| known.name == word.name && known.stance == word.stance);
        if !is_known {
            words.push(word.clone());
        }
    }
    words
}

/// Who says which of the fields on which more than one thing is said.
fn said(tellings: &[Telling]) -> Vec<Saying> {
    let mut said = Vec::new();
    for (field, value) in FIELDS {
        let values: Vec<(&Telling, String)> = tellings
            .iter()
            .filter_map(|telling| Some((telling, value(&telling.event)?)))
            .collect();
        let distinct: BTreeSet<&String> = values.iter().map(|(_, value)| value).collect();
        if distinct.len() < 2 {
            continue;
        }
        for (telling, value) in values {
            said.push(Saying {
                field,
                value,
                by: telling
                    .event
                    .word_of
                    .iter()
                    .map(|word| word.name.clone())
                    .collect(),
                event: telling.label(),
                outlet: telling.outlet.clone(),
                reported: telling.published,
                words: words(telling),
            });
        }
    }
    said
}

type Value = fn(&Event) -> Option<String>;

/// The fields that reports may disagree on, each with its value in words.
const FIELDS: [(&str, Value); 9] = [
    ("type", |event| Some(event.event_type.to_string())),
    ("actors", |event| names(&event.actors)),
    ("recipients", |event| names(&event.recipients)),
    ("date", |event| {
        let date = event.date.as_ref()?;
        Some(if date.from == date.to {
            date.to.to_string()
        } else {
            format!("{} to {}", date.from, date.to)
        })
    }),
    ("place", |event| {
        let place = event.place.as_ref()?;
        place.name.clone().or_else(|| place.country.clone())
    }),
    ("killed", |event| event.killed.as_ref().map(number)),
    ("injured", |event| event.injured.as_ref().map(number)),
    ("captured", |event| event.captured.as_ref().map(number)),
    ("factuality", |event| Some(event.factuality.to_string())),
];

fn names(parties: &[Party]) -> Option<String> {
    let names: BTreeSet<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn number(toll: &Toll) -> String {
    match (toll.low, toll.best, toll.high) {
        (Some(low), _, Some(high)) if low != high => format!("{low} to {high}"),
        (Some(low), _, None) => format!("at least {low}"),
        (low, best, high) => best
            .or(low)
            .or(high)
            .map_or_else(|| "some".to_owned(), |number| number.to_string()),
    }
}
