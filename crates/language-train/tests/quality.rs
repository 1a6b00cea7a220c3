//! Scores of the shipped weights on the development parts of the treebanks, where a checkout has them beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::path::PathBuf;

use relata_language::{AccurateAnalyzer, FastAnalyzer};
use relata_language_train::conllu::read;
use relata_language_train::raw::score_raw;
use relata_language_train::score::{percent, score};

/// The sentences of a treebank beside the checkout; none, with a line that says so, where it is absent.
fn treebank(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/treebanks")
        .join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: there is no treebank {name} beside this checkout");
    }
    text
}

fn check(name: &str, [uas, las, tokens, sentences]: [f64; 4]) {
    let Some(text) = treebank(name) else { return };
    let gold = read(&text).unwrap();
    let counts = score(FastAnalyzer::embedded().unwrap(), &gold);
    assert!(
        percent(counts.heads, counts.words) >= uas,
        "{name}: {counts}"
    );
    assert!(
        percent(counts.labels, counts.words) >= las,
        "{name}: {counts}"
    );
    let raw = score_raw(&gold);
    assert!(
        raw.tokens.f1() >= tokens,
        "{name}: tokens F1 {:.2}",
        raw.tokens.f1()
    );
    assert!(
        raw.sentences.f1() >= sentences,
        "{name}: sentences F1 {:.2}",
        raw.sentences.f1()
    );
}

#[test]
fn web_text_is_parsed_as_well_as_promised() {
    check("en_ewt-ud-dev.conllu", [84.2, 80.7, 98.3, 83.0]);
}

#[test]
fn open_genres_are_parsed_as_well_as_promised() {
    check("gum_open-dev.conllu", [83.4, 79.9, 99.6, 93.5]);
}

/// UAS and LAS of the accurate tier are those that its card promises, to a twentieth of a point.
fn check_accurate(name: &str, promised: [f64; 2]) {
    let Some(text) = treebank(name) else { return };
    let counts = score(AccurateAnalyzer::embedded().unwrap(), &read(&text).unwrap());
    let found = [counts.heads, counts.labels].map(|right| percent(right, counts.words));
    for (found, promised) in found.into_iter().zip(promised) {
        assert!((found - promised).abs() <= 0.05, "{name}: {counts}");
    }
}

#[test]
fn the_accurate_tier_keeps_what_its_card_promises() {
    check_accurate("en_ewt-ud-dev.conllu", [91.96, 89.72]);
    check_accurate("gum_open-dev.conllu", [91.97, 89.80]);
}
