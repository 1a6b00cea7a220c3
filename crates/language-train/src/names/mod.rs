//! Learns the tagger of names: a chain of classes with hashed features, by steps along the slope of its likelihood.

pub mod card;
pub mod field;
pub mod gum;
pub mod iob;
pub mod learn;
pub mod lists;
pub mod score;

use relata_language::Name;

/// A sentence whose names are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NamedSentence {
    /// Its words.
    pub forms: Vec<String>,
    /// Its names.
    pub names: Vec<Name>,
}
