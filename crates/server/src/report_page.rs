//! A report as plain HTML, for readers without script: the text as it was, the words of events in marks.

use std::fmt::Write as _;

use relata_record::Event;

use crate::routes::overview::kind_of_act;
use crate::routes::reports::WholeReport;
use crate::segments::{Piece, Segment};

/// So many bytes of a report, and so many of its events, are written: more would keep a browser busy for minutes before
/// the script, which draws a window of the text, takes its place.
const MOST_BYTES: usize = 200_000;
const MOST_EVENTS: usize = 500;

/// The report's part of the page.
pub fn report_html(report: &WholeReport) -> String {
    let title = report
        .found
        .iter()
        .find(|found| found.field == "title")
        .map_or(report.id.as_str(), |found| found.value.as_str());
    let mut out = format!(
        "<main class=\"report plain\"><h1 dir=\"auto\">{}</h1><p class=\"facts\">",
        shown(title)
    );
    for found in report.found.iter().filter(|found| found.field != "title") {
        let _ = write!(
            out,
            "<span title=\"{}\"><b>{}</b> <bdi>{}</bdi></span> ",
            escape(&found.how),
            escape(&found.field),
            shown(&found.value)
        );
    }
    out.push_str("</p><article class=\"text\">");
    let mut room = MOST_BYTES;
    for (n, segment) in report.segments.iter().enumerate() {
        if room == 0 {
            break;
        }
        if !segment.is_joined {
            out.push_str(if n > 0 {
                "</div><div dir=\"auto\">"
            } else {
                "<div dir=\"auto\">"
            });
        }
        segment_html(segment, report, &mut room, &mut out);
    }
    if !report.segments.is_empty() {
        out.push_str("</div>");
    }
    if room == 0 {
        out.push_str("<p>The text goes on; with script this page shows all of it.</p>");
    }
    out.push_str("</article><h2>Events</h2><ol class=\"events\">");
    for event in report.events.iter().take(MOST_EVENTS) {
        event_html(event, &mut out);
    }
    out.push_str("</ol></main>");
    out
}

/// Writes as much of a segment as there is room for.
fn segment_html(segment: &Segment, report: &WholeReport, room: &mut usize, out: &mut String) {
    let _ = write!(out, "<span class=\"segment {}\">", segment.kind);
    for piece in &segment.pieces {
        let end = (0..=(*room).min(piece.text.len()))
            .rev()
            .find(|end| piece.text.is_char_boundary(*end))
            .unwrap_or_default();
        let text = piece.text.get(..end).unwrap_or_default();
        piece_html(piece, text, report, out);
        *room = if end < piece.text.len() {
            0
        } else {
            *room - end
        };
    }
    out.push_str("</span>");
}

fn piece_html(piece: &Piece, text: &str, report: &WholeReport, out: &mut String) {
    let kind_of = |n: &u32| {
        // Events are in the order of their numbers.
        let place = report.events.binary_search_by_key(n, |event| event.n);
        let event = place.ok().and_then(|place| report.events.get(place));
        event.map_or(0, |event| kind_of_act(event.event_type))
    };
    if let Some(n) = piece.acts.first() {
        let _ = write!(
            out,
            "<mark class=\"act kind{}\" title=\"event {n}\">{}</mark>",
            kind_of(n),
            shown(text)
        );
    } else if let Some(n) = piece.evidence.first() {
        let _ = write!(
            out,
            "<mark class=\"evidence kind{}\">{}</mark>",
            kind_of(n),
            shown(text)
        );
    } else {
        out.push_str(&shown(text));
    }
}

fn event_html(event: &Event, out: &mut String) {
    let names = |parties: &[relata_record::Party]| {
        let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
        names.join(", ")
    };
    let day = event
        .date
        .as_ref()
        .map_or(String::new(), |date| format!(" on {}", date.from));
    let _ = write!(
        out,
        "<li value=\"{}\"><b>{}</b> <bdi>{}</bdi> → <bdi>{}</bdi>{day}: <q>{}</q></li>",
        event.n,
        event.event_type,
        shown(&names(&event.actors)),
        shown(&names(&event.recipients)),
        shown(&event.act.text)
    );
}

/// Text as HTML: nothing in it is read as a tag, and marks that would turn the direction of what follows are shown.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match hidden(c) {
            Some(name) => {
                let _ = write!(
                    out,
                    "<span class=\"hidden-mark\" title=\"{name}\">{name}</span>"
                );
            }
            None => push(&mut out, c),
        }
    }
    out
}

/// Text as the value of an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| hidden(*c).is_none()) {
        push(&mut out, c);
    }
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        c => out.push(c),
    }
}

/// The name of a character that is not seen but changes how others are seen.
fn hidden(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{0}'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}' if c != '\r' => "CTL",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_hidden_marks_are_text() {
        assert_eq!(shown("<script>\"&"), "&lt;script&gt;&quot;&amp;");
        assert!(shown("a\u{202E}b").contains(">RLO</span>b"));
        assert_eq!(escape("a\u{202E}'b"), "a&#39;b");
    }
}
