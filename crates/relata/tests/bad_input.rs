//! Bad input: each thing that cannot be read is one clear line, the rest is coded, and nothing stored is lost.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use bench::{Bench, Output, ids};

/// Codes the folder `reports` with one more file in it.
fn code_beside(name: &str, content: &[u8]) -> (Bench, Output) {
    let bench = Bench::with_reports();
    bench.write(&format!("reports/{name}"), content);
    let output = bench.run(&["code", "reports"]);
    (bench, output)
}

/// The lines on standard error that name a file.
fn lines_on<'a>(output: &'a Output, name: &str) -> Vec<&'a str> {
    output
        .err
        .lines()
        .filter(|line| line.contains(name))
        .collect()
}

#[test]
fn what_is_no_report_is_one_line_and_the_rest_is_coded() {
    let long = b"x".repeat(50 * 1024 * 1024);
    let mut long_row = br#"{"id": "long", "text": ""#.to_vec();
    long_row.extend(&long);
    long_row.extend(b"\"}\n");
    for (name, content) in [
        ("empty.txt", &b""[..]),
        ("blank.txt", b" \n\n"),
        (
            "binary.txt",
            b"\x7fELF\0\0\0\x01\x02\0\0\0\0\0\0\0\xff\xfe\0\0",
        ),
        ("long.txt", &long),
        ("long.jsonl", &long_row),
        ("textless.jsonl", b"{\"id\": \"a\"}\n"),
        ("broken.jsonl", b"{\"id\": \"a\", \"text\": \n"),
    ] {
        let (bench, output) = code_beside(name, content);
        assert_eq!(output.code, 0, "{name}: {}", output.err);
        let lines = lines_on(&output, name);
        assert_eq!(lines.len(), 1, "{name}: {}", output.err);
        assert!(
            lines[0].len() < 300 && lines[0].contains(';'),
            "{}",
            lines[0]
        );
        assert!(
            output.err.contains("3 coded, 1 skipped"),
            "{name}: {}",
            output.err
        );
        assert!(ids(&bench.export()).iter().any(|id| id == "river#1"));
    }
}

#[test]
fn bad_rows_are_a_line_each_and_the_good_ones_between_are_coded() {
    let deep = "[".repeat(50_000);
    let rows = [
        r#"{"id": "first", "text": "Rebels attacked a convoy near Goma on Sunday."}"#,
        r#"{"id": "none"}"#,
        r#"{"id": "number", "text": 5}"#,
        "[1]",
        "nonsense",
        &deep,
        r#"{"id": "nul", "text": "Rebels\u0000attacked"}"#,
        r#"{"id": "last", "text": "Rebels attacked a post near Goma on Sunday."}"#,
    ];
    let bench = Bench::new();
    bench.write("rows.jsonl", rows.join("\n"));
    let output = bench.run(&["-v", "code", "rows.jsonl"]);
    assert_eq!(output.code, 0, "{}", output.err);
    for line in 2..=7 {
        let named = lines_on(&output, &format!("rows.jsonl:{line}: "));
        assert_eq!(named.len(), 1, "{line}: {}", output.err);
        assert!(
            named[0].len() < 200 && named[0].contains(';'),
            "{}",
            named[0]
        );
    }
    assert_eq!(ids(&bench.export()), ["first#1", "last#1"]);
}

#[test]
fn empty_standard_input_is_called_by_its_name() {
    let output = Bench::new().run(&["code", "-"]);
    assert_eq!((output.code, output.out.as_str()), (1, ""));
    assert!(
        output.err.starts_with("standard input: is empty;"),
        "{}",
        output.err
    );
}

#[test]
fn one_thing_is_told_of_in_the_singular() {
    let bench = Bench::new();
    bench.write(
        "latin.txt",
        b"Caf\xe9 owners said that gunmen attacked an army post in Goma on Monday.\n",
    );
    let output = bench.run(&["code", "latin.txt"]);
    for words in [
        "1 report read",
        "1 event:",
        "1 remark on what was read; -v shows it",
    ] {
        assert!(output.err.contains(words), "{}", output.err);
    }
}

#[test]
fn bytes_that_are_no_utf_8_do_not_stop_a_run() {
    let (bench, output) = code_beside(
        "latin.txt",
        b"Caf\xe9 owners said that gunmen attacked an army post in Goma on Monday.\n",
    );
    assert_eq!(output.code, 0, "{}", output.err);
    assert!(ids(&bench.export()).iter().any(|id| id == "river#1"));
}

#[test]
fn a_folder_without_reports_is_nothing_found() {
    let bench = Bench::new();
    bench.write("empty/picture.png", "");
    let output = bench.run(&["code", "empty"]);
    assert_eq!((output.code, output.out.as_str()), (1, ""));
    assert!(output.err.contains("empty"), "{}", output.err);
}

#[test]
fn a_missing_path_is_an_error_and_the_others_are_coded() {
    let bench = Bench::with_reports();
    let output = bench.run(&["code", "reports", "gone.txt"]);
    assert_eq!(output.code, 2);
    assert_eq!(lines_on(&output, "gone.txt").len(), 1, "{}", output.err);
    assert!(output.err.contains("3 coded"), "{}", output.err);
}

#[test]
fn a_record_that_cannot_be_written_is_one_line() {
    let bench = Bench::with_reports();
    bench.write("text.db", "these are notes of somebody, not a database");
    std::fs::create_dir(bench.path("folder.db")).unwrap();
    let foreign = rusqlite::Connection::open(bench.path("foreign.db")).unwrap();
    foreign
        .execute_batch("CREATE TABLE mine (x); INSERT INTO mine VALUES (7)")
        .unwrap();
    drop(foreign);
    bench.run(&["code", "reports", "--db", "fixed.db"]);
    let mut permissions = std::fs::metadata(bench.path("fixed.db"))
        .unwrap()
        .permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(bench.path("fixed.db"), permissions).unwrap();

    for db in [
        "text.db",
        "folder.db",
        "foreign.db",
        "fixed.db",
        "no/such/folder.db",
    ] {
        let before = std::fs::read(bench.path(db)).ok();
        let output = bench.run(&["code", "reports", "--db", db]);
        assert_eq!((output.code, output.out.as_str()), (2, ""), "{db}");
        assert_eq!(output.err.lines().count(), 1, "{db}: {}", output.err);
        assert!(output.err.contains(';'), "{}", output.err);
        assert_eq!(std::fs::read(bench.path(db)).ok(), before, "{db}");
    }
    let events = bench.run(&["events", "--db", "fixed.db", "--format", "jsonl"]);
    assert_eq!(events.code, 0, "{}", events.err);
    for db in ["text.db", "folder.db", "foreign.db", "gone.db"] {
        let output = bench.run(&["events", "--db", db]);
        assert_eq!((output.code, output.out.as_str()), (2, ""), "{db}");
        assert_eq!(output.err.lines().count(), 1, "{db}: {}", output.err);
    }
}

#[test]
fn a_damaged_record_is_one_line_and_stays_as_it_is() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    let whole = std::fs::read(bench.path("relata.db")).unwrap();
    bench.write("short.db", &whole[..whole.len() / 3]);
    let mut scrambled = whole.clone();
    scrambled[5000..]
        .iter_mut()
        .step_by(7)
        .for_each(|byte| *byte ^= 0x5a);
    bench.write("scrambled.db", &scrambled);
    for db in ["short.db", "scrambled.db"] {
        let before = std::fs::read(bench.path(db)).unwrap();
        for arguments in [
            &["code", "reports", "--db", db][..],
            &["events", "--db", db],
            &["why", "river", "--db", db],
        ] {
            let output = bench.run(arguments);
            assert_eq!((output.code, output.out.as_str()), (2, ""), "{arguments:?}");
            assert_eq!(output.err.lines().count(), 1, "{}", output.err);
            assert!(output.err.contains("damaged"), "{}", output.err);
        }
        assert_eq!(std::fs::read(bench.path(db)).unwrap(), before, "{db}");
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_no_record() {
    let output = Bench::with_reports().run(&["code", "reports", "--db", "/dev/null"]);
    assert_eq!((output.code, output.out.as_str()), (2, ""));
    assert!(output.err.contains("not a database;"), "{}", output.err);
}

#[test]
fn a_gold_file_that_cannot_be_scored_is_one_line() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    bench.write("gold.jsonl", "{}\n[1]\n");
    let output = bench.run(&["eval", "--gold", "gold.jsonl", "--docs", "reports"]);
    assert_eq!((output.code, output.out.as_str()), (2, ""));
    assert_eq!(output.err.lines().count(), 1, "{}", output.err);
    assert_eq!(output.err.matches("sequence").count(), 1, "{}", output.err);
    assert!(output.err.contains("gold.jsonl:2: "), "{}", output.err);
}

#[test]
fn control_characters_of_a_report_do_not_reach_the_terminal() {
    let (bench, _) = code_beside(
        "bell.txt",
        b"Gunmen attacked a po\x1b[31mlice station\x07 in Kandahar on Monday.\n",
    );
    for arguments in [
        &["events"][..],
        &["why", "bell"],
        &["why", "bell#1"],
        &["read", "reports/bell.txt"],
    ] {
        let output = bench.run(arguments);
        assert!(
            !output.out.contains(['\u{1b}', '\u{7}']),
            "{arguments:?}: {:?}",
            output.out
        );
    }
}

/// A paragraph that nobody wrote: sentences, a word without end, marks, and sentences again.
#[test]
fn a_paragraph_without_end_is_read_in_stretches_and_nothing_of_it_is_lost() {
    let raid = "Gunmen attacked a police station in Kandahar on Monday, killing four officers.";
    let arrest = "Police in Cairo arrested twelve protesters on Wednesday.";
    let text = format!(
        "{raid} {} {} <b> {} {arrest}\n",
        "z".repeat(250_000),
        "(\u{202e}) ".repeat(60_000),
        "the guards of the old bridge fled, ".repeat(200),
    );
    let (bench, output) = code_beside("endless.txt", text.as_bytes());
    assert!(output.err.contains("4 coded"), "{}", output.err);
    let told = bench.run(&["code", "reports", "--recode", "-v"]);
    let lines = lines_on(&told, "endless");
    assert!(
        lines
            .iter()
            .any(|line| line.contains(" stretches") && line.contains("; split it")),
        "{}",
        told.err
    );
    let export = bench.export();
    for (id, words) in [("endless#1", raid), ("endless#2", arrest)] {
        let mut events = export.lines().zip(ids(&export));
        let event = events.find(|(_, known)| known == id);
        assert!(event.is_some_and(|(line, _)| line.contains(words)), "{id}");
    }
    let why = bench.run(&["why", "endless"]).out;
    assert!(why.contains("not read: "), "what has no words is not named");
    assert!(
        why.contains("[arrested]"),
        "the last sentence is not explained"
    );
    let read = bench.run(&["read", "reports/endless.txt", "--text"]).out;
    assert_eq!(read.matches('z').count(), 250_000);
}
