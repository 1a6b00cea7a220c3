//! The words of the domain: reports, spans, events, parties, dates, places, counts and on whose word,
//! with the ontology's codes and their serialised form.
//!
//! This crate must never know files, clocks or databases.
//!
//! The fields are those of the project's codebook; the codes are those of PLOVER (Political Language
//! Ontology for Verifiable Event Records, draft 2.0).

mod codes;
mod event;
mod report;
mod span;

pub use codes::{EventType, Factuality, Mode, Precision, Sector, Stance, TalksAct};
pub use event::{
    Count, Event, EventDate, Inference, Party, Place, TalksStep, Toll, UncitedValue, WordOf,
};
pub use report::{
    Block, BlockKind, Found, LeftOut, Problem, PublishedDate, Reading, Report, ReportHead,
};
pub use span::{Quote, Span, SpanIndex};
