//! The sketch of a text: what of it decides whether two reports are versions of one text.
//!
//! Edited copies share only about a third of their runs of three words, so texts are compared sentence by sentence: a
//! sentence is copied if enough of its runs stand in one sentence of the other, and texts are versions if enough
//! sentences of the shorter are copied, one of them near the head of both. Paragraphs of background that an agency puts
//! below many stories make no version.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relata_record::{BlockKind, Report};

use crate::is_named;
use crate::text::{Fnv, folded_words, shingles};

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
/// How many of the least runs of the head, and of the whole, are marks.
const LEAST: usize = 10;
/// So many marks must agree before two texts are compared.
pub(crate) const SHARED_MARKS: usize = 2;
/// Letters of a run that is worth a mark: shorter ones stand in every report.
const MARK_LETTERS: usize = 13;

/// The runs of words of a report's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Id of the report.
    pub id: String,
    /// The day of the report.
    pub published: Option<Date>,
    sentences: Vec<Sentence>,
    /// Every run with the sentence it stands in, sorted.
    places: Vec<(u64, u32)>,
    marks: BTreeSet<u64>,
    text: u64,
}

/// A sentence of a sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sentence {
    runs: Vec<u64>,
    /// Words with a capital behind the first.
    names: BTreeSet<String>,
}

impl Sentence {
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
        let texts = paragraphs.into_iter().flat_map(sentences);
        let words: Vec<(Vec<String>, &str)> = texts
            .map(|text| (without_numbers(text), text))
            .filter(|(words, _)| words.len() >= RUN + SENTENCE_RUNS - 1)
            .collect();
        let mut marks = least_runs(words.get(..HEAD).unwrap_or(&words));
        marks.extend(least_runs(&words));
        let sentences: Vec<Sentence> = words
            .into_iter()
            .map(|(words, text)| Sentence {
                runs: shingles(&words, RUN).into_iter().collect(),
                names: names(text),
            })
            .collect();
        let mut places: Vec<(u64, u32)> = sentences
            .iter()
            .zip(0..)
            .flat_map(|(sentence, n)| sentence.runs.iter().map(move |run| (*run, n)))
            .collect();
        places.sort_unstable();
        let mut sketch = Self {
            id: report.id.clone(),
            published,
            sentences,
            places,
            marks,
            text: 0,
        };
        sketch.text = sketch.hash();
        sketch
    }

    /// A number that stands for the text as far as it is compared, on its day: reports with the same one are versions
    /// of one text, and are to all others what one of them is.
    pub fn text(&self) -> u64 {
        self.text
    }

    /// Runs of words by which it is found.
    pub fn marks(&self) -> &BTreeSet<u64> {
        &self.marks
    }

    fn hash(&self) -> u64 {
        let mut hash = Fnv::default();
        let day = self.published.map(|day| day.to_string());
        hash.text(day.as_deref().unwrap_or(""));
        if self.marks.len() < SHARED_MARKS {
            // Too little of a text to be found again: it is that of its report alone.
            hash.text(&self.id);
        }
        for sentence in &self.sentences {
            hash.text("");
            for run in &sentence.runs {
                hash.number(*run);
            }
            for name in &sentence.names {
                hash.text(name);
            }
        }
        hash.end()
    }

    /// For every sentence, how many of `runs` it has.
    fn shared(&self, runs: &[u64]) -> Vec<usize> {
        let mut shared = vec![0; self.sentences.len()];
        for run in runs {
            let from = self.places.partition_point(|(known, _)| known < run);
            let places = self.places.get(from..).unwrap_or(&[]);
            for (_, n) in places.iter().take_while(|(known, _)| known == run) {
                if let Some(count) = shared.get_mut(*n as usize) {
                    *count += 1;
                }
            }
        }
        shared
    }
}

/// True if two reports are versions of one text; which is first makes no difference.
pub fn are_versions(one: &Sketch, other: &Sketch) -> bool {
    let (short, long) = if (one.places.len(), &one.id) <= (other.places.len(), &other.id) {
        (one, other)
    } else {
        (other, one)
    };
    let is_bulletin = short.places.len() < BULLETIN;
    let is_copied = |sentence: &Sentence, source: &Sentence, shared: usize| {
        let least = sentence.runs.len().min(source.runs.len()).max(1);
        let share = shared * 100 / least;
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
        let shared = long.shared(&sentence.runs);
        let mut sources = long.sentences.iter().zip(shared);
        let Some(at) = sources.position(|(source, shared)| is_copied(sentence, source, shared))
        else {
            continue;
        };
        copied += weight;
        has_lead |= n == 0 && at < HEAD;
        has_head |= n < HEAD && at < HEAD;
    }
    let share = copied * 100 / all.max(1);
    has_head && share >= SAME_TEXT || has_lead && share >= SAME_LEAD
}

/// The least of the runs of sentences that are worth a mark.
fn least_runs(sentences: &[(Vec<String>, &str)]) -> BTreeSet<u64> {
    let runs = sentences.iter().flat_map(|(words, _)| words.windows(RUN));
    let long = runs.filter(|run| run.iter().map(String::len).sum::<usize>() >= MARK_LETTERS);
    let hashes: BTreeSet<u64> = long.flat_map(|run| shingles(run, RUN)).collect();
    hashes.into_iter().take(LEAST).collect()
}

/// Words with a capital behind the first.
fn names(sentence: &str) -> BTreeSet<String> {
    let words = sentence.split_whitespace().skip(1);
    words
        .filter(|word| is_named(word))
        .flat_map(folded_words)
        .collect()
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
