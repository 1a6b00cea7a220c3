//! The score of a record: counts over all reports, and over each.

use std::collections::HashMap;

use crate::align::{Pair, align};
use crate::parties::is_word_right;
use crate::rows::{Documents, GoldEvent, Prediction};
use crate::values::{is_date_right, is_factuality_right, is_mode_right, is_place_right};

/// What was counted in a report, or in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Core events of gold.
    pub core: usize,
    /// Core events that were found.
    pub found: usize,
    /// Core events that were found whole.
    pub whole: usize,
    /// Predicted events, without those that stand for optional ones.
    pub predicted: usize,
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rates {
    /// Share of the predicted events that is right.
    pub precision: f64,
    /// Share of the core events that is found.
    pub recall: f64,
}

impl Rates {
    fn of(right: usize, predicted: usize, core: usize) -> Self {
        Self {
            precision: share(right, predicted.max(1)),
            recall: share(right, core.max(1)),
        }
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }
}

/// `right` of `of`, as a number from 0 to 1.
pub(crate) fn share(right: usize, of: usize) -> f64 {
    let number = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    number(right) / number(of)
}

/// How often a field was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The field.
    pub name: &'static str,
    /// How often right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

/// The fields that are scored, in the order of the printed score.
const PARTS: [&str; 8] = [
    "date",
    "place",
    "killed",
    "injured",
    "factuality",
    "word_of",
    "talks",
    "mode",
];

/// A core event that was missed, or a predicted event that stands for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The report.
    pub report: String,
    /// True for a core event that was missed, false for a predicted one too many.
    pub is_missed: bool,
    /// Its type.
    pub event_type: String,
    /// Its first evidence.
    pub words: String,
}

/// The score of a record.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Counts over all reports.
    pub total: Counts,
    /// The fields.
    pub parts: Vec<Part>,
    /// Counts of each report that has gold or predicted events, in the order of the documents.
    pub reports: Vec<(String, Counts)>,
    /// What was missed and what was too many.
    pub unmatched: Vec<Unmatched>,
}

impl Score {
    /// Rates of events found.
    pub fn found(&self) -> Rates {
        Rates::of(self.total.found, self.total.predicted, self.total.core)
    }

    /// Rates of events found whole: with all their parties and no other.
    pub fn event(&self) -> Rates {
        Rates::of(self.total.whole, self.total.predicted, self.total.core)
    }

    fn put(&mut self, name: &str, is_right: bool) {
        if let Some(part) = self.parts.iter_mut().find(|part| part.name == name) {
            part.right += usize::from(is_right);
            part.of += 1;
        }
    }
}

/// Scores `predicted` against `gold` over `documents`.
pub fn score(documents: &Documents, gold: &[GoldEvent], predicted: &[Prediction]) -> Score {
    let mut gold_of: HashMap<String, Vec<GoldEvent>> = HashMap::new();
    for event in gold {
        let id = event
            .row
            .report
            .as_ref()
            .map(|id| id.as_written())
            .unwrap_or_default();
        gold_of.entry(id).or_default().push(event.clone());
    }
    let mut predicted_of: HashMap<String, Vec<Prediction>> = HashMap::new();
    for row in predicted {
        let id = row.report.as_ref().map(|id| id.stem()).unwrap_or_default();
        predicted_of.entry(id).or_default().push(row.clone());
    }
    let parts = PARTS
        .map(|name| Part {
            name,
            right: 0,
            of: 0,
        })
        .to_vec();
    let mut score = Score {
        parts,
        ..Score::default()
    };
    for (id, text) in documents {
        let gold = gold_of.get(id).map(Vec::as_slice).unwrap_or_default();
        let predicted = predicted_of.get(id).map(Vec::as_slice).unwrap_or_default();
        if !gold.is_empty() || !predicted.is_empty() {
            score_report(&mut score, id, text, gold, predicted);
        }
    }
    score
}

fn score_report(
    score: &mut Score,
    id: &str,
    text: &str,
    gold: &[GoldEvent],
    predicted: &[Prediction],
) {
    let pairs = align(gold, predicted, text);
    let is_core = |pair: &&Pair| gold.get(pair.gold).is_some_and(GoldEvent::is_core);
    let counts = Counts {
        core: gold.iter().filter(|event| event.is_core()).count(),
        found: pairs.iter().filter(is_core).count(),
        whole: pairs
            .iter()
            .filter(is_core)
            .filter(|pair| pair.is_whole)
            .count(),
        predicted: predicted.len() - pairs.iter().filter(|pair| !is_core(pair)).count(),
    };
    for pair in pairs.iter().filter(is_core) {
        if let (Some(event), Some(row)) = (gold.get(pair.gold), predicted.get(pair.predicted)) {
            score_values(score, event, row);
        }
    }
    score.total.core += counts.core;
    score.total.found += counts.found;
    score.total.whole += counts.whole;
    score.total.predicted += counts.predicted;
    score.reports.push((id.to_owned(), counts));
    note_unmatched(score, id, gold, predicted, &pairs);
}

fn score_values(score: &mut Score, event: &GoldEvent, row: &Prediction) {
    let gold = &event.row;
    if let Some(date) = &gold.date {
        score.put("date", is_date_right(date, row.date.as_ref()));
    }
    if let Some(place) = gold
        .place
        .as_ref()
        .filter(|place| place.name.as_ref().is_some_and(|n| !n.is_empty()))
    {
        score.put("place", is_place_right(place, row.place.as_ref()));
    }
    for (name, toll, other) in [
        ("killed", &gold.killed, &row.killed),
        ("injured", &gold.injured, &row.injured),
    ] {
        if let Some(toll) = toll {
            score.put(
                name,
                toll.number() == other.as_ref().and_then(|other| other.number()),
            );
        }
    }
    score.put("factuality", is_factuality_right(event, row));
    if let Some(words) = gold.word_of.as_ref().filter(|words| !words.is_empty()) {
        let others = row.word_of.as_deref().unwrap_or_default();
        score.put(
            "word_of",
            words.iter().any(|word| is_word_right(word, others)),
        );
    }
    if let Some(talks) = &gold.talks {
        score.put(
            "talks",
            row.talks.as_ref().and_then(|other| other.act.as_ref()) == talks.act.as_ref(),
        );
    }
    if let Some(mode) = gold.mode.as_ref().filter(|mode| !mode.is_empty()) {
        score.put("mode", is_mode_right(mode, row.mode.as_deref()));
    }
}

fn note_unmatched(
    score: &mut Score,
    id: &str,
    gold: &[GoldEvent],
    predicted: &[Prediction],
    pairs: &[Pair],
) {
    let mut note = |is_missed: bool, row: &Prediction| {
        let words = row
            .evidence
            .iter()
            .flatten()
            .next()
            .map_or("", |snippet| snippet.words());
        score.unmatched.push(Unmatched {
            report: id.to_owned(),
            is_missed,
            event_type: row.event_type.clone().unwrap_or_default(),
            words: words.to_owned(),
        });
    };
    for (i, event) in gold.iter().enumerate() {
        if event.is_core() && !pairs.iter().any(|pair| pair.gold == i) {
            note(true, &event.row);
        }
    }
    for (j, row) in predicted.iter().enumerate() {
        if !pairs.iter().any(|pair| pair.predicted == j) {
            note(false, row);
        }
    }
}
