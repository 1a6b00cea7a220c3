//! How many were killed, injured and captured.

use relata_knowledge::{TollField, WordClass};
use relata_language::Upos;
use relata_record::{Quote, Toll};

use crate::document::{At, Document};
use crate::numbers::{self, Quantity};
use crate::slots;
use crate::things;
use crate::tree::{Node, Tree};

/// A number of people at a word that counts them.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) at: At,
    pub(crate) field: TollField,
    /// Heads of the phrases that name the people.
    pub(crate) people: Vec<Node>,
    pub(crate) toll: Option<Toll>,
}

/// Every word that counts people in the sentence.
pub(crate) fn find(document: &Document<'_>, sentence: usize) -> Vec<Counted> {
    let tree = &document.sentences[sentence].tree;
    let knowledge = document.knowledge;
    let mut found = Vec::new();
    for node in 0..tree.len() {
        let phrases = knowledge.toll_phrases.get(tree.lemma(node));
        let fitting = phrases.iter().find(|phrase| {
            let cue = &knowledge.tolls[phrase.row];
            let class = match cue.class {
                WordClass::Verb => tree.upos(node) == Upos::Verb,
                WordClass::Noun => tree.upos(node) == Upos::Noun,
                WordClass::Adjective => {
                    matches!(tree.upos(node), Upos::Adj | Upos::Verb | Upos::Noun)
                }
                WordClass::Other => true,
            };
            class
                && phrase.lemmas[1..].iter().all(|want| {
                    tree.subtree(node)
                        .into_iter()
                        .any(|below| tree.is_word(below, want))
                })
                && !people(tree, node, &cue.slot).is_empty()
        });
        let Some(phrase) = fitting else { continue };
        let cue = &knowledge.tolls[phrase.row];
        let people = people(tree, node, &cue.slot);
        let toll = toll(tree, &people);
        found.push(Counted {
            at: At { sentence, node },
            field: cue.field,
            people,
            toll,
        });
    }
    found
}

fn people(tree: &Tree<'_>, node: Node, slot: &str) -> Vec<Node> {
    match slot {
        "self" => vec![node],
        "head" => tree.head(node).into_iter().collect(),
        _ => slots::fill(tree, node, None, slot),
    }
}

/// The sum over the phrases that name people.
fn toll(tree: &Tree<'_>, people: &[Node]) -> Option<Toll> {
    let mut sum: Option<Quantity> = None;
    let mut spans = Vec::new();
    let mut parts = 0;
    for node in people {
        let of_measure = things::content_head(tree, *node);
        let counted =
            numbers::quantity(tree, *node).or_else(|| numbers::quantity(tree, of_measure));
        let (quantity, words) = counted?;
        sum = Some(sum.map_or(quantity, |known| known.plus(quantity)));
        spans.push(Quote::new(tree.text, tree.span_of(&words)));
        parts += 1;
    }
    sum.map(|sum| Toll {
        low: sum.low,
        best: sum.best.or(sum.low).or(sum.high),
        high: sum.high,
        spans,
        inferred: (parts > 1).then(|| format!("sum of {parts} parts")),
    })
}
