//! `relata changes`: what reports since a day have added to the record, and which talks they have moved.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;
use relata_history::talks::View;
use relata_history::{Happening, Telling};
use serde_json::json;

use crate::cells;
use crate::commands::{record, talks};
use crate::exit::Exit;
use crate::json_line;
use crate::terminal::{BOLD, Terminal};
use crate::words::{one_line, shorten};

/// Shows what is new since `since`.
pub fn run(terminal: &Terminal, since: Date, db: &Path) -> Result<Exit> {
    let (store, tables) = record::open(db)?;
    let before = since.yesterday()?;
    let mut out = terminal.out();
    let mut n_changes = 0;
    let (_, last) = store.reported_by(None, None)?;
    for pair in store.talking_pairs()? {
        let on = |known_on| -> Result<_> {
            let view = View {
                known_on,
                ..View::default()
            };
            let day = known_on.or(last).unwrap_or(since);
            talks::standing(&store, &tables, &pair, &view, day)
        };
        let (then, now) = (on(Some(before))?.short(), on(None)?.short());
        if then == now {
            continue;
        }
        n_changes += 1;
        let who = format!("{} – {}", pair.a, pair.b);
        if terminal.json {
            let line = json!({"pair": [pair.a, pair.b], "before": then, "now": now});
            json_line::print(&mut out, "talks", &line)?;
        } else {
            writeln!(
                out,
                "{}\n  {then} → {now}",
                terminal.paint(BOLD, one_line(&who))
            )?;
        }
    }
    for id in store.told_since(since)? {
        let tellings = store.tellings_of(&id)?;
        let is_old = |telling: &&Telling| telling.published.is_some_and(|day| day < since);
        let old: Vec<Telling> = tellings.iter().filter(is_old).cloned().collect();
        let (then, Some(now)) = (Happening::of(old), Happening::of(tellings)) else {
            continue;
        };
        let changed = changed(then.as_ref(), &now);
        if changed.is_empty() {
            continue;
        }
        n_changes += 1;
        if terminal.json {
            let line = json!({"event": now.label(), "changed": changed, "happening": now});
            json_line::print(&mut out, "happening", &line)?;
        } else {
            let date = now.event.date.as_ref().map(cells::when).unwrap_or_default();
            let doubt = cells::doubt(now.event.factuality).map(|doubt| format!(" ({doubt})"));
            let head = format!(
                "{}: {date} {}{} {}",
                changed.join(", "),
                cells::what(&now.event),
                doubt.unwrap_or_default(),
                cells::who(&now.event)
            );
            writeln!(out, "{}", shorten(&one_line(&head), terminal.width))?;
            writeln!(out, "  {}", one_line(&now.label()))?;
        }
    }
    out.flush()?;
    if n_changes > 0 {
        return Ok(Exit::Done);
    }
    terminal.say(format_args!(
        "no report since {since} adds or moves anything"
    ));
    Ok(Exit::Nothing)
}

/// What is not as it was: the fields, or that it is new.
fn changed(then: Option<&Happening>, now: &Happening) -> Vec<&'static str> {
    let Some(then) = then else {
        return vec!["new"];
    };
    let names = |parties: &[relata_record::Party]| -> BTreeSet<String> {
        parties.iter().map(|party| party.name.clone()).collect()
    };
    let (a, b) = (&then.event, &now.event);
    let days = |event: &relata_record::Event| event.date.as_ref().map(|date| (date.from, date.to));
    let place =
        |event: &relata_record::Event| event.place.as_ref().and_then(|place| place.name.clone());
    let toll = |toll: &Option<relata_record::Toll>| {
        toll.as_ref().map(|toll| (toll.low, toll.best, toll.high))
    };
    [
        ("type", a.event_type != b.event_type),
        ("actors", names(&a.actors) != names(&b.actors)),
        ("recipients", names(&a.recipients) != names(&b.recipients)),
        ("date", days(a) != days(b)),
        ("place", place(a) != place(b)),
        ("killed", toll(&a.killed) != toll(&b.killed)),
        ("injured", toll(&a.injured) != toll(&b.injured)),
        ("factuality", a.factuality != b.factuality),
        ("speakers", a.word_of.len() != b.word_of.len()),
    ]
    .into_iter()
    .filter_map(|(name, is_changed)| is_changed.then_some(name))
    .collect()
}
