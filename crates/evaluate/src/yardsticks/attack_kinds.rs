//! SATP: incidents of South Asia as bombing, armed assault, kidnapping or other.

use std::collections::BTreeSet;

use relata_record::{Event, EventType, Factuality};
use serde::{Deserialize, Serialize};

use super::Measure;
use super::labels::{Labelled, example_based_f1, micro_f1, tallies};

/// A text.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The text.
    pub text: String,
    /// The kinds of incident that it tells of.
    pub labels: BTreeSet<String>,
}

/// The kinds told of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the text.
    pub id: String,
    /// The kinds.
    pub labels: BTreeSet<String>,
}

/// The kind of an attack by its modes. A deed with a weapon is named by the weapon, a blade being one; the set files fires,
/// beatings and killings without a weapon under other, and a clash of two sides under armed assault.
fn kind_of(event: &Event) -> Option<&'static str> {
    if event.event_type != EventType::Assault || event.factuality == Factuality::Negated {
        return None;
    }
    let has = |modes: &[&str]| event.mode.iter().any(|mode| modes.contains(&mode.as_str()));
    let act = event.act.text.to_lowercase();
    let burns = ["burn", "fire", "torch", "arson", "ablaze", "alight"]
        .iter()
        .any(|word| act.contains(word));
    let is_clash = event.recipients.is_empty() && event.actors.len() > 1;
    Some(if has(&["abduct"]) {
        "kidnapping"
    } else if has(&[
        "explosives",
        "suicide-attack",
        "heavy-weapons",
        "aerial",
        "drone",
    ]) {
        "bombing"
    } else if has(&["firearms"]) || has(&["primitive"]) && !burns || is_clash {
        "armed_assault"
    } else {
        "other"
    })
}

/// The kinds of the attacks of a text. Kinds that only follow from the absence of a weapon give way to those that a
/// weapon names; a text without attack is other.
pub fn predict(row: &Row, events: &[Event]) -> Told {
    let has_weapon = |event: &Event| !event.mode.is_empty();
    let named: BTreeSet<String> = events
        .iter()
        .filter(|event| has_weapon(event))
        .filter_map(kind_of)
        .map(str::to_owned)
        .collect();
    let mut labels = named;
    if labels.is_empty() {
        labels = events
            .iter()
            .filter_map(kind_of)
            .map(str::to_owned)
            .collect();
    }
    if labels.is_empty() {
        labels.insert("other".to_owned());
    }
    Told {
        id: row.id.clone(),
        labels,
    }
}

/// The set's own score and those of each kind.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let pairs: Vec<Labelled> = rows
        .iter()
        .zip(told)
        .map(|(row, told)| Labelled {
            known: row.labels.clone(),
            told: told.labels.clone(),
        })
        .collect();
    let mut measures = vec![
        Measure::number("example-based F1", example_based_f1(&pairs)),
        Measure::number("micro F1", micro_f1(&pairs)),
    ];
    for (label, tally) in tallies(&pairs) {
        measures.push(Measure {
            value: tally.f1(),
            ..Measure::share(&format!("F1 {label}"), tally.right, tally.known)
        });
    }
    measures
}
