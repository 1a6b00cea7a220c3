//! Does an act tell something new, or come back to what was told: "the attack", "another blast", "condemned it"; and which
//! words of its sentence tell the same deed. Must never know other sentences.

use std::collections::BTreeSet;

use relata_knowledge::RoleSource;
use relata_language::{Relation, Upos, Xpos};
use relata_record::Sector;

use super::Desk;
use crate::acts::{Act, follow};
use crate::document::{At, Document};
use crate::places;
use crate::resolved::{Resolved, are_one_state};
use crate::roles::Player;
use crate::slots;
use crate::things;
use crate::tree::{Node, Tree};

impl Desk<'_, '_> {
    /// "died in the attack", "were hurt when the bomb exploded": what happened in a deed that was told before was told
    /// before.
    pub(super) fn is_told_by_known_deed(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        let when_known = || {
            tree.children_by(act.at.node, &[Relation::Advcl])
                .filter(|clause| {
                    self.acts.by_word.contains_key(&At {
                        node: *clause,
                        ..act.at
                    })
                })
                .filter(|clause| {
                    tree.children_by(*clause, &[Relation::Advmod, Relation::Mark])
                        .any(|mark| tree.lemma(mark) == "when")
                })
                .any(|clause| {
                    slots::fill(tree, clause, None, "subject")
                        .into_iter()
                        .any(|device| {
                            points_back(tree, device)
                                && things::is_of(self.document.knowledge, tree, device, "device")
                        })
                })
        };
        tree.is_verb(act.at.node) && when_known()
            || tree.is_verb(act.at.node)
                && ["in", "by", "during"].iter().any(|slot| {
                    slots::fill(tree, act.at.node, act.carrier, slot)
                        .into_iter()
                        .any(|node| {
                            let at = At { node, ..act.at };
                            self.acts.by_word.contains_key(&at) && points_back(tree, node)
                        })
                })
    }

    /// Whoever it is done to is a body of no known party: nobody else is.
    pub(super) fn names_another(&self, act: &Act) -> bool {
        let knowledge = self.document.knowledge;
        let tree = self.document.tree(act.at);
        let RoleSource::Slots(groups) = &act.rule(knowledge).recipient else {
            return false;
        };
        groups
            .iter()
            .flatten()
            .flat_map(|path| follow(tree, act.at.node, act.carrier, path))
            .any(|node| {
                let at = At { node, ..act.at };
                self.parties.at(at).is_empty()
                    && ["body", "team"]
                        .iter()
                        .any(|class| things::is_of(knowledge, tree, node, class))
            })
    }

    pub(super) fn judges_what_was_told(&self, act: &Act, actors: &[Player]) -> bool {
        let tree = self.document.tree(act.at);
        ["object", "against", "at", "over"]
            .iter()
            .flat_map(|slot| slots::fill(tree, act.at.node, act.carrier, slot))
            .any(|object| {
                let at = At {
                    node: object,
                    ..act.at
                };
                let is_it = matches!(tree.lemma(object), "it" | "this" | "that");
                // "condemned the raid, describing it as a crime": not the speaker.
                let is_own = |party: &Resolved| {
                    is_it && actors.iter().any(|own| are_one_state(&own.party, party))
                };
                (is_it || points_back(tree, object))
                    && !tree.has_child(object, &[Relation::Nmod, Relation::NmodPoss])
                    && self.parties.at(at).iter().all(is_own)
            })
    }

    /// "destroyed a bridge", "bombed villages": what is struck is no side, and is not the enemy's for being struck.
    pub(super) fn strikes_a_thing(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        let row = act.rule(self.document.knowledge);
        if !tree.is_verb(act.at.node) {
            return false;
        }
        let objects = slots::fill(tree, act.at.node, None, "object");
        let destroys = row.modes.iter().any(|mode| mode.as_str() == "destroy");
        let is_where_people_live = |node: &Node| {
            tree.upos(*node) == Upos::Noun
                && !row.modes.is_empty()
                && ["building", "unit", "civil-vehicle"]
                    .iter()
                    .any(|class| things::is_of(self.document.knowledge, tree, *node, class))
        };
        destroys && !objects.is_empty() || objects.iter().any(is_where_people_live)
    }

    /// "the resumption of killing operations": a word before a noun that tells no deed itself says which kind it is.
    pub(super) fn names_a_kind(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        tree.relation(act.at.node) == Relation::Compound
            && tree.head(act.at.node).is_some_and(|head| {
                head > act.at.node
                    && tree.upos(head) == Upos::Noun
                    && !self.acts.by_word.contains_key(&At {
                        node: head,
                        ..act.at
                    })
                    && !things::is_of(self.document.knowledge, tree, head, "violence")
                    && !things::is_of(self.document.knowledge, tree, head, "attack")
            })
    }

    pub(super) fn is_by_known_attackers(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        slots::fill(tree, act.at.node, act.carrier, "subject")
            .into_iter()
            .any(|subject| {
                let at = At {
                    node: subject,
                    ..act.at
                };
                tree.upos(subject) == Upos::Noun
                    && tree
                        .children_by(subject, &[Relation::Det])
                        .any(|det| matches!(tree.lemma(det), "the" | "these" | "those"))
                    && self.parties.at(at).iter().any(|party| {
                        matches!(party.sector, Some(Sector::Uaf | Sector::Reb))
                            && party.id.is_none()
                    })
            })
    }
}

/// Words by which the same deed may be told: subjects and circumstances of the act's word, and participles that
/// hang on it.
pub(super) fn same_deed(document: &Document<'_>, tree: &Tree<'_>, act: &Act) -> BTreeSet<Node> {
    let mut nodes = BTreeSet::new();
    for top in [Some(act.at.node), act.carrier.map(|carrier| carrier.verb)]
        .into_iter()
        .flatten()
    {
        for slot in ["subject", "in", "by", "during", "with", "from"] {
            for node in slots::fill(tree, top, None, slot) {
                nodes.insert(node);
                // "a missile fired by rebels struck the port"
                nodes.extend(tree.children_by(node, &[Relation::Acl]));
                // "a series of bombings killed 50"
                nodes.insert(things::content_head(tree, node));
                // "attacks, including one that killed five"
                if tree.lemma(node) == "one" {
                    nodes.extend(tree.head(node));
                }
            }
        }
        if tree.is_passive(top) {
            nodes.extend(slots::fill(tree, top, None, "object"));
        }
        for child in tree.children(top) {
            let participle = tree.relation(*child) == Relation::Advcl
                && matches!(tree.xpos(*child), Xpos::Vbg | Xpos::Vbn)
                && !tree.has_child(*child, &[Relation::Mark]);
            let joined = tree.relation(*child) == Relation::Conj && tree.is_verb(*child);
            if participle || joined && !tree.has_child(*child, &[Relation::Nsubj]) {
                nodes.extend(tree.conjuncts(*child));
            }
        }
        // "faced shelling and air raids": deeds in the mass that have no place or number of their own.
        if !tree.is_verb(top) && tree.relation(top) == Relation::Conj && is_of_the_mass(tree, top) {
            nodes.extend(tree.head(top).filter(|first| is_of_the_mass(tree, *first)));
        }
        // "an attack in the area that killed five": the clause tells of the attack, whatever noun it hangs on.
        if tree.relation(top) == Relation::AclRelcl {
            nodes.extend(
                tree.path_up(top)
                    .skip(1)
                    .take_while(|step| !tree.is_verb(*step))
                    .skip_while(|step| !places::names_unit(document, tree, *step)),
            );
        }
        // "were killed when a bomb exploded": the clause tells what killed them.
        for child in tree.children_by(top, &[Relation::Advcl]) {
            let opens = |opener: Node| matches!(tree.lemma(opener), "when" | "as" | "after");
            if tree
                .children_by(child, &[Relation::Mark, Relation::Advmod])
                .any(opens)
            {
                nodes.insert(child);
            }
        }
        // "a strike that killed five", "an attack, killing two": the noun's own clauses.
        if !tree.is_verb(top) {
            for child in tree.children_by(top, &[Relation::AclRelcl, Relation::Acl]) {
                nodes.extend(tree.conjuncts(child));
            }
        }
    }
    nodes.remove(&act.at.node);
    nodes
}

pub(super) fn points_back(tree: &Tree<'_>, node: Node) -> bool {
    // "his murder"
    let is_owned = tree
        .children_by(node, &[Relation::NmodPoss])
        .any(|owner| tree.upos(owner) == Upos::Pron);
    !tree.is_verb(node)
        && (is_owned
            || tree
                .children_by(node, &[Relation::Det])
                .any(|det| matches!(tree.lemma(det), "the" | "this" | "that" | "these" | "those")))
}

pub(super) fn is_another(tree: &Tree<'_>, node: Node) -> bool {
    // "Three others were killed": not another killing, but others in the same.
    let says = |child: Node| !tree.is_verb(node) || tree.relation(child) == Relation::Advmod;
    tree.children(node)
        .iter()
        .copied()
        .filter(|child| says(*child))
        .any(|child| {
            matches!(
                tree.lemma(child),
                "another"
                    | "second"
                    | "third"
                    | "separate"
                    | "other"
                    | "different"
                    | "additional"
                    | "similar"
                    | "further"
                    | "previous"
                    | "earlier"
                    | "separately"
                    | "elsewhere"
            )
        })
}

/// A noun that neither a number, an article nor a place sets apart from its like: "shelling", "air raids by the army".
pub(super) fn is_of_the_mass(tree: &Tree<'_>, noun: Node) -> bool {
    !tree.has_child(noun, &[Relation::Nummod, Relation::Det, Relation::AclRelcl])
        && tree
            .children_by(noun, &[Relation::Nmod, Relation::Obl])
            .all(|child| tree.has_case(child, "by"))
}
