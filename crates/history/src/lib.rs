//! Many reports, one record: which events as told are one happening, which happenings are one story, and where
//! talks stand on a day.
//!
//! This crate must never know how a text was read or coded, nor databases, terminals or clocks. It takes events as
//! told and gives what they tell together; the same events give the same answer in whatever order they came.

mod archive;
mod average_link;
mod blocks;
mod bridge;
mod cluster;
mod compare;
mod family;
mod happening;
mod links;
mod memory;
mod organisation;
mod sketch;
mod story;
mod telling;
mod text;
mod topic;
mod traits;

pub mod talks;

pub use archive::{Member, Shelf, Tables, hanging_together, update};
pub use average_link::{Square, average_link};
pub use blocks::{Keys, keys};
pub use bridge::Bridge;
pub use cluster::Decision;
pub use compare::{Comparison, Reason, compare};
pub use family::{FamilyShelf, update_families};
pub use happening::{Happening, Saying, Source, Sources};
pub use links::Link;
pub use memory::MemoryShelf;
pub use organisation::{is_named, organisation};
pub use sketch::{Sketch, are_versions};
pub use story::{StoryPart, story};
pub use telling::{Telling, TellingId};
pub use topic::topics;
pub use traits::{Form, Traits};
