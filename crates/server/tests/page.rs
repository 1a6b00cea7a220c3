//! The page that is built in: it is that of the sources beside it, small, and asks nothing of other machines.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn built() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(here("page-dist"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Every file below a folder, in the order of the names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let below = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![path]
        }
    };
    entries.into_iter().flat_map(below).collect()
}

/// The same sum as `page/scripts/stamp.js` writes down.
#[test]
fn the_page_is_built_from_its_sources() {
    let root = here("../../page");
    if !root.is_dir() {
        eprintln!("skipped: the sources of the page are not here");
        return;
    }
    let mut sources = files(&root.join("public"));
    sources.extend(files(&root.join("src")));
    for name in [
        "index.html",
        "package-lock.json",
        "package.json",
        "vite.config.ts",
    ] {
        sources.push(root.join(name));
    }
    let mut hash = Sha256::new();
    for path in sources {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        hash.update(name.replace('\\', "/"));
        hash.update("\0");
        hash.update(fs::read(&path).unwrap());
        hash.update("\0");
    }
    let found: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let stamp = fs::read_to_string(here("page-dist/sources.sha256")).unwrap();
    assert_eq!(
        found,
        stamp.trim(),
        "the built page is stale: run `npm ci && npm run build` in page/ and commit crates/server/page-dist"
    );
}

#[test]
fn the_first_load_is_at_most_300_kilobytes() {
    let mut sum = 0;
    for (name, content) in built() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&content).unwrap();
        let size = packed.finish().unwrap().len();
        eprintln!("{name:<20} {size:>8} bytes packed");
        sum += size;
    }
    eprintln!("{:<20} {sum:>8}", "all");
    assert!(sum <= 300 * 1024, "{sum} bytes");
}

/// Names of namespaces and links in comments of libraries are no requests; a file that is loaded would be.
#[test]
fn the_page_loads_nothing_from_elsewhere() {
    for (name, content) in built() {
        let text = String::from_utf8_lossy(&content);
        for word in [
            "src=\"http",
            "href=\"http",
            "url(http",
            "url(\"http",
            "fetch(\"http",
            "@import",
            "import(\"http",
        ] {
            assert!(!text.contains(word), "{name} has {word}");
        }
    }
}
