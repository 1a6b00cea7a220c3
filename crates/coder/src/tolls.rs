//! How many were killed, injured and captured.

use relata_knowledge::{TollField, WordClass};
use relata_language::{Relation, Upos};
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
    /// True for "four others": they come on top of people told elsewhere.
    pub(crate) on_top: bool,
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
        let on_top = people
            .iter()
            .any(|node| numbers::counts_others(tree, *node));
        found.push(Counted {
            on_top,
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

/// "13 women and children": one number before two nouns counts both.
fn shares_number(tree: &Tree<'_>, people: &[Node]) -> bool {
    let [first, others @ ..] = people else {
        return false;
    };
    others.iter().all(|other| {
        tree.head(*other) == Some(*first)
            && tree.relation(*other) == Relation::Conj
            && !tree.has_child(
                *other,
                &[Relation::Nummod, Relation::Det, Relation::NmodPoss],
            )
    })
}

fn is_part_of_them(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Nmod]).any(|whole| {
        matches!(
            tree.lemma(whole),
            "they" | "them" | "whom" | "who" | "which"
        )
    })
}

/// The sum over the phrases that name people.
fn toll(tree: &Tree<'_>, people: &[Node]) -> Option<Toll> {
    let mut sum: Option<Quantity> = None;
    let mut spans = Vec::new();
    let mut parts = 0;
    let mut is_open = false;
    for node in people {
        // "18 soldiers were wounded, two of them badly": a part of those told.
        if parts > 0 && is_part_of_them(tree, *node) {
            continue;
        }
        let of_measure = things::content_head(tree, *node);
        let counted =
            numbers::quantity(tree, *node).or_else(|| numbers::quantity(tree, of_measure));
        // "two soldiers and civilians": at least two.
        let Some((quantity, words)) = counted else {
            is_open = true;
            continue;
        };
        sum = Some(sum.map_or(quantity, |known| known.plus(quantity)));
        spans.push(Quote::new(tree.text, tree.span_of(&words)));
        parts += 1;
    }
    sum.map(|sum| Toll {
        low: sum.low,
        best: sum.best.or(sum.low).or(sum.high),
        high: sum.high.filter(|_| !is_open || shares_number(tree, people)),
        spans,
        inferred: (parts > 1).then(|| format!("sum of {parts} parts")),
    })
}
