//! Names, owners, days and joined nouns.

use relata_language::{Relation, Upos, Xpos};

use super::{child_of, is_marked, is_weekday};
use crate::tree::{Node, Tree};

/// "the negotiator Humberto Ruiz and the rebel Iván Mora", read as one name: a name behind the second noun is that noun's.
pub(super) fn give_name_to_joined(tree: &mut Tree<'_>, name: Node) {
    let Some(first) = tree
        .head(name)
        .filter(|_| tree.relation(name) == Relation::Flat)
    else {
        return;
    };
    let joined = (first + 1..name)
        .rev()
        .find(|node| tree.head(*node) == Some(first) && tree.relation(*node) == Relation::Conj);
    if let Some(joined) = joined {
        tree.reattach(name, joined, Relation::Flat);
    }
}

/// "the government of Sri Lanka and the Tigers": a noun with an article is joined to the noun that has one, not to the
/// bare name below it.
pub(super) fn join_to_like(tree: &mut Tree<'_>, second: Node) {
    let Some(name) = tree.head(second) else {
        return;
    };
    let Some(noun) = tree
        .head(name)
        .filter(|noun| tree.relation(name) == Relation::Nmod && *noun < name)
    else {
        return;
    };
    let has_article = |node: Node| {
        child_of(tree, node, Relation::Det).is_some_and(|det| tree.lemma(det) == "the")
    };
    let is_of = child_of(tree, name, Relation::Case).is_some_and(|case| tree.lemma(case) == "of");
    let is_repeated = child_of(tree, second, Relation::Case).is_some();
    if tree.relation(second) == Relation::Conj
        && is_of
        && tree.upos(name) == Upos::Propn
        && !has_article(name)
        && has_article(noun)
        && has_article(second)
        && !is_repeated
        && child_of(tree, second, Relation::Cc).is_some()
    {
        tree.reattach(second, noun, Relation::Conj);
    }
}

/// "Sudan army, rebels agree to truce": a headline joins by a comma, as its plural verb shows.
pub(super) fn join_headline_subjects(tree: &mut Tree<'_>, second: Node) {
    let Some(first) = tree.head(second) else {
        return;
    };
    let Some(verb) = tree
        .head(first)
        .filter(|_| tree.relation(first) == Relation::Nsubj)
    else {
        return;
    };
    let is_singular = matches!(tree.xpos(first), Xpos::Nn | Xpos::Nnp);
    let closes = second + 1 < tree.len() && tree.form(second + 1) == ",";
    let parted = (first..second).any(|between| tree.form(between) == ",");
    if tree.relation(second) == Relation::Appos
        && is_singular
        && tree.xpos(verb) == Xpos::Vbp
        && second < verb
        && parted
        && !closes
    {
        tree.rename(second, Relation::Conj);
    }
}

/// "the group's second-in-command, Abu Omar, was killed": whatever bears the mark of the possessive is an owner,
/// and its apposition is what it owns.
pub(super) fn put_owner_below(tree: &mut Tree<'_>, owner: Node) {
    let children = |relation: Relation| {
        (owner + 1..tree.len())
            .filter(|child| tree.head(*child) == Some(owner) && tree.relation(*child) == relation)
            .collect::<Vec<Node>>()
    };
    let marked = children(Relation::Case)
        .iter()
        .any(|case| tree.xpos(*case) == Xpos::Pos);
    let owned = children(Relation::Appos).first().copied();
    if !marked || tree.relation(owner) == Relation::NmodPoss {
        return;
    }
    if let (Some(owned), Some(head)) = (owned, tree.head(owner)) {
        let relation = tree.relation(owner);
        tree.reattach(owned, head, relation);
        tree.reattach(owner, owned, Relation::NmodPoss);
    }
}

/// A weekday without a preposition: "said Thursday", "was killed Wednesday".
pub(super) fn is_bare_day(tree: &Tree<'_>, node: Node) -> bool {
    tree.upos(node) == Upos::Propn && is_weekday(tree.lemma(node))
}

/// A weekday is nobody's subject, object or name: it dates the verb above, and a clause that was hung on it
/// belongs to that verb.
pub(super) fn free_day(tree: &mut Tree<'_>, day: Node) {
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
            // "withdrew Thursday, following the death of"
            Relation::Nmod if child > day && is_marked(tree, child, "following") => {
                tree.reattach(child, verb, Relation::Obl);
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
