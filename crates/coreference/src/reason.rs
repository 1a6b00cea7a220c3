//! Why two phrases are taken to speak of the same.

use std::fmt;

use crate::likeness::{Likeness, likeness};
use crate::mention::{Mention, Mentions};

/// The evidence for a link, as a reader would name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same words.
    SameWords,
    /// The same noun or name, with fewer or other words beside it.
    SameHead,
    /// A part of the name: a surname, a short form.
    PartOfName,
    /// An acronym and the words that it stands for.
    Acronym,
    /// A pronoun, by number, gender and place.
    Pronoun,
    /// Another phrase for what was named before.
    OtherPhrase,
    /// A phrase for whom a pronoun before it spoke of.
    AfterPronoun,
}

impl Reason {
    pub(crate) fn of(mentions: &Mentions, later: &Mention, earlier: &Mention) -> Self {
        if later.is_pronoun() {
            return Self::Pronoun;
        }
        if earlier.is_pronoun() {
            return Self::AfterPronoun;
        }
        match likeness(mentions, later, earlier) {
            Likeness::Same => Self::SameWords,
            Likeness::Shortened | Likeness::Lengthened | Likeness::OtherWords => Self::SameHead,
            Likeness::PartOf | Likeness::HasPart => Self::PartOfName,
            Likeness::Acronym => Self::Acronym,
            Likeness::Word | Likeness::None => Self::OtherPhrase,
        }
    }

    /// The reason in words, to be followed by the words of the earlier phrase.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameWords => "the same words as",
            Self::SameHead => "the same noun or name as",
            Self::PartOfName => "a part of the name, or the name of which it is a part:",
            Self::Acronym => "acronym of, or spelt out from",
            Self::Pronoun => "a pronoun that agrees with",
            Self::OtherPhrase => "another phrase for",
            Self::AfterPronoun => "whom the pronoun before spoke of:",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
