//! `relata story`: the happenings that hang together with one.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use relata_history::{Happening, story};

use crate::commands::{record, why};
use crate::exit::Exit;
use crate::json_line;
use crate::table::EventTable;
use crate::terminal::{DIM, Terminal};
use crate::words::{count, one_line};

/// Shows the story of event `id`.
pub fn run(terminal: &Terminal, id: &str, db: &Path) -> Result<Exit> {
    let (store, _) = record::open(db)?;
    let Some((_, start)) = why::telling(terminal, &store, id)? else {
        return Ok(Exit::Nothing);
    };
    let Some(first) = record::happening(&store, &start)? else {
        return Ok(Exit::Nothing);
    };
    let parties = first.event.actors.iter().chain(&first.event.recipients);
    let names: Vec<String> = parties.map(|party| party.name.clone()).collect();
    let mut near: Vec<Happening> = vec![first];
    for other in store.happenings_of(&names)? {
        if other != start {
            near.extend(record::happening(&store, &other)?);
        }
    }
    let story = story(&near);
    let table = EventTable::new(terminal, true);
    let mut out = terminal.out();
    for part in &story {
        let Some(happening) = near.get(part.happening) else {
            continue;
        };
        if terminal.json {
            let line = serde_json::json!({ "why": part.why, "happening": happening });
            json_line::print(&mut out, "happening", &line)?;
        } else {
            write!(out, "{}", table.happening(happening))?;
            let why = terminal.paint(DIM, one_line(&part.why));
            writeln!(out, "      {why}")?;
        }
    }
    out.flush()?;
    let n = u64::try_from(story.len()).unwrap_or(u64::MAX);
    terminal.say(count(n, "happening"));
    Ok(Exit::Done)
}
