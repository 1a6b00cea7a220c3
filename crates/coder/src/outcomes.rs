//! Fights that an attack leads to within its sentence: "gunmen attacked the ministry, sparking clashes with guards". Who
//! then fights the attackers is attacked by them. And fights told by their dead alone, on both sides.

use relata_knowledge::RoleSource;
use relata_language::{Relation, Xpos};
use relata_record::{EventType, Sector};

use crate::document::At;
use crate::draft::{Desk, Draft};
use crate::roles::without;
use crate::tree::{Node, Tree};

/// Makes of such fights tellings of their attack.
pub(crate) fn settle(desk: &Desk<'_, '_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        make_sides(desk, draft);
    }
    for number in 0..drafts.len() {
        let fight = &drafts[number];
        // A fight is told by all who are in it: they are its actors, and nobody is its recipient.
        if fight.event_type != EventType::Assault
            || fight.actors.is_empty()
            || !fight.recipients.is_empty()
        {
            continue;
        }
        let at = fight.at;
        let Some(node) = source(desk.document.tree(at), at.node) else {
            continue;
        };
        let Some(attack) = drafts.iter().position(|draft| {
            draft.at == At { node, ..at }
                && draft.event_type == EventType::Assault
                && !draft.actors.is_empty()
        }) else {
            continue;
        };
        let attackers = drafts[attack].actors.clone();
        let attacked = without(std::mem::take(&mut drafts[number].actors), &attackers);
        let new = without(attacked.clone(), &drafts[attack].recipients);
        drafts[attack].recipients.extend(new);
        let fight = &mut drafts[number];
        fight.recipients = attacked;
        fight.actors = attackers;
        fight.same_deed.insert(At { node, ..at });
    }
}

/// "30 militants and two soldiers died in a day of fighting": whose dead are counted on both sides of a fight, fought.
fn make_sides(desk: &Desk<'_, '_>, draft: &mut Draft) {
    let knowledge = desk.document.knowledge;
    let is_fight = |at: &At| {
        desk.acts.by_word.get(at).is_some_and(|act| {
            let row = act.rule(knowledge);
            row.event_type == Some(EventType::Assault)
                && matches!(row.recipient, RoleSource::Nobody)
        })
    };
    let has = |of_state: bool| {
        draft
            .recipients
            .iter()
            .any(|player| match player.party.sector {
                Some(Sector::Mil | Sector::Cop) => of_state,
                Some(Sector::Reb | Sector::Uaf) => !of_state,
                _ => false,
            })
    };
    if draft.event_type == EventType::Assault
        && draft.actors.is_empty()
        && has(true)
        && has(false)
        && draft.same_deed.iter().any(is_fight)
    {
        draft.actors.append(&mut draft.recipients);
    }
}

/// The verb of what a noun is the outcome of: "attacked …, sparking clashes", "…, leading to a gun battle".
fn source(tree: &Tree<'_>, noun: Node) -> Option<Node> {
    let verb = tree.head(noun)?;
    let is_outcome = !tree.is_verb(noun)
        && matches!(tree.relation(noun), Relation::Obj | Relation::Obl)
        && tree.relation(verb) == Relation::Advcl
        && tree.xpos(verb) == Xpos::Vbg;
    is_outcome.then(|| tree.head(verb)).flatten()
}
