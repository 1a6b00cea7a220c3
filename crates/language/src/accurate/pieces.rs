//! Words to word pieces and features of case. `training/relata_training/pieces.py` is the same in Python.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::file::File;
use crate::model::ModelError;

/// The vocabulary, and how words are cut into it.
#[derive(Debug)]
pub struct Vocabulary {
    starts: HashMap<Box<str>, u32>,
    continues: HashMap<Box<str>, u32>,
    /// Bytes of the longest piece.
    longest: usize,
    unknown: u32,
    start: u32,
    end: u32,
    max_pieces_per_word: usize,
    max_part: usize,
    positions: usize,
}

/// The pieces of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Pieces, with a start and an end for each chunk.
    pub ids: Vec<u32>,
    /// Feature of case of each piece.
    pub cases: Vec<u8>,
    /// The chunks, each read alone.
    pub chunks: Vec<Range<usize>>,
    /// Places of the root and of each word's first piece.
    pub first: Vec<usize>,
}

impl Vocabulary {
    /// Takes the vocabulary out of a file.
    pub fn new(file: &File<'_>) -> Result<Self, ModelError> {
        let wrong = ModelError::Part("pieces");
        let place = |piece: &str| {
            let found = file.pieces.iter().position(|other| other == piece);
            found
                .and_then(|place| u32::try_from(place).ok())
                .ok_or(ModelError::Part("pieces"))
        };
        let (mut starts, mut continues) = (HashMap::new(), HashMap::new());
        for (id, piece) in (0u32..).zip(&file.pieces) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continues.insert(rest.into(), id),
                _ => starts.insert(piece.as_str().into(), id),
            };
        }
        let fits = file.max_pieces_per_word > 0
            && file.max_pieces_per_word + 2 <= file.shape.positions
            && file.pieces.len() == file.shape.pieces
            && file.cases.len() * 2 == file.shape.cases
            && file.cases.iter().eq(KINDS.iter());
        if !fits {
            return Err(wrong);
        }
        Ok(Self {
            longest: file.pieces.iter().map(String::len).max().unwrap_or(0),
            unknown: place("[UNK]")?,
            start: place("[CLS]")?,
            end: place("[SEP]")?,
            starts,
            continues,
            max_pieces_per_word: file.max_pieces_per_word,
            max_part: file.max_part,
            positions: file.shape.positions,
        })
    }

    /// The pieces of a sentence, cut into chunks that the encoder can read.
    pub fn sequence<'a>(&self, forms: impl Iterator<Item = &'a str>) -> Sequence {
        let mut sequence = Sequence::default();
        let mut is_first = true;
        let mut pieces = Vec::new();
        sequence.ids.push(self.start);
        sequence.cases.push(0);
        sequence.first.push(0);
        let mut start = 0;
        for form in forms {
            pieces.clear();
            self.word(form, &mut pieces);
            let kind = Kind::of(form);
            let opens = is_first && kind != Kind::Marks;
            is_first &= !opens;
            if sequence.ids.len() - start + pieces.len() + 1 > self.positions {
                sequence.close(self.end, start);
                start = sequence.ids.len();
                sequence.ids.push(self.start);
                sequence.cases.push(0);
            }
            sequence.first.push(sequence.ids.len());
            sequence.ids.extend_from_slice(&pieces);
            let feature = 2 * kind as u8 + u8::from(opens);
            sequence.cases.resize(sequence.ids.len(), feature);
        }
        sequence.close(self.end, start);
        sequence
    }

    /// Appends the pieces of a word: at least one.
    fn word(&self, form: &str, pieces: &mut Vec<u32>) {
        let folded = fold(form);
        let mut start = 0;
        for (place, character) in folded.char_indices() {
            if stands_alone(character) {
                let end = place + character.len_utf8();
                self.part(&folded[start..place], pieces);
                self.part(&folded[place..end], pieces);
                start = end;
            }
        }
        self.part(&folded[start..], pieces);
        pieces.truncate(self.max_pieces_per_word);
        if pieces.is_empty() {
            pieces.push(self.unknown);
        }
    }

    fn part(&self, part: &str, pieces: &mut Vec<u32>) {
        if part.is_empty() {
            return;
        }
        let before = pieces.len();
        let mut rest = part;
        let mut table = &self.starts;
        let is_long = part.len() > self.max_part && part.chars().count() > self.max_part;
        while !rest.is_empty() && !is_long {
            let ends = (1..=rest.len().min(self.longest)).rev();
            let found = ends
                .filter_map(|end| rest.get(..end))
                .find_map(|piece| Some((piece.len(), *table.get(piece)?)));
            let Some((end, id)) = found else { break };
            pieces.push(id);
            rest = &rest[end..];
            table = &self.continues;
        }
        if !rest.is_empty() {
            pieces.truncate(before);
            pieces.push(self.unknown);
        }
    }
}

impl Sequence {
    fn close(&mut self, end: u32, start: usize) {
        self.ids.push(end);
        self.cases.push(0);
        self.chunks.push(start..self.ids.len());
    }
}

/// Lower case without accents, control characters or blanks; quotes, dashes and dots in their plain form.
fn fold(form: &str) -> String {
    if form.is_ascii() {
        let kept = form
            .chars()
            .filter(|character| !character.is_ascii_control() && *character != ' ');
        return kept
            .map(|character| match character {
                '`' => '\'',
                other => other.to_ascii_lowercase(),
            })
            .collect();
    }
    let mut plain = String::with_capacity(form.len());
    for character in form.chars() {
        match character {
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '`' | '\u{B4}' => plain.push('\''),
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' => plain.push('"'),
            '\u{2010}' | '\u{2011}' | '\u{2013}' => plain.push('-'),
            '\u{2014}' => plain.push_str("--"),
            '\u{2026}' => plain.push_str("..."),
            other => plain.push(other),
        }
    }
    plain
        .nfd()
        .filter(|&character| !is_dropped(character))
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_dropped(character: char) -> bool {
    is_combining_mark(character)
        || character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || (!character.is_ascii() && character.is_numeric())
}

/// The categories L*: what Rust calls alphabetic, without numbers, marks and letters in circles and squares.
fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.is_alphabetic()
        && !character.is_numeric()
        && !is_combining_mark(character)
        && !matches!(character, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}')
}

/// Marks and ideographs are parts of their own.
fn stands_alone(character: char) -> bool {
    !(is_letter(character) || is_digit(character))
        || matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// Kinds of words, by their case, in the order of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Lower = 1,
    Capitalised,
    Letter,
    Upper,
    Mixed,
    Digits,
    DigitsLetters,
    Marks,
    Uncased,
}

/// Their names in the file.
const KINDS: [&str; 10] = [
    "special",
    "lower",
    "capitalised",
    "letter",
    "upper",
    "mixed",
    "digits",
    "digits_letters",
    "marks",
    "uncased",
];

impl Kind {
    fn of(form: &str) -> Self {
        let (mut letters, mut upper, mut lower, mut digits) = (0usize, 0usize, 0usize, 0usize);
        for character in form.chars() {
            if is_letter(character) {
                letters += 1;
                upper += usize::from(character.is_uppercase());
                lower += usize::from(character.is_lowercase());
            } else {
                digits += usize::from(is_digit(character));
            }
        }
        let opens_upper = || form.chars().next().is_some_and(char::is_uppercase);
        match (letters, digits, upper, lower) {
            (0, 0, ..) => Self::Marks,
            (0, ..) => Self::Digits,
            (_, 1.., ..) => Self::DigitsLetters,
            (_, _, 0, 0) => Self::Uncased,
            (_, _, 0, _) => Self::Lower,
            (1, _, _, 0) => Self::Letter,
            (_, _, _, 0) => Self::Upper,
            (_, _, 1, _) if opens_upper() => Self::Capitalised,
            _ => Self::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_words() {
        for (form, kind) in [
            ("talks", Kind::Lower),
            ("Kabul", Kind::Capitalised),
            ("A", Kind::Letter),
            ("UN", Kind::Upper),
            ("McDonald", Kind::Mixed),
            ("'Kabul", Kind::Mixed),
            ("2013", Kind::Digits),
            ("F-16", Kind::DigitsLetters),
            ("--", Kind::Marks),
            ("", Kind::Marks),
            ("\u{6771}", Kind::Uncased),
        ] {
            assert_eq!(Kind::of(form), kind, "{form}");
        }
    }

    #[test]
    fn folding() {
        assert_eq!(fold("Zo\u{EB}\u{2019}s"), "zoe's");
        assert_eq!(fold("`a\u{2014}B\u{2026}"), "'a--b...");
        assert_eq!(fold("`ASCII"), "'ascii");
        assert_eq!(fold("\u{200B}\u{301}"), "");
        assert_eq!(fold("\u{130}"), "i");
    }
}
