//! Where talks stand: the board of pairs, and one pair with all its steps.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use relata_history::Telling;
use relata_history::talks::{Move, Pair, Standing, View, standing_on, steps_between};
use relata_knowledge::Track;
use relata_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Page, json};
use crate::app::{App, unpoisoned};
use crate::parameters::{Paging, Pairs};
use crate::problem::{Fault, Problem};

/// So many pairs are on the board where no other number is asked for: each is worked out from all that is told of it.
const MOST: usize = 20;
/// So many standings are remembered before they are given up.
const REMEMBERED: usize = 2000;

/// Standings that were asked for, by version, pair, the days `on`, `known_on` and `coded_on`, and whose word.
pub type Known = BTreeMap<(String, Pair, [Option<Date>; 3], Option<String>), Arc<Standing>>;

/// The board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// The day that it is asked for.
    pub on: Option<Date>,
    /// Only what had been reported by this day, where that was asked for.
    pub known_on: Option<Date>,
    /// Only what had been coded by this day, where that was asked for.
    pub coded_on: Option<Date>,
    /// On whose word alone, where that was asked for.
    pub according_to: Option<String>,
    /// The first and last day of any step.
    pub days: Option<(Date, Date)>,
    /// How many pairs there are.
    pub total: usize,
    /// The pairs with most steps, the last moved first.
    pub pairs: Vec<Line>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// A pair on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// The one, by name.
    pub a: String,
    /// The other.
    pub b: String,
    /// The states of talks, ceasefire and agreement, with their marks.
    pub states: [String; 3],
    /// How each of the three tracks stood over time.
    pub bands: [Vec<Band>; 3],
    /// How many steps are told, those that moved nothing among them.
    pub steps: usize,
    /// When a track last moved.
    pub moved: Option<Date>,
}

/// A track in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Band {
    /// The state.
    pub state: String,
    /// Its marks: `?` on weak word, `!` contested, `~` with some groups only.
    pub marks: String,
    /// From this day.
    pub from: Date,
    /// Up to this day, which belongs to the next band; none where it still stands.
    pub to: Option<Date>,
    /// The row of the table of talks that led here.
    pub rule: String,
}

/// Where one pair stands, with all that led there.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePair {
    /// The day that it is asked for.
    pub on: Date,
    /// Only what had been reported by this day, where that was asked for.
    pub known_on: Option<Date>,
    /// Only what had been coded by this day, where that was asked for.
    pub coded_on: Option<Date>,
    /// On whose word alone, where that was asked for.
    pub according_to: Option<String>,
    /// The first and last day of any step, of any report.
    pub days: Option<(Date, Date)>,
    /// Who says anything of it: on the word of each it can be asked for.
    pub speakers: Vec<String>,
    /// How each of the three tracks stood over time.
    pub bands: [Vec<Band>; 3],
    /// The same on the last day, for the days after `on`.
    pub later: [Vec<Band>; 3],
    /// Three cells, the ledgers and every step, as `relata talks --json` prints them.
    #[schema(value_type = Object)]
    pub standing: Standing,
}

/// What of the talks is asked for.
struct Asked {
    on: Option<Date>,
    known_on: Option<Date>,
    coded_on: Option<Date>,
    according_to: Option<String>,
}

const NAMES: &[&str] = &["on", "known_on", "coded_on", "according_to"];

impl Asked {
    fn of(pairs: &Pairs) -> Result<Self, Fault> {
        Ok(Self {
            on: pairs.day("on", true)?,
            known_on: pairs.day("known_on", true)?,
            coded_on: pairs.day("coded_on", true)?,
            according_to: pairs.one("according_to").map(str::to_owned),
        })
    }

    fn view(&self) -> View {
        View {
            known_on: self.known_on,
            coded_on: self.coded_on,
            according_to: self.according_to.clone(),
        }
    }
}

/// Where talks stand, for every pair of which a step is told.
#[utoipa::path(get, path = "/api/v1/talks", tag = "talks",
    params(("on" = Option<String>, Query, description = "by what had happened on this day; without it, the day of the last report"),
        ("known_on" = Option<String>, Query, description = "by what had been reported by this day"),
        ("coded_on" = Option<String>, Query, description = "by what the record had on this day: the reports that had been coded by then"),
        ("according_to" = Option<String>, Query, description = "on the word of this party alone"),
        ("party" = Option<String>, Query, description = "only pairs of this party"), Page),
    responses((status = 200, body = Board), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[NAMES, &["party"], Paging::NAMES])?;
        let mut paging = Paging::of(&pairs)?;
        if pairs.one("limit").is_none() {
            paging.limit = MOST;
        }
        let asked = Asked::of(&pairs)?;
        let store = app.store()?;
        let (_, last) = store.reported_by(asked.known_on, asked.coded_on)?;
        let on = asked.on.or(asked.known_on).or(last).or(asked.coded_on);
        let mut known = store.talking_pairs_ranked()?;
        if let Some(party) = pairs.one("party") {
            let names: BTreeSet<&String> =
                known.iter().flat_map(|pair| [&pair.a, &pair.b]).collect();
            let names: Vec<String> = names.into_iter().cloned().collect();
            let meant = app.backing.organisations(&names, party);
            known.retain(|pair| meant.iter().any(|name| pair.has(name)));
        }
        let (shown, next) = paging.part(&known, |pair| format!("{} | {}", pair.a, pair.b))?;
        let mut lines = Vec::new();
        let mut days: Option<(Date, Date)> = None;
        for pair in shown {
            let told = RefCell::default();
            let whole = standing(app, &store, &told, pair, &View::default(), None)?;
            for step in &whole.steps {
                let (first, last) = days.unwrap_or((step.day, step.day));
                days = Some((first.min(step.day), last.max(step.day)));
            }
            let Some(on) = on else {
                continue;
            };
            let standing = standing(app, &store, &told, pair, &asked.view(), Some(on))?;
            if standing.steps.is_empty() {
                continue;
            }
            lines.push(Line {
                a: pair.a.clone(),
                b: pair.b.clone(),
                states: Track::ALL.map(|track| standing.cell(track).marked()),
                bands: bands(&standing),
                steps: standing.steps.len(),
                moved: standing.last_moved(),
            });
        }
        lines.sort_by(|one, other| {
            (other.moved, &one.a, &one.b).cmp(&(one.moved, &other.a, &other.b))
        });
        json(&Board {
            on,
            known_on: asked.known_on,
            coded_on: asked.coded_on,
            according_to: asked.according_to,
            days,
            total: known.len(),
            pairs: lines,
            next,
        })
    })
    .await
}

/// Where one pair stands, with every step that led there.
#[utoipa::path(get, path = "/api/v1/talks/pair", tag = "talks",
    params(("a" = String, Query, description = "the one"), ("b" = String, Query, description = "the other"),
        ("on" = Option<String>, Query, description = "by what had happened on this day; without it, the day of the last report"),
        ("known_on" = Option<String>, Query, description = "by what had been reported by this day"),
        ("coded_on" = Option<String>, Query, description = "by what the record had on this day: the reports that had been coded by then"),
        ("according_to" = Option<String>, Query, description = "on the word of this party alone")),
    responses((status = 200, body = WholePair), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[NAMES, &["a", "b"]])?;
        let asked = Asked::of(&pairs)?;
        let store = app.store()?;
        let nothing = || Fault::NotFound("no step of talks between these two is told".to_owned());
        let pair = Pair::new(pairs.needed("a")?, pairs.needed("b")?).ok_or_else(nothing)?;
        let told = RefCell::default();
        let whole = standing(app, &store, &told, &pair, &View::default(), None)?;
        if whole.steps.is_empty() {
            return Err(nothing());
        }
        let (_, last) = store.reported_by(asked.known_on, asked.coded_on)?;
        let on = asked
            .on
            .or(asked.known_on)
            .or(last)
            .or(asked.coded_on)
            .ok_or_else(nothing)?;
        let now = standing(app, &store, &told, &pair, &asked.view(), Some(on))?;
        let mut speakers: BTreeSet<&String> = BTreeSet::new();
        for track in Track::ALL {
            speakers.extend(&whole.cell(track).said_by);
        }
        speakers.extend(whole.steps.iter().flat_map(|step| &step.by));
        let days = whole.steps.iter().map(|step| step.day);
        json(&WholePair {
            on,
            known_on: asked.known_on,
            coded_on: asked.coded_on,
            according_to: asked.according_to,
            days: days.clone().min().zip(days.max()),
            speakers: speakers.into_iter().cloned().collect(),
            bands: bands(&now),
            later: bands(&whole),
            standing: (*now).clone(),
        })
    })
    .await
}

/// Where a pair stands on a day, or by all that is told. What was asked before is remembered; `told` keeps what is read
/// of the pair, for the next question.
fn standing(
    app: &App,
    store: &Store,
    told: &RefCell<Option<Vec<Vec<Telling>>>>,
    pair: &Pair,
    view: &View,
    on: Option<Date>,
) -> Result<Arc<Standing>, Fault> {
    let version = app.snapshot(false)?.version.clone();
    let key = (
        version,
        pair.clone(),
        [on, view.known_on, view.coded_on],
        view.according_to.clone(),
    );
    if let Some(known) = unpoisoned(app.standings.lock()).get(&key) {
        return Ok(Arc::clone(known));
    }
    let read = told.take();
    let read = match read {
        Some(read) => read,
        None => store.told_between(pair)?,
    };
    let steps = steps_between(&app.tables.talks, pair, &read, view);
    told.replace(Some(read));
    let last = steps.iter().map(|step| step.day).max();
    let day = on.or(last).unwrap_or(Date::MIN);
    let found = Arc::new(standing_on(&app.tables.talks, pair, &steps, day));
    let mut known = unpoisoned(app.standings.lock());
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(key, Arc::clone(&found));
    Ok(found)
}

/// How each track stood over time, by the steps that moved it.
fn bands(standing: &Standing) -> [Vec<Band>; 3] {
    Track::ALL.map(|track| {
        let moves = standing
            .steps
            .iter()
            .filter(|step| step.track == Some(track.as_str()) && step.is_move());
        let mut bands: Vec<Band> = Vec::new();
        for step in moves {
            if let Some(last) = bands.last_mut() {
                last.to = Some(step.day);
            }
            bands.push(band(step));
        }
        // Two moves on one day: the first lasted no day.
        bands.retain(|band| band.to != Some(band.from));
        bands
    })
}

fn band(step: &Move) -> Band {
    let at = step.to.find(['?', '!', '~']).unwrap_or(step.to.len());
    let (state, marks) = step.to.split_at(at);
    Band {
        state: state.to_owned(),
        marks: marks.to_owned(),
        from: step.day,
        to: None,
        rule: step.rule.clone(),
    }
}
