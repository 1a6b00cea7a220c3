//! Which events are asked for.

use jiff::civil::Date;
use relata_record::{EventType, Factuality, TalksAct};
use rusqlite::types::Value;

use crate::fold::sought;

/// What the events must have; an empty filter lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Id of the report.
    pub report: Option<String>,
    /// Number in the report.
    pub n: Option<u32>,
    /// The event ends on this day or later.
    pub from: Option<Date>,
    /// The event begins on this day or before.
    pub to: Option<Date>,
    /// One of these types; any where empty.
    pub types: Vec<EventType>,
    /// One of these factualities; any where empty.
    pub factualities: Vec<Factuality>,
    /// One of these acts of talks; any where empty.
    pub talks: Vec<TalksAct>,
    /// Each of these takes part.
    pub parties: Vec<PartyFilter>,
    /// The place, its province or its country: a country's code, or the beginning of a word of a name.
    pub place: Option<String>,
}

/// A party that is asked for. One that fits any of these is meant; case and accents do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyFilter {
    /// Its identifier, country or sector.
    pub codes: Vec<String>,
    /// Whole words of its name, or of what the report calls it.
    pub names: Vec<String>,
    /// The beginning of a word of these.
    pub beginnings: Vec<String>,
}

/// A condition of SQL with its values.
pub(crate) struct Condition {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl EventFilter {
    /// The filter over table `events` as `e`.
    pub(crate) fn condition(&self) -> Condition {
        let mut condition = Condition {
            sql: "1".to_owned(),
            values: Vec::new(),
        };
        if let Some(report) = &self.report {
            condition.and("e.report = ?", [text(report)]);
        }
        if let Some(n) = self.n {
            condition.and("e.n = ?", [Value::from(n)]);
        }
        if let Some(from) = self.from {
            condition.and("e.date_to >= ?", [text(from)]);
        }
        if let Some(to) = self.to {
            condition.and("e.date_from <= ?", [text(to)]);
        }
        condition.one_of("e.type", self.types.iter().map(text).collect());
        condition.one_of("e.factuality", self.factualities.iter().map(text).collect());
        condition.one_of("e.talks_act", self.talks.iter().map(text).collect());
        for party in &self.parties {
            let Condition { sql, values } = party.condition();
            condition.and(
                &format!(
                    "EXISTS (SELECT 1 FROM parties p WHERE p.report = e.report AND p.n = e.n AND p.role <> 'word_of'
                        AND ({sql}))"
                ),
                values,
            );
        }
        if let Some(place) = &self.place {
            condition.and(
                "(e.country = ? OR instr(e.place_folded, ?) > 0)",
                [text(place), name(place)],
            );
        }
        condition
    }
}

impl PartyFilter {
    /// The filter over table `parties` as `p`.
    fn condition(&self) -> Condition {
        let mut condition = Condition {
            sql: "0".to_owned(),
            values: Vec::new(),
        };
        for code in &self.codes {
            condition.or(
                "? COLLATE NOCASE IN (p.party, p.country, p.sector)",
                [text(code)],
            );
        }
        for name in &self.names {
            // In the folded names a space stands before each word and a line ends each name.
            let [inner, last] = [' ', '\n'].map(|end| found(name, end));
            condition.or(
                "instr(p.folded, ?) > 0 OR instr(p.folded, ?) > 0",
                [inner, last],
            );
        }
        for beginning in &self.beginnings {
            condition.or("instr(p.folded, ?) > 0", [name(beginning)]);
        }
        condition
    }
}

impl Condition {
    fn or(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" OR ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn one_of(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({marks})"), values);
        }
    }
}

fn text(value: impl ToString) -> Value {
    Value::from(value.to_string())
}

/// The beginning of a name as it is looked up.
fn name(value: &str) -> Value {
    look_up(sought(value))
}

/// A whole name as it is looked up, with what stands behind it.
fn found(value: &str, end: char) -> Value {
    let mut folded = sought(value);
    if !folded.is_empty() {
        folded.push(end);
    }
    look_up(folded)
}

/// A name without letters finds nothing, rather than everything.
fn look_up(folded: String) -> Value {
    Value::from(if folded.is_empty() {
        "\u{0}".to_owned()
    } else {
        folded
    })
}
