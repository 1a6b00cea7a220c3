//! The language of a report, told by its words; a short text says too little and keeps what came with it.

use relata_record::{Block, BlockKind};

use crate::tables::{english_words, language_tag};

/// Letters from which on a text says its language.
const LETTERS: usize = 60;

/// Bytes of the story that are looked at.
const ENOUGH: usize = 6_000;

/// The language of a text as a tag, and how it was found. `given` is what came with the text: it stands where the words
/// say the same or too little.
pub(crate) fn language(
    text: &str,
    blocks: &[Block],
    given: Option<&str>,
) -> (Option<String>, Option<String>) {
    let came = || {
        let how = given.map(|_| "came with the report".to_owned());
        (given.map(str::to_owned), how)
    };
    let Some(told) = of_words(&story(text, blocks)) else {
        return came();
    };
    match given {
        Some(given) if primary(given) == told => came(),
        Some(given) => (
            Some(told.to_owned()),
            Some(format!("its words, though `{given}` came with it")),
        ),
        None => (Some(told.to_owned()), Some("its words".to_owned())),
    }
}

/// The first part of a language's tag, in small letters: `en` of `en-US`.
fn primary(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or(tag);
    first.to_ascii_lowercase()
}

fn story(text: &str, blocks: &[Block]) -> String {
    let mut story = String::new();
    for kind in [BlockKind::Paragraph, BlockKind::Title, BlockKind::Caption] {
        for block in blocks.iter().filter(|block| block.kind == kind) {
            if story.len() > ENOUGH {
                return story;
            }
            story.extend(block.span.of(text).chars().take(ENOUGH));
            story.push('\n');
        }
    }
    story
}

fn of_words(story: &str) -> Option<&'static str> {
    if story.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return None;
    }
    if is_english(story) {
        return Some("en");
    }
    let info = whatlang::detect(story)?;
    let is_told = info.is_reliable() || info.script() != whatlang::Script::Latin;
    language_tag(info.lang().code()).filter(|_| is_told)
}

/// True if a good part of the words are those that no English text does without. Names from all over the world stand
/// in English reports, and could lead a count of letters astray.
fn is_english(story: &str) -> bool {
    let (mut n_words, mut n_english) = (0_usize, 0_usize);
    for word in story
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        n_words += 1;
        n_english += usize::from(english_words().contains(word.to_lowercase().as_str()));
    }
    n_english * 6 > n_words
}

#[cfg(test)]
mod tests {
    use super::*;
    use relata_record::Span;

    fn tell(text: &str, given: Option<&str>) -> Option<String> {
        let block = Block {
            kind: BlockKind::Paragraph,
            span: Span::new(0, text.len()),
            why: None,
        };
        language(text, &[block], given).0
    }

    #[test]
    fn languages_by_their_words() {
        let spanish = "El gobierno y la guerrilla anunciaron el lunes una tregua de dos meses en todo el país.";
        let french = "Le gouvernement et les rebelles ont annoncé lundi une trêve de deux mois dans tout le pays.";
        let russian = "Правительство и повстанцы объявили в понедельник о перемирии на два месяца.";
        let english = "The government and the rebels of Shabwah, Al-Bayda and Hadhramaut said on Monday that the truce held.";
        assert_eq!(tell(spanish, None).as_deref(), Some("es"));
        assert_eq!(tell(french, Some("en")).as_deref(), Some("fr"));
        assert_eq!(tell(russian, None).as_deref(), Some("ru"));
        assert_eq!(tell(english, Some("en-GB")).as_deref(), Some("en-GB"));
        assert_eq!(tell(english, Some("ar")).as_deref(), Some("en"));
        assert_eq!(tell(&english.to_uppercase(), None).as_deref(), Some("en"));
        assert_eq!(tell("Talks began.", None), None);
        assert_eq!(tell("Talks began.", Some("es")).as_deref(), Some("es"));
    }
}
