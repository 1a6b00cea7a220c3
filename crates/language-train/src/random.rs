//! A small generator of numbers that look random and are always the same.

/// Xorshift with a fixed seed.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator for `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// True `tenths` times out of ten.
    pub fn chance(&mut self, tenths: u64) -> bool {
        self.number() % 1_000 < tenths * 100
    }

    /// Puts `items` into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = (self.number() % (last as u64 + 1)) as usize;
            items.swap(last, other);
        }
    }
}
