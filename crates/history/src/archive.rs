//! Keeps happenings up to date as tellings come and go, at a cost that grows with what is new.
//!
//! What is kept are tellings, their keys, and the pairs that join; the happenings of a group of tellings follow
//! from these alone. So the same tellings give the same happenings, however they came.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use relata_knowledge::{MergingTable, TalksTable};

use crate::blocks::{Keys, keys};
use crate::cluster::{Decision, Edge, cluster};
use crate::compare::weigh;
use crate::telling::TellingId;
use crate::traits::Traits;

/// Where tellings, keys, pairs and happenings are kept.
pub trait Shelf {
    /// What can go wrong with it.
    type Error;

    /// The traits of a telling.
    fn traits(&mut self, id: TellingId) -> Result<Option<Rc<Traits>>, Self::Error>;
    /// The tellings that are entered under any of `keys`, each once, in the order of their ids.
    fn under(&mut self, keys: &BTreeSet<String>) -> Result<Vec<TellingId>, Self::Error>;
    /// Enters a telling under its keys.
    fn enter(&mut self, traits: &Rc<Traits>, keys: &Keys) -> Result<(), Self::Error>;
    /// Takes a telling out, with its keys and pairs.
    fn remove(&mut self, id: TellingId) -> Result<(), Self::Error>;
    /// The tellings with which one is paired, each with the points of the pair.
    fn paired(&mut self, id: TellingId) -> Result<Vec<(TellingId, i32)>, Self::Error>;
    /// Writes down that two tellings are a pair.
    fn pair(&mut self, one: TellingId, other: TellingId, points: i32) -> Result<(), Self::Error>;
    /// What people have decided about a telling.
    fn decisions(&mut self, id: TellingId) -> Result<Vec<Decision>, Self::Error>;
    /// Writes down that `members` are one happening, which is called `id`.
    fn group(&mut self, id: TellingId, members: &[TellingId]) -> Result<(), Self::Error>;
}

/// The tables that decide.
#[derive(Debug, Clone)]
pub struct Tables {
    /// Points and thresholds.
    pub merging: MergingTable,
    /// Factions, and the moves of talks.
    pub talks: TalksTable,
}

impl Tables {
    /// The tables that ship with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded() -> Result<Self, relata_knowledge::Error> {
        Ok(Self {
            merging: MergingTable::embedded()?,
            talks: TalksTable::embedded()?,
        })
    }

    /// The same tables have the same name.
    pub fn version(&self) -> String {
        crate::telling::short_hash(&format!("{}{}", self.merging.hash(), self.talks.hash()))
    }
}

/// Takes tellings out and puts others in; the happenings that this touches are formed anew. How many those were.
pub fn update<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    gone: &[TellingId],
    new: Vec<Traits>,
) -> Result<usize, S::Error> {
    let mut touched: BTreeSet<TellingId> = BTreeSet::new();
    for id in gone.iter().copied() {
        touched.extend(shelf.paired(id)?.into_iter().map(|(other, _)| other));
        touched.extend(decided(shelf, id)?);
        shelf.remove(id)?;
    }
    for traits in new {
        let traits = Rc::new(traits);
        let keys = keys(&traits);
        for other in shelf.under(&keys.asked)? {
            if let Some(found) = shelf.traits(other)? {
                let weight = weigh(&tables.merging, &traits, &found);
                if weight.joins() {
                    shelf.pair(traits.id, other, weight.points)?;
                }
            }
        }
        shelf.enter(&traits, &keys)?;
        touched.insert(traits.id);
    }
    regroup(shelf, tables, touched)
}

/// Forms anew the happenings of the tellings `touched`, and of all that hang together with them.
pub fn regroup<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    touched: BTreeSet<TellingId>,
) -> Result<usize, S::Error> {
    let mut done: BTreeSet<TellingId> = BTreeSet::new();
    let mut n_groups = 0;
    for start in touched {
        if done.contains(&start) || shelf.traits(start)?.is_none() {
            continue;
        }
        let mut members: BTreeMap<TellingId, Rc<Traits>> = BTreeMap::new();
        let mut decisions: BTreeSet<Decision> = BTreeSet::new();
        let mut edges: Vec<Edge> = Vec::new();
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if members.contains_key(&id) {
                continue;
            }
            let Some(traits) = shelf.traits(id)? else {
                continue;
            };
            members.insert(id, traits);
            for (other, points) in shelf.paired(id)? {
                if id < other {
                    edges.push((points, id, other));
                }
                open.push(other);
            }
            open.extend(decided(shelf, id)?);
            decisions.extend(shelf.decisions(id)?);
        }
        let tellings: BTreeMap<TellingId, &Traits> = members
            .iter()
            .map(|(id, traits)| (*id, traits.as_ref()))
            .collect();
        let decisions: Vec<Decision> = decisions.into_iter().collect();
        for group in cluster(&tables.merging, &tellings, &edges, &decisions) {
            let first = group
                .iter()
                .filter_map(|id| tellings.get(id))
                .min_by_key(|traits| (traits.published.is_none(), traits.published, traits.id));
            if let Some(first) = first {
                shelf.group(first.id, &group)?;
                n_groups += 1;
            }
        }
        done.extend(members.into_keys());
    }
    Ok(n_groups)
}

/// The tellings with which a person has joined one.
fn decided<S: Shelf>(shelf: &mut S, id: TellingId) -> Result<Vec<TellingId>, S::Error> {
    let decisions = shelf.decisions(id)?;
    let joined = decisions.into_iter().filter(|decision| decision.joins);
    Ok(joined
        .map(|decision| {
            if decision.one == id {
                decision.other
            } else {
                decision.one
            }
        })
        .collect())
}
