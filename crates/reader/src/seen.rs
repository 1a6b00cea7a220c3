//! Ids that a run has met: two reports may not share one.

use std::collections::HashMap;

use relata_record::Report;
use sha2::{Digest, Sha256};

/// What a run knows of an id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sighting {
    /// The id is new.
    New,
    /// The same report was read before.
    Same,
    /// Another report has the id; this one got another, built from its text.
    Renamed(String),
}

/// The ids met so far, each with its text, both as hashes: 16 bytes a report however long it is.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    texts: HashMap<u64, u64>,
}

impl Seen {
    /// Takes note of a report and renames it where another report has its id.
    ///
    /// The suffix comes from the text and not from a count, so that it does not change when files are
    /// added between the two. Leaving the report out would lose what it tells; keeping the id would let
    /// one report be cited for the other.
    pub fn note(&mut self, report: &mut Report) -> Sighting {
        let text = short(&report.hash);
        match self.texts.get(&short(&report.id)) {
            None => {
                self.texts.insert(short(&report.id), text);
                Sighting::New
            }
            Some(&other) if other == text => Sighting::Same,
            Some(_) => {
                let old = report.id.clone();
                report.id = format!("{old}~{}", report.hash.get(..8).unwrap_or(""));
                if self.texts.insert(short(&report.id), text).is_some() {
                    return Sighting::Same;
                }
                Sighting::Renamed(old)
            }
        }
    }
}

fn short(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(8)
        .fold(0, |number, &byte| (number << 8) | u64::from(byte))
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn hash_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_met_twice_is_the_same_report_or_gets_a_suffix() {
        let report = |text: &str| crate::read_text("a", text.as_bytes()).report.unwrap();
        let mut seen = Seen::default();
        assert_eq!(seen.note(&mut report("Talks began.")), Sighting::New);
        assert_eq!(seen.note(&mut report("Talks began.")), Sighting::Same);
        let mut other = report("Talks ended.");
        assert_eq!(seen.note(&mut other), Sighting::Renamed("a".into()));
        assert_eq!(other.id, format!("a~{}", &other.hash[..8]));
        assert_eq!(seen.note(&mut report("Talks ended.")), Sighting::Same);
    }
}
