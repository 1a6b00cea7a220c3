//! The arguments as they are typed. Help, and later the man page and completions, come from here alone.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use relata_export::Layout;
use relata_record::EventType;

const EXAMPLES: &str = "\
Examples:
  relata code reports/                       code a folder into ./relata.db
  relata events --party \"Free Front\" --from 2013-05
  relata talks \"Free Front\"                  where its talks stand, with every step
  relata why 'some_report#3'                 every field of an event with its words
  relata events --format jsonl > events.jsonl

Exit status: 0 done, 1 nothing found, 2 error.";

/// Codes conflict events out of news reports, every value cited.
#[derive(Debug, Parser)]
#[command(name = "relata", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What goes for every command.
    #[command(flatten)]
    pub common: Common,
}

/// Arguments of every command.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// Print one JSON object a line, each with a `type`
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colour; NO_COLOR and TERM=dumb are obeyed too
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
    /// Never use colour
    #[arg(long, global = true, conflicts_with = "color")]
    pub no_color: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read reports, code their events and keep them in the record
    Code(CodeArgs),
    /// Show the events of the record
    Events(EventsArgs),
    /// Show why: every field of an event, or every sentence of a report, with its words; why two events are one, or not
    Why(WhyArgs),
    /// Show where talks, truces and agreements between parties stand
    Talks(TalksArgs),
    /// Show what reports since a day have added or moved
    Changes(ChangesArgs),
    /// Show what happened between two parties, or to one, in order
    Timeline(TimelineArgs),
    /// Show the story that an event belongs to
    Story(StoryArgs),
    /// Say that two events are one happening; every later run keeps to it
    Join(DecideArgs),
    /// Say that two events are two happenings; every later run keeps to it
    Split(DecideArgs),
    /// List what people have said of events, on the page or here; take it back
    Corrections(CorrectionsArgs),
    /// Take reports out of the record
    Forget(ForgetArgs),
    /// Show what the reader makes of reports: text, parts, and how each was found
    Read(ReadArgs),
    /// Follow feeds: fetch what is new, politely, and code it
    Watch(WatchArgs),
    /// Open the record in a browser: the page and the REST interface, on this machine alone
    Serve(ServeArgs),
    /// Score events against a gold file
    Eval(EvalArgs),
    /// Write happenings in the layout of another data set, or as our own tables
    Export(ExportArgs),
    /// Print how the record, or a part of it, is cited
    Cite(CiteArgs),
    /// Print the page that describes the columns of all formats and layouts, in Markdown
    Columns,
    /// Look up, check and import what is known of parties
    #[command(subcommand)]
    Knowledge(KnowledgeCommand),
}

/// What to do with tables.
#[derive(Debug, Subcommand)]
pub enum KnowledgeCommand {
    /// Turn your own list of actors into a table for `code --knowledge`
    Import(ImportArgs),
    /// Check a folder of your own tables against those of the program
    Check {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Show which parties the words of a text stand for
    Who(WhoArgs),
}

/// Arguments of `knowledge import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The list
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Its form
    #[arg(long, value_enum)]
    pub from: ListForm,
    /// The folder to write the table to; it must not have one of that name
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

/// The form of a list of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListForm {
    /// CSV with a column `name`, and as far as there `id kind country sector from to aliases short source`.
    Csv,
    /// The list of actors of UCDP, as CSV.
    Ucdp,
    /// A dictionary of actors of PETRARCH.
    PetrarchActors,
    /// A dictionary of agents of PETRARCH.
    PetrarchAgents,
}

/// Arguments of `knowledge who`.
#[derive(Debug, clap::Args)]
pub struct WhoArgs {
    /// The words, as a report has them
    #[arg(value_name = "WORDS")]
    pub words: String,
    /// The day that they were written on
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// A folder with your own tables, read before those of the program
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
}

/// Arguments of `code`.
#[derive(Debug, clap::Args)]
pub struct CodeArgs {
    /// Files, folders, or `-` for standard input: texts, pages, JSONL, CSV, feeds, web archives, packed or not
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where a table has a report's text, id, title, published, source, author, url or language; repeat for more
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub columns: Vec<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// How many threads work; 0 is one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// The language model
    #[arg(long, value_enum, default_value_t)]
    pub model: Model,
    /// A folder with your own tables, read before those of the program; see `relata knowledge`
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Code again what was coded before, even if nothing changed
    #[arg(long)]
    pub recode: bool,
    /// Do everything but write to the record
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// A tier of the language layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// Hundreds of reports a second.
    Fast,
    /// Tens of reports a second, with far fewer errors.
    Accurate,
    /// The accurate one for sentences that may tell an act, the fast one for the rest.
    #[default]
    Auto,
}

/// Arguments of `events`.
#[derive(Debug, clap::Args)]
pub struct EventsArgs {
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// The events of each report before they are merged
    #[arg(long)]
    pub as_told: bool,
    /// The form
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Which events
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Leave out the proving words under each event
    #[arg(long)]
    pub no_cite: bool,
    /// Mask private persons and cut quotes, as `export` does; not for tables
    #[arg(long)]
    pub public: bool,
    /// Set an apostrophe before texts that a spreadsheet would take for formulas, in CSV
    #[arg(long)]
    pub guard_formulas: bool,
}

/// Which events are asked for.
#[derive(Debug, clap::Args)]
pub struct FilterArgs {
    /// Not over before this day; a year or a month will do
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Not begun after this day; a year or a month will do
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// With this party as actor or recipient: a name or short name, the beginning of a word of its name, an identifier,
    /// or the code of a country or sector; repeat for more
    #[arg(long, value_name = "NAME")]
    pub party: Vec<String>,
    /// Of this type; repeat for more
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, value_parser = event_types())]
    pub types: Vec<String>,
    /// At this place: beginning of a word of its name, or a country's code
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Of this report
    #[arg(long, value_name = "ID")]
    pub report: Option<String>,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// The layout
    #[arg(long, value_parser = layouts())]
    pub layout: String,
    /// The folder for the files, with claims, what was left out, and `datapackage.json`; without it the rows alone go
    /// to standard output
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Which events
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Happenings that are told as possible only leave too, marked where the layout has a mark
    #[arg(long)]
    pub possible: bool,
    /// Keep the names of private persons, and quotes as long as they are
    #[arg(long)]
    pub full: bool,
    /// Characters to which quotes are cut
    #[arg(long, value_name = "N", default_value_t = 120, conflicts_with = "full")]
    pub quote_length: usize,
    /// Set an apostrophe before texts that a spreadsheet would take for formulas, in CSV
    #[arg(long)]
    pub guard_formulas: bool,
}

fn layouts() -> PossibleValuesParser {
    PossibleValuesParser::new(Layout::ALL.map(Layout::name))
}

/// Arguments of `cite`.
#[derive(Debug, clap::Args)]
pub struct CiteArgs {
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// Which events
    #[command(flatten)]
    pub filter: FilterArgs,
    /// As an entry of BibTeX
    #[arg(long, conflicts_with = "json")]
    pub bibtex: bool,
}

fn event_types() -> PossibleValuesParser {
    PossibleValuesParser::new(EventType::ALL.iter().map(|code| code.as_str()))
}

/// The forms of a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Parquet.
    Parquet,
    /// GeoJSON, one feature an event.
    Geojson,
}

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
pub struct WhyArgs {
    /// An event (`REPORT#N`) or a report
    #[arg(value_name = "EVENT|REPORT")]
    pub id: String,
    /// Another event: why the two are one happening, or are not
    #[arg(value_name = "EVENT")]
    pub other: Option<String>,
    /// Of a report, show the parse of each sentence too, by this tier
    #[arg(long, value_name = "MODEL", num_args = 0..=1, require_equals = true, default_missing_value = "auto")]
    pub parse: Option<Model>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `talks`.
#[derive(Debug, clap::Args)]
pub struct TalksArgs {
    /// A party, or two; without any, all pairs, the last moved first
    #[arg(value_name = "PARTY", num_args = 0..=2)]
    pub parties: Vec<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// As it stood on this day, by what had happened; without it, the day of the last report
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// As it was known on this day: only reports up to then count
    #[arg(long, value_name = "DAY")]
    pub known_on: Option<String>,
    /// As the record had it on this day: only reports that had been coded by then count
    #[arg(long, value_name = "DAY")]
    pub coded_on: Option<String>,
    /// On the word of this party alone; `mediators` and `reporters` are those of neither side, and the reports' own voice
    #[arg(long, value_name = "PARTY")]
    pub according_to: Option<String>,
}

/// Arguments of `changes`.
#[derive(Debug, clap::Args)]
pub struct ChangesArgs {
    /// Reports of this day and later count as new
    #[arg(long, value_name = "DAY")]
    pub since: String,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `timeline`.
#[derive(Debug, clap::Args)]
pub struct TimelineArgs {
    /// A party, or two
    #[arg(required = true, value_name = "PARTY", num_args = 1..=2)]
    pub parties: Vec<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// Not over before this day; a year or a month will do
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Not begun after this day; a year or a month will do
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
}

/// Arguments of `story`.
#[derive(Debug, clap::Args)]
pub struct StoryArgs {
    /// An event of the story (`REPORT#N`)
    #[arg(value_name = "EVENT")]
    pub id: String,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `join` and `split`.
#[derive(Debug, clap::Args)]
pub struct DecideArgs {
    /// An event (`REPORT#N`)
    #[arg(value_name = "EVENT")]
    pub one: String,
    /// The other
    #[arg(value_name = "EVENT")]
    pub other: String,
    /// Why you say so; kept with it
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    /// Who says so; your name on this machine where none is given
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `corrections`.
#[derive(Debug, clap::Args)]
pub struct CorrectionsArgs {
    /// Take the correction with this number back; it stays in the list as taken back
    #[arg(long, value_name = "N")]
    pub undo: Option<i64>,
    /// Who takes it back; your name on this machine where none is given
    #[arg(long, value_name = "NAME", requires = "undo")]
    pub author: Option<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `forget`.
#[derive(Debug, clap::Args)]
pub struct ForgetArgs {
    /// The reports
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<String>,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
}

/// Arguments of `watch`.
#[derive(Debug, clap::Args)]
pub struct WatchArgs {
    /// Addresses of feeds: RSS, Atom or JSON Feed
    #[arg(required_unless_present = "list", value_name = "FEED")]
    pub feeds: Vec<String>,
    /// A file with the address of a feed in each line
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// The folder for what is fetched, as web archives, and for the state
    #[arg(long, value_name = "DIR", default_value = "relata-watch")]
    pub folder: PathBuf,
    /// Minutes between two looks at a feed
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    pub every: u32,
    /// Seconds between two requests to one host; a longer Crawl-delay of its robots.txt counts instead
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub pause: u32,
    /// Look once at what is due, and end
    #[arg(long)]
    pub once: bool,
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// How many threads work; 0 is one for each core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// The language model
    #[arg(long, value_enum, default_value_t)]
    pub model: Model,
    /// A folder with your own tables, read before those of the program; see `relata knowledge`
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
}

/// Arguments of `read`.
#[derive(Debug, clap::Args)]
pub struct ReadArgs {
    /// Files, folders, or `-` for standard input: texts, pages, JSONL, CSV, feeds, web archives, packed or not
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where a table has a report's text, id, title, published, source, author, url or language; repeat for more
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub columns: Vec<String>,
    /// Print the text alone, byte for byte: what the offsets of the evidence count in
    #[arg(long, conflicts_with = "json")]
    pub text: bool,
}

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// The record
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// The port on 127.0.0.1; 0 is any that is free
    #[arg(long, value_name = "N", default_value_t = 7878)]
    pub port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
}

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct EvalArgs {
    /// Gold events, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,
    /// The reports: a folder of text files, or JSONL with `docid` and `text`
    #[arg(long, value_name = "DIR|FILE")]
    pub docs: PathBuf,
    /// The record to score
    #[arg(long, value_name = "FILE", default_value = "relata.db")]
    pub db: PathBuf,
    /// The events to score, one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with = "db")]
    pub pred: Option<PathBuf>,
    /// Print a line for each report
    #[arg(long)]
    pub per_report: bool,
    /// Print core events that were missed, and events that stand for none
    #[arg(long)]
    pub misses: bool,
}
