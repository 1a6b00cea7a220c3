//! The page in a browser: `page/drive/drive.js` drives the real program. It needs Node, the packages of `page/` and
//! Chromium; where one of them is not there, the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where systems put the browser.
const BROWSERS: [&str; 4] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
];

fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("RELATA_BROWSER").map(PathBuf::from);
    let known = BROWSERS.iter().map(PathBuf::from);
    named.into_iter().chain(known).find(|path| path.is_file())
}

fn has_node() -> bool {
    let started = Command::new("node")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    started.is_ok_and(|status| status.success())
}

#[test]
fn every_view_stands_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let drive = root.join("page/drive/drive.js");
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium is here; RELATA_BROWSER may name one");
        return;
    };
    if !has_node() {
        eprintln!("skipped: no Node is here");
        return;
    }
    if !root.join("page/node_modules/playwright-core").is_dir() {
        eprintln!("skipped: the packages of the page are not here; run `npm ci` in page/");
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_relata"));
    let shots = program
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("page-screenshots");
    let mut reports = vec![root.join("examples/reports"), root.join("examples/talks")];
    let seeds = root.join("../shared/seeds");
    if seeds.is_dir() {
        let texts = std::fs::read_dir(&seeds).unwrap();
        let mut texts: Vec<PathBuf> = texts
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .collect();
        texts.sort();
        reports.extend(texts);
    } else {
        eprintln!("without the seeds: they are not beside the checkout");
    }
    let output = Command::new("node")
        .arg(drive)
        .arg(program)
        .arg(browser)
        .arg(&shots)
        .args(&reports)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    eprintln!("screenshots are in {}", shots.display());
}
