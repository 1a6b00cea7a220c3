//! Builds the gazetteer's file, learns what finds names of places and what chooses among places of one name, and scores
//! both. Only maintainers run it.
//!
//! This crate must never know what places are used for.

pub mod boost;
pub mod build;
pub mod corpus;
pub mod counties;
pub mod ranker;
pub mod recogniser;
mod units;
