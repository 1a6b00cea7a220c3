//! PLV: one sentence, its source and its target given, and the root of the act between them.
//!
//! The set knows fifteen roots, concessions and retreats being one (YIELD), and neither factuality nor modes. It follows
//! CAMEO where the codebook parts ways with it: a deed that is only announced is an intent, to cooperate (AGREE) or to
//! harm (THREATEN); a truce or an easing that is declared is one (YIELD, codes 081 and 087); what a party will not do is
//! a refusal (REJECT); a conviction is an accusation that was upheld (ACCUSE, code 116); sanctions that are imposed and
//! warrants are coercion (codes 172 and 173); blockades (code 191) and attacks by computer are fighting.

use std::collections::BTreeSet;

use relata_record::{Event, EventType, Factuality, Party};
use serde::{Deserialize, Serialize};

use super::labels::{Labelled, macro_f1, tallies};
use super::{Measure, labels::Tally};

/// A sentence.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Its acts; the set gives one.
    pub events: Vec<Act>,
}

/// An act of gold.
#[derive(Debug, Clone, Deserialize)]
pub struct Act {
    /// Words of the source.
    pub source: String,
    /// Words of the target.
    pub target: String,
    /// The root.
    pub code: String,
}

/// The root that was told; empty where none was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the sentence.
    pub id: String,
    /// The root.
    pub label: String,
}

/// A row of the tables that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// Where its word starts, in bytes.
    pub start: u32,
    /// Its type.
    pub event_type: EventType,
    /// Its modes.
    pub modes: Vec<&'static str>,
}

/// The root of the event between source and target. `fired` are the rows that fired where no event was told: as both
/// parties are given, an act need not find them itself.
pub fn predict(row: &Row, events: &[Event], fired: &[Fired]) -> Told {
    let label = row.events.first().and_then(|act| {
        between(&row.text, act, events)
            .map(root_of)
            .or_else(|| nearest(&row.text, act, fired).map(root_of_row))
    });
    Told {
        id: row.id.clone(),
        label: label.unwrap_or_default().to_owned(),
    }
}

/// The event between source and target, as far as one is; the first, if several are.
pub fn between<'e>(text: &str, act: &Act, events: &'e [Event]) -> Option<&'e Event> {
    let meets = |parties: &[Party], words: &str| {
        let Some(start) = text.find(words) else {
            return false;
        };
        let end = start + words.len();
        parties
            .iter()
            .filter_map(|party| party.span.as_ref())
            .any(|quote| (quote.start as usize) < end && start < quote.end as usize)
    };
    let fit = |event: &Event| {
        let is_mutual = event.recipients.is_empty() && meets(&event.actors, &act.target);
        2 * usize::from(meets(&event.actors, &act.source))
            + 2 * usize::from(is_mutual || meets(&event.recipients, &act.target))
            + usize::from(meets(&event.recipients, &act.source))
    };
    events
        .iter()
        .enumerate()
        .max_by_key(|(index, event)| (fit(event), std::cmp::Reverse(*index)))
        .map(|(_, event)| event)
}

/// The row that fired between source and target, or else the first.
fn nearest<'f>(text: &str, act: &Act, fired: &'f [Fired]) -> Option<&'f Fired> {
    let (source, target) = (text.find(&act.source)?, text.find(&act.target)?);
    let inside = |place: usize| source.min(target) <= place && place <= source.max(target);
    fired
        .iter()
        .find(|fired| inside(fired.start as usize))
        .or_else(|| fired.first())
}

/// Words by which somebody says that he will yield.
const INTENTS: [&str; 12] = [
    "agree",
    "willing",
    "ready",
    "promise",
    "pledge",
    "vow",
    "offer",
    "will",
    "would",
    "prepared",
    "undertake",
    "commit",
];

/// The set's name of an event's type.
pub fn root_of(event: &Event) -> &'static str {
    use EventType::{
        Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject,
        Retreat, Sanction, Support, Threaten,
    };
    let kind = event.event_type;
    let has = |mode: &str| event.mode.iter().any(|own| own == mode);
    let act = event.act.text.to_lowercase();
    let is_intent = kind == Concede
        && (event
            .inferred
            .iter()
            .any(|inference| inference.field == "type")
            || act
                .split_whitespace()
                .any(|word| INTENTS.iter().any(|intent| word.starts_with(intent))));
    let is_kind = matches!(
        kind,
        Consult | Support | Cooperate | Aid | Concede | Retreat
    );
    match event.factuality {
        Factuality::Negated if is_kind || kind == Agree => "REJECT",
        Factuality::Planned | Factuality::Hypothetical
            if is_kind && kind != Concede && kind != Retreat =>
        {
            "AGREE"
        }
        Factuality::Planned if is_kind => "AGREE",
        Factuality::Planned
            if matches!(
                kind,
                Protest | Assault | Coerce | Sanction | Mobilize | Reject
            ) =>
        {
            "THREATEN"
        }
        _ if is_intent => "AGREE",
        _ if kind == Sanction && has("convict") => "ACCUSE",
        _ if kind == Sanction && act.contains("impose") => "COERCE",
        _ if kind == Threaten && has("arrest") => "COERCE",
        _ if kind == Coerce && (event.rule.contains("blockade") || has("cyber")) => "ASSAULT",
        _ => root(kind),
    }
}

fn root_of_row(fired: &Fired) -> &'static str {
    let has = |mode: &str| fired.modes.contains(&mode);
    match fired.event_type {
        EventType::Sanction if has("convict") => "ACCUSE",
        EventType::Threaten if has("arrest") => "COERCE",
        kind => root(kind),
    }
}

fn root(kind: EventType) -> &'static str {
    match kind {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}

/// Accuracy, mean F1 and the counts of each root.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let set = |label: &str| -> BTreeSet<String> {
        Some(label.to_owned())
            .filter(|label| !label.is_empty())
            .into_iter()
            .collect()
    };
    let pairs: Vec<Labelled> = rows
        .iter()
        .zip(told)
        .map(|(row, told)| Labelled {
            known: row
                .events
                .iter()
                .take(1)
                .flat_map(|act| set(&act.code))
                .collect(),
            told: set(&told.label),
        })
        .collect();
    let right = pairs.iter().filter(|pair| pair.known == pair.told).count() as f64;
    let mut measures = vec![
        Measure::share("accuracy", right, pairs.len() as f64),
        Measure::number("macro F1", macro_f1(&pairs)),
    ];
    for (label, tally) in tallies(&pairs) {
        let Tally { right, known, .. } = tally;
        measures.push(Measure {
            value: tally.f1(),
            ..Measure::share(&format!("F1 {label}"), right, known)
        });
    }
    measures
}
