//! Learns which earlier mention is meant: a log-linear model over all that may be, learnt with the costs of its faults
//! added, by AdaGrad. One thread, a fixed order and our own exponential: the same documents give the same bytes.

use std::collections::BTreeMap;

use relata_coreference::weights::{BITS, Weights};
use relata_coreference::{Detected, Resolver};
use relata_language::Sentence;

use super::gold::{Document, Place};
use crate::network::matrix::exp;
use crate::random::Random;

/// How it is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Rounds over the documents.
    pub epochs: usize,
    /// Size of a step.
    pub rate: f32,
    /// What keeps weights small.
    pub decay: f32,
    /// Share of the features that are left out at each mention, so that none is relied on alone.
    pub dropout: f32,
    /// Cost of linking what is new.
    pub false_link: f32,
    /// Cost of taking for new what is not.
    pub missed_link: f32,
    /// Cost of linking to the wrong one.
    pub wrong_link: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            rate: 0.02,
            decay: 0.0,
            dropout: 0.3,
            false_link: 0.3,
            missed_link: 2.0,
            wrong_link: 1.0,
        }
    }
}

impl Settings {
    /// Sets a field by its name with dashes; false where there is none.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        match name {
            "epochs" => self.epochs = value.max(0.0) as usize,
            "rate" => self.rate = value as f32,
            "dropout" => self.dropout = value as f32,
            "decay" => self.decay = value as f32,
            "false-link" => self.false_link = value as f32,
            "missed-link" => self.missed_link = value as f32,
            "wrong-link" => self.wrong_link = value as f32,
            _ => return false,
        }
        true
    }
}

/// Weights are stored in so many steps for one.
const STEPS: f32 = 32.0;

struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    settings: Settings,
    /// Features of what may be meant, one after the other, and where each ends.
    features: Vec<u32>,
    ends: Vec<usize>,
    scores: Vec<f32>,
    /// Sum of the weights after each document of the later rounds, whose mean is stored.
    sums: Vec<f32>,
    summed: usize,
    random: Random,
}

/// Learns the table of weights; `watch` is told of each round.
pub fn learn(
    documents: &[(Document, Vec<Sentence>)],
    clusters: &[(u64, u16)],
    settings: Settings,
    watch: &dyn Fn(usize, &Resolver),
) -> Vec<u8> {
    let weights = Weights::untrained(clusters);
    let cases: Vec<(Detected, Vec<Option<usize>>)> = documents
        .iter()
        .map(|(document, sentences)| {
            let detected = Detected::new(&document.text, sentences, &weights);
            let chains = gold_chains(document, sentences, &detected);
            (detected, chains)
        })
        .collect();
    let mut learner = Learner {
        weights: vec![0.0; 1 << BITS],
        squares: vec![0.0; 1 << BITS],
        settings,
        features: Vec::new(),
        ends: Vec::new(),
        scores: Vec::new(),
        sums: vec![0.0; 1 << BITS],
        summed: 0,
        random: Random::new(11),
    };
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut random = Random::new(7);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        for &place in &order {
            learner.read(&cases[place].0, &cases[place].1);
            if epoch > 0 {
                learner.sum();
            }
        }
        if let Ok(resolver) = Resolver::from_bytes(&learner.file(clusters)) {
            watch(epoch, &resolver);
        }
    }
    learner.file(clusters)
}

/// The chain of each mention that the treebank has too.
fn gold_chains(
    document: &Document,
    sentences: &[Sentence],
    detected: &Detected,
) -> Vec<Option<usize>> {
    let owners: BTreeMap<Place, usize> = document
        .chains
        .iter()
        .enumerate()
        .flat_map(|(chain, places)| places.iter().map(move |place| (*place, chain)))
        .collect();
    let offsets = Document::offsets(sentences);
    detected
        .mentions()
        .iter()
        .map(|mention| {
            let offset = offsets[mention.sentence];
            let place = (offset + mention.first as u32, offset + mention.last as u32);
            owners.get(&place).copied()
        })
        .collect()
}

impl Learner {
    fn read(&mut self, detected: &Detected, gold: &[Option<usize>]) {
        let mut ranking = detected.ranking();
        while let Some(current) = ranking.current() {
            let candidates = ranking.candidates();
            self.features.clear();
            self.ends.clear();
            let options = std::iter::once(None).chain(candidates.iter().copied().map(Some));
            for option in options {
                ranking.features(option, &mut |feature| {
                    if self.settings.dropout == 0.0 || self.random.part() >= self.settings.dropout {
                        self.features.push(feature);
                    }
                });
                self.ends.push(self.features.len());
            }
            let is_right =
                |place: &u32| gold[current].is_some() && gold[*place as usize] == gold[current];
            let right: Vec<bool> = candidates.iter().map(is_right).collect();
            let has_right = right.contains(&true);
            let antecedent = self.step(&right, has_right);
            let chosen = antecedent.map(|place| candidates[place]);
            // The walk goes on with what the model itself believes: that is what it will see.
            ranking.link(chosen);
        }
    }

    /// One step; gives the candidate that has the highest score without costs.
    fn step(&mut self, right: &[bool], has_right: bool) -> Option<usize> {
        let Settings {
            false_link,
            missed_link,
            wrong_link,
            ..
        } = self.settings;
        self.scores.clear();
        let mut start = 0;
        for &end in &self.ends {
            let own = &self.features[start..end];
            self.scores
                .push(own.iter().map(|place| self.weights[*place as usize]).sum());
            start = end;
        }
        let mut best = 0;
        for place in 1..self.scores.len() {
            if self.scores[place] >= self.scores[best] && self.scores[place] > self.scores[0] {
                best = place;
            }
        }
        let is_right = |place: usize| match place.checked_sub(1) {
            Some(candidate) => right[candidate],
            None => !has_right,
        };
        for (place, score) in self.scores.iter_mut().enumerate() {
            *score += match (is_right(place), place, has_right) {
                (true, ..) => 0.0,
                (_, 0, _) => missed_link,
                (_, _, true) => wrong_link,
                (_, _, false) => false_link,
            };
        }
        let top = self
            .scores
            .iter()
            .copied()
            .fold(f32::NEG_INFINITY, f32::max);
        let (mut all, mut good) = (0.0, 0.0);
        for (place, score) in self.scores.iter_mut().enumerate() {
            *score = exp(*score - top);
            all += *score;
            if is_right(place) {
                good += *score;
            }
        }
        let mut start = 0;
        for place in 0..self.ends.len() {
            let end = self.ends[place];
            let wanted = if is_right(place) {
                self.scores[place] / good.max(1e-30)
            } else {
                0.0
            };
            let slope = self.scores[place] / all - wanted;
            if slope.abs() > 1e-4 {
                for index in start..end {
                    self.change(self.features[index] as usize, slope);
                }
            }
            start = end;
        }
        best.checked_sub(1)
    }

    fn change(&mut self, place: usize, slope: f32) {
        let weight = &mut self.weights[place];
        let slope = slope + self.settings.decay * *weight;
        self.squares[place] += slope * slope;
        *weight -= self.settings.rate * slope / (self.squares[place].sqrt() + 1e-2);
    }

    fn sum(&mut self) {
        self.summed += 1;
        for (sum, weight) in self.sums.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
    }

    fn file(&self, clusters: &[(u64, u16)]) -> Vec<u8> {
        let (weights, count) = match self.summed {
            0 => (&self.weights, 1),
            count => (&self.sums, count),
        };
        let table: Vec<i8> = weights
            .iter()
            .map(|weight| (weight / count as f32 * STEPS).round().clamp(-127.0, 127.0) as i8)
            .collect();
        Weights::encode(&table, clusters)
    }
}
