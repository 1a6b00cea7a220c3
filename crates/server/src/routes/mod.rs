//! The REST interface: one file for each kind of thing.

pub mod changes;
pub mod corrections;
pub mod happening;
pub mod happenings;
pub mod jobs;
pub mod overview;
pub mod parties;
pub mod places;
pub mod reports;
pub mod rows;
pub mod talks;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::problem::Fault;
use crate::{live, openapi};

/// The filter that every view shares.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Query` reads")]
pub struct Filter {
    /// Not over before this day; a year or a month will do.
    from: Option<String>,
    /// Not begun after this day; a year or a month will do.
    to: Option<String>,
    /// One of these types: `ASSAULT,PROTEST`.
    r#type: Option<String>,
    /// One of these factualities: `fact,possible`.
    factuality: Option<String>,
    /// One of these acts of talks: `offer,hold`.
    talks: Option<String>,
    /// With this party as actor or recipient, as `relata events --party` takes it; repeat for more.
    party: Option<Vec<String>>,
    /// At this place: beginning of a word of its name, or a country's code.
    place: Option<String>,
    /// On the word of this speaker: beginning of a word of the name.
    word_of: Option<String>,
    /// Told by this report.
    report: Option<String>,
    /// Inside these degrees: `west,south,east,north`.
    bbox: Option<String>,
    /// Words, each the beginning of one in the sentences, parties or places.
    q: Option<String>,
    /// `1`: only those on which reports disagree.
    disputed: Option<String>,
}

/// The place in a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Paging` reads")]
pub struct Page {
    /// How many rows at most, from 1 to 1000; 100 where none is given.
    limit: Option<u32>,
    /// `next` of the part of the list before.
    cursor: Option<String>,
}

/// The order of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes what `Paging` reads")]
pub struct Order {
    /// `date`, `-date`, `-killed` or `-reports`.
    sort: Option<String>,
}

/// The interface.
pub fn router(app: &Arc<App>) -> Router {
    let views = Router::new()
        .route("/overview", get(overview::overview))
        .route("/happenings", get(happenings::list))
        .route("/happenings.csv", get(happenings::csv))
        .route("/happenings.jsonl", get(happenings::jsonl))
        .route("/happenings.parquet", get(happenings::parquet))
        .route("/happenings.geojson", get(happenings::geojson))
        .route("/happenings/{id}", get(happening::one))
        .route("/events", get(happenings::events))
        .route("/citation", get(happenings::citation))
        .route("/reports", get(reports::list))
        .route("/reports/{id}", get(reports::one))
        .route("/parties", get(parties::list))
        .route("/party", get(parties::one))
        .route("/places", get(places::list))
        .route("/place", get(places::one))
        .route("/talks", get(talks::list))
        .route("/talks/pair", get(talks::one))
        .route("/changes", get(changes::list))
        .route(
            "/corrections",
            get(corrections::list).post(corrections::correct),
        )
        .route("/corrections.jsonl", get(corrections::jsonl))
        .route("/corrections/{n}/undo", post(corrections::undo))
        .route("/openapi.json", get(openapi::document))
        .layer(middleware::from_fn_with_state(Arc::clone(app), unchanged));
    Router::new()
        .route("/stream", get(live::stream))
        .route("/jobs", get(jobs::list).post(jobs::begin))
        .route("/jobs/{n}", get(jobs::one).delete(jobs::cancel))
        .layer(DefaultBodyLimit::max(jobs::LARGEST))
        .merge(views)
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::clone(app))
}

async fn nothing() -> Fault {
    Fault::NotFound("there is nothing here; /api/v1/openapi.json lists what there is".to_owned())
}

async fn wrong_method() -> Fault {
    Fault::Other(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not take such requests; /api/v1/openapi.json lists what it takes"
            .to_owned(),
    )
}

/// An answer is a function of its address and of the version of the record: who has it need not get it again.
async fn unchanged(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_reading = [Method::GET, Method::HEAD].contains(request.method());
    if !is_reading {
        return next.run(request).await;
    }
    let version = match app
        .work(|app| Ok(app.snapshot(false)?.version.clone()))
        .await
    {
        Ok(version) => format!("W/\"{version}\""),
        Err(fault) => return fault.into_response(),
    };
    let known = request.headers().get(header::IF_NONE_MATCH);
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|tag| tag.trim() == version));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    if response.status().is_success() || is_known {
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&version) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

/// The body of a request; one that is too large, or breaks off, is a problem like any other.
pub fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Fault> {
    body.map_err(|refused| {
        let what = format!("the body is not taken: {}", refused.body_text());
        Fault::Other(refused.status(), what)
    })
}

/// An answer in JSON.
pub fn json<T: Serialize>(value: &T) -> Result<Response, Fault> {
    let body = serde_json::to_vec(value).map_err(|fault| Fault::Broken(fault.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}
