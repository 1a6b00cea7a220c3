//! The long tables beside the wide one: parties, claims and tellings, each row named by its happening.

use jiff::civil::Date;
use relata_record::{Party, Quote, Sector, Stance, Toll};

use crate::Kind::{Code, Day, List, Text, Whole};
use crate::{Cell, Column, Row};

/// A party of a happening, or a speaker.
#[derive(Debug, Clone)]
pub struct PartyRow {
    happening: String,
    role: &'static str,
    position: usize,
    name: String,
    country: Option<String>,
    sector: Option<Sector>,
    text: String,
    id: Option<String>,
    stance: Option<Stance>,
    inferred: Option<String>,
}

/// What one telling says of one field, on whose word.
#[derive(Debug, Clone)]
pub struct Claim {
    happening: String,
    field: &'static str,
    value: String,
    low: Option<u32>,
    best: Option<u32>,
    high: Option<u32>,
    speaker: Vec<String>,
    outlet: Option<String>,
    reported: Option<Date>,
    report: String,
    begin: Option<u32>,
    end: Option<u32>,
}

/// A telling of a happening.
#[derive(Debug, Clone)]
pub struct TellingRow {
    happening: String,
    report: String,
    n: u32,
    text: usize,
    outlet: Option<String>,
    reported: Option<Date>,
    title: Option<String>,
    url: Option<String>,
    hash: Option<String>,
    quote: Option<Quote>,
}

/// The columns of the table of parties.
pub static PARTIES: [Column<PartyRow>; 10] = [
    Column::<PartyRow>::new("happening", Text, "id of the happening", |row| {
        Cell::text(Some(&row.happening))
    }),
    Column::<PartyRow>::new("role", Code, "what the party is in it", |row| {
        Cell::text(Some(row.role))
    })
    .levels(|| vec!["actor", "recipient", "word_of"]),
    Column::<PartyRow>::new(
        "position",
        Whole,
        "its place among those of its role, from 1",
        |row| Cell::whole(Some(row.position)),
    ),
    Column::<PartyRow>::new("name", Text, "its name", |row| Cell::text(Some(&row.name))),
    Column::<PartyRow>::new(
        "country",
        Text,
        "its country, ISO 3166 alpha-3, or the code of a body that has none",
        |row| Cell::text(row.country.as_ref()),
    ),
    Column::<PartyRow>::new(
        "sector",
        Code,
        "its sector at the date of the event",
        |row| Cell::text(row.sector),
    )
    .levels(|| Sector::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<PartyRow>::new("text", Text, "the words of the report", |row| {
        Cell::text(Some(&row.text))
    }),
    Column::<PartyRow>::new(
        "id",
        Text,
        "its identifier in the table of parties",
        |row| Cell::text(row.id.as_ref()),
    ),
    Column::<PartyRow>::new(
        "stance",
        Code,
        "what a speaker does with what is told",
        |row| Cell::text(row.stance),
    )
    .levels(|| Stance::ALL.iter().map(|code| code.as_str()).collect()),
    Column::<PartyRow>::new(
        "inferred",
        Text,
        "the rule that found what the words alone do not name",
        |row| Cell::text(row.inferred.as_ref()),
    ),
];

/// The columns of the table of claims.
pub static CLAIMS: [Column<Claim>; 12] = [
    Column::<Claim>::new("happening", Text, "id of the happening", |row| {
        Cell::text(Some(&row.happening))
    }),
    Column::<Claim>::new("field", Code, "the field of the event", |row| {
        Cell::text(Some(row.field))
    })
    .levels(|| FIELDS.to_vec()),
    Column::<Claim>::new("value", Text, "the value as this telling has it", |row| {
        Cell::text(Some(&row.value))
    }),
    Column::<Claim>::new("low", Whole, "of a number: the lowest", |row| {
        Cell::whole(row.low)
    }),
    Column::<Claim>::new("best", Whole, "of a number: the best", |row| {
        Cell::whole(row.best)
    }),
    Column::<Claim>::new(
        "high",
        Whole,
        "of a number: the highest; empty where open",
        |row| Cell::whole(row.high),
    ),
    Column::<Claim>::new(
        "speaker",
        List,
        "on whose word; empty for the reporter's own voice",
        |row| Cell::list(&row.speaker),
    ),
    Column::<Claim>::new("outlet", Text, "agency or outlet of the report", |row| {
        Cell::text(row.outlet.as_ref())
    }),
    Column::<Claim>::new("reported", Day, "day of the report", |row| {
        Cell::day(row.reported)
    }),
    Column::<Claim>::new("report", Text, "id of the report", |row| {
        Cell::text(Some(&row.report))
    }),
    Column::<Claim>::new(
        "begin",
        Whole,
        "first byte of the words in the report's text",
        |row| Cell::whole(row.begin),
    ),
    Column::<Claim>::new("end", Whole, "byte behind the last", |row| {
        Cell::whole(row.end)
    }),
];

/// The columns of the table of tellings.
pub static TELLINGS: [Column<TellingRow>; 12] = [
    Column::<TellingRow>::new("happening", Text, "id of the happening", |row| {
        Cell::text(Some(&row.happening))
    }),
    Column::<TellingRow>::new("report", Text, "id of the report", |row| {
        Cell::text(Some(&row.report))
    }),
    Column::<TellingRow>::new("n", Whole, "number of the event in the report", |row| {
        Cell::whole(Some(row.n))
    }),
    Column::<TellingRow>::new(
        "text",
        Whole,
        "the text that it belongs to: reports that copy each other share one",
        |row| Cell::whole(Some(row.text)),
    ),
    Column::<TellingRow>::new("outlet", Text, "agency or outlet", |row| {
        Cell::text(row.outlet.as_ref())
    }),
    Column::<TellingRow>::new("reported", Day, "day of the report", |row| {
        Cell::day(row.reported)
    }),
    Column::<TellingRow>::new("title", Text, "headline", |row| {
        Cell::text(row.title.as_ref())
    }),
    Column::<TellingRow>::new("url", Text, "address of the page", |row| {
        Cell::text(row.url.as_ref())
    }),
    Column::<TellingRow>::new("sha256", Text, "SHA-256 of the report's text", |row| {
        Cell::text(row.hash.as_ref())
    }),
    Column::<TellingRow>::new(
        "begin",
        Whole,
        "first byte of the telling sentence in it",
        |row| Cell::whole(row.quote.as_ref().map(|quote| quote.start)),
    ),
    Column::<TellingRow>::new("end", Whole, "byte behind its last", |row| {
        Cell::whole(row.quote.as_ref().map(|quote| quote.end))
    }),
    Column::<TellingRow>::new(
        "quote",
        Text,
        "its words, cut to the length of the export",
        |row| Cell::text(row.quote.as_ref().map(|quote| &quote.text)),
    ),
];

/// The fields of which claims are listed.
const FIELDS: [&str; 9] = [
    "type",
    "actors",
    "recipients",
    "date",
    "place",
    "killed",
    "injured",
    "captured",
    "factuality",
];

/// The parties and speakers of a happening.
pub fn parties(row: &Row) -> Vec<PartyRow> {
    let event = row.event();
    let party = |role, (n, party): (usize, &Party)| PartyRow {
        happening: row.happening.id.clone(),
        role,
        position: n + 1,
        name: party.name.clone(),
        country: party.country.clone(),
        sector: party.sector,
        text: party.text.clone(),
        id: party.party.clone(),
        stance: None,
        inferred: party.inferred.clone(),
    };
    let actors = event
        .actors
        .iter()
        .enumerate()
        .map(|one| party("actor", one));
    let recipients = event
        .recipients
        .iter()
        .enumerate()
        .map(|one| party("recipient", one));
    let speakers = event.word_of.iter().enumerate().map(|(n, word)| PartyRow {
        happening: row.happening.id.clone(),
        role: "word_of",
        position: n + 1,
        name: word.name.clone(),
        country: word.country.clone(),
        sector: word.sector,
        text: word.text.clone(),
        id: None,
        stance: Some(word.stance),
        inferred: word.inferred.clone(),
    });
    actors.chain(recipients).chain(speakers).collect()
}

/// What each telling of a happening says of each field.
pub fn claims(row: &Row) -> Vec<Claim> {
    let mut claims = Vec::new();
    for telling in &row.tellings {
        let event = &telling.event;
        let mut say = |field, value: String, toll: Option<&Toll>, quote: Option<&Quote>| {
            let quote = quote.or(event.evidence.first());
            claims.push(Claim {
                happening: row.happening.id.clone(),
                field,
                value,
                low: toll.and_then(|toll| toll.low),
                best: toll.and_then(|toll| toll.best),
                high: toll.and_then(|toll| toll.high),
                speaker: event.word_of.iter().map(|word| word.name.clone()).collect(),
                outlet: telling.outlet.clone(),
                reported: telling.published,
                report: event.report.clone(),
                begin: quote.map(|quote| quote.start),
                end: quote.map(|quote| quote.end),
            });
        };
        say("type", event.event_type.to_string(), None, Some(&event.act));
        for (field, parties) in [("actors", &event.actors), ("recipients", &event.recipients)] {
            for party in parties {
                say(field, party.name.clone(), None, party.span.as_ref());
            }
        }
        if let Some(date) = &event.date {
            say(
                "date",
                format!("{}/{}", date.from, date.to),
                None,
                date.span.as_ref(),
            );
        }
        if let Some(place) = &event.place {
            let name = place.name.as_ref().or(place.country.as_ref());
            say(
                "place",
                name.cloned().unwrap_or_default(),
                None,
                place.span.as_ref(),
            );
        }
        for (field, toll) in [
            ("killed", &event.killed),
            ("injured", &event.injured),
            ("captured", &event.captured),
        ] {
            if let Some(toll) = toll {
                let words: Vec<&str> = toll.spans.iter().map(|quote| quote.text.as_str()).collect();
                say(field, words.join(" + "), Some(toll), toll.spans.first());
            }
        }
        let factuality = event.factuality.to_string();
        say(
            "factuality",
            factuality,
            None,
            event.factuality_span.as_ref(),
        );
    }
    claims
}

/// The tellings of a happening.
pub fn tellings(row: &Row) -> Vec<TellingRow> {
    row.tellings
        .iter()
        .zip(&row.happening.tellings)
        .map(|(telling, source)| {
            let head = row
                .reports
                .iter()
                .find(|head| head.id == telling.event.report);
            TellingRow {
                happening: row.happening.id.clone(),
                report: telling.event.report.clone(),
                n: telling.event.n,
                text: source.text,
                outlet: telling.outlet.clone(),
                reported: telling.published,
                title: head.and_then(|head| head.title.clone()),
                url: head.and_then(|head| head.url.clone()),
                hash: head.map(|head| head.hash.clone()),
                quote: telling.event.evidence.first().cloned(),
            }
        })
        .collect()
}
