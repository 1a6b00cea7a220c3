//! The card of the weights of co-reference.

use std::fmt::Write;

use relata_language::Sentence;

use super::gold::Document;
use super::score::ChainScores;

/// What the card tells beside its fixed text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Size of the file.
    pub bytes: usize,
    /// Name, documents, words and mentions in chains of each file that was learnt from.
    pub treebanks: Vec<(String, usize, usize, usize)>,
    /// Name and scores of each file that was not.
    pub scores: Vec<(String, ChainScores)>,
}

/// A line of [`Card::treebanks`].
pub fn size(name: &str, documents: &[(Document, Vec<Sentence>)]) -> (String, usize, usize, usize) {
    let words = documents
        .iter()
        .flat_map(|(document, _)| &document.words)
        .map(Vec::len)
        .sum();
    let mentions = documents
        .iter()
        .flat_map(|(document, _)| &document.chains)
        .map(Vec::len)
        .sum();
    (name.to_owned(), documents.len(), words, mentions)
}

impl Card {
    /// The card.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# Weights of co-reference\n\nWeights of `relata-coreference`, {:.2} MB.\n\n## Learnt from\n\n",
            self.bytes as f64 / 1e6
        );
        for (name, documents, words, mentions) in &self.treebanks {
            let _ = writeln!(
                text,
                "- {name}: {documents} documents, {words} words, {mentions} mentions in chains"
            );
        }
        text.push_str(SCORES);
        for (name, scores) in &self.scores {
            let ChainScores {
                mentions,
                muc,
                b_cubed,
                ceaf,
            } = scores;
            let _ = writeln!(
                text,
                "| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
                scores.conll(),
                muc.f1(),
                b_cubed.f1(),
                ceaf.f1(),
                mentions.f1()
            );
        }
        text.push_str(REST);
        text
    }
}

const SCORES: &str = "
## Scores

On the treebank's tokens and sentences, with trees of the fast tier and mentions that were found, singletons left out;
F1 as the scorer of the CoNLL shared tasks counts it. The settings were chosen on the same development part.

| file | CoNLL | MUC | B-cubed | CEAF by entities | mentions |
| --- | --- | --- | --- | --- | --- |
";

const REST: &str = "
## Licences

The file is under CC BY-SA 4.0 (see `LICENSE` in this folder), because the word clusters in it are.

- OntoGUM, genres with open texts only, annotations CC BY 4.0: Yilun Zhu, Sameer Pradhan and Amir Zeldes, \"OntoGUM:
  Evaluating Contextualized SOTA Coreference Resolution on 12 More Genres\" (2021), made from the Georgetown University
  Multilayer corpus: Amir Zeldes, \"The GUM Corpus: Creating Multilayer Resources in the Classroom\" (2017).
- `clusters.tsv`, CC BY-SA 4.0: words with clusters made of the table of word pieces of all-MiniLM-L6-v2 (Apache-2.0).

No news agency's text was learnt from.

## Make it again

The same files give the same bytes.

    cargo run --release -p relata-language-train -- coreference --output models/coreference.bin \\
        --card models/coreference.md --clusters models/clusters.tsv \\
        gum_open-train.conllu ontogum_open-train.conll --dev gum_open-dev.conllu ontogum_open-dev.conll

## What it is and is not

Pronouns, names and nouns with what belongs to them are found in the tree. For each, a log-linear model ranks the
earlier ones that grammar lets it mean, and that it is new, by sums of weights of hashed features: distance, likeness of
the words, number, gender and person, roles, classes of words, what the chain so far holds. A weight is one byte.

It was learnt from encyclopedia, interviews, speeches, talk and the like. Events (\"the attack ... it\") are no mentions.
Two names for one thing that share no word (\"Kabul ... the Afghan government\") it seldom finds: tables of names do.
";
