//! Reports that a run has met, and those of the record: two may not share an id, and one may not be there twice.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use relata_record::{BlockKind, Report};
use sha2::{Digest, Sha256};

use crate::text::folded;

/// What a run knows of a report.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sighting {
    /// It is new.
    New,
    /// The same report was read before, under the same id.
    Same,
    /// The same report was read before, under this other id.
    Copy(String),
    /// Another report has the id; this one got another, built from its text.
    Renamed(String),
}

/// The reports of a record, so that one of them is known again under another name.
#[derive(Debug, Default)]
pub struct Recorded {
    ids: HashSet<u64>,
    /// By the hash of the text: whose it is.
    texts: HashMap<u64, Vec<Teller>>,
}

impl Recorded {
    /// Takes note of a report: its id, the SHA-256 of its text in hexadecimal digits, its day and its address.
    pub fn note(&mut self, id: &str, hash: &str, published: Option<Date>, url: Option<&str>) {
        self.ids.insert(short(id));
        self.texts.entry(short(hash)).or_default().push(Teller {
            id: id.to_owned(),
            day: published.map(|day| (Some(day.year()), day.month(), day.day())),
            outlet: outlet(url),
        });
    }
}

/// The reports met so far, as hashes: some dozens of bytes a report however long it is, and its id.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    recorded: Recorded,
    texts: HashMap<u64, u64>,
    /// By the words of the story: who told it.
    stories: HashMap<u64, Vec<Teller>>,
}

/// A report whose words are known. Two papers may print one dispatch on one day, and are two reports.
#[derive(Debug)]
struct Teller {
    id: String,
    day: Option<(Option<i16>, i8, i8)>,
    outlet: Option<u64>,
}

/// Words from which on the same words are the same story.
const ENOUGH: usize = 12;

impl Seen {
    /// Nothing is met yet, and these are known.
    pub fn new(recorded: Recorded) -> Self {
        Self {
            recorded,
            ..Self::default()
        }
    }

    /// Takes note of a report and renames it where another report has its id.
    ///
    /// The suffix comes from the text and not from a count, so that it does not change when files are
    /// added between the two. Leaving the report out would lose what it tells; keeping the id would let
    /// one report be cited for the other.
    pub fn note(&mut self, report: &mut Report, keeps_copies: bool) -> Sighting {
        let text = short(&report.hash);
        match self.texts.get(&short(&report.id)) {
            Some(&other) if other == text => return Sighting::Same,
            known => {
                let is_taken = known.is_some();
                if let Some(other) = (!keeps_copies).then(|| self.copy_of(report)).flatten() {
                    return Sighting::Copy(other);
                }
                if !is_taken {
                    self.texts.insert(short(&report.id), text);
                    self.remember(report);
                    return Sighting::New;
                }
            }
        }
        let old = report.id.clone();
        report.id = format!("{old}~{}", report.hash.get(..8).unwrap_or(""));
        if self.texts.insert(short(&report.id), text).is_some() {
            return Sighting::Same;
        }
        self.remember(report);
        Sighting::Renamed(old)
    }

    /// The id of a report with the same words, unless another day or another outlet is told of the two. A report that is
    /// in the record under its own id stays there.
    fn copy_of(&self, report: &Report) -> Option<String> {
        let teller = teller(report);
        let met = self.stories.get(&story(report)?);
        let is_known = self.recorded.ids.contains(&short(&report.id));
        let text = short(&report.hash);
        let recorded = self.recorded.texts.get(&text).filter(|_| !is_known);
        // A report that has come with another text in this run no longer has the one of the record.
        let still_has = |other: &&Teller| {
            let met = self.texts.get(&short(&other.id));
            met.is_none_or(|met| *met == text)
        };
        let recorded = recorded.into_iter().flatten().filter(still_has);
        let mut others = met.into_iter().flatten().chain(recorded);
        let other = others.find(|other| other.agrees(&teller))?;
        Some(other.id.clone())
    }

    fn remember(&mut self, report: &Report) {
        if let Some(story) = story(report) {
            self.stories.entry(story).or_default().push(teller(report));
        }
    }
}

impl Teller {
    fn agrees(&self, other: &Self) -> bool {
        let (days, outlets) = ([self.day, other.day], [self.outlet, other.outlet]);
        (days.contains(&None) || days[0] == days[1])
            && (outlets.contains(&None) || outlets[0] == outlets[1])
    }
}

fn teller(report: &Report) -> Teller {
    let day = report.published.as_ref().map(|found| &found.value);
    Teller {
        id: report.id.clone(),
        day: day.map(|day| (day.year, day.month, day.day)),
        outlet: outlet(report.url.as_deref()),
    }
}

/// The site of an address.
fn outlet(url: Option<&str>) -> Option<u64> {
    let host = url?.split_once("://")?.1.split(['/', '?', '#']).next()?;
    Some(short(host.strip_prefix("www.").unwrap_or(host)))
}

/// The words of the story as a hash; `None` where they are too few to tell stories apart.
fn story(report: &Report) -> Option<u64> {
    let mut words = String::new();
    for block in &report.blocks {
        if block.kind == BlockKind::Paragraph {
            words.push_str(&folded(block.span.of(&report.text)));
            words.push(' ');
        }
    }
    (words.split_ascii_whitespace().take(ENOUGH).count() == ENOUGH).then(|| short(&words))
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
    fn a_report_of_the_record_is_known_under_another_name() {
        let text =
            "The army said on Monday that two of its men had died in the hills near the border.";
        let report = |id: &str| crate::read_text(id, text.as_bytes()).report.unwrap();
        let seen = |day: Option<&str>| {
            let mut recorded = Recorded::default();
            let hash = report("a").hash;
            recorded.note("a", &hash, day.map(|day| day.parse().unwrap()), None);
            Seen::new(recorded)
        };
        let copy = Sighting::Copy("a".to_owned());
        assert_eq!(seen(None).note(&mut report("b"), false), copy);
        assert_eq!(seen(None).note(&mut report("b"), true), Sighting::New);
        assert_eq!(seen(None).note(&mut report("a"), false), Sighting::New);
        // Of another day it is another report.
        let mut dated = crate::read_text("b", format!("May 2, 2011\n\n{text}").as_bytes())
            .report
            .unwrap();
        dated.hash = report("a").hash;
        assert_eq!(
            seen(Some("2011-05-03")).note(&mut dated.clone(), false),
            Sighting::New
        );
        assert_eq!(seen(Some("2011-05-02")).note(&mut dated, false), copy);
        // Once the other has come with another text, this one is the only one left that has the words.
        let mut met = seen(None);
        let mut other = crate::read_text("a", b"Talks began.").report.unwrap();
        assert_eq!(met.note(&mut other, false), Sighting::New);
        assert_eq!(met.note(&mut report("b"), false), Sighting::New);
    }

    #[test]
    fn an_id_met_twice_is_the_same_report_or_gets_a_suffix() {
        let report = |text: &str| crate::read_text("a", text.as_bytes()).report.unwrap();
        let mut seen = Seen::default();
        assert_eq!(seen.note(&mut report("Talks began."), false), Sighting::New);
        assert_eq!(
            seen.note(&mut report("Talks began."), false),
            Sighting::Same
        );
        let mut other = report("Talks ended.");
        assert_eq!(seen.note(&mut other, false), Sighting::Renamed("a".into()));
        assert_eq!(other.id, format!("a~{}", &other.hash[..8]));
        assert_eq!(
            seen.note(&mut report("Talks ended."), false),
            Sighting::Same
        );
    }

    #[test]
    fn the_same_words_are_one_report_unless_day_or_outlet_differ() {
        let report = |id: &str, day: &str, url: &str| {
            let text =
                "The two sides met on Monday in the capital and agreed to meet again in a week.";
            let row = serde_json::json!({"id": id, "text": text, "date": day, "url": url});
            crate::read_row(row.to_string().as_bytes()).report.unwrap()
        };
        let mut seen = Seen::default();
        assert_eq!(
            seen.note(
                &mut report("a", "2016-08-24", "https://one.example/x"),
                false
            ),
            Sighting::New
        );
        assert_eq!(
            seen.note(&mut report("b", "", "https://www.one.example/y"), false),
            Sighting::Copy("a".into())
        );
        assert_eq!(
            seen.note(
                &mut report("c", "2016-08-24", "https://two.example/x"),
                false
            ),
            Sighting::New
        );
        assert_eq!(
            seen.note(
                &mut report("d", "2016-08-25", "https://one.example/x"),
                false
            ),
            Sighting::New
        );
    }
}
