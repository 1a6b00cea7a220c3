//! What can be wrong with a model file.

use thiserror::Error;

/// Why a model could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// The first bytes are not those of a model.
    #[error("this is not a model of this tier: its first bytes are wrong")]
    Magic,
    /// The file is of another version of the format.
    #[error("the model has format version {found}, this program reads version {wanted}")]
    Version {
        /// What the file says.
        found: u32,
        /// What this program reads.
        wanted: u32,
    },
    /// The file is shorter or longer than its head says.
    #[error("the model should have {wanted} bytes behind its head and has {found}")]
    Size {
        /// What the head says.
        wanted: u64,
        /// What is there.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("the model's checksum does not fit its bytes")]
    Checksum,
    /// A part of the file breaks the rules of the format.
    #[error("the model's part `{0}` cannot be read")]
    Part(&'static str),
}
