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

/// The files of a folder, with their content.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_layout_leaves_a_folder_that_says_what_lies_in_it() {
    let bench = Bench::with_reports();
    bench.run(&["code", "--model", "fast", "reports"]);
    let layouts = [
        "tables",
        "plover",
        "polecat",
        "gdelt",
        "cameo",
        "acled",
        "ged",
        "gtd",
        "timelinejs",
        "gexf",
        "kml",
    ];
    for layout in layouts {
        let told = bench.run(&["export", "--layout", layout, "--output", layout]);
        assert!(told.code < 2, "{}", told.err);
        assert!(told.err.contains("in the layout"), "{}", told.err);
        assert_eq!(told.out, "");
        let folder = bench.path(layout);
        let package = std::fs::read(folder.join("datapackage.json")).unwrap();
        let package: Value = serde_json::from_slice(&package).unwrap();
        assert!(package["citation"].as_str().unwrap().contains("query: all"));
        let listed: Vec<&str> = package["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|resource| resource["path"].as_str().unwrap())
            .collect();
        assert!(listed.contains(&"claims.csv") && listed.contains(&"left_out.csv"));
        let there = files(&folder);
        assert_eq!(there.len(), listed.len() + 1, "{layout}");
        for resource in package["resources"].as_array().unwrap() {
            let name = resource["path"].as_str().unwrap();
            let (_, content) = there.iter().find(|(file, _)| file == name).unwrap();
            assert_eq!(resource["bytes"].as_u64().unwrap(), content.len() as u64);
        }
        bench.run(&["export", "--layout", layout, "--output", "again"]);
        assert_eq!(files(&bench.path("again")), there, "{layout}");
        std::fs::remove_dir_all(bench.path("again")).unwrap();
        // Without a folder the rows alone are printed, the same bytes.
        let (_, rows) = there.iter().find(|(name, _)| name == listed[0]).unwrap();
        let printed = bench.run(&["export", "--layout", layout]);
        assert_eq!(printed.out.as_bytes(), &rows[..], "{layout}");
    }
}

#[test]
fn an_export_masks_private_persons_unless_it_is_asked_not_to() {
    let bench = Bench::new();
    bench.write("rows.jsonl", CLINIC);
    bench.run(&["code", "--model", "fast", "rows.jsonl"]);
    for (option, is_masked) in [(None, true), (Some("--full"), false)] {
        let folder = if is_masked { "masked" } else { "full" };
        let mut arguments = vec!["export", "--layout", "tables", "--output", folder];
        arguments.extend(option);
        let told = bench.run(&arguments);
        assert_eq!(told.err.contains("masked"), is_masked, "{}", told.err);
        let all: Vec<u8> = files(&bench.path(folder))
            .into_iter()
            .flat_map(|(_, bytes)| bytes)
            .collect();
        let all = String::from_utf8(all).unwrap();
        assert_eq!(all.contains("Velasco"), !is_masked, "{all}");
        assert!(!is_masked || !all.contains("Zubiri"), "{all}");
    }
}

#[test]
fn a_citation_names_version_query_and_hash() {
    let bench = Bench::with_reports();
    bench.run(&["code", "--model", "fast", "reports"]);
    let all = bench.run(&["cite"]);
    assert_eq!(all.code, 0);
    for part in ["Relata 0.", "3 reports", "query: all", "SHA-256"] {
        assert!(all.out.contains(part), "{}", all.out);
    }
    let some = bench.run(&["cite", "--type", "ASSAULT", "--bibtex"]).out;
    assert!(
        some.starts_with("@misc{relata_") && some.contains("type ASSAULT"),
        "{some}"
    );
    assert_eq!(bench.run(&["cite", "--from", "2090"]).code, 1);
    assert_eq!(bench.run(&["cite"]).out, all.out);
}
