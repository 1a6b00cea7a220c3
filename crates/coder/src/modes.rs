//! The manner of an act, from words of its clause.

use std::collections::BTreeSet;

use relata_record::Quote;

use crate::acts::Act;
use crate::document::Document;
use crate::draft::Draft;
use crate::places::clause_of;
use crate::tree::Node;

/// Adds the modes that words of the act's clause show, and cites them.
pub(crate) fn add(document: &Document<'_>, act: &Act, draft: &mut Draft) {
    let tree = document.tree(act.at);
    let knowledge = document.knowledge;
    let clause = clause_of(tree, act.at.node);
    let phrases = |node| knowledge.mode_phrases.get(tree.lemma(node)).iter();
    // "a think tank" shows no armour.
    let silent: BTreeSet<Node> = (0..tree.len())
        .flat_map(|node| phrases(node).map(move |phrase| (node, phrase)))
        .filter(|(_, phrase)| knowledge.modes[phrase.row].mode.is_none())
        .filter_map(|(node, phrase)| tree.sequence_from(node, &phrase.lemmas))
        .flatten()
        .collect();
    for node in (0..tree.len()).filter(|node| !silent.contains(node)) {
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
            if near(document, act, clause, node) {
                draft.modes.insert(mode);
                draft
                    .mode_spans
                    .push(Quote::new(tree.text, tree.span_of(&words)));
            }
        }
    }
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
