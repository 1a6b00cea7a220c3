//! Where an act took place: the most exact place that its clause, or its sentence, gives.

use relata_knowledge::NameEntry;
use relata_language::{Relation, Upos};
use relata_record::{BlockKind, Place, Quote, Span};

use crate::document::{At, Document, Mention, Told};
use crate::tree::{Node, Tree};

/// True if a name may be a place.
pub(crate) fn is_place(entry: NameEntry) -> bool {
    matches!(
        entry,
        NameEntry::Place(_) | NameEntry::Country(_) | NameEntry::Capital(_)
    )
}

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

/// The place of the act at `at`. Where `own_words` is set only the act's own phrase counts, not the sentence.
/// Names inside `parties` take part in the act and are no place of it.
pub(crate) fn place_of(
    document: &Document<'_>,
    at: At,
    own_words: bool,
    parties: &[Span],
) -> Option<Place> {
    let told = &document.sentences[at.sentence];
    let tree = &told.tree;
    let clause = clause_of(tree, at.node);
    if let Some(place) = place_of_caption(document, at) {
        return Some(place);
    }
    let mut best: Option<(i32, &Mention)> = None;
    let of_picture = (told.kind == BlockKind::Caption)
        .then(|| closing_place(told))
        .flatten()
        .map(|mention| mention.first);
    for mention in &told.mentions {
        let closes = of_picture.is_some_and(|first| mention.first >= first);
        let span = tree.token(mention.first).span;
        let takes_part = parties.iter().any(|party| party.contains(span));
        if closes || takes_part || !mention.entries.iter().any(|entry| is_place(*entry)) {
            continue;
        }
        let Some(case) = locative_case(tree, mention) else {
            continue;
        };
        let anchor = top(tree, mention);
        let near = if tree.is_below(anchor, at.node) {
            3
        } else if tree.is_below(anchor, clause) {
            2
        } else {
            0
        };
        if near == 0 && own_words || !may_be_place(mention) {
            continue;
        }
        let firm = i32::from(FIRM.contains(&case.as_str()));
        let exact = if names_country_only(mention) { 0 } else { 4 };
        let score = 2 * near + exact + 2 * firm;
        if firm == 0 && near < 2 {
            continue;
        }
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, mention));
        }
    }
    best.and_then(|(_, mention)| resolve(document, tree, mention))
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
    closing_place(told).and_then(|mention| resolve(document, tree, mention))
}

/// The place that a caption closes with: "in Multan, Pakistan." gives Multan.
fn closing_place<'t>(told: &'t Told<'_>) -> Option<&'t Mention> {
    let tree = &told.tree;
    let is_last = |mention: &Mention| {
        (mention.last + 1..tree.len()).all(|node| tree.upos(node) == Upos::Punct)
    };
    let places = || {
        told.mentions
            .iter()
            .filter(|mention| mention.entries.iter().any(|entry| is_place(*entry)))
    };
    let last = places().find(|mention| is_last(mention))?;
    let before = places()
        .find(|mention| mention.last + 2 == last.first && tree.form(mention.last + 1) == ",");
    let mention = before.unwrap_or(last);
    let preposition = mention.first.checked_sub(1)?;
    FIRM.contains(&tree.lemma(preposition)).then_some(mention)
}

/// A name that is a person's or a party's own is no place, whatever stands before it.
fn may_be_place(mention: &Mention) -> bool {
    !mention
        .entries
        .iter()
        .any(|entry| matches!(entry, NameEntry::Person(_) | NameEntry::Party(_)))
}

fn names_country_only(mention: &Mention) -> bool {
    mention
        .entries
        .iter()
        .all(|entry| matches!(entry, NameEntry::Country(_)))
}

fn top(tree: &Tree<'_>, mention: &Mention) -> Node {
    let nodes: Vec<Node> = (mention.first..=mention.last).collect();
    tree.top_of(&nodes).unwrap_or(mention.first)
}

/// The preposition that puts something at the mention: its own, or that of the unit it names ("in the town of
/// X", "in X district", "in X, Y").
fn locative_case(tree: &Tree<'_>, mention: &Mention) -> Option<String> {
    let mut node = top(tree, mention);
    for _ in 0..4 {
        let case = tree
            .children_by(node, &[Relation::Case])
            .map(|case| tree.lemma(case).to_owned())
            .find(|case| LOCATIVE.contains(&case.as_str()));
        let head = tree.head(node)?;
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
        match case {
            Some(case) if case != "of" => return Some(case),
            _ if inside_unit && is_unit(tree, head) => node = head,
            case => return case,
        }
    }
    None
}

/// Nouns that a place name may hang on without changing what place it is.
fn is_unit(tree: &Tree<'_>, node: Node) -> bool {
    tree.upos(node) == Upos::Propn || names_unit(tree, node)
}

/// True for a noun for a kind of place: "town", "Square".
pub(crate) fn names_unit(tree: &Tree<'_>, node: Node) -> bool {
    matches!(
        tree.lemma(node),
        "town"
            | "city"
            | "village"
            | "district"
            | "province"
            | "region"
            | "area"
            | "state"
            | "capital"
            | "camp"
            | "suburb"
            | "neighborhood"
            | "neighbourhood"
            | "quarter"
            | "valley"
            | "island"
            | "county"
            | "department"
            | "governorate"
            | "agency"
            | "enclave"
            | "strip"
            | "border"
            | "port"
            | "stronghold"
            | "center"
            | "centre"
            | "outskirt"
            | "part"
            | "north"
            | "south"
            | "east"
            | "west"
            | "territory"
            | "zone"
            | "square"
            | "market"
            | "hotel"
            | "mosque"
            | "base"
            | "airport"
    )
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

fn resolve(document: &Document<'_>, tree: &Tree<'_>, mention: &Mention) -> Option<Place> {
    let knowledge = document.knowledge;
    let nodes: Vec<Node> = (mention.first..=mention.last).collect();
    let span = Some(Quote::new(tree.text, tree.span_of(&nodes)));
    let entry = best_entry(document, &mention.entries)?;
    Some(match entry {
        NameEntry::Place(index) => {
            let place = &knowledge.places[index as usize];
            Place {
                name: Some(place.name.clone()),
                country: place.country.clone(),
                admin1: place.admin1.clone(),
                lat: Some(place.lat),
                lon: Some(place.lon),
                geonames: place.geonames,
                span,
                inferred: None,
            }
        }
        NameEntry::Capital(index) => {
            let country = &knowledge.countries[index as usize];
            Place {
                name: span.as_ref().map(|quote| quote.text.clone()),
                country: Some(country.code.clone()),
                admin1: None,
                lat: None,
                lon: None,
                geonames: None,
                span,
                inferred: None,
            }
        }
        NameEntry::Country(index) => {
            let country = &knowledge.countries[index as usize];
            Place {
                name: Some(country.name.clone()),
                country: Some(country.code.clone()),
                admin1: None,
                lat: None,
                lon: None,
                geonames: None,
                span,
                inferred: None,
            }
        }
        _ => return None,
    })
}

/// Of the places that share a name: one in the country that the report is about, one in a country that it
/// names, a country itself, else the first of the table.
fn best_entry(document: &Document<'_>, entries: &[NameEntry]) -> Option<NameEntry> {
    let of = |wanted: &dyn Fn(&str) -> bool| {
        entries.iter().copied().find(|entry| {
            matches!(entry, NameEntry::Place(_)) && document.country_of(*entry).is_some_and(wanted)
        })
    };
    of(&|code| Some(code) == document.main_country.as_deref())
        .or_else(|| of(&|code| names_country(document, code)))
        .or_else(|| {
            entries
                .iter()
                .copied()
                .find(|entry| matches!(entry, NameEntry::Country(_)))
        })
        .or_else(|| {
            entries
                .iter()
                .copied()
                .find(|entry| matches!(entry, NameEntry::Place(_)))
        })
        .or_else(|| entries.iter().copied().find(|entry| is_place(*entry)))
}

fn names_country(document: &Document<'_>, code: &str) -> bool {
    document
        .sentences
        .iter()
        .flat_map(|told| &told.mentions)
        .any(|mention| {
            mention.entries.iter().any(|entry| {
                matches!(
                    entry,
                    NameEntry::Country(_) | NameEntry::Adjective(_) | NameEntry::People(_)
                ) && document.country_of(*entry) == Some(code)
            })
        })
}
