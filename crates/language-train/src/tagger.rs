//! Learns the tagger.

use relata_language::tables::MAX_CLASSES;
use relata_language::tagger::{START_TAG, tag_features};
use relata_language::word::Word;

use crate::perceptron::{Averages, Perceptron, best};
use crate::random::Random;

/// A sentence as the tagger learns it: what is seen of the words, and their joint tags.
pub type TaggedSentence<'a> = (&'a [Word], &'a [u8]);

/// Settings of the tagger's training.
#[derive(Debug, Clone, Copy)]
pub struct TaggerSettings {
    /// Number of joint tags.
    pub tags: usize,
    /// How often all sentences are read.
    pub epochs: usize,
    /// By how much the right tag must lead.
    pub margin: f32,
    /// Seed of the order in which sentences are read.
    pub seed: u64,
}

/// Learns from `sentences`; the same sentences give the same weights.
pub fn train_tagger(sentences: &[TaggedSentence<'_>], settings: TaggerSettings) -> Averages {
    let mut model = Perceptron::default();
    let mut random = Random::new(settings.seed);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for &place in &order {
            learn(&mut model, sentences[place], settings);
        }
    }
    model.averages()
}

fn learn(model: &mut Perceptron, (words, tags): TaggedSentence<'_>, settings: TaggerSettings) {
    let mut scores = [0.0; MAX_CLASSES];
    let mut before = [START_TAG; 2];
    for (place, &gold) in tags.iter().enumerate() {
        let features = tag_features(words, place, before);
        model.score(&features, settings.tags, &mut scores);
        model.tick();
        let wanted = usize::from(gold);
        let rival = best(&scores[..settings.tags], |class| class != wanted).unwrap_or(wanted);
        let found = if scores[rival] > scores[wanted] {
            rival as u8
        } else {
            gold
        };
        if scores[wanted] - scores[rival] <= settings.margin && rival != wanted {
            model.update(&features, gold, rival as u8);
        }
        before = [found, before[0]];
    }
}
