//! Text to sentences of tokens with tags, lemmas, heads and labels.
//!
//! This crate must never know politics. It does no I/O, reads no clock and no environment.

mod analysis;

pub use analysis::{Analyzer, Relation, Sentence, Token, Upos, Xpos};
