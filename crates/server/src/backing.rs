//! What the server asks of the program around it.

use std::io;

use relata_history::Happening;
use relata_record::{Report, Span};
use relata_store::PartyFilter;
use serde::Serialize;
use utoipa::ToSchema;

/// The program behind the server.
pub trait Backing: Send + Sync + 'static {
    /// Which parties a user means by what was typed, as `relata events --party` understands it.
    fn party(&self, typed: &str) -> PartyFilter;

    /// Which of the organisations `known` a user means by what was typed, as `relata talks` understands it.
    fn organisations(&self, known: &[String], typed: &str) -> Vec<String>;

    /// What the tables know of the party with this name.
    fn party_card(&self, name: &str) -> Option<PartyCard>;

    /// The sentences of the parts of a report that are read for events.
    fn sentences(&self, report: &Report) -> Vec<Span>;

    /// Now, as an ISO timestamp.
    fn now(&self) -> String;

    /// Writes happenings in a form, with how to cite them where the form has room for it.
    ///
    /// # Errors
    /// Whatever writing to `out` gives.
    fn write(
        &self,
        form: Form,
        happenings: &mut dyn Iterator<Item = Happening>,
        citation: &str,
        out: &mut dyn io::Write,
    ) -> io::Result<()>;
}

/// A form in which happenings leave the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values, one row a happening.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A GeoJSON collection of those that have a point.
    GeoJson,
}

/// What the tables know of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyCard {
    /// Its identifier.
    pub id: String,
    /// Its names.
    pub names: Vec<String>,
    /// What it is.
    pub kind: String,
    /// From when to when it is known, in words.
    pub period: Option<String>,
    /// Who holds or held an office for it.
    pub offices: Vec<Office>,
}

/// A term of a person in an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Office {
    /// The person.
    pub person: String,
    /// The office.
    pub role: String,
    /// From when to when, in words.
    pub period: Option<String>,
}
