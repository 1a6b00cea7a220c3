//! Pseudo-random numbers for invented archives: the same numbers on every machine.

/// A small generator.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    /// One of `list`, which must not be empty.
    pub(crate) fn one<T: Clone, const N: usize>(&mut self, list: &[T; N]) -> T {
        let n = self.below(N);
        list[n].clone()
    }

    pub(crate) fn number(&mut self, n: usize) -> u32 {
        u32::try_from(self.below(n)).unwrap_or(0)
    }

    pub(crate) fn chance(&mut self, hundredths: usize) -> bool {
        self.below(100) < hundredths
    }
}
