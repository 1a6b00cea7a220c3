//! Which act the people counted in a sentence belong to, and what that says of whom it was done to.

use std::collections::BTreeSet;

use relata_knowledge::TollField;
use relata_record::EventType;

use crate::acts::Act;
use crate::document::At;
use crate::draft::{Desk, Draft};
use crate::roles::Roles;
use crate::tolls::Counted;
use crate::tree::Node;

impl Desk<'_, '_> {
    pub(crate) fn add_tolls(&self, act: &Act, draft: &mut Draft) {
        if !matches!(
            draft.event_type,
            EventType::Assault | EventType::Coerce | EventType::Retreat
        ) {
            return;
        }
        let nodes: BTreeSet<Node> = [act.at.node]
            .into_iter()
            .chain(act.carrier.map(|carrier| carrier.verb))
            .chain(act.words.iter().copied())
            .collect();
        for counted in &self.tolls[act.at.sentence] {
            let own = nodes.contains(&counted.at.node);
            if !own && !self.belongs(act, counted.at.node) {
                continue;
            }
            if counted.field != TollField::Captured && draft.event_type != EventType::Assault {
                continue;
            }
            let field = match counted.field {
                TollField::Killed => &mut draft.killed,
                TollField::Injured => &mut draft.injured,
                TollField::Captured => &mut draft.captured,
            };
            if field.is_none() {
                field.clone_from(&counted.toll);
                if counted.on_top {
                    draft.on_top.insert(counted.field);
                }
                if counted.is_part {
                    draft.parts.insert(counted.field);
                }
            }
            let is_nobody = counted
                .toll
                .as_ref()
                .is_some_and(|toll| toll.high == Some(0));
            if draft.event_type == EventType::Assault && draft.recipients.is_empty() && !is_nobody {
                self.add_struck(act.at, counted, draft);
            }
        }
    }

    /// The people counted are whom the act was done to.
    pub(crate) fn add_struck(&self, at: At, counted: &Counted, draft: &mut Draft) {
        let roles = Roles {
            document: self.document,
            parties: self.parties,
            acts: self.acts,
        };
        for node in &counted.people {
            for player in roles.at_people(At { node: *node, ..at }) {
                let known = draft.recipients.iter().chain(&draft.actors);
                if !known
                    .into_iter()
                    .any(|other| other.party.same_party(&player.party))
                {
                    draft.recipients.push(player);
                }
            }
        }
    }

    /// True if a word that counts people belongs to this act and to no nearer one.
    fn belongs(&self, act: &Act, cue: Node) -> bool {
        let tree = self.document.tree(act.at);
        let distance = |node: Node| {
            let up: Vec<Node> = tree.path_up(cue).collect();
            tree.path_up(node)
                .enumerate()
                .find_map(|(steps, step)| up.iter().position(|n| *n == step).map(|i| steps + i))
                .unwrap_or(usize::MAX)
        };
        let own = distance(act.at.node);
        let event_type = |act: &Act| act.rule(self.document.knowledge).event_type;
        // "arrested three men in connection with the attacks": the men were not taken in the attacks.
        let is_of_other = self
            .acts
            .by_word
            .get(&At {
                node: cue,
                ..act.at
            })
            .filter(|other| other.part_of.is_none())
            .and_then(event_type)
            .is_some_and(|other| Some(other) != event_type(act));
        if is_of_other {
            return false;
        }
        let nearest = self
            .acts
            .by_word
            .range(
                At {
                    sentence: act.at.sentence,
                    node: 0,
                }..At {
                    sentence: act.at.sentence + 1,
                    node: 0,
                },
            )
            // "left eight dead and ten wounded": a part counts as the whole.
            .filter(|(_, other)| other.part_of.is_none() || other.part_of == Some(act.at))
            .filter(|(_, other)| {
                other.rule(self.document.knowledge).event_type
                    == act.rule(self.document.knowledge).event_type
            })
            .map(|(at, other)| (distance(at.node), other.part_of.unwrap_or(*at).node))
            .min();
        nearest.is_some_and(|(_, node)| node == act.at.node) && own <= 6
    }
}
