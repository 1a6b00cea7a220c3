//! Things that deeds of force strike: the buildings, vehicles and works that a report names as attacked.

use relata_language::Relation;
use relata_record::{EventType, Span};

use crate::acts::{Act, Acts};
use crate::document::Document;
use crate::slots;
use crate::things;
use crate::tree::{Node, Tree};

/// A thing that a deed struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struck {
    /// The word that tells the deed.
    pub act: Span,
    /// The phrase that names the thing, without what a clause tells of it.
    pub thing: Span,
    /// The noun of that phrase.
    pub noun: Span,
}

/// Where a deed has what it strikes.
const SLOTS: [&str; 6] = ["object", "on", "against", "at", "into", "of"];

/// Where a blast has it too; people shot in a house were not shot for the house.
const SLOTS_OF_BLASTS: [&str; 3] = ["in", "outside", "near"];

/// Classes of things that can be struck.
const CLASSES: [&str; 4] = ["building", "vehicle", "civil-vehicle", "works"];

/// The things that the deeds of a report strike, in text order.
pub(crate) fn find(document: &Document<'_>, acts: &Acts) -> Vec<Struck> {
    let mut found: Vec<Struck> = Vec::new();
    for act in acts.by_word.values() {
        if act.rule(document.knowledge).event_type != Some(EventType::Assault) {
            continue;
        }
        for struck in of_act(document, act) {
            if !found.iter().any(|known| known.noun == struck.noun) {
                found.push(struck);
            }
        }
    }
    found
}

fn of_act<'d>(document: &'d Document<'_>, act: &'d Act) -> impl Iterator<Item = Struck> + 'd {
    let tree = document.tree(act.at);
    let modes = &act.rule(document.knowledge).modes;
    let is_blast = modes.iter().any(|mode| mode.as_str() == "explosives");
    let of_blast = SLOTS_OF_BLASTS.iter().filter(move |_| is_blast);
    SLOTS
        .iter()
        .chain(of_blast)
        .flat_map(|slot| slots::fill(tree, act.at.node, act.carrier, slot))
        .map(|node| things::content_head(tree, node))
        .filter(|node| {
            CLASSES
                .iter()
                .any(|class| things::is_of(document.knowledge, tree, *node, class))
        })
        .map(|node| Struck {
            act: tree.token(act.at.node).span,
            thing: tree.span_of(&phrase(tree, node)),
            noun: tree.token(node).span,
        })
}

/// The noun with what stands before it and its phrases with "of".
fn phrase(tree: &Tree<'_>, noun: Node) -> Vec<Node> {
    let mut nodes = vec![noun];
    let mut open = vec![noun];
    while let Some(node) = open.pop() {
        for child in tree.children(node) {
            let stays = match tree.relation(*child) {
                Relation::Compound
                | Relation::Amod
                | Relation::Flat
                | Relation::NmodPoss
                | Relation::NmodDesc
                | Relation::Nummod => true,
                Relation::Nmod => tree.has_case(*child, "of"),
                Relation::Case => node != noun,
                Relation::Det => node != noun,
                _ => false,
            };
            if stays {
                nodes.push(*child);
                open.push(*child);
            }
        }
    }
    nodes
}
