//! The sentence splitter: after which tokens a sentence ends.

use std::ops::Range;

use relata_record::Span;

use super::abbreviations::{Kind, kind, starts_sentences};
use super::dateline;
use super::quotes::{Mark, Quotes};
use crate::network::MAX_WORDS;

/// Tokens of the pieces into which a run of words without an end is cut: those of a long sentence.
pub const PIECE: usize = 100;

/// Splits the tokens of one block into sentences: ranges of tokens that follow each other without a gap. None is
/// empty. What has more than [`MAX_WORDS`] tokens is no sentence that anybody wrote: it is cut into pieces of at most
/// [`PIECE`], behind a semicolon or comma where one stands there.
pub fn sentences(text: &str, tokens: &[Span]) -> Vec<Range<usize>> {
    sentences_with(text, tokens, |_, _| false)
}

/// Splits as [`sentences`] does, and also where `ends` says so. It is asked where the rules see no end: whether one
/// stands before a token, in a sentence that starts at another.
pub fn sentences_with(
    text: &str,
    tokens: &[Span],
    mut ends: impl FnMut(usize, usize) -> bool,
) -> Vec<Range<usize>> {
    let mut splitter = Splitter {
        text,
        tokens,
        quotes: Quotes::default(),
        ranges: Vec::new(),
        start: 0,
    };
    let dateline = dateline::length(text, tokens);
    splitter.end_at(dateline);
    let mut place = dateline;
    while place < tokens.len() {
        place = splitter.step(place);
        let open = splitter.start < place && place < tokens.len();
        if open && !splitter.is_title(place - 1) && ends(place, splitter.start) {
            splitter.end_at(place);
        }
    }
    splitter.end_at(tokens.len());
    splitter.ranges
}

/// Longest run of straight marks that closes.
const MARKS: usize = 8;

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Span],
    quotes: Quotes,
    ranges: Vec<Range<usize>>,
    start: usize,
}

/// How strongly a token ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// ".", after which anything can start.
    Full,
    /// "?" or "!".
    Call,
    /// "..." or "…".
    Dots,
    /// "U.S.", "Corp.".
    Open,
    /// "Oct.".
    BeforeNumber,
}

impl Splitter<'_> {
    fn form(&self, place: usize) -> &str {
        self.tokens.get(place).map_or("", |span| span.of(self.text))
    }

    fn end_at(&mut self, end: usize) {
        if self.start >= end {
            return;
        }
        if end - self.start > MAX_WORDS {
            while end - self.start > PIECE {
                let cut = self.joint();
                self.ranges.push(self.start..cut);
                self.start = cut;
            }
        }
        self.ranges.push(self.start..end);
        self.start = end;
    }

    /// Where the next piece of an endless sentence ends: behind the last semicolon, else the last comma, of its second
    /// half.
    fn joint(&self) -> usize {
        let full = self.start + PIECE;
        let behind = |marks: &[&str]| {
            let half = self.start + PIECE / 2;
            (half..full)
                .rfind(|&place| marks.contains(&self.form(place)))
                .map(|place| place + 1)
        };
        behind(&[";"]).or_else(|| behind(&[","])).unwrap_or(full)
    }

    /// Looks at the token at `place` and gives the place to look at next.
    fn step(&mut self, place: usize) -> usize {
        let mark = self.quotes.read(self.text, self.tokens[place]);
        let mut behind = place + 1;
        if let Some(stop) = self.stop(place).filter(|_| mark == Mark::None) {
            let quoted = self.closers(&mut behind);
            if self.ends(stop, place, behind, quoted) {
                self.end_at(behind);
            }
        }
        if self.blank_line_before(behind) {
            self.quotes.forget();
            self.end_at(behind);
        }
        behind
    }

    /// Whether the token at `place` is an abbreviation behind which no sentence ends.
    fn is_title(&self, place: usize) -> bool {
        let word = self.form(place).strip_suffix('.');
        word.and_then(kind) == Some(Kind::Title)
    }

    /// What kind of end the token at `place` is.
    fn stop(&self, place: usize) -> Option<Stop> {
        let form = self.form(place);
        match form {
            "." => return Some(Stop::Full),
            "\u{2026}" => return Some(Stop::Dots),
            _ => {}
        }
        if form.ends_with(['?', '!']) {
            return Some(Stop::Call);
        }
        let word = form.strip_suffix('.')?;
        if word.bytes().all(|byte| byte == b'.') {
            return Some(Stop::Dots);
        }
        match kind(word)? {
            Kind::Title => None,
            Kind::BeforeNumber => Some(Stop::BeforeNumber),
            Kind::Open => Some(Stop::Open),
        }
    }

    /// Goes over quotes and brackets that close behind a stop; tells whether a quotation was closed.
    fn closers(&mut self, behind: &mut usize) -> bool {
        let mut quoted = false;
        while *behind < self.tokens.len() {
            let glued = self.tokens[*behind].start == self.tokens[*behind - 1].end;
            let mut ahead = self.quotes;
            let mark = ahead.read(self.text, self.tokens[*behind]);
            // Straight marks glued to a stop close where a blank follows, however many: `."""` in a cell of a table.
            if glued && self.form(*behind) == "\"" && self.marks_end(*behind) {
                self.quotes.forget();
                quoted = true;
                *behind += 1;
                continue;
            }
            if mark != Mark::Close || (!glued && self.form(*behind) == "'") {
                break;
            }
            self.quotes = ahead;
            quoted |= !matches!(self.form(*behind), ")" | "]" | "}");
            *behind += 1;
        }
        if self.is_reference(*behind) {
            *behind += 3;
        }
        quoted
    }

    /// "[12]": the number of a note, which belongs to what stands before it.
    fn is_reference(&self, place: usize) -> bool {
        let number = self.form(place + 1);
        self.form(place) == "["
            && self.form(place + 2) == "]"
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether the run of straight marks at `place` ends before a blank or the end.
    fn marks_end(&self, place: usize) -> bool {
        let rest = self
            .text
            .get(self.tokens[place].start as usize..)
            .unwrap_or("");
        let count = rest
            .bytes()
            .take_while(|byte| *byte == b'"')
            .take(MARKS)
            .count();
        let behind = &rest[count..];
        behind.is_empty() || behind.starts_with(char::is_whitespace)
    }

    /// Whether a sentence ends before the token at `behind`; `place` is that of the stop.
    fn ends(&self, stop: Stop, place: usize, behind: usize, quoted: bool) -> bool {
        let next = self.first_word(behind);
        let large = next.starts_with(|first: char| !first.is_lowercase());
        let glued = self
            .tokens
            .get(behind)
            .is_some_and(|span| span.start == self.tokens[behind - 1].end);
        match stop {
            _ if next.is_empty() => true,
            _ if self.is_list_number(place) => false,
            _ if matches!(next, "," | ";" | ":" | ")" | "]") => false,
            // A stop of its own behind the stop belongs to it.
            _ if matches!(next, "." | "?" | "!" | "..." | "\u{2026}") => false,
            Stop::Open => starts_sentences(next) && !(quoted && self.speech_follows(behind)),
            Stop::BeforeNumber => starts_sentences(next),
            Stop::Dots => large && !is_dash(next),
            Stop::Full => (large || (!quoted && !glued)) && !is_dash(next),
            Stop::Call => large && !is_dash(next) && !(quoted && self.speech_follows(behind)),
        }
    }

    /// The form at `place`, or the one behind it where that is an opening quote or bracket.
    fn first_word(&self, place: usize) -> &str {
        let mut ahead = place;
        while matches!(
            self.form(ahead),
            "\"" | "\u{201C}" | "\u{2018}" | "'" | "``" | "(" | "["
        ) && ahead < place + 3
        {
            ahead += 1;
        }
        self.form(ahead)
    }

    /// "1." at the start of a sentence.
    fn is_list_number(&self, place: usize) -> bool {
        let form = self.form(self.start);
        place == self.start + 1 && form.len() <= 2 && form.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// "… ?" Karim said: a few large words and a verb of speaking.
    fn speech_follows(&self, place: usize) -> bool {
        const SPEECH: &[&str] = &[
            "said", "says", "asked", "told", "added", "cried", "shouted", "wrote", "replied",
        ];
        let names = (place..place + 4).take_while(|&place| {
            self.form(place).starts_with(char::is_uppercase)
                || matches!(self.form(place), "al" | "-" | "the")
        });
        SPEECH.contains(&self.form(place + names.count()))
    }

    /// Whether an empty line stands before the token at `place`.
    fn blank_line_before(&self, place: usize) -> bool {
        let Some(next) = self.tokens.get(place) else {
            return false;
        };
        let gap = Span {
            start: self.tokens[place - 1].end,
            end: next.start,
        };
        let gap = gap.of(self.text);
        gap.len() > 1
            && gap
                .bytes()
                .filter(|&byte| byte == b'\n')
                .count()
                .max(gap.matches('\u{2029}').count() * 2)
                > 1
    }
}

fn is_dash(form: &str) -> bool {
    matches!(form, "-" | "--" | "\u{2013}" | "\u{2014}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn starts(text: &str, ends: bool) -> Vec<u32> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        let ranges = sentences_with(text, &tokens, |place, _| {
            ends && tokens[place].of(text) == "Lions"
        });
        ranges
            .iter()
            .map(|range| tokens[range.start].start)
            .collect()
    }

    #[test]
    fn the_number_of_a_note_stays_with_the_sentence_before() {
        assert_eq!(
            starts("The fort fell. [12] It was rebuilt.", false),
            [0, 20]
        );
    }

    #[test]
    fn what_nobody_wrote_as_one_sentence_is_cut_at_commas() {
        let clause = "the guards of the old bridge fled, ";
        let cut = |n: usize| {
            let text = clause.repeat(n);
            let starts = starts(&text, false);
            let at_clauses = starts
                .iter()
                .all(|&start| (start as usize).is_multiple_of(clause.len()));
            (starts.len(), at_clauses)
        };
        // Eight tokens to a clause.
        assert_eq!(cut(MAX_WORDS / 8), (1, true));
        assert_eq!(cut(MAX_WORDS / 8 + 1), (5, true));
        assert_eq!(cut(1_200), (100, true));
        let marks = "(".repeat(MAX_WORDS + 1);
        assert_eq!(starts(&marks, false), [0, 100, 200, 300, 400]);
    }

    #[test]
    fn no_learnt_end_stands_behind_a_title() {
        assert_eq!(starts("Tigers vs. Lions at noon.", true), [0]);
        assert_eq!(starts("Tigers at noon Lions at one.", true), [0, 15]);
    }
}
