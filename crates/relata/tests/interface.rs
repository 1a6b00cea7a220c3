//! The interface keeps to its own description: `page/scripts/fuzz.sh` asks the real program for all that it describes. It
//! needs a shell and schemathesis, which `RELATA_SCHEMATHESIS` names or which stands beside `RELATA_PYTHON`; where it is
//! not there, the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Requests for each operation that the description names.
const EXAMPLES: &str = "20";

fn fuzzer() -> Option<PathBuf> {
    let named = std::env::var_os("RELATA_SCHEMATHESIS").map(PathBuf::from);
    let python = std::env::var_os("RELATA_PYTHON").map(PathBuf::from);
    let beside = python.and_then(|python| Some(python.parent()?.join("schemathesis")));
    let mut known = named.into_iter().chain(beside);
    known.find(|path| path.is_file())
}

#[test]
fn every_answer_is_one_that_the_description_promises() {
    let Some(fuzzer) = fuzzer() else {
        eprintln!("skipped: no schemathesis is here; RELATA_SCHEMATHESIS may name one");
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new("bash")
        .arg(root.join("page/scripts/fuzz.sh"))
        .args([env!("CARGO_BIN_EXE_relata"), EXAMPLES])
        .env("RELATA_SCHEMATHESIS", fuzzer)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
