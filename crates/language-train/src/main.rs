//! `relata-language-train`: reads files, calls the library, prints what comes out.

mod chains;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use relata_language::clusters::Clusters;
use relata_language::model::{decode, encode};
use relata_language::names::encode_names;
use relata_language::{AccurateAnalyzer, Analyzer, FastAnalyzer, Name, Token, Workspace};
use relata_language_train::arguments::{Command, HELP, NameFiles, TrainFiles, read};
use relata_language_train::card::{Card, Scores};
use relata_language_train::clusters::{self, ClusterFile};
use relata_language_train::conllu::{self, GoldSentence};
use relata_language_train::ends::{EndSettings, learn_ends};
use relata_language_train::names::card::NameCard;
use relata_language_train::names::learn::{Source, find, learn};
use relata_language_train::names::lists::ListMaker;
use relata_language_train::names::score::NameScore;
use relata_language_train::names::{NamedSentence, gum, iob};
use relata_language_train::network::vectors::{self, Vectors};
use relata_language_train::raw::score_raw;
use relata_language_train::score::{Tier, large, of_documents, score};
use relata_language_train::train::{WordLists, train};
use relata_record::Span;

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
        Command::TrainEnds {
            model,
            output,
            treebanks,
        } => {
            let bytes =
                std::fs::read(&model).with_context(|| format!("reading {}", model.display()))?;
            let (mut parts, _) = decode(&bytes)?;
            let mut sentences = Vec::new();
            for file in &treebanks {
                sentences.extend(read_treebank(file)?);
            }
            let clusters = Clusters::build(&parts.clusters);
            parts.ends = learn_ends(&sentences, &clusters, EndSettings::default());
            std::fs::write(&output, encode(&parts))
                .with_context(|| format!("writing {}", output.display()))?;
        }
        Command::TrainNames(files) => run_names(&files)?,
        Command::Label {
            model,
            names,
            output,
            texts,
        } => {
            let bytes =
                std::fs::read(&model).with_context(|| format!("reading {}", model.display()))?;
            let analyzer = AccurateAnalyzer::from_bytes(&bytes, base(names.as_deref())?)?;
            let mut all = String::new();
            for path in &texts {
                all += &label(&analyzer, path)?;
            }
            std::fs::write(&output, all)
                .with_context(|| format!("writing {}", output.display()))?;
        }
        Command::Parse { output, texts } => {
            let mut all = String::new();
            for path in &texts {
                all += &parse(AccurateAnalyzer::embedded()?, &read_text(path)?);
            }
            std::fs::write(&output, all)
                .with_context(|| format!("writing {}", output.display()))?;
        }
        Command::Score {
            model,
            names,
            treebanks,
            faults,
        } => {
            let bytes =
                std::fs::read(&model).with_context(|| format!("reading {}", model.display()))?;
            let reading = || format!("reading {}", model.display());
            let (fast, accurate);
            let tier: Tier<'_> = if bytes.starts_with(b"RELATAAC") {
                accurate = AccurateAnalyzer::from_bytes(&bytes, base(names.as_deref())?)
                    .with_context(reading)?;
                println!("{}", accurate.model());
                (&accurate).into()
            } else {
                let plain = FastAnalyzer::from_bytes(&bytes).with_context(reading)?;
                fast = plain.with_names(&name_weights(names.as_deref())?)?;
                println!("{}", fast.model());
                (&fast).into()
            };
            for treebank in &treebanks {
                if treebank.extension().is_some_and(|end| end == "iob2") {
                    let sentences = iob::read(&read_text(treebank)?);
                    println!(
                        "{}: {}",
                        name(treebank),
                        score_names(tier, &sentences, faults)
                    );
                } else {
                    run_score(tier, treebank, faults)?;
                }
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
    let mut silver = Vec::new();
    for file in &files.silver {
        let part = read_treebank(file)?;
        card.silver.push((
            name(file),
            part.len(),
            part.iter().map(|sentence| sentence.words.len()).sum(),
        ));
        silver.extend(part);
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
    let parts = train(
        [&sentences, &silver],
        &dev.concat(),
        words,
        files.settings,
        &watch,
    );
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

fn run_names(files: &NameFiles) -> Result<()> {
    let clock = Instant::now();
    let bytes = std::fs::read(&files.model)
        .with_context(|| format!("reading {}", files.model.display()))?;
    let analyzer = FastAnalyzer::from_bytes(&bytes)?;
    let mut lists = ListMaker::default();
    if let Some(path) = &files.lists {
        read_lists(path, &mut lists)?;
    }
    let settings = files.settings;
    let mut card = NameCard::default();
    let mut read = |paths: &[PathBuf], weight: f32| -> Result<Source> {
        let mut sentences = Vec::new();
        for path in paths {
            let text = read_text(path)?;
            let part = if is_treebank(path) {
                gum::read(&text, &read_treebank(path)?)
            } else {
                iob::read(&text)
            };
            let names = part.iter().map(|sentence| sentence.names.len()).sum();
            card.sources.push((name(path), part.len(), names));
            sentences.extend(part);
        }
        Ok(Source { sentences, weight })
    };
    let sources = [
        read(&files.names, 1.0)?,
        read(&files.silver, settings.silver_weight)?,
        read(&files.mentions, settings.mentions_weight)?,
    ];
    let watch = |line: &str| eprintln!("{:6.1} s  {line}", clock.elapsed().as_secs_f64());
    let bytes = encode_names(&learn(
        &analyzer,
        &sources,
        lists.finish(),
        settings,
        &watch,
    ));
    std::fs::write(&files.output, &bytes)
        .with_context(|| format!("writing {}", files.output.display()))?;
    let analyzer = analyzer.with_names(&bytes)?;
    println!(
        "{}: {} bytes in {}",
        analyzer.model(),
        bytes.len(),
        files.output.display()
    );
    (card.name, card.bytes) = (analyzer.model().to_owned(), bytes.len());
    for path in &files.dev {
        let score = score_names((&analyzer).into(), &iob::read(&read_text(path)?), false);
        println!("{}: {score}", name(path));
        card.scores.push((name(path), score));
    }
    if let Some(path) = &files.card {
        std::fs::write(path, card.markdown())
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// Scores the names that a tier finds; prints what is missed and what is added where `faults` are asked for.
fn score_names(tier: Tier<'_>, sentences: &[NamedSentence], faults: bool) -> NameScore {
    let mut score = NameScore::default();
    let mut space = Workspace::default();
    for sentence in sentences {
        let found = find(tier, &sentence.forms, &mut space);
        score.add(&sentence.names, &found);
        let print = |what: &str, names: &[Name], others: &[Name]| {
            for name in names.iter().filter(|name| faults && !others.contains(name)) {
                let range = name.tokens.start as usize..name.tokens.end as usize;
                println!(
                    "    {what} {}: {}",
                    name.kind.as_str(),
                    sentence.forms[range].join(" ")
                );
            }
        };
        print("missed", &sentence.names, &found);
        print("added", &found, &sentence.names);
    }
    score
}

/// The weights of names in a file, or those of this program.
fn name_weights(path: Option<&Path>) -> Result<std::borrow::Cow<'static, [u8]>> {
    match path {
        Some(path) => std::fs::read(path)
            .map(Into::into)
            .with_context(|| format!("reading {}", path.display())),
        None => Ok(FastAnalyzer::NAMES.into()),
    }
}

/// The fast tier with weights of names. It is kept until the program ends, as the accurate tier asks for.
fn base(names: Option<&Path>) -> Result<&'static FastAnalyzer> {
    let plain = FastAnalyzer::from_bytes(FastAnalyzer::WEIGHTS)?;
    let analyzer = plain.with_names(&name_weights(names)?)?;
    Ok(Box::leak(Box::new(analyzer)))
}

/// The names of a treebank or text in IOB2.
fn label(analyzer: &AccurateAnalyzer, path: &Path) -> Result<String> {
    let text = read_text(path)?;
    let mut all = String::new();
    if is_treebank(path) {
        let mut space = Workspace::default();
        for sentence in read_treebank(path)? {
            let forms: Vec<String> = sentence.words.into_iter().map(|word| word.form).collect();
            let names = find(analyzer.into(), &forms, &mut space);
            all += &iob::write(&NamedSentence { forms, names });
        }
    } else {
        for block in paragraphs(&text) {
            for sentence in analyzer.analyze(&text, &[block]) {
                let form = |token: &Token| token.span.of(&text).to_owned();
                let forms = sentence.tokens.iter().map(form).collect();
                all += &iob::write(&NamedSentence {
                    forms,
                    names: sentence.names,
                });
            }
        }
    }
    Ok(all)
}

/// The trees of a text in CoNLL-U.
fn parse(analyzer: &AccurateAnalyzer, text: &str) -> String {
    let sentences = analyzer.analyze(text, &paragraphs(text));
    let lines = sentences
        .iter()
        .map(|sentence| conllu::write(text, sentence));
    lines.collect()
}

/// The parts of a text between empty lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    let parts = text.split("\n\n").map(|part| {
        let block = Span::new(start, start + part.len());
        start += part.len() + 2;
        block
    });
    parts.collect()
}

/// Reads the table of lists: number, table, columns, and whether a name or each of its words counts.
fn read_lists(path: &Path, lists: &mut ListMaker) -> Result<()> {
    let text = read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[list, table, columns, by] = cells.as_slice() else {
            anyhow::bail!("{}: `{row}` should have four cells", path.display());
        };
        let list = list
            .parse()
            .with_context(|| format!("`{list}` is no number"))?;
        let columns: Vec<&str> = columns.split(' ').collect();
        let table = read_text(&folder.join(table))?;
        lists
            .add(list, &table, &columns, by == "word")
            .map_err(|column| anyhow::anyhow!("`{row}`: there is no column `{column}`"))?;
    }
    Ok(())
}

fn is_treebank(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "conllu")
}

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
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
