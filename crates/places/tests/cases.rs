//! The cases of `cases.md`: a text, and the places that its names mean.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use std::fs;

use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::Places;
use relata_record::Span;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases.md");

fn lines(places: &Places, knowledge: &Knowledge, text: &str) -> String {
    let analyzer = FastAnalyzer::embedded().unwrap();
    let sentences = analyzer.analyze(text, &[Span::new(0, text.len())]);
    let gazetteer = places.gazetteer();
    let mut out = String::new();
    for place in places.read(knowledge, text, &sentences) {
        let record = gazetteer.record(place.pick.place).unwrap();
        out += &format!(
            "{} = {}, {:?}, {}{}\n",
            place.span.of(text),
            gazetteer.name(place.pick.place).unwrap(),
            record.class,
            gazetteer
                .admin1_name(place.pick.place, None)
                .map(|unit| unit + ", ")
                .unwrap_or_default(),
            gazetteer.code(record.country).unwrap_or("-"),
        );
    }
    out
}

#[test]
fn names_mean_the_places_under_them() {
    let knowledge = Knowledge::embedded().unwrap();
    let places = Places::embedded(&knowledge).unwrap();
    let file = fs::read_to_string(FILE).unwrap();
    let mut written = String::new();
    let mut rest = file.lines().peekable();
    while let Some(line) = rest.next() {
        written += &format!("{line}\n");
        if line != "```text" {
            continue;
        }
        let text: Vec<&str> = rest.by_ref().take_while(|line| *line != "```").collect();
        let text = text.join("\n");
        written += &format!(
            "{text}\n```\n```places\n{}```\n",
            lines(&places, &knowledge, &text)
        );
        if rest.peek() == Some(&"```places") {
            rest.by_ref().find(|line| *line == "```");
        }
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        assert!(
            std::env::var_os("CI").is_none(),
            "cases are not written anew in CI"
        );
        fs::write(FILE, &written).unwrap();
        return;
    }
    for (at, (before, now)) in file.lines().zip(written.lines()).enumerate() {
        assert_eq!(before, now, "cases.md:{}", at + 1);
    }
    assert_eq!(file, written);
}
