//! `relata talks`: where talks, truces and agreements between parties stand.

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use relata_history::Tables;
use relata_history::talks::{
    MEDIATORS, Pair, REPORTERS, Standing, View, standing_on, steps_between,
};
use relata_knowledge::Knowledge;
use relata_store::Store;
use serde::Serialize;

use crate::commands::{record, talks_print};
use crate::exit::Exit;
use crate::json_line;
use crate::party_names::organisations;
use crate::settings::TalksSettings;
use crate::terminal::Terminal;
use crate::words::count;

/// A standing as a JSON line, with what it rests on.
#[derive(Serialize)]
struct Line<'a> {
    on: Date,
    known_on: Option<Date>,
    coded_on: Option<Date>,
    according_to: Option<&'a str>,
    reports: u64,
    last_report: Option<Date>,
    /// The three tracks by what each speaker alone says, in short.
    views: BTreeMap<String, String>,
    #[serde(flatten)]
    standing: &'a Standing,
}

/// Shows what `settings` asks for.
pub fn run(terminal: &Terminal, settings: &TalksSettings) -> Result<Exit> {
    let (store, tables) = record::open(&settings.db)?;
    let knowledge = Knowledge::embedded().context("the tables of this program are broken")?;
    let (n_reports, last) = store.reported_by(settings.known_on, settings.coded_on)?;
    let Some(on) = settings.on.or(settings.known_on).or(last) else {
        terminal.say(
            if settings.known_on.is_none() && settings.coded_on.is_none() {
                "no report of the record has a day"
            } else {
                "no report was known by then"
            },
        );
        return Ok(Exit::Nothing);
    };
    let pairs = store.talking_pairs()?;
    let wanted = match wanted(&knowledge, &pairs, &settings.parties) {
        Ok(wanted) => wanted,
        Err(stranger) => {
            terminal.say(format_args!(
                "no step of talks of `{stranger}` is told; `relata talks` lists who talks"
            ));
            return Ok(Exit::Nothing);
        }
    };
    let view = View {
        known_on: settings.known_on,
        coded_on: settings.coded_on,
        according_to: settings.according_to.as_deref().map(|typed| {
            if [REPORTERS, MEDIATORS].contains(&typed) {
                return typed.to_owned();
            }
            let names = names(&pairs);
            let found = organisations(&knowledge, &names, typed);
            found.into_iter().next().unwrap_or_else(|| typed.to_owned())
        }),
    };
    let mut standings = Vec::new();
    for pair in &wanted {
        let standing = standing(&store, &tables, pair, &view, on)?;
        if !standing.steps.is_empty() {
            standings.push(standing);
        }
    }
    standings.sort_by(|one, other| {
        (other.last_moved(), &one.pair).cmp(&(one.last_moved(), &other.pair))
    });
    let mut out = terminal.out();
    let is_one = standings.len() == 1 || settings.parties.len() == 2;
    for standing in &standings {
        let views = if terminal.json || is_one {
            views(&store, &tables, standing, &view, on)?
        } else {
            Vec::new()
        };
        if terminal.json {
            let line = Line {
                on,
                known_on: settings.known_on,
                coded_on: settings.coded_on,
                according_to: view.according_to.as_deref(),
                reports: n_reports,
                last_report: last,
                views: views.into_iter().collect(),
                standing,
            };
            json_line::print(&mut out, "talks", &line)?;
        } else if is_one {
            talks_print::whole(terminal, standing, &views, &mut out)?;
        } else {
            talks_print::short(terminal, standing, &mut out)?;
        }
    }
    out.flush()?;
    let last = last.map_or("no day".to_owned(), |day| day.to_string());
    terminal.say(format_args!(
        "as of {on}, by {}, the last of {last}",
        count(n_reports, "report")
    ));
    if standings.is_empty() {
        terminal.say("nothing is told of talks there by then");
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Done)
}

/// The states by what each side, mediators and reports alone say, where these say anything.
fn views(
    store: &Store,
    tables: &Tables,
    standing: &Standing,
    view: &View,
    on: Date,
) -> Result<Vec<(String, String)>> {
    let pair = &standing.pair;
    if view.according_to.is_some() {
        return Ok(Vec::new());
    }
    let told = store.told_between(pair)?;
    let mut views = Vec::new();
    for speaker in [pair.a.as_str(), &pair.b, MEDIATORS, REPORTERS] {
        let view = View {
            according_to: Some(speaker.to_owned()),
            ..view.clone()
        };
        let steps = steps_between(&tables.talks, pair, &told, &view);
        let standing = standing_on(&tables.talks, pair, &steps, on);
        if !standing.steps.is_empty() {
            views.push((speaker.to_owned(), standing.short()));
        }
    }
    Ok(views)
}

/// Where one pair stands.
pub fn standing(
    store: &Store,
    tables: &Tables,
    pair: &Pair,
    view: &View,
    on: Date,
) -> Result<Standing> {
    let told = store.told_between(pair)?;
    let steps = steps_between(&tables.talks, pair, &told, view);
    Ok(standing_on(&tables.talks, pair, &steps, on))
}

fn names(pairs: &[Pair]) -> Vec<String> {
    let mut names: Vec<String> = pairs
        .iter()
        .flat_map(|pair| [pair.a.clone(), pair.b.clone()])
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The pairs that are asked for; the name that fits nobody.
fn wanted<'a>(
    knowledge: &Knowledge,
    pairs: &'a [Pair],
    typed: &[String],
) -> Result<Vec<&'a Pair>, String> {
    let names = names(pairs);
    let mut meant = Vec::new();
    for typed in typed {
        let found = organisations(knowledge, &names, typed);
        if found.is_empty() {
            return Err(typed.clone());
        }
        meant.push(found);
    }
    let fits = |pair: &&Pair| match meant.as_slice() {
        [one, other] => {
            (one.contains(&pair.a) && other.contains(&pair.b))
                || (one.contains(&pair.b) && other.contains(&pair.a))
        }
        sought => sought
            .iter()
            .all(|names| names.contains(&pair.a) || names.contains(&pair.b)),
    };
    Ok(pairs.iter().filter(fits).collect())
}
