//! ACCURACY.md must say what the program does now, so that nobody changes tables, model or coder without seeing what
//! it did to the numbers.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn accuracy(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relata-bench"))
        .arg("accuracy")
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap()
}

#[test]
fn the_table_in_the_tree_is_what_the_program_gives() {
    if !root().join("../shared/seeds").exists() {
        eprintln!("skipped: there are no yardsticks beside this checkout");
        return;
    }
    let output = accuracy(&["--check"]);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn absent_yardsticks_are_an_error_that_says_what_to_do() {
    let output = accuracy(&["--shared", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("no-such-folder") && error.contains("--shared"),
        "{error}"
    );
}
