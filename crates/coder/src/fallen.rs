//! Sentences that tell no deed and count the dead or wounded of the one told just before: "The dead included four
//! women.", "A doctor put the toll at 18.", "Five of the wounded had died."

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::TollField;
use relata_record::{Count, EventType, Factuality};

use crate::certainty;
use crate::draft::{Desk, Draft, push_word};
use crate::event_time::Dating;
use crate::happenings::{dates_agree, places_agree};
use crate::places;
use crate::things;
use crate::tolls::{self, Counted};

/// Sentences that may lie between a deed and those that count its dead.
const REACH: usize = 2;

/// Classes of things by which nobody is killed on purpose.
const NO_DEEDS: [&str; 4] = ["mishap", "nature", "animal", "sport"];

/// Adds a draft for every such sentence, tied to the deed whose dead it counts; the drafts stay in text order.
pub(crate) fn add(desk: &Desk<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut by_sentence: BTreeMap<usize, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        by_sentence
            .entry(draft.at.sentence)
            .or_default()
            .push(draft);
    }
    // The deed told last, and the last sentence that told of it.
    let mut last: Option<(Draft, usize)> = None;
    for sentence in 0..desk.document.sentences.len() {
        let told = by_sentence.get(&sentence);
        let deeds = || {
            told.into_iter()
                .flatten()
                .filter(|draft| draft.event_type == EventType::Assault)
        };
        if deeds().next().is_some() {
            last = main_deed(deeds()).map(|deed| (deed.clone(), sentence));
            continue;
        }
        let Some((deed, seen)) = &mut last else {
            continue;
        };
        if sentence > *seen + REACH {
            continue;
        }
        if let Some(draft) = count(desk, deed, sentence) {
            *seen = sentence;
            by_sentence.entry(sentence).or_default().push(draft);
        }
    }
    let mut all: Vec<Draft> = by_sentence.into_values().flatten().collect();
    all.sort_by_key(|draft| draft.at);
    all
}

/// The deed that a sentence tells before all others: the first that happened and is no other's cause.
fn main_deed<'d>(deeds: impl Iterator<Item = &'d Draft>) -> Option<&'d Draft> {
    let deeds: Vec<&Draft> = deeds.collect();
    let is_cause = |draft: &Draft| {
        deeds
            .iter()
            .any(|other| other.cause_nodes.contains(&draft.at.node))
    };
    deeds.iter().copied().find(|draft| {
        matches!(draft.factuality, Factuality::Fact | Factuality::Possible) && !is_cause(draft)
    })
}

/// What a sentence counts of the dead and wounded of a deed told before it; None if it counts others, or nobody.
fn count(desk: &Desk<'_, '_>, deed: &Draft, sentence: usize) -> Option<Draft> {
    let document = desk.document;
    let knowledge = document.knowledge;
    let tree = &document.sentences[sentence].tree;
    let is_of_nature = |node| {
        NO_DEEDS
            .iter()
            .any(|class| things::is_of(knowledge, tree, node, class))
    };
    if (0..tree.len()).any(is_of_nature) {
        return None;
    }
    let counted: Vec<&Counted> = desk.tolls[sentence]
        .iter()
        .filter(|counted| counted.field != TollField::Captured && counted.toll.is_some())
        // "his brother died": one man without a number may have died of anything.
        .filter(|counted| counted.is_numbered(tree))
        .filter(|counted| !desk.acts.by_word.contains_key(&counted.at))
        .filter(|counted| {
            let (factuality, _) = certainty::certainty(knowledge, tree, counted.at.node, None);
            // "no casualties": nobody was hurt, for certain.
            let is_nobody = counted
                .toll
                .as_ref()
                .is_some_and(|toll| toll.high == Some(0));
            factuality == Factuality::Fact || is_nobody
        })
        .collect();
    let at = counted.first()?.at;
    let is_doubted = desk.tellings(at).any(|speech| {
        speech
            .effect
            .is_some_and(|effect| effect != Factuality::Fact)
    });
    if is_doubted {
        return None;
    }
    let dating = Dating {
        document,
        times: desk.times,
        speeches: desk.speeches,
        at,
        event_type: EventType::Assault,
        is_told: desk.tellings(at).next().is_some(),
        is_announced: false,
    };
    let date = dating.by_words(&|_| false);
    dates_agree(deed.date.as_ref(), date.as_ref(), false)?;
    let wanted = places::Wanted {
        at,
        own_words: false,
        is_deed: true,
        excluded: &|_| false,
        parties: &[],
        is_other_deed: &|_| false,
        telling: desk
            .tellings(at)
            .find_map(|speech| Some((speech.cue?, &speech.content))),
    };
    let place = places::place_of(document, &wanted);
    places_agree(deed.place.as_ref(), place.as_ref())?;
    let mut draft = Draft {
        at,
        modes: BTreeSet::new(),
        mode_spans: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        date: None,
        place: None,
        heard_in: None,
        killed: None,
        injured: None,
        captured: None,
        on_top: BTreeSet::new(),
        parts: BTreeSet::new(),
        is_newer: tolls::is_newer(tree, at.node),
        count: Some(Count {
            value: 1,
            span: None,
        }),
        factuality: Factuality::Fact,
        factuality_span: None,
        word_of: Vec::new(),
        evidence: vec![tree.sentence.span],
        act: tree.token(at.node).span,
        inferred: Vec::new(),
        points_back: false,
        strikes_a_thing: false,
        is_another: false,
        is_by_the_same: false,
        object_nodes: Vec::new(),
        same_deed: BTreeSet::from([deed.at]),
        tellings: BTreeSet::from([at]),
        cause_nodes: BTreeSet::new(),
        ..deed.clone()
    };
    for counted in counted {
        let field = match counted.field {
            TollField::Killed => &mut draft.killed,
            TollField::Injured => &mut draft.injured,
            TollField::Captured => continue,
        };
        if field.is_some() {
            continue;
        }
        field.clone_from(&counted.toll);
        if counted.on_top {
            draft.on_top.insert(counted.field);
        }
        if counted.is_part {
            draft.parts.insert(counted.field);
        }
        let is_nobody = counted
            .toll
            .as_ref()
            .is_some_and(|toll| toll.high == Some(0));
        if deed.recipients.is_empty() && !is_nobody {
            desk.add_struck(at, counted, &mut draft);
        }
    }
    for speech in desk.tellings(at) {
        if let Some(word) = speech.word_of() {
            push_word(&mut draft.word_of, word);
        }
    }
    Some(draft)
}
