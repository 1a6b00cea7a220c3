//! What of a telling decides with which others it is one happening.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_knowledge::{MergingTable, TalksTable};
use relata_record::{Event, EventType, Factuality, Precision, Stance, TalksAct};

use crate::organisation::{is_named, organisation};
use crate::talks::{Pair, pairs_of};
use crate::text::{Fnv, folded_words, shingles};
use crate::{Telling, TellingId};

/// A day for which a report gives no words may be some days before it.
const UNTOLD_DAYS: i32 = 3;
/// How far before the act words are looked at that tell deeds apart.
const APART_BYTES: usize = 40;
/// Fewer words are no sentence that only one text can have.
const SENTENCE_WORDS: usize = 7;

/// A group of types: a telling is only compared with others of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Violence,
    Coercion,
    Protest,
    Talks,
    Speech,
    Relations,
}

impl Kind {
    /// Its name in the table of merging.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Violence => "violence",
            Kind::Coercion => "coercion",
            Kind::Protest => "protest",
            Kind::Talks => "talks",
            Kind::Speech => "speech",
            Kind::Relations => "relations",
        }
    }

    /// True for what is done by saying it, or between two at a table: less of it tells one from another.
    pub(crate) fn is_of_words(self) -> bool {
        matches!(self, Kind::Talks | Kind::Speech | Kind::Relations)
    }

    fn of(event: &Event) -> Self {
        match event.event_type {
            _ if event.talks.is_some() => Kind::Talks,
            EventType::Assault | EventType::Mobilize => Kind::Violence,
            EventType::Coerce | EventType::Sanction => Kind::Coercion,
            EventType::Protest => Kind::Protest,
            EventType::Consult
            | EventType::Cooperate
            | EventType::Aid
            | EventType::Concede
            | EventType::Retreat => Kind::Relations,
            _ => Kind::Speech,
        }
    }
}

/// The days on which it may have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) from: Date,
    pub(crate) to: Date,
    /// True for one day that the report names.
    pub(crate) is_exact: bool,
    /// False where the report gives no words for the day: it may come back to what happened long before.
    pub(crate) is_told: bool,
}

/// People counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) low: u32,
    pub(crate) best: u32,
    pub(crate) high: u32,
}

/// Where it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Spot {
    pub(crate) name: Option<String>,
    pub(crate) admin1: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) at: Option<(f64, f64)>,
}

/// A number that stands for all of a telling that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form(pub u64);

/// The traits of a telling.
#[derive(Debug, Clone, PartialEq)]
pub struct Traits {
    /// Id of the telling.
    pub id: TellingId,
    /// Its report.
    pub report: String,
    /// Its number there.
    pub n: u32,
    /// The pairs of parties between which it stands; true where it is a step of talks.
    pub pairs: Vec<(Pair, bool)>,
    pub(crate) published: Option<Date>,
    pub(crate) kind: Kind,
    pub(crate) event_type: EventType,
    pub(crate) modes: Vec<String>,
    pub(crate) days: Option<Days>,
    pub(crate) spot: Spot,
    pub(crate) actors: BTreeSet<String>,
    pub(crate) recipients: BTreeSet<String>,
    /// Movements of which an actor or recipient is a part.
    pub(crate) parents: BTreeSet<String>,
    pub(crate) is_contested: bool,
    pub(crate) claimants: BTreeSet<String>,
    pub(crate) killed: Option<Number>,
    pub(crate) injured: Option<Number>,
    pub(crate) count: Option<u32>,
    pub(crate) status: u8,
    pub(crate) talks: Option<TalksAct>,
    pub(crate) act: String,
    /// The rows of the table of words for deeds that the act stands in.
    pub(crate) act_rows: BTreeSet<u16>,
    pub(crate) names: BTreeSet<String>,
    pub(crate) target: Option<i32>,
    /// Runs of words of its sentence, in the order of their numbers.
    pub(crate) sentence: Vec<u64>,
    pub(crate) tells_apart: bool,
}

impl Traits {
    /// The traits of `telling`.
    pub fn of(merging: &MergingTable, talks: &TalksTable, telling: &Telling) -> Self {
        let event = &telling.event;
        let orgs = |parties: &[relata_record::Party]| -> BTreeSet<String> {
            parties.iter().map(organisation).collect()
        };
        let (actors, recipients) = (orgs(&event.actors), orgs(&event.recipients));
        let day = event
            .date
            .as_ref()
            .map(|date| date.to)
            .or(telling.published);
        let parents = actors
            .iter()
            .chain(&recipients)
            .filter_map(|name| Some(talks.parent_of(name, day?)?.0.to_owned()))
            .collect();
        let quote = event
            .evidence
            .iter()
            .find(|quote| quote.span().contains(event.act.span()))
            .or(event.evidence.first());
        let sentence = quote.map_or("", |quote| quote.text.as_str());
        let words = folded_words(sentence);
        let offset = quote.map_or(0, |quote| {
            event.act.start.saturating_sub(quote.start) as usize
        });
        let act_end = offset + event.act.text.len();
        Self {
            id: telling.number(),
            report: event.report.clone(),
            n: event.n,
            pairs: pairs_of(talks, event),
            published: telling.published,
            kind: Kind::of(event),
            event_type: event.event_type,
            modes: event.mode.clone(),
            days: days(event, telling.published),
            spot: spot(event),
            names: names(sentence, &actors, &recipients),
            actors,
            recipients,
            parents,
            is_contested: event.factuality == Factuality::Possible
                || event
                    .word_of
                    .iter()
                    .any(|word| matches!(word.stance, Stance::Claims | Stance::Accuses)),
            claimants: event
                .word_of
                .iter()
                .filter(|word| word.stance == Stance::Claims)
                .map(|word| word.name.clone())
                .collect(),
            killed: event.killed.as_ref().and_then(number),
            injured: event.injured.as_ref().and_then(number),
            count: event.count.as_ref().map(|count| count.value),
            status: match event.factuality {
                Factuality::Fact | Factuality::Possible => 0,
                Factuality::Planned => 1,
                Factuality::Hypothetical => 2,
                Factuality::Negated => 3,
            },
            talks: event.talks.as_ref().map(|talks| talks.act),
            act: stem(&event.act.text),
            act_rows: last_word(&event.act.text)
                .map(|word| merging.deeds.rows_of(&word))
                .unwrap_or_default(),
            target: target(merging, sentence, offset),
            sentence: if words.len() < SENTENCE_WORDS {
                Vec::new()
            } else {
                shingles(&words, 3).into_iter().collect()
            },
            tells_apart: before_act(sentence, offset, act_end)
                .is_some_and(|words| merging.tells_apart(words)),
        }
    }

    /// The form that it has with all tellings that are alike in what is compared.
    pub fn form(&self) -> Form {
        let is_by_day = self.killed.is_some() || self.days.is_none_or(|days| !days.is_told);
        let mut hash = Fnv::default();
        let who = (
            self.kind,
            self.event_type,
            &self.modes,
            &self.actors,
            &self.recipients,
            &self.parents,
            self.is_contested,
            &self.claimants,
        );
        let what = (
            self.killed,
            self.injured,
            self.count,
            self.status,
            self.talks,
            &self.act,
            &self.act_rows,
            self.target,
            self.tells_apart,
        );
        // Whether a toll grew, and to what an untold day may come back, depends on the day of the report.
        let published = self.published.filter(|_| is_by_day);
        let when = (published, self.days, &self.spot);
        for part in [
            format!("{who:?}"),
            format!("{what:?}"),
            format!("{when:?}"),
            format!("{:?}{:?}", self.names, self.sentence),
        ] {
            hash.text(&part);
        }
        Form(hash.end())
    }

    /// The form of a telling that stands for itself.
    pub fn own_form(&self) -> Form {
        let mut hash = Fnv::default();
        hash.number(self.form().0);
        hash.number(self.id.0);
        Form(hash.end())
    }

    /// True for one row that stands for several deeds.
    pub(crate) fn is_aggregate(&self) -> bool {
        self.count.is_some_and(|count| count > 1)
    }
}

/// The act with some words before it.
fn before_act(sentence: &str, start: usize, end: usize) -> Option<&str> {
    let from =
        (start.saturating_sub(APART_BYTES)..=start).find(|at| sentence.is_char_boundary(*at))?;
    sentence.get(from..end.min(sentence.len()))
}

/// What was hit: the first such thing behind the beginning of the act, else the first of the sentence. Others are
/// mostly people of a hospital or a court who speak.
fn target(merging: &MergingTable, sentence: &str, act: usize) -> Option<i32> {
    let first = |text: &str| {
        let words = folded_words(text);
        words.iter().find_map(|word| merging.target(word))
    };
    first(sentence.get(act..).unwrap_or("")).or_else(|| first(sentence))
}

/// The beginning of the last word of an act: "attacked" and "attack" begin alike.
fn stem(act: &str) -> String {
    let word = last_word(act).unwrap_or_default();
    word.chars().take(5).collect()
}

fn last_word(act: &str) -> Option<String> {
    folded_words(act).pop()
}

fn days(event: &Event, published: Option<Date>) -> Option<Days> {
    let date = event.date.as_ref()?;
    if date.precision == Precision::Unknown {
        return None;
    }
    let is_untold = date.span.is_none() && published == Some(date.to) && date.from == date.to;
    let from = if is_untold {
        date.from
            .checked_sub(UNTOLD_DAYS.days())
            .unwrap_or(date.from)
    } else {
        date.from
    };
    Some(Days {
        from,
        to: date.to.max(from),
        is_exact: from == date.to,
        is_told: !is_untold,
    })
}

fn spot(event: &Event) -> Spot {
    let Some(place) = &event.place else {
        return Spot::default();
    };
    let folded = |name: &Option<String>| {
        name.as_ref()
            .map(|name| folded_words(name).join(" "))
            .filter(|name| !name.is_empty())
    };
    Spot {
        name: folded(&place.name),
        admin1: folded(&place.admin1),
        country: place.country.clone(),
        at: place.lat.zip(place.lon),
    }
}

fn number(toll: &relata_record::Toll) -> Option<Number> {
    let best = toll.best.or(toll.low).or(toll.high)?;
    Some(Number {
        low: toll.low.unwrap_or(best),
        best,
        high: toll.high.unwrap_or(u32::MAX),
    })
}

/// Names in a sentence that are not those of its parties: words with a capital behind another word.
fn names(
    sentence: &str,
    actors: &BTreeSet<String>,
    recipients: &BTreeSet<String>,
) -> BTreeSet<String> {
    let own: BTreeSet<String> = actors
        .iter()
        .chain(recipients)
        .flat_map(|name| folded_words(name))
        .collect();
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words
        .windows(2)
        .filter_map(|two| match two {
            // The first word of a sentence has a capital for another reason.
            [before, word] if !before.ends_with(['.', '!', '?']) => Some(*word),
            _ => None,
        })
        .filter(|word| is_named(word) && word.chars().count() > 2)
        .flat_map(folded_words)
        .filter(|word| !own.contains(word) && word.chars().count() > 2)
        .collect()
}
