//! A training on a handful of sentences of our own: it learns them, and the same input gives the same bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_language::FastAnalyzer;
use relata_language::model::encode;
use relata_language_train::conllu::{GoldSentence, read};
use relata_language_train::score::score;
use relata_language_train::settings::Settings;
use relata_language_train::train::{WordLists, train};

/// Sentences as lines of form/lemma/upos/xpos/head/relation.
const SENTENCES: &[&str] = &[
    "Rebels/rebel/NOUN/NNS/2/nsubj shelled/shell/VERB/VBD/0/root towns/town/NOUN/NNS/2/obj ././PUNCT/./2/punct",
    "Envoys/envoy/NOUN/NNS/2/nsubj met/meet/VERB/VBD/0/root ././PUNCT/./2/punct",
    "The/the/DET/DT/2/det army/army/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass beaten/beat/VERB/VBN/0/root ././PUNCT/./4/punct",
    "Rebels/rebel/NOUN/NNS/2/nsubj met/meet/VERB/VBD/0/root envoys/envoy/NOUN/NNS/2/obj ././PUNCT/./2/punct",
];

fn treebank() -> Vec<GoldSentence> {
    let mut text = String::new();
    for sentence in SENTENCES {
        for (number, word) in sentence.split(' ').enumerate() {
            let fields: Vec<&str> = word.split('/').collect();
            let [form, lemma, upos, xpos, head, relation] = fields[..] else {
                panic!("{word}")
            };
            text += &format!(
                "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t_\n",
                number + 1
            );
        }
        text.push('\n');
    }
    // Several times, so that no tag is too rare and every fold of the jackknife sees every word.
    read(&text.repeat(12)).unwrap()
}

fn model() -> Vec<u8> {
    let mut settings = Settings::default();
    settings.network.epochs = 30;
    settings.network.batch = 30;
    settings.network.capitals = 0.0;
    encode(&train(
        [&treebank(), &[]],
        &[],
        WordLists::default(),
        settings,
        &|_| {},
    ))
}

#[test]
fn a_small_treebank_is_learnt_by_heart() {
    let analyzer = FastAnalyzer::from_bytes(&model()).unwrap();
    let counts = score(&analyzer, &treebank());
    assert_eq!(
        (counts.upos, counts.xpos, counts.lemmas),
        (counts.words, counts.words, counts.words)
    );
    assert_eq!(
        (counts.heads, counts.subtypes),
        (counts.words, counts.words)
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert!(model() == model());
}
