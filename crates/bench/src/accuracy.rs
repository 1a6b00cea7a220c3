//! How often the program is right, as a table for the tree: the same program gives the same bytes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum as _;
use relata::Model;
use relata::documents;
use relata::parallel::in_order;
use relata::pipeline::{Pipeline, keep_faults_quiet};
use relata_evaluate::{Prediction, Score};
use relata_language::{AccurateAnalyzer, FastAnalyzer};
use relata_language_train::conllu;
use relata_language_train::score::{Counts, Tier, percent};
use relata_reader::Reader;
use relata_store::{Coded, EventFilter, RunCounts, Store, fingerprint};

use crate::{accuracy_history, accuracy_yardsticks, difference};

/// Writes the file; told to whoever finds it stale.
const COMMAND: &str = "cargo run --release -p relata-bench -- accuracy --write";

/// Arguments of `accuracy`.
#[derive(Debug, clap::Args)]
pub struct AccuracyArgs {
    /// The folder of the yardsticks, with `seeds`, `record` and `treebanks`
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
    /// Write the table to a file instead of standard output
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "ACCURACY.md")]
    write: Option<PathBuf>,
    /// Compare with a file; exit 1 where it differs
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "ACCURACY.md", conflicts_with = "write")]
    check: Option<PathBuf>,
}

/// A set of reports with gold events.
pub struct Yardstick {
    /// Its name in tables.
    pub name: &'static str,
    /// Folder of text files, or file of rows.
    pub documents: &'static str,
    /// File of rows.
    pub gold: &'static str,
}

/// What the events are measured by.
pub const YARDSTICKS: [Yardstick; 2] = [
    Yardstick {
        name: "seeds",
        documents: "seeds",
        gold: "seeds/gold.jsonl",
    },
    Yardstick {
        name: "record",
        documents: "record/reports.jsonl",
        gold: "record/gold.jsonl",
    },
];

/// Names and files of the treebanks.
const TREEBANKS: [(&str, &str); 2] = [
    ("EWT dev", "treebanks/en_ewt-ud-dev.conllu"),
    ("GUM dev", "treebanks/gum_open-dev.conllu"),
];

/// Measures; false where a file that is checked differs.
pub fn run(args: &AccuracyArgs) -> Result<bool> {
    check_folder(&args.shared)?;
    let page = page(&args.shared)?;
    if let Some(file) = &args.write {
        fs::write(file, page).with_context(|| format!("cannot write {}", file.display()))?;
        return Ok(true);
    }
    let Some(file) = &args.check else {
        print!("{page}");
        return Ok(true);
    };
    let before = documents::text(file)?.replace("\r\n", "\n");
    if before == page {
        return Ok(true);
    }
    for line in difference::of(&before, &page) {
        println!("{line}");
    }
    eprintln!(
        "{}: the program no longer gives these numbers (- before, + now); if that is meant, run `{COMMAND}` and \
         commit the file",
        file.display()
    );
    Ok(false)
}

fn check_folder(shared: &Path) -> Result<()> {
    let events = YARDSTICKS.iter().flat_map(|set| [set.documents, set.gold]);
    for name in events.chain(TREEBANKS.map(|(_, file)| file)) {
        let path = shared.join(name);
        if !path.exists() {
            bail!(
                "{}: not there; the yardsticks are no part of this repository, name their folder with --shared",
                path.display()
            );
        }
    }
    Ok(())
}

/// The file.
fn page(shared: &Path) -> Result<String> {
    let pipeline = Pipeline::new(Model::default())?;
    keep_faults_quiet();
    let scores = scores(&pipeline, shared)?;
    let mut out = String::from("# Accuracy\n\n");
    let _ = writeln!(
        out,
        "`{COMMAND}` wrote this file; do not edit it. A\ntest fails where the program no longer gives these numbers.\n"
    );
    let _ = writeln!(out, "Language model: {}.\n", pipeline.identity().model);
    out.push_str("## Events\n\n");
    out.push_str(ABOUT_EVENTS);
    for (name, score) in &scores {
        let _ = writeln!(
            out,
            "- **{name}**: {} reports, {} core events; Relata finds {} events.",
            score.reports.len(),
            score.total.core,
            score.total.predicted
        );
    }
    out.push_str(ABOUT_PARTS);
    let scores: Vec<(&str, &Score)> = scores.iter().map(|(name, score)| (*name, score)).collect();
    out.push_str(&relata_evaluate::accuracy_table(&scores));
    out.push_str(ABOUT_TIERS);
    for model in Model::value_variants() {
        tier_rows(*model, shared, &mut out)?;
    }
    accuracy_history::section(shared, &mut out)?;
    out.push_str(ABOUT_LANGUAGE);
    let broken = "the model of this program is broken";
    let fast = FastAnalyzer::embedded().context(broken)?;
    let accurate = AccurateAnalyzer::embedded().context(broken)?;
    let tiers: [(&str, Tier<'_>); 2] = [("fast", fast.into()), ("accurate", accurate.into())];
    for (tier, analyzer) in tiers {
        for (name, file) in TREEBANKS {
            let counts = treebank(analyzer, &shared.join(file))?;
            language_rows(tier, name, &counts, &mut out);
        }
    }
    out.push_str(&accuracy_yardsticks::section(shared)?);
    Ok(out)
}

/// The score on each yardstick.
fn scores(pipeline: &Pipeline, shared: &Path) -> Result<Vec<(&'static str, Score)>> {
    YARDSTICKS
        .iter()
        .map(|yardstick| {
            let gold = documents::text(&shared.join(yardstick.gold))?;
            let score = score(pipeline, shared.join(yardstick.documents), &gold)?;
            Ok((yardstick.name, score))
        })
        .collect()
}

fn tier_rows(model: Model, shared: &Path, out: &mut String) -> Result<()> {
    let value = model.to_possible_value();
    let tier = value.as_ref().map_or("", |value| value.get_name());
    for (name, score) in scores(&Pipeline::new(model)?, shared)? {
        let _ = writeln!(
            out,
            "| {tier} | {name} | {:.3} | {:.3} |",
            score.found().f1(),
            score.event().f1()
        );
    }
    Ok(())
}

const ABOUT_EVENTS: &str = "\
Agency reports whose events a careful reader has written down. The texts are not ours and no part of this repository.
They were at hand while the tables were written, so that reports never seen before will score lower.

";

const ABOUT_PARTS: &str = "
*found*: an event of a right type whose words overlap those of gold, one to one. *event*: found, with every actor and
recipient and no other. P is the share of what Relata finds that is right, R the share of the core events of gold, F1
their harmonic mean; events that gold calls optional neither help nor harm. Every other row: the share right among the
found core events for which gold has a value. The scorer is `relata eval`.

To compare: a second careful reader of such reports agrees with gold at F1 .90 found and .84 whole; a dictionary coder
of 2014, run on *record*, at .14 and .01.

";

const ABOUT_TIERS: &str = "
The same by tier of the language layer (`relata code --model`); the rows above are of the one that is used where none is
named, `auto`.

| tier | yardstick | found F1 | event F1 |
| --- | --- | ---: | ---: |
";

const ABOUT_LANGUAGE: &str = "
## Language layer

Development parts of two treebanks, on their tokens and sentences, with predicted tags; punctuation counts, LAS with
subtypes of relations cut. [models/fast.md](models/fast.md) and [models/accurate.md](models/accurate.md) say more.

| tier | treebank | part | right | of | % |
| --- | --- | --- | ---: | ---: | ---: |
";

/// Codes the reports behind `path` as the program does, record included, and scores what the record holds against the
/// rows of gold.
pub fn score(pipeline: &Pipeline, path: PathBuf, gold: &str) -> Result<Score> {
    let documents = documents::read(&path)?;
    let gold = relata_evaluate::gold_events(gold, "gold")?;
    let paths = if path.is_dir() {
        documents::files(&path)?
    } else {
        vec![path]
    };
    let predicted = code(pipeline, &paths)?;
    Ok(relata_evaluate::score(&documents, &gold, &predicted))
}

fn code(pipeline: &Pipeline, paths: &[PathBuf]) -> Result<Vec<Prediction>> {
    let folder = tempfile::tempdir().context("cannot make a folder for the record")?;
    let mut store = Store::open(&folder.path().join("relata.db"))?;
    let run = store.begin_run(&pipeline.identity(), None)?;
    let n_threads = thread::available_parallelism().map_or(1, usize::from);
    in_order(
        Reader::open(paths),
        n_threads,
        |item| {
            let coded = item
                .report
                .map(|report| (fingerprint(&report), pipeline.code(report)));
            (item.problems, coded)
        },
        |(problems, coded)| {
            for problem in problems.iter().filter(|problem| problem.skipped) {
                eprintln!("{problem}");
            }
            match coded {
                None => {}
                Some((_, Err(problem))) => eprintln!("{problem}"),
                Some((fingerprint, Ok(coded))) => {
                    for problem in &coded.problems {
                        eprintln!("{problem}");
                    }
                    let coded = Coded {
                        report: &coded.report,
                        fingerprint: &fingerprint?,
                        events: &coded.events,
                        notes: &coded.notes,
                    };
                    store.save(&run, coded)?;
                }
            }
            Ok(())
        },
    )?;
    store.end_run(&run, RunCounts::default(), &[])?;
    let events = store.events(&EventFilter::default())?;
    Ok(events
        .iter()
        .map(relata_evaluate::prediction_of)
        .collect::<Result<_, _>>()?)
}

fn treebank(analyzer: Tier<'_>, file: &Path) -> Result<Counts> {
    let text = documents::text(file)?;
    let gold = conllu::read(&text).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(relata_language_train::score::score(analyzer, &gold))
}

fn language_rows(tier: &str, name: &str, counts: &Counts, out: &mut String) {
    for (part, right) in [
        ("UPOS", counts.upos),
        ("XPOS", counts.xpos),
        ("lemma", counts.lemmas),
        ("UAS", counts.heads),
        ("LAS", counts.labels),
    ] {
        let value = percent(right, counts.words);
        let _ = writeln!(
            out,
            "| {tier} | {name} | {part} | {right} | {} | {value:.2} |",
            counts.words
        );
    }
}
