//! `relata join`, `relata split`: what a person says of two events. It is a correction like those made on the page.

use anyhow::Result;
use relata_store::{Said, Store, Verdict};

use crate::commands::{record, why};
use crate::exit::Exit;
use crate::settings::DecideSettings;
use crate::terminal::Terminal;

/// Joins or splits two events.
pub fn run(terminal: &Terminal, settings: &DecideSettings) -> Result<Exit> {
    let (store, tables) = record::open(&settings.db)?;
    let [one, other] = &settings.events;
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
    let (verdict, told) = if settings.joins {
        (Verdict::Join(vec![other]), "one happening")
    } else {
        (Verdict::Split(vec![other]), "two happenings")
    };
    let said = Said {
        author: author(settings.author.as_deref()),
        made: jiff::Timestamp::now().to_string(),
        reason: settings.reason.clone(),
    };
    let n = Store::open(&settings.db)?.correct(&tables, &one, &verdict, &said)?;
    terminal.say(format_args!(
        "they are {told} from now on: correction {n} by {}",
        said.author
    ));
    Ok(Exit::Done)
}

/// Who speaks: the name that was given, else the one under which the user is known to the system.
pub fn author(given: Option<&str>) -> String {
    let known = ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let names = [given.map(str::to_owned), known];
    let mut names = names
        .into_iter()
        .flatten()
        .map(|name| name.trim().to_owned());
    names
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "somebody at the terminal".to_owned())
}
