//! How the words of two phrases are alike: the same, a part, an acronym.

use crate::mention::{Mention, Mentions};

/// What the words of a later phrase have in common with those of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Nothing.
    None,
    /// All: "the group" and "the group", "Lagos" and "Lagos".
    Same,
    /// The same head, and no word that the earlier has not: "the group" and "the militant group".
    Shortened,
    /// The same head and more words than the earlier.
    Lengthened,
    /// The same head, other words beside it.
    OtherWords,
    /// The first letters of the other: "TTP".
    Acronym,
    /// The later one's head is a part of the earlier: "Haile" of "Haile Selassie".
    PartOf,
    /// The earlier one's head is a part of the later.
    HasPart,
    /// A word in common, and the heads differ.
    Word,
}

pub(crate) fn likeness(mentions: &Mentions, later: &Mention, earlier: &Mention) -> Likeness {
    let (a, b) = (&later.seen, &earlier.seen);
    if a.whole == b.whole {
        return Likeness::Same;
    }
    let is_in = |words: &[u64], word: u64| words.contains(&word);
    let (own, other) = (mentions.content(later), mentions.content(earlier));
    if a.lemma == b.lemma {
        return if own
            .iter()
            .all(|word| *word == a.lemma || is_in(other, *word))
        {
            Likeness::Shortened
        } else if other
            .iter()
            .all(|word| *word == b.lemma || is_in(own, *word))
        {
            Likeness::Lengthened
        } else {
            Likeness::OtherWords
        };
    }
    let spells = |capitals: u64, initials: u64| capitals != 0 && capitals == initials;
    if spells(a.capitals, b.initials) || spells(b.capitals, a.initials) {
        Likeness::Acronym
    } else if is_in(other, a.lemma) {
        Likeness::PartOf
    } else if is_in(own, b.lemma) {
        Likeness::HasPart
    } else if own.iter().any(|word| is_in(other, *word)) {
        Likeness::Word
    } else {
        Likeness::None
    }
}
