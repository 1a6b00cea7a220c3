//! Finds the phrases of a table of cues at a word.

use relata_knowledge::{Cue, CueKind, Knowledge, WordClass};
use relata_language::{Relation, Upos};

use crate::repairs::is_weekday;
use crate::tree::{Node, Tree};

/// The cue of one of the kinds whose phrase begins at `node`, with its words.
pub(crate) fn cue_at<'k>(
    knowledge: &'k Knowledge,
    tree: &Tree<'_>,
    node: Node,
    kinds: &[CueKind],
) -> Option<(&'k Cue, Vec<Node>)> {
    let by_lemma = knowledge.cue_phrases.get(tree.lemma(node));
    let form = tree.form(node).to_lowercase();
    let by_form = if form == tree.lemma(node) {
        &[]
    } else {
        knowledge.cue_phrases.get(&form)
    };
    by_lemma
        .iter()
        .chain(by_form)
        .filter_map(|phrase| {
            let cue = &knowledge.cues[phrase.row];
            if !kinds.contains(&cue.kind) || !fits(tree, node, cue.class) {
                return None;
            }
            let words = tree
                .sequence_from(node, &phrase.lemmas)
                .or_else(|| scattered(tree, node, &phrase.lemmas))?;
            Some((cue, words))
        })
        .max_by_key(|(_, words)| words.len())
}

fn fits(tree: &Tree<'_>, node: Node, class: WordClass) -> bool {
    match class {
        WordClass::Verb => matches!(tree.upos(node), Upos::Verb | Upos::Aux),
        WordClass::Noun => matches!(tree.upos(node), Upos::Noun | Upos::Propn),
        WordClass::Adjective => matches!(tree.upos(node), Upos::Adj | Upos::Verb),
        WordClass::Other => true,
    }
}

/// The words of a verb phrase that other words part: "claimed full responsibility for".
fn scattered(tree: &Tree<'_>, node: Node, lemmas: &[String]) -> Option<Vec<Node>> {
    if lemmas.len() < 2 || !tree.is_verb(node) {
        return None;
    }
    let mut words = vec![node];
    for want in &lemmas[1..] {
        let inner = tree
            .subtree(node)
            .into_iter()
            .filter(|below| *below > node && *below <= node + 8)
            .find(|below| {
                tree.is_word(*below, want)
                    && !words.contains(below)
                    && !is_of_another(tree, *below, node)
            })?;
        words.push(inner);
    }
    Some(words)
}

/// "called him on Friday to wish him well", which is no calling on: a word of another clause, or the preposition of a
/// day.
fn is_of_another(tree: &Tree<'_>, word: Node, verb: Node) -> bool {
    let mut between = tree.path_up(word).skip(1).take_while(|step| *step != verb);
    between.any(|step| tree.is_verb(step))
        || tree.relation(word) == Relation::Case
            && tree
                .head(word)
                .is_some_and(|noun| is_weekday(tree.lemma(noun)))
}
