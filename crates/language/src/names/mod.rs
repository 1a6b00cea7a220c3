//! The names of a sentence: persons, organisations, places, and others such as peoples and events.
//!
//! Every word scores the parts that it may be of a name, by hashed features of itself, its neighbours, its tags and its
//! place in the tree, and by lists of known names; the best sequence of parts is taken. The accurate tier adds scores of
//! its own. What is known of names comes with the weights: this module must never know what a name means.

mod decode;
mod features;
mod file;
mod lists;
mod tagger;

pub use decode::{CLASSES, PathSpace, best_path, class_of, may_follow, names_of, parts_of};
pub use features::{NAME_FEATURES, name_features};
pub use file::{decode_names, encode_names};
pub use lists::{LISTS, Lists, Mark, OUTSIDE, list_key, phrase_key, phrase_start};
pub use tagger::{NameParts, NameSpace, NameTagger, UNIT, is_seen};
