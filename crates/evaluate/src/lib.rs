//! Scores a record of events against a gold record: which events were found, which are whole, and how
//! many of each field's values are right.
//!
//! This crate must never know files, databases, terminals, or how events are found.
//!
//! The measures, one by one:
//! * **found**: a predicted event of a right type whose evidence overlaps the gold evidence, one to one,
//!   best first;
//! * **event**: found, and every gold actor and recipient is there and no other;
//! * every other field: the share right among the found core events for which gold gives a value.
//!
//! Core events count for recall; optional ones neither help nor harm.

mod align;
mod archive;
mod dice;
mod error;
mod grouped;
mod parties;
mod print;
mod revisions;
mod rows;
mod score;
mod talks;
mod text;
mod times;
mod values;
pub mod yardsticks;

pub use archive::{MadeReport, made_archive, made_war};
pub use error::Error;
pub use grouped::{PairScore, families_score, merging_score};
pub use print::{accuracy_table, json, per_report_lines, show};
pub use revisions::{MadeVersion, made_bulletins, made_revisions};
pub use rows::{
    Documents, GoldEvent, Prediction, documents, gold_events, prediction_of, predictions,
};
pub use score::{Counts, Part, Rates, Score, Unmatched, score};
pub use talks::{Replayed, replay_talks};
pub use times::{TimeRow, TimeScore};
