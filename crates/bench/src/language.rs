//! Speed of the language layer, on one thread: of its steps on a text of our own, or of all of it on a file.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use relata_coreference::Resolver;
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer, Sentence, Workspace};
use relata_record::Span;

use crate::measure::{best_of, busy_seconds, print};

/// News of our own.
pub const NEWS: &str = include_str!("../texts/news.txt");
/// So often the text is read in a round, so that caches see more than one page.
const REPEATS: usize = 5;
/// The accurate tier takes ten times as long.
const ACCURATE_ROUNDS: usize = 7;

/// Sentences of a report.
const REPORT: usize = 25;

/// Each step is measured so often; the best round counts.
const STEP_ROUNDS: usize = 40;
/// A file is read so often; the best round counts.
const ROUNDS: usize = 3;

/// Measures tokens, words, tags, trees and all together; or, with a file, all together only.
pub fn run(path: Option<&Path>) -> Result<()> {
    let analyzer = FastAnalyzer::embedded()?;
    match path {
        Some(path) => read_file(analyzer, path),
        None => read_steps(analyzer),
    }
}

/// Prints as JSON how long a file takes from raw text to names, in seconds on the processor. Paragraphs end with an empty
/// line.
fn read_file(analyzer: &FastAnalyzer, path: &Path) -> Result<()> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let blocks = blocks(&text);
    let mut shortest = f64::INFINITY;
    let (mut tokens, mut names) = (0, 0);
    let start = Instant::now();
    for _ in 0..ROUNDS {
        let before = busy_seconds(start);
        let found = blocks
            .iter()
            .map(|block| analyzer.analyze(&text, &[*block]));
        (tokens, names) = found.flatten().fold((0, 0), |(tokens, names), sentence| {
            let sentence = black_box(sentence);
            (tokens + sentence.tokens.len(), names + sentence.names.len())
        });
        shortest = shortest.min(busy_seconds(start) - before);
    }
    println!(
        "{{\"tokens\": {tokens}, \"names\": {names}, \"bytes\": {}, \"seconds\": {shortest:.4}}}",
        text.len()
    );
    Ok(())
}

fn read_steps(analyzer: &FastAnalyzer) -> Result<()> {
    let text = NEWS.repeat(REPEATS);
    let blocks = blocks(&text);
    let parts = split(analyzer, &text, &blocks);
    let words: usize = parts.iter().map(Vec::len).sum();
    println!(
        "{}: {words} tokens, {} sentences, {} bytes",
        analyzer.model(),
        parts.len(),
        text.len()
    );
    print(
        "tokens and sentences",
        words,
        "tokens",
        best_of(STEP_ROUNDS, || {
            drop(black_box(split(analyzer, &text, &blocks)))
        }),
    );
    let mut space = Workspace::default();
    let read = best_of(STEP_ROUNDS, || {
        parts
            .iter()
            .for_each(|spans| analyzer.read_words(forms(&text, spans), &mut space))
    });
    print("features of words", words, "tokens", read);
    let tagged = best_of(STEP_ROUNDS, || {
        for spans in &parts {
            analyzer.read_words(forms(&text, spans), &mut space);
            analyzer.tag_words(&mut space);
        }
    });
    print("tags", words, "tokens", tagged.saturating_sub(read));
    let parsed = best_of(STEP_ROUNDS, || {
        for spans in &parts {
            analyzer.read_words(forms(&text, spans), &mut space);
            analyzer.tag_words(&mut space);
            analyzer.parse_words(&mut space);
        }
    });
    print("trees", words, "tokens", parsed.saturating_sub(tagged));
    let named = best_of(STEP_ROUNDS, || {
        for spans in &parts {
            drop(black_box(analyzer.parse_tokens(&text, spans, &mut space)));
        }
    });
    print(
        "lemmas and names",
        words,
        "tokens",
        named.saturating_sub(parsed),
    );
    let fast = best_of(STEP_ROUNDS, || {
        drop(black_box(analyzer.analyze(&text, &blocks)))
    });
    print("all, with names", words, "tokens", fast);
    let sentences = analyzer.analyze(&text, &blocks);
    let resolver = Resolver::embedded()?;
    let chains = best_of(STEP_ROUNDS, || {
        for report in reports(&sentences) {
            drop(black_box(resolver.resolve(&text, report)));
        }
    });
    print("co-reference", words, "tokens", chains);
    let analyzer = AccurateAnalyzer::embedded()?;
    let accurate = best_of(ACCURATE_ROUNDS, || {
        drop(black_box(analyzer.analyze(&text, &blocks)))
    });
    println!("{} ({}):", analyzer.model(), analyzer.processor());
    print("all, with names", words, "tokens", accurate);
    let ratio = accurate.as_secs_f64() / fast.as_secs_f64().max(1e-9);
    println!("{:<28} {ratio:>12.1} times", "slower than the fast tier");
    Ok(())
}

fn forms<'a>(text: &'a str, spans: &'a [Span]) -> impl Iterator<Item = &'a str> + Clone {
    spans.iter().map(|span| span.of(text))
}

/// Sentences in parts as long as a report.
fn reports(sentences: &[Sentence]) -> impl Iterator<Item = &[Sentence]> {
    sentences.chunks(REPORT)
}

/// The paragraphs of the text.
pub fn blocks(text: &str) -> Vec<Span> {
    let mut start = 0;
    let span = |paragraph: &str| {
        let span = Span::new(start, start + paragraph.len());
        start += paragraph.len() + 2;
        span
    };
    text.split("\n\n").map(span).collect()
}

fn split(analyzer: &FastAnalyzer, text: &str, blocks: &[Span]) -> Vec<Vec<Span>> {
    let (mut tokens, mut space) = (Vec::new(), Workspace::default());
    let mut parts = Vec::new();
    for &block in blocks {
        let ranges = analyzer.split(text, block, &mut tokens, &mut space);
        parts.extend(ranges.into_iter().map(|range| tokens[range].to_vec()));
    }
    parts
}
