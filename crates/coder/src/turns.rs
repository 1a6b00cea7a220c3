//! Types that turn: what is told as future, as refused or by a side of the conflict is another act than the same word told
//! as done.

use relata_language::Relation;
use relata_record::{EventType, Factuality, Inference, Mode, TalksAct};

use crate::acts::Act;
use crate::certainty;
use crate::draft::{Desk, Draft};
use crate::roles::Player;
use crate::slots;
use crate::things;
use crate::tree::Node;

impl Desk<'_, '_> {
    /// "bombed the town despite the ceasefire", "hit Israel hours after the truce took effect": a truce that holds, or should.
    fn is_during_truce(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        let knowledge = self.document.knowledge;
        let verb = tree
            .path_up(act.at.node)
            .find(|step| tree.is_verb(*step))
            .unwrap_or(act.at.node);
        let opens = |node: Node, words: &[&str]| {
            tree.children_by(node, &[Relation::Case, Relation::Mark])
                .any(|case| words.contains(&tree.lemma(case)))
        };
        tree.subtree(verb).into_iter().any(|truce| {
            if tree.is_verb(truce) || !things::is_of(knowledge, tree, truce, "ceasefire") {
                return false;
            }
            if opens(truce, &["despite", "during"]) {
                return true;
            }
            // "after the truce came into force", and not "after the truce collapsed"
            tree.head(truce).is_some_and(|begun| {
                tree.relation(truce) == Relation::Nsubj
                    && begun != verb
                    && opens(begun, &["after", "since"])
                    && matches!(
                        tree.lemma(begun),
                        "begin" | "start" | "take" | "come" | "go" | "enter"
                    )
            })
        })
    }

    /// Cooperation told as future is agreement, and cooperation that a party will not do is refusal; a retreat told as future is a concession; a party that says it
    /// will attack threatens. A party to the conflict that calls for talks agrees to them.
    pub(crate) fn settle_type(&self, act: &Act, draft: &mut Draft) {
        if draft.event_type == EventType::Assault
            && draft.factuality == Factuality::Fact
            && draft.talks.is_none()
            && self.is_during_truce(act)
        {
            draft.talks = Some(TalksAct::CeasefireViolate);
        }
        match (draft.event_type, draft.factuality) {
            (
                EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid,
                Factuality::Planned,
            ) => {
                turn(draft, EventType::Agree, Inference::COOPERATION_AHEAD);
                if draft.talks == Some(TalksAct::Hold) {
                    draft.talks = Some(TalksAct::Accept);
                }
                draft.factuality = Factuality::Fact;
                draft.factuality_span = None;
            }
            (
                EventType::Consult
                | EventType::Agree
                | EventType::Support
                | EventType::Cooperate
                | EventType::Aid
                | EventType::Concede
                | EventType::Retreat,
                Factuality::Negated,
            ) if !draft.actors.is_empty() && self.is_refused(act) => {
                let mode = match draft.event_type {
                    EventType::Consult => "meet",
                    EventType::Aid | EventType::Cooperate => "assist",
                    EventType::Concede | EventType::Retreat => "yield",
                    _ => "",
                };
                let of_talks = draft.talks.is_some() || draft.event_type == EventType::Consult;
                turn(
                    draft,
                    EventType::Reject,
                    "what its doer will not do is REJECT",
                );
                draft.modes.extend(Mode::parse(EventType::Reject, mode));
                draft.talks = of_talks.then_some(TalksAct::Reject);
                draft.factuality = Factuality::Fact;
                draft.factuality_span = None;
                if draft.actors.len() > 1 {
                    draft.recipients = draft.actors.split_off(1);
                }
            }
            (EventType::Concede | EventType::Agree, Factuality::Fact)
                if !draft.actors.is_empty() && self.promises_not(act) =>
            {
                let mode = match draft.event_type {
                    EventType::Concede => "yield",
                    _ => "",
                };
                turn(
                    draft,
                    EventType::Reject,
                    "whoever promises that it will not be refuses it",
                );
                draft.modes.extend(Mode::parse(EventType::Reject, mode));
                draft.talks = draft.talks.map(|_| TalksAct::Reject);
            }
            // "could meet him in Oslo", "would recognise the council if talks failed": open, and cooperation all the same.
            (
                EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid,
                Factuality::Hypothetical,
            ) if self.is_under_modal(act) => {
                turn(draft, EventType::Agree, "cooperation told as open is AGREE");
                if draft.talks == Some(TalksAct::Hold) {
                    draft.talks = Some(TalksAct::Accept);
                }
            }
            (EventType::Retreat, Factuality::Hypothetical)
                if self.is_under_modal(act) && is_on_own_word(draft) =>
            {
                turn(
                    draft,
                    EventType::Concede,
                    "a retreat told as future is CONCEDE",
                );
            }
            (EventType::Retreat, Factuality::Planned) => {
                turn(
                    draft,
                    EventType::Concede,
                    "a retreat told as future is CONCEDE",
                );
            }
            (EventType::Assault, Factuality::Planned | Factuality::Hypothetical)
                if is_on_own_word(draft) =>
            {
                turn(
                    draft,
                    EventType::Threaten,
                    "a party that says it will attack threatens",
                );
                draft
                    .modes
                    .extend(Mode::parse(EventType::Threaten, "violence"));
            }
            // "would boycott the vote unless he went"
            (
                EventType::Protest | EventType::Sanction | EventType::Coerce | EventType::Mobilize,
                Factuality::Hypothetical,
            ) if self.is_under_modal(act) && is_on_own_word(draft) => {
                let mode = match draft.event_type {
                    EventType::Protest => "restrict",
                    EventType::Sanction => "relations",
                    EventType::Coerce => "arrest",
                    _ => "violence",
                };
                turn(
                    draft,
                    EventType::Threaten,
                    "a party that says what it will do to others threatens",
                );
                draft.modes.extend(Mode::parse(EventType::Threaten, mode));
                draft.factuality = Factuality::Fact;
                draft.factuality_span = None;
            }
            (EventType::Mobilize, Factuality::Fact | Factuality::Possible)
                if is_of_several_states(draft) && self.is_exercise(act) =>
            {
                turn(
                    draft,
                    EventType::Cooperate,
                    "an exercise of several states is COOPERATE",
                );
            }
            (EventType::Request, _)
                if draft.talks == Some(TalksAct::Seek) && self.is_from_a_side(draft) =>
            {
                turn(
                    draft,
                    EventType::Agree,
                    "a party to the conflict that calls for talks agrees to them",
                );
            }
            _ => {}
        }
    }

    /// "vowed there would be no more ceasefires"; whoever promises not to attack promises peace.
    fn promises_not(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        slots::fill(tree, act.at.node, act.carrier, "clause")
            .into_iter()
            .any(|clause| {
                let is_denied = |node: Node| {
                    tree.subtree(node)
                        .into_iter()
                        .any(|word| word < node && tree.lemma(word) == "no")
                };
                !tree.is_verb(clause) && is_denied(clause)
                    || tree
                        .children_by(clause, &[Relation::Nsubj, Relation::Obj])
                        .any(is_denied)
            })
    }

    /// "staged a war game", "naval exercises of the two fleets".
    fn is_exercise(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        act.words
            .iter()
            .any(|node| things::is_of(self.document.knowledge, tree, *node, "exercise"))
    }

    /// "could meet", "would free".
    fn is_under_modal(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        let verb = act.carrier.map_or(act.at.node, |carrier| carrier.verb);
        tree.is_verb(verb)
            && tree.children_by(verb, &[Relation::Aux]).any(|aux| {
                matches!(
                    tree.lemma(aux),
                    "will" | "would" | "could" | "may" | "might" | "can" | "'ll" | "'d"
                )
            })
    }

    fn is_refused(&self, act: &Act) -> bool {
        let verb = act.carrier.map_or(act.at.node, |carrier| carrier.verb);
        certainty::is_refused(self.document.knowledge, self.document.tree(act.at), verb)
    }

    /// True if the actor is a side of the conflict, and not a third party that calls on the sides.
    fn is_from_a_side(&self, draft: &Draft) -> bool {
        use relata_record::Sector;
        let alone = draft.recipients.is_empty()
            && draft.actors.iter().all(|actor| {
                matches!(actor.party.sector, Some(Sector::Gov | Sector::Reb))
                    && actor.party.country == self.document.main_country
            })
            && !draft.actors.is_empty();
        let rebels = self
            .parties
            .of_sector(Sector::Reb, self.document.main_country.as_deref());
        are_adversaries(draft) || alone && !rebels.is_empty()
    }
}

/// True if a doer's own side tells it.
fn is_on_own_word(draft: &Draft) -> bool {
    draft.word_of.iter().any(|word| {
        draft
            .actors
            .iter()
            .any(|actor| actor.party.country == word.country && actor.party.sector == word.sector)
    })
}

fn is_of_several_states(draft: &Draft) -> bool {
    let mut countries = draft
        .actors
        .iter()
        .filter_map(|actor| actor.party.country.as_deref());
    countries
        .next()
        .is_some_and(|first| countries.any(|other| other != first))
}

/// Gives the draft another type by a rule.
fn turn(draft: &mut Draft, to: EventType, rule: &str) {
    draft.inferred.push(Inference {
        field: "type".to_owned(),
        rule: rule.to_owned(),
    });
    draft.event_type = to;
    draft.modes.clear();
    draft.mode_spans.clear();
}

/// True if a state and a group that fights it, or two states, stand against each other.
fn are_adversaries(draft: &Draft) -> bool {
    use relata_record::Sector;
    let state = |player: &Player| matches!(player.party.sector, Some(Sector::Gov | Sector::Mil));
    let rebel = |player: &Player| player.party.sector == Some(Sector::Reb);
    draft.actors.iter().any(|actor| {
        draft.recipients.iter().any(|recipient| {
            actor.party.country == recipient.party.country
                && (state(actor) && rebel(recipient) || rebel(actor) && state(recipient))
        })
    })
}
