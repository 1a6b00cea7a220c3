//! `relata-language-train`: reads files, calls the library, prints what comes out.

mod chains;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use relata_language::model::encode;
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer};
use relata_language_train::arguments::{Command, HELP, TrainFiles, read};
use relata_language_train::card::{Card, Scores};
use relata_language_train::clusters::{self, ClusterFile};
use relata_language_train::conllu::{self, GoldSentence};
use relata_language_train::network::vectors::{self, Vectors};
use relata_language_train::raw::score_raw;
use relata_language_train::score::{Tier, large, of_documents, score};
use relata_language_train::train::{WordLists, train};

fn main() -> ExitCode {
    match read(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("relata-language-train: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Help => print!("{HELP}"),
        Command::Train(files) => run_train(&files)?,
        Command::Coreference(files) => chains::run(&files)?,
        Command::Score {
            model,
            treebanks,
            faults,
        } => {
            let bytes =
                std::fs::read(&model).with_context(|| format!("reading {}", model.display()))?;
            let reading = || format!("reading {}", model.display());
            let (fast, accurate);
            let tier: Tier<'_> = if bytes.starts_with(b"RELATAAC") {
                accurate = AccurateAnalyzer::from_bytes(&bytes, FastAnalyzer::embedded()?)
                    .with_context(reading)?;
                println!("{}", accurate.model());
                (&accurate).into()
            } else {
                fast = FastAnalyzer::from_bytes(&bytes).with_context(reading)?;
                println!("{}", fast.model());
                (&fast).into()
            };
            for treebank in &treebanks {
                run_score(tier, treebank, faults)?;
            }
        }
    }
    Ok(())
}

fn run_train(files: &TrainFiles) -> Result<()> {
    let clock = Instant::now();
    let mut card = Card::default();
    let mut sentences = Vec::new();
    for file in &files.treebanks {
        let part = read_treebank(file)?;
        card.treebanks.push((
            name(file),
            part.len(),
            part.iter().map(|sentence| sentence.words.len()).sum(),
        ));
        sentences.extend(part);
    }
    let dev: Vec<Vec<GoldSentence>> = files
        .dev
        .iter()
        .map(|file| read_treebank(file))
        .collect::<Result<_>>()?;
    let words = WordLists {
        vectors: files
            .vectors
            .as_ref()
            .map(read_vectors)
            .transpose()?
            .unwrap_or_default(),
        clusters: files
            .clusters
            .as_ref()
            .map(read_clusters)
            .transpose()?
            .unwrap_or_default(),
        verbs: files
            .verbs
            .as_ref()
            .map(read_verbs)
            .transpose()?
            .unwrap_or_default(),
    };
    let watch = |line: &str| eprintln!("{:6.1} s  {line}", clock.elapsed().as_secs_f64());
    let parts = train(&sentences, &dev.concat(), words, files.settings, &watch);
    let bytes = encode(&parts);
    std::fs::write(&files.output, &bytes)
        .with_context(|| format!("writing {}", files.output.display()))?;
    let analyzer = FastAnalyzer::from_bytes(&bytes)?;
    println!(
        "{}: {} bytes in {}",
        analyzer.model(),
        bytes.len(),
        files.output.display()
    );
    (card.name, card.bytes) = (analyzer.model().to_owned(), bytes.len());
    for (file, sentences) in files.dev.iter().zip(&dev) {
        let (counts, capitals) = (
            score(&analyzer, sentences),
            score(&analyzer, &large(sentences)),
        );
        let raw = score_raw(&analyzer, sentences);
        println!("{}: {counts}", name(file));
        println!("  in capitals: {capitals}");
        println!(
            "  raw text: sentences F1 {:.2}, their ends F1 {:.2}",
            raw.sentences.f1(),
            raw.ends.f1()
        );
        card.scores.push(Scores {
            name: name(file),
            counts,
            capitals,
            raw: [raw.tokens.f1(), raw.sentences.f1(), raw.ends.f1()],
        });
    }
    if let Some(path) = &files.card {
        std::fs::write(path, card.markdown())
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

fn run_score(tier: Tier<'_>, file: &Path, faults: bool) -> Result<()> {
    let sentences = read_treebank(file)?;
    println!("{}: {}", name(file), score(tier, &sentences));
    for part in ["_news_", "newsgroup"] {
        let chosen = of_documents(&sentences, part);
        if !chosen.is_empty() {
            println!("  documents with `{part}`: {}", score(tier, &chosen));
        }
    }
    println!("  in capitals: {}", score(tier, &large(&sentences)));
    // Both tiers cut text alike.
    let raw = match tier {
        Tier::Fast(analyzer) => score_raw(analyzer, &sentences),
        Tier::Accurate(_) => score_raw(FastAnalyzer::embedded()?, &sentences),
    };
    println!(
        "  raw text: tokens F1 {:.2}, sentences F1 {:.2}, their ends F1 {:.2}",
        raw.tokens.f1(),
        raw.sentences.f1(),
        raw.ends.f1()
    );
    if faults {
        for fault in raw.token_faults.iter().chain(&raw.sentence_faults) {
            println!("    {fault}");
        }
    }
    Ok(())
}

fn read_treebank(file: &Path) -> Result<Vec<GoldSentence>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    conllu::read(&text).with_context(|| format!("reading {}", file.display()))
}

fn read_clusters(file: &PathBuf) -> Result<ClusterFile> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    clusters::read(&text).with_context(|| format!("reading {}", file.display()))
}

fn read_vectors(file: &PathBuf) -> Result<Vectors> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    vectors::read(&bytes).with_context(|| format!("{} is no file of word vectors", file.display()))
}

fn read_verbs(file: &PathBuf) -> Result<Vec<String>> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect())
}

fn name(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
