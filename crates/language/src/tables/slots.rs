//! The open-addressing table under all others: a short key gives a payload of a fixed number of bits.

/// Bits of a feature hash that tell keys apart; the others are dropped.
pub const KEY_BITS: u32 = 40;
const DROPPED: u32 = 64 - KEY_BITS;

/// The part of a feature hash that is stored on disk.
#[inline(always)]
pub fn short_key(hash: u64) -> u64 {
    hash >> DROPPED
}

/// A table in which a slot is a fingerprint (the hash's high bits) above `PAYLOAD` bits that are never all zero.
/// A slot of zero is empty. `PAYLOAD` is at least 24, so that the dropped bits never reach a fingerprint.
#[derive(Debug, Clone)]
pub struct Slots<const PAYLOAD: u32> {
    mask: usize,
    slots: Vec<u64>,
}

impl<const PAYLOAD: u32> Slots<PAYLOAD> {
    /// Builds the table from short keys and payloads. Payloads of zero are left out, and a second entry
    /// with the fingerprint and home of an earlier one is hidden by it.
    pub fn build(entries: &[(u64, u64)]) -> Self {
        let size = (entries.len().max(4) * 2).next_power_of_two();
        let mut table = Self {
            mask: size - 1,
            slots: vec![0; size],
        };
        for &(key, payload) in entries {
            table.insert(key << DROPPED, payload & Self::payload_mask());
        }
        table
    }

    const fn payload_mask() -> u64 {
        (1 << PAYLOAD) - 1
    }

    fn insert(&mut self, hash: u64, payload: u64) {
        if payload == 0 {
            return;
        }
        let mut place = self.home(hash);
        while self.slots[place] != 0 {
            place = (place + 1) & self.mask;
        }
        self.slots[place] = (hash >> PAYLOAD << PAYLOAD) | payload;
    }

    #[inline(always)]
    fn home(&self, hash: u64) -> usize {
        (hash >> DROPPED) as usize & self.mask
    }

    /// The slot where the search for `hash` starts. Reading many of them before any is used lets the
    /// processor wait for memory once instead of each time.
    #[inline(always)]
    pub fn first(&self, hash: u64) -> u64 {
        self.slots[self.home(hash)]
    }

    /// Goes on from what [`Slots::first`] gave: the payload, or zero where the hash is not in the table.
    #[inline(always)]
    pub fn resolve(&self, hash: u64, first: u64) -> u64 {
        let wanted = hash >> PAYLOAD;
        let mut slot = first;
        let mut place = self.home(hash);
        loop {
            if slot == 0 {
                return 0;
            }
            if slot >> PAYLOAD == wanted {
                return slot & Self::payload_mask();
            }
            place = (place + 1) & self.mask;
            slot = self.slots[place];
        }
    }

    /// The payload of `hash`, or zero.
    #[inline]
    pub fn get(&self, hash: u64) -> u64 {
        self.resolve(hash, self.first(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash_bytes;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let hash = |i: u32| hash_bytes(&i.to_le_bytes());
        let entries: Vec<(u64, u64)> = (0..1000)
            .map(|i| (short_key(hash(i)), u64::from(i) + 1))
            .collect();
        let table = Slots::<24>::build(&entries);
        for i in 0..1000 {
            assert_eq!(table.get(hash(i)), u64::from(i) + 1);
        }
        assert!((1000..3000).all(|i| table.get(hash(i)) == 0));
    }

    #[test]
    fn an_empty_table_knows_nothing() {
        assert_eq!(Slots::<32>::build(&[]).get(42), 0);
    }
}
