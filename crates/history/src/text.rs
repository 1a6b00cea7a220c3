//! Words and runs of words, for finding the same text again.

use std::collections::BTreeSet;

/// The words of a text in lower case, without what stands between them.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The runs of `n` words, each as a number.
pub(crate) fn shingles(words: &[String], n: usize) -> BTreeSet<u64> {
    words.windows(n).map(run_hash).collect()
}

/// FNV-1a: the same number on every machine.
fn run_hash(words: &[String]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // The low bits of FNV are poor, and samples are taken by them.
    hash ^ (hash >> 29)
}

/// How many of the numbers of the smaller set the other has too, in hundredths.
pub(crate) fn containment(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> usize {
    let least = one.len().min(other.len());
    if least == 0 {
        return 0;
    }
    one.intersection(other).count() * 100 / least
}
