//! The machine: takes steps in order and moves three tracks by the rows of the table of talks.

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_knowledge::{Doer, TalksRule, TalksTable, Track};

use super::state::{Cell, Demand, Dispute, Entry, Fate, Move, Pair, Pledge, Standing};
use super::step::{Dating, Level, Scope, Status, Step};

/// Open talks without a step for so many days sleep.
const SILENT_DAYS: i32 = 180;
/// A strained truce without a breach for so many days holds again.
const QUIET_DAYS: i32 = 30;
/// Stations of one text, from initials to ratification, lie closer together than this.
const SAME_TEXT_DAYS: i32 = 60;

/// Where `pair` stands on `day`, by `steps` in their order.
pub fn standing_on(table: &TalksTable, pair: &Pair, steps: &[Step], day: Date) -> Standing {
    let mut machine = Machine::new(table, pair.clone());
    for step in steps.iter().filter(|step| step.day <= day) {
        machine.apply(step);
    }
    machine.advance(day);
    machine.standing
}

/// The machine for one pair.
#[derive(Debug)]
pub struct Machine<'a> {
    table: &'a TalksTable,
    standing: Standing,
    last_awake: Option<Date>,
    last_breach: Option<Date>,
    before_strain: &'static str,
}

impl<'a> Machine<'a> {
    /// A machine that knows nothing yet.
    pub fn new(table: &'a TalksTable, pair: Pair) -> Self {
        Self {
            table,
            standing: Standing::new(pair),
            last_awake: None,
            last_breach: None,
            before_strain: "UNILATERAL",
        }
    }

    /// Where the pair stands now.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Takes the next step.
    pub fn apply(&mut self, step: &Step) {
        self.advance(step.day);
        if step.status == Status::Not {
            if step.act == "condition" {
                self.demand(step);
                return self.note(step, "condition-kept", "kept as a demand; it moves nothing");
            }
            return self.note(
                step,
                "not-done",
                "did not happen, or only if something else does",
            );
        }
        if step.scope == Scope::Faction {
            let entry = entry(step, &step.act);
            self.standing.shocks.push(entry);
            return self.note(
                step,
                "faction-only",
                "a part of a side does not bind the whole",
            );
        }
        match step.act.as_str() {
            "carried-out" => self.answer(step, Fate::Met),
            "promised" => self.answer(step, Fate::Promised),
            _ => {}
        }
        let mut fired = false;
        for track in Track::ALL {
            let Some(rule) = self.rule(track, step) else {
                continue;
            };
            if self.is_late(track, rule, step) {
                continue;
            }
            fired = true;
            self.fire(track, rule, step);
        }
        if !fired && step.status == Status::Planned {
            self.standing.scheduled.push(entry(step, &step.act));
            self.note(step, "announced", "announced, not done yet");
        } else if !fired {
            self.note(
                step,
                "no-move",
                "in this state this act of this party moves nothing",
            );
        } else if let Some(day) = step.scheduled {
            let what = format!("{} on {day}", step.act);
            self.standing.scheduled.push(entry(step, &what));
        }
    }

    /// A step without a day fills a gap of the past; it never moves a cell that something better dated has set.
    fn is_late(&self, track: Track, rule: &TalksRule, step: &Step) -> bool {
        let cell = self.standing.cell(track);
        let is_gap = ["NONE", "DORMANT"].contains(&cell.state) || cell.since == Some(step.day);
        step.dating == Dating::Background && rule.to.is_some() && !is_gap
    }

    fn rule(&self, track: Track, step: &Step) -> Option<&'a TalksRule> {
        let cell = self.standing.cell(track);
        self.table.rules.iter().find(|rule| {
            rule.track == track
                && rule.acts.contains(&step.act)
                && rule.from.contains(&cell.state)
                && self.is_doer(rule.by, cell, step)
                && self.conditions_hold(rule, step)
        })
    }

    fn is_doer(&self, doer: Doer, cell: &Cell, step: &Step) -> bool {
        let pair = &self.standing.pair;
        let sides: Vec<&String> = step.by.iter().filter(|name| pair.has(name)).collect();
        match doer {
            Doer::Any => true,
            Doer::Side => !sides.is_empty(),
            Doer::Both => [&pair.a, &pair.b].iter().all(|side| sides.contains(side)),
            Doer::Holder => sides.iter().any(|side| cell.by.contains(side)),
            Doer::Other => sides
                .iter()
                .any(|side| cell.by.iter().any(|holder| holder == pair.other(side))),
            Doer::Third => sides.is_empty(),
        }
    }

    fn conditions_hold(&self, rule: &TalksRule, step: &Step) -> bool {
        let is_planned = self.is_only_planned(step);
        if is_planned && !rule.when.iter().any(|word| word == "planned") {
            return false;
        }
        rule.when.iter().all(|word| {
            let (name, wanted) = match word.strip_prefix('!') {
                Some(name) => (name, false),
                None => (word.as_str(), true),
            };
            let cell = self.standing.cell(rule.track);
            let holds = match name {
                "held" => self.standing.held,
                "confirms" => {
                    step.confirms
                        && (cell.denied_by.is_empty()
                            || cell.denied_by.iter().any(|who| step.said_by.contains(who)))
                }
                "sure" => step.basis.is_sure(),
                "planned" => is_planned,
                "bound" => step
                    .by
                    .iter()
                    .any(|who| self.standing.pledges.contains_key(who)),
                "final" => step.level == Some(Level::Final),
                "pre" => step.level == Some(Level::Pre),
                "quits" => step.quits,
                "dated" => step.dating == Dating::Exact,
                "holder-third" => !cell.by.iter().any(|who| self.standing.pair.has(who)),
                "later-text" => cell
                    .since
                    .is_none_or(|since| later(since, SAME_TEXT_DAYS) < step.day),
                _ => false,
            };
            holds == wanted
        })
    }

    /// What a side says itself it has said, even where it is about the future.
    fn is_only_planned(&self, step: &Step) -> bool {
        let is_own_word = step.is_uttered() && step.basis.is_sure();
        step.status == Status::Planned && !is_own_word
    }

    fn fire(&mut self, track: Track, rule: &TalksRule, step: &Step) {
        let before = self.standing.cell(track).clone();
        let to = self.target(track, rule, before.state);
        if rule.to.is_some() && (to != before.state || rule.to.as_deref() == Some("restored")) {
            self.standing
                .ceasefire_before(track, to, &mut self.before_strain);
            *self.standing.cell_mut(track) = Cell {
                state: to,
                since: Some(step.day),
                by: step.by.clone(),
                said_by: step.said_by.clone(),
                denied_by: Vec::new(),
                provisional: false,
                contested: false,
                partial: step.scope == Scope::Some,
                rule: Some(rule.name.clone()),
                evidence: step.cites.clone(),
            };
            if track == Track::Talks && is_cold(to) {
                self.standing.held = false;
            }
        }
        for effect in &rule.effects {
            if effect == "by-kept" {
                let sides: Vec<String> = before
                    .by
                    .iter()
                    .filter(|who| self.standing.pair.has(who))
                    .cloned()
                    .collect();
                extend(&mut self.standing.cell_mut(track).by, &sides);
            } else {
                self.effect(track, effect, step);
            }
        }
        self.log(track, rule, step.day, Some(step), before.marked());
    }

    fn target(&self, track: Track, rule: &TalksRule, now: &'static str) -> &'static str {
        match rule.to.as_deref() {
            None => now,
            Some("restored") => self.before_strain,
            Some(name) => track
                .states()
                .iter()
                .find(|state| **state == name)
                .copied()
                .unwrap_or(now),
        }
    }

    fn effect(&mut self, track: Track, effect: &str, step: &Step) {
        let pair = self.standing.pair.clone();
        let sides = || step.by.iter().filter(|name| pair.has(name));
        let cell = self.standing.cell_mut(track);
        match effect {
            "?" => {
                cell.provisional = !step.basis.is_sure()
                    || step.status == Status::Possible
                    || step.dating == Dating::Background;
            }
            "always?" => cell.provisional = true,
            "-?" => cell.provisional = false,
            "+!" => {
                cell.contested = true;
                extend(&mut cell.denied_by, &step.by);
            }
            "-!" => {
                cell.contested = false;
                cell.denied_by.clear();
            }
            "by+" => extend(&mut cell.by, &step.by),
            "wake" => self.last_awake = Some(step.day),
            "held" => self.standing.held = true,
            "forget" => self.standing.held = false,
            "pledge" => {
                for side in sides() {
                    self.standing.pledge(side, step);
                }
            }
            "pledge-both" => {
                for side in [&pair.a, &pair.b] {
                    self.standing.pledge(side, step);
                }
            }
            "unpledge" => self.standing.pledges.clear(),
            "demand" => self.demand(step),
            "mediator" => {
                let what = if step.quits { "quits" } else { "helps" };
                let by = step.by.iter().filter(|name| !pair.has(name)).cloned();
                let line = Entry {
                    by: by.collect(),
                    ..entry(step, what)
                };
                if !line.by.is_empty() {
                    self.standing.mediators.push(line);
                }
            }
            "refusal" => self.standing.refusals.push(entry(step, &step.act)),
            "dispute" => self.dispute(track, step),
            "violation" => {
                self.last_breach = Some(step.day);
                self.standing.violations.push(entry(step, "reported"));
            }
            "alleged" => self.standing.violations.push(entry(step, "alleged")),
            "schedule" => self.standing.scheduled.push(entry(step, &step.act)),
            "shock" => self.standing.shocks.push(entry(step, &step.act)),
            _ => {}
        }
    }

    /// What a side denies, beside who says it.
    fn dispute(&mut self, track: Track, step: &Step) {
        let what = match (step.act.as_str(), track) {
            ("deny-unity", _) => "who takes part",
            (_, Track::Talks) => "that there are talks",
            (_, Track::Ceasefire) => "that there is a truce",
            (_, Track::Agreement) => "that there is an agreement",
        };
        let cell = self.standing.cell(track);
        let others = cell.said_by.iter().filter(|who| !step.by.contains(who));
        self.standing.disputes.push(Dispute {
            day: step.day,
            what,
            by: step.by.clone(),
            said_by: others.cloned().collect(),
            evidence: step.cites.clone(),
            against: cell.evidence.clone(),
        });
    }

    fn demand(&mut self, step: &Step) {
        for class in &step.demands {
            let known = self
                .standing
                .demands
                .iter_mut()
                .find(|demand| demand.class == *class && demand.by == step.by);
            if let Some(known) = known {
                known.last = step.day;
                known.evidence.extend(step.cites.iter().cloned());
            } else {
                self.standing.demands.push(Demand {
                    by: step.by.clone(),
                    class: class.clone(),
                    fate: Fate::Open,
                    since: step.day,
                    last: step.day,
                    evidence: step.cites.clone(),
                });
            }
        }
    }

    /// What the other side demands, and this step gives or promises.
    fn answer(&mut self, step: &Step, fate: Fate) {
        let pair = self.standing.pair.clone();
        let fate = match step.status {
            Status::Planned => Fate::Promised,
            _ => fate,
        };
        for demand in &mut self.standing.demands {
            let is_of_other = demand
                .by
                .iter()
                .any(|who| pair.has(who) && step.by.iter().any(|by| by == pair.other(who)));
            if is_of_other && step.demands.contains(&demand.class) && demand.fate != Fate::Met {
                demand.fate = fate;
                demand.evidence.extend(step.cites.iter().cloned());
            }
        }
    }

    /// Lets the timers run out that do so up to `day`.
    pub fn advance(&mut self, day: Date) {
        loop {
            let timers = [
                ("until-passed", self.lapse()),
                ("quiet", self.healing()),
                ("silence", self.sleep()),
            ];
            let due = timers
                .into_iter()
                .filter_map(|(name, due)| Some((due.filter(|due| *due <= day)?, name)))
                .min();
            let Some((due, name)) = due else {
                return;
            };
            if !self.time_out(name, due) {
                return;
            }
        }
    }

    fn lapse(&self) -> Option<Date> {
        let untils = self
            .standing
            .pledges
            .values()
            .filter_map(|pledge| pledge.until);
        let is_live =
            ["UNILATERAL", "IN_FORCE", "STRAINED"].contains(&self.standing.ceasefire.state);
        untils.min().filter(|_| is_live).map(|day| later(day, 1))
    }

    fn healing(&self) -> Option<Date> {
        let is_strained = self.standing.ceasefire.state == "STRAINED";
        self.last_breach
            .filter(|_| is_strained)
            .map(|day| later(day, QUIET_DAYS + 1))
    }

    fn sleep(&self) -> Option<Date> {
        let is_open = !is_cold(self.standing.talks.state);
        self.last_awake
            .filter(|_| is_open)
            .map(|day| later(day, SILENT_DAYS + 1))
    }

    /// Fires the row of a timer; false where the table has none for this state.
    fn time_out(&mut self, act: &str, day: Date) -> bool {
        let table = self.table;
        let rule = table.rules.iter().find(|rule| {
            rule.acts.iter().any(|name| name == act)
                && rule.from.contains(&self.standing.cell(rule.track).state)
        });
        let Some(rule) = rule else {
            return false;
        };
        let before = self.standing.cell(rule.track).clone();
        let to = self.target(rule.track, rule, before.state);
        *self.standing.cell_mut(rule.track) = Cell {
            state: to,
            since: Some(day),
            rule: Some(rule.name.clone()),
            evidence: before.evidence.clone(),
            by: if to == self.before_strain {
                before.by.clone()
            } else {
                Vec::new()
            },
            ..Cell::new(rule.track)
        };
        let silent = Step::new(act, day, &[]);
        for effect in &rule.effects {
            self.effect(rule.track, effect, &silent);
        }
        self.log(rule.track, rule, day, None, before.marked());
        to != before.state
    }

    fn log(
        &mut self,
        track: Track,
        rule: &TalksRule,
        day: Date,
        step: Option<&Step>,
        from: String,
    ) {
        let to = self.standing.cell(track).marked();
        self.standing.steps.push(Move {
            day,
            reported: step.and_then(Step::reported),
            act: step.map_or_else(|| rule.acts.join("|"), |step| step.act.clone()),
            by: step.map(|step| step.by.clone()).unwrap_or_default(),
            track: Some(track.as_str()),
            from,
            to,
            rule: rule.name.clone(),
            why: rule.why.clone(),
            evidence: step.map(|step| step.cites.clone()).unwrap_or_default(),
        });
    }

    fn note(&mut self, step: &Step, rule: &str, why: &str) {
        self.standing.steps.push(Move {
            day: step.day,
            reported: step.reported(),
            act: step.act.clone(),
            by: step.by.clone(),
            track: None,
            from: String::new(),
            to: String::new(),
            rule: rule.to_owned(),
            why: why.to_owned(),
            evidence: step.cites.clone(),
        });
    }
}

impl Standing {
    fn pledge(&mut self, side: &str, step: &Step) {
        let pledge = Pledge {
            since: step.day,
            until: step.until,
        };
        self.pledges.insert(side.to_owned(), pledge);
    }

    /// Remembers what a truce was before it was strained.
    fn ceasefire_before(&self, track: Track, to: &str, before: &mut &'static str) {
        if track == Track::Ceasefire && to == "STRAINED" {
            *before = self.ceasefire.state;
        }
    }
}

fn is_cold(state: &str) -> bool {
    ![
        "OFFERED",
        "SOUGHT",
        "AGREED_TO_TALK",
        "UNDER_WAY",
        "SUSPENDED",
    ]
    .contains(&state)
}

fn later(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

fn extend(list: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
}

fn entry(step: &Step, what: &str) -> Entry {
    Entry {
        day: step.day,
        by: step.by.clone(),
        what: what.to_owned(),
        evidence: step.cites.clone(),
    }
}
