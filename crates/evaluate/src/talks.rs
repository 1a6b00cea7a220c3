//! Replays a file of steps of negotiations, each with the state that it must lead to, through the machine of talks.
//!
//! Each row becomes an event as a report would tell it, so that what is measured is what the program does.

use jiff::civil::Date;
use relata_history::Telling;
use relata_history::talks::{Pair, View, standing_on, steps_between};
use relata_knowledge::{Faction, Period, TalksTable};
use relata_record::{
    Event, EventDate, EventType, Factuality, Party, Precision, Quote, Sector, Span, Stance,
    TalksAct, TalksStep, WordOf,
};
use serde::Deserialize;

use crate::Error;

/// A row of the file.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    date: Date,
    code: String,
    by: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    parties: Vec<String>,
    fact: String,
    via: String,
    #[serde(default)]
    until: Option<Date>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    note: String,
    expect: String,
}

/// What the machine makes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The day.
    pub day: Date,
    /// The row's code.
    pub code: String,
    /// The state that the file has: talks and truce.
    pub expected: String,
    /// The state of the machine.
    pub found: String,
}

impl Replayed {
    /// True if they are the same.
    pub fn is_right(&self) -> bool {
        self.expected == self.found
    }
}

/// The two sides of the file: the parties of its first two rows that differ.
const SIDES: [&str; 2] = ["GOV_PAK", "TTP"];

/// Replays the rows of `text`, which came from `file`.
///
/// # Errors
/// If a row cannot be read.
pub fn replay_talks(table: &TalksTable, text: &str, file: &str) -> Result<Vec<Replayed>, Error> {
    let mut table = table.clone();
    let mut tellings: Vec<Vec<Telling>> = Vec::new();
    let mut replayed = Vec::new();
    let [one, other] = SIDES.map(name);
    let Some(pair) = Pair::new(&one, &other) else {
        return Ok(replayed);
    };
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let row: Row = serde_json::from_str(line).map_err(|cause| Error::Row {
            file: file.to_owned(),
            line: n + 1,
            cause,
        })?;
        if row.scope.as_deref() == Some("faction")
            && let Some((parent, _)) = row.by.split_once('-')
        {
            table.factions.push(Faction {
                child: name(&row.by),
                parent: name(parent),
                is_splinter: false,
                period: Period::default(),
            });
        }
        let report = format!("row-{n:02}");
        let events = [event(&report, &row)];
        tellings.push(Telling::of_report(&report, Some(row.date), None, &events));
        let steps = steps_between(&table, &pair, &tellings, &View::default());
        let standing = standing_on(&table, &pair, &steps, row.date);
        replayed.push(Replayed {
            day: row.date,
            code: row.code,
            expected: row.expect,
            found: format!(
                "{}/{}",
                standing.talks.marked().replace('~', ""),
                standing.ceasefire.state
            ),
        });
    }
    Ok(replayed)
}

fn name(code: &str) -> String {
    match code.split_once('_') {
        Some(("GOV", country)) => format!("Government of {country}"),
        _ => code.to_owned(),
    }
}

fn party(code: &str) -> Party {
    let country = code.strip_prefix("GOV_");
    Party {
        name: name(code),
        country: country.map(str::to_owned),
        sector: Some(if country.is_some() {
            Sector::Gov
        } else {
            Sector::Reb
        }),
        text: code.to_owned(),
        span: None,
        inferred: None,
        party: country.is_none().then(|| code.to_owned()),
    }
}

/// The event that a report of the row would tell.
fn event(report: &str, row: &Row) -> Event {
    let other = SIDES
        .into_iter()
        .find(|side| *side != row.by)
        .unwrap_or(&row.by);
    let (event_type, act, words) = kind(&row.code);
    let mut text = format!("{words}. {}", row.note);
    if let Some(until) = row.until {
        text = format!("{words} until {}.", until.strftime("%B %-d, %Y"));
    }
    let quote = Quote::new(&text, Span::new(0, text.len()));
    let both = act == Some(TalksAct::Hold);
    let actors: Vec<Party> = match (row.parties.is_empty(), both) {
        (false, _) => row.parties.iter().map(|code| party(code)).collect(),
        (true, true) => [row.by.as_str(), other].map(party).to_vec(),
        (true, false) => vec![party(&row.by)],
    };
    let recipient = row.to.as_deref().unwrap_or(other);
    let is_mutual = actors.len() > 1 || act == Some(TalksAct::Mediate);
    let speaker = match row.via.as_str() {
        "self" => Some(row.by.as_str()),
        "other" if act == Some(TalksAct::Mediate) => None,
        "other" => Some(other),
        _ => None,
    };
    let word = |code: &str| {
        let who = party(code);
        WordOf {
            name: who.name,
            country: who.country,
            sector: who.sector,
            text: code.to_owned(),
            stance: if row.code == "CONFIRM_TALKS" {
                Stance::Confirms
            } else {
                Stance::Asserts
            },
            via: None,
            span: None,
            inferred: None,
        }
    };
    // "Only the other side says so" is known of talks that both hold by no speaker of their own.
    let is_press = row.via == "other" && act == Some(TalksAct::Hold);
    Event {
        report: report.to_owned(),
        n: 1,
        event_type,
        mode: Vec::new(),
        mode_spans: Vec::new(),
        actors,
        recipients: if is_mutual {
            Vec::new()
        } else {
            vec![party(recipient)]
        },
        date: Some(EventDate {
            from: row.date,
            to: row.date,
            precision: Precision::Day,
            span: Some(quote.clone()),
            inferred: None,
        }),
        place: None,
        killed: None,
        injured: None,
        captured: None,
        count: None,
        factuality: match row.fact.as_str() {
            "CT+" => Factuality::Fact,
            "CT-" => Factuality::Negated,
            _ => Factuality::Possible,
        },
        factuality_span: None,
        word_of: speaker
            .filter(|_| !is_press)
            .map(word)
            .into_iter()
            .collect(),
        talks: act.map(|act| TalksStep {
            act,
            parties: SIDES.map(name).to_vec(),
            span: None,
        }),
        causes: Vec::new(),
        act: Quote::new(&text, Span::new(0, words.len())),
        evidence: vec![quote],
        rule: row.code.clone(),
        inferred: Vec::new(),
    }
}

/// Type, act and words of a code.
fn kind(code: &str) -> (EventType, Option<TalksAct>, &'static str) {
    use EventType::{Agree, Assault, Concede, Consult, Reject, Request};
    match code {
        "OFFER_TALKS" => (Agree, Some(TalksAct::Offer), "offered talks"),
        "DEMAND_TALKS" => (Agree, Some(TalksAct::Seek), "asked for talks"),
        "NAME_TEAM" | "ACCEPT_TALKS" => (Agree, Some(TalksAct::Accept), "agreed to talks"),
        "TALKS_HELD" | "CLAIM_TALKS" | "CONFIRM_TALKS" => {
            (Consult, Some(TalksAct::Hold), "held talks")
        }
        "DENY_TALKS" => (Reject, Some(TalksAct::Deny), "denied talks"),
        "DEMAND" => (Request, Some(TalksAct::Condition), "demanded"),
        "SUSPEND_TALKS" => (Reject, Some(TalksAct::Suspend), "suspended talks"),
        "WITHDRAW_OFFER" => (
            Reject,
            Some(TalksAct::Withdraw),
            "withdrew its offer of talks",
        ),
        "REJECT_TALKS" => (Reject, Some(TalksAct::Reject), "rejected talks"),
        "RESUME" => (Consult, Some(TalksAct::Resume), "resumed talks"),
        "BREAK_OFF" => (Reject, Some(TalksAct::BreakOff), "broke off talks"),
        "MEDIATE" => (Consult, Some(TalksAct::Mediate), "mediated"),
        "CEASEFIRE_DECLARE" => (
            Concede,
            Some(TalksAct::CeasefireDeclare),
            "declared a ceasefire",
        ),
        "CEASEFIRE_EXTEND" => (
            Concede,
            Some(TalksAct::CeasefireExtend),
            "extended a ceasefire",
        ),
        "CEASEFIRE_END" => (Reject, Some(TalksAct::CeasefireEnd), "ended a ceasefire"),
        "VIOLATION" => (
            Assault,
            Some(TalksAct::CeasefireViolate),
            "broke a ceasefire",
        ),
        "OFFENSIVE" => (Assault, None, "launched an offensive"),
        _ => (Assault, None, "attacked"),
    }
}
