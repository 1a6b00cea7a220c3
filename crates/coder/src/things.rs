//! Classes of nouns, and nouns that only measure what hangs on them ("hundreds of prisoners").

use relata_knowledge::Knowledge;
use relata_language::{Relation, Upos};

use crate::tree::{Node, Tree};

/// Nouns that count or part what follows "of".
const MEASURES: &[&str] = &[
    "hundred",
    "thousand",
    "dozen",
    "score",
    "number",
    "series",
    "couple",
    "pair",
    "lot",
    "wave",
    "string",
    "spate",
    "most",
    "some",
    "many",
    "majority",
    "handful",
    "total",
    "rest",
    "part",
    "round",
    "type",
    "kind",
    "group",
    "million",
    "ten",
    "tens",
    "scores",
    "dozens",
    "half",
    "quarter",
    "third",
    "all",
    "several",
    "none",
    "one",
    "representation",
    "image",
    "likeness",
    "replica",
    "copy",
];

/// True for a noun that only measures what hangs on it by "of".
pub(crate) fn is_measure(tree: &Tree<'_>, node: Node) -> bool {
    MEASURES.contains(&tree.lemma(node))
}

/// What a measuring noun measures; the noun itself where it measures nothing.
pub(crate) fn content_head(tree: &Tree<'_>, node: Node) -> Node {
    // "40 of the 60 hostages", "60 % of the weapons".
    let is_number =
        tree.upos(node) == Upos::Num || matches!(tree.lemma(node), "%" | "percent" | "worth");
    if !is_measure(tree, node) && !is_number {
        return node;
    }
    tree.children_by(node, &[Relation::Nmod, Relation::Obl])
        .find(|child| tree.has_case(*child, "of"))
        .unwrap_or(node)
}

/// The measuring noun that stands for `node` in the sentence ("a series of attacks"); else the node.
pub(crate) fn whole(tree: &Tree<'_>, node: Node) -> Node {
    match tree.head(node) {
        Some(head)
            if tree.relation(node) == Relation::Nmod
                && tree.has_case(node, "of")
                && MEASURES.contains(&tree.lemma(head)) =>
        {
            head
        }
        Some(head) if tree.relation(node) == Relation::Conj && !tree.is_verb(head) => {
            whole(tree, head)
        }
        _ => node,
    }
}

/// True if the noun is a thing of one of the classes, or one of the quoted lemmas.
pub(crate) fn is_any(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    node: Node,
    classes: &[String],
) -> bool {
    classes.iter().any(|class| match class.strip_prefix('\'') {
        Some(literal) => {
            let words: Vec<String> = literal
                .trim_end_matches('\'')
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            tree.sequence_ending(node, &words).is_some()
        }
        None => is_of(knowledge, tree, node, class),
    })
}

/// True if the noun is a thing of the class.
pub(crate) fn is_of(knowledge: &Knowledge, tree: &Tree<'_>, node: Node, class: &str) -> bool {
    let lemma = tree.lemma(node).to_ascii_lowercase();
    let form = tree.form(node).to_ascii_lowercase();
    let is_one = |word: &str| {
        let phrases = knowledge.things_ending(class, word);
        phrases
            .iter()
            .any(|phrase| tree.sequence_ending(node, phrase).is_some())
    };
    is_one(&lemma) || (form != lemma && is_one(&form))
}
