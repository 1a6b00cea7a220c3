//! The model file: what it holds, how it is written and read.

mod bytes;
mod error;
mod file;

pub use error::ModelError;
pub use file::{decode, encode};

use crate::lemma::Rule;
use crate::tables::SparseRows;
use crate::{Relation, Upos, Xpos};

/// Everything that was learnt, as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelParts {
    /// The joint tags; their numbers are places in this list.
    pub tags: Vec<(Upos, Xpos)>,
    /// The labels of the parser; their numbers are places in this list. One is the root.
    pub labels: Vec<Relation>,
    /// Short keys of form hashes, sorted, and their 12-bit cluster paths.
    pub clusters: Vec<(u64, u16)>,
    /// Lemma rules.
    pub rules: Vec<Rule>,
    /// Short keys of forms and ends, sorted, and the numbers of their rules.
    pub lemmas: Vec<(u64, u32)>,
    /// Weights of the tagger.
    pub tagger: SparseRows,
    /// Short keys, sorted, and weights of the transitions.
    pub transitions: Vec<(u64, [i16; 3])>,
    /// Weights of the labels.
    pub labeller: SparseRows,
}
