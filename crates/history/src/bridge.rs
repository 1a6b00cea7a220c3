//! What bridges the days between two tellings.
//!
//! Reports give one deed another day, or none, and come back to it weeks later. But a war is told in the same words day
//! after day: "fighting continued in the east". So two tellings that are not certainly of one day are linked over any
//! number of days only if something *singles the deed out*: how many died, who, what was hit. Without that a link is
//! *loose*. It leads over a few days at most, or back from a word without a day to the same word with one; and it does
//! not hold everywhere (`links`).

use std::collections::BTreeSet;

use jiff::civil::Date;
use relata_knowledge::MergingTable;

use crate::traits::{Number, Traits};

/// Signs of one deed that are enough together.
const ENOUGH: usize = 2;
/// As many dead, or injured, are a sign of its own.
const TELLING_TOLL: u32 = 3;
/// Words with so many equal letters at the beginning are of one root: "Philippine" and "Philippines".
const ROOT_LETTERS: usize = 5;
/// A week and what is shorter may be told in place of a day.
const WEEK: i32 = 6;

/// What leads from one telling to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bridge {
    /// They are of one day, or the deed is singled out.
    Firm,
    /// Nothing singles the deed out. By so many days the other telling is later, or earlier where it is less than 0; a
    /// day between two that reports name counts twice, since a deed is of one day.
    Loose(i32),
}

impl Bridge {
    /// True if nothing singles the deed out.
    pub fn is_loose(self) -> bool {
        self != Bridge::Firm
    }
}

/// What leads from `one` to `other`; None where they are too far apart for what they share.
pub(crate) fn bridge(table: &MergingTable, one: &Traits, other: &Traits) -> Option<Bridge> {
    let signs = signs(table, one, other);
    let (Some(a), Some(b)) = (When::of(one), When::of(other)) else {
        return (signs >= ENOUGH).then_some(Bridge::Firm);
    };
    let gap = a.to.until(b.to).ok()?.get_days();
    let most = table.near("loose-days");
    // Each may come back to what a third tells with its day.
    let come_back = gap.abs() > most && is_untold(one) && is_untold(other);
    if (a.from, a.to) == (b.from, b.to)
        || gap == 0 && a.is_short() && b.is_short()
        || !come_back && signs >= ENOUGH
    {
        return Some(Bridge::Firm);
    }
    let (first, last) = if gap < 0 { (b, a) } else { (a, b) };
    let days = if !a.is_short() || !b.is_short() {
        None
    } else if a.is_day() && b.is_day() {
        Some(2 * gap)
    } else if last.from <= first.to {
        Some(gap.clamp(-most, most))
    } else {
        let comes_back = first.is_day() && !last.is_told && (signs > 0 || one.kind.is_of_words());
        let reach = if comes_back {
            table.near("follow-up-days")
        } else {
            most
        };
        (gap.abs() <= reach).then_some(gap)
    };
    days.map(Bridge::Loose)
}

/// True of what a report tells as if it were of its day, without saying so.
fn is_untold(traits: &Traits) -> bool {
    traits.days.is_some_and(|days| !days.is_told)
}

/// The days of a telling, or those up to its report.
#[derive(Debug, Clone, Copy)]
struct When {
    from: Date,
    to: Date,
    is_told: bool,
}

impl When {
    fn of(traits: &Traits) -> Option<Self> {
        let (from, to, is_told) = match (traits.days, traits.published) {
            (Some(days), _) => (days.from, days.to, days.is_told),
            (None, published) => (published?, published?, false),
        };
        Some(Self { from, to, is_told })
    }

    fn is_short(self) -> bool {
        let length = self.from.until(self.to);
        length.is_ok_and(|span| span.get_days() <= WEEK)
    }

    fn is_day(self) -> bool {
        self.is_told && self.from == self.to
    }
}

/// How much that both tell is of one deed, and hardly of another at the same place between the same parties.
fn signs(table: &MergingTable, one: &Traits, other: &Traits) -> usize {
    let tolls = [(one.killed, other.killed), (one.injured, other.injured)];
    let counted = tolls.into_iter().filter_map(|(a, b)| a.zip(b));
    let counted: usize = counted.map(|(a, b)| signs_of_toll(a, b)).sum();
    let hit = usize::from(one.target.is_some() && one.target == other.target);
    let manner = usize::from(one.modes.iter().any(|mode| other.modes.contains(mode)));
    (counted + hit + manner).max(shared_names(table, one, other))
}

/// Tolls are brought up to date, so that they need not be the same.
fn signs_of_toll(a: Number, b: Number) -> usize {
    let (few, many) = (a.best.min(b.best), a.best.max(b.best));
    if few == 0 || many > few.saturating_mul(2) {
        0
    } else if few < TELLING_TOLL || many > few.saturating_mul(3) / 2 {
        1
    } else {
        ENOUGH
    }
}

/// How many names both have that are not of the place or the parties, and not in every other report.
fn shared_names(table: &MergingTable, one: &Traits, other: &Traits) -> usize {
    let own: BTreeSet<String> = [one, other]
        .into_iter()
        .flat_map(|traits| {
            let spot = &traits.spot;
            let parties = traits.actors.iter().chain(&traits.recipients);
            let places = spot.name.iter().chain(&spot.admin1);
            parties.chain(places).map(String::as_str)
        })
        .flat_map(crate::text::folded_words)
        .map(|word| root(&word))
        .collect();
    let shared = one.names.intersection(&other.names);
    shared
        .filter(|name| !table.is_common(name) && !own.contains(&root(name)))
        .count()
}

fn root(word: &str) -> String {
    word.chars().take(ROOT_LETTERS).collect()
}
