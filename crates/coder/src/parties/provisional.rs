//! Parties that no table has: a proper name that ends in a word for a body gets a party of its own, marked so.

use relata_knowledge::{Agent, AgentKind};
use relata_language::{Relation, Upos};
use relata_record::Sector;

use super::Resolver;
use crate::document::{At, NAMING};
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

/// Why a party without an identifier is one.
const UNKNOWN_NAME: &str =
    "a name that no table has; sector and country from its words and the report";

impl Resolver<'_, '_> {
    /// The party of "the Hill Liberation Front", by its last word, its words and its apposition.
    pub(super) fn provisional(
        &mut self,
        at: At,
        agent: &Agent,
        noun: &[Node],
        depth: usize,
    ) -> Option<Resolved> {
        let tree = self.document.tree(at);
        if tree.upos(at.node) != Upos::Propn || !may_bear_a_name(agent) {
            return None;
        }
        let name: Vec<Node> = self.proper_name(at);
        let is_longer = name
            .iter()
            .any(|node| !noun.contains(node) && !self.is_country_word(At { node: *node, ..at }));
        if !is_longer {
            return None;
        }
        let words = tree.span_of(&name).of(tree.text).to_owned();
        let country = self
            .owner(at, depth.saturating_sub(1))
            .filter(|owner| owner.kind == Kind::Country)
            .and_then(|owner| owner.country)
            .or_else(|| self.document.main_country.clone());
        let party = Resolved {
            name: words,
            country,
            sector: agent.sector.or_else(|| self.sector_beside(at)),
            id: None,
            person: None,
            is_person: false,
            kind: Kind::Organisation,
            inferred: Some(UNKNOWN_NAME.to_owned()),
        };
        if let Some(acronym) = self.acronym_behind(at, &name) {
            self.acronyms.insert(acronym, party.clone());
        }
        Some(party)
    }

    /// The words with capitals that end at the head, with what stands between them.
    fn proper_name(&self, at: At) -> Vec<Node> {
        let tree = self.document.tree(at);
        let is_capital = |node: Node| tree.form(node).starts_with(char::is_uppercase);
        let mut first = at.node;
        for node in (0..at.node).rev() {
            let belongs = tree.is_below(node, at.node);
            let joins = matches!(tree.form(node), "-" | "of" | "for" | "and" | "the" | "'s");
            let is_word = is_capital(node) && tree.upos(node) != Upos::Det;
            if !belongs || !(is_word || joins) {
                break;
            }
            if is_word {
                first = node;
            }
        }
        (first..=at.node).collect()
    }

    fn is_country_word(&self, at: At) -> bool {
        self.document.mention(at).is_some_and(|mention| {
            mention
                .entries
                .iter()
                .any(|entry| self.document.country_of(*entry).is_some())
        })
    }

    /// What a noun before the name or an apposition behind it says of it: "the rebel Hill Front", "the Hill Front,
    /// an armed group".
    fn sector_beside(&self, at: At) -> Option<Sector> {
        let tree = self.document.tree(at);
        tree.children_by(at.node, NAMING)
            .chain(tree.children_by(at.node, &[Relation::Appos]))
            .filter(|child| !tree.form(*child).starts_with(char::is_uppercase))
            .find_map(|child| {
                let (agent, _) = self.agent_at(At { node: child, ..at })?;
                agent.sector
            })
    }

    /// The letters in brackets behind a name, where they begin as it does: "(HLF)".
    fn acronym_behind(&self, at: At, name: &[Node]) -> Option<String> {
        let tree = self.document.tree(at);
        let open = at.node + 1;
        if open + 2 >= tree.len() || tree.form(open) != "(" || tree.form(open + 2) != ")" {
            return None;
        }
        let acronym = tree.form(open + 1);
        let first = tree.form(*name.first()?).chars().next();
        let is_acronym = (2..=8).contains(&acronym.len())
            && acronym.chars().filter(|c| c.is_uppercase()).count() >= 2;
        (is_acronym && acronym.chars().next() == first).then(|| acronym.to_owned())
    }
}

/// True for nouns that end the names of bodies which no state owns.
fn may_bear_a_name(agent: &Agent) -> bool {
    let of_state = matches!(
        agent.sector,
        Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy | Sector::Leg | Sector::Jud)
    );
    matches!(
        agent.kind,
        AgentKind::Generic | AgentKind::Body | AgentKind::People
    ) && !of_state
}
