//! Places in a report's text: byte offsets, and the words that stand there.

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into a report's text. Both ends lie on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: fit(start),
            end: fit(end.max(start)),
        }
    }

    /// The words at this span; empty where the span does not lie inside `text` on character borders.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// True if every byte of `other` lies in this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both.
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Spans by their places, to find those that overlap another without looking at all of them.
#[derive(Debug, Clone, Default)]
pub struct SpanIndex {
    /// Each span with its number, by their starts.
    spans: Vec<(Span, usize)>,
    /// For each of them the furthest end up to it.
    ends: Vec<u32>,
}

impl SpanIndex {
    /// Spans, each with the number by which it is known. Several may have the same number.
    pub fn new(spans: impl IntoIterator<Item = (Span, usize)>) -> Self {
        let mut spans: Vec<(Span, usize)> = spans.into_iter().collect();
        spans.sort_unstable();
        let ends = spans.iter().scan(0, |furthest, (span, _)| {
            *furthest = span.end.max(*furthest);
            Some(*furthest)
        });
        Self {
            ends: ends.collect(),
            spans,
        }
    }

    /// The spans that overlap `span`, with their numbers, in the order of their starts.
    pub fn overlapping(&self, span: Span) -> impl Iterator<Item = (Span, usize)> {
        let last = self
            .spans
            .partition_point(|(known, _)| known.start < span.end);
        let first = self.ends.partition_point(|end| *end <= span.start);
        self.spans
            .get(first..last)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(move |(known, _)| known.overlaps(span))
    }

    /// The numbers of the spans that overlap `span` and pass `holds`: each once, in their order.
    pub fn numbers(&self, span: Span, holds: impl Fn(Span) -> bool) -> Vec<usize> {
        let found = self.overlapping(span).filter(|(known, _)| holds(*known));
        let mut numbers: Vec<usize> = found.map(|(_, number)| number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// A span together with the words it holds, so that a citation can be read without the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// The words at the span.
    pub text: String,
}

impl Quote {
    /// Cites the words of `text` at `span`.
    pub fn new(text: &str, span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
            text: span.of(text).to_owned(),
        }
    }

    /// The cited place.
    pub fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_off_a_character_border_reads_as_empty() {
        let text = "é!";
        assert_eq!(Span::new(1, 2).of(text), "");
        assert_eq!(Span::new(0, 2).of(text), "é");
        assert_eq!(Span::new(0, 99).of(text), "");
    }

    #[test]
    fn cover_and_overlap() {
        let (a, b) = (Span::new(2, 5), Span::new(5, 9));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(2, 9));
        assert!(a.cover(b).contains(b));
    }

    #[test]
    fn an_index_finds_what_looking_at_all_finds() {
        let spans: Vec<Span> = (0..60)
            .map(|n| Span::new(n * 7 % 50, n * 7 % 50 + n % 9))
            .collect();
        let index = SpanIndex::new(spans.iter().enumerate().map(|(n, span)| (*span, n / 2)));
        for (start, length) in (0..60).flat_map(|start| [0, 1, 5, 40].map(|n| (start, n))) {
            let asked = Span::new(start, start + length);
            let found = spans
                .iter()
                .enumerate()
                .filter(|(_, span)| span.overlaps(asked));
            let mut numbers: Vec<usize> = found.map(|(n, _)| n / 2).collect();
            numbers.dedup();
            assert_eq!(index.numbers(asked, |_| true), numbers, "{asked:?}");
        }
    }
}
