//! A report put together: which title, agency and day of publication counts where several are found.

use relata_record::{Found, PublishedDate, Reading, Report, Span};

use crate::dates::{Day, day_at};
use crate::field::day_in_address;
use crate::language::language;
use crate::page::{self, Agencies, Label, Page, Part};
use crate::seen::hash_of;
use crate::tables::{agency, agency_among};

/// A value that came with a text, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clue<T> {
    pub value: T,
    pub how: String,
}

impl Clue<String> {
    /// The value of a field of this name.
    pub fn field(name: &str, value: String) -> Self {
        Self {
            value,
            how: format!("field `{name}`"),
        }
    }
}

/// What came with a text, beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pub id: String,
    pub title: Option<Clue<String>>,
    pub source: Option<Clue<String>>,
    /// Who wrote it, the best clue first.
    pub authors: Vec<Clue<String>>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub published: Option<Clue<Day>>,
    /// Day in a line near the headline, used where no line says that it is the day.
    pub near: Option<Clue<Day>>,
    /// Day of a change, used where no other day is found.
    pub changed: Option<Clue<Day>>,
    /// What the bytes were taken for.
    pub form: &'static str,
    pub charset: Option<Found<String>>,
    /// True for a page whose outlet and pictures are told apart by its source.
    pub is_page: bool,
}

/// Builds the report of a text of which nothing but its words is known.
pub(crate) fn build(text: String, fields: Fields) -> Report {
    let parts = page::parts(&text);
    build_parts(text, &parts, fields)
}

/// Builds the report of a text and its parts.
pub(crate) fn build_parts(text: String, parts: &[Part], fields: Fields) -> Report {
    let title = fields.title.as_ref().map(|title| title.value.as_str());
    let page = page::read(&text, parts, title);
    let published = published(&page, &fields);
    let (tongue, how) = language(&text, &page.blocks, fields.language.as_deref());
    let author = fields.authors.first().cloned().map(came_with);
    let agency = best_agency(page.agencies, &fields);
    let is_agency = |author: &Found<String>| agency_among(&author.value).is_some();
    let title = fields.title.map(came_with);
    Report {
        id: fields.id,
        hash: hash_of(&text),
        title: title.or(page.headline),
        agency,
        byline: page.byline.or(author.filter(|author| !is_agency(author))),
        dateline: page.town,
        published,
        url: fields.url,
        language: tongue,
        reading: Reading {
            form: fields.form.to_owned(),
            charset: fields.charset,
            language: how,
        },
        blocks: page.blocks,
        text,
    }
}

fn came_with(clue: Clue<String>) -> Found<String> {
    Found {
        value: clue.value,
        span: None,
        how: clue.how,
    }
}

/// Dateline, sign-off, caption credit, field, byline: the first that is there. On a page, whose source tells pictures
/// from the story, an agency that wrote it comes before the outlet that prints it, and a picture's credit last.
fn best_agency(found: Agencies, fields: &Fields) -> Option<Found<String>> {
    let field = fields.source.as_ref().map(|source| Found {
        value: agency(&source.value).map_or_else(|| source.value.clone(), str::to_owned),
        span: None,
        how: source.how.clone(),
    });
    let author = || {
        fields.authors.iter().find_map(|author| {
            Some(Found {
                value: agency_among(&author.value)?.to_owned(),
                span: None,
                how: author.how.clone(),
            })
        })
    };
    let signed = found.dateline.or(found.sign_off);
    if fields.is_page {
        return signed
            .or(found.byline)
            .or_else(author)
            .or(field)
            .or(found.credit);
    }
    signed
        .or(found.credit)
        .or(field)
        .or(found.byline)
        .or_else(author)
}

/// Field, dateline, line of the page, caption, address: the first that is there.
fn published(page: &Page, fields: &Fields) -> Option<Found<PublishedDate>> {
    let mut others = others(page, fields);
    let field = fields
        .published
        .as_ref()
        .map(|clue| found(clue.value, None, clue.how.clone()));
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

/// Days from the page's lines, its caption, its address and its last change, the best first.
fn others(page: &Page, fields: &Fields) -> Vec<Candidate> {
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
    let came_with = |clue: &Clue<Day>| Candidate {
        day: clue.value,
        span: None,
        how: clue.how.clone(),
    };
    others.extend(fields.near.as_ref().map(came_with));
    if let Some((day, span)) = page.caption_day {
        others.push(Candidate {
            day,
            span: Some(span),
            how: "caption date".to_owned(),
        });
    }
    if let Some(day) = fields.url.as_deref().and_then(day_in_address) {
        others.push(Candidate {
            day,
            span: None,
            how: "date in the address".to_owned(),
        });
    }
    others.extend(fields.changed.as_ref().map(came_with));
    if let Some(day) = day_in_name(&fields.id) {
        others.push(Candidate {
            day,
            span: None,
            how: "date in the name".to_owned(),
        });
    }
    others
}

/// "2006-12-07_airport", "AFP_20061207.0459": a day with its year that opens the name of a report, or stands in it
/// between signs that are no digits.
fn day_in_name(name: &str) -> Option<Day> {
    let full = |day: Day| day.year.is_some_and(|year| (1900..2100).contains(&year));
    let opens = day_at(name).filter(|(day, len)| {
        full(*day) && !name[*len..].starts_with(|next: char| next.is_ascii_digit())
    });
    opens.map(|(day, _)| day).or_else(|| {
        name.split(|sign: char| !sign.is_ascii_digit())
            .filter(|digits| digits.len() == 8)
            .find_map(|digits| {
                let part = |from, to| digits.get(from..to)?.parse().ok();
                let year = digits.get(..4)?.parse().ok()?;
                Day::new(Some(year), part(4, 6)?, part(6, 8)?)
            })
            .filter(|day| full(*day))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_names() {
        let iso =
            |name: &str| day_in_name(name).and_then(|day| Some((day.year?, day.month, day.day)));
        assert_eq!(iso("2006-12-07_airport"), Some((2006, 12, 7)));
        assert_eq!(iso("AFP_ENG_20061207.0459"), Some((2006, 12, 7)));
        assert_eq!(iso("20061207"), Some((2006, 12, 7)));
        for name in [
            "airport",
            "report-12",
            "99999999",
            "20061340",
            "1234567890",
            "2006-12",
        ] {
            assert_eq!(iso(name), None, "{name}");
        }
    }
}
