//! Any bytes as a feed that is followed: no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = relata_reader::feed_entries(bytes);
});
