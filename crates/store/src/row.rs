//! Events, their parties and evidence, and notes as rows.

use relata_record::{Event, Quote, Sector, Toll};
use rusqlite::{Transaction, params};

use crate::Note;
use crate::fold::fold;

/// Writes an event with its parties and its evidence.
pub(crate) fn insert_event(
    transaction: &Transaction<'_>,
    report: &str,
    hash: &str,
    event: &Event,
    json: &str,
) -> rusqlite::Result<()> {
    let (date, place) = (event.date.as_ref(), event.place.as_ref());
    let names = place
        .into_iter()
        .flat_map(|place| [&place.name, &place.admin1])
        .flatten();
    transaction
        .prepare_cached(
            "INSERT INTO events (report, n, hash, type, modes, factuality, date_from, date_to, precision, place,
                admin1, country, lat, lon, place_folded, killed, injured, captured, count, talks_act, rule, json)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            report,
            event.n,
            hash,
            event.event_type.as_str(),
            list(&event.mode),
            event.factuality.as_str(),
            date.map(|date| date.from.to_string()),
            date.map(|date| date.to.to_string()),
            date.map(|date| date.precision.as_str()),
            place.and_then(|place| place.name.as_ref()),
            place.and_then(|place| place.admin1.as_ref()),
            place.and_then(|place| place.country.as_ref()),
            place.and_then(|place| place.lat),
            place.and_then(|place| place.lon),
            fold(names.map(String::as_str)),
            number(event.killed.as_ref()),
            number(event.injured.as_ref()),
            number(event.captured.as_ref()),
            event.count.as_ref().map(|count| count.value),
            event.talks.as_ref().map(|talks| talks.act.as_str()),
            event.rule,
            json,
        ])?;
    insert_parties(transaction, report, event)?;
    for (position, quote) in event.evidence.iter().enumerate() {
        transaction
            .prepare_cached(
                "INSERT INTO evidence (report, n, position, start, \"end\", text) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![report, event.n, index(position), quote.start, quote.end, quote.text])?;
    }
    Ok(())
}

/// A party or speaker as a row.
struct PartyRow<'a> {
    role: &'static str,
    position: usize,
    name: &'a str,
    party: Option<&'a str>,
    country: Option<&'a str>,
    sector: Option<Sector>,
    stance: Option<&'static str>,
    text: &'a str,
    span: Option<&'a Quote>,
}

fn insert_parties(
    transaction: &Transaction<'_>,
    report: &str,
    event: &Event,
) -> rusqlite::Result<()> {
    for row in party_rows(event) {
        transaction
            .prepare_cached(
                "INSERT INTO parties (report, n, role, position, name, party, country, sector, stance, text, start,
                    \"end\", folded)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                report,
                event.n,
                row.role,
                index(row.position),
                row.name,
                row.party,
                row.country,
                row.sector.map(Sector::as_str),
                row.stance,
                row.text,
                row.span.map(|quote| quote.start),
                row.span.map(|quote| quote.end),
                fold([row.name, row.text]),
            ])?;
    }
    Ok(())
}

fn party_rows(event: &Event) -> Vec<PartyRow<'_>> {
    let mut rows = Vec::new();
    for (role, parties) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        rows.extend(
            parties
                .iter()
                .enumerate()
                .map(|(position, party)| PartyRow {
                    role,
                    position,
                    name: &party.name,
                    party: party.party.as_deref(),
                    country: party.country.as_deref(),
                    sector: party.sector,
                    stance: None,
                    text: &party.text,
                    span: party.span.as_ref(),
                }),
        );
    }
    rows.extend(
        event
            .word_of
            .iter()
            .enumerate()
            .map(|(position, word)| PartyRow {
                role: "word_of",
                position,
                name: &word.name,
                party: None,
                country: word.country.as_deref(),
                sector: word.sector,
                stance: Some(word.stance.as_str()),
                text: &word.text,
                span: word.span.as_ref(),
            }),
    );
    rows
}

/// Writes why a stretch of the report gave nothing.
pub(crate) fn insert_note(
    transaction: &Transaction<'_>,
    report: &str,
    hash: &str,
    position: usize,
    note: &Note,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO notes (report, position, hash, start, \"end\", reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            report,
            index(position),
            hash,
            note.span.start,
            note.span.end,
            note.reason,
            note.detail
        ])?;
    Ok(())
}

fn index(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

fn number(toll: Option<&Toll>) -> Option<u32> {
    toll.and_then(|toll| toll.best.or(toll.low))
}

fn list(words: &[String]) -> String {
    serde_json::Value::from(words).to_string()
}
