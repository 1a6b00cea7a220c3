//! One happening with all that is known of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_history::{Happening, Telling, story};
use relata_record::{Event, Party, Report, Span, Toll};
use relata_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use super::corrections::{ShownCorrection, of_tellings};
use super::json;
use super::rows::{HappeningRow, happening, rows};
use crate::app::App;
use crate::problem::{Fault, Problem};
use crate::snapshot::{Row, Snapshot};

/// How far from a happening its story is looked for, and among how many others.
const STORY: (i64, usize) = (200, 150);
/// Where words stand outside the sentences that tell an event, so many bytes around them are shown.
const AROUND: usize = 90;

/// A happening with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Whole {
    /// The happening, with the fields of docs/FIELDS.md and docs/HISTORY.md.
    #[schema(value_type = Object)]
    pub happening: Happening,
    /// Each telling, the earliest first.
    pub tellings: Vec<ToldIn>,
    /// What the reports give as its reasons.
    pub causes: Vec<HappeningRow>,
    /// What the reports say that it led to.
    pub effects: Vec<HappeningRow>,
    /// What else is of its story.
    pub story: Vec<Tied>,
    /// How the record of it grew, report by report.
    pub grown: Vec<Grown>,
    /// What people have said of it.
    pub corrections: Vec<ShownCorrection>,
}

/// An event as one report tells it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldIn {
    /// The id of the telling.
    pub id: String,
    /// The event, with the fields of docs/FIELDS.md.
    #[schema(value_type = Object)]
    pub event: Event,
    /// The headline of the report.
    pub title: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The day of the report.
    pub published: Option<Date>,
    /// SHA-256 of the report's text.
    pub hash: String,
    /// The address of the report.
    pub url: Option<String>,
    /// The words of the report that hold all quotes of the event, in its order.
    pub passages: Vec<Passage>,
}

/// A stretch of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Passage {
    /// The byte of the text at which it starts.
    pub start: u32,
    /// The words.
    pub text: String,
    /// True for a sentence that tells the event, false for other words that give it a value.
    pub is_evidence: bool,
}

/// A happening of the same story.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tied {
    /// What ties it.
    pub why: String,
    /// The happening.
    pub happening: HappeningRow,
}

/// What one report changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Grown {
    /// The telling, as `REPORT#N`.
    pub event: String,
    /// The day of the report.
    pub published: Option<Date>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Each field that it changed, with the values before and after, in words.
    pub changed: Vec<(String, String, String)>,
}

/// A happening by its id, by that of one of its tellings, or as `REPORT#N`.
#[utoipa::path(get, path = "/api/v1/happenings/{id}", tag = "happenings",
    params(("id" = String, Path, description = "id of the happening or of a telling, or `REPORT#N`")),
    responses((status = 200, body = Whole), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Response, Fault> {
    app.work(move |app| {
        let snapshot = app.snapshot(false)?;
        let row = snapshot.happening(&id).ok_or_else(|| missing(&id))?;
        let store = app.store()?;
        json(&whole(&snapshot, &store, row)?.ok_or_else(|| missing(&id))?)
    })
    .await
}

fn missing(id: &str) -> Fault {
    Fault::NotFound(format!("the record has no happening `{id}`"))
}

fn whole(snapshot: &Snapshot, store: &Store, row: &Row) -> Result<Option<Whole>, Fault> {
    let tellings = store.tellings_of(&row.id)?;
    let Some(own) = Happening::of(tellings.clone()) else {
        return Ok(None);
    };
    let mut told: Vec<ToldIn> = Vec::new();
    for telling in &tellings {
        let Some(report) = store.report(&telling.event.report)? else {
            continue;
        };
        told.push(told_in(telling, &report));
    }
    let rank = |told: &ToldIn| {
        let label = format!("{}#{}", told.event.report, told.event.n);
        own.tellings.iter().position(|known| known.event == label)
    };
    told.sort_by_key(rank);
    let (causes, effects) = (
        causes(snapshot, row, &tellings),
        effects(snapshot, store, row, &tellings)?,
    );
    let ids: Vec<&str> = tellings.iter().map(|telling| telling.id.as_str()).collect();
    Ok(Some(Whole {
        causes: rows(store, causes)?,
        effects: rows(store, effects)?,
        story: story_of(snapshot, store, row, &own)?,
        corrections: of_tellings(snapshot, store, &ids)?,
        grown: grown(tellings.clone()),
        tellings: told,
        happening: own,
    }))
}

fn told_in(telling: &Telling, report: &Report) -> ToldIn {
    ToldIn {
        id: telling.id.clone(),
        title: report.title.as_ref().map(|found| found.value.clone()),
        outlet: telling.outlet.clone(),
        published: telling.published,
        hash: report.hash.clone(),
        url: report.url.clone(),
        passages: passages(&telling.event, &report.text),
        event: telling.event.clone(),
    }
}

/// The sentences that tell the event, and the surroundings of words that stand elsewhere.
fn passages(event: &Event, text: &str) -> Vec<Passage> {
    let mut spans: Vec<(Span, bool)> = Vec::new();
    for quote in &event.evidence {
        add(&mut spans, quote.span(), true);
    }
    for span in quotes(event) {
        if !spans.iter().any(|(known, _)| known.contains(span)) {
            let around = Span::new(
                border(text, (span.start as usize).saturating_sub(AROUND), false),
                border(text, span.end as usize + AROUND, true),
            );
            add(&mut spans, around, false);
        }
    }
    spans.sort();
    spans
        .into_iter()
        .map(|(span, is_evidence)| Passage {
            start: span.start,
            text: span.of(text).to_owned(),
            is_evidence,
        })
        .collect()
}

/// Passages that overlap become one.
fn add(spans: &mut Vec<(Span, bool)>, span: Span, is_evidence: bool) {
    let mut whole = (span, is_evidence);
    spans.retain(|(known, is_known_evidence)| {
        let is_apart = !known.overlaps(whole.0);
        if !is_apart {
            whole = (known.cover(whole.0), whole.1 || *is_known_evidence);
        }
        is_apart
    });
    spans.push(whole);
}

/// The nearest border of a word, or of a line, outside of which nothing is shown.
fn border(text: &str, wanted: usize, is_end: bool) -> usize {
    let mut at = wanted.min(text.len());
    while !text.is_char_boundary(at) {
        at = if is_end { at + 1 } else { at - 1 };
    }
    let (before, after) = text.split_at(at);
    if is_end {
        at + after.find(char::is_whitespace).unwrap_or(after.len())
    } else {
        before.rfind(char::is_whitespace).map_or(0, |space| {
            space + before[space..].chars().next().map_or(0, char::len_utf8)
        })
    }
}

/// Every quote of an event.
fn quotes(event: &Event) -> Vec<Span> {
    fn gather(value: &serde_json::Value, found: &mut Vec<Span>) {
        match value {
            serde_json::Value::Array(list) => list.iter().for_each(|value| gather(value, found)),
            serde_json::Value::Object(map) => {
                let number = |key| usize::try_from(map.get(key)?.as_u64()?).ok();
                if let (Some(start), Some(end)) = (number("start"), number("end")) {
                    found.push(Span::new(start, end));
                }
                map.values().for_each(|value| gather(value, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    gather(&serde_json::to_value(event).unwrap_or_default(), &mut found);
    found
}

fn causes<'a>(snapshot: &'a Snapshot, row: &Row, tellings: &[Telling]) -> Vec<&'a Row> {
    let labels = tellings.iter().flat_map(|telling| {
        let causes = telling.event.causes.iter();
        causes.map(|n| format!("{}#{n}", telling.event.report))
    });
    distinct(row, labels.filter_map(|label| snapshot.happening(&label)))
}

fn effects<'a>(
    snapshot: &'a Snapshot,
    store: &Store,
    row: &Row,
    tellings: &[Telling],
) -> Result<Vec<&'a Row>, Fault> {
    let mut found = Vec::new();
    for telling in tellings {
        for event in store.events_of(&telling.event.report)? {
            if event.causes.contains(&telling.event.n) {
                let label = format!("{}#{}", event.report, event.n);
                found.extend(snapshot.happening(&label));
            }
        }
    }
    Ok(distinct(row, found.into_iter()))
}

fn distinct<'a>(own: &Row, rows: impl Iterator<Item = &'a Row>) -> Vec<&'a Row> {
    let mut seen = BTreeSet::from([own.id.clone()]);
    rows.filter(|row| seen.insert(row.id.clone())).collect()
}

fn story_of(
    snapshot: &Snapshot,
    store: &Store,
    row: &Row,
    own: &Happening,
) -> Result<Vec<Tied>, Fault> {
    let Some((first, last)) = row.days else {
        return Ok(Vec::new());
    };
    let reach = STORY.0.days();
    let (Ok(from), Ok(to)) = (first.checked_sub(reach), last.checked_add(reach)) else {
        return Ok(Vec::new());
    };
    let is_near = |other: &&Row| {
        let shares = |party: &u32| row.actors.contains(party) || row.recipients.contains(party);
        other.id != row.id
            && other
                .days
                .is_some_and(|(begun, ended)| from <= ended && begun <= to)
            && other.actors.iter().chain(&other.recipients).any(shares)
    };
    let rows = snapshot.happenings.iter().map(AsRef::as_ref);
    let mut others: Vec<&Row> = rows.filter(is_near).collect();
    // The nearest days first: where there are too many, the story is that of the weeks around.
    others.sort_by_key(|other| {
        let day = other.days.map_or(last, |(_, ended)| ended);
        last.until(day).map_or(0, |span| span.get_days().abs())
    });
    others.truncate(STORY.1);
    let mut near = vec![own.clone()];
    for other in others {
        near.extend(happening(store, other)?);
    }
    let parts = story(&near).into_iter().filter(|part| part.happening != 0);
    Ok(parts
        .filter_map(|part| {
            Some(Tied {
                why: part.why,
                happening: HappeningRow::of(near.get(part.happening)?),
            })
        })
        .collect())
}

/// How the record grew: the happening of the first telling, of the first two, and so on.
fn grown(mut tellings: Vec<Telling>) -> Vec<Grown> {
    tellings.sort_by_key(|telling| {
        (
            telling.published.is_none(),
            telling.published,
            telling.id.clone(),
        )
    });
    let mut steps = Vec::new();
    let mut before: Vec<(&'static str, String)> = Vec::new();
    for n in 1..=tellings.len() {
        let (Some(known), Some(last)) = (tellings.get(..n), tellings.get(n - 1)) else {
            continue;
        };
        let Some(happening) = Happening::of(known.to_vec()) else {
            continue;
        };
        let now = values(&happening.event);
        let changed = now.iter().filter_map(|(field, value)| {
            let was = before
                .iter()
                .find(|(known, _)| known == field)
                .map(|(_, value)| value.clone())
                .unwrap_or_default();
            (was != *value).then(|| ((*field).to_owned(), was, value.clone()))
        });
        steps.push(Grown {
            event: last.label(),
            published: last.published,
            outlet: last.outlet.clone(),
            changed: changed.collect(),
        });
        before = now;
    }
    steps
}

/// The fields of an event in words.
fn values(event: &Event) -> Vec<(&'static str, String)> {
    let names = |parties: &[Party]| {
        let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
        names.join(", ")
    };
    let toll = |toll: &Option<Toll>| toll.as_ref().map(number).unwrap_or_default();
    let date = event.date.as_ref().map(|date| {
        if date.from == date.to {
            date.to.to_string()
        } else {
            format!("{} to {}", date.from, date.to)
        }
    });
    let place = event.place.as_ref().map(|place| {
        let parts: Vec<&str> = [&place.name, &place.country]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        parts.join(", ")
    });
    let speakers: Vec<&str> = event
        .word_of
        .iter()
        .map(|word| word.name.as_str())
        .collect();
    vec![
        ("type", event.event_type.to_string()),
        ("actors", names(&event.actors)),
        ("recipients", names(&event.recipients)),
        ("date", date.unwrap_or_default()),
        ("place", place.unwrap_or_default()),
        ("killed", toll(&event.killed)),
        ("injured", toll(&event.injured)),
        ("captured", toll(&event.captured)),
        ("factuality", event.factuality.to_string()),
        ("word of", speakers.join(", ")),
    ]
}

fn number(toll: &Toll) -> String {
    match (toll.low, toll.best, toll.high) {
        (Some(low), _, Some(high)) if low != high => format!("{low} to {high}"),
        (Some(low), _, None) => format!("at least {low}"),
        (low, best, high) => best
            .or(low)
            .or(high)
            .map_or_else(|| "some".to_owned(), |number| number.to_string()),
    }
}
