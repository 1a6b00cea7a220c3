//! Tables of weights keyed by feature hashes: open addressing, built once, read only.

mod slots;
mod sparse;

pub use slots::{KEY_BITS, Slots, short_key};
pub use sparse::{Cell, MAX_CLASSES, Scores, SparseRows, SparseTable};
