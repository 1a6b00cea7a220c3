//! The model card: what the weights were learnt from, under which licences, how good they are, how to make them.

use std::fmt::Write;

use crate::score::{Counts, percent};

/// What the card tells.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Name of the model.
    pub name: String,
    /// Bytes of the file.
    pub bytes: usize,
    /// Names of the treebanks learnt from, and their sentences and words.
    pub treebanks: Vec<(String, usize, usize)>,
    /// Names of the treebanks scored on, and their scores.
    pub scores: Vec<(String, Counts)>,
}

const DATA: &str = "
## Licences

The weights are under CC BY-SA 4.0 (see `LICENSE` in this folder), because one of the treebanks asks for it.

- Universal Dependencies English EWT, CC BY-SA 4.0: Natalia Silveira, Timothy Dozat, Marie-Catherine de Marneffe,
  Samuel Bowman, Miriam Connor, John Bauer and Chris Manning, \"A Gold Standard Dependency Corpus for English\" (2014).
- Georgetown University Multilayer corpus (GUM), genres with open texts only, annotations CC BY 4.0: Amir Zeldes,
  \"The GUM Corpus: Creating Multilayer Resources in the Classroom\" (2017).
- `clusters.tsv`: words of these two treebanks and the vocabulary of all-MiniLM-L6-v2 (Apache-2.0), made by `clusters.py`.
- `verbs.txt`: a list of verbs of our own, whose regular forms are put into the lemma table.

No news agency's text was learnt from.

## Make it again

The same files give the same bytes.

    cargo run --release -p relata-language-train -- train --output models/fast.bin --card models/fast.md \\
        --clusters models/clusters.tsv --verbs models/verbs.txt en_ewt-ud-train.conllu gum_open-train.conllu \\
        --dev en_ewt-ud-dev.conllu gum_open-dev.conllu
    cargo run --release -p relata-language-train -- score --model models/fast.bin en_ewt-ud-dev.conllu

## What it is and is not

A tagger and a greedy arc-hybrid parser, both averaged perceptrons over hashed features, and a table of lemma rules.
It reads English prose. It was learnt from web text, encyclopedic news, interviews and the like: agency style, long
chains of names and ranks, and text in capitals only are harder for it than its scores say. Attachments of
prepositions and the reach of \"and\" are its most frequent errors.
";

impl Card {
    /// The card in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# {}\n\nWeights of the fast language tier, {:.1} MB.\n\n## Learnt from\n\n",
            self.name,
            self.bytes as f64 / 1e6
        );
        for (name, sentences, words) in &self.treebanks {
            let _ = writeln!(text, "- {name}: {sentences} sentences, {words} words");
        }
        text.push_str("\n## Scores\n\nOn the treebanks' tokens and sentences, with predicted tags, punctuation counted; LAS with subtypes cut.\n\n");
        text.push_str("| treebank | words | UPOS | XPOS | lemma | UAS | LAS | LAS with subtypes |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (name, counts) in &self.scores {
            let parts = [
                counts.upos,
                counts.xpos,
                counts.lemmas,
                counts.heads,
                counts.labels,
                counts.subtypes,
            ];
            let cells: Vec<String> = parts
                .iter()
                .map(|&part| format!("{:.2}", percent(part, counts.words)))
                .collect();
            let _ = writeln!(
                text,
                "| {name} | {} | {} |",
                counts.words,
                cells.join(" | ")
            );
        }
        text.push_str(DATA);
        text
    }
}
