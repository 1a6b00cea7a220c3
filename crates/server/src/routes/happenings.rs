//! Lists of happenings, and of events as told; files of them; how to cite them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use relata_export::{Format, Row, Writer};
use relata_record::ReportHead;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::{HappeningRow, rows};
use super::{Filter, Order, Page, json};
use crate::app::App;
use crate::parameters::{Paging, Pairs, Query};
use crate::problem::{Fault, Problem};
use crate::snapshot::{Selection, Snapshot, at};

/// A part of a list of happenings.
#[derive(Debug, Serialize, ToSchema)]
pub struct HappeningList {
    /// How many happenings pass the filter.
    pub total: usize,
    /// How many events as told.
    pub events: usize,
    /// How many reports tell of them.
    pub reports: usize,
    /// The rows.
    pub items: Vec<HappeningRow>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// How to cite what passes a filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Citation {
    /// The citation, one line.
    pub text: String,
    /// The filter in words.
    pub filter: String,
    /// How many happenings pass it.
    pub happenings: usize,
    /// How many reports tell of them.
    pub reports: usize,
    /// When the record was asked.
    pub accessed: String,
    /// The version of the program.
    pub program: String,
}

/// The filter of an address, and what passes it.
pub fn select(
    app: &App,
    snapshot: &Snapshot,
    pairs: &Pairs,
) -> Result<(Query, Arc<Selection>), Fault> {
    let query = Query::of(pairs)?;
    let selection = app.selected(snapshot, &query);
    Ok((query, selection))
}

/// The happenings that pass a filter.
#[utoipa::path(get, path = "/api/v1/happenings", tag = "happenings", params(Filter, Page, Order),
    responses((status = 200, body = HappeningList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[Query::NAMES, Paging::NAMES, Paging::SORT])?;
        let paging = Paging::of(&pairs)?;
        let snapshot = app.snapshot(false)?;
        let (_, selection) = select(app, &snapshot, &pairs)?;
        let sorted = selection.sorted(&snapshot, paging.sort);
        let id = |n: &u32| snapshot.happenings.get(at(*n)).map(|row| row.id.clone());
        let (shown, next) = paging.part(&sorted, |n| id(n).unwrap_or_default())?;
        json(&HappeningList {
            total: selection.happenings.len(),
            events: selection.tellings.len(),
            reports: selection.reports(&snapshot).len(),
            items: rows(
                &app.store()?,
                shown
                    .iter()
                    .filter_map(|n| Some(snapshot.happenings.get(at(*n))?.as_ref())),
            )?,
            next,
        })
    })
    .await
}

/// The happenings that pass a filter, as comma-separated values.
#[utoipa::path(get, path = "/api/v1/happenings.csv", tag = "files", params(Filter),
    responses((status = 200, content_type = "text/csv", body = String), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn csv(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    file(app, query, Format::Csv, "text/csv; charset=utf-8", "csv").await
}

/// The happenings that pass a filter, one JSON object a line.
#[utoipa::path(get, path = "/api/v1/happenings.jsonl", tag = "files", params(Filter),
    responses((status = 200, content_type = "application/x-ndjson", body = String), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn jsonl(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    file(app, query, Format::Jsonl, "application/x-ndjson", "jsonl").await
}

/// The happenings that pass a filter and have a point, as GeoJSON.
#[utoipa::path(get, path = "/api/v1/happenings.geojson", tag = "files", params(Filter),
    responses((status = 200, content_type = "application/geo+json", body = Object), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn geojson(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    file(
        app,
        query,
        Format::GeoJson,
        "application/geo+json",
        "geojson",
    )
    .await
}

/// The happenings that pass a filter, as Parquet.
#[utoipa::path(get, path = "/api/v1/happenings.parquet", tag = "files", params(Filter),
    responses((status = 200, content_type = "application/vnd.apache.parquet", body = Vec<u8>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn parquet(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let kind = "application/vnd.apache.parquet";
    file(app, query, Format::Parquet, kind, "parquet").await
}

async fn file(
    app: Arc<App>,
    query: Option<String>,
    format: Format,
    kind: &'static str,
    ending: &'static str,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[Query::NAMES])?;
        let snapshot = app.snapshot(false)?;
        let (query, selection) = select(app, &snapshot, &pairs)?;
        let cited = citation_of(app, &snapshot, &query, &selection).text;
        let body = written(app, &snapshot, &selection, format, cited)?;
        let name = format!("attachment; filename=\"relata.{ending}\"");
        let headers = [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ];
        Ok((headers, body).into_response())
    })
    .await
}

/// The happenings of a selection as a file.
fn written(
    app: &App,
    snapshot: &Snapshot,
    selection: &Selection,
    format: Format,
    cited: String,
) -> Result<Vec<u8>, Fault> {
    let broken = |fault: relata_export::Error| Fault::Broken(fault.to_string());
    let store = app.store()?;
    let heads: BTreeMap<String, Arc<ReportHead>> = store
        .report_heads()?
        .into_iter()
        .map(|head| (head.id.clone(), Arc::new(head)))
        .collect();
    let about = [
        ("relata", env!("CARGO_PKG_VERSION").to_owned()),
        ("citation", cited),
    ];
    let mut body = Vec::new();
    let mut writer = Writer::new(format, &mut body, &about).map_err(broken)?;
    for n in &selection.happenings {
        let Some(row) = snapshot.happenings.get(at(*n)) else {
            continue;
        };
        if let Some(row) = Row::of_happening(store.tellings_of(&row.id)?, &heads) {
            writer.row(&row).map_err(broken)?;
        }
    }
    writer.end().map_err(broken)?;
    Ok(body)
}

/// How to cite what passes a filter.
#[utoipa::path(get, path = "/api/v1/citation", tag = "files", params(Filter),
    responses((status = 200, body = Citation), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn citation(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[Query::NAMES])?;
        let snapshot = app.snapshot(false)?;
        let (query, selection) = select(app, &snapshot, &pairs)?;
        json(&citation_of(app, &snapshot, &query, &selection))
    })
    .await
}

fn citation_of(app: &App, snapshot: &Snapshot, query: &Query, selection: &Selection) -> Citation {
    let accessed = app.backing.now();
    let day = accessed.get(..10).unwrap_or(&accessed).to_owned();
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let file = app.file.file_name().unwrap_or_default().to_string_lossy();
    let (happenings, reports) = (
        selection.happenings.len(),
        selection.reports(snapshot).len(),
    );
    let filter = query.in_words();
    Citation {
        text: format!(
            "{file}: {} told by {}; filter: {filter}. Coded and merged by Relata \
             {program}. Accessed {day}.",
            count(happenings, "happening"),
            count(reports, "report"),
        ),
        filter,
        happenings,
        reports,
        accessed: day,
        program,
    }
}

/// "1 event", "2 events".
fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A part of a list of events as told.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventList {
    /// How many events pass the filter.
    pub total: usize,
    /// The events, with the fields of docs/FIELDS.md.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<relata_record::Event>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// The events as reports tell them, that pass a filter; by report and number.
#[utoipa::path(get, path = "/api/v1/events", tag = "happenings", params(Filter, Page, Order),
    responses((status = 200, body = EventList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn events(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[Query::NAMES, Paging::NAMES, Paging::SORT])?;
        let paging = Paging::of(&pairs)?;
        let snapshot = app.snapshot(false)?;
        let (_, selection) = select(app, &snapshot, &pairs)?;
        let mut tellings = selection.tellings.clone();
        let told = |n: &u32| snapshot.telling_at(*n);
        tellings.sort_by_cached_key(|n| {
            told(n).map(|told| (snapshot.report(told.report).map(|card| &card.id), told.n))
        });
        let all = tellings.as_slice();
        let id = |n: &u32| told(n).map(|told| told.id.clone());
        let (shown, next) = paging.part(all, |n| id(n).unwrap_or_default())?;
        let store = app.store()?;
        let mut items = Vec::new();
        for told in shown.iter().filter_map(told) {
            items.extend(store.telling(&told.id)?.map(|telling| telling.event));
        }
        json(&EventList {
            total: all.len(),
            items,
            next,
        })
    })
    .await
}
