//! The record over HTTP, on this machine alone: a REST interface under `/api/v1`, and the page that is built on it.
//!
//! This crate must never know how events are found or merged, nor SQL: it asks the store and shows what it answers.
//! What only the program knows (its tables, its way of coding, the clock) it asks of a [`Backing`].
//!
//! Promises:
//! * it listens on 127.0.0.1 alone, and answers only requests that name this machine as their host;
//! * the page asks nothing of any other machine, and the browser is told to refuse such requests;
//! * whatever stands in a report is shown as text;
//! * a view of the record is a function of its address: the same address and record give the same answer.

mod app;
mod backing;
mod guard;
mod live;
mod openapi;
mod page;
mod parameters;
mod problem;
mod report_page;
mod routes;
mod segments;
mod snapshot;

pub use app::{App, serve};
pub use backing::{Backing, Office, PartyCard};
pub use openapi::openapi;
pub use parameters::Query;
pub use snapshot::Snapshot;
