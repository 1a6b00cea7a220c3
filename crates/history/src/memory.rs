//! A shelf in memory: for what is not kept in a database, and for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::rc::Rc;

use crate::archive::Shelf;
use crate::blocks::Keys;
use crate::cluster::Decision;
use crate::family::{FamilyShelf, Sketch};
use crate::traits::Traits;

/// Tellings, keys, pairs and happenings in memory.
#[derive(Debug, Default)]
pub struct MemoryShelf {
    traits: BTreeMap<String, (Rc<Traits>, Keys)>,
    entered: BTreeMap<String, BTreeSet<String>>,
    pairs: BTreeMap<String, BTreeSet<String>>,
    decisions: Vec<Decision>,
    happening: BTreeMap<String, String>,
    sketches: BTreeMap<String, Sketch>,
    marks: BTreeMap<u64, BTreeSet<String>>,
    versions: BTreeMap<String, BTreeSet<String>>,
    family: BTreeMap<String, String>,
}

impl MemoryShelf {
    /// Keeps a decision; whoever calls regroups the two tellings.
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    /// The family of each report, by the name of its earliest version.
    pub fn families(&self) -> &BTreeMap<String, String> {
        &self.family
    }

    /// Each happening with its tellings.
    pub fn happenings(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut happenings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (id, happening) in &self.happening {
            happenings
                .entry(happening.clone())
                .or_default()
                .insert(id.clone());
        }
        happenings
    }
}

impl Shelf for MemoryShelf {
    type Error = Infallible;

    fn traits(&mut self, id: &str) -> Result<Option<Rc<Traits>>, Infallible> {
        Ok(self.traits.get(id).map(|(traits, _)| Rc::clone(traits)))
    }

    fn under(&mut self, keys: &BTreeSet<String>) -> Result<BTreeSet<String>, Infallible> {
        let found = keys.iter().filter_map(|key| self.entered.get(key));
        Ok(found.flatten().cloned().collect())
    }

    fn enter(&mut self, traits: &Rc<Traits>, keys: &Keys) -> Result<(), Infallible> {
        for key in &keys.own {
            self.entered
                .entry(key.clone())
                .or_default()
                .insert(traits.id.clone());
        }
        self.traits
            .insert(traits.id.clone(), (Rc::clone(traits), keys.clone()));
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), Infallible> {
        if let Some((_, keys)) = self.traits.remove(id) {
            for key in &keys.own {
                if let Some(list) = self.entered.get_mut(key) {
                    list.remove(id);
                }
            }
        }
        for other in self.pairs.remove(id).unwrap_or_default() {
            if let Some(list) = self.pairs.get_mut(&other) {
                list.remove(id);
            }
        }
        self.happening.remove(id);
        Ok(())
    }

    fn paired(&mut self, id: &str) -> Result<BTreeSet<String>, Infallible> {
        Ok(self.pairs.get(id).cloned().unwrap_or_default())
    }

    fn pair(&mut self, one: &str, other: &str, _: i32) -> Result<(), Infallible> {
        for (from, to) in [(one, other), (other, one)] {
            self.pairs
                .entry(from.to_owned())
                .or_default()
                .insert(to.to_owned());
        }
        Ok(())
    }

    fn decisions(&mut self, id: &str) -> Result<Vec<Decision>, Infallible> {
        let about = |decision: &&Decision| decision.one == id || decision.other == id;
        Ok(self.decisions.iter().filter(about).cloned().collect())
    }

    fn group(&mut self, id: &str, members: &[String]) -> Result<(), Infallible> {
        for member in members {
            self.happening.insert(member.clone(), id.to_owned());
        }
        Ok(())
    }
}

impl FamilyShelf for MemoryShelf {
    type Error = Infallible;

    fn sketch(&mut self, id: &str) -> Result<Option<Sketch>, Infallible> {
        Ok(self.sketches.get(id).cloned())
    }

    fn under(&mut self, key: u64) -> Result<Vec<String>, Infallible> {
        let found = self.marks.get(&key).into_iter().flatten();
        Ok(found.cloned().collect())
    }

    fn enter(&mut self, sketch: &Sketch, keys: &BTreeSet<u64>) -> Result<(), Infallible> {
        for key in keys {
            self.marks
                .entry(*key)
                .or_default()
                .insert(sketch.id.clone());
        }
        self.sketches.insert(sketch.id.clone(), sketch.clone());
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), Infallible> {
        if let Some(sketch) = self.sketches.remove(id) {
            for key in sketch.keys().0 {
                if let Some(list) = self.marks.get_mut(&key) {
                    list.remove(id);
                }
            }
        }
        for other in self.versions.remove(id).unwrap_or_default() {
            if let Some(list) = self.versions.get_mut(&other) {
                list.remove(id);
            }
        }
        self.family.remove(id);
        Ok(())
    }

    fn versions(&mut self, id: &str) -> Result<BTreeSet<String>, Infallible> {
        Ok(self.versions.get(id).cloned().unwrap_or_default())
    }

    fn pair(&mut self, one: &str, other: &str) -> Result<(), Infallible> {
        for (from, to) in [(one, other), (other, one)] {
            self.versions
                .entry(from.to_owned())
                .or_default()
                .insert(to.to_owned());
        }
        Ok(())
    }

    fn family(&mut self, name: &str, members: &BTreeSet<String>) -> Result<(), Infallible> {
        for member in members {
            self.family.insert(member.clone(), name.to_owned());
        }
        Ok(())
    }
}
