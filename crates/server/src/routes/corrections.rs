//! What people say of events: the list, a new word, and taking one back.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use relata_store::{Correction, NotCorrected, Said, Store, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{json, whole};
use crate::app::App;
use crate::problem::{Fault, Problem};
use crate::snapshot::Snapshot;

/// Longer names and reasons are refused.
const LONGEST: usize = 2000;

/// A correction as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownCorrection {
    /// Its number.
    pub n: i64,
    /// When it was made.
    pub made: String,
    /// By whom.
    pub author: String,
    /// Why.
    pub reason: String,
    /// accept, reject, edit, join, split.
    pub kind: String,
    /// Id of the telling that is meant.
    pub telling: String,
    /// The event that it is now, as `REPORT#N`; none where it is gone or rejected.
    pub event: Option<String>,
    /// The report.
    pub report: String,
    /// SHA-256 of the text that was read.
    pub hash: String,
    /// First byte of the words that name the act.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// The other tellings, of join and split.
    pub others: Vec<String>,
    /// The field, of an edit.
    pub field: Option<String>,
    /// The field before, or the whole event.
    pub before: Option<Value>,
    /// The field after.
    pub after: Option<Value>,
    /// Who took it back, and when.
    pub undone: Option<Undone>,
}

/// Who took a correction back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Undone {
    /// The author.
    pub author: String,
    /// When.
    pub made: String,
}

/// The corrections of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionList {
    /// How many there are, those taken back included.
    pub total: usize,
    /// They, the last first.
    pub items: Vec<ShownCorrection>,
}

/// A new correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// accept, reject, edit, join, split.
    pub kind: String,
    /// The event: id of a telling, or `REPORT#N`.
    pub event: String,
    /// The other events, of join and split. Without them, split means all others of the happening.
    #[serde(default)]
    pub others: Vec<String>,
    /// The field, of an edit: type, mode, actors, recipients, date, place, killed, injured, captured, factuality,
    /// word_of, talks.
    pub field: Option<String>,
    /// Its value, with the fields of docs/FIELDS.md; what is left out is filled in. None for no value.
    #[serde(default)]
    #[schema(value_type = Object, nullable = true)]
    pub value: Option<Value>,
    /// Who says so.
    pub author: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Who takes a correction back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakingBack {
    /// Who.
    pub author: String,
}

/// Every correction.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "corrections", responses((status = 200, body = CorrectionList)))]
pub async fn list(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    app.work(|app| {
        let mut items = all(&*app.snapshot(false)?, &app.store()?)?;
        items.reverse();
        json(&CorrectionList {
            total: items.len(),
            items,
        })
    })
    .await
}

/// Every correction, one JSON object a line, the first first.
#[utoipa::path(get, path = "/api/v1/corrections.jsonl", tag = "corrections",
    responses((status = 200, content_type = "application/x-ndjson", body = String)))]
pub async fn jsonl(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    app.work(|app| {
        let mut body = String::new();
        for item in all(&*app.snapshot(false)?, &app.store()?)? {
            let line =
                serde_json::to_string(&item).map_err(|fault| Fault::Broken(fault.to_string()))?;
            body.push_str(&line);
            body.push('\n');
        }
        let headers = [
            (header::CONTENT_TYPE, "application/x-ndjson"),
            (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"relata-corrections.jsonl\"",
            ),
        ];
        Ok((headers, body).into_response())
    })
    .await
}

/// The corrections of some tellings.
pub fn of_tellings(
    snapshot: &Snapshot,
    store: &Store,
    tellings: &[&str],
) -> Result<Vec<ShownCorrection>, Fault> {
    let found = all(snapshot, store)?.into_iter().filter(|correction| {
        tellings.contains(&correction.telling.as_str())
            || correction
                .others
                .iter()
                .any(|other| tellings.contains(&other.as_str()))
    });
    Ok(found.collect())
}

fn all(snapshot: &Snapshot, store: &Store) -> Result<Vec<ShownCorrection>, Fault> {
    let corrections = store.corrections()?.into_iter();
    Ok(corrections
        .map(|correction| shown(snapshot, correction))
        .collect())
}

fn shown(snapshot: &Snapshot, correction: Correction) -> ShownCorrection {
    ShownCorrection {
        event: snapshot.label(&correction.telling),
        n: correction.n,
        made: correction.made,
        author: correction.author,
        reason: correction.reason,
        kind: correction.kind,
        telling: correction.telling,
        report: correction.report,
        hash: correction.hash,
        start: correction.start,
        end: correction.end,
        others: correction.others,
        field: correction.field,
        before: correction.before,
        after: correction.after,
        undone: correction
            .undone
            .map(|(made, author)| Undone { author, made }),
    }
}

/// Keeps a correction and acts by it.
#[utoipa::path(post, path = "/api/v1/corrections", tag = "corrections", request_body = NewCorrection,
    responses((status = 201, body = ShownCorrection), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json")))]
pub async fn correct(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let new: NewCorrection = read(&headers, &whole(body)?)?;
    app.work(move |app| {
        let snapshot = app.snapshot(true)?;
        let telling = telling_of(&snapshot, &new.event)?;
        let others: Vec<String> = new
            .others
            .iter()
            .map(|other| telling_of(&snapshot, other))
            .collect::<Result<_, _>>()?;
        let verdict = match new.kind.as_str() {
            "accept" => Verdict::Accept,
            "reject" => Verdict::Reject,
            "edit" => Verdict::Edit {
                field: new
                    .field
                    .clone()
                    .ok_or_else(|| Fault::Bad("an edit needs a `field`".to_owned()))?,
                value: new.value.clone().unwrap_or(Value::Null),
            },
            "join" if others.is_empty() => {
                return Err(Fault::Bad("a join needs `others`".to_owned()));
            }
            "join" => Verdict::Join(others),
            "split" if others.is_empty() => Verdict::Split(siblings(&snapshot, &telling)?),
            "split" => Verdict::Split(others),
            other => {
                return Err(Fault::Bad(format!(
                    "`{other}` is none of accept, reject, edit, join, split"
                )));
            }
        };
        let said = Said {
            author: author(&new.author)?,
            made: app.backing.now(),
            reason: limited(&new.reason)?.trim().to_owned(),
        };
        let n = Store::open(&app.file)?
            .correct(&app.tables, &telling, &verdict, &said)
            .map_err(fault)?;
        let snapshot = app.snapshot(true)?;
        let kept = app
            .store()?
            .corrections()?
            .into_iter()
            .find(|known| known.n == n);
        let kept = kept.ok_or_else(|| Fault::Broken("a correction was not kept".to_owned()))?;
        let mut response = json(&shown(&snapshot, kept))?;
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    })
    .await
}

/// Takes a correction back. It stays in the list as taken back.
#[utoipa::path(post, path = "/api/v1/corrections/{n}/undo", tag = "corrections", request_body = TakingBack,
    params(("n" = i64, Path, description = "number of the correction")),
    responses((status = 200, body = ShownCorrection), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    State(app): State<Arc<App>>,
    Path(n): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let n: i64 = n
        .parse()
        .map_err(|_| Fault::Bad(format!("`{n}` is no number of a correction")))?;
    let back: TakingBack = read(&headers, &whole(body)?)?;
    app.work(move |app| {
        let author = author(&back.author)?;
        Store::open(&app.file)?
            .undo(&app.tables, n, &author, &app.backing.now())
            .map_err(fault)?;
        let snapshot = app.snapshot(true)?;
        let kept = app
            .store()?
            .corrections()?
            .into_iter()
            .find(|known| known.n == n);
        let kept = kept.ok_or_else(|| Fault::Broken("a correction was lost".to_owned()))?;
        json(&shown(&snapshot, kept))
    })
    .await
}

/// A body in JSON. Forms of other sites cannot be of this type without asking first.
fn read<T: for<'a> Deserialize<'a>>(headers: &HeaderMap, body: &Bytes) -> Result<T, Fault> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or("");
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Fault::Other(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send application/json".to_owned(),
        ));
    }
    serde_json::from_slice(body)
        .map_err(|fault| Fault::Bad(format!("the body is not as described: {fault}")))
}

fn author(text: &str) -> Result<String, Fault> {
    let author = limited(text)?.trim().to_owned();
    if author.is_empty() {
        return Err(Fault::Bad("an `author` must be named".to_owned()));
    }
    Ok(author)
}

fn limited(text: &str) -> Result<&str, Fault> {
    if text.len() > LONGEST || text.contains('\0') {
        return Err(Fault::Bad(format!(
            "texts have at most {LONGEST} bytes, and no zero byte"
        )));
    }
    Ok(text)
}

/// The telling that is meant: by its id, by that of its happening, or as `REPORT#N`.
fn telling_of(snapshot: &Snapshot, id: &str) -> Result<String, Fault> {
    let missing = || Fault::NotFound(format!("the record has no event `{id}`"));
    snapshot.telling(id).ok_or_else(missing)
}

/// The other tellings of its happening.
fn siblings(snapshot: &Snapshot, telling: &str) -> Result<Vec<String>, Fault> {
    let row = snapshot
        .happening(telling)
        .ok_or_else(|| Fault::NotFound(format!("the record has no event `{telling}`")))?;
    let others: Vec<String> = row
        .told
        .iter()
        .filter(|told| told.id != telling)
        .map(|told| told.id.clone())
        .collect();
    if others.is_empty() {
        return Err(Fault::Conflict(
            "this happening has one telling; there is nothing to split".to_owned(),
        ));
    }
    Ok(others)
}

fn fault(not: NotCorrected) -> Fault {
    match not {
        NotCorrected::NoEvent(_) | NotCorrected::NoCorrection(_) => {
            Fault::NotFound(not.to_string())
        }
        NotCorrected::BadValue(what) => Fault::Bad(what),
        NotCorrected::Store(error) => Fault::Store(error),
    }
}
