//! From treebanks and clusters to a model.

use relata_language::Relation;
use relata_language::clusters::Clusters;
use relata_language::model::ModelParts;
use relata_language::parser::{MAX_WORDS, fill_atoms};
use relata_language::tables::SparseRows;
use relata_language::word::{Word, WordReader};

use crate::clusters::ClusterFile;
use crate::conllu::GoldSentence;
use crate::jackknife::jackknife;
use crate::lemmas::{LemmaTable, LemmaTrainer};
use crate::parser::{ParsedSentence, ParserSettings, train_parser};
use crate::runs::runs;
use crate::settings::Settings;
use crate::tagger::{TaggedSentence, TaggerSettings, train_tagger};
use crate::tags::{TagSet, label_set, place};
use crate::{perceptron, triple};

/// What is known of words beside the treebanks.
#[derive(Debug, Clone, Default)]
pub struct WordLists {
    /// Clusters; their words count as known when lemmas are learnt.
    pub clusters: ClusterFile,
    /// Verbs that the treebanks may lack.
    pub verbs: Vec<String>,
}

/// Learns a model. `watch` is told how it goes, a line at a time.
pub fn train(
    sentences: &[GoldSentence],
    words: WordLists,
    settings: Settings,
    watch: &(dyn Fn(&str) + Sync),
) -> ModelParts {
    let fits = |sentence: &&GoldSentence| sentence.words.len() <= MAX_WORDS;
    let sentences: Vec<&GoldSentence> = sentences.iter().filter(fits).collect();
    let data = Data::read(&sentences, &words.clusters.paths);
    let (tagger, predicted) = learn_tags(&data, settings);
    watch(&format!(
        "{} tags; the tagger has {} weights",
        data.tags.tags.len(),
        tagger.cells.len()
    ));
    let (transitions, labeller) = learn_trees(&data, &predicted, settings, watch);
    watch(&format!(
        "{} labels; the parser has {} features for transitions and {} weights for labels",
        data.labels.len(),
        transitions.len(),
        labeller.cells.len()
    ));
    let (rules, lemmas) = learn_lemmas(&data, &words);
    let clusters = words.clusters.paths;
    let (tags, labels) = (data.tags.tags, data.labels);
    ModelParts {
        tags,
        labels,
        clusters,
        rules,
        lemmas,
        tagger,
        transitions,
        labeller,
    }
}

/// The treebanks as the models see them.
struct Data<'a> {
    sentences: &'a [&'a GoldSentence],
    words: Vec<Vec<Word>>,
    gold: Vec<Vec<u8>>,
    tags: TagSet,
    labels: Vec<Relation>,
}

impl<'a> Data<'a> {
    fn read(sentences: &'a [&'a GoldSentence], clusters: &[(u64, u16)]) -> Self {
        let clusters = Clusters::build(clusters);
        let tags = TagSet::of(sentences);
        let mut reader = WordReader::default();
        let mut read = |sentence: &&GoldSentence| -> Vec<Word> {
            sentence
                .words
                .iter()
                .map(|word| reader.read(&word.form, &clusters))
                .collect()
        };
        let number = |sentence: &&GoldSentence| {
            sentence
                .words
                .iter()
                .map(|word| tags.number(word))
                .collect()
        };
        Self {
            sentences,
            words: sentences.iter().map(&mut read).collect(),
            gold: sentences.iter().map(number).collect(),
            labels: label_set(sentences),
            tags,
        }
    }

    /// The sentence at `index` with the tags that were `found` for it.
    fn parsed(&self, index: usize, found: &[u8]) -> ParsedSentence {
        let words = &self.sentences[index].words;
        let mut atoms = Vec::new();
        fill_atoms(
            &self.words[index],
            found,
            |tag| self.tags.tags[usize::from(tag)],
            &mut atoms,
        );
        ParsedSentence {
            atoms,
            heads: words.iter().map(|word| word.head as u16).collect(),
            labels: words
                .iter()
                .map(|word| place(&self.labels, word.relation))
                .collect(),
        }
    }
}

/// The tagger, and tags for every sentence from taggers that have not seen it.
fn learn_tags(data: &Data<'_>, settings: Settings) -> (SparseRows, Vec<Vec<u8>>) {
    let chosen = |run: usize| TaggerSettings {
        tags: data.tags.tags.len(),
        epochs: settings.tagger_epochs,
        margin: settings.tagger_margin,
        seed: run as u64 + 11,
    };
    let pairs = data.words.iter().zip(&data.gold);
    let pairs: Vec<TaggedSentence<'_>> =
        pairs.map(|(words, tags)| (&words[..], &tags[..])).collect();
    let models = runs(settings.runs, |run| train_tagger(&pairs, chosen(run)));
    let tagger = perceptron::combine(models, settings.tagger_threshold);
    (
        tagger,
        jackknife(&pairs, chosen(0), settings.tagger_threshold),
    )
}

type Trees = (Vec<(u64, [i16; 3])>, SparseRows);

fn learn_trees(
    data: &Data<'_>,
    predicted: &[Vec<u8>],
    settings: Settings,
    watch: &(dyn Fn(&str) + Sync),
) -> Trees {
    let parsed: Vec<ParsedSentence> = predicted
        .iter()
        .enumerate()
        .map(|(index, found)| data.parsed(index, found))
        .collect();
    let models = runs(settings.runs, |run| {
        train_parser(
            &parsed,
            parser_settings(&data.labels, settings, run),
            |epoch, wrong| {
                watch(&format!(
                    "run {}, epoch {}: {wrong} of 1000 transitions wrong",
                    run + 1,
                    epoch + 1
                ));
            },
        )
    });
    let (transitions, labels) = models.into_iter().unzip();
    (
        triple::combine(transitions, settings.parser_threshold),
        perceptron::combine(labels, settings.label_threshold),
    )
}

fn parser_settings(labels: &[Relation], settings: Settings, run: usize) -> ParserSettings {
    ParserSettings {
        labels: labels.len(),
        root: place(labels, Relation::Root),
        epochs: settings.parser_epochs,
        margin: settings.parser_margin,
        label_margin: settings.label_margin,
        seed: run as u64 + 5,
    }
}

fn learn_lemmas(data: &Data<'_>, words: &WordLists) -> LemmaTable {
    let mut trainer = LemmaTrainer::default();
    for word in data.sentences.iter().flat_map(|sentence| &sentence.words) {
        let tag = data.tags.tags[usize::from(data.tags.number(word))];
        trainer.see(&word.form, &word.lemma, tag);
    }
    words.verbs.iter().for_each(|verb| trainer.see_verb(verb));
    trainer.finish(&words.clusters.words)
}
