//! The other side of talks: an offer, a refusal, a condition is addressed to somebody even where the sentence
//! does not say to whom.

use relata_record::{EventType, Sector, TalksAct};

use crate::draft::{Desk, Draft};
use crate::roles::Player;

/// Gives a step of a negotiation that names one side its other side: the party that other steps of the report
/// name against it, else the only adversary that the report names.
pub(crate) fn fill(desk: &Desk<'_, '_>, drafts: &mut [Draft]) {
    let pairs: Vec<(Player, Player)> = drafts.iter().filter(|d| d.talks.is_some()).flat_map(pairs_of).collect();
    for draft in drafts.iter_mut().filter(|draft| wants_other_side(draft)) {
        let Some(own) = draft.actors.first() else { continue };
        let other = pairs
            .iter()
            .find_map(|(a, b)| {
                if a.party.same_party(&own.party) {
                    Some(b)
                } else if b.party.same_party(&own.party) {
                    Some(a)
                } else {
                    None
                }
            })
            .cloned()
            .or_else(|| adversary(desk, drafts_party(own)));
        if let Some(other) = other {
            let other = Player {
                party: other.party.clone().inferred("the other side of the talks"),
                ..other
            };
            if draft.event_type == EventType::Consult {
                draft.actors.push(other);
            } else {
                draft.recipients.push(other);
            }
        }
    }
}

fn drafts_party(player: &Player) -> (Option<Sector>, Option<String>) {
    (player.party.sector, player.party.country.clone())
}

fn wants_other_side(draft: &Draft) -> bool {
    matches!(
        draft.talks,
        Some(
            TalksAct::Offer
                | TalksAct::Accept
                | TalksAct::Reject
                | TalksAct::Withdraw
                | TalksAct::Condition
                | TalksAct::Seek
                | TalksAct::Suspend
                | TalksAct::Resume
                | TalksAct::BreakOff
                | TalksAct::Hold
        )
    ) && draft.actors.len() == 1
        && draft.recipients.is_empty()
        && is_side(draft.actors[0].party.sector)
}

fn is_side(sector: Option<Sector>) -> bool {
    matches!(sector, Some(Sector::Gov | Sector::Reb | Sector::Mil | Sector::Opp))
}

fn pairs_of(draft: &Draft) -> Vec<(Player, Player)> {
    let all: Vec<&Player> = draft.actors.iter().chain(&draft.recipients).collect();
    match all.as_slice() {
        [a, b] if is_side(a.party.sector) && is_side(b.party.sector) => {
            vec![((*a).clone(), (*b).clone())]
        }
        _ => Vec::new(),
    }
}

/// The adversary that the report names: rebels of the same country for a government, the government for rebels.
fn adversary(desk: &Desk<'_, '_>, own: (Option<Sector>, Option<String>)) -> Option<Player> {
    let (sector, country) = own;
    let wanted = match sector? {
        Sector::Gov | Sector::Mil => Sector::Reb,
        Sector::Reb => Sector::Gov,
        _ => return None,
    };
    let found = desk.parties.of_sector(wanted, country.as_deref());
    let [only] = found.as_slice() else { return None };
    let (at, party) = only;
    let tree = desk.document.tree(*at);
    let nodes = tree.name_phrase(at.node);
    let span = relata_record::Quote::new(tree.text, tree.span_of(&nodes));
    Some(Player {
        party: (*party).clone(),
        text: span.text.clone(),
        span,
    })
}
