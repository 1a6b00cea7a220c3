//! Who says what, by grammar and the table of cues alone: source, cue and content of every attribution, whoever the
//! source is. It knows no party; [`crate::speech`] asks who the speakers of events are.

use std::collections::BTreeSet;

use relata_knowledge::{CueKind, Knowledge, WordClass};
use relata_language::{Relation, Upos, Xpos};
use relata_record::{Factuality, Span};

use crate::cue_words::cue_at;
use crate::document::Document;
use crate::quotations::{self, Quotation};
use crate::slots;
use crate::tree::{Node, Tree};

/// An attribution: who says, thinks or wants what. Each part may stand in several pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    /// Who says it; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that tell.
    pub cue: Vec<Span>,
    /// What is told.
    pub content: Vec<Span>,
}

/// An attribution within its sentence.
struct Frame {
    source: Option<Node>,
    cue: BTreeSet<Node>,
    content: BTreeSet<Node>,
}

/// Every attribution of the report, in text order.
pub(crate) fn find(document: &Document<'_>) -> Vec<Telling> {
    let quotations = quotations::find(document.report);
    let mut found: Vec<Telling> = Vec::new();
    for told in &document.sentences {
        let tree = &told.tree;
        for node in 0..tree.len() {
            let Some(frame) = frame_at(document.knowledge, tree, node) else {
                continue;
            };
            let own: BTreeSet<Node> = frame
                .source
                .iter()
                .flat_map(|source| tree.subtree(*source))
                .filter(|node| !frame.content.contains(node))
                .collect();
            let content: BTreeSet<Node> = frame
                .content
                .iter()
                .copied()
                .filter(|node| !frame.cue.contains(node) && !own.contains(node))
                .collect();
            if content.is_empty() {
                continue;
            }
            let mut pieces = pieces(tree, &content);
            widen(&mut pieces, &quotations, told.block);
            found.push(Telling {
                source: source_span(tree, frame.source, &frame.cue)
                    .into_iter()
                    .collect(),
                cue: self::pieces(tree, &frame.cue),
                content: pieces,
            });
        }
    }
    found.retain(|telling| !telling.content.is_empty());
    found
}

/// A quotation that the content reaches into belongs to it as a whole.
fn widen(pieces: &mut Vec<Span>, quotations: &[Quotation], block: usize) {
    for quotation in quotations {
        let shared: u32 = pieces
            .iter()
            .map(|piece| {
                let start = piece.start.max(quotation.span.start);
                piece.end.min(quotation.span.end).saturating_sub(start)
            })
            .sum();
        if quotation.block == block && shared > 2 {
            pieces.push(quotation.span);
        }
    }
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut joined: Vec<Span> = Vec::new();
    for piece in pieces.drain(..) {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end + 1 => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    *pieces = joined;
}

/// The words of a source: its phrase without what hangs on it as a clause of telling.
fn source_span(tree: &Tree<'_>, source: Option<Node>, cue: &BTreeSet<Node>) -> Option<Span> {
    let node = source?;
    let below: BTreeSet<Node> = cue
        .iter()
        .filter(|word| **word != node && tree.is_below(**word, node))
        .flat_map(|word| tree.subtree(*word))
        .collect();
    let words: Vec<Node> = tree
        .phrase(node)
        .into_iter()
        .filter(|word| !below.contains(word))
        .collect();
    Some(tree.span_of(&words))
}

/// Runs of neighbouring words as spans, without the stops at their ends.
fn pieces(tree: &Tree<'_>, nodes: &BTreeSet<Node>) -> Vec<Span> {
    let mut runs: Vec<Vec<Node>> = Vec::new();
    for node in nodes {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| last + 1 == *node) => run.push(*node),
            _ => runs.push(vec![*node]),
        }
    }
    let is_stop = |node: &Node| matches!(tree.form(*node), "," | "." | ";" | ":" | "–" | "—" | "-");
    runs.iter()
        .filter_map(|run| {
            let first = run.iter().position(|node| !is_stop(node))?;
            let last = run.iter().rposition(|node| !is_stop(node))?;
            Some(tree.span_of(run.get(first..=last)?))
        })
        .collect()
}

fn frame_at(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> Option<Frame> {
    if matches!(
        tree.relation(node),
        Relation::Aux | Relation::AuxPass | Relation::Cop
    ) {
        return None;
    }
    match tree.upos(node) {
        Upos::Verb => verb_frame(knowledge, tree, node),
        Upos::Noun => noun_frame(knowledge, tree, node),
        Upos::Adj => adjective_frame(knowledge, tree, node),
        _ => None,
    }
    .or_else(|| according_to(knowledge, tree, node))
}

/// What a verb of telling, of thought or of will is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Says or thinks.
    Report,
    /// Praises, opposes, mentions: what it is about is a noun.
    Attitude,
    /// Wants, plans, refuses: what it is about is an infinitive.
    Will,
    /// No word of the table, with a clause of its own.
    Clause,
}

fn class_of(knowledge: &Knowledge, tree: &Tree<'_>, verb: Node) -> (Class, BTreeSet<Node>) {
    let kinds = [CueKind::Report, CueKind::Attitude, CueKind::Verb];
    let by_kind = |kind: CueKind| {
        cue_at(knowledge, tree, verb, &[kind]).filter(|(cue, _)| cue.class == WordClass::Verb)
    };
    for kind in kinds {
        if let Some((cue, words)) = by_kind(kind) {
            let class = match kind {
                CueKind::Report => Class::Report,
                CueKind::Attitude => Class::Attitude,
                _ if matches!(
                    cue.effect,
                    Some(Factuality::Planned | Factuality::Hypothetical | Factuality::Possible)
                ) =>
                {
                    Class::Will
                }
                _ => continue,
            };
            return (class, words.into_iter().collect());
        }
    }
    (Class::Clause, [verb].into())
}

fn verb_frame(knowledge: &Knowledge, tree: &Tree<'_>, verb: Node) -> Option<Frame> {
    let (class, mut cue) = class_of(knowledge, tree, verb);
    let passive = tree.is_passive(verb);
    let source = if passive {
        slots::fill(tree, verb, None, "by").into_iter().next()
    } else {
        slots::fill(tree, verb, None, "subject").into_iter().next()
    };
    let mut content = clause_content(tree, verb, class);
    if content.is_empty() && class != Class::Clause {
        content = around(tree, verb);
    }
    if content.is_empty() && class != Class::Clause {
        content = noun_content(tree, verb, class, &cue);
    }
    if passive && class != Class::Clause && content.is_empty() {
        // "is expected", "was praised by": what it is about is the subject.
        content.extend(
            slots::fill(tree, verb, None, "object")
                .into_iter()
                .flat_map(|node| tree.subtree(node))
                .filter(|node| !tree.is_below(verb, *node)),
        );
    } else if passive && class != Class::Clause {
        content.extend(
            tree.children_by(verb, &[Relation::NsubjPass])
                .flat_map(|node| tree.subtree(node)),
        );
    }
    if content.is_empty() {
        return None;
    }
    if class == Class::Clause && (source.is_none() || is_expletive(tree, source)) {
        return None;
    }
    let source = source.filter(|node| !content.contains(node) && !is_expletive(tree, Some(*node)));
    if source.is_none()
        && !passive
        && !matches!(tree.xpos(verb), Xpos::Vbg | Xpos::Vbn | Xpos::Vb)
        && class != Class::Report
    {
        return None;
    }
    cue.extend(tree.children_by(
        verb,
        &[Relation::Aux, Relation::AuxPass, Relation::CompoundPrt],
    ));
    cue.extend(slots::negator(tree, verb));
    Some(Frame {
        source,
        cue,
        content,
    })
}

fn is_expletive(tree: &Tree<'_>, node: Option<Node>) -> bool {
    node.is_some_and(|node| {
        matches!(tree.lemma(node), "it" | "there") || tree.relation(node) == Relation::Expl
    })
}

/// The complement clause of a verb.
fn clause_content(tree: &Tree<'_>, verb: Node, class: Class) -> BTreeSet<Node> {
    let mut content = BTreeSet::new();
    for child in tree.children(verb).iter().copied() {
        let fits = match tree.relation(child) {
            Relation::Ccomp => {
                class != Class::Clause
                    || tree.has_child(
                        child,
                        &[Relation::Nsubj, Relation::NsubjPass, Relation::Expl],
                    ) && !tree.has_case(child, "to")
                        && !is_causal(tree, verb)
            }
            Relation::Xcomp => matches!(class, Class::Report | Class::Will),
            Relation::Csubj => class == Class::Report,
            Relation::Advcl => class == Class::Will && tree.has_case(child, "to"),
            Relation::Parataxis => {
                class == Class::Report
                    && (tree.is_verb(child) || tree.has_child(child, &[Relation::Nsubj]))
            }
            _ => false,
        };
        if fits {
            content.extend(tree.subtree(child));
        }
    }
    content
}

/// "make sure", "let", "help": verbs whose clause is no content.
fn is_causal(tree: &Tree<'_>, verb: Node) -> bool {
    matches!(
        tree.lemma(verb),
        "make"
            | "let"
            | "help"
            | "have"
            | "get"
            | "mean"
            | "ensure"
            | "be"
            | "keep"
            | "cause"
            | "leave"
    )
}

/// The clause that a verb of telling is put into: "…, he said, …", "as officials said".
fn around(tree: &Tree<'_>, verb: Node) -> BTreeSet<Node> {
    let put_in = matches!(
        tree.relation(verb),
        Relation::Parataxis
            | Relation::Advcl
            | Relation::Conj
            | Relation::AclRelcl
            | Relation::Ccomp
            | Relation::Dep
    );
    let has_subject = tree.has_child(verb, &[Relation::Nsubj]);
    let Some(head) = tree.head(verb).filter(|_| put_in && has_subject) else {
        return BTreeSet::new();
    };
    let relation = tree.relation(verb);
    // A relative clause tells what its noun is about, and a conjunct stands beside a clause of its own.
    if relation == Relation::AclRelcl
        || relation == Relation::Conj && tree.has_child(verb, &[Relation::Cc])
        || relation == Relation::Advcl && !tree.has_case(verb, "as") && verb < head
    {
        return BTreeSet::new();
    }
    let own: BTreeSet<Node> = tree.subtree(verb).into_iter().collect();
    tree.subtree(head)
        .into_iter()
        .filter(|node| !own.contains(node))
        .collect()
}

/// The noun that telling or attitude is about: an object, or "about X", "for X".
fn noun_content(tree: &Tree<'_>, verb: Node, class: Class, cue: &BTreeSet<Node>) -> BTreeSet<Node> {
    let mut content = BTreeSet::new();
    let addressed = matches!(
        tree.lemma(verb),
        "tell"
            | "inform"
            | "ask"
            | "assure"
            | "remind"
            | "warn"
            | "notify"
            | "brief"
            | "advise"
            | "urge"
    );
    for child in tree.children(verb).iter().copied() {
        let fits = match tree.relation(child) {
            Relation::Obj => !addressed,
            Relation::Obl => {
                let about = ["about", "of", "on", "for", "against", "as", "to", "with"];
                let is_cue = tree
                    .children_by(child, &[Relation::Case])
                    .any(|case| cue.contains(&case));
                is_cue
                    || tree.has_case(child, "about")
                    || class == Class::Attitude
                        && about.iter().any(|case| tree.has_case(child, case))
            }
            Relation::Advcl => class == Class::Attitude && tree.has_child(child, &[Relation::Mark]),
            Relation::Ccomp | Relation::Xcomp => class == Class::Attitude,
            _ => false,
        };
        if fits {
            content.extend(tree.subtree(child));
        }
    }
    content
}

/// "the claim that …", "their support for …", "concerns about …".
fn noun_frame(knowledge: &Knowledge, tree: &Tree<'_>, noun: Node) -> Option<Frame> {
    let (_, words) = cue_at(knowledge, tree, noun, &[CueKind::Noun])?;
    let source = ["possessor", "by", "from", "modifier"]
        .iter()
        .find_map(|slot| slots::fill(tree, noun, None, slot).into_iter().next())
        .filter(|node| matches!(tree.upos(*node), Upos::Noun | Upos::Propn | Upos::Pron));
    let mut content = BTreeSet::new();
    for child in tree.children(noun).iter().copied() {
        let clause = matches!(tree.relation(child), Relation::Acl | Relation::Ccomp)
            && (tree.has_case(child, "that") || tree.has_case(child, "to"));
        let about = tree.relation(child) == Relation::Nmod
            && source.is_some()
            && ["about", "for", "on", "against"]
                .iter()
                .any(|case| tree.has_case(child, case));
        if clause || about {
            content.extend(tree.subtree(child));
        }
    }
    if content.is_empty() {
        return None;
    }
    Some(Frame {
        source,
        cue: words.into_iter().collect(),
        content,
    })
}

/// "is confident that …", "are likely to …", "eager to …".
fn adjective_frame(knowledge: &Knowledge, tree: &Tree<'_>, word: Node) -> Option<Frame> {
    let source = slots::fill(tree, word, None, "subject")
        .into_iter()
        .next()
        .filter(|node| !is_expletive(tree, Some(*node)))?;
    let known = cue_at(knowledge, tree, word, &[CueKind::Adjective]).is_some();
    let content: BTreeSet<Node> = tree
        .children(word)
        .iter()
        .copied()
        .filter(|child| match tree.relation(*child) {
            Relation::Ccomp => tree.has_case(*child, "that"),
            Relation::Xcomp | Relation::Advcl => known && tree.has_case(*child, "to"),
            _ => false,
        })
        .flat_map(|child| tree.subtree(child))
        .collect();
    if content.is_empty() {
        return None;
    }
    let mut cue: BTreeSet<Node> = [word].into();
    cue.extend(tree.children_by(word, &[Relation::Cop, Relation::Aux]));
    cue.extend(slots::negator(tree, word));
    Some(Frame {
        source: Some(source),
        cue,
        content,
    })
}

/// "according to X": X is the noun that the words mark, the content is the clause that X hangs on.
fn according_to(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> Option<Frame> {
    let (cue, words) = cue_at(knowledge, tree, node, &[CueKind::Report])?;
    if cue.class == WordClass::Verb || words.len() < 2 {
        return None;
    }
    let is_marker = matches!(
        tree.relation(node),
        Relation::Case | Relation::Mark | Relation::Fixed
    );
    let source = if is_marker {
        tree.head(node)
    } else {
        slots::fill(tree, node, None, "to").into_iter().next()
    }?;
    let top = if is_marker { source } else { node };
    let own: BTreeSet<Node> = tree.subtree(top).into_iter().collect();
    let clause = tree
        .path_up(top)
        .skip(1)
        .find(|step| {
            tree.is_verb(*step)
                || tree.has_child(*step, &[Relation::Nsubj, Relation::Cop])
                || tree.relation(*step) == Relation::Root
        })
        .or_else(|| tree.head(top))?;
    let content = tree
        .subtree(clause)
        .into_iter()
        .filter(|node| !own.contains(node))
        .collect();
    Some(Frame {
        source: Some(source),
        cue: words.into_iter().collect(),
        content,
    })
}
