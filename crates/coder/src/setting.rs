//! Where deeds happened that are told without a place: where the words point back to, where the deed told before
//! happened, or in the country that the report is about. Every such place says by which rule it was filled in.

use relata_knowledge::NameEntry;
use relata_language::{Relation, Upos};
use relata_record::{EventType, Place};

use crate::document::{At, Document};
use crate::draft::Draft;
use crate::places;
use crate::spots;
use crate::tree::{Node, Tree};

/// Sentences back to which a deed without place may look.
const REACH: usize = 3;
/// The same for a deed of others than those of the deed before.
const NEXT: usize = 1;
/// The same for a deed that shares a party with the one before.
const FAR_REACH: usize = 10;

/// The places of the deeds told so far.
#[derive(Debug, Default)]
pub(crate) struct Setting {
    told: Vec<Told>,
}

#[derive(Debug)]
struct Told {
    sentence: usize,
    last_sentence: usize,
    place: Place,
    parties: Vec<String>,
    actors: Vec<String>,
    is_speech: bool,
    is_talk: bool,
}

impl Setting {
    /// Fills in the place of a happening that has none, and remembers it.
    pub(crate) fn settle(&mut self, document: &Document<'_>, draft: &mut Draft) {
        let has_name = draft
            .place
            .as_ref()
            .is_some_and(|place| place.name.is_some());
        let is_deed = is_of_the_ground(draft.event_type);
        // Talks are held somewhere; what is only demanded of them is not.
        let is_said = matches!(
            draft.event_type,
            EventType::Request | EventType::Accuse | EventType::Threaten
        );
        let is_talk = !is_said && draft.talks.is_some() || draft.event_type == EventType::Consult;
        if !has_name {
            // "a threat to peace in the region": what words are about is not where they are said.
            let back = draft
                .tellings
                .iter()
                .filter(|_| is_deed || is_talk)
                .find_map(|at| pointed_back(document, *at));
            draft.place = back
                .or_else(|| {
                    (is_deed || is_talk)
                        .then(|| self.before(draft, is_talk))
                        .flatten()
                })
                .or_else(|| draft.heard_in.clone().filter(|_| is_deed))
                .or_else(|| self.speaker(draft))
                .or(draft.place.take());
        }
        if draft.place.is_none() && is_deed && draft.event_type != EventType::Mobilize {
            draft.place = country_of_report(document, draft);
        }
        if let Some(place) = draft
            .place
            .as_ref()
            .filter(|place| place.name.is_some() && place.precision != Some(5))
        {
            let sentences = draft.tellings.iter().map(|at| at.sentence);
            self.told.push(Told {
                sentence: draft.at.sentence,
                last_sentence: sentences.max().unwrap_or(draft.at.sentence),
                place: place.clone(),
                parties: parties(draft),
                actors: draft
                    .actors
                    .iter()
                    .map(|player| player.party.name.clone())
                    .collect(),
                is_speech: draft.event_type.is_speech(),
                is_talk,
            });
        }
    }

    /// The place of the deed told before.
    fn before(&self, draft: &Draft, is_talk: bool) -> Option<Place> {
        if draft.is_another {
            return None;
        }
        let own = parties(draft);
        let at = draft.at.sentence;
        let shares = |told: &&Told| told.parties.iter().any(|party| own.contains(party));
        let within = |told: &&Told, reach: usize| {
            told.sentence <= at && (told.last_sentence + reach >= at || told.sentence + reach >= at)
        };
        let deeds = || {
            self.told
                .iter()
                .rev()
                .filter(|told| told.is_talk == is_talk && (is_talk || !told.is_speech))
        };
        let place = deeds()
            .find(|told| within(told, REACH) && shares(told))
            .or_else(|| deeds().find(|told| within(told, FAR_REACH) && shares(told)))
            .or_else(|| deeds().find(|told| within(told, NEXT)))?;
        Some(Place {
            inferred: Some("the place of the deed told before".to_owned()),
            ..place.place.clone()
        })
    }

    /// Where whoever speaks here spoke just before.
    fn speaker(&self, draft: &Draft) -> Option<Place> {
        let spoke = self.told.iter().rev().find(|told| {
            told.is_speech
                && told.sentence <= draft.at.sentence
                && told.sentence + REACH > draft.at.sentence
                && draft
                    .actors
                    .iter()
                    .any(|actor| told.actors.contains(&actor.party.name))
        });
        let place = spoke.filter(|_| draft.event_type.is_speech())?;
        Some(Place {
            inferred: Some("where the same speaker spoke before".to_owned()),
            ..place.place.clone()
        })
    }
}

/// Deeds that happen at a spot; what governments give, cut or refuse has none.
fn is_of_the_ground(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Assault
            | EventType::Coerce
            | EventType::Protest
            | EventType::Mobilize
            | EventType::Retreat
    )
}

fn parties(draft: &Draft) -> Vec<String> {
    draft
        .actors
        .iter()
        .chain(&draft.recipients)
        .map(|player| player.party.name.clone())
        .collect()
}

/// The place that "the area", "the city" or "there" beside the act points back to.
fn pointed_back(document: &Document<'_>, at: At) -> Option<Place> {
    let tree = document.tree(at);
    let clause = places::clause_of(tree, at.node);
    let pointer = (0..tree.len())
        .filter(|node| tree.is_below(*node, at.node) || tree.is_below(*node, clause))
        .find(|node| points(document, tree, *node, at.node))?;
    let is_town = matches!(tree.lemma(pointer), "city" | "town" | "village" | "capital");
    let is_region = matches!(
        tree.lemma(pointer),
        "region" | "province" | "district" | "state" | "governorate"
    );
    let fits = |place: &Place| {
        place.name.is_some()
            && match place.precision {
                Some(5) => false,
                Some(6) => is_region,
                Some(3 | 4) => !is_town,
                _ => true,
            }
    };
    (at.sentence.saturating_sub(REACH)..=at.sentence)
        .rev()
        .find_map(|sentence| {
            let told = &document.sentences[sentence];
            let all = spots::find(document, told);
            all.iter()
                .rev()
                .filter(|spot| sentence < at.sentence || spot.last < pointer)
                .filter(|spot| {
                    !stands_for_a_state(
                        document,
                        At {
                            sentence,
                            node: spot.last,
                        },
                    )
                })
                .filter_map(|spot| places::resolve(document, told, spot, &all))
                .find(|place| fits(place))
        })
        .map(|place| Place {
            inferred: Some("the words point back to the place named before".to_owned()),
            ..place
        })
}

/// "Washington has offered": a capital that is no place where anything is told to happen.
fn stands_for_a_state(document: &Document<'_>, at: At) -> bool {
    let names_a_state = document.mention(at).is_some_and(|mention| {
        mention
            .entries
            .iter()
            .any(|entry| matches!(entry, NameEntry::Capital(_)))
    });
    names_a_state && places::locative_case(document, document.tree(at), at.node).is_none()
}

/// "in the area", "there", "entered the city".
fn points(document: &Document<'_>, tree: &Tree<'_>, node: Node, act: Node) -> bool {
    if tree.form(node).eq_ignore_ascii_case("there") {
        return tree.upos(node) == Upos::Adv;
    }
    let is_bare = tree.upos(node) == Upos::Noun
        && spots::names_unit(document, tree, node)
        && tree
            .children_by(node, &[Relation::Det])
            .any(|det| matches!(tree.lemma(det), "the" | "this" | "that"))
        && !tree.has_child(
            node,
            &[
                Relation::Nmod,
                Relation::Compound,
                Relation::NmodPoss,
                Relation::Appos,
            ],
        );
    let firm = places::locative_case(document, tree, node)
        .is_some_and(|case| matches!(case.as_str(), "in" | "at" | "near" | "inside" | "around"));
    is_bare && (firm || tree.relation(node) == Relation::Obj && tree.is_below(node, act))
}

/// A deed within the country that the report is about, where one of its parties belongs there.
fn country_of_report(document: &Document<'_>, draft: &Draft) -> Option<Place> {
    let code = document.main_country.as_deref()?;
    let is_home = draft
        .actors
        .iter()
        .chain(&draft.recipients)
        .any(|player| player.party.country.as_deref() == Some(code));
    is_home.then(|| Place {
        country: Some(code.to_owned()),
        precision: Some(5),
        inferred: Some("the country that the report is about".to_owned()),
        ..Place::default()
    })
}
