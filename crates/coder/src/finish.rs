//! Drafts to events: happenings put together, empty ones dropped with a reason, causes linked, everything
//! numbered and cited.

use std::collections::{BTreeMap, BTreeSet};

use relata_record::{Event, EventType, Inference, Mode, Party, Quote, Sector, TalksAct, TalksStep};

use crate::accused;
use crate::captors;
use crate::counterparts::Counterparts;
use crate::document::At;
use crate::draft::{Desk, Draft};
use crate::event_time::known_days;
use crate::happenings;
use crate::outcomes;
use crate::parties;
use crate::reasons::{Note, Reason};
use crate::resolved::{Kind, Resolved, are_one_state, body_of};
use crate::returns;
use crate::roles::Player;
use crate::scope;
use crate::setting::Setting;

/// The events of what was read and the reasons for what gave none. They are numbered on from the `n_before` events of
/// the report that stand before them.
pub(crate) fn finish(
    desk: &Desk<'_, '_>,
    drafts: &[Draft],
    year_inferred: bool,
    n_before: usize,
) -> (Vec<Event>, Vec<Note>) {
    let mut notes = Vec::new();
    let (topics, mut drafts): (Vec<Draft>, Vec<Draft>) = drafts
        .iter()
        .cloned()
        .partition(|draft| draft.is_only_topic);
    for topic in topics {
        notes.push(note(desk, topic.at, Reason::TopicOnly, ""));
    }
    accused::settle(desk, &mut drafts);
    outcomes::settle(desk, &mut drafts);
    captors::settle(&mut drafts);
    returns::settle(desk, &mut drafts);
    let counterparts = Counterparts::of(&drafts);
    // An accusation over a deed is aimed at its doer, who is known only once the deeds are put together.
    let with_victims = deeds_with_victims(&drafts);
    // The forces of a state fight whomever it is at war with; whom else an attack struck is asked once its place is
    // known.
    for draft in drafts.iter_mut().filter(|draft| {
        (draft.event_type != EventType::Assault || draft.actors.iter().all(is_force))
            && draft.object_nodes.is_empty()
            && !draft.judges_what_was_told
            && !with_victims.contains(&draft.at)
    }) {
        counterparts.fill(desk, draft);
    }
    let drafts = drafts.as_slice();
    let groups = happenings::group(desk.document.knowledge, drafts);
    let doers = Doers::of(drafts, &groups);
    let mut forces: Option<Player> = None;
    let mut events = Vec::new();
    let mut number_of: BTreeMap<At, u32> = BTreeMap::new();
    let mut setting = Setting::default();
    let is_political = scope::is_political(desk, drafts);
    for group in groups {
        let Some(first) = group.first() else { continue };
        let mut whole = drafts[*first].clone();
        for later in &group[1..] {
            happenings::merge(desk.document.knowledge, &mut whole, &drafts[*later]);
        }
        settle_countries(desk, &mut whole);
        let is_fight = group.iter().any(|member| tells_a_fight(&drafts[*member]));
        if is_fight && whole.recipients.iter().all(is_anybody) {
            whole.recipients.clear();
        }
        if whole.has_mode("arrest") && whole.actors.is_empty() {
            whole.actors.extend(forces.clone());
        }
        if let Some(doer) = whole.actors.iter().find(|actor| is_force(actor)) {
            forces = Some(Player {
                party: doer
                    .party
                    .clone()
                    .inferred("the forces whose deed is told before"),
                ..doer.clone()
            });
        }
        doers.address(desk, &mut whole);
        counterparts.fill(desk, &mut whole);
        fold_alike(desk, &mut whole.actors);
        fold_alike(desk, &mut whole.recipients);
        let nothing = emptiness(&whole)
            .map(|reason| (reason, ""))
            .or_else(|| (!is_political).then_some((Reason::OutsideScope, scope::NO_PARTY)));
        if let Some((reason, detail)) = nothing {
            for member in &group {
                notes.push(note(desk, drafts[*member].at, reason, detail));
            }
            continue;
        }
        setting.settle(desk.document, &mut whole);
        settle_countries(desk, &mut whole);
        host(&mut whole);
        let number = u32::try_from(n_before + events.len() + 1).unwrap_or(u32::MAX);
        for member in &group {
            number_of.insert(drafts[*member].at, number);
        }
        for later in &group[1..] {
            let at = drafts[*later].at;
            notes.push(note(
                desk,
                at,
                Reason::SameHappening,
                &format!("event {number}"),
            ));
        }
        let causes: BTreeSet<(usize, usize)> = group
            .iter()
            .flat_map(|member| {
                let draft = &drafts[*member];
                draft
                    .cause_nodes
                    .iter()
                    .map(|node| (draft.at.sentence, *node))
            })
            .collect();
        let mut told = event(desk, number, &whole, year_inferred);
        if let (Some(talks), Some(other)) = (&mut told.talks, counterparts.denied_before(&whole)) {
            talks.parties.push(other.name.clone());
        }
        events.push((told, causes));
    }
    let mut coded: Vec<Event> = Vec::with_capacity(events.len());
    for (mut event, causes) in events {
        let numbers: BTreeSet<u32> = causes
            .into_iter()
            .filter_map(|(sentence, node)| number_of.get(&At { sentence, node }).copied())
            .filter(|number| *number != event.n)
            .collect();
        event.causes = numbers.into_iter().collect();
        coded.push(event);
    }
    notes.extend(notes_of_acts(desk, is_political));
    notes.extend(notes_of_sentences(desk, &coded, &notes, is_political));
    notes.sort_by_key(|note| (note.span, note.reason));
    (coded, notes)
}

/// Talks in a country that none of those who talk is of are hosted by a third.
fn host(whole: &mut Draft) {
    let is_talks = whole.event_type == EventType::Consult
        && matches!(whole.talks, Some(TalksAct::Hold | TalksAct::Resume));
    let Some(host) = whole.place.as_ref().and_then(|place| place.country.clone()) else {
        return;
    };
    let is_abroad = whole.actors.len() > 1
        && whole.actors.iter().all(|actor| {
            let of_a_state =
                |code: &str| !matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC" | "ISM");
            actor
                .party
                .country
                .as_deref()
                .is_some_and(|code| code != host && of_a_state(code))
        });
    if is_talks && is_abroad && whole.modes.is_empty() {
        whole
            .modes
            .extend(Mode::parse(EventType::Consult, "third-party"));
        whole.inferred.push(Inference {
            field: "mode".to_owned(),
            rule: "talks in a country of neither side are hosted by a third".to_owned(),
        });
    }
}

/// Deeds whose victims another word of the sentence tells: "fired a missile …, killing six".
fn deeds_with_victims(drafts: &[Draft]) -> BTreeSet<At> {
    let tells = |draft: &Draft| {
        !draft.recipients.is_empty() || draft.killed.is_some() || draft.injured.is_some()
    };
    let mut found = BTreeSet::new();
    for draft in drafts.iter().filter(|draft| tells(draft)) {
        found.extend(draft.same_deed.iter().copied());
        let near = drafts
            .iter()
            .filter(|other| other.at.sentence == draft.at.sentence);
        found.extend(
            near.filter(|other| other.same_deed.contains(&draft.at))
                .map(|other| other.at),
        );
    }
    found
}

/// Sentences back to which "the move" may point.
const NEAR: usize = 2;

/// Who did the deeds of the report: a condemnation of "the attack" is addressed to whoever did it.
struct Doers {
    by_word: BTreeMap<At, Deed>,
}

struct Deed {
    doers: Vec<Player>,
    is_assault: bool,
    is_speech: bool,
    /// True for what is agreed between sides.
    is_accord: bool,
    /// True where people died in it.
    is_deadly: bool,
    /// How often the report comes back to it.
    told: usize,
    /// The countries of those who were struck.
    struck: BTreeSet<String>,
}

impl Doers {
    fn of(drafts: &[Draft], groups: &[Vec<usize>]) -> Self {
        let mut by_word = BTreeMap::new();
        for group in groups {
            let mut actors: Vec<Player> = Vec::new();
            for member in group {
                for actor in &drafts[*member].actors {
                    if !actors
                        .iter()
                        .any(|known| known.party.same_party(&actor.party))
                    {
                        actors.push(actor.clone());
                    }
                }
            }
            // "the attackers" are those who are named elsewhere.
            let is_named = |player: &Player| player.party.sector != Some(Sector::Uaf);
            if actors.iter().any(is_named) {
                actors.retain(is_named);
            }
            for member in group {
                let deed = Deed {
                    doers: actors.clone(),
                    is_assault: drafts[*member].event_type == EventType::Assault,
                    is_speech: drafts[*member].event_type.is_speech(),
                    is_accord: drafts[*member].talks.is_some_and(|talks| {
                        matches!(
                            talks,
                            TalksAct::Agree
                                | TalksAct::CeasefireDeclare
                                | TalksAct::CeasefireExtend
                        )
                    }),
                    is_deadly: group.iter().any(|member| drafts[*member].killed.is_some()),
                    struck: group
                        .iter()
                        .flat_map(|member| &drafts[*member].recipients)
                        .filter_map(|victim| victim.party.country.clone())
                        .collect(),
                    told: group.len(),
                };
                by_word.insert(drafts[*member].at, deed);
            }
        }
        Self { by_word }
    }

    fn address(&self, desk: &Desk<'_, '_>, draft: &mut Draft) {
        let judges = matches!(
            draft.event_type,
            EventType::Accuse | EventType::Support | EventType::Reject
        );
        if !judges || draft.is_mutual || !draft.recipients.is_empty() {
            return;
        }
        let foreign = |deed: &&Deed| {
            deed.doers.iter().any(|doer| {
                !draft
                    .actors
                    .iter()
                    .any(|own| own.party.same_party(&doer.party))
            })
        };
        let told = draft.object_nodes.iter().find_map(|node| {
            self.by_word
                .get(&At {
                    sentence: draft.at.sentence,
                    node: *node,
                })
                .filter(|deed| !deed.is_speech)
                .filter(foreign)
        });
        // "condemned the attack as part of an Israeli escalation": whoever did it is sooner named beside it.
        let named_beside = |deed: &Deed| {
            deed.doers.iter().any(|doer| {
                let mut named = desk.parties.all();
                named.any(|(at, party)| {
                    at.sentence == draft.at.sentence && are_one_state(party, &doer.party)
                })
            })
        };
        // One condemns sooner what was done to one's own.
        let hits_own = |deed: &Deed| {
            draft.actors.iter().any(|own| {
                let country = own.party.country.as_ref();
                country.is_some_and(|code| deed.struck.contains(code))
            })
        };
        // The noun may have been read as part of the accusation, or name no doer: then it is the attack that the
        // report tells most of up to here, and of equals the one told first, since it leads the report; else the last
        // deed. An attack whose doer nobody knows is not given the doer of another.
        let before = || {
            let earlier = || {
                self.by_word
                    .range(..draft.at)
                    .map(|(_, deed)| deed)
                    .filter(|deed| !deed.is_speech)
            };
            let most = earlier()
                .rev()
                .filter(|deed| deed.is_assault)
                .max_by_key(|deed| {
                    (
                        named_beside(deed) && foreign(deed),
                        hits_own(deed),
                        deed.is_deadly,
                        deed.told,
                    )
                });
            most.or_else(|| earlier().next_back())
                .filter(foreign)
                .filter(|_| draft.event_type == EventType::Accuse && !draft.object_nodes.is_empty())
        };
        // "condemned the deployment", "hailed the statement", "rejected the call": what was told just before, by whatever
        // word. What is condemned is a deed, what is rejected a word; what is praised may be either.
        let just_before = || {
            let first = At {
                sentence: draft.at.sentence.saturating_sub(NEAR),
                node: 0,
            };
            self.by_word
                .range(first..draft.at)
                .rev()
                .map(|(_, deed)| deed)
                .filter(|deed| match draft.event_type {
                    EventType::Reject => deed.is_speech,
                    EventType::Support => true,
                    _ => !deed.is_speech,
                })
                .find(foreign)
                .filter(|_| draft.judges_what_was_told)
        };
        // "welcomed the accord": the last one that the report tells of, however far back.
        let accord = || {
            self.by_word
                .range(..draft.at)
                .rev()
                .map(|(_, deed)| deed)
                .filter(|deed| deed.is_accord && draft.praises_an_accord)
                .find(foreign)
        };
        for actor in told
            .or_else(before)
            .or_else(accord)
            .or_else(just_before)
            .into_iter()
            .flat_map(|deed| &deed.doers)
        {
            if !draft
                .actors
                .iter()
                .any(|own| own.party.same_party(&actor.party))
            {
                draft.recipients.push(Player {
                    party: actor
                        .party
                        .clone()
                        .inferred("the doer of the deed named here"),
                    ..actor.clone()
                });
            }
        }
    }
}

/// Forces of a state, which arrest people.
fn is_force(player: &Player) -> bool {
    matches!(
        player.party.sector,
        Some(Sector::Mil | Sector::Cop | Sector::Spy)
    )
}

/// "clashes between the army and the rebels": both sides are told, and nobody is attacked.
fn tells_a_fight(draft: &Draft) -> bool {
    draft.event_type == EventType::Assault && draft.actors.len() > 1 && draft.recipients.is_empty()
}

/// "killed two people in clashes": the dead of a fight may be of either side.
fn is_anybody(player: &Player) -> bool {
    player.party.kind == Kind::People
        && player.party.person.is_none()
        && player
            .party
            .name
            .rsplit(' ')
            .next()
            .is_some_and(|noun| matches!(noun, "people" | "persons"))
}

/// People whom only a noun names ("three people", "suspects") are of the country where it happened, if that is
/// known, before they are of the country that the report is about.
fn settle_countries(desk: &Desk<'_, '_>, draft: &mut Draft) {
    if draft.event_type.is_speech() {
        return;
    }
    let place = draft.place.as_ref().and_then(|place| place.country.clone());
    // Policemen arrest people at home.
    let home = || {
        let police = |actor: &&Player| actor.party.sector == Some(Sector::Cop);
        let doer = draft.actors.iter().find(police)?;
        doer.party.country.clone()
    };
    let Some(code) = place.or_else(home) else {
        return;
    };
    for player in draft.actors.iter_mut().chain(&mut draft.recipients) {
        let party = &player.party;
        // "talks with the government in Havana": a state and its forces are at home in the country of the report.
        let of_state = matches!(
            party.sector,
            Some(Sector::Gov | Sector::Mil | Sector::Reb | Sector::Leg | Sector::Spy)
        );
        let guessed = !of_state
            && matches!(
                party.inferred.as_deref(),
                Some(parties::COUNTRY_OF_REPORT | parties::COUNTRY_OF_SENTENCE)
            );
        if guessed && party.kind == Kind::People && party.country.as_ref() != Some(&code) {
            player.party = Resolved {
                person: party.person.clone(),
                is_person: party.is_person,
                ..Resolved::of_sector(
                    desk.document.knowledge,
                    desk.document.clock,
                    &code,
                    party.sector,
                    &party.name,
                )
            }
            .inferred("country of the place of the event");
        }
    }
}

/// "the father and three brothers", "residents and expatriates": unnamed people of one country and sector on one side
/// are one party under all their names.
fn fold_alike(desk: &Desk<'_, '_>, players: &mut Vec<Player>) {
    let mut kept: Vec<Player> = Vec::with_capacity(players.len());
    // "a Mai-Mai militia … the militia": a group without a name beside the named one of its kind.
    let named: Vec<(Option<String>, Option<Sector>)> = players
        .iter()
        .filter(|player| {
            player.party.kind == Kind::Organisation
                && matches!(player.party.sector, Some(Sector::Reb | Sector::Prm))
        })
        .map(|player| (player.party.country.clone(), player.party.sector))
        .collect();
    players.retain(|player| {
        let is_one_group = player.party.kind == Kind::People
            && !player.party.is_person
            && player.party.id.is_none()
            && !player.party.name.ends_with('s');
        !is_one_group || !named.contains(&(player.party.country.clone(), player.party.sector))
    });
    for player in players.drain(..) {
        let alike = kept.iter_mut().find(|known| {
            known.party.is_unnamed()
                && player.party.is_unnamed()
                && known.party.country == player.party.country
                && known.party.sector == player.party.sector
        });
        let Some(known) = alike else {
            kept.push(player);
            continue;
        };
        if !known.party.name.contains(&player.party.name) {
            known.party.name = format!("{} and {}", known.party.name, player.party.name);
        }
        // Words of one sentence are cited as one stretch.
        let both = known.span.span().cover(player.span.span());
        let in_one = desk
            .document
            .sentences
            .iter()
            .any(|told| told.tree.sentence.span.contains(both));
        if in_one {
            known.span = Quote::new(&desk.document.report.text, both);
            known.text.clone_from(&known.span.text);
        }
    }
    *players = kept;
}

/// Why a happening is too empty to be an event; None if it is not.
fn emptiness(draft: &Draft) -> Option<Reason> {
    // "the wounded were treated": help that nobody is named for.
    if draft.event_type == EventType::Aid && draft.actors.is_empty() {
        return Some(Reason::NoParty);
    }
    if !draft.actors.is_empty() || !draft.recipients.is_empty() {
        // A meeting of one party with nobody is only talked about; a visit may have no named host, nor a mediator named
        // sides.
        let is_lonely = draft.event_type == EventType::Consult
            && draft.talks != Some(TalksAct::Mediate)
            && draft.actors.len() + draft.recipients.len() < 2
            && draft.modes.iter().all(|mode| mode.as_str() != "visit");
        return is_lonely.then_some(Reason::TopicOnly);
    }
    if draft.killed.is_some() || draft.injured.is_some() || draft.captured.is_some() {
        return None;
    }
    let told = draft.event_type == EventType::Assault
        && !draft.points_back
        && !draft.modes.is_empty()
        && draft
            .place
            .as_ref()
            .is_some_and(|place| place.name.is_some());
    (!told).then_some(if draft.points_back {
        Reason::TopicOnly
    } else {
        Reason::NoParty
    })
}

fn note(desk: &Desk<'_, '_>, at: At, reason: Reason, detail: &str) -> Note {
    Note {
        span: desk.document.tree(at).token(at.node).span,
        reason,
        detail: detail.to_owned(),
    }
}

fn notes_of_acts(desk: &Desk<'_, '_>, is_political: bool) -> Vec<Note> {
    let knowledge = desk.document.knowledge;
    let mut notes = Vec::new();
    for act in desk.acts.by_word.values() {
        let row = act.rule(knowledge);
        if let Some(upper) = act.part_of {
            let word = desk.document.tree(upper).form(upper.node);
            notes.push(note(
                desk,
                act.at,
                Reason::PartOf,
                &format!("\u{201c}{word}\u{201d}"),
            ));
        } else if let Some(kind) = scope::kind_of_row(desk.document, act.at.sentence, row) {
            notes.push(note(desk, act.at, Reason::OutsideScope, kind));
        } else if row.event_type.is_none() {
            notes.push(note(desk, act.at, Reason::NoType, &row.id));
        }
    }
    for at in &desk.acts.senseless {
        let outside = scope::kind_of_sentence(desk.document, at.sentence);
        notes.push(match outside.filter(|_| !is_political) {
            Some(kind) => note(desk, *at, Reason::OutsideScope, kind),
            None => note(desk, *at, Reason::NoSense, ""),
        });
    }
    notes
}

/// One reason for every sentence that gave no event and has no other note.
fn notes_of_sentences(
    desk: &Desk<'_, '_>,
    events: &[Event],
    notes: &[Note],
    is_political: bool,
) -> Vec<Note> {
    let mut found = Vec::new();
    for (index, told) in desk.document.sentences.iter().enumerate() {
        let span = told.tree.sentence.span;
        let gave = events.iter().any(|event| {
            event
                .evidence
                .iter()
                .any(|quote| quote.span().overlaps(span))
        });
        if gave || notes.iter().any(|note| span.contains(note.span)) {
            continue;
        }
        let speaks = desk.speeches.iter().any(|speech| speech.sentence == index);
        let outside = scope::kind_of_sentence(desk.document, index).filter(|_| !is_political);
        let (reason, detail) = match outside {
            Some(kind) => (Reason::OutsideScope, kind),
            None if speaks => (Reason::AttributionOnly, ""),
            None => (Reason::NoAct, ""),
        };
        found.push(Note {
            span,
            reason,
            detail: detail.to_owned(),
        });
    }
    found
}

fn event(desk: &Desk<'_, '_>, number: u32, draft: &Draft, year_inferred: bool) -> Event {
    let text = &desk.document.report.text;
    let act = Quote::new(text, draft.act);
    let date = draft.date.clone().and_then(known_days);
    let day = date.as_ref().map(|date| date.from);
    let as_of_the_day = |player: &Player| {
        let then = day.and_then(|day| parties::on_day(desk.document.knowledge, &player.party, day));
        party(player, then.as_ref().unwrap_or(&player.party))
    };
    let actors: Vec<Party> = draft.actors.iter().map(as_of_the_day).collect();
    let recipients: Vec<Party> = draft.recipients.iter().map(as_of_the_day).collect();
    let mut parties: Vec<String> = actors
        .iter()
        .chain(&recipients)
        .map(|party| party.name.clone())
        .collect();
    parties.dedup();
    let mut inferred = draft.inferred.clone();
    if year_inferred && date.as_ref().is_some_and(|date| date.inferred.is_some()) {
        inferred.push(Inference {
            field: "date.year".to_owned(),
            rule: "the year of publication is inferred".to_owned(),
        });
    }
    Event {
        report: desk.document.report.id.clone(),
        n: number,
        event_type: draft.event_type,
        mode: draft
            .modes
            .iter()
            .map(|mode| mode.as_str().to_owned())
            .collect(),
        mode_spans: draft.mode_spans.clone(),
        actors,
        recipients,
        date,
        place: draft.place.clone(),
        killed: draft.killed.clone(),
        injured: draft.injured.clone(),
        captured: draft.captured.clone(),
        count: draft.count.clone(),
        factuality: draft.factuality,
        factuality_span: draft.factuality_span.clone(),
        word_of: draft.word_of.clone(),
        talks: draft.talks.map(|step| TalksStep {
            act: step,
            parties,
            span: Some(act.clone()),
        }),
        causes: Vec::new(),
        evidence: draft
            .evidence
            .iter()
            .map(|span| Quote::new(text, *span))
            .collect(),
        act,
        rule: desk.document.knowledge.acts[draft.row].id.clone(),
        inferred,
    }
}

fn party(player: &Player, meant: &Resolved) -> Party {
    // "opposition leader Juan Guaido": somebody of no body that has a name goes by his own.
    let by_own_name = meant
        .person
        .as_ref()
        .filter(|_| meant.id.is_none() && meant.kind == Kind::People)
        .filter(|_| meant.sector.and_then(body_of).is_none());
    Party {
        name: by_own_name.unwrap_or(&meant.name).clone(),
        country: meant.country.clone(),
        sector: meant.sector,
        text: player.text.clone(),
        span: Some(player.span.clone()),
        inferred: meant.inferred.clone(),
        party: meant.id.clone(),
    }
}
