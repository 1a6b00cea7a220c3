//! The fields of an event, each with the words and the rule that gave it.

use relata_record::{Event, Factuality, Party, Quote, Toll, WordOf};

use crate::cells;

/// A field as it is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The words it was read from.
    pub quotes: Vec<Quote>,
    /// The rules that gave it, where words alone did not.
    pub rules: Vec<String>,
}

impl Field {
    fn new(name: &'static str, value: impl ToString) -> Self {
        Self {
            name,
            value: value.to_string(),
            quotes: Vec::new(),
            rules: Vec::new(),
        }
    }

    fn quoted<'a>(mut self, quotes: impl IntoIterator<Item = &'a Quote>) -> Self {
        self.quotes.extend(quotes.into_iter().cloned());
        self
    }

    fn ruled<'a>(mut self, rules: impl IntoIterator<Item = &'a String>) -> Self {
        self.rules
            .extend(rules.into_iter().map(|rule| format!("inferred: {rule}")));
        self
    }
}

/// Every field that the event has, in the order of the codebook.
pub fn fields(event: &Event) -> Vec<Field> {
    let mut act = Field::new("type", event.event_type).quoted([&event.act]);
    act.rules
        .push(format!("row `{}` of the table of acts", event.rule));
    let mut fields = vec![act];
    if !event.mode.is_empty() {
        fields.push(Field::new("mode", event.mode.join(", ")).quoted(&event.mode_spans));
    }
    fields.extend(event.actors.iter().map(|party| party_field("actor", party)));
    fields.extend(
        event
            .recipients
            .iter()
            .map(|party| party_field("recipient", party)),
    );
    if let Some(date) = &event.date {
        let value = format!("{} ({})", cells::when(date), date.precision);
        fields.push(
            Field::new("date", value)
                .quoted(&date.span)
                .ruled(&date.inferred),
        );
    }
    if let Some(place) = &event.place {
        let mut value = cells::place(place);
        if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            value.push_str(&format!(" ({lat}, {lon})"));
        }
        fields.push(
            Field::new("place", value)
                .quoted(&place.span)
                .ruled(&place.inferred),
        );
    }
    for (name, toll) in [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("captured", &event.captured),
    ] {
        fields.extend(toll.as_ref().map(|toll| toll_field(name, toll)));
    }
    if let Some(count) = event
        .count
        .as_ref()
        .filter(|count| count.value != 1 || count.span.is_some())
    {
        fields.push(Field::new("count", count.value).quoted(&count.span));
    }
    fields.push(factuality_field(event));
    fields.extend(event.word_of.iter().map(word_field));
    if let Some(talks) = &event.talks {
        let value = format!("{}: {}", talks.act, talks.parties.join(", "));
        fields.push(Field::new("talks", value).quoted(&talks.span));
    }
    fields.extend(
        event
            .causes
            .iter()
            .map(|n| Field::new("cause", format!("#{n}"))),
    );
    fields.extend(event.inferred.iter().map(|inference| {
        Field::new(
            "inferred",
            format!("{}: {}", inference.field, inference.rule),
        )
    }));
    fields.extend(
        event
            .evidence
            .iter()
            .map(|quote| Field::new("evidence", "").quoted([quote])),
    );
    fields
}

fn party_field(name: &'static str, party: &Party) -> Field {
    let sector = party.sector.map(|sector| sector.to_string());
    let value = coded(&party.name, party.country.as_deref(), sector.as_deref());
    Field::new(name, value)
        .quoted(&party.span)
        .ruled(&party.inferred)
}

fn word_field(word: &WordOf) -> Field {
    let sector = word.sector.map(|sector| sector.to_string());
    let mut value = coded(&word.name, word.country.as_deref(), sector.as_deref());
    value.push_str(&format!(" · {}", word.stance));
    if let Some(via) = &word.via {
        value.push_str(&format!(" · to {via}"));
    }
    Field::new("word of", value)
        .quoted(&word.span)
        .ruled(&word.inferred)
}

fn toll_field(name: &'static str, toll: &Toll) -> Field {
    Field::new(name, cells::number(toll))
        .quoted(&toll.spans)
        .ruled(&toll.inferred)
}

fn factuality_field(event: &Event) -> Field {
    let field = Field::new("factuality", event.factuality).quoted(&event.factuality_span);
    match event.factuality {
        Factuality::Fact if event.factuality_span.is_none() => Field {
            rules: vec!["told without doubt".to_owned()],
            ..field
        },
        _ => field,
    }
}

fn coded(name: &str, country: Option<&str>, sector: Option<&str>) -> String {
    let parts: Vec<&str> = [Some(name), country, sector]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}
