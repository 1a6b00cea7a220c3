//! The tables of pronouns, determiners and words that tell a gender.

use std::collections::HashMap;
use std::sync::LazyLock;

use relata_language::hash::hash_bytes;

/// Whether one or several are meant, where the words tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// Man, woman or neither, where the words tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// A man or a boy.
    Male,
    /// A woman or a girl.
    Female,
    /// No person.
    Thing,
}

/// How a pronoun is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PronounClass {
    /// "he", "them".
    Personal,
    /// "his", "their".
    Possessive,
    /// "himself".
    Reflexive,
    /// "this", "those".
    Demonstrative,
    /// Any other.
    Other,
}

/// A row of the table of pronouns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Hash of the form that stands for all cases: "he" for "him" and "his".
    pub stem: u64,
    /// How it is used.
    pub class: PronounClass,
    /// 1, 2 or 3.
    pub person: u8,
    /// One or several.
    pub number: Option<Number>,
    /// Of whom.
    pub gender: Option<Gender>,
}

/// What a determiner tells of its noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Determiner {
    /// "the": somebody known.
    Definite,
    /// "this", "such": somebody just spoken of.
    Demonstrative,
    /// "a", "any": somebody new, or nobody.
    Indefinite,
}

/// What a word tells of the gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// As the noun that heads the phrase.
    Noun,
    /// As the title before a name.
    Title,
    /// As the first part of a name.
    Name,
}

type Table<K, V> = LazyLock<HashMap<K, V>>;

static PRONOUNS: Table<&str, Pronoun> = LazyLock::new(|| {
    rows(include_str!("../tables/pronouns.tsv"))
        .filter_map(|cells| Some((*cells.first()?, read_pronoun(&cells)?)))
        .collect()
});

static DETERMINERS: Table<&str, Determiner> = LazyLock::new(|| {
    rows(include_str!("../tables/determiners.tsv"))
        .filter_map(|cells| Some((*cells.first()?, read_determiner(cells.get(1)?)?)))
        .collect()
});

static GENDERS: Table<(Place, &str), Gender> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for cells in rows(include_str!("../tables/genders.tsv")) {
        let &[place, gender, words] = cells.as_slice() else {
            continue;
        };
        if let (Some(place), Some(gender)) = (read_place(place), read_gender(gender)) {
            found.extend(words.split(' ').map(|word| ((place, word), gender)));
        }
    }
    found
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

fn read_pronoun(cells: &[&str]) -> Option<Pronoun> {
    let &[_, stem, class, person, number, gender] = cells else {
        return None;
    };
    Some(Pronoun {
        stem: hash_bytes(stem.as_bytes()),
        class: match class {
            "personal" => PronounClass::Personal,
            "possessive" => PronounClass::Possessive,
            "reflexive" => PronounClass::Reflexive,
            "demonstrative" => PronounClass::Demonstrative,
            "other" => PronounClass::Other,
            _ => return None,
        },
        person: person.parse().ok()?,
        number: match number {
            "singular" => Some(Number::Singular),
            "plural" => Some(Number::Plural),
            _ => None,
        },
        gender: read_gender(gender),
    })
}

fn read_determiner(cell: &str) -> Option<Determiner> {
    match cell {
        "definite" => Some(Determiner::Definite),
        "demonstrative" => Some(Determiner::Demonstrative),
        "indefinite" => Some(Determiner::Indefinite),
        _ => None,
    }
}

fn read_place(cell: &str) -> Option<Place> {
    match cell {
        "noun" => Some(Place::Noun),
        "title" => Some(Place::Title),
        "name" => Some(Place::Name),
        _ => None,
    }
}

fn read_gender(cell: &str) -> Option<Gender> {
    match cell {
        "male" => Some(Gender::Male),
        "female" => Some(Gender::Female),
        "thing" => Some(Gender::Thing),
        _ => None,
    }
}

/// The pronoun with this form in lower case.
pub(crate) fn pronoun(lower: &str) -> Option<&'static Pronoun> {
    PRONOUNS.get(lower)
}

/// What a determiner in lower case tells.
pub(crate) fn determiner(lower: &str) -> Option<Determiner> {
    DETERMINERS.get(lower).copied()
}

/// The gender that a word tells in this place; names as written, all else in lower case.
pub(crate) fn gender(place: Place, word: &str) -> Option<Gender> {
    GENDERS.get(&(place, word)).copied()
}

/// `form` in lower case, with plain quotes, in `lower`.
pub(crate) fn lower_into(form: &str, lower: &mut String) {
    lower.clear();
    for character in form.chars() {
        match character {
            '\u{2018}' | '\u{2019}' => lower.push('\''),
            'A'..='Z' => lower.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => lower.push(character),
            _ => lower.extend(character.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let count = |table: &'static str| rows(table).count();
        assert_eq!(
            count(include_str!("../tables/pronouns.tsv")),
            PRONOUNS.len()
        );
        assert_eq!(
            count(include_str!("../tables/determiners.tsv")),
            DETERMINERS.len()
        );
        let words: usize = rows(include_str!("../tables/genders.tsv"))
            .map(|cells| cells[2].split(' ').count())
            .sum();
        assert_eq!(words, GENDERS.len(), "a word stands twice");
    }

    #[test]
    fn forms_of_one_pronoun_have_one_stem() {
        assert_eq!(
            pronoun("him").unwrap().stem,
            pronoun("himself").unwrap().stem
        );
        assert_ne!(pronoun("him").unwrap().stem, pronoun("her").unwrap().stem);
        assert_eq!(gender(Place::Noun, "spokeswoman"), Some(Gender::Female));
        assert_eq!(gender(Place::Name, "spokeswoman"), None);
    }
}
