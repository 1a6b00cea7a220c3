//! The raters' news leads: which roots of CAMEO three to five readers agree on, and leads that hold no act at all.
//!
//! Roots are compared as PLOVER has them: 09 and 11 are ACCUSE, 02 and 10 REQUEST, 18 and 19 ASSAULT. Root 01, a bare
//! statement, is no event. CAMEO counts a charge in court among arrests (173) and a conviction among accusations (116).

use std::collections::BTreeSet;

use relata_record::{Event, EventType};
use serde::{Deserialize, Serialize};

use super::Measure;
use super::labels::{Labelled, micro_f1};

/// A lead as one round of raters read it.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The lead.
    pub text: String,
    /// Events that all agree on; their form is not used.
    #[serde(default)]
    events: Vec<serde_json::Value>,
    /// True where raters agree that there is none.
    #[serde(default)]
    noevents: Option<bool>,
    consensus: Consensus,
}

#[derive(Debug, Clone, Deserialize)]
struct Consensus {
    #[serde(default)]
    gold_roots: Vec<String>,
}

/// The types told of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the lead.
    pub id: String,
    /// Names of types.
    pub labels: BTreeSet<String>,
}

/// The rows that raters agree on, each text once, in the order of the texts.
pub fn agreed(rows: Vec<Row>) -> Vec<Row> {
    let mut agreed: Vec<Row> = rows
        .into_iter()
        .filter(|row| !row.events.is_empty() || row.noevents == Some(true))
        .collect();
    // A stable sort keeps the order of rounds; the last one of a text counts.
    agreed.sort_by(|a, b| a.text.cmp(&b.text));
    let mut once: Vec<Row> = Vec::new();
    for row in agreed {
        match once.last_mut().filter(|last| last.text == row.text) {
            Some(last) => *last = row,
            None => once.push(row),
        }
    }
    once
}

/// The types of the events.
pub fn predict(row: &Row, events: &[Event]) -> Told {
    let labels = events.iter().map(|event| {
        let act = event.act.text.to_lowercase();
        let is_charge = ["charge", "indict", "arraign", "prosecut"]
            .iter()
            .any(|word| act.starts_with(word));
        let kind = match event.event_type {
            EventType::Accuse if is_charge => EventType::Coerce,
            EventType::Sanction if event.mode.iter().any(|mode| mode == "convict") => {
                EventType::Accuse
            }
            kind => kind,
        };
        kind.as_str().to_owned()
    });
    Told {
        id: row.id.clone(),
        labels: labels.collect(),
    }
}

/// The type of a root; None for statements and what is no root.
fn of_root(root: &str) -> Option<EventType> {
    Some(match root {
        "02" | "10" => EventType::Request,
        "03" => EventType::Agree,
        "04" => EventType::Consult,
        "05" => EventType::Support,
        "06" => EventType::Cooperate,
        "07" => EventType::Aid,
        "08" => EventType::Retreat,
        "09" | "11" => EventType::Accuse,
        "12" => EventType::Reject,
        "13" => EventType::Threaten,
        "14" => EventType::Protest,
        "15" => EventType::Mobilize,
        "16" => EventType::Sanction,
        "17" => EventType::Coerce,
        "18" | "19" => EventType::Assault,
        _ => return None,
    })
}

impl Row {
    /// The types that raters agree on.
    fn known(&self) -> BTreeSet<String> {
        let roots = self.consensus.gold_roots.iter();
        roots
            .filter_map(|root| of_root(root))
            .map(|kind| kind.as_str().to_owned())
            .collect()
    }
}

/// Leads with an act of which one is told, clean leads left empty, and F1 over all types.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let pairs: Vec<(bool, Labelled)> = rows
        .iter()
        .zip(told)
        .map(|(row, told)| {
            // The set has one root for what the codebook parts into concessions and retreats.
            let concede = EventType::Concede.as_str();
            let labels = told.labels.iter().map(|label| {
                if label == concede {
                    EventType::Retreat.as_str().to_owned()
                } else {
                    label.clone()
                }
            });
            let labelled = Labelled {
                known: row.known(),
                told: labels.collect(),
            };
            (
                row.noevents == Some(true) && row.events.is_empty(),
                labelled,
            )
        })
        .collect();
    let positive = pairs.iter().filter(|(_, pair)| !pair.known.is_empty());
    let right = positive
        .clone()
        .filter(|(_, pair)| !pair.known.is_disjoint(&pair.told));
    let clean = pairs.iter().filter(|(is_clean, _)| *is_clean);
    let empty = clean.clone().filter(|(_, pair)| pair.told.is_empty());
    let labelled: Vec<Labelled> = pairs.iter().map(|(_, pair)| pair.clone()).collect();
    vec![
        Measure::share(
            "leads with a right root",
            right.count() as f64,
            positive.count() as f64,
        ),
        Measure::share(
            "clean leads left empty",
            empty.count() as f64,
            clean.count() as f64,
        ),
        Measure::number("micro F1", micro_f1(&labelled)),
    ]
}
