//! Names of places to points on the map.
//!
//! [`Places`] reads a report: [`Gazetteer`] knows which places bear a name, [`Recogniser`] which words of a report name a place, and
//! [`Resolver`] which place of that name is meant, or that it cannot tell.
//!
//! This crate must never know what an event is: it says what a name stands for, not what happened there.

mod class;
mod cues;
mod features;
pub mod file;
pub mod forest;
mod gazetteer;
mod geometry;
mod key;
mod known;
mod places;
mod recognise;
mod resolver;

pub use class::Class;
pub use features::FEATURES;
pub use file::{Alias, Error, Record};
pub use gazetteer::{Candidate, Gazetteer, PlaceId};
pub use geometry::distance_km;
pub use key::{key, sound_key};
pub use known::Toponym;
pub use places::{LEAST, NamedPlace, Places};
pub use recognise::{Candidate as NameCandidate, Found, Recogniser, SIGNS, candidates};
pub use resolver::{Pick, Resolver};
