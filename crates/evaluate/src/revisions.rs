//! Invented stories with reprints and revisions, whose families are known: cuts, new leads, exchanged words, tolls
//! brought up to date, other agencies' stories of the same deed, and paragraphs of background below many stories.

use std::rc::Rc;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use relata_history::Sketch;
use relata_record::Report;

use crate::dice::Dice;

/// A report with the number of its family.
#[derive(Debug, Clone)]
pub struct MadeVersion {
    /// What finding of versions looks at.
    pub sketch: Rc<Sketch>,
    /// The text.
    pub text: String,
    /// The number of its family.
    pub family: usize,
}

/// Words of the invented language; a word's number is its rank: the first ones are the commonest.
const WORDS: usize = 4000;
/// Deeds: names, things and places that all stories of a deed share.
const OWN_WORDS: usize = 40;
/// Conflicts, each with its paragraphs of background.
const CONFLICTS: usize = 12;
const SYLLABLES: [&str; 24] = [
    "ba", "dor", "en", "fal", "gri", "hum", "ist", "jo", "kel", "lam", "mor", "ne", "ost", "pra",
    "qui", "rel", "sa", "tor", "ul", "ven", "wy", "xan", "yl", "zet",
];

/// A word by its rank.
fn word(rank: usize) -> String {
    let mut word = String::new();
    let mut rest = rank + SYLLABLES.len();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// A rank drawn so that low ranks are much commoner than high ones, as words of a language are.
fn rank(dice: &mut Dice) -> usize {
    let (one, other, third) = (dice.below(WORDS), dice.below(WORDS), dice.below(WORDS));
    one * other / WORDS * third / WORDS
}

fn sentence(own: &[usize], dice: &mut Dice) -> Vec<String> {
    let length = 10 + dice.below(16);
    (0..length)
        .map(|_| match dice.below(20) {
            0 => (2 + dice.below(90)).to_string(),
            1..=5 => word(own[dice.below(own.len())]),
            _ => word(rank(dice)),
        })
        .collect()
}

type Sentences = Vec<Vec<String>>;

/// About `n_stories` stories, each in one to six versions, and as many stories of other agencies about the same deeds.
pub fn made_revisions(seed: u64, n_stories: usize) -> Vec<MadeVersion> {
    let mut dice = Dice(seed);
    let background: Vec<Sentences> = (0..CONFLICTS)
        .map(|_| {
            let own: Vec<usize> = (0..OWN_WORDS).map(|_| dice.below(WORDS)).collect();
            (0..4).map(|_| sentence(&own, &mut dice)).collect()
        })
        .collect();
    let mut made = Vec::new();
    let mut family = 0;
    for n in 0..n_stories {
        let day = later(date(2011, 3, 1), n / 6);
        let own: Vec<usize> = (0..OWN_WORDS).map(|_| dice.below(WORDS)).collect();
        let below = &background[dice.below(CONFLICTS)];
        let quote = sentence(&own, &mut dice);
        // Two agencies on one deed: other words, the same names, at times one quotation word for word.
        for _ in 0..1 + dice.below(2) {
            let mut story: Sentences = (0..5 + dice.below(8))
                .map(|_| sentence(&own, &mut dice))
                .collect();
            if dice.chance(50) {
                let at = 1 + dice.below(story.len() - 1);
                story[at].clone_from(&quote);
            }
            if dice.chance(60) {
                let from = dice.below(3);
                story.extend(below[from..].iter().cloned());
            }
            let mut published = day;
            for _ in 0..1 + dice.below(6) {
                made.push(version(&story, family, published, made.len()));
                // A version is made from the one before.
                story = revised(&story, &own, &mut dice);
                published = later(published, dice.below(2));
            }
            family += 1;
        }
    }
    made
}

/// Bulletins that a desk writes by one pattern every day, most of them printed by two papers: the issues of a day are a
/// family, however like those of the days around.
pub fn made_bulletins(seed: u64, n_days: usize) -> Vec<MadeVersion> {
    let mut dice = Dice(seed);
    let own: Vec<usize> = (0..OWN_WORDS).map(|_| dice.below(WORDS)).collect();
    let pattern: Sentences = (0..12).map(|_| sentence(&own, &mut dice)).collect();
    let mut made = Vec::new();
    for family in 0..n_days {
        let published = later(date(2011, 3, 1), family);
        let mut issue = pattern.clone();
        // Three sentences are news.
        for _ in 0..3 {
            let at = dice.below(issue.len());
            issue[at] = sentence(&own, &mut dice);
        }
        for _ in 0..1 + dice.below(2) {
            made.push(version(&issue, family, published, made.len()));
            let at = 1 + dice.below(issue.len() - 1);
            issue.insert(at, sentence(&own, &mut dice));
        }
    }
    made
}

/// The next version: one to three things are done to it, as desks do.
fn revised(story: &Sentences, own: &[usize], dice: &mut Dice) -> Sentences {
    let mut next = story.clone();
    for _ in 0..1 + dice.below(3) {
        match dice.below(5) {
            // Cut from the end.
            0 if next.len() > 4 => {
                let keep = (next.len() * (50 + dice.below(40)) / 100).max(4);
                next.truncate(keep);
            }
            // Led anew: a new first sentence, the old one goes or moves down.
            1 => {
                if dice.chance(50) {
                    next.remove(0);
                }
                next.insert(0, sentence(own, dice));
            }
            // Words are exchanged all through.
            2 => {
                let share = 5 + dice.below(20);
                for word_ in next.iter_mut().flatten() {
                    if dice.chance(share) {
                        *word_ = word(rank(dice));
                    }
                }
            }
            // Numbers are brought up to date.
            3 => {
                for word in next.iter_mut().flatten() {
                    if let Ok(number) = word.parse::<usize>() {
                        *word = (number + dice.below(9)).to_string();
                    }
                }
            }
            // News is added in the middle.
            _ => {
                let at = 1 + dice.below(next.len());
                next.insert(at, sentence(own, dice));
            }
        }
    }
    next
}

fn version(story: &Sentences, family: usize, published: Date, n: usize) -> MadeVersion {
    let text: Vec<String> = story
        .iter()
        .map(|words| format!("{}.", words.join(" ")))
        .collect();
    let text = text.join(" ");
    let report = Report::of_paragraph(&format!("v{n:06}"), &text);
    MadeVersion {
        sketch: Rc::new(Sketch::of(&report, Some(published))),
        text,
        family,
    }
}

fn later(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or(0);
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}
