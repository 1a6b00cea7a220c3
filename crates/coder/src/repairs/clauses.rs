//! Clauses and verbs that hang on the wrong word.

use relata_language::{Relation, Upos, Xpos};

use super::{child_of, has_child_before};
use crate::tree::{Node, Tree};

/// "urged them to resolve the matter and offered to mediate": a finite verb is not joined to an infinitive.
pub(super) fn lift_finite_off_infinitive(tree: &mut Tree<'_>, verb: Node) {
    let finite =
        |tree: &Tree<'_>, node: Node| matches!(tree.xpos(node), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let Some(infinitive) = tree.head(verb) else {
        return;
    };
    let is_joined = tree.relation(verb) == Relation::Conj
        && (finite(tree, verb) || tree.xpos(verb) == Xpos::Vbn)
        && tree.xpos(infinitive) == Xpos::Vb
        && child_of(tree, infinitive, Relation::Mark).is_some()
        && child_of(tree, verb, Relation::Nsubj).is_none();
    let above = tree.path_up(infinitive).skip(1).find(|step| {
        // "had offered to disarm and asked for talks"
        let is_perfect = tree.xpos(*step) == Xpos::Vbn
            && child_of(tree, *step, Relation::Aux).is_some_and(|aux| tree.lemma(aux) == "have");
        finite(tree, *step) && finite(tree, verb) || is_perfect
    });
    if let Some(above) = above.filter(|_| is_joined) {
        tree.reattach(verb, above, Relation::Conj);
    }
}

/// "warned Pakistan that it would pay": whoever stands before "that" hears it, and is no part of it.
pub(super) fn give_hearer_to_teller(tree: &mut Tree<'_>, hearer: Node) {
    let Some(clause) = tree.head(hearer) else {
        return;
    };
    let is_object = matches!(tree.relation(hearer), Relation::Iobj | Relation::Obj);
    let mark = child_of(tree, clause, Relation::Mark)
        .filter(|mark| hearer < *mark && tree.lemma(*mark) == "that");
    let teller = tree
        .head(clause)
        .filter(|teller| tree.relation(clause) == Relation::Ccomp && *teller < hearer);
    if let (true, Some(_), Some(teller)) = (is_object, mark, teller) {
        tree.reattach(hearer, teller, Relation::Iobj);
    }
}

/// "denied that it was behind the attack and accused a gang", "fled, police said, blaming the army": a verb that is
/// unlike the clause told, or stands behind the verb of telling that closes it, is the teller's.
pub(super) fn lift_out_of_what_is_said(tree: &mut Tree<'_>, verb: Node) {
    let Some(told) = tree.head(verb).filter(|_| tree.is_verb(verb)) else {
        return;
    };
    // The same where what is said is the main clause.
    let behind = (told + 1..verb).find(|teller| {
        tree.head(*teller) == Some(told)
            && tree.relation(*teller) == Relation::Parataxis
            && tree.is_verb(*teller)
    });
    if let (Some(teller), Relation::Advcl, Xpos::Vbg) =
        (behind, tree.relation(verb), tree.xpos(verb))
    {
        tree.reattach(verb, teller, Relation::Advcl);
        return;
    }
    let Some(teller) = tree
        .head(told)
        .filter(|teller| tree.relation(told) == Relation::Ccomp && tree.is_verb(*teller))
    else {
        return;
    };
    match tree.relation(verb) {
        // What hangs on a clause told before its teller does not stand behind the teller.
        Relation::Advcl if told < teller && teller < verb && tree.xpos(verb) == Xpos::Vbg => {
            tree.reattach(verb, teller, Relation::Advcl);
        }
        Relation::Conj if teller < told => {
            let finite = |node: Node| matches!(tree.xpos(node), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
            // A participle without an auxiliary is a past tense that the tagger took for one.
            let is_past = tree.xpos(verb) == Xpos::Vbd
                || tree.xpos(verb) == Xpos::Vbn && tree.xpos(teller) == Xpos::Vbd;
            let has = |relation: Relation| child_of(tree, verb, relation).is_some();
            let stands_alone = ![
                Relation::Nsubj,
                Relation::NsubjPass,
                Relation::Aux,
                Relation::AuxPass,
                Relation::Mark,
            ]
            .into_iter()
            .any(has);
            let is_unlike = !finite(told) && child_of(tree, told, Relation::AuxPass).is_none();
            // "said that police had raided the office and detained officials": the auxiliary is that of both.
            let is_perfect_of_others = child_of(tree, told, Relation::Aux)
                .is_some_and(|aux| tree.lemma(aux) == "have")
                && child_of(tree, told, Relation::Nsubj)
                    .is_some_and(|subject| tree.upos(subject) != Upos::Pron);
            if stands_alone && is_unlike && is_past && finite(teller) && !is_perfect_of_others {
                tree.reattach(verb, teller, Relation::Conj);
            }
        }
        _ => {}
    }
}

/// "gathered outside the hospital where the wounded were treated, firing into the air": a participle behind a comma
/// that no "and" joins belongs to the verb of the main clause.
pub(super) fn lift_participle_out_of_relative(tree: &mut Tree<'_>, participle: Node) {
    let Some(joined) = tree.head(participle) else {
        return;
    };
    let is_loose = tree.relation(participle) == Relation::Conj
        && tree.xpos(participle) == Xpos::Vbg
        && tree.xpos(joined) != Xpos::Vbg
        && tree.relation(joined) == Relation::AclRelcl
        && participle > 0
        && tree.form(participle - 1) == ","
        && !has_child_before(tree, participle, Relation::Cc);
    let main = tree
        .path_up(joined)
        .skip(1)
        .find(|step| tree.is_verb(*step));
    if let Some(main) = main.filter(|_| is_loose) {
        tree.reattach(participle, main, Relation::Advcl);
    }
}

/// "said at the time that four were killed": what is said hangs on the verb, not on the word of time.
pub(super) fn lift_clause_off_time(tree: &mut Tree<'_>, clause: Node) {
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

/// "killed eight people, police said": the noun before the verb of telling is its subject, not one more of the
/// people.
pub(super) fn give_teller_its_verb(tree: &mut Tree<'_>, teller: Node) {
    let verb = teller + 1;
    let is_joined = tree.relation(teller) == Relation::Conj
        && !has_child_before(tree, teller, Relation::Cc)
        && tree.is_nominal(teller);
    if !is_joined || verb >= tree.len() || !tree.is_verb(verb) || !tree.is_below(teller, verb) {
        return;
    }
    let has_subject = (0..tree.len()).any(|child| {
        tree.head(child) == Some(verb)
            && matches!(tree.relation(child), Relation::Nsubj | Relation::NsubjPass)
    });
    if !has_subject {
        tree.reattach(teller, verb, Relation::Nsubj);
    }
}

/// "killed two soldiers and wounded nine": a verb is joined to a verb, not to its object, and takes what follows.
pub(super) fn lift_verb_off_object(tree: &mut Tree<'_>, verb: Node) {
    if tree.relation(verb) != Relation::Conj || !tree.is_verb(verb) {
        return;
    }
    let Some(object) = tree.head(verb) else {
        return;
    };
    let Some(first) = tree.head(object).filter(|first| tree.is_verb(*first)) else {
        return;
    };
    if tree.relation(object) != Relation::Obj || !has_child_before(tree, verb, Relation::Cc) {
        return;
    }
    tree.reattach(verb, first, Relation::Conj);
    for child in verb + 1..tree.len() {
        let is_object = matches!(tree.relation(child), Relation::Obj | Relation::OblUnmarked);
        if tree.head(child) == Some(first) && is_object && tree.is_nominal(child) {
            tree.reattach(child, verb, Relation::Obj);
        }
    }
}

/// "warned the government that it would attack": a clause that "that" opens and that has its own subject is what is
/// said, and no relative clause of whoever hears it.
pub(super) fn lift_clause_off_hearer(tree: &mut Tree<'_>, clause: Node) {
    let Some(hearer) = tree.head(clause) else {
        return;
    };
    let tied = matches!(tree.relation(clause), Relation::Acl | Relation::AclRelcl)
        && matches!(
            tree.relation(hearer),
            Relation::Iobj | Relation::Obj | Relation::Obl
        );
    let child = |relation: Relation| {
        (hearer + 1..clause)
            .find(|child| tree.head(*child) == Some(clause) && tree.relation(*child) == relation)
    };
    let opens = child(Relation::Mark).is_some_and(|mark| tree.lemma(mark) == "that");
    // "confirmed to an agency that its leader was killed", read as two verbs side by side.
    if opens
        && tree.relation(clause) == Relation::Conj
        && tree.is_verb(hearer)
        && !has_child_before(tree, clause, Relation::Cc)
    {
        tree.rename(clause, Relation::Ccomp);
        return;
    }
    let has_subject = child(Relation::Nsubj).or_else(|| child(Relation::NsubjPass));
    let verb = tree.head(hearer).filter(|verb| tree.is_verb(*verb));
    if let (true, true, Some(_), Some(verb)) = (tied, opens, has_subject, verb) {
        tree.reattach(clause, verb, Relation::Ccomp);
    }
}

/// "Norway suspended aid to Uganda", read as "suspended aid" that Norway stands before: a sentence whose head is a
/// noun has no verb, and the participle between two nouns is it.
pub(super) fn verb_read_as_participle(tree: &Tree<'_>) -> Option<Node> {
    let root = (0..tree.len()).find(|node| tree.relation(*node) == Relation::Root)?;
    if !matches!(tree.upos(root), Upos::Noun | Upos::Propn) {
        return None;
    }
    let verb = (1..root).find(|node| {
        tree.head(*node) == Some(root)
            && tree.relation(*node) == Relation::Amod
            && matches!(tree.xpos(*node), Xpos::Vbn | Xpos::Vbd)
    })?;
    let subject = verb - 1;
    let is_subject = matches!(tree.upos(subject), Upos::Noun | Upos::Propn)
        && matches!(tree.head(subject), Some(head) if head == root || head == verb);
    let is_finite = |node: Node| {
        matches!(
            tree.xpos(node),
            Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md
        )
    };
    (is_subject && !(0..tree.len()).any(is_finite)).then_some(verb)
}

/// Makes the participle the verb of the sentence: what stands before it is the subject, its noun the object.
pub(super) fn raise(tree: &mut Tree<'_>, verb: Node) {
    let Some(object) = tree.head(verb) else {
        return;
    };
    let subject = verb - 1;
    tree.make_root(verb);
    tree.reattach(object, verb, Relation::Obj);
    tree.reattach(subject, verb, Relation::Nsubj);
    for node in 0..subject {
        if matches!(tree.head(node), Some(head) if head == object || head == verb) {
            let relation = tree.relation(node);
            tree.reattach(node, subject, relation);
        }
    }
}

/// "is thought to have bombed a depot", read as if somebody had something: "have" right before a participle is its
/// auxiliary, and what hung on it is the participle's.
pub(super) fn make_auxiliary_of_perfect(tree: &mut Tree<'_>, have: Node) {
    let participle = have + 1;
    let is_split = participle < tree.len()
        && tree.lemma(have) == "have"
        && tree.upos(have) == Upos::Verb
        && tree.xpos(participle) == Xpos::Vbn
        && tree.upos(participle) == Upos::Verb
        && tree.head(participle) != Some(have);
    let Some(head) = tree.head(have).filter(|_| is_split) else {
        return;
    };
    if tree.head(participle) == Some(head) || tree.is_below(participle, have) {
        let relation = tree.relation(have);
        tree.reattach(participle, head, relation);
        for node in 0..tree.len() {
            if tree.head(node) == Some(have) && node != participle {
                let relation = tree.relation(node);
                tree.reattach(node, participle, relation);
            }
        }
        tree.reattach(have, participle, Relation::Aux);
    }
}
