//! Speed of the language layer, on one thread.

use std::hint::black_box;

use anyhow::Result;
use relata_language::text::{sentences, tokenize};
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer, Workspace};
use relata_record::Span;

use crate::measure::{best_of, print};

const NEWS: &str = include_str!("../texts/news.txt");
/// So often the text is read in a round, so that caches see more than one page.
const REPEATS: usize = 5;
const ROUNDS: usize = 40;
/// The accurate tier takes a hundred times as long.
const ACCURATE_ROUNDS: usize = 7;

/// Measures tokens, words, tags, trees and all together.
pub fn run() -> Result<()> {
    let analyzer = FastAnalyzer::embedded()?;
    let text = NEWS.repeat(REPEATS);
    let blocks = blocks(&text);
    let parts = split(&text, &blocks);
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
        best_of(ROUNDS, || drop(black_box(split(&text, &blocks)))),
    );
    let mut space = Workspace::default();
    let read = best_of(ROUNDS, || {
        parts
            .iter()
            .for_each(|spans| analyzer.read_words(forms(&text, spans), &mut space))
    });
    print("features of words", words, "tokens", read);
    let tagged = best_of(ROUNDS, || {
        for spans in &parts {
            analyzer.read_words(forms(&text, spans), &mut space);
            analyzer.tag_words(&mut space);
        }
    });
    print("tags", words, "tokens", tagged.saturating_sub(read));
    let parsed = best_of(ROUNDS, || {
        for spans in &parts {
            analyzer.read_words(forms(&text, spans), &mut space);
            analyzer.tag_words(&mut space);
            analyzer.parse_words(&mut space);
        }
    });
    print("trees", words, "tokens", parsed.saturating_sub(tagged));
    let fast = best_of(ROUNDS, || drop(black_box(analyzer.analyze(&text, &blocks))));
    print("all, with lemmas", words, "tokens", fast);
    let analyzer = AccurateAnalyzer::embedded()?;
    let accurate = best_of(ACCURATE_ROUNDS, || {
        drop(black_box(analyzer.analyze(&text, &blocks)))
    });
    println!("{} ({}):", analyzer.model(), analyzer.processor());
    print("all, with lemmas", words, "tokens", accurate);
    let ratio = accurate.as_secs_f64() / fast.as_secs_f64().max(1e-9);
    println!("{:<28} {ratio:>12.1} times", "slower than the fast tier");
    Ok(())
}

fn forms<'a>(text: &'a str, spans: &'a [Span]) -> impl Iterator<Item = &'a str> {
    spans.iter().map(|span| span.of(text))
}

/// The paragraphs of the text.
fn blocks(text: &str) -> Vec<Span> {
    let mut start = 0;
    let span = |paragraph: &str| {
        let span = Span::new(start, start + paragraph.len());
        start += paragraph.len() + 2;
        span
    };
    text.split("\n\n").map(span).collect()
}

fn split(text: &str, blocks: &[Span]) -> Vec<Vec<Span>> {
    let mut tokens = Vec::new();
    let mut parts = Vec::new();
    for &block in blocks {
        tokenize(text, block, &mut tokens);
        parts.extend(
            sentences(text, &tokens)
                .into_iter()
                .map(|range| tokens[range].to_vec()),
        );
    }
    parts
}
