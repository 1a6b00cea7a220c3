//! Weights of the three transitions, stored in the slot itself: one memory access a feature.

use super::Slots;

const LONGEST: usize = 128;

/// From a feature to the weights of shift, left and right.
#[derive(Debug, Clone)]
pub struct TripleTable {
    slots: Slots<48>,
}

impl TripleTable {
    /// Builds the table from short keys and weights.
    pub fn build(rows: &[(u64, [i16; 3])]) -> Self {
        let pack = |weights: &[i16; 3]| {
            let part = |index: usize| u64::from(weights[index] as u16) << (16 * index);
            part(0) | part(1) | part(2)
        };
        let entries: Vec<(u64, u64)> = rows
            .iter()
            .map(|(key, weights)| (*key, pack(weights)))
            .collect();
        Self {
            slots: Slots::build(&entries),
        }
    }

    /// Sums the weights of `hashes` (at most 128 are read).
    #[inline]
    pub fn score(&self, hashes: &[u64]) -> [i32; 3] {
        let mut firsts = [0u64; LONGEST];
        for (first, &hash) in firsts.iter_mut().zip(hashes) {
            *first = self.slots.first(hash);
        }
        let mut sums = [0i32; 3];
        for (&first, &hash) in firsts.iter().zip(hashes) {
            let packed = self.slots.resolve(hash, first);
            sums[0] += i32::from(packed as i16);
            sums[1] += i32::from((packed >> 16) as i16);
            sums[2] += i32::from((packed >> 32) as i16);
        }
        sums
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.slots.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::short_key;

    #[test]
    fn weights_keep_their_sign() {
        let hashes = [3u8, 5, 8].map(|byte| crate::hash::hash_bytes(&[byte]));
        let rows = [
            (short_key(hashes[0]), [1, -2, 300]),
            (short_key(hashes[1]), [-1, -1, -1]),
        ];
        assert_eq!(TripleTable::build(&rows).score(&hashes), [0, -3, 299]);
    }
}
