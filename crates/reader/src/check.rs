//! What every report of the reader keeps to, as a function that tests and fuzzers ask.

use relata_record::{Report, Span};

use crate::text::is_blank;

/// The first promise that a report breaks, in words; `None` where it keeps all: spans lie inside the text on
/// character borders; blocks are in order, do not overlap, are not empty and have no blanks at their ends;
/// some words are in a block.
pub fn fault(report: &Report) -> Option<String> {
    let mut end = 0;
    for block in &report.blocks {
        let words = block.span.of(&report.text);
        if words.is_empty() {
            return Some(format!("{block:?} is empty or off a character border"));
        }
        if block.span.start < end {
            return Some(format!(
                "{block:?} begins before the end of the block before it"
            ));
        }
        if words.starts_with(is_blank) || words.ends_with(is_blank) {
            return Some(format!("{block:?} has blanks at an end"));
        }
        end = block.span.end;
    }
    if report.blocks.is_empty() {
        return Some("there is no block".to_owned());
    }
    let spans = spans(report);
    let bad = spans
        .into_iter()
        .find(|span| span.of(&report.text).is_empty());
    bad.map(|span| format!("{span:?} of the metadata is empty or off a character border"))
}

fn spans(report: &Report) -> Vec<Span> {
    let words = [
        &report.title,
        &report.agency,
        &report.byline,
        &report.dateline,
    ];
    let mut spans: Vec<Span> = words
        .into_iter()
        .flatten()
        .filter_map(|found| found.span)
        .collect();
    spans.extend(report.published.as_ref().and_then(|found| found.span));
    spans
}
