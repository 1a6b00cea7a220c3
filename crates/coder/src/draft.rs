//! An event in the making: one act at one word, with everything read for it.

mod references;
mod truth;

use std::collections::BTreeSet;

use relata_knowledge::{RoleSource, TollField};
use relata_language::{Relation, Xpos};
use relata_record::{
    Count, EventDate, EventType, Factuality, Inference, Mode, Place, Quote, Span, TalksAct, Toll,
    WordOf,
};

use crate::acts::{Act, Acts};
use crate::certainty;
use crate::document::{At, Document};
use crate::event_time::{self, Dating, Times};
use crate::modes;
use crate::numbers;
use crate::parties::Parties;
use crate::places;
use crate::resolved::{Kind, are_one_state};
use crate::roles::{self, Player, Roles, Side};
use crate::slots;
use crate::speech::Speech;
use crate::things;
use crate::tolls::{self, Counted};
use crate::tree::{Node, Tree};

use self::references::{is_another, points_back, same_deed};

/// An act with what was read for it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) at: At,
    pub(crate) row: usize,
    pub(crate) event_type: EventType,
    pub(crate) modes: BTreeSet<Mode>,
    pub(crate) mode_spans: Vec<Quote>,
    pub(crate) talks: Option<TalksAct>,
    pub(crate) actors: Vec<Player>,
    pub(crate) recipients: Vec<Player>,
    pub(crate) date: Option<EventDate>,
    pub(crate) place: Option<Place>,
    /// Where it was told, which may be where it happened.
    pub(crate) heard_in: Option<Place>,
    pub(crate) killed: Option<Toll>,
    pub(crate) injured: Option<Toll>,
    pub(crate) captured: Option<Toll>,
    /// The numbers told here that come on top of those told before: "four others were killed".
    pub(crate) on_top: BTreeSet<TollField>,
    /// The numbers told here that are only of some of those counted elsewhere: "the dead included two women".
    pub(crate) parts: BTreeSet<TollField>,
    /// True for "later said that five had died": the numbers are newer than those told before.
    pub(crate) is_newer: bool,
    pub(crate) count: Option<Count>,
    pub(crate) factuality: Factuality,
    pub(crate) factuality_span: Option<Quote>,
    pub(crate) word_of: Vec<WordOf>,
    pub(crate) evidence: Vec<Span>,
    pub(crate) act: Span,
    pub(crate) inferred: Vec<Inference>,
    /// True for "the attack", "the talks": a noun that may point back.
    pub(crate) points_back: bool,
    /// True if the deed is done to a thing that no party is known to own: "looted embassies".
    pub(crate) strikes_a_thing: bool,
    /// True for "another attack", "a second blast": never the same as one told before.
    pub(crate) is_another: bool,
    /// True for "a bombing": none that the sentence has told before.
    pub(crate) is_new: bool,
    /// True for "the gunmen fled …": a definite noun for attackers points back to those told before.
    pub(crate) is_by_the_same: bool,
    /// True for "called on its fighters to withdraw": whoever is asked is of the asker's own side.
    pub(crate) asks_its_own: bool,
    /// True for "threatened to shut down the mission": a body that no party is known of.
    pub(crate) names_another: bool,
    /// True for "condemned the deployment", "hailed this step": its object points back and names no deed itself.
    pub(crate) judges_what_was_told: bool,
    /// True for "welcomed the accord".
    pub(crate) praises_an_accord: bool,
    /// True for "accused each other".
    pub(crate) is_mutual: bool,
    /// True for "demanded their release".
    pub(crate) asks_for_release: bool,
    /// True for "asked whether it would attack", "killing operations": nothing is told to have happened.
    pub(crate) is_only_topic: bool,
    /// Nouns for deeds that the act is about: "condemned the attack".
    pub(crate) object_nodes: Vec<Node>,
    /// Words of the sentence that tell the same deed: the attack that is the subject or a circumstance of
    /// "killed", a participle behind it ("…, killing five").
    pub(crate) same_deed: BTreeSet<At>,
    /// The words that told it so far, its own first.
    pub(crate) tellings: BTreeSet<At>,
    /// Words below this act's cause words: acts told there are its causes.
    pub(crate) cause_nodes: BTreeSet<Node>,
}

impl Draft {
    pub(crate) fn has_mode(&self, mode: &str) -> bool {
        self.modes.iter().any(|own| own.as_str() == mode)
    }
}

/// Everything that drafts are made from.
pub(crate) struct Desk<'r, 'a> {
    pub(crate) document: &'r Document<'a>,
    pub(crate) parties: &'r Parties,
    pub(crate) acts: &'r Acts,
    pub(crate) speeches: &'r [Speech],
    pub(crate) times: &'r [Times],
    pub(crate) tolls: &'r [Vec<Counted>],
}

impl Desk<'_, '_> {
    /// Reads everything for one act. `carried` is the date of the deed told before.
    pub(crate) fn draft(&self, act: &Act, carried: Option<&EventDate>) -> Option<Draft> {
        let knowledge = self.document.knowledge;
        let tree = self.document.tree(act.at);
        let row = act.rule(knowledge);
        let event_type = row.event_type?;
        // "any attack on the dam will be answered": none has been told.
        if event_type == EventType::Assault && is_any(tree, act.at.node) {
            return None;
        }
        let roles = Roles {
            document: self.document,
            parties: self.parties,
            acts: self.acts,
        };
        let mut actors = roles.players(act, Side::Actor);
        if actors.is_empty() && event_type == EventType::Assault {
            actors = roles.blamed(act);
        }
        let addressed = roles.players(act, Side::Recipient);
        let asks_its_own = event_type == EventType::Request && !addressed.is_empty();
        let of_nobody_else = !addressed.is_empty()
            && addressed.iter().all(|player| {
                actors
                    .iter()
                    .any(|actor| actor.party.same_party(&player.party))
            });
        let mut recipients = roles::without(addressed, &actors);
        let asks_its_own = asks_its_own && recipients.is_empty();
        // "acted to defend the army": nobody praises or condemns himself.
        let judges = event_type == EventType::Accuse
            || event_type == EventType::Support && row.talks.is_none();
        if judges && of_nobody_else && recipients.is_empty() {
            return None;
        }
        // "threatened to withdraw its troops": nobody threatens his own.
        if matches!(
            event_type,
            EventType::Threaten | EventType::Mobilize | EventType::Sanction
        ) {
            recipients.retain(|player| {
                !actors
                    .iter()
                    .any(|actor| are_one_state(&actor.party, &player.party))
            });
        }
        let (factuality, deciding) = self.factuality(act);
        let judges_what_was_told = matches!(
            event_type,
            EventType::Accuse | EventType::Support | EventType::Reject
        ) && !(event_type == EventType::Support && row.talks.is_some())
            && self.judges_what_was_told(act, &actors);
        let mut draft = Draft {
            at: act.at,
            row: act.row,
            event_type,
            modes: row.modes.iter().copied().collect(),
            mode_spans: Vec::new(),
            talks: self.talks_of_content(act).or(row.talks),
            actors,
            recipients,
            date: None,
            place: None,
            heard_in: None,
            killed: None,
            injured: None,
            captured: None,
            on_top: BTreeSet::new(),
            parts: BTreeSet::new(),
            is_newer: tolls::is_newer(tree, act.at.node),
            count: count(tree, act.at.node),
            factuality,
            factuality_span: (!deciding.is_empty())
                .then(|| Quote::new(tree.text, tree.span_of(&deciding))),
            word_of: Vec::new(),
            evidence: vec![tree.sentence.span],
            act: act_span(tree, act),
            inferred: Vec::new(),
            points_back: points_back(tree, act.at.node) || self.is_told_by_known_deed(act),
            strikes_a_thing: self.strikes_a_thing(act),
            is_by_the_same: self.is_by_known_attackers(act),
            is_another: is_another(tree, act.at.node),
            // "which she called an act of terror" names what was told.
            is_new: !matches!(
                tree.relation(act.at.node),
                Relation::Xcomp | Relation::Ccomp | Relation::Appos
            ) && tree
                .children_by(act.at.node, &[Relation::Det])
                .any(|det| matches!(tree.lemma(det), "a" | "an")),
            asks_its_own,
            names_another: self.names_another(act),
            praises_an_accord: event_type == EventType::Support
                && row.talks.is_none()
                && self.has_object_of(act, &["agreement", "ceasefire"]),
            judges_what_was_told,
            is_mutual: slots::fill(tree, act.at.node, act.carrier, "object")
                .into_iter()
                .any(|object| tree.is_reciprocal(object)),
            asks_for_release: event_type == EventType::Request
                && self.has_object_of(act, &["release"]),
            is_only_topic: certainty::is_asked_about(knowledge, tree, act.at.node)
                || self.names_a_kind(act),
            object_nodes: self.deeds_below(act),
            same_deed: same_deed(self.document, tree, act)
                .into_iter()
                .map(|node| At { node, ..act.at })
                .collect(),
            tellings: BTreeSet::from([act.at]),
            cause_nodes: cause_nodes(tree, act),
        };
        if event_type == EventType::Assault {
            self.add_fights_before(act, &mut draft);
        }
        // "launched rockets in retaliation for a raid": two deeds.
        let causes = &draft.cause_nodes;
        draft.same_deed.retain(|at| !causes.contains(&at.node));
        // "the murder of Hariri, an attack blamed on Syria": the deed named right before, whatever the tree hangs it on.
        if tree.relation(act.at.node) == Relation::Appos && !tree.is_verb(act.at.node) {
            let before = (0..act.at.node).map(|node| At { node, ..act.at });
            let mut deeds = before
                .rev()
                .filter(|at| self.acts.by_word.contains_key(at) && !tree.is_verb(at.node));
            draft.same_deed.extend(deeds.next());
        }
        if draft.factuality != Factuality::Fact && draft.factuality_span.is_none() {
            draft.inferred.push(Inference {
                field: "factuality".to_owned(),
                rule: "told as the quotation before it".to_owned(),
            });
        }
        self.add_words(act, &mut draft);
        if self.is_said_of_itself(&draft) {
            return None;
        }
        self.add_tolls(act, &mut draft);
        modes::add(self.document, self.acts, act, &mut draft);
        self.settle_type(act, &mut draft);
        self.add_date(act, &mut draft, carried);
        self.add_place(act, &mut draft);
        Some(draft)
    }

    /// "overran the base after a battle in which 36 soldiers died": a fight that leads to a deed is one with it.
    fn add_fights_before(&self, act: &Act, draft: &mut Draft) {
        let tree = self.document.tree(act.at);
        let roles = Roles {
            document: self.document,
            parties: self.parties,
            acts: self.acts,
        };
        let knowledge = self.document.knowledge;
        for slot in ["after", "following"] {
            let told = slots::fill(tree, act.at.node, act.carrier, slot);
            // "after three weeks of fighting"
            let lasted = told.iter().flat_map(|node| {
                tree.children_by(*node, &[Relation::Nmod, Relation::Acl])
                    .filter(|child| tree.has_case(*child, "of"))
            });
            for node in told.iter().copied().chain(lasted) {
                let at = At { node, ..act.at };
                let is_fight = self.acts.by_word.get(&at).is_some_and(|fight| {
                    let row = fight.rule(knowledge);
                    row.event_type == Some(EventType::Assault)
                        && matches!(row.recipient, RoleSource::Nobody)
                        && (!tree.is_verb(node) || tree.has_case(node, "of"))
                        && !points_back(tree, node)
                        // "after fighting with government troops" tells sides of its own.
                        && roles.players(fight, Side::Actor).is_empty()
                });
                if is_fight {
                    let top = told
                        .iter()
                        .copied()
                        .find(|top| tree.is_below(node, *top))
                        .unwrap_or(node);
                    let subtree = tree.subtree(top);
                    draft.cause_nodes.retain(|cause| !subtree.contains(cause));
                    draft.same_deed.insert(at);
                    // "… in which 36 soldiers died"
                    draft.same_deed.extend(
                        tree.children_by(top, &[Relation::AclRelcl])
                            .map(|node| At { node, ..act.at }),
                    );
                }
            }
        }
    }

    /// "agreed to extend the truce": the step of the talks is that of what is agreed, where it is an act of the same type.
    fn talks_of_content(&self, act: &Act) -> Option<TalksAct> {
        let row = act.rule(self.document.knowledge);
        let tree = self.document.tree(act.at);
        row.talks?;
        slots::fill(tree, act.at.node, act.carrier, "clause")
            .into_iter()
            .filter_map(|node| self.acts.by_word.get(&At { node, ..act.at }))
            .filter(|lower| lower.part_of == Some(act.at))
            .map(|lower| lower.rule(self.document.knowledge))
            .filter(|lower| lower.event_type == row.event_type)
            .find_map(|lower| lower.talks)
    }

    fn has_object_of(&self, act: &Act, classes: &[&str]) -> bool {
        let tree = self.document.tree(act.at);
        slots::fill(tree, act.at.node, act.carrier, "object")
            .into_iter()
            .any(|object| {
                classes
                    .iter()
                    .any(|class| things::is_of(self.document.knowledge, tree, object, class))
            })
    }

    fn deeds_below(&self, act: &Act) -> Vec<Node> {
        let tree = self.document.tree(act.at);
        ["object", "of", "for", "over", "at", "into", "against"]
            .iter()
            .flat_map(|slot| slots::fill(tree, act.at.node, act.carrier, slot))
            .map(|node| things::content_head(tree, node))
            .filter(|node| {
                self.acts.by_word.contains_key(&At {
                    node: *node,
                    ..act.at
                })
            })
            .collect()
    }

    /// The tellings whose content holds the act, innermost first.
    pub(crate) fn tellings(&self, at: At) -> impl Iterator<Item = &Speech> {
        let mut holding: Vec<&Speech> = self
            .speeches
            .iter()
            .filter(|speech| {
                speech.sentence == at.sentence
                    && speech.cue != Some(at.node)
                    && speech.content.contains(&at.node)
            })
            .collect();
        holding.sort_by_key(|speech| speech.content.len());
        holding.into_iter()
    }

    fn add_date(&self, act: &Act, draft: &mut Draft, carried: Option<&EventDate>) {
        let tree = self.document.tree(act.at);
        let clauses: Vec<Node> = if draft.event_type.is_speech() {
            slots::fill(tree, act.at.node, act.carrier, "clause")
        } else {
            Vec::new()
        };
        let excluded = |node: Node| clauses.iter().any(|clause| tree.is_below(node, *clause));
        let dating = Dating {
            document: self.document,
            times: self.times,
            speeches: self.speeches,
            at: act.at,
            event_type: draft.event_type,
            is_told: self.tellings(act.at).next().is_some(),
            is_announced: draft.event_type == EventType::Agree
                && self.factuality(act).0 == Factuality::Planned,
        };
        draft.date = dating.by_words(&excluded);
        if let Some(date) = &mut draft.date
            && let Some(clock) = event_time::runs_since(self.document, tree, date)
        {
            date.to = clock;
            date.precision = relata_record::Precision::Range;
        }
        let is_past = matches!(draft.factuality, Factuality::Fact | Factuality::Possible)
            || draft.event_type.is_speech();
        if draft.date.is_none() && is_past {
            // "the strike": its day is that of the strike it points back to.
            let carried = carried.filter(|_| !draft.points_back);
            draft.date = dating.by_context(carried);
        }
    }

    /// True for the verb of a clause that tells another deed than the act, by somebody else: "…, while a bomb in Baquba
    /// killed three".
    fn is_other_deed(&self, act: &Act, own: &BTreeSet<At>, node: Node) -> bool {
        let at = At { node, ..act.at };
        let tree = self.document.tree(at);
        let Some(other) = self.acts.by_word.get(&at) else {
            return false;
        };
        let event_type = other.rule(self.document.knowledge).event_type;
        let is_deed = event_type.is_some_and(|event_type| !event_type.is_speech());
        let is_apart = tree.relation(node) == Relation::Advcl
            && tree.has_child(node, &[Relation::Nsubj, Relation::NsubjPass]);
        is_apart
            && is_deed
            && other.part_of.is_none()
            && !own.contains(&at)
            && !same_deed(self.document, tree, other).contains(&act.at.node)
    }

    fn add_place(&self, act: &Act, draft: &mut Draft) {
        let own_words = draft.event_type.is_speech() || draft.event_type == EventType::Consult;
        // "an offer of talks to Manila": a country that takes part is no place.
        let parties: Vec<Span> = draft
            .actors
            .iter()
            .chain(&draft.recipients)
            .filter(|player| player.party.kind == Kind::Country)
            .map(|player| player.span.span())
            .collect();
        let tree = self.document.tree(act.at);
        let content: Vec<Node> = if draft.event_type.is_speech() {
            slots::fill(tree, act.at.node, act.carrier, "clause")
        } else {
            Vec::new()
        };
        let is_deed = !draft.event_type.is_speech();
        let (same_deed, causes) = (draft.same_deed.clone(), draft.cause_nodes.clone());
        let wanted = places::Wanted {
            at: act.at,
            own_words,
            is_deed,
            excluded: &|node| content.iter().any(|clause| tree.is_below(node, *clause)),
            parties: &parties,
            is_other_deed: &|node| {
                is_deed && (causes.contains(&node) || self.is_other_deed(act, &same_deed, node))
            },
            telling: self
                .tellings(act.at)
                .find_map(|speech| Some((speech.cue?, &speech.content))),
        };
        draft.place = places::place_of(self.document, &wanted);
        draft.heard_in = places::heard_in(self.document, &wanted);
    }
}

/// Adds a word, or the outlet to one that is there already.
pub(crate) fn push_word(words: &mut Vec<WordOf>, word: WordOf) {
    match words
        .iter_mut()
        .find(|known| known.name == word.name && known.stance == word.stance)
    {
        Some(known) => {
            if known.via.is_none() {
                known.via = word.via;
            }
        }
        None => words.push(word),
    }
}

/// The words that name the act: the row's phrase, with the noun's compound ("drone attack").
fn act_span(tree: &Tree<'_>, act: &Act) -> Span {
    let mut nodes = act.words.clone();
    if !tree.is_verb(act.at.node) {
        nodes.extend(tree.children_by(act.at.node, &[Relation::Compound]));
    }
    nodes.sort_unstable();
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
        return tree.token(act.at.node).span;
    };
    let all: Vec<Node> = (*first..=*last).collect();
    // Scattered words ("take two soldiers hostage") are named by the first alone.
    if all.len() > nodes.len() + 3 {
        tree.token(act.at.node).span
    } else {
        tree.span_of(&all)
    }
}

/// Nodes told as the reason of an act: "after the strike", "because of", "in retaliation for", "following".
fn cause_nodes(tree: &Tree<'_>, act: &Act) -> BTreeSet<Node> {
    let mut nodes = BTreeSet::new();
    let tops = [Some(act.at.node), act.carrier.map(|carrier| carrier.verb)];
    for top in tops.into_iter().flatten() {
        for child in tree.children(top) {
            let causal = tree
                .children_by(*child, &[Relation::Case, Relation::Mark])
                .any(|case| {
                    matches!(
                        tree.lemma(case),
                        "after"
                            | "following"
                            | "follow"
                            | "because"
                            | "over"
                            | "since"
                            | "due"
                            | "amid"
                    )
                })
                || matches!(
                    tree.lemma(*child),
                    "retaliation" | "response" | "revenge" | "reprisal" | "protest" | "wake"
                )
                || tree.lemma(*child) == "condemn";
            if causal {
                nodes.extend(tree.subtree(*child));
                // Ties are lost in long phrases ("following the death of its leader in a raid"): up to the comma.
                let first = tree.subtree(*child).first().copied().unwrap_or(*child);
                nodes.extend((first..tree.len()).take_while(|node| tree.form(*node) != ","));
            }
        }
    }
    nodes
}

/// How many acts: the number before the noun; one for a singular; unknown for a bare plural.
fn count(tree: &Tree<'_>, node: Node) -> Option<Count> {
    if tree.is_verb(node) {
        return Some(Count {
            value: 1,
            span: None,
        });
    }
    let number = tree
        .children_by(node, &[Relation::Nummod])
        .find_map(|number| numbers::parse(tree.form(number)).map(|value| (value, number)));
    if let Some((value, number)) = number {
        return Some(Count {
            value,
            span: Some(Quote::new(tree.text, tree.token(number).span)),
        });
    }
    let plural = matches!(tree.xpos(node), Xpos::Nns | Xpos::Nnps);
    let is_mass = matches!(
        tree.lemma(node),
        "talk" | "talks" | "negotiation" | "hostility"
    );
    (!plural || is_mass).then_some(Count {
        value: 1,
        span: None,
    })
}

/// "any attack": of whatever kind, if there is one.
fn is_any(tree: &Tree<'_>, noun: Node) -> bool {
    !tree.is_verb(noun)
        && tree
            .children_by(noun, &[Relation::Det])
            .any(|word| tree.lemma(word) == "any")
}
