//! The calculation against its reference, and what holds for every text.

#![allow(clippy::unwrap_used)] // A test may fail loudly.

use proptest::prelude::*;
use serde::Deserialize;

use super::kernel::tests::chance;
use super::*;

/// A sentence of the reference: what the program that learnt the weights makes of it.
#[derive(Deserialize)]
struct Entry {
    words: Vec<String>,
    ids: Vec<u32>,
    cases: Vec<u8>,
    first: Vec<usize>,
    upos: Vec<String>,
    xpos: Vec<String>,
    heads: Vec<usize>,
    labels: Vec<String>,
    unsure: Unsure,
    first_word_before_layer_0: Vec<f32>,
    first_word_behind_layer_0: Vec<f32>,
    root_vector: Vec<f32>,
    first_word_vector: Vec<f32>,
    upos_scores_of_first_word: Vec<f32>,
    arc_scores_of_first_word: Vec<f32>,
    label_scores_of_first_word: Vec<f32>,
}

#[derive(Deserialize)]
struct Unsure {
    upos: Vec<usize>,
    xpos: Vec<usize>,
    heads: Vec<usize>,
    labels: Vec<usize>,
}

fn analyzer() -> &'static AccurateAnalyzer {
    AccurateAnalyzer::embedded().unwrap()
}

fn reference() -> Vec<Entry> {
    let text = include_str!("../../../../models/accurate.reference.json");
    serde_json::from_str(text).unwrap()
}

/// The words with a blank between each two.
fn spaced(words: &[String]) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        let start = text.len();
        text.push_str(word);
        spans.push(Span::new(start, text.len()));
        text.push(' ');
    }
    (text, spans)
}

fn assert_near(found: &[f32], wanted: &[f32], tolerance: f32, what: &str) {
    assert!(found.len() >= wanted.len(), "{what}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(
            (found - wanted).abs() <= tolerance,
            "{what}: {found} and {wanted}"
        );
    }
}

#[test]
fn the_pieces_are_those_of_the_reference() {
    for entry in reference() {
        let sequence = analyzer()
            .vocabulary
            .sequence(entry.words.iter().map(String::as_str));
        assert_eq!(sequence.ids, entry.ids);
        assert_eq!(sequence.cases, entry.cases);
        assert_eq!(sequence.first, entry.first);
    }
}

#[test]
fn the_numbers_are_those_of_the_reference() {
    let analyzer = analyzer();
    for entry in reference() {
        let forms = entry.words.iter().map(String::as_str);
        let sequence = analyzer.vocabulary.sequence(forms);
        let mut space = Space::default();
        space.batch.add(&sequence);
        let (width, mut layers) = (analyzer.encoder.width(), Vec::new());
        analyzer.encoder.read(
            analyzer.processor,
            &space.batch,
            &mut space.encoder,
            |x: &[f32]| layers.push(x[width..2 * width].to_vec()),
        );
        assert_near(
            &layers[0],
            &entry.first_word_before_layer_0,
            0.001,
            "before",
        );
        assert_near(&layers[1], &entry.first_word_behind_layer_0, 0.01, "behind");
        let x = &space.encoder.x;
        assert_near(x, &entry.root_vector, 0.1, "root");
        assert_near(&x[width..], &entry.first_word_vector, 0.1, "word");
        for place in &sequence.first {
            space.x.extend(&x[place * width..(place + 1) * width]);
        }
        analyzer
            .heads
            .score(analyzer.processor, &space.x, &mut space.heads);
        analyzer
            .heads
            .score_labels(analyzer.processor, &entry.heads, &mut space.heads);
        let scores = &mut space.heads;
        scores.arcs[1] = -100.0; // No word hangs on itself.
        assert_near(&scores.tags, &entry.upos_scores_of_first_word, 2.0, "upos");
        assert_near(&scores.arcs, &entry.arc_scores_of_first_word, 2.0, "arcs");
        assert_near(
            &scores.labels,
            &entry.label_scores_of_first_word,
            2.0,
            "labels",
        );
    }
}

#[test]
fn what_is_decoded_is_that_of_the_reference() {
    for entry in reference() {
        let (text, spans) = spaced(&entry.words);
        let found = analyzer().parse_sentences(&text, &[spans]);
        for (n, token) in found[0].tokens.iter().enumerate() {
            let xpos = Xpos::parse(&entry.xpos[n]).unwrap_or(Xpos::Other);
            let head = entry.heads[n].checked_sub(1).map(|head| head as u32);
            let what = format!("{} in {text}", entry.words[n]);
            let is_sure = |unsure: &[usize]| !unsure.contains(&n);
            if is_sure(&entry.unsure.upos) {
                assert_eq!(token.upos.as_str(), entry.upos[n], "{what}");
            }
            if is_sure(&entry.unsure.xpos) {
                assert_eq!(token.xpos, xpos, "{what}");
            }
            if is_sure(&entry.unsure.heads) {
                assert_eq!(token.head, head, "{what}");
            }
            if is_sure(&entry.unsure.labels) && is_sure(&entry.unsure.heads) {
                assert_eq!(Some(token.relation), relation(&entry.labels[n]), "{what}");
            }
        }
    }
}

/// Sentences of all lengths out of the words of the reference.
fn sentences_of(lengths: &[usize]) -> (String, Vec<Vec<Span>>) {
    let words: Vec<String> = reference()
        .into_iter()
        .flat_map(|entry| entry.words)
        .collect();
    let (text, spans) = spaced(&words);
    let mut next = chance(11);
    let word = |_| spans[next() as usize % spans.len()];
    let mut word = word;
    let sentences = lengths
        .iter()
        .map(|&length| (0..length).map(&mut word).collect());
    (text.clone(), sentences.collect())
}

#[test]
fn a_sentence_does_not_depend_on_what_is_read_beside_it() {
    let (text, sentences) = sentences_of(&[1, 30, 2, 300, 17, 0, 5, 60, 1, 1, 44]);
    let together = analyzer().parse_sentences(&text, &sentences);
    let alone: Vec<Sentence> = sentences
        .iter()
        .flat_map(|sentence| analyzer().parse_sentences(&text, std::slice::from_ref(sentence)))
        .collect();
    assert_eq!(together, alone);
    assert_eq!(together.len(), 10);
}

#[test]
fn every_processor_gives_the_same_bits() {
    let (text, sentences) = sentences_of(&[1, 23, 260]);
    let mut wanted: Option<(Vec<u32>, Vec<u32>, Vec<u32>)> = None;
    for processor in Processor::all() {
        let mut space = Space::default();
        for sentence in &sentences {
            let forms = sentence.iter().map(|span| span.of(&text));
            space.batch.add(&analyzer().vocabulary.sequence(forms));
        }
        analyzer()
            .encoder
            .read(processor, &space.batch, &mut space.encoder, |_| ());
        let x = &space.encoder.x;
        let heads: Vec<usize> = (0..x.len() / analyzer().encoder.width() - 1).collect();
        analyzer().heads.score(processor, x, &mut space.heads);
        analyzer()
            .heads
            .score_labels(processor, &heads, &mut space.heads);
        let bits = |numbers: &[f32]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let found = (bits(x), bits(&space.heads.arcs), bits(&space.heads.labels));
        assert!(
            wanted.as_ref().is_none_or(|wanted| *wanted == found),
            "{processor:?}"
        );
        wanted = Some(found);
    }
}

#[test]
fn a_long_sentence_is_read_in_chunks() {
    let words = vec!["antidisestablishmentarianism"; 200];
    let sequence = analyzer().vocabulary.sequence(words.iter().copied());
    assert!(sequence.chunks.len() > 3);
    assert!(sequence.chunks.iter().all(|chunk| chunk.len() <= 256));
    assert_eq!(sequence.first.len(), words.len() + 1);
    let (start, end) = (sequence.ids[0], sequence.ids[sequence.ids.len() - 1]);
    for chunk in sequence.chunks {
        assert_eq!(sequence.ids[chunk.start], start);
        assert_eq!(sequence.ids[chunk.end - 1], end);
    }
}

fn check(text: &str) {
    let blocks = [Span::new(0, text.len())];
    for sentence in analyzer().analyze(text, &blocks) {
        let tokens = &sentence.tokens;
        let roots = tokens.iter().filter(|token| token.head.is_none());
        assert_eq!(roots.count(), 1, "{text}");
        for token in tokens {
            assert_eq!(token.head.is_none(), token.relation == Relation::Root);
            assert!(!token.lemma.is_empty());
            let mut head = token.head;
            let mut steps = 0;
            while let Some(place) = head {
                head = tokens[place as usize].head;
                steps += 1;
                assert!(steps <= tokens.len(), "a cycle in {text}");
            }
        }
    }
}

#[test]
fn odd_texts_give_trees() {
    check("");
    check("Yes");
    check("\u{301} \u{200B} \u{FEFF}x \u{130}\u{DF} \u{1F600} \u{6771}\u{4EAC}");
    check(&"and so on ".repeat(500));
    check(&"x".repeat(5_000));
    check(&"(".repeat(700));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_trees(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn words_in_any_order_give_trees(words in proptest::collection::vec("[a-zA-Z]{1,9}|[.,;'-]|[0-9]{1,4}", 0..60)) {
        check(&words.join(" "));
    }
}

#[test]
fn what_is_no_file_of_weights_is_refused() {
    let fast = FastAnalyzer::embedded().unwrap();
    let refused = |bytes: &[u8]| AccurateAnalyzer::from_bytes(bytes, fast).err();
    assert_eq!(refused(b""), Some(ModelError::Magic));
    assert_eq!(refused(&[0; 100]), Some(ModelError::Magic));
    assert!(refused(&EMBEDDED[..100]).is_some());
    assert!(refused(&EMBEDDED[..EMBEDDED.len() - 1_000]).is_some());
    let mut other = EMBEDDED[..300_000].to_vec();
    other[8] = 2;
    assert!(matches!(
        refused(&other),
        Some(ModelError::Version {
            found: 2,
            wanted: 1
        })
    ));
}
