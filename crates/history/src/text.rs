//! Words and runs of words, for finding the same text again.

use std::cmp::Ordering;
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
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes a text, with an end that no text has in it.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0]);
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The low bits of FNV are poor, and samples are taken by them.
    pub(crate) fn end(self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

fn run_hash(words: &[String]) -> u64 {
    let mut hash = Fnv::default();
    for word in words {
        hash.text(word);
    }
    hash.end()
}

/// How many of the numbers of the smaller list the other has too, in hundredths; both are sorted.
pub(crate) fn containment(one: &[u64], other: &[u64]) -> usize {
    let least = one.len().min(other.len());
    if least == 0 {
        return 0;
    }
    let (mut a, mut b, mut shared) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            Ordering::Less => drop(a.next()),
            Ordering::Greater => drop(b.next()),
            Ordering::Equal => {
                shared += 1;
                a.next();
                b.next();
            }
        }
    }
    shared * 100 / least
}
