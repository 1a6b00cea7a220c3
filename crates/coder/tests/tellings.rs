//! Who says what, by grammar alone: `source | cue | content`, one line a telling; `>` marks what stands inside
//! another telling.

#![allow(clippy::unwrap_used)] // A test may fail loudly.

use relata_coder::Coder;
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::Places;
use relata_record::{Report, Span};

fn tellings(text: &str) -> Vec<String> {
    let knowledge = Knowledge::embedded().unwrap();
    let places = Places::embedded(&knowledge).unwrap();
    let coder = Coder::new(knowledge, places);
    let report = Report::of_paragraph("case", text);
    let analyzer = FastAnalyzer::embedded().unwrap();
    let sentences = analyzer.analyze(text, &Coder::blocks(&report));
    let words = |spans: &[Span]| -> String {
        let pieces: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        pieces.join(" … ")
    };
    coder
        .tellings(&report, &sentences)
        .iter()
        .map(|telling| {
            format!(
                "{}{} | {} | {}",
                if telling.is_nested { "> " } else { "" },
                words(&telling.source),
                words(&telling.cue),
                words(&telling.content)
            )
        })
        .collect()
}

#[test]
fn content_stands_behind_before_and_around_the_cue() {
    for (text, expected) in [
        (
            "The governor said that rebels had burnt the mill.",
            "The governor | said | that rebels had burnt the mill",
        ),
        (
            "Rebels had burnt the mill, the governor said.",
            "the governor | said | Rebels had burnt the mill",
        ),
        (
            "According to the coast guard, pirates boarded the tanker.",
            "the coast guard | According to | pirates boarded the tanker",
        ),
        (
            "The bishop praised the fishermen of Pemba.",
            "The bishop | praised | the fishermen of Pemba",
        ),
    ] {
        assert_eq!(tellings(text), [expected], "{text}");
    }
}

#[test]
fn a_quotation_goes_on_over_sentences_and_what_stands_in_it_is_nested() {
    assert_eq!(
        tellings(
            "\"We did not fire,\" the colonel said. \"Our men think that rebels fled. They stayed.\""
        ),
        [
            "the colonel | said | \"We did not fire,\" … \"Our men think that rebels fled. They stayed.\"",
            "> Our men | think | that rebels fled",
        ]
    );
}

#[test]
fn titles_that_lean_on_each_other_end() {
    let text = "A court in Quito has revoked the detention of former Ecuadorian Foreign Minister Pablo Rios, known to be \
                a supporter of WikiLeaks founder Julian Assange, ruling that Rios should pay a bail.";
    assert!(!tellings(text).is_empty());
}
