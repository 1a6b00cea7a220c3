//! Which reports are versions of one text: reprints, cut, led anew, brought up to date, or with words exchanged.
//!
//! Edited copies share only about a third of their runs of three words, so texts are compared sentence by sentence: a
//! sentence is copied if enough of its runs stand in one sentence of the other, and texts are versions if enough
//! sentences of the shorter are copied, one of them near the head of both. Paragraphs of background that an agency puts
//! below many stories make no version.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_record::{BlockKind, Report};

use crate::is_named;
use crate::text::{containment, folded_words, shingles};

/// Words of a run.
const RUN: usize = 3;
/// Fewer runs are no sentence that only one text can have.
const SENTENCE_RUNS: usize = 4;
/// A sentence of which so many hundredths of runs stand in one of the other text is copied.
const COPIED: usize = 34;
/// A text of fewer runs is a bulletin, and bulletins of one desk are much alike: more must be copied of
/// each sentence, and two that name others are not copies.
const BULLETIN: usize = 80;
/// As [`COPIED`], for bulletins.
const COPIED_OF_BULLETIN: usize = 60;
/// Sentences at the head of a report; they count double.
const HEAD: usize = 5;
/// So many hundredths of the shorter text must be copied.
const SAME_TEXT: usize = 50;
/// Where the first sentence is copied from the head of the other, less is enough.
const SAME_LEAD: usize = 30;
/// Versions of one text appear within so many days.
const DAYS: i32 = 3;
/// How many of the least runs of the head, and of the whole, are keys.
const LEAST: usize = 10;
/// So many keys must agree before two texts are compared.
const SHARED_KEYS: usize = 2;
/// Letters of a run that is worth a key: shorter ones stand in every report.
const KEY_LETTERS: usize = 13;

/// The runs of words of a report's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Its id.
    pub id: String,
    /// The day of the report.
    pub published: Option<Date>,
    sentences: Vec<Sentence>,
    head: BTreeSet<u64>,
    whole: BTreeSet<u64>,
}

/// A sentence of a sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sentence {
    runs: BTreeSet<u64>,
    /// Words with a capital behind the first.
    names: BTreeSet<String>,
}

impl Sentence {
    fn of(sentence: &str) -> (Vec<String>, BTreeSet<String>) {
        let names = sentence
            .split_whitespace()
            .skip(1)
            .filter(|word| is_named(word))
            .flat_map(folded_words);
        (without_numbers(sentence), names.collect())
    }

    /// True if each names somebody or something that the other does not.
    fn names_others(&self, other: &Self) -> bool {
        let lacks = |a: &Self, b: &Self| a.names.difference(&b.names).next().is_some();
        lacks(self, other) && lacks(other, self)
    }
}

impl Sketch {
    /// The sketch of a report, by the paragraphs of its story.
    pub fn of(report: &Report, published: Option<Date>) -> Self {
        let paragraphs: Vec<&str> = report
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Paragraph)
            .map(|block| block.span.of(&report.text))
            .collect();
        let paragraphs = if paragraphs.is_empty() {
            vec![report.text.as_str()]
        } else {
            paragraphs
        };
        let sentences: Vec<(Vec<String>, BTreeSet<String>)> = paragraphs
            .into_iter()
            .flat_map(sentences)
            .map(Sentence::of)
            .filter(|(words, _)| words.len() >= RUN + SENTENCE_RUNS - 1)
            .collect();
        let keys = |sentences: &[(Vec<String>, BTreeSet<String>)]| -> BTreeSet<u64> {
            let runs = sentences.iter().flat_map(|(words, _)| words.windows(RUN));
            let long = runs.filter(|run| run.iter().map(String::len).sum::<usize>() >= KEY_LETTERS);
            let hashes: BTreeSet<u64> = long.flat_map(|run| shingles(run, RUN)).collect();
            hashes.into_iter().take(LEAST).collect()
        };
        Self {
            id: report.id.clone(),
            published,
            head: keys(sentences.get(..HEAD).unwrap_or(&sentences)),
            whole: keys(&sentences),
            sentences: sentences
                .into_iter()
                .map(|(words, names)| Sentence {
                    runs: shingles(&words, RUN),
                    names,
                })
                .collect(),
        }
    }

    /// The keys under which it is found, and those under which it looks for others.
    pub fn keys(&self) -> (BTreeSet<u64>, BTreeSet<u64>) {
        let marks: BTreeSet<u64> = self.head.union(&self.whole).copied().collect();
        let on = |day: Option<Date>| -> BTreeSet<u64> {
            let day = day.map_or(0, |day| {
                u64::from(day.year().unsigned_abs()) * 512
                    + u64::from(day.day_of_year().unsigned_abs())
            });
            let key = |mark: &u64| (mark ^ day).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            marks.iter().map(key).collect()
        };
        let around = (-DAYS..=DAYS).map(|days| {
            let day = self.published;
            day.and_then(|day| day.checked_add(days.days()).ok())
        });
        (on(self.published), around.flat_map(on).collect())
    }

    fn runs(&self) -> usize {
        self.sentences
            .iter()
            .map(|sentence| sentence.runs.len())
            .sum()
    }
}

/// True if two reports are versions of one text; which is first makes no difference.
pub fn are_versions(one: &Sketch, other: &Sketch) -> bool {
    let (short, long) = if (one.runs(), &one.id) <= (other.runs(), &other.id) {
        (one, other)
    } else {
        (other, one)
    };
    let is_bulletin = short.runs() < BULLETIN;
    let is_copied = |sentence: &Sentence, source: &Sentence| {
        let share = containment(&sentence.runs, &source.runs);
        if is_bulletin {
            share >= COPIED_OF_BULLETIN && !sentence.names_others(source)
        } else {
            share >= COPIED
        }
    };
    let (mut copied, mut all) = (0, 0);
    let (mut has_lead, mut has_head) = (false, false);
    for (n, sentence) in short.sentences.iter().enumerate() {
        let weight = if n < HEAD { 2 } else { 1 };
        all += weight;
        let sources = long
            .sentences
            .iter()
            .enumerate()
            .filter(|(_, source)| is_copied(sentence, source));
        let Some((at, _)) = sources.min_by_key(|(at, _)| *at) else {
            continue;
        };
        copied += weight;
        has_lead |= n == 0 && at < HEAD;
        has_head |= n < HEAD && at < HEAD;
    }
    let share = copied * 100 / all.max(1);
    has_head && share >= SAME_TEXT || has_lead && share >= SAME_LEAD
}

/// Sentences as far as punctuation shows them.
fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let ends = matches!(letter, '.' | '!' | '?')
            && chars
                .peek()
                .is_some_and(|(_, next)| next.is_whitespace() || matches!(next, '"' | '\u{201d}'));
        if ends {
            let end = at + letter.len_utf8();
            found.extend(paragraph.get(start..end));
            start = end;
        }
    }
    found.extend(paragraph.get(start..));
    found
}

/// The words of a sentence; tolls and times are brought up to date in a version, so that any number is as good.
fn without_numbers(sentence: &str) -> Vec<String> {
    let words = folded_words(sentence).into_iter();
    words
        .map(|word| {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                "0".to_owned()
            } else {
                word
            }
        })
        .collect()
}

/// Where sketches, their keys and the pairs of versions are kept.
pub trait FamilyShelf {
    /// What can go wrong with it.
    type Error;

    /// The sketch of a report.
    fn sketch(&mut self, id: &str) -> Result<Option<Sketch>, Self::Error>;
    /// The reports that are entered under a key.
    fn under(&mut self, key: u64) -> Result<Vec<String>, Self::Error>;
    /// Enters a report under its keys.
    fn enter(&mut self, sketch: &Sketch, keys: &BTreeSet<u64>) -> Result<(), Self::Error>;
    /// Takes a report out, with its keys, pairs and family.
    fn remove(&mut self, id: &str) -> Result<(), Self::Error>;
    /// The reports that are versions of one.
    fn versions(&mut self, id: &str) -> Result<BTreeSet<String>, Self::Error>;
    /// Writes down that two reports are versions of one text.
    fn pair(&mut self, one: &str, other: &str) -> Result<(), Self::Error>;
    /// Writes down that `members` are one family, which is called by its earliest.
    fn family(&mut self, name: &str, members: &BTreeSet<String>) -> Result<(), Self::Error>;
}

/// Takes reports out and puts others in; the families that this touches are formed anew.
pub fn update_families<S: FamilyShelf>(
    shelf: &mut S,
    gone: &[String],
    new: &[Sketch],
) -> Result<(), S::Error> {
    let mut touched: BTreeSet<String> = BTreeSet::new();
    for id in gone {
        touched.extend(shelf.versions(id)?);
        shelf.remove(id)?;
    }
    for sketch in new {
        let (own, asked) = sketch.keys();
        let mut shared: BTreeMap<String, usize> = BTreeMap::new();
        for key in asked {
            for other in shelf.under(key)? {
                *shared.entry(other).or_default() += 1;
            }
        }
        for (other, n) in shared {
            if n >= SHARED_KEYS
                && let Some(found) = shelf.sketch(&other)?
                && are_versions(sketch, &found)
            {
                shelf.pair(&sketch.id, &other)?;
            }
        }
        shelf.enter(sketch, &own)?;
        touched.insert(sketch.id.clone());
    }
    let mut done: BTreeSet<String> = BTreeSet::new();
    for start in touched {
        if done.contains(&start) {
            continue;
        }
        let mut members: BTreeMap<String, Option<Date>> = BTreeMap::new();
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if members.contains_key(&id) {
                continue;
            }
            let Some(sketch) = shelf.sketch(&id)? else {
                continue;
            };
            members.insert(id.clone(), sketch.published);
            open.extend(shelf.versions(&id)?);
        }
        let first = members
            .iter()
            .min_by_key(|(id, published)| (published.is_none(), **published, *id))
            .map(|(id, _)| id.clone());
        let members: BTreeSet<String> = members.into_keys().collect();
        if let Some(name) = first {
            shelf.family(&name, &members)?;
        }
        done.extend(members);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn sketch(id: &str, text: &str) -> Sketch {
        Sketch::of(&Report::of_paragraph(id, text), Some(date(2015, 4, 1)))
    }

    const STORY: &str = "A bomb hidden in a fruit cart killed 11 people in the market of Tolm on Monday, the police said. \
        Dozens of wounded shoppers were taken to two hospitals of the province. \
        Nobody claimed the attack at first, though the League has struck there before. \
        The governor promised that the market would open again before the feast.";

    #[test]
    fn a_version_may_be_cut_led_anew_and_count_more_dead() {
        let one = sketch("one", STORY);
        let two = sketch(
            "two",
            "The death toll of a blast in northern Tolm rose to 14, a hospital said on Tuesday. \
             A bomb hidden in a fruit cart killed 14 people in the market of Tolm on Monday, the city police said. \
             Dozens of wounded shoppers were taken to three hospitals of the province.",
        );
        assert!(are_versions(&one, &two) && are_versions(&two, &one));
    }

    #[test]
    fn another_story_over_the_same_background_is_none() {
        let one = sketch("one", STORY);
        let two = sketch(
            "two",
            "Negotiators of the government and of the League met in the capital on Tuesday for a third round. \
             They spoke about prisoners and about the return of families to the valley. \
             An envoy of the neighbouring state sat at the table for the first time. \
             Both delegations will go home for the feast and meet again next month. \
             The round is the longest that they have held since the winter. \
             Nobody claimed the attack at first, though the League has struck there before.",
        );
        assert!(!are_versions(&one, &two));
    }
}
