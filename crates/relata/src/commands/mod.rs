//! The commands, one file each.

mod changes;
mod citation;
mod code;
mod code_writer;
mod columns;
mod corrections;
mod decide;
mod eval;
mod events;
mod export;
mod forget;
mod knowledge;
mod read;
mod record;
mod serve;
mod story;
mod talks;
mod talks_print;
mod timeline;
mod watch;
mod why;
mod why_event;
mod why_pair;
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
        Task::Why {
            id,
            other,
            parse,
            db,
        } => why::run(terminal, id, other.as_deref(), *parse, db),
        Task::Talks(talks) => talks::run(terminal, talks),
        Task::Changes { since, db } => changes::run(terminal, *since, db),
        Task::Timeline {
            parties,
            filter,
            db,
        } => timeline::run(terminal, parties, filter, db),
        Task::Story { id, db } => story::run(terminal, id, db),
        Task::Forget { reports, db } => forget::run(terminal, reports, db),
        Task::Decide(settings) => decide::run(terminal, settings),
        Task::Corrections(settings) => corrections::run(terminal, settings),
        Task::Read { input, text_only } => read::run(terminal, input, *text_only),
        Task::Watch(watch) => watch::run(terminal, watch),
        Task::Serve(serve) => serve::run(terminal, serve),
        Task::Eval(eval) => eval::run(terminal, eval),
        Task::Columns => columns::run(terminal),
        Task::Export(settings) => export::run(terminal, settings),
        Task::Cite { db, query, bibtex } => citation::run(terminal, db, query, *bibtex),
        Task::Knowledge(task) => knowledge::run(terminal, task),
    }
}
