//! What reports since a day have added.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use relata_history::{Happening, Telling};
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::HappeningRow;
use super::{Page, json};
use crate::app::App;
use crate::parameters::{Paging, Pairs};
use crate::problem::{Fault, Problem};

/// What is new since a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeList {
    /// The day.
    pub since: Date,
    /// How many happenings reports since then tell of.
    pub total: usize,
    /// They, by id.
    pub items: Vec<Change>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// A happening that is new, or more of which is known.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// True if no report before told of it.
    pub is_new: bool,
    /// How many reports before told of it.
    pub reports_before: usize,
    /// The happening as it is now.
    pub happening: HappeningRow,
}

/// What reports since a day tell of.
#[utoipa::path(get, path = "/api/v1/changes", tag = "changes",
    params(("since" = String, Query, description = "reports of this day and later count as new", example = "2015-01-01"), Page),
    responses((status = 200, body = ChangeList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["since"], Paging::NAMES])?;
        let paging = Paging::of(&pairs)?;
        let since = pairs
            .day("since", false)?
            .ok_or_else(|| Fault::Bad("`since` is missing".to_owned()))?;
        let store = app.store()?;
        let ids = store.told_since(since)?;
        let (shown, next) = paging.part(&ids, String::clone)?;
        let mut items = Vec::new();
        for id in shown {
            let tellings = store.tellings_of(id)?;
            let is_old = |telling: &&Telling| telling.published.is_some_and(|day| day < since);
            let n_old = tellings.iter().filter(is_old).count();
            items.extend(Happening::of(tellings).map(|happening| Change {
                is_new: n_old == 0,
                reports_before: n_old,
                happening: HappeningRow::of(&happening),
            }));
        }
        json(&ChangeList {
            since,
            total: ids.len(),
            next,
            items,
        })
    })
    .await
}
