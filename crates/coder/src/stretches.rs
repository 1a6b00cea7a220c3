//! What is read at once: a report longer than anybody writes is read in stretches, so that what a report costs grows
//! with its length and not with the square of it.
//!
//! No walk of the coder looks beyond its stretch: what two stretches tell is never taken for one happening, and no
//! pronoun of one means a party of another.

use relata_record::{BlockKind, Report, Span};

/// Bytes of the longest report that is read as a whole: a book of a hundred pages. Longer ones are cut into stretches
/// of at most so many.
pub const STRETCH: usize = 200_000;
/// A stretch ends with a sentence, where one ends among so many of its last bytes.
const TAIL: usize = 20_000;
/// Of so many characters but white space one at least is a letter, in any language.
const LETTERS: usize = 10;
/// Bytes that are looked at for letters at once.
const WINDOW: usize = 2_000;

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// Blocks, or parts of one, in text order.
    Words(Vec<Span>),
    /// A part of a long report with next to no letters: nothing that could be read.
    NoWords(Span),
}

/// The stretches of a report, in text order: its blocks but for leftovers. None is empty.
pub fn stretches(report: &Report) -> Vec<Stretch> {
    let blocks = report
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Leftover)
        .map(|block| block.span);
    let length: usize = blocks.clone().map(Span::len).sum();
    if length <= STRETCH {
        return vec![Stretch::Words(blocks.collect())];
    }
    let mut found = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    let mut n_open = 0;
    for (part, has_words) in blocks.flat_map(|block| runs(&report.text, block)) {
        if !has_words {
            found.push(Stretch::NoWords(part));
            continue;
        }
        for part in parts(&report.text, part) {
            if n_open + part.len() > STRETCH && n_open > 0 {
                found.push(Stretch::Words(std::mem::take(&mut open)));
                n_open = 0;
            }
            n_open += part.len();
            open.push(part);
        }
    }
    if !open.is_empty() {
        found.push(Stretch::Words(open));
    }
    found.sort_by_key(Stretch::start);
    found
}

impl Stretch {
    fn start(&self) -> u32 {
        match self {
            Stretch::Words(blocks) => blocks.first().map_or(0, |block| block.start),
            Stretch::NoWords(span) => span.start,
        }
    }
}

/// The runs of a block with words and without. What stands beside words is kept with them, so that no sentence is cut.
fn runs(text: &str, block: Span) -> Vec<(Span, bool)> {
    let (start, end) = (block.start as usize, block.end as usize);
    if block.len() <= WINDOW {
        return vec![(block, true)];
    }
    let cuts: Vec<usize> = (start..end)
        .step_by(WINDOW)
        .map(|cut| boundary_before(text, cut))
        .chain([end])
        .collect();
    let windows = cuts.windows(2).map(|cut| Span::new(cut[0], cut[1]));
    let worded: Vec<bool> = windows
        .clone()
        .map(|span| has_words(span.of(text)))
        .collect();
    let mut runs: Vec<(Span, bool)> = Vec::new();
    for (n, window) in windows.enumerate() {
        let beside = n.saturating_sub(1)..(n + 2).min(worded.len());
        let has_words = worded[beside].contains(&true);
        match runs.last_mut() {
            Some((run, known)) if *known == has_words => run.end = window.end,
            _ => runs.push((window, has_words)),
        }
    }
    runs
}

/// The end of the last whole character up to a byte.
fn boundary_before(text: &str, byte: usize) -> usize {
    (0..=byte)
        .rev()
        .find(|cut| text.is_char_boundary(*cut))
        .unwrap_or_default()
}

/// The parts of a run, none longer than a stretch.
fn parts(text: &str, block: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, end) = (block.start as usize, block.end as usize);
    while end - start > STRETCH {
        let cut = start + end_of_part(&text.as_bytes()[start..start + STRETCH]);
        let cut = boundary_before(text, cut);
        parts.push(Span::new(start, cut));
        start = cut;
    }
    parts.push(Span::new(start, end));
    parts
}

/// Behind the last sentence of `bytes`; where none ends near the end, behind the last blank, else the end.
fn end_of_part(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(TAIL);
    let is_blank = |at: usize| bytes[at].is_ascii_whitespace();
    let ends_sentence = |at: &usize| {
        is_blank(*at) && (bytes[*at] == b'\n' || matches!(bytes[*at - 1], b'.' | b'?' | b'!'))
    };
    let places = tail + 1..bytes.len();
    let cut = places.clone().rfind(ends_sentence);
    let cut = cut.or_else(|| places.clone().rfind(|at| is_blank(*at)));
    cut.map_or(bytes.len(), |at| at + 1)
}

fn has_words(text: &str) -> bool {
    let (mut letters, mut marks) = (0, 0);
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        letters += usize::from(letter.is_alphabetic());
        marks += 1;
    }
    letters * LETTERS >= marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use relata_record::Block;

    fn spans(found: &[Stretch]) -> Vec<Span> {
        let all = found.iter().flat_map(|stretch| match stretch {
            Stretch::Words(blocks) => blocks.clone(),
            Stretch::NoWords(span) => vec![*span],
        });
        all.collect()
    }

    #[test]
    fn a_report_that_somebody_may_have_written_is_read_as_a_whole() {
        let report = Report::of_paragraph("a", &"(".repeat(STRETCH));
        let whole = Stretch::Words(vec![Span::new(0, STRETCH)]);
        assert_eq!(stretches(&report), [whole]);
    }

    #[test]
    fn a_longer_one_is_cut_behind_sentences_and_nothing_is_lost() {
        let text = "Rebels left the town of Mora. ".repeat(20_000);
        let found = stretches(&Report::of_paragraph("a", &text));
        assert_eq!(found.len(), 4);
        let spans = spans(&found);
        assert!(spans.iter().all(|span| span.of(&text).ends_with("Mora. ")));
        let joined: String = spans.iter().map(|span| span.of(&text)).collect();
        assert!(joined == text);
    }

    #[test]
    fn a_word_without_end_is_cut_between_characters() {
        let text = format!("x{}", "\u{e9}a\u{301}".repeat(120_000));
        let spans = spans(&stretches(&Report::of_paragraph("a", &text)));
        let joined: String = spans.iter().map(|span| span.of(&text)).collect();
        assert!(joined == text && spans.len() == 4);
    }

    #[test]
    fn words_behind_marks_without_end_are_read() {
        let text = format!("{}He left.", "( 12 ) ".repeat(40_000));
        let found = stretches(&Report::of_paragraph("a", &text));
        let [Stretch::NoWords(marks), Stretch::Words(words)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert!(marks.start == 0 && marks.end == words[0].start && words[0].len() < 3 * WINDOW);
        assert!(words[0].of(&text).ends_with("He left."));
    }

    #[test]
    fn what_has_no_letters_is_passed_over_by_name() {
        let text = format!(
            "{}\n\n{}",
            "( 12 ) ".repeat(20_000),
            "He left. ".repeat(15_000)
        );
        let marks = 20_000 * 7;
        let mut report = Report::of_paragraph("a", &text);
        let paragraph = report.blocks[0];
        report.blocks = [(0, marks), (marks + 2, text.len())]
            .map(|(start, end)| Block {
                span: Span::new(start, end),
                ..paragraph
            })
            .to_vec();
        assert_eq!(
            stretches(&report),
            [
                Stretch::NoWords(Span::new(0, marks)),
                Stretch::Words(vec![Span::new(marks + 2, text.len())])
            ]
        );
    }
}
