//! The program: arguments, progress and printing around the crates that do the work.
//!
//! It must never know how events are found, merged or stored: it asks the other crates and shows what
//! they answer. Data goes to standard output, everything else to standard error.

mod args;
mod cells;
mod commands;
mod complaints;
mod exit;
mod fields;
mod json_line;
mod marks;
mod parallel;
mod pipeline;
mod progress;
mod settings;
mod summary;
mod table;
mod terminal;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let typed = args::Args::parse();
    let exit = settings::check(typed).and_then(|settings| commands::run(&settings));
    exit::code(exit)
}
