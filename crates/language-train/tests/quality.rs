//! Scores of the shipped weights on the development parts of the treebanks, where a checkout has them beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::path::PathBuf;

use relata_coreference::Resolver;
use relata_language::{AccurateAnalyzer, FastAnalyzer};
use relata_language_train::conllu::read;
use relata_language_train::coreference;
use relata_language_train::coreference::gold::{documents, read_chains};
use relata_language_train::raw::score_raw;
use relata_language_train::score::{Tier, large, percent, score};

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

/// What must be reached at least.
struct Bars {
    upos: f64,
    uas: f64,
    las: f64,
    /// All in capitals: universal tags and LAS.
    capitals: [f64; 2],
    tokens: f64,
    sentences: f64,
    /// Ends of sentences.
    ends: f64,
}

fn check(name: &str, bars: &Bars) {
    let Some(text) = treebank(name) else { return };
    let gold = read(&text).unwrap();
    let analyzer = FastAnalyzer::embedded().unwrap();
    let (counts, capitals) = (score(analyzer, &gold), score(analyzer, &large(&gold)));
    let raw = score_raw(analyzer, &gold);
    let part = |part: usize| percent(part, counts.words);
    let all = [
        ("UPOS", part(counts.upos), bars.upos),
        ("UAS", part(counts.heads), bars.uas),
        ("LAS", part(counts.labels), bars.las),
        ("UPOS in capitals", part(capitals.upos), bars.capitals[0]),
        ("LAS in capitals", part(capitals.labels), bars.capitals[1]),
        ("tokens F1", raw.tokens.f1(), bars.tokens),
        ("sentences F1", raw.sentences.f1(), bars.sentences),
        ("ends of sentences F1", raw.ends.f1(), bars.ends),
    ];
    for (what, found, wanted) in all {
        assert!(
            found >= wanted,
            "{name}: {what} is {found:.2} and must be {wanted}"
        );
    }
}

#[test]
fn web_text_is_parsed_as_well_as_promised() {
    let bars = Bars {
        upos: 95.5,
        uas: 86.0,
        las: 83.0,
        capitals: [93.0, 82.0],
        tokens: 98.3,
        sentences: 89.0,
        ends: 95.0,
    };
    check("en_ewt-ud-dev.conllu", &bars);
}

#[test]
fn open_genres_are_parsed_as_well_as_promised() {
    let bars = Bars {
        upos: 96.5,
        uas: 85.5,
        las: 82.5,
        capitals: [94.0, 82.0],
        tokens: 99.6,
        sentences: 95.0,
        ends: 98.0,
    };
    check("gum_open-dev.conllu", &bars);
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

/// The chains found in the development part of OntoGUM, with trees of a tier, are right as often as promised.
fn check_chains(tier: Tier<'_>, promised: f64) {
    let (Some(text), Some(chains)) = (
        treebank("gum_open-dev.conllu"),
        treebank("ontogum/ontogum_open-dev.conll"),
    ) else {
        return;
    };
    let documents: Vec<_> = documents(&read(&text).unwrap(), &read_chains(&chains).unwrap())
        .into_iter()
        .map(|document| (document.clone(), document.parse(tier)))
        .collect();
    assert_eq!(documents.len(), 20);
    let scores = coreference::score::score(Resolver::embedded().unwrap(), &documents);
    assert!(scores.conll() >= promised, "{scores}");
}

#[test]
fn chains_are_found_as_well_as_promised() {
    check_chains(FastAnalyzer::embedded().unwrap().into(), 56.0);
    check_chains(AccurateAnalyzer::embedded().unwrap().into(), 56.0);
}
