//! Hashing of features. The numbers are part of the model: a change here asks for new weights.

const SPREAD: u64 = 0x9E6C_63D0_876A_3F35;
const START: u64 = 0xA076_1D64_78BD_642F;

/// Adds one value to a running hash. The high bits of the result are the good ones.
#[inline(always)]
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(SPREAD)
}

/// Hash of a string of bytes.
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = START;
    for &byte in bytes {
        hash = mix(hash, u64::from(byte) + 1);
    }
    hash ^ (hash >> 31)
}

/// Hashes one feature template: its number, then its values, in order.
macro_rules! one_feature {
    ($id:expr, $($value:expr),+) => {{
        let mut hash: u64 = $crate::hash::mix(0x51_7C_C1_B7, $id);
        $(hash = $crate::hash::mix(hash, $value);)+
        hash ^ (hash >> 29)
    }};
}
pub(crate) use one_feature;

/// An array of feature hashes; every template has the number of its place, counted from `base`.
macro_rules! features {
    ($base:expr; $( [ $($value:expr),+ $(,)? ] )+) => {{
        let mut id: u64 = $base;
        [ $({ id += 1; $crate::hash::one_feature!(id, $($value),+) }),+ ]
    }};
}
pub(crate) use features;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_number_of_a_template_count() {
        assert_ne!(one_feature!(1, 2, 3), one_feature!(1, 3, 2));
        assert_ne!(one_feature!(1, 2), one_feature!(2, 2));
        assert_eq!(features![7; [1, 2] [1, 2]][0], one_feature!(8, 1, 2));
    }

    #[test]
    fn bytes_hash_by_content() {
        assert_eq!(hash_bytes(b"talks"), hash_bytes(b"talks"));
        assert_ne!(hash_bytes(b"talks"), hash_bytes(b"talk"));
    }
}
