//! Files, folders and rows from disk: what is read, in which order, and which problem each bad thing gives.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

use relata_reader::{Item, Limits, Reader};

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: &Path) -> Vec<Item> {
    Reader::open(&[path.to_path_buf()]).collect()
}

/// Ids of the reports, and problems as `line what skipped`.
fn outcome(items: &[Item]) -> (Vec<String>, Vec<String>) {
    let ids = items
        .iter()
        .filter_map(|item| item.report.as_ref().map(|report| report.id.clone()));
    let problems = items.iter().flat_map(|item| &item.problems).map(|problem| {
        assert!(!problem.remedy.is_empty() && !problem.file.is_empty());
        let line = problem.line.map_or("-".to_owned(), |line| line.to_string());
        format!(
            "{line} {}{}",
            problem.what,
            if problem.skipped { "" } else { " (read)" }
        )
    });
    (ids.collect(), problems.collect())
}

#[test]
fn a_folder_is_walked_in_sorted_order() {
    let folder = folder(&[
        ("b.txt", b"Talks began."),
        ("a/2.txt", b"Talks went on."),
        ("a/1.txt", b"Talks paused."),
        ("c.jsonl", b"{\"id\":\"row\",\"text\":\"Talks ended.\"}\n"),
        ("README.md", b"About."),
        (".hidden.txt", b"Nothing."),
    ]);
    let (ids, problems) = outcome(&read(folder.path()));
    assert_eq!(ids, ["1", "2", "b", "row"]);
    assert_eq!(problems, ["- 1 file of another kind was passed over (.md)"]);
}

#[test]
fn what_cannot_be_read_gives_one_problem() {
    for (bytes, what) in [
        (&b""[..], "- is empty"),
        (b" \n\t\r\n", "- holds only white space"),
        (b"\xef\xbb\xbf", "- is empty"),
        (b"abc\0def", "- is not text (it holds control bytes)"),
        (b"%PDF-1.7", "- is a PDF"),
        (
            b"<!DOCTYPE html><ul><li><a href=1>Home</a></ul>",
            "- holds no story that could be told from its menus",
        ),
        (
            b"<?xml version='1.0'?><svg/>",
            "- is XML of a kind that is not known",
        ),
    ] {
        let folder = folder(&[("a.txt", bytes)]);
        let (ids, problems) = outcome(&read(&folder.path().join("a.txt")));
        assert!(ids.is_empty());
        assert_eq!(problems, [what]);
    }
    let empty = folder(&[]);
    fs::create_dir(empty.path().join("inner")).unwrap();
    assert_eq!(outcome(&read(empty.path())).1, ["- holds no reports"]);
    assert_eq!(
        outcome(&read(&empty.path().join("gone.txt"))).1,
        ["- does not exist"]
    );
}

#[test]
fn other_encodings_are_read_and_said() {
    let folder = folder(&[
        ("a.txt", b"Santos met the rebels in Bogot\xe1 on Monday."),
        ("b.txt", b"\xef\xbb\xbfTalks began."),
    ]);
    let items = read(folder.path());
    assert_eq!(
        items[0].report.as_ref().unwrap().text,
        "Santos met the rebels in Bogotá on Monday."
    );
    assert!(items[0].problems[0].what.contains("Windows-1252") && !items[0].problems[0].skipped);
    assert_eq!(items[1].report.as_ref().unwrap().text, "Talks began.");
    assert!(items[1].problems.is_empty());
}

#[test]
fn the_text_is_kept_as_it_is() {
    let text = "  Truce\r\n\r\nThe truce held for a day, both sides said.  \n\n";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let report = read(folder.path()).remove(0).report.unwrap();
    assert_eq!(report.text, text);
    assert_eq!(report.hash.len(), 64);
    assert_eq!(
        report.blocks[1].span.of(&report.text),
        "The truce held for a day, both sides said."
    );
}

#[test]
fn bad_rows_are_named_and_the_rest_is_read() {
    let rows = concat!(
        "\u{feff}{\"id\":\"a\",\"text\":\"Talks began.\"}\n",
        "\n",
        "{\"id\":\"b\"}\n",
        "{\"id\":\"c\",\"text\":\"\"}\n",
        "{\"id\":\"d\",\"text\":7}\n",
        "{\"id\":\"e\",\"text\":\"cut off\n",
        "[1]\n",
        "{\"text\":\"Talks without a name.\",\"title\":[\"x\"],\"date\":\"soon\"}\r\n",
        "{\"id\":\"a\",\"text\":\"Talks ended.\"}\n",
        "{\"id\":\"a\",\"text\":\"Talks began.\"}\n",
        "{\"docid\":12,\"text\":\"Talks were held.\"}",
    );
    let folder = folder(&[("rows.jsonl", rows.as_bytes())]);
    let items = read(folder.path());
    let (ids, problems) = outcome(&items);
    let other = &items
        .iter()
        .filter_map(|item| item.report.as_ref())
        .nth(2)
        .unwrap();
    assert_eq!(
        ids,
        ["a", "rows:8", &format!("a~{}", &other.hash[..8]), "12"]
    );
    let wanted = [
        "3 has no `text`",
        "4 has a `text` that is empty",
        "5 has a `text` that is not a string",
        "6 is broken JSON",
        "7 is not a JSON object",
        "8 has a `title` that is not a string, which was left out (read)",
        "8 has a `date` that names no day",
        "9 has the id `a` of another report",
        "10 is the report `a` again",
    ];
    assert_eq!(problems.len(), wanted.len(), "{problems:#?}");
    for (problem, wanted) in problems.iter().zip(wanted) {
        assert!(problem.starts_with(wanted), "{problem} / {wanted}");
    }
}

#[test]
fn a_row_or_file_beyond_the_limit_is_passed_over() {
    let long = format!(
        "{{\"id\":\"long\",\"text\":\"{}\"}}\n{{\"id\":\"next\",\"text\":\"Talks began.\"}}\n",
        "x".repeat(200)
    );
    let folder = folder(&[
        ("a.jsonl", long.as_bytes()),
        ("b.txt", "y".repeat(101).as_bytes()),
    ]);
    let items: Vec<Item> = Reader::with_limits(
        &[folder.path().to_path_buf()],
        Limits {
            report_bytes: 100,
            ..Limits::default()
        },
    )
    .collect();
    let (ids, problems) = outcome(&items);
    assert_eq!(ids, ["next"]);
    assert_eq!(
        problems,
        ["1 is longer than 100 bytes", "- is longer than 100 bytes"]
    );
}

#[test]
fn files_that_are_no_rows_are_told_once() {
    for (bytes, what) in [
        (
            &b"{\n\"text\": \"a\"\n}\n"[..],
            "- is one JSON document, not one object a line",
        ),
        (
            b"[{\"text\": \"a\"}]\n",
            "- is one JSON document, not one object a line",
        ),
        (
            b"\x1f\x8b\x08\0\n\0\n",
            "- is damaged at byte 0 of the packed file",
        ),
        (b"\n\n", "- holds no rows"),
        (b"", "- holds no rows"),
    ] {
        let folder = folder(&[("a.jsonl", bytes)]);
        let (ids, problems) = outcome(&read(folder.path()));
        assert!(ids.is_empty());
        assert_eq!(problems, [what]);
    }
}

#[test]
fn rows_are_known_by_their_first_byte_where_the_name_says_nothing() {
    let folder = folder(&[
        ("rows", b" {\"id\":\"a\",\"text\":\"Talks began.\"}\n"),
        ("story", b"Talks began."),
    ]);
    assert_eq!(outcome(&read(folder.path())).0, ["a", "story"]);
}

#[test]
fn two_runs_over_the_same_files_are_alike() {
    let shipped: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "..",
        "..",
        "examples",
        "reports",
    ]
    .iter()
    .collect();
    let items = read(&shipped);
    assert_eq!(items, read(&shipped));
}

#[test]
fn the_shipped_examples_are_read_whole() {
    let shipped: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "..",
        "..",
        "examples",
        "reports",
    ]
    .iter()
    .collect();
    let items = read(&shipped);
    assert!(
        items.iter().all(|item| item.problems.is_empty()),
        "{:?}",
        outcome(&items).1
    );
    let reports: Vec<_> = items.into_iter().filter_map(|item| item.report).collect();
    assert_eq!(reports.len(), 10);
    for report in reports {
        assert_eq!(relata_reader::fault(&report), None);
        let day = report
            .published
            .as_ref()
            .and_then(|found| found.value.date());
        assert!(
            day.is_some_and(|day| (2012..=2016).contains(&day.year())),
            "{}: {day:?}",
            report.id
        );
        assert!(
            report.title.is_some() && report.agency.is_some() && report.dateline.is_some(),
            "{}",
            report.id
        );
        let words = report.text.split_whitespace().count();
        assert!((120..=280).contains(&words), "{}: {words} words", report.id);
    }
}
