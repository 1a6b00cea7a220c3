//! The other side: a threat, a refusal, a troop move is aimed at somebody even where the sentence does not say
//! at whom. In 130 of 134 such acts of the development reports a careful reader names the party from the rest
//! of the report.

use relata_record::{EventType, Quote, Sector, TalksAct};

use crate::draft::{Desk, Draft};
use crate::resolved::Resolved;
use crate::roles::Player;

/// Who stands against whom in a report.
pub(crate) struct Counterparts {
    pairs: Vec<(Player, Player)>,
}

impl Counterparts {
    /// The pairs that the acts of the report name.
    pub(crate) fn of(drafts: &[Draft]) -> Self {
        Self {
            pairs: drafts.iter().flat_map(pairs_of).collect(),
        }
    }

    /// Gives an act that names one side its other side: the party that the report sets against it most often,
    /// else the only adversary that the report names.
    pub(crate) fn fill(&self, desk: &Desk<'_, '_>, draft: &mut Draft) {
        if !wants_other_side(draft) {
            return;
        }
        let Some(own) = draft.actors.first() else {
            return;
        };
        let Some(other) = opposed_most(&self.pairs, own).or_else(|| adversary(desk, own)) else {
            return;
        };
        let rule = if draft.talks.is_some() {
            "the other side of the talks"
        } else {
            "the party that the report sets against the doer"
        };
        let other = Player {
            party: addressed(desk, draft, &other.party).inferred(rule),
            ..other
        };
        if other.party.same_party(&own.party) {
            return;
        }
        if draft.event_type == EventType::Consult {
            draft.actors.push(other);
        } else {
            draft.recipients.push(other);
        }
    }
}

/// Words are addressed to a government, not to its forces.
fn addressed(desk: &Desk<'_, '_>, draft: &Draft, party: &Resolved) -> Resolved {
    let forces = matches!(party.sector, Some(Sector::Mil | Sector::Cop)) && party.id.is_none();
    let government = party
        .country
        .as_ref()
        .filter(|_| forces && (draft.event_type.is_speech() || draft.talks.is_some()))
        .and_then(|code| {
            desk.document
                .knowledge
                .country_on(code, desk.document.clock)
        });
    government.map_or_else(|| party.clone(), Resolved::of_country)
}

/// Acts that are always aimed at somebody.
fn wants_other_side(draft: &Draft) -> bool {
    let aimed = match draft.event_type {
        EventType::Consult => {
            draft.talks == Some(TalksAct::Hold) || draft.talks == Some(TalksAct::Resume)
        }
        EventType::Agree
        | EventType::Concede
        | EventType::Retreat
        | EventType::Request
        | EventType::Accuse
        | EventType::Reject
        | EventType::Threaten
        | EventType::Protest
        | EventType::Mobilize => true,
        EventType::Support => draft.talks.is_some(),
        EventType::Assault => {
            // A sum of attacks ("120 attacks in 2020") has no one victim.
            let is_one = draft.count.as_ref().is_some_and(|count| count.value == 1);
            is_one && draft.killed.is_none() && draft.injured.is_none()
        }
        EventType::Cooperate | EventType::Aid | EventType::Sanction | EventType::Coerce => false,
    };
    aimed && draft.actors.len() == 1 && draft.recipients.is_empty()
}

fn is_side(sector: Option<Sector>) -> bool {
    !matches!(sector, Some(Sector::Jrn | Sector::Edu) | None)
}

/// Who stands against whom in a draft.
fn pairs_of(draft: &Draft) -> Vec<(Player, Player)> {
    let mut pairs = Vec::new();
    if draft.recipients.is_empty() {
        if let [a, b] = draft.actors.as_slice() {
            pairs.push((a.clone(), b.clone()));
        }
        return pairs;
    }
    for actor in &draft.actors {
        for recipient in &draft.recipients {
            if is_side(actor.party.sector) && is_side(recipient.party.sector) {
                pairs.push((actor.clone(), recipient.clone()));
            }
        }
    }
    pairs
}

/// The party that stands against `own` in most pairs; of equals the one told first.
fn opposed_most(pairs: &[(Player, Player)], own: &Player) -> Option<Player> {
    let mut counts: Vec<(&Player, usize)> = Vec::new();
    for (a, b) in pairs {
        let other = if a.party.same_party(&own.party) {
            b
        } else if b.party.same_party(&own.party) {
            a
        } else {
            continue;
        };
        if other.party.same_party(&own.party) {
            continue;
        }
        match counts
            .iter_mut()
            .find(|(known, _)| known.party.same_party(&other.party))
        {
            Some((_, count)) => *count += 1,
            None => counts.push((other, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(player, _)| player.clone())
}

/// The only adversary that the report names: rebels of the same country for a government, the government for
/// rebels and protesters.
fn adversary(desk: &Desk<'_, '_>, own: &Player) -> Option<Player> {
    let wanted = match own.party.sector? {
        Sector::Gov | Sector::Mil | Sector::Cop => Sector::Reb,
        Sector::Reb | Sector::Cvl | Sector::Opp => Sector::Gov,
        _ => return None,
    };
    let found = desk.parties.of_sector(wanted, own.party.country.as_deref());
    let [(at, party)] = found.as_slice() else {
        return None;
    };
    let tree = desk.document.tree(*at);
    let span = Quote::new(tree.text, tree.span_of(&tree.name_phrase(at.node)));
    Some(Player {
        party: (*party).clone(),
        text: span.text.clone(),
        span,
    })
}
