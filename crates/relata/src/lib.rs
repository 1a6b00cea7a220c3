//! The program: arguments, progress and printing around the crates that do the work.
//!
//! It must never know how events are found, merged or stored: it asks the other crates and shows what
//! they answer. Data goes to standard output, everything else to standard error.
//!
//! The program is [`run`]. The rest that is public is the way of a report through the crates, so that whoever
//! measures it measures what the program does.

pub mod documents;
pub mod parallel;
pub mod pipeline;

mod args;
mod cells;
mod commands;
mod complaints;
mod exit;
mod expected;
mod fields;
mod json_line;
mod marks;
mod party_names;
mod progress;
mod settings;
mod summary;
mod table;
mod terminal;
mod words;

pub use args::Model;

use std::process::ExitCode;

use clap::Parser as _;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let typed = args::Args::parse();
    let exit = settings::check(typed).and_then(|settings| commands::run(&settings));
    exit::code(exit)
}
