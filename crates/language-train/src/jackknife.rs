//! Tags for each sentence from a tagger that has not seen it: the parser must learn from tags that are as wrong as
//! those it will be given.

use relata_language::tables::SparseTable;
use relata_language::tagger::tag;

use crate::perceptron::combine;
use crate::runs::runs;
use crate::tagger::{TaggedSentence, TaggerSettings, train_tagger};

const FOLDS: usize = 5;
/// The taggers of the folds read their sentences at most this often.
const EPOCHS: usize = 4;

/// Predicted joint tags of all sentences.
pub fn jackknife(
    sentences: &[TaggedSentence<'_>],
    settings: TaggerSettings,
    threshold: f64,
) -> Vec<Vec<u8>> {
    let mut predicted = vec![Vec::new(); sentences.len()];
    for (fold, tags) in runs(FOLDS, |fold| tag_fold(sentences, fold, settings, threshold))
        .into_iter()
        .enumerate()
    {
        for (place, tags) in tags.into_iter().enumerate() {
            predicted[place * FOLDS + fold] = tags;
        }
    }
    predicted
}

fn tag_fold(
    sentences: &[TaggedSentence<'_>],
    fold: usize,
    settings: TaggerSettings,
    threshold: f64,
) -> Vec<Vec<u8>> {
    let others = sentences
        .iter()
        .enumerate()
        .filter(|(place, _)| place % FOLDS != fold);
    let seen: Vec<TaggedSentence<'_>> = others.map(|(_, sentence)| *sentence).collect();
    let settings = TaggerSettings {
        epochs: settings.epochs.min(EPOCHS),
        ..settings
    };
    let rows = combine(vec![train_tagger(&seen, settings)], threshold);
    let table = SparseTable::build(settings.tags, rows);
    let tag_one = |(words, _): &TaggedSentence<'_>| {
        let mut tags = Vec::new();
        tag(&table, words, &mut tags);
        tags
    };
    sentences
        .iter()
        .skip(fold)
        .step_by(FOLDS)
        .map(tag_one)
        .collect()
}
