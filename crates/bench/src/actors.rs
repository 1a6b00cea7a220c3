//! How often the words for a party, read alone, give the right country and sector.
//!
//! A row asks for a country, a sector, both, or for no code at all. It is right if all that it asks for is
//! there, wrong if something else is, and abstained where nothing is said. Two conventions differ: where the
//! yardstick gives a country no sector, the codebook has its government; and men of whom nothing is told are
//! unidentified there and civilians here, which counts as wrong.

use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::civil::{Date, date};
use relata::Model;
use relata::documents;
use relata::pipeline::{Pipeline, own_tables};
use relata_coder::Meant;
use relata_knowledge::Knowledge;
use serde_json::Value;

/// The day of rows that ask for "today": the yardstick was written in that year.
const TODAY: Date = date(2022, 11, 1);

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    Wrong,
    Abstained,
}

/// Measures and prints.
pub fn run(path: &Path, tables: Option<&Path>, misses: bool) -> Result<()> {
    let knowledge = match tables {
        Some(folder) => {
            let tables = own_tables(folder)?;
            let tables: Vec<(&str, &str)> = tables
                .iter()
                .map(|(name, content)| (name.as_str(), content.as_str()))
                .collect();
            Knowledge::from_tables(&tables)?
        }
        None => Knowledge::embedded().context("the tables of this program are broken")?,
    };
    let pipeline = Pipeline::with_knowledge(Model::Accurate, knowledge)?;
    let text = documents::text(path)?;
    let (mut coded, mut both, mut empty) = ([0; 3], [0; 3], [0; 3]);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).context("a row of the yardstick")?;
        let Some((words, day)) = question(&row) else {
            continue;
        };
        let meant = head(&pipeline.parties(words, Some(day)));
        let outcome = judge(&row["expect"], meant.as_ref());
        let asks = |key: &str| row["expect"][key].as_str().is_some();
        if asks("country") || asks("code_1") {
            coded[outcome as usize] += 1;
            if asks("country") && asks("code_1") {
                both[outcome as usize] += 1;
            }
        } else {
            empty[outcome as usize] += 1;
        }
        if misses && outcome != Outcome::Right {
            let code = |key: &str| row["expect"][key].as_str().unwrap_or("any").to_owned();
            let found = meant.map_or_else(
                || "nothing".to_owned(),
                |meant| {
                    let party = meant.party;
                    let sector = party.sector.map_or("", |sector| sector.as_str());
                    format!(
                        "{} {sector} ({})",
                        party.country.unwrap_or_default(),
                        party.name
                    )
                },
            );
            let kind = ["right", "wrong", "abstained"][outcome as usize];
            println!(
                "{kind:<10} {words:<50} asked {} {}: {found}",
                code("country"),
                code("code_1")
            );
        }
    }
    show("asked for a code", coded);
    show("asked for both", both);
    show("asked for none", empty);
    Ok(())
}

fn show(what: &str, [right, wrong, abstained]: [usize; 3]) {
    let of = right + wrong + abstained;
    let share = |n: usize| 100.0 * n as f64 / of.max(1) as f64;
    println!(
        "{what:<20} {of:>4} rows: right {:>5.1} %, wrong {:>5.1} %, abstained {:>5.1} %",
        share(right),
        share(wrong),
        share(abstained)
    );
}

/// The words and the day of a row that can be asked.
fn question(row: &Value) -> Option<(&str, Date)> {
    let words = row["text"].as_str()?;
    let skipped = row["skip"].as_bool().unwrap_or(false);
    let is_coding = matches!(
        row["call"].as_str(),
        Some("agent_to_code" | "short_text_to_agent")
    );
    if skipped || !is_coding || words == "d['actor']" {
        return None;
    }
    let day = row["kw"]["query_date"]
        .as_str()
        .or_else(|| row["args"][1].as_str())
        .and_then(|day| day.parse().ok());
    Some((words, day.unwrap_or(TODAY)))
}

/// The party that the words as a whole stand for.
fn head(meant: &[Meant]) -> Option<Meant> {
    meant.iter().find(|meant| meant.is_head).cloned()
}

fn judge(expect: &Value, meant: Option<&Meant>) -> Outcome {
    let country = meant.and_then(|meant| meant.party.country.as_deref());
    let sector = meant.and_then(|meant| meant.party.sector.map(|sector| sector.as_str()));
    let is_state = meant.is_some_and(|meant| meant.party.name.starts_with("Government of"));
    let asked_country = expect["country"].as_str();
    let asked_sector = expect["code_1"].as_str();
    if asked_country.is_none() && asked_sector.is_none() {
        return match (country, sector) {
            (None, None) => Outcome::Right,
            _ => Outcome::Wrong,
        };
    }
    let check = |asked: Option<&str>, given: Option<&str>| match (asked, given) {
        (None, _) => Outcome::Right,
        // A yardstick may give several answers that are equally right: "OPP|PTY".
        (Some(asked), Some(given)) if asked.split('|').any(|asked| asked == given) => {
            Outcome::Right
        }
        (Some(asked), None) if asked.split('|').any(str::is_empty) => Outcome::Right,
        (Some(_), None) => Outcome::Abstained,
        _ => Outcome::Wrong,
    };
    let stands_for_government = asked_sector == Some("") && is_state;
    let given_sector = sector.filter(|_| !stands_for_government);
    match (
        check(asked_country, country),
        check(asked_sector, given_sector),
    ) {
        (Outcome::Wrong, _) | (_, Outcome::Wrong) => Outcome::Wrong,
        (Outcome::Right, Outcome::Right) => Outcome::Right,
        _ => Outcome::Abstained,
    }
}
