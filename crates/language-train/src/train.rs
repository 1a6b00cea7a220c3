//! From treebanks and clusters to a model.

use std::collections::BTreeMap;

use relata_language::clusters::Clusters;
use relata_language::model::ModelParts;
use relata_language::parser::{MAX_WORDS, fill_atoms};
use relata_language::tables::{SparseRows, SparseTable};
use relata_language::tagger::tag;
use relata_language::word::{Word, WordReader};
use relata_language::{Relation, Upos, Xpos};

use crate::conllu::{GoldSentence, GoldWord};
use crate::lemmas::LemmaTrainer;
use crate::parser::{ParsedSentence, ParserSettings, train_parser};
use crate::tagger::{TaggedSentence, TaggerSettings, train_tagger};

/// Everything that can be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often the tagger reads all sentences.
    pub tagger_epochs: usize,
    /// How often the parser reads all sentences.
    pub parser_epochs: usize,
    /// By how much a right tag must lead.
    pub tagger_margin: f32,
    /// By how much a right transition must lead.
    pub parser_margin: f32,
    /// By how much a right label must lead.
    pub label_margin: f32,
    /// Tagger weights nearer to zero are dropped.
    pub tagger_threshold: f64,
    /// Transition weights nearer to zero are dropped.
    pub parser_threshold: f64,
    /// Label weights nearer to zero are dropped.
    pub label_threshold: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tagger_epochs: 6,
            parser_epochs: 9,
            tagger_margin: 1.0,
            parser_margin: 1.0,
            label_margin: 1.0,
            tagger_threshold: 0.8,
            parser_threshold: 0.8,
            label_threshold: 1.0,
        }
    }
}

impl Settings {
    /// Changes one setting by its name, with `_` or `-` between its words; false where there is none of that name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        match name.replace('-', "_").as_str() {
            "tagger_epochs" => self.tagger_epochs = value as usize,
            "parser_epochs" => self.parser_epochs = value as usize,
            "tagger_margin" => self.tagger_margin = value as f32,
            "parser_margin" => self.parser_margin = value as f32,
            "label_margin" => self.label_margin = value as f32,
            "tagger_threshold" => self.tagger_threshold = value,
            "parser_threshold" => self.parser_threshold = value,
            "label_threshold" => self.label_threshold = value,
            _ => return false,
        }
        true
    }
}

/// Parts of the data that are tagged by a tagger that has not seen them.
const FOLDS: usize = 5;

/// A joint tag must be seen this often; rarer ones become the most frequent tag with the same universal part.
const RARE_TAG: usize = 10;

/// Learns a model. `watch` is told how it goes, a line at a time.
pub fn train(
    sentences: &[GoldSentence],
    clusters: Vec<(u64, u16)>,
    settings: Settings,
    watch: &(dyn Fn(&str) + Sync),
) -> ModelParts {
    let sentences: Vec<&GoldSentence> = sentences
        .iter()
        .filter(|sentence| sentence.words.len() <= MAX_WORDS)
        .collect();
    let tags = TagSet::of(&sentences);
    let labels = label_set(&sentences);
    let lookup = Clusters::build(&clusters);
    let words: Vec<Vec<Word>> = sentences
        .iter()
        .map(|sentence| read_words(sentence, &lookup))
        .collect();
    let gold: Vec<Vec<u8>> = sentences
        .iter()
        .map(|sentence| {
            sentence
                .words
                .iter()
                .map(|word| tags.number(word))
                .collect()
        })
        .collect();
    let tagger_settings = TaggerSettings {
        tags: tags.tags.len(),
        epochs: settings.tagger_epochs,
        margin: settings.tagger_margin,
        threshold: settings.tagger_threshold,
    };
    let pairs: Vec<TaggedSentence<'_>> = words
        .iter()
        .zip(&gold)
        .map(|(words, tags)| (&words[..], &tags[..]))
        .collect();
    let (tagger, predicted) = jackknife(&pairs, tagger_settings);
    watch(&format!(
        "{} tags, {} labels; the tagger has {} weights",
        tags.tags.len(),
        labels.len(),
        tagger.cells.len()
    ));
    let parsed: Vec<ParsedSentence> = sentences
        .iter()
        .zip(&words)
        .zip(&predicted)
        .map(|((sentence, words), found)| parsed(sentence, words, found, &tags, &labels))
        .collect();
    let (transitions, labeller) = train_parser(
        &parsed,
        parser_settings(&labels, settings),
        |epoch, wrong| {
            watch(&format!(
                "parser epoch {}: {wrong} of 1000 transitions wrong",
                epoch + 1
            ));
        },
    );
    watch(&format!(
        "the parser has {} features for transitions and {} weights for labels",
        transitions.len(),
        labeller.cells.len()
    ));
    let (rules, lemmas) = learn_lemmas(&sentences, &tags);
    ModelParts {
        tags: tags.tags,
        labels,
        clusters,
        rules,
        lemmas,
        tagger,
        transitions,
        labeller,
    }
}

fn parser_settings(labels: &[Relation], settings: Settings) -> ParserSettings {
    ParserSettings {
        labels: labels.len(),
        root: place(labels, Relation::Root),
        epochs: settings.parser_epochs,
        margin: settings.parser_margin,
        label_margin: settings.label_margin,
        threshold: settings.parser_threshold,
        label_threshold: settings.label_threshold,
    }
}

/// The joint tags of the data.
struct TagSet {
    tags: Vec<(Upos, Xpos)>,
    by_upos: BTreeMap<Upos, u8>,
}

impl TagSet {
    fn of(sentences: &[&GoldSentence]) -> Self {
        let mut counts: BTreeMap<(Upos, Xpos), usize> = BTreeMap::new();
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            *counts.entry((word.upos, word.xpos)).or_default() += 1;
        }
        let mut best: BTreeMap<Upos, (usize, (Upos, Xpos))> = BTreeMap::new();
        for (&tag, &count) in &counts {
            let entry = best.entry(tag.0).or_insert((count, tag));
            if count > entry.0 {
                *entry = (count, tag);
            }
        }
        let kept = |tag: &(Upos, Xpos), count: usize| {
            count >= RARE_TAG || best.get(&tag.0).is_some_and(|best| best.1 == *tag)
        };
        let tags: Vec<(Upos, Xpos)> = counts
            .iter()
            .filter(|&(tag, &count)| kept(tag, count))
            .map(|(&tag, _)| tag)
            .take(255)
            .collect();
        let by_upos = best
            .iter()
            .map(|(&upos, (_, tag))| (upos, place(&tags, *tag)))
            .collect();
        Self { tags, by_upos }
    }

    fn number(&self, word: &GoldWord) -> u8 {
        let exact = self
            .tags
            .iter()
            .position(|&tag| tag == (word.upos, word.xpos));
        exact.map_or_else(
            || self.by_upos.get(&word.upos).copied().unwrap_or(0),
            |place| place as u8,
        )
    }
}

fn label_set(sentences: &[&GoldSentence]) -> Vec<Relation> {
    let mut labels: Vec<Relation> = sentences
        .iter()
        .flat_map(|sentence| &sentence.words)
        .map(|word| word.relation)
        .collect();
    labels.push(Relation::Root);
    labels.sort_unstable();
    labels.dedup();
    labels
}

fn place<T: PartialEq>(list: &[T], item: T) -> u8 {
    list.iter().position(|entry| *entry == item).unwrap_or(0) as u8
}

fn read_words(sentence: &GoldSentence, clusters: &Clusters) -> Vec<Word> {
    let mut reader = WordReader::default();
    sentence
        .words
        .iter()
        .map(|word| reader.read(&word.form, clusters))
        .collect()
}

/// The tagger of all sentences, and tags for each sentence from a tagger that has not seen it: the parser must
/// learn from tags that are as wrong as those it will be given.
fn jackknife(
    sentences: &[TaggedSentence<'_>],
    settings: TaggerSettings,
) -> (SparseRows, Vec<Vec<u8>>) {
    let folds: Vec<usize> = (0..FOLDS).collect();
    let mut predicted = vec![Vec::new(); sentences.len()];
    let mut whole = SparseRows::default();
    std::thread::scope(|scope| {
        let all = scope.spawn(|| train_tagger(sentences, settings));
        let tagged = folds
            .iter()
            .map(|&fold| (fold, tag_fold(sentences, fold, settings)));
        for (fold, tags) in tagged {
            for (place, tags) in tags.into_iter().enumerate() {
                predicted[place * FOLDS + fold] = tags;
            }
        }
        whole = all.join().unwrap_or_default();
    });
    (whole, predicted)
}

fn tag_fold(
    sentences: &[TaggedSentence<'_>],
    fold: usize,
    settings: TaggerSettings,
) -> Vec<Vec<u8>> {
    let seen: Vec<TaggedSentence<'_>> = sentences
        .iter()
        .enumerate()
        .filter(|(place, _)| place % FOLDS != fold)
        .map(|(_, sentence)| *sentence)
        .collect();
    let epochs = settings.epochs.min(4);
    let table = SparseTable::build(
        settings.tags,
        train_tagger(&seen, TaggerSettings { epochs, ..settings }),
    );
    let unseen = sentences.iter().skip(fold).step_by(FOLDS);
    unseen
        .map(|(words, _)| {
            let mut tags = Vec::new();
            tag(&table, words, &mut tags);
            tags
        })
        .collect()
}

fn parsed(
    sentence: &GoldSentence,
    words: &[Word],
    found: &[u8],
    tags: &TagSet,
    labels: &[Relation],
) -> ParsedSentence {
    let mut atoms = Vec::new();
    fill_atoms(
        words,
        found,
        |tag| tags.tags[usize::from(tag)].0,
        &mut atoms,
    );
    ParsedSentence {
        atoms,
        heads: sentence.words.iter().map(|word| word.head as u16).collect(),
        labels: sentence
            .words
            .iter()
            .map(|word| place(labels, word.relation))
            .collect(),
    }
}

fn learn_lemmas(sentences: &[&GoldSentence], tags: &TagSet) -> crate::lemmas::LemmaTable {
    let mut trainer = LemmaTrainer::default();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        trainer.see(&word.form, &word.lemma, tags.number(word), word.upos);
    }
    trainer.finish()
}
