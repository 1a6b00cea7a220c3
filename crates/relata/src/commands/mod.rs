//! The commands, one file each.

mod code;
mod code_writer;
mod eval;
mod events;
mod events_csv;
mod knowledge;
mod read;
mod why;
mod why_event;
mod why_report;

use anyhow::Result;

use crate::exit::Exit;
use crate::settings::{Settings, Task};

/// Runs a command.
pub fn run(settings: &Settings) -> Result<Exit> {
    let terminal = &settings.terminal;
    match &settings.task {
        Task::Code(code) => code::run(terminal, code),
        Task::Events(events) => events::run(terminal, events),
        Task::Why { id, db } => why::run(terminal, id, db),
        Task::Read { input, text_only } => read::run(terminal, input, *text_only),
        Task::Eval(eval) => eval::run(terminal, eval),
        Task::Knowledge(task) => knowledge::run(terminal, task),
    }
}
