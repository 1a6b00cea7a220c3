//! The two seed reports as text and wrapped in the shapes of pages give the same blocks, so the same events.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/sites.rs"]
#[allow(dead_code)]
mod sites;

use std::path::Path;

use relata_reader::{read_page, read_text};
use relata_record::{BlockKind, Report};
use sites::Article;

fn blocks(report: &Report, kind: BlockKind) -> Vec<String> {
    let wanted = report.blocks.iter().filter(|block| block.kind == kind);
    wanted
        .map(|block| block.span.of(&report.text).to_owned())
        .collect()
}

/// The paragraphs of a text with what its reader takes off them, a dateline before or a credit behind.
fn paragraphs(report: &Report) -> Vec<String> {
    let pieces = report
        .text
        .split("\n\n")
        .map(|piece| piece.trim().to_owned());
    let story = blocks(report, BlockKind::Paragraph);
    pieces
        .filter(|piece| story.iter().any(|words| piece.contains(words.as_str())))
        .collect()
}

#[test]
fn the_seeds_in_pages_have_the_paragraphs_of_the_seeds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: the seed reports are not here");
        return;
    }
    for id in ["000_443a55a53a0b7f18", "003_157002111799ee66"] {
        let bytes = std::fs::read(seeds.join(format!("{id}.txt"))).unwrap();
        let text = read_text(id, &bytes).report.unwrap();
        let article = Article {
            title: text.title.as_ref().unwrap().value.clone(),
            date: "2021-10-02".parse().unwrap(),
            author: "Jane Doe".to_owned(),
            topic: "World".to_owned(),
            caption: "A street".to_owned(),
            paragraphs: paragraphs(&text),
        };
        assert!(article.paragraphs.len() >= 8);
        for frame in sites::frames() {
            let report = read_page(id, &frame.page(&article)).report.unwrap();
            // The old frame's character set has no typographic quotes.
            let plain = |words: String| {
                let keeps = |c: char| c.is_ascii_alphanumeric() || c == ' ';
                words.chars().filter(|&c| keeps(c)).collect::<String>()
            };
            let of = |report: &Report| -> Vec<String> {
                blocks(report, BlockKind::Paragraph)
                    .into_iter()
                    .map(plain)
                    .collect()
            };
            let (found, wanted) = (of(&report), of(&text));
            let missing: Vec<&String> = wanted
                .iter()
                .filter(|words| !found.iter().any(|found| found.ends_with(words.as_str())))
                .collect();
            assert!(missing.is_empty(), "{} {id}: {missing:?}", frame.name);
            let more = found.len() - wanted.len();
            assert!(more <= 3, "{} {id}: {found:?}", frame.name);
        }
    }
}
