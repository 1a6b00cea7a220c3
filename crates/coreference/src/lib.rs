//! Which phrases of a report speak of the same: "the Free Aceh Movement", "GAM", "the group", "it".
//!
//! [`Resolver::resolve`] finds the phrases in parsed sentences, asks for each which earlier one it means, if any, and
//! gives [`Chains`]; each [`Link`] says why. This crate must never know politics, other reports, or who a party is: it
//! says that two phrases mean the same, never whom. It does no I/O, reads no clock and no environment.
//!
//! [`weights`] and [`Detected`] are open for the training program, which must see mentions exactly as the resolver does.

mod chains;
mod detect;
mod likeness;
mod mention;
mod ranking;
mod reason;
mod resolver;
pub mod weights;
mod words;

pub use chains::{Chains, Link};
pub use mention::{Kind, Mention};
pub use ranking::Ranking;
pub use reason::Reason;
pub use resolver::{Detected, Resolver};
pub use weights::WeightsError;
pub use words::{Determiner, Gender, Number, PronounClass};
