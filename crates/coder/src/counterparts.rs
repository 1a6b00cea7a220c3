//! The other side: a threat, a refusal, a troop move is aimed at somebody even where the sentence does not say
//! at whom. In 130 of 134 such acts of the development reports a careful reader names the party from the rest
//! of the report.

use relata_knowledge::RoleSource;
use relata_knowledge::Test;
use relata_record::{EventType, Factuality, Quote, Sector, TalksAct};

use crate::document::At;
use crate::draft::{Desk, Draft};
use crate::resolved::{Kind, Resolved, are_one_state, body_of, is_no_state};
use crate::roles::Player;

/// What a step of talks says of who talks with whom.
const OF_TALKS: usize = 3;

/// Who stands against whom in a report.
pub(crate) struct Counterparts {
    pairs: Vec<Opposed>,
}

/// Two parties of an act, and how much the act says that they stand against each other.
#[derive(Clone)]
struct Opposed {
    one: Player,
    other: Player,
    weight: usize,
    /// How much it says that they talk with each other.
    weight_of_talks: usize,
    at: At,
    /// True if the one asks something of the other.
    asks: bool,
    /// True if they only confer with each other.
    confers: bool,
    /// True if it sets them against each other, or they negotiate: whoever only asks for something, or stands between the
    /// sides, is attacked by nobody for it.
    is_of_conflict: bool,
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
        if draft.asks_its_own || draft.names_another {
            return;
        }
        self.seat(desk, draft);
        self.bring_together(desk, draft);
        self.call_on_both(desk, draft);
        if !wants_other_side(draft) {
            return;
        }
        let Some(own) = draft.actors.first() else {
            return;
        };
        let of_talks = draft.talks.is_some();
        // The army stands against whomever its government does.
        let is_own = |party: &Resolved| are_one_state(party, &own.party);
        // The armed wing stands against whomever the movement stands against.
        let is_like = |party: &Resolved| {
            own.party.sector == Some(Sector::Reb)
                && party.sector == own.party.sector
                && party.country == own.party.country
        };
        // A denial answers whoever said it, and nobody else.
        let is_of_negation = desk.document.knowledge.acts[draft.row]
            .needs
            .iter()
            .any(|need| need.test == Test::Negative && !need.negated);
        let denies = draft.event_type == EventType::Reject
            && (draft.talks == Some(TalksAct::Deny) || is_of_negation);
        // Nobody is accused for having conferred.
        let accuses = draft.event_type == EventType::Accuse;
        let wants_an_enemy = matches!(
            draft.event_type,
            EventType::Assault
                | EventType::Mobilize
                | EventType::Protest
                | EventType::Accuse
                | EventType::Threaten
        );
        let pairs: Vec<&Opposed> = self
            .pairs
            .iter()
            .filter(|pair| !(accuses && pair.confers))
            .filter(|pair| !wants_an_enemy || pair.is_of_conflict)
            // "Police blamed the bombing on rebels": it need not have struck the police.
            .filter(|pair| {
                draft.event_type != EventType::Assault
                    || !pair.asks
                    || pair.weight_of_talks == OF_TALKS
            })
            .filter(|pair| {
                let mut sides = [&pair.one, &pair.other].into_iter();
                sides.all(|side| is_own(&side.party) || may_be_struck(draft, own, &side.party))
            })
            .collect();
        let set_against = || {
            opposed_most(&pairs, &is_own, own, of_talks)
                .or_else(|| opposed_most(&pairs, &is_like, own, of_talks))
                .or_else(|| adversary(desk, draft, own))
                .filter(|other| may_be_struck(draft, own, &other.party))
                .filter(|_| !denies)
        };
        let partner = || self.partner_beside(draft, own);
        let Some(other) = self.asker(draft, own).or_else(partner).or_else(set_against) else {
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
        if draft
            .actors
            .iter()
            .any(|actor| are_one_state(&other.party, &actor.party))
        {
            return;
        }
        // "a truce": a noun names no side that declares it to the other.
        let is_truce = draft.talks == Some(TalksAct::CeasefireDeclare)
            && !desk.document.tree(draft.at).is_verb(draft.at.node);
        if draft.event_type == EventType::Consult || is_truce {
            draft.actors.push(other);
        } else {
            draft.recipients.push(other);
        }
    }
}

impl Counterparts {
    /// "the talks resumed", "talks collapsed in 2004": of the two of whose talks the report tells most, of equals first.
    fn seat(&self, desk: &Desk<'_, '_>, draft: &mut Draft) {
        let is_told_of_talks = draft.factuality == Factuality::Fact
            && matches!(
                draft.talks,
                Some(TalksAct::Hold | TalksAct::Resume | TalksAct::BreakOff | TalksAct::Suspend)
            )
            && matches!(draft.event_type, EventType::Consult | EventType::Reject);
        let row = &desk.document.knowledge.acts[draft.row];
        let tells_doers = !matches!(row.actor, RoleSource::Nobody);
        if !is_told_of_talks
            || !tells_doers
            || !draft.actors.is_empty()
            || !draft.recipients.is_empty()
        {
            return;
        }
        let talks: Vec<&Opposed> = self
            .pairs
            .iter()
            .filter(|pair| pair.weight_of_talks == OF_TALKS)
            .collect();
        let Some(pair) = told_most(&talks, &talks, Resolved::same_party) else {
            return;
        };
        let sides = [&pair.one, &pair.other].map(|side| Player {
            party: side
                .party
                .clone()
                .inferred("a side of the talks that the report tells of"),
            ..side.clone()
        });
        draft.actors.extend(sides);
    }

    /// "Norway hosts the talks": between the two of whose talks the report tells most, of equals first.
    fn bring_together(&self, desk: &Desk<'_, '_>, draft: &mut Draft) {
        let [host] = draft.actors.as_slice() else {
            return;
        };
        if draft.talks != Some(TalksAct::Mediate) || !draft.recipients.is_empty() {
            return;
        }
        let talks: Vec<&Opposed> = self
            .pairs
            .iter()
            .filter(|pair| pair.weight_of_talks == OF_TALKS)
            .collect();
        let Some(pair) = told_most(&talks, &talks, Resolved::same_party) else {
            return;
        };
        if [&pair.one, &pair.other]
            .iter()
            .any(|side| are_one_state(&side.party, &host.party))
        {
            return;
        }
        address_both(
            desk,
            draft,
            pair,
            "a side of the talks that the report tells of",
        );
    }

    /// "Russia appealed for a ceasefire": whoever is no side calls on the two that fight, of equals on those told first.
    fn call_on_both(&self, desk: &Desk<'_, '_>, draft: &mut Draft) {
        let [caller] = draft.actors.as_slice() else {
            return;
        };
        let calls_for_peace = draft.event_type == EventType::Request
            && (draft.talks.is_some() || draft.has_mode("yield") || draft.has_mode("meet"));
        if !calls_for_peace || !draft.recipients.is_empty() {
            return;
        }
        let fights = |pair: &&Opposed| {
            pair.is_of_conflict
                && pair.weight > 1
                && [&pair.one, &pair.other].iter().all(|side| {
                    is_side(&side.party)
                        && !matches!(side.party.sector, Some(Sector::Cvl))
                        && !are_one_state(&side.party, &caller.party)
                })
        };
        let all: Vec<&Opposed> = self.pairs.iter().collect();
        let fighting: Vec<&Opposed> = self.pairs.iter().filter(fights).collect();
        let Some(pair) = told_most(&fighting, &all, are_one_state) else {
            return;
        };
        let is_side = self.pairs.iter().any(|other| {
            other.is_of_conflict
                && other.weight > 1
                && [&other.one, &other.other]
                    .iter()
                    .any(|side| are_one_state(&side.party, &caller.party))
        });
        if is_side {
            return;
        }
        address_both(
            desk,
            draft,
            pair,
            "a side of the fight that the report tells of",
        );
    }

    /// Whom else a denial is about that names one side only: "denied a rift in its ranks" while talks are told of.
    pub(crate) fn denied_before(&self, draft: &Draft) -> Option<&Resolved> {
        let own = draft.actors.first()?;
        if draft.talks != Some(TalksAct::Deny) || !draft.recipients.is_empty() {
            return None;
        }
        self.pairs
            .iter()
            .filter(|pair| pair.weight_of_talks == OF_TALKS)
            .find_map(|pair| {
                if are_one_state(&pair.one.party, &own.party) {
                    Some(&pair.other.party)
                } else {
                    are_one_state(&pair.other.party, &own.party).then_some(&pair.one.party)
                }
            })
    }

    /// "have met several times with officials, but threatened to suspend the process": the other side of talks that the
    /// same sentence tells of before.
    fn partner_beside(&self, draft: &Draft, own: &Player) -> Option<Player> {
        let is_about_talks = draft.talks.is_some()
            || draft
                .modes
                .iter()
                .any(|mode| matches!(mode.as_str(), "relations" | "meet"));
        self.pairs
            .iter()
            .rev()
            .filter(|pair| {
                is_about_talks && pair.at.sentence == draft.at.sentence && pair.at < draft.at
            })
            .filter(|pair| pair.weight_of_talks > 0)
            .find_map(|pair| {
                let (one, other) = (&pair.one, &pair.other);
                if one.party.same_party(&own.party) {
                    Some(other.clone())
                } else if other.party.same_party(&own.party) {
                    Some(one.clone())
                } else {
                    None
                }
            })
    }

    /// "dismissed the demand": whoever made it, in this sentence or the two before it.
    fn asker(&self, draft: &Draft, own: &Player) -> Option<Player> {
        let replies = draft.event_type == EventType::Reject;
        self.pairs
            .iter()
            .rev()
            .filter(|pair| replies && pair.asks && pair.at < draft.at)
            .find(|pair| {
                pair.at.sentence + 2 >= draft.at.sentence
                    && are_one_state(&pair.other.party, &own.party)
                    && !are_one_state(&pair.one.party, &own.party)
            })
            .map(|pair| pair.one.clone())
    }
}

/// An attack strikes whoever is at home where it falls, or a state's own rebels, wherever they are.
fn may_be_struck(draft: &Draft, own: &Player, other: &Resolved) -> bool {
    let place = draft
        .place
        .as_ref()
        .and_then(|place| place.country.as_ref());
    let is_international = other.country.as_deref().is_none_or(is_no_state);
    let is_rebel = matches!(other.sector, Some(Sector::Reb | Sector::Prm));
    draft.event_type != EventType::Assault
        || is_international
        || place.is_none_or(|place| other.country.as_ref() == Some(place))
        || is_rebel && other.country == own.party.country
}

/// Of the candidates the pair that `told` has most, of equals the first; `is_one` says when two parties are one.
fn told_most<'p>(
    candidates: &[&'p Opposed],
    told: &[&Opposed],
    is_one: fn(&Resolved, &Resolved) -> bool,
) -> Option<&'p Opposed> {
    let is_same = |one: &Opposed, other: &Opposed| {
        is_one(&one.one.party, &other.one.party) && is_one(&one.other.party, &other.other.party)
            || is_one(&one.one.party, &other.other.party)
                && is_one(&one.other.party, &other.one.party)
    };
    let mut most: Option<(usize, &Opposed)> = None;
    for pair in candidates {
        let n = told.iter().filter(|other| is_same(pair, other)).count();
        if most.is_none_or(|(known, _)| n > known) {
            most = Some((n, pair));
        }
    }
    most.map(|(_, pair)| pair)
}

/// Makes both sides of a pair the recipients of an act.
fn address_both(desk: &Desk<'_, '_>, draft: &mut Draft, pair: &Opposed, rule: &str) {
    let sides = [&pair.one, &pair.other].map(|side| Player {
        party: addressed(desk, draft, &side.party).inferred(rule),
        ..side.clone()
    });
    draft.recipients.extend(sides);
}

/// Words are addressed to a government, not to its forces, nor those of a foreigner to its parliament.
fn addressed(desk: &Desk<'_, '_>, draft: &Draft, party: &Resolved) -> Resolved {
    let is_foreign = draft
        .actors
        .iter()
        .any(|actor| actor.party.country != party.country);
    let forces = party.id.is_none()
        && (matches!(party.sector, Some(Sector::Mil | Sector::Cop))
            || party.sector == Some(Sector::Leg) && is_foreign);
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
        EventType::Support | EventType::Sanction => draft.talks.is_some(),
        EventType::Assault => {
            // A sum of attacks ("120 attacks in 2020") has no one victim.
            let is_one = draft.count.as_ref().is_some_and(|count| count.value == 1);
            is_one && draft.killed.is_none() && draft.injured.is_none() && !draft.strikes_a_thing
        }
        EventType::Cooperate | EventType::Aid | EventType::Coerce => false,
    };
    // An inquiry looks for its culprit.
    let inquires = draft.has_mode("investigate");
    let together = draft.event_type == EventType::Mobilize && draft.actors.len() == 2;
    // Whoever resigns yields to nobody in particular.
    let resigns = draft.has_mode("resign");
    aimed
        && !inquires
        && !resigns
        && (draft.actors.len() == 1 || together)
        && draft.recipients.is_empty()
}

/// Bodies and people that take a side; not reporters, not people named by a bare noun ("warlords", "people").
fn is_side(party: &Resolved) -> bool {
    let takes_sides = matches!(
        party.sector,
        Some(Sector::Reb | Sector::Prm | Sector::Opp | Sector::Uaf)
    );
    let bare = party.kind == Kind::People
        && party.id.is_none()
        && party.sector.and_then(body_of).is_none()
        && (party.inferred.is_some() || !takes_sides);
    !bare && !matches!(party.sector, Some(Sector::Jrn | Sector::Edu) | None)
}

/// Who stands against whom in a draft. A fight says more of it than words do; help says the contrary.
fn pairs_of(draft: &Draft) -> Vec<Opposed> {
    let weight = match draft.event_type {
        EventType::Assault | EventType::Coerce => 2,

        EventType::Support | EventType::Aid | EventType::Cooperate if draft.talks.is_none() => {
            return Vec::new();
        }
        _ => 1,
    };
    // Whoever only condemns or punishes is no party to the talks.
    // Nor is whoever calls on both sides: he stands between them.
    let is_between = draft.event_type.is_speech()
        && draft.recipients.iter().enumerate().any(|(place, one)| {
            draft.recipients[place + 1..]
                .iter()
                .any(|other| !are_one_state(&one.party, &other.party))
        });
    let weight_of_talks = match draft.event_type {
        _ if is_between => 0,
        _ if draft.talks.is_some() => OF_TALKS,
        EventType::Accuse | EventType::Sanction => 0,
        EventType::Assault | EventType::Coerce => 2,
        _ => 1,
    };
    let opposed = |one: &Player, other: &Player| Opposed {
        one: one.clone(),
        other: other.clone(),
        weight,
        weight_of_talks,
        at: draft.at,
        confers: draft.event_type == EventType::Consult && draft.talks.is_none(),
        is_of_conflict: !is_between
            && (draft.talks.is_some()
                || matches!(
                    draft.event_type,
                    EventType::Assault
                        | EventType::Coerce
                        | EventType::Mobilize
                        | EventType::Threaten
                        | EventType::Accuse
                        | EventType::Reject
                        | EventType::Sanction
                        | EventType::Protest
                )),
        asks: matches!(
            draft.event_type,
            EventType::Request | EventType::Threaten | EventType::Accuse
        ),
    };
    if draft.recipients.is_empty() {
        return match draft.actors.as_slice() {
            [one, other] => vec![opposed(one, other)],
            _ => Vec::new(),
        };
    }
    let mut pairs = Vec::new();
    for actor in &draft.actors {
        for recipient in &draft.recipients {
            let pair = opposed(actor, recipient);
            if is_side(&actor.party) && is_side(&recipient.party) {
                pairs.push(pair);
            } else if pair.asks {
                // Whoever accuses is answered, though he takes no side.
                pairs.push(Opposed {
                    weight: 0,
                    weight_of_talks: 0,
                    is_of_conflict: false,
                    ..pair
                });
            }
        }
    }
    pairs
}

/// The party that stands most against `own`; of equals the one told first. Talks are with the party that
/// the report names most beside `own`, whether they fight or not; of equals with a government.
fn opposed_most(
    pairs: &[&Opposed],
    is_own: &dyn Fn(&Resolved) -> bool,
    own: &Player,
    of_talks: bool,
) -> Option<Player> {
    let mut weights: Vec<(&Player, usize)> = Vec::new();
    for pair in pairs {
        let other = if is_own(&pair.one.party) {
            &pair.other
        } else if is_own(&pair.other.party) {
            &pair.one
        } else {
            continue;
        };
        if are_one_state(&other.party, &own.party) {
            continue;
        }
        let weight = if of_talks {
            pair.weight_of_talks
        } else {
            pair.weight
        };
        match weights
            .iter_mut()
            .find(|(known, _)| known.party.same_party(&other.party))
        {
            Some((_, known)) => *known += weight,
            None => weights.push((other, weight)),
        }
    }
    let most = weights
        .iter()
        .map(|(_, weight)| *weight)
        .filter(|weight| *weight > 0)
        .max()?;
    let foremost: Vec<&Player> = weights
        .into_iter()
        .filter(|(_, weight)| *weight == most)
        .map(|(player, _)| player)
        .collect();
    let government = |player: &&&Player| of_talks && player.party.sector == Some(Sector::Gov);
    foremost
        .iter()
        .find(government)
        .or(foremost.first())
        .map(|player| (*player).clone())
}

/// The only adversary that the report names: rebels of the same country for a government, the government for
/// rebels and protesters.
fn adversary(desk: &Desk<'_, '_>, draft: &Draft, own: &Player) -> Option<Player> {
    let wanted = match own.party.sector? {
        Sector::Gov | Sector::Mil | Sector::Cop => Sector::Reb,
        Sector::Reb | Sector::Opp => Sector::Gov,
        Sector::Cvl if draft.event_type.is_speech() => Sector::Gov,
        Sector::Cvl | Sector::Agr | Sector::Lab | Sector::Edu | Sector::Med | Sector::Bus
            if draft.event_type == EventType::Protest =>
        {
            Sector::Gov
        }
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
