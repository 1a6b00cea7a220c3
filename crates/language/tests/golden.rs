//! Parses of a few sentences of our own beside their text, so that a change of the model can be read as a diff.
//!
//! `UPDATE_GOLDEN=1 cargo test -p relata-language --test golden` writes the file anew; with CI=true it is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_language::{Analyzer, FastAnalyzer, Sentence};
use relata_record::Span;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.txt");

const TEXTS: &[&str] = &[
    "Rebels killed nine soldiers in an ambush near the northern town of Beni on Thursday, the army said.",
    "Two policemen were shot dead by unidentified gunmen on a motorcycle in Quetta.",
    "President Amara and the rebel chief, Gen. Tomas Leko, agreed to hold talks in Geneva next week.",
    "The foreign ministry accused Eritrea of arming militias that attacked villages along the border.",
    "Thousands of protesters marched through Lima to demand that the government resign.",
    "The minister refused to meet the delegation and called for sanctions against its leaders.",
    "A suicide bomber blew himself up outside a mosque, wounding at least 12 people, police said.",
    "\"We will not negotiate with those who take hostages,\" said Colonel Idris Bakary, who commands the brigade.",
    "Israel and Jordan exchanged the bodies of three men after mediation by the Red Cross.",
    "The truce, which was signed in May, has been violated by both sides.",
    "Turkey has threatened to expel the ambassador unless Denmark apologizes for the remarks.",
    "NATO aircraft bombed a convoy carrying weapons to insurgents, but officials denied that civilians had died.",
];

fn table(text: &str, sentence: &Sentence) -> String {
    let mut lines = String::new();
    for (place, token) in sentence.tokens.iter().enumerate() {
        let head = token.head.map_or("root".to_owned(), |head| {
            format!(
                "{} {}",
                head + 1,
                sentence.tokens[head as usize].span.of(text)
            )
        });
        let tags = format!("{}/{}", token.upos.as_str(), token.xpos.as_str());
        let (form, relation) = (token.span.of(text), token.relation.as_str());
        let line = format!(
            "{:>3} {form:<14} {:<14} {tags:<11} {relation:<14} {head}",
            place + 1,
            token.lemma
        );
        lines += line.trim_end();
        lines.push('\n');
    }
    lines
}

fn parses() -> String {
    let analyzer = FastAnalyzer::embedded().expect("the weights fit the program");
    let mut all = String::new();
    for text in TEXTS {
        all += &format!("{text}\n");
        for sentence in analyzer.analyze(text, &[Span::new(0, text.len())]) {
            all += &table(text, &sentence);
        }
        all.push('\n');
    }
    all
}

#[test]
fn parses_are_those_on_file() {
    let found = parses();
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
    if set("UPDATE_GOLDEN") {
        assert!(!set("CI"), "golden files are not updated in CI");
        std::fs::write(FILE, &found).expect("the golden file can be written");
    }
    let wanted = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        found == wanted,
        "parses have changed; UPDATE_GOLDEN=1 writes them anew\n{}",
        first_difference(&wanted, &found)
    );
}

fn first_difference(wanted: &str, found: &str) -> String {
    let lines = wanted
        .lines()
        .zip(found.lines())
        .find(|(wanted, found)| wanted != found);
    lines.map_or_else(
        || "one is longer".to_owned(),
        |(wanted, found)| format!("wanted: {wanted}\nfound:  {found}"),
    )
}
