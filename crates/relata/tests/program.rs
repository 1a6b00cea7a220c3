//! The real program in a scratch folder: exit codes, what goes to standard output and what to standard error.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use bench::{Bench, ids};

#[test]
fn help_is_no_error_and_a_missing_command_is_one() {
    let bench = Bench::new();
    let help = bench.run(&["--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Examples:"));
    let none = bench.run(&[]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    let near = bench.run(&["event"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("events"), "{}", near.err);
}

#[test]
fn coding_fills_the_record_and_tells_of_it_on_standard_error() {
    let bench = Bench::with_reports();
    let code = bench.run(&["code", "reports"]);
    assert_eq!((code.code, code.out.as_str()), (0, ""));
    assert!(code.err.contains("3 reports read: 3 coded"), "{}", code.err);
    let events = bench.run(&["events", "--format", "jsonl"]);
    assert_eq!(events.code, 0);
    assert_eq!(events.err, "");
    assert!(
        ids(&events.out).iter().any(|id| id == "river#1"),
        "{}",
        events.out
    );
    let table = bench.run(&["events"]);
    assert!(table.out.contains("ASSAULT"));
    assert!(
        table.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        table.out
    );
    let csv = bench.run(&["events", "--format", "csv"]);
    assert!(csv.out.starts_with("report,n,type,"));
    assert_eq!(bench.run(&["-q", "code", "reports", "--recode"]).err, "");
}

#[test]
fn coding_twice_changes_nothing() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    let before = bench.export();
    let again = bench.run(&["code", "reports"]);
    assert!(again.err.contains("0 coded, 3 unchanged"), "{}", again.err);
    assert_eq!(bench.export(), before);
    let anew = bench.run(&["code", "--recode", "reports"]);
    assert!(anew.err.contains("3 of them coded anew"), "{}", anew.err);
    assert_eq!(bench.export(), before);
}

#[test]
fn another_tier_codes_again() {
    let bench = Bench::with_reports();
    bench.run(&["code", "--model", "fast", "reports"]);
    let other = bench.run(&["code", "--model", "accurate", "reports"]);
    assert!(other.err.contains("3 of them coded anew"), "{}", other.err);
    let table = bench.run(&["events"]);
    assert!(table.out.contains("ASSAULT"));
    let again = bench.run(&["code", "--model", "accurate", "reports"]);
    assert!(again.err.contains("0 coded, 3 unchanged"), "{}", again.err);
    // The routed tiers, which are used where none is named.
    let both = bench.run(&["code", "reports"]);
    assert!(both.err.contains("3 of them coded anew"), "{}", both.err);
    let table = bench.run(&["events"]);
    assert!(table.out.contains("ASSAULT"));
    let again = bench.run(&["code", "--model", "auto", "reports"]);
    assert!(again.err.contains("0 coded, 3 unchanged"), "{}", again.err);
}

#[test]
fn a_changed_report_is_a_new_revision() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    bench.write(
        "reports/river.txt",
        "Nothing of note happened on the river.\n",
    );
    let code = bench.run(&["code", "reports"]);
    assert!(
        code.err.contains("1 of them with a new text, 2 unchanged"),
        "{}",
        code.err
    );
    assert!(
        !ids(&bench.export())
            .iter()
            .any(|id| id.starts_with("river#"))
    );
}

#[test]
fn threads_and_the_order_of_files_do_not_matter() {
    let bench = Bench::with_reports();
    let files = ["reports/river.txt", "reports/rows.jsonl"];
    let reversed = ["reports/rows.jsonl", "reports/river.txt"];
    let mut exports = Vec::new();
    for (n, files, threads) in [
        (0, files, "1"),
        (1, files, "2"),
        (2, reversed, "2"),
        (3, reversed, "7"),
    ] {
        let db = format!("{n}.db");
        bench.run(&["code", files[0], files[1], "--db", &db, "-j", threads]);
        exports.push(bench.run(&["events", "--db", &db, "--format", "jsonl"]).out);
    }
    assert!(!exports[0].is_empty());
    assert!(exports.iter().all(|export| *export == exports[0]));
}

#[test]
fn no_tier_depends_on_threads_or_the_order_of_files() {
    let bench = Bench::with_reports();
    let files = ["reports/river.txt", "reports/rows.jsonl"];
    for model in ["accurate", "auto"] {
        let mut exports = Vec::new();
        for (n, first, threads) in [(0, 0, "1"), (1, 1, "5")] {
            let db = format!("{model}{n}.db");
            let files = [files[first], files[1 - first]];
            let code = ["code", "--model", model, "--db", &db, "-j", threads];
            bench.run(&[&code[..], &files[..]].concat());
            exports.push(bench.run(&["events", "--db", &db, "--format", "jsonl"]).out);
        }
        assert!(!exports[0].is_empty());
        assert_eq!(exports[0], exports[1], "{model}");
    }
}

#[test]
fn every_line_of_json_says_its_type() {
    let bench = Bench::with_reports();
    bench.write("reports/empty.txt", "");
    for arguments in [
        &["code", "reports", "--json"][..],
        &["code", "reports", "--json", "--dry-run", "--recode"],
        &["read", "reports", "--json"],
        &["events", "--json"],
        &["why", "river", "--json"],
        &["why", "river#1", "--json"],
    ] {
        let output = bench.run(arguments);
        assert_eq!(output.code, 0, "{arguments:?} {}", output.err);
        assert!(!output.out.is_empty());
        for line in output.out.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(line["type"].is_string(), "{arguments:?} {line}");
        }
    }
}

#[test]
fn a_dry_run_leaves_no_record() {
    let bench = Bench::with_reports();
    let dry = bench.run(&["code", "--dry-run", "reports"]);
    assert!(dry.err.contains("3 coded"), "{}", dry.err);
    assert!(!bench.path("relata.db").exists());
    bench.run(&["code", "reports"]);
    let dry = bench.run(&["code", "--dry-run", "reports"]);
    assert!(dry.err.contains("3 unchanged"), "{}", dry.err);
}

#[test]
fn filters_let_through_what_fits() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    let n = |arguments: &[&str]| {
        let output =
            bench.run(&[&["events", "--as-told", "--format", "jsonl"], arguments].concat());
        assert_eq!(
            output.code,
            i32::from(output.out.is_empty()),
            "{}",
            output.err
        );
        output.out.lines().count()
    };
    let all = n(&[]);
    assert!(n(&["--type", "assault"]) > 0 && n(&["--type", "assault"]) < all);
    assert_eq!(
        n(&["--report", "river"]),
        ids(&bench.export())
            .iter()
            .filter(|id| id.starts_with("river#"))
            .count()
    );
    assert_eq!(n(&["--party", "nobody at all"]), 0);
    assert_eq!(n(&["--to", "1900"]), 0);
    let wrong = bench.run(&["events", "--from", "Monday"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("--from Monday"), "{}", wrong.err);
}

#[test]
fn a_party_is_found_by_every_name_of_the_tables() {
    let bench = Bench::new();
    let row = r#"{"id": "camp", "published": "2008-03-04", "text": "The Revolutionary Armed Forces of Colombia attacked an army post near Pasto on Tuesday."}"#;
    bench.write("camp.jsonl", row);
    bench.run(&["code", "camp.jsonl"]);
    let found = |party: &str| bench.run(&["events", "--party", party]);
    for name in [
        "FARC",
        "farc-ep",
        "COL.farc",
        "col",
        "Colombian",
        "reb",
        "revolutionary armed",
        "armed forces of col",
    ] {
        assert_eq!(found(name).code, 0, "{name}");
    }
    let events = found("FARC");
    assert!(
        events.err.contains("1 happening told by 1 report\n"),
        "{}",
        events.err
    );
    for (name, hint) in [
        ("FRAC", "did you mean `FARC`?"),
        ("Colonbia", "did you mean `Colombia`?"),
        ("Norway", "`relata events` lists"),
        ("IRA", "`relata events` lists"),
    ] {
        let output = found(name);
        assert_eq!((output.code, output.out.as_str()), (1, ""), "{name}");
        assert!(output.err.contains(hint), "{name}: {}", output.err);
    }
    // The party is there, only not on these days: no other name is offered.
    let output = bench.run(&["events", "--party", "FARC", "--to", "1950"]);
    assert_eq!(output.err, "no event in the record fits\n");
}

#[test]
fn why_shows_the_words_of_an_event_and_the_sentences_of_a_report() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    let event = bench.run(&["why", "river#1"]);
    assert_eq!(event.code, 0);
    for words in ["[attacked]", "type", "evidence", "bytes"] {
        assert!(event.out.contains(words), "{}", event.out);
    }
    let report = bench.run(&["why", "river"]);
    assert!(report.out.contains("#1 ASSAULT"), "{}", report.out);
    assert!(report.out.contains("water was high"), "{}", report.out);
    assert!(!report.out.contains("nsubj"), "{}", report.out);
    let parsed = bench.run(&["why", "river", "--parse"]);
    assert!(parsed.out.contains("nsubj"), "{}", parsed.out);
    let line = bench.run(&["why", "river", "--parse=fast", "--json"]);
    assert!(line.out.contains(r#""relation":"root""#), "{}", line.out);
    let unknown = bench.run(&["why", "rive-r"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""));
    let beyond = bench.run(&["why", "river#99"]);
    assert_eq!(beyond.code, 1);
    assert!(beyond.err.contains("no event 99"), "{}", beyond.err);
}

#[test]
fn read_prints_the_text_byte_for_byte() {
    let bench = Bench::with_reports();
    let read = bench.run(&["read", "--text", "reports/river.txt"]);
    assert_eq!(
        read.out.as_bytes(),
        std::fs::read(bench.path("reports/river.txt")).unwrap()
    );
    let read = bench.run(&["read", "reports/river.txt"]);
    assert!(read.out.contains("paragraph"), "{}", read.out);
}

#[test]
fn standard_input_is_read() {
    let bench = Bench::new();
    let row = r#"{"id": "piped", "text": "Rebels attacked an army convoy near Goma on Sunday."}"#;
    let code = bench.run_with(&["code", "-"], row);
    assert_eq!(code.code, 0, "{}", code.err);
    assert_eq!(ids(&bench.export()), ["piped#1"]);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    for arguments in [
        &["events"][..],
        &["events", "--format", "csv"],
        &["why", "river"],
        &["read", "reports"],
    ] {
        assert_eq!(bench.run_unheard(arguments), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_killed_run_is_resumed() {
    let bench = Bench::new();
    let rows: String = (0..3000)
        // Each of a day of its own: thousands of copies of one text would be compared with each other.
        .map(|n| {
            let day = format!(
                "{}-{:02}-{:02}",
                1990 + n / 336,
                n / 28 % 12 + 1,
                n % 28 + 1
            );
            let text = format!("Rebels attacked convoy {n} near Goma on Sunday.");
            format!("{{\"id\": \"r{n:04}\", \"published\": \"{day}\", \"text\": \"{text}\"}}\n")
        })
        .collect();
    bench.write("rows.jsonl", &rows);
    bench.run_and_kill(
        &["code", "rows.jsonl"],
        std::time::Duration::from_millis(400),
    );
    let code = bench.run(&["code", "rows.jsonl"]);
    assert_eq!(code.code, 0, "{}", code.err);
    let resumed = bench.export();
    bench.run(&["code", "rows.jsonl", "--db", "fresh.db"]);
    assert_eq!(
        resumed,
        bench
            .run(&[
                "events",
                "--as-told",
                "--db",
                "fresh.db",
                "--format",
                "jsonl"
            ])
            .out
    );
    assert_eq!(resumed.lines().count(), 3000);
}

#[test]
fn the_record_and_its_export_score_the_same() {
    let bench = Bench::with_reports();
    bench.run(&["code", "reports"]);
    bench.write("events.jsonl", bench.export());
    let gold = r#"{"report": "river", "core": true, "type": "ASSAULT", "actors": [], "recipients": [],
        "factuality": "fact", "evidence": ["attacked a police station in Kandahar"]}"#;
    bench.write("gold.jsonl", gold.replace('\n', " "));
    let arguments = [
        "eval",
        "--gold",
        "gold.jsonl",
        "--docs",
        "reports",
        "--per-report",
        "--misses",
    ];
    let record = bench.run(&arguments);
    assert_eq!(record.code, 0, "{}", record.err);
    assert!(
        record.out.contains("1 reports, 1 core events"),
        "{}",
        record.out
    );
    assert!(record.out.contains("R 1.000"), "{}", record.out);
    let file = bench.run(&[&arguments[..], &["--pred", "events.jsonl"]].concat());
    assert_eq!(record.out, file.out);
    let missing = bench.run(&["eval", "--gold", "no.jsonl", "--docs", "reports"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no.jsonl"), "{}", missing.err);
}
