//! From events as told to steps of negotiations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_knowledge::TalksTable;
use relata_record::{
    Event, EventType, Factuality, Inference, Precision, Sector, Stance, TalksAct, WordOf,
};

use super::length::last_day;
use super::state::Pair;
use super::step::{Basis, Cite, Dating, Level, Scope, Status, Step};
use super::words::Words;
use crate::Telling;
use crate::organisation::{is_named, is_state_arm, organisation, organisation_of_speaker};

/// A step without a day happened at most so long before its report.
const BACKGROUND_DAYS: i32 = 180;
/// How many citations a step carries.
const CITES: usize = 3;

/// In place of a party in [`View::according_to`]: what reports tell in their own voice.
pub const REPORTERS: &str = "reporters";
/// In place of a party in [`View::according_to`]: what named speakers of neither side say.
pub const MEDIATORS: &str = "mediators";

/// Which tellings count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Only what had been reported by this day.
    pub known_on: Option<Date>,
    /// Only what had come into the record by this day.
    pub coded_on: Option<Date>,
    /// Only what this party says, or does by its own word; or [`REPORTERS`] or [`MEDIATORS`].
    pub according_to: Option<String>,
}

impl View {
    fn shows(&self, table: &TalksTable, pair: &Pair, telling: &Telling) -> bool {
        if let Some(day) = self.known_on
            && telling.published.is_none_or(|published| published > day)
        {
            return false;
        }
        // What an older version of the program coded has no day, and was there before.
        if let (Some(day), Some(coded)) = (self.coded_on, telling.coded)
            && coded > day
        {
            return false;
        }
        let event = &telling.event;
        let mut words = event.word_of.iter();
        match self.according_to.as_deref() {
            None => true,
            Some(REPORTERS) => event.word_of.is_empty(),
            Some(MEDIATORS) => words
                .any(|word| !pair.has(&side_of_speaker(word, event)) && !is_unnamed(table, word)),
            Some(party) => {
                let does = || {
                    let mut actors = event.actors.iter();
                    event.word_of.is_empty() && actors.any(|actor| organisation(actor) == *party)
                };
                words.any(|word| side_of_speaker(word, event) == *party || word.name == *party)
                    || does()
            }
        }
    }
}

/// The pairs of parties whose talks, truce or fighting an event tells of; true where it is a step of talks.
pub fn pairs_of(table: &TalksTable, event: &Event) -> Vec<(Pair, bool)> {
    let is_talks = event.talks.is_some();
    let is_deed = matches!(
        event.event_type,
        EventType::Assault
            | EventType::Mobilize
            | EventType::Retreat
            | EventType::Concede
            | EventType::Request
    ) || is_meeting_with_rebels(event);
    if !is_talks && !is_deed {
        return Vec::new();
    }
    let sides = sides(table, event);
    let mut pairs = BTreeSet::new();
    for (n, one) in sides.iter().enumerate() {
        for other in sides.iter().skip(n + 1) {
            pairs.extend(Pair::new(one, other));
        }
    }
    pairs.into_iter().map(|pair| (pair, is_talks)).collect()
}

/// The parties between which an event stands, with the movements of factions.
fn sides(table: &TalksTable, event: &Event) -> Vec<String> {
    let parties = event.actors.iter().chain(&event.recipients);
    let named: BTreeMap<&str, Option<String>> = parties
        .map(|party| {
            let side = may_negotiate(party).then(|| organisation(party));
            (party.name.as_str(), side)
        })
        .collect();
    let mut sides: Vec<String> = Vec::new();
    match &event.talks {
        Some(talks) => {
            let names = talks.parties.iter();
            sides.extend(names.filter_map(|name| match named.get(name.as_str()) {
                Some(side) => side.clone(),
                None => Some(name.clone()),
            }));
        }
        None => sides.extend(named.values().flatten().cloned()),
    }
    let day = event.date.as_ref().map(|date| date.to);
    let parents: Vec<String> = sides
        .iter()
        .filter_map(|side| Some(table.parent_of(side, day?)?.0.to_owned()))
        .collect();
    sides.extend(parents);
    sides.retain(|side| is_named(side));
    sides.sort();
    sides.dedup();
    sides
}

/// A meeting with an armed group is a round of talks, whatever the report calls it.
fn is_meeting_with_rebels(event: &Event) -> bool {
    let mut parties = event.actors.iter().chain(&event.recipients);
    event.event_type == EventType::Consult
        && matches!(event.factuality, Factuality::Fact | Factuality::Possible)
        && parties.any(|party| party.sector == Some(Sector::Reb))
}

/// A body can negotiate; a people, voters and reporters cannot, and a parliament or a court only lets a text stand or fall.
fn may_negotiate(party: &relata_record::Party) -> bool {
    party.party.is_some()
        || !matches!(
            party.sector,
            Some(Sector::Cvl | Sector::Jrn | Sector::Edu | Sector::Leg | Sector::Jud)
        )
}

/// The steps between the two of `pair` that `happenings` tell, each a list of tellings, as `view` lets them be seen.
pub fn steps_between(
    table: &TalksTable,
    pair: &Pair,
    happenings: &[Vec<Telling>],
    view: &View,
) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for tellings in happenings {
        let mut shown: Vec<&Telling> = tellings
            .iter()
            .filter(|telling| view.shows(table, pair, telling))
            .collect();
        shown.sort_by_key(|telling| telling.rank());
        steps.extend(step_of(table, pair, &shown));
    }
    steps.sort_by(|one, other| order(one).cmp(&order(other)));
    super::step::in_order(steps)
}

/// The order of the reports and of their texts. News is told newest first: of two steps without a day of their own
/// the one further down is the older.
fn order(step: &Step) -> (Option<Date>, &str, i64) {
    let event = step.cites.first().map_or("", |cite| cite.event.as_str());
    let (report, n) = event.rsplit_once('#').unwrap_or((event, "0"));
    let n: i64 = n.parse().unwrap_or(0);
    let is_told = step.dating == Dating::Exact;
    (step.reported(), report, if is_told { n } else { -n })
}

/// The step that tellings of one happening tell together.
fn step_of(table: &TalksTable, pair: &Pair, tellings: &[&Telling]) -> Option<Step> {
    let read: Vec<(&Telling, Reading)> = tellings
        .iter()
        .filter_map(|telling| Some((*telling, Reading::of(table, pair, telling)?)))
        .collect();
    // The telling with the best known day leads; among equals the first.
    let (_, lead) = read
        .iter()
        .max_by_key(|(telling, reading)| (reading.dating, std::cmp::Reverse(telling.rank())))?;
    let mut step = Step {
        act: lead.act.clone(),
        day: lead.day,
        from: lead.from,
        dating: lead.dating,
        by: Vec::new(),
        scope: lead.scope,
        status: lead.status,
        basis: Basis::Outlet,
        said_by: Vec::new(),
        confirms: false,
        quits: lead.quits,
        level: lead.level,
        until: lead.until,
        demands: Vec::new(),
        scheduled: lead.scheduled,
        cites: Vec::new(),
    };
    let (mut outlets, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for (telling, reading) in &read {
        if reading.act == lead.act {
            step.by.extend(reading.by.iter().cloned());
            step.basis = step.basis.max(reading.basis);
            step.confirms |= reading.confirms;
            step.status = surer(step.status, reading.status);
            step.level = step.level.or(reading.level);
            step.until = step.until.or(reading.until);
            step.demands.extend(reading.demands.iter().cloned());
            outlets.insert(telling.outlet.as_deref());
            texts.insert(telling.family.as_ref().unwrap_or(&telling.event.report));
        }
        step.said_by.extend(reading.said_by.iter().cloned());
        if step.cites.len() < CITES {
            step.cites.push(cite(telling));
        }
    }
    for list in [&mut step.by, &mut step.said_by, &mut step.demands] {
        list.sort();
        list.dedup();
    }
    // A second outlet that prints the same text is no second source.
    if outlets.len() > 1 && texts.len() > 1 {
        step.basis = step.basis.max(Basis::Corroborated);
    }
    Some(step)
}

fn surer(one: Status, other: Status) -> Status {
    let rank = |status| match status {
        Status::Done => 3,
        Status::Possible => 2,
        Status::Planned => 1,
        Status::Not => 0,
    };
    if rank(other) > rank(one) { other } else { one }
}

fn cite(telling: &Telling) -> Cite {
    let quote = telling.event.evidence.first();
    Cite {
        event: telling.label(),
        reported: telling.published,
        words: quote.map(|quote| quote.text.clone()).unwrap_or_default(),
    }
}

/// What one telling says of a step.
struct Reading {
    act: String,
    day: Date,
    from: Date,
    dating: Dating,
    by: Vec<String>,
    scope: Scope,
    status: Status,
    basis: Basis,
    said_by: Vec<String>,
    confirms: bool,
    quits: bool,
    level: Option<Level>,
    until: Option<Date>,
    demands: Vec<String>,
    scheduled: Option<Date>,
}

impl Reading {
    fn of(table: &TalksTable, pair: &Pair, telling: &Telling) -> Option<Self> {
        let event = &telling.event;
        let sides = sides(table, event);
        if !sides.contains(&pair.a) || !sides.contains(&pair.b) {
            return None;
        }
        let (day, from, dating) = when(telling)?;
        let status = status(event);
        // That something did not happen is said on the day of the report, where no other is told.
        let (day, from, dating) = match (dating, status, telling.published) {
            (Dating::Background, Status::Not, Some(day)) => (day, day, Dating::Coarse),
            _ => (day, from, dating),
        };
        let words = Words::of(table, event);
        let mut said_by: Vec<String> = event
            .word_of
            .iter()
            .map(|word| side_of_speaker(word, event))
            .collect();
        said_by.dedup();
        let (mut by, is_faction) = doers(table, pair, event);
        let mut act = act(event, &words, pair, &by)?;
        let scope = match (is_faction, act.as_str(), words.has("partial")) {
            (true, "hold", _) | (false, _, true) => Scope::Some,
            (true, _, _) => Scope::Faction,
            (false, _, false) => Scope::Whole,
        };
        if scope == Scope::Faction {
            // It does not act for its movement, and is not called by its name.
            by = named_doers(event);
        }
        let denier = event
            .word_of
            .iter()
            .find(|word| word.stance == Stance::Denies)
            .map(|word| side_of_speaker(word, event))
            .filter(|side| pair.has(side));
        if let Some(denier) = denier
            && ["hold", "ceasefire-declare", "agree-truce"].contains(&act.as_str())
        {
            act = if act == "hold" { "deny" } else { "deny-truce" }.to_owned();
            by = vec![denier];
        }
        let status = if is_ahead(event) && is_done_by_meeting(&act) {
            Status::Planned
        } else {
            status
        };
        let basis = basis(table, pair, event, &by);
        let mut reading = Self {
            scope,
            status,
            confirms: event
                .word_of
                .iter()
                .any(|word| word.stance == Stance::Confirms),
            quits: act == "mediate" && event.event_type == EventType::Reject,
            level: words.level(),
            until: None,
            demands: words.demands(),
            scheduled: None,
            act,
            day,
            from,
            dating,
            by,
            basis,
            said_by,
        };
        if [
            "ceasefire-declare",
            "ceasefire-extend",
            "agree-truce",
            "accept-truce",
        ]
        .contains(&reading.act.as_str())
        {
            reading.until = event
                .evidence
                .iter()
                .find_map(|quote| last_day(table, &quote.text, reading.day));
        }
        reading.keep_to_the_past(telling);
        Some(reading)
    }

    /// A day after the report is announced: what is said was said on the day of the report.
    fn keep_to_the_past(&mut self, telling: &Telling) {
        let Some(published) = telling.published.filter(|published| self.from > *published) else {
            return;
        };
        self.scheduled = Some(self.from);
        self.day = published;
        self.from = published;
        self.dating = Dating::Coarse;
        if is_done_by_meeting(&self.act) {
            self.status = Status::Planned;
        }
    }
}

/// True of acts that are not done by announcing them: a round is not held, and a text not signed.
fn is_done_by_meeting(act: &str) -> bool {
    matches!(act, "hold" | "resume" | "agree")
}

/// True of cooperation that is only announced.
fn is_ahead(event: &Event) -> bool {
    let mut rules = event.inferred.iter();
    rules.any(|inference| inference.rule == Inference::COOPERATION_AHEAD)
}

/// The day of a step, the first day that it may have been, and how well that is known.
fn when(telling: &Telling) -> Option<(Date, Date, Dating)> {
    let before = |days: i32| {
        let published = telling.published?;
        published.checked_sub(days.days()).ok()
    };
    let Some(date) = &telling.event.date else {
        return Some((before(1)?, before(BACKGROUND_DAYS)?, Dating::Background));
    };
    let last = match telling.published {
        Some(published) if date.from <= published => date.to.min(published),
        _ => date.to,
    };
    let is_told = date.span.is_some();
    Some(match date.precision {
        Precision::Day if is_told || telling.published.is_none_or(|day| day != date.to) => {
            (last, date.from, Dating::Exact)
        }
        _ => (last, date.from, Dating::Coarse),
    })
}

fn status(event: &Event) -> Status {
    match event.factuality {
        Factuality::Fact => Status::Done,
        Factuality::Possible => Status::Possible,
        Factuality::Planned => Status::Planned,
        Factuality::Hypothetical | Factuality::Negated => Status::Not,
    }
}

/// Who does it: sides of the pair under the name that the pair has for them, and others.
fn doers(table: &TalksTable, pair: &Pair, event: &Event) -> (Vec<String>, bool) {
    let day = event.date.as_ref().map(|date| date.to);
    let mut by = Vec::new();
    let mut is_faction = false;
    for actor in &event.actors {
        let name = organisation(actor);
        let parent = day.and_then(|day| table.parent_of(&name, day));
        match parent {
            Some((parent, _)) if !pair.has(&name) && pair.has(parent) => {
                is_faction = true;
                by.push(parent.to_owned());
            }
            _ => by.push(name),
        }
    }
    by.sort();
    by.dedup();
    (by, is_faction)
}

fn named_doers(event: &Event) -> Vec<String> {
    let names: BTreeSet<String> = event.actors.iter().map(organisation).collect();
    names.into_iter().collect()
}

/// The organisation that a speaker speaks for: one of the event's own parties, where country and sector agree.
fn side_of_speaker(word: &WordOf, event: &Event) -> String {
    let own = organisation_of_speaker(word);
    let mut parties = event.actors.iter().chain(&event.recipients);
    let fits = |party: &&relata_record::Party| {
        organisation(party) == own
            || (party.country.is_some()
                && party.country == word.country
                && word.sector.is_some()
                && (party.sector == word.sector
                    || is_state_arm(party.sector) && is_state_arm(word.sector)))
    };
    parties.find(fits).map_or(own, organisation)
}

/// "Officials", "a source": nobody who answers for it.
fn is_unnamed(table: &TalksTable, word: &WordOf) -> bool {
    let classes = table.classes_in(&word.name);
    classes.iter().any(|(_, class)| *class == "unnamed")
}

fn basis(table: &TalksTable, pair: &Pair, event: &Event, by: &[String]) -> Basis {
    let of = |word: &WordOf| {
        let side = side_of_speaker(word, event);
        match (is_unnamed(table, word), by.contains(&side), pair.has(&side)) {
            (true, _, _) => Basis::Outlet,
            (false, true, _) => Basis::Own,
            (false, false, true) => Basis::Other,
            (false, false, false) => Basis::Mediator,
        }
    };
    event.word_of.iter().map(of).max().unwrap_or(Basis::Outlet)
}

/// The act as the table names it.
fn act(event: &Event, words: &Words, pair: &Pair, by: &[String]) -> Option<String> {
    let Some(talks) = &event.talks else {
        return deed(event, words, pair, by);
    };
    let object = words.object();
    let only_accused = !event.word_of.is_empty()
        && event
            .word_of
            .iter()
            .all(|word| word.stance == Stance::Accuses);
    let act = match (talks.act, object) {
        (TalksAct::CeasefireViolate, _)
            if only_accused || event.event_type == EventType::Accuse =>
        {
            "breach-alleged"
        }
        // What is promised in return for a demand is no demand.
        (TalksAct::Condition, _) if event.event_type == EventType::Concede => "promised",
        // A halt of one weapon is no truce.
        (TalksAct::CeasefireDeclare | TalksAct::CeasefireExtend, None)
            if words.is_act("part-of-fire") =>
        {
            "halt-in-part"
        }
        // "denied divisions" disputes who takes part, not that there are talks.
        (TalksAct::Deny, _) if words.is_act("unity") => "deny-unity",
        (TalksAct::Suspend | TalksAct::BreakOff, Some("truce")) => "ceasefire-end",
        (TalksAct::Resume, Some("truce")) => "ceasefire-extend",
        (
            TalksAct::Seek
            | TalksAct::Offer
            | TalksAct::Accept
            | TalksAct::Reject
            | TalksAct::Withdraw
            | TalksAct::Deny
            | TalksAct::Agree,
            Some("truce"),
        ) => return Some(format!("{}-truce", talks.act)),
        (TalksAct::Accept | TalksAct::Reject | TalksAct::Withdraw, Some("text")) => {
            return Some(format!("{}-text", talks.act));
        }
        (TalksAct::Accept | TalksAct::Reject, Some("proposal")) => {
            return Some(format!("{}-proposal", talks.act));
        }
        (act, _) => act.as_str(),
    };
    Some(act.to_owned())
}

/// Deeds that talks and truces take note of.
fn deed(event: &Event, words: &Words, pair: &Pair, by: &[String]) -> Option<String> {
    let is_against = event.recipients.iter().map(organisation).any(|name| {
        by.iter()
            .any(|side| pair.has(side) && pair.other(side) == name)
    });
    let only_accused = !event.word_of.is_empty()
        && event
            .word_of
            .iter()
            .all(|word| word.stance == Stance::Accuses);
    let is_of_both = [&pair.a, &pair.b].iter().all(|side| by.contains(side));
    let has_toll = event.killed.is_some() || event.injured.is_some();
    let has_mode = |wanted: &[&str]| {
        event
            .mode
            .iter()
            .any(|mode| wanted.contains(&mode.as_str()))
    };
    let is_short = event
        .date
        .as_ref()
        .is_some_and(|date| matches!(date.precision, Precision::Day | Precision::Week));
    let act = match event.event_type {
        EventType::Assault | EventType::Mobilize
            if is_against && !has_toll && words.is_act("offensive") =>
        {
            "offensive"
        }
        EventType::Assault if is_against && is_short && only_accused => "attack-alleged",
        EventType::Assault if is_against && is_short => "attack",
        EventType::Retreat if has_mode(&["release", "withdraw", "disarm", "access"]) => {
            "carried-out"
        }
        EventType::Concede => "promised",
        EventType::Request if is_against && !words.demands().is_empty() => "demand",
        EventType::Consult if (is_of_both || is_against) && is_meeting_with_rebels(event) => "hold",
        _ => return None,
    };
    Some(act.to_owned())
}
