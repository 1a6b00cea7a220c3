//! Which reports are one family: versions of one text, and versions of versions.
//!
//! Reports whose texts are the same, but for numbers, on the same day are one text, however many they are; only texts are
//! compared. Of the texts that are versions of each other the shelf keeps so many ties as hold a family together, one
//! fewer than it has texts: a family of thousands costs no more for each than a small one. Which ties those are depends
//! on the order in which the texts came; which texts they hold together does not.
//!
//! Revisions of a story come within days. What goes on for longer is a series that an agency writes by one pattern, as a
//! daily bulletin; there the ties between days are the weakest, and each day's issue is a family of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::sketch::{SHARED_MARKS, Sketch, are_versions};

/// Versions of one text appear within so many days.
const DAYS: i32 = 3;

/// The days from the first to the last version of a story; texts that are tied over more of them are a series.
const STORY_DAYS: i32 = 7;

/// Where texts, their marks and their families are kept. A text is the number that [`Sketch::text`] gives.
pub trait FamilyShelf {
    /// What can go wrong with it.
    type Error;

    /// The text of a report, and its day.
    fn text_of(&mut self, report: &str) -> Result<Option<(u64, Option<Date>)>, Self::Error>;
    /// The first of the reports that have a text.
    fn first_of(&mut self, text: u64) -> Result<Option<String>, Self::Error>;
    /// The sketch of a text, if a report still has it.
    fn sketch(&mut self, text: u64) -> Result<Option<Rc<Sketch>>, Self::Error>;
    /// The texts that have a mark and are of a day between two, or without a day where there is none.
    fn under(&mut self, mark: u64, days: Option<(Date, Date)>) -> Result<Vec<u64>, Self::Error>;
    /// Enters a new text under its marks; its family is set next.
    fn enter(&mut self, sketch: &Rc<Sketch>) -> Result<(), Self::Error>;
    /// Takes a text out that no report has any more, with its marks and ties.
    fn remove(&mut self, text: u64) -> Result<(), Self::Error>;
    /// Writes down that a report has a text, or has none any more.
    fn give(&mut self, report: &str, text: Option<u64>) -> Result<(), Self::Error>;
    /// The texts with which one is tied.
    fn tied(&mut self, text: u64) -> Result<Vec<u64>, Self::Error>;
    /// Ties two texts that are versions of each other.
    fn tie(&mut self, one: u64, other: u64) -> Result<(), Self::Error>;
    /// The name of the tied texts to which one belongs: that of their earliest report.
    fn family(&mut self, text: u64) -> Result<Option<String>, Self::Error>;
    /// The texts that are tied under a name.
    fn texts(&mut self, family: &str) -> Result<Vec<u64>, Self::Error>;
    /// Writes down under which name a text is tied.
    fn set_family(&mut self, text: u64, family: &str) -> Result<(), Self::Error>;
    /// Gives tied texts another name, or makes them part of those of that name.
    fn rename(&mut self, family: &str, name: &str) -> Result<(), Self::Error>;
    /// The first and the last day of the texts that are tied under a name.
    fn days(&mut self, family: &str) -> Result<Option<(Date, Date)>, Self::Error>;
    /// Writes down whether the texts that are tied under a name are a series: those of each day are then a family.
    fn set_series(&mut self, family: &str, is_series: bool) -> Result<(), Self::Error>;
}

/// Takes reports out and puts others in; the families that this touches are formed anew. A report that is known and
/// has the same text as before is left as it is.
pub fn update_families<S: FamilyShelf>(
    shelf: &mut S,
    gone: &[String],
    new: &[Rc<Sketch>],
) -> Result<(), S::Error> {
    let new: BTreeMap<&str, &Rc<Sketch>> = new
        .iter()
        .map(|sketch| (sketch.id.as_str(), sketch))
        .collect();
    let left: BTreeSet<&str> = gone
        .iter()
        .map(String::as_str)
        .chain(new.keys().copied())
        .collect();
    let mut loosened: BTreeSet<String> = BTreeSet::new();
    for report in left {
        let Some((text, _)) = shelf.text_of(report)? else {
            continue;
        };
        if new.get(report).is_some_and(|sketch| sketch.text() == text) {
            continue;
        }
        loosened.extend(shelf.family(text)?);
        shelf.give(report, None)?;
        if shelf.first_of(text)?.is_none() {
            shelf.remove(text)?;
        }
    }
    for family in loosened {
        reform(shelf, &family)?;
    }
    for (report, sketch) in new {
        if shelf.text_of(report)?.is_none() {
            enter(shelf, sketch)?;
        }
    }
    Ok(())
}

/// Enters a report whose text is not on the shelf, or not under its name.
fn enter<S: FamilyShelf>(shelf: &mut S, sketch: &Rc<Sketch>) -> Result<(), S::Error> {
    let text = sketch.text();
    let mut families: BTreeSet<String> = BTreeSet::new();
    if let Some(family) = shelf.family(text)? {
        families.insert(family);
    } else {
        // One tie to each family is enough; those that share most marks are looked at first.
        for (_, other) in candidates(shelf, sketch)? {
            let Some(family) = shelf.family(other)? else {
                continue;
            };
            if !families.contains(&family) && is_version(shelf, sketch, other)? {
                shelf.tie(text, other)?;
                families.insert(family);
            }
        }
        shelf.enter(sketch)?;
    }
    shelf.give(&sketch.id, Some(text))?;
    let mut name = (rank(sketch.published, &sketch.id), sketch.id.clone());
    for family in &families {
        let day = shelf.text_of(family)?.and_then(|(_, day)| day);
        name = name.min((rank(day, family), family.clone()));
    }
    let (_, name) = name;
    shelf.set_family(text, &name)?;
    for family in families.iter().filter(|family| **family != name) {
        shelf.rename(family, &name)?;
    }
    judge_length(shelf, &name)
}

/// Finds out whether the texts tied under a name are a story or a series.
fn judge_length<S: FamilyShelf>(shelf: &mut S, name: &str) -> Result<(), S::Error> {
    let is_series = shelf.days(name)?.is_some_and(|(first, last)| {
        let length = first.until(last).map(|span| span.get_days());
        length.is_ok_and(|days| days > STORY_DAYS)
    });
    shelf.set_series(name, is_series)
}

/// The texts that share marks with a sketch, those that share most first, each with how many it lacks.
fn candidates<S: FamilyShelf>(
    shelf: &mut S,
    sketch: &Sketch,
) -> Result<BTreeSet<(usize, u64)>, S::Error> {
    let days = sketch.published.map(|day| {
        let from = day.checked_sub(DAYS.days()).unwrap_or(Date::MIN);
        (from, day.checked_add(DAYS.days()).unwrap_or(Date::MAX))
    });
    let mut shared: BTreeMap<u64, usize> = BTreeMap::new();
    for mark in sketch.marks() {
        for other in shelf.under(*mark, days)? {
            *shared.entry(other).or_default() += 1;
        }
    }
    let all = sketch.marks().len();
    let found = shared
        .into_iter()
        .filter(|(other, n)| *n >= SHARED_MARKS && *other != sketch.text());
    Ok(found
        .map(|(other, n)| (all.saturating_sub(n), other))
        .collect())
}

fn is_version<S: FamilyShelf>(
    shelf: &mut S,
    sketch: &Sketch,
    other: u64,
) -> Result<bool, S::Error> {
    let found = shelf.sketch(other)?;
    Ok(found.is_some_and(|found| are_versions(sketch, &found)))
}

/// Forms a family anew from which a report is gone: what the ties that are left do not hold together is compared again.
fn reform<S: FamilyShelf>(shelf: &mut S, family: &str) -> Result<(), S::Error> {
    let texts = shelf.texts(family)?;
    let mut part_of: BTreeMap<u64, usize> = BTreeMap::new();
    let mut parts: Vec<Vec<u64>> = Vec::new();
    for start in texts {
        if part_of.contains_key(&start) {
            continue;
        }
        let mut part = Vec::new();
        let mut open = vec![start];
        while let Some(text) = open.pop() {
            if part_of.insert(text, parts.len()).is_none() {
                part.push(text);
                open.extend(shelf.tied(text)?);
            }
        }
        parts.push(part);
    }
    // The greatest part is found by the others.
    let greatest = (0..parts.len()).max_by_key(|n| parts.get(*n).map_or(0, Vec::len));
    for n in (0..parts.len()).filter(|n| Some(*n) != greatest) {
        for text in parts.get(n).cloned().unwrap_or_default() {
            let Some(sketch) = shelf.sketch(text)? else {
                continue;
            };
            for (_, other) in candidates(shelf, &sketch)? {
                let (Some(own), Some(its)) = (part_of.get(&text), part_of.get(&other)) else {
                    continue;
                };
                let (own, its) = (*own, *its);
                if own != its && is_version(shelf, &sketch, other)? {
                    shelf.tie(text, other)?;
                    let moved = parts.get_mut(own).map(std::mem::take).unwrap_or_default();
                    part_of.extend(moved.iter().map(|text| (*text, its)));
                    if let Some(part) = parts.get_mut(its) {
                        part.extend(moved);
                    }
                }
            }
        }
    }
    // A part that stays under the old name is judged once the others have left it.
    let mut names = Vec::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let mut earliest = None;
        for text in part {
            if let Some(report) = shelf.first_of(*text)? {
                let day = shelf.text_of(&report)?.and_then(|(_, day)| day);
                let ranked = (rank(day, &report), report);
                earliest = Some(earliest.map_or(ranked.clone(), |known| ranked.min(known)));
            }
        }
        let Some((_, name)) = earliest else {
            continue;
        };
        for text in part {
            if shelf.family(*text)?.as_ref() != Some(&name) {
                shelf.set_family(*text, &name)?;
            }
        }
        names.push(name);
    }
    for name in names {
        judge_length(shelf, &name)?;
    }
    Ok(())
}

/// The earliest report gives its name to a family; one without a day comes last.
fn rank(published: Option<Date>, report: &str) -> (bool, Option<Date>, String) {
    (published.is_none(), published, report.to_owned())
}
