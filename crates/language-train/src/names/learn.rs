//! From sentences whose names are known to the weights of the tagger.

use std::collections::BTreeMap;

use relata_language::names::{
    CLASSES, Lists, NameParts, NameTagger, UNIT, class_of, is_seen, name_features, parts_of,
};
use relata_language::tables::{Cell, short_key};
use relata_language::{FastAnalyzer, Name, NameKind, Sentence, Workspace};
use relata_record::Span;

use super::NamedSentence;
use super::field::{Example, Field};
use crate::random::Random;
use crate::runs::runs;
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
    /// What is added where a name starts behind another word: a learnt chain misses more names than it makes up.
    pub lean: f32,
    /// How many models are learnt, each from a seed of its own, and put together by their mean.
    pub runs: usize,
    /// Seed of chance.
    pub seed: u64,
}

impl Default for NameSettings {
    fn default() -> Self {
        Self {
            epochs: 5,
            rate: 0.1,
            dropout: 0.5,
            decay: 1e-6,
            rare: 2,
            threshold: 0.01,
            capitals: 0.05,
            small: 0.05,
            mentions_weight: 0.5,
            silver_weight: 0.5,
            lean: 0.2,
            runs: 4,
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
            "runs" => self.runs = value as usize,
            "seed" => self.seed = value as u64,
            "mentions_weight" => self.mentions_weight = value as f32,
            "lean" => self.lean = value as f32,
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

/// What is seen of a sentence: keys of features of each word that is looked at, the right classes, and its source.
struct Seen {
    keys: Vec<Option<Vec<u64>>>,
    classes: Vec<u8>,
    source: usize,
}

/// What a run learns: keys of features with their weights, in order, and steps.
struct Learnt {
    rows: Vec<(u64, [f32; CLASSES])>,
    steps: [[f32; CLASSES]; CLASSES],
}

/// Learns from `sources`, in several runs whose mean is taken. `analyzer` gives tags and trees; what it knows of names is
/// not asked.
pub fn learn(
    analyzer: &FastAnalyzer,
    sources: &[Source],
    (lists, starts): (Vec<(u64, u16)>, Vec<u64>),
    settings: NameSettings,
    watch: &(dyn Fn(&str) + Sync),
) -> NameParts {
    let table = Lists::build(&lists, &starts);
    let all = runs(settings.runs, |run| {
        let mut random = Random::new(settings.seed + run as u64);
        let seen = see(analyzer, &table, sources, settings, &mut random);
        let say = |epoch: usize, loss: f64| {
            watch(&format!(
                "run {}, epoch {}: loss {loss:.3}",
                run + 1,
                epoch + 1
            ));
        };
        learn_run(seen, sources, settings, &mut random, say)
    });
    let mut parts = mean(&all, settings.threshold);
    lean(&mut parts.steps, settings.lean);
    (parts.lists, parts.starts) = (lists, starts);
    parts
}

/// Reads all sentences, some of them in capitals, some without any.
fn see(
    analyzer: &FastAnalyzer,
    lists: &Lists,
    sources: &[Source],
    settings: NameSettings,
    random: &mut Random,
) -> Vec<Seen> {
    let mut space = Workspace::default();
    let mut marks = Vec::new();
    let mut all = Vec::new();
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
            let (words, tokens) = (space.sentence(), &parsed.tokens);
            NameTagger::mark(lists, words, tokens, &mut marks);
            let keys = |place: usize| {
                let seen = is_seen(words, tokens, &marks, place);
                let keys = || {
                    name_features(words, tokens, &marks, place)
                        .map(short_key)
                        .to_vec()
                };
                seen.then(keys)
            };
            all.push(Seen {
                keys: (0..words.len()).map(keys).collect(),
                classes: parts_of(&sentence.names, words.len()),
                source: number,
            });
        }
    }
    all
}

fn learn_run(
    seen: Vec<Seen>,
    sources: &[Source],
    settings: NameSettings,
    random: &mut Random,
    watch: impl Fn(usize, f64),
) -> Learnt {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for &key in seen
        .iter()
        .flat_map(|seen| seen.keys.iter().flatten().flatten())
    {
        *counts.entry(key).or_default() += 1;
    }
    counts.retain(|_, count| *count >= settings.rare);
    let index: Index = counts.into_keys().zip(0..).collect();
    let number = |keys: Vec<u64>| -> Vec<u32> {
        keys.iter()
            .filter_map(|key| index.get(key).copied())
            .collect()
    };
    let examples: Vec<Example> = seen
        .into_iter()
        .map(|seen| Example {
            features: seen.keys.into_iter().map(|keys| keys.map(number)).collect(),
            classes: seen.classes,
            source: seen.source,
            weight: sources[seen.source].weight,
        })
        .collect();
    let mut field = Field::new(index.len(), sources.len());
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let rate = settings.rate * (1.0 - epoch as f32 / settings.epochs as f32).max(0.05);
        let losses = order
            .iter()
            .map(|&place| field.learn(&examples[place], rate, settings, random));
        let loss: f64 = losses.sum();
        watch(epoch, loss / examples.len().max(1) as f64);
    }
    let row = |(&key, &feature): (&u64, &u32)| (key, field.weights(feature as usize));
    Learnt {
        rows: index.iter().map(row).collect(),
        steps: field.steps,
    }
}

/// Makes it easier for a name to start.
fn lean(steps: &mut [[i32; CLASSES]; CLASSES], by: f32) {
    let starts: Vec<usize> = NameKind::ALL
        .iter()
        .map(|&kind| class_of(kind, true))
        .collect();
    for line in steps {
        for &start in &starts {
            line[start] += (by * UNIT).round() as i32;
        }
    }
}

/// The mean of several runs as it is stored.
fn mean(all: &[Learnt], threshold: f32) -> NameParts {
    let share = 1.0 / all.len().max(1) as f32;
    let mut rows: BTreeMap<u64, [f32; CLASSES]> = BTreeMap::new();
    let mut steps = [[0.0; CLASSES]; CLASSES];
    for learnt in all {
        for (key, weights) in &learnt.rows {
            let sums = rows.entry(*key).or_insert([0.0; CLASSES]);
            sums.iter_mut()
                .zip(weights)
                .for_each(|(sum, weight)| *sum += weight * share);
        }
        let lines = steps
            .as_flattened_mut()
            .iter_mut()
            .zip(learnt.steps.as_flattened());
        lines.for_each(|(sum, step)| *sum += step * share);
    }
    let whole = |number: f32| (number * UNIT).round().clamp(-32_000.0, 32_000.0);
    let mut parts = NameParts {
        steps: steps.map(|line| line.map(|step| whole(step) as i32)),
        ..NameParts::default()
    };
    for (key, weights) in rows {
        let cells = (0u8..)
            .zip(weights)
            .filter(|(_, weight)| weight.abs() >= threshold);
        let cells: Vec<Cell> = cells
            .map(|(class, weight)| Cell::new(class, whole(weight) as i16))
            .collect();
        if !cells.is_empty() {
            parts.rows.push(key, &cells);
        }
    }
    parts
}
