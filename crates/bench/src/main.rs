//! `relata-bench`: measures how fast each part is, on texts of our own, and how often it is right, on yardsticks
//! that stand beside the checkout.
//!
//! It goes the way of the program, by the program's own library. It must never know how events are found.

mod accuracy;
mod accuracy_history;
mod accuracy_yardsticks;
mod actors;
mod acts;
mod capitals;
mod difference;
mod encoders;
mod history;
mod language;
mod made_reports;
mod made_words;
mod measure;
mod places;
mod reports;
mod same_events;
mod server;
mod talks;
mod tiers;
mod times;
mod volume;
mod yardsticks;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use relata::Model;

/// How fast Relata is, and how often it is right.
#[derive(Debug, Parser)]
#[command(name = "relata-bench", version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What is measured.
#[derive(Debug, Subcommand)]
enum Command {
    /// Tokens a second of each part of the language layer and of both tiers, on one thread
    Language {
        /// A text to read from raw text to trees instead; what comes out is JSON
        #[arg(value_name = "FILE")]
        path: Option<PathBuf>,
    },
    /// Reports and words a second from file to record, with `-j 1` and `-j 2`, and where the time goes
    Reports {
        /// Files or folders of reports; they are repeated until there are enough
        #[arg(value_name = "PATH", default_value = "examples/reports")]
        paths: Vec<PathBuf>,
        /// The language model
        #[arg(long, value_enum, default_value_t)]
        model: Model,
    },
    /// How many acts the tables tell, how often they are right, and which rows fire where nothing happens
    Acts(acts::ActsArgs),
    /// How often a phrase alone gives the right country and sector, on a yardstick of mentions
    Actors {
        /// The yardstick: rows of `text`, `call`, `args`, `kw`, `expect`, `skip`
        #[arg(
            value_name = "FILE",
            default_value = "../shared/yardsticks/actor_mentions/rows.jsonl"
        )]
        path: PathBuf,
        /// Tables to read in place of those of the program
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
        /// Print every row that is not right
        #[arg(long)]
        misses: bool,
    },
    /// Words a second of the accurate tier, and of an encoder of the size of BERT base on the same code
    Encoders {
        /// Its weights
        #[arg(long, value_name = "FILE", default_value = "models/accurate.bin")]
        weights: PathBuf,
    },
    /// F1 of events with each tier, on reports as they are and in capitals
    Tiers(tiers::TiersArgs),
    /// Milliseconds of the processor that one new report costs in records of different size, and beside that coding it
    History {
        /// How many reports the record has
        #[arg(value_name = "N", default_values_t = [1_000, 10_000, 100_000])]
        sizes: Vec<usize>,
    },
    /// Milliseconds until the page's first view and after a change of its filter; fails where it takes too long
    Server {
        /// About how many happenings the record has
        #[arg(value_name = "N", default_value_t = 100_000)]
        happenings: usize,
        /// Keep the record in this file, or take it from there: `relata serve --db FILE` opens it
        #[arg(long, value_name = "FILE")]
        record: Option<PathBuf>,
    },
    /// Where talks stand, against what is known of it
    Talks {
        /// The folder of the yardsticks
        #[arg(long, value_name = "DIR", default_value = "../shared")]
        shared: PathBuf,
    },
    /// How often names of places are found and put to the right place, and how long a look-up takes
    Places(places::PlacesArgs),
    /// How often events and their fields, tags and trees are right, as Markdown
    Accuracy(accuracy::AccuracyArgs),
    /// What public test sets say of acts, attacks, raids, attribution and certainty
    Yardsticks(yardsticks::YardsticksArgs),
    /// Many made reports through the real program: reports a second, and the most memory it took
    Volume(volume::VolumeArgs),
    /// How often expressions of time are found and resolved right, and how fast
    Times(times::TimesArgs),
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Language { path } => language::run(path.as_deref()).map(|()| true),
        Command::Reports { paths, model } => reports::run(&paths, model).map(|()| true),
        Command::Acts(args) => acts::run(&args).map(|()| true),
        Command::Actors {
            path,
            knowledge,
            misses,
        } => actors::run(&path, knowledge.as_deref(), misses).map(|()| true),
        Command::Encoders { weights } => encoders::run(&weights).map(|()| true),
        Command::Tiers(args) => tiers::run(&args).map(|()| true),
        Command::History { sizes } => history::run(&sizes).map(|()| true),
        Command::Server { happenings, record } => server::run(happenings, record),
        Command::Talks { shared } => talks::run(&shared),
        Command::Places(args) => places::run(&args).map(|()| true),
        Command::Accuracy(args) => accuracy::run(&args),
        Command::Yardsticks(args) => yardsticks::run(&args).map(|()| true),
        Command::Volume(args) => volume::run(&args).map(|()| true),
        Command::Times(args) => times::run(&args).map(|()| true),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("relata-bench: {error:#}");
            ExitCode::from(2)
        }
    }
}
