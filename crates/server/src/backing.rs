//! What the server asks of the program around it.

use std::path::Path;
use std::process::Command;

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

    /// The program that codes what stands in `folder` into `record`, and prints a JSON object a line as `relata code
    /// --json` does.
    fn coder(&self, folder: &Path, record: &Path) -> Command;

    /// Now, as an ISO timestamp.
    fn now(&self) -> String;
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
