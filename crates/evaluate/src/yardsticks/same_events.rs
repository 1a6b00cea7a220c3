//! ECB+: which mentions of events in news of forty topics are of one event, and which texts are about the same events.
//!
//! Mentions are given; the groups of texts within which they are compared are Relata's own. Two mentions are compared by
//! their words, by the table of words for deeds, and by the words beside them; the points were fitted on the set's
//! part for training.

use std::collections::{BTreeMap, BTreeSet};

use relata_history::{Square, average_link, topics};
use relata_knowledge::DeedWords;
use serde::{Deserialize, Serialize};

/// A text: its sentences as tokens.
#[derive(Debug, Clone, Deserialize)]
pub struct Text {
    /// Identifier.
    pub doc: String,
    /// Its sentences.
    pub sentences: Vec<TextSentence>,
}

/// A sentence of a text.
#[derive(Debug, Clone, Deserialize)]
pub struct TextSentence {
    /// Its number.
    pub sent: u32,
    /// Its tokens.
    pub tokens: Vec<String>,
}

/// A mention of an event.
#[derive(Debug, Clone, Deserialize)]
pub struct Mention {
    /// Identifier.
    pub id: String,
    /// Its text.
    pub doc: String,
    /// Its sentence.
    pub sent: u32,
    /// Its tokens.
    pub tokens: Vec<usize>,
}

/// The group of a text or mention, as the set's scorer takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Identifier.
    pub id: String,
    /// The group.
    pub cluster: String,
}

/// What the language layer says of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its lemma, in lower case.
    pub lemma: String,
    /// True for nouns, names, verbs, adjectives and numbers.
    pub is_content: bool,
    /// The token that it hangs on.
    pub head: Option<usize>,
}

/// The words of the sentences, by text and number.
pub type Words = BTreeMap<(String, u32), Vec<Word>>;

/// The groups of the texts.
pub fn texts(texts: &[Text], words: &Words) -> Vec<Member> {
    let content: Vec<Vec<String>> = texts
        .iter()
        .map(|text| {
            let sentences = text.sentences.iter();
            let found = sentences.filter_map(|told| words.get(&(text.doc.clone(), told.sent)));
            let content = found.flatten().filter(|word| word.is_content);
            content.map(|word| word.lemma.clone()).collect()
        })
        .collect();
    let groups = topics(&content);
    texts
        .iter()
        .zip(groups)
        .map(|(text, group)| Member {
            id: text.doc.clone(),
            cluster: group.to_string(),
        })
        .collect()
}

/// The groups of the mentions, each within one group of texts.
pub fn mentions(
    mentions: &[Mention],
    words: &Words,
    texts: &[Member],
    deeds: &DeedWords,
) -> Vec<Member> {
    let group_of: BTreeMap<&str, &str> = texts
        .iter()
        .map(|text| (text.id.as_str(), text.cluster.as_str()))
        .collect();
    let mut groups: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        let group = group_of.get(mention.doc.as_str()).unwrap_or(&"");
        groups.entry(group).or_default().push(mention);
    }
    let mut members = Vec::new();
    for (group, told) in groups {
        let pieces = pieces(&told, words, deeds);
        for (number, same) in linked(&pieces).iter().enumerate() {
            for n in same {
                if let Some(mention) = told.get(*n) {
                    members.push(Member {
                        id: mention.id.clone(),
                        cluster: format!("{group}.{number}"),
                    });
                }
            }
        }
    }
    members
}

/// What of a mention is compared.
struct Piece<'a> {
    mention: &'a Mention,
    lemma: String,
    rows: BTreeSet<u16>,
    says: bool,
    /// Content words of the sentence, weighed by how rare they are in the group and how near they stand.
    beside: BTreeMap<&'a str, f64>,
    length: f64,
    before: Option<&'a str>,
    behind: Option<&'a str>,
    n_texts: f64,
}

/// Words so near count in full.
const NEAR: usize = 4;

fn pieces<'a>(told: &[&'a Mention], words: &'a Words, deeds: &DeedWords) -> Vec<Piece<'a>> {
    let sentence = |mention: &Mention| {
        words
            .get(&(mention.doc.clone(), mention.sent))
            .map_or(&[][..], Vec::as_slice)
    };
    let places: BTreeSet<(&str, u32)> = told
        .iter()
        .map(|mention| (mention.doc.as_str(), mention.sent))
        .collect();
    let mut n_sentences: BTreeMap<&str, f64> = BTreeMap::new();
    for (doc, sent) in &places {
        let own = words.get(&((*doc).to_owned(), *sent)).into_iter().flatten();
        let own: BTreeSet<&str> = own
            .filter(|word| word.is_content)
            .map(|word| word.lemma.as_str())
            .collect();
        for word in own {
            *n_sentences.entry(word).or_default() += 1.0;
        }
    }
    let n_texts = places
        .iter()
        .map(|(doc, _)| doc)
        .collect::<BTreeSet<_>>()
        .len() as f64;
    let says = deeds.rows_of("say");
    let all = places.len() as f64;
    told.iter()
        .map(|mention| {
            let sentence = sentence(mention);
            let (lemma, rows) = meaning(mention, sentence, deeds);
            let first = mention.tokens.iter().min().copied().unwrap_or(0);
            let last = mention.tokens.iter().max().copied().unwrap_or(first);
            let own: BTreeSet<&str> = (first..=last)
                .filter_map(|at| Some(sentence.get(at)?.lemma.as_str()))
                .collect();
            let mut beside: BTreeMap<&str, f64> = BTreeMap::new();
            for (at, word) in sentence.iter().enumerate() {
                if !word.is_content || own.contains(word.lemma.as_str()) {
                    continue;
                }
                let distance = if at < first {
                    first - at
                } else {
                    at.saturating_sub(last)
                };
                let rare = n_sentences.get(word.lemma.as_str()).copied().unwrap_or(1.0);
                let weight = (1.0 + all / rare).ln() * if distance <= NEAR { 1.0 } else { 0.5 };
                let known = beside.entry(&word.lemma).or_default();
                *known = known.max(weight);
            }
            let next = |at: usize| {
                let word = sentence.get(at)?;
                word.is_content.then_some(word.lemma.as_str())
            };
            Piece {
                mention,
                says: !rows.is_disjoint(&says),
                lemma,
                rows,
                length: beside
                    .values()
                    .map(|value| value * value)
                    .sum::<f64>()
                    .sqrt(),
                beside,
                before: (first.saturating_sub(NEAR)..first).rev().find_map(next),
                behind: (last + 1..=last + NEAR + 1).find_map(next),
                n_texts,
            }
        })
        .collect()
}

/// The lemma that stands for a mention, and the rows of the table that it or the whole phrase stands in.
fn meaning(mention: &Mention, sentence: &[Word], deeds: &DeedWords) -> (String, BTreeSet<u16>) {
    let inside = |at: usize| mention.tokens.contains(&at);
    let own: Vec<(usize, &Word)> = mention
        .tokens
        .iter()
        .filter_map(|at| Some((*at, sentence.get(*at)?)))
        .collect();
    let top = own
        .iter()
        .find(|(_, word)| word.is_content && word.head.is_none_or(|head| !inside(head)))
        .or_else(|| own.iter().find(|(_, word)| word.is_content))
        .or(own.first());
    let Some((_, top)) = top else {
        return (String::new(), BTreeSet::new());
    };
    let phrase: Vec<&str> = own.iter().map(|(_, word)| word.lemma.as_str()).collect();
    let mut rows = deeds.rows_of(&phrase.join(" "));
    if rows.is_empty() {
        rows = deeds.rows_of(&top.lemma);
    }
    (top.lemma.clone(), rows)
}

/// How many numbers describe a pair.
const FEATURES: usize = 13;
/// Points of the features: logistic regression over the pairs of the part for training, a group's pairs weighed by one
/// over its mentions, rounded to one place.
const POINTS: [f64; FEATURES] = [
    -3.8, 8.1, 7.0, 2.9, 2.6, 1.3, 0.9, -2.3, 0.5, 0.3, -2.2, 1.6, -1.2,
];
/// Groups of mentions are joined while the mean of their pairs is at least this; what is best on the same part.
const SAME: f64 = -0.15;
/// Letters at the beginning that make two words akin.
const BEGINNING: usize = 5;

/// What speaks for and against two mentions being of one event.
fn features(one: &Piece<'_>, other: &Piece<'_>) -> [f64; FEATURES] {
    let number = |holds: bool| f64::from(u8::from(holds));
    let same = one.lemma == other.lemma;
    let kindred = !same && !one.rows.is_disjoint(&other.rows);
    let beginning = |lemma: &str| lemma.chars().take(BEGINNING).collect::<String>();
    let akin = !same
        && !kindred
        && one.lemma.chars().count() >= BEGINNING
        && beginning(&one.lemma) == beginning(&other.lemma);
    let (short, long) = if one.beside.len() < other.beside.len() {
        (&one.beside, &other.beside)
    } else {
        (&other.beside, &one.beside)
    };
    let products = short
        .iter()
        .filter_map(|(word, value)| Some(value * long.get(word)?));
    let beside = products.sum::<f64>() / (one.length * other.length).max(1e-9);
    let same_text = one.mention.doc == other.mention.doc;
    let neighbours = number(one.before.is_some() && one.before == other.before)
        + number(one.behind.is_some() && one.behind == other.behind);
    [
        1.0,
        number(same),
        number(kindred),
        number(akin),
        beside * number(same),
        beside * number(kindred || akin),
        beside * number(!same && !kindred && !akin),
        number(same_text && one.mention.sent == other.mention.sent),
        number(same_text && same),
        number(same_text && !same),
        number(same && one.says),
        neighbours * number(!same),
        number(same || kindred) * one.n_texts.max(1.0).ln(),
    ]
}

/// Average link over pairs whose points are drawn in between -1 and 1.
fn linked(pieces: &[Piece<'_>]) -> Vec<Vec<usize>> {
    let mut alike = Square::new(pieces.len());
    for (n, one) in pieces.iter().enumerate() {
        for (m, other) in pieces.iter().enumerate().take(n) {
            let features = features(one, other);
            let points: f64 = features
                .iter()
                .zip(POINTS)
                .map(|(value, points)| value * points)
                .sum();
            alike.set(n, m, points / (1.0 + points.abs()));
        }
    }
    average_link(alike, SAME)
}
