//! A sentence cut into pieces: words, figures, marks, and phrases of the table as one piece each.

use relata_knowledge::{Glue, TimeWord};

use crate::lexicon::Lexicon;

/// What a piece looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// Figures: their number and how many.
    Figures(u32, u8),
    /// A single mark.
    Mark(char),
}

/// A piece of a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'l> {
    /// Byte offsets in the whole text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    /// No white space before it.
    pub(crate) glued: bool,
    /// Starts with a capital.
    pub(crate) capital: bool,
    /// Starts with a capital and goes on in small letters.
    pub(crate) titled: bool,
    /// What the table says of it.
    pub(crate) senses: &'l [TimeWord],
}

impl Piece<'_> {
    pub(crate) fn is(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    pub(crate) fn is_hyphen(&self) -> bool {
        matches!(self.shape, Shape::Mark('-' | '\u{2010}' | '\u{2011}'))
    }

    pub(crate) fn is_dash(&self) -> bool {
        self.is_hyphen() || matches!(self.shape, Shape::Mark('\u{2013}' | '\u{2014}'))
    }

    pub(crate) fn is_apostrophe(&self) -> bool {
        matches!(
            self.shape,
            Shape::Mark('\'' | '\u{2019}' | '\u{2018}' | '`')
        )
    }

    pub(crate) fn has(&self, sense: TimeWord) -> bool {
        self.senses.contains(&sense)
    }

    pub(crate) fn glue(&self, glue: Glue) -> bool {
        self.has(TimeWord::Glue(glue))
    }

    pub(crate) fn is_word(&self) -> bool {
        self.shape == Shape::Word
    }

    /// True if an expression of time may stand at or around it.
    pub(crate) fn is_of_time(&self) -> bool {
        matches!(self.shape, Shape::Figures(..))
            || self.senses.iter().any(|sense| {
                !matches!(
                    sense,
                    TimeWord::Glue(_)
                        | TimeWord::Nothing
                        | TimeWord::About(_)
                        | TimeWord::Bound(_)
                        | TimeWord::Shift(_)
                        | TimeWord::Future
                        | TimeWord::FutureDeed
                        | TimeWord::Number(0..=14 | 21..)
                        | TimeWord::Ordinal(_)
                        | TimeWord::Vague
                        | TimeWord::Direction(_)
                        | TimeWord::Part(_)
                        | TimeWord::PartOf(_)
                        | TimeWord::Each
                )
            })
    }
}

/// One raw piece of `text` at `at`: its end and shape.
fn raw(text: &str, at: usize) -> Option<(usize, Shape)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if first.is_ascii_digit() {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[..length].parse().unwrap_or(u32::MAX);
        return Some((
            at + length,
            Shape::Figures(number, u8::try_from(length).unwrap_or(u8::MAX)),
        ));
    }
    if first.is_alphabetic() {
        let length = rest
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(rest.len());
        return Some((at + length, Shape::Word));
    }
    Some((at + first.len_utf8(), Shape::Mark(first)))
}

/// Cuts a phrase of the table as a text is cut.
pub(crate) fn cut_phrase(phrase: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some((end, shape)) = raw(phrase, at) {
        if !matches!(shape, Shape::Mark(mark) if mark.is_whitespace()) {
            parts.push(&phrase[at..end]);
        }
        at = end;
    }
    parts
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Space {
    raw: Vec<(usize, usize, Shape, bool)>,
    lower: String,
}

/// The pieces of `text[start..end]`; none where no word of time stands there.
pub(crate) fn cut<'l>(
    lexicon: &'l Lexicon,
    text: &str,
    start: usize,
    end: usize,
    space: &mut Space,
) -> Vec<Piece<'l>> {
    let Some(part) = text.get(..end) else {
        return Vec::new();
    };
    space.raw.clear();
    let mut at = start;
    let mut glued = false;
    while let Some((next, shape)) = raw(part, at) {
        if matches!(shape, Shape::Mark(mark) if mark.is_whitespace()) {
            glued = false;
        } else {
            space.raw.push((at, next, shape, glued));
            glued = true;
        }
        at = next;
    }
    let mut pieces: Vec<Piece<'l>> = Vec::with_capacity(space.raw.len());
    let mut of_time = false;
    let mut index = 0;
    while let Some(&(from, to, shape, glued)) = space.raw.get(index) {
        let form = &part[from..to];
        let mut piece = Piece {
            start: from,
            end: to,
            shape,
            glued,
            capital: form.starts_with(char::is_uppercase),
            titled: form.starts_with(char::is_uppercase)
                && form.chars().nth(1).is_some_and(char::is_lowercase),
            senses: &[],
        };
        index += 1;
        if shape == Shape::Word {
            lower(form, &mut space.lower);
            if let Some(entry) = lexicon.entry(&space.lower) {
                piece.senses = entry.senses();
                let (senses, length) = longest_phrase(entry, part, &space.raw[index..]);
                if let Some(senses) = senses {
                    index += length;
                    piece.senses = senses;
                    piece.end = space.raw[index - 1].1;
                }
            }
        }
        of_time |= piece.is_of_time();
        pieces.push(piece);
    }
    if of_time { pieces } else { Vec::new() }
}

fn lower(form: &str, into: &mut String) {
    into.clear();
    if form.is_ascii() {
        into.push_str(form);
        into.make_ascii_lowercase();
    } else {
        into.extend(form.chars().flat_map(char::to_lowercase));
    }
}

/// The longest phrase of the entry that goes on in `rest`, and how many further pieces it has.
fn longest_phrase<'l>(
    entry: &'l crate::lexicon::Entry,
    text: &str,
    rest: &[(usize, usize, Shape, bool)],
) -> (Option<&'l [TimeWord]>, usize) {
    for (tail, senses) in entry.phrases() {
        let fits = tail.len() <= rest.len()
            && tail.iter().zip(rest).all(|(word, (from, to, _, _))| {
                let form = &text[*from..*to];
                form.len() == word.len() && form.eq_ignore_ascii_case(word)
                    || !form.is_ascii() && form.to_lowercase() == *word
            });
        if fits {
            return (Some(senses), tail.len());
        }
    }
    (None, 0)
}
