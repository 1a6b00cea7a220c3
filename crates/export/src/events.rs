//! The columns of the wide table of events: one row a happening, or an event as told.

use relata_record::{EventType, Factuality, Party, Precision, Sector, Stance, TalksAct, Toll};

use crate::Kind::{Code, Day, List, Number, Text, Whole};
use crate::{Cell, Column, Row};

/// The columns of the wide table. Their order never changes, new ones come last.
pub static EVENTS: [Column<Row>; 51] = [
    Column::<Row>::new(
        "report",
        Text,
        "id of the report; of a happening, that of its earliest telling",
        |row| Cell::text(Some(&row.event().report)),
    ),
    Column::<Row>::new(
        "n",
        Whole,
        "number of the event in that report, from 1",
        |row| Cell::Whole(i64::from(row.event().n)),
    ),
    Column::<Row>::new("type", Code, "PLOVER type of the act", |row| {
        Cell::text(Some(row.event().event_type))
    })
    .levels(|| EventType::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<Row>::new(
        "mode",
        List,
        "manners of the act, from the type's own list",
        |row| Cell::list(&row.event().mode),
    ),
    Column::<Row>::new("date_from", Day, "first day on which it happened", |row| {
        Cell::day(row.event().date.as_ref().map(|date| date.from))
    }),
    Column::<Row>::new("date_to", Day, "last day, inclusive", |row| {
        Cell::day(row.event().date.as_ref().map(|date| date.to))
    }),
    Column::<Row>::new("date_precision", Code, "how exact the date is", |row| {
        Cell::text(row.event().date.as_ref().map(|date| date.precision))
    })
    .levels(|| Precision::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<Row>::new("actors", List, "names of the parties that did it", |row| {
        names(&row.event().actors)
    }),
    Column::<Row>::new(
        "actor_countries",
        List,
        "their countries, one for each name, empty where not told",
        |row| countries(&row.event().actors),
    ),
    Column::<Row>::new(
        "actor_sectors",
        List,
        "their sectors, one for each name, empty where not told",
        |row| sectors(&row.event().actors),
    )
    .levels(sector_codes),
    Column::<Row>::new(
        "recipients",
        List,
        "names of the parties to whom it was done",
        |row| names(&row.event().recipients),
    ),
    Column::<Row>::new(
        "recipient_countries",
        List,
        "their countries, one for each name, empty where not told",
        |row| countries(&row.event().recipients),
    ),
    Column::<Row>::new(
        "recipient_sectors",
        List,
        "their sectors, one for each name, empty where not told",
        |row| sectors(&row.event().recipients),
    )
    .levels(sector_codes),
    Column::<Row>::new("place", Text, "name of the most exact place told", |row| {
        Cell::text(
            row.event()
                .place
                .as_ref()
                .and_then(|place| place.name.as_ref()),
        )
    }),
    Column::<Row>::new(
        "admin1",
        Text,
        "first-level unit of the place: province, state",
        |row| {
            Cell::text(
                row.event()
                    .place
                    .as_ref()
                    .and_then(|place| place.admin1.as_ref()),
            )
        },
    ),
    Column::<Row>::new(
        "country",
        Text,
        "country of the place, ISO 3166 alpha-3",
        |row| {
            Cell::text(
                row.event()
                    .place
                    .as_ref()
                    .and_then(|place| place.country.as_ref()),
            )
        },
    ),
    Column::<Row>::new("lat", Number, "latitude in degrees, WGS 84", |row| {
        Cell::degrees(row.event().place.as_ref().and_then(|place| place.lat))
    }),
    Column::<Row>::new("lon", Number, "longitude in degrees, WGS 84", |row| {
        Cell::degrees(row.event().place.as_ref().and_then(|place| place.lon))
    }),
    Column::<Row>::new(
        "geonames",
        Whole,
        "GeoNames identifier of the place",
        |row| Cell::whole(row.event().place.as_ref().and_then(|place| place.geonames)),
    ),
    Column::<Row>::new("killed_low", Whole, "lowest number of dead told", |row| {
        low(row.event().killed.as_ref())
    }),
    Column::<Row>::new("killed_best", Whole, "best number of dead", |row| {
        best(row.event().killed.as_ref())
    }),
    Column::<Row>::new(
        "killed_high",
        Whole,
        "highest number of dead told; empty where open",
        |row| high(row.event().killed.as_ref()),
    ),
    Column::<Row>::new(
        "injured_low",
        Whole,
        "lowest number of injured told",
        |row| low(row.event().injured.as_ref()),
    ),
    Column::<Row>::new("injured_best", Whole, "best number of injured", |row| {
        best(row.event().injured.as_ref())
    }),
    Column::<Row>::new(
        "injured_high",
        Whole,
        "highest number of injured told; empty where open",
        |row| high(row.event().injured.as_ref()),
    ),
    Column::<Row>::new(
        "captured_low",
        Whole,
        "lowest number of captured, arrested or abducted told",
        |row| low(row.event().captured.as_ref()),
    ),
    Column::<Row>::new("captured_best", Whole, "best number of captured", |row| {
        best(row.event().captured.as_ref())
    }),
    Column::<Row>::new(
        "captured_high",
        Whole,
        "highest number of captured told; empty where open",
        |row| high(row.event().captured.as_ref()),
    ),
    Column::<Row>::new(
        "count",
        Whole,
        "how many acts the row stands for; empty for a plural without a number",
        |row| Cell::whole(row.event().count.as_ref().map(|count| count.value)),
    ),
    Column::<Row>::new(
        "factuality",
        Code,
        "how the act stands in the reports",
        |row| Cell::text(Some(row.event().factuality)),
    )
    .levels(|| Factuality::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<Row>::new(
        "word_of",
        List,
        "on whose word; empty for the reporters' own voice",
        |row| Cell::list(row.event().word_of.iter().map(|word| &word.name)),
    ),
    Column::<Row>::new(
        "stance",
        List,
        "what each of them does with what is told",
        |row| Cell::list(row.event().word_of.iter().map(|word| word.stance)),
    )
    .levels(|| Stance::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<Row>::new("talks_act", Code, "act of a negotiation", |row| {
        Cell::text(row.event().talks.as_ref().map(|talks| talks.act))
    })
    .levels(|| TalksAct::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<Row>::new(
        "talks_parties",
        List,
        "the parties whose talks it moves",
        |row| Cell::list(row.event().talks.iter().flat_map(|talks| &talks.parties)),
    ),
    Column::<Row>::new(
        "causes",
        List,
        "numbers of events of the same report that it names as the reason",
        |row| Cell::list(&row.event().causes),
    ),
    Column::<Row>::new(
        "evidence",
        Text,
        "words of the report that tell it",
        |row| Cell::text(row.event().evidence.first().map(|quote| &quote.text)),
    ),
    Column::<Row>::new(
        "evidence_start",
        Whole,
        "first byte of the telling sentence in the report's text",
        |row| Cell::whole(row.event().evidence.first().map(|quote| quote.start)),
    ),
    Column::<Row>::new("evidence_end", Whole, "byte behind its last", |row| {
        Cell::whole(row.event().evidence.first().map(|quote| quote.end))
    }),
    Column::<Row>::new(
        "happening",
        Text,
        "id of the happening; empty for events as told",
        |row| Cell::text((!row.as_told).then_some(&row.happening.id)),
    ),
    Column::<Row>::new("reports", Whole, "how many reports tell it", |row| {
        merged(row, |row| row.happening.sources.reports)
    }),
    Column::<Row>::new(
        "texts",
        Whole,
        "how many texts that do not copy each other",
        |row| merged(row, |row| row.happening.sources.texts),
    ),
    Column::<Row>::new("outlets", Whole, "how many outlets that are named", |row| {
        merged(row, |row| row.happening.sources.outlets)
    }),
    Column::<Row>::new(
        "origins",
        Whole,
        "how many texts told apart by who speaks in them",
        |row| merged(row, |row| row.happening.sources.origins),
    ),
    Column::<Row>::new("reported_first", Day, "day of the earliest report", |row| {
        Cell::day(row.happening.reported.map(|(first, _)| first))
    }),
    Column::<Row>::new("reported_last", Day, "day of the latest report", |row| {
        Cell::day(row.happening.reported.map(|(_, last)| last))
    }),
    Column::<Row>::new(
        "place_text",
        Text,
        "the place as the report writes it",
        |row| {
            Cell::text(
                row.event()
                    .place
                    .as_ref()
                    .and_then(|place| place.text.as_ref()),
            )
        },
    ),
    Column::<Row>::new(
        "place_precision",
        Whole,
        "how exact the point is: 1 the place, 2 near or within it, 3 a second-level unit, 4 a first-level unit, 5 a country, 6 a region",
        |row| Cell::whole(row.event().place.as_ref().and_then(|place| place.precision)),
    ),
    Column::<Row>::new(
        "uncertainty_km",
        Number,
        "radius around the point within which it was",
        |row| {
            let km = row
                .event()
                .place
                .as_ref()
                .and_then(|place| place.uncertainty_km);
            Cell::number(km.map(|km| (f64::from(km) * 10.0).round() / 10.0))
        },
    ),
    Column::<Row>::new(
        "actor_ids",
        List,
        "identifiers of the actors in the table of parties, empty where not listed",
        |row| ids(&row.event().actors),
    ),
    Column::<Row>::new(
        "recipient_ids",
        List,
        "identifiers of the recipients in the table of parties",
        |row| ids(&row.event().recipients),
    ),
    Column::<Row>::new("rule", Text, "row of the table of acts that fired", |row| {
        Cell::text(Some(&row.event().rule))
    }),
];

fn sector_codes() -> Vec<&'static str> {
    Sector::ALL.iter().map(|code| code.as_str()).collect()
}

fn names(parties: &[Party]) -> Cell {
    Cell::list(parties.iter().map(|party| &party.name))
}

fn countries(parties: &[Party]) -> Cell {
    Cell::list(
        parties
            .iter()
            .map(|party| party.country.as_deref().unwrap_or("")),
    )
}

fn sectors(parties: &[Party]) -> Cell {
    Cell::list(
        parties
            .iter()
            .map(|party| party.sector.map_or("", |sector| sector.as_str())),
    )
}

fn ids(parties: &[Party]) -> Cell {
    Cell::list(
        parties
            .iter()
            .map(|party| party.party.as_deref().unwrap_or("")),
    )
}

fn low(toll: Option<&Toll>) -> Cell {
    Cell::whole(toll.and_then(|toll| toll.low))
}

fn best(toll: Option<&Toll>) -> Cell {
    Cell::whole(toll.and_then(|toll| toll.best))
}

fn high(toll: Option<&Toll>) -> Cell {
    Cell::whole(toll.and_then(|toll| toll.high))
}

fn merged(row: &Row, value: fn(&Row) -> usize) -> Cell {
    Cell::whole((!row.as_told).then(|| value(row)))
}
