//! How often names of places are found and put to the right place, on yardsticks beside the checkout, and how long a
//! look-up takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_places::{LEAST, Places, Toponym};
use relata_places_train::corpus::{self, Text};
use relata_places_train::ranker::{self, SETS};
use relata_places_train::recogniser;
use serde_json::json;

/// Names that are looked up to measure: towns, provinces, no place at all.
const NAMES: [&str; 8] = [
    "mir ali",
    "san miguel",
    "kabul",
    "north waziristan",
    "paris",
    "not a place",
    "khar",
    "kinshasa",
];

/// Arguments of `places`.
#[derive(Debug, clap::Args)]
pub struct PlacesArgs {
    /// The folder of the yardsticks of places
    #[arg(value_name = "DIR", default_value = "../shared/yardsticks/places")]
    texts: PathBuf,
    /// Measure on this fold and those behind it
    #[arg(long, default_value_t = 6)]
    from: u32,
    /// Write what was found as rows of the scorer: a file for given spans and one for raw text of each set
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// Measures.
pub fn run(args: &PlacesArgs) -> Result<()> {
    if !args.texts.exists() {
        bail!(
            "{}: not there; the yardsticks are no part of this repository",
            args.texts.display()
        );
    }
    let knowledge = Knowledge::embedded()?;
    let begin = Instant::now();
    let places = Places::embedded(&knowledge)?;
    println!(
        "{} places, {} names, opened in {:.1} ms",
        places.gazetteer().len(),
        places.gazetteer().names(),
        begin.elapsed().as_secs_f64() * 1e3
    );
    look_ups(&places);
    println!("Given spans, folds from {}:", args.from);
    ranker::check(places.resolver(), &args.texts, args.from, false)?;
    println!("From raw text, without demonyms:");
    recogniser::check(
        places.resolver(),
        places.recogniser(),
        &knowledge,
        &args.texts,
        args.from,
        LEAST,
        false,
    )?;
    if let Some(folder) = &args.write {
        write(&places, &knowledge, &args.texts, folder)?;
    }
    Ok(())
}

fn look_ups(places: &Places) {
    const ROUNDS: u32 = 100_000;
    let begin = Instant::now();
    let mut found = 0;
    for _ in 0..ROUNDS {
        for name in NAMES {
            found += std::hint::black_box(places.gazetteer().look_up_key(name)).len();
        }
    }
    let looks = f64::from(ROUNDS) * 8.0;
    println!(
        "look-up of a name: {:.2} µs ({} found)",
        begin.elapsed().as_secs_f64() * 1e6 / looks,
        found / ROUNDS as usize
    );
}

fn write(places: &Places, knowledge: &Knowledge, texts: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let analyzer = FastAnalyzer::embedded()?;
    for set in SETS.into_iter().chain(["geovirus"]) {
        let (mut given, mut raw) = (String::new(), String::new());
        for text in corpus::read(&texts.join(format!("{set}.jsonl")))? {
            let spans: Vec<Toponym> = text
                .located()
                .into_iter()
                .map(|(toponym, _)| toponym)
                .collect();
            given += &row(places, &text, &spans);
            let sentences = analyzer.analyze(&text.text, &recogniser::blocks(&text.text));
            let found: Vec<Toponym> = places
                .recogniser()
                .find(places.gazetteer(), knowledge, &text.text, &sentences, LEAST)
                .into_iter()
                .map(|found| found.toponym)
                .collect();
            raw += &row(places, &text, &found);
        }
        for (kind, rows) in [("given", given), ("raw", raw)] {
            let path = folder.join(format!("{set}.{kind}.jsonl"));
            fs::write(&path, rows).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}

/// The row of a text, offsets in characters.
fn row(places: &Places, text: &Text, toponyms: &[Toponym]) -> String {
    let characters = |byte: usize| {
        text.text
            .get(..byte)
            .map_or(0, |before| before.chars().count())
    };
    let rows: Vec<serde_json::Value> = places
        .resolver()
        .resolve(&text.text, toponyms)
        .into_iter()
        .zip(toponyms)
        .filter_map(|(pick, toponym)| {
            let record = places.gazetteer().record(pick?.place)?;
            Some(json!({
                "start": characters(toponym.start),
                "end": characters(toponym.end),
                "lat": record.lat,
                "lon": record.lon,
                "geonameid": Some(record.geonames).filter(|id| *id != 0).map(|id| id.to_string()),
            }))
        })
        .collect();
    format!("{}\n", json!({ "docid": text.docid, "toponyms": rows }))
}
