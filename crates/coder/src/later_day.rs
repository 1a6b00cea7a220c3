//! Days of what came of a deed, which are not the day of the deed: soldiers killed by rebels are buried on Friday, a
//! toll rises on Wednesday, a massacre has its anniversary.

use relata_knowledge::Knowledge;
use relata_language::{Relation, Xpos};

use crate::things;
use crate::tree::{Node, Tree};

/// True if the time whose topmost word is `time` is the day of something that came after the act at `act`.
pub(crate) fn is_of_what_came_after(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    act: Node,
    time: Node,
) -> bool {
    let Some(verb) = tree.path_up(time).skip(1).find(|step| tree.is_verb(*step)) else {
        return false;
    };
    verb != act
        && tree.is_below(act, verb)
        && (is_of_who_took_part(tree, act, verb, time)
            || is_below_noun_of_after(knowledge, tree, act, time))
}

/// "Soldiers killed by rebels were buried", "the men who shot him were arrested": who took part in the act is part of
/// another deed, whose day it is.
fn is_of_who_took_part(tree: &Tree<'_>, act: Node, verb: Node, time: Node) -> bool {
    let clause = tree
        .path_up(act)
        .take_while(|step| *step != verb)
        .find(|step| matches!(tree.relation(*step), Relation::Acl | Relation::AclRelcl));
    let Some(clause) = clause else {
        return false;
    };
    let Some(person) = tree.head(clause).filter(|noun| !tree.is_verb(*noun)) else {
        return false;
    };
    let is_finite = tree.relation(clause) == Relation::AclRelcl
        || tree.has_child(clause, &[Relation::Nsubj, Relation::NsubjPass]);
    let by_person = if is_finite {
        // "kidnapped 100 people, some of whom were freed later" goes the other way.
        let is_part_of_subject = matches!(
            tree.relation(person),
            Relation::Nsubj | Relation::NsubjPass | Relation::Nmod
        );
        let mut words = tree.subtree(clause).into_iter();
        is_part_of_subject && words.any(|word| matches!(tree.lemma(word), "who" | "whom" | "whose"))
    } else {
        tree.is_passive(clause) || tree.xpos(clause) == Xpos::Vbn
    };
    // "left four soldiers wounded", "there were two people killed": the verb tells the act itself.
    let tells_it = matches!(tree.lemma(verb), "be" | "leave" | "see" | "have" | "report");
    by_person && !tells_it && tree.is_below(person, verb) && !tree.is_below(time, person)
}

/// "The toll of the blast rose", "on the anniversary of the massacre", "the funeral of a priest killed in the raid".
fn is_below_noun_of_after(knowledge: &Knowledge, tree: &Tree<'_>, act: Node, time: Node) -> bool {
    tree.path_up(act).skip(1).any(|step| {
        tree.is_nominal(step)
            && !tree.is_below(time, step)
            && ["toll", "remembrance"]
                .iter()
                .any(|class| things::is_of(knowledge, tree, step, class))
    })
}
