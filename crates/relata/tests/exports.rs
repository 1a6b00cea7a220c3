//! Lists of events in the formats of exports, by the real program.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use std::path::Path;
use std::process::Command;

use bench::Bench;
use serde_json::Value;

const CLINIC: &str = r#"{"id": "clinic", "published": "2014-03-05", "text": "Gunmen shot dead nurse Marta Velasco in Puerto Asis on Tuesday, police said. \"They came at night,\" said Iker Zubiri, a neighbour."}
"#;

/// Runs the program for its bytes, which need not be text.
fn bytes(bench: &Bench, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(arguments)
        .current_dir(bench.path(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

#[test]
fn the_page_of_columns_is_what_the_program_writes() {
    let page = Bench::new().run(&["columns"]).out;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/columns.md");
    assert!(
        std::fs::read_to_string(file).unwrap() == page,
        "docs/columns.md is not what the program writes: run `relata columns > docs/columns.md`"
    );
}

#[test]
fn every_format_has_a_row_for_each_event() {
    let bench = Bench::with_reports();
    bench.run(&["code", "--model", "fast", "reports"]);
    for told in [&["--as-told"][..], &[]] {
        let with = |format| [&["events", "--format", format], told].concat();
        let n = bench.run(&with("jsonl")).out.lines().count();
        assert!(n > 1);
        let csv = bench.run(&with("csv")).out;
        assert!(csv.starts_with("report,n,type,"), "{csv}");
        assert_eq!(csv.lines().count(), n + 1);
        let collection: Value = serde_json::from_str(&bench.run(&with("geojson")).out).unwrap();
        let features = collection["features"].as_array().unwrap();
        assert_eq!(features.len(), n);
        for feature in features {
            assert!(feature["id"].is_string());
            if let Some(point) = feature["geometry"]["coordinates"].as_array() {
                assert!(point[0].as_f64().unwrap().abs() <= 180.0);
                assert!(point[1].as_f64().unwrap().abs() <= 90.0);
            }
        }
        let parquet = bytes(&bench, &with("parquet"));
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
        assert_eq!(parquet, bytes(&bench, &with("parquet")));
    }
}

#[test]
fn an_empty_list_is_a_header_alone() {
    let bench = Bench::with_reports();
    bench.run(&["code", "--model", "fast", "reports"]);
    let none = ["events", "--from", "2090", "--format"];
    let csv = bench.run(&[&none[..], &["csv"]].concat());
    assert_eq!((csv.code, csv.out.lines().count()), (1, 1));
    let geojson = bench.run(&[&none[..], &["geojson"]].concat()).out;
    let collection: Value = serde_json::from_str(&geojson).unwrap();
    assert_eq!(collection["features"].as_array().unwrap().len(), 0);
}

#[test]
fn a_list_for_the_public_names_no_private_person() {
    let bench = Bench::new();
    bench.write("rows.jsonl", CLINIC);
    bench.run(&["code", "--model", "fast", "rows.jsonl"]);
    for format in ["csv", "jsonl", "geojson"] {
        let all = bench.run(&["events", "--format", format]).out;
        assert!(all.contains("Velasco"), "{all}");
        let public = bench.run(&["events", "--public", "--format", format]).out;
        for name in ["Velasco", "Zubiri", "Marta"] {
            assert!(!public.contains(name), "{format}: {public}");
        }
        assert!(public.contains("Puerto"), "{public}");
    }
}
