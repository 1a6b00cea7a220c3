//! The card of the weights of co-reference.
