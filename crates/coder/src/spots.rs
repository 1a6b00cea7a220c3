//! Phrases of a sentence that say where something is: names of places with the nouns they hang on ("the Panjwayi
//! district", "Balata refugee camp", "northern Mogadishu"), and names that no table has beside a noun for a place ("the
//! town of Aliosan").

use relata_knowledge::NameEntry;
use relata_language::{Relation, Upos, Xpos};

use crate::document::{Document, Mention, Told};
use crate::things;
use crate::tree::{Node, Tree};

/// A phrase that names a place.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// The word by which the phrase hangs in its sentence.
    pub(crate) top: Node,
    /// The words as written, in a row.
    pub(crate) first: Node,
    pub(crate) last: Node,
    /// What the tables know: the number of the mention in its sentence.
    pub(crate) mention: Option<usize>,
    /// The name, where it is not the mention's own: a building or camp, or a name that no table has.
    pub(crate) name: Option<String>,
    /// "The Jordanian capital": the country whose capital is meant.
    pub(crate) capital_of: Option<String>,
}

/// True if a name may be a place.
pub(crate) fn is_place(entry: NameEntry) -> bool {
    matches!(
        entry,
        NameEntry::Place(_) | NameEntry::Country(_) | NameEntry::Capital(_)
    )
}

/// True for a noun for a kind of place: "town", "square".
pub(crate) fn names_unit(document: &Document<'_>, tree: &Tree<'_>, node: Node) -> bool {
    is_unit(document, tree, node) || is_site(document, tree, node)
}

/// A noun that says what kind of unit its name is, and no more.
fn is_unit(document: &Document<'_>, tree: &Tree<'_>, node: Node) -> bool {
    is_noun(tree, node) && things::is_of(document.knowledge, tree, node, "unit")
}

/// A noun for a place of its own within the place whose name it bears.
fn is_site(document: &Document<'_>, tree: &Tree<'_>, node: Node) -> bool {
    is_noun(tree, node)
        && !matches!(tree.xpos(node), Xpos::Nns | Xpos::Nnps)
        && things::is_of(document.knowledge, tree, node, "site")
}

fn is_noun(tree: &Tree<'_>, node: Node) -> bool {
    matches!(tree.upos(node), Upos::Noun | Upos::Propn)
}

/// The spots of a sentence, in text order.
pub(crate) fn find(document: &Document<'_>, told: &Told<'_>) -> Vec<Spot> {
    let tree = &told.tree;
    let mut spots: Vec<Spot> = (0..told.mentions.len())
        .filter_map(|number| of_mention(document, told, number))
        .collect();
    for node in 0..tree.len() {
        let is_taken = |spot: &Spot| (spot.first..=spot.last).contains(&node);
        if names_unit(document, tree, node)
            && !spots.iter().any(is_taken)
            && let Some(spot) =
                of_capital(document, told, node).or_else(|| of_noun(document, told, node))
            && !spots
                .iter()
                .any(|known| known.first <= spot.last && spot.first <= known.last)
        {
            spots.push(spot);
        }
    }
    spots.sort_by_key(|spot| spot.first);
    let within: Vec<bool> = spots
        .iter()
        .map(|spot| has_part(document, tree, spot, &spots))
        .collect();
    let mut within = within.into_iter();
    spots.retain(|_| !within.next().unwrap_or(false));
    spots
}

/// "Manila's southern suburb of Pasay": the owner of a unit that has a name of its own only says where that lies.
fn has_part(document: &Document<'_>, tree: &Tree<'_>, spot: &Spot, spots: &[Spot]) -> bool {
    tree.relation(spot.top) == Relation::NmodPoss
        && tree.head(spot.top).is_some_and(|unit| {
            is_unit(document, tree, unit)
                && spots.iter().any(|other| {
                    other.first > unit
                        && (other.top == unit
                            || tree.head(other.top) == Some(unit) && tree.has_case(other.top, "of"))
                })
        })
}

/// "20 miles north of Mosul", "6km from Daquq": the first word of the distance before a name.
pub(crate) fn distance_before(tree: &Tree<'_>, first: Node) -> Option<Node> {
    let case = first
        .checked_sub(1)
        .filter(|case| matches!(tree.lemma(*case), "of" | "from"))?;
    let mut unit = case.checked_sub(1)?;
    while is_side(tree.form(unit)) || tree.form(unit) == "away" {
        unit = unit.checked_sub(1)?;
    }
    let measure = tree.form(unit).to_lowercase();
    let name = measure.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_length = matches!(
        name,
        "km" | "kilometres" | "kilometers" | "miles" | "mile" | "metres" | "meters" | "kms" | "m"
    );
    let number = if name.len() < measure.len() {
        Some(unit)
    } else {
        unit.checked_sub(1)
            .filter(|number| tree.upos(*number) == Upos::Num)
    };
    number.filter(|_| is_length)
}

/// A name that is a person's or a party's own is no place, whatever stands before it.
fn may_be_place(mention: &Mention) -> bool {
    mention.entries.iter().any(|entry| is_place(*entry))
        && !mention
            .entries
            .iter()
            .any(|entry| matches!(entry, NameEntry::Person(_) | NameEntry::Party(_)))
}

fn of_mention(document: &Document<'_>, told: &Told<'_>, number: usize) -> Option<Spot> {
    let tree = &told.tree;
    let mention = told
        .mentions
        .get(number)
        .filter(|mention| may_be_place(mention))?;
    let nodes: Vec<Node> = (mention.first..=mention.last).collect();
    let mut top = tree.top_of(&nodes).unwrap_or(mention.first);
    let (mut first, mut last) = (mention.first, mention.last);
    let mut name = None;
    while let Some(head) = tree.head(top).map(|head| compound_head(tree, head)) {
        let is_part = matches!(
            tree.relation(top),
            Relation::Compound
                | Relation::NmodDesc
                | Relation::NmodUnmarked
                | Relation::Flat
                | Relation::Amod
        );
        // "Mezzeh military airport": the words between belong to the name.
        let is_close = head > last
            && head - last <= 3
            && (last + 1..head).all(|node| tree.is_below(node, head) && is_word(tree, node));
        if !is_part || !is_close {
            break;
        }
        let is_country = mention
            .entries
            .iter()
            .any(|entry| matches!(entry, NameEntry::Country(_)));
        if is_site(document, tree, head) && !is_country {
            (top, last) = (head, head);
            name = Some(form_of(tree, first, last));
        } else if is_unit(document, tree, head) {
            (top, last) = (head, head);
            let is_within = matches!(
                tree.lemma(head),
                "suburb" | "neighborhood" | "neighbourhood" | "outskirt" | "outskirts" | "quarter"
            );
            if is_within {
                name = Some(form_of(tree, first, last));
            }
        } else {
            break;
        }
        if mention.last != last && tree.upos(head) == Upos::Propn && !is_site(document, tree, head)
        {
            break;
        }
    }
    // "US aid": a word that is the country's adjective too says whose it is, before a noun that is no place.
    let is_adjective = mention
        .entries
        .iter()
        .any(|entry| matches!(entry, NameEntry::Adjective(_)));
    let describes = matches!(tree.relation(top), Relation::Compound | Relation::Amod);
    if is_adjective && describes {
        return None;
    }
    if let Some(side) = first.checked_sub(1)
        && is_side(tree.form(side))
        && tree.is_below(side, top)
    {
        first = side;
    }
    Some(Spot {
        top,
        first,
        last,
        mention: Some(number),
        name,
        capital_of: None,
    })
}

/// "Balata refugee camp": a compound within a compound hangs on its last noun.
fn compound_head(tree: &Tree<'_>, node: Node) -> Node {
    match tree.head(node) {
        Some(head) if tree.relation(node) == Relation::Compound && head == node + 1 => head,
        _ => node,
    }
}

fn is_word(tree: &Tree<'_>, node: Node) -> bool {
    tree.form(node).starts_with(char::is_alphanumeric)
}

fn is_side(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "north"
            | "south"
            | "east"
            | "west"
            | "downtown"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
    )
}

fn form_of(tree: &Tree<'_>, first: Node, last: Node) -> String {
    let nodes: Vec<Node> = (first..=last).collect();
    tree.span_of(&nodes)
        .of(tree.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// "The Jordanian capital", "the capital of Jordan", "the capital" of the country that the report is about.
fn of_capital(document: &Document<'_>, told: &Told<'_>, noun: Node) -> Option<Spot> {
    let tree = &told.tree;
    if tree.lemma(noun) != "capital" || tree.has_child(noun, &[Relation::Appos, Relation::Compound])
    {
        return None;
    }
    let entry_of = |node: Node| -> Option<String> {
        let mention = told.mentions.get(told.mention_at[node]?)?;
        let entry = mention
            .entries
            .iter()
            .find(|entry| matches!(entry, NameEntry::Adjective(_) | NameEntry::Country(_)))?;
        document.country_of(*entry).map(str::to_owned)
    };
    let named = tree
        .children_by(noun, &[Relation::Amod, Relation::Nmod, Relation::NmodPoss])
        .find_map(entry_of);
    let is_bare = tree
        .children_by(noun, &[Relation::Det])
        .any(|det| tree.lemma(det) == "the")
        && !tree.has_child(noun, &[Relation::Amod, Relation::Nmod, Relation::NmodPoss]);
    let code = named.or_else(|| document.main_country.clone().filter(|_| is_bare))?;
    let first = tree
        .name_phrase(noun)
        .first()
        .copied()
        .unwrap_or(noun)
        .min(noun);
    Some(Spot {
        top: noun,
        first,
        last: noun,
        mention: None,
        name: None,
        capital_of: Some(code),
    })
}

/// A name that no table has, by the noun beside it: "Bab al-Mu'adham area", "the town of Aliosan", "Radisson Hotel".
fn of_noun(document: &Document<'_>, told: &Told<'_>, noun: Node) -> Option<Spot> {
    let tree = &told.tree;
    let is_name = |node: Node| {
        let form = tree.form(node);
        tree.upos(node) == Upos::Propn
            && form.starts_with(char::is_uppercase)
            && told.mention_at[node].is_none()
    };
    let is_joint = |node: Node| {
        matches!(tree.form(node), "-" | "‑" | "'" | "’" | "al" | "el")
            && told.mention_at[node].is_none()
    };
    if let Some(name) = tree
        .children_by(noun, &[Relation::Nmod])
        .find(|child| tree.has_case(*child, "of") && is_name(*child))
    {
        let mut first = name;
        while let Some(before) = first
            .checked_sub(1)
            .filter(|node| is_name(*node) || is_joint(*node))
        {
            first = before;
        }
        let mut last = name;
        while last + 1 < tree.len()
            && (is_name(last + 1)
                || is_joint(last + 1) && last + 2 < tree.len() && is_name(last + 2))
        {
            last += 1;
        }
        let is_behind = first > noun;
        return (is_behind && is_unit(document, tree, noun)).then(|| Spot {
            top: noun,
            first,
            last,
            mention: None,
            name: Some(form_of(tree, first, last)),
            capital_of: None,
        });
    }
    // "the Bedouin town of Rahat": the name stands behind.
    let is_named_behind = matches!(
        tree.lemma(noun),
        "town" | "city" | "village" | "state" | "province"
    ) && tree
        .children_by(noun, &[Relation::Nmod])
        .any(|child| tree.has_case(child, "of"));
    if is_named_behind {
        return None;
    }
    // "Sabboura, an area outside Damascus"
    if tree.relation(noun) == Relation::Appos
        && let Some(name) = tree
            .head(noun)
            .filter(|head| *head < noun && is_name(*head))
        && is_unit(document, tree, noun)
    {
        let mut first = name;
        while let Some(before) = first
            .checked_sub(1)
            .filter(|node| is_name(*node) || is_joint(*node))
        {
            first = before;
        }
        return Some(Spot {
            top: name,
            first,
            last: name,
            mention: None,
            name: Some(form_of(tree, first, name)),
            capital_of: None,
        });
    }
    // Words between name and noun: "Qayyara air base".
    let mut behind = noun;
    for _ in 0..2 {
        match behind.checked_sub(1) {
            Some(node) if tree.upos(node) == Upos::Noun && tree.is_below(node, noun) => {
                behind = node
            }
            _ => break,
        }
    }
    let mut first = behind;
    while let Some(before) = first
        .checked_sub(1)
        .filter(|node| is_name(*node) || is_joint(*node))
    {
        first = before;
    }
    while first < behind && is_joint(first) && !matches!(tree.form(first), "al" | "el") {
        first += 1;
    }
    let is_named = (first..behind).any(is_name) && first > 0;
    if !is_named || tree.form(first).len() < 3 && behind - first == 1 {
        return None;
    }
    let is_site = is_site(document, tree, noun);
    let name = if is_site {
        form_of(tree, first, noun)
    } else {
        form_of(tree, first, behind - 1)
    };
    Some(Spot {
        top: noun,
        first,
        last: noun,
        mention: None,
        name: Some(name),
        capital_of: None,
    })
}
