//! What is promised in return for what is demanded: the promise is a condition too. Must never know how either was read.

use relata_language::Relation;
use relata_record::{EventType, Factuality, TalksAct};

use crate::draft::{Desk, Draft};
use crate::resolved::are_one_state;
use crate::things;

/// "They must lay down their arms. Afterward they will be pardoned": ties promises to the demand told right before.
pub(crate) fn settle(desk: &Desk<'_, '_>, drafts: &mut [Draft]) {
    for number in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(number);
        let Some(promise) = rest.first_mut() else {
            continue;
        };
        let is_promise = promise.event_type == EventType::Concede
            && promise.factuality == Factuality::Planned
            && promise.talks.is_none();
        if !is_promise || !is_in_return(desk, promise) {
            continue;
        }
        let is_demand = |demand: &&Draft| {
            demand.event_type == EventType::Request
                && demand.talks == Some(TalksAct::Condition)
                && demand.at.sentence + 1 >= promise.at.sentence
                && demand.actors.iter().any(|one| {
                    promise
                        .actors
                        .iter()
                        .any(|other| are_one_state(&one.party, &other.party))
                })
        };
        if before.iter().rev().any(|demand| is_demand(&demand)) {
            promise.talks = Some(TalksAct::Condition);
        }
    }
}

/// "Afterward", "then", "in return", "in exchange" beside the verb.
fn is_in_return(desk: &Desk<'_, '_>, promise: &Draft) -> bool {
    let tree = desk.document.tree(promise.at);
    tree.children_by(promise.at.node, &[Relation::Advmod, Relation::Obl])
        .any(|word| things::is_of(desk.document.knowledge, tree, word, "inreturn"))
}
