//! The way through a report, mention by mention: which earlier mentions may be meant, what speaks for each, and what
//! is known of the chains built so far. The ranker and its training walk the same way.

use std::collections::HashMap;

use relata_language::hash::mix;

use crate::likeness::{Likeness, likeness};
use crate::mention::{Kind, Mention, Mentions, mark};
use crate::words::{Gender, Number, PronounClass};

/// So many mentions back, a pronoun or a noun may look for what it means.
const PRONOUN_WINDOW: usize = 50;
const NOUN_WINDOW: usize = 30;
/// So many earlier mentions with a word in common are looked at however far they are.
const SAME_WORD: usize = 3;

/// No mention.
const NOBODY: u32 = u32::MAX;

/// What is known of a chain.
#[derive(Debug, Clone, Default)]
struct Chain {
    size: u32,
    last: u32,
    numbers: u8,
    genders: u8,
    has_name: bool,
    has_noun: bool,
}

/// A walk over the mentions of a report.
pub struct Ranking<'m> {
    mentions: &'m Mentions,
    current: usize,
    chain_of: Vec<u32>,
    chains: Vec<Chain>,
    /// For each word the last mention that has it, and for each mention the one before with the same word.
    last_with: HashMap<u64, u32>,
    before_with: HashMap<(u64, u32), u32>,
    candidates: Vec<u32>,
    /// What was found of the current mention's words: the best likeness with an earlier one.
    heard: [bool; 3],
}

impl<'m> Ranking<'m> {
    pub(crate) fn new(mentions: &'m Mentions) -> Self {
        Self {
            mentions,
            current: 0,
            chain_of: Vec::with_capacity(mentions.all.len()),
            chains: Vec::new(),
            last_with: HashMap::new(),
            before_with: HashMap::new(),
            candidates: Vec::new(),
            heard: [false; 3],
        }
    }

    /// The mention that is asked about; none at the end.
    pub fn current(&mut self) -> Option<usize> {
        if self.current >= self.mentions.all.len() {
            return None;
        }
        self.find_candidates();
        Some(self.current)
    }

    /// The earlier mentions that it may stand for, in text order.
    pub fn candidates(&self) -> &[u32] {
        &self.candidates
    }

    /// The chain of an earlier mention.
    pub fn chain(&self, mention: u32) -> u32 {
        self.chain_of[mention as usize]
    }

    fn find_candidates(&mut self) {
        let mentions = self.mentions;
        let mention = &mentions.all[self.current];
        self.candidates.clear();
        let window = if mention.is_pronoun() {
            PRONOUN_WINDOW
        } else {
            NOUN_WINDOW
        };
        let start = self.current.saturating_sub(window);
        if !mention.is_pronoun() {
            for word in keys(mentions, mention) {
                let mut place = self.last_with.get(&word).copied().unwrap_or(NOBODY);
                for _ in 0..SAME_WORD {
                    if place == NOBODY {
                        break;
                    }
                    if (place as usize) < start {
                        self.candidates.push(place);
                    }
                    place = self
                        .before_with
                        .get(&(word, place))
                        .copied()
                        .unwrap_or(NOBODY);
                }
            }
        }
        self.candidates.extend(start as u32..self.current as u32);
        self.candidates.sort_unstable();
        self.candidates.dedup();
        let beside = self.chains_beside(mention);
        let chain_of = &self.chain_of;
        self.candidates.retain(|place| {
            may_mean(mention, &mentions.all[*place as usize])
                && !beside.contains(&chain_of[*place as usize])
        });
        self.heard = [false; 3];
        if !mention.is_pronoun() {
            for place in &self.candidates {
                let earlier = &mentions.all[*place as usize];
                if earlier.is_pronoun() {
                    continue;
                }
                match likeness(mentions, mention, earlier) {
                    Likeness::Same => self.heard[0] = true,
                    Likeness::None | Likeness::Word => {}
                    Likeness::OtherWords => self.heard[2] = true,
                    _ => self.heard[1] = true,
                }
            }
        }
    }

    /// The chains of what stands beside a pronoun at the same verb: "they freed them" tells of two, else it would be
    /// "themselves".
    fn chains_beside(&self, mention: &Mention) -> Vec<u32> {
        let is_told_apart = matches!(
            mention.kind,
            Kind::Pronoun(class) if class != PronounClass::Reflexive
        );
        if !is_told_apart || !mention.is_argument() {
            return Vec::new();
        }
        let earlier = self.mentions.all[..self.current].iter().zip(&self.chain_of);
        earlier
            .rev()
            .take_while(|(other, _)| other.sentence == mention.sentence)
            .filter(|(other, _)| {
                other.seen.governor_at == mention.seen.governor_at && other.is_argument()
            })
            .map(|(_, chain)| *chain)
            .collect()
    }

    /// Goes on to the next mention: the current one means `antecedent`, or somebody new.
    pub fn link(&mut self, antecedent: Option<u32>) {
        let mention = &self.mentions.all[self.current];
        let chain = match antecedent {
            Some(place) => self.chain_of[place as usize],
            None => {
                self.chains.push(Chain::default());
                (self.chains.len() - 1) as u32
            }
        };
        self.chain_of.push(chain);
        let place = self.current as u32;
        if let Some(known) = self.chains.get_mut(chain as usize) {
            known.size += 1;
            known.last = place;
            known.numbers |= mention.number.map_or(0, |number| 1 << number as u8);
            known.genders |= mention.gender.map_or(0, |gender| 1 << gender as u8);
            known.has_name |= mention.kind == Kind::Name;
            known.has_noun |= mention.kind == Kind::Noun;
        }
        if !mention.is_pronoun() {
            for word in keys(self.mentions, mention) {
                if let Some(before) = self.last_with.insert(word, place)
                    && before != place
                {
                    self.before_with.insert((word, place), before);
                }
            }
        }
        self.current += 1;
    }

    /// Tells `each` the features of the current mention as the first of its kind, or as one of `antecedent`.
    #[inline]
    pub fn features(&self, antecedent: Option<u32>, each: &mut impl FnMut(u32)) {
        let mention = &self.mentions.all[self.current];
        match antecedent {
            None => self.features_of_new(mention, each),
            Some(place) => {
                let earlier = &self.mentions.all[place as usize];
                self.features_of_pair(mention, earlier, place, each);
            }
        }
    }

    fn features_of_new(&self, mention: &Mention, each: &mut impl FnMut(u32)) {
        let seen = &mention.seen;
        let class = seen.class;
        let mut tell = |id: u64, value: u64| {
            let hash = mix(mix(id, 77), value);
            each(fold(hash));
            each(fold(mix(hash, class)));
        };
        let heard = self
            .heard
            .iter()
            .fold(0, |sum, is| sum * 2 + u64::from(*is));
        tell(1, 0);
        tell(2, seen.lemma);
        tell(3, seen.words[0]);
        tell(4, seen.words[2]);
        tell(5, seen.words[3]);
        tell(6, seen.role);
        tell(7, seen.governor);
        tell(8, seen.length);
        tell(9, seen.marks);
        for bit in 0..11 {
            if seen.marks & 1 << bit != 0 {
                tell(10, bit);
            }
        }
        tell(11, seen.clusters[0]);
        tell(12, seen.clusters[1]);
        tell(13, heard);
        tell(14, mix(heard, seen.lemma));
        tell(
            15,
            mix(
                heard,
                seen.marks & (mark::CLAUSE | mark::COMPLEMENT | mark::MODIFIED),
            ),
        );
        tell(16, mix(heard, seen.role));
        tell(17, sentence_bucket(mention.sentence));
        tell(18, mix(heard, bucket(self.current)));
        tell(
            19,
            number_code(mention.number) * 4 + gender_code(mention.gender),
        );
        tell(20, mix(seen.words[0], seen.lemma));
        tell(21, seen.case);
        tell(22, mix(heard, seen.clusters[1]));
        tell(23, mix(seen.role, seen.governor));
        tell(24, seen.words[1]);
    }

    fn features_of_pair(
        &self,
        mention: &Mention,
        earlier: &Mention,
        place: u32,
        each: &mut impl FnMut(u32),
    ) {
        let (a, b) = (&mention.seen, &earlier.seen);
        let class = a.class;
        let pair = mix(class, b.coarse);
        let fine = mix(class, b.class);
        let mut tell = |id: u64, value: u64| {
            let hash = mix(mix(id, 99), value);
            each(fold(mix(hash, class)));
            each(fold(mix(hash, pair)));
        };
        let chain = &self.chains[self.chain_of[place as usize] as usize];
        let sentences = sentence_bucket(mention.sentence - earlier.sentence);
        let apart = bucket(self.current - place as usize);
        let alike = if mention.is_pronoun() || earlier.is_pronoun() {
            20 + u64::from(class == b.class)
        } else {
            likeness(self.mentions, mention, earlier) as u64
        };
        let numbers = agreement(
            mention.number.map(|number| number as u8),
            earlier.number.map(|number| number as u8),
            chain.numbers,
        );
        let genders = agreement(
            mention.gender.map(|gender| gender as u8),
            earlier.gender.map(|gender| gender as u8),
            chain.genders,
        );
        let agree = numbers * 8 + genders;
        let is_last = u64::from(chain.last == place);
        let size = u64::from(chain.size.min(6));
        let of_chain = u64::from(chain.has_name) * 2 + u64::from(chain.has_noun);
        let same_governor = u64::from(a.governor_at == b.governor_at)
            + 2 * u64::from(a.governor_at >= b.from && a.governor_at <= b.to)
            + 4 * u64::from(a.governor == b.governor);
        let quotes = (a.marks & mark::QUOTED) * 2 + (b.marks & mark::QUOTED);
        let roles = a.role * 64 + b.role;
        tell(1, 0);
        tell(2, sentences);
        tell(3, apart);
        tell(4, alike);
        tell(5, agree);
        tell(6, roles);
        tell(7, b.lemma);
        tell(8, b.clusters[0]);
        tell(9, b.clusters[1]);
        tell(10, b.clusters[2]);
        tell(11, b.marks);
        tell(12, b.words[0]);
        tell(13, b.words[3]);
        tell(14, b.length);
        tell(15, same_governor * 64 + b.role);
        tell(16, size * 2 + is_last);
        tell(17, of_chain * 4 + quotes);
        tell(18, mix(sentences, mix(b.role, agree)));
        tell(19, mix(apart, alike));
        tell(20, mix(alike, agree));
        tell(21, mix(sentences, mix(alike, is_last)));
        tell(22, mix(fine, mix(sentences, quotes)));
        tell(23, mix(b.role, mix(is_last, size)));
        if mention.is_pronoun() {
            tell(30, mix(b.marks & mark::REPORTS, quotes));
            tell(31, mix(a.governor, b.lemma));
            tell(
                32,
                mix(
                    a.role,
                    mix(b.marks & (mark::OPENING | mark::PREDICATE), sentences),
                ),
            );
            tell(33, mix(b.clusters[1], a.governor));
            tell(34, mix(apart, mix(agree, b.role)));
            tell(35, mix(b.role, same_governor * 64 + a.role));
        } else {
            tell(40, mix(a.lemma, b.lemma));
            tell(41, mix(a.clusters[0], b.clusters[0]));
            tell(42, mix(a.clusters[1], b.clusters[1]));
            tell(43, mix(alike, a.lemma));
            tell(44, mix(alike, a.clusters[1]));
            tell(45, mix(alike, a.marks));
            tell(
                46,
                mix(alike, mix(a.marks & b.marks, b.marks & mark::BRACKETED)),
            );
            tell(47, mix(alike, a.length * 8 + b.length));
            tell(48, mix(alike, mix(a.words[0], b.words[0])));
            tell(49, mix(alike, mix(sentences, of_chain)));
        }
    }
}

/// The place of a feature in the table.
#[inline(always)]
fn fold(hash: u64) -> u32 {
    (hash >> (64 - crate::weights::BITS)) as u32
}

/// The words by which a mention is found again however far it is: its head, and for names each part.
fn keys<'a>(mentions: &'a Mentions, mention: &'a Mention) -> impl Iterator<Item = u64> + 'a {
    let parts: &[u64] = match mention.kind {
        Kind::Name => mentions.content(mention),
        _ => &[],
    };
    let seen = &mention.seen;
    [seen.lemma]
        .into_iter()
        .chain(parts.iter().copied().filter(|word| *word != seen.lemma))
        .chain(
            [seen.initials, seen.capitals]
                .into_iter()
                .filter(|hash| *hash != 0),
        )
}

/// Whether grammar lets `mention` mean the same as `earlier`.
fn may_mean(mention: &Mention, earlier: &Mention) -> bool {
    let opposed = |a: Option<Gender>, b: Option<Gender>| a.is_some() && b.is_some() && a != b;
    let numbers = |a: Option<Number>, b: Option<Number>| a.is_some() && b.is_some() && a != b;
    if mention.nests(earlier) {
        return false;
    }
    match mention.kind {
        Kind::Pronoun(PronounClass::Reflexive) if mention.sentence != earlier.sentence => false,
        Kind::Pronoun(_) if earlier.is_pronoun() => {
            (mention.person == 3) == (earlier.person == 3)
                && !opposed(mention.gender, earlier.gender)
                && (!numbers(mention.number, earlier.number) || mention.person != 3)
        }
        Kind::Pronoun(_) => !opposed(mention.gender, earlier.gender),
        _ => !opposed(mention.gender, earlier.gender),
    }
}

/// 0 nothing known, 1 agrees, 2 disagrees, 3 the chain disagrees.
fn agreement(own: Option<u8>, other: Option<u8>, chain: u8) -> u64 {
    match (own, other) {
        (Some(own), _) if chain != 0 && chain & 1 << own == 0 => 3,
        (Some(own), Some(other)) => 2 - u64::from(own == other),
        (Some(own), None) => u64::from(chain & 1 << own != 0) * 4,
        (None, _) => 5 + u64::from(chain != 0),
    }
}

fn number_code(number: Option<Number>) -> u64 {
    number.map_or(0, |number| 1 + number as u64)
}

fn gender_code(gender: Option<Gender>) -> u64 {
    gender.map_or(0, |gender| 1 + gender as u64)
}

fn sentence_bucket(count: usize) -> u64 {
    match count {
        0..=4 => count as u64,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

fn bucket(count: usize) -> u64 {
    match count {
        0..=5 => count as u64,
        6..=8 => 6,
        9..=12 => 7,
        13..=20 => 8,
        21..=35 => 9,
        36..=60 => 10,
        _ => 11,
    }
}
