//! Names beside a noun for a group: "a rebel group, the National Liberation Forces", "the opposition bloc Wefaq". The
//! name is the party; the noun tells its sector, and whom it belongs to where the name alone does not.

use relata_knowledge::{Agent, AgentKind};
use relata_language::{Relation, Upos};
use relata_record::Sector;

use super::Resolver;
use crate::document::{At, NAMING};
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

/// Why a party is one that only its noun tells.
const TOLD_BY_NOUN: &str = "a name that no table has; sector and country from the noun beside it";

impl Resolver<'_, '_> {
    /// The party whose name stands beside a noun for a group.
    pub(super) fn named_beside(&mut self, at: At, agent: &Agent, depth: usize) -> Option<Resolved> {
        let tree = self.document.tree(at);
        if !self.is_for_a_body(at, agent) || !self.is_singular(at) {
            return None;
        }
        let name = tree
            .children_by(
                at.node,
                &[Relation::Appos, Relation::Flat, Relation::NmodDesc],
            )
            .find(|child| *child > at.node && tree.upos(*child) == Upos::Propn)?;
        let beside = At { node: name, ..at };
        let below = depth.saturating_sub(1);
        let parties = self.phrase(beside, below);
        if let [party] = parties.as_slice() {
            // "Sons of the Land" are nobody's sons.
            if party.kind == Kind::Organisation && !party.is_person {
                return Some(party.clone());
            }
        }
        if self.document.mention(beside).is_some() {
            return None;
        }
        let words = self.whole_name(beside);
        if words.chars().count() < 2 {
            return None;
        }
        let owner = self.owner(at, below).and_then(|owner| owner.country);
        Some(Resolved {
            name: words,
            country: owner.or_else(|| self.document.main_country.clone()),
            sector: agent.sector.or_else(|| self.sector_of_kind(at)),
            id: None,
            person: None,
            is_person: false,
            kind: Kind::Organisation,
            inferred: Some(TOLD_BY_NOUN.to_owned()),
        })
    }

    /// The name with what hangs on it: "Sons of the Land".
    fn whole_name(&self, at: At) -> String {
        let tree = self.document.tree(at);
        let is_capital = |node: Node| tree.form(node).starts_with(char::is_uppercase);
        let is_part = |node: &Node| {
            tree.is_below(*node, at.node)
                && (is_capital(*node) || matches!(tree.form(*node), "-" | "of" | "for" | "the"))
        };
        let first = (0..=at.node).rev().take_while(is_part).last();
        let last = (at.node..tree.len())
            .take_while(is_part)
            .filter(|node| is_capital(*node))
            .last();
        match (first, last) {
            (Some(first), Some(last)) if is_capital(at.node) => {
                let nodes: Vec<Node> = (first..=last)
                    .skip_while(|node| !is_capital(*node))
                    .collect();
                tree.span_of(&nodes).of(tree.text).to_owned()
            }
            _ => String::new(),
        }
    }

    /// "group", "rebel group", "ministry": the last word alone is one for a body, and not for a person.
    pub(super) fn is_for_a_body(&self, at: At, agent: &Agent) -> bool {
        let knowledge = self.document.knowledge;
        let lemma = self.document.tree(at).lemma(at.node);
        let is_body = |kind| matches!(kind, AgentKind::Generic | AgentKind::Body);
        is_body(agent.kind)
            || knowledge.agent_phrases.get(lemma).iter().any(|phrase| {
                phrase.lemmas.len() == 1 && is_body(knowledge.agents[phrase.row].kind)
            })
    }

    /// "rebel group", "opposition bloc": what the word before the noun says of its sector.
    fn sector_of_kind(&self, at: At) -> Option<Sector> {
        let tree = self.document.tree(at);
        let before: Vec<Node> = tree
            .children_by(at.node, NAMING)
            .filter(|child| *child < at.node)
            .collect();
        before.into_iter().find_map(|node| {
            self.agent_at(At { node, ..at })
                .and_then(|(agent, _)| agent.sector)
        })
    }
}
