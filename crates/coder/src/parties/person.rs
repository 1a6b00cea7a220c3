//! People: known by name, by a title before it, or by an apposition behind it.

use relata_knowledge::AgentKind;
use relata_language::{Relation, Upos};

use super::{COUNTRY_OF_REPORT, Resolver};
use crate::document::At;
use crate::places;
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

impl Resolver<'_, '_> {
    /// A person named in the report: known from before, or from a title or an apposition here.
    pub(super) fn person(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
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
    pub(super) fn own_name(&self, at: At) -> String {
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

    pub(super) fn is_title(&self, at: At) -> bool {
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
    pub(super) fn titled(&mut self, at: At, depth: usize) -> Option<Resolved> {
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

    /// "the group's leader, Abu Omar": the name of the person whose role the noun tells.
    pub(super) fn name_beside(&self, at: At) -> Option<String> {
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
}
