//! Learns the ends of sentences that no stop marks.

use std::collections::BTreeSet;

use relata_language::clusters::Clusters;
use relata_language::tables::{MAX_CLASSES, SparseRows};
use relata_language::text::{END_CLASSES, end_features, read_for_ends, sentences_with, tokenize};
use relata_language::word::WordReader;
use relata_record::Span;

use crate::conllu::GoldSentence;
use crate::perceptron::{Averages, Perceptron, combine};
use crate::random::Random;
use crate::raw::paragraphs;
use crate::runs::runs;

/// How the ends are learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndSettings {
    /// How many models are learnt, each in another order, and put together by their mean.
    pub runs: usize,
    /// How often all paragraphs are read.
    pub epochs: usize,
    /// By how much the right answer must lead.
    pub margin: f32,
    /// Weights nearer to zero are dropped.
    pub threshold: f64,
    /// Seed of the order.
    pub seed: u64,
}

impl Default for EndSettings {
    fn default() -> Self {
        Self {
            runs: 12,
            epochs: 8,
            margin: 2.0,
            threshold: 0.3,
            seed: 3,
        }
    }
}

/// A place where an end is thinkable and the rules see none, and whether there is one.
struct Place {
    features: Vec<u64>,
    end: bool,
}

/// Learns from the paragraphs of `sentences`; the same sentences give the same weights.
pub fn learn_ends(
    sentences: &[GoldSentence],
    clusters: &Clusters,
    settings: EndSettings,
) -> SparseRows {
    let mut places: Vec<Place> = Vec::new();
    for paragraph in paragraphs(sentences) {
        find_places(&paragraph.text, &paragraph.sentences, clusters, &mut places);
    }
    combine(
        runs(settings.runs, |run| learn_run(&places, settings, run)),
        settings.threshold,
    )
}

fn learn_run(places: &[Place], settings: EndSettings, run: usize) -> Averages {
    let mut model = Perceptron::default();
    let mut random = Random::new(settings.seed + run as u64);
    let mut order: Vec<usize> = (0..places.len()).collect();
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for place in order.iter().map(|&place| &places[place]) {
            let mut scores = [0.0; MAX_CLASSES];
            model.score(&place.features, END_CLASSES, &mut scores);
            model.tick();
            let (good, bad) = (u8::from(place.end), u8::from(!place.end));
            if scores[usize::from(good)] - scores[usize::from(bad)] <= settings.margin {
                model.update(&place.features, good, bad);
            }
        }
    }
    model.averages()
}

fn find_places(text: &str, gold: &BTreeSet<Span>, clusters: &Clusters, places: &mut Vec<Place>) {
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, text.len()), &mut tokens);
    let mut words = Vec::new();
    read_for_ends(
        text,
        &tokens,
        &mut WordReader::default(),
        clusters,
        &mut words,
    );
    let starts: BTreeSet<u32> = gold.iter().map(|span| span.start).collect();
    sentences_with(text, &tokens, |place, start| {
        let end = starts.contains(&tokens[place].start);
        let features = end_features(&tokens, &words, place, start).to_vec();
        places.push(Place { features, end });
        end
    });
}
