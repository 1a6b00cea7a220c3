//! `relata watch`: follows feeds, and codes what they bring.

use std::thread;
use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use relata_watch::{Clock, Watch};
use serde_json::json;

use crate::commands::code;
use crate::exit::Exit;
use crate::json_line;
use crate::settings::{CodeSettings, Input, WatchSettings};
use crate::terminal::Terminal;
use crate::words::count;

/// The longest time between two looks at what is due: a machine that slept wakes up to it.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The clock of the machine.
struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn wait(&self, time: Duration) {
        thread::sleep(time);
    }
}

/// Follows what `settings` names.
pub fn run(terminal: &Terminal, settings: &WatchSettings) -> Result<Exit> {
    let clock = MachineClock;
    let mut watch = Watch::open(settings.watch.clone())?;
    // What an earlier run fetched and did not come to code.
    code_archives(terminal, settings, &mut watch)?;
    loop {
        let Some(due) = watch.due() else {
            terminal.say("every feed is gone; nothing is left to follow");
            return Ok(Exit::Nothing);
        };
        let wait = Duration::try_from(due.duration_since(clock.now())).unwrap_or_default();
        if !wait.is_zero() && !settings.once {
            clock.wait(wait.min(LONGEST_SLEEP));
            continue;
        }
        let round = watch.round(&clock)?;
        for problem in &round.problems {
            if terminal.json {
                json_line::print(&mut terminal.out(), "problem", problem)?;
            } else {
                terminal.warn(problem);
            }
        }
        let counts = json!({"feeds": round.n_feeds, "pages": round.n_pages});
        if terminal.json {
            json_line::print(&mut terminal.out(), "round", &counts)?;
        } else if round.n_feeds + round.n_pages > 0 {
            let feeds = count(u64::try_from(round.n_feeds)?, "feed");
            let pages = count(u64::try_from(round.n_pages)?, "page");
            terminal.say(format!("{feeds} asked for, {pages} fetched"));
        }
        code_archives(terminal, settings, &mut watch)?;
        if settings.once {
            return Ok(Exit::Done);
        }
    }
}

/// Codes what was fetched and is not in the record.
fn code_archives(terminal: &Terminal, settings: &WatchSettings, watch: &mut Watch) -> Result<()> {
    let paths = watch.archives();
    if paths.is_empty() {
        return Ok(());
    }
    let code = &settings.code;
    code::run(
        terminal,
        &CodeSettings {
            input: Input {
                paths,
                has_missing: false,
                options: code.input.options.clone(),
            },
            db: code.db.clone(),
            knowledge: code.knowledge.clone(),
            ..*code
        },
    )?;
    Ok(watch.coded()?)
}
