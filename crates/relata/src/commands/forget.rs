//! `relata forget`: takes reports out of the record, and out of what the others tell together with them.

use std::path::Path;

use anyhow::Result;
use relata_store::Store;

use crate::commands::record;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::words::count;

/// Takes out `reports`.
pub fn run(terminal: &Terminal, reports: &[String], db: &Path) -> Result<Exit> {
    let (store, tables) = record::open(db)?;
    drop(store);
    let mut store = Store::open(db)?;
    let mut n_gone = 0;
    for report in reports {
        if store.remove(report)? {
            n_gone += 1;
        } else {
            terminal.warn(format_args!("no report `{report}` in the record"));
        }
    }
    store.update_history(&tables)?;
    terminal.say(format_args!("{} taken out", count(n_gone, "report")));
    Ok(if n_gone > 0 {
        Exit::Done
    } else {
        Exit::Nothing
    })
}
