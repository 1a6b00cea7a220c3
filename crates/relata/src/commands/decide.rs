//! `relata join`, `relata split`: what a person decides about two events.

use std::path::Path;

use anyhow::Result;
use relata_history::{Decision, TellingId};

use crate::commands::{record, why};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Joins or splits two events.
pub fn run(terminal: &Terminal, events: &[String; 2], joins: bool, db: &Path) -> Result<Exit> {
    let (store, tables) = record::open(db)?;
    let [one, other] = events;
    let Some((one, _)) = why::telling(terminal, &store, one)? else {
        return Ok(Exit::Nothing);
    };
    let Some((other, _)) = why::telling(terminal, &store, other)? else {
        return Ok(Exit::Nothing);
    };
    if one == other {
        terminal.warn("this is one event; name two");
        return Ok(Exit::Nothing);
    }
    drop(store);
    let now = jiff::Timestamp::now().to_string();
    let (Some(one), Some(other)) = (TellingId::read(&one), TellingId::read(&other)) else {
        anyhow::bail!("the record is damaged: {one} or {other} is no id of an event");
    };
    let decision = Decision { one, other, joins };
    relata_store::Store::open(db)?.decide(&tables, &decision, Some(&now))?;
    terminal.say(if joins {
        "they are one happening from now on"
    } else {
        "they are two happenings from now on"
    });
    Ok(Exit::Done)
}
