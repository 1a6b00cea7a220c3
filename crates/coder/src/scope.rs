//! What is politics and what is not: a report in which no political party stands and no arm of war speaks tells of
//! crimes, business and private life, and gives no events.

use relata_knowledge::{ActRow, Condition, Knowledge};
use relata_language::Relation;
use relata_record::{EventType, Sector};

use crate::document::{At, Document};
use crate::draft::{Desk, Draft};
use crate::resolved::{Kind, Resolved};
use crate::things;

/// Modes by which nobody settles a private quarrel.
const MODES_OF_WAR: [&str; 7] = [
    "explosives",
    "suicide-attack",
    "heavy-weapons",
    "aerial",
    "drone",
    "unconventional",
    "coup",
];

/// Why a deed that has everything else is no event.
pub(crate) const NO_PARTY: &str = "no political party in the report";

/// So many dead in one deed are a matter of politics, whoever did it.
const MASSACRE: u32 = 4;

/// True if the report tells of politics: a political party takes part in anything that it tells, or a deed is told that
/// is none of private life.
pub(crate) fn is_political(desk: &Desk<'_, '_>, drafts: &[Draft]) -> bool {
    let knowledge = desk.document.knowledge;
    let mut acts = desk.acts.by_word.values();
    let players = || {
        drafts
            .iter()
            .flat_map(|draft| draft.actors.iter().chain(&draft.recipients))
    };
    acts.any(|act| is_public_deed(act.rule(knowledge)))
        || drafts.iter().any(is_public_draft)
        || players().any(|player| is_public(knowledge, &player.party))
        || desk
            .parties
            .all()
            .filter(|(at, _)| !is_speaker(desk, *at) && !only_describes(desk, *at))
            .any(|(_, party)| is_public(knowledge, party))
}

/// Deeds that only politics knows.
fn is_public_deed(row: &ActRow) -> bool {
    match row.event_type {
        None => false,
        Some(EventType::Protest | EventType::Mobilize) => true,
        Some(_) => row
            .modes
            .iter()
            .any(|mode| MODES_OF_WAR.contains(&mode.as_str())),
    }
}

/// Many dead, a clash of two groups, people shot by the police, and what a weapon of war did.
fn is_public_draft(draft: &Draft) -> bool {
    let killed = draft
        .killed
        .as_ref()
        .and_then(|toll| toll.best.or(toll.low));
    let by_police = draft
        .actors
        .iter()
        .any(|actor| actor.party.sector == Some(Sector::Cop));
    let is_clash = draft.event_type == EventType::Assault && draft.actors.len() > 1;
    killed.is_some_and(|dead| dead >= MASSACRE)
        || is_clash
        || draft.event_type == EventType::Assault && by_police
        || draft
            .modes
            .iter()
            .any(|mode| MODES_OF_WAR.contains(&mode.as_str()))
}

/// Whoever only tells what happened takes no part in it: "authorities said".
fn is_speaker(desk: &Desk<'_, '_>, at: At) -> bool {
    let span = desk.document.tree(at).token(at.node).span;
    desk.speeches
        .iter()
        .filter_map(|speech| speech.speaker.as_ref())
        .any(|speaker| speaker.span.span().contains(span))
}

/// A weapon, and a word that only says which: "a German company".
fn only_describes(desk: &Desk<'_, '_>, at: At) -> bool {
    let relation = desk.document.tree(at).relation(at.node);
    desk.parties.is_weapon(at) || matches!(relation, Relation::Amod | Relation::Compound)
}

/// True for a party of politics: whoever is no private person, no firm, and none of those who deal with crimes or commit
/// them.
fn is_public(knowledge: &Knowledge, party: &Resolved) -> bool {
    if party.kind == Kind::Outlet {
        return false;
    }
    match party.sector {
        Some(Sector::Cop | Sector::Jud | Sector::Crm | Sector::Bus) => false,
        None if party.is_person => false,
        None | Some(Sector::Cvl | Sector::Unk | Sector::Agr | Sector::Lab) => {
            let noun = party.name.rsplit(' ').next().unwrap_or_default();
            let noun = noun.to_lowercase();
            let is_nobody = [noun.as_str(), noun.trim_end_matches('s')]
                .iter()
                .any(|noun| knowledge.is_thing("private", &[(*noun).to_owned()]));
            party.id.is_some() || !is_nobody
        }
        Some(_) => true,
    }
}

/// What a row that keeps a word silent says that its sentence is about: sport, accidents, business … None where the row
/// asks for no class of things outside politics.
pub(crate) fn kind_of_row<'k>(
    document: &Document<'k>,
    sentence: usize,
    row: &ActRow,
) -> Option<&'k str> {
    if row.event_type.is_some() {
        return None;
    }
    let knowledge = document.knowledge;
    let told = row.needs.iter().filter(|condition| !condition.negated);
    let classes: Vec<&str> = told
        .flat_map(Condition::classes)
        .filter(|class| knowledge.scope.contains_key(*class))
        .collect();
    let first = knowledge.scope.get(*classes.first()?)?;
    kind_of_words(document, sentence, |class| {
        classes.contains(&class.as_str())
    })
    .or_else(|| kind_of_sentence(document, sentence))
    .or(Some(first.kind.as_str()))
}

/// What a sentence is about, where one of its words says that it is outside politics.
pub(crate) fn kind_of_sentence<'k>(document: &Document<'k>, sentence: usize) -> Option<&'k str> {
    kind_of_words(document, sentence, |_| true)
}

fn kind_of_words<'k>(
    document: &Document<'k>,
    sentence: usize,
    is_asked: impl Fn(&String) -> bool,
) -> Option<&'k str> {
    let knowledge = document.knowledge;
    let tree = &document.sentences[sentence].tree;
    let mut nouns = (0..tree.len()).filter(|node| tree.is_nominal(*node));
    nouns.find_map(|node| {
        let mut rows = knowledge.scope.values().filter(|row| is_asked(&row.class));
        rows.find(|row| things::is_of(knowledge, tree, node, &row.class))
            .map(|row| row.kind.as_str())
    })
}
