//! Who did a deed, as far as an accusation, or the kind of the deed, tells it.

use std::collections::BTreeMap;

use relata_record::{EventType, Sector};

use crate::document::At;
use crate::draft::{Desk, Draft};
use crate::resolved::Resolved;
use crate::roles::Player;

/// Settles between accusations and the deeds that they are about who stands on which side.
pub(crate) fn settle(desk: &Desk<'_, '_>, drafts: &mut [Draft]) {
    let at: BTreeMap<At, usize> = drafts
        .iter()
        .enumerate()
        .map(|(number, draft)| (draft.at, number))
        .collect();
    for number in 0..drafts.len() {
        if drafts[number].event_type != EventType::Accuse {
            continue;
        }
        let sentence = drafts[number].at.sentence;
        let deeds: Vec<usize> = drafts[number]
            .object_nodes
            .iter()
            .filter_map(|node| {
                at.get(&At {
                    sentence,
                    node: *node,
                })
            })
            .copied()
            .filter(|deed| !drafts[*deed].event_type.is_speech())
            .collect();
        for deed in deeds {
            spare_victims(drafts, number, deed);
            give_to_accused(drafts, number, deed);
        }
    }
    give_to_authorities(desk, drafts);
}

/// "condemned the arrest of journalists": the journalists are not condemned.
fn spare_victims(drafts: &mut [Draft], accusation: usize, deed: usize) {
    let is_victim = |player: &Player| {
        let same = |other: &Player| other.span == player.span;
        drafts[deed].recipients.iter().any(same) && !drafts[deed].actors.iter().any(same)
    };
    let kept: Vec<Player> = drafts[accusation]
        .recipients
        .iter()
        .filter(|player| !is_victim(player))
        .cloned()
        .collect();
    drafts[accusation].recipients = kept;
}

/// "blamed the army for the shelling": a deed for which nobody else is named is that of the accused.
fn give_to_accused(drafts: &mut [Draft], accusation: usize, deed: usize) {
    let alleges = drafts[accusation].has_mode("allege");
    if !alleges || !drafts[deed].actors.is_empty() {
        return;
    }
    let victims = &drafts[deed].recipients;
    let accused: Vec<Player> = drafts[accusation]
        .recipients
        .iter()
        .filter(|player| {
            !victims
                .iter()
                .any(|victim| victim.party.same_party(&player.party))
        })
        .map(|player| Player {
            party: player.party.clone().inferred("whoever is accused of it"),
            ..player.clone()
        })
        .collect();
    let words = drafts[accusation].word_of.clone();
    drafts[deed].actors = accused;
    for word in words {
        crate::draft::push_word(&mut drafts[deed].word_of, word);
    }
}

/// "was arrested in Minsk": where no forces are named in the whole report, the police of the place arrest people.
fn give_to_authorities(desk: &Desk<'_, '_>, drafts: &mut [Draft]) {
    let arrests = |draft: &Draft| draft.has_mode("arrest");
    let is_told = drafts
        .iter()
        .any(|draft| arrests(draft) && !draft.actors.is_empty());
    if is_told {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| arrests(draft)) {
        let place = draft.place.as_ref().and_then(|place| place.country.clone());
        let (Some(code), EventType::Coerce) = (place, draft.event_type) else {
            continue;
        };
        let document = desk.document;
        let span = relata_record::Quote::new(&document.report.text, draft.act);
        draft.actors.push(Player {
            party: Resolved::of_sector(
                document.knowledge,
                document.clock,
                &code,
                Some(Sector::Cop),
                "police",
            )
            .inferred("the police of the place arrest people"),
            text: span.text.clone(),
            span,
        });
    }
}
