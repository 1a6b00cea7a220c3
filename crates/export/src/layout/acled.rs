//! The layout of ACLED: 31 columns. It is a layout only: no row of ACLED is in it, and none should be mixed with it.

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_record::{Event, EventType, Factuality, Party, Precision};

use super::common::{known_date, length, middle, names, number, outlets, point, sentence};
use super::line::Line;
use super::{Context, Reason};
use crate::codes::Force;
use crate::{Cell, Row};

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    let (event_type, sub_type) = context.codes.code("acled", event).ok_or(Reason::NoCode)?;
    let date = known_date(event).ok_or(Reason::NoDate)?;
    let days = match (date.precision, length(date)) {
        (_, 1) => Days::One(date.from, 1),
        (Precision::Range, n @ 2..=7) => Days::Each(date.from, n),
        (_, 2..=7) => Days::One(middle(date), 2),
        (Precision::Month, _) => Days::One(middle(date), 3),
        _ => return Err(Reason::LongDate),
    };
    let place = event.place.as_ref().ok_or(Reason::NoPlace)?;
    let (lat, lon) = point(place).ok_or(Reason::NoPlace)?;
    let geo_precision = match place.precision {
        Some(2 | 3) => 2,
        Some(4) => 3,
        Some(5..) => return Err(Reason::WidePlace),
        _ => 1,
    };
    let countries = &context.codes.countries;
    let code = place.country.as_deref();
    let country = countries.name(code).ok_or(Reason::NoCountry)?;
    let numbers = countries.get(code).ok_or(Reason::NoCountry)?;
    let sides = Sides::of(context, event, event_type, sub_type, code, country);
    let mut line = Line::default();
    let disorder = match context.codes.name("acled_disorder", sub_type) {
        "" => context.codes.name("acled_disorder", event_type),
        own => own,
    };
    line.text("disorder_type", disorder);
    line.text("event_type", event_type);
    line.text("sub_event_type", sub_type);
    for (n, columns) in [
        ("actor1", "assoc_actor_1", "inter1"),
        ("actor2", "assoc_actor_2", "inter2"),
    ]
    .into_iter()
    .enumerate()
    {
        if let Some(side) = sides.get(n) {
            line.text(columns.0, &side.actor);
            line.text(columns.1, &side.others);
            line.text(columns.2, context.codes.name("acled_inter", &side.inter));
        }
    }
    line.text("interaction", interaction(context, &sides));
    let is_violence = matches!(
        event_type,
        "Battles" | "Explosions/Remote violence" | "Violence against civilians"
    );
    if is_violence && sides.get(1).is_some_and(|side| side.inter == "7") {
        line.text("civilian_targeting", "Civilians targeted");
    }
    line.set("iso", Cell::whole(numbers.iso));
    line.text("region", &numbers.acled);
    line.text("country", country);
    line.set("admin1", Cell::text(place.admin1.as_ref()));
    line.set("location", Cell::text(place.name.as_ref()));
    line.set("latitude", Cell::Number(lat));
    line.set("longitude", Cell::Number(lon));
    line.number("geo_precision", geo_precision);
    line.text("source", outlets(row).join("; "));
    line.text("notes", sentence(event));
    line.text("tags", tags(event));
    line.set("timestamp", Cell::whole(context.options.timestamp));
    let killed = event.killed.as_ref();
    let low = killed.and_then(|toll| toll.low.or(toll.best)).unwrap_or(0);
    let of_days = days.rows(low).into_iter().zip(0_i64..);
    Ok(of_days
        .map(|((day, precision, dead), n)| {
            let mut line = line.clone();
            let id = number(row) + n;
            line.text("event_id_cnty", format!("{}{id}", code.unwrap_or("")));
            line.set("event_date", Cell::Day(day));
            line.number("year", day.year());
            line.number("time_precision", precision);
            line.number("fatalities", dead);
            line
        })
        .collect())
}

/// The days of a deed in this layout, where a row is of one day.
enum Days {
    /// A day, and how exact it is.
    One(Date, i64),
    /// It lasted so many days from this one on: a row for each.
    Each(Date, i32),
}

impl Days {
    /// Day, precision and dead of each row: of a total over days each has the same part, the first what is over.
    fn rows(&self, dead: u32) -> Vec<(Date, i64, u32)> {
        match self {
            Self::One(day, precision) => vec![(*day, *precision, dead)],
            Self::Each(first, n) => {
                let n = u32::try_from(*n).unwrap_or(1).max(1);
                let days = first.series(1.day()).zip(0..n);
                days.map(|(day, place)| {
                    let rest = if place == 0 { dead % n } else { 0 };
                    (day, 1, dead / n + rest)
                })
                .collect()
            }
        }
    }
}

/// One side of an event.
struct Side {
    actor: String,
    others: String,
    inter: String,
}

struct Sides;

impl Sides {
    /// The two sides; the second where there is one.
    fn of(
        context: &Context<'_>,
        event: &Event,
        event_type: &str,
        sub_type: &str,
        code: Option<&str>,
        country: &str,
    ) -> Vec<Side> {
        let (doers, targets): (&[Party], &[Party]) =
            match (&event.actors[..], &event.recipients[..]) {
                (actors, []) if actors.len() > 1 => actors.split_at(1),
                (actors, recipients) => (actors, recipients),
            };
        let side = |parties: &[Party]| -> Option<Side> {
            let (first, rest) = parties.split_first()?;
            let inter = inter(context, first, code);
            if inter == "7" {
                return Some(Side {
                    actor: format!("Civilians ({country})"),
                    others: names(parties),
                    inter,
                });
            }
            Some(Side {
                actor: first.name.clone(),
                others: names(rest),
                inter,
            })
        };
        let crowd = |name: &str, inter: &str| Side {
            actor: format!("{name} ({country})"),
            others: names(doers),
            inter: inter.to_owned(),
        };
        let first = match event_type {
            "Protests" if event.event_type == EventType::Protest => crowd("Protesters", "6"),
            "Riots" => crowd("Rioters", "5"),
            _ => side(doers).unwrap_or_else(|| Side {
                actor: format!("Unidentified Armed Group ({country})"),
                others: String::new(),
                inter: "3".to_owned(),
            }),
        };
        let second = match sub_type {
            // What is done to protesters by force is told as an assault on them.
            "Excessive force against protesters" | "Protest with intervention"
                if event.event_type == EventType::Assault =>
            {
                Some(Side {
                    actor: format!("Protesters ({country})"),
                    others: names(targets),
                    inter: "6".to_owned(),
                })
            }
            _ => side(targets),
        };
        std::iter::once(first).chain(second).collect()
    }
}

/// The kind of a party: its sector's, but forces of other countries and of bodies without country are external.
fn inter(context: &Context<'_>, party: &Party, country: Option<&str>) -> String {
    let Some(sector) = context.codes.sector(party) else {
        return "8".to_owned();
    };
    let is_foreign = party.country.as_deref() != country;
    match sector.force {
        Some(Force::State | Force::Office) if is_foreign => "8".to_owned(),
        _ if sector.inter.is_empty() => "8".to_owned(),
        _ => sector.inter.clone(),
    }
}

/// "State forces-Rebel group", the smaller number first; "Rebel group only" of one side.
fn interaction(context: &Context<'_>, sides: &[Side]) -> String {
    let mut kinds: Vec<&str> = sides.iter().map(|side| side.inter.as_str()).collect();
    kinds.sort_unstable();
    // The one pair that is written the other way round.
    if kinds == ["7", "8"] {
        kinds.reverse();
    }
    let words: Vec<&str> = kinds
        .iter()
        .map(|kind| context.codes.name("acled_inter", kind))
        .collect();
    match words.as_slice() {
        [one] => format!("{one} only"),
        _ => words.join("-"),
    }
}

fn tags(event: &Event) -> String {
    let mut tags = Vec::new();
    if event.factuality != Factuality::Fact {
        tags.push(format!("factuality={}", event.factuality));
    }
    for word in &event.word_of {
        tags.push(format!("{}={}", word.stance, word.name));
    }
    tags.join("; ")
}
