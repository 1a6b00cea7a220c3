//! Which acts are part of others: told by words that a governing row asked for, or in what a speech act says.

use std::collections::BTreeMap;

use relata_knowledge::{Content, Knowledge};
use relata_language::{Relation, Xpos};
use relata_record::{EventType, Factuality, TalksAct};

use super::Act;
use crate::document::At;
use crate::slots;
use crate::tree::{Node, Tree};

/// Marks acts that are part of others: told by words that a governing row asked for, or in the complement of
/// a speech act.
pub(super) fn absorb(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    sentence: usize,
    found: &mut BTreeMap<Node, Act>,
) {
    let nodes: Vec<Node> = found.keys().copied().collect();
    let mut parts: Vec<(Node, Node)> = Vec::new();
    let mut forced: Vec<(Node, Factuality)> = Vec::new();
    for act in found.values() {
        let upper = act.at.node;
        let row = act.rule(knowledge);
        let mut clauses = slots::fill(tree, upper, act.carrier, "clause");
        // "rejected a proposal to send troops": what is proposed is part of the proposal.
        let is_about_words = row.event_type.is_some_and(EventType::is_speech);
        let denies = row.event_type == Some(EventType::Reject);
        if is_about_words {
            clauses.extend(act.consumed.iter().flat_map(|noun| {
                tree.children_by(*noun, &[Relation::Acl])
                    .filter(|clause| !tree.is_verb(*noun) && tree.has_case(*clause, "to"))
            }));
        }
        for lower in nodes.iter().copied().filter(|lower| *lower != upper) {
            // "vowed to avenge the killing": what the inner act takes for a fact is no part of the vow.
            let is_kept_within = found.values().any(|inner| {
                inner.at.node != upper
                    && inner.at.node != lower
                    && inner
                        .consumed
                        .iter()
                        .any(|kept| tree.is_below(lower, *kept))
                    && matches!(inner.rule(knowledge).content, Content::Keep(_))
                    && tree.is_below(inner.at.node, upper)
            });
            if is_kept_within {
                continue;
            }
            if act.consumed.contains(&lower) {
                // "clashes between … left 12 dead": the fight and what came of it are told as one deed.
                let is_cause = row.event_type == Some(EventType::Assault)
                    && found
                        .get(&lower)
                        .is_some_and(|lower| lower.rule(knowledge).event_type == row.event_type)
                    && slots::fill(tree, upper, act.carrier, "subject").contains(&lower);
                if is_cause {
                    continue;
                }
                match row.content {
                    Content::Keep(factuality) if is_deed(knowledge, found, lower) => {
                        forced.push((lower, factuality));
                    }
                    _ => parts.push((lower, upper)),
                }
                continue;
            }
            // "withdrew their offer", "rejected the demand": words about words are one act.
            let is_object = || {
                !tree.is_verb(lower)
                    && slots::fill(tree, upper, act.carrier, "object").contains(&lower)
            };
            let spoken_of = row.event_type.is_some_and(EventType::is_speech)
                && !is_deed(knowledge, found, lower)
                && is_object()
                // "protesters demanding the resignation of the president": what they want is part of it.
                || row.event_type == Some(EventType::Protest) && is_object();
            if spoken_of {
                parts.push((lower, upper));
                continue;
            }
            // "pulled out of talks scheduled for Monday": what only says which talks.
            let describes = is_about_words
                && tree.relation(lower) == Relation::Acl
                && !is_deed(knowledge, found, lower)
                && tree
                    .head(lower)
                    .is_some_and(|noun| act.consumed.contains(&noun));
            if describes {
                parts.push((lower, upper));
                continue;
            }
            let inside = clauses
                .iter()
                .any(|clause| tree.is_below(lower, *clause) && !stands_apart(tree, lower, *clause));
            if !inside || row.event_type.is_none() {
                continue;
            }
            match row.content {
                // "rejected accusations that it was behind the attack": of what is denied only deeds are events.
                Content::Keep(factuality) if is_deed(knowledge, found, lower) || !denies => {
                    forced.push((lower, factuality));
                }
                _ => parts.push((lower, upper)),
            }
        }
    }
    // A support verb is no act of its own beside the noun it carries.
    for act in found.values() {
        if let Some(carrier) = act.carrier
            && carrier.verb != act.at.node
            && let Some(verb) = found.get(&carrier.verb)
            && !verb.consumed.contains(&act.at.node)
            // "declared martial law and general mobilisation": two objects, and the verb tells an act with the first.
            && !(tree.relation(act.at.node) == Relation::Conj
                && tree
                    .head(act.at.node)
                    .is_some_and(|first| verb.words.contains(&first)))
        {
            parts.push((carrier.verb, act.at.node));
        }
    }
    parts.extend(beside_others(knowledge, tree, found));
    for (lower, upper) in parts {
        let loops = found
            .get(&upper)
            .is_some_and(|act| act.part_of.is_some_and(|at| at.node == lower));
        if let Some(act) = found.get_mut(&lower)
            && act.part_of.is_none()
            && !loops
        {
            act.part_of = Some(At {
                sentence,
                node: upper,
            });
        }
    }
    for (lower, factuality) in forced {
        if let Some(act) = found.get_mut(&lower) {
            act.forced = Some(factuality);
        }
    }
}

/// Acts told by words that stand beside another act without telling one of their own, each with that other.
fn beside_others(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    found: &BTreeMap<Node, Act>,
) -> Vec<(Node, Node)> {
    let type_of = |node: Node| {
        found
            .get(&node)
            .and_then(|act| act.rule(knowledge).event_type)
    };
    let mut parts = Vec::new();
    for lower in found.keys().copied() {
        let is_noun = !tree.is_verb(lower);
        if let Some(upper) = tree.head(lower).filter(|head| found.contains_key(head)) {
            // "bombed the town despite the ceasefire": the truce is told as known. "freed them as a goodwill gesture": what
            // is only called so.
            if is_noun && (tree.has_case(lower, "despite") || tree.has_case(lower, "as")) {
                parts.push((lower, upper));
            }
            let participle =
                tree.relation(lower) == Relation::Advcl && tree.xpos(lower) == Xpos::Vbg;
            // "killed the rebel leader, ending the war", "signed a treaty, ending the war": what came of it is no concession.
            let is_outcome = participle
                && matches!(
                    type_of(lower),
                    Some(EventType::Concede | EventType::Support)
                )
                && matches!(
                    type_of(upper),
                    Some(EventType::Assault | EventType::Support | EventType::Agree)
                );
            // "rallied in the square, demanding that he resign": what a protest wants is part of it.
            let is_its_aim = participle
                && type_of(lower) == Some(EventType::Request)
                && type_of(upper) == Some(EventType::Protest);
            if is_outcome || is_its_aim {
                parts.push((lower, upper));
            }
        }
        // "the release was a goodwill gesture": what is only called so.
        if is_noun
            && tree.has_child(lower, &[Relation::Cop])
            && let Some(upper) = tree
                .children_by(lower, &[Relation::Nsubj])
                .find(|subject| found.contains_key(subject))
        {
            parts.push((lower, upper));
        }
        if let Some(upper) = talks_about(knowledge, tree, found, lower) {
            parts.push((lower, upper));
        }
        if is_deed(knowledge, found, lower)
            && let Some(upper) = condition_of(knowledge, tree, found, lower)
        {
            parts.push((lower, upper));
        }
    }
    parts
}

/// The talks that the act at `lower` is only a topic or the missing outcome of: "talks on the disarmament of the militia",
/// "no agreement was reached at the talks".
fn talks_about(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    found: &BTreeMap<Node, Act>,
    lower: Node,
) -> Option<Node> {
    let act = found.get(&lower)?;
    let row = act.rule(knowledge);
    let confers = |node: &Node| {
        found
            .get(node)
            .is_some_and(|act| act.rule(knowledge).event_type == Some(EventType::Consult))
    };
    let may_be_topic = matches!(
        row.event_type,
        Some(
            EventType::Retreat
                | EventType::Concede
                | EventType::Aid
                | EventType::Cooperate
                | EventType::Support
                | EventType::Agree
        )
    );
    let is_topic = may_be_topic
        && !tree.is_verb(lower)
        && ["on", "about", "over"]
            .iter()
            .any(|case| tree.has_case(lower, case));
    if is_topic && let Some(talks) = tree.head(lower).filter(confers) {
        return Some(talks);
    }
    let has_no = |node: Node| slots::negator(tree, node).is_some();
    let failed = row.event_type == Some(EventType::Support)
        && row.talks == Some(TalksAct::Agree)
        && (has_no(lower)
            || slots::fill(tree, lower, act.carrier, "object")
                .into_iter()
                .any(has_no));
    failed
        .then(|| tree.subtree(lower).into_iter().find(confers))
        .flatten()
}

/// The speech act that the deed at `lower` is only a condition of: "will attack unless he steps down", "no talks until
/// they disarm", "an amnesty to fighters who surrender".
fn condition_of(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    found: &BTreeMap<Node, Act>,
    lower: Node,
) -> Option<Node> {
    let speaks = |node: &Node| {
        *node != lower
            && found
                .get(node)
                .and_then(|act| act.rule(knowledge).event_type)
                .is_some_and(|event_type| event_type.is_speech() || tells_future(tree, *node))
    };
    let clause = tree.path_up(lower).find(|step| tree.is_verb(*step))?;
    let head = tree.head(clause)?;
    let marks = |words: &[&str]| {
        tree.children_by(clause, &[Relation::Mark, Relation::Advmod])
            .any(|mark| words.contains(&tree.lemma(mark)))
    };
    match tree.relation(clause) {
        Relation::Advcl => {
            let is_open = marks(&["if", "unless"])
                || marks(&["until", "before", "once"])
                    && !matches!(tree.xpos(clause), Xpos::Vbd | Xpos::Vbn);
            let near = || {
                tree.children_by(head, &[Relation::Nsubj, Relation::Obj, Relation::Obl])
                    .find(speaks)
            };
            let above = || tree.path_up(head).take(4).find(speaks);
            is_open.then(|| above().or_else(near)).flatten()
        }
        // Whoever may do so is meant; whoever did so, did it.
        Relation::AclRelcl if matches!(tree.xpos(clause), Xpos::Vbp | Xpos::Vbz) => {
            tree.path_up(head).take(3).find(speaks).filter(|upper| {
                found
                    .get(upper)
                    .is_some_and(|act| tree.is_verb(act.at.node))
            })
        }
        _ => None,
    }
}

/// "will respond", "would leave".
fn tells_future(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Aux])
        .any(|aux| matches!(tree.lemma(aux), "will" | "would" | "shall" | "wo" | "'ll"))
}

/// True if the act at the word is a deed, not a speech act.
fn is_deed(knowledge: &Knowledge, found: &BTreeMap<Node, Act>, node: Node) -> bool {
    found
        .get(&node)
        .and_then(|act| act.rule(knowledge).event_type)
        .is_some_and(|event_type| !event_type.is_speech())
}

/// True if `node` stands in a relative clause below `top`, or in what only says when: "agreed to set up a mechanism after
/// talks", "at the end of two days of talks". What is told there happened, whatever becomes of the clause.
fn stands_apart(tree: &Tree<'_>, node: Node, top: Node) -> bool {
    let says_when = |step: Node| {
        tree.children_by(step, &[Relation::Case, Relation::Mark])
            .any(|case| match tree.lemma(case) {
                "after" | "following" | "follow" | "during" | "amid" => true,
                // The end itself is no event beside what ended.
                "at" => step != node && matches!(tree.lemma(step), "end" | "close" | "conclusion"),
                _ => false,
            })
    };
    says_when(top)
        || tree
            .path_up(node)
            .take_while(|step| *step != top)
            .any(|step| tree.relation(step) == Relation::AclRelcl || says_when(step))
}
