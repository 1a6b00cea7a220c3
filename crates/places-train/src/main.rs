//! `relata-places-train`: builds the gazetteer's file and learns what chooses among places of one name. Only
//! maintainers run it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use relata_knowledge::Knowledge;
use relata_places::forest::Forest;
use relata_places::{Gazetteer, Recogniser, Resolver};
use relata_places_train::{boost, build, ranker, recogniser};

/// Builds the gazetteer and learns the choice among places.
#[derive(Debug, Parser)]
#[command(name = "relata-places-train", version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What is made.
#[derive(Debug, Subcommand)]
enum Command {
    /// The gazetteer's file, from the files of packages that docs/PLACES.md names
    Gazetteer {
        /// The folder that holds them
        #[arg(value_name = "DIR")]
        data: PathBuf,
        /// The file to write
        #[arg(long, default_value = "models/gazetteer.bin")]
        out: PathBuf,
    },
    /// The trees that choose among places of one name
    Ranker {
        /// The folder of the yardsticks of places
        #[arg(value_name = "DIR")]
        texts: PathBuf,
        /// Folds below this one are learnt from, the others are for the check
        #[arg(long, default_value_t = 6)]
        until: u32,
        /// Number of trees
        #[arg(long, default_value_t = 200)]
        rounds: usize,
        /// Print every toponym that is put elsewhere
        #[arg(long)]
        show: bool,
        /// The gazetteer's file
        #[arg(long, default_value = "models/gazetteer.bin")]
        gazetteer: PathBuf,
        /// The file to write
        #[arg(long, default_value = "models/places.bin")]
        out: PathBuf,
    },
    /// The trees that say which words name a place
    Recogniser {
        /// The folder of the yardsticks of places
        #[arg(value_name = "DIR")]
        texts: PathBuf,
        /// Folds below this one are learnt from, the others are for the check
        #[arg(long, default_value_t = 6)]
        until: u32,
        /// Number of trees
        #[arg(long, default_value_t = 200)]
        rounds: usize,
        /// How likely a name must be
        #[arg(long, default_value_t = 0.35)]
        least: f64,
        /// Print every toponym that is not found
        #[arg(long)]
        show: bool,
        /// The gazetteer's file
        #[arg(long, default_value = "models/gazetteer.bin")]
        gazetteer: PathBuf,
        /// The trees that choose among places
        #[arg(long, default_value = "models/places.bin")]
        ranker: PathBuf,
        /// The file to write
        #[arg(long, default_value = "models/toponyms.bin")]
        out: PathBuf,
    },
}

fn gazetteer(path: &Path) -> Result<Gazetteer> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let knowledge = Knowledge::embedded()?;
    Ok(Gazetteer::new(Vec::leak(bytes), &knowledge)?)
}

fn main() -> ExitCode {
    match run(&Args::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("relata-places-train: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<()> {
    match command {
        Command::Gazetteer { data, out } => {
            let file = build::build(data)?;
            std::fs::write(out, &file)
                .with_context(|| format!("cannot write {}", out.display()))?;
            eprintln!("{}: {} bytes", out.display(), file.len());
            Ok(())
        }
        Command::Ranker {
            texts,
            until,
            rounds,
            show,
            gazetteer: file,
            out,
        } => {
            let known = gazetteer(file)?;
            let settings = boost::Settings {
                rounds: *rounds,
                leaves: 31,
                rate: 0.06,
                pull: 1.0,
                least: 20,
            };
            let forest: Forest = ranker::learn(&known, texts, *until, settings)?;
            std::fs::write(out, forest.write())
                .with_context(|| format!("cannot write {}", out.display()))?;
            ranker::check(&Resolver::new(known, forest), texts, *until, *show)
        }
        Command::Recogniser {
            texts,
            until,
            rounds,
            least,
            show,
            gazetteer: file,
            ranker,
            out,
        } => {
            let known = gazetteer(file)?;
            let knowledge = Knowledge::embedded()?;
            let bytes = std::fs::read(ranker)
                .with_context(|| format!("cannot read {}", ranker.display()))?;
            let places =
                Forest::read(&bytes).context("the trees that choose among places are damaged")?;
            let settings = boost::Settings {
                rounds: *rounds,
                leaves: 31,
                rate: 0.08,
                pull: 1.0,
                least: 20,
            };
            let forest = recogniser::learn(&known, &knowledge, texts, *until, settings)?;
            std::fs::write(out, forest.write())
                .with_context(|| format!("cannot write {}", out.display()))?;
            let resolver = Resolver::new(known, places);
            recogniser::check(
                &resolver,
                &Recogniser::new(forest),
                &knowledge,
                texts,
                *until,
                *least,
                *show,
            )
        }
    }
}
