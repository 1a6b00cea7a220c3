//! Who took people and who lets go of them: where a release names nobody, whoever the report says took them; where the
//! taking names nobody, whoever lets go of them.

use relata_record::EventType;

use crate::draft::Draft;
use crate::roles::Player;

/// So many sentences back, a demand for a release looks for who was taken.
const REACH: usize = 3;

/// Gives releases without an actor to those who took the same people.
pub(crate) fn settle(drafts: &mut [Draft]) {
    for number in 0..drafts.len() {
        let release = &drafts[number];
        if release.event_type != EventType::Retreat
            || !release.has_mode("release")
            || !release.actors.is_empty()
        {
            continue;
        }
        // Told before, the nearest first; else told after.
        let taking = drafts[..number]
            .iter()
            .rev()
            .chain(&drafts[number + 1..])
            .find(|taking| takes(taking) && are_the_same_people(taking, release));
        let Some(taking) = taking else { continue };
        let captors: Vec<Player> = taking
            .actors
            .iter()
            .map(|player| Player {
                party: player.party.clone().inferred("whoever took them"),
                ..player.clone()
            })
            .collect();
        drafts[number].actors = captors;
    }
    // "demanded their immediate release": of whoever holds them.
    for number in 0..drafts.len() {
        let demand = &drafts[number];
        if !demand.asks_for_release || !demand.recipients.is_empty() {
            continue;
        }
        let taking = drafts[..number]
            .iter()
            .rev()
            .find(|taking| takes(taking) && taking.at.sentence + REACH >= demand.at.sentence);
        let Some(taking) = taking else { continue };
        let captors: Vec<Player> = taking
            .actors
            .iter()
            .filter(|captor| {
                !demand
                    .actors
                    .iter()
                    .any(|own| own.party.same_party(&captor.party))
            })
            .map(|player| Player {
                party: player.party.clone().inferred("whoever took them"),
                ..player.clone()
            })
            .collect();
        drafts[number].recipients = captors;
    }
    for number in 0..drafts.len() {
        if !drafts[number].has_mode("abduct") || !drafts[number].actors.is_empty() {
            continue;
        }
        let taking = &drafts[number];
        let release = drafts.iter().find(|release| {
            release.event_type == EventType::Retreat
                && release.has_mode("release")
                && !release.actors.is_empty()
                && are_the_same_people(taking, release)
        });
        let Some(release) = release else { continue };
        let captors: Vec<Player> = release
            .actors
            .iter()
            .map(|player| Player {
                party: player.party.clone().inferred("whoever lets go of them"),
                ..player.clone()
            })
            .collect();
        drafts[number].actors = captors;
    }
}

fn takes(draft: &Draft) -> bool {
    (draft.has_mode("abduct") || draft.has_mode("arrest")) && !draft.actors.is_empty()
}

fn are_the_same_people(taking: &Draft, release: &Draft) -> bool {
    !release.recipients.is_empty()
        && release.recipients.iter().all(|freed| {
            taking.recipients.iter().any(|taken| {
                taken.party.same_party(&freed.party)
                    // "took 40 workers … the hostages"
                    || taken.party.is_unnamed()
                        && freed.party.is_unnamed()
                        && taken.party.country == freed.party.country
            })
        })
}
