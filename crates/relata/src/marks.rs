//! A stretch of a report with the words that prove something marked in it.

use relata_record::Span;

use crate::terminal::{MARK, Terminal};
use crate::words::{one_line, wrap};

/// Stand for the ends of marked words while lines are wrapped: private characters, taken out of the text first.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// The words of `text` at `span`, wrapped to `columns`, with `marks` in a style, or in brackets without colour.
pub fn marked(
    terminal: &Terminal,
    text: &str,
    span: Span,
    marks: &[Span],
    columns: usize,
) -> Vec<String> {
    let mut flat = String::new();
    let mut at = span.start;
    for mark in merged(marks, span) {
        push(
            &mut flat,
            Span {
                start: at,
                end: mark.start,
            }
            .of(text),
        );
        flat.push(OPEN);
        push(&mut flat, mark.of(text));
        flat.push(CLOSE);
        at = mark.end;
    }
    push(
        &mut flat,
        Span {
            start: at,
            end: span.end,
        }
        .of(text),
    );
    let lines = wrap(&one_line(&flat), columns);
    let mut is_open = false;
    lines
        .iter()
        .map(|line| styled(terminal, line, &mut is_open))
        .collect()
}

fn push(flat: &mut String, words: &str) {
    flat.extend(words.chars().filter(|c| !matches!(*c, OPEN | CLOSE)));
}

/// The marks inside `span` in order, those that touch made one.
fn merged(marks: &[Span], span: Span) -> Vec<Span> {
    let mut inside: Vec<Span> = marks
        .iter()
        .copied()
        .filter(|mark| span.contains(*mark) && !mark.is_empty())
        .collect();
    inside.sort();
    let mut merged: Vec<Span> = Vec::new();
    for mark in inside {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => *last = last.cover(mark),
            _ => merged.push(mark),
        }
    }
    merged
}

/// A style does not run over the end of a line.
fn styled(terminal: &Terminal, line: &str, is_open: &mut bool) -> String {
    if !terminal.color {
        return line.replace(OPEN, "[").replace(CLOSE, "]");
    }
    let mut out = String::new();
    if *is_open {
        out.push_str(&MARK.render().to_string());
    }
    for c in line.chars() {
        match c {
            OPEN => {
                *is_open = true;
                out.push_str(&MARK.render().to_string());
            }
            CLOSE => {
                *is_open = false;
                out.push_str(&MARK.render_reset().to_string());
            }
            c => out.push(c),
        }
    }
    if *is_open {
        out.push_str(&MARK.render_reset().to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(color: bool) -> Terminal {
        Terminal {
            json: false,
            quiet: false,
            verbose: false,
            width: 80,
            color,
            shows_progress: false,
        }
    }

    #[test]
    fn marks_that_touch_become_one_and_others_are_left_out() {
        let text = "The mayor fled the town.";
        let marks = [
            Span::new(4, 9),
            Span::new(9, 14),
            Span::new(19, 23),
            Span::new(20, 99),
        ];
        let lines = marked(&terminal(false), text, Span::new(0, 24), &marks, 80);
        assert_eq!(lines, ["The [mayor fled] the [town]."]);
    }

    #[test]
    fn a_style_ends_with_its_line() {
        let lines = marked(
            &terminal(true),
            "one two three",
            Span::new(0, 13),
            &[Span::new(0, 13)],
            8,
        );
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.ends_with("\u{1b}[0m")));
    }
}
