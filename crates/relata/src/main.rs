//! `relata`: see the library beside this file.

use std::process::ExitCode;

/// A report makes and drops many thousands of small lists, on every thread at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    relata::run()
}
