//! What the coder makes of sentences: `events.md` holds texts of our own and the events expected, a line an event;
//! `borders.md`, in the same form, one text and more for every rule that tells one type from another.
//!
//! `UPDATE_CASES=1 cargo test -p relata-coder --test cases` writes the lines anew; with CI=true it is refused.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use std::fs;

use relata_coder::Coder;
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::Places;
use relata_record::{Event, Factuality, Found, Party, PublishedDate, Report, Span, Toll};

const FILES: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/events.md"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/borders.md"),
];

/// Every text of the file is published on this day, a Thursday.
const PUBLISHED: PublishedDate = PublishedDate {
    year: Some(2013),
    month: 5,
    day: 30,
    inferred: false,
    reasons: Vec::new(),
};

/// A part of the file: lines as they stand, or a text with the events under it.
enum Part {
    Lines(String),
    Case { text: String, events: String },
}

fn parts(file: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = String::new();
    let mut rest = file;
    while let Some((before, behind)) = rest.split_once("```text\n") {
        lines += before;
        let (text, behind) = behind.split_once("```\n").unwrap();
        let behind = behind
            .strip_prefix("```events\n")
            .unwrap_or_else(|| panic!("the text {text:?} has no fence `events` under it"));
        let (events, behind) = match behind.strip_prefix("```\n") {
            Some(behind) => ("", behind),
            None => behind.split_once("\n```\n").unwrap(),
        };
        parts.push(Part::Lines(std::mem::take(&mut lines)));
        parts.push(Part::Case {
            text: text.trim_end().to_owned(),
            events: events.to_owned(),
        });
        rest = behind;
    }
    parts.push(Part::Lines(lines + rest));
    parts
}

fn report(text: &str) -> Report {
    Report {
        published: Some(Found {
            value: PUBLISHED,
            span: None,
            how: "given".to_owned(),
        }),
        ..Report::of_paragraph("case", text)
    }
}

fn names(parties: &[Party]) -> String {
    if parties.is_empty() {
        return "–".to_owned();
    }
    let name = |party: &Party| {
        let codes = [
            party.country.clone(),
            party.sector.map(|sector| sector.to_string()),
        ];
        let codes: Vec<String> = codes.into_iter().flatten().collect();
        format!("{} ({})", party.name, codes.join(" "))
    };
    parties.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn number(toll: &Toll) -> String {
    match (toll.low, toll.best, toll.high) {
        (Some(low), Some(best), Some(high)) if low == best && best == high => best.to_string(),
        (low, _, high) => {
            let end = |end: Option<u32>| end.map_or(String::new(), |number| number.to_string());
            format!("{}..{}", end(low), end(high))
        }
    }
}

/// One event on one line; what is usual (a fact, no place, the day of publication) is left out.
fn line(event: &Event) -> String {
    let mut cells = vec![format!(
        "{}: {} → {}",
        [vec![event.event_type.to_string()], event.mode.clone()]
            .concat()
            .join(" "),
        names(&event.actors),
        names(&event.recipients)
    )];
    if let Some(date) = event.date.as_ref().filter(|date| date.span.is_some()) {
        cells.push(if date.from == date.to {
            format!("date {}", date.from)
        } else {
            format!("date {}..{}", date.from, date.to)
        });
    }
    if let Some(place) = &event.place {
        cells.push(format!(
            "in {}",
            place.name.clone().or(place.country.clone()).unwrap()
        ));
    }
    let tolls = [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("captured", &event.captured),
    ];
    for (name, toll) in tolls {
        cells.extend(toll.as_ref().map(|toll| format!("{name} {}", number(toll))));
    }
    if event.factuality != Factuality::Fact {
        cells.push(event.factuality.to_string());
    }
    cells.extend(
        event
            .talks
            .as_ref()
            .map(|talks| format!("talks {}", talks.act)),
    );
    for word in &event.word_of {
        cells.push(format!("word of {} ({})", word.name, word.stance));
    }
    cells.join(" | ")
}

#[test]
fn texts_give_the_events_under_them() {
    let knowledge = Knowledge::embedded().unwrap();
    let places = Places::embedded(&knowledge).unwrap();
    let coder = Coder::new(knowledge, places);
    let analyzer = FastAnalyzer::embedded().unwrap();
    let mut wrong = Vec::new();
    for path in FILES {
        wrong.extend(try_file(path, &coder, analyzer));
    }
    assert!(
        wrong.is_empty(),
        "{} texts are read otherwise:\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The texts of a file that are read otherwise than it says; where asked, the file is written anew instead.
fn try_file(path: &str, coder: &Coder, analyzer: &dyn Analyzer) -> Vec<String> {
    let file = fs::read_to_string(path).unwrap();
    let mut written = String::new();
    let mut wrong = Vec::new();
    for part in parts(&file) {
        match part {
            Part::Lines(lines) => written += &lines,
            Part::Case { text, events } => {
                let report = report(&text);
                let sentences = analyzer.analyze(&text, &[Span::new(0, text.len())]);
                let coded = coder.code(&report, &sentences);
                let lines: Vec<String> = coded.events.iter().map(line).collect();
                let found = lines.join("\n");
                if found != events {
                    wrong.push(format!(
                        "{text}\n  expected:\n{events}\n  found:\n{found}\n"
                    ));
                }
                let end = if found.is_empty() { "" } else { "\n" };
                written += &format!("```text\n{text}\n```\n```events\n{found}{end}```\n");
            }
        }
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        assert!(
            std::env::var_os("CI").is_none(),
            "the cases are not written anew in CI"
        );
        fs::write(path, written).unwrap();
        return Vec::new();
    }
    wrong
}
