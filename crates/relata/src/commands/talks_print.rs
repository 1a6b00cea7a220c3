//! Prints where talks stand.

use std::io::Write;

use anyhow::Result;
use relata_history::talks::{Cell, Dispute, Entry, Move, Standing};
use relata_knowledge::Track;

use crate::terminal::{BOLD, DIM, Terminal};
use crate::words::{one_line, pad, shorten, wrap};

/// Columns of names.
const NAMES: usize = 12;

/// Two lines: who, and the three states.
pub fn short(terminal: &Terminal, standing: &Standing, out: &mut impl Write) -> Result<()> {
    let moved = standing
        .last_moved()
        .map_or(String::new(), |day| day.to_string());
    let who = format!("{} – {}", standing.pair.a, standing.pair.b);
    writeln!(
        out,
        "{}{}",
        pad(&moved, NAMES),
        terminal.paint(
            BOLD,
            shorten(&one_line(&who), terminal.width.saturating_sub(NAMES))
        )
    )?;
    let states: Vec<String> = Track::ALL
        .into_iter()
        .filter(|track| standing.cell(*track).since.is_some())
        .map(|track| format!("{} {}", track.as_str(), standing.cell(track).marked()))
        .collect();
    let states = if states.is_empty() {
        "nothing has moved".to_owned()
    } else {
        states.join(" · ")
    };
    Ok(writeln!(out, "{}{states}", pad("", NAMES))?)
}

/// Everything, with the steps that led there. `views` are the states by what each speaker alone says.
pub fn whole(
    terminal: &Terminal,
    standing: &Standing,
    views: &[(String, String)],
    out: &mut impl Write,
) -> Result<()> {
    let who = format!("{} – {}", standing.pair.a, standing.pair.b);
    writeln!(out, "{}", terminal.paint(BOLD, one_line(&who)))?;
    for track in Track::ALL {
        cell(terminal, track, standing.cell(track), out)?;
    }
    for (side, pledge) in &standing.pledges {
        let until = pledge
            .until
            .map_or("no last day".to_owned(), |day| format!("until {day}"));
        line(
            terminal,
            "pledge",
            &format!("{side}, since {}, {until}", pledge.since),
            out,
        )?;
    }
    for demand in &standing.demands {
        let fate = format!("{:?}", demand.fate).to_lowercase();
        let by = demand.by.join(", ");
        line(
            terminal,
            "demand",
            &format!("{}, by {by}, {fate}, since {}", demand.class, demand.since),
            out,
        )?;
    }
    let ledgers = [
        ("mediator", &standing.mediators),
        ("violation", &standing.violations),
        ("refusal", &standing.refusals),
        ("announced", &standing.scheduled),
        ("shock", &standing.shocks),
    ];
    for (name, entries) in ledgers {
        for entry in entries {
            line(terminal, name, &words_of(entry), out)?;
        }
    }
    for dispute in &standing.disputes {
        line(terminal, "dispute", &words_of_dispute(dispute), out)?;
    }
    for (name, states) in views {
        line(terminal, "word of", &format!("{name}: {states}"), out)?;
    }
    if !standing.steps.is_empty() {
        writeln!(out, "\n{}", terminal.paint(BOLD, "steps"))?;
    }
    for step in &standing.steps {
        print_step(terminal, step, out)?;
    }
    Ok(())
}

fn cell(terminal: &Terminal, track: Track, cell: &Cell, out: &mut impl Write) -> Result<()> {
    let mut words = cell.marked();
    if let Some(since) = cell.since {
        words.push_str(&format!(" since {since}"));
    }
    for (what, list) in [
        ("by", &cell.by),
        ("said by", &cell.said_by),
        ("denied by", &cell.denied_by),
    ] {
        if !list.is_empty() {
            words.push_str(&format!(", {what} {}", list.join(", ")));
        }
    }
    if let Some(rule) = &cell.rule {
        words.push_str(&format!(" (rule `{rule}`)"));
    }
    line(terminal, track.as_str(), &words, out)?;
    for cite in cell.evidence.iter().take(1) {
        let room = terminal.width.saturating_sub(NAMES);
        let proof = format!("{}: “{}”", cite.event, one_line(&cite.words));
        let proof = shorten(&proof, room);
        writeln!(out, "{}{}", pad("", NAMES), terminal.paint(DIM, proof))?;
    }
    Ok(())
}

fn words_of_dispute(dispute: &Dispute) -> String {
    let source = dispute
        .evidence
        .first()
        .map_or(String::new(), |cite| format!(" ({})", cite.event));
    let said_by = if dispute.said_by.is_empty() {
        String::new()
    } else {
        format!(", said by {}", dispute.said_by.join(", "))
    };
    let by = dispute.by.join(", ");
    format!(
        "{} {}: denied by {by}{source}{said_by}",
        dispute.day, dispute.what
    )
}

fn words_of(entry: &Entry) -> String {
    let source = entry
        .evidence
        .first()
        .map_or(String::new(), |cite| format!(" ({})", cite.event));
    let by = if entry.by.is_empty() {
        String::new()
    } else {
        format!(", by {}", entry.by.join(", "))
    };
    format!("{} {}{by}{source}", entry.day, entry.what)
}

fn line(terminal: &Terminal, name: &str, words: &str, out: &mut impl Write) -> Result<()> {
    let mut name = pad(name, NAMES);
    for line in wrap(&one_line(words), terminal.width.saturating_sub(NAMES)) {
        writeln!(out, "{name}{line}")?;
        name = " ".repeat(NAMES);
    }
    Ok(())
}

fn print_step(terminal: &Terminal, step: &Move, out: &mut impl Write) -> Result<()> {
    let by = if step.by.is_empty() {
        String::new()
    } else {
        format!(" by {}", step.by.join(", "))
    };
    let change = match step.track {
        Some(track) if step.is_move() => format!("{track} {} → {}", step.from, step.to),
        Some(track) => format!("{track} stays {}", step.to),
        None => "moves nothing".to_owned(),
    };
    let words = format!(
        "{}{by}: {change} (rule `{}`: {})",
        step.act, step.rule, step.why
    );
    line(terminal, &step.day.to_string(), &words, out)?;
    for cite in step.evidence.iter().take(1) {
        let room = terminal.width.saturating_sub(NAMES);
        let proof = shorten(
            &format!("{}: “{}”", cite.event, one_line(&cite.words)),
            room,
        );
        writeln!(out, "{}{}", pad("", NAMES), terminal.paint(DIM, proof))?;
    }
    Ok(())
}
