//! Reads the file of word vectors.

use std::collections::BTreeMap;

use relata_language::tables::short_key;
use relata_language::word::form_hash;

use super::shape::VECTOR;

/// Numbers of the file in one of the network.
const UNIT: f32 = 32.0;

/// Word vectors by the short keys of their words' forms.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    /// Places of the words' vectors.
    pub places: BTreeMap<u64, (u64, u32)>,
    /// The vectors, one behind the other.
    pub numbers: Vec<f32>,
}

/// Reads the file; none where it is not such a file.
pub fn read(bytes: &[u8]) -> Option<Vectors> {
    let rest = bytes.strip_prefix(b"RELATAWV")?;
    let (head, mut rest) = rest.split_at_checked(8)?;
    let number = |from: usize| Some(u32::from_le_bytes(*head.get(from..)?.first_chunk()?));
    let count = number(0)?;
    if number(4)? as usize != VECTOR {
        return None;
    }
    let mut vectors = Vectors::default();
    for _ in 0..count {
        let (length, behind) = rest.split_first_chunk()?;
        let (form, behind) = behind.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let (numbers, behind) = behind.split_at_checked(VECTOR)?;
        rest = behind;
        let hash = form_hash(std::str::from_utf8(form).ok()?);
        let place = (vectors.numbers.len() / VECTOR) as u32;
        vectors
            .places
            .entry(short_key(hash))
            .or_insert((hash, place));
        vectors
            .numbers
            .extend(numbers.iter().map(|&number| f32::from(number as i8) / UNIT));
    }
    rest.is_empty().then_some(vectors)
}
