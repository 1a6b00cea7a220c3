//! Reports: the list, and one with its text, its events and its silences.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use relata_record::{Event, Report, Span, SpanIndex};
use relata_store::ReportCard;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Page, json};
use crate::app::App;
use crate::parameters::{Paging, Pairs};
use crate::problem::{Fault, Problem};
use crate::segments::{Marks, Segment, segments};

/// Longer texts are not cut into sentences again: it would take seconds.
const LONGEST: usize = 400_000;

/// A part of the list of reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportList {
    /// How many there are.
    pub total: usize,
    /// The reports.
    pub items: Vec<Card>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// A report in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// SHA-256 of its text.
    pub hash: String,
    /// Its headline.
    pub title: Option<String>,
    /// The agency or outlet.
    pub agency: Option<String>,
    /// The day of publication.
    pub published: Option<String>,
    /// Bytes of its text.
    pub bytes: u64,
    /// How many events it tells.
    pub events: u32,
}

/// A report with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeReport {
    /// Its id.
    pub id: String,
    /// SHA-256 of its text.
    pub hash: String,
    /// Its address.
    pub url: Option<String>,
    /// What the reader found of it, and how.
    pub found: Vec<FoundValue>,
    /// The whole text in pieces.
    pub segments: Vec<Segment>,
    /// Its events, with the fields of docs/FIELDS.md.
    #[schema(value_type = Vec<Object>)]
    pub events: Vec<Event>,
    /// The happening of each event.
    pub happenings: Vec<Option<String>>,
    /// The sentences that were read for events, with why they gave none.
    pub sentences: Vec<Sentence>,
    /// Why there are no sentences here, where there are none.
    pub unread: Option<String>,
}

/// A value that the reader found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundValue {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: String,
    /// How it was found.
    pub how: String,
}

/// A sentence that was read for events.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sentence {
    /// Its first byte.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Numbers of the events whose act stands here.
    pub events: Vec<u32>,
    /// Numbers of the other events that it is evidence of.
    pub evidence_of: Vec<u32>,
    /// Why it, or a word of it, gave nothing.
    pub notes: Vec<Silence>,
}

/// Why words gave nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Silence {
    /// The words; none where it is the whole sentence.
    pub words: Option<String>,
    /// The reason's code.
    pub reason: String,
    /// The reason in words.
    pub detail: String,
}

/// The reports of the record, by id.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports",
    params(("q" = Option<String>, Query, description = "part of the id, the headline or the outlet"), Page),
    responses((status = 200, body = ReportList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["q"], Paging::NAMES])?;
        let paging = Paging::of(&pairs)?;
        let snapshot = app.snapshot(false)?;
        let sought = pairs.one("q").map(str::to_lowercase);
        let fits = |card: &&ReportCard| {
            let texts = [Some(&card.id), card.title.as_ref(), card.agency.as_ref()];
            sought.as_ref().is_none_or(|sought| {
                let mut texts = texts.into_iter().flatten();
                texts.any(|text| text.to_lowercase().contains(sought))
            })
        };
        let all: Vec<&ReportCard> = snapshot.reports().filter(fits).collect();
        let (shown, next) = paging.part(&all, |card| card.id.clone())?;
        json(&ReportList {
            total: all.len(),
            items: shown.iter().map(|card| self::card(card)).collect(),
            next,
        })
    })
    .await
}

fn card(card: &ReportCard) -> Card {
    Card {
        id: card.id.clone(),
        hash: card.hash.clone(),
        title: card.title.clone(),
        agency: card.agency.clone(),
        published: card.published.clone(),
        bytes: card.bytes,
        events: card.n_events,
    }
}

/// A report with its text, its events, and why its other sentences gave none.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "reports",
    params(("id" = String, Path, description = "id of the report", example = "2015-05-22_truce-called-off")),
    responses((status = 200, body = WholeReport), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Result<Response, Fault> {
    app.work(move |app| json(&whole(app, &id)?)).await
}

/// A report with all that is known of it.
pub fn whole(app: &App, id: &str) -> Result<WholeReport, Fault> {
    let snapshot = app.snapshot(false)?;
    let store = app.store()?;
    let report = store
        .report(id)?
        .ok_or_else(|| Fault::NotFound(format!("the record has no report `{id}`")))?;
    let events = store.events_of(id)?;
    let all_notes = store.notes(id)?;
    let is_long = report.text.len() > LONGEST;
    let spans: Vec<Span> = if is_long {
        Vec::new()
    } else {
        app.backing.sentences(&report)
    };
    let marks = Marks::new(&events);
    let noted = SpanIndex::new(all_notes.iter().enumerate().map(|(n, note)| (note.span, n)));
    let sentences = spans
        .iter()
        .map(|span| {
            let notes = noted.numbers(*span, |_| true);
            let notes = notes.iter().filter_map(|n| all_notes.get(*n));
            sentence(*span, &report, &marks, notes)
        })
        .collect();
    let happenings = events.iter().map(|event| {
        let row = snapshot.happening(&format!("{id}#{}", event.n))?;
        Some(row.id.clone())
    });
    Ok(WholeReport {
        id: report.id.clone(),
        hash: report.hash.clone(),
        url: report.url.clone(),
        found: found(&report),
        segments: segments(&report, &marks, &spans),
        happenings: happenings.collect(),
        events,
        sentences,
        unread: is_long.then(|| "the text is too long to be cut into sentences again".to_owned()),
    })
}

fn sentence<'n>(
    span: Span,
    report: &Report,
    marks: &Marks<'_>,
    notes: impl Iterator<Item = &'n relata_store::Note>,
) -> Sentence {
    let events = marks.acts(span, |act| span.contains(act));
    let mut evidence_of = marks.evidence(span, |_| true);
    evidence_of.retain(|n| !events.contains(n));
    Sentence {
        start: span.start,
        end: span.end,
        events,
        evidence_of,
        notes: notes
            .map(|note| Silence {
                words: (!note.span.contains(span)).then(|| note.span.of(&report.text).to_owned()),
                reason: note.reason.clone(),
                detail: note.detail.clone(),
            })
            .collect(),
    }
}

/// What the reader found, in the order of the fields.
fn found(report: &Report) -> Vec<FoundValue> {
    let mut values = Vec::new();
    let texts = [
        ("title", &report.title),
        ("agency", &report.agency),
        ("byline", &report.byline),
        ("dateline", &report.dateline),
    ];
    for (field, found) in texts {
        values.extend(found.as_ref().map(|found| FoundValue {
            field: field.to_owned(),
            value: found.value.clone(),
            how: found.how.clone(),
        }));
    }
    if let Some(found) = &report.published {
        let date = &found.value;
        let value = date.date().map_or_else(
            || format!("{:02}-{:02}, year not known", date.month, date.day),
            |day| day.to_string(),
        );
        let mut how = found.how.clone();
        for reason in &date.reasons {
            how.push_str("; ");
            how.push_str(reason);
        }
        values.push(FoundValue {
            field: "published".to_owned(),
            value,
            how,
        });
    }
    if let Some(language) = &report.language {
        values.push(FoundValue {
            field: "language".to_owned(),
            value: language.clone(),
            how: "as given".to_owned(),
        });
    }
    values
}
