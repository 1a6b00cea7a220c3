//! Exports are opened by the readers that people use: a script in Python with pandas, polars, DuckDB and Arrow.
//!
//! `RELATA_PYTHON` names a Python that has the packages of `read_back/requirements.txt`; without it, `python3` is tried.
//! Where the packages are missing the test says so and passes, unless `RELATA_PYTHON` is set.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use std::path::Path;
use std::process::Command;

use bench::Bench;

const ROWS: &str = r#"{"id": "a,b", "published": "2013-05-30", "agency": "Wire", "text": "Gunmen attacked a \"safe\" house in São Tomé on Wednesday, killing 4 people,\nofficials said; two\tmore were hurt."}
{"id": "квартал", "published": "2014-01-02", "text": "Rebels shelled Donetsk on Wednesday, killing at least 3 civilians, the mayor said."}
{"id": "=1+1", "published": "2011-02-02", "text": "Police in Cairo arrested twelve protesters on Tuesday. The government rejected talks with the Muslim Brotherhood."}
{"id": "none", "published": "2012-12-31", "text": "The United Nations urged the government of Mali and the rebels to agree on a ceasefire."}
"#;

#[test]
fn the_readers_that_people_use_see_the_same_rows() {
    let named = std::env::var_os("RELATA_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let has_packages = Command::new(&python)
        .args(["-c", "import duckdb, pandas, polars, pyarrow"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_packages {
        assert!(
            named.is_none(),
            "RELATA_PYTHON has not the packages that this test needs"
        );
        eprintln!(
            "skipped: no Python with the packages of crates/relata/tests/read_back/requirements.txt"
        );
        return;
    }
    let bench = Bench::new();
    bench.write("rows.jsonl", ROWS);
    bench.run(&["code", "--model", "fast", "rows.jsonl"]);
    for format in ["csv", "parquet", "jsonl"] {
        let output = Command::new(env!("CARGO_BIN_EXE_relata"))
            .args(["events", "--format", format])
            .current_dir(bench.path(""))
            .output()
            .unwrap();
        bench.write(&format!("events.{format}"), output.stdout);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_back/read_back.py");
    let output = Command::new(&python)
        .arg(script)
        .args(["csv", "parquet", "jsonl"].map(|format| bench.path(&format!("events.{format}"))))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(told.lines().count(), 10, "{told}");
}
