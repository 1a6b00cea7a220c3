//! Scores an analyzer on a treebank, with the treebank's own tokens and sentences.

use relata_language::{AccurateAnalyzer, FastAnalyzer, Sentence, Workspace};
use relata_record::Span;

use crate::conllu::{GoldSentence, universal};

/// How many words were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words.
    pub words: usize,
    /// Universal tags.
    pub upos: usize,
    /// Fine tags; those that we do not tell apart count as one.
    pub xpos: usize,
    /// Lemmas, whatever their case.
    pub lemmas: usize,
    /// Heads.
    pub heads: usize,
    /// Heads with their labels, subtypes cut.
    pub labels: usize,
    /// Heads with their labels, subtypes kept.
    pub subtypes: usize,
}

/// A part of a hundred.
pub fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |count| percent(count, self.words);
        write!(
            formatter,
            "{} words: UPOS {:.2}, XPOS {:.2}, lemma {:.2}, UAS {:.2}, LAS {:.2}, LAS with subtypes {:.2}",
            self.words,
            part(self.upos),
            part(self.xpos),
            part(self.lemmas),
            part(self.heads),
            part(self.labels),
            part(self.subtypes),
        )
    }
}

/// A tier that parses sentences with the treebank's tokens.
#[derive(Debug, Clone, Copy)]
pub enum Tier<'a> {
    /// The fast one.
    Fast(&'a FastAnalyzer),
    /// The accurate one.
    Accurate(&'a AccurateAnalyzer),
}

impl<'a> From<&'a FastAnalyzer> for Tier<'a> {
    fn from(analyzer: &'a FastAnalyzer) -> Self {
        Self::Fast(analyzer)
    }
}

impl<'a> From<&'a AccurateAnalyzer> for Tier<'a> {
    fn from(analyzer: &'a AccurateAnalyzer) -> Self {
        Self::Accurate(analyzer)
    }
}

/// Tags and parses every sentence and counts what is right. Punctuation counts like all else.
pub fn score<'a>(tier: impl Into<Tier<'a>>, sentences: &[GoldSentence]) -> Counts {
    let tier = tier.into();
    let mut counts = Counts::default();
    let mut space = Workspace::default();
    for gold in sentences {
        let found = match tier {
            Tier::Fast(analyzer) => parse_gold(analyzer, gold, &mut space),
            Tier::Accurate(analyzer) => {
                let (text, spans) = spaced(gold);
                analyzer.parse_sentences(&text, &[spans]).pop()
            }
        };
        if let Some(found) = found {
            count(gold, &found, &mut counts);
        }
    }
    counts
}

/// Parses a sentence with the treebank's tokens.
pub fn parse_gold(
    analyzer: &FastAnalyzer,
    gold: &GoldSentence,
    space: &mut Workspace,
) -> Option<Sentence> {
    let (text, spans) = spaced(gold);
    analyzer.parse_tokens(&text, &spans, space)
}

/// The tokens with a blank between each two, and where they stand.
fn spaced(gold: &GoldSentence) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in &gold.words {
        let start = text.len();
        text.push_str(&word.form);
        spans.push(Span::new(start, text.len()));
        text.push(' ');
    }
    (text, spans)
}

fn count(gold: &GoldSentence, found: &Sentence, counts: &mut Counts) {
    for (word, token) in gold.words.iter().zip(&found.tokens) {
        let head = token.head.map_or(gold.words.len(), |head| head as usize) == word.head;
        counts.words += 1;
        counts.upos += usize::from(word.upos == token.upos);
        counts.xpos += usize::from(word.xpos == token.xpos);
        counts.lemmas += usize::from(
            word.lemma.to_lowercase() == token.lemma.to_lowercase() || word.lemma == "_",
        );
        counts.heads += usize::from(head);
        counts.labels += usize::from(head && universal(word.relation) == universal(token.relation));
        counts.subtypes += usize::from(head && word.relation == token.relation);
    }
}

/// The same sentences in capitals.
pub fn large(sentences: &[GoldSentence]) -> Vec<GoldSentence> {
    let mut sentences = sentences.to_vec();
    for word in sentences
        .iter_mut()
        .flat_map(|sentence| &mut sentence.words)
    {
        word.form = word.form.to_uppercase();
    }
    sentences
}

/// Sentences of the documents whose names hold `part`.
pub fn of_documents(sentences: &[GoldSentence], part: &str) -> Vec<GoldSentence> {
    sentences
        .iter()
        .filter(|sentence| sentence.document.contains(part))
        .cloned()
        .collect()
}
