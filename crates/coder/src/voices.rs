//! On whose word an act stands: who tells it, and who acts by telling it.

use relata_knowledge::{RoleSource, Test};
use relata_language::{Relation, Upos};
use relata_record::{EventType, Factuality, Quote, Sector, Stance, TalksAct, WordOf};

use crate::acts::Act;
use crate::document::At;
use crate::draft::{Desk, Draft, push_word};
use crate::resolved::{Kind, Resolved, are_one_state};
use crate::roles::Player;
use crate::slots;
use crate::speech;
use crate::things;
use crate::tree::Node;

impl Desk<'_, '_> {
    /// "a ceasefire broke down, the army said": the verb has a subject of its own, though it is nobody.
    fn has_doer_without_party(&self, act: &Act) -> bool {
        let tree = self.document.tree(act.at);
        let row = act.rule(self.document.knowledge);
        // "a process meant to end the war"
        let is_purpose = || {
            tree.relation(act.at.node) == Relation::Xcomp
                && tree.head(act.at.node).is_some_and(|verb| {
                    tree.relation(verb) == Relation::Acl && tree.is_passive(verb)
                })
        };
        !matches!(row.actor, RoleSource::Nobody)
            && tree.is_verb(act.at.node)
            && (is_purpose()
                || row.talks.is_some()
                    && tree
                        .children_by(act.at.node, &[Relation::Nsubj])
                        .any(|subject| tree.upos(subject) == Upos::Noun))
    }

    /// "the offer should be taken seriously, X said": the row asks for a speaker and for no other doer.
    pub(crate) fn is_what_the_speaker_does(&self, act: &Act) -> bool {
        let row = act.rule(self.document.knowledge);
        matches!(row.actor, RoleSource::Nobody)
            && row
                .needs
                .iter()
                .any(|condition| !condition.negated && condition.test == Test::Told)
    }

    pub(crate) fn add_words(&self, act: &Act, draft: &mut Draft) {
        for speech in self.tellings(act.at) {
            let Some(word) = speech.word_of() else {
                continue;
            };
            if speech.stance == Stance::Claims
                && draft.actors.is_empty()
                && let Some(speaker) = &speech.speaker
            {
                draft.actors.push(Player {
                    party: Resolved {
                        person: None,
                        ..speaker.party.clone()
                    }
                    .inferred("whoever claims responsibility did it"),
                    text: speaker.text.clone(),
                    span: speaker.span.clone(),
                });
            }
            push_word(&mut draft.word_of, word);
        }
        // "X said the group was to blame": a speech act without a doer of its own is the speaker's.
        if draft.event_type.is_speech()
            && draft.actors.is_empty()
            && (draft.event_type == EventType::Threaten
                || self.is_what_the_speaker_does(act)
                // "they will be pardoned, the president said"
                || draft.event_type == EventType::Concede
                    && draft.factuality == Factuality::Planned
                || !self.document.tree(act.at).is_passive(act.at.node))
            && !self.has_doer_without_party(act)
            && let Some(speech) = self
                .tellings(act.at)
                .find(|speech| speech.speaker.is_some())
            && let Some(speaker) = &speech.speaker
            && !draft.recipients.first().is_some_and(|only| {
                draft.recipients.len() == 1 && only.party.same_party(&speaker.party)
            })
        {
            // "talks between A and B must wait, A said": said to B.
            draft
                .recipients
                .retain(|player| !player.party.same_party(&speaker.party));
            draft.actors.push(Player {
                party: speaker.party.clone().inferred("whoever says so does it"),
                text: speaker.text.clone(),
                span: speaker.span.clone(),
            });
        }
        self.add_only_speaker(act, draft);
        // A speech act is on the word of the person who performs it.
        if draft.event_type.is_speech() && !self.is_told_by_others(draft) {
            let own: Vec<WordOf> = draft
                .actors
                .iter()
                .filter(|player| {
                    player.party.is_person
                        || player.party.kind == Kind::People
                        || self.speaks_for_itself(act, draft)
                })
                .filter(|player| self.is_uttered_by(act, player))
                .filter(|player| {
                    player.party.inferred.is_none()
                        || player.party.is_person
                        || is_personal_pronoun(&player.text)
                })
                .map(|player| {
                    let stance = match draft.event_type {
                        EventType::Accuse => Stance::Accuses,
                        EventType::Reject if draft.talks == Some(TalksAct::Deny) => Stance::Denies,
                        _ => Stance::Asserts,
                    };
                    speech::word_of(
                        &player.party,
                        &player.text,
                        &player.span,
                        stance,
                        None,
                        None,
                    )
                })
                .collect();
            for word in own {
                push_word(&mut draft.word_of, word);
            }
        }
    }

    /// "the two sides agreed to a swap, the Red Cross said": the word is that of the Red Cross; a newspaper only passes it on.
    fn is_told_by_others(&self, draft: &Draft) -> bool {
        !draft.word_of.iter().all(only_passes_on)
            && !self
                .tellings(draft.at)
                .filter_map(|speech| speech.speaker.as_ref())
                .any(|speaker| {
                    draft
                        .actors
                        .iter()
                        .any(|player| are_one_state(&player.party, &speaker.party))
                })
    }

    /// "talks between the government and the rebels broke down", which nobody says: a verb is uttered by its subject.
    fn is_uttered_by(&self, act: &Act, player: &Player) -> bool {
        let tree = self.document.tree(act.at);
        if !tree.is_verb(act.at.node) {
            return true;
        }
        // "issued a statement denying it": a statement is of whoever issues it.
        let subjects: Vec<Node> = slots::fill(tree, act.at.node, act.carrier, "subject")
            .into_iter()
            .filter(|node| !things::is_of(self.document.knowledge, tree, *node, "statement"))
            .collect();
        if subjects.is_empty() && tree.is_passive(act.at.node) {
            return false;
        }
        !subjects.iter().any(|node| tree.upos(*node) == Upos::Noun)
            || subjects.iter().any(|node| {
                let span = tree.span_of(&tree.name_phrase(*node));
                span.start < player.span.end && player.span.start < span.end
            })
            || subjects
                .iter()
                .flat_map(|node| {
                    self.parties.at(At {
                        node: *node,
                        ..act.at
                    })
                })
                .any(|party| party.same_party(&player.party))
    }

    /// "The movement criticised the raid": what only words can do, told of a body and of no other speaker, is on the
    /// word of that body.
    fn speaks_for_itself(&self, act: &Act, draft: &Draft) -> bool {
        draft.word_of.iter().all(only_passes_on)
            && self.document.tree(act.at).is_verb(act.at.node)
            && (draft.talks == Some(TalksAct::Deny)
                || matches!(
                    draft.event_type,
                    EventType::Accuse | EventType::Request | EventType::Threaten
                ))
    }

    /// "Israel must be patient, its premier said": nobody asks anything of another.
    pub(crate) fn is_said_of_itself(&self, draft: &Draft) -> bool {
        draft.event_type == EventType::Request
            && draft.actors.is_empty()
            && !draft.recipients.is_empty()
            && self
                .tellings(draft.at)
                .filter_map(|speech| speech.speaker.as_ref())
                .any(|speaker| {
                    draft.recipients.iter().all(|player| {
                        player.party.same_party(&speaker.party)
                            || player.party.country.is_some()
                                && player.party.country == speaker.party.country
                                && player.party.sector == speaker.party.sector
                    })
                })
    }

    /// A speech act whose subject the parser lost: of the only party named before it.
    fn add_only_speaker(&self, act: &Act, draft: &mut Draft) {
        let tree = self.document.tree(act.at);
        let lost = draft.event_type.is_speech()
            && draft.actors.is_empty()
            && tree.is_verb(act.at.node)
            && !tree.has_child(
                act.at.node,
                &[Relation::Nsubj, Relation::NsubjPass, Relation::AuxPass],
            );
        if !lost {
            return;
        }
        let mut named: Vec<(Node, &Resolved)> = Vec::new();
        for node in 0..act.at.node {
            for party in self.parties.at(At { node, ..act.at }) {
                let known = named.iter().any(|(_, other)| other.same_party(party));
                let addressed = draft.recipients.iter().any(|r| r.party.same_party(party));
                if !known && !addressed && party.kind != Kind::Outlet {
                    named.push((node, party));
                }
            }
        }
        if let [(node, party)] = named.as_slice() {
            let span = Quote::new(tree.text, tree.span_of(&tree.name_phrase(*node)));
            draft.actors.push(Player {
                party: (*party)
                    .clone()
                    .inferred("the only party named before the act"),
                text: span.text.clone(),
                span,
            });
        }
    }
}

/// A newspaper tells what others say.
fn only_passes_on(word: &WordOf) -> bool {
    word.sector == Some(Sector::Jrn)
}

/// "It urged the soldiers to leave": the pronoun stands for whoever speaks.
fn is_personal_pronoun(words: &str) -> bool {
    ["it", "he", "she", "they"]
        .iter()
        .any(|pronoun| words.eq_ignore_ascii_case(pronoun))
}
