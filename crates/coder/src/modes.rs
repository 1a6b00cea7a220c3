//! The manner of an act, from words of its clause.

use std::collections::BTreeSet;

use relata_language::{Relation, Xpos};
use relata_record::Quote;

use crate::acts::{Act, Acts};
use crate::document::{At, Document};
use crate::draft::Draft;
use crate::places::clause_of;
use crate::slots;
use crate::things;
use crate::tree::Node;

/// Adds the modes that words of the act's clause show, and cites them.
pub(crate) fn add(document: &Document<'_>, acts: &Acts, act: &Act, draft: &mut Draft) {
    let tree = document.tree(act.at);
    let knowledge = document.knowledge;
    let clause = clause_of(tree, act.at.node);
    let upper = upper_clause(document, acts, act, clause);
    let phrases = |node| knowledge.mode_phrases.get(tree.lemma(node)).iter();
    // "a think tank" shows no armour.
    let silent: BTreeSet<Node> = (0..tree.len())
        .flat_map(|node| phrases(node).map(move |phrase| (node, phrase)))
        .filter(|(_, phrase)| knowledge.modes[phrase.row].mode.is_none())
        .filter_map(|(node, phrase)| tree.sequence_from(node, &phrase.lemmas))
        .flatten()
        .collect();
    // "fired rockets in retaliation for an air strike": the manner of the cause is not that of the deed.
    let causes = draft.cause_nodes.clone();
    let struck = struck_vehicles(document, act);
    let shows =
        |node: &Node| !silent.contains(node) && !causes.contains(node) && !struck.contains(node);
    for node in (0..tree.len()).filter(shows) {
        for phrase in phrases(node) {
            let Some(mode) = knowledge.modes[phrase.row].mode else {
                continue;
            };
            if mode.event_type() != draft.event_type || draft.modes.contains(&mode) {
                continue;
            }
            let Some(words) = tree.sequence_from(node, &phrase.lemmas) else {
                continue;
            };
            let is_above = || upper.is_some_and(|upper| clause_of(tree, node) == upper);
            if near(document, act, clause, node) || is_above() {
                draft.modes.insert(mode);
                draft
                    .mode_spans
                    .push(Quote::new(tree.text, tree.span_of(&words)));
            }
        }
    }
}

/// "rammed a truck packed with explosives into the gate, killing five": the clause of a participle's verb, which tells no
/// act of its own, shows how the five were killed.
fn upper_clause(document: &Document<'_>, acts: &Acts, act: &Act, clause: Node) -> Option<Node> {
    let tree = document.tree(act.at);
    let is_outcome = clause == act.at.node
        && tree.relation(clause) == Relation::Advcl
        && tree.xpos(clause) == Xpos::Vbg
        && !tree.has_child(clause, &[Relation::Nsubj, Relation::Mark]);
    let verb = tree
        .head(clause)
        .filter(|verb| is_outcome && tree.is_verb(*verb))?;
    let is_act = acts
        .by_word
        .get(&At {
            node: verb,
            ..act.at
        })
        .is_some_and(|upper| upper.rule(document.knowledge).event_type.is_some());
    (!is_act).then(|| clause_of(tree, verb))
}

/// "shot down 14 drones", "fired at a gunship": what was struck, by whatever manner, with the words that say which.
fn struck_vehicles(document: &Document<'_>, act: &Act) -> BTreeSet<Node> {
    const CLASSES: [&str; 4] = ["aircraft", "vehicle", "warship", "drone"];
    let tree = document.tree(act.at);
    let verb = act.carrier.map_or(act.at.node, |carrier| carrier.verb);
    [
        (act.at.node, "object"),
        (verb, "at"),
        (verb, "on"),
        (verb, "against"),
    ]
    .into_iter()
    .filter(|(node, _)| tree.is_verb(*node))
    .flat_map(|(node, slot)| slots::fill(tree, node, None, slot))
    .filter(|node| {
        let content = things::content_head(tree, *node);
        CLASSES
            .iter()
            .any(|class| things::is_of(document.knowledge, tree, content, class))
    })
    .flat_map(|node| tree.phrase(node))
    .collect()
}

/// A word shows the manner of an act that it hangs on, or whose clause it stands in.
fn near(document: &Document<'_>, act: &Act, clause: Node, node: Node) -> bool {
    let tree = document.tree(act.at);
    if tree.is_below(node, act.at.node) {
        return !tree
            .path_up(node)
            .take_while(|step| *step != act.at.node)
            .any(|step| clause_of(tree, step) == step && tree.is_verb(step) && step != node);
    }
    if !tree.is_verb(act.at.node) && act.carrier.is_none() {
        // A noun takes the manner from its own words, and from the verb it is subject of.
        return tree.head(act.at.node) == Some(node);
    }
    clause_of(tree, node) == clause
}
