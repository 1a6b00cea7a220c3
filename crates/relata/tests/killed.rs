//! A run that is killed leaves a consistent record, and the next one goes on where it stopped: in the end every export
//! has the bytes of a run that nobody touched.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bench::Bench;
use rusqlite::Connection;

const N_REPORTS: usize = 600;
const N_KILLS: u64 = 8;

/// Reports of which five tell one deed.
fn reports() -> String {
    let towns = [
        "Kandahar",
        "Kunduz",
        "Ghazni",
        "Herat",
        "Jalalabad",
        "Khost",
        "Farah",
    ];
    let mut rows = String::new();
    for n in 0..N_REPORTS {
        let deed = n / 5;
        let (town, dead) = (towns[deed % towns.len()], 2 + deed % 23);
        let (month, day) = (1 + deed % 12, 2 + deed % 26);
        let told = match n % 5 {
            0 => format!(
                "Gunmen attacked a police station in {town} on Monday, killing {dead} officers."
            ),
            1 => format!(
                "A bomb killed {dead} people in {town}, police said. The Taliban claimed the attack."
            ),
            2 => format!(
                "The Taliban rejected peace talks with the Afghan government after the attack in {town} that killed {dead}."
            ),
            3 => format!(
                "At least {dead} people died in {town} when fighters stormed a police station."
            ),
            _ => format!("The Afghan government blamed the Taliban for the attack in {town}."),
        };
        let _ = writeln!(
            rows,
            "{{\"id\": \"r{n:04}\", \"published\": \"2009-{month:02}-{day:02}\", \"agency\": \"Wire {}\", \"text\": \
             \"{told} The water was high at that time of the year, and few cars were seen on the road.\"}}",
            n % 3
        );
    }
    rows
}

/// What the record in `db` gives in all our forms.
fn exports(bench: &Bench, db: &str) -> Vec<String> {
    let mut exports = Vec::new();
    for arguments in [
        &["events", "--as-told", "--format", "jsonl"][..],
        &["events", "--format", "jsonl"],
        &["events", "--format", "csv"],
        &["events", "--format", "geojson"],
        &["export", "--layout", "plover"],
        &["export", "--layout", "ged"],
        &["talks", "Taliban", "Afghanistan", "--json"],
    ] {
        let output = bench.run(&[arguments, &["--db", db]].concat());
        assert!(output.code < 2, "{}", output.err);
        exports.push(output.out);
    }
    exports
}

/// Starts to code, and stops that by a signal after a while. How many reports the record has then.
fn stopped(bench: &Bench, db: &str, signal: &str, after: Duration) -> i64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args([
            "code",
            "--model",
            "fast",
            "-j",
            "2",
            "rows.jsonl",
            "--db",
            db,
        ])
        .current_dir(bench.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let pid = child.id().to_string();
    let _ = Command::new("kill")
        .args([signal, &pid])
        .stderr(Stdio::null())
        .status();
    child.wait().unwrap();
    let path = bench.path(db);
    if !path.exists() {
        return 0;
    }
    let record = Connection::open(path).unwrap();
    let state: String = record
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(state, "ok");
    let dangling: Option<String> = record
        .query_row("PRAGMA foreign_key_check", [], |row| row.get(0))
        .ok();
    assert_eq!(dangling, None);
    let count = "SELECT count(*) FROM reports WHERE active = 1";
    record.query_row(count, [], |row| row.get(0)).unwrap_or(0)
}

#[test]
#[cfg(unix)]
fn a_run_that_is_stopped_anywhere_is_taken_up_where_it_stopped() {
    let bench = Bench::new();
    bench.write("rows.jsonl", reports());
    let code = ["code", "--model", "fast", "-j", "2", "rows.jsonl", "--db"];
    let begin = Instant::now();
    bench.run(&[&code[..], &["whole.db"]].concat());
    let whole = begin.elapsed();
    let wanted = exports(&bench, "whole.db");
    let lengths: Vec<usize> = wanted.iter().map(String::len).collect();
    assert!(lengths.iter().all(|length| *length > 500), "{lengths:?}");
    // Somewhere between the first report and the last; the places differ from run to run with the machine.
    let mut dice = u64::from(std::process::id());
    let mut reached = 0;
    for n in 0..N_KILLS {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = 15 + (dice >> 33) % 40;
        let after = whole.mul_f64(share as f64 / 100.0);
        let signal = if n % 2 == 0 { "-KILL" } else { "-INT" };
        let now = stopped(&bench, "torn.db", signal, after);
        assert!(now >= reached, "{now} reports, and there were {reached}");
        reached = now;
    }
    let last = bench.run(&[&code[..], &["torn.db"]].concat());
    assert_eq!(last.code, 0, "{}", last.err);
    if reached > 0 {
        assert!(
            last.err.contains(&format!("{reached} unchanged")),
            "{}",
            last.err
        );
    }
    assert!(exports(&bench, "torn.db") == wanted, "an export differs");
}
