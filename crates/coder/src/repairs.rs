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
    for node in 0..tree.len() {
        lift_clause_off_time(tree, node);
    }
}

/// "said at the time that four were killed": what is said hangs on the verb, not on the word of time.
fn lift_clause_off_time(tree: &mut Tree<'_>, clause: Node) {
    let Some(time) = tree.head(clause) else {
        return;
    };
    let tied = matches!(tree.relation(clause), Relation::Acl | Relation::AclRelcl);
    if !tied
        || !matches!(
            tree.lemma(time),
            "time" | "day" | "night" | "week" | "morning" | "evening"
        )
    {
        return;
    }
    let opens = (0..tree.len()).any(|child| {
        tree.head(child) == Some(clause)
            && tree.relation(child) == Relation::Mark
            && tree.lemma(child) == "that"
    });
    if let Some(verb) = tree.head(time).filter(|verb| opens && tree.is_verb(*verb)) {
        tree.reattach(clause, verb, Relation::Ccomp);
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
