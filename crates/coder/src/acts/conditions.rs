//! What a row of the table of acts asks for, held against the words of a sentence.

use std::collections::BTreeSet;

use relata_knowledge::{ActRow, Condition, Test};
use relata_language::{NameKind, Relation, Xpos};
use relata_record::{EventType, Sector};

use super::{Finder, follow};
use crate::document::At;
use crate::slots::{self, Carrier};
use crate::things;
use crate::tree::{Node, Tree};

impl Finder<'_, '_> {
    pub(super) fn holds(
        &self,
        row: &ActRow,
        condition: &Condition,
        node: Node,
        carrier: Option<Carrier>,
        consumed: &mut BTreeSet<Node>,
    ) -> bool {
        if let Test::Passive(wanted) = condition.test {
            return (self.tree.is_passive(node) == wanted) != condition.negated;
        }
        match condition.test {
            Test::Told => return self.is_told(node) != condition.negated,
            Test::Future => return tells_future(self.tree, node) != condition.negated,
            Test::Negative => {
                return slots::negator(self.tree, node).is_some() != condition.negated;
            }
            Test::Adnominal => {
                let describes = matches!(
                    self.tree.relation(node),
                    Relation::Acl | Relation::AclRelcl | Relation::Amod
                );
                return describes != condition.negated;
            }
            _ => {}
        }
        let mut met = false;
        for slot in &condition.slots {
            for filler in follow(self.tree, node, carrier, slot) {
                let matched = self
                    .meets(&condition.test, filler)
                    .or_else(|| self.meets_by_pronoun(row, condition, filler));
                if let Some(matched) = matched {
                    met = true;
                    if !condition.negated {
                        consumed.extend(matched);
                    }
                }
            }
        }
        met != condition.negated
    }

    /// True if a party says what the word tells.
    fn is_told(&self, node: Node) -> bool {
        self.speeches.iter().any(|speech| {
            speech.sentence == self.sentence
                && speech.content.contains(&node)
                && speech.speaker.is_some()
        })
    }

    /// The nodes by which `filler` meets the test; None if it does not.
    fn meets(&self, test: &Test, filler: Node) -> Option<Vec<Node>> {
        let tree = self.tree;
        let at = At {
            sentence: self.sentence,
            node: filler,
        };
        let knowledge = self.document.knowledge;
        match test {
            Test::Filled => Some(Vec::new()),
            Test::Head(classes) => {
                let head = things::content_head(tree, filler);
                things::is_any(knowledge, tree, head, classes).then(|| vec![filler, head])
            }
            Test::Within(classes) => tree
                .subtree(filler)
                .into_iter()
                // "an agreement to share power" speaks of no shares.
                .filter(|below| {
                    !matches!(
                        tree.xpos(*below),
                        Xpos::Vb | Xpos::Vbd | Xpos::Vbp | Xpos::Vbz
                    )
                })
                .find(|below| things::is_any(knowledge, tree, *below, classes))
                .map(|below| vec![filler, below]),
            Test::Party => (tree.is_reciprocal(filler)
                || self.is_named(filler, &[NameKind::Person, NameKind::Organisation])
                || !self.parties.at(at).is_empty()
                || !self
                    .parties
                    .at(At {
                        node: things::content_head(tree, filler),
                        ..at
                    })
                    .is_empty())
            .then(Vec::new),
            Test::Armed => self
                .parties
                .at(at)
                .iter()
                .any(|party| matches!(party.sector, Some(Sector::Reb | Sector::Prm | Sector::Uaf)))
                .then(Vec::new),
            Test::Person => (self.is_named(filler, &[NameKind::Person])
                || self.parties.at(at).iter().any(|party| party.is_person))
            .then(Vec::new),
            Test::Place => self
                .document
                .mention(at)
                .is_some_and(|mention| {
                    mention
                        .entries
                        .iter()
                        .any(|entry| crate::places::is_place(*entry))
                })
                .then(Vec::new),
            Test::Either(tests) => tests.iter().find_map(|test| self.meets(test, filler)),
            Test::Act(types) => self.act_of(filler, types).map(|node| vec![node]),
            Test::Passive(_) | Test::Told | Test::Future | Test::Negative | Test::Adnominal => None,
        }
    }

    /// "rejected it", "withdrew them": what answers an offer or a charge, or gives something up, may name it by a pronoun.
    fn meets_by_pronoun(
        &self,
        row: &ActRow,
        condition: &Condition,
        filler: Node,
    ) -> Option<Vec<Node>> {
        let answers = matches!(
            row.event_type,
            Some(
                EventType::Agree
                    | EventType::Support
                    | EventType::Accuse
                    | EventType::Reject
                    | EventType::Retreat
            )
        );
        // "any attempt to carry it out" answers nothing.
        let answers = answers
            && self
                .tree
                .head(filler)
                .is_none_or(|verb| self.tree.relation(verb) != Relation::Acl);
        let classes = match &condition.test {
            Test::Head(classes) if answers && !condition.negated => classes,
            _ => return None,
        };
        self.stands_for(filler, classes).then(|| vec![filler])
    }

    /// True if a pronoun points back, within the sentence before, to a noun of one of the classes.
    fn stands_for(&self, node: Node, classes: &[String]) -> bool {
        let chains = &self.document.chains;
        if !matches!(
            self.tree.lemma(node),
            "it" | "this" | "that" | "them" | "they"
        ) {
            return false;
        }
        let Some(mention) = chains.mention_at(self.sentence, node) else {
            return false;
        };
        chains.link_of(mention).is_some()
            && chains
                .before(mention)
                .map(|earlier| &chains.mentions()[earlier])
                .take_while(|earlier| earlier.sentence + 1 >= self.sentence)
                .any(|earlier| {
                    let tree = &self.document.sentences[earlier.sentence].tree;
                    let head = things::content_head(tree, earlier.head);
                    things::is_any(self.document.knowledge, tree, head, classes)
                })
    }

    /// True if the word stands in a name that the language layer reads as one of these kinds, whether or not a table has
    /// it, and that no table has as a place.
    fn is_named(&self, node: Node, kinds: &[NameKind]) -> bool {
        let mut names = self.tree.sentence.names.iter();
        let at = At {
            sentence: self.sentence,
            node,
        };
        self.document.mention(at).is_none()
            && names.any(|name| {
                kinds.contains(&name.kind)
                    && name
                        .tokens
                        .contains(&u32::try_from(node).unwrap_or(u32::MAX))
            })
    }

    /// The word of an act of one of the types that the clause or noun at `filler` tells.
    fn act_of(&self, filler: Node, types: &[EventType]) -> Option<Node> {
        let knowledge = self.document.knowledge;
        self.found
            .values()
            .filter(|act| {
                act.rule(knowledge)
                    .event_type
                    .is_some_and(|kind| types.contains(&kind))
            })
            .find(|act| {
                let node = act.at.node;
                node == filler
                    || act.carrier.is_some_and(|carrier| carrier.verb == filler)
                    || self.tree.head(node) == Some(filler)
                        && matches!(
                            self.tree.relation(node),
                            Relation::Conj | Relation::Xcomp | Relation::Obj
                        )
            })
            .map(|act| act.at.node)
    }
}

/// "will respond", "would respond", "is going to respond", "plans to respond".
fn tells_future(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Aux])
        .any(|aux| matches!(tree.lemma(aux), "will" | "would" | "shall" | "wo" | "'ll"))
        || tree.relation(node) == Relation::Xcomp && tree.has_case(node, "to")
}
