//! Steps in a short notation, for the examples of the table of talks: `A offer; B accept = AGREED_TO_TALK`.
//!
//! A step is a doer (`A`, `B`, `A+B`, or `M` for a third party) and an act, a day after the step before. `?` behind
//! the act: on the other side's word only; `~`: announced. `until 5`: a truce whose last day is the fifth day from
//! then. `wait 30`: days without a step. Behind `=` stand the states that the tracks must then have: talks, and as
//! far as they are named truce and texts.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use relata_knowledge::TalksTable;

use super::machine::Machine;
use super::state::Pair;
use super::step::{Basis, Level, Status, Step};

/// Replays an example; the rules that its last step fired, or what is wrong.
pub fn replay(table: &TalksTable, example: &str) -> Result<Vec<String>, String> {
    let (steps, wanted) = example
        .split_once('=')
        .ok_or("an example needs `=` and a state")?;
    let pair = Pair::new("A", "B").ok_or("no pair")?;
    let mut machine = Machine::new(table, pair);
    let mut day = date(2001, 1, 1);
    let mut known = 0;
    for words in steps.split(';') {
        known = machine.standing().steps.len();
        day = later(day, 1);
        let words: Vec<&str> = words.split_whitespace().collect();
        match words.as_slice() {
            ["wait", days] => {
                day = later(day, number(days)?);
                machine.advance(day);
            }
            [who, act, rest @ ..] => machine.apply(&step(who, act, rest, day)?),
            _ => return Err(format!("`{words:?}` is no step")),
        }
    }
    let short = machine.standing().short();
    let wanted = wanted.trim();
    let is_as_wanted = short
        .split('/')
        .zip(wanted.split('/'))
        .all(|(found, wanted)| found == wanted);
    if !is_as_wanted {
        return Err(format!("leads to {short}, not to {wanted}"));
    }
    let fired = machine.standing().steps.iter().skip(known);
    Ok(fired.map(|step| step.rule.clone()).collect())
}

fn step(who: &str, act: &str, rest: &[&str], day: Date) -> Result<Step, String> {
    let (act, mark) = match act.strip_suffix(['?', '~']) {
        Some(bare) => (bare, act.chars().last()),
        None => (act, None),
    };
    let (act, level, confirms, quits) = match act {
        "confirm" => ("hold", None, true, false),
        "quit" => ("mediate", None, false, true),
        "agree-final" => ("agree", Some(Level::Final), false, false),
        "agree-pre" => ("agree", Some(Level::Pre), false, false),
        act => (act, None, false, false),
    };
    let by: Vec<&str> = who.split('+').collect();
    let until = match rest {
        [] => None,
        ["until", days] => Some(later(day, number(days)?)),
        _ => return Err(format!("`{rest:?}` is not understood")),
    };
    let plain = Step::new(act, day, &by);
    Ok(Step {
        level,
        confirms,
        quits,
        until,
        basis: if mark == Some('?') {
            Basis::Other
        } else {
            Basis::Own
        },
        status: if mark == Some('~') {
            Status::Planned
        } else {
            Status::Done
        },
        ..plain
    })
}

fn number(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn later(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}
