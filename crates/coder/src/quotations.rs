//! Stretches between quotation marks, paragraph by paragraph.

use relata_record::{Report, Span};

/// Words between two quotation marks, with the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) span: Span,
    /// The block that it stands in.
    pub(crate) block: usize,
}

impl Quotation {
    /// True if the span stands between the marks.
    pub(crate) fn holds(&self, span: Span) -> bool {
        self.span.start <= span.start && span.end <= self.span.end
    }
}

/// The quotations of a report, in text order. One that its paragraph does not close reaches to the paragraph's end:
/// that is how a quotation over several paragraphs is printed.
pub(crate) fn find(report: &Report) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (block, stretch) in report.blocks.iter().enumerate() {
        let start = stretch.span.start as usize;
        let mut open: Option<usize> = None;
        for (place, mark) in stretch.span.of(&report.text).char_indices() {
            let (opens, closes) = match mark {
                '\u{201c}' => (true, false),
                '\u{201d}' => (false, true),
                '"' => (open.is_none(), open.is_some()),
                _ => continue,
            };
            if opens && open.is_none() {
                open = Some(start + place);
            } else if closes && let Some(begin) = open.take() {
                found.push(Quotation {
                    span: Span::new(begin, start + place + mark.len_utf8()),
                    block,
                });
            }
        }
        if let Some(begin) = open {
            found.push(Quotation {
                span: Span::new(begin, stretch.span.end as usize),
                block,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let report = Report::of_paragraph("a", text);
        let found = find(&report);
        found
            .iter()
            .map(|quotation| quotation.span.of(text).to_owned())
            .collect()
    }

    #[test]
    fn marks_pair_and_an_open_one_reaches_to_the_end() {
        assert_eq!(
            words("\"We left,\" he said. \u{201c}All of us.\u{201d} \"And then"),
            ["\"We left,\"", "\u{201c}All of us.\u{201d}", "\"And then"]
        );
    }
}
