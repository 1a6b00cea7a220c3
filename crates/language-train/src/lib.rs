//! Learns the weights of the fast language tier from treebanks in CoNLL-U, and scores them.
//!
//! The library does no I/O: it is given texts and gives models, scores and cards. The same texts give the same
//! bytes. It must never know what the analyzer is used for.

pub mod arguments;
pub mod card;
pub mod clusters;
pub mod conllu;
pub mod coreference;
pub mod ends;
pub mod inflect;
pub mod lemmas;
pub mod names;
pub mod network;
pub mod perceptron;
pub mod random;
pub mod raw;
pub mod runs;
pub mod score;
pub mod settings;
pub mod tags;
pub mod train;
