//! Names in sentences of our own, by both tiers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer};
use relata_record::Span;

/// Each name with what it names.
fn names(analyzer: &dyn Analyzer, text: &str) -> Vec<String> {
    let sentences = analyzer.analyze(text, &[Span::new(0, text.len())]);
    let mut found = Vec::new();
    for sentence in &sentences {
        for name in &sentence.names {
            let (first, last) = (name.tokens.start as usize, name.tokens.end as usize - 1);
            let words = &text[sentence.tokens[first].span.start as usize
                ..sentence.tokens[last].span.end as usize];
            found.push(format!("{} {words}", name.kind.as_str()));
        }
    }
    found
}

#[test]
fn persons_organisations_and_places_are_told_apart_by_both_tiers() {
    let cases = [
        (
            "Rebels killed nine soldiers near Kabul on Thursday, Nelson Mandela said.",
            vec!["LOC Kabul", "PER Nelson Mandela"],
        ),
        (
            "The United Nations sent an envoy to Geneva.",
            vec!["ORG United Nations", "LOC Geneva"],
        ),
        (
            "Israeli troops entered Lebanon.",
            vec!["OTH Israeli", "LOC Lebanon"],
        ),
        ("They talked for hours and went home.", vec![]),
    ];
    let tiers: [&dyn Analyzer; 2] = [
        FastAnalyzer::embedded().unwrap(),
        AccurateAnalyzer::embedded().unwrap(),
    ];
    for (text, wanted) in cases {
        for tier in tiers {
            assert_eq!(names(tier, text), wanted, "{}: {text}", tier.model());
        }
    }
}

#[test]
fn a_region_right_behind_a_town_is_a_name_of_its_own() {
    let analyzer = AccurateAnalyzer::embedded().unwrap();
    let cases = [
        (
            "They moved from Tucson AZ to Portland Oregon.",
            vec!["LOC Tucson", "LOC AZ", "LOC Portland", "LOC Oregon"],
        ),
        (
            "The plant in Lyon France was sold to a bank in New York.",
            vec!["LOC Lyon", "LOC France", "LOC New York"],
        ),
        (
            "The rains reached South Carolina on Sunday.",
            vec!["LOC South Carolina"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(names(analyzer, text), wanted, "{text}");
    }
}

#[test]
fn names_are_ranges_of_tokens_in_order_without_overlap() {
    let text = "KABUL (AP) - Gen. Tomas Leko of the U.S. Army met Abdullah al-Ani, Iran's envoy, in New York City. ".repeat(3);
    for tier in [
        FastAnalyzer::embedded().unwrap() as &dyn Analyzer,
        AccurateAnalyzer::embedded().unwrap(),
    ] {
        for sentence in tier.analyze(&text, &[Span::new(0, text.len())]) {
            let mut end = 0;
            for name in &sentence.names {
                assert!(end <= name.tokens.start && name.tokens.start < name.tokens.end);
                end = name.tokens.end;
            }
            assert!(end as usize <= sentence.tokens.len());
        }
    }
}
