//! What the tables of acts find and what they find too much: for whoever edits a row, from the folder as it
//! stands, without building the program anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use relata::pipeline::analyzer;
use relata::{Model, documents};
use relata_coder::{Coder, Coding};
use relata_evaluate::Prediction;
use relata_evaluate::yardsticks::known_acts;
use relata_knowledge::{ActClass, Knowledge};
use relata_language::Analyzer;
use relata_places::Places;
use relata_reader::Reader;
use relata_record::{Event, EventType, Report};

/// Arguments of `acts`.
#[derive(Debug, clap::Args)]
pub struct ActsArgs {
    /// The folder of the tables
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    tables: PathBuf,
    /// The folder of the yardsticks; what is not there is left out
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
    /// The language model
    #[arg(long, value_enum, default_value_t)]
    model: Model,
    /// Show the sentences whose act of this type was missed or read as another
    #[arg(long, value_name = "TYPE")]
    misses: Option<String>,
    /// Show which events of the reports were missed, and which were too many
    #[arg(long)]
    unmatched: bool,
    /// Show which rows fire in everyday texts, and where
    #[arg(long)]
    everyday: bool,
    /// Code these texts too, a report a line, and show the events and the row of each
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
}

/// Right, told and known acts of a type.
#[derive(Default)]
struct Tally {
    right: usize,
    told: usize,
    known: usize,
}

struct Bench {
    coder: Coder,
    analyzer: Box<dyn Analyzer>,
}

/// Prints how many senses there are, and how often they are right.
pub fn run(args: &ActsArgs) -> Result<()> {
    let tables = tables(&args.tables)?;
    let pairs: Vec<(&str, &str)> = tables
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let knowledge = Knowledge::from_tables(&pairs)?;
    let places = Places::embedded(&knowledge)?;
    let bench = Bench {
        analyzer: analyzer(args.model, &knowledge)?,
        coder: Coder::new(knowledge, places),
    };
    if let Some(file) = &args.lines {
        bench.lines(&documents::text(file)?);
        return Ok(());
    }
    senses(&bench.coder.knowledge().acts);
    bench.records(&args.shared, args.unmatched)?;
    bench.known_acts(
        &args.shared.join("yardsticks/plv/train.jsonl"),
        args.misses.as_deref(),
    )?;
    for name in ["gum_open-dev", "en_ewt-ud-dev"] {
        let file = args.shared.join(format!("treebanks/{name}.conllu"));
        bench.everyday(name, &file, args.everyday)?;
    }
    Ok(())
}

/// The tables of a folder by name, those of acts first, as the program has them.
pub fn tables(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut tables = Vec::new();
    for (part, prefix) in [(folder.join("acts"), "acts/"), (folder.to_owned(), "")] {
        let cannot_read = || format!("cannot read {}", part.display());
        let mut paths = Vec::new();
        for entry in fs::read_dir(&part).with_context(cannot_read)? {
            paths.push(entry.with_context(cannot_read)?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "tsv"));
        paths.sort();
        for path in paths {
            let name = path
                .file_name()
                .ok_or_else(|| anyhow!("{}: no file", path.display()))?;
            let name = format!("{prefix}{}", name.to_string_lossy());
            tables.push((name, documents::text(&path)?));
        }
    }
    Ok(tables)
}

/// Rows and senses of each type: every alternative of a row is a sense.
fn senses(rows: &[relata_knowledge::ActRow]) {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for row in rows {
        let name = row
            .event_type
            .map_or_else(|| "no event".to_owned(), |kind| kind.to_string());
        for name in [name, "all".to_owned()] {
            let count = counts.entry(name).or_default();
            count[0] += 1;
            count[if row.class == ActClass::Verb { 1 } else { 2 }] += row.phrases.len();
        }
    }
    println!(
        "{:<12} {:>6} {:>6} {:>6}",
        "senses", "rows", "verbs", "nouns"
    );
    for (name, [rows, verbs, nouns]) in counts {
        println!("{name:<12} {rows:>6} {verbs:>6} {nouns:>6}");
    }
}

impl Bench {
    fn code(&self, report: &Report) -> Coding {
        let sentences = self.analyzer.analyze(&report.text, &Coder::blocks(report));
        self.coder.code(report, &sentences)
    }

    /// Scores on reports whose events are written down.
    fn records(&self, shared: &Path, unmatched: bool) -> Result<()> {
        for (name, texts, gold) in [
            ("seeds", "seeds", "seeds/gold.jsonl"),
            ("record", "record/reports.jsonl", "record/gold.jsonl"),
        ] {
            let (texts, gold) = (shared.join(texts), shared.join(gold));
            if !texts.exists() || !gold.exists() {
                eprintln!("{}: not there, left out", texts.display());
                continue;
            }
            let documents = documents::read(&texts)?;
            let gold =
                relata_evaluate::gold_events(&documents::text(&gold)?, &documents::name(&gold))?;
            let paths = if texts.is_dir() {
                documents::files(&texts)?
            } else {
                vec![texts]
            };
            let predicted = Reader::open(&paths)
                .filter_map(|item| item.report)
                .flat_map(|report| self.code(&report).events)
                .map(|event| relata_evaluate::prediction_of(&event))
                .collect::<Result<Vec<Prediction>, _>>()?;
            let score = relata_evaluate::score(&documents, &gold, &predicted);
            println!("\n{name}");
            print!("{}", relata_evaluate::show(&score));
            for event in score.unmatched.iter().filter(|_| unmatched) {
                let kind = if event.is_missed {
                    "missed"
                } else {
                    "too many"
                };
                println!(
                    "{kind} {} {}: {}",
                    event.report, event.event_type, event.words
                );
            }
        }
        Ok(())
    }

    /// Scores on sentences with a known act between two parties.
    fn known_acts(&self, file: &Path, misses: Option<&str>) -> Result<()> {
        if !file.exists() {
            eprintln!("{}: not there, left out", file.display());
            return Ok(());
        }
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut announced = 0;
        for line in documents::text(file)?.lines() {
            let sentence: known_acts::Row = serde_json::from_str(line)?;
            let Some(known) = sentence.events.first() else {
                continue;
            };
            let coding = self.code(&report(&sentence.text));
            let event = known_acts::between(&sentence.text, known, &coding.events);
            let told = event.map_or("-", known_acts::root_of);
            announced += usize::from(
                known.code == "AGREE"
                    && told != "AGREE"
                    && event.is_some_and(|event| event.event_type == EventType::Concede),
            );
            let right = usize::from(told == known.code);
            tallies.entry(known.code.clone()).or_default().known += 1;
            let tally = tallies.entry(told.to_owned()).or_default();
            tally.told += 1;
            tally.right += right;
            let wanted = misses.is_some_and(|kind| kind == known.code || kind == told);
            if right == 0 && wanted {
                println!(
                    "{} read as {told}: {}\n    {} -> {}",
                    known.code, sentence.text, known.source, known.target
                );
                print_coding(&sentence.text, &coding);
            }
        }
        println!("\n{:<12} {:>6} {:>6} {:>6}", "known acts", "P", "R", "F1");
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let (mut right, mut all, mut sum, mut kinds) = (0, 0, 0.0, 0);
        for (name, tally) in &tallies {
            let (precision, recall) = (
                share(tally.right, tally.told),
                share(tally.right, tally.known),
            );
            let f1 = share(2 * tally.right, tally.told + tally.known);
            println!(
                "{name:<12} {precision:>6.3} {recall:>6.3} {f1:>6.3}  told {} known {}",
                tally.told, tally.known
            );
            right += tally.right;
            all += tally.known;
            if tally.known > 0 {
                sum += f1;
                kinds += 1;
            }
        }
        println!(
            "accuracy {:.3}, mean F1 {:.3}; {:.3} where {announced} announced concessions count as agreement",
            share(right, all),
            sum / f64::from(kinds.max(1)),
            share(right + announced, all)
        );
        Ok(())
    }

    /// How often rows fire where no politics is told.
    fn everyday(&self, name: &str, file: &Path, show: bool) -> Result<()> {
        if !file.exists() {
            eprintln!("{}: not there, left out", file.display());
            return Ok(());
        }
        let text = documents::text(file)?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut sentences, mut fired) = (0, 0);
        for line in text
            .lines()
            .filter_map(|line| line.strip_prefix("# text = "))
        {
            sentences += 1;
            for event in self.code(&report(line)).events {
                fired += 1;
                *counts.entry(event.event_type.to_string()).or_default() += 1;
                if show {
                    println!("{}\n    {line}", shown(&event));
                }
            }
        }
        println!("\n{name}: {fired} events in {sentences} sentences: {counts:?}");
        Ok(())
    }

    /// Prints how each line of a text is read, and its events.
    fn lines(&self, text: &str) {
        for line in text.lines().filter(|line| !line.is_empty()) {
            println!("{line}");
            let report = report(line);
            for sentence in self.analyzer.analyze(&report.text, &Coder::blocks(&report)) {
                let words: Vec<String> = sentence
                    .tokens
                    .iter()
                    .map(|token| {
                        let head = token
                            .head
                            .and_then(|head| sentence.tokens.get(head as usize))
                            .map_or("", |head| head.span.of(line));
                        let relation = token.relation.as_str();
                        format!("{}/{} {relation}<{head}", token.lemma, token.xpos.as_str())
                    })
                    .collect();
                println!("    read: {}", words.join(" | "));
            }
            print_coding(line, &self.code(&report));
        }
    }
}

/// The events of a text, and why its other words gave none.
fn print_coding(text: &str, coding: &Coding) {
    for event in &coding.events {
        println!("    {}", shown(event));
    }
    for note in &coding.notes {
        println!(
            "    - {} {:?} {}",
            note.reason.as_str(),
            note.span.of(text),
            note.detail
        );
    }
}

fn shown(event: &Event) -> String {
    let names = |parties: &[relata_record::Party]| {
        let names: Vec<&str> = parties.iter().map(|party| party.text.as_str()).collect();
        names.join(", ")
    };
    let tolls = [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("captured", &event.captured),
    ];
    let tolls: String = tolls
        .iter()
        .filter_map(|(name, toll)| Some((name, toll.as_ref()?)))
        .map(|(name, toll)| match toll.best.or(toll.low) {
            Some(number) => format!(", {name} {number}"),
            None => format!(", {name}"),
        })
        .collect();
    format!(
        "{} {} [{}] {}: {} -> {} ({}{tolls})",
        event.event_type,
        event.mode.join(" "),
        event.rule,
        event.act.text,
        names(&event.actors),
        names(&event.recipients),
        event.factuality
    )
}

fn report(text: &str) -> Report {
    Report::of_paragraph("line", text)
}
