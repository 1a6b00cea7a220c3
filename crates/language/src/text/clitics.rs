//! Clitics: "do|n't", "Pakistan|'s", "can|not".

/// Whether `character` is written as an apostrophe.
pub fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}')
}

/// Length in bytes of the clitic that `rest` starts with ("'s", "'re", …), where a word ends behind it.
pub fn leading_clitic(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let mark = characters
        .next()
        .filter(|&character| is_apostrophe(character))?;
    let letters = characters.as_str();
    let length = letters
        .find(|character: char| !character.is_alphanumeric())
        .unwrap_or(letters.len());
    let known = ["s", "re", "ve", "ll", "d", "m"];
    let clitic = letters.get(..length)?;
    known
        .iter()
        .any(|entry| entry.eq_ignore_ascii_case(clitic))
        .then_some(mark.len_utf8() + length)
}

/// Whether `rest` starts with an apostrophe, a "t" and the end of the word: the end of "don't".
pub fn is_negation(word: &str, rest: &str) -> bool {
    let mut characters = rest.chars();
    let marked = characters.next().is_some_and(is_apostrophe);
    let t = characters
        .next()
        .is_some_and(|character| character.eq_ignore_ascii_case(&'t'));
    let ended = !characters.next().is_some_and(char::is_alphanumeric);
    marked && t && ended && word.len() > 1 && word.ends_with(['n', 'N'])
}

/// Where a word that is two words falls apart.
pub fn joined(word: &str) -> Option<usize> {
    let known = [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)];
    known
        .iter()
        .find(|(entry, _)| entry.eq_ignore_ascii_case(word))
        .map(|&(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_end_where_the_word_ends() {
        assert_eq!(leading_clitic("'s troops"), Some(2));
        assert_eq!(leading_clitic("\u{2019}ve"), Some(5));
        assert_eq!(leading_clitic("'san"), None);
        assert!(is_negation("don", "'t"));
        assert!(!is_negation("don", "'tsk"));
        assert!(!is_negation("n", "'t"));
        assert_eq!(joined("Cannot"), Some(3));
    }
}
