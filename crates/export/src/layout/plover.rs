//! The record of PLOVER as JSON lines. It alone has marks for what is planned, hypothetical or did not happen.

use relata_record::{Factuality, Party, Toll};
use serde_json::{Map, Value, json};

use super::common::{known_date, point};
use super::{Context, Reason};
use crate::Row;

pub(super) fn record(context: &Context<'_>, row: &Row) -> Result<Value, Reason> {
    let event = row.event();
    let date = known_date(event).ok_or(Reason::NoDate)?;
    let (quad, score) = context.codes.plover(event);
    let number = |toll: Option<&Toll>| toll.and_then(|toll| toll.best.or(toll.low));
    let mark = match event.factuality {
        Factuality::Planned => Some("future"),
        Factuality::Hypothetical => Some("hypothetical"),
        Factuality::Negated => Some("negation"),
        Factuality::Fact | Factuality::Possible => None,
    };
    let head = row.reports.first();
    let evidence = event.evidence.first();
    let mut record = json!({
        "id": row.happening.id,
        "date": date.from,
        "actor": event.actors.iter().map(entity).collect::<Vec<_>>(),
        "event": event.event_type,
        "recipient": event.recipients.iter().map(entity).collect::<Vec<_>>(),
        "quad_code": quad,
        "event_scale": score,
        "mode": event.mode,
        "size": {
            "dead": number(event.killed.as_ref()),
            "injured": number(event.injured.as_ref()),
            "arrested": number(event.captured.as_ref()),
        },
        "text_info": {
            "sequence": event.n,
            "start": evidence.map(|quote| quote.start),
            "end": evidence.map(|quote| quote.end),
        },
        "cite_info": {
            "corpus": "Relata",
            "citation": event.report,
            "url": head.and_then(|head| head.url.clone()),
            "title": head.and_then(|head| head.title.clone()),
            "language": head.and_then(|head| head.language.clone()),
            "publication": head.and_then(|head| head.agency.clone()),
            "coder": "relata",
            "codebook": "PLOVER 2.0 draft",
            "version": context.options.version,
        },
        "coder": "relata",
        "event_text": evidence.map(|quote| quote.text.clone()),
        "auxiliary_mode": mark,
        "factuality": event.factuality,
        "word_of": event.word_of.iter().map(|word| json!({
            "name": word.name, "country": word.country, "sector": word.sector, "stance": word.stance, "via": word.via,
        })).collect::<Vec<_>>(),
        "talks": event.talks.as_ref().map(|talks| json!({"act": talks.act, "parties": talks.parties})),
    });
    if let Some(object) = record.as_object_mut() {
        if date.to != date.from {
            object.insert("enddate".to_owned(), json!(date.to));
        }
        if let Some(place) = location(context, row) {
            object.insert("event_loc".to_owned(), place);
        }
        object.retain(|_, value| !value.is_null());
    }
    Ok(record)
}

fn entity(party: &Party) -> Value {
    json!({
        "raw_text": party.text,
        "entity_name": party.name,
        "code": party.country,
        "sector": party.sector,
        "identifier_id": party.party,
    })
}

fn location(context: &Context<'_>, row: &Row) -> Option<Value> {
    let place = row.event().place.as_ref()?;
    let mut location = Map::new();
    location.insert(
        "extracted_place".to_owned(),
        json!(place.text.as_ref().or(place.name.as_ref())),
    );
    location.insert("resolved_place".to_owned(), json!(place.name));
    location.insert("geonameid".to_owned(), json!(place.geonames));
    if let Some((lat, lon)) = point(place) {
        location.insert("lat".to_owned(), json!(lat));
        location.insert("lon".to_owned(), json!(lon));
    }
    location.insert("province".to_owned(), json!(place.admin1));
    location.insert("country_code".to_owned(), json!(place.country));
    let country = context.codes.countries.name(place.country.as_deref());
    location.insert("country".to_owned(), json!(country));
    location.retain(|_, value| !value.is_null());
    Some(Value::Object(location))
}
