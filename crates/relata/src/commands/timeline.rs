//! `relata timeline`: what happened between two parties, or to one, in order.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use relata_store::EventFilter;

use crate::commands::record;
use crate::exit::Exit;
use crate::json_line;
use crate::party_names::Sought;
use crate::table::EventTable;
use crate::terminal::Terminal;
use crate::words::count;

/// Shows the happenings of `parties`.
pub fn run(
    terminal: &Terminal,
    parties: &[String],
    filter: &EventFilter,
    db: &Path,
) -> Result<Exit> {
    let (store, _) = record::open(db)?;
    let sought = Sought::new(parties)?;
    let filter = EventFilter {
        parties: sought.filters(),
        ..filter.clone()
    };
    let table = EventTable::new(terminal, true);
    let mut out = terminal.out();
    let mut n_happenings = 0;
    for id in store.happenings(&filter)? {
        let Some(happening) = record::happening(&store, &id)? else {
            continue;
        };
        // A deed of no known day has no place in an order of days.
        if happening.event.date.is_none() {
            continue;
        }
        n_happenings += 1;
        if terminal.json {
            let line = serde_json::json!({ "happening": happening });
            json_line::print(&mut out, "happening", &line)?;
        } else {
            write!(out, "{}", table.happening(&happening))?;
        }
    }
    out.flush()?;
    if n_happenings > 0 {
        terminal.say(count(n_happenings, "happening"));
        return Ok(Exit::Done);
    }
    terminal.say("no dated event in the record fits");
    for line in sought.strangers(&store)? {
        terminal.say(line);
    }
    Ok(Exit::Nothing)
}
