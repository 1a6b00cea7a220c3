//! Where an act took place: the most exact place that its clause, or its sentence, gives.

use std::collections::BTreeSet;

use relata_knowledge::{AgentKind, NameEntry};
use relata_language::{Relation, Upos};
use relata_places::{Class, PlaceId, Record};
use relata_record::{BlockKind, Place, Quote, Sector, Span};

use crate::document::{At, Document, Mention, Told};
use crate::spots::{self, Spot};
use crate::tree::{Node, Tree};

pub(crate) use crate::spots::{is_place, names_unit};

/// Prepositions that put something somewhere.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "across",
    "around",
    "throughout",
    "within",
    "from",
    "into",
    "on",
    "of",
    "to",
    "off",
    "along",
    "over",
    "toward",
    "between",
];

/// Prepositions that put something somewhere for sure: a bare "of" or "to" needs a place behind it.
const FIRM: &[&str] = &[
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "across",
    "around",
    "throughout",
    "within",
    "off",
];

/// How a spot hangs on the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Sentence,
    Clause,
    Act,
}

/// What is asked of a place.
pub(crate) struct Wanted<'w> {
    /// The act's word.
    pub(crate) at: At,
    /// Only the act's own phrase counts, not the sentence.
    pub(crate) own_words: bool,
    /// What it acts on may be the place: "bombed the airport".
    pub(crate) is_deed: bool,
    /// Words that tell of something else: what a speech act says.
    pub(crate) excluded: &'w dyn Fn(Node) -> bool,
    /// Names that take part in the act and are no place of it.
    pub(crate) parties: &'w [Span],
    /// Words of other deeds: what stands below one of them is its place.
    pub(crate) is_other_deed: &'w dyn Fn(Node) -> bool,
    /// Who tells of the act in its sentence: the verb of saying, and the words of what is said.
    pub(crate) telling: Option<(Node, &'w BTreeSet<Node>)>,
}

impl Wanted<'_> {
    /// True for words that stand below another deed, and not with it below the act.
    fn is_of_other(&self, tree: &Tree<'_>, node: Node) -> bool {
        let own = self.at.node;
        tree.path_up(node)
            .skip(1)
            .take_while(|step| *step != own && !tree.is_below(own, *step))
            .any(|step| (self.is_other_deed)(step))
    }

    /// True for words of the telling of the act and not of what is told.
    fn is_telling(&self, node: Node) -> bool {
        self.telling
            .is_some_and(|(_, content)| !content.contains(&node))
    }
}

/// The place of an act.
pub(crate) fn place_of(document: &Document<'_>, wanted: &Wanted<'_>) -> Option<Place> {
    let at = wanted.at;
    let told = &document.sentences[at.sentence];
    let tree = &told.tree;
    if let Some(place) = place_of_caption(document, at) {
        return Some(place);
    }
    let spots = spots::find(document, told);
    let clause = clause_of(tree, at.node);
    let of_picture = (told.kind == BlockKind::Caption)
        .then(|| closing_spot(told, &spots))
        .flatten();
    let mut best: Option<(i32, &Spot)> = None;
    for spot in &spots {
        let span = tree.token(spot.first).span;
        let takes_part =
            spot.name.is_none() && wanted.parties.iter().any(|party| party.contains(span));
        let closes = of_picture.is_some_and(|closing| spot.first >= closing.first);
        let is_of_other = wanted.is_of_other(tree, spot.top);
        if closes || takes_part || is_of_other || (wanted.excluded)(spot.top) {
            continue;
        }
        let Some(score) = fitness(document, told, spot, wanted, clause) else {
            continue;
        };
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, spot));
        }
    }
    best.and_then(|(_, spot)| resolve(document, told, spot, &spots))
}

/// How well a spot fits an act; None if it is no place of it.
fn fitness(
    document: &Document<'_>,
    told: &Told<'_>,
    spot: &Spot,
    wanted: &Wanted<'_>,
    clause: Node,
) -> Option<i32> {
    let tree = &told.tree;
    let node = wanted.at.node;
    let case = case_of(document, tree, spot);
    if wanted.is_telling(spot.top) || !wanted.is_deed && !tree.is_below(spot.top, clause) {
        // What is promised is promised where it is said; a deed happens elsewhere than it is told.
        let is_said_there = !wanted.is_deed && is_of_main_clause(tree, spot.top);
        return (is_said_there && firmness(&case?) > 1)
            .then(|| 3 + exactness(document, told, spot));
    }
    // "accused the army of attacking despite a truce signed in Arusha": nobody accused anybody there.
    if !wanted.is_deed && clause_of(tree, spot.top) != clause {
        return None;
    }
    let tie = if tree.is_below(spot.top, node) && clause_of(tree, spot.top) == clause {
        Tie::Act
    } else if tree.is_below(spot.top, node)
        || tree.is_below(spot.top, clause)
        || is_shared(tree, spot.top, clause)
    {
        Tie::Clause
    } else {
        Tie::Sentence
    };
    if tie == Tie::Sentence && wanted.own_words {
        return None;
    }
    let exact = exactness(document, told, spot);
    let is_country = exact == 0;
    let struck = wanted.is_deed
        && !is_country
        && (tie == Tie::Act && is_own(tree, spot.top, node)
            || tree.is_verb(node) && spot.first == node + 1
            || !tree.is_verb(node)
                && spot.last < node
                && tree.name_phrase(node).contains(&spot.top));
    // "the minister of France": what hangs on another noun by a weak preposition is not where the act is.
    let is_weak = case
        .as_deref()
        .is_some_and(|case| firmness(case) == 0 && case != "on");
    if is_weak
        && tree.head(spot.top).is_some_and(|head| {
            head != node && !tree.is_verb(head) && !names_unit(document, tree, head)
        })
    {
        return None;
    }
    if locates_a_body(document, told, spot, node) {
        return None;
    }
    let firm = match &case {
        Some(case) => firmness(case),
        None if struck => 1,
        None => return None,
    };
    if firm <= 0 && tie == Tie::Sentence
        || wanted.own_words && !wanted.is_deed && firm <= 0 && tie != Tie::Act
    {
        return None;
    }
    let near = match tie {
        Tie::Act => 6,
        Tie::Clause => 4,
        Tie::Sentence => 0,
    };
    Some(near + exact + firm)
}

/// "the defence ministry in Yerevan": a capital that says whose the ministry is, and not where anything happened.
fn locates_a_body(document: &Document<'_>, told: &Told<'_>, spot: &Spot, act: Node) -> bool {
    let knowledge = document.knowledge;
    let is_capital = spot.mention.is_some_and(|mention| {
        told.mentions[mention]
            .entries
            .iter()
            .any(|entry| matches!(entry, NameEntry::Capital(_)))
    });
    let is_body = |noun: Node| {
        !told.tree.is_verb(noun)
            && knowledge
                .agent_phrases
                .get(told.tree.lemma(noun))
                .iter()
                .filter(|phrase| phrase.lemmas.len() == 1)
                .map(|phrase| &knowledge.agents[phrase.row])
                .any(|agent| {
                    agent.kind == AgentKind::Body
                        && matches!(agent.sector, Some(Sector::Gov | Sector::Mil))
                })
    };
    // "attacked a ministry in Baghdad" is where it was.
    is_capital
        && told
            .tree
            .head(spot.top)
            .is_some_and(|body| told.tree.head(body) != Some(act) && is_body(body))
}

/// How surely a preposition puts something somewhere.
fn firmness(case: &str) -> i32 {
    match case {
        "near" | "outside" | "around" => 1,
        "from" => -2,
        other if FIRM.contains(&other) => 2,
        _ => 0,
    }
}

/// True if a spot hangs on the clause that `clause` is joined to, before the joined verb: "Speaking in Rahat, he said
/// … and pledged …".
fn is_shared(tree: &Tree<'_>, top: Node, clause: Node) -> bool {
    if tree.relation(clause) != Relation::Conj || tree.has_child(clause, &[Relation::Nsubj]) {
        return false;
    }
    tree.head(clause).is_some_and(|first| {
        top < clause
            && tree.is_below(top, first)
            && !tree
                .path_up(top)
                .take_while(|step| *step != first)
                .any(|step| {
                    matches!(
                        tree.relation(step),
                        Relation::Ccomp | Relation::Conj | Relation::Xcomp
                    )
                })
    })
}

/// True for words around the verb that the sentence hangs on, but not for its subject ("an official in Kabul said").
fn is_of_main_clause(tree: &Tree<'_>, node: Node) -> bool {
    !tree.path_up(node).any(|step| {
        matches!(
            tree.relation(step),
            Relation::Ccomp
                | Relation::Csubj
                | Relation::Parataxis
                | Relation::Nsubj
                | Relation::NsubjPass
                | Relation::AclRelcl
        )
    })
}

/// The preposition of a spot; where the parse hides it, the one right before its words ("in Kathmandu Thursday").
fn case_of(document: &Document<'_>, tree: &Tree<'_>, spot: &Spot) -> Option<String> {
    if spots::distance_before(tree, spot.first).is_some() {
        return Some("near".to_owned());
    }
    let before = || {
        let node = spot
            .first
            .checked_sub(1)
            .filter(|node| tree.upos(*node) == Upos::Adp)?;
        Some(tree.lemma(node))
            .filter(|case| LOCATIVE.contains(case))
            .map(str::to_owned)
    };
    locative_case(document, tree, spot.top).or_else(before)
}

/// Where an act is told, for deeds that have no place of their own: "police in Karachi said".
pub(crate) fn heard_in(document: &Document<'_>, wanted: &Wanted<'_>) -> Option<Place> {
    wanted.telling?;
    let told = &document.sentences[wanted.at.sentence];
    let spots = spots::find(document, told);
    spots
        .iter()
        .filter(|spot| wanted.is_telling(spot.top) && exactness(document, told, spot) > 0)
        .find(|spot| case_of(document, &told.tree, spot).is_some_and(|case| firmness(&case) > 1))
        .and_then(|spot| resolve(document, told, spot, &spots))
        .map(|place| Place {
            inferred: Some("where it was told".to_owned()),
            ..place
        })
}

/// True for what an act strikes, enters or holds, and for the name that stands before its noun: "bombed the airport",
/// "the Kabul attack".
fn is_own(tree: &Tree<'_>, top: Node, act: Node) -> bool {
    tree.head(top) == Some(act)
        && matches!(
            tree.relation(top),
            Relation::Obj
                | Relation::NsubjPass
                | Relation::Compound
                | Relation::NmodPoss
                | Relation::Amod
                | Relation::NmodDesc
        )
}

/// 0 for a country, more for what says it more exactly.
fn exactness(document: &Document<'_>, told: &Told<'_>, spot: &Spot) -> i32 {
    if spot.name.is_some() || spot.capital_of.is_some() {
        return 5;
    }
    let Some(mention) = spot.mention.and_then(|number| told.mentions.get(number)) else {
        return 0;
    };
    match best_entry(&mention.entries) {
        Some(NameEntry::Place(number)) => match document.places.gazetteer().record(PlaceId(number))
        {
            Some(record) => match record.class.precision() {
                1 => 5,
                3 => 4,
                4 => 3,
                6 => 2,
                _ => 0,
            },
            None => 0,
        },
        Some(NameEntry::Capital(_)) => 5,
        _ => 0,
    }
}

/// A caption closes with where the picture was taken ("… that killed its leader in Multan, Pakistan."): that
/// is the place of its main clause, and of no other.
fn place_of_caption(document: &Document<'_>, at: At) -> Option<Place> {
    let told = &document.sentences[at.sentence];
    let tree = &told.tree;
    let clause = clause_of(tree, at.node);
    let is_main = matches!(
        tree.relation(clause),
        Relation::Root | Relation::Parataxis | Relation::Appos
    );
    if told.kind != BlockKind::Caption || !is_main {
        return None;
    }
    let spots = spots::find(document, told);
    closing_spot(told, &spots).and_then(|spot| resolve(document, told, spot, &spots))
}

/// The place that a caption closes with: "in Multan, Pakistan." gives Multan.
fn closing_spot<'s>(told: &Told<'_>, spots: &'s [Spot]) -> Option<&'s Spot> {
    let tree = &told.tree;
    let is_last =
        |spot: &&Spot| (spot.last + 1..tree.len()).all(|node| tree.upos(node) == Upos::Punct);
    let last = spots.iter().find(is_last)?;
    let before = spots
        .iter()
        .find(|spot| spot.last + 2 == last.first && tree.form(spot.last + 1) == ",");
    let spot = before.unwrap_or(last);
    let preposition = spot.first.checked_sub(1)?;
    FIRM.contains(&tree.lemma(preposition)).then_some(spot)
}

/// The preposition that puts something at a spot: its own, or that of the unit it names ("in the town of X", "in X
/// district", "in X, Y").
pub(crate) fn locative_case(document: &Document<'_>, tree: &Tree<'_>, top: Node) -> Option<String> {
    let mut node = top;
    for _ in 0..4 {
        let case = tree
            .children_by(node, &[Relation::Case])
            .map(|case| tree.lemma(case).to_owned())
            .find(|case| LOCATIVE.contains(&case.as_str()));
        let Some(head) = tree.head(node) else {
            return case;
        };
        let inside_unit = matches!(
            tree.relation(node),
            Relation::Compound
                | Relation::Appos
                | Relation::NmodPoss
                | Relation::Flat
                | Relation::NmodDesc
                | Relation::NmodUnmarked
                | Relation::OblUnmarked
                | Relation::Conj
                | Relation::Amod
        ) || tree.relation(node) == Relation::Nmod
            && case.as_deref() == Some("of");
        let names_place = tree.upos(head) == Upos::Propn || names_unit(document, tree, head);
        match case {
            Some(case) if case != "of" => return Some(case),
            _ if inside_unit && names_place => node = head,
            case => return case,
        }
    }
    None
}

/// The head of the clause that a node stands in.
pub(crate) fn clause_of(tree: &Tree<'_>, node: Node) -> Node {
    tree.path_up(node)
        .find(|step| {
            matches!(
                tree.relation(*step),
                Relation::Root
                    | Relation::Ccomp
                    | Relation::Advcl
                    | Relation::AclRelcl
                    | Relation::Parataxis
                    | Relation::Csubj
                    | Relation::Acl
            ) || tree.relation(*step) == Relation::Conj && tree.is_verb(*step)
        })
        .unwrap_or(node)
}

/// What a mention stands for as a place.
fn best_entry(entries: &[NameEntry]) -> Option<NameEntry> {
    let place = |entry: &&NameEntry| matches!(entry, NameEntry::Place(_));
    entries
        .iter()
        .find(place)
        .or_else(|| entries.iter().find(|entry| is_place(**entry)))
        .copied()
}

/// A spot as a place of the record. `others` are the spots of its sentence.
pub(crate) fn resolve(
    document: &Document<'_>,
    told: &Told<'_>,
    spot: &Spot,
    others: &[Spot],
) -> Option<Place> {
    let tree = &told.tree;
    let nodes: Vec<Node> = (spot.first..=spot.last).collect();
    let quote = Quote::new(tree.text, tree.span_of(&nodes));
    let mention = spot.mention.and_then(|number| told.mentions.get(number));
    let place = match &spot.capital_of {
        Some(code) => Some(capital_of(document, code)?),
        None => mention.and_then(|mention| of_mention(document, tree, mention)),
    };
    let near = spot
        .first
        .checked_sub(1)
        .filter(|case| matches!(tree.lemma(*case), "near" | "outside" | "around"))
        .or_else(|| spots::distance_before(tree, spot.first));
    let mut place = match (&spot.name, place) {
        (None, place) => place?,
        (Some(name), Some(around)) => within(name, around),
        (Some(name), None) => unknown(document, told, spot, name, others),
    };
    if near.is_some() && place.precision == Some(1) {
        place.precision = Some(2);
        place.uncertainty_km = place.uncertainty_km.map(|radius| radius.max(20.0));
    }
    let quote = match near {
        Some(case) => Quote::new(tree.text, tree.token(case).span.cover(quote.span())),
        None => quote,
    };
    place.text = Some(quote.text.clone());
    place.span = Some(quote);
    Some(place)
}

/// A building or a quarter that bears the name of the place it lies in.
fn within(name: &str, around: Place) -> Place {
    let named = around.name.as_deref().unwrap_or_default();
    let is_own = name.starts_with(named);
    Place {
        name: Some(if is_own {
            name.to_owned()
        } else {
            format!("{name}, {named}")
        }),
        geonames: None,
        precision: around.precision.map(|precision| precision.max(2)),
        uncertainty_km: around.uncertainty_km,
        ..around
    }
}

/// A name that no table has: it lies in the town named beside it, else somewhere in the country of the report.
fn unknown(
    document: &Document<'_>,
    told: &Told<'_>,
    spot: &Spot,
    name: &str,
    others: &[Spot],
) -> Place {
    let beside = others
        .iter()
        .filter(|other| {
            other.name.is_none() && other.first > spot.last && other.first - spot.last <= 4
        })
        .filter_map(|other| other.mention.and_then(|number| told.mentions.get(number)))
        .find_map(|mention| of_mention(document, &told.tree, mention));
    match beside {
        Some(around) if around.name.is_some() => within(name, around),
        Some(around) => Place {
            name: Some(name.to_owned()),
            ..around
        },
        None => by_sound(document, name).unwrap_or_else(|| Place {
            name: Some(name.to_owned()),
            country: document.main_country.clone(),
            inferred: Some("no table has the name; the country is the report's".to_owned()),
            ..Place::default()
        }),
    }
}

/// The capital of a country, which the report does not name.
fn capital_of(document: &Document<'_>, code: &str) -> Option<Place> {
    let gazetteer = document.places.gazetteer();
    let country = document.knowledge.country_on(code, document.clock)?;
    let capital = country.capital.iter().find_map(|name| {
        gazetteer
            .look_up(name)
            .into_iter()
            .map(|candidate| candidate.place)
            .find(|place| {
                gazetteer
                    .record(*place)
                    .is_some_and(|record| record.class == Class::Capital)
                    && gazetteer.country_of(*place) == Some(code)
            })
    })?;
    let inferred = Some(format!("the capital of {}", country.name));
    of_gazetteer(document, capital).map(|place| Place { inferred, ..place })
}

/// A place of the report's country whose name sounds so, if there is only one.
fn by_sound(document: &Document<'_>, name: &str) -> Option<Place> {
    let gazetteer = document.places.gazetteer();
    let mut own = gazetteer.look_up(name).into_iter().filter(|candidate| {
        gazetteer.country_of(candidate.place) == document.main_country.as_deref()
    });
    match (own.next(), own.next()) {
        (Some(only), None) => of_gazetteer(document, only.place),
        _ => None,
    }
}

/// The place that a mention stands for.
fn of_mention(document: &Document<'_>, tree: &Tree<'_>, mention: &Mention) -> Option<Place> {
    let knowledge = document.knowledge;
    Some(match best_entry(&mention.entries)? {
        NameEntry::Place(number) => of_gazetteer(document, PlaceId(number))?,
        NameEntry::Capital(index) => {
            let nodes: Vec<Node> = (mention.first..=mention.last).collect();
            Place {
                name: Some(tree.span_of(&nodes).of(tree.text).to_owned()),
                country: Some(knowledge.countries[index as usize].code.clone()),
                precision: Some(1),
                ..Place::default()
            }
        }
        NameEntry::Country(index) => {
            let country = &knowledge.countries[index as usize];
            Place {
                name: Some(country.name.clone()),
                country: Some(country.code.clone()),
                precision: Some(Class::Country.precision()),
                ..Place::default()
            }
        }
        _ => return None,
    })
}

/// A place of the gazetteer as a place of the record, under the name that it bore at the report's day.
pub(crate) fn of_gazetteer(document: &Document<'_>, place: PlaceId) -> Option<Place> {
    let gazetteer = document.places.gazetteer();
    let record: Record = gazetteer.record(place)?;
    let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
    Some(Place {
        name: gazetteer.name_on(place, document.clock),
        country: gazetteer.code(record.country).map(str::to_owned),
        admin1: gazetteer.admin1_name(place, document.clock),
        lat: Some(round(record.lat)),
        lon: Some(round(record.lon)),
        geonames: Some(record.geonames).filter(|id| *id != 0),
        precision: Some(record.class.precision()),
        uncertainty_km: Some(record.class.uncertainty_km()),
        ..Place::default()
    })
}
