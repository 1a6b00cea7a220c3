//! Mends ties that a parser trained on web text gets wrong in agency prose, by rules that hold for any sentence.

use relata_language::{Relation, Upos};

use crate::tree::{Node, Tree};

/// Mends the tree before anything is read from it.
pub(crate) fn apply(tree: &mut Tree<'_>) {
    for node in 0..tree.len() {
        if is_bare_day(tree, node) {
            free_day(tree, node);
        }
    }
}

/// A weekday without a preposition: "said Thursday", "was killed Wednesday".
fn is_bare_day(tree: &Tree<'_>, node: Node) -> bool {
    tree.upos(node) == Upos::Propn && is_weekday(tree.lemma(node))
}

/// True for the name of a weekday, in lower case.
pub(crate) fn is_weekday(lemma: &str) -> bool {
    matches!(
        lemma,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}

/// A weekday is nobody's subject, object or name: it dates the verb above, and a clause that was hung on it
/// belongs to that verb.
fn free_day(tree: &mut Tree<'_>, day: Node) {
    let has_preposition = (0..tree.len())
        .any(|child| tree.head(child) == Some(day) && tree.relation(child) == Relation::Case);
    let verb = tree.path_up(day).skip(1).find(|step| tree.is_verb(*step));
    let Some(verb) = verb else { return };
    let dependents: Vec<Node> = (0..tree.len())
        .filter(|child| tree.head(*child) == Some(day))
        .collect();
    for child in dependents {
        match tree.relation(child) {
            Relation::Acl | Relation::AclRelcl | Relation::Ccomp | Relation::Advcl
                if tree.is_verb(child) =>
            {
                tree.reattach(child, verb, Relation::Ccomp);
            }
            Relation::Appos | Relation::Conj | Relation::Flat if !is_weekday(tree.lemma(child)) => {
                tree.reattach(child, verb, Relation::Dep);
            }
            _ => {}
        }
    }
    let is_time = matches!(
        tree.relation(day),
        Relation::Obl
            | Relation::OblUnmarked
            | Relation::Nmod
            | Relation::NmodUnmarked
            | Relation::Root
            | Relation::NmodPoss
    );
    if !is_time && !has_preposition {
        tree.reattach(day, verb, Relation::OblUnmarked);
    } else if !is_time {
        tree.rename(day, Relation::Obl);
    }
}
