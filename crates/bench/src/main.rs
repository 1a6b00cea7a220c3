//! `relata-bench`: reads texts of our own again and again and prints how fast each part is.
//!
//! It must never be asked how good the parts are: the training program and the evaluation say that.

mod language;
mod measure;

use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("language") => language::run(),
        _ => Err(anyhow::anyhow!("say what is measured: `language`")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("relata-bench: {error:#}");
            ExitCode::from(2)
        }
    }
}
