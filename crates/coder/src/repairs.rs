//! Mends ties that a parser trained on web text gets wrong in agency prose, by rules that hold for any sentence.

use relata_language::{Relation, Upos, Xpos};

use crate::tree::{Node, Tree};

/// Mends the tree before anything is read from it.
pub(crate) fn apply(tree: &mut Tree<'_>) {
    if let Some(verb) = verb_read_as_participle(tree) {
        raise(tree, verb);
    }
    for node in 0..tree.len() {
        if is_bare_day(tree, node) {
            free_day(tree, node);
        }
    }
    for node in 0..tree.len() {
        lift_clause_off_time(tree, node);
        lift_clause_off_hearer(tree, node);
        give_particle_to_verb(tree, node);
        make_subject_of_what_stands_before(tree, node);
        put_owner_below(tree, node);
        give_teller_its_verb(tree, node);
        lift_verb_off_object(tree, node);
        make_subject_of_finite_verb(tree, node);
        give_subject_to_next_verb(tree, node);
        lift_participle_out_of_relative(tree, node);
        lift_out_of_what_is_said(tree, node);
        lift_finite_off_infinitive(tree, node);
        give_hearer_to_teller(tree, node);
        join_headline_subjects(tree, node);
        join_to_like(tree, node);
        give_name_to_joined(tree, node);
        free_what_a_preposition_opens(tree, node);
        make_auxiliary_of_perfect(tree, node);
        take_subject_for_noun(tree, node);
        make_active(tree, node);
        make_object_of_whoever_is_called(tree, node);
        make_circumstance_of_marked_object(tree, node);
        make_object_of_second_subject(tree, node);
    }
}

/// "A bomb killed lawmaker Gibran Tueni", read with two subjects: the one behind the verb is its object.
fn make_object_of_second_subject(tree: &mut Tree<'_>, second: Node) {
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
fn make_object_of_whoever_is_called(tree: &mut Tree<'_>, called: Node) {
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
fn make_circumstance_of_marked_object(tree: &mut Tree<'_>, object: Node) {
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
fn make_active(tree: &mut Tree<'_>, subject: Node) {
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
fn take_subject_for_noun(tree: &mut Tree<'_>, subject: Node) {
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

/// "the negotiator Humberto Ruiz and the rebel Iván Mora", read as one name: a name behind the second noun is that noun's.
fn give_name_to_joined(tree: &mut Tree<'_>, name: Node) {
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

/// "where in September troops fought", read as "September troops": a subject bears no preposition, so that the name
/// behind one is a circumstance of the verb.
fn free_what_a_preposition_opens(tree: &mut Tree<'_>, name: Node) {
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

/// "is thought to have bombed a depot", read as if somebody had something: "have" right before a participle is its
/// auxiliary, and what hung on it is the participle's.
fn make_auxiliary_of_perfect(tree: &mut Tree<'_>, have: Node) {
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

/// "the government of Sri Lanka and the Tigers": a noun with an article is joined to the noun that has one, not to the
/// bare name below it.
fn join_to_like(tree: &mut Tree<'_>, second: Node) {
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

/// "urged them to resolve the matter and offered to mediate": a finite verb is not joined to an infinitive.
fn lift_finite_off_infinitive(tree: &mut Tree<'_>, verb: Node) {
    let finite =
        |tree: &Tree<'_>, node: Node| matches!(tree.xpos(node), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let Some(infinitive) = tree.head(verb) else {
        return;
    };
    let is_joined = tree.relation(verb) == Relation::Conj
        && finite(tree, verb)
        && tree.xpos(infinitive) == Xpos::Vb
        && child_of(tree, infinitive, Relation::Mark).is_some()
        && child_of(tree, verb, Relation::Nsubj).is_none();
    let above = tree
        .path_up(infinitive)
        .skip(1)
        .find(|step| finite(tree, *step));
    if let Some(above) = above.filter(|_| is_joined) {
        tree.reattach(verb, above, Relation::Conj);
    }
}

/// "warned Pakistan that it would pay": whoever stands before "that" hears it, and is no part of it.
fn give_hearer_to_teller(tree: &mut Tree<'_>, hearer: Node) {
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

/// "Sudan army, rebels agree to truce": a headline joins by a comma, as its plural verb shows.
fn join_headline_subjects(tree: &mut Tree<'_>, second: Node) {
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

/// "denied that it was behind the attack and accused a gang", "fled, police said, blaming the army": a verb that is
/// unlike the clause told, or stands behind the verb of telling that closes it, is the teller's.
fn lift_out_of_what_is_said(tree: &mut Tree<'_>, verb: Node) {
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
            if stands_alone && is_unlike && is_past && finite(teller) {
                tree.reattach(verb, teller, Relation::Conj);
            }
        }
        _ => {}
    }
}

/// "gathered outside the hospital where the wounded were treated, firing into the air": a participle behind a comma
/// that no "and" joins belongs to the verb of the main clause.
fn lift_participle_out_of_relative(tree: &mut Tree<'_>, participle: Node) {
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

/// "Sharif, who is set to become prime minister, called for talks", read as if he were called: a finite form without
/// "be" is no passive.
fn make_subject_of_finite_verb(tree: &mut Tree<'_>, subject: Node) {
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
fn give_subject_to_next_verb(tree: &mut Tree<'_>, subject: Node) {
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

fn child_of(tree: &Tree<'_>, node: Node, relation: Relation) -> Option<Node> {
    (0..tree.len())
        .find(|child| tree.head(*child) == Some(node) && tree.relation(*child) == relation)
}

/// "the group's second-in-command, Abu Omar, was killed": whatever bears the mark of the possessive is an owner,
/// and its apposition is what it owns.
fn put_owner_below(tree: &mut Tree<'_>, owner: Node) {
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

/// "killed eight people, police said": the noun before the verb of telling is its subject, not one more of the
/// people.
fn give_teller_its_verb(tree: &mut Tree<'_>, teller: Node) {
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
fn lift_verb_off_object(tree: &mut Tree<'_>, verb: Node) {
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

fn has_child_before(tree: &Tree<'_>, node: Node, relation: Relation) -> bool {
    (0..node).any(|child| tree.head(child) == Some(node) && tree.relation(child) == relation)
}

/// "warned the government that it would attack": a clause that "that" opens and that has its own subject is what is
/// said, and no relative clause of whoever hears it.
fn lift_clause_off_hearer(tree: &mut Tree<'_>, clause: Node) {
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
fn verb_read_as_participle(tree: &Tree<'_>) -> Option<Node> {
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

/// "gunned down the mayor": a particle is no preposition; what follows is the object.
fn give_particle_to_verb(tree: &mut Tree<'_>, particle: Node) {
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
fn make_subject_of_what_stands_before(tree: &mut Tree<'_>, object: Node) {
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

/// Makes the participle the verb of the sentence: what stands before it is the subject, its noun the object.
fn raise(tree: &mut Tree<'_>, verb: Node) {
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

/// A weekday without a preposition: "said Thursday", "was killed Wednesday".
fn is_bare_day(tree: &Tree<'_>, node: Node) -> bool {
    tree.upos(node) == Upos::Propn && is_weekday(tree.lemma(node))
}

fn is_marked(tree: &Tree<'_>, node: Node, case: &str) -> bool {
    (0..node).any(|child| {
        tree.head(child) == Some(node)
            && tree.relation(child) == Relation::Case
            && tree.form(child).eq_ignore_ascii_case(case)
    })
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
