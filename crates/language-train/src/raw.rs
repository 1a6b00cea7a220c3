//! Scores tokens and sentences on raw text that is put together from a treebank.

use std::collections::BTreeSet;

use relata_language::{FastAnalyzer, Workspace};
use relata_record::Span;

use crate::conllu::GoldSentence;

/// How many spans are in the treebank, were found, and are in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overlap {
    /// In the treebank.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// In both.
    pub both: usize,
}

impl Overlap {
    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
        self.gold += gold.len();
        self.found += found.len();
        self.both += gold.intersection(found).count();
    }

    /// Harmonic mean of precision and recall, of a hundred.
    pub fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Scores of tokens and of sentences, and some of the places where they differ.
#[derive(Debug, Clone, Default)]
pub struct RawScore {
    /// Tokens.
    pub tokens: Overlap,
    /// Sentences.
    pub sentences: Overlap,
    /// Ends of sentences: a missed end counts once, where it spoils two sentences.
    pub ends: Overlap,
    /// Tokens of the treebank that were not found, with what was found in their place.
    pub token_faults: Vec<String>,
    /// The ends of sentences that are only in one of both.
    pub sentence_faults: Vec<String>,
}

/// A paragraph of a treebank put together.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    /// The text.
    pub text: String,
    /// Its tokens.
    pub tokens: BTreeSet<Span>,
    /// Its sentences.
    pub sentences: BTreeSet<Span>,
}

/// The paragraphs of a treebank.
pub fn paragraphs(gold: &[GoldSentence]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    for sentence in gold {
        if sentence.starts_paragraph || found.is_empty() {
            found.push(Paragraph::default());
        }
        if let Some(paragraph) = found.last_mut() {
            paragraph.add(sentence);
        }
    }
    found
}

impl Paragraph {
    fn add(&mut self, sentence: &GoldSentence) {
        let begin = self.text.len();
        let mut end = begin;
        for word in &sentence.words {
            let start = self.text.len();
            self.text
                .push_str(&word.form.replace(char::is_whitespace, "_"));
            end = self.text.len();
            self.tokens.insert(Span::new(start, end));
            if word.blank_after {
                self.text.push(' ');
            }
        }
        self.sentences.insert(Span::new(begin, end));
    }
}

/// Puts each paragraph of the treebank together and splits it again.
pub fn score_raw(analyzer: &FastAnalyzer, gold: &[GoldSentence]) -> RawScore {
    let mut score = RawScore::default();
    let mut space = Workspace::default();
    for paragraph in paragraphs(gold) {
        score_paragraph(analyzer, &paragraph, &mut space, &mut score);
    }
    score
}

fn score_paragraph(
    analyzer: &FastAnalyzer,
    gold: &Paragraph,
    space: &mut Workspace,
    score: &mut RawScore,
) {
    let Paragraph {
        text,
        tokens: gold_tokens,
        sentences: gold_sentences,
    } = gold;
    let mut tokens = Vec::new();
    let ranges = analyzer.split(text, Span::new(0, text.len()), &mut tokens, space);
    let found_sentences: BTreeSet<Span> = ranges
        .into_iter()
        .map(|range| Span {
            start: tokens[range.start].start,
            end: tokens[range.end - 1].end,
        })
        .collect();
    let found_tokens: BTreeSet<Span> = tokens.into_iter().collect();
    score.tokens.add(gold_tokens, &found_tokens);
    score.sentences.add(gold_sentences, &found_sentences);
    score.token_faults.extend(
        gold_tokens
            .difference(&found_tokens)
            .map(|span| token_fault(text, *span, &found_tokens)),
    );
    let ends =
        |spans: &BTreeSet<Span>| spans.iter().map(|span| span.end).collect::<BTreeSet<u32>>();
    let (gold_ends, found_ends) = (ends(gold_sentences), ends(&found_sentences));
    score.ends.add(&gold_ends, &found_ends);
    score.sentence_faults.extend(
        gold_ends
            .difference(&found_ends)
            .map(|&end| sentence_fault("missed", text, end)),
    );
    score.sentence_faults.extend(
        found_ends
            .difference(&gold_ends)
            .map(|&end| sentence_fault("added", text, end)),
    );
}

fn token_fault(text: &str, gold: Span, found: &BTreeSet<Span>) -> String {
    let over: Vec<&str> = found
        .iter()
        .filter(|span| span.start < gold.end && gold.start < span.end)
        .map(|span| span.of(text))
        .collect();
    format!("{} | {}", gold.of(text), over.join(" "))
}

fn sentence_fault(kind: &str, text: &str, end: u32) -> String {
    let (before, after) = text.split_at(end as usize);
    let from = before
        .char_indices()
        .rev()
        .nth(40)
        .map_or(0, |(place, _)| place);
    let to = after
        .char_indices()
        .nth(40)
        .map_or(after.len(), |(place, _)| place);
    format!("{kind}: {} || {}", &before[from..], &after[..to])
}
