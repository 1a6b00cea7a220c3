//! Which predicted event stands for which gold event of a report: one to one, best first.

use crate::parties::{Fit, fit};
use crate::rows::{GoldEvent, Prediction};
use crate::text::{Page, overlap, squash};

/// A gold event and the predicted event that stands for it, as indices, with how their parties fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
    pub(crate) is_whole: bool,
}

/// How well the parties of an event fit, actors and recipients.
fn parties(gold: &GoldEvent, predicted: &Prediction) -> (Fit, Fit) {
    (
        fit(gold.row.actors.as_deref(), predicted.actors.as_deref()),
        fit(
            gold.row.recipients.as_deref(),
            predicted.recipients.as_deref(),
        ),
    )
}

/// Pairs the events of one report. Ties go to the later event: gold first, then predicted.
pub(crate) fn align(gold: &[GoldEvent], predicted: &[Prediction], text: &str) -> Vec<Pair> {
    let mut candidates = candidates(gold, predicted, text);
    candidates.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then(b.1.gold.cmp(&a.1.gold))
            .then(b.1.predicted.cmp(&a.1.predicted))
    });
    let (mut used_gold, mut used) = (vec![false; gold.len()], vec![false; predicted.len()]);
    let mut pairs = Vec::new();
    for (_, pair) in candidates {
        let taken = used_gold.get(pair.gold).copied().unwrap_or(true)
            || used.get(pair.predicted).copied().unwrap_or(true);
        if taken {
            continue;
        }
        if let (Some(a), Some(b)) = (used_gold.get_mut(pair.gold), used.get_mut(pair.predicted)) {
            (*a, *b) = (true, true);
        }
        pairs.push(pair);
    }
    pairs
}

/// Every pair of a right type whose evidence overlaps, with its score.
fn candidates(gold: &[GoldEvent], predicted: &[Prediction], text: &str) -> Vec<(f64, Pair)> {
    let page = Page::new(text);
    let spans =
        |row: &Prediction| page.spans(row.evidence.iter().flatten().map(|snippet| snippet.words()));
    let predicted_spans: Vec<_> = predicted.iter().map(spans).collect();
    let mut candidates = Vec::new();
    for (i, event) in gold.iter().enumerate() {
        let gold_spans = spans(&event.row);
        for (j, (row, row_spans)) in predicted.iter().zip(&predicted_spans).enumerate() {
            if !has_right_type(event, row) {
                continue;
            }
            let shared = overlap(&gold_spans, row_spans);
            if shared > 0 {
                let (actors, recipients) = parties(event, row);
                let is_whole = actors.is_whole() && recipients.is_whole();
                let pair = Pair {
                    gold: i,
                    predicted: j,
                    is_whole,
                };
                candidates.push((worth(event, row, actors, recipients, shared), pair));
            }
        }
    }
    candidates
}

fn has_right_type(gold: &GoldEvent, predicted: &Prediction) -> bool {
    gold.row.event_type == predicted.event_type
        || predicted
            .event_type
            .as_ref()
            .is_some_and(|code| gold.type_alt.iter().flatten().any(|alt| alt == code))
}

/// The worth of a pair: parties most, then the type itself, the trigger, the overlap, and being core.
/// Sums run in a fixed order: the last bit of a float decides ties.
fn worth(
    gold: &GoldEvent,
    predicted: &Prediction,
    actors: Fit,
    recipients: Fit,
    shared: u32,
) -> f64 {
    let count = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    let share = 4.0 * count(actors.found + recipients.found)
        / count((actors.gold + recipients.gold).max(1));
    share - 0.5 * count(actors.extra + recipients.extra)
        + f64::from(u8::from(gold.row.event_type == predicted.event_type))
        + 0.5 * f64::from(u8::from(names_trigger(gold, predicted)))
        + (f64::from(shared) / 100.0).min(1.0)
        + if gold.is_core() { 0.5 } else { 0.0 }
}

fn names_trigger(gold: &GoldEvent, predicted: &Prediction) -> bool {
    let trigger = squash(gold.trigger.as_deref().unwrap_or(""));
    !trigger.is_empty()
        && predicted
            .evidence
            .iter()
            .flatten()
            .any(|snippet| squash(snippet.words()).contains(&trigger))
}
