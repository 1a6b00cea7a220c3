//! A text cut into pieces: paragraphs between blank lines, one paragraph a line, or hard-wrapped lines
//! put together again.

use std::ops::Range;

use crate::text::{ends_sentence, first_word, is_all_capitals, is_blank, trim};

/// A line of the text, without blanks at its ends.
#[derive(Debug, Clone)]
struct Line {
    range: Range<usize>,
    /// Blanks before its first word.
    indent: usize,
    /// Characters, the indent included.
    width: usize,
    /// True if a blank line, or nothing, stands before it.
    opens: bool,
}

/// What the whole text shows.
struct Layout {
    /// Width at which it is wrapped.
    wrap: Option<usize>,
    /// True if it has no small letters.
    all_capitals: bool,
}

/// Widest line that a hard wrap makes.
const WIDEST_WRAP: usize = 110;

/// The ranges of `text` that are read as a whole, without blanks at their ends.
pub(crate) fn pieces(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let layout = Layout {
        wrap: wrap_width(text, &lines),
        all_capitals: is_all_capitals(text),
    };
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in &lines {
        let goes_on =
            last.is_some_and(|last| !line.opens && is_one_paragraph(text, last, line, &layout));
        match pieces.last_mut() {
            Some(piece) if goes_on => piece.end = line.range.end,
            _ => pieces.push(line.range.clone()),
        }
        last = Some(line);
    }
    pieces
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut opens = true;
    for raw in text.split_inclusive(is_line_end) {
        let end = start + raw.len();
        let returned = raw == "\n"
            && text
                .get(..start)
                .is_some_and(|before| before.ends_with('\r'));
        match trim(text, start..end) {
            Some(range) => {
                let inner = text.get(range.clone()).unwrap_or("");
                let indent = text
                    .get(start..range.start)
                    .map_or(0, |blank| blank.chars().count());
                let width = indent + inner.chars().count();
                lines.push(Line {
                    range,
                    indent,
                    width,
                    opens,
                });
                opens = false;
            }
            None => opens |= !returned,
        }
        start = end;
    }
    lines
}

/// The width at which the text is wrapped, where it is: most line breaks inside its chunks then stand where
/// the next word would not have fitted, and most of those are no end of a sentence.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let narrow = || {
        lines
            .iter()
            .map(|line| line.width)
            .filter(|&width| width <= WIDEST_WRAP)
    };
    let width = narrow().max()?;
    if width < 40 || narrow().count() * 10 < lines.len() * 9 {
        return None;
    }
    let (mut breaks, mut full, mut mid_sentence) = (0_usize, 0_usize, 0_usize);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if next.opens {
            continue;
        }
        breaks += 1;
        if is_full(text, line, next, width) {
            full += 1;
            mid_sentence += usize::from(!ends_sentence(text.get(line.range.clone()).unwrap_or("")));
        }
    }
    (full > 0 && full * 2 >= breaks && mid_sentence * 2 > full).then_some(width)
}

/// True if the next line's first word would not have fitted on the line.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = first_word(text.get(next.range.clone()).unwrap_or(""))
        .chars()
        .count();
    line.width + 1 + word + 3 > width
}

fn is_one_paragraph(text: &str, line: &Line, next: &Line, layout: &Layout) -> bool {
    let words = text.get(line.range.clone()).unwrap_or("");
    let coming = text.get(next.range.clone()).unwrap_or("");
    let cut_off = !ends_sentence(words) && coming.starts_with(|c: char| c.is_lowercase());
    if !layout.all_capitals && is_headline_in_capitals(words, coming) {
        return true;
    }
    let Some(width) = layout.wrap else {
        return cut_off && !is_list(words, coming);
    };
    if next.indent >= line.indent + 2 {
        return false;
    }
    let nearly_full = line.width * 4 >= width * 3 && !ends_sentence(words);
    cut_off || nearly_full || is_full(text, line, next, width)
}

/// True for a headline in capitals on two lines, in a text that is not all in capitals.
fn is_headline_in_capitals(line: &str, next: &str) -> bool {
    let words = |line: &str| line.split(is_blank).count();
    is_all_capitals(line)
        && is_all_capitals(next)
        && words(line) >= 4
        && words(next) >= 2
        && !ends_sentence(line)
}

/// True for two short lines in small letters, as menus have them.
fn is_list(line: &str, next: &str) -> bool {
    let short = |line: &str| line.split(is_blank).count() <= 3;
    short(line) && short(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let words = |range: Range<usize>| text[range].replace('\n', " / ");
        pieces(text).into_iter().map(words).collect()
    }

    #[test]
    fn one_paragraph_a_line() {
        let text = "Truce holds\nThe army said that the truce had held through the first night of it.\nRebels agreed.\r\n\r\nTalks go on.";
        assert_eq!(cut(text).len(), 4);
        assert_eq!(cut("Menu\nNews\nsport"), ["Menu", "News", "sport"]);
    }

    #[test]
    fn wrapped_lines_are_put_together() {
        let text = "The government and the rebels said on Monday that\nthey would meet again in a week, though neither\nside named a town. Both\nsent a team.\nA new paragraph begins here and goes on and on to\nits end.";
        assert_eq!(cut(text).len(), 2, "{:?}", cut(text));
    }

    #[test]
    fn an_indent_opens_a_paragraph() {
        let text = "  The government and the rebels said on Monday they\nwould meet again in a week, and that all was well.\n  Neither side said where they would meet, nor which\nof the two had asked for it.";
        assert_eq!(cut(text).len(), 2, "{:?}", cut(text));
    }

    #[test]
    fn a_line_that_breaks_off_goes_on() {
        assert_eq!(
            cut("The rebels said that the truce,\nagreed on Monday, was over.").len(),
            1
        );
    }
}
