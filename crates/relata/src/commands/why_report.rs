//! `relata why REPORT`: each sentence with the events it gave, or why it gave none.

use std::io::Write;

use anyhow::Result;
use relata_coder::Reason;
use relata_language::Sentence;
use relata_record::{BlockKind, Event, Report, Span, SpanIndex};
use relata_store::{Note, Store};
use serde_json::json;

use crate::args::Model;
use crate::cells;
use crate::exit::Exit;
use crate::json_line;
use crate::marks::marked;
use crate::pipeline::Pipeline;
use crate::table::EventTable;
use crate::terminal::{BOLD, DIM, Terminal};
use crate::words::{one_line, shorten, width, wrap};

/// Columns before the words.
const INDENT: usize = 4;

/// A sentence with all that is known of it.
struct Told<'a> {
    span: Span,
    /// Events whose act stands here.
    events: Vec<&'a Event>,
    /// Numbers of the other events that it is evidence of.
    supports: Vec<u32>,
    notes: Vec<&'a Note>,
}

/// Explains a report; with the parse of each sentence where a tier is asked for it.
pub fn run(
    terminal: &Terminal,
    store: &Store,
    report: &Report,
    parse: Option<Model>,
) -> Result<Exit> {
    let events = store.events_of(&report.id)?;
    let notes = store.notes(&report.id)?;
    // Every tier cuts sentences alike, so the quickest will do.
    let sentences = Pipeline::new(parse.unwrap_or(Model::Fast))?.sentences(report);
    let mut out = terminal.out();
    if !terminal.json {
        writeln!(
            out,
            "{}\n",
            EventTable::new(terminal, false).heading(report)
        )?;
    }
    let known = Known::new(&events, &notes);
    for sentence in &sentences {
        let told = known.told(sentence.span);
        let shown = parse.is_some().then_some(sentence);
        if terminal.json {
            print_json(report, &told, shown, &mut out)?;
        } else {
            print(terminal, report, &told, &mut out)?;
            if let Some(sentence) = shown {
                print_parse(terminal, report, sentence, &mut out)?;
            }
            writeln!(out)?;
        }
    }
    if !terminal.json {
        print_left_out(terminal, report, &notes, &mut out)?;
    }
    out.flush()?;
    Ok(if sentences.is_empty() {
        Exit::Nothing
    } else {
        Exit::Done
    })
}

/// What is known of a report, by its places.
struct Known<'a> {
    events: &'a [Event],
    notes: &'a [Note],
    acts: SpanIndex,
    evidence: SpanIndex,
    noted: SpanIndex,
}

impl<'a> Known<'a> {
    fn new(events: &'a [Event], notes: &'a [Note]) -> Self {
        let numbered = || events.iter().enumerate();
        let quotes = numbered().flat_map(|(n, event)| {
            let quotes = event.evidence.iter();
            quotes.map(move |quote| (quote.span(), n))
        });
        let spans = notes.iter().enumerate().map(|(n, note)| (note.span, n));
        Self {
            acts: SpanIndex::new(numbered().map(|(n, event)| (event.act.span(), n))),
            evidence: SpanIndex::new(quotes),
            noted: SpanIndex::new(spans),
            events,
            notes,
        }
    }

    fn told(&self, span: Span) -> Told<'a> {
        let here = self.acts.numbers(span, |act| span.contains(act));
        let supports = self.evidence.numbers(span, |_| true);
        let supports = supports.iter().filter(|n| !here.contains(n));
        let event = |n: &usize| self.events.get(*n);
        let notes = self.noted.numbers(span, |_| true);
        Told {
            span,
            supports: supports.filter_map(event).map(|event| event.n).collect(),
            events: here.iter().filter_map(event).collect(),
            notes: notes.iter().filter_map(|n| self.notes.get(*n)).collect(),
        }
    }
}

fn print(
    terminal: &Terminal,
    report: &Report,
    told: &Told<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let acts: Vec<Span> = told.events.iter().map(|event| event.act.span()).collect();
    for line in marked(terminal, &report.text, told.span, &acts, terminal.width) {
        writeln!(out, "{line}")?;
    }
    for event in &told.events {
        let head = format!("#{} {}", event.n, cells::what(event));
        let rest = format!(": {}", cells::who(event));
        let room = terminal
            .width
            .saturating_sub(INDENT + crate::words::width(&head));
        writeln!(
            out,
            "    {}{}",
            terminal.paint(BOLD, &head),
            shorten(&one_line(&rest), room)
        )?;
    }
    for n in &told.supports {
        writeln!(
            out,
            "    {}",
            terminal.paint(DIM, format!("evidence of #{n} too"))
        )?;
    }
    for note in &told.notes {
        let words = shorten(&one_line(note.span.of(&report.text)), 50);
        let whole = note.span.contains(told.span);
        let place = if whole {
            String::new()
        } else {
            format!(" at “{words}”")
        };
        let colon = if note.detail.is_empty() { "" } else { ": " };
        let line = format!("{}{place}{colon}{}", note.reason, one_line(&note.detail));
        for line in wrap(&line, terminal.width.saturating_sub(INDENT)) {
            writeln!(out, "    {}", terminal.paint(DIM, line))?;
        }
    }
    if told.events.is_empty() && told.supports.is_empty() && told.notes.is_empty() {
        writeln!(
            out,
            "    {}",
            terminal.paint(DIM, "nothing, and no reason was noted")
        )?;
    }
    Ok(())
}

/// The words of a sentence with lemma, tag, and the word that each hangs on: the columns of CoNLL-U that the coder reads.
fn print_parse(
    terminal: &Terminal,
    report: &Report,
    sentence: &Sentence,
    out: &mut impl Write,
) -> Result<()> {
    let rows: Vec<[String; 5]> = sentence
        .tokens
        .iter()
        .zip(1..)
        .map(|(token, number)| {
            [
                format!("{number}"),
                one_line(token.span.of(&report.text)),
                format!("{} {}", token.lemma, token.upos.as_str()),
                token.head.map_or(0, |head| head + 1).to_string(),
                token.relation.as_str().to_owned(),
            ]
        })
        .collect();
    let widths: Vec<usize> = (0..5)
        .map(|column| rows.iter().map(|row| width(&row[column])).max())
        .map(|width| width.unwrap_or(0))
        .collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', wide + 2 - width(cell)));
        }
        let line = format!("    {}", line.trim_end());
        writeln!(out, "{}", terminal.paint(DIM, line))?;
    }
    Ok(())
}

fn print_json(
    report: &Report,
    told: &Told<'_>,
    sentence: Option<&Sentence>,
    out: &mut impl Write,
) -> Result<()> {
    let notes = told.notes.iter().map(|note| {
        json!({"start": note.span.start, "end": note.span.end, "reason": note.reason, "detail": note.detail})
    });
    let mut line = json!({
        "report": report.id,
        "start": told.span.start,
        "end": told.span.end,
        "text": told.span.of(&report.text),
        "events": told.events.iter().map(|event| event.n).collect::<Vec<_>>(),
        "evidence_of": told.supports,
        "notes": notes.collect::<Vec<_>>(),
    });
    if let Some(sentence) = sentence {
        let words = sentence.tokens.iter().map(|token| {
            json!({
                "start": token.span.start,
                "end": token.span.end,
                "lemma": token.lemma,
                "upos": token.upos.as_str(),
                "xpos": token.xpos.as_str(),
                "head": token.head,
                "relation": token.relation.as_str(),
            })
        });
        line["words"] = words.collect();
    }
    Ok(json_line::print(out, "sentence", &line)?)
}

/// The parts that are not read for events: of the page, and of a long text where it has no words.
fn print_left_out(
    terminal: &Terminal,
    report: &Report,
    notes: &[Note],
    out: &mut impl Write,
) -> Result<()> {
    let leftovers = report
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Leftover)
        .map(|block| block.span);
    let wordless = notes
        .iter()
        .filter(|note| note.reason == Reason::NoWords.as_str())
        .map(|note| note.span);
    let mut spans: Vec<Span> = leftovers.chain(wordless).collect();
    spans.sort_unstable();
    for span in spans {
        let words = one_line(span.of(&report.text));
        let line = shorten(&format!("not read: {words}"), terminal.width);
        writeln!(out, "{}", terminal.paint(DIM, line))?;
    }
    Ok(())
}
