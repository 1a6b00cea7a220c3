//! Events as comma-separated values: one row an event, nothing for what is missing.

use std::io::Write;

use anyhow::Result;
use relata_record::{Event, Party, Toll};

/// The columns; their order never changes, new ones come last.
const COLUMNS: [&str; 38] = [
    "report",
    "n",
    "type",
    "mode",
    "date_from",
    "date_to",
    "date_precision",
    "actors",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "place",
    "admin1",
    "country",
    "lat",
    "lon",
    "geonames",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "captured_low",
    "captured_best",
    "captured_high",
    "count",
    "factuality",
    "word_of",
    "stance",
    "talks_act",
    "talks_parties",
    "causes",
    "evidence",
    "evidence_start",
    "evidence_end",
];

/// Prints events as comma-separated values.
pub struct CsvPrinter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvPrinter<W> {
    /// Prints the names of the columns.
    pub fn new(out: W) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer })
    }

    /// Prints an event.
    pub fn print(&mut self, event: &Event) -> Result<()> {
        Ok(self.writer.write_record(row(event))?)
    }

    /// Writes out what is still kept back.
    pub fn end(mut self) -> Result<()> {
        Ok(self.writer.flush()?)
    }
}

fn row(event: &Event) -> Vec<String> {
    let (date, place, talks) = (
        event.date.as_ref(),
        event.place.as_ref(),
        event.talks.as_ref(),
    );
    let evidence = event.evidence.first();
    let mut row = vec![
        event.report.clone(),
        event.n.to_string(),
        event.event_type.to_string(),
        event.mode.join("; "),
        text(date.map(|date| date.from)),
        text(date.map(|date| date.to)),
        text(date.map(|date| date.precision)),
    ];
    for parties in [&event.actors, &event.recipients] {
        row.extend(party_columns(parties));
    }
    row.extend([
        text(place.and_then(|place| place.name.as_ref())),
        text(place.and_then(|place| place.admin1.as_ref())),
        text(place.and_then(|place| place.country.as_ref())),
        text(place.and_then(|place| place.lat)),
        text(place.and_then(|place| place.lon)),
        text(place.and_then(|place| place.geonames)),
    ]);
    for toll in [&event.killed, &event.injured, &event.captured] {
        row.extend(toll_columns(toll.as_ref()));
    }
    row.extend([
        text(event.count.as_ref().map(|count| count.value)),
        event.factuality.to_string(),
        list(event.word_of.iter().map(|word| &word.name)),
        list(event.word_of.iter().map(|word| word.stance)),
        text(talks.map(|talks| talks.act)),
        list(talks.into_iter().flat_map(|talks| &talks.parties)),
        list(event.causes.iter()),
        text(evidence.map(|quote| &quote.text)),
        text(evidence.map(|quote| quote.start)),
        text(evidence.map(|quote| quote.end)),
    ]);
    row
}

fn party_columns(parties: &[Party]) -> [String; 3] {
    [
        list(parties.iter().map(|party| &party.name)),
        list(parties.iter().map(|party| text(party.country.as_ref()))),
        list(parties.iter().map(|party| text(party.sector))),
    ]
}

fn toll_columns(toll: Option<&Toll>) -> [String; 3] {
    [
        text(toll.and_then(|toll| toll.low)),
        text(toll.and_then(|toll| toll.best)),
        text(toll.and_then(|toll| toll.high)),
    ]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn list(values: impl Iterator<Item = impl ToString>) -> String {
    values
        .map(|value| value.to_string())
        .collect::<Vec<_>>()
        .join("; ")
}
