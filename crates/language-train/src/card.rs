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
    /// The same of trees that the accurate tier found.
    pub silver: Vec<(String, usize, usize)>,
    /// How good the model is on each treebank.
    pub scores: Vec<Scores>,
}

/// How good the model is on a treebank.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Name of the treebank.
    pub name: String,
    /// With its tokens and sentences.
    pub counts: Counts,
    /// The same in capitals.
    pub capitals: Counts,
    /// F1 of tokens, of sentences, and of the ends of sentences on raw text.
    pub raw: [f64; 3],
}

const DATA: &str = "
## Licences

The weights are under CC BY-SA 4.0 (see `LICENSE` in this folder), because one of the treebanks asks for it.

- Universal Dependencies English EWT, CC BY-SA 4.0: Natalia Silveira, Timothy Dozat, Marie-Catherine de Marneffe,
  Samuel Bowman, Miriam Connor, John Bauer and Chris Manning, \"A Gold Standard Dependency Corpus for English\" (2014).
- Georgetown University Multilayer corpus (GUM), genres with open texts only, annotations CC BY 4.0: Amir Zeldes,
  \"The GUM Corpus: Creating Multilayer Resources in the Classroom\" (2017).
- `clusters.tsv` and `fast-vectors.bin`: words of these two treebanks and the vocabulary of all-MiniLM-L6-v2
  (Apache-2.0), with clusters and vectors made of that encoder's table of word pieces by `clusters.py` and
  `fast-vectors.py`.
- `silver.conllu`: what the accurate tier (CC BY-SA 4.0) makes of open texts: GeoVirus (188 reports of Wikinews, CC BY 2.5;
  Milan Gritta et al., \"Which Melbourne? Augmenting Geocoding with Maps\", 2018), WikiWars (16 articles of Wikipedia, CC
  BY-SA 3.0; Pawel Mazur and Robert Dale, \"WikiWars: A New Corpus for Research on Temporal Expressions\", 2010), and the
  example sentences and reports of this repository. The texts themselves are no part of the file.
- `verbs.txt`: a list of verbs of our own, whose regular forms are put into the lemma table.

No news agency's text was learnt from.

## Make it again

The same files give the same bytes; the example sentences of this repository change, and with them the silver trees.

    python3 models/fast-texts.py geovirus.jsonl wikiwars_train.jsonl > open.txt
    python3 models/fast-texts.py --own . > own.txt
    cargo run --release -p relata-language-train -- parse --output silver.conllu open.txt own.txt
    cargo run --release -p relata-language-train -- train --output models/fast.bin --card models/fast.md \\
        --clusters models/clusters.tsv --vectors models/fast-vectors.bin --verbs models/verbs.txt \\
        en_ewt-ud-train.conllu gum_open-train.conllu --silver silver.conllu \\
        --dev en_ewt-ud-dev.conllu gum_open-dev.conllu
    cargo run --release -p relata-language-train -- score --model models/fast.bin en_ewt-ud-dev.conllu

## What it is and is not

A small network that tags and parses, and a table of lemma rules. A word is the sum of learnt rows for its form, its
ends, its shape; a window and recurrent layers in both directions read the sentence; every word scores its tags, each
possible head, and its label; the best heads are made a tree. It is stored in whole numbers of 8 bits and counts in
whole numbers and in sums of a fixed order, so that every machine gets the same tree.

It reads English prose. It was learnt from web text, encyclopedic news, interviews and the like: agency style and long
chains of names and ranks are harder for it than its scores say. A share of the sentences is read in capitals in
training, and text in capitals is recognised. It makes some of the accurate tier's mistakes, since it learnt from its trees
as well. Attachments of prepositions and the reach of \"and\" are its most
frequent errors.
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
        for (name, sentences, words) in &self.silver {
            let _ = writeln!(
                text,
                "- {name}: {sentences} sentences, {words} words, parsed by the accurate tier"
            );
        }
        text.push_str("\n## Scores\n\nOn the treebanks' tokens and sentences, with predicted tags, punctuation counted; LAS with subtypes cut.\n\n");
        text.push_str("| treebank | words | UPOS | XPOS | lemma | UAS | LAS | LAS with subtypes |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for scores in &self.scores {
            let _ = writeln!(text, "{}", line(&scores.name, &scores.counts));
            let _ = writeln!(
                text,
                "{}",
                line(
                    &format!("{}, all in capitals", scores.name),
                    &scores.capitals
                )
            );
        }
        text.push_str("\nFrom raw text, a paragraph at a time, F1:\n\n| treebank | tokens | sentences | their ends |\n| --- | --- | --- | --- |\n");
        for Scores {
            name,
            raw: [tokens, sentences, ends],
            ..
        } in &self.scores
        {
            let _ = writeln!(
                text,
                "| {name} | {tokens:.2} | {sentences:.2} | {ends:.2} |"
            );
        }
        text.push_str(DATA);
        text
    }
}

fn line(name: &str, counts: &Counts) -> String {
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
    format!("| {name} | {} | {} |", counts.words, cells.join(" | "))
}
