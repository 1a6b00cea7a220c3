//! Learns and checks which words name a place.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::forest::Forest;
use relata_places::{Gazetteer, Recogniser, Resolver, Toponym, candidates};
use relata_record::Span;

use crate::boost::{self, Row, Settings};
use crate::corpus::{self, Text};
use crate::ranker::SETS;

/// The paragraphs of a text.
pub fn blocks(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            blocks.push(Span::new(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    blocks
}

/// Learns from the folds below `until`.
pub fn learn(
    gazetteer: &Gazetteer,
    knowledge: &Knowledge,
    folder: &Path,
    until: u32,
    settings: Settings,
) -> Result<Forest> {
    let analyzer = FastAnalyzer::embedded()?;
    let mut rows: Vec<Row> = Vec::new();
    for set in SETS {
        for text in corpus::read(&folder.join(format!("{set}.jsonl")))? {
            if text.fold >= until {
                continue;
            }
            let gold: BTreeSet<Toponym> =
                text.located().iter().map(|(toponym, _)| *toponym).collect();
            let sentences = analyzer.analyze(&text.text, &blocks(&text.text));
            for candidate in candidates(gazetteer, knowledge, &text.text, &sentences) {
                let is_right = gold.contains(&candidate.toponym);
                rows.push(Row {
                    numbers: candidate.signs.to_vec(),
                    is_right,
                    weight: if is_right { 1.0 } else { 0.7 },
                });
            }
        }
    }
    eprintln!("{} candidates to learn from", rows.len());
    Ok(boost::learn(&rows, settings))
}

/// Whether a toponym is a demonym: its words are those of an adjective or a people.
fn is_demonym(knowledge: &Knowledge, text: &Text, toponym: Toponym) -> bool {
    use relata_knowledge::NameEntry;
    let words = text
        .text
        .get(toponym.start..toponym.end)
        .unwrap_or_default();
    let entries = knowledge.names.look_up(words);
    entries
        .iter()
        .any(|entry| matches!(entry, NameEntry::Adjective(_) | NameEntry::People(_)))
        && !entries
            .iter()
            .any(|entry| matches!(entry, NameEntry::Country(_)))
}

/// How many toponyms are found from raw text and put to the right place.
pub fn check(
    resolver: &Resolver,
    recogniser: &Recogniser,
    knowledge: &Knowledge,
    folder: &Path,
    from: u32,
    least: f64,
    show: bool,
) -> Result<()> {
    let analyzer = FastAnalyzer::embedded()?;
    let mut sum = [0_u32; 4];
    for set in SETS {
        let (mut all, mut found, mut right, mut system) = (0, 0, 0, 0);
        for text in corpus::read(&folder.join(format!("{set}.jsonl")))? {
            if text.fold < from {
                continue;
            }
            let sentences = analyzer.analyze(&text.text, &blocks(&text.text));
            let spans = recogniser.find(
                resolver.gazetteer(),
                knowledge,
                &text.text,
                &sentences,
                least,
            );
            let toponyms: Vec<Toponym> = spans.iter().map(|found| found.toponym).collect();
            let picks = resolver.resolve(&text.text, &toponyms);
            system += u32::try_from(toponyms.len())?;
            for (toponym, gold) in text.located() {
                if is_demonym(knowledge, &text, toponym) || gold.usage.as_deref() == Some("Demonym")
                {
                    continue;
                }
                all += 1;
                let at = toponyms.iter().position(|known| *known == toponym);
                found += u32::from(at.is_some());
                let place = at
                    .and_then(|at| picks[at])
                    .and_then(|pick| resolver.gazetteer().record(pick.place));
                let id = gold
                    .geonameid
                    .as_deref()
                    .and_then(|id| id.parse::<u32>().ok());
                let is_right = match (&place, id) {
                    (Some(record), Some(id)) => record.geonames == id,
                    (Some(record), None) => gold.lat.zip(gold.lon).is_some_and(|(lat, lon)| {
                        relata_places::distance_km(lat, lon, record.lat, record.lon) <= 161.0
                    }),
                    _ => false,
                };
                right += u32::from(is_right);
                if show && at.is_none() {
                    let name = text
                        .text
                        .get(toponym.start..toponym.end)
                        .unwrap_or_default();
                    println!("{set}\t{}\t{name}", text.docid);
                }
            }
        }
        println!(
            "{set}: {all} toponyms, {system} told; found {:.3}, right {:.3}",
            f64::from(found) / f64::from(all.max(1)),
            f64::from(right) / f64::from(all.max(1))
        );
        for (total, part) in sum.iter_mut().zip([all, found, right, system]) {
            *total += part;
        }
    }
    println!(
        "all: {} of {}, {:.3}",
        sum[2],
        sum[0],
        f64::from(sum[2]) / f64::from(sum[0].max(1))
    );
    Ok(())
}
