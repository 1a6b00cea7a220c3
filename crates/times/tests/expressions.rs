//! The cases of `expressions.md`: what is found in a text, and which days it means.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use jiff::civil::Date;
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_record::Span;
use relata_times::{TimeExpression, TimeResolver};

const CASES: &str = include_str!("expressions.md");

fn resolver() -> TimeResolver {
    TimeResolver::new(&Knowledge::embedded().unwrap().calendar)
}

fn find(resolver: &TimeResolver, text: &str, clock: Option<Date>) -> Vec<TimeExpression> {
    let analyzer = FastAnalyzer::embedded().unwrap();
    let sentences = analyzer.analyze(text, &[Span::new(0, text.len())]);
    resolver.find(text, &sentences, clock)
}

/// The text without brackets, and what stood in them.
fn unbracket(marked: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut expressions = Vec::new();
    for part in marked.split('[') {
        match part.split_once(']') {
            Some((inside, rest)) => {
                expressions.push(inside.to_owned());
                text.push_str(inside);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    (text, expressions)
}

fn show(time: &TimeExpression) -> String {
    let day = |date: Option<Date>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
    let days = time.interval.map_or_else(
        || "-".to_owned(),
        |interval| format!("{}..{}", day(interval.from), day(interval.to)),
    );
    format!("{} {} {days}", time.kind.as_str(), time.value)
}

#[test]
fn every_case_of_the_table_is_read_so() {
    let resolver = resolver();
    let mut clock: Option<Date> = None;
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in CASES.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            clock = heading.parse().ok();
        }
        let Some(row) = line
            .strip_prefix("| ")
            .filter(|row| !row.starts_with("---") && !row.starts_with("text |"))
        else {
            continue;
        };
        count += 1;
        let (marked, expected) = row.trim_end_matches('|').split_once(" |").unwrap();
        let (text, spans) = unbracket(marked.trim());
        let found = find(&resolver, &text, clock);
        let got: Vec<String> = found
            .iter()
            .map(|time| format!("[{}] {}", time.span.of(&text), show(time)))
            .collect();
        let want: Vec<String> = spans
            .iter()
            .zip(expected.split(';'))
            .map(|(span, expected)| format!("[{span}] {}", expected.trim()))
            .collect();
        if got != want {
            wrong.push(format!("{text}\n    want {want:?}\n    got  {got:?}"));
        }
    }
    assert!(count >= 150, "only {count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
