//! How the program ends.

use std::io::{self, Write as _};
use std::process::ExitCode;

/// The ways to end that are no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Done,
    /// Nothing was found, or a check failed.
    Nothing,
    /// Some of what was named could not be had; it was said which.
    Failed,
}

/// The exit code; an error is printed with all its causes. A reader that closed the pipe had enough.
pub fn code(exit: anyhow::Result<Exit>) -> ExitCode {
    match exit {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Nothing) => ExitCode::from(1),
        Ok(Exit::Failed) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "relata: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        let csv = match cause.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            Some(csv::ErrorKind::Io(error)) => Some(error.kind()),
            _ => None,
        };
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}
