//! Subjects and objects that were taken for each other, or for something else.

use relata_language::{Relation, Upos, Xpos};

use super::{child_of, has_child_before, is_marked};
use crate::tree::{Node, Tree};

/// "A bomb killed lawmaker Gibran Tueni", read with two subjects: the one behind the verb is its object.
pub(super) fn make_object_of_second_subject(tree: &mut Tree<'_>, second: Node) {
    let Some(verb) = tree
        .head(second)
        .filter(|verb| tree.relation(second) == Relation::Nsubj && *verb < second)
    else {
        return;
    };
    let has_subject = child_of(tree, verb, Relation::Nsubj).is_some_and(|first| first < verb);
    if has_subject && tree.is_verb(verb) && child_of(tree, verb, Relation::Obj).is_none() {
        tree.reattach(second, verb, Relation::Obj);
    }
}

/// "called the Somali president on Friday", read as if somebody were called that: what "call" has beside it is its
/// object, unless an object stands before it.
pub(super) fn make_object_of_whoever_is_called(tree: &mut Tree<'_>, called: Node) {
    let Some(verb) = tree.head(called) else {
        return;
    };
    let is_complement = tree.relation(called) == Relation::Xcomp
        && tree.is_nominal(called)
        && called > verb
        && tree.lemma(verb) == "call"
        && tree.is_verb(verb);
    let has = |tree: &Tree<'_>, node: Node, relation| child_of(tree, node, relation).is_some();
    if is_complement
        && !has(tree, called, Relation::Case)
        && !has(tree, verb, Relation::Obj)
        && !has(tree, verb, Relation::NsubjPass)
    {
        tree.rename(called, Relation::Obj);
    }
}

/// "discussed Libya with President Trump", read as two objects: what a preposition opens is none where another object
/// stands before it.
pub(super) fn make_circumstance_of_marked_object(tree: &mut Tree<'_>, object: Node) {
    let Some(verb) = tree.head(object) else {
        return;
    };
    let is_marked = tree.relation(object) == Relation::Obj
        && tree.is_verb(verb)
        && (0..object).any(|case| {
            tree.head(case) == Some(object)
                && tree.relation(case) == Relation::Case
                && matches!(tree.lemma(case), "with" | "to" | "for" | "from" | "against")
        });
    let has_another = (verb + 1..object)
        .any(|other| tree.head(other) == Some(verb) && tree.relation(other) == Relation::Obj);
    if is_marked && has_another {
        tree.rename(object, Relation::Obl);
    }
}

/// "Fighters riding bicycles killed 22 people", read as passive: a verb without auxiliary that has an object is active.
pub(super) fn make_active(tree: &mut Tree<'_>, subject: Node) {
    let Some(verb) = tree
        .head(subject)
        .filter(|_| tree.relation(subject) == Relation::NsubjPass)
    else {
        return;
    };
    // "killed at least 22 people": a plural right behind the verb, without preposition, is its object.
    let object = child_of(tree, verb, Relation::Obj).or_else(|| {
        child_of(tree, verb, Relation::Obl).filter(|object| {
            tree.xpos(*object) == Xpos::Nns && child_of(tree, *object, Relation::Case).is_none()
        })
    });
    let Some(object) = object.filter(|object| {
        subject < verb
            && *object > verb
            && child_of(tree, verb, Relation::AuxPass).is_none()
            && child_of(tree, verb, Relation::Aux).is_none()
            && matches!(
                tree.relation(verb),
                Relation::Root | Relation::Ccomp | Relation::Parataxis
            )
    }) else {
        return;
    };
    tree.reattach(subject, verb, Relation::Nsubj);
    tree.reattach(object, verb, Relation::Obj);
}

/// "Fighting between the army and the rebels has killed …", read as a clause: a form in -ing with nothing of a verb, told of
/// by a verb, is a noun.
pub(super) fn take_subject_for_noun(tree: &mut Tree<'_>, subject: Node) {
    let is_clause = matches!(
        tree.relation(subject),
        Relation::Csubj | Relation::CsubjPass
    ) && tree.xpos(subject) == Xpos::Vbg;
    let Some(head) = tree
        .head(subject)
        .filter(|head| is_clause && subject < *head)
    else {
        return;
    };
    let of_a_verb = [
        Relation::Obj,
        Relation::Nsubj,
        Relation::Aux,
        Relation::Xcomp,
        Relation::Ccomp,
        Relation::Mark,
        Relation::Advmod,
        Relation::CompoundPrt,
    ];
    if of_a_verb
        .into_iter()
        .any(|relation| child_of(tree, subject, relation).is_some())
    {
        return;
    }
    let relation = match tree.relation(subject) {
        Relation::CsubjPass => Relation::NsubjPass,
        _ => Relation::Nsubj,
    };
    tree.make_noun(subject);
    tree.reattach(subject, head, relation);
    for node in subject + 1..head {
        if tree.head(node) == Some(subject) && tree.relation(node) == Relation::Obl {
            tree.reattach(node, subject, Relation::Nmod);
        }
    }
}

/// "insisted that the president step down", read as if the president insisted: a subject behind its verb, and behind the
/// "that" of the clause told, is that clause's.
pub(super) fn give_subject_to_clause_told(tree: &mut Tree<'_>, subject: Node) {
    let Some(verb) = tree
        .head(subject)
        .filter(|verb| tree.relation(subject) == Relation::Nsubj && *verb < subject)
    else {
        return;
    };
    let clause = (subject + 1..tree.len()).find(|node| {
        tree.head(*node) == Some(verb)
            && tree.relation(*node) == Relation::Ccomp
            && child_of(tree, *node, Relation::Nsubj).is_none()
            && (verb + 1..subject)
                .any(|mark| tree.head(mark) == Some(*node) && tree.relation(mark) == Relation::Mark)
    });
    if let Some(clause) = clause {
        tree.reattach(subject, clause, Relation::Nsubj);
    }
}

/// "blamed the attack on a cartel": the attack is on others; whoever is blamed is the verb's other object.
pub(super) fn give_blamed_to_verb(tree: &mut Tree<'_>, blamed: Node) {
    let relation = tree.relation(blamed);
    let hangs = matches!(relation, Relation::Nmod | Relation::Obl);
    let Some(head) = tree
        .head(blamed)
        .filter(|_| hangs && is_marked(tree, blamed, "on"))
    else {
        return;
    };
    let verb = match tree.relation(head) {
        Relation::Obj | Relation::NsubjPass if relation == Relation::Nmod => tree.head(head),
        _ => Some(head),
    };
    if let Some(verb) = verb
        && tree.is_verb(verb)
        && matches!(tree.lemma(verb), "blame" | "pin")
        && !super::is_weekday(&tree.lemma(blamed).to_lowercase())
    {
        tree.reattach(blamed, verb, Relation::Iobj);
    }
}

/// "called for the rebels to halt": whom the call is for stands behind its preposition, whether it was read as the subject
/// of what is called for, or "for" as a conjunction.
pub(super) fn make_circumstance_of_whoever_is_called_on(tree: &mut Tree<'_>, mark: Node) {
    let is_for = tree.relation(mark) == Relation::Mark && tree.lemma(mark) == "for";
    let Some(above) = tree.head(mark).filter(|_| is_for) else {
        return;
    };
    let subject = (mark + 1..tree.len()).find(|node| {
        tree.head(*node) == Some(above)
            && matches!(
                tree.relation(*node),
                Relation::Nsubj | Relation::NsubjPass | Relation::Obl | Relation::Obj
            )
    });
    let (Some(noun), true) = (subject, tree.is_verb(above)) else {
        return;
    };
    let opens = |clause: Node| {
        (noun + 1..clause).any(|node| {
            tree.head(node) == Some(clause)
                && tree.relation(node) == Relation::Mark
                && tree.lemma(node) == "to"
        })
    };
    let verb = if opens(above) {
        tree.head(above)
            .filter(|verb| *verb < mark && tree.is_verb(*verb))
    } else {
        (noun + 1..tree.len())
            .any(|node| tree.head(node) == Some(above) && opens(node))
            .then_some(above)
            .filter(|verb| *verb < mark)
    };
    if let Some(verb) = verb {
        tree.reattach(noun, verb, Relation::Obl);
        tree.reattach(mark, noun, Relation::Case);
    }
}

/// "face daily shelling and raids by the army", read as if they shelled: a form in -ing that a noun is joined to, or "by"
/// tells whose, is the object.
pub(super) fn take_object_for_noun(tree: &mut Tree<'_>, object: Node) {
    let is_clause = matches!(tree.relation(object), Relation::Xcomp | Relation::Ccomp)
        && tree.xpos(object) == Xpos::Vbg;
    let Some(verb) = tree
        .head(object)
        .filter(|verb| is_clause && *verb < object && tree.is_verb(*verb))
    else {
        return;
    };
    let below = |relation: Relation| child_of(tree, object, relation);
    let is_joined = below(Relation::Conj).is_some_and(|joined| tree.upos(joined) == Upos::Noun);
    let is_done_by = [Relation::Obl, Relation::OblAgent]
        .into_iter()
        .filter_map(below)
        .any(|agent| is_marked(tree, agent, "by"));
    let of_a_verb = [
        Relation::Obj,
        Relation::Nsubj,
        Relation::Aux,
        Relation::Mark,
    ];
    if !(is_joined || is_done_by)
        || child_of(tree, verb, Relation::Obj).is_some()
        || of_a_verb
            .into_iter()
            .any(|relation| below(relation).is_some())
    {
        return;
    }
    tree.make_noun(object);
    tree.reattach(object, verb, Relation::Obj);
    for node in object + 1..tree.len() {
        if tree.head(node) == Some(object)
            && matches!(tree.relation(node), Relation::Obl | Relation::OblAgent)
        {
            tree.reattach(node, object, Relation::Nmod);
        }
    }
}

/// "Sharif, who is set to become prime minister, called for talks", read as if he were called: a finite form without
/// "be" is no passive.
pub(super) fn make_subject_of_finite_verb(tree: &mut Tree<'_>, subject: Node) {
    let Some(verb) = tree.head(subject) else {
        return;
    };
    let is_finite = matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let is_passive = tree.relation(subject) == Relation::NsubjPass;
    if is_passive && is_finite && child_of(tree, verb, Relation::AuxPass).is_none() {
        tree.rename(subject, Relation::Nsubj);
    }
}

/// "stormed a house where a commander was hiding", read as if the commander stormed: a second subject, behind its
/// verb, is that of the verb below which follows it and has none.
pub(super) fn give_subject_to_next_verb(tree: &mut Tree<'_>, subject: Node) {
    let Some(verb) = tree.head(subject) else {
        return;
    };
    let is_second = tree.relation(subject) == Relation::Nsubj
        && subject > verb
        && tree.is_verb(verb)
        && has_child_before(tree, verb, Relation::Nsubj);
    if !is_second {
        return;
    }
    let next = (subject + 1..tree.len()).find(|next| {
        tree.head(*next) == Some(verb)
            && tree.is_verb(*next)
            && matches!(
                tree.relation(*next),
                Relation::Advcl | Relation::AclRelcl | Relation::Acl | Relation::Ccomp
            )
    });
    if let Some(next) = next.filter(|next| {
        child_of(tree, *next, Relation::Nsubj).is_none()
            && child_of(tree, *next, Relation::NsubjPass).is_none()
    }) {
        tree.reattach(subject, next, Relation::Nsubj);
    }
}

/// "gunned down the mayor": a particle is no preposition; what follows is the object.
pub(super) fn give_particle_to_verb(tree: &mut Tree<'_>, particle: Node) {
    let is_particle = tree.xpos(particle) == Xpos::Rp
        && tree.relation(particle) == Relation::Case
        && particle > 0;
    let Some(object) = tree.head(particle).filter(|_| is_particle) else {
        return;
    };
    let verb = particle - 1;
    if tree.head(object) == Some(verb) && tree.is_verb(verb) {
        tree.reattach(particle, verb, Relation::CompoundPrt);
        tree.reattach(object, verb, Relation::Obj);
    }
}

/// "after an attack killed eleven soldiers", read as two objects: a noun before a finite verb without a subject is its
/// subject.
pub(super) fn make_subject_of_what_stands_before(tree: &mut Tree<'_>, object: Node) {
    let Some(verb) = tree.head(object) else {
        return;
    };
    let stands_before = tree.relation(object) == Relation::Obj
        && object < verb
        && matches!(tree.upos(object), Upos::Noun | Upos::Propn)
        && matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let has = |relations: &[Relation]| {
        (0..tree.len()).any(|child| {
            tree.head(child) == Some(verb) && relations.contains(&tree.relation(child))
        })
    };
    if stands_before && !has(&[Relation::Nsubj, Relation::NsubjPass, Relation::AuxPass]) {
        tree.rename(object, Relation::Nsubj);
    }
}

/// "expelled its leader, Khalil Ibrahim, and Khartoum has disarmed …", read as if two were expelled: a noun that "and"
/// joins, right before the auxiliary of a verb without a subject, is that verb's.
pub(super) fn give_joined_to_next_verb(tree: &mut Tree<'_>, noun: Node) {
    let is_joined = tree.relation(noun) == Relation::Conj
        && matches!(tree.upos(noun), Upos::Noun | Upos::Propn);
    let next = noun + 1;
    if !is_joined || next >= tree.len() || tree.relation(next) != Relation::Aux {
        return;
    }
    let Some(verb) = tree.head(next).filter(|verb| {
        *verb > next && tree.is_verb(*verb) && tree.relation(*verb) == Relation::Conj
    }) else {
        return;
    };
    let has_subject = [Relation::Nsubj, Relation::NsubjPass]
        .into_iter()
        .any(|relation| child_of(tree, verb, relation).is_some());
    if has_subject || tree.is_below(verb, noun) {
        return;
    }
    let joins =
        (0..noun).rfind(|cc| tree.head(*cc) == Some(noun) && tree.relation(*cc) == Relation::Cc);
    tree.reattach(noun, verb, Relation::Nsubj);
    if let Some(cc) = joins {
        tree.reattach(cc, verb, Relation::Cc);
    }
}

/// "where in September troops fought", read as "September troops": a subject bears no preposition, so that the name
/// behind one is a circumstance of the verb.
pub(super) fn free_what_a_preposition_opens(tree: &mut Tree<'_>, name: Node) {
    let Some(subject) = tree.head(name).filter(|subject| {
        tree.relation(name) == Relation::Compound
            && name < *subject
            && matches!(
                tree.relation(*subject),
                Relation::Nsubj | Relation::NsubjPass
            )
    }) else {
        return;
    };
    let Some(verb) = tree.head(subject) else {
        return;
    };
    let Some(preposition) = name.checked_sub(1).filter(|before| {
        tree.relation(*before) == Relation::Case
            && tree.upos(*before) == Upos::Adp
            && tree.head(*before) == Some(subject)
    }) else {
        return;
    };
    tree.reattach(name, verb, Relation::Obl);
    tree.reattach(preposition, name, Relation::Case);
}

/// "killed a policeman and wounded several bystanders", read as if both were killed: a noun joined over a verb that has no
/// object is the verb's.
pub(super) fn give_object_to_joined_verb(tree: &mut Tree<'_>, object: Node) {
    let Some(first) = tree
        .head(object)
        .filter(|first| tree.relation(object) == Relation::Conj && *first < object)
    else {
        return;
    };
    let verb = tree
        .head(first)
        .filter(|_| tree.relation(first) == Relation::Obj)
        .and_then(|governor| {
            (first + 1..object).find(|node| {
                tree.is_verb(*node)
                    && tree.head(*node) == Some(governor)
                    && tree.relation(*node) == Relation::Conj
            })
        });
    let Some(verb) = verb.filter(|verb| child_of(tree, *verb, Relation::Obj).is_none()) else {
        return;
    };
    let is_joined_to_noun = (verb + 1..object).any(|node| tree.upos(node) == Upos::Cconj);
    if !is_joined_to_noun {
        tree.reattach(object, verb, Relation::Obj);
    }
}

/// "a man was killed and two others wounded by gunfire": a joined subject behind its verb, with a participle of its own, is
/// the subject of that participle.
pub(super) fn give_participle_to_second_subject(tree: &mut Tree<'_>, second: Node) {
    let Some(first) = tree
        .head(second)
        .filter(|_| tree.relation(second) == Relation::Conj)
    else {
        return;
    };
    let Some(verb) = tree.head(first).filter(|verb| {
        tree.relation(first) == Relation::NsubjPass && first < *verb && *verb < second
    }) else {
        return;
    };
    let participle = child_of(tree, second, Relation::Acl)
        .filter(|participle| *participle == second + 1 && tree.xpos(*participle) == Xpos::Vbn);
    if let Some(participle) = participle {
        tree.reattach(participle, verb, Relation::Conj);
        tree.reattach(second, participle, Relation::NsubjPass);
    }
}

/// "shot dead a prominent journalist": what is done to somebody has him for its object, and not what he then is.
pub(super) fn give_object_to_verb_of_outcome(tree: &mut Tree<'_>, object: Node) {
    let Some(outcome) = tree
        .head(object)
        .filter(|_| tree.relation(object) == Relation::Obj)
    else {
        return;
    };
    let verb = tree.head(outcome).filter(|verb| {
        *verb + 1 == outcome
            && tree.relation(outcome) == Relation::Xcomp
            && tree.is_verb(*verb)
            && matches!(
                tree.xpos(outcome),
                Xpos::Jj | Xpos::Vbn | Xpos::Rb | Xpos::Nn
            )
    });
    if let Some(verb) = verb {
        tree.reattach(object, verb, Relation::Obj);
    }
}

/// "a commander, his wife and their four children": the second of a list is no name for the first.
pub(super) fn join_list(tree: &mut Tree<'_>, second: Node) {
    let Some(first) = tree
        .head(second)
        .filter(|first| tree.relation(second) == Relation::Appos && *first < second)
    else {
        return;
    };
    let is_told_apart = |tree: &Tree<'_>, node: Node| {
        child_of(tree, node, Relation::NmodPoss)
            .or_else(|| child_of(tree, node, Relation::Nummod))
            .is_some()
    };
    let is_unnamed = |tree: &Tree<'_>, node: Node| tree.upos(node) == Upos::Noun;
    let is_list = child_of(tree, second, Relation::Conj).is_some_and(|third| {
        third > second
            && is_unnamed(tree, third)
            && child_of(tree, third, Relation::Cc).is_some()
            && is_told_apart(tree, second)
            && is_told_apart(tree, third)
    });
    if is_list && is_unnamed(tree, first) && is_unnamed(tree, second) {
        tree.rename(second, Relation::Conj);
    }
}
