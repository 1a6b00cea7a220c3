//! Whom a noun belongs to: "Pakistani", "of the group", "Kandahar".

use relata_knowledge::{AgentKind, NameEntry};
use relata_language::{Relation, Upos};
use relata_record::Sector;

use super::Resolver;
use crate::document::{At, NAMING};
use crate::resolved::Resolved;
use crate::tree::Node;

/// Roles whose holders give a government its name.
const HEADS_OF_STATE: &[&str] = &[
    "president",
    "prime minister",
    "king",
    "chancellor",
    "leader",
];

impl Resolver<'_, '_> {
    /// Whom the noun belongs to: "Pakistani", "of the group", "Kandahar".
    pub(super) fn owner(&mut self, at: At, depth: usize) -> Option<Resolved> {
        if depth == 0 {
            return None;
        }
        let tree = self.document.tree(at);
        let mut naming: Vec<Node> = tree
            .children_by(at.node, NAMING)
            .filter(|child| tree.relation(*child) != Relation::Appos)
            .collect();
        // "rebel groups": the first word is no owner, but says what the noun says.
        if let Some((agent, nodes)) = self.agent_at(at)
            && agent.kind == AgentKind::People
        {
            naming.retain(|child| {
                let below = At { node: *child, ..at };
                let says_the_same = self
                    .agent_at(below)
                    .is_some_and(|(other, _)| other.sector == agent.sector);
                !nodes.contains(child) || !says_the_same || self.document.mention(below).is_some()
            });
        }
        let behind_it = tree
            .children_by(
                at.node,
                &[Relation::Amod, Relation::Acl, Relation::AclRelcl],
            )
            .filter(|child| *child > at.node && matches!(tree.lemma(*child), "loyal" | "allied"));
        naming.extend(behind_it);
        // "his Greek counterpart": a name says more than a pronoun; "the Damascus-based Hamas leader": where somebody
        // sits goes behind whose he is.
        naming.sort_by_key(|child| {
            tree.upos(*child) == Upos::Pron || self.is_seat(At { node: *child, ..at })
        });
        for child in naming {
            let below = At { node: child, ..at };
            // "the UN-recognised government": recognised by it, and not of it.
            if !self.only_acts_on_it(below)
                && let Some(owner) = self.owner_word(below, depth)
            {
                return Some(owner);
            }
            // "the Assad regime"
            if let Some(owner) = self.led_by_head_of_state(at, child) {
                return Some(owner);
            }
            // "forces loyal to General Haftar"
            if matches!(tree.lemma(child), "loyal" | "allied")
                && let Some(owner) = self.led_by(below, depth)
            {
                return Some(owner);
            }
            // "US-led coalition".
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
        let of_somebody = behind.into_iter().find_map(|child| {
            let below = At { node: child, ..at };
            if is_government && self.is_foreign_capital(below) {
                return None;
            }
            self.owner_word(below, depth)
                .or_else(|| {
                    self.phrase(below, depth.saturating_sub(1))
                        .into_iter()
                        .next()
                })
                .or_else(|| self.possessor_of_part(below, depth))
        });
        of_somebody.or_else(|| self.served_person(at, depth))
    }

    /// "an aide to the president": whom somebody serves; an envoy to a country is not of that country.
    fn served_person(&mut self, at: At, depth: usize) -> Option<Resolved> {
        let tree = self.document.tree(at);
        let child = tree
            .children_by(at.node, &[Relation::Nmod])
            .find(|child| tree.has_case(*child, "to"))?;
        let below = At { node: child, ..at };
        let served = self
            .phrase(below, depth.saturating_sub(1))
            .into_iter()
            .next()?;
        served.is_person.then_some(served)
    }

    /// "the chairman of the company's board": whose the board is, where the board itself is nobody.
    fn possessor_of_part(&mut self, at: At, depth: usize) -> Option<Resolved> {
        let tree = self.document.tree(at);
        let whose = tree
            .has_case(at.node, "of")
            .then(|| tree.children_by(at.node, &[Relation::NmodPoss]).next())
            .flatten()?;
        self.owner_word(At { node: whose, ..at }, depth.saturating_sub(1))
    }

    /// The first word of "Damascus-based", or the second with it.
    fn is_seat(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        let is_based = |node: Node| matches!(tree.form(node), "based" | "-based" | "Based");
        is_based(at.node)
            || (1..=2).any(|step| at.node + step < tree.len() && is_based(at.node + step))
    }

    /// True for a name that a hyphen ties to what its bearer does with the noun: "UN-recognised", "Saudi-backed".
    fn only_acts_on_it(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        let last = at.node + 2;
        let behind = if let Some((_, behind)) = tree.form(at.node).rsplit_once('-') {
            behind
        } else if last < tree.len() && tree.form(at.node + 1) == "-" {
            tree.form(last)
        } else {
            return false;
        };
        let rules = ["led", "based", "ruled", "controlled", "dominated"];
        behind.ends_with("ed") && !rules.contains(&behind)
    }

    /// "the Assad regime", "the Maduro government": the state at whose head somebody of that name stands on the day, if it
    /// is one state.
    fn led_by_head_of_state(&self, noun: At, name: Node) -> Option<Resolved> {
        let document = self.document;
        let tree = document.tree(noun);
        let names_government = self.agent_at(noun).is_some_and(|(agent, _)| {
            agent.sector == Some(Sector::Gov) && agent.kind == AgentKind::Body
        });
        if !names_government || tree.upos(name) != Upos::Propn {
            return None;
        }
        let mut codes: Vec<&str> = document
            .knowledge
            .terms_by_surname(tree.form(name))
            .filter(|term| HEADS_OF_STATE.contains(&term.role.as_str()))
            .filter(|term| term.organisation.is_none() && term.period.may_hold_on(document.clock))
            .map(|term| term.country.as_str())
            .collect();
        codes.dedup();
        let [code] = codes.as_slice() else {
            return None;
        };
        document
            .knowledge
            .country_on(code, document.clock)
            .map(|country| Resolved::of_country(country).inferred("whose head bears that name"))
    }

    /// "loyal to General Haftar": whom the adjective names.
    fn led_by(&mut self, adjective: At, depth: usize) -> Option<Resolved> {
        let tree = self.document.tree(adjective);
        let leaders: Vec<Node> = tree
            .children_by(adjective.node, &[Relation::Obl, Relation::Nmod])
            .filter(|child| tree.has_case(*child, "to") || tree.has_case(*child, "with"))
            .collect();
        leaders.into_iter().find_map(|node| {
            let leader = At { node, ..adjective };
            self.phrase(leader, depth.saturating_sub(1))
                .into_iter()
                .next()
        })
    }

    /// A capital, and not of the country that the report is about.
    pub(super) fn is_foreign_capital(&self, at: At) -> bool {
        let main = self.document.main_country.as_deref();
        self.document.mention(at).is_some_and(|mention| {
            mention.entries.iter().any(|entry| {
                matches!(entry, NameEntry::Capital(_)) && self.document.country_of(*entry) != main
            })
        })
    }

    pub(super) fn owner_word(&mut self, at: At, depth: usize) -> Option<Resolved> {
        let document = self.document;
        if let Some(mention) = document.mention(at) {
            let entries = mention.entries.clone();
            if self.other_owner(at, &entries).is_some() {
                return self.phrase(at, depth.saturating_sub(1)).into_iter().next();
            }
            if let Some(owner) = self.entry(at, &entries, depth.saturating_sub(1)) {
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
}
