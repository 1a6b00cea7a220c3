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

/// The quotation marks of a block that stand before a place, counted on from place to place.
#[derive(Debug, Default)]
pub(crate) struct OpenMarks {
    block: Option<usize>,
    /// Offset up to which they are counted.
    end: u32,
    n_straight: usize,
    n_opening: usize,
    n_closing: usize,
}

impl OpenMarks {
    /// True if more marks of the block open before `place` than close. Places are asked for in text order.
    pub(crate) fn are_open_at(&mut self, report: &Report, block: usize, place: u32) -> bool {
        if self.block != Some(block) || place < self.end {
            *self = Self {
                block: Some(block),
                end: report
                    .blocks
                    .get(block)
                    .map_or(place, |block| block.span.start),
                ..Self::default()
            };
        }
        let new = Span {
            start: self.end,
            end: place,
        };
        for mark in new.of(&report.text).chars() {
            match mark {
                '"' => self.n_straight += 1,
                '\u{201c}' => self.n_opening += 1,
                '\u{201d}' => self.n_closing += 1,
                _ => {}
            }
        }
        self.end = place;
        self.n_straight % 2 == 1 || self.n_opening > self.n_closing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_open_where_more_open_than_close() {
        let text = "\"a b\" c \u{201c}d e\u{201d} \"f\u{e9} g";
        let report = Report::of_paragraph("a", text);
        let mut marks = OpenMarks::default();
        let open: String = text
            .char_indices()
            .filter(|(_, letter)| letter.is_alphabetic())
            .filter(|(place, _)| marks.are_open_at(&report, 0, *place as u32))
            .map(|(_, letter)| letter)
            .collect();
        assert_eq!(open, "abdef\u{e9}g");
        assert!(
            !marks.are_open_at(&report, 0, 0),
            "asked again from the start"
        );
    }

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
