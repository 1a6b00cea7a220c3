//! Runs `pages.md`: each page there with the blocks and the metadata that it must give.
//!
//! With `RELATA_UPDATE=1` the expectations are written anew, to be read in the diff.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::Path;

use relata_reader::{Item, fault, read_row, read_text};
use relata_record::{BlockKind, Found, Report, Span};

const SPECIFICATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages.md");

#[test]
fn every_page_gives_what_the_specification_says() {
    let specification = std::fs::read_to_string(SPECIFICATION).unwrap();
    let anew = rewrite(&specification);
    if std::env::var_os("RELATA_UPDATE").is_some() {
        assert!(
            std::env::var_os("CI").is_none(),
            "expectations are not rewritten in CI"
        );
        std::fs::write(SPECIFICATION, &anew).unwrap();
        return;
    }
    for (was, is) in specification.split("\n## ").zip(anew.split("\n## ")) {
        assert_eq!(
            was,
            is,
            "pages.md, page \"{}\"",
            was.lines().next().unwrap_or("")
        );
    }
    assert!(
        specification.matches("\n```page\n").count() + specification.matches("\n```row\n").count()
            >= 12
    );
}

/// The specification with every `expected` fence filled from the page before it.
fn rewrite(specification: &str) -> String {
    let mut anew = String::new();
    let mut rest = specification;
    while let Some((before, kind, body, after)) = fence(rest) {
        anew.push_str(before);
        if kind == "page" || kind == "row" {
            let item = if kind == "page" {
                read_text("page", body.as_bytes())
            } else {
                read_row(body.trim_end().as_bytes())
            };
            let (between, next, _, after) = fence(after).expect("each page has an expectation");
            assert_eq!(next, "expected", "a page is followed by its expectation");
            let _ = write!(
                anew,
                "```{kind}\n{body}```\n{between}```expected\n{}```\n",
                show(&item)
            );
            rest = after;
        } else {
            let _ = write!(anew, "```{kind}\n{body}```\n");
            rest = after;
        }
    }
    anew.push_str(rest);
    anew
}

/// The next fence: what stands before it, its name, its body, what stands behind it.
fn fence(text: &str) -> Option<(&str, &str, &str, &str)> {
    let open = if text.starts_with("```") {
        0
    } else {
        text.find("\n```")? + 1
    };
    let (before, fenced) = text.split_at(open);
    let (name, body) = fenced[3..].split_once('\n')?;
    let close = if body.starts_with("```\n") {
        0
    } else {
        body.find("\n```\n")? + 1
    };
    Some((before, name, &body[..close], &body[close + 4..]))
}

fn show(item: &Item) -> String {
    let mut out = String::new();
    for problem in &item.problems {
        let _ = writeln!(out, "problem: {problem}");
    }
    let Some(report) = &item.report else {
        return out;
    };
    assert_eq!(fault(report), None);
    let words = [
        ("title", &report.title),
        ("agency", &report.agency),
        ("byline", &report.byline),
        ("dateline", &report.dateline),
    ];
    for (name, found) in words {
        if let Some(found) = found {
            let _ = writeln!(out, "{name}: {} ({})", found.value, how(report, found));
        }
    }
    if let Some(found) = &report.published {
        let day = &found.value;
        let year = day.year.map_or("----".to_owned(), |year| year.to_string());
        let inferred = if day.inferred { ", year inferred" } else { "" };
        let _ = writeln!(
            out,
            "published: {year}-{:02}-{:02} ({}{inferred})",
            day.month,
            day.day,
            how(report, found)
        );
    }
    for block in &report.blocks {
        let kind = match block.kind {
            BlockKind::Title => "T",
            BlockKind::Paragraph => "P",
            BlockKind::Caption => "C",
            BlockKind::Leftover => "-",
        };
        let _ = writeln!(out, "{kind} {}", clip(block.span.of(&report.text)));
    }
    out
}

fn how<T>(report: &Report, found: &Found<T>) -> String {
    let quote = |span: Span| {
        format!(
            "{} \"{}\"",
            found.how,
            span.of(&report.text).replace('\n', " / ")
        )
    };
    found.span.map_or(found.how.clone(), quote)
}

/// The words on one line; the middle of long ones is left out.
fn clip(words: &str) -> String {
    let line: Vec<char> = words.replace('\n', " / ").chars().collect();
    if line.len() <= 90 {
        return line.iter().collect();
    }
    let part = |range: &[char]| range.iter().collect::<String>();
    format!("{} … {}", part(&line[..50]), part(&line[line.len() - 30..]))
}

#[test]
fn the_two_seed_reports() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: the seed reports are not here");
        return;
    }
    let read = |id: &str| {
        read_text(id, &std::fs::read(seeds.join(format!("{id}.txt"))).unwrap())
            .report
            .unwrap()
    };
    let blocks = |report: &Report, kind: BlockKind| -> Vec<String> {
        let wanted = report.blocks.iter().filter(|block| block.kind == kind);
        wanted
            .map(|block| block.span.of(&report.text).to_owned())
            .collect()
    };

    let report = read("000_443a55a53a0b7f18");
    assert_eq!(
        blocks(&report, BlockKind::Leftover),
        ["Menu", "The Mideast", "Pakistan_053013_660.jpg", "AP"]
    );
    assert_eq!(blocks(&report, BlockKind::Title).len(), 1);
    assert_eq!(blocks(&report, BlockKind::Paragraph).len(), 11);
    let captions = blocks(&report, BlockKind::Caption);
    assert!(
        captions.len() == 1
            && captions[0].starts_with("May 30, 2013:")
            && captions[0].ends_with("Multan, Pakistan.")
    );
    assert!(
        report
            .title
            .unwrap()
            .value
            .starts_with("Pakistani Taliban withdraws")
    );
    let agency = report.agency.unwrap();
    assert_eq!(
        (agency.value.as_str(), agency.how.as_str()),
        ("The Associated Press", "caption credit")
    );
    assert_eq!(
        report
            .published
            .unwrap()
            .value
            .date()
            .map(|day| day.to_string())
            .as_deref(),
        Some("2013-05-30")
    );

    let report = read("003_157002111799ee66");
    assert_eq!(blocks(&report, BlockKind::Leftover), [""; 0]);
    let paragraphs = blocks(&report, BlockKind::Paragraph);
    assert_eq!(paragraphs.len(), 8);
    assert!(paragraphs[0].starts_with("Pakistan’s government"));
    assert!(
        report
            .title
            .unwrap()
            .value
            .starts_with("Pakistan in negotiations")
    );
    assert_eq!(report.agency.unwrap().value, "UPI");
    let published = report.published.unwrap().value;
    assert_eq!(
        (published.year, published.month, published.day),
        (None, 10, 2)
    );
}
