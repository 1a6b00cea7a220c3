//! `relata read`: what the reader makes of reports, and how it found each part.

use std::io::Write;

use anyhow::Result;
use relata_record::{Block, BlockKind, Found, LeftOut, PublishedDate, Report, Span};

use crate::args::Model;
use crate::exit::Exit;
use crate::json_line;
use crate::pipeline::Pipeline;
use crate::settings::Input;
use crate::terminal::{BOLD, DIM, Terminal};
use crate::words::{one_line, pad, printable, wrap};

/// Columns of the names of parts.
const NAMES: usize = 11;

/// Shows the reports of `input`.
pub fn run(terminal: &Terminal, input: &Input, text_only: bool) -> Result<Exit> {
    let pipeline = (!text_only)
        .then(|| Pipeline::new(Model::Fast))
        .transpose()?;
    let mut out = terminal.out();
    let mut n_reports = 0;
    for item in input.reader() {
        for problem in &item.problems {
            if terminal.json {
                json_line::print(&mut out, "problem", problem)?;
            } else {
                terminal.warn(problem);
            }
        }
        let Some(mut report) = item.report else {
            continue;
        };
        n_reports += 1;
        let Some(pipeline) = &pipeline else {
            write!(out, "{}", report.text)?;
            continue;
        };
        report.published = pipeline.date(&report).or(report.published);
        if terminal.json {
            json_line::print(&mut out, "report", &report)?;
        } else {
            print(terminal, &report, &mut out)?;
        }
    }
    out.flush()?;
    Ok(match (input.has_missing, n_reports) {
        (true, _) => Exit::Failed,
        (false, 0) => Exit::Nothing,
        (false, _) => Exit::Done,
    })
}

fn print(terminal: &Terminal, report: &Report, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}", terminal.paint(BOLD, one_line(&report.id)))?;
    let texts = [
        ("title", &report.title),
        ("agency", &report.agency),
        ("byline", &report.byline),
        ("dateline", &report.dateline),
    ];
    for (name, found) in texts {
        if let Some(found) = found {
            print_found(terminal, name, &found.value, found, out)?;
        }
    }
    if let Some(found) = &report.published {
        print_found(terminal, "published", &day(&found.value), found, out)?;
        for reason in &found.value.reasons {
            writeln!(
                out,
                "{}{}",
                pad("", NAMES),
                terminal.paint(DIM, one_line(reason))
            )?;
        }
    }
    let reading = &report.reading;
    if let Some(language) = &report.language {
        let how = reading
            .language
            .as_deref()
            .unwrap_or("came with the report");
        let how = terminal.paint(DIM, format!("({})", one_line(how)));
        writeln!(
            out,
            "{}{}  {how}",
            pad("language", NAMES),
            one_line(language)
        )?;
    }
    if let Some(charset) = &reading.charset {
        print_found(terminal, "characters", &charset.value, charset, out)?;
    }
    let plain = [
        ("read as", Some(&reading.form)),
        ("url", report.url.as_ref()),
        ("sha-256", Some(&report.hash)),
    ];
    for (name, value) in plain {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            writeln!(out, "{}{}", pad(name, NAMES), one_line(value))?;
        }
    }
    writeln!(out)?;
    for part in parts(report) {
        print_part(terminal, report, &part, out)?;
    }
    Ok(writeln!(out)?)
}

fn print_found<T>(
    terminal: &Terminal,
    name: &str,
    value: &str,
    found: &Found<T>,
    out: &mut impl Write,
) -> Result<()> {
    let place = found
        .span
        .map(|span| format!(", bytes {}..{}", span.start, span.end))
        .unwrap_or_default();
    let how = terminal.paint(DIM, format!("({}{place})", one_line(&found.how)));
    Ok(writeln!(
        out,
        "{}{}  {how}",
        pad(name, NAMES),
        one_line(value)
    )?)
}

/// A day of publication as far as it is known.
fn day(date: &PublishedDate) -> String {
    match date.year {
        Some(year) if date.inferred => {
            format!("{year}-{:02}-{:02}, year inferred", date.month, date.day)
        }
        Some(year) => format!("{year}-{:02}-{:02}", date.month, date.day),
        None => format!("{:02}-{:02}, year not known", date.month, date.day),
    }
}

/// A part of the text to print.
struct Part {
    name: &'static str,
    span: Span,
    /// Why it is left out.
    why: Option<LeftOut>,
}

/// The blocks, and what stands between them.
fn parts(report: &Report) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    let end = Span::new(report.text.len(), report.text.len());
    let last = Block {
        kind: BlockKind::Leftover,
        span: end,
        why: None,
    };
    for block in report.blocks.iter().chain([&last]) {
        let gap = Span {
            start: at,
            end: block.span.start,
        };
        if !gap.of(&report.text).trim().is_empty() {
            parts.push(Part {
                name: "between",
                span: gap,
                why: None,
            });
        }
        if !block.span.is_empty() {
            parts.push(Part {
                name: kind(block.kind),
                span: block.span,
                why: block.why,
            });
        }
        at = block.span.end;
    }
    parts
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Caption => "caption",
        BlockKind::Leftover => "leftover",
    }
}

/// Lines of a part that is left out, where not all is asked for.
const FEW: usize = 3;

fn print_part(
    terminal: &Terminal,
    report: &Report,
    part: &Part,
    out: &mut impl Write,
) -> Result<()> {
    let room = terminal.width.saturating_sub(NAMES);
    let mut head = pad(part.name, NAMES);
    let is_read = !matches!(part.name, "leftover" | "between");
    let mut words = printable(part.span.of(&report.text));
    let n_lines = words.lines().count();
    if !is_read && !terminal.verbose && n_lines > FEW {
        let few: Vec<&str> = words.lines().take(FEW).collect();
        words = format!("{}\n… {} more lines", few.join("\n"), n_lines - FEW);
    }
    if let Some(why) = part.why {
        words.push_str(&format!("  ({})", why.words()));
    }
    for line in words.lines() {
        for line in wrap(&one_line(line), room) {
            let line = if is_read {
                line
            } else {
                terminal.paint(DIM, line)
            };
            writeln!(out, "{}{line}", terminal.paint(DIM, &head))?;
            head = " ".repeat(NAMES);
        }
    }
    Ok(())
}
