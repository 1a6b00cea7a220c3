//! Learns the parser: transitions with a dynamic oracle, labels on the arcs that come out right.

use relata_language::parser::{Atom, State, Transition, label_features, transition_features};
use relata_language::tables::MAX_CLASSES;

use crate::oracle::costs;
use crate::perceptron::{Averages, Perceptron, best};
use crate::random::Random;
use crate::triple::{TripleAverages, TriplePerceptron};

/// A sentence as the parser learns it.
#[derive(Debug, Clone)]
pub struct ParsedSentence {
    /// The words with predicted tags, then the root and no word.
    pub atoms: Vec<Atom>,
    /// Gold heads; the root is the number of words.
    pub heads: Vec<u16>,
    /// Gold labels.
    pub labels: Vec<u8>,
}

/// Settings of the parser's training.
#[derive(Debug, Clone, Copy)]
pub struct ParserSettings {
    /// Number of labels.
    pub labels: usize,
    /// The label that only the root has.
    pub root: u8,
    /// How often all sentences are read.
    pub epochs: usize,
    /// By how much a right transition must lead.
    pub margin: f32,
    /// By how much a right label must lead.
    pub label_margin: f32,
    /// Seed of the order in which sentences are read.
    pub seed: u64,
}

/// The weights of transitions and labels.
pub type ParserWeights = (TripleAverages, Averages);

/// Learns from `sentences`; the same sentences give the same weights. `watch` is told after each epoch how many
/// of a thousand transitions were wrong.
pub fn train_parser(
    sentences: &[ParsedSentence],
    settings: ParserSettings,
    mut watch: impl FnMut(usize, u64),
) -> ParserWeights {
    let mut trainer = Trainer {
        settings,
        transitions: TriplePerceptron::default(),
        labels: Perceptron::default(),
        random: Random::new(settings.seed),
        state: State::default(),
        wrong: 0,
        all: 0,
    };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for epoch in 0..settings.epochs {
        (trainer.wrong, trainer.all) = (0, 0);
        trainer.random.shuffle(&mut order);
        for &place in &order {
            trainer.learn(&sentences[place], epoch > 0);
        }
        watch(epoch, trainer.wrong * 1_000 / trainer.all.max(1));
    }
    (trainer.transitions.averages(), trainer.labels.averages())
}

struct Trainer {
    settings: ParserSettings,
    transitions: TriplePerceptron,
    labels: Perceptron,
    random: Random,
    state: State,
    wrong: u64,
    all: u64,
}

impl Trainer {
    /// Goes through a sentence. With `explore`, wrong transitions are mostly followed, so that the parser learns
    /// to go on from its own errors.
    fn learn(&mut self, sentence: &ParsedSentence, explore: bool) {
        self.state.reset(sentence.heads.len());
        while let Some(transition) = self.transition(sentence, explore) {
            let label = match self.state.arc(transition) {
                Some((head, dependent)) if head != self.state.root() => {
                    self.label(sentence, head, dependent)
                }
                Some(_) => self.settings.root,
                None => 0,
            };
            self.state.apply(transition, label);
        }
    }

    fn transition(&mut self, sentence: &ParsedSentence, explore: bool) -> Option<Transition> {
        let permitted = Transition::ALL.map(|transition| self.state.permits(transition));
        let first = permitted.iter().position(|&yes| yes)?;
        if permitted.iter().filter(|&&yes| yes).count() == 1 {
            return Some(Transition::ALL[first]);
        }
        let features = transition_features(&sentence.atoms, &self.state);
        let scores = self.transitions.score(&features);
        let costs = costs(&sentence.heads, &self.state);
        let lowest = (0..3)
            .filter(|&class| permitted[class])
            .map(|class| costs[class])
            .min()?;
        let good = best(&scores, |class| permitted[class] && costs[class] == lowest)?;
        let bad = best(&scores, |class| permitted[class] && costs[class] > lowest);
        self.transitions.tick();
        self.all += 1;
        let Some(bad) = bad else {
            return Some(Transition::ALL[good]);
        };
        let missed = scores[bad] >= scores[good];
        if scores[good] - scores[bad] <= self.settings.margin {
            self.transitions.update(&features, good, bad);
        }
        self.wrong += u64::from(missed);
        let follow = missed && explore && self.random.chance(9);
        Some(Transition::ALL[if follow { bad } else { good }])
    }

    /// The label that the model gives, after it has learnt from the gold one if the arc is right.
    fn label(&mut self, sentence: &ParsedSentence, head: u16, dependent: u16) -> u8 {
        let mut scores = [0.0; MAX_CLASSES];
        let (count, root) = (self.settings.labels, usize::from(self.settings.root));
        let features = label_features(&sentence.atoms, &self.state, head, dependent);
        self.labels.score(&features, count, &mut scores);
        let found = best(&scores[..count], |class| class != root).unwrap_or(0) as u8;
        let place = usize::from(dependent);
        if sentence.heads[place] != head {
            return found;
        }
        let gold = sentence.labels[place];
        let rival = best(&scores[..count], |class| {
            class != usize::from(gold) && class != root
        })
        .unwrap_or(0) as u8;
        self.labels.tick();
        if scores[usize::from(gold)] - scores[usize::from(rival)] <= self.settings.label_margin {
            self.labels.update(&features, gold, rival);
        }
        found
    }
}
