//! The page: files that are built from `page/` and are part of the program.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::problem::Fault;
use crate::report_page::report_html;
use crate::routes::reports::whole;

/// What every view starts with.
const SHELL: &str = include_str!("../page-dist/index.html");
/// Where the shell has room for what can be read without script.
const ROOM: &str = "<!--content-->";

/// The other files: name, type, content.
const FILES: [(&str, &str, &[u8]); 4] = [
    (
        "page.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../page-dist/page.js"),
    ),
    (
        "page.css",
        "text/css; charset=utf-8",
        include_bytes!("../page-dist/page.css"),
    ),
    (
        "world.json",
        "application/json",
        include_bytes!("../page-dist/world.json"),
    ),
    (
        "icon.svg",
        "image/svg+xml",
        include_bytes!("../page-dist/icon.svg"),
    ),
];

/// The hash of the sources that the page was built from: another one for every build.
const BUILD: &str = include_str!("../page-dist/sources.sha256");

/// The addresses of the page's views.
pub fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/report/{*id}", get(report))
        .route("/happening/{*id}", get(shell))
        .route("/assets/{name}", get(file));
    for view in [
        "/",
        "/talks",
        "/parties",
        "/party",
        "/places",
        "/place",
        "/reports",
        "/corrections",
        "/help",
    ] {
        router = router.route(view, get(shell));
    }
    router.fallback(nothing).with_state(Arc::clone(app))
}

async fn shell() -> Response {
    html(StatusCode::OK, "")
}

async fn nothing() -> Response {
    html(
        StatusCode::NOT_FOUND,
        "<main><h1>There is nothing at this address.</h1><p><a href=\"/\">The overview</a></p></main>",
    )
}

/// A report can be read without script: its text with marks is in the page itself.
async fn report(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let found = app.work(move |app| whole(app, &id)).await;
    match found {
        Ok(report) => html(StatusCode::OK, &report_html(&report)),
        Err(fault @ Fault::NotFound(_)) => html(
            StatusCode::NOT_FOUND,
            &format!(
                "<main><h1>{}</h1></main>",
                crate::report_page::escape(&fault.to_string())
            ),
        ),
        Err(fault) => fault.into_response(),
    }
}

fn html(status: StatusCode, content: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (status, headers, SHELL.replacen(ROOM, content, 1)).into_response()
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((_, kind, content)) = FILES.iter().find(|(known, _, _)| *known == name) else {
        return Fault::NotFound("the page has no such file".to_owned()).into_response();
    };
    let tag = format!("\"{}\"", BUILD.trim());
    let known = headers.get(header::IF_NONE_MATCH);
    let is_known = known.is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, *kind)], *content).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
