//! An event as one report tells it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{EventType, Factuality, Precision, Quote, Sector, Stance, TalksAct};

/// A party to an act: an organisation, a state, a group of people, or a person who acts for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Canonical name of the party that acts: "Government of Pakistan", "Tehrik-i-Taliban Pakistan".
    pub name: String,
    /// ISO 3166 alpha-3 code of its home, or IGO UNO EUR NGO IMG MNC ISM. None where not told.
    pub country: Option<String>,
    /// Sector at the date of the event. None where not told.
    pub sector: Option<Sector>,
    /// The words as written: "Sharif", "the group".
    pub text: String,
    /// Where those words stand. None only where `inferred` says by which rule the party was found.
    pub span: Option<Quote>,
    /// The rule that found a party, or a part of it, that the words alone do not name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred: Option<String>,
    /// Identifier in the table of parties, where it is listed there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub party: Option<String>,
}

/// The days on which an event happened; both ends are inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDate {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How exact the date is.
    pub precision: Precision,
    /// The words it was read from.
    pub span: Option<Quote>,
    /// The rule that filled in what is not written: a year, a day counted from the clock, the clock itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred: Option<String>,
}

/// Where an event happened: the most exact place that the report gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Name; None where only the country is known.
    pub name: Option<String>,
    /// The place as the report writes it: "northern Mogadishu", "near Daquq".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// First-level unit (province, state).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub admin1: Option<String>,
    /// Latitude in degrees, WGS 84.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lat: Option<f64>,
    /// Longitude in degrees, WGS 84.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lon: Option<f64>,
    /// GeoNames identifier.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub geonames: Option<u32>,
    /// How exactly the point says where it was: 1 an exact place, 2 near or within one, 3 a second-level unit, 4 a
    /// first-level unit, 5 a country, 6 a region.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub precision: Option<u8>,
    /// Radius around the point, in kilometres, within which it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uncertainty_km: Option<f32>,
    /// The words it was read from.
    pub span: Option<Quote>,
    /// The rule that filled in what is not written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred: Option<String>,
}

/// A number of people as reported. "At least four" is low 4 and best 4 with an open high end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// Lowest number told.
    pub low: Option<u32>,
    /// Best number; None where only words such as "dozens" are given.
    pub best: Option<u32>,
    /// Highest number; None where open.
    pub high: Option<u32>,
    /// The words it was read from, one quote for each part of a sum.
    pub spans: Vec<Quote>,
    /// The rule, where the number is a sum of parts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred: Option<String>,
}

/// How many acts one row stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The number.
    pub value: u32,
    /// The words it was read from; None for a single act told in the singular.
    pub span: Option<Quote>,
}

/// On whose word an event is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordOf {
    /// The speaker: "Ahsanullah Ahsan", "Pakistani officials".
    pub name: String,
    /// Country of the party spoken for.
    pub country: Option<String>,
    /// Sector of the party spoken for.
    pub sector: Option<Sector>,
    /// The words as written.
    pub text: String,
    /// What the speaker does with what is told.
    pub stance: Stance,
    /// Outlet, programme or statement it was told to or in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub via: Option<String>,
    /// Where the speaker's words stand. None only where `inferred` is given.
    pub span: Option<Quote>,
    /// The rule that found the speaker where the words alone do not name one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred: Option<String>,
}

/// A step of a negotiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalksStep {
    /// The act.
    pub act: TalksAct,
    /// Canonical names of the parties whose talks it moves.
    pub parties: Vec<String>,
    /// The words that make it a step of a negotiation.
    pub span: Option<Quote>,
}

/// A value that was not read from words of its own, and the rule that gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inference {
    /// The field: "date.year", "factuality", "actors".
    pub field: String,
    /// The rule, for a reader.
    pub rule: String,
}

impl Inference {
    /// The rule by which cooperation that is still to come is told as AGREE: it is announced, not done.
    pub const COOPERATION_AHEAD: &str = "cooperation told as future is AGREE";
}

/// One event as one report tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Id of the report.
    pub report: String,
    /// Number of the event in the report, from 1, in the order of the acts in the text.
    pub n: u32,
    /// What kind of act.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// Manners of the act, from the type's own list.
    pub mode: Vec<String>,
    /// The words that gave the modes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mode_spans: Vec<Quote>,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When it happened.
    pub date: Option<EventDate>,
    /// Where it happened.
    pub place: Option<Place>,
    /// People killed.
    pub killed: Option<Toll>,
    /// People injured.
    pub injured: Option<Toll>,
    /// People captured, arrested or abducted.
    pub captured: Option<Toll>,
    /// How many acts the row stands for; None for a plural without a number.
    pub count: Option<Count>,
    /// Did it happen?
    pub factuality: Factuality,
    /// The word that decided the factuality, where it is not plain fact.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub factuality_span: Option<Quote>,
    /// On whose word; empty for the reporter's own voice.
    pub word_of: Vec<WordOf>,
    /// The step of a negotiation, where it is one.
    pub talks: Option<TalksStep>,
    /// Numbers of events of the same report that the report names as the reason for this one.
    pub causes: Vec<u32>,
    /// The spans that say so; the span that carries the act first.
    pub evidence: Vec<Quote>,
    /// The words that name the act: "withdrew", "drone attack".
    pub act: Quote,
    /// The row of the table of acts that fired.
    pub rule: String,
    /// Every value that was inferred, with its rule.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inferred: Vec<Inference>,
}

/// A value of an event that has neither a span in the text nor a rule: a broken promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncitedValue {
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub what: String,
}

impl Event {
    /// Checks the promise that every value is cited: each has a span whose words stand in `text` at that
    /// place, or a rule that inferred it.
    pub fn check_citations(&self, text: &str) -> Vec<UncitedValue> {
        let mut broken = Vec::new();
        let mut check = |field: &str, quote: Option<&Quote>, inferred: bool| match quote {
            Some(quote) if quote.text.is_empty() || quote.span().of(text) != quote.text => {
                broken.push(UncitedValue {
                    field: field.to_owned(),
                    what: format!("{}..{} is not `{}`", quote.start, quote.end, quote.text),
                });
            }
            None if !inferred => broken.push(UncitedValue {
                field: field.to_owned(),
                what: "neither span nor rule".to_owned(),
            }),
            _ => {}
        };
        check("act", Some(&self.act), false);
        check("evidence", self.evidence.first(), false);
        for quote in &self.evidence {
            check("evidence", Some(quote), false);
        }
        for quote in &self.mode_spans {
            check("mode", Some(quote), false);
        }
        for (field, parties) in [("actors", &self.actors), ("recipients", &self.recipients)] {
            for party in parties {
                check(field, party.span.as_ref(), party.inferred.is_some());
            }
        }
        if let Some(date) = &self.date {
            check("date", date.span.as_ref(), date.inferred.is_some());
        }
        if let Some(place) = &self.place {
            check("place", place.span.as_ref(), place.inferred.is_some());
        }
        for (field, toll) in [
            ("killed", &self.killed),
            ("injured", &self.injured),
            ("captured", &self.captured),
        ] {
            if let Some(toll) = toll {
                check(field, toll.spans.first(), toll.inferred.is_some());
                for quote in &toll.spans {
                    check(field, Some(quote), false);
                }
            }
        }
        if let Some(count) = &self.count {
            check("count", count.span.as_ref(), count.value == 1);
        }
        check(
            "factuality",
            self.factuality_span.as_ref(),
            self.factuality == Factuality::Fact
                || self.inferred.iter().any(|i| i.field == "factuality"),
        );
        for word in &self.word_of {
            check("word_of", word.span.as_ref(), word.inferred.is_some());
        }
        if let Some(talks) = &self.talks {
            check("talks", talks.span.as_ref(), false);
        }
        broken
    }
}
