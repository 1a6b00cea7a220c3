//! The layout of GDELT 2.0: 61 columns of events without a header, and 16 of mentions. Two actors a row: talks of more
//! become a row for each pair.

use jiff::civil::Date;
use relata_record::{Factuality, Party, Place};

use super::common::{number, point, single_day};
use super::line::Line;
use super::{Context, Reason};
use crate::{Cell, Row};

/// The columns of an actor: code, name, country, group, three types.
const ACTORS: [[&str; 7]; 2] = [
    [
        "Actor1Code",
        "Actor1Name",
        "Actor1CountryCode",
        "Actor1KnownGroupCode",
        "Actor1Type1Code",
        "Actor1Type2Code",
        "Actor1Type3Code",
    ],
    [
        "Actor2Code",
        "Actor2Name",
        "Actor2CountryCode",
        "Actor2KnownGroupCode",
        "Actor2Type1Code",
        "Actor2Type2Code",
        "Actor2Type3Code",
    ],
];

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    if event.factuality != Factuality::Fact {
        return Err(Reason::NoMark);
    }
    let (code, _) = context.codes.code("cameo", event).ok_or(Reason::NoCode)?;
    let cameo = context.codes.cameo(code).ok_or(Reason::NoCode)?;
    let day = single_day(event)?;
    let pairs = pairs(&event.actors, &event.recipients);
    let mut lines = Vec::new();
    for (n, (one, other)) in pairs.into_iter().enumerate() {
        let mut line = Line::default();
        // The pairs of one happening stand side by side; the last letters of the number tell them apart.
        let id = number(row)
            .wrapping_mul(64)
            .wrapping_add(i64::try_from(n % 64).unwrap_or(0));
        line.number("GlobalEventID", id & i64::MAX);
        line.text("Day", day.strftime("%Y%m%d"));
        line.text("MonthYear", day.strftime("%Y%m"));
        line.number("Year", day.year());
        line.text("FractionDate", fraction(day));
        for (columns, party) in ACTORS.into_iter().zip([one, other]) {
            if let Some(party) = party {
                actor(context, columns, party, &mut line);
            }
        }
        line.number("IsRootEvent", i64::from(is_root(row)));
        line.text("EventCode", code);
        line.text("EventBaseCode", code.get(..3).unwrap_or(code));
        line.text("EventRootCode", code.get(..2).unwrap_or(code));
        line.number("QuadClass", cameo.quad);
        line.set("GoldsteinScale", Cell::number(cameo.goldstein));
        let sources = row.happening.sources;
        for (column, count) in [
            ("NumMentions", row.tellings.len()),
            ("NumSources", sources.outlets),
            ("NumArticles", sources.reports),
        ] {
            line.set(column, Cell::whole(Some(count)));
        }
        if let Some(place) = &event.place {
            geography(context, place, &mut line);
        }
        line.set("DATEADDED", Cell::text(context.options.added()));
        let url = row.reports.iter().find_map(|head| head.url.clone());
        let report = || row.reports.first().map(|head| head.id.clone());
        line.set("SOURCEURL", Cell::text(url.or_else(report)));
        lines.push(line);
    }
    Ok(lines)
}

/// The mentions of a happening: one for each telling.
pub(super) fn mentions(row: &Row) -> Vec<Line> {
    let event = row.event();
    let day = single_day(event).ok();
    let midnight = |day: Date| day.strftime("%Y%m%d000000").to_string();
    let mut lines = Vec::new();
    for telling in &row.tellings {
        let mut line = Line::default();
        line.number("GlobalEventID", number(row).wrapping_mul(64) & i64::MAX);
        line.set("EventTimeDate", Cell::text(day.map(midnight)));
        line.set(
            "MentionTimeDate",
            Cell::text(telling.published.map(midnight)),
        );
        line.number("MentionType", 1);
        line.set("MentionSourceName", Cell::text(telling.outlet.as_ref()));
        let head = row
            .reports
            .iter()
            .find(|head| head.id == telling.event.report);
        let url = head.and_then(|head| head.url.clone());
        line.text(
            "MentionIdentifier",
            url.unwrap_or_else(|| telling.event.report.clone()),
        );
        let start = |party: Option<&Party>| {
            let span = party.and_then(|party| party.span.as_ref());
            span.map_or(-1, |span| i64::from(span.start))
        };
        line.number("Actor1CharOffset", start(telling.event.actors.first()));
        line.number("Actor2CharOffset", start(telling.event.recipients.first()));
        line.number("ActionCharOffset", telling.event.act.start);
        line.number("InRawText", 1);
        lines.push(line);
    }
    lines
}

/// Who stands against whom: each actor with each recipient; all pairs of those who act together on nobody.
fn pairs<'a>(
    actors: &'a [Party],
    recipients: &'a [Party],
) -> Vec<(Option<&'a Party>, Option<&'a Party>)> {
    match (actors, recipients) {
        ([], []) => vec![(None, None)],
        ([], recipients) => recipients.iter().map(|party| (None, Some(party))).collect(),
        ([one], []) => vec![(Some(one), None)],
        (actors, []) => {
            let rest = |n: usize| actors.iter().skip(n + 1);
            let pairs = actors.iter().enumerate();
            pairs
                .flat_map(|(n, one)| rest(n).map(move |other| (Some(one), Some(other))))
                .collect()
        }
        (actors, recipients) => actors
            .iter()
            .flat_map(|one| recipients.iter().map(move |other| (Some(one), Some(other))))
            .collect(),
    }
}

fn actor(context: &Context<'_>, columns: [&'static str; 7], party: &Party, line: &mut Line) {
    let [code, name, country, _, role, _, _] = columns;
    let numbers = context.codes.countries.get(party.country.as_deref());
    let own = numbers.map_or_else(
        || party.country.clone().unwrap_or_default(),
        |numbers| numbers.cameo.clone(),
    );
    let sector = context
        .codes
        .sector(party)
        .map(|sector| sector.cameo.clone());
    let sector = sector.unwrap_or_default();
    line.text(code, format!("{own}{sector}"));
    line.text(name, party.name.to_uppercase());
    if numbers.is_some() {
        line.text(country, own);
    }
    line.text(role, sector);
}

/// Year and part of it: (month · 30 + day) / 365, as the codebook has it.
fn fraction(day: Date) -> String {
    let part = (f64::from(day.month()) * 30.0 + f64::from(day.day())) / 365.0;
    format!("{:.4}", f64::from(day.year()) + part.min(0.9999))
}

/// True if its earliest telling stands in the first paragraph of its report.
fn is_root(row: &Row) -> bool {
    let Some(telling) = row.tellings.first() else {
        return false;
    };
    let head = row
        .reports
        .iter()
        .find(|head| head.id == telling.event.report);
    let start = telling.event.evidence.first().map(|quote| quote.start);
    matches!((head, start), (Some(head), Some(start)) if start < head.lead_end)
}

fn geography(context: &Context<'_>, place: &Place, line: &mut Line) {
    let numbers = context.codes.countries.get(place.country.as_deref());
    let fips = numbers.and_then(|numbers| numbers.fips.clone());
    let country = context.codes.countries.name(place.country.as_deref());
    let in_states = place.country.as_deref() == Some("USA");
    let kind = match (&place.name, place.precision) {
        (None, _) | (_, Some(5)) => 1,
        (Some(_), Some(4)) if in_states => 2,
        (Some(_), Some(4)) => 5,
        (Some(_), _) if in_states => 3,
        (Some(_), _) => 4,
    };
    line.number("ActionGeo_Type", kind);
    let parts = [place.name.as_deref(), place.admin1.as_deref(), country];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    line.text("ActionGeo_Fullname", parts.join(", "));
    line.set("ActionGeo_CountryCode", Cell::text(fips.as_ref()));
    line.set("ActionGeo_ADM1Code", Cell::text(fips.as_ref()));
    if let Some((lat, lon)) = point(place) {
        line.set("ActionGeo_Lat", Cell::Number(lat));
        line.set("ActionGeo_Long", Cell::Number(lon));
    }
    line.set("ActionGeo_FeatureID", Cell::text(place.geonames));
}
