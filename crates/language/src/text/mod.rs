//! From text to tokens and sentences, by rules that follow the treebanks' conventions.

mod abbreviations;
mod clitics;
mod dateline;
mod hyphens;
mod quotes;
mod sentences;
mod tokens;
mod web;

pub use sentences::sentences;
pub use tokens::tokenize;
