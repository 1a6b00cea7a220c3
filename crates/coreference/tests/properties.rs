//! What holds for every text and every tree: nothing panics, links go back, chains are whole and apart.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::collections::BTreeSet;

use proptest::prelude::*;
use relata_coreference::{Chains, Resolver};
use relata_language::{Analyzer, FastAnalyzer, Relation, Sentence, Token, Upos, Xpos};
use relata_record::Span;

/// Words that the ranker has much to say about, and pieces that break texts.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "The group",
        "the militant group",
        "Mr. Salim",
        "Maria Lopez",
        "Lopez",
        "he",
        "She",
        "her",
        "they",
        "their",
        "himself",
        "it",
        "I",
        "we",
        "you",
        "said",
        "attacked",
        "and",
        ",",
        ".",
        "(TTP)",
        "the Tehrik-i-Taliban Pakistan",
        "\"",
        "\u{201c}",
        "\u{201d}",
        "(",
        ")",
        "'s",
        "\n\n",
        "U.N.",
        "é",
        "İ",
        "\u{301}",
        "one",
        "these",
        "2,000",
        "of",
        "who",
        "that",
    ]);
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

/// A sentence whose heads may be anything, circles and places outside of it among them.
fn broken(text: &str, tags: &[(usize, usize, u32, usize)]) -> Sentence {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (word, &(upos, xpos, head, relation)) in text.split(' ').zip(tags) {
        tokens.push(Token {
            span: Span::new(start, start + word.len()),
            upos: Upos::ALL[upos % Upos::ALL.len()],
            xpos: Xpos::ALL[xpos % Xpos::ALL.len()],
            lemma: word.to_lowercase(),
            head: (head % 7 != 0).then_some(head % 50),
            relation: Relation::ALL[relation % Relation::ALL.len()],
        });
        start += word.len() + 1;
    }
    Sentence {
        span: Span::new(0, text.len()),
        tokens,
        names: Vec::new(),
    }
}

fn check(text: &str, sentences: &[Sentence]) -> Chains {
    let resolver = Resolver::embedded().unwrap();
    let chains = resolver.resolve(text, sentences);
    assert_eq!(chains, resolver.resolve(text, sentences));
    let mut seen = BTreeSet::new();
    for chain in chains.chains() {
        assert!(chain.len() > 1 && chain.is_sorted());
        assert!(chain.iter().all(|mention| seen.insert(*mention)));
        assert_eq!(chains.link_of(chain[0]), None);
    }
    for (place, mention) in chains.mentions().iter().enumerate() {
        let count = sentences[mention.sentence].tokens.len();
        assert!(
            mention.first <= mention.head && mention.head <= mention.last && mention.last < count
        );
        assert!(chains.mention_at(mention.sentence, mention.head).is_some());
        assert_eq!(chains.chain_of(place).is_some(), seen.contains(&place));
        assert!(chains.before(place).all(|earlier| earlier < place));
        if let Some(link) = chains.link_of(place) {
            assert!(link.antecedent < place);
            assert!(
                chains
                    .before(place)
                    .any(|earlier| earlier == link.antecedent)
            );
            let chain = chains.chain_of(place).unwrap();
            assert!(chain.contains(&place) && chain.contains(&link.antecedent));
        }
    }
    chains
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn prose_of_pieces(text in pieces()) {
        let sentences = FastAnalyzer::embedded().unwrap().analyze(&text, &[Span::new(0, text.len())]);
        check(&text, &sentences);
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        let sentences = FastAnalyzer::embedded().unwrap().analyze(&text, &[Span::new(0, text.len())]);
        check(&text, &sentences);
    }

    #[test]
    fn any_tree(text in pieces(), tags in proptest::collection::vec((0usize..100, 0usize..100, 0u32..100, 0usize..100), 0..120)) {
        check(&text, &[broken(&text, &tags), broken(&text, &tags)]);
        // Spans that lie outside of the text.
        check("", &[broken(&text, &tags)]);
    }
}

#[test]
fn no_sentences_give_no_chains() {
    assert_eq!(check("", &[]), Chains::default());
}
