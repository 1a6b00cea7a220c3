//! Noun phrases to parties: names, nouns for agents with their owners, and references back.

mod agent;
mod beside;
mod chain;
mod named;
mod owner;
mod person;
mod provisional;
mod unowned;

pub(crate) use named::on_day;

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::NameEntry;
use relata_language::Upos;
use relata_record::Sector;

use crate::document::{At, Document};
use crate::memory::Memory;
use crate::resolved::{Kind, Resolved};

/// Prepositions that make a country or a capital a place, not a government.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "across",
    "around",
    "throughout",
    "within",
    "from",
    "through",
    "into",
    "toward",
    "towards",
    "off",
    "along",
    "over",
    "via",
];

/// Why people without a country of their own have one.
pub(crate) const COUNTRY_OF_REPORT: &str = "country that the report is about";

/// Why people are of a country that a place of their sentence lies in.
pub(crate) const COUNTRY_OF_SENTENCE: &str = "country of the place in the sentence";

/// How deep owners of owners are followed.
const MAXIMUM_DEPTH: usize = 4;

/// What the noun phrases of a report stand for.
#[derive(Default)]
pub(crate) struct Parties {
    found: BTreeMap<At, Vec<Resolved>>,
    weapons: BTreeSet<At>,
    opponents: BTreeSet<At>,
}

impl Parties {
    /// The parties that the phrase headed by `at` stands for.
    pub(crate) fn at(&self, at: At) -> &[Resolved] {
        self.found.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Every phrase that stands for a party, with the party.
    pub(crate) fn all(&self) -> impl Iterator<Item = (At, &Resolved)> {
        self.found
            .iter()
            .flat_map(|(at, parties)| parties.iter().map(|party| (*at, party)))
    }

    /// True if the phrase names a weapon.
    pub(crate) fn is_weapon(&self, at: At) -> bool {
        self.weapons.contains(&at)
    }

    /// True if the phrase names whoever stands against its owner: "enemies of the country" are not the country.
    pub(crate) fn is_opponent(&self, at: At) -> bool {
        self.opponents.contains(&at)
    }

    /// The parties of a sector and country that the report names, each where it is named first.
    pub(crate) fn of_sector(&self, sector: Sector, country: Option<&str>) -> Vec<(At, &Resolved)> {
        let mut found: Vec<(At, &Resolved)> = Vec::new();
        for (at, parties) in &self.found {
            for party in parties {
                let fits = party.sector == Some(sector)
                    && party.country.as_deref() == country
                    && (sector == Sector::Gov || party.kind == Kind::Organisation);
                if fits && !found.iter().any(|(_, known)| known.same_party(party)) {
                    found.push((*at, party));
                }
            }
        }
        found
    }

    /// Sets what a first person stands for, once the speaker is known.
    pub(crate) fn set(&mut self, at: At, resolved: Vec<Resolved>) {
        self.found.insert(at, resolved);
    }
}

/// Resolves every noun phrase of the report, in text order.
pub(crate) fn resolve(document: &Document<'_>) -> Parties {
    let mut resolver = Resolver {
        document,
        memory: Memory::default(),
        acronyms: BTreeMap::new(),
        parties: Parties::default(),
    };
    resolver.memory.introduce(document);
    for sentence in 0..document.sentences.len() {
        for node in 0..document.sentences[sentence].tree.len() {
            let at = At { sentence, node };
            let resolved = resolver.phrase(at, MAXIMUM_DEPTH);
            resolver.memory.see(document, at, &resolved);
            if !resolved.is_empty() {
                resolver.parties.found.insert(at, resolved);
            }
        }
    }
    resolver.parties
}

struct Resolver<'d, 'a> {
    document: &'d Document<'a>,
    memory: Memory,
    /// What the report calls parties that no table has.
    acronyms: BTreeMap<String, Resolved>,
    parties: Parties,
}

impl Resolver<'_, '_> {
    fn phrase(&mut self, at: At, depth: usize) -> Vec<Resolved> {
        if let Some(known) = self.parties.found.get(&at) {
            return known.clone();
        }
        if depth == 0 {
            return Vec::new();
        }
        let tree = self.document.tree(at);
        if crate::repairs::is_weekday(tree.lemma(at.node)) {
            return Vec::new();
        }
        match tree.upos(at.node) {
            Upos::Pron => self.pronoun(at),
            Upos::Det if matches!(tree.lemma(at.node), "their" | "his" | "her" | "its") => {
                self.pronoun(at)
            }
            _ => self
                .named(at, depth)
                .or_else(|| self.agent(at, depth))
                .unwrap_or_default(),
        }
    }
}

/// The country of a place named in the sentence; of several, sooner one that is named itself.
pub(crate) fn place_country(document: &Document<'_>, sentence: usize) -> Option<String> {
    let told = &document.sentences[sentence];
    let named = |by_name: bool| {
        told.mentions.iter().find_map(|mention| {
            let case = (mention.first..=mention.last).find_map(|node| told.tree.case_of(node));
            if !case.is_some_and(|case| LOCATIVE.contains(&case)) {
                return None;
            }
            mention.entries.iter().find_map(|entry| match entry {
                NameEntry::Country(_) | NameEntry::Capital(_) if by_name => {
                    document.country_of(*entry).map(str::to_owned)
                }
                NameEntry::Place(_) if !by_name => document.country_of(*entry).map(str::to_owned),
                _ => None,
            })
        })
    };
    named(true).or_else(|| named(false))
}
