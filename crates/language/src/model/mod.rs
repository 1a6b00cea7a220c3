//! The model file: what it holds, how it is written and read.

mod bytes;
mod error;
mod file;
pub(crate) mod format;
mod network;

pub use error::ModelError;
pub use file::{decode, encode};

use crate::lemma::Rule;
use crate::network::NetworkParts;
use crate::tables::SparseRows;
use crate::{Relation, Upos, Xpos};

/// Everything that was learnt, as it is stored.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Weights for the ends of sentences.
    pub ends: SparseRows,
    /// The network that tags and parses.
    pub network: NetworkParts,
}
