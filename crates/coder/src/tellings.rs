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
    /// True if it stands in what another telling tells, or between quotation marks.
    pub is_nested: bool,
}

/// So many words at most name the speaker of a headline.
const MAXIMUM_NAME: usize = 6;

/// How far from its verb a word of a cue may stand.
const NEAR: usize = 3;

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
        let block = found.len();
        for node in 0..tree.len() {
            let Some(frame) = frame_at(document.knowledge, tree, node) else {
                continue;
            };
            let source = source_words(tree, frame.source, &frame.cue);
            let content: BTreeSet<Node> = frame
                .content
                .iter()
                .copied()
                .filter(|node| !frame.cue.contains(node) && !source.contains(node))
                .collect();
            let cue = pieces(tree, &frame.cue);
            let is_quoted = cue
                .first()
                .is_some_and(|cue| quotations.iter().any(|quotation| quotation.holds(*cue)));
            let mut content = pieces(tree, &content);
            if content.is_empty() {
                continue;
            }
            if !is_quoted {
                widen(&mut content, &quotations, told.block, &cue);
            }
            found.push(Telling {
                source: Some(tree.span_of(&source))
                    .filter(|span| span.start < span.end)
                    .into_iter()
                    .collect(),
                cue,
                content,
                is_nested: is_quoted,
            });
        }
        let span = tree.sentence.span;
        go_on(&mut found, block, span, &quotations, told.block);
    }
    let nested: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(index, telling)| telling.is_nested || is_inside(&found, index))
        .collect();
    for (telling, is_nested) in found.iter_mut().zip(nested) {
        telling.is_nested = is_nested;
    }
    found
}

/// True if the cue stands in the content of another telling, whose cue does not stand in its own.
fn is_inside(found: &[Telling], index: usize) -> bool {
    let holds = |outer: &Telling, inner: &Telling| {
        inner.cue.first().is_some_and(|cue| {
            outer
                .content
                .iter()
                .any(|piece| piece.start <= cue.start && cue.end <= piece.end)
        })
    };
    found.iter().enumerate().any(|(other, outer)| {
        other != index
            && found
                .get(index)
                .is_some_and(|inner| holds(outer, inner) && (!holds(inner, outer) || other < index))
    })
}

/// "…", he said. "…": quotations that a sentence without telling adds belong to the last telling of the paragraph.
fn go_on(
    found: &mut [Telling],
    first_of_sentence: usize,
    sentence: Span,
    quotations: &[Quotation],
    block: usize,
) {
    let own = quotations.iter().filter(|quotation| {
        quotation.block == block
            && quotation.span.start < sentence.end
            && sentence.start < quotation.span.end
    });
    for quotation in own {
        let is_known = found.iter().any(|telling| {
            !telling.is_nested
                && telling.content.iter().any(|piece| {
                    piece.start < quotation.span.end && quotation.span.start < piece.end
                })
        });
        let has_telling = found[first_of_sentence..]
            .iter()
            .any(|telling| !telling.is_nested);
        let opens = quotation.span.start <= sentence.start + 1;
        if is_known || has_telling || !opens {
            continue;
        }
        // The last telling must hold a quotation of the same paragraph.
        let last = found.iter_mut().rev().find(|telling| !telling.is_nested);
        if let Some(last) = last.filter(|last| {
            quotations.iter().any(|before| {
                before.block == block
                    && last
                        .content
                        .iter()
                        .any(|piece| piece.start < before.span.end && before.span.start < piece.end)
            })
        }) {
            last.content.push(quotation.span);
        }
    }
}

/// A quotation that the content reaches into belongs to it as a whole.
fn widen(pieces: &mut Vec<Span>, quotations: &[Quotation], block: usize, cue: &[Span]) {
    for quotation in quotations {
        let shared: u32 = pieces
            .iter()
            .map(|piece| {
                let start = piece.start.max(quotation.span.start);
                piece.end.min(quotation.span.end).saturating_sub(start)
            })
            .sum();
        let holds_cue = cue.iter().any(|cue| quotation.holds(*cue));
        if quotation.block == block && shared > 2 && !holds_cue {
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
fn source_words(tree: &Tree<'_>, source: Option<Node>, cue: &BTreeSet<Node>) -> Vec<Node> {
    let Some(node) = source else {
        return Vec::new();
    };
    let below: BTreeSet<Node> = cue
        .iter()
        .filter(|word| **word != node && tree.is_below(**word, node))
        .flat_map(|word| tree.subtree(*word))
        .collect();
    tree.phrase(node)
        .into_iter()
        .filter(|word| !below.contains(word))
        .collect()
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
    let is_stop = |node: &Node| {
        nodes.len() > 1 && matches!(tree.form(*node), "," | "." | ";" | ":" | "–" | "—" | "-")
    };
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
        Upos::Punct => headline_frame(tree, node),
        _ => None,
    }
    .or_else(|| according_to(knowledge, tree, node))
}

/// "Minister: No talks": what stands behind the first colon of a line is on the word of a name before it.
fn headline_frame(tree: &Tree<'_>, colon: Node) -> Option<Frame> {
    let before = 0..colon;
    let is_name = |node: Node| {
        matches!(
            tree.upos(node),
            Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det | Upos::Adp | Upos::Part | Upos::Num
        )
    };
    let fits = tree.form(colon) == ":"
        && (1..=MAXIMUM_NAME).contains(&colon)
        && before.clone().all(is_name)
        && before.clone().any(|node| tree.upos(node) == Upos::Propn);
    if !fits {
        return None;
    }
    let source = before.rev().find(|node| tree.upos(*node) == Upos::Propn)?;
    Some(Frame {
        source: Some(source),
        cue: [colon].into(),
        content: (colon + 1..tree.len()).collect(),
    })
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
            // "called the march a threat for": words far apart are no phrase.
            let near = words
                .into_iter()
                .filter(|word| word.abs_diff(verb) <= NEAR)
                .collect();
            return (class, near);
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
        spoken_subject(tree, verb)
    };
    let mut content = clause_content(tree, verb, class);
    if is_seeming(knowledge, tree, verb) {
        content.extend(source.iter().flat_map(|node| tree.subtree(*node)));
        return Some(Frame {
            source: None,
            cue,
            content,
        });
    }
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

/// "appears to have fled": nobody says it, and the subject is part of what is said.
fn is_seeming(knowledge: &Knowledge, tree: &Tree<'_>, verb: Node) -> bool {
    cue_at(knowledge, tree, verb, &[CueKind::Report]).is_some_and(|(cue, _)| {
        cue.class == WordClass::Verb && cue.stance.is_none() && cue.effect.is_some()
    })
}

/// The subject as it is written: "who said" has "who", not whom it stands for.
fn spoken_subject(tree: &Tree<'_>, verb: Node) -> Option<Node> {
    tree.children_by(verb, &[Relation::Nsubj])
        .next()
        .or_else(|| slots::fill(tree, verb, None, "subject").into_iter().next())
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
        // "called the raid a crime", "want the troops to leave": whom it is about is part of it.
        if fits && tree.relation(child) == Relation::Xcomp {
            content.extend(
                tree.children_by(verb, &[Relation::Obj])
                    .flat_map(|object| tree.subtree(object)),
            );
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
    let (cue, words) = cue_at(knowledge, tree, noun, &[CueKind::Noun])?;
    cue.stance?;
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
    if cue.class != WordClass::Other || words.len() < 2 {
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
    if words.contains(&source) {
        return None;
    }
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
    // "The post fell and its guards fled, according to …": all clauses are told.
    let clause = tree
        .path_up(clause)
        .take_while(|step| *step == clause || tree.relation(*step) == Relation::Conj)
        .last()
        .and_then(|step| {
            (tree.relation(step) == Relation::Conj)
                .then(|| tree.head(step))
                .flatten()
                .or(Some(step))
        })
        .unwrap_or(clause);
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
