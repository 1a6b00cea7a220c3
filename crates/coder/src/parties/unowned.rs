//! Nouns for people and bodies of whom the words do not tell whose they are.

use relata_knowledge::{Agent, AgentKind};
use relata_language::Relation;
use relata_record::Sector;

use super::{COUNTRY_OF_REPORT, COUNTRY_OF_SENTENCE, Resolver, place_country};
use crate::document::At;
use crate::resolved::{COUNTRY_OF_OTHER_SIDE, Kind, Resolved, body_of, is_no_state};
use crate::things;

impl Resolver<'_, '_> {
    /// An agent whose owner is not named: known from before, the last group, or of the country of the place.
    pub(super) fn unowned(&mut self, at: At, agent: &Agent, words: &str) -> Option<Resolved> {
        let document = self.document;
        let tree = document.tree(at);
        let lemma = tree.lemma(at.node);
        let indefinite = self.is_indefinite(at);
        match agent.kind {
            AgentKind::Generic => {
                if indefinite {
                    return None;
                }
                if let Some(group) = self.in_chain(at, Resolved::is_group) {
                    return Some(group);
                }
                return self.memory.last_group(agent.sector).map(|party| {
                    party.inferred(&format!("\u{201c}{words}\u{201d}: the group named last"))
                });
            }
            AgentKind::State if agent.sector.is_none() => {
                let home = self.memory.home_of_the_conflict();
                let code = home
                    .as_deref()
                    .or(document.main_country.as_deref())
                    .filter(|_| !indefinite)?;
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
        let sector = agent.sector?;
        // "a speaker for a radical faction": of whomever it is, and not of the state.
        let speaks_for = agent.kind == AgentKind::Role
            && tree
                .children_by(at.node, &[Relation::Nmod])
                .any(|child| tree.has_case(child, "for") && tree.is_nominal(child));
        if speaks_for {
            return Some(Resolved::of_noun(words, None));
        }
        if agent.kind == AgentKind::Role
            && matches!(
                sector,
                Sector::Gov | Sector::Mil | Sector::Leg | Sector::Spy | Sector::Cop
            )
            && self.is_former(at)
        {
            return Some(Resolved::of_noun(words, Some(Sector::Eli)));
        }
        // "foreign troops", "a coalition soldier" are of any country but this.
        let foreign = tree
            .children_by(at.node, &[Relation::Amod, Relation::Compound])
            .any(|word| things::is_of(document.knowledge, tree, word, "abroad"));
        if foreign {
            return Some(Resolved::of_noun(words, Some(sector)));
        }
        // "militants in police uniforms" are told apart from those that the report knows.
        let told_apart = !self.is_definite(at)
            && tree
                .children_by(at.node, &[Relation::Nmod])
                .any(|child| tree.has_case(child, "in") || tree.has_case(child, "with"));
        // "thousands of people" are not those told before.
        let are_counted = agent.sector == Some(Sector::Cvl) && !self.is_definite(at);
        let is_alike = |party: &Resolved| party.sector == agent.sector && !party.is_person;
        if !are_counted && let Some(known) = self.in_chain(at, is_alike) {
            return Some(known);
        }
        if let Some(known) = self.memory.agent(lemma).filter(|_| !are_counted) {
            return Some(known.inferred(&format!("\u{201c}{words}\u{201d}: as named before")));
        }
        if let Some(sector @ (Sector::Mil | Sector::Cop)) = agent.sector
            && let Some(forces) =
                self.memory
                    .last_forces(sector, at.sentence, document.main_country.as_deref())
        {
            return Some(
                forces.inferred(&format!("\u{201c}{words}\u{201d}: the forces named last")),
            );
        }
        if agent.sector == Some(Sector::Reb)
            && !told_apart
            && let Some(group) = self.memory.last_group(Some(Sector::Reb))
        {
            return Some(group.inferred(&format!(
                "\u{201c}{words}\u{201d}: the armed group named last"
            )));
        }
        // "the same cartel"
        if agent.sector == Some(Sector::Crm)
            && self.is_definite(at)
            && let Some(group) = self
                .memory
                .last_group(agent.sector)
                .filter(|group| group.sector == agent.sector)
        {
            return Some(group.inferred(&format!("\u{201c}{words}\u{201d}: the group named last")));
        }
        if agent.sector == Some(Sector::Reb)
            && !told_apart
            && let Some(group) = self.memory.coming_group(document.main_country.as_deref())
        {
            return Some(group.inferred(&format!(
                "\u{201c}{words}\u{201d}: the armed group that the report names"
            )));
        }
        // "In Havana, the rebels blamed the government": their own, not that of the town. Policemen are local.
        let of_the_conflict =
            agent.sector == Some(Sector::Gov) || agent.sector == Some(Sector::Reb);
        let local = if of_the_conflict && document.main_country.is_some() {
            None
        } else {
            place_country(document, at.sentence)
        };
        let rule = if local.is_some() {
            COUNTRY_OF_SENTENCE
        } else {
            COUNTRY_OF_REPORT
        };
        let home = self
            .memory
            .home_of_the_conflict()
            .filter(|_| match agent.sector {
                Some(Sector::Gov | Sector::Leg | Sector::Jud) => true,
                // "the rebels will halt attacks on the security forces", told of talks abroad.
                Some(Sector::Mil | Sector::Cop) => self.is_definite(at),
                _ => false,
            });
        let (beside, rule) = match self.country_beside(at) {
            Some(code) => (Some(code), COUNTRY_OF_OTHER_SIDE),
            None => (None, rule),
        };
        // "rebel groups of Syria … the rebel delegation", told from abroad
        let known = || {
            let is_rebel = agent.sector == Some(Sector::Reb);
            is_rebel
                .then(|| self.memory.country_of_last(Sector::Reb))
                .flatten()
        };
        let code = beside
            .or_else(known)
            .or(home)
            .or(local)
            .or_else(|| document.main_country.clone());
        match code.map(|code| self.holder_of(code, agent.sector)) {
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
            None => Some(Resolved::of_noun(words, agent.sector)),
        }
    }

    /// "talks between the Syrian government and the opposition": both sides are of one country.
    pub(super) fn country_beside(&self, at: At) -> Option<String> {
        let tree = self.document.tree(at);
        if tree.relation(at.node) != Relation::Conj {
            return None;
        }
        let side = At {
            node: tree.head(at.node)?,
            ..at
        };
        let [party] = self.parties.at(side) else {
            return None;
        };
        let is_told = party.kind == Kind::People && party.inferred.is_none() && !party.is_person
            || party.kind == Kind::Organisation && party.sector == Some(Sector::Reb);
        let is_of_state = party
            .sector
            .is_some_and(|sector| body_of(sector).is_some() || sector == Sector::Reb);
        party
            .country
            .clone()
            .filter(|code| is_told && is_of_state && code.len() == 3 && !is_no_state(code))
    }

    /// "Military sources in Gaza": the state whose army it is, where the country has none of its own.
    fn holder_of(&self, code: String, sector: Option<Sector>) -> String {
        let army = |code: &str| {
            let country = self
                .document
                .knowledge
                .country_on(code, self.document.clock)?;
            country.army.clone()
        };
        match sector {
            Some(Sector::Mil) => army(&code).unwrap_or(code),
            _ => code,
        }
    }
}
