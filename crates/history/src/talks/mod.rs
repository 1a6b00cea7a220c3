//! Where talks stand: steps of negotiations move three tracks of a pair of parties.
//!
//! The moves are rows of `knowledge/history/talks.tsv`; here is only what reads them. A standing is always worked out from
//! all steps that count: taking a report out, or asking about another day, needs no undoing.

pub(crate) mod events;
mod length;
mod machine;
mod script;
mod state;
mod step;
mod words;

pub use events::{MEDIATORS, REPORTERS, View, pairs_of, steps_between};
pub use machine::{Machine, standing_on};
pub use script::replay;
pub use state::{Cell, Demand, Dispute, Entry, Fate, Move, Pair, Pledge, Standing};
pub use step::{Basis, Cite, Dating, Level, Scope, Status, Step, in_order};
