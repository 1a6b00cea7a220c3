//! Word clusters: words of like use share the first bits of a 12-bit path.

use crate::tables::Slots;

/// From a word to its path.
#[derive(Debug, Clone)]
pub struct Clusters {
    slots: Slots<24>,
}

impl Default for Clusters {
    fn default() -> Self {
        Self::build(&[])
    }
}

impl Clusters {
    /// Builds the table from short keys of form hashes and 12-bit paths.
    pub fn build(entries: &[(u64, u16)]) -> Self {
        let entries: Vec<(u64, u64)> = entries
            .iter()
            .map(|&(key, path)| (key, u64::from(path & 0xFFF) + 1))
            .collect();
        Self {
            slots: Slots::build(&entries),
        }
    }

    /// The path cut to 4, 8 and 12 bits, each different from all others and from zero; zeros for an unknown word.
    #[inline]
    pub fn paths(&self, form: u64) -> [u64; 3] {
        match self.slots.get(form) {
            0 => [0; 3],
            stored => {
                let path = stored - 1;
                [(path >> 8) | 1 << 20, (path >> 4) | 1 << 21, path | 1 << 22]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::short_key;
    use crate::word::form_hash;

    #[test]
    fn paths_are_cut() {
        let clusters = Clusters::build(&[(short_key(form_hash("envoy")), 0xABC)]);
        assert_eq!(
            clusters.paths(form_hash("Envoy")),
            [0xA | 1 << 20, 0xAB | 1 << 21, 0xABC | 1 << 22]
        );
        assert_eq!(clusters.paths(form_hash("truce")), [0; 3]);
    }
}
