//! Learns the weights of co-reference from OntoGUM, and scores them.

pub mod card;
pub mod gold;
pub mod learn;
pub mod score;
