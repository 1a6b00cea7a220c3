//! The tokeniser: one pass from left to right. Every byte that is not white is in exactly one token.

use relata_record::Span;

use super::abbreviations::{Kind, is_letter_chain, kind};
use super::clitics::{is_apostrophe, is_negation, joined, leading_clitic};
use super::{hyphens, web};

/// Puts the tokens of `block` into `tokens`, which is emptied first. Spans count bytes of the whole `text`.
/// A block that does not lie on character borders inside the text has no tokens.
pub fn tokenize(text: &str, block: Span, tokens: &mut Vec<Span>) {
    tokens.clear();
    let Some(part) = text.get(block.start as usize..block.end as usize) else {
        return;
    };
    let mut scanner = Scanner::new(part, block.start as usize, tokens);
    scanner.scan();
}

/// How far a rule may look ahead, in bytes. What is looked at again and again must be short, so that the time for a
/// text grows with its length and not with the square of it.
const AHEAD: usize = 64;
/// The longest address of mail or name of a host, in bytes.
const ADDRESS: usize = 320;

struct Scanner<'a> {
    part: &'a str,
    base: usize,
    tokens: &'a mut Vec<Span>,
    /// Bytes that were looked at: a test watches how they grow.
    #[cfg(test)]
    looked: std::cell::Cell<usize>,
}

/// Letters, digits and what sticks to them: marks, joiners, soft hyphens.
fn in_word(character: char) -> bool {
    let sticks = || matches!(character, '_' | '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    character.is_ascii_alphanumeric()
        || (character == '_' || !character.is_ascii()) && (character.is_alphanumeric() || sticks())
}

/// The start of `text`, at most so many bytes of it.
fn at_most(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl<'a> Scanner<'a> {
    fn new(part: &'a str, base: usize, tokens: &'a mut Vec<Span>) -> Self {
        Self {
            part,
            base,
            tokens,
            #[cfg(test)]
            looked: std::cell::Cell::default(),
        }
    }

    fn scan(&mut self) {
        let mut place = 0;
        while let Some(first) = self.char_at(place) {
            place = if first.is_whitespace() {
                place + first.len_utf8()
            } else {
                self.token(place, first)
            };
        }
    }

    /// Counts bytes that are looked at.
    #[inline(always)]
    fn look(&self, _bytes: usize) {
        #[cfg(test)]
        self.looked.set(self.looked.get() + _bytes);
    }

    /// What follows at `place`, as far as a rule may look.
    fn rest(&self, place: usize) -> &str {
        let rest = self.part.get(place..).unwrap_or("");
        let rest = at_most(rest, AHEAD);
        self.look(rest.len());
        rest
    }

    fn char_at(&self, place: usize) -> Option<char> {
        self.look(1);
        self.part.get(place..)?.chars().next()
    }

    /// Length in bytes of what follows at `place`, as long as `fits` lets characters through.
    fn length(&self, place: usize, fits: impl Fn(char) -> bool) -> usize {
        let rest = self.part.get(place..).unwrap_or("");
        let length = rest
            .find(|character: char| !fits(character))
            .unwrap_or(rest.len());
        self.look(length + 1);
        length
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        self.tokens
            .push(Span::new(self.base + start, self.base + end));
        end
    }

    /// Reads the token, or the few tokens of one word, at `start`; gives the place behind.
    fn token(&mut self, start: usize, first: char) -> usize {
        if in_word(first) {
            return self.word(start);
        }
        let end = self.mark(start, first);
        self.push(start, end)
    }

    /// The end of a token that does not start with a letter or digit.
    fn mark(&self, start: usize, first: char) -> usize {
        let rest = self.rest(start);
        if is_apostrophe(first) {
            let glued = self.part[..start]
                .chars()
                .next_back()
                .is_some_and(|last| !last.is_whitespace());
            if let Some(length) = leading_clitic(rest).filter(|_| glued) {
                return start + length;
            }
            if let Some(length) = short_year(rest).filter(|_| !glued) {
                return start + length;
            }
            return start
                + if rest.starts_with("''") {
                    2
                } else {
                    first.len_utf8()
                };
        }
        let repeats = matches!(
            first,
            '.' | '-'
                | '!'
                | '?'
                | '*'
                | '='
                | '`'
                | '~'
                | '#'
                | '\u{2014}'
                | '\u{2013}'
                | '\u{2026}'
        );
        let mixed = |character: char| matches!((first, character), ('!' | '?', '!' | '?'));
        start
            + if repeats {
                self.length(start, |character| character == first || mixed(character))
            } else {
                first.len_utf8()
            }
    }

    fn word(&mut self, start: usize) -> usize {
        let mut end = self.run(start);
        if let Some(length) = self.address(start, end) {
            return self.push(start, start + length);
        }
        while let Some(further) = self.goes_on(start, end) {
            end = further;
        }
        let negated = is_negation(&self.part[start..end], self.rest(end));
        if let Some(mark) = self.char_at(end).filter(|_| negated) {
            self.push(start, end - 1);
            return self.push(end - 1, end + mark.len_utf8() + 1);
        }
        self.push_word(start, end)
    }

    /// Length of the address at `start`, where the first run of letters and digits ends at `end`.
    fn address(&self, start: usize, end: usize) -> Option<usize> {
        let rest = self.part.get(start..)?;
        if web::is_web(rest) {
            let length = web::chunk(rest);
            self.look(length);
            return web::cut(&rest[..length]);
        }
        // Only what starts with a short run can be a name of a host or a mail address.
        let mark = self.char_at(end)?;
        if end - start > AHEAD || !matches!(mark, '.' | '@' | '-' | '+') {
            return None;
        }
        let near = at_most(rest, ADDRESS);
        let length = web::chunk(near);
        self.look(length);
        web::name(&near[..length])
    }

    /// The end of the run of letters and digits at `start`.
    fn run(&self, start: usize) -> usize {
        start + self.length(start, in_word)
    }

    /// Where the token from `start` ends if the mark at `end` belongs to it; none if the token ends here.
    fn goes_on(&self, start: usize, end: usize) -> Option<usize> {
        let mark = self.char_at(end)?;
        let behind = end + mark.len_utf8();
        let next = self.char_at(behind);
        let word = &self.part[start..end];
        let last = word.chars().next_back()?;
        let between_digits =
            last.is_ascii_digit() && next.is_some_and(|next| next.is_ascii_digit());
        let kept = match mark {
            '.' => return self.stop(word, end),
            ',' | ':' | '/' => between_digits,
            '-' if word.contains('-') && between_digits => {
                hyphens::digits_go_on(word, self.rest(behind))
            }
            '-' => next.is_some_and(in_word) && hyphens::keeps(word, self.rest(behind)),
            '&' => last.is_uppercase() && next.is_some_and(char::is_uppercase),
            mark if is_apostrophe(mark) => {
                next.is_some_and(char::is_alphabetic)
                    && leading_clitic(self.rest(end)).is_none()
                    && !is_negation(word, self.rest(end))
            }
            _ => false,
        };
        kept.then(|| self.run(behind))
    }

    /// Where a token ends that has a stop at `end`.
    fn stop(&self, word: &str, end: usize) -> Option<usize> {
        let behind = end + 1;
        let next = self.char_at(behind);
        let last_digit = word.ends_with(|last: char| last.is_ascii_digit());
        if last_digit && next.is_some_and(|next| next.is_ascii_digit()) {
            return Some(self.run(behind));
        }
        if next == Some('.') || word.ends_with('.') {
            return None;
        }
        if ["c", "ca", "al"].contains(&word) {
            return self.small_abbreviation(word, behind).then_some(behind);
        }
        if is_letter_chain(word) {
            let end = self.letter_chain(behind);
            return (end > behind || word.starts_with(char::is_uppercase)).then_some(end);
        }
        if word == "Ph" && self.rest(behind).starts_with("D.") {
            return Some(behind + 2);
        }
        match kind(word)? {
            Kind::BeforeNumber
                if word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("art") =>
            {
                self.rest(behind)
                    .trim_start()
                    .starts_with(|next: char| next.is_ascii_digit())
                    .then_some(behind)
            }
            _ => Some(behind),
        }
    }

    /// "c. 1900", "ca. 40", "et al.".
    fn small_abbreviation(&self, word: &str, behind: usize) -> bool {
        let before = self
            .tokens
            .last()
            .and_then(|span| self.part.get(span.start as usize - self.base..));
        match word {
            "al" => before.is_some_and(|before| before.starts_with("et ")),
            _ => self
                .rest(behind)
                .trim_start()
                .starts_with(|next: char| next.is_ascii_digit()),
        }
    }

    /// Goes on behind "U." as long as single letters with stops follow.
    fn letter_chain(&self, behind: usize) -> usize {
        let mut end = behind;
        while let Some(letter) = self.char_at(end).filter(|letter| letter.is_alphabetic()) {
            let after = end + letter.len_utf8();
            if self.char_at(after) != Some('.') {
                break;
            }
            end = after + 1;
        }
        end
    }

    /// Adds a word: whole, or cut after "can" of "cannot" or before a unit; gives the place behind.
    fn push_word(&mut self, start: usize, end: usize) -> usize {
        let word = &self.part[start..end];
        match joined(word).or_else(|| unit(word)) {
            Some(cut) => self
                .push(start, start + cut)
                .max(self.push(start + cut, end)),
            None => self.push(start, end),
        }
    }
}

/// Where a number and its unit fall apart: "7:30|pm", "40|km".
fn unit(word: &str) -> Option<usize> {
    const UNITS: &[&str] = &[
        "am", "pm", "km", "m", "mm", "cm", "kg", "k", "bn", "ft", "lb", "lbs", "mph", "mb", "gb",
    ];
    let cut = word
        .find(|character: char| character.is_ascii_alphabetic())
        .filter(|&cut| cut > 0)?;
    let number = word[..cut]
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".,:".contains(&byte));
    let unit = UNITS
        .iter()
        .any(|unit| unit.eq_ignore_ascii_case(&word[cut..]));
    (number && unit).then_some(cut)
}

/// Length in bytes of a year like "'03" or "'90s" at the start of `rest`.
fn short_year(rest: &str) -> Option<usize> {
    let mark = rest
        .chars()
        .next()
        .filter(|&mark| is_apostrophe(mark))?
        .len_utf8();
    let digits = rest[mark..].bytes().take_while(u8::is_ascii_digit).count();
    let plural = rest[mark + digits..].starts_with('s');
    (digits == 2).then_some(mark + 2 + usize::from(plural))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> String {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        tokens
            .iter()
            .map(|span| span.of(text))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn numbers_times_and_units() {
        assert_eq!(
            split("At 7:30pm, 1,250 men (3.5%) left $2m."),
            "At 7:30 pm , 1,250 men ( 3.5 % ) left $ 2 m ."
        );
        assert_eq!(split("the '90s and '03"), "the '90s and '03");
    }

    #[test]
    fn a_missing_blank_splits() {
        assert_eq!(
            split("the officer said.\"We have"),
            "the officer said . \" We have"
        );
        assert_eq!(
            split("the province.Two gunmen"),
            "the province . Two gunmen"
        );
    }

    /// Bytes looked at in a text of so many pieces.
    fn looked(piece: &str, pieces: usize) -> usize {
        let text = piece.repeat(pieces);
        let mut tokens = Vec::new();
        let mut scanner = Scanner::new(&text, 0, &mut tokens);
        scanner.scan();
        scanner.looked.get()
    }

    #[test]
    fn work_grows_with_the_length_of_the_text() {
        for piece in [
            "\u{301}",
            "\u{488}",
            ")",
            "(a",
            "a.b",
            "a@",
            "a-",
            "1-",
            "1,1",
            "'",
            "'s",
            "a'",
            "U.",
            "A&",
            "?!",
            "-",
            "\"",
            "c. ",
            "www.",
            "http://a",
            "no. ",
            "can't",
            "7:",
            "\u{200B}",
            "a.a@a",
            "\u{1F600}",
            " ",
            "a+",
        ] {
            let (short, long) = (looked(piece, 2_000), looked(piece, 8_000));
            assert!(long <= short * 5, "{piece:?}: {short} and {long}");
            assert!(long <= piece.len() * 8_000 * 400, "{piece:?}: {long}");
        }
    }

    #[test]
    fn a_block_off_the_borders_has_no_tokens() {
        let mut tokens = vec![Span::new(0, 1)];
        tokenize("\u{E9}", Span::new(1, 2), &mut tokens);
        assert!(tokens.is_empty());
        tokenize("a", Span::new(0, 9), &mut tokens);
        assert!(tokens.is_empty());
    }
}
