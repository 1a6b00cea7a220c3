//! The layout `cameo`: events under CAMEO codes in the columns of ICEWS, names and sectors in words.

use relata_record::{Factuality, Party};

use super::common::{number, point, single_day};
use super::line::Line;
use super::{Context, Reason};
use crate::{Cell, Row};

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    if event.factuality != Factuality::Fact {
        return Err(Reason::NoMark);
    }
    let (code, _) = context.codes.code("cameo", event).ok_or(Reason::NoCode)?;
    let cameo = context.codes.cameo(code).ok_or(Reason::NoCode)?;
    let day = single_day(event)?;
    // Talks without host and guest: the first is the source, the rest are targets.
    let (sources, targets): (&[Party], &[Party]) = match (&event.actors[..], &event.recipients[..])
    {
        (actors, []) if actors.len() > 1 => actors.split_at(1),
        (actors, recipients) => (actors, recipients),
    };
    let source = sources.first().ok_or(Reason::NoActor)?;
    let target = targets.first().ok_or(Reason::NoTarget)?;
    let mut line = Line::default();
    line.number("Event ID", number(row));
    line.set("Event Date", Cell::Day(day));
    for (columns, party) in [
        (["Source Name", "Source Sectors", "Source Country"], source),
        (["Target Name", "Target Sectors", "Target Country"], target),
    ] {
        let [name, sectors, country] = columns;
        line.text(name, &party.name);
        let words = context
            .codes
            .sector(party)
            .map(|sector| sector.words.clone());
        line.set(sectors, Cell::text(words));
        let named = context.codes.countries.name(party.country.as_deref());
        line.set(country, Cell::text(named));
    }
    line.text("Event Text", &cameo.name);
    line.text("CAMEO Code", code);
    line.set("Intensity", Cell::number(cameo.goldstein));
    line.text("Story ID", &event.report);
    line.set(
        "Publisher",
        Cell::text(row.reports.first().and_then(|head| head.agency.clone())),
    );
    if let Some(place) = &event.place {
        let is_town = !matches!(place.precision, Some(3..));
        line.set("City", Cell::text(place.name.as_ref().filter(|_| is_town)));
        let is_district = place.precision == Some(3);
        line.set(
            "District",
            Cell::text(place.name.as_ref().filter(|_| is_district)),
        );
        line.set("Province", Cell::text(place.admin1.as_ref()));
        let country = context.codes.countries.name(place.country.as_deref());
        line.set("Country", Cell::text(country));
        if let Some((lat, lon)) = point(place) {
            line.set("Latitude", Cell::Number(lat));
            line.set("Longitude", Cell::Number(lon));
        }
    }
    Ok(vec![line])
}
