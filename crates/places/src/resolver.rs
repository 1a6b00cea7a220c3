//! Which place of its name a toponym means.

use crate::features::{FEATURES, Scene};
use crate::file::Alias;
use crate::forest::{Forest, probability};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::known::Toponym;

/// A toponym's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// The place.
    pub place: PlaceId,
    /// How the name belongs to it.
    pub alias: Alias,
    /// How sure the choice is, from 0 to 1.
    pub probability: f64,
    /// How many places bear the name.
    pub candidates: usize,
}

/// Chooses among places of one name.
#[derive(Debug)]
pub struct Resolver {
    gazetteer: Gazetteer,
    forest: Forest,
}

impl Resolver {
    /// A resolver with this gazetteer and these trees.
    pub fn new(gazetteer: Gazetteer, forest: Forest) -> Self {
        Self { gazetteer, forest }
    }

    /// The gazetteer.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The most likely place of each toponym; None where no place bears its name. Whoever asks decides how sure a
    /// pick has to be.
    pub fn resolve(&self, text: &str, toponyms: &[Toponym]) -> Vec<Option<Pick>> {
        let mut scene = Scene::new(&self.gazetteer, text, toponyms);
        let first = self.round(&scene, toponyms.len());
        // The second look sees where the first one put the other names.
        for (toponym, best) in first.iter().enumerate() {
            if let (Some((candidate, _)), Some(Some(group))) = (best, scene.group_of.get(toponym)) {
                scene.groups[*group].pick = Some(*candidate);
            }
        }
        let second = self.round(&scene, toponyms.len());
        second
            .iter()
            .enumerate()
            .map(|(toponym, best)| {
                let (candidate, sum) = (*best)?;
                let group = &scene.groups[scene.group_of.get(toponym).copied().flatten()?];
                let known = group.candidates.get(candidate)?;
                Some(Pick {
                    place: known.place,
                    alias: known.alias,
                    probability: probability(sum),
                    candidates: group.candidates.len(),
                })
            })
            .collect()
    }

    /// The best candidate of each toponym and its sum; of equals the more prominent one.
    fn round(&self, scene: &Scene, toponyms: usize) -> Vec<Option<(usize, f64)>> {
        (0..toponyms)
            .map(|toponym| {
                let mut best: Option<(usize, f64)> = None;
                let within = scene.within_parents(&self.gazetteer, toponym);
                for (candidate, row) in scene.rows(&self.gazetteer, toponym).iter().enumerate() {
                    // "Tripoli in northern Lebanon": what is said of it goes before how known it is.
                    if !within.is_empty() && !within.contains(&candidate) {
                        continue;
                    }
                    let sum = self.forest.sum(row);
                    if best.is_none_or(|(_, known)| sum > known) {
                        best = Some((candidate, sum));
                    }
                }
                best
            })
            .collect()
    }

    /// Numbers and places of every candidate of every toponym: what trees are learnt from.
    pub fn rows(
        gazetteer: &Gazetteer,
        text: &str,
        toponyms: &[Toponym],
    ) -> Vec<Vec<(PlaceId, [f32; FEATURES])>> {
        let scene = Scene::new(gazetteer, text, toponyms);
        (0..toponyms.len())
            .map(|toponym| {
                let places = scene
                    .group_of
                    .get(toponym)
                    .copied()
                    .flatten()
                    .map(|group| {
                        scene.groups[group]
                            .candidates
                            .iter()
                            .map(|known| known.place)
                    })
                    .into_iter()
                    .flatten();
                places.zip(scene.rows(gazetteer, toponym)).collect()
            })
            .collect()
    }
}
