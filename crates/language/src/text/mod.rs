//! From text to tokens and sentences, by rules that follow the treebanks' conventions.

mod abbreviations;
mod clitics;
mod dateline;
mod ends;
mod hyphens;
mod quotes;
mod sentences;
mod tokens;
mod web;

pub use ends::{END_CLASSES, Ends, end_features, read_for_ends};
pub use sentences::{sentences, sentences_with};
pub use tokens::tokenize;
