//! On whose word: speech and thought cues with their speakers, their content, and the outlet they were told to.

use std::collections::BTreeSet;

use relata_knowledge::{CueKind, WordClass};
use relata_language::{Relation, Upos, Xpos};
use relata_record::{Factuality, Quote, Stance, WordOf};

use crate::cue_words::cue_at;
use crate::document::{At, Document, Told};
use crate::parties::Parties;
use crate::resolved::{Kind, Resolved};
use crate::slots;
use crate::tree::{Node, Tree};

/// One act of telling.
#[derive(Debug, Clone)]
pub(crate) struct Speech {
    pub(crate) sentence: usize,
    /// The word that tells ("said"); None where it stands in an earlier sentence.
    pub(crate) cue: Option<Node>,
    /// All words of the cue: "claimed responsibility for".
    pub(crate) words: Vec<Node>,
    /// Who tells; None in the passive ("is said to").
    pub(crate) speaker: Option<Speaker>,
    pub(crate) stance: Stance,
    /// The factuality that the telling gives its content.
    pub(crate) effect: Option<Factuality>,
    /// Outlet that it was told to.
    pub(crate) via: Option<String>,
    /// The words of the sentence that are told.
    pub(crate) content: BTreeSet<Node>,
    /// The rule, where the speaker stands in another sentence.
    pub(crate) inferred: Option<String>,
}

/// A speaker.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    pub(crate) party: Resolved,
    pub(crate) text: String,
    pub(crate) span: Quote,
}

/// Every act of telling in the report, in text order.
pub(crate) fn find(document: &Document<'_>, parties: &Parties) -> Vec<Speech> {
    let mut told: Vec<Speech> = Vec::new();
    // Of the words that open a statement ("The minister said:"), their place in `told`.
    let mut statement: Option<usize> = None;
    for sentence in 0..document.sentences.len() {
        let tree = &document.sentences[sentence].tree;
        let before = told.len();
        for cue in 0..tree.len() {
            if let Some(speech) = speech_at(
                document,
                parties,
                At {
                    sentence,
                    node: cue,
                },
            ) {
                told.push(speech);
            }
        }
        let has_own = told[before..]
            .iter()
            .any(|speech| !speech.content.is_empty());
        let is_told = told[before..]
            .iter()
            .any(|speech| !speech.content.is_empty() && speech.speaker.is_some());
        if let Some(opening) = statement.filter(|_| !is_told) {
            let carried = Speech {
                sentence,
                cue: None,
                words: Vec::new(),
                content: (0..tree.len()).collect(),
                inferred: Some("the statement that these words open".to_owned()),
                ..told[opening].clone()
            };
            told.push(carried);
            continue;
        }
        if opens_statement(document, sentence) {
            statement = (before..told.len())
                .rev()
                .find(|speech| told[*speech].speaker.is_some() && told[*speech].content.is_empty());
        }
        if !has_own
            && document.sentences[sentence].in_quotation
            && let Some(last) = told.iter().rev().find(|speech| {
                speech.speaker.is_some()
                    && speech.sentence + 2 >= sentence
                    && document.sentences[speech.sentence].kind == document.sentences[sentence].kind
            })
        {
            let carried = Speech {
                sentence,
                cue: None,
                words: Vec::new(),
                content: (0..tree.len()).collect(),
                inferred: Some("the quotation goes on".to_owned()),
                ..last.clone()
            };
            told.push(carried);
        }
    }
    for (person, outlet) in interviews(document, parties) {
        for speech in &mut told {
            let by_person = speech
                .speaker
                .as_ref()
                .is_some_and(|speaker| speaker.party.person.as_ref() == Some(&person));
            if by_person && speech.via.is_none() {
                speech.via = Some(outlet.clone());
            }
        }
    }
    told
}

/// "Minister Ellwood said:", with what was said in paragraphs of their own and without quotation marks: all that follows.
fn opens_statement(document: &Document<'_>, sentence: usize) -> bool {
    let told = &document.sentences[sentence];
    let tree = &told.tree;
    let next = document.sentences.get(sentence + 1);
    let ends_so = tree.len() > 1 && tree.form(tree.len() - 1) == ":";
    let begins_line = |next: &Told<'_>| {
        let (end, start) = (tree.sentence.span.end, next.tree.sentence.span.start);
        let between = document.report.text.get(end as usize..start as usize);
        between.is_some_and(|between| between.contains('\n'))
    };
    ends_so
        && next
            .is_some_and(|next| next.kind == told.kind && !next.in_quotation && begins_line(next))
}

/// Who gave an interview to which outlet: "the president said in an interview with …". What else the report has
/// from that person is from the interview, where no other outlet is named for it.
fn interviews(document: &Document<'_>, parties: &Parties) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (sentence, told) in document.sentences.iter().enumerate() {
        let tree = &told.tree;
        let outlet = |node: Node| {
            let own = parties.at(At { sentence, node });
            own.iter().find(|party| party.kind == Kind::Outlet)
        };
        for interview in (0..tree.len()).filter(|node| tree.lemma(*node) == "interview") {
            let outlet = ["with", "to"]
                .iter()
                .flat_map(|slot| slots::fill(tree, interview, None, slot))
                .flat_map(|node| tree.subtree(node))
                .find_map(outlet);
            let person = (0..interview).rev().find_map(|node| {
                let own = parties.at(At { sentence, node });
                own.iter().find_map(|party| party.person.clone())
            });
            if let (Some(outlet), Some(person)) = (outlet, person) {
                found.push((person, outlet.name.clone()));
            }
        }
    }
    found
}

fn speech_at(document: &Document<'_>, parties: &Parties, at: At) -> Option<Speech> {
    let knowledge = document.knowledge;
    let tree = document.tree(at);
    let (cue, words) = cue_at(knowledge, tree, at.node, &[CueKind::Report, CueKind::Noun])?;
    // "the World Food Programme": a word of a name tells nothing.
    if cue.kind == CueKind::Noun && tree.upos(at.node) == Upos::Propn {
        return None;
    }
    let (speaker_node, content) = if let Some(frame) = quoted_frame(tree, at.node) {
        frame
    } else if cue.class == WordClass::Verb {
        // "held talks": a verb that also carries event nouns tells only with a clause.
        let takes_noun = knowledge
            .support_phrases
            .get(tree.lemma(at.node))
            .is_empty();
        verb_frame(tree, at.node, &words, takes_noun)
    } else if tree.upos(at.node) == Upos::Noun {
        noun_frame(tree, at.node, &words)
    } else {
        according_to(tree, at.node)
    };
    let mut speaker = speaker_node.and_then(|node| speaker(document, parties, At { node, ..at }));
    let mut via = via(document, parties, at);
    // "…, X said, the Times reports": an outlet that passes on another's word.
    if speaker
        .as_ref()
        .is_some_and(|speaker| speaker.party.kind == Kind::Outlet)
        && let Some(outlet) = speaker.take()
    {
        via = Some(outlet.party.name.clone());
        speaker = Some(outlet);
    }
    if speaker.is_none() && cue.effect.is_none() {
        return None;
    }
    // "Gunmen kill six; army blames rebels": what is said does not reach over a semicolon.
    let parted = |node: Node| {
        let (first, last) = (node.min(at.node), node.max(at.node));
        (first..last).any(|between| tree.form(between) == ";")
    };
    // "agreed to a truce after talks", "asked to visit Tabit, where soldiers shot them": what a word is about that has not
    // happened does not hold what came before.
    let comes_before = |node: Node| {
        cue.effect == Some(Factuality::Planned)
            && tree
                .path_up(node)
                .take_while(|step| *step != at.node)
                .any(|step| {
                    tree.relation(step) == Relation::AclRelcl
                        || matches!(
                            tree.relation(step),
                            Relation::Obl | Relation::Nmod | Relation::Advcl
                        ) && ["after", "following"]
                            .iter()
                            .any(|case| tree.has_case(step, case))
                })
    };
    let content = content
        .into_iter()
        .filter(|node| !parted(*node) && !comes_before(*node))
        .collect();
    Some(Speech {
        sentence: at.sentence,
        cue: Some(at.node),
        words,
        speaker,
        stance: cue.stance.unwrap_or(Stance::Asserts),
        effect: cue.effect,
        via,
        content,
        inferred: None,
    })
}

/// Speaker and content of a verb: its subject; its complement clause, or the clause that it is put into.
fn verb_frame(
    tree: &Tree<'_>,
    verb: Node,
    words: &[Node],
    takes_noun: bool,
) -> (Option<Node>, BTreeSet<Node>) {
    let passive = tree.is_passive(verb);
    let speaker = if passive {
        slots::fill(tree, verb, None, "by").into_iter().next()
    } else {
        slots::fill(tree, verb, None, "subject").into_iter().next()
    };
    let mut content: BTreeSet<Node> = BTreeSet::new();
    for child in tree.children(verb) {
        let clause = matches!(
            tree.relation(*child),
            Relation::Ccomp | Relation::Xcomp | Relation::Csubj
        ) || tree.relation(*child) == Relation::Parataxis
            && (tree.is_verb(*child) || tree.has_child(*child, &[Relation::Nsubj]));
        let about = tree.relation(*child) == Relation::Obj
            || tree.relation(*child) == Relation::Advcl && is_complement(tree, *child);
        let noun = takes_noun && about
            || tree.relation(*child) == Relation::Obl
                && words
                    .iter()
                    .any(|word| tree.children(*child).contains(word));
        // "claimed responsibility for the attack", read as if it were claimed for it.
        let of_object = tree.relation(*child) == Relation::Obl
            && tree.has_case(*child, "for")
            && words
                .iter()
                .any(|word| word < child && tree.relation(*word) == Relation::Obj);
        let subject_clause = passive && tree.relation(*child) == Relation::NsubjPass;
        if clause || noun || of_object || subject_clause {
            content.extend(tree.subtree(*child));
        }
    }
    // "claimed responsibility for the attack": the attack hangs on a word of the cue.
    for word in words.iter().filter(|word| **word != verb) {
        for below in tree.subtree(*word) {
            if !words.contains(&below) {
                content.insert(below);
            }
        }
    }
    if tree.relation(verb) == Relation::Parataxis
        && let Some(head) = tree.head(verb)
    {
        let own: BTreeSet<Node> = tree.subtree(verb).into_iter().collect();
        content.extend(
            tree.subtree(head)
                .into_iter()
                .filter(|node| !own.contains(node)),
        );
    }
    // "As officials said", "…, he added": a verb of telling without a complement tells the clause that it hangs
    // on, whatever the parser calls the tie.
    if content.is_empty()
        && matches!(
            tree.relation(verb),
            Relation::Advcl | Relation::Conj | Relation::Acl | Relation::AclRelcl | Relation::Ccomp
        )
        && tree.has_child(verb, &[Relation::Nsubj])
        && let Some(head) = tree.head(verb)
    {
        let own: BTreeSet<Node> = tree.subtree(verb).into_iter().collect();
        content.extend(
            tree.subtree(head)
                .into_iter()
                .filter(|node| !own.contains(node)),
        );
    }
    (speaker, content)
}

/// "accused the army of shelling it", and not "denied it, saying that …" or "spoke after rebels had fled".
fn is_complement(tree: &Tree<'_>, clause: Node) -> bool {
    [
        "of", "about", "against", "for", "from", "to", "that", "as", "by", "with", "how",
    ]
    .iter()
    .any(|case| tree.has_case(clause, case))
}

/// "X was quoted as saying that …", "the radio quoted X as warning of …": X speaks, and what follows "as" is told.
fn quoted_frame(tree: &Tree<'_>, verb: Node) -> Option<(Option<Node>, BTreeSet<Node>)> {
    if !matches!(tree.lemma(verb), "quote" | "cite") {
        return None;
    }
    let telling = tree
        .subtree(verb)
        .into_iter()
        .find(|node| tree.xpos(*node) == Xpos::Vbg && tree.has_case(*node, "as"))?;
    let speaker = if tree.is_passive(verb) {
        slots::surface_subject(tree, verb, 2).into_iter().next()
    } else {
        slots::fill(tree, verb, None, "object").into_iter().next()
    }?;
    let own: BTreeSet<Node> = tree.subtree(speaker).into_iter().collect();
    let around = |node: Node| -> BTreeSet<Node> {
        let inside: BTreeSet<Node> = tree.subtree(node).into_iter().collect();
        let head = tree
            .head(node)
            .filter(|_| matches!(tree.relation(node), Relation::Parataxis | Relation::Ccomp));
        head.map_or_else(BTreeSet::new, |head| {
            let words = tree.subtree(head).into_iter();
            words.filter(|word| !inside.contains(word)).collect()
        })
    };
    let mut content: BTreeSet<Node> = tree
        .subtree(telling)
        .into_iter()
        .filter(|node| !own.contains(node))
        .collect();
    content.extend(around(verb));
    content.extend(
        tree.children_by(verb, &[Relation::Ccomp, Relation::Parataxis])
            .flat_map(|child| tree.subtree(child)),
    );
    Some((Some(speaker), content))
}

fn noun_frame(tree: &Tree<'_>, noun: Node, _words: &[Node]) -> (Option<Node>, BTreeSet<Node>) {
    let speaker = ["possessor", "by", "from", "modifier"]
        .iter()
        .find_map(|slot| slots::fill(tree, noun, None, slot).into_iter().next());
    let mut content = BTreeSet::new();
    for child in tree.children_by(noun, &[Relation::Acl, Relation::Ccomp]) {
        content.extend(tree.subtree(child));
    }
    (speaker, content)
}

/// "according to X": X is the noun that the words mark, the content is the clause that X hangs on.
fn according_to(tree: &Tree<'_>, node: Node) -> (Option<Node>, BTreeSet<Node>) {
    if !matches!(
        tree.relation(node),
        Relation::Case | Relation::Mark | Relation::Fixed
    ) {
        // Some parses hang X on "according".
        let below = slots::fill(tree, node, None, "to").into_iter().next();
        let own: BTreeSet<Node> = tree.subtree(node).into_iter().collect();
        let content = tree.head(node).map_or_else(BTreeSet::new, |head| {
            tree.subtree(head)
                .into_iter()
                .filter(|n| !own.contains(n))
                .collect()
        });
        return (below, content);
    }
    let Some(speaker) = tree.head(node) else {
        return (None, BTreeSet::new());
    };
    let own: BTreeSet<Node> = tree.subtree(speaker).into_iter().collect();
    let top = tree
        .path_up(speaker)
        .skip(1)
        .find(|step| {
            tree.is_verb(*step)
                || tree.has_child(*step, &[Relation::Nsubj, Relation::Cop])
                || tree.relation(*step) == Relation::Root
        })
        .or_else(|| tree.head(speaker));
    let content = top.map_or_else(BTreeSet::new, |top| {
        tree.subtree(top)
            .into_iter()
            .filter(|n| !own.contains(n))
            .collect()
    });
    (Some(speaker), content)
}

fn speaker(document: &Document<'_>, parties: &Parties, at: At) -> Option<Speaker> {
    let tree = document.tree(at);
    let party = parties.at(at).first()?.clone();
    let nodes = tree.name_phrase(at.node);
    let span = Quote::new(tree.text, tree.span_of(&nodes));
    Some(Speaker {
        party,
        text: span.text.clone(),
        span,
    })
}

/// The outlet that something was told to: "told AFP", "in an interview with the BBC".
fn via(document: &Document<'_>, parties: &Parties, at: At) -> Option<String> {
    let tree = document.tree(at);
    tree.subtree(at.node)
        .into_iter()
        .filter(|node| {
            !matches!(tree.relation(*node), Relation::Nsubj)
                && tree
                    .path_up(*node)
                    .take_while(|step| *step != at.node)
                    .all(|step| {
                        !matches!(
                            tree.relation(step),
                            Relation::Ccomp | Relation::Parataxis | Relation::Nsubj
                        )
                    })
        })
        .find_map(|node| {
            parties
                .at(At { node, ..at })
                .iter()
                .find(|party| party.kind == Kind::Outlet)
                .map(|party| party.name.clone())
        })
}

/// What first persons stand for: the speaker of the words that they stand in.
pub(crate) fn resolve_first_persons(
    document: &Document<'_>,
    speeches: &[Speech],
    parties: &mut Parties,
) {
    for sentence in 0..document.sentences.len() {
        let tree = &document.sentences[sentence].tree;
        for node in 0..tree.len() {
            let form = tree.form(node).to_lowercase();
            let plural = matches!(form.as_str(), "we" | "us" | "our" | "ours");
            let singular = matches!(form.as_str(), "i" | "me" | "my" | "mine");
            if !plural && !singular {
                continue;
            }
            let speaker = speeches
                .iter()
                .filter(|speech| speech.sentence == sentence && speech.content.contains(&node))
                .filter_map(|speech| speech.speaker.as_ref())
                .next_back();
            if let Some(speaker) = speaker {
                let rule = format!("\u{201c}{form}\u{201d}: the speaker of the quotation");
                let party = Resolved {
                    inferred: Some(rule),
                    ..speaker.party.clone()
                };
                parties.set(At { sentence, node }, vec![party]);
            }
        }
    }
}

impl Speech {
    /// The telling as a field of an event.
    pub(crate) fn word_of(&self) -> Option<WordOf> {
        let speaker = self.speaker.as_ref()?;
        Some(word_of(
            &speaker.party,
            &speaker.text,
            &speaker.span,
            self.stance,
            self.via.clone(),
            self.inferred.clone(),
        ))
    }
}

/// A speaker as a field of an event.
pub(crate) fn word_of(
    party: &Resolved,
    text: &str,
    span: &Quote,
    stance: Stance,
    via: Option<String>,
    inferred: Option<String>,
) -> WordOf {
    let named = party.person.clone();
    let anonymous = party.is_person || party.kind == Kind::People;
    WordOf {
        name: named.unwrap_or_else(|| {
            if anonymous && party.inferred.is_none() {
                text.to_owned()
            } else {
                party.name.clone()
            }
        }),
        country: party.country.clone(),
        sector: party.sector,
        text: text.to_owned(),
        stance,
        via: via.filter(|via| *via != party.name),
        span: Some(span.clone()),
        inferred: inferred.or_else(|| party.inferred.clone()),
    }
}
