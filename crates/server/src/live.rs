//! What is new, as events that the server sends.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

/// How often the record is asked whether it has changed.
const PERIOD: Duration = Duration::from_secs(1);

/// How much there is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tidings {
    /// Another one for every state of the record.
    pub version: String,
    /// Happenings.
    pub happenings: usize,
    /// Events as told.
    pub events: usize,
    /// Reports.
    pub reports: usize,
}

/// Looks at the record again and again, so that those who listen hear of what others write.
pub async fn watch(app: Arc<App>) {
    loop {
        tokio::time::sleep(PERIOD).await;
        // A record that cannot be read now may be read the next time; whoever asks for a view is told why.
        let _ = app
            .work(|app| Ok(app.snapshot(false)?.version.clone()))
            .await;
    }
}

/// What is new.
#[utoipa::path(get, path = "/api/v1/stream", tag = "changes",
    responses((status = 200, description = "Server-sent events: one `record` at once and one after each change, its data a JSON object with version, happenings, events, reports", content_type = "text/event-stream", body = String)))]
pub async fn stream(
    State(app): State<Arc<App>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut news = app.news.subscribe();
    news.mark_changed();
    let events = unfold((app, news), |(app, mut news)| async move {
        news.changed().await.ok()?;
        let tidings = app.work(|app| Ok(tidings(app)?)).await.ok()?;
        let event = Event::default().event("record").data(tidings);
        Some((Ok(event), (app, news)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn tidings(app: &App) -> Result<String, relata_store::Error> {
    let snapshot = app.snapshot(false)?;
    let tidings = Tidings {
        version: snapshot.version.clone(),
        happenings: snapshot.happenings.len(),
        events: snapshot.n_tellings(),
        reports: snapshot.n_reports(),
    };
    Ok(serde_json::to_string(&tidings).unwrap_or_default())
}
