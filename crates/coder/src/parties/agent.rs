//! Nouns for people and bodies that act, put together with whom they belong to.

use relata_knowledge::{Agent, AgentKind, NameEntry, PartyKind};
use relata_language::{Relation, Upos, Xpos};
use relata_record::Sector;

use super::{COUNTRY_OF_REPORT, Resolver};
use crate::document::{At, Document, NAMING};
use crate::resolved::{Kind, Resolved};
use crate::things;
use crate::tree::Node;

impl Resolver<'_, '_> {
    /// "the two sides", "both parties", "one-time foes"; not "all parties", not "enemies of the people".
    pub(super) fn speaks_of_both(&self, at: At) -> bool {
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

    /// The row of agents whose phrase ends at a word, and the words of the phrase.
    pub(super) fn agent_at(&self, at: At) -> Option<(&Agent, Vec<Node>)> {
        let (row, nodes) = self.agent_match(at)?;
        Some((&self.document.knowledge.agents[row], nodes))
    }

    /// Position of that row.
    pub(super) fn agent_row(&self, at: At) -> Option<usize> {
        self.agent_match(at).map(|(row, _)| row)
    }

    fn agent_match(&self, at: At) -> Option<(usize, Vec<Node>)> {
        let tree = self.document.tree(at);
        let lookup = |last: Node, lemma: &str| {
            self.document
                .knowledge
                .agent_phrases
                .get(lemma)
                .iter()
                .find_map(|phrase| {
                    tree.sequence_ending(last, &phrase.lemmas)
                        .filter(|nodes| nodes.contains(&at.node))
                        .map(|nodes| (phrase.row, nodes))
                })
        };
        let ending = |last: Node| {
            lookup(last, tree.lemma(last)).or_else(|| lookup(last, &tree.form(last).to_lowercase()))
        };
        // "Attorney General Francisco Barbosa": a parser may take the first word of the title for its head.
        let next = at.node + 1;
        let goes_on = next < tree.len() && tree.head(next) == Some(at.node);
        goes_on
            .then(|| ending(next))
            .flatten()
            .or_else(|| ending(at.node))
    }

    /// A phrase whose head is a noun for people or bodies that act.
    pub(super) fn agent(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        // "the country's displaced" may be read as a verb.
        let is_owned_participle =
            tree.upos(at.node) == Upos::Verb && tree.has_child(at.node, &[Relation::NmodPoss]);
        let is_adjective = tree.upos(at.node) == Upos::Adj || is_owned_participle;
        if depth == 0 || !tree.is_nominal(at.node) && !is_adjective {
            return None;
        }
        if self.speaks_of_both(at) {
            let pair = self.memory.pair(at.sentence);
            if !pair.is_empty() {
                return Some(pair);
            }
        }
        if self.speaks_of_all(at) {
            return Some(vec![Resolved {
                name: self.words(at),
                country: self.document.main_country.clone(),
                sector: None,
                id: None,
                person: None,
                is_person: false,
                kind: Kind::People,
                inferred: Some(COUNTRY_OF_REPORT.to_owned()),
            }]);
        }
        let (agent, nodes) = self.agent_at(at)?;
        // "military convoy": of adjectives only those that name a body, or people ("the displaced").
        let stands_alone = tree.head(at.node).is_none()
            && !tree.has_child(
                at.node,
                &[Relation::Nsubj, Relation::NsubjPass, Relation::Expl],
            );
        let is_noun_like = agent.kind == AgentKind::People
            && tree.has_child(at.node, &[Relation::Det, Relation::NmodPoss])
            || matches!(agent.kind, AgentKind::People | AgentKind::Role) && stands_alone;
        if is_adjective && agent.kind != AgentKind::Body && !is_noun_like {
            return None;
        }
        match agent.kind {
            AgentKind::Weapon => {
                self.parties.weapons.insert(at);
                return None;
            }
            AgentKind::Opponent => {
                self.parties.opponents.insert(at);
                return None;
            }
            AgentKind::Former => return None,
            _ => {}
        }
        let agent = agent.clone();
        if let Some(named) = self.exemplified(at, depth) {
            return Some(named);
        }
        if let Some(named) = self.named_beside(at, &agent, depth) {
            return Some(vec![named]);
        }
        if let Some(party) = self.provisional(at, &agent, &nodes, depth) {
            return Some(vec![party]);
        }
        let joined = self.joined_countries(at);
        if joined.len() > 1 {
            return Some(
                joined
                    .into_iter()
                    .filter_map(|owner| self.compose(at, &agent, Some(owner), at.node))
                    .collect(),
            );
        }
        // "talks between the Syrian government and the opposition in Geneva"
        let meets_abroad = self.country_beside(at).is_some()
            && tree
                .children_by(at.node, &[Relation::Nmod])
                .any(|child| tree.has_case(child, "in"))
            && !tree
                .children_by(at.node, NAMING)
                .any(|child| self.document.mention(At { node: child, ..at }).is_some());
        let owner = if meets_abroad {
            None
        } else {
            self.owner(at, depth.saturating_sub(1))
        };
        let party = self.compose(at, &agent, owner, at.node)?;
        // "the group's leader, Joseph Kony": a person whom the tables have tells of whom.
        if party.is_person
            && let Some(known) = self.known_beside(at)
        {
            return Some(vec![known]);
        }
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

    /// The countries of forces of several: "US-Iraqi troops", "Belgian, British and French soldiers".
    pub(super) fn joined_countries(&self, at: At) -> Vec<Resolved> {
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
    pub(super) fn compose(
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
        // "Burundi's last rebel group … a spokesman for the FNL": the only one of that country that the report names.
        if agent.sector == Some(Sector::Reb)
            && agent.kind != AgentKind::Role
            && owner.kind == Kind::Country
            && !self.tells_of_another(At { node: noun, ..at })
            && let Some(group) = self.memory.only_group(owner.country.as_deref())
        {
            return Some(group.inferred(&format!(
                "\u{201c}{words}\u{201d}: the armed group that the report names"
            )));
        }
        let of_state = matches!(
            agent.sector,
            Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy | Sector::Leg | Sector::Jud)
        );
        let acts_for_it = of_state || agent.sector.is_none() && owner.kind == Kind::Country;
        let is_person_or_people = matches!(agent.kind, AgentKind::Role | AgentKind::People);
        if is_person_or_people && acts_for_it && self.is_former(At { node: noun, ..at }) {
            return Some(Resolved {
                name: words,
                country: owner.country,
                sector: Some(Sector::Eli),
                id: None,
                person: None,
                is_person,
                kind: Kind::People,
                inferred: None,
            });
        }
        // "his men", said of a commander: his side.
        let is_armed = matches!(
            owner.sector,
            Some(Sector::Reb | Sector::Mil | Sector::Cop | Sector::Prm | Sector::Uaf)
        );
        if is_armed
            && agent.kind == AgentKind::People
            && document
                .knowledge
                .is_thing("follower", std::slice::from_ref(&lemma))
            && document.tree(at).has_child(noun, &[Relation::NmodPoss])
        {
            return Some(Resolved {
                person: None,
                is_person: false,
                ..owner
            });
        }
        let party = match (owner.kind, agent.sector) {
            // "Palestinian groups" are not the government.
            (Kind::Country, None) if agent.kind == AgentKind::Generic => Resolved {
                name: words,
                sector: None,
                kind: Kind::People,
                ..owner
            },
            (_, None) => owner,
            // Fighters of a group that no table has are that group.
            (Kind::Organisation, Some(Sector::Reb | Sector::Uaf | Sector::Prm))
                if owner.id.is_none() =>
            {
                owner
            }
            (Kind::Organisation, Some(sector)) => {
                organisation_member(document, owner, agent, sector, &words)
            }
            (Kind::Outlet, _) => owner,
            // "the president of the medical association" is no head of state.
            (Kind::People, Some(_))
                if of_state && agent.kind == AgentKind::Role && is_of_no_state(&owner) =>
            {
                owner
            }
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

    /// "all parties", "the parties to the conflict": nobody in particular, and no political party.
    fn speaks_of_all(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        let all = tree
            .children_by(at.node, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "all" | "both"));
        let to_something = tree
            .children_by(at.node, &[Relation::Nmod])
            .any(|child| tree.has_case(child, "to"));
        tree.xpos(at.node) == Xpos::Nns
            && matches!(tree.lemma(at.node), "party" | "side")
            && (all || to_something)
    }

    /// "militias like Hezbollah", "groups such as the ELN": the parties named.
    fn exemplified(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        let example = tree.children_by(at.node, &[Relation::Nmod]).find(|child| {
            *child > at.node
                && matches!(tree.lemma(at.node + 1), "like" | "such")
                && matches!(tree.case_of(*child), Some("like" | "such" | "as"))
        })?;
        let mut named = Vec::new();
        for node in std::iter::once(example).chain(tree.conjuncts(example)) {
            let below = At { node, ..at };
            for party in self.phrase(below, depth.saturating_sub(1)) {
                if party.kind == Kind::Organisation && !named.contains(&party) {
                    named.push(party);
                }
            }
        }
        (!named.is_empty()).then_some(named)
    }

    /// True if a word before the noun sets it apart from those of its kind: "another group", "rival rebels".
    fn tells_of_another(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        self.is_indefinite(at)
            || tree
                .children_by(at.node, &[Relation::Amod, Relation::Det])
                .any(|word| things::is_of(self.document.knowledge, tree, word, "another"))
    }

    /// True if a word before the noun says that its role is over: "a former minister", "the ousted president".
    pub(super) fn is_former(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Amod, Relation::Compound])
            .any(|child| {
                self.agent_at(At { node: child, ..at })
                    .is_some_and(|(agent, _)| agent.kind == AgentKind::Former)
            })
    }

    pub(super) fn is_definite(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Det, Relation::NmodPoss])
            .any(|det| {
                tree.relation(det) == Relation::NmodPoss
                    || matches!(tree.lemma(det), "the" | "these" | "those" | "both")
            })
    }

    pub(super) fn is_indefinite(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "a" | "an" | "some" | "another" | "several"))
    }

    pub(super) fn is_singular(&self, at: At) -> bool {
        !matches!(self.document.tree(at).xpos(at.node), Xpos::Nns | Xpos::Nnps)
    }

    /// The phrase without articles and numbers: "Pakistani protesters".
    pub(super) fn words(&self, at: At) -> String {
        let tree = self.document.tree(at);
        let phrase = tree.name_phrase(at.node);
        // "as many as 30 people", "between 20 and 30 civilians": whatever leads to the number goes with it.
        let number = phrase
            .iter()
            .rfind(|node| **node < at.node && tree.upos(**node) == Upos::Num);
        let first = number.map_or(0, |number| number + 1);
        let kept: Vec<Node> = phrase
            .iter()
            .copied()
            .filter(|node| {
                // The hyphen of "Rwandan-backed" stays.
                let joins = tree.form(*node) == "-";
                (first..=at.node).contains(node)
                    && (joins
                        || !matches!(
                            tree.upos(*node),
                            Upos::Det | Upos::Num | Upos::Pron | Upos::Punct
                        ))
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
        if kept.is_empty() {
            return tree.form(at.node).to_owned();
        }
        // "Yemen's warring parties": parted where the text parts them.
        let mut words = String::new();
        for (place, node) in kept.iter().enumerate() {
            let start = tree.token(*node).span.start;
            let touches = place
                .checked_sub(1)
                .is_some_and(|before| tree.token(kept[before]).span.end == start);
            if place > 0 && !touches {
                words.push(' ');
            }
            words.push_str(tree.form(*node));
        }
        words
    }
}

/// True for people or a body told to be of a sector that is no arm of a state.
fn is_of_no_state(owner: &Resolved) -> bool {
    owner.sector.is_some_and(|sector| {
        !matches!(
            sector,
            Sector::Gov
                | Sector::Mil
                | Sector::Cop
                | Sector::Spy
                | Sector::Leg
                | Sector::Jud
                | Sector::Cvl
        )
    })
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
        Sector::Mil | Sector::Cop | Sector::Leg | Sector::Jud | Sector::Spy
            if owner.kind == Kind::Organisation && owner.sector != Some(Sector::Leg) =>
        {
            Some(sector)
        }
        _ => owner.sector.or(Some(sector)),
    };
    Resolved {
        sector: own_sector,
        ..owner
    }
}
