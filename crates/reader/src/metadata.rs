//! A report put together: which title, agency and day of publication counts where several are found.

use relata_record::{Found, PublishedDate, Report, Span};

use crate::dates::Day;
use crate::field::day_in_address;
use crate::page::{self, Agencies, Label, Page};
use crate::seen::hash_of;
use crate::tables::agency;

/// What came with a text, beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pub id: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The field's name and its day.
    pub published: Option<(&'static str, Day)>,
}

/// Builds the report of a text.
pub(crate) fn build(text: String, fields: Fields) -> Report {
    let page = page::read(&text, fields.title.as_deref());
    let published = published(&page, &fields);
    let title = fields.title.map(|value| Found {
        value,
        span: None,
        how: "field `title`".to_owned(),
    });
    Report {
        id: fields.id,
        hash: hash_of(&text),
        title: title.or(page.headline),
        agency: best_agency(page.agencies, fields.source),
        byline: page.byline,
        dateline: page.town,
        published,
        url: fields.url,
        language: fields.language,
        blocks: page.blocks,
        text,
    }
}

/// Dateline, sign-off, caption credit, field, byline: the first that is there.
fn best_agency(found: Agencies, source: Option<String>) -> Option<Found<String>> {
    let field = source.map(|source| Found {
        value: agency(&source).map_or(source, str::to_owned),
        span: None,
        how: "field `source`".to_owned(),
    });
    found
        .dateline
        .or(found.sign_off)
        .or(found.credit)
        .or(field)
        .or(found.byline)
}

/// Field, dateline, line of the page, caption, address: the first that is there.
fn published(page: &Page, fields: &Fields) -> Option<Found<PublishedDate>> {
    let mut others = others(page, fields.url.as_deref());
    let field = fields
        .published
        .map(|(name, day)| found(day, None, format!("field `{name}`")));
    let dateline = || {
        page.dateline_day
            .map(|(day, span)| found(day, Some(span), "dateline".to_owned()))
    };
    if let Some(mut best) = field.or_else(dateline) {
        lend_year(&mut best, &others);
        return Some(best);
    }
    let full = others
        .iter()
        .position(|other| other.day.year.is_some())
        .unwrap_or(0);
    (full < others.len())
        .then(|| others.swap_remove(full))
        .map(|other| found(other.day, other.span, other.how))
}

/// A day that may be the one of publication, with how it was found.
struct Candidate {
    day: Day,
    span: Option<Span>,
    how: String,
}

/// Days from the page's lines, its caption and its address, the best first.
fn others(page: &Page, url: Option<&str>) -> Vec<Candidate> {
    let mut stamps: Vec<_> = page.stamps.iter().collect();
    stamps.sort_by_key(|(label, ..)| *label);
    let mut others: Vec<Candidate> = stamps
        .into_iter()
        .map(|&(label, day, span)| Candidate {
            day,
            span: Some(span),
            how: line_name(label).to_owned(),
        })
        .collect();
    if let Some((day, span)) = page.caption_day {
        others.push(Candidate {
            day,
            span: Some(span),
            how: "caption date".to_owned(),
        });
    }
    if let Some(day) = url.and_then(day_in_address) {
        others.push(Candidate {
            day,
            span: None,
            how: "date in the address".to_owned(),
        });
    }
    others
}

fn line_name(label: Label) -> &'static str {
    match label {
        Label::Published => "line `Published`",
        Label::Updated => "line `Updated`",
        Label::None => "date line",
    }
}

/// Gives a day without a year the year of another date of the page, where that lies within a week of it.
fn lend_year(best: &mut Found<PublishedDate>, others: &[Candidate]) {
    let day = &mut best.value;
    if day.year.is_some() {
        return;
    }
    let lender = others.iter().find_map(|other| {
        let year = other.day.year?;
        let near = |year: &i16| {
            let dated = Day {
                year: Some(*year),
                month: day.month,
                day: day.day,
            };
            dated.distance(other.day).is_some_and(|days| days <= 7)
        };
        [year, year - 1, year + 1]
            .into_iter()
            .find(near)
            .map(|year| (year, other))
    });
    if let Some((year, other)) = lender {
        day.year = Some(year);
        day.inferred = true;
        day.reasons = vec![format!(
            "The {} gives no year; the {} lies within a week of it.",
            best.how, other.how
        )];
    }
}

fn found(day: Day, span: Option<Span>, how: String) -> Found<PublishedDate> {
    Found {
        value: day.published(),
        span,
        how,
    }
}
