//! MUC-4: incidents of terrorism in wire texts of 1988–91, in capitals, as templates of twenty-three slots.

mod fills;
mod targets;
mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::assignment::heaviest;
use super::{Measure, f1};
use fills::fill_match;
pub use targets::Struck;
pub use told::{Lexicon, predict};

/// A text with its templates.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub docid: String,
    /// The text, in capitals.
    pub text: String,
    /// What stands before the text.
    pub dateline: Dateline,
    /// Where the text begins behind its dateline, in characters.
    #[serde(default)]
    pub body_start: usize,
    /// Its templates.
    pub templates: Vec<Template>,
}

/// The head of a text.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Dateline {
    /// Day of publication, as `1989-02-07`.
    #[serde(default)]
    pub date: Option<String>,
}

/// An incident.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// True if it need not be told.
    #[serde(default)]
    pub optional: bool,
    /// Fills of each slot.
    pub slots: BTreeMap<String, Vec<Fill>>,
}

/// A fill of a slot.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// What is equally right.
    pub alts: Vec<String>,
    /// True if it need not be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opt: bool,
    /// What it is said of: the victim of an effect.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub of: Option<Vec<Option<String>>>,
}

/// The templates told of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Identifier of the text.
    pub docid: String,
    /// The incidents.
    pub templates: Vec<Template>,
}

/// The slots that are scored.
const SLOTS: [&str; 23] = [
    "incident_date",
    "incident_location",
    "incident_type",
    "incident_stage",
    "instrument_id",
    "instrument_type",
    "incident_category",
    "perp_individual_id",
    "perp_org_id",
    "perp_org_confidence",
    "phys_tgt_id",
    "phys_tgt_type",
    "phys_tgt_number",
    "phys_tgt_nation",
    "phys_tgt_effect",
    "phys_tgt_total",
    "hum_tgt_name",
    "hum_tgt_description",
    "hum_tgt_type",
    "hum_tgt_number",
    "hum_tgt_nation",
    "hum_tgt_effect",
    "hum_tgt_total",
];

/// Slots of which one must agree, for two templates to be of one incident.
const GROUPS: [&[&str]; 3] = [
    &["perp_individual_id", "perp_org_id"],
    &["phys_tgt_id", "phys_tgt_type"],
    &["hum_tgt_name", "hum_tgt_description", "hum_tgt_type"],
];

/// Counts of fills.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Right, half right counting half.
    right: f64,
    /// Told.
    told: f64,
    /// Known and not optional, or told and right.
    known: f64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.told += other.told;
        self.known += other.known;
    }
}

fn fills<'t>(template: &'t Template, slot: &str) -> &'t [Fill] {
    template.slots.get(slot).map_or(&[], Vec::as_slice)
}

/// One slot of two templates that belong together.
fn slot_counts(slot: &str, told: &[Fill], known: &[Fill]) -> Counts {
    let matches: Vec<Vec<f64>> = told
        .iter()
        .map(|told| {
            known
                .iter()
                .map(|known| fill_match(slot, told, known))
                .collect()
        })
        .collect();
    let weights: Vec<Vec<f64>> = matches
        .iter()
        .map(|row| {
            let cells = row.iter().zip(known);
            cells
                .map(|(value, known)| match *value {
                    value if value > 0.0 => value * 10.0 + if known.opt { 0.0 } else { 0.01 },
                    _ => 0.0,
                })
                .collect()
        })
        .collect();
    let mut right = 0.0;
    let mut used = vec![false; known.len()];
    for (row, column) in heaviest(&weights) {
        let value = matches
            .get(row)
            .and_then(|row| row.get(column))
            .copied()
            .unwrap_or(0.0);
        if value > 0.0 {
            right += value;
            if let Some(used) = used.get_mut(column) {
                *used = true;
            }
        }
    }
    let wanted = known
        .iter()
        .zip(&used)
        .filter(|(fill, used)| **used || !fill.opt)
        .count();
    Counts {
        right,
        told: told.len() as f64,
        known: wanted as f64,
    }
}

/// The counts of every slot, if two templates may be of one incident.
fn compare(told: &Template, known: &Template) -> Option<Vec<Counts>> {
    let agrees = |slot: &str| {
        let known = fills(known, slot);
        fills(told, slot).iter().any(|told| {
            known
                .iter()
                .any(|known| fill_match(slot, told, known) > 0.0)
        })
    };
    let is_same = agrees("incident_type")
        && GROUPS
            .iter()
            .any(|group| group.iter().any(|slot| agrees(slot)));
    is_same.then(|| {
        let slots = SLOTS.iter();
        slots
            .map(|slot| slot_counts(slot, fills(told, slot), fills(known, slot)))
            .collect()
    })
}

/// F1 over all slots of all templates, templates found, and each slot.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let mut sums = [Counts::default(); SLOTS.len()];
    let mut templates = Counts::default();
    for (row, told) in rows.iter().zip(told) {
        let pairs: Vec<Vec<Option<Vec<Counts>>>> = told
            .templates
            .iter()
            .map(|told| {
                row.templates
                    .iter()
                    .map(|known| compare(told, known))
                    .collect()
            })
            .collect();
        let weights: Vec<Vec<f64>> = pairs
            .iter()
            .map(|cells| {
                let cells = cells.iter().zip(&row.templates);
                cells
                    .map(|(pair, known)| {
                        let right = |counts: &Vec<Counts>| {
                            counts.iter().map(|slot| slot.right).sum::<f64>()
                        };
                        let bonus = if known.optional { 0.0 } else { 0.25 };
                        pair.as_ref().map_or(0.0, |counts| right(counts) + bonus)
                    })
                    .collect()
            })
            .collect();
        let mut used_told = vec![false; told.templates.len()];
        let mut used_known = vec![false; row.templates.len()];
        for (i, j) in heaviest(&weights) {
            let Some(counts) = pairs
                .get(i)
                .and_then(|row| row.get(j))
                .and_then(Option::as_ref)
            else {
                continue;
            };
            used_told[i] = true;
            used_known[j] = true;
            templates.right += 1.0;
            for (sum, counts) in sums.iter_mut().zip(counts) {
                sum.add(*counts);
            }
        }
        templates.told += told.templates.len() as f64;
        for (template, _) in told
            .templates
            .iter()
            .zip(&used_told)
            .filter(|(_, used)| !**used)
        {
            for (sum, slot) in sums.iter_mut().zip(SLOTS) {
                sum.told += fills(template, slot).len() as f64;
            }
        }
        for (template, used) in row.templates.iter().zip(&used_known) {
            templates.known += f64::from(u8::from(*used || !template.optional));
            if !used && !template.optional {
                for (sum, slot) in sums.iter_mut().zip(SLOTS) {
                    let wanted = fills(template, slot)
                        .iter()
                        .filter(|fill| !fill.opt)
                        .count();
                    sum.known += wanted as f64;
                }
            }
        }
    }
    let mut all = Counts::default();
    for sum in sums {
        all.add(sum);
    }
    let measure = |part: &str, counts: Counts| Measure {
        value: f1(counts.right, counts.told, counts.known),
        ..Measure::share(part, counts.right, counts.known)
    };
    let mut measures = vec![
        measure("all slots F1", all),
        Measure::share("all slots P", all.right, all.told),
        Measure::share("all slots R", all.right, all.known),
        measure("templates F1", templates),
    ];
    measures.extend(
        SLOTS
            .iter()
            .zip(sums)
            .map(|(slot, sum)| measure(&format!("{slot} F1"), sum)),
    );
    measures
}
