//! Text as the scorer compares it: names without accents and small words, reports with folded white
//! space, and where a snippet stands in a report.

use unicode_normalization::UnicodeNormalization as _;

/// Words of a name that tell nothing apart.
const SMALL_WORDS: [&str; 7] = ["the", "of", "a", "an", "government", "military", "army"];

/// A name in lower-case ASCII letters and digits, without small words.
pub(crate) fn norm(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(char::is_ascii)
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain
        .split_ascii_whitespace()
        .filter(|word| !SMALL_WORDS.contains(word))
        .collect();
    words.join(" ")
}

/// White space as Python's `str` sees it: the information separators count too.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Text with white space folded, so that a program may reflow a report.
pub(crate) fn squash(text: &str) -> String {
    let words: Vec<&str> = text
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// A squashed report in which snippets are looked up by their place, counted in characters.
pub(crate) struct Page {
    text: String,
    /// For every byte offset the number of characters before it.
    characters: Vec<u32>,
}

impl Page {
    /// Folds the white space of `text` and counts its characters.
    pub(crate) fn new(text: &str) -> Self {
        let text = squash(text);
        let mut characters = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for byte in text.bytes() {
            characters.push(count);
            if byte & 0xC0 != 0x80 {
                count += 1;
            }
        }
        characters.push(count);
        // A byte inside a character carries the count of that character plus one; only borders are asked for.
        Self { text, characters }
    }

    /// Every place where one of `snippets` stands, left to right, without overlaps of a snippet with itself.
    pub(crate) fn spans<'a>(&self, snippets: impl Iterator<Item = &'a str>) -> Vec<(u32, u32)> {
        let mut spans = Vec::new();
        for snippet in snippets {
            let snippet = squash(snippet);
            if snippet.is_empty() {
                continue;
            }
            for (start, found) in self.text.match_indices(&snippet) {
                spans.push((self.character(start), self.character(start + found.len())));
            }
        }
        spans
    }

    fn character(&self, byte: usize) -> u32 {
        self.characters.get(byte).copied().unwrap_or(0)
    }
}

/// How many characters two sets of spans share, each pair of spans counted.
pub(crate) fn overlap(a: &[(u32, u32)], b: &[(u32, u32)]) -> u32 {
    a.iter()
        .flat_map(|x| {
            b.iter()
                .map(move |y| x.1.min(y.1).saturating_sub(x.0.max(y.0)))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_accents_case_and_small_words() {
        assert_eq!(norm("The Government of Côte d'Ivoire"), "cote d ivoire");
        assert_eq!(norm("Army"), "");
    }

    #[test]
    fn spans_count_characters_of_the_folded_text() {
        let page = Page::new(" Énorme \n bruit,\u{a0}bruit");
        assert_eq!(page.text, "Énorme bruit, bruit");
        assert_eq!(page.spans(["bruit"].into_iter()), vec![(7, 12), (14, 19)]);
        assert_eq!(overlap(&[(0, 8)], &[(7, 12), (3, 5)]), 3);
    }
}
