//! Did it happen? Negation, modality, conditions and governing verbs above and beside an act.

use relata_knowledge::{CueKind, Knowledge};
use relata_language::{Relation, Xpos};
use relata_record::{Factuality, Span};

use crate::cue_words::cue_at;
use crate::document::Document;
use crate::slots::negator;
use crate::tree::{Node, Tree};

/// What the words around a word say of its happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belief {
    /// Did it happen?
    pub factuality: Factuality,
    /// True if the word stands behind "to".
    pub is_infinitive: bool,
    /// True if "will" stands before it.
    pub is_announced: bool,
}

/// The belief about the word at a place of the text.
pub(crate) fn belief(document: &Document<'_>, word: Span) -> Option<Belief> {
    document.sentences.iter().find_map(|told| {
        let tree = &told.tree;
        let node = (0..tree.len()).find(|node| {
            let span = tree.token(*node).span;
            span.start < word.end && word.start < span.end
        })?;
        let (factuality, _) = certainty(document.knowledge, tree, node, None);
        let is_announced = tree
            .children_by(node, &[Relation::Aux])
            .any(|aux| matches!(tree.lemma(aux), "will" | "wo" | "'ll" | "shall"));
        Some(Belief {
            factuality,
            is_infinitive: tree.is_verb(node) && tree.has_case(node, "to"),
            is_announced,
        })
    })
}

/// The factuality of the act at `node` by the words around it, and the words that decide it.
pub(crate) fn certainty(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    node: Node,
    carrier: Option<Node>,
) -> (Factuality, Vec<Node>) {
    if let Some(decided) = beside(knowledge, tree, node) {
        return decided;
    }
    if let Some(none) = none_of_it(tree, carrier.unwrap_or(node)) {
        return (Factuality::Negated, vec![none]);
    }
    // The support verb may stand above the noun or, as a participle, below it.
    let mut current = node;
    if let Some(verb) = carrier {
        if let Some(decided) = beside(knowledge, tree, verb) {
            return decided;
        }
        if !tree.is_below(verb, node) {
            current = verb;
        }
    }
    for _ in 0..8 {
        let Some(head) = tree.head(current) else {
            break;
        };
        let relation = tree.relation(current);
        // "threatened to leave after talks collapsed": they did collapse.
        let has_passed = relation == Relation::Advcl
            && tree.xpos(current) == Xpos::Vbd
            && tree
                .children_by(current, &[Relation::Mark])
                .any(|mark| matches!(tree.lemma(mark), "after" | "since" | "because"));
        if has_passed {
            break;
        }
        match relation {
            Relation::Xcomp
            | Relation::Ccomp
            | Relation::Advcl
            | Relation::Obj
            | Relation::Csubj
            | Relation::NsubjPass
            | Relation::Nsubj
            | Relation::Acl
            | Relation::Obl
            | Relation::Nmod => {
                if let Some(decided) = governed(knowledge, tree, current, head) {
                    return decided;
                }
            }
            Relation::Conj | Relation::Cop => {}
            _ => break,
        }
        // A clause of its own is not negated by the clause that tells it.
        let crosses = match relation {
            Relation::Ccomp | Relation::Advcl | Relation::Acl => true,
            Relation::Conj => tree.has_child(
                current,
                &[Relation::Nsubj, Relation::NsubjPass, Relation::Aux],
            ),
            _ => false,
        };
        if crosses {
            break;
        }
        if matches!(relation, Relation::Obl | Relation::Nsubj | Relation::Nmod)
            && !tree.is_verb(current)
        {
            // Being a circumstance of another act makes nothing uncertain.
            if !matches!(relation, Relation::Nsubj) {
                break;
            }
        }
        if let Some(decided) = beside(knowledge, tree, head) {
            return decided;
        }
        current = head;
    }
    (Factuality::Fact, Vec::new())
}

/// "No shots were fired", "nobody fled", "with no shots fired": the word that denies whoever or whatever takes part.
fn none_of_it(tree: &Tree<'_>, verb: Node) -> Option<Node> {
    if !tree.is_verb(verb) {
        return None;
    }
    let described = tree
        .head(verb)
        .filter(|_| tree.relation(verb) == Relation::Acl && tree.is_passive(verb));
    tree.children_by(verb, &[Relation::Nsubj, Relation::NsubjPass, Relation::Obj])
        .chain(described)
        .find_map(|part| {
            if matches!(tree.lemma(part), "nobody" | "nothing" | "none") {
                return Some(part);
            }
            tree.children_by(part, &[Relation::Det])
                .find(|word| matches!(tree.lemma(*word), "no" | "neither"))
        })
}

/// Negation, modal verbs, adverbs, conjunctions and adjectives that hang on the node itself.
fn beside(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> Option<(Factuality, Vec<Node>)> {
    // "if he does not go" leaves open.
    let supposed = tree
        .children_by(node, &[Relation::Mark])
        .find(|mark| matches!(tree.lemma(*mark), "if" | "unless"));
    if let Some(mark) = supposed {
        return Some((Factuality::Hypothetical, vec![mark]));
    }
    if let Some(not) = negator(tree, node) {
        return Some((Factuality::Negated, vec![not]));
    }
    if let Some(be) = is_to(tree, node) {
        return Some((Factuality::Planned, vec![be]));
    }
    let children = tree.children(node);
    let kinds = |relation| -> Option<&'static [CueKind]> {
        match relation {
            Relation::Aux | Relation::AuxPass => Some(&[CueKind::Modal]),
            Relation::Advmod => Some(&[CueKind::Adverb]),
            // "without firing" negates, "if it fires" leaves open.
            Relation::Mark => Some(&[CueKind::Mark, CueKind::Adverb]),
            Relation::Amod => Some(&[CueKind::Adjective]),
            _ => None,
        }
    };
    children.iter().find_map(|child| {
        let kinds = kinds(tree.relation(*child))?;
        let (cue, words) = cue_at(knowledge, tree, *child, kinds)?;
        cue.effect
            .filter(|effect| *effect != Factuality::Fact)
            .map(|effect| (effect, words))
    })
}

/// "is to meet", "are to sign": the form of "be" that puts a verb into what is to come.
fn is_to(tree: &Tree<'_>, verb: Node) -> Option<Node> {
    let be = tree
        .children_by(verb, &[Relation::Cop, Relation::Aux])
        .find(|be| tree.lemma(*be) == "be")?;
    let to = be + 1;
    (to < verb
        && tree.lemma(to) == "to"
        && tree.head(to) == Some(verb)
        && tree.xpos(verb) == Xpos::Vb)
        .then_some(be)
}

/// A governing verb or noun that decides if its complement happens.
fn governed(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    current: Node,
    head: Node,
) -> Option<(Factuality, Vec<Node>)> {
    let relation = tree.relation(current);
    let kinds: &[CueKind] = match relation {
        Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::Advcl => &[
            CueKind::Verb,
            CueKind::Adjective,
            CueKind::Modal,
            CueKind::Noun,
        ],
        Relation::Obj => &[CueKind::Verb],
        Relation::Acl | Relation::Nmod => &[CueKind::Noun],
        _ => return None,
    };
    if relation == Relation::Advcl && !tree.has_case(current, "to") {
        return None;
    }
    // "told reporters that it had fled" reports; "told them to flee" orders.
    let reports = relation == Relation::Ccomp
        && !tree.has_case(current, "to")
        && cue_at(knowledge, tree, head, &[CueKind::Report]).is_some();
    if reports {
        return None;
    }
    let (cue, words) = cue_at(knowledge, tree, head, kinds)?;
    let effect = cue.effect.filter(|effect| *effect != Factuality::Fact)?;
    // "discussed the killing of a lawmaker": it is known to have happened.
    let is_known = relation == Relation::Obj
        && !tree.is_verb(current)
        && tree
            .children_by(current, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "the" | "this" | "these" | "those"));
    if effect == Factuality::Hypothetical && is_known {
        return None;
    }
    match (effect, negator(tree, head)) {
        // "did not fail to": two negations.
        (Factuality::Negated, Some(_)) => Some((Factuality::Fact, words)),
        // "has no plans to", "did not promise to".
        (Factuality::Planned, Some(not)) => Some((Factuality::Negated, vec![not])),
        _ => Some((effect, words)),
    }
}

/// True if an act that did not happen is one that its doer will not do: "will not meet", "has no plans to
/// meet", "cannot sign", "does not recognise".
pub(crate) fn is_refused(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> bool {
    let wills = tree.children_by(node, &[Relation::Aux]).any(|aux| {
        matches!(
            tree.lemma(aux),
            "will" | "wo" | "shall" | "would" | "can" | "ca"
        )
    });
    // "We do not accept conditions": said of the present, and not of what did not happen.
    let refuses = tree
        .children_by(node, &[Relation::Aux])
        .any(|aux| tree.lemma(aux) == "do" && matches!(tree.xpos(aux), Xpos::Vbp | Xpos::Vbz));
    if (wills || refuses) && negator(tree, node).is_some() {
        return true;
    }
    let Some(head) = tree.head(node) else {
        return false;
    };
    governed(knowledge, tree, node, head).is_some_and(|(effect, words)| {
        effect == Factuality::Negated && words.first() == negator(tree, head).as_ref()
    })
}

/// "asked whether Israel would attack": a question tells nothing of what it asks for.
pub(crate) fn is_asked_about(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> bool {
    let asks = |verb: Node| {
        cue_at(knowledge, tree, verb, &[CueKind::Report])
            .is_some_and(|(cue, _)| cue.effect == Some(Factuality::Hypothetical))
    };
    let is_open = |clause: Node| {
        tree.children_by(clause, &[Relation::Mark])
            .any(|mark| matches!(tree.lemma(mark), "if" | "whether"))
    };
    tree.path_up(node)
        .any(|clause| is_open(clause) && tree.head(clause).is_some_and(asks))
}
