//! Quotation marks and brackets: which of them open and which close.

use relata_record::Span;

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// No quotation mark or bracket.
    None,
    /// Opens a quotation or bracket.
    Open,
    /// Closes one.
    Close,
}

/// Reads the marks of a block in order; straight quotes count as opening and closing by turns where the blanks
/// around them do not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quotes {
    inside: bool,
}

impl Quotes {
    /// What the token at `span` does.
    pub fn read(&mut self, text: &str, span: Span) -> Mark {
        match span.of(text) {
            "(" | "[" | "{" | "\u{201C}" | "\u{2018}" | "``" | "\u{AB}" => Mark::Open,
            ")" | "]" | "}" | "\u{201D}" | "\u{2019}" | "''" | "\u{BB}" => Mark::Close,
            "\"" => self.straight(text, span),
            "'" => match side(text, span) {
                Some(true) => Mark::Open,
                _ => Mark::Close,
            },
            _ => Mark::None,
        }
    }

    fn straight(&mut self, text: &str, span: Span) -> Mark {
        self.inside = side(text, span).unwrap_or(!self.inside);
        if self.inside { Mark::Open } else { Mark::Close }
    }

    /// A new paragraph starts outside of quotations.
    pub fn forget(&mut self) {
        self.inside = false;
    }
}

/// Whether the blanks around a mark make it an opening one; none where they do not tell.
fn side(text: &str, span: Span) -> Option<bool> {
    let before = text
        .get(..span.start as usize)
        .and_then(|text| text.chars().next_back());
    let after = text
        .get(span.end as usize..)
        .and_then(|text| text.chars().next());
    let left = before
        .is_none_or(|before| before.is_whitespace() || "([{\u{2014}\u{2013}-".contains(before));
    let right =
        after.is_none_or(|after| after.is_whitespace() || ")]},.;:?!\u{2014}".contains(after));
    (left != right).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<Mark> {
        let mut quotes = Quotes::default();
        let places = text
            .match_indices('"')
            .map(|(place, _)| Span::new(place, place + 1));
        places.map(|span| quotes.read(text, span)).collect()
    }

    #[test]
    fn blanks_tell_first_and_turns_second() {
        assert_eq!(
            marks("\"We go,\" he said.\"We stay.\""),
            [Mark::Open, Mark::Close, Mark::Open, Mark::Close]
        );
        assert_eq!(marks("he said.\"We stay"), [Mark::Open]);
    }
}
