//! The deep slots of a word that tells an act: who, whom, with, against, in which clause; through passives,
//! relative clauses, participles, control, coordination and support verbs.

use relata_language::{Relation, Upos, Xpos};

use crate::things;
use crate::tree::{Node, Tree};

/// How far a missing subject is looked for upwards.
const MAXIMUM_CLIMB: usize = 6;

/// A support verb that carries an event noun: "carried out an attack".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Carrier {
    /// The verb.
    pub(crate) verb: Node,
    /// Row of the table of support verbs.
    pub(crate) row: usize,
}

/// The nodes that fill the slot `name` of `node`, coordinated ones included. `carrier` is the support verb of
/// an event noun.
pub(crate) fn fill(tree: &Tree<'_>, node: Node, carrier: Option<Carrier>, name: &str) -> Vec<Node> {
    let heads = if tree.is_verb(node) {
        fill_verb(tree, node, name)
    } else {
        fill_nominal(tree, node, carrier, name)
    };
    let companions = if tree.is_verb(node) {
        companions(tree, node, name)
    } else {
        Vec::new()
    };
    let mut nodes: Vec<Node> = heads
        .into_iter()
        .chain(companions)
        .flat_map(|head| {
            if name == "clause" || name == "infinitive" {
                vec![head]
            } else {
                tree.conjuncts(head)
            }
        })
        .filter(|filler| *filler != node)
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// "were killed along with three policemen", "rebels together with tribesmen attacked": people who fill the slot beside
/// those whom the verb names.
fn companions(tree: &Tree<'_>, verb: Node, name: &str) -> Vec<Node> {
    let joins = |node: &Node| {
        tree.has_case(*node, "with")
            && ["along", "together"]
                .iter()
                .any(|case| tree.has_case(*node, case))
    };
    let is_object = |node: Node| {
        tree.is_passive(verb)
            || tree
                .children_by(verb, &[Relation::Obj])
                .any(|object| object < node)
    };
    if !matches!(name, "subject" | "object") {
        return Vec::new();
    }
    tree.children_by(verb, &[Relation::Obl])
        .filter(joins)
        .filter(|node| is_object(*node) == (name == "object"))
        .collect()
}

fn fill_verb(tree: &Tree<'_>, verb: Node, name: &str) -> Vec<Node> {
    if let (Relation::Aux, Some(main)) = (tree.relation(verb), tree.head(verb)) {
        // A modal's clause is the verb that it stands before; they share the subject.
        return match name {
            "clause" | "infinitive" => vec![main],
            "subject" => surface_subject(tree, main, MAXIMUM_CLIMB),
            _ => fill(tree, main, None, name),
        };
    }
    match name {
        "subject" => subject(tree, verb, MAXIMUM_CLIMB),
        "object" => object(tree, verb),
        "indirect" => tree.children_by(verb, &[Relation::Iobj]).collect(),
        "clause" => clauses(tree, verb),
        "infinitive" => clauses(tree, verb)
            .into_iter()
            .filter(|clause| tree.has_case(*clause, "to"))
            .collect(),
        "possessor" | "modifier" => Vec::new(),
        preposition => {
            let own = prepositional(tree, verb, preposition);
            if !own.is_empty() {
                return own;
            }
            // "held talks with X", "shot dead by X": the phrase may hang on the object or the complement.
            tree.children_by(
                verb,
                &[
                    Relation::Obj,
                    Relation::Iobj,
                    Relation::NsubjPass,
                    Relation::Xcomp,
                    Relation::CompoundPrt,
                ],
            )
            .filter(|below| !tree.is_verb(*below))
            .flat_map(|object| {
                let own = prepositional(tree, object, preposition);
                if own.is_empty() {
                    behind_place(tree, object, preposition)
                } else {
                    own
                }
            })
            .chain(behind_place(tree, verb, preposition))
            .collect()
        }
    }
}

fn fill_nominal(tree: &Tree<'_>, node: Node, carrier: Option<Carrier>, name: &str) -> Vec<Node> {
    match name {
        "subject" => nominal_subject(tree, node, carrier),
        "object" => prepositional(tree, node, "of"),
        "possessor" => tree.children_by(node, &[Relation::NmodPoss]).collect(),
        "modifier" => tree
            .children_by(
                node,
                &[
                    Relation::Compound,
                    Relation::Amod,
                    Relation::NmodDesc,
                    Relation::NmodUnmarked,
                    Relation::Flat,
                ],
            )
            .collect(),
        "clause" => tree
            .children_by(
                node,
                &[
                    Relation::Acl,
                    Relation::Ccomp,
                    Relation::Advcl,
                    Relation::Xcomp,
                    Relation::Csubj,
                ],
            )
            .collect(),
        preposition => {
            let own = prepositional(tree, node, preposition);
            if !own.is_empty() {
                return own;
            }
            let own = behind_place(tree, node, preposition);
            if !own.is_empty() {
                return own;
            }
            // "shelling and airstrikes by the army": what stands behind the last belongs to each.
            if preposition == "by" {
                let shared: Vec<Node> = tree
                    .children_by(node, &[Relation::Conj])
                    .flat_map(|later| prepositional(tree, later, preposition))
                    // "the killing of protesters by soldiers": the last phrase hangs on the one before it now and then.
                    .chain(
                        prepositional(tree, node, "of")
                            .into_iter()
                            .flat_map(|of| prepositional(tree, of, preposition)),
                    )
                    .collect();
                if !shared.is_empty() {
                    return shared;
                }
                // "the imposition of sanctions by the Union": what stands behind the whole belongs to the part.
                let whole = tree.head(node).filter(|head| {
                    tree.relation(node) == Relation::Nmod
                        && tree.has_case(node, "of")
                        && !tree.is_verb(*head)
                });
                let of_whole = whole.map(|whole| prepositional(tree, whole, preposition));
                if let Some(by) = of_whole.filter(|by| !by.is_empty()) {
                    return by;
                }
            }
            // "daily shelling and raids by the army": and what hangs on the first, but stands behind the last.
            if preposition == "by"
                && tree.relation(node) == Relation::Conj
                && let Some(first) = tree.head(node)
            {
                let shared: Vec<Node> = prepositional(tree, first, preposition)
                    .into_iter()
                    .filter(|shared| *shared > node)
                    .collect();
                if !shared.is_empty() {
                    return shared;
                }
            }
            let verb = carrier.map(|carrier| carrier.verb).or_else(|| {
                let head = tree.head(node)?;
                (tree.is_verb(head)
                    && matches!(tree.relation(node), Relation::Obj | Relation::NsubjPass))
                .then_some(head)
            });
            verb.map(|verb| prepositional(tree, verb, preposition))
                .unwrap_or_default()
        }
    }
}

/// Phrases below `node` that the preposition marks.
fn prepositional(tree: &Tree<'_>, node: Node, preposition: &str) -> Vec<Node> {
    tree.children(node)
        .iter()
        .copied()
        .filter(|child| {
            matches!(
                tree.relation(*child),
                Relation::Obl
                    | Relation::OblAgent
                    | Relation::Nmod
                    | Relation::Advcl
                    | Relation::Acl
            ) && (tree.has_case(*child, preposition) || opens_with(tree, *child, preposition))
                && !tree
                    .children_by(*child, &[Relation::Case])
                    .any(|case| tree.lemma(case) == "accord" || tree.lemma(case) == "according")
        })
        .collect()
}

/// "when the bus crashed": an adverb that opens a clause stands for a preposition.
fn opens_with(tree: &Tree<'_>, clause: Node, adverb: &str) -> bool {
    tree.relation(clause) == Relation::Advcl
        && tree
            .children_by(clause, &[Relation::Advmod])
            .any(|word| word < clause && tree.lemma(word) == adverb)
}

/// "talks in Bishkek with X": the phrase behind the name of a place belongs to what took place there.
fn behind_place(tree: &Tree<'_>, node: Node, preposition: &str) -> Vec<Node> {
    if !matches!(preposition, "with" | "between") {
        return Vec::new();
    }
    tree.children_by(node, &[Relation::Obl, Relation::Nmod])
        .filter(|place| {
            tree.upos(*place) == Upos::Propn
                && ["in", "at", "on"]
                    .iter()
                    .any(|case| tree.has_case(*place, case))
        })
        .flat_map(|place| prepositional(tree, place, preposition))
        .collect()
}

/// Complement clauses: that …, to …, "of bombing", "for killing".
fn clauses(tree: &Tree<'_>, verb: Node) -> Vec<Node> {
    tree.children(verb)
        .iter()
        .copied()
        .filter(|child| match tree.relation(*child) {
            Relation::Ccomp | Relation::Xcomp | Relation::Csubj => true,
            Relation::Advcl => {
                let gerund = tree.xpos(*child) == Xpos::Vbg;
                // "backed sending troops": a gerund right behind its verb is its complement.
                gerund && (tree.has_child(*child, &[Relation::Mark]) || *child == verb + 1)
                    || tree.has_case(*child, "to")
            }
            _ => false,
        })
        .collect()
}

/// Units of time and distance: "fought ten days" has no object.
fn is_unit_of_length(lemma: &str) -> bool {
    matches!(
        lemma,
        "second"
            | "minute"
            | "hour"
            | "day"
            | "night"
            | "week"
            | "month"
            | "year"
            | "decade"
            | "time"
            | "metre"
            | "meter"
            | "kilometre"
            | "kilometer"
            | "mile"
            | "km"
            | "percent"
            | "dollar"
            | "euro"
    )
}

/// The deep subject: who does it.
fn subject(tree: &Tree<'_>, verb: Node, climb: usize) -> Vec<Node> {
    if tree.is_passive(verb) {
        let by: Vec<Node> = tree.children_by(verb, &[Relation::OblAgent]).collect();
        if !by.is_empty() {
            return by;
        }
        let own = prepositional(tree, verb, "by");
        if !own.is_empty() {
            return own;
        }
        return tree
            .children_by(verb, &[Relation::Xcomp, Relation::Obl])
            .filter(|below| !tree.is_verb(*below))
            .flat_map(|below| prepositional(tree, below, "by"))
            .collect();
    }
    surface_subject(tree, verb, climb)
}

/// The deep object: whom it is done to.
fn object(tree: &Tree<'_>, verb: Node) -> Vec<Node> {
    if tree.is_passive(verb) {
        return surface_subject(tree, verb, MAXIMUM_CLIMB);
    }
    let own: Vec<Node> = tree.children_by(verb, &[Relation::Obj]).collect();
    if !own.is_empty() {
        return own
            .into_iter()
            .map(|node| antecedent(tree, verb, node))
            .collect();
    }
    let indirect: Vec<Node> = tree.children_by(verb, &[Relation::Iobj]).collect();
    if !indirect.is_empty() {
        return indirect;
    }
    // "gunned down a mayor": the particle is taken for a preposition now and then.
    if tree.has_child(verb, &[Relation::CompoundPrt]) {
        let bare: Vec<Node> = tree
            .children_by(verb, &[Relation::Obl])
            .filter(|node| {
                *node > verb && tree.is_nominal(*node) && !tree.has_child(*node, &[Relation::Case])
            })
            .collect();
        if !bare.is_empty() {
            return bare;
        }
    }
    // "killed at least five civilians": the preposition of the number is taken for the noun's.
    let counted: Vec<Node> = tree
        .children_by(verb, &[Relation::Obl])
        .filter(|node| {
            *node > verb
                && tree.has_child(*node, &[Relation::Nummod])
                && !tree.has_child(*node, &[Relation::Case])
                && !is_unit_of_length(tree.lemma(*node))
        })
        .collect();
    if !counted.is_empty() {
        return counted;
    }
    // "the post that rebels attacked": the antecedent is the object where a subject is there.
    if tree.relation(verb) == Relation::AclRelcl
        && let Some(head) = tree.head(verb)
        && tree
            .children_by(verb, &[Relation::Nsubj])
            .any(|subject| !is_relative_pronoun(tree, subject))
    {
        return vec![head];
    }
    // Coordination shares an object: "attacked and looted the post".
    if let Some(head) = tree.head(verb)
        && tree.relation(verb) == Relation::Conj
        && tree.is_verb(head)
        && !tree.has_child(verb, &[Relation::Obl, Relation::Ccomp, Relation::Xcomp])
    {
        return tree
            .children_by(head, &[Relation::Obj])
            .filter(|o| *o > verb)
            .collect();
    }
    tree.children_by(verb, &[Relation::Conj])
        .filter(|conjunct| tree.is_verb(*conjunct) && !tree.is_passive(*conjunct))
        .filter(|conjunct| !tree.has_child(*conjunct, &[Relation::Nsubj]))
        .take(1)
        .filter(|_| !tree.has_child(verb, &[Relation::Obl, Relation::Ccomp, Relation::Xcomp]))
        .flat_map(|conjunct| {
            tree.children_by(conjunct, &[Relation::Obj])
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The grammatical subject, inherited where the verb has none of its own.
pub(crate) fn surface_subject(tree: &Tree<'_>, verb: Node, climb: usize) -> Vec<Node> {
    let own: Vec<Node> = tree
        .children_by(
            verb,
            &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter],
        )
        .collect();
    if !own.is_empty() {
        return own
            .into_iter()
            .map(|node| antecedent(tree, verb, node))
            .collect();
    }
    if climb == 0 {
        return Vec::new();
    }
    let Some(head) = tree.head(verb) else {
        return Vec::new();
    };
    match tree.relation(verb) {
        Relation::Xcomp => {
            let objects: Vec<Node> = tree
                .children_by(head, &[Relation::Obj, Relation::Iobj])
                .filter(|object| *object < verb)
                .collect();
            if objects.is_empty() {
                surface_subject(tree, head, climb - 1)
            } else {
                objects
            }
        }
        // "accused troops of killing": the troops kill.
        Relation::Advcl
            if tree.is_verb(head)
                && ["of", "for", "from"]
                    .iter()
                    .any(|case| tree.has_case(verb, case))
                && tree.has_child(head, &[Relation::Obj, Relation::Iobj])
                && !tree.is_passive(head) =>
        {
            tree.children_by(head, &[Relation::Obj, Relation::Iobj])
                .collect()
        }
        Relation::Conj | Relation::Advcl | Relation::Parataxis if tree.is_verb(head) => {
            surface_subject(tree, head, climb - 1)
        }
        Relation::Acl if tree.has_case(verb, "to") => {
            // "an offer to hold talks": who offers; "a proposal by the Union to send troops".
            let possessors: Vec<Node> = tree.children_by(head, &[Relation::NmodPoss]).collect();
            if !possessors.is_empty() {
                return possessors;
            }
            let makers: Vec<Node> = tree
                .children_by(head, &[Relation::Nmod])
                .filter(|maker| tree.has_case(*maker, "by"))
                .collect();
            if !makers.is_empty() {
                return makers;
            }
            match tree.head(head) {
                Some(governor)
                    if tree.is_verb(governor) && tree.relation(head) == Relation::Obj =>
                {
                    surface_subject(tree, governor, climb - 1)
                }
                _ => Vec::new(),
            }
        }
        // "seized the town after two days of fighting": whoever the verb is told of fought those days.
        Relation::Acl
            if tree.xpos(verb) == Xpos::Vbg
                && tree.has_case(verb, "of")
                && is_unit_of_length(tree.lemma(head)) =>
        {
            match tree.head(head) {
                Some(governor) if tree.is_verb(governor) => {
                    surface_subject(tree, governor, climb - 1)
                }
                _ => Vec::new(),
            }
        }
        Relation::Acl | Relation::AclRelcl => vec![head],
        // "was confident, saying …": the subject of the adjective or noun.
        Relation::Advcl if !tree.is_verb(head) => nominal_subject(tree, head, None),
        _ => Vec::new(),
    }
}

/// A relative pronoun stands for the noun that its clause hangs on.
fn antecedent(tree: &Tree<'_>, verb: Node, node: Node) -> Node {
    // "some of whom were released"
    if !is_relative_pronoun(tree, things::content_head(tree, node)) {
        return node;
    }
    let clause = tree
        .path_up(verb)
        .find(|step| matches!(tree.relation(*step), Relation::AclRelcl | Relation::Acl));
    let Some(head) = clause.and_then(|clause| tree.head(clause)) else {
        return node;
    };
    // "police in Srinagar, who fired": a place is nobody.
    let is_person = matches!(tree.lemma(node), "who" | "whom");
    let is_place = tree.upos(head) == Upos::Propn
        && ["in", "at", "near", "outside"]
            .iter()
            .any(|case| tree.has_case(head, case));
    // The place may hang on the verb: then it is whoever stands right before it.
    let before = tree
        .children_by(head, &[Relation::Case])
        .next()
        .and_then(|case| case.checked_sub(1));
    tree.head(head)
        .into_iter()
        .chain(before)
        .find(|whose| is_person && is_place && tree.is_nominal(*whose))
        .unwrap_or(head)
}

fn is_relative_pronoun(tree: &Tree<'_>, node: Node) -> bool {
    matches!(tree.xpos(node), Xpos::Wdt | Xpos::Wp)
        || matches!(tree.lemma(node), "who" | "which" | "whom")
        || tree.lemma(node) == "that" && tree.upos(node) == Upos::Pron
}

/// The subject of a noun or adjective: of its copula, of its support verb, of the clause it complements.
fn nominal_subject(tree: &Tree<'_>, node: Node, carrier: Option<Carrier>) -> Vec<Node> {
    if let Some(carrier) = carrier {
        return if tree.is_verb(carrier.verb) {
            subject(tree, carrier.verb, MAXIMUM_CLIMB)
        } else {
            nominal_subject(tree, carrier.verb, None)
        };
    }
    let own: Vec<Node> = tree
        .children_by(node, &[Relation::Nsubj, Relation::NsubjOuter])
        .map(|subject| antecedent(tree, node, subject))
        .collect();
    if !own.is_empty() {
        return own;
    }
    let Some(head) = tree.head(node) else {
        return Vec::new();
    };
    match tree.relation(node) {
        Relation::Xcomp | Relation::Advcl => {
            let objects: Vec<Node> = tree
                .children_by(head, &[Relation::Obj])
                .filter(|object| *object < node)
                .collect();
            if objects.is_empty() && tree.is_verb(head) {
                surface_subject(tree, head, MAXIMUM_CLIMB)
            } else {
                objects
            }
        }
        Relation::Amod | Relation::Acl | Relation::AclRelcl | Relation::Appos => vec![head],
        Relation::Conj => nominal_subject(tree, head, None),
        // "is in talks with": a phrase that hangs on a verb takes the verb's subject.
        Relation::Obl if tree.is_verb(head) && !tree.is_passive(head) => {
            surface_subject(tree, head, MAXIMUM_CLIMB)
        }
        _ => Vec::new(),
    }
}

/// True if a negation hangs on the node itself: "did not", "never", "no truce".
pub(crate) fn negator(tree: &Tree<'_>, node: Node) -> Option<Node> {
    tree.children(node).iter().copied().find(|child| {
        matches!(
            tree.relation(*child),
            Relation::Advmod | Relation::Det | Relation::Cc | Relation::CcPreconj
        ) && matches!(
            tree.lemma(*child),
            "not" | "n't" | "n’t" | "never" | "no" | "neither" | "nor"
        )
    })
}
