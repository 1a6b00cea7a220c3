//! From treebanks, clusters and vectors to a model.

use relata_language::Relation;
use relata_language::clusters::Clusters;
use relata_language::model::ModelParts;
use relata_language::network::{MAX_WORDS, RowIndex};
use relata_language::word::{Word, WordReader, in_capitals};

use crate::clusters::ClusterFile;
use crate::conllu::GoldSentence;
use crate::ends::learn_ends;
use crate::lemmas::{LemmaTable, LemmaTrainer};
use crate::network::export::export;
use crate::network::pass::Example;
use crate::network::vectors::Vectors;
use crate::network::{Pair, Vocabulary, check, train_network};
use crate::settings::Settings;
use crate::tags::{TagSet, label_set, place};

/// Every so many sentences give the rows of words in capitals.
const CAPITALS: usize = 8;

/// What is known of words beside the treebanks.
#[derive(Debug, Clone, Default)]
pub struct WordLists {
    /// Clusters; their words count as known when lemmas are learnt.
    pub clusters: ClusterFile,
    /// Vectors that the network starts from.
    pub vectors: Vectors,
    /// Verbs that the treebanks may lack.
    pub verbs: Vec<String>,
}

/// Learns a model. `watch` is told how it goes, a line at a time, with scores on `dev`. Tags and trees are learnt from
/// gold and from silver sentences, which another parser parsed; lemmas and the ends of sentences from gold alone.
pub fn train(
    [sentences, silver]: [&[GoldSentence]; 2],
    dev: &[GoldSentence],
    words: WordLists,
    settings: Settings,
    watch: &(dyn Fn(&str) + Sync),
) -> ModelParts {
    let ends = learn_ends(
        sentences,
        &Clusters::build(&words.clusters.paths),
        settings.ends,
    );
    watch(&format!(
        "{} weights for ends of sentences",
        ends.cells.len()
    ));
    let fits = |sentence: &&GoldSentence| sentence.words.len() <= MAX_WORDS;
    let gold: Vec<&GoldSentence> = sentences.iter().filter(fits).collect();
    let sentences: Vec<&GoldSentence> = sentences.iter().chain(silver).filter(fits).collect();
    let dev: Vec<&GoldSentence> = dev.iter().filter(fits).collect();
    let clusters = Clusters::build(&words.clusters.paths);
    let (tags, labels) = (TagSet::of(&gold), label_set(&gold));
    let large = sentences
        .iter()
        .step_by(CAPITALS)
        .map(|sentence| read(sentence, true, &clusters));
    let read_all: Vec<Vec<Word>> = sentences
        .iter()
        .map(|sentence| read(sentence, false, &clusters))
        .chain(large)
        .collect();
    let vocabulary = Vocabulary::of(read_all.iter().map(|words| &words[..]), &words.vectors);
    let index = RowIndex::build(&vocabulary.keys);
    let example = |sentence: &GoldSentence, capitals: bool| {
        let (rows, vectors) = vocabulary.read(&index, &read(sentence, capitals, &clusters));
        let words = &sentence.words;
        Example {
            rows,
            vectors,
            heads: words.iter().map(|word| word.head as u16).collect(),
            tags: words.iter().map(|word| tags.number(word)).collect(),
            labels: words
                .iter()
                .map(|word| place(&labels, word.relation))
                .collect(),
        }
    };
    let pairs = |sentences: &[&GoldSentence]| -> Vec<Pair> {
        sentences
            .iter()
            .map(|sentence| [example(sentence, false), example(sentence, true)])
            .collect()
    };
    watch(&format!(
        "{} rows, {} tags, {} labels",
        vocabulary.keys.len(),
        tags.tags.len(),
        labels.len()
    ));
    let (examples, dev) = (pairs(&sentences), pairs(&dev));
    let root = place(&labels, Relation::Root);
    let sizes = [tags.tags.len(), labels.len()];
    let network = train_network(
        &examples,
        &vocabulary,
        &words.vectors,
        sizes,
        settings.network,
        |epoch, loss, network| {
            let [tag, head, label] = check(network, &dev, 0, root);
            watch(&format!(
                "epoch {}: loss {loss:.3}, dev tags {tag:.2}, UAS {head:.2}, LAS {label:.2}",
                epoch + 1
            ));
        },
    );
    let (rules, lemmas) = learn_lemmas(&gold, &tags, &words);
    ModelParts {
        tags: tags.tags,
        labels,
        clusters: words.clusters.paths,
        rules,
        lemmas,
        ends,
        network: export(&network, &vocabulary),
    }
}

/// What is seen of a sentence's words, as they are written or in capitals.
fn read(sentence: &GoldSentence, capitals: bool, clusters: &Clusters) -> Vec<Word> {
    let mut reader = WordReader::default();
    let form = |form: &str| {
        if capitals {
            form.to_uppercase()
        } else {
            form.to_owned()
        }
    };
    let forms: Vec<String> = sentence.words.iter().map(|word| form(&word.form)).collect();
    let capitals = in_capitals(forms.iter().map(String::as_str));
    let mut read = |form: &String| {
        if capitals {
            reader.read_capitals(form, clusters)
        } else {
            reader.read(form, clusters)
        }
    };
    forms.iter().map(&mut read).collect()
}

fn learn_lemmas(sentences: &[&GoldSentence], tags: &TagSet, words: &WordLists) -> LemmaTable {
    let mut trainer = LemmaTrainer::default();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        let tag = tags.tags[usize::from(tags.number(word))];
        trainer.see(&word.form, &word.lemma, tag);
    }
    words.verbs.iter().for_each(|verb| trainer.see_verb(verb));
    trainer.finish(&words.clusters.words)
}
