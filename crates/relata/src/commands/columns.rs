//! `relata columns`: the page of columns, written from the columns themselves.

use std::io::Write as _;

use anyhow::Result;

use crate::exit::Exit;
use crate::terminal::Terminal;

/// Prints the page.
pub fn run(terminal: &Terminal) -> Result<Exit> {
    let mut out = terminal.out();
    out.write_all(relata_export::columns_page().as_bytes())?;
    out.flush()?;
    Ok(Exit::Done)
}
