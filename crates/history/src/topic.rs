//! Which texts are about the same events, by the words that they share.
//!
//! First texts are grouped by words that are rare among all of them. Then each group is looked at by itself: the words
//! that all its texts share tell nothing in it ("arrested", "Gulf of Aden"), and where the others fall into two halves
//! that hardly share any, it tells of two events of one kind.

use std::collections::BTreeMap;

use crate::average_link::{Square, average_link};

/// Groups are joined while the mean likeness of their texts is at least this.
const ALIKE: f64 = 0.09;
/// A group is parted if its halves are so much less like each other than each is in itself.
const PARTED: f64 = 0.45;
/// Fewer texts are too few to say that they are a half.
const HALF: usize = 8;
/// Rounds in which texts change sides.
const ROUNDS: usize = 20;

/// The group of each text, by the content words of the texts; groups are numbered in the order of their first texts.
pub fn topics(texts: &[Vec<String>]) -> Vec<usize> {
    let counts: Vec<BTreeMap<&str, f64>> = texts
        .iter()
        .map(|words| {
            let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
            for word in words {
                *counts.entry(word).or_default() += 1.0;
            }
            counts
        })
        .map(|counts| {
            let damped = counts
                .into_iter()
                .map(|(word, n)| (word, 1.0 + log2(n) * LN_2));
            damped.collect()
        })
        .collect();
    let all: Vec<usize> = (0..texts.len()).collect();
    let mut groups = average_link(likeness(&counts, &all, 1), ALIKE);
    let mut done: Vec<Vec<usize>> = Vec::new();
    while let Some(group) = groups.pop() {
        match halves(&counts, &group) {
            Some((one, other)) => groups.extend([one, other]),
            None => done.push(group),
        }
    }
    done.sort_by_key(|group| group.iter().min().copied());
    let mut topics = vec![0; texts.len()];
    for (number, group) in done.iter().enumerate() {
        for text in group {
            if let Some(topic) = topics.get_mut(*text) {
                *topic = number;
            }
        }
    }
    topics
}

const LN_2: f64 = std::f64::consts::LN_2;

/// The logarithm, by straight lines between the powers of two: the same on every machine.
fn log2(number: f64) -> f64 {
    let (mut power, mut rest) = (0.0, number.max(1.0));
    while rest >= 2.0 {
        rest /= 2.0;
        power += 1.0;
    }
    power + rest - 1.0
}

/// Cosines between the texts of `group`, words weighed by how rare they are in it; words of fewer than `least` texts
/// count nothing.
fn likeness(counts: &[BTreeMap<&str, f64>], group: &[usize], least: usize) -> Square {
    let texts: Vec<&BTreeMap<&str, f64>> = group.iter().filter_map(|n| counts.get(*n)).collect();
    let mut n_texts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in texts.iter().flat_map(|text| text.keys()) {
        *n_texts.entry(word).or_default() += 1;
    }
    let weights: BTreeMap<&str, f64> = n_texts
        .iter()
        .filter(|(_, n)| **n >= least)
        .map(|(word, n)| (*word, log2(texts.len() as f64 / *n as f64)))
        .collect();
    let vectors: Vec<BTreeMap<&str, f64>> = texts
        .iter()
        .map(|text| {
            let weighed: BTreeMap<&str, f64> = text
                .iter()
                .filter_map(|(word, count)| Some((*word, count * weights.get(word)?)))
                .collect();
            let length = weighed
                .values()
                .map(|value| value * value)
                .sum::<f64>()
                .sqrt();
            let scaled = weighed
                .into_iter()
                .map(|(word, value)| (word, value / length.max(1e-9)));
            scaled.collect()
        })
        .collect();
    let mut square = Square::new(vectors.len());
    for (n, one) in vectors.iter().enumerate() {
        for (m, other) in vectors.iter().enumerate().take(n + 1) {
            let (short, long) = if one.len() < other.len() {
                (one, other)
            } else {
                (other, one)
            };
            let products = short
                .iter()
                .filter_map(|(word, value)| Some(value * long.get(word)?));
            square.set(n, m, products.sum());
        }
    }
    square
}

/// The two halves of a group that tells of two events; None where it is one.
fn halves(counts: &[BTreeMap<&str, f64>], group: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    if group.len() < 2 * HALF {
        return None;
    }
    let alike = likeness(counts, group, 2);
    let sides = sides(&alike);
    let of = |wanted: bool| -> Vec<usize> {
        let members = sides
            .iter()
            .enumerate()
            .filter(|(_, side)| **side == wanted);
        members.map(|(n, _)| n).collect()
    };
    let (one, other) = (of(true), of(false));
    if one.len().min(other.len()) < HALF {
        return None;
    }
    let within = |half: &[usize]| {
        let pairs = (half.len() * (half.len() - 1)) as f64;
        let sum: f64 = half
            .iter()
            .flat_map(|n| {
                half.iter()
                    .filter(move |m| *m != n)
                    .map(|m| alike.at(*n, *m))
            })
            .sum();
        sum / pairs
    };
    let across: f64 = one
        .iter()
        .flat_map(|n| other.iter().map(|m| alike.at(*n, *m)))
        .sum::<f64>()
        / (one.len() * other.len()) as f64;
    let texts = |half: &[usize]| half.iter().filter_map(|n| group.get(*n).copied()).collect();
    (across < PARTED * within(&one).min(within(&other))).then(|| (texts(&one), texts(&other)))
}

/// Puts each text on the side whose texts it is more like, beginning with the two texts that are least alike while
/// each has many like it.
fn sides(alike: &Square) -> Vec<bool> {
    let size = alike.size();
    let mut sides = first_sides(alike);
    for _ in 0..ROUNDS {
        let mean = |n: usize, wanted: bool| {
            let others = (0..size).filter(|m| *m != n && sides.get(*m) == Some(&wanted));
            let (mut sum, mut count) = (0.0, 0.0);
            for m in others {
                sum += alike.at(n, m);
                count += 1.0;
            }
            if count > 0.0 { sum / count } else { 0.0 }
        };
        let next: Vec<bool> = (0..size).map(|n| mean(n, true) > mean(n, false)).collect();
        if next == sides {
            break;
        }
        sides = next;
    }
    sides
}

/// The sign of the direction in which the likenesses differ most, found by repeated multiplication.
fn first_sides(alike: &Square) -> Vec<bool> {
    let size = alike.size();
    let means: Vec<f64> = (0..size)
        .map(|n| (0..size).map(|m| alike.at(n, m)).sum::<f64>() / size as f64)
        .collect();
    let mean = means.iter().sum::<f64>() / size as f64;
    let centred = |n: usize, m: usize| {
        if n == m {
            return 0.0;
        }
        let of = |n: usize| means.get(n).copied().unwrap_or(0.0);
        alike.at(n, m) - of(n) - of(m) + mean
    };
    let mut direction: Vec<f64> = (0..size).map(|n| 1.0 / (n + 1) as f64).collect();
    for _ in 0..DIRECTION_ROUNDS {
        // Twice a bound of all values keeps the largest value the one of largest size.
        let next: Vec<f64> = (0..size)
            .map(|n| {
                let products = direction
                    .iter()
                    .enumerate()
                    .map(|(m, value)| centred(n, m) * value);
                products.sum::<f64>() + direction.get(n).copied().unwrap_or(0.0)
            })
            .collect();
        let length = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        direction = next
            .into_iter()
            .map(|value| value / length.max(1e-9))
            .collect();
    }
    direction.into_iter().map(|value| value > 0.0).collect()
}

/// Multiplications until a direction stands.
const DIRECTION_ROUNDS: usize = 100;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn texts_of_one_event_meet_and_events_of_one_kind_part() {
        let quake = "quake coast magnitude village tremor";
        let team = [
            "navy pirate gulf boat captain",
            "patrol skiff rifle crew captured",
        ]
        .join(" ");
        let mut texts = vec![words(quake), words("tremor village quake coast rescue")];
        for n in 0..20 {
            let (ship, day) = if n % 2 == 0 {
                ("sukanya thursday flotilla", "merchant foiled")
            } else {
                ("mysore saturday dhow", "arrested handed")
            };
            texts.push(words(&format!("{team} {ship} {day} detail{}", n % 5)));
        }
        let topics = topics(&texts);
        assert_eq!(topics.first(), topics.get(1));
        let of = |rest: usize| -> BTreeSet<usize> {
            let own = topics.iter().skip(2).enumerate();
            own.filter(|(n, _)| n % 2 == rest)
                .map(|(_, topic)| *topic)
                .collect()
        };
        assert_eq!((of(0).len(), of(1).len()), (1, 1));
        assert!(of(0).is_disjoint(&of(1)));
        assert_eq!(super::topics(&[]), Vec::<usize>::new());
    }
}
