//! Words that tell acts: which row of the table of acts fires at which word, and which acts are part of
//! others. One engine for all sixteen types.

mod conditions;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::{
    ActRow, Content, CueKind, Knowledge, PhraseMatch, SlotPath, SupportRole, TimeWord,
};
use relata_language::{Relation, Upos, Xpos};
use relata_record::{EventType, Factuality};

use crate::cue_words::cue_at;
use crate::document::{At, Document};
use crate::parties::Parties;
use crate::resolved::are_one_state;
use crate::slots::{self, Carrier};
use crate::speech::Speech;
use crate::things;
use crate::tree::{Node, Tree};

use self::parts::absorb;

/// A row that fired at a word.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) at: At,
    /// Position in `Knowledge::acts`.
    pub(crate) row: usize,
    /// The words of the row's phrase.
    pub(crate) words: Vec<Node>,
    /// The support verb of an event noun.
    pub(crate) carrier: Option<Carrier>,
    /// Words that met a condition: acts told by them are part of this one.
    consumed: BTreeSet<Node>,
    /// Factuality that a governing act gives.
    pub(crate) forced: Option<Factuality>,
    /// The act that this one is part of.
    pub(crate) part_of: Option<At>,
}

impl Act {
    pub(crate) fn rule<'k>(&self, knowledge: &'k Knowledge) -> &'k ActRow {
        &knowledge.acts[self.row]
    }
}

/// The acts of a report, by their word.
#[derive(Default)]
pub(crate) struct Acts {
    pub(crate) by_word: BTreeMap<At, Act>,
    /// Words of the table that fired no row.
    pub(crate) senseless: Vec<At>,
}

/// Finds every act of the report.
pub(crate) fn find(document: &Document<'_>, parties: &Parties, speeches: &[Speech]) -> Acts {
    let mut acts = Acts::default();
    for sentence in 0..document.sentences.len() {
        find_in(document, parties, speeches, sentence, &mut acts);
    }
    acts
}

fn find_in(
    document: &Document<'_>,
    parties: &Parties,
    speeches: &[Speech],
    sentence: usize,
    acts: &mut Acts,
) {
    let tree = &document.sentences[sentence].tree;
    let mut nodes: Vec<Node> = (0..tree.len()).collect();
    // The deepest words first: a governing row may ask what act its complement tells. A modal governs the verb that
    // it hangs on.
    nodes.sort_by_cached_key(|node| {
        let depth = |node: Node| 2 * tree.path_up(node).count();
        let governed = tree
            .head(*node)
            .filter(|_| tree.relation(*node) == Relation::Aux);
        std::cmp::Reverse(governed.map_or_else(|| depth(*node), |verb| depth(verb) - 1))
    });
    let mut finder = Finder {
        document,
        parties,
        sentence,
        tree,
        speeches,
        found: BTreeMap::new(),
    };
    for node in nodes {
        match finder.best(node) {
            Outcome::Fired(act) => {
                finder.found.insert(node, act);
            }
            Outcome::NoSense => acts.senseless.push(At { sentence, node }),
            Outcome::NoWord => {}
        }
    }
    let mut found = finder.found;
    absorb(document.knowledge, tree, sentence, &mut found);
    for (node, act) in found {
        acts.by_word.insert(At { sentence, node }, act);
    }
}

enum Outcome {
    Fired(Act),
    NoSense,
    NoWord,
}

struct Finder<'f, 'a> {
    document: &'f Document<'a>,
    parties: &'f Parties,
    sentence: usize,
    tree: &'f Tree<'a>,
    speeches: &'f [Speech],
    found: BTreeMap<Node, Act>,
}

impl Finder<'_, '_> {
    fn best(&self, node: Node) -> Outcome {
        let knowledge = self.document.knowledge;
        let mut best: Option<(usize, Act)> = None;
        let phrases = self.phrases(node);
        if phrases.is_empty() {
            return Outcome::NoWord;
        }
        let carrier = (!self.tree.is_verb(node))
            .then(|| carrier_of(knowledge, self.tree, node))
            .flatten();
        for (phrase, words) in phrases {
            let row = &knowledge.acts[phrase.row];
            let mut consumed: BTreeSet<Node> = words.iter().copied().collect();
            let holds = row
                .needs
                .iter()
                .all(|condition| self.holds(row, condition, node, carrier, &mut consumed));
            if !holds || self.is_promise_of_others(row, node) {
                continue;
            }
            let weight = 2 * row.needs.len() + 3 * (phrase.lemmas.len() - 1);
            if best.as_ref().is_none_or(|(known, act)| {
                weight > *known || weight == *known && phrase.row < act.row
            }) {
                consumed.remove(&node);
                let act = Act {
                    at: At {
                        sentence: self.sentence,
                        node,
                    },
                    row: phrase.row,
                    words,
                    carrier,
                    consumed,
                    forced: None,
                    part_of: None,
                };
                best = Some((weight, act));
            }
        }
        match best {
            Some((_, act)) => Outcome::Fired(act),
            None => Outcome::NoSense,
        }
    }

    /// "the government and the rebels agreed to a truce, mediators announced": a party commits nobody but itself; a verb
    /// that also reports then only tells what others do.
    fn is_promise_of_others(&self, row: &ActRow, node: Node) -> bool {
        let commits = matches!(
            row.event_type,
            Some(
                EventType::Agree
                    | EventType::Concede
                    | EventType::Retreat
                    | EventType::Support
                    | EventType::Cooperate
                    | EventType::Aid
            )
        );
        let tree = self.tree;
        if !commits
            || !matches!(row.content, Content::Absorb)
            || cue_at(self.document.knowledge, tree, node, &[CueKind::Report]).is_none()
        {
            return false;
        }
        let parties_of = |nodes: Vec<Node>| {
            nodes.into_iter().flat_map(|node| {
                self.parties.at(At {
                    sentence: self.sentence,
                    node,
                })
            })
        };
        let own: Vec<_> = parties_of(slots::fill(tree, node, None, "subject")).collect();
        let of_clause: Vec<_> = slots::fill(tree, node, None, "clause")
            .into_iter()
            .flat_map(|clause| parties_of(slots::fill(tree, clause, None, "subject")))
            .collect();
        !own.is_empty()
            && !of_clause.is_empty()
            && !of_clause
                .iter()
                .any(|party| own.iter().any(|other| are_one_state(party, other)))
    }

    /// The phrases of the tables whose key word stands at `node`, with the words that match.
    fn phrases(&self, node: Node) -> Vec<(&PhraseMatch, Vec<Node>)> {
        let knowledge = self.document.knowledge;
        let tree = self.tree;
        if self.is_inside_name(node) || self.is_cue_word(node) {
            return Vec::new();
        }
        let mut found = Vec::new();
        if tree.is_verb(node) && is_main(tree, node) {
            for phrase in knowledge.act_verbs.get(tree.lemma(node)) {
                if let Some(words) = verb_phrase(knowledge, tree, node, &phrase.lemmas) {
                    found.push((phrase, words));
                }
            }
        }
        let is_month = tree.upos(node) == Upos::Propn && matches!(tree.form(node), "March" | "May");
        if is_month {
            return found;
        }
        let gerund =
            tree.xpos(node) == Xpos::Vbg && tree.has_child(node, &[Relation::Det, Relation::Amod]);
        if matches!(tree.upos(node), Upos::Noun | Upos::Propn) || gerund {
            let in_compound = tree.relation(node) == Relation::Compound
                && tree.head(node).is_some_and(|head| head > node);
            if !in_compound {
                let form = tree.form(node).to_lowercase();
                let mut keys = vec![tree.lemma(node)];
                if form != keys[0] {
                    keys.push(&form);
                }
                for key in keys {
                    for phrase in knowledge.act_nouns.get(key) {
                        if let Some(words) = tree.sequence_ending(node, &phrase.lemmas) {
                            found.push((phrase, words));
                        }
                    }
                }
            }
        }
        let form = tree.form(node).to_lowercase();
        let by_form = if form == tree.lemma(node) {
            &[][..]
        } else {
            knowledge.act_adjectives.get(&form)
        };
        for phrase in knowledge
            .act_adjectives
            .get(tree.lemma(node))
            .iter()
            .chain(by_form)
        {
            if let Some(words) = tree.sequence_from(node, &phrase.lemmas)
                && adjective_anchor(tree, &words) == Some(node)
                && !matches!(tree.upos(node), Upos::Noun | Upos::Propn)
            {
                found.push((phrase, words));
            }
        }
        found.extend(self.prepositional_phrases(node));
        found
    }

    /// Predicates that begin with a preposition: "at war with", "in talks with", "behind the bombing". The
    /// word that tells the act is the noun.
    fn prepositional_phrases(&self, node: Node) -> Vec<(&PhraseMatch, Vec<Node>)> {
        let tree = self.tree;
        let mut found = Vec::new();
        for case in tree.children_by(node, &[Relation::Case]) {
            for phrase in self.document.knowledge.act_adjectives.get(tree.lemma(case)) {
                let Some(words) = tree.sequence_from(case, &phrase.lemmas) else {
                    continue;
                };
                let is_predicate = tree.has_child(node, &[Relation::Cop, Relation::Nsubj]);
                if words.contains(&node) || words.len() == 1 && is_predicate {
                    found.push((phrase, words));
                }
            }
        }
        found
    }

    /// A word of a longer phrase of telling ("claimed responsibility for") tells no act of its own.
    fn is_cue_word(&self, node: Node) -> bool {
        !self.tree.is_verb(node)
            && self.speeches.iter().any(|speech| {
                speech.sentence == self.sentence
                    && speech.words.len() > 1
                    && speech.words.contains(&node)
            })
    }

    fn is_inside_name(&self, node: Node) -> bool {
        // "charge d'affaires"
        if self.tree.has_child(node, &[Relation::Flat]) && self.tree.upos(node) == Upos::Noun {
            return true;
        }
        let told = &self.document.sentences[self.sentence];
        told.mention_at[node].is_some_and(|index| {
            let mention = &told.mentions[index];
            mention.last > mention.first || self.tree.upos(node) == Upos::Propn
        })
    }
}

/// The fillers of a path of slots: `clause.subject`.
pub(crate) fn follow(
    tree: &Tree<'_>,
    node: Node,
    carrier: Option<Carrier>,
    path: &SlotPath,
) -> Vec<Node> {
    let mut nodes = vec![node];
    for (step, name) in path.0.iter().enumerate() {
        nodes = nodes
            .into_iter()
            .flat_map(|from| {
                let mut filled =
                    slots::fill(tree, from, if step == 0 { carrier } else { None }, name);
                // "a new round of talks between the sides": what hangs on what is measured.
                let measured = things::content_head(tree, from);
                if step > 0 && measured != from && name != "of" {
                    filled.extend(slots::fill(tree, measured, None, name));
                }
                filled
            })
            .collect();
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn is_main(tree: &Tree<'_>, node: Node) -> bool {
    // A modal governs its verb: "must withdraw".
    tree.xpos(node) == Xpos::Md
        || !matches!(
            tree.relation(node),
            Relation::Aux | Relation::AuxPass | Relation::Cop
        )
}

/// The words of a verb phrase: the verb, and the others anywhere one or two steps below it, behind it or
/// before it ("prisoner was taken").
fn verb_phrase(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    verb: Node,
    lemmas: &[String],
) -> Option<Vec<Node>> {
    let mut words = vec![verb];
    for want in &lemmas[1..] {
        let fits = |node: Node, words: &[Node]| {
            tree.is_word(node, want)
                && !words.contains(&node)
                && joins(tree, node)
                && !marks_day(knowledge, tree, node)
                && (tree.relation(node) != Relation::Mark || node > verb)
        };
        let below = tree
            .children(verb)
            .iter()
            .copied()
            .find(|child| fits(*child, &words));
        let found = below.or_else(|| {
            // "sent reinforcements and drove them back": not a word of the other verb.
            let of_this =
                |child: &Node| tree.relation(*child) != Relation::Conj || !tree.is_verb(*child);
            let mut children = tree.children(verb).iter().copied().filter(of_this);
            children.find_map(|child| {
                tree.children(child)
                    .iter()
                    .copied()
                    .find(|inner| fits(*inner, &words))
            })
        });
        words.push(found?);
    }
    words.sort_unstable();
    Some(words)
}

/// Relations by which a word may belong to a verb phrase. "found him guilty": an adjective may be all of a clause.
fn joins(tree: &Tree<'_>, node: Node) -> bool {
    let is_small_clause = tree.relation(node) == Relation::Ccomp
        && !tree.is_verb(node)
        && !tree.has_child(node, &[Relation::Cop, Relation::Mark]);
    is_small_clause
        || !matches!(
            tree.relation(node),
            Relation::Nsubj
                | Relation::Conj
                | Relation::Ccomp
                | Relation::AclRelcl
                | Relation::Parataxis
                | Relation::NmodPoss
        )
}

/// True for the preposition of a day or month: "called the premier on Monday" is no calling on.
fn marks_day(knowledge: &Knowledge, tree: &Tree<'_>, node: Node) -> bool {
    if tree.relation(node) != Relation::Case {
        return false;
    }
    let Some(noun) = tree.head(node) else {
        return false;
    };
    let form = tree.form(noun).to_lowercase();
    let form = form.trim_end_matches('.');
    knowledge
        .calendar
        .iter()
        .filter(|word| {
            matches!(
                word.word,
                TimeWord::Weekday(_) | TimeWord::Month(_) | TimeWord::Holiday(_)
            )
        })
        .any(|word| {
            word.phrases
                .iter()
                .any(|phrase| phrase.trim_end_matches('.') == form)
        })
}

/// The word of an adjective phrase that bears its slots: the adjective.
fn adjective_anchor(tree: &Tree<'_>, words: &[Node]) -> Option<Node> {
    let first = *words.first()?;
    (tree.upos(first) != Upos::Adp).then_some(first)
}

/// The support verb that carries an event noun.
fn carrier_of(knowledge: &Knowledge, tree: &Tree<'_>, noun: Node) -> Option<Carrier> {
    let top = things::whole(tree, noun);
    let above = tree
        .head(top)
        .filter(|head| !tree.is_nominal(*head))
        .and_then(|verb| {
            let slot = match tree.relation(top) {
                Relation::Obj | Relation::NsubjPass => "object",
                Relation::Obl | Relation::OblAgent => tree.case_of(top)?,
                Relation::Nsubj if tree.is_passive(verb) => "object",
                _ => return None,
            };
            support(knowledge, tree, verb, slot)
        });
    above
        .or_else(|| {
            // "the attack (that was) carried out by …"
            tree.children_by(top, &[Relation::Acl, Relation::AclRelcl])
                .filter(|verb| tree.is_verb(*verb))
                .find_map(|verb| support(knowledge, tree, verb, "object"))
        })
        // "the movement was behind a bombing": the predicate is the noun itself.
        .or_else(|| {
            tree.children_by(top, &[Relation::Case])
                .find_map(|case| support(knowledge, tree, case, "self"))
                .map(|carrier| Carrier {
                    verb: top,
                    ..carrier
                })
        })
}

fn support(knowledge: &Knowledge, tree: &Tree<'_>, verb: Node, slot: &str) -> Option<Carrier> {
    knowledge
        .support_phrases
        .get(tree.lemma(verb))
        .iter()
        .filter(|phrase| knowledge.supports[phrase.row].slot == slot)
        .find(|phrase| verb_phrase(knowledge, tree, verb, &phrase.lemmas).is_some())
        .map(|phrase| Carrier {
            verb,
            row: phrase.row,
        })
}

/// The part that the subject of a support verb plays.
pub(crate) fn carrier_role(knowledge: &Knowledge, act: &Act) -> Option<SupportRole> {
    act.carrier
        .map(|carrier| knowledge.supports[carrier.row].subject)
}
