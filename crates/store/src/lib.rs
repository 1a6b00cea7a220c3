//! The record in SQLite: reports, events as each report tells them, why sentences gave nothing, which version of
//! the coder said so, and what the reports tell together.
//!
//! This is the only crate that knows SQL. It must never know how text is read or coded, nor HTTP,
//! terminals or clocks: the time of a run is given by the caller.
//!
//! Promises:
//! * what one report gives is written in one transaction: a crash leaves it whole or absent;
//! * answers come in a fixed order, that of report id and number, whatever the order of writing;
//! * a file that is not a record is never written to.

mod changes;
mod correction;
mod error;
mod families;
mod filter;
mod fold;
mod history;
mod open;
mod provenance;
mod query;
mod row;
mod run;
mod save;
mod schema;
mod survey;

pub use changes::Changes;
pub use correction::{Correction, NotCorrected, Said, Verdict};
pub use error::Error;
pub use filter::{EventFilter, PartyFilter};
pub use history::{HistoryCounts, batch_beside};
pub use open::Store;
pub use provenance::Provenance;
pub use query::{Note, PartyName, ReportRow};
pub use run::{CoderIdentity, Run, RunCounts};
pub use save::{Coded, Saved, fingerprint};
pub use survey::{ReportCard, folded, folded_sought};
