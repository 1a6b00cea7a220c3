//! The learnt weights and their file: magic, version, checksum, word clusters, then the table.

use relata_language::clusters::Clusters;
use relata_language::hash::hash_bytes;
use thiserror::Error;

const MAGIC: &[u8; 8] = b"RELATACO";
const VERSION: u32 = 1;
const HEAD: usize = 20;
/// Bytes of a cluster entry: a key of 40 bits and a path of 12.
const ENTRY: usize = 7;

/// The table has so many weights, as a power of two.
pub const BITS: u32 = 19;

/// What is wrong with a file of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// It is something else.
    #[error("this is no file of co-reference weights of this version")]
    Unknown,
    /// It is cut off, or its bytes were changed.
    #[error("the file of co-reference weights is damaged")]
    Damaged,
}

/// The weights of features, and the clusters of words.
#[derive(Debug, Clone)]
pub struct Weights {
    table: Vec<i8>,
    clusters: Clusters,
}

impl Weights {
    /// Weights that know nothing but the clusters: where a training starts.
    pub fn untrained(clusters: &[(u64, u16)]) -> Self {
        Self {
            table: vec![0; 1 << BITS],
            clusters: Clusters::build(clusters),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`WeightsError`], where `file` is not whole and of this version.
    pub fn decode(file: &[u8]) -> Result<Self, WeightsError> {
        let (head, payload) = file.split_at_checked(HEAD).ok_or(WeightsError::Unknown)?;
        if head[..8] != *MAGIC || head[8..12] != VERSION.to_le_bytes() {
            return Err(WeightsError::Unknown);
        }
        if head[12..] != hash_bytes(payload).to_le_bytes() {
            return Err(WeightsError::Damaged);
        }
        let (clusters, table) = payload
            .len()
            .checked_sub(1 << BITS)
            .and_then(|length| payload.split_at_checked(length))
            .filter(|(clusters, _)| clusters.len() % ENTRY == 0)
            .ok_or(WeightsError::Damaged)?;
        let entries: Vec<(u64, u16)> = clusters.chunks_exact(ENTRY).map(read_entry).collect();
        Ok(Self {
            table: table.iter().map(|byte| *byte as i8).collect(),
            clusters: Clusters::build(&entries),
        })
    }

    /// Writes a file of a table of `1 << BITS` weights.
    pub fn encode(table: &[i8], clusters: &[(u64, u16)]) -> Vec<u8> {
        let mut payload = Vec::with_capacity(clusters.len() * ENTRY + table.len());
        for (key, path) in clusters {
            payload.extend_from_slice(&key.to_le_bytes()[..5]);
            payload.extend_from_slice(&path.to_le_bytes());
        }
        payload.extend(table.iter().map(|weight| *weight as u8));
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&hash_bytes(&payload).to_le_bytes());
        file.extend_from_slice(&payload);
        file
    }

    /// The weight of a feature.
    #[inline(always)]
    pub(crate) fn weight(&self, feature: u32) -> i32 {
        i32::from(self.table[(feature & ((1 << BITS) - 1)) as usize])
    }

    pub(crate) fn clusters(&self, form: u64) -> [u64; 3] {
        self.clusters.paths(form)
    }
}

fn read_entry(bytes: &[u8]) -> (u64, u16) {
    let mut key = [0; 8];
    key[..5].copy_from_slice(&bytes[..5]);
    (
        u64::from_le_bytes(key),
        u16::from_le_bytes([bytes[5], bytes[6]]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut table = vec![0i8; 1 << BITS];
        (table[3], table[(1 << BITS) - 1]) = (-7, 100);
        let key = relata_language::tables::short_key(hash_bytes(b"envoy"));
        let file = Weights::encode(&table, &[(key, 0xABC)]);
        let weights = Weights::decode(&file).unwrap();
        assert_eq!((weights.weight(3), weights.weight(4)), (-7, 0));
        assert_eq!(weights.weight(u32::MAX), 100);
        assert_ne!(weights.clusters(hash_bytes(b"envoy")), [0; 3]);
    }

    #[test]
    fn damage_is_noticed() {
        let mut file = Weights::encode(&vec![0; 1 << BITS], &[]);
        assert_eq!(
            Weights::decode(b"RELATACO").unwrap_err(),
            WeightsError::Unknown
        );
        assert_eq!(
            Weights::decode(&file[..100]).unwrap_err(),
            WeightsError::Damaged
        );
        file[50] ^= 1;
        assert_eq!(Weights::decode(&file).unwrap_err(), WeightsError::Damaged);
    }
}
