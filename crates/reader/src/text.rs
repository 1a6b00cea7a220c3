//! Small questions about a stretch of text: is it blank, how many words, does it end a sentence.

use std::ops::Range;

/// True for white space and for the marks that show nothing (byte-order mark, zero-width space).
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
}

/// `range` of `text` without blanks at its ends; `None` where nothing is left.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inner = text.get(range.clone())?;
    let start = range.start + (inner.len() - inner.trim_start_matches(is_blank).len());
    let end = range.start + inner.trim_end_matches(is_blank).len();
    (start < end).then_some(start..end)
}

/// Words, counted by blanks; two characters of a script that sets none between words count as one.
pub(crate) fn word_count(text: &str) -> usize {
    let spaced = text
        .split(is_blank)
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    let unspaced = text.chars().filter(|&c| is_unspaced(c)).count();
    spaced + unspaced / 2
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// True for the marks that end a sentence.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।'
    )
}

/// True for quotes and brackets that may stand behind a stop.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '*'
    )
}

/// True if the text ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let closes = |c| is_blank(c) || is_closer(c);
    let text = text.trim_end_matches(closes);
    without_garbled_quote(text)
        .trim_end_matches(closes)
        .ends_with(is_stop)
}

/// The text without a closing quote whose bytes were read in the wrong character set: "â€\u{9d}", "â€™".
fn without_garbled_quote(text: &str) -> &str {
    let garbled = "â€";
    match text.rfind(garbled) {
        Some(at) if text[at + garbled.len()..].chars().count() <= 1 => &text[..at],
        _ => text,
    }
}

/// True if the last word is initials such as "U.S.", whose stop need not end a sentence.
pub(crate) fn ends_in_initials(text: &str) -> bool {
    let last = text.rsplit(is_blank).next().unwrap_or("");
    let parts: Vec<&str> = last.split('.').collect();
    parts.len() > 2
        && parts.last() == Some(&"")
        && parts
            .iter()
            .rev()
            .skip(1)
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

/// The text with every run of blanks as one space.
pub(crate) fn squeeze(text: &str) -> String {
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The words of the text in lower case, all that is not a letter or digit left out: for comparing headlines.
pub(crate) fn folded(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// True if every letter is a capital and there are at least three.
pub(crate) fn is_all_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().take(3).count() == 3 && letters().all(|c| !c.is_lowercase())
}

/// The word at the start of the text: letters, digits and inner marks up to a blank.
pub(crate) fn first_word(text: &str) -> &str {
    text.split(is_blank).next().unwrap_or("")
}

/// True if `text` begins with `start`, letter case of ASCII aside.
pub(crate) fn starts_with_folded(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_behind_quotes_and_brackets() {
        assert!(ends_sentence("He said “no.”"));
        assert!(ends_sentence("(It was late.) "));
        assert!(ends_sentence("â€œWe will fight.â€\u{9d}"));
        assert!(ends_sentence("He said: â€œNo.â€"));
        assert!(!ends_sentence("The rebelsâ€™"));
        assert!(!ends_sentence("Rebels call truce"));
        assert!(ends_in_initials("Rebels blame U.S."));
        assert!(!ends_in_initials("He left."));
    }

    #[test]
    fn words_are_counted_without_blanks_too() {
        assert_eq!(word_count("No. 2 — killed"), 3);
        assert_eq!(word_count("哥伦比亚政府"), 4);
        assert_eq!(folded("“Talks” end, U.S. says."), "talks end u s says");
    }
}
