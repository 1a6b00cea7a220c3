//! Learns the weights: a conditional random field, by AdaGrad over sentences in an order of chance.

use std::collections::BTreeMap;

use relata_language::names::{
    CLASSES, Lists, NameParts, NameSpace, NameTagger, UNIT, is_seen, may_follow, name_features,
    parts_of,
};
use relata_language::tables::{Cell, SparseRows, short_key};
use relata_language::{FastAnalyzer, Name, Sentence, Workspace};
use relata_record::Span;

use super::NamedSentence;
use crate::network::matrix::exp;
use crate::random::Random;
use crate::score::Tier;

/// How names are learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameSettings {
    /// How often all sentences are read.
    pub epochs: usize,
    /// Length of the steps.
    pub rate: f32,
    /// Share of features left out.
    pub dropout: f32,
    /// Pull of weights to zero.
    pub decay: f32,
    /// A feature must be seen this often.
    pub rare: usize,
    /// Weights nearer to zero are dropped.
    pub threshold: f32,
    /// Share of sentences read in capitals.
    pub capitals: f32,
    /// Share of sentences read without capitals.
    pub small: f32,
    /// What a sentence of a treebank with mentions counts.
    pub mentions_weight: f32,
    /// What a sentence with names that a model found counts.
    pub silver_weight: f32,
    /// Seed of chance.
    pub seed: u64,
}

impl Default for NameSettings {
    fn default() -> Self {
        Self {
            epochs: 12,
            rate: 0.1,
            dropout: 0.3,
            decay: 1e-6,
            rare: 2,
            threshold: 0.01,
            capitals: 0.05,
            small: 0.05,
            mentions_weight: 0.5,
            silver_weight: 0.5,
            seed: 1,
        }
    }
}

impl NameSettings {
    /// Changes one setting by its name, with `_` or `-` between its words; false where there is none of that name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        match name.replace('-', "_").as_str() {
            "epochs" => self.epochs = value as usize,
            "rate" => self.rate = value as f32,
            "dropout" => self.dropout = value as f32,
            "decay" => self.decay = value as f32,
            "rare" => self.rare = value as usize,
            "threshold" => self.threshold = value as f32,
            "capitals" => self.capitals = value as f32,
            "small" => self.small = value as f32,
            "seed" => self.seed = value as u64,
            "mentions_weight" => self.mentions_weight = value as f32,
            "silver_weight" => self.silver_weight = value as f32,
            _ => return false,
        }
        true
    }
}

/// A set of sentences marked by one hand. All sets share weights, and each has weights of its own beside them; the first
/// set's are those that are kept.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Its sentences.
    pub sentences: Vec<NamedSentence>,
    /// What a sentence of it counts.
    pub weight: f32,
}

/// A sentence as it is learnt.
struct Example {
    /// Numbers of features of each word; none of words that are not looked at.
    features: Vec<Option<Vec<u32>>>,
    classes: Vec<u8>,
    source: usize,
    weight: f32,
}

/// The words with a blank between each two, and where they stand.
fn spaced(forms: &[String]) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for form in forms {
        let start = text.len();
        text.push_str(form);
        spans.push(Span::new(start, text.len()));
        text.push(' ');
    }
    (text, spans)
}

/// Tags and parses a sentence of given words.
fn parse(analyzer: &FastAnalyzer, forms: &[String], space: &mut Workspace) -> Option<Sentence> {
    let (text, spans) = spaced(forms);
    analyzer.parse_tokens(&text, &spans, space)
}

/// Names that a tier finds in a sentence of given words.
pub fn find(tier: Tier<'_>, forms: &[String], space: &mut Workspace) -> Vec<Name> {
    let sentence = match tier {
        Tier::Fast(analyzer) => parse(analyzer, forms, space),
        Tier::Accurate(analyzer) => {
            let (text, spans) = spaced(forms);
            analyzer.parse_sentences(&text, &[spans]).pop()
        }
    };
    sentence.map_or_else(Vec::new, |sentence| sentence.names)
}

/// Keys of features to numbers.
type Index = BTreeMap<u64, u32>;

/// What the weights are while they are learnt.
struct Field {
    /// For each set of weights, of each feature a number for each class; the shared set is the first.
    weights: Vec<[f32; CLASSES]>,
    squares: Vec<[f32; CLASSES]>,
    steps: [[f32; CLASSES]; CLASSES],
    step_squares: [[f32; CLASSES]; CLASSES],
    features: usize,
}

/// Learns from `sources`. `analyzer` gives tags and trees; what it knows of names is not asked.
pub fn learn(
    analyzer: &FastAnalyzer,
    sources: &[Source],
    lists: (Vec<(u64, u16)>, Vec<u64>),
    settings: NameSettings,
    mut watch: impl FnMut(usize, f64, &dyn Fn() -> NameParts),
) -> NameParts {
    let table = Lists::build(&lists.0, &lists.1);
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    let mut seen: Vec<(Vec<Option<Vec<u64>>>, Vec<u8>, usize)> = Vec::new();
    let mut random = Random::new(settings.seed);
    let mut space = Workspace::default();
    let mut marks = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        for sentence in &source.sentences {
            let chance = random.part();
            let forms = sentence.forms.iter();
            let forms: Vec<String> = if chance < settings.capitals {
                forms.map(|form| form.to_uppercase()).collect()
            } else if chance < settings.capitals + settings.small {
                forms.map(|form| form.to_lowercase()).collect()
            } else {
                forms.cloned().collect()
            };
            let Some(parsed) = parse(analyzer, &forms, &mut space) else {
                continue;
            };
            let words = space.sentence();
            NameTagger::mark(&table, words, &parsed.tokens, &mut marks);
            let keys = |place: usize| -> Vec<u64> {
                name_features(words, &parsed.tokens, &marks, place)
                    .iter()
                    .map(|&hash| short_key(hash))
                    .collect()
            };
            let keys: Vec<Option<Vec<u64>>> = (0..words.len())
                .map(|place| is_seen(words, &parsed.tokens, &marks, place).then(|| keys(place)))
                .collect();
            for &key in keys.iter().flatten().flatten() {
                *counts.entry(key).or_default() += 1;
            }
            seen.push((keys, parts_of(&sentence.names, words.len()), number));
        }
    }
    let index: Index = counts
        .into_iter()
        .filter(|&(_, count)| count as usize >= settings.rare)
        .zip(0..)
        .map(|((key, _), number)| (key, number))
        .collect();
    let examples: Vec<Example> = seen
        .into_iter()
        .map(|(keys, classes, source)| Example {
            features: keys
                .iter()
                .map(|keys| {
                    let keys = keys.as_ref()?.iter();
                    Some(keys.filter_map(|key| index.get(key).copied()).collect())
                })
                .collect(),
            classes,
            source,
            weight: sources[source].weight,
        })
        .collect();
    let sets = 1 + sources.len();
    let mut field = Field {
        weights: vec![[0.0; CLASSES]; index.len() * sets],
        squares: vec![[1.0; CLASSES]; index.len() * sets],
        steps: [[0.0; CLASSES]; CLASSES],
        step_squares: [[1.0; CLASSES]; CLASSES],
        features: index.len(),
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let rate = settings.rate * (1.0 - epoch as f32 / settings.epochs as f32).max(0.05);
        let mut loss = 0.0;
        for &place in &order {
            loss += field.learn(&examples[place], rate, settings, &mut random);
        }
        let (field, index, lists) = (&field, &index, &lists);
        watch(epoch, loss / examples.len().max(1) as f64, &|| {
            field.export(index, lists, settings)
        });
    }
    field.export(&index, &lists, settings)
}

impl Field {
    /// One step on a sentence; gives what it says of how improbable the right classes were.
    fn learn(
        &mut self,
        example: &Example,
        rate: f32,
        settings: NameSettings,
        random: &mut Random,
    ) -> f64 {
        let own = (1 + example.source) * self.features;
        let kept: Vec<Option<Vec<u32>>> = example
            .features
            .iter()
            .map(|features| {
                let features = features.as_ref()?.iter().copied();
                Some(
                    features
                        .filter(|_| random.part() >= settings.dropout)
                        .collect(),
                )
            })
            .collect();
        let raise = 1.0 / (1.0 - settings.dropout);
        let scores: Vec<[f32; CLASSES]> = kept
            .iter()
            .map(|features| {
                let mut sums = [0.0; CLASSES];
                let Some(features) = features else {
                    sums[0] = 20.0;
                    return sums;
                };
                for &feature in features {
                    let (shared, own) = (
                        &self.weights[feature as usize],
                        &self.weights[own + feature as usize],
                    );
                    for ((sum, shared), own) in sums.iter_mut().zip(shared).zip(own) {
                        *sum += (shared + own) * raise;
                    }
                }
                sums
            })
            .collect();
        let (likely, pairs, right) = expected(&scores, &self.steps, &example.classes);
        for (place, features) in kept.iter().enumerate() {
            let Some(features) = features else { continue };
            let mut slope = likely[place];
            slope[usize::from(example.classes[place])] -= 1.0;
            if slope.iter().all(|slope| slope.abs() < 1e-4) {
                continue;
            }
            slope
                .iter_mut()
                .for_each(|slope| *slope *= example.weight * raise);
            for &feature in features {
                for row in [feature as usize, own + feature as usize] {
                    descend(
                        &mut self.weights[row],
                        &mut self.squares[row],
                        &slope,
                        rate,
                        settings.decay,
                    );
                }
            }
        }
        for (before, line) in pairs.iter().enumerate() {
            descend(
                &mut self.steps[before],
                &mut self.step_squares[before],
                line,
                rate,
                0.0,
            );
        }
        right
    }

    /// The weights as they are stored: those that are shared, with those of the first source.
    fn export(
        &self,
        index: &Index,
        lists: &(Vec<(u64, u16)>, Vec<u64>),
        settings: NameSettings,
    ) -> NameParts {
        let mut rows = SparseRows::default();
        for (&key, &feature) in index {
            let feature = feature as usize;
            let own = &self.weights[self.features + feature];
            let sums = self.weights[feature]
                .iter()
                .zip(own)
                .map(|(shared, own)| shared + own);
            let cells: Vec<Cell> = (0u8..)
                .zip(sums)
                .filter(|(_, weight)| weight.abs() >= settings.threshold)
                .map(|(class, weight)| {
                    Cell::new(
                        class,
                        (weight * UNIT).round().clamp(-32_000.0, 32_000.0) as i16,
                    )
                })
                .collect();
            if !cells.is_empty() {
                rows.push(key, &cells);
            }
        }
        let steps = self
            .steps
            .map(|line| line.map(|step| (step * UNIT).round().clamp(-1e6, 1e6) as i32));
        NameParts {
            rows,
            steps,
            lists: lists.0.clone(),
            starts: lists.1.clone(),
        }
    }
}

fn descend(
    weights: &mut [f32; CLASSES],
    squares: &mut [f32; CLASSES],
    slope: &[f32; CLASSES],
    rate: f32,
    decay: f32,
) {
    for ((weight, square), slope) in weights.iter_mut().zip(squares).zip(slope) {
        let slope = slope + decay * *weight;
        *square += slope * slope;
        *weight -= rate * slope / square.sqrt();
    }
}

/// What was computed of a sentence: how likely each class of each word is, the slope of the steps, and how improbable the
/// right classes are, as a logarithm.
type Expected = (Vec<[f32; CLASSES]>, [[f32; CLASSES]; CLASSES], f64);

fn expected(
    scores: &[[f32; CLASSES]],
    steps: &[[f32; CLASSES]; CLASSES],
    classes: &[u8],
) -> Expected {
    let count = scores.len();
    let mut raised = [[0.0f32; CLASSES]; CLASSES];
    for (before, line) in raised.iter_mut().enumerate() {
        for (class, step) in line.iter_mut().enumerate() {
            *step = if may_follow(Some(before), class) {
                exp(steps[before][class].clamp(-20.0, 20.0))
            } else {
                0.0
            };
        }
    }
    let worth: Vec<[f32; CLASSES]> = scores
        .iter()
        .map(|line| {
            let top = line.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            line.map(|score| exp(score - top).max(1e-20))
        })
        .collect();
    let mut forward = vec![[0.0f32; CLASSES]; count];
    let mut norms = vec![0.0f32; count];
    for place in 0..count {
        let mut line = [0.0f32; CLASSES];
        for class in 0..CLASSES {
            let sum = if place == 0 {
                f32::from(u8::from(may_follow(None, class)))
            } else {
                (0..CLASSES)
                    .map(|before| forward[place - 1][before] * raised[before][class])
                    .sum()
            };
            line[class] = sum * worth[place][class];
        }
        norms[place] = line.iter().sum::<f32>().max(1e-30);
        forward[place] = line.map(|number| number / norms[place]);
    }
    let mut backward = vec![[1.0f32; CLASSES]; count];
    for place in (0..count.saturating_sub(1)).rev() {
        for before in 0..CLASSES {
            let sum: f32 = (0..CLASSES)
                .map(|class| {
                    raised[before][class] * worth[place + 1][class] * backward[place + 1][class]
                })
                .sum();
            backward[place][before] = sum / norms[place + 1];
        }
    }
    let mut likely = vec![[0.0f32; CLASSES]; count];
    for place in 0..count {
        let line: [f32; CLASSES] =
            std::array::from_fn(|class| forward[place][class] * backward[place][class]);
        let sum = line.iter().sum::<f32>().max(1e-30);
        likely[place] = line.map(|number| number / sum);
    }
    let mut pairs = [[0.0f32; CLASSES]; CLASSES];
    for place in 1..count {
        for before in 0..CLASSES {
            for class in 0..CLASSES {
                pairs[before][class] += forward[place - 1][before]
                    * raised[before][class]
                    * worth[place][class]
                    * backward[place][class]
                    / norms[place];
            }
        }
        pairs[usize::from(classes[place - 1])][usize::from(classes[place])] -= 1.0;
    }
    let loss = (0..count)
        .map(|place| -f64::from(likely[place][usize::from(classes[place])].max(1e-9)).ln())
        .sum();
    (likely, pairs, loss)
}

/// The names that a model finds in a sentence, given the analyzer for tags and trees.
pub fn find_with(
    analyzer: &FastAnalyzer,
    tagger: &NameTagger,
    forms: &[String],
    spaces: &mut (Workspace, NameSpace),
) -> Vec<Name> {
    let Some(parsed) = parse(analyzer, forms, &mut spaces.0) else {
        return Vec::new();
    };
    tagger.score(spaces.0.sentence(), &parsed.tokens, &mut spaces.1);
    tagger.decode(&mut spaces.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_of_a_chain_sum_to_one_and_keep_its_rules() {
        let mut scores = vec![[0.0; CLASSES]; 3];
        scores[1][4] = 3.0;
        let (likely, _, _) = expected(&scores, &[[0.0; CLASSES]; CLASSES], &[0, 0, 0]);
        for line in &likely {
            assert!((line.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        // The inside of a name cannot be the first word, and 4 is the inside of what 3 starts.
        assert!(likely[0][4] < 1e-6 && likely[0][3] > likely[0][1]);
    }
}
