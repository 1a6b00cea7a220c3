//! How many were killed, injured and captured.

use relata_knowledge::{AgentKind, NameEntry, TollField, WordClass};
use relata_language::{Relation, Upos, Xpos};
use relata_record::{Quote, Toll};

use crate::document::{At, Document};
use crate::numbers::{self, Quantity};
use crate::slots;
use crate::things;
use crate::tree::{Node, Tree};

/// A number of people at a word that counts them.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) at: At,
    pub(crate) field: TollField,
    /// Heads of the phrases that name the people.
    pub(crate) people: Vec<Node>,
    pub(crate) toll: Option<Toll>,
    /// True for "four others": they come on top of people told elsewhere.
    pub(crate) on_top: bool,
    /// True for "the dead included two women": some of those who are counted elsewhere.
    pub(crate) is_part: bool,
    /// True where the number stands right before the word: "ten wounded".
    at_number: bool,
}

impl Counted {
    /// True if a number is told, and not only one man without one: "his brother died".
    pub(crate) fn is_numbered(&self, tree: &Tree<'_>) -> bool {
        self.is_part
            || self.people.len() > 1
            || self
                .people
                .iter()
                .any(|node| numbers::is_told(tree, *node) || is_none(tree, *node))
    }
}

/// Every word that counts people in the sentence.
pub(crate) fn find(document: &Document<'_>, sentence: usize) -> Vec<Counted> {
    let tree = &document.sentences[sentence].tree;
    let knowledge = document.knowledge;
    let mut found = Vec::new();
    let is_one = |node: Node| names_one_person(document, tree, node);
    for node in 0..tree.len() {
        let mut of_word: Vec<Counted> = Vec::new();
        // "ten wounded": whether it is parsed as a verb or as an adjective.
        let form = tree.form(node).to_lowercase();
        let of_form = (form != tree.lemma(node)).then_some(form.as_str());
        let words = [Some(tree.lemma(node)), of_form].into_iter().flatten();
        for phrase in words.flat_map(|word| knowledge.toll_phrases.get(word)) {
            let cue = &knowledge.tolls[phrase.row];
            let class = match cue.class {
                WordClass::Verb => tree.upos(node) == Upos::Verb,
                WordClass::Noun => tree.upos(node) == Upos::Noun,
                WordClass::Adjective => {
                    matches!(tree.upos(node), Upos::Adj | Upos::Verb | Upos::Noun)
                }
                WordClass::Other => true,
            };
            let fits = class
                && phrase.lemmas[1..].iter().all(|want| {
                    tree.subtree(node)
                        .into_iter()
                        .any(|below| tree.is_word(below, want))
                });
            let people = if fits {
                people(tree, node, &cue.slot)
            } else {
                Vec::new()
            };
            // "captured Goma": a place is nobody.
            let is_place = |node: &Node| {
                let at = At {
                    sentence,
                    node: *node,
                };
                document.mention(at).is_some_and(|mention| {
                    mention.entries.iter().all(|entry| {
                        matches!(
                            entry,
                            NameEntry::Place(_) | NameEntry::Country(_) | NameEntry::Capital(_)
                        )
                    })
                })
            };
            if people.is_empty() || people.iter().all(is_place) {
                continue;
            }
            // "Among the dead were two journalists."
            let is_part = cue.is_part || tree.has_case(node, "among");
            let counted = Counted {
                // "Hariri and four others" are all of them.
                on_top: people
                    .iter()
                    .all(|node| numbers::counts_others(tree, *node))
                    || tells_also(tree, node),
                at: At { sentence, node },
                field: cue.field,
                at_number: cue.slot == "number",
                toll: toll(tree, &people, &is_one).map(|toll| as_part(toll, is_part)),
                is_part,
                people,
            };
            // The first phrase of the tables, but one with a number goes before one without.
            match of_word
                .iter_mut()
                .find(|known| known.field == counted.field)
            {
                Some(known)
                    if counted.toll.is_some() && (known.toll.is_none() || counted.at_number) =>
                {
                    *known = counted;
                }
                Some(_) => {}
                None => of_word.push(counted),
            }
        }
        found.append(&mut of_word);
    }
    // "left eight dead and ten wounded": the number at the word itself goes before what the verb counts.
    found.sort_by_key(|counted| !counted.at_number);
    found
}

/// "the aide", "his brother": a noun in the singular for somebody.
fn names_one_person(document: &Document<'_>, tree: &Tree<'_>, node: Node) -> bool {
    let knowledge = document.knowledge;
    let lemma = tree.lemma(node);
    let names_people = knowledge
        .agent_phrases
        .get(lemma)
        .iter()
        .filter(|phrase| phrase.lemmas.last().is_some_and(|last| last == lemma))
        .any(|phrase| {
            matches!(
                knowledge.agents[phrase.row].kind,
                AgentKind::Role | AgentKind::People
            )
        });
    tree.xpos(node) == Xpos::Nn
        && !things::is_measure(tree, node)
        && names_people
        && !knowledge.is_thing("collective", &[lemma.to_owned()])
}

fn people(tree: &Tree<'_>, node: Node, slot: &str) -> Vec<Node> {
    match slot {
        "self" => vec![node],
        "head" => tree.head(node).into_iter().collect(),
        // "15 dead": the number right before the word.
        "number" => node
            .checked_sub(1)
            .filter(|number| tree.upos(*number) == Upos::Num)
            .filter(|number| {
                let head = tree.head(*number);
                head == Some(node) || head == tree.head(node)
            })
            .into_iter()
            .collect(),
        "none" => Some(node)
            .filter(|node| is_none(tree, *node))
            .into_iter()
            .collect(),
        // "no one was hurt": an adjective with the subject of a passive.
        "subject" if !tree.is_verb(node) => tree
            .children_by(node, &[Relation::Nsubj, Relation::NsubjPass])
            .flat_map(|subject| tree.conjuncts(subject))
            .collect(),
        "subject" | "object" => match some_of_them(tree, node) {
            Some(some) => vec![some],
            None => slots::fill(tree, node, None, slot),
        },
        _ => slots::fill(tree, node, None, slot),
    }
}

/// "12 officers, two of whom died": the number, and not those of whom it is a part.
fn some_of_them(tree: &Tree<'_>, verb: Node) -> Option<Node> {
    tree.children_by(verb, &[Relation::Nsubj, Relation::NsubjPass])
        .find(|subject| {
            let whole = things::content_head(tree, *subject);
            whole != *subject && matches!(tree.lemma(whole), "who" | "whom" | "which")
        })
}

/// "no injuries", "no damage or injuries", "without casualties", "nobody", "no one".
fn is_none(tree: &Tree<'_>, node: Node) -> bool {
    let denied = |node: Node| {
        tree.children_by(node, &[Relation::Det, Relation::Case])
            .any(|word| matches!(tree.lemma(word), "no" | "without"))
    };
    let first = tree
        .head(node)
        .filter(|_| tree.relation(node) == Relation::Conj);
    matches!(tree.lemma(node), "nobody" | "no-one") || denied(node) || first.is_some_and(denied)
}

/// "13 women and children": one number before two nouns counts both.
fn shares_number(tree: &Tree<'_>, people: &[Node]) -> bool {
    let [first, others @ ..] = people else {
        return false;
    };
    others.iter().all(|other| {
        tree.head(*other) == Some(*first)
            && tree.relation(*other) == Relation::Conj
            && !tree.has_child(
                *other,
                &[Relation::Nummod, Relation::Det, Relation::NmodPoss],
            )
    })
}

fn is_part_of_them(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Nmod]).any(|whole| {
        matches!(
            tree.lemma(whole),
            "they" | "them" | "whom" | "who" | "which"
        )
    })
}

/// Some of the dead are told: there were so many at least.
fn as_part(toll: Toll, is_part: bool) -> Toll {
    Toll {
        high: toll.high.filter(|_| !is_part),
        ..toll
    }
}

/// "Three soldiers also died."
fn tells_also(tree: &Tree<'_>, verb: Node) -> bool {
    tree.is_verb(verb)
        && tree
            .children_by(verb, &[Relation::Advmod])
            .any(|word| tree.lemma(word) == "also")
}

/// "said later that five had died", "nine are now dead", "the toll rose to nine".
pub(crate) fn is_newer(tree: &Tree<'_>, node: Node) -> bool {
    let grows = |verb: Node| {
        matches!(
            tree.lemma(verb),
            "rise" | "climb" | "increase" | "jump" | "mount" | "grow" | "soar"
        )
    };
    tree.path_up(node).take(2).any(|verb| {
        grows(verb)
            || tree
                .children_by(verb, &[Relation::Advmod])
                .map(|word| tree.form(word).to_lowercase())
                .any(|word| matches!(word.as_str(), "later" | "now" | "since"))
    })
}

/// So many are "several", for certain.
const SEVERAL: u32 = 2;

fn is_of_several(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Amod, Relation::Det, Relation::Nummod])
        .any(|word| {
            matches!(
                tree.lemma(word),
                "several" | "multiple" | "many" | "numerous"
            )
        })
}

/// The sum over the phrases that name people. `is_one` tells of a word that it stands for one person.
fn toll(tree: &Tree<'_>, people: &[Node], is_one: &dyn Fn(Node) -> bool) -> Option<Toll> {
    if let [nobody] = people
        && is_none(tree, *nobody)
    {
        return Some(Toll {
            low: Some(0),
            best: Some(0),
            high: Some(0),
            spans: vec![Quote::new(tree.text, tree.span_of(&tree.subtree(*nobody)))],
            inferred: None,
        });
    }
    let mut sum: Option<Quantity> = None;
    let mut spans = Vec::new();
    let mut parts = 0;
    let mut is_open = false;
    let mut at_least = 0;
    for node in people {
        // "18 soldiers were wounded, two of them badly": a part of those told.
        if parts > 0 && is_part_of_them(tree, *node) {
            continue;
        }
        let of_measure = things::content_head(tree, *node);
        let counted = numbers::quantity(tree, *node)
            .or_else(|| numbers::quantity(tree, of_measure))
            .or_else(|| is_one(*node).then(|| (Quantity::exactly(1), vec![*node])));
        // "two soldiers and civilians": at least two; "a leader and several suspects": at least three.
        let Some((quantity, words)) = counted else {
            is_open = true;
            at_least += if is_of_several(tree, *node) {
                SEVERAL
            } else {
                0
            };
            continue;
        };
        sum = Some(sum.map_or(quantity, |known| known.plus(quantity)));
        spans.push(Quote::new(tree.text, tree.span_of(&words)));
        parts += 1;
    }
    let more = Quantity::exactly(at_least);
    sum.map(|sum| sum.plus(more)).map(|sum| Toll {
        low: sum.low,
        best: sum.best.or(sum.low).or(sum.high),
        high: sum
            .high
            .filter(|_| !is_open || at_least == 0 && shares_number(tree, people)),
        spans,
        inferred: (parts > 1).then(|| format!("sum of {parts} parts")),
    })
}
