//! The card of the weights of names: what they were learnt from, how good they are, how to make them again.

use std::fmt::Write as _;

use super::score::NameScore;

/// What the card tells.
#[derive(Debug, Clone, Default)]
pub struct NameCard {
    /// Name of the analyzer with these weights.
    pub name: String,
    /// Bytes of the file.
    pub bytes: usize,
    /// Names of the files learnt from, and their sentences and names.
    pub sources: Vec<(String, usize, usize)>,
    /// Names of the files scored on, and the scores.
    pub scores: Vec<(String, NameScore)>,
}

const DATA: &str = "
## Licences

The weights are under CC BY-SA 4.0 (see `LICENSE` in this folder), because one of the sources asks for it.

- Names of Universal Dependencies English EWT by Universal NER, CC BY-SA 4.0: Stephen Mayhew et al., \"Universal NER: A
  Gold-Standard Multilingual Named Entity Recognition Benchmark\" (2024); an early edition of the train file. The
  sentences are those of EWT, CC BY-SA 4.0.
- Georgetown University Multilayer corpus (GUM), genres with open texts only, annotations CC BY 4.0: the run of proper
  nouns around the head of a mention of a person, place, organisation, event, object or idea.
- Lists of known names out of the tables of `knowledge/` and this folder: towns in `name-towns.tsv`
  (GeoNames, CC BY 4.0), and `name-known.tsv`, written by hand; `name-lists.tsv` says which.

No news agency's text was learnt from.

## Make it again

The same files give the same bytes.

    cargo run --release -p relata-language-train -- names --output models/names.bin --card models/names.md \\
        --model models/fast.bin --lists models/name-lists.tsv en_ewt-ud-train.iob2 --mentions gum_open-train.conllu \\
        --dev en_ewt-ud-dev.iob2
    cargo run --release -p relata-language-train -- score --model models/fast.bin en_ewt-ud-dev.iob2

## What it is and is not

A conditional random field over hashed features of a word: its form, ends, shape and cluster, those of its neighbours,
tags, its place in the tree, and the lists that have it. Each source has weights of its own beside those that all share;
what is kept is the shared ones with those of the names of EWT. Several runs in other orders are put together by their
mean. A share of the sentences is read in capitals and without any. Names are let start a little more easily than learnt
(`lean`), as held-out sentences of the train file ask for. A region right behind a town, \"Renton WA\", is a name of its
own by rule: in the train file it always is, but too seldom to be learnt.

The accurate tier adds the encoder's scores to those of this tagger. Organisations are the weakest kind, above all
companies and shops that no list has. OTH are nationalities, peoples, faiths, events, works and the like; the dev file
does not mark them.
";

impl NameCard {
    /// The card as it is written beside the weights.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# Names of {}\n\nWeights of the tagger of names, {:.1} MB.\n\n## Learnt from\n\n",
            self.name,
            self.bytes as f64 / 1e6
        );
        for (name, sentences, names) in &self.sources {
            let _ = writeln!(text, "- {name}: {sentences} sentences, {names} names");
        }
        text += "\n## Scores\n\nOn the files' own tokens, with predicted tags and trees: spans and kinds exact, F1 over PER, LOC and ORG.\n\n";
        for (name, score) in &self.scores {
            let _ = writeln!(text, "- {name}: {score}");
        }
        text + DATA
    }
}
