//! One happening is one event, however often the report comes back to it.

mod merging;

use relata_knowledge::{EdgeKind, Knowledge, TollField};
use relata_record::{EventDate, EventType, Factuality, Place, Precision, Sector, Toll};

use crate::draft::Draft;
use crate::event_time::is_stand_in;
use crate::resolved::{Kind, Resolved};
use crate::roles::{OF_NO_OFFICE, Player};

pub(crate) use self::merging::merge;

/// A stretch of more days than this is no single happening.
const LONG: i32 = 90;

/// So many dead are seldom told of two deeds by chance.
const MANY: u32 = 5;

/// Groups drafts, in text order, into happenings. Each happening is a list of positions in `drafts`, the
/// first of which carries it. What the grammar of a sentence puts together is one telling; tellings are then compared
/// with each other as wholes.
pub(crate) fn group(knowledge: &Knowledge, drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut happenings: Vec<Vec<usize>> = Vec::new();
    let mut merged: Vec<Draft> = Vec::new();
    for (positions, telling) in tellings(knowledge, drafts) {
        let best = merged
            .iter()
            .enumerate()
            .filter_map(|(at, known)| likeness(knowledge, known, &telling).map(|score| (score, at)))
            // Of equals the one in which people died, then the one told most, else the one told last.
            .max_by_key(|(score, at)| {
                (
                    *score,
                    merged[*at].killed.is_some(),
                    happenings[*at].len(),
                    *at,
                )
            });
        match best {
            Some((_, at)) => {
                happenings[at].extend(positions);
                merge(knowledge, &mut merged[at], &telling);
            }
            None => {
                happenings.push(positions);
                merged.push(telling);
            }
        }
    }
    happenings
}

/// Drafts that tell one deed by the grammar of their sentence, put together: "killed 12 people when the bomb
/// exploded". Each with the positions of its drafts, in text order.
fn tellings(knowledge: &Knowledge, drafts: &[Draft]) -> Vec<(Vec<usize>, Draft)> {
    let mut tellings: Vec<(Vec<usize>, Draft)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let known = tellings.iter_mut().rev().find(|(_, known)| {
            draft.event_type == EventType::Assault
                && may_be_one(known, draft)
                && is_same_deed(known, draft)
        });
        match known {
            Some((positions, known)) => {
                positions.push(index);
                merge(knowledge, known, draft);
                known.points_back |= draft.points_back;
                known.is_another |= draft.is_another;
            }
            None => tellings.push((vec![index], draft.clone())),
        }
    }
    tellings
}

/// False if type, talks, cause or certainty keep a draft and a happening apart.
fn may_be_one(known: &Draft, draft: &Draft) -> bool {
    if known.event_type != draft.event_type
        || known.talks != draft.talks && !talks_agree(known, draft)
        // Praise of a release is no signing.
        || draft.event_type == EventType::Support && known.talks != draft.talks
    {
        return false;
    }
    // "fired rockets in retaliation for a raid": the raid is another deed.
    if known.at.sentence == draft.at.sentence && known.cause_nodes.contains(&draft.at.node) {
        return false;
    }
    let certain = |factuality| matches!(factuality, Factuality::Fact | Factuality::Possible);
    // "demanded that his murder be solved": a deed that is taken for known is no plan, whatever is said of it.
    let presupposed =
        certain(known.factuality) && (draft.points_back || is_of_person(known, draft));
    certain(known.factuality) == certain(draft.factuality) || presupposed
}

/// Both tell what was done to the same person.
fn is_of_person(known: &Draft, draft: &Draft) -> bool {
    draft.event_type == EventType::Assault && share_a_person(&known.recipients, &draft.recipients)
}

/// How well a telling fits a happening; None if they cannot be one, or nothing says that they are.
fn likeness(knowledge: &Knowledge, known: &Draft, draft: &Draft) -> Option<u32> {
    if !may_be_one(known, draft) {
        return None;
    }
    let of_person = is_of_person(known, draft);
    if draft.event_type == EventType::Assault && are_of_different_persons(known, draft) {
        return None;
    }
    if draft.is_another && known.at.sentence != draft.at.sentence {
        return None;
    }
    let same_sentence = known.at.sentence == draft.at.sentence;
    if draft.is_new && same_sentence && !draft.event_type.is_speech() {
        return None;
    }
    let actors = match sides_agree(knowledge, &known.actors, &draft.actors) {
        Some(score) => score,
        None if may_be_the_same_attackers(known, draft) => 0,
        None => return None,
    };
    let recipients = match sides_agree(knowledge, &known.recipients, &draft.recipients) {
        Some(score) => score,
        None if counts_some_people(known, draft) && completes_the_toll(known, draft) => 1,
        None if adds_to_the_dead(known, draft) => 1,
        None if of_person
            || describes_the_named(known, draft)
            || counts_the_fallen(known, draft)
            || counts_the_attackers(known, draft) =>
        {
            1
        }
        None if draft.event_type == EventType::Assault && (draft.points_back || same_sentence) => 0,
        // "abducted 200 schoolgirls", and then "I abducted your girls": unnamed people under another noun.
        None if draft.event_type == EventType::Assault
            && actors > 0
            && are_some_people(&known.recipients)
            && are_some_people(&draft.recipients) =>
        {
            0
        }
        None => return None,
    };
    let dates = dates_agree(known.date.as_ref(), draft.date.as_ref(), draft.points_back)?;
    let places = places_agree(known.place.as_ref(), draft.place.as_ref())?;
    if draft.event_type == EventType::Assault
        && (one_abducts(known, draft) || !manners_agree(known, draft) && !draft.points_back)
    {
        return None;
    }
    if counts_differ(known, draft) && !completes_the_toll(known, draft)
        || draft.event_type == EventType::Assault && kinds_of_many_differ(known, draft)
    {
        return None;
    }
    let mut score = 3 * actors + 3 * recipients + 2 * places + dates;
    if weapons(known)
        .iter()
        .any(|weapon| weapons(draft).contains(weapon))
    {
        score += 1;
    }
    if draft.event_type.is_speech() {
        // A demand is one however often it is repeated to the same side; other modes are other demands.
        let modes_meet =
            known.modes == draft.modes || known.modes.is_empty() || draft.modes.is_empty();
        // "signed a deal … The agreement, reached after talks": told again without its sides.
        let is_told_again = draft.points_back
            && draft.talks.is_some()
            && known.talks == draft.talks
            && draft.actors.iter().chain(&draft.recipients).all(|player| {
                let mut sides = known.actors.iter().chain(&known.recipients);
                sides.any(|side| side.party.same_party(&player.party))
            });
        if is_told_again && modes_meet {
            return Some(score + 4);
        }
        if !modes_meet || actors == 0 {
            return None;
        }
        return (recipients > 0
            || known.recipients.is_empty() && draft.recipients.is_empty()
            || same_sentence)
            .then_some(score);
    }
    if draft.points_back {
        score += 4;
    }
    if same_sentence {
        score += 2;
    }
    // "Militants shot two teachers … The gunmen opened fire on a truck": those told right before.
    let is_near = known
        .tellings
        .iter()
        .any(|at| at.sentence < draft.at.sentence && at.sentence + 2 >= draft.at.sentence);
    if draft.is_by_the_same && is_near && may_be_the_same_attackers(known, draft) {
        score += 4;
    }
    if counts_the_fallen(known, draft) || counts_the_attackers(known, draft) {
        score += 3;
    }
    if tells_same_toll(known, draft) || completes_the_toll(known, draft) {
        score += 2;
    }
    if share_a_person(&known.recipients, &draft.recipients) {
        score += 3;
    }
    if adds_to_the_dead(known, draft) {
        score += 2;
    }
    // Nobody dies twice: "killed the leader … shot the leader and two of his men dead".
    if tolls_differ(&known.killed, &draft.killed)
        && !share_a_person(&known.recipients, &draft.recipients)
        && !draft.on_top.contains(&TollField::Killed)
        && !known.parts.contains(&TollField::Killed)
        && !draft.points_back
        && places == 0
    {
        return None;
    }
    (score >= 4).then_some(score)
}

/// True if one draft's word tells the deed of the other, by the grammar of their sentence.
fn is_same_deed(known: &Draft, draft: &Draft) -> bool {
    known.same_deed.contains(&draft.at)
        || known
            .tellings
            .iter()
            .any(|telling| draft.same_deed.contains(telling))
}

fn talks_agree(known: &Draft, draft: &Draft) -> bool {
    known.talks.is_none() || draft.talks.is_none()
}

/// 1 if a party is shared, 0 if one side is not told, None if they contradict.
fn sides_agree(knowledge: &Knowledge, known: &[Player], draft: &[Player]) -> Option<u32> {
    if known.is_empty() || draft.is_empty() {
        return Some(0);
    }
    known
        .iter()
        .any(|a| {
            draft.iter().any(|b| {
                a.party.same_party(&b.party) || is_part_of_other(knowledge, &a.party, &b.party)
            })
        })
        .then_some(1)
}

/// A movement and its armed wing, an alliance and its mission: what the one does, the other does.
fn is_part_of_other(knowledge: &Knowledge, one: &Resolved, other: &Resolved) -> bool {
    let (Some(one), Some(other)) = (&one.id, &other.id) else {
        return false;
    };
    knowledge.edges.iter().any(|edge| {
        matches!(edge.kind, EdgeKind::PartOf | EdgeKind::FactionOf)
            && (edge.child == *one && edge.parent == *other
                || edge.child == *other && edge.parent == *one)
    })
}

/// Unnamed people of no side.
fn are_some_people(players: &[Player]) -> bool {
    players.iter().all(|player| {
        player.party.sector == Some(Sector::Cvl)
            && player.party.id.is_none()
            && player.party.person.is_none()
    })
}

/// "gunmen", "the attackers": unnamed doers may be those whom the report names elsewhere.
fn may_be_the_same_attackers(known: &Draft, draft: &Draft) -> bool {
    // "a woman confessed … the group claimed the blasts": whoever has no office may have done it for the group.
    let are_unnamed = |players: &[Player]| {
        players.iter().all(|player| {
            let is_nobody = player.party.sector == Some(Sector::Uaf)
                && player.party.kind == Kind::People
                && player.party.id.is_none();
            is_nobody || has_no_office(&player.party)
        })
    };
    let are_armed_groups = |players: &[Player]| {
        players.iter().all(|player| {
            matches!(
                player.party.sector,
                Some(Sector::Reb | Sector::Uaf | Sector::Prm)
            )
        })
    };
    are_unnamed(&known.actors) && are_armed_groups(&draft.actors)
        || are_unnamed(&draft.actors) && are_armed_groups(&known.actors)
}

/// A person of whom the report tells no office.
fn has_no_office(party: &Resolved) -> bool {
    party.inferred.as_deref() == Some(OF_NO_OFFICE)
}

/// True if both sides name the same person.
fn share_a_person(known: &[Player], draft: &[Player]) -> bool {
    known
        .iter()
        .any(|a| draft.iter().any(|b| is_same_person(&a.party, &b.party)))
}

/// "Rafiq Hariri" and "Hariri" are one.
fn is_same_person(one: &Resolved, other: &Resolved) -> bool {
    let (Some(one), Some(other)) = (&one.person, &other.person) else {
        return false;
    };
    let last = |name: &str| name.split_whitespace().next_back().map(str::to_owned);
    one == other || (!one.contains(' ') || !other.contains(' ')) && last(one) == last(other)
}

/// "clashed with gunmen … Eighteen soldiers were wounded": a side of the fight counts its own.
fn counts_the_fallen(known: &Draft, draft: &Draft) -> bool {
    let is_fight = known.recipients.is_empty() && known.actors.len() > 1
        || known.actors.iter().any(is_armed) && known.recipients.iter().any(is_armed);
    is_fight
        && known.event_type == EventType::Assault
        && draft.actors.is_empty()
        && weapons(draft).is_empty()
        && known.factuality == draft.factuality
        && (draft.killed.is_some() || draft.injured.is_some())
        && draft.at.sentence <= known.at.sentence + 2
        && !draft.recipients.is_empty()
        && draft.recipients.iter().all(|fallen| {
            known
                .actors
                .iter()
                .chain(&known.recipients)
                .any(|side| side.party.same_party(&fallen.party))
        })
}

/// "six bombers stormed the office … All the attackers were killed along with a guard": of those who attacked.
fn counts_the_attackers(known: &Draft, draft: &Draft) -> bool {
    known.event_type == EventType::Assault
        && draft.actors.is_empty()
        && !known.actors.is_empty()
        && known.actors.iter().all(|actor| {
            matches!(
                actor.party.sector,
                Some(Sector::Uaf | Sector::Reb | Sector::Prm)
            )
        })
        && draft.recipients.iter().any(is_unnamed_attacker)
        && known.factuality == draft.factuality
        && (draft.killed.is_some() || draft.injured.is_some())
        && draft.at.sentence <= known.at.sentence + 2
        && !draft.is_another
}

/// "gunmen", "the attackers", "bombers".
fn is_unnamed_attacker(player: &Player) -> bool {
    player.party.sector == Some(Sector::Uaf)
        && player.party.kind == Kind::People
        && player.party.id.is_none()
}

fn is_armed(player: &Player) -> bool {
    matches!(
        player.party.sector,
        Some(Sector::Mil | Sector::Cop | Sector::Reb | Sector::Prm | Sector::Uaf)
    )
}

/// "murdered a newspaper chief … killed Gibran Tueni": the lead describes whom the report then names.
fn describes_the_named(known: &Draft, draft: &Draft) -> bool {
    let is_targeted = |draft: &Draft| draft.has_mode("targeted");
    let [described] = known.recipients.as_slice() else {
        return false;
    };
    let is_described = described.party.is_person && described.party.person.is_none();
    let names = draft.recipients.iter().any(|player| {
        player.party.person.is_some() && player.party.country == described.party.country
    });
    is_described && names && (is_targeted(known) || is_targeted(draft))
}

/// The killing of one person is not the killing of another.
fn are_of_different_persons(known: &Draft, draft: &Draft) -> bool {
    let named = |players: &[Player]| {
        !players.is_empty() && players.iter().all(|player| player.party.person.is_some())
    };
    named(&known.recipients)
        && named(&draft.recipients)
        && !share_a_person(&known.recipients, &draft.recipients)
}

fn is_firm(date: &EventDate) -> bool {
    date.span.is_some()
}

pub(crate) fn dates_agree(
    known: Option<&EventDate>,
    draft: Option<&EventDate>,
    points_back: bool,
) -> Option<u32> {
    let (Some(known), Some(draft)) = (known, draft) else {
        return Some(0);
    };
    // A day of the calendar and one that is only counted from an unknown day cannot be compared.
    if is_stand_in(known) != is_stand_in(draft) {
        return Some(0);
    }
    let overlap = known.from <= draft.to && draft.from <= known.to;
    // "at war since 1964" is not the ambush of last April.
    let is_span = |date: &EventDate| {
        date.precision == Precision::Range && (date.to - date.from).get_days() > LONG
    };
    if is_span(known) != is_span(draft) && !points_back {
        return None;
    }
    match (overlap, is_firm(known) && is_firm(draft)) {
        (true, true) => Some(2),
        (true, false) => Some(1),
        (false, true) => None,
        (false, false) if points_back || !is_firm(draft) => Some(0),
        (false, false) => {
            // The day of publication was only assumed for the one told first.
            (known.precision == Precision::Day).then_some(0)
        }
    }
}

pub(crate) fn places_agree(known: Option<&Place>, draft: Option<&Place>) -> Option<u32> {
    let (Some(known), Some(draft)) = (known, draft) else {
        return Some(0);
    };
    if known.country != draft.country && known.country.is_some() && draft.country.is_some() {
        return None;
    }
    if known.name == draft.name {
        return Some(1);
    }
    if let (Some(known), Some(draft)) = (province(known), province(draft))
        && known != draft
    {
        return None;
    }
    // A province and its town, a country and its town, a town and a building in it: no contradiction, no proof.
    let is_wide = |place: &Place| place.precision.is_none_or(|precision| precision >= 2);
    (is_wide(known) || is_wide(draft)).then_some(0)
}

/// The first-level unit of a place, where it is one or lies in one.
fn province(place: &Place) -> Option<&str> {
    if place.precision == Some(4) {
        place.name.as_deref()
    } else {
        place.admin1.as_deref()
    }
}

/// Weapons that belong to one manner of attack.
fn family(mode: &str) -> u8 {
    match mode {
        "aerial" | "drone" => 1,
        "explosives" | "suicide-attack" => 2,
        "firearms" => 3,
        "heavy-weapons" => 4,
        "abduct" => 5,
        "crowd-control" => 6,
        _ => 0,
    }
}

/// Whoever is taken away is not struck: an abduction is never told by a word that tells no manner but its own.
fn one_abducts(known: &Draft, draft: &Draft) -> bool {
    let abducts = |draft: &Draft| weapons(draft).contains(&family("abduct"));
    // "abducted and then executed … It was behind the killings": those who were taken were killed.
    let points_to_killing = draft.points_back && known.killed.is_some() && !abducts(draft);
    known.at.sentence != draft.at.sentence && abducts(known) != abducts(draft) && !points_to_killing
}

fn manners_agree(known: &Draft, draft: &Draft) -> bool {
    let (a, b) = (weapons(known), weapons(draft));
    a.is_empty() || b.is_empty() || a.iter().any(|family| b.contains(family))
}

/// The families of the weapons that a draft tells.
fn weapons(draft: &Draft) -> Vec<u8> {
    draft
        .modes
        .iter()
        .map(|mode| family(mode.as_str()))
        .filter(|family| *family > 0)
        .collect()
}

/// "these drone attacks" after "years of attacks by militants": several deeds of a weapon that is named are not
/// several deeds of none.
fn kinds_of_many_differ(known: &Draft, draft: &Draft) -> bool {
    let many = |draft: &Draft| draft.count.as_ref().is_none_or(|count| count.value > 1);
    many(known) && many(draft) && weapons(known).is_empty() != weapons(draft).is_empty()
}

fn counts_differ(known: &Draft, draft: &Draft) -> bool {
    let number = |draft: &Draft| draft.count.as_ref().map(|count| count.value);
    match (number(known), number(draft)) {
        (Some(a), Some(b)) => a != b && a > 1 && b > 1,
        // "a series of bombings … the bloodbath"
        (None, Some(1)) => !draft.points_back,
        (Some(1), None) => true,
        _ => false,
    }
}

/// Many dead, the same number twice.
fn tells_same_toll(known: &Draft, draft: &Draft) -> bool {
    let dead = |draft: &Draft| draft.killed.as_ref().and_then(|toll| toll.best);
    dead(known).is_some_and(|number| number >= MANY) && dead(known) == dead(draft)
}

/// "killed 129 people … Prosecutors said 352 people were wounded": a bare number right behind a deed that lacks it.
fn completes_the_toll(known: &Draft, draft: &Draft) -> bool {
    let is_bare = draft.event_type == EventType::Assault
        && draft.actors.is_empty()
        && draft.place.is_none()
        && weapons(draft).is_empty()
        && (!draft.date.as_ref().is_some_and(is_firm)
            || dates_agree(known.date.as_ref(), draft.date.as_ref(), false) > Some(0));
    let lacks_dead = known.killed.is_none() || known.parts.contains(&TollField::Killed);
    let is_missing = draft.killed.is_none() && draft.injured.is_some() && known.injured.is_none()
        || draft.injured.is_none() && draft.killed.is_some() && lacks_dead;
    let has_other =
        known.killed.is_some() || known.injured.is_some() || counts_some_people(known, draft);
    let last = known.tellings.iter().map(|at| at.sentence).max();
    is_bare && is_missing && has_other && last.is_some_and(|last| last + 2 >= draft.at.sentence)
}

/// "shelled the rebels' stronghold … Activists said 21 people were killed": people of no side, after a deed of which no dead
/// are told.
fn counts_some_people(known: &Draft, draft: &Draft) -> bool {
    (known.killed.is_none() || known.parts.contains(&TollField::Killed))
        && draft.killed.as_ref().and_then(|toll| toll.best) > Some(1)
        && known.factuality == draft.factuality
        && known.at.sentence < draft.at.sentence
        && !draft.recipients.is_empty()
        && are_some_people(&draft.recipients)
        && !weapons(known).contains(&family("abduct"))
}

/// "Three others were killed", "Six policemen also died": besides those told just before.
fn adds_to_the_dead(known: &Draft, draft: &Draft) -> bool {
    let last = known.tellings.iter().map(|at| at.sentence).max();
    draft.event_type == EventType::Assault
        && !draft.on_top.is_empty()
        && draft.actors.is_empty()
        && draft.place.is_none()
        && (known.killed.is_some() || known.injured.is_some())
        && last.is_some_and(|last| last + 1 >= draft.at.sentence)
}

fn tolls_differ(known: &Option<Toll>, draft: &Option<Toll>) -> bool {
    match (known, draft) {
        (Some(a), Some(b)) => a.best != b.best,
        _ => false,
    }
}
