//! The layout of POLECAT: 40 columns between tabs, several actors joined by `;`.

use relata_record::{Factuality, Party};

use super::common::{point, single_day};
use super::line::Line;
use super::{Context, Reason};
use crate::{Cell, Row};

/// The columns of a side: name, country, COW, primary sector, sectors, words.
const SIDES: [[&str; 6]; 2] = [
    [
        "Actor Name",
        "Actor Country",
        "Actor COW",
        "Primary Actor Sector",
        "Actor Sectors",
        "Actor Name Raw",
    ],
    [
        "Recipient Name",
        "Recipient Country",
        "Recipient COW",
        "Primary Recipient Sector",
        "Recipient Sectors",
        "Recipient Name Raw",
    ],
];

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    if event.factuality != Factuality::Fact {
        return Err(Reason::NoMark);
    }
    let day = single_day(event)?;
    let mut line = Line::default();
    line.text("Event ID", &row.happening.id);
    line.set("Event Date", Cell::Day(day));
    line.text("Event Type", event.event_type);
    line.text("Event Mode", event.mode.join(";"));
    let (quad, score) = context.codes.plover(event);
    line.set("Intensity", Cell::number(score));
    let quad = context.codes.name("plover_quad", &quad.to_string());
    line.text("Quad Code", quad.to_uppercase());
    for (columns, parties) in SIDES.into_iter().zip([&event.actors, &event.recipients]) {
        side(context, columns, parties, &mut line);
    }
    if let Some(place) = &event.place {
        line.set("Placename", Cell::text(place.name.as_ref()));
        let is_town = !matches!(place.precision, Some(3..));
        line.set("City", Cell::text(place.name.as_ref().filter(|_| is_town)));
        let is_district = place.precision == Some(3);
        line.set(
            "District",
            Cell::text(place.name.as_ref().filter(|_| is_district)),
        );
        line.set("Province", Cell::text(place.admin1.as_ref()));
        line.set("Country", Cell::text(place.country.as_ref()));
        if let Some((lat, lon)) = point(place) {
            line.set("Latitude", Cell::Number(lat));
            line.set("Longitude", Cell::Number(lon));
        }
        line.set("GeoNames ID", Cell::text(place.geonames));
        line.set(
            "Raw Placename",
            Cell::text(place.text.as_ref().or(place.name.as_ref())),
        );
    }
    if let Some(head) = row.reports.first() {
        line.set("Source", Cell::text(head.agency.as_ref()));
        line.set("Publication Date", Cell::day(head.published));
        line.set("Language", Cell::text(head.language.as_ref()));
    }
    line.text("Version", context.options.version.as_str());
    Ok(vec![line])
}

fn side(context: &Context<'_>, columns: [&'static str; 6], parties: &[Party], line: &mut Line) {
    let [name, country, cow, primary, sectors, raw] = columns;
    let joined = |values: Vec<String>| {
        let is_empty = values.iter().all(String::is_empty);
        if is_empty {
            String::new()
        } else {
            values.join(";")
        }
    };
    let each = |value: &dyn Fn(&Party) -> String| joined(parties.iter().map(value).collect());
    line.text(name, each(&|party| party.name.replace(';', ",")));
    line.text(
        country,
        each(&|party| party.country.clone().unwrap_or_default()),
    );
    line.text(
        cow,
        each(&|party| {
            let numbers = context.codes.countries.get(party.country.as_deref());
            let cow = numbers.and_then(|numbers| numbers.cow);
            cow.map(|cow| cow.to_string()).unwrap_or_default()
        }),
    );
    let sector = |party: &Party| {
        party
            .sector
            .map(|sector| sector.to_string())
            .unwrap_or_default()
    };
    line.text(primary, parties.first().map(sector).unwrap_or_default());
    line.text(sectors, each(&sector));
    line.text(raw, each(&|party| party.text.replace(';', ",")));
}
