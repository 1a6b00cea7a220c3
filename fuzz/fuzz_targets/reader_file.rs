//! Any bytes as a file, by its first bytes and by each ending: archives, packed files, feeds, news items, tables and rows
//! are all reached so. No panic, an end, and every report keeps to its promises.
#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;

const ENDINGS: [&str; 8] = ["", ".txt", ".html", ".csv", ".jsonl", ".xml", ".warc", ".zip"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, rest)) = bytes.split_first() else {
        return;
    };
    let ending = ENDINGS[usize::from(first) % ENDINGS.len()];
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
    file.write_all(rest).unwrap();
    for item in relata_reader::Reader::open(&[file.path().to_path_buf()]) {
        let broken = item.report.as_ref().and_then(relata_reader::fault);
        assert_eq!(broken, None);
        assert!(item.report.is_some() || !item.problems.is_empty());
    }
});
