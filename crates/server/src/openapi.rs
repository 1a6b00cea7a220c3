//! The description of the interface, written from the code that answers.

use axum::response::Response;
use utoipa::OpenApi;

use crate::problem::{Fault, Problem};
use crate::{live, routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Relata",
        description = "The record of what reports tell: who did what to whom, when, where, how many, on whose word. \
            It is served on this machine alone. Keys may be added within a version, none is ever renamed."
    ),
    paths(
        routes::overview::overview,
        routes::happenings::list,
        routes::happenings::csv,
        routes::happenings::jsonl,
        routes::happenings::geojson,
        routes::happenings::parquet,
        routes::happenings::events,
        routes::happenings::citation,
        routes::happening::one,
        routes::reports::list,
        routes::reports::one,
        routes::parties::list,
        routes::parties::one,
        routes::places::list,
        routes::places::one,
        routes::talks::list,
        routes::talks::one,
        routes::changes::list,
        routes::corrections::list,
        routes::corrections::jsonl,
        routes::corrections::correct,
        routes::corrections::undo,
        routes::jobs::list,
        routes::jobs::one,
        routes::jobs::begin,
        routes::jobs::cancel,
        live::stream,
        document,
    ),
    components(schemas(Problem, live::Tidings))
)]
struct Description;

/// The description as JSON.
///
/// # Errors
/// Never, unless the program is broken.
pub fn openapi() -> Result<String, serde_json::Error> {
    let mut description = Description::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut description.info.version);
    serde_json::to_string_pretty(&description)
}

/// The description of this interface, OpenAPI 3.1.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "interface", responses((status = 200, body = Object)))]
pub async fn document() -> Result<Response, Fault> {
    use axum::http::header;
    use axum::response::IntoResponse as _;
    let text = openapi().map_err(|fault| Fault::Broken(fault.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
