//! Reads `sentences.md`: each text must be split as it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use relata_language::text::{sentences, tokenize};
use relata_record::Span;

/// The fences of a Markdown file: kind, first line, content.
fn fences(markdown: &str) -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (number, line) in markdown.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(kind), None) => open = Some((kind.to_owned(), number + 1, String::new())),
            (Some(_), Some(fence)) => found.push(fence),
            (None, Some((kind, number, content))) => {
                open = Some((kind, number, content + line + "\n"))
            }
            (None, None) => {}
        }
    }
    found
}

fn split(text: &str) -> String {
    let mut tokens = Vec::new();
    tokenize(text, Span::new(0, text.len()), &mut tokens);
    let line = |range: std::ops::Range<usize>| {
        let forms: Vec<&str> = tokens[range].iter().map(|span| span.of(text)).collect();
        forms.join(" ") + "\n"
    };
    sentences(text, &tokens).into_iter().map(line).collect()
}

#[test]
fn texts_are_split_as_specified() {
    let fences = fences(include_str!("sentences.md"));
    assert!(fences.len() > 30);
    let mut wrong = String::new();
    for pair in fences.chunks(2) {
        let [(text, line, content), (split_kind, _, wanted)] = pair else {
            panic!("a text without its split")
        };
        assert_eq!(
            (text.as_str(), split_kind.as_str()),
            ("text", "split"),
            "line {line}"
        );
        let found = split(&content.trim_end().replace('¶', "\n"));
        if found != *wanted {
            wrong += &format!("line {line}\nwanted:\n{wanted}found:\n{found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
