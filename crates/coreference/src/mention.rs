//! A phrase that speaks of somebody or something, and what its words tell of it.

use relata_language::Relation;

use crate::words::{Determiner, Gender, Number, PronounClass};

/// What kind of phrase a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// "she", "their".
    Pronoun(PronounClass),
    /// A phrase headed by a name.
    Name,
    /// A phrase headed by a noun or a number.
    Noun,
    /// Several phrases with "and" or "or": all of them together.
    Several,
}

/// A phrase of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Place of its sentence.
    pub sentence: usize,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// The token that heads it.
    pub head: usize,
    /// What kind of phrase it is.
    pub kind: Kind,
    /// 1 for "I" and "we", 2 for "you", else 3.
    pub person: u8,
    /// One or several, where the words tell it.
    pub number: Option<Number>,
    /// Of whom, where the words tell it.
    pub gender: Option<Gender>,
    /// What its determiner tells.
    pub determiner: Option<Determiner>,
    /// What the ranker and the comparison of words look at.
    pub(crate) seen: Seen,
}

/// Hashes and small numbers, computed once for each mention.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// What the mention is to a feature: the pronoun's stem, or the kind of phrase.
    pub(crate) class: u64,
    /// The same, coarser: all pronouns of a person are one.
    pub(crate) coarse: u64,
    /// The head's lemma in lower case.
    pub(crate) lemma: u64,
    /// The word's cluster, cut to 4, 8 and 12 bits.
    pub(crate) clusters: [u64; 3],
    /// Forms: first word, last word, the word before the phrase, the word behind it.
    pub(crate) words: [u64; 4],
    /// Relation of the head to its governor.
    pub(crate) role: u64,
    /// The governor's lemma, and its place in the report's tokens.
    pub(crate) governor: u64,
    pub(crate) governor_at: u32,
    /// The preposition or possessive mark.
    pub(crate) case: u64,
    /// Words of the phrase, cut.
    pub(crate) length: u64,
    /// What else the tree tells, as bits: see `detect`.
    pub(crate) marks: u64,
    /// Places of the first and last token in the report.
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Its words without determiners and case marks, all together.
    pub(crate) whole: u64,
    /// The words of the name or noun itself, the head among them: a range of `Mentions::words`.
    pub(crate) content: std::ops::Range<u32>,
    /// First letters of the content words, where there are two or more; and the form, where it is in capitals.
    pub(crate) initials: u64,
    pub(crate) capitals: u64,
}

/// The bits of `Seen::marks`.
pub(crate) mod mark {
    /// Stands in quotes.
    pub(crate) const QUOTED: u64 = 1;
    /// Subject of a verb that has a clause hanging on it: "she said that".
    pub(crate) const REPORTS: u64 = 2;
    /// Predicate of a copula.
    pub(crate) const PREDICATE: u64 = 4;
    /// Has an apposition or a name's parts.
    pub(crate) const APPOSED: u64 = 8;
    /// Has parts that make it a person's name.
    pub(crate) const FLAT: u64 = 16;
    /// Has a relative clause or the like behind it.
    pub(crate) const CLAUSE: u64 = 32;
    /// Has words before its head beside the determiner.
    pub(crate) const MODIFIED: u64 = 64;
    /// Is a part of "and".
    pub(crate) const JOINED: u64 = 128;
    /// First phrase of its sentence.
    pub(crate) const OPENING: u64 = 256;
    /// Has a preposition's phrase behind it.
    pub(crate) const COMPLEMENT: u64 = 512;
    /// Stands in brackets right behind another phrase.
    pub(crate) const BRACKETED: u64 = 1024;
}

/// The mentions of a report in text order, with what they share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    /// Hashes of content words.
    pub(crate) words: Vec<u64>,
}

impl Mentions {
    pub(crate) fn content(&self, mention: &Mention) -> &[u64] {
        let range = &mention.seen.content;
        self.words
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }
}

impl Mention {
    /// True for all pronouns.
    pub fn is_pronoun(&self) -> bool {
        matches!(self.kind, Kind::Pronoun(_))
    }

    /// True for a subject or an object.
    pub(crate) fn is_argument(&self) -> bool {
        let arguments = [
            Relation::Nsubj,
            Relation::NsubjPass,
            Relation::Obj,
            Relation::Iobj,
        ];
        arguments
            .into_iter()
            .any(|relation| self.seen.role == relation as u64)
    }

    /// True if one of both lies inside the other.
    pub(crate) fn nests(&self, other: &Self) -> bool {
        self.seen.from <= other.seen.to && other.seen.from <= self.seen.to
    }
}
