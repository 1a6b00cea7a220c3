//! Noun phrases to parties: names, nouns for agents with their owners, and references back.

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::{Agent, AgentKind, NameEntry, PartyKind, Term};
use relata_language::{Relation, Upos, Xpos};
use relata_record::Sector;

use crate::document::{At, Document, NAMING};
use crate::memory::Memory;
use crate::places;
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

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

/// How deep owners of owners are followed.
const MAXIMUM_DEPTH: usize = 4;

/// What the noun phrases of a report stand for.
#[derive(Default)]
pub(crate) struct Parties {
    found: BTreeMap<At, Vec<Resolved>>,
    weapons: BTreeSet<At>,
}

impl Parties {
    /// The parties that the phrase headed by `at` stands for.
    pub(crate) fn at(&self, at: At) -> &[Resolved] {
        self.found.get(&at).map_or(&[], Vec::as_slice)
    }

    /// True if the phrase names a weapon.
    pub(crate) fn is_weapon(&self, at: At) -> bool {
        self.weapons.contains(&at)
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
            Upos::Pron => self.memory.pronoun(self.document, at),
            Upos::Det if matches!(tree.lemma(at.node), "their" | "his" | "her" | "its") => {
                self.memory.pronoun(self.document, at)
            }
            _ => self
                .named(at, depth)
                .or_else(|| self.agent(at, depth))
                .unwrap_or_default(),
        }
    }

    /// A phrase whose head is a name of the tables, or the name of a person known from the report.
    fn named(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        if let Some(mention) = self.document.mention(at) {
            let nodes: Vec<Node> = (mention.first..=mention.last).collect();
            if tree.top_of(&nodes) != Some(at.node) {
                return None;
            }
            let entries = mention.entries.clone();
            let resolved = self.entry(at, &entries);
            // "UN investigator Mehlis" with a place or an unknown bearer: fall through to the noun.
            if resolved.is_some() {
                return resolved.map(|party| vec![party]);
            }
            return self.person(at, depth);
        }
        if tree.upos(at.node) == Upos::Propn {
            return self.agent(at, depth).or_else(|| self.person(at, depth));
        }
        None
    }

    fn entry(&mut self, at: At, entries: &[NameEntry]) -> Option<Resolved> {
        let knowledge = self.document.knowledge;
        let clock = self.document.clock;
        let full = entries.iter().find_map(|entry| match entry {
            NameEntry::Party(i) => Some(&knowledge.parties[*i as usize]),
            _ => None,
        });
        if let Some(first) = full {
            let party = entries
                .iter()
                .filter_map(|entry| match entry {
                    NameEntry::Party(i) => Some(&knowledge.parties[*i as usize]),
                    _ => None,
                })
                .find(|party| party.period.may_hold_on(clock))
                .unwrap_or(first);
            return Some(Resolved::of_party(party));
        }
        if let Some(term) = self.term(entries) {
            return Some(self.of_term(&term));
        }
        let short: Vec<u32> = entries
            .iter()
            .filter_map(|entry| match entry {
                NameEntry::PartyShort(i) => Some(*i),
                _ => None,
            })
            .collect();
        if let Some(party) = self.memory.short_name(self.document, &short) {
            return Some(Resolved::of_party(party));
        }
        let tree = self.document.tree(at);
        let is_place = tree
            .case_of(at.node)
            .is_some_and(|case| LOCATIVE.contains(&case))
            && matches!(
                tree.relation(at.node),
                Relation::Obl | Relation::Nmod | Relation::Conj
            );
        // "a Palestinian", "two Israelis": people, where the word is a noun of its own.
        let is_noun = !matches!(
            tree.relation(at.node),
            Relation::Amod
                | Relation::Compound
                | Relation::NmodDesc
                | Relation::NmodPoss
                | Relation::Flat
        );
        let people = |entry: &&NameEntry| matches!(entry, NameEntry::People(_));
        let ordered = entries
            .iter()
            .filter(|entry| is_noun && people(entry))
            .chain(entries.iter().filter(|entry| !(is_noun && people(entry))));
        ordered.into_iter().find_map(|entry| match entry {
            NameEntry::Country(i) | NameEntry::Adjective(i) | NameEntry::Capital(i)
                if !is_place =>
            {
                let code = &knowledge.countries[*i as usize].code;
                knowledge.country_on(code, clock).map(Resolved::of_country)
            }
            NameEntry::People(i) => {
                let country = &knowledge.countries[*i as usize];
                let mut people = Resolved::of_sector(
                    knowledge,
                    clock,
                    &country.code,
                    Some(Sector::Cvl),
                    tree.form(at.node),
                );
                people.is_person =
                    tree.xpos(at.node) == Xpos::Nn || tree.xpos(at.node) == Xpos::Nnp;
                Some(people)
            }
            _ => None,
        })
    }

    /// The term of a person that fits the clock: the one that holds, else the last before it, else the first.
    /// Without a clock it is the one in a party that the report has named.
    fn term(&self, entries: &[NameEntry]) -> Option<Term> {
        let people = &self.document.knowledge.people;
        let terms: Vec<&Term> = entries
            .iter()
            .filter_map(|entry| match entry {
                NameEntry::Person(i) => people.get(*i as usize),
                _ => None,
            })
            .collect();
        let clock = self.document.clock;
        let of_named = |term: &&&Term| {
            term.organisation
                .as_ref()
                .is_some_and(|id| self.memory.names_party(id))
        };
        terms
            .iter()
            .find(|term| clock.is_some() && term.period.may_hold_on(clock))
            .or_else(|| terms.iter().filter(|_| clock.is_none()).find(of_named))
            .or_else(|| {
                terms
                    .iter()
                    .filter(|term| {
                        term.period
                            .from
                            .is_none_or(|from| clock.is_none_or(|day| from.first <= day))
                    })
                    .max_by_key(|term| term.period.from.map(|from| from.first))
            })
            .or_else(|| terms.first())
            .map(|term| (*term).clone())
    }

    fn of_term(&self, term: &Term) -> Resolved {
        let knowledge = self.document.knowledge;
        let clock = self.document.clock;
        let organisation = term.organisation.as_ref().and_then(|id| {
            knowledge
                .parties
                .iter()
                .find(|party| party.id == *id && party.period.may_hold_on(clock))
                .or_else(|| knowledge.parties.iter().find(|party| party.id == *id))
        });
        let party = match organisation {
            Some(party) => Resolved::of_party(party),
            None => Resolved::of_sector(knowledge, clock, &term.country, term.sector, &term.name),
        };
        party.for_person(Some(term.name.clone()))
    }

    /// A person named in the report: known from before, or from a title or an apposition here.
    fn person(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        let words = self.own_name(at);
        let surname = words.split_whitespace().last().unwrap_or("").to_owned();
        if let Some(role) = self.titled(at, depth) {
            // "No. 2" is a role without a name.
            let is_name = surname.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !surname.ends_with('.');
            let person = role.for_person(is_name.then_some(words));
            if is_name {
                self.memory.remember_person(&surname, &person);
            }
            return Some(vec![person]);
        }
        if let Some(known) = self.memory.person(&surname) {
            return Some(vec![known]);
        }
        // A full name that no table has: somebody, of no party that we know.
        let full = words.split_whitespace().count() >= 2
            && words.starts_with(char::is_uppercase)
            && tree.upos(at.node) == Upos::Propn
            && matches!(
                tree.relation(at.node),
                Relation::Nsubj
                    | Relation::NsubjPass
                    | Relation::Obj
                    | Relation::OblAgent
                    | Relation::Conj
            )
            && self.document.mention(at).is_none()
            && !tree
                .name_phrase(at.node)
                .into_iter()
                .any(|node| places::names_unit(tree, node));
        full.then(|| {
            let person = Resolved {
                name: words.clone(),
                country: self.document.main_country.clone(),
                sector: None,
                id: None,
                person: Some(words),
                is_person: true,
                kind: Kind::People,
                inferred: Some(COUNTRY_OF_REPORT.to_owned()),
            };
            self.memory.remember_person(&surname, &person);
            vec![person]
        })
    }

    /// The words of the name itself, without titles: "Joselin Nazareno".
    fn own_name(&self, at: At) -> String {
        let tree = self.document.tree(at);
        let mut nodes: Vec<Node> = vec![at.node];
        nodes.extend(
            tree.children_by(at.node, &[Relation::Flat, Relation::Compound])
                .filter(|child| {
                    tree.upos(*child) == Upos::Propn && !self.is_title(At { node: *child, ..at })
                }),
        );
        nodes.sort_unstable();
        let words: Vec<&str> = nodes.iter().map(|node| tree.form(*node)).collect();
        words.join(" ")
    }

    fn is_title(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        self.agent_at(at)
            .is_some_and(|(agent, _)| agent.kind != AgentKind::Weapon)
            || matches!(
                tree.lemma(at.node).trim_end_matches('.'),
                "mr" | "mrs"
                    | "ms"
                    | "dr"
                    | "gen"
                    | "col"
                    | "lt"
                    | "maj"
                    | "capt"
                    | "sgt"
                    | "rep"
                    | "sen"
                    | "gov"
            )
    }

    /// The role that a title before the name, or an apposition behind it, gives its bearer.
    fn titled(&mut self, at: At, depth: usize) -> Option<Resolved> {
        if depth == 0 {
            return None;
        }
        let tree = self.document.tree(at);
        let candidates: Vec<Node> = tree
            .children_by(
                at.node,
                &[
                    Relation::Compound,
                    Relation::NmodDesc,
                    Relation::Flat,
                    Relation::Appos,
                    Relation::Amod,
                    Relation::Nmod,
                    Relation::NmodUnmarked,
                ],
            )
            .collect();
        for candidate in candidates {
            let title = At {
                node: candidate,
                ..at
            };
            let Some((agent, _)) = self.agent_at(title) else {
                continue;
            };
            if !matches!(agent.kind, AgentKind::Role | AgentKind::People) {
                continue;
            }
            let agent = agent.clone();
            let own = self.owner(title, depth.saturating_sub(1));
            let owner = own.or_else(|| self.owner(at, depth.saturating_sub(1)));
            if let Some(role) = self.compose(at, &agent, owner, candidate) {
                return Some(role);
            }
        }
        // "Mubarak, leader of the group": the name hangs on its role.
        let head = tree.head(at.node)?;
        if matches!(
            tree.relation(at.node),
            Relation::Appos | Relation::Flat | Relation::NmodDesc | Relation::Compound
        ) {
            let role = At { node: head, ..at };
            let (agent, _) = self.agent_at(role)?;
            if agent.kind == AgentKind::Role || agent.kind == AgentKind::People {
                return self
                    .agent(role, depth.saturating_sub(1))?
                    .into_iter()
                    .next();
            }
        }
        None
    }

    /// "the two sides", "both parties", "one-time foes"; not "all parties", not "enemies of the people".
    fn speaks_of_both(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        let opposed = self
            .agent_at(at)
            .is_some_and(|(agent, _)| agent.kind == AgentKind::Opponent);
        let warring = tree
            .children_by(at.node, &[Relation::Amod])
            .any(|amod| tree.form(amod).eq_ignore_ascii_case("warring"));
        // "each side", "both governments", "the two countries"
        let each = tree
            .children_by(at.node, &[Relation::Det])
            .any(|det| tree.lemma(det) == "each");
        if each && tree.lemma(at.node) == "side" {
            return true;
        }
        let counted = tree
            .children_by(
                at.node,
                &[Relation::Det, Relation::Nummod, Relation::CcPreconj],
            )
            .any(|word| matches!(tree.lemma(word), "both" | "two"));
        let pair = counted
            && !tree.has_child(at.node, &[Relation::Nmod, Relation::NmodPoss])
            && matches!(
                tree.lemma(at.node),
                "government" | "country" | "nation" | "state" | "neighbour" | "neighbor" | "army"
            )
            && tree
                .children_by(at.node, &[Relation::Amod, Relation::Compound])
                .next()
                .is_none();
        let sides = matches!(tree.lemma(at.node), "side" | "party") || warring || pair;
        let of_somebody = tree.has_child(at.node, &[Relation::Nmod, Relation::NmodPoss]);
        let all = tree
            .children_by(at.node, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "all" | "some" | "other"));
        tree.xpos(at.node) == Xpos::Nns && !all && (sides || opposed && !of_somebody)
    }

    fn agent_at(&self, at: At) -> Option<(&Agent, Vec<Node>)> {
        let tree = self.document.tree(at);
        let knowledge = self.document.knowledge;
        let lookup = |lemma: &str| {
            knowledge
                .agent_phrases
                .get(lemma)
                .iter()
                .find_map(|phrase| {
                    tree.sequence_ending(at.node, &phrase.lemmas)
                        .map(|nodes| (&knowledge.agents[phrase.row], nodes))
                })
        };
        lookup(tree.lemma(at.node)).or_else(|| lookup(&tree.form(at.node).to_lowercase()))
    }

    /// A phrase whose head is a noun for people or bodies that act.
    fn agent(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        if depth == 0 || !tree.is_nominal(at.node) && tree.upos(at.node) != Upos::Adj {
            return None;
        }
        if self.speaks_of_both(at) {
            let pair = self.memory.pair();
            if !pair.is_empty() {
                return Some(pair);
            }
        }
        let (agent, _) = self.agent_at(at)?;
        // "military convoy": of adjectives only those that name a body.
        if tree.upos(at.node) == Upos::Adj && agent.kind != AgentKind::Body {
            return None;
        }
        match agent.kind {
            AgentKind::Weapon => {
                self.parties.weapons.insert(at);
                return None;
            }
            // "enemies of the country" are not the country.
            AgentKind::Opponent => return None,
            _ => {}
        }
        let agent = agent.clone();
        let joined = self.joined_countries(at);
        if joined.len() > 1 {
            return Some(
                joined
                    .into_iter()
                    .filter_map(|owner| self.compose(at, &agent, Some(owner), at.node))
                    .collect(),
            );
        }
        let owner = self.owner(at, depth.saturating_sub(1));
        let party = self.compose(at, &agent, owner, at.node)?;
        let name = self.name_beside(at).filter(|_| party.is_person);
        Some(vec![match name {
            Some(name) => {
                let surname = name.split_whitespace().last().unwrap_or("").to_owned();
                let person = party.for_person(Some(name));
                self.memory.remember_person(&surname, &person);
                person
            }
            None => party,
        }])
    }

    /// "the group's leader, Abu Omar": the name of the person whose role the noun tells.
    fn name_beside(&self, at: At) -> Option<String> {
        let tree = self.document.tree(at);
        let name = tree
            .children_by(at.node, &[Relation::Appos, Relation::Flat])
            .find(|child| *child > at.node && tree.upos(*child) == Upos::Propn)?;
        let beside = At { node: name, ..at };
        let words = self.own_name(beside);
        let Some(mention) = self.document.mention(beside) else {
            return words.contains(' ').then_some(words);
        };
        self.term(&mention.entries).map(|term| term.name)
    }

    /// The countries of forces of several: "US-Iraqi troops", "Belgian, British and French soldiers".
    fn joined_countries(&self, at: At) -> Vec<Resolved> {
        let tree = self.document.tree(at);
        let mut nodes: Vec<Node> = tree
            .children_by(at.node, NAMING)
            .filter(|child| *child < at.node && tree.relation(*child) != Relation::Appos)
            .flat_map(|child| tree.subtree(child))
            .filter(|node| *node < at.node)
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        let mut countries: Vec<Resolved> = Vec::new();
        for node in nodes {
            let Some(mention) = self.document.mention(At { node, ..at }) else {
                continue;
            };
            // "US-led", "Iran-backed": one country and what it does.
            let is_part_of_compound = matches!(
                tree.lemma(tree.head(node).unwrap_or(at.node)),
                "lead" | "led" | "back" | "backed" | "base" | "based" | "hold" | "held"
            );
            if mention.first != node || is_part_of_compound {
                continue;
            }
            let code = mention.entries.iter().find_map(|entry| match entry {
                NameEntry::Country(_) | NameEntry::Adjective(_) => self.document.country_of(*entry),
                _ => None,
            });
            let country = code.and_then(|code| {
                self.document
                    .knowledge
                    .country_on(code, self.document.clock)
            });
            if let Some(country) = country.map(Resolved::of_country)
                && !countries.iter().any(|known| known.same_party(&country))
            {
                countries.push(country);
            }
        }
        countries
    }

    /// Puts a noun for an agent together with its owner.
    fn compose(
        &mut self,
        at: At,
        agent: &Agent,
        owner: Option<Resolved>,
        noun: Node,
    ) -> Option<Resolved> {
        let document = self.document;
        let words = self.words(At { node: noun, ..at });
        let is_person = agent.kind == AgentKind::Role && self.is_singular(At { node: noun, ..at });
        let lemma = document.tree(at).lemma(noun).to_owned();
        let Some(owner) = owner else {
            return self
                .unowned(At { node: noun, ..at }, agent, &words)
                .map(|party| {
                    if is_person {
                        party.for_person(None)
                    } else {
                        party
                    }
                });
        };
        // "one of the country's deadliest militant groups": the group of that country named last.
        if agent.kind == AgentKind::Generic
            && owner.kind == Kind::Country
            && !self.is_indefinite(At { node: noun, ..at })
            && let Some(group) = self.memory.last_group(agent.sector)
            && group.country == owner.country
        {
            return Some(group.inferred(&format!("\u{201c}{words}\u{201d}: the group named last")));
        }
        let party = match (owner.kind, agent.sector) {
            (_, None) => owner,
            (Kind::Organisation, Some(sector)) if owner.id.is_some() => {
                organisation_member(document, owner, agent, sector, &words)
            }
            (Kind::Outlet, _) => owner,
            (_, sector) => match owner.country.as_ref().or(document.main_country.as_ref()) {
                Some(code) => {
                    Resolved::of_sector(document.knowledge, document.clock, code, sector, &words)
                }
                None => Resolved {
                    sector,
                    name: words,
                    ..owner
                },
            },
        };
        let party = Resolved {
            person: None,
            is_person,
            ..party
        };
        self.memory.remember_agent(&lemma, &party);
        Some(party)
    }

    fn is_definite(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Det, Relation::NmodPoss])
            .any(|det| {
                tree.relation(det) == Relation::NmodPoss
                    || matches!(tree.lemma(det), "the" | "these" | "those" | "both")
            })
    }

    fn is_indefinite(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "a" | "an" | "some" | "another" | "several"))
    }

    /// An agent whose owner is not named: known from before, the last group, or of the country of the place.
    fn unowned(&mut self, at: At, agent: &Agent, words: &str) -> Option<Resolved> {
        let document = self.document;
        let tree = document.tree(at);
        let lemma = tree.lemma(at.node);
        let indefinite = self.is_indefinite(at);
        match agent.kind {
            AgentKind::Generic => {
                if indefinite {
                    return None;
                }
                return self.memory.last_group(agent.sector).map(|party| {
                    party.inferred(&format!("\u{201c}{words}\u{201d}: the group named last"))
                });
            }
            AgentKind::State => {
                let code = document.main_country.as_deref().filter(|_| !indefinite)?;
                return document
                    .knowledge
                    .country_on(code, document.clock)
                    .map(|country| Resolved::of_country(country).inferred(COUNTRY_OF_REPORT));
            }
            AgentKind::Role if agent.sector.is_none() => {
                return self.memory.last_group(None).map(|party| {
                    party.inferred(&format!("\u{201c}{words}\u{201d}: of the group named last"))
                });
            }
            _ => {}
        }
        agent.sector?;
        // "thousands of people" are not those told before.
        let are_counted = agent.sector == Some(Sector::Cvl) && !self.is_definite(at);
        if let Some(known) = self.memory.agent(lemma).filter(|_| !are_counted) {
            return Some(known.inferred(&format!("\u{201c}{words}\u{201d}: as named before")));
        }
        if let Some(sector @ (Sector::Mil | Sector::Cop)) = agent.sector
            && let Some(forces) = self.memory.last_forces(sector)
        {
            return Some(
                forces.inferred(&format!("\u{201c}{words}\u{201d}: the forces named last")),
            );
        }
        if agent.sector == Some(Sector::Reb)
            && let Some(group) = self.memory.last_group(Some(Sector::Reb))
        {
            return Some(group.inferred(&format!(
                "\u{201c}{words}\u{201d}: the armed group named last"
            )));
        }
        if agent.sector == Some(Sector::Reb)
            && let Some(group) = self.memory.coming_group(document.main_country.as_deref())
        {
            return Some(group.inferred(&format!(
                "\u{201c}{words}\u{201d}: the armed group that the report names"
            )));
        }
        // "In Havana, the rebels blamed the government": their own, not that of the town. Policemen are local.
        let local = if agent.sector == Some(Sector::Gov) && document.main_country.is_some() {
            None
        } else {
            place_country(document, at.sentence)
        };
        let rule = if local.is_some() {
            "country of the place in the sentence"
        } else {
            COUNTRY_OF_REPORT
        };
        match local.or_else(|| document.main_country.clone()) {
            Some(code) => Some(
                Resolved::of_sector(
                    document.knowledge,
                    document.clock,
                    &code,
                    agent.sector,
                    words,
                )
                .inferred(rule),
            ),
            None => Some(Resolved {
                name: words.to_owned(),
                country: None,
                sector: agent.sector,
                id: None,
                person: None,
                is_person: false,
                kind: Kind::People,
                inferred: None,
            }),
        }
    }

    /// Whom the noun belongs to: "Pakistani", "of the group", "Kandahar".
    fn owner(&mut self, at: At, depth: usize) -> Option<Resolved> {
        if depth == 0 {
            return None;
        }
        let tree = self.document.tree(at);
        let naming: Vec<Node> = tree
            .children_by(at.node, NAMING)
            .filter(|child| tree.relation(*child) != Relation::Appos)
            .collect();
        for child in naming {
            let below = At { node: child, ..at };
            if let Some(owner) = self.owner_word(below, depth) {
                return Some(owner);
            }
            // "US-led coalition", "Iran-backed militia".
            let inner: Vec<Node> = tree.children(child).to_vec();
            if matches!(
                tree.lemma(child),
                "led" | "lead" | "based" | "base" | "run" | "held"
            ) && let Some(owner) = inner
                .into_iter()
                .find_map(|node| self.owner_word(At { node, ..at }, depth))
            {
                return Some(owner);
            }
        }
        let behind: Vec<Node> = tree
            .children_by(at.node, &[Relation::Nmod])
            .filter(|child| {
                ["of", "for", "from", "in", "at", "with"]
                    .iter()
                    .any(|case| tree.has_case(*child, case))
            })
            .collect();
        // "talks between the government and the rebels in Havana": a foreign capital owns no government.
        let is_government = self.agent_at(at).is_some_and(|(agent, _)| {
            agent.kind == AgentKind::Body && agent.sector == Some(Sector::Gov)
        });
        behind.into_iter().find_map(|child| {
            let below = At { node: child, ..at };
            if is_government && self.is_foreign_capital(below) {
                return None;
            }
            self.owner_word(below, depth).or_else(|| {
                self.phrase(below, depth.saturating_sub(1))
                    .into_iter()
                    .next()
            })
        })
    }

    /// A capital, and not of the country that the report is about.
    fn is_foreign_capital(&self, at: At) -> bool {
        let main = self.document.main_country.as_deref();
        self.document.mention(at).is_some_and(|mention| {
            mention.entries.iter().any(|entry| {
                matches!(entry, NameEntry::Capital(_)) && self.document.country_of(*entry) != main
            })
        })
    }

    fn owner_word(&mut self, at: At, depth: usize) -> Option<Resolved> {
        let document = self.document;
        if let Some(mention) = document.mention(at) {
            let entries = mention.entries.clone();
            if let Some(owner) = self.entry(at, &entries) {
                return Some(owner);
            }
            // A town of a country that the report never names is only a word: "the Titan task force".
            let code = entries.iter().find_map(|entry| {
                let code = document.country_of(*entry)?;
                let is_told = !matches!(entry, NameEntry::Place(_))
                    || document.main_country.as_deref() == Some(code)
                    || self.memory.names_country(code);
                is_told.then_some(code)
            })?;
            return document
                .knowledge
                .country_on(code, document.clock)
                .map(Resolved::of_country);
        }
        let tree = document.tree(at);
        let possessive = tree.relation(at.node) == Relation::NmodPoss;
        let noun = matches!(tree.upos(at.node), Upos::Noun | Upos::Propn);
        if possessive || noun {
            return self.phrase(at, depth.saturating_sub(1)).into_iter().next();
        }
        None
    }

    fn is_singular(&self, at: At) -> bool {
        !matches!(self.document.tree(at).xpos(at.node), Xpos::Nns | Xpos::Nnps)
    }

    /// The phrase without articles and numbers: "Pakistani protesters".
    fn words(&self, at: At) -> String {
        let tree = self.document.tree(at);
        let kept: Vec<Node> = tree
            .name_phrase(at.node)
            .into_iter()
            .filter(|node| {
                *node <= at.node
                    && !matches!(
                        tree.upos(*node),
                        Upos::Det | Upos::Num | Upos::Pron | Upos::Punct
                    )
                    && !matches!(
                        tree.lemma(*node),
                        "further"
                            | "other"
                            | "more"
                            | "suspected"
                            | "suspect"
                            | "alleged"
                            | "several"
                            | "many"
                            | "some"
                            | "additional"
                            | "least"
                    )
            })
            .collect();
        let words: Vec<&str> = kept.iter().map(|node| tree.form(*node)).collect();
        if words.is_empty() {
            return tree.form(at.node).to_owned();
        }
        words.join(" ")
    }
}

/// A member or a body of a named organisation.
fn organisation_member(
    document: &Document<'_>,
    owner: Resolved,
    agent: &Agent,
    sector: Sector,
    words: &str,
) -> Resolved {
    let armed =
        document.knowledge.parties.iter().any(|party| {
            Some(&party.id) == owner.id.as_ref() && party.kind == PartyKind::ArmedGroup
        });
    let fights = matches!(
        sector,
        Sector::Reb | Sector::Uaf | Sector::Crm | Sector::Prm | Sector::Mil | Sector::Gov
    );
    if armed && (fights || agent.kind != AgentKind::People) {
        return owner;
    }
    if armed {
        return match &owner.country {
            Some(code) => Resolved::of_sector(
                document.knowledge,
                document.clock,
                code,
                Some(sector),
                words,
            ),
            None => Resolved {
                sector: Some(sector),
                ..owner
            },
        };
    }
    let own_sector = match sector {
        Sector::Mil => Some(Sector::Mil),
        _ => owner.sector.or(Some(sector)),
    };
    Resolved {
        sector: own_sector,
        ..owner
    }
}

/// The country of a place named in the sentence.
pub(crate) fn place_country(document: &Document<'_>, sentence: usize) -> Option<String> {
    let told = &document.sentences[sentence];
    told.mentions.iter().find_map(|mention| {
        let case = (mention.first..=mention.last).find_map(|node| told.tree.case_of(node));
        if !case.is_some_and(|case| LOCATIVE.contains(&case)) {
            return None;
        }
        mention.entries.iter().find_map(|entry| match entry {
            NameEntry::Place(_) | NameEntry::Country(_) | NameEntry::Capital(_) => {
                document.country_of(*entry).map(str::to_owned)
            }
            _ => None,
        })
    })
}
