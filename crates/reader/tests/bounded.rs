//! A gigabyte of web archive is read in bounded memory. Generating and reading it takes minutes, so the big run is asked
//! for: `cargo test --release -p relata-reader --test bounded -- --ignored --nocapture`.

// Helpers of tests stand outside of test functions, where the lints do not know them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use relata_reader::Reader;

const WORDS: [&str; 32] = [
    "talks",
    "rebels",
    "the",
    "army",
    "of",
    "river",
    "convoy",
    "minister",
    "said",
    "that",
    "a",
    "truce",
    "in",
    "hills",
    "villages",
    "and",
    "police",
    "camp",
    "road",
    "to",
    "governor",
    "letter",
    "on",
    "border",
    "checkpoint",
    "with",
    "envoy",
    "hostages",
    "were",
    "freed",
    "near",
    "town",
];

/// Numbers without order, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// A page of some ten thousand letters, no two alike: it packs as badly as true ones.
fn page(dice: &mut Dice, n: usize) -> String {
    let mut body = String::new();
    for _ in 0..12 {
        body.push_str("<p>");
        for _ in 0..40 {
            let word = WORDS[usize::try_from(dice.next() % 32).unwrap()];
            let _ = write!(body, "{word} ");
        }
        body.push_str("today.</p>\n");
    }
    let noise: String = (0..500).fold(String::new(), |mut noise, _| {
        let _ = write!(noise, "{:016x}", dice.next());
        noise
    });
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Report {n} from the hills and the river</title><script>var x='{noise}';</script></head><body><nav><a href=/>Home</a></nav><article><h1>Report {n} from the hills and the river</h1>{body}</article></body></html>"
    )
}

/// An archive of at least so many bytes; the number of its pages.
fn write_archive(path: &Path, wanted: u64) -> usize {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let (mut written, mut n) = (0, 0);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    while written < wanted {
        let page = page(&mut dice, n);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{n}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        );
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(record.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        out.write_all(&packed).unwrap();
        written += u64::try_from(packed.len()).unwrap();
        n += 1;
    }
    out.flush().unwrap();
    n
}

/// The most memory that this process has used, in KiB; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

fn read(bytes: u64, most: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crawl.warc.gz");
    let n_pages = write_archive(&path, bytes);
    let start = Instant::now();
    let n_read = Reader::open(&[path])
        .filter(|item| item.report.is_some())
        .count();
    let time = start.elapsed().as_secs_f64();
    let used = peak();
    println!(
        "{bytes} bytes of WARC.GZ: {n_read} pages in {time:.1} s, {:.0} pages/s, {:.1} MB/s, peak {} MiB",
        n_read as f64 / time,
        bytes as f64 / time / 1e6,
        used.map_or("?".to_owned(), |used| (used / 1024).to_string())
    );
    assert_eq!(n_read, n_pages);
    assert!(used.is_none_or(|used| used < most * 1024), "{used:?} KiB");
}

#[test]
fn forty_megabytes_in_bounded_memory() {
    read(40_000_000, 200);
}

#[test]
#[ignore = "takes minutes and a gigabyte of disk"]
fn a_gigabyte_in_bounded_memory() {
    read(1_000_000_000, 400);
}
