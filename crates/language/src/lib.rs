//! Text to sentences of tokens with tags, lemmas, heads and labels.
//!
//! This crate must never know politics. It does no I/O, reads no clock and no environment.
//!
//! [`Analyzer`] is what others see; [`FastAnalyzer`] is the tier that reads everything, [`AccurateAnalyzer`] the one
//! that reads well, [`RoutedAnalyzer`] both in one. The modules below are open for the training program, which must see
//! words exactly as the analyzer does.

pub mod accurate;
mod analysis;
pub mod clusters;
mod fast;
pub mod hash;
pub mod lemma;
pub mod model;
pub mod names;
pub mod network;
mod objects;
mod routed;
pub mod tables;
pub mod text;
pub mod word;

pub use accurate::AccurateAnalyzer;
pub use analysis::{Analyzer, Name, NameKind, Relation, Sentence, Token, Upos, Xpos};
pub use fast::{FastAnalyzer, Workspace};
pub use model::ModelError;
pub use routed::RoutedAnalyzer;
