//! Names as they are looked up: lower case, no accents, words between single spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of `names`, each with a space before it, so that a look-up finds the beginnings of words.
pub(crate) fn fold<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for name in names {
        let plain: String = name
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect();
        for word in plain.split(' ').filter(|word| !word.is_empty()) {
            folded.push(' ');
            folded.push_str(word);
        }
        folded.push('\n');
    }
    folded
}

/// What a user looks for, in the form of [`fold`].
pub(crate) fn sought(name: &str) -> String {
    fold([name]).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_finds_beginnings_of_words() {
        let folded = fold(["Frente São-Tomé", "the Front"]);
        assert_eq!(folded, " frente sao tome\n the front\n");
        assert!(folded.contains(&sought("Sao T")));
        assert!(!folded.contains(&sought("ente")));
    }
}
