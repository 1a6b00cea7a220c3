//! The layout of UCDP GED: 49 columns, only deeds with a death, both sides named.

use relata_history::organisation;
use relata_record::{EventType, Factuality, Party};

use super::common::{centre, known_date, length, number, outlets};
use super::line::Line;
use super::{Context, Reason};
use crate::codes::{Force, is_somebody};
use crate::{Cell, Row};

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    if event.event_type != EventType::Assault {
        return Err(Reason::NoCode);
    }
    let toll = event.killed.as_ref().ok_or(Reason::NoDeaths)?;
    let best = toll.best.or(toll.low).ok_or(Reason::NoDeaths)?;
    let high = toll.high.unwrap_or(best).max(best);
    let low = toll.low.unwrap_or(best).min(best);
    if high == 0 {
        return Err(Reason::NoDeaths);
    }
    let sides = Sides::of(context, row)?;
    let date = known_date(event).ok_or(Reason::NoDate)?;
    let date_prec = match length(date) {
        1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        32..=366 => 5,
        _ => return Err(Reason::LongDate),
    };
    let place = event.place.as_ref().ok_or(Reason::NoPlace)?;
    let numbers = context
        .codes
        .countries
        .get(place.country.as_deref())
        .ok_or(Reason::NoCountry)?;
    let where_prec = match place.precision {
        Some(2) => 2,
        Some(3) => 3,
        Some(4) => 4,
        Some(6) => 5,
        Some(5) => 6,
        _ if place.name.is_none() => 6,
        _ => 1,
    };
    let mut line = Line::default();
    line.number("id", number(row));
    line.text("relid", &row.happening.id);
    line.number("year", date.from.year());
    line.text("code_status", "Clear");
    line.number("type_of_violence", sides.kind);
    let dyad = format!("{} - {}", sides.a, sides.b);
    line.text("conflict_name", &dyad);
    line.text("dyad_name", &dyad);
    line.text("side_a", &sides.a);
    line.text("side_b", &sides.b);
    sources(&mut line, row);
    line.number("where_prec", where_prec);
    line.set("where_coordinates", Cell::text(place.name.as_ref()));
    line.set("where_description", Cell::text(place.text.as_ref()));
    line.set("adm_1", Cell::text(place.admin1.as_ref()));
    if let Some((lat, lon)) = centre(place) {
        line.set("latitude", Cell::Number(lat));
        line.set("longitude", Cell::Number(lon));
        line.text("geom_wkt", format!("POINT ({lon} {lat})"));
        line.number("priogrid_gid", cell(lat, lon));
    }
    line.set(
        "country",
        Cell::text(context.codes.countries.name(place.country.as_deref())),
    );
    line.set("country_id", Cell::whole(numbers.gw));
    line.text("region", &numbers.ged);
    let many = event.count.as_ref().is_none_or(|count| count.value > 1);
    line.number(
        "event_clarity",
        if many || event.factuality != Factuality::Fact {
            2
        } else {
            1
        },
    );
    line.number("date_prec", date_prec);
    line.set("date_start", Cell::Day(date.from));
    line.set("date_end", Cell::Day(date.to));
    for column in ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"] {
        line.number(column, if column == sides.deaths { best } else { 0 });
    }
    line.number("best", best);
    line.number("high", high);
    line.number("low", low);
    line.set("gwnoa", Cell::whole(sides.gw_a));
    line.set("gwnob", Cell::whole(sides.gw_b));
    Ok(vec![line])
}

fn sources(line: &mut Line, row: &Row) {
    let articles: Vec<String> = row
        .reports
        .iter()
        .map(|head| {
            let outlet = head.agency.as_deref().unwrap_or("");
            let day = head
                .published
                .map(|day| day.to_string())
                .unwrap_or_default();
            let title = head.title.as_deref().unwrap_or("");
            format!("{outlet}, {day}, {title}").replace(';', ",")
        })
        .collect();
    let days: Vec<String> = row
        .reports
        .iter()
        .filter_map(|head| Some(head.published?.to_string()))
        .collect();
    let titles: Vec<String> = row
        .reports
        .iter()
        .filter_map(|head| Some(head.title.as_ref()?.replace(';', ",")))
        .collect();
    let n_sources = i64::try_from(row.happening.sources.texts).unwrap_or(-1);
    line.number("number_of_sources", n_sources);
    line.text("source_article", articles.join(";"));
    line.text("source_office", outlets(row).join(";"));
    line.text("source_date", days.join(";"));
    line.text("source_headline", titles.join(";"));
    let speakers: Vec<&str> = row
        .event()
        .word_of
        .iter()
        .map(|word| word.name.as_str())
        .collect();
    line.text("source_original", speakers.join(";"));
}

/// The cell of PRIO-GRID: half degrees, counted from the south-west corner.
fn cell(lat: f64, lon: f64) -> i64 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0);
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0);
    (row * 720.0 + column) as i64 + 1
}

/// The sides of a deed, and where its dead are counted.
struct Sides {
    kind: i64,
    a: String,
    b: String,
    gw_a: Option<i64>,
    gw_b: Option<i64>,
    deaths: &'static str,
}

impl Sides {
    fn of(context: &Context<'_>, row: &Row) -> Result<Self, Reason> {
        let event = row.event();
        let is_clash = event.recipients.is_empty();
        let (one, other): (&Party, &Party) = match (&event.actors[..], &event.recipients[..]) {
            ([one, other, ..], []) => (one, other),
            ([one, ..], [other, ..]) => (one, other),
            ([], _) => return Err(Reason::NoActor),
            _ => return Err(Reason::NoTarget),
        };
        let codes = context.codes;
        if !is_somebody(one) || !codes.is_armed(one) {
            return Err(Reason::NoActor);
        }
        let gw = |party: &Party| {
            let numbers = codes.countries.get(party.country.as_deref());
            numbers.and_then(|numbers| numbers.gw)
        };
        let is_state = |party: &Party| codes.force(party) == Some(Force::State);
        let unarmed = matches!(codes.force(other), Some(Force::Unarmed | Force::Office));
        if unarmed {
            return Ok(Self {
                kind: 3,
                a: organisation(one),
                b: "Civilians".to_owned(),
                gw_a: gw(one).filter(|_| is_state(one)),
                gw_b: None,
                deaths: "deaths_civilians",
            });
        }
        if !is_somebody(other) || !codes.is_armed(other) {
            return Err(Reason::NoTarget);
        }
        // The state is side a.
        let turns = !is_state(one) && is_state(other);
        let (a, b) = if turns { (other, one) } else { (one, other) };
        let deaths = match (is_clash, event.recipients.len(), turns) {
            (false, 1, true) => "deaths_a",
            (false, 1, false) => "deaths_b",
            _ => "deaths_unknown",
        };
        Ok(Self {
            kind: if is_state(a) { 1 } else { 2 },
            a: organisation(a),
            b: organisation(b),
            gw_a: gw(a).filter(|_| is_state(a)),
            gw_b: gw(b).filter(|_| is_state(b)),
            deaths,
        })
    }
}
