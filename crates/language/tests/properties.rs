//! What holds for every text: nothing panics, spans lie on borders and in order, nothing is lost, trees are trees.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use proptest::prelude::*;
use relata_language::network::MAX_WORDS;
use relata_language::text::tokenize;
use relata_language::{Analyzer, FastAnalyzer, Relation, Sentence};
use relata_record::Span;

/// Pieces that tokeniser and splitter treat in special ways, so that chance meets them often.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("U.S."),
        Just("Gen."),
        Just("don't"),
        Just("n't"),
        Just("'s"),
        Just("’s"),
        Just("\""),
        Just("“"),
        Just("”"),
        Just("..."),
        Just("…"),
        Just("—"),
        Just("--"),
        Just("-"),
        Just("."),
        Just("?!"),
        Just("("),
        Just(")"),
        Just(" "),
        Just("\n\n"),
        Just("www.a.b"),
        Just("a@b.c"),
        Just("1,0"),
        Just("7:30pm"),
        Just("No."),
        Just("The"),
        Just("é"),
        Just("\u{301}"),
        Just("\u{200B}"),
        Just("İ"),
        Just("ß"),
        Just("KABUL"),
        Just("cannot"),
        Just("'90s"),
        Just("2003-10-02"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn analyzer() -> &'static FastAnalyzer {
    FastAnalyzer::embedded().expect("the weights fit the program")
}

fn whole(text: &str) -> Vec<Sentence> {
    analyzer().analyze(text, &[Span::new(0, text.len())])
}

fn check(text: &str) {
    let sentences = whole(text);
    let mut end = 0;
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens) {
        let (from, to) = (token.span.start as usize, token.span.end as usize);
        assert!(
            end <= from && from < to && text.get(from..to).is_some(),
            "{token:?}"
        );
        assert!(
            text[end..from].chars().all(char::is_whitespace),
            "lost {:?}",
            &text[end..from]
        );
        assert!(!token.lemma.is_empty());
        end = to;
    }
    assert!(
        text[end..].chars().all(char::is_whitespace),
        "lost {:?}",
        &text[end..]
    );
    sentences.iter().for_each(check_tree);
}

fn check_tree(sentence: &Sentence) {
    let tokens = &sentence.tokens;
    assert!((1..=MAX_WORDS).contains(&tokens.len()));
    assert_eq!(
        sentence.span,
        Span {
            start: tokens[0].span.start,
            end: tokens[tokens.len() - 1].span.end
        }
    );
    assert_eq!(
        tokens.iter().filter(|token| token.head.is_none()).count(),
        1
    );
    for token in tokens {
        assert_eq!(token.head.is_none(), token.relation == Relation::Root);
        let mut head = token.head;
        let mut steps = 0;
        while let Some(place) = head {
            head = tokens[place as usize].head;
            steps += 1;
            assert!(steps <= tokens.len(), "a cycle");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn texts_of_awkward_pieces(text in pieces()) {
        check(&text);
    }

    #[test]
    fn any_block(text in pieces(), start in 0usize..60, length in 0usize..60) {
        let mut tokens = Vec::new();
        tokenize(&text, Span::new(start, start + length), &mut tokens);
        prop_assert!(tokens.iter().all(|span| text.get(span.start as usize..span.end as usize).is_some()));
        analyzer().analyze(&text, &[Span::new(start, start + length)]);
    }

    #[test]
    fn the_same_text_gives_the_same_sentences(text in pieces()) {
        prop_assert_eq!(whole(&text), whole(&text));
    }
}

#[test]
fn a_sentence_without_end_is_cut() {
    check(&"and so on ".repeat(MAX_WORDS));
    check(&"(".repeat(3_000));
}

#[test]
fn a_sentence_never_crosses_a_block() {
    let text = "Rebels seized the bridge and the army left";
    let blocks = [Span::new(0, 24), Span::new(25, text.len())];
    let sentences = analyzer().analyze(text, &blocks);
    assert_eq!(
        sentences
            .iter()
            .map(|sentence| sentence.span)
            .collect::<Vec<_>>(),
        blocks
    );
}
