//! Which words of a report name a place.
//!
//! Every run of capitalised words that the gazetteer knows is a candidate; trees over numbers that describe the words,
//! their tags and ties and their neighbours say how likely it names a place here, and not a person, a body or a thing.

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::{Knowledge, NameEntry, words_of};
use relata_language::{Relation, Sentence, Token, Upos};
use relata_record::Span;

use crate::class::Class;
use crate::cues::{admin_cue, container_behind};
use crate::file::Alias;
use crate::forest::{Forest, probability};
use crate::gazetteer::Gazetteer;
use crate::key::key;
use crate::known::{Known, Toponym, known};

/// Numbers of a candidate.
pub const SIGNS: usize = 40;
/// Tokens of the longest name.
const MOST_TOKENS: usize = 7;
/// Bytes of the longest name.
const MOST_BYTES: usize = 50;

/// A run of words that may name a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The words.
    pub toponym: Toponym,
    /// Number of the sentence.
    pub sentence: usize,
    /// How likely they name a place.
    pub probability: f64,
}

/// Finds names of places.
#[derive(Debug)]
pub struct Recogniser {
    forest: Forest,
}

/// A candidate with its numbers.
#[derive(Debug)]
pub struct Candidate {
    /// The words.
    pub toponym: Toponym,
    /// Number of the sentence.
    pub sentence: usize,
    /// The numbers.
    pub signs: [f32; SIGNS],
}

/// What is known of a key within the report.
#[derive(Debug, Default, Clone, Copy)]
struct Use {
    times: usize,
    behind_locative: usize,
    with_container: usize,
    beside_capital: usize,
}

impl Recogniser {
    /// A recogniser with these trees.
    pub fn new(forest: Forest) -> Self {
        Self { forest }
    }

    /// The names of places in the sentences of `text` that are at least as likely as `least`, in text order, none over
    /// another.
    pub fn find(
        &self,
        gazetteer: &Gazetteer,
        knowledge: &Knowledge,
        text: &str,
        sentences: &[Sentence],
        least: f64,
    ) -> Vec<Found> {
        let mut likely: Vec<Found> = candidates(gazetteer, knowledge, text, sentences)
            .into_iter()
            .map(|candidate| Found {
                toponym: candidate.toponym,
                sentence: candidate.sentence,
                probability: probability(self.forest.sum(&candidate.signs)),
            })
            .filter(|found| found.probability >= least)
            .collect();
        let length = |found: &Found| found.toponym.end - found.toponym.start;
        likely.sort_by(|a, b| {
            // A longer name holds the shorter ones in it, unless it is much less likely.
            let rank = |found: &Found| {
                found.probability + f64::from(u32::try_from(length(found)).unwrap_or(0)) * 0.01
            };
            rank(b).total_cmp(&rank(a)).then(a.toponym.cmp(&b.toponym))
        });
        // By their starts; none of those taken overlaps another, so that one of two neighbours overlaps or none.
        let mut taken: BTreeMap<usize, Found> = BTreeMap::new();
        for found in likely {
            let before = taken.range(..found.toponym.end).next_back();
            if before.is_none_or(|(_, known)| known.toponym.end <= found.toponym.start) {
                taken.insert(found.toponym.start, found);
            }
        }
        taken.into_values().collect()
    }
}

/// Every candidate of the sentences with its numbers: what trees are learnt from.
pub fn candidates(
    gazetteer: &Gazetteer,
    knowledge: &Knowledge,
    text: &str,
    sentences: &[Sentence],
) -> Vec<Candidate> {
    let lower = lower_words(text, sentences);
    let runs: Vec<(usize, Run)> = sentences
        .iter()
        .enumerate()
        .flat_map(|(number, sentence)| {
            runs(gazetteer, text, sentence)
                .into_iter()
                .map(move |run| (number, run))
        })
        .collect();
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    for (number, run) in &runs {
        let around = Around::new(text, &sentences[*number], run);
        let entry = uses.entry(&run.key).or_default();
        entry.times += 1;
        entry.behind_locative += usize::from(around.locative == 2);
        entry.with_container += usize::from(!run.containers.is_empty());
        entry.beside_capital += usize::from(around.capital_before || around.capital_behind);
    }
    let mut named: Vec<Option<Vec<(Span, NameEntry)>>> = vec![None; sentences.len()];
    let mut list = Vec::with_capacity(runs.len());
    for (number, run) in &runs {
        let sentence = &sentences[*number];
        let entries = named[*number].get_or_insert_with(|| known_names(knowledge, text, sentence));
        let usage = uses.get(run.key.as_str()).copied().unwrap_or_default();
        // The runs of a sentence stand together.
        let first = runs.partition_point(|(other, _)| other < number);
        let in_sentence = runs[first..]
            .iter()
            .take_while(|(other, _)| other == number);
        let is_behind = in_sentence
            .map(|(_, other)| other.last + 2)
            .any(|place| place == run.first);
        let is_starting = is_behind && text_of(text, sentence, run.first - 1) == ",";
        list.push(Candidate {
            toponym: run.toponym,
            sentence: *number,
            signs: signs(
                gazetteer,
                text,
                sentence,
                run,
                usage,
                entries,
                &lower,
                is_starting,
            ),
        });
    }
    list
}

/// Words that the report also writes in lower case.
fn lower_words<'t>(text: &'t str, sentences: &[Sentence]) -> BTreeSet<&'t str> {
    sentences
        .iter()
        .flat_map(|sentence| &sentence.tokens)
        .map(|token| token.span.of(text))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect()
}

/// Names of people and bodies in a sentence.
fn known_names(knowledge: &Knowledge, text: &str, sentence: &Sentence) -> Vec<(Span, NameEntry)> {
    let words = words_of(sentence.span.of(text), sentence.span.start as usize);
    knowledge
        .names_on(&words, None)
        .into_iter()
        .filter_map(|found| Some((found.span, *found.entries.first()?)))
        .collect()
}

/// A run of tokens that the gazetteer knows.
struct Run {
    first: usize,
    last: usize,
    toponym: Toponym,
    key: String,
    places: Vec<Known>,
    containers: Vec<Known>,
}

fn runs(gazetteer: &Gazetteer, text: &str, sentence: &Sentence) -> Vec<Run> {
    let tokens = &sentence.tokens;
    let mut runs = Vec::new();
    for first in 0..tokens.len() {
        if !may_begin(text, tokens, first) {
            continue;
        }
        for last in first..tokens.len().min(first + MOST_TOKENS) {
            let word = tokens[last].span.of(text);
            let toponym = Toponym {
                start: tokens[first].span.start as usize,
                end: tokens[last].span.end as usize,
            };
            if toponym.end - toponym.start > MOST_BYTES
                || matches!(word, "," | ";" | ":" | "(" | ")" | "\"" | "“" | "”")
            {
                break;
            }
            if !word.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit()) {
                continue;
            }
            let Some(key) = text.get(toponym.start..toponym.end).and_then(key) else {
                continue;
            };
            let candidates = gazetteer.look_up_key(&key);
            if candidates.is_empty() {
                continue;
            }
            runs.push(Run {
                first,
                last,
                toponym,
                key,
                places: known(gazetteer, &candidates),
                containers: container_behind(gazetteer, text, toponym),
            });
        }
    }
    runs
}

fn text_of<'t>(text: &'t str, sentence: &Sentence, at: usize) -> &'t str {
    sentence
        .tokens
        .get(at)
        .map_or("", |token| token.span.of(text))
}

/// A name begins with a capital, or with an article of Arabic.
fn may_begin(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].span.of(text);
    let is_article = matches!(
        word,
        "al" | "el" | "ash" | "as" | "ar" | "an" | "ad" | "at" | "az"
    ) && tokens
        .get(at + 1)
        .is_some_and(|next| matches!(next.span.of(text), "-" | "‑"));
    is_article || word.starts_with(char::is_uppercase) && word.len() > 1
}

/// What stands beside a run.
struct Around {
    capital_before: bool,
    capital_behind: bool,
    /// 2 behind "in", "at", "near"; 1 behind "from", "to", "of", "on"; 0 else.
    locative: u8,
}

impl Around {
    fn new(text: &str, sentence: &Sentence, run: &Run) -> Self {
        let before = run
            .first
            .checked_sub(1)
            .map_or("", |at| text_of(text, sentence, at));
        let behind = text_of(text, sentence, run.last + 1);
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let starts = run.first == 1;
        let mut at = run.first;
        // "in the northern town of X": the preposition may stand before an article and a side.
        let mut locative = 0;
        for _ in 0..3 {
            let Some(previous) = at.checked_sub(1) else {
                break;
            };
            let word = text_of(text, sentence, previous).to_lowercase();
            match word.as_str() {
                "in" | "at" | "near" | "inside" | "outside" | "around" | "across"
                | "throughout" | "within" => locative = 2,
                "from" | "to" | "of" | "on" | "into" | "toward" | "towards" | "between" | "off" => {
                    locative = 1
                }
                "the" | "northern" | "southern" | "eastern" | "western" | "central"
                | "downtown" | "nearby" => {
                    at = previous;
                    continue;
                }
                _ => {}
            }
            break;
        }
        Self {
            capital_before: capital(before) && !starts,
            capital_behind: capital(behind),
            locative,
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn signs(
    gazetteer: &Gazetteer,
    text: &str,
    sentence: &Sentence,
    run: &Run,
    usage: Use,
    entries: &[(Span, NameEntry)],
    lower: &BTreeSet<&str>,
    is_starting: bool,
) -> [f32; SIGNS] {
    let tokens = &sentence.tokens;
    let flag = |is: bool| f32::from(u8::from(is));
    let small = |n: usize| f32::from(u8::try_from(n.min(50)).unwrap_or(50));
    let around = Around::new(text, sentence, run);
    let top = run.places.first();
    let most = run
        .places
        .iter()
        .map(|place| place.record.population)
        .max()
        .unwrap_or(0);
    let last = &tokens[run.last];
    let head = head_of(tokens, run);
    let top_token = &tokens[head];
    let parent = top_token.head.and_then(|at| tokens.get(at as usize));
    let has = |relation: Relation| {
        tokens
            .iter()
            .any(|token| token.relation == relation && token.head == u32::try_from(head).ok())
    };
    let span = Span {
        start: tokens[run.first].span.start,
        end: last.span.end,
    };
    let own = entries
        .iter()
        .find(|(found, _)| *found == span)
        .map(|(_, entry)| *entry);
    let wider = entries
        .iter()
        .find(|(found, _)| *found != span && found.contains(span))
        .map(|(_, entry)| *entry);
    let kind = |entry: Option<NameEntry>| match entry {
        None => 0.0,
        Some(NameEntry::Country(_)) => 1.0,
        Some(NameEntry::Capital(_)) => 2.0,
        Some(NameEntry::Place(_)) => 3.0,
        Some(NameEntry::Adjective(_)) => 4.0,
        Some(NameEntry::People(_)) => 5.0,
        Some(NameEntry::Party(_)) => 6.0,
        Some(NameEntry::PartyShort(_)) => 7.0,
        Some(NameEntry::Person(_)) => 8.0,
    };
    let words: Vec<&str> = (run.first..=run.last)
        .map(|at| text_of(text, sentence, at))
        .collect();
    let is_lower_elsewhere = words
        .iter()
        .all(|word| lower.contains(word.to_lowercase().as_str()));
    let upper = sentence
        .tokens
        .iter()
        .filter(|token| token.span.of(text).chars().all(char::is_uppercase))
        .count();
    #[allow(clippy::cast_possible_truncation)]
    let log = f64::from(most).ln_1p() as f32;
    let behind = text_of(text, sentence, run.last + 1);
    let before = run
        .first
        .checked_sub(1)
        .map_or("", |at| text_of(text, sentence, at));
    [
        log,
        top.map_or(-1.0, |place| f32::from(place.record.class as u8)),
        top.map_or(-1.0, |place| f32::from(place.alias as u8)),
        small(run.places.len()),
        flag(
            run.places
                .iter()
                .any(|place| gazetteer.is_by_hand(place.place)),
        ),
        flag(run.places.iter().any(|place| place.alias == Alias::Main)),
        small(run.last + 1 - run.first),
        small(run.toponym.end - run.toponym.start),
        f32::from(tokens[run.first].upos as u8),
        f32::from(last.upos as u8),
        f32::from(last.xpos as u8),
        f32::from(top_token.relation as u8),
        parent.map_or(-1.0, |token| f32::from(token.upos as u8)),
        parent.map_or(-1.0, |token| {
            flag(token.span.of(text).starts_with(char::is_uppercase))
        }),
        flag(has(Relation::Case)),
        flag(has(Relation::Det)),
        flag(has(Relation::Flat)),
        flag(has(Relation::Compound)),
        flag(around.capital_before),
        flag(around.capital_behind),
        f32::from(around.locative),
        flag(run.first == 0),
        small(run.containers.len().min(3)),
        flag(
            run.containers
                .iter()
                .any(|unit| unit.record.class != Class::Admin2),
        ),
        flag(is_starting),
        admin_cue(text, run.toponym).map_or(-1.0, |class| f32::from(class as u8)),
        kind(own),
        kind(wider),
        flag(is_lower_elsewhere),
        small(usage.times),
        share(usage.behind_locative, usage.times),
        share(usage.with_container, usage.times),
        share(usage.beside_capital, usage.times),
        share(upper, sentence.tokens.len()),
        flag(behind == "'s" || behind == "’s"),
        flag(behind == "," || behind == "."),
        flag(before == "," || before == "("),
        flag(before.starts_with(char::is_uppercase) && before.ends_with('.')),
        flag(
            words
                .iter()
                .all(|word| word.chars().all(char::is_uppercase)),
        ),
        flag(matches!(behind, "-" | "–" | "/") || matches!(before, "-" | "–" | "/")),
    ]
}

fn share(part: usize, whole: usize) -> f32 {
    let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    number(part) / number(whole).max(1.0)
}

/// The token of a run whose head stands outside it.
fn head_of(tokens: &[Token], run: &Run) -> usize {
    (run.first..=run.last)
        .find(|at| {
            tokens[*at].upos != Upos::Punct
                && tokens[*at]
                    .head
                    .is_none_or(|head| !(run.first..=run.last).contains(&(head as usize)))
        })
        .unwrap_or(run.last)
}
