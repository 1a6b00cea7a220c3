//! Learns and checks the choice among places of one name.

use std::path::Path;

use anyhow::Result;
use relata_places::forest::Forest;
use relata_places::{Gazetteer, Record, Resolver, Toponym};

use crate::boost::{self, Row, Settings};
use crate::corpus::{self, Gold};

/// The sets that it is learnt from.
pub const SETS: [&str; 3] = ["lgl", "trnews", "geowebnews"];

/// Learns from the folds below `until`.
pub fn learn(
    gazetteer: &Gazetteer,
    folder: &Path,
    until: u32,
    settings: Settings,
) -> Result<Forest> {
    let mut rows: Vec<Row> = Vec::new();
    for set in SETS {
        for text in corpus::read(&folder.join(format!("{set}.jsonl")))? {
            if text.fold >= until {
                continue;
            }
            let located = text.located();
            let toponyms: Vec<Toponym> = located.iter().map(|(toponym, _)| *toponym).collect();
            for (candidates, (_, gold)) in Resolver::rows(gazetteer, &text.text, &toponyms)
                .into_iter()
                .zip(&located)
            {
                let Some(id) = gold
                    .geonameid
                    .as_deref()
                    .and_then(|id| id.parse::<u32>().ok())
                else {
                    continue;
                };
                let has_id = candidates.iter().any(|(place, _)| {
                    gazetteer
                        .record(*place)
                        .is_some_and(|record| record.geonames == id)
                });
                let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
                let weight = 1.0 / f64::from(count.max(1)).sqrt();
                for (place, numbers) in candidates {
                    let is_right = gazetteer.record(place).is_some_and(|record| {
                        record.geonames == id
                            || record.geonames == 0 && !has_id && is_near(&record, gold)
                    });
                    rows.push(Row {
                        numbers: numbers.to_vec(),
                        is_right,
                        weight,
                    });
                }
            }
        }
    }
    eprintln!("{} candidates to learn from", rows.len());
    Ok(boost::learn(&rows, settings))
}

/// A place of the tables has no identifier: it is the one that is meant if it lies where that one does.
fn is_near(record: &Record, gold: &Gold) -> bool {
    let limit = if record.class.precision() < 4 {
        50.0
    } else {
        600.0
    };
    gold.lat.zip(gold.lon).is_some_and(|(lat, lon)| {
        relata_places::distance_km(lat, lon, record.lat, record.lon) <= limit
    })
}

/// How often the right place is chosen, and how often it could be.
pub fn check(resolver: &Resolver, folder: &Path, from: u32, show: bool) -> Result<()> {
    for set in SETS {
        let (mut all, mut right, mut within) = (0, 0, 0);
        for text in corpus::read(&folder.join(format!("{set}.jsonl")))? {
            if text.fold < from {
                continue;
            }
            let located = text.located();
            let toponyms: Vec<Toponym> = located.iter().map(|(toponym, _)| *toponym).collect();
            let rows = Resolver::rows(resolver.gazetteer(), &text.text, &toponyms);
            for ((pick, candidates), (toponym, gold)) in resolver
                .resolve(&text.text, &toponyms)
                .into_iter()
                .zip(rows)
                .zip(&located)
            {
                let id = gold
                    .geonameid
                    .as_deref()
                    .and_then(|id| id.parse::<u32>().ok());
                let is = |place| {
                    id.is_some()
                        && resolver
                            .gazetteer()
                            .record(place)
                            .map(|record| record.geonames)
                            == id
                };
                all += 1;
                let could = candidates.iter().any(|(place, _)| is(*place));
                let does = pick.is_some_and(|pick| is(pick.place));
                within += u32::from(could);
                right += u32::from(does);
                if show && !does {
                    let name = text
                        .text
                        .get(toponym.start..toponym.end)
                        .unwrap_or_default();
                    let ours = pick.and_then(|pick| {
                        let record = resolver.gazetteer().record(pick.place)?;
                        Some(format!(
                            "{} {:?} {:?} {} p={:.2}",
                            record.name,
                            record.class,
                            resolver.gazetteer().code(record.country),
                            record.geonames,
                            pick.probability
                        ))
                    });
                    println!("{set}\t{}\t{name}\t{id:?}\t{could}\t{ours:?}", text.docid);
                }
            }
        }
        println!(
            "{set}: {right} of {all} right, {:.3}; {within} could be, {:.3}",
            f64::from(right) / f64::from(all.max(1)),
            f64::from(within) / f64::from(all.max(1))
        );
    }
    Ok(())
}
