//! Any bytes as a web page: no panic, and the report keeps to its promises.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let item = relata_reader::read_page("fuzz", bytes);
    let broken = item.report.as_ref().and_then(relata_reader::fault);
    assert_eq!(broken, None);
    assert!(item.report.is_some() || !item.problems.is_empty());
});
