//! What a later telling adds to a happening.

use relata_knowledge::{Knowledge, TollField};
use relata_record::{EventDate, Factuality, Place, Quote, Sector, Toll};

use super::{
    counts_the_attackers, has_no_office, is_firm, is_part_of_other, is_same_person,
    is_unnamed_attacker, share_a_person,
};
use crate::draft::{Draft, push_word};
use crate::event_time::is_stand_in;
use crate::numbers;
use crate::resolved::are_one_state;
use crate::roles::{OF_NO_OFFICE, Player};

/// The dead told before and those told on top of them.
fn plus(before: &Toll, more: &Toll) -> Toll {
    let add = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
    Toll {
        low: add(before.low, more.low),
        best: add(before.best, more.best),
        high: add(before.high, more.high),
        spans: before.spans.iter().chain(&more.spans).cloned().collect(),
        inferred: Some("those told before and the others told here".to_owned()),
    }
}

/// True if both are read from the same words: the number of one clause, given to two of its words.
fn shares_words(one: &Toll, other: &Toll) -> bool {
    one.spans.iter().any(|quote| other.spans.contains(quote))
}

/// A toll that another telling gives too: an exact number settles an open one ("more than 100", then "126"); where they
/// differ, the number told first stays and the borders hold both.
fn told_again(told: Toll, more: &Toll, is_of_one: bool, is_newer: bool) -> Toll {
    let (Some(before), Some(after)) = (told.best, more.best) else {
        return told;
    };
    // "There were no other casualties" takes back nobody.
    if after == 0 {
        return told;
    }
    // "at least 26", and then "26": no more than that.
    if before == after {
        return Toll {
            high: told.high.or(more.high),
            ..told
        };
    }
    // "killed the leader … shot the leader and two others": the first number was of him alone.
    let was_of_one = is_of_one && before == 1;
    let settles = after > before
        && (told.high.is_none() && more.high.is_some()
            || was_of_one
            || is_newer
            || is_sum_with(more, before));
    Toll {
        low: if was_of_one {
            more.low
        } else {
            told.low.zip(more.low).map(|(one, other)| one.min(other))
        },
        best: Some(if settles { after } else { before }),
        high: told.high.or(told.best).max(more.high.or(more.best)),
        spans: told.spans.iter().chain(&more.spans).cloned().collect(),
        inferred: Some("the numbers that the report gives".to_owned()),
    }
}

/// "14 rebels, two soldiers and a hostage died" after "killed 14 rebels": the sum of all, with the number told before.
fn is_sum_with(toll: &Toll, part: u32) -> bool {
    let tells = |quote: &Quote| {
        quote
            .text
            .split_whitespace()
            .any(|word| numbers::parse(word) == Some(part))
    };
    toll.spans.len() > 1 && toll.spans.iter().any(tells)
}

/// Adds what a later telling says to a happening.
pub(crate) fn merge(knowledge: &Knowledge, known: &mut Draft, later: &Draft) {
    let is_of_one = share_a_person(&known.recipients, &later.recipients);
    // "denied carrying out the attack": whoever denies it did not do it.
    let denied = later.factuality == Factuality::Negated && known.factuality != Factuality::Negated;
    let none = Vec::new();
    let later_actors = if denied { &none } else { &later.actors };
    let is_named =
        |player: &Player| player.party.sector != Some(Sector::Uaf) && !has_no_office(&player.party);
    if later_actors.iter().any(is_named) {
        known.actors.retain(is_named);
    }
    if !known.actors.iter().any(is_named) || later_actors.iter().any(is_named) {
        add_players(
            knowledge,
            &mut known.actors,
            later_actors,
            &known.recipients,
        );
    }
    // "a blast near a mosque … killed three people": people before the building.
    let is_site = |player: &Player| player.party.is_site(knowledge);
    if later.recipients.iter().any(|player| !is_site(player)) {
        known.recipients.retain(|player| !is_site(player));
    }
    if known.recipients.is_empty() || !is_vaguer(&later.recipients) {
        // "All the attackers were killed": they are counted, and still those who attacked.
        let mut victims = later.recipients.clone();
        if counts_the_attackers(known, later) {
            victims.retain(|player| !is_unnamed_attacker(player));
        }
        add_players(knowledge, &mut known.recipients, &victims, &known.actors);
    }
    // "ambushed a road crew …, killing one soldier": people of another kind than those told are struck too.
    else {
        let of_other_kind: Vec<Player> = later
            .recipients
            .iter()
            .filter(|player| {
                matches!(player.party.sector, Some(Sector::Mil | Sector::Cop))
                    && !known
                        .recipients
                        .iter()
                        .any(|told| told.party.sector == player.party.sector)
            })
            .cloned()
            .collect();
        add_players(
            knowledge,
            &mut known.recipients,
            &of_other_kind,
            &known.actors,
        );
    }
    for mode in &later.modes {
        known.modes.insert(*mode);
    }
    known.mode_spans.extend(later.mode_spans.iter().cloned());
    known.talks = known.talks.or(later.talks);
    if better_date(known.date.as_ref(), later.date.as_ref()) {
        known.date.clone_from(&later.date);
    }
    if better_place(known.place.as_ref(), later.place.as_ref()) {
        known.place.clone_from(&later.place);
    }
    for (field, mine, theirs) in [
        (TollField::Killed, &mut known.killed, &later.killed),
        (TollField::Injured, &mut known.injured, &later.injured),
        (TollField::Captured, &mut known.captured, &later.captured),
    ] {
        // "The dead included two women … the toll was 18": some of the dead say nothing beside all of them.
        let is_of_all = theirs.is_some() && !later.parts.contains(&field);
        if is_of_all && known.parts.remove(&field) {
            mine.clone_from(theirs);
            continue;
        }
        if mine.is_none() && later.parts.contains(&field) {
            known.parts.insert(field);
        }
        *mine = match (mine.take(), theirs) {
            (Some(told), Some(_)) if later.parts.contains(&field) => Some(told),
            (Some(told), Some(more))
                if later.on_top.contains(&field) && !shares_words(&told, more) =>
            {
                Some(plus(&told, more))
            }
            (Some(told), Some(more)) => Some(told_again(told, more, is_of_one, later.is_newer)),
            (told, more) => told.or_else(|| more.clone()),
        };
    }
    if known.factuality == Factuality::Possible && later.factuality == Factuality::Fact {
        known.factuality = Factuality::Fact;
        known.factuality_span = None;
    }
    for word in &later.word_of {
        push_word(&mut known.word_of, word.clone());
    }
    for span in &later.evidence {
        if !known.evidence.contains(span) {
            known.evidence.push(*span);
        }
    }
    known.same_deed.extend(later.same_deed.iter().copied());
    known.tellings.extend(later.tellings.iter().copied());
    known.inferred.extend(later.inferred.iter().cloned());
}

/// Adds the players of a later telling, but for those who stand on the other side already.
fn add_players(
    knowledge: &Knowledge,
    known: &mut Vec<Player>,
    later: &[Player],
    others: &[Player],
) {
    let new = later.iter().filter(|player| {
        !others
            .iter()
            .any(|other| other.party.same_party(&player.party))
    });
    for player in new {
        // "the army and the rebels … both sides": another arm of a state that is there already says nothing new.
        let same_state = player.party.inferred.is_some()
            && known
                .iter()
                .any(|other| are_one_state(&other.party, &player.party));
        // "Hamas … the Qassam Brigades": a movement is there already with its armed wing.
        let same_movement = known
            .iter()
            .any(|other| is_part_of_other(knowledge, &other.party, &player.party));
        if same_state || same_movement {
            continue;
        }
        // "Gibran Tueni … Tueni, a member of parliament": who holds an office is its party.
        if let Some(other) = known.iter_mut().find(|other| {
            is_same_person(&other.party, &player.party)
                && other.party.inferred.as_deref() == Some(OF_NO_OFFICE)
        }) {
            *other = player.clone();
            continue;
        }
        match known
            .iter_mut()
            .find(|other| other.party.same_party(&player.party))
        {
            // "its No. 2 … its leader Abu Omar": the later telling may name the person.
            Some(other) => {
                if other.party.is_person && other.party.person.is_none() {
                    other.party.person.clone_from(&player.party.person);
                }
            }
            None => known.push(player.clone()),
        }
    }
}

/// People named by a noun alone add nothing where a party is named.
fn is_vaguer(players: &[Player]) -> bool {
    players.iter().all(|player| player.party.inferred.is_some())
}

fn better_date(known: Option<&EventDate>, later: Option<&EventDate>) -> bool {
    match (known, later) {
        (None, Some(_)) => true,
        (Some(known), Some(later)) if is_stand_in(known) && !is_stand_in(later) => true,
        (Some(known), Some(later)) => {
            is_firm(later) && (!is_firm(known) || later.precision < known.precision)
        }
        _ => false,
    }
}

fn better_place(known: Option<&Place>, later: Option<&Place>) -> bool {
    match (known, later) {
        (None, Some(_)) => true,
        (Some(known), Some(later)) => {
            // A name that no table has is still more exact than a province; 6 is a region, which may be small.
            let vague = |place: &Place| match place.precision {
                Some(5) => 6,
                Some(6) => 5,
                Some(precision) => precision,
                None => 2,
            };
            vague(later) < vague(known)
        }
        _ => false,
    }
}
