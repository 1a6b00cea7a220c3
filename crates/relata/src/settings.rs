//! The arguments, checked and in the form the commands use.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use relata_export::Layout;
use relata_reader::{FIELDS, Options, Reader};
use relata_record::EventType;
use relata_store::EventFilter;

use crate::args::{
    Args, CodeArgs, Command, CorrectionsArgs, DecideArgs, EvalArgs, EventsArgs, FilterArgs,
    ForgetArgs, Format, ImportArgs, KnowledgeCommand, Model, ReadArgs, StoryArgs, WatchArgs,
};
use crate::terminal::Terminal;

/// A command, ready to run.
#[derive(Debug)]
pub struct Settings {
    /// Where and how to print.
    pub terminal: Terminal,
    /// What to do.
    pub task: Task,
}

/// What to do.
#[derive(Debug)]
pub enum Task {
    /// Code reports.
    Code(CodeSettings),
    /// List events.
    Events(EventsSettings),
    /// Explain an event or a report.
    Why {
        /// The event or report.
        id: String,
        /// The event that it is compared with.
        other: Option<String>,
        /// The tier whose parse is shown.
        parse: Option<Model>,
        /// The record.
        db: PathBuf,
    },
    /// Show where talks stand.
    Talks(TalksSettings),
    /// Show what is new since a day.
    Changes {
        /// The day.
        since: Date,
        /// The record.
        db: PathBuf,
    },
    /// Show what happened to parties.
    Timeline {
        /// The parties, as they were typed.
        parties: Vec<String>,
        /// Which days.
        filter: EventFilter,
        /// The record.
        db: PathBuf,
    },
    /// Show the story of an event.
    Story {
        /// The event.
        id: String,
        /// The record.
        db: PathBuf,
    },
    /// Take reports out.
    Forget {
        /// Their ids.
        reports: Vec<String>,
        /// The record.
        db: PathBuf,
    },
    /// Join two events, or split them.
    Decide(DecideSettings),
    /// List corrections, or take one back.
    Corrections(CorrectionsSettings),
    /// Show what the reader makes of reports.
    Read {
        /// The input.
        input: Input,
        /// The text alone.
        text_only: bool,
    },
    /// Follow feeds.
    Watch(WatchSettings),
    /// Serve the record.
    Serve(ServeSettings),
    /// Score events.
    Eval(EvalSettings),
    /// Look up, check or import what is known of parties.
    Knowledge(KnowledgeTask),
    /// Print the page of columns.
    Columns,
    /// Write happenings in a layout.
    Export(ExportSettings),
    /// Print the citation.
    Cite {
        /// The record.
        db: PathBuf,
        /// Which events.
        query: Query,
        /// As an entry of BibTeX.
        bibtex: bool,
    },
}

/// Which events are asked for, and in which words.
#[derive(Debug, Clone)]
pub struct Query {
    /// All but the parties.
    pub filter: EventFilter,
    /// Parties that take part, as they were typed.
    pub parties: Vec<String>,
    /// The whole query as it was typed; "all" where nothing was asked for.
    pub words: String,
}

/// Settings of `export`.
#[derive(Debug)]
pub struct ExportSettings {
    /// The record.
    pub db: PathBuf,
    /// The layout.
    pub layout: Layout,
    /// The folder for the files; standard output where there is none.
    pub output: Option<PathBuf>,
    /// Which events.
    pub query: Query,
    /// Happenings that are possible only leave too.
    pub possible: bool,
    /// Length of quotes in an export for the public; none where nothing is masked or cut.
    pub quote_length: Option<usize>,
    /// Guard texts that look like formulas.
    pub guards: bool,
}

/// What to do with tables.
#[derive(Debug)]
pub enum KnowledgeTask {
    /// Turn a list into a table.
    Import(ImportArgs),
    /// Check a folder.
    Check {
        /// The folder.
        folder: PathBuf,
    },
    /// Show the parties of words.
    Who {
        /// The words.
        words: String,
        /// The day.
        day: Option<Date>,
        /// Folder of own tables.
        knowledge: Option<PathBuf>,
    },
}

/// Paths to read.
#[derive(Debug)]
pub struct Input {
    /// The paths in sorted order, each once: the record must not depend on the order of arguments.
    pub paths: Vec<PathBuf>,
    /// True if a path that was named is not there.
    pub has_missing: bool,
    /// How they are read.
    pub options: Options,
}

impl Input {
    /// The reports behind the paths.
    pub fn reader(&self) -> Reader {
        Reader::with_options(&self.paths, self.options.clone())
    }
}

/// Settings of `watch`.
#[derive(Debug)]
pub struct WatchSettings {
    /// What is followed.
    pub watch: relata_watch::Settings,
    /// How what was fetched is coded; its paths are put in later.
    pub code: CodeSettings,
    /// Look once.
    pub once: bool,
}

/// Settings of `code`.
#[derive(Debug)]
pub struct CodeSettings {
    /// The input.
    pub input: Input,
    /// The record.
    pub db: PathBuf,
    /// How many threads work.
    pub n_threads: usize,
    /// Which tier of the language layer reads.
    pub model: Model,
    /// Folder of the user's own tables.
    pub knowledge: Option<PathBuf>,
    /// Code again what has not changed.
    pub recode: bool,
    /// Write nothing.
    pub dry_run: bool,
}

/// Settings of `events`.
#[derive(Debug)]
pub struct EventsSettings {
    /// The record.
    pub db: PathBuf,
    /// The events of each report before they are merged.
    pub as_told: bool,
    /// Which events.
    pub filter: EventFilter,
    /// Parties that take part, as they were typed.
    pub parties: Vec<String>,
    /// In which form.
    pub format: Format,
    /// With the proving words.
    pub cites: bool,
    /// Mask private persons and cut quotes.
    pub is_public: bool,
    /// Guard texts that look like formulas.
    pub guards: bool,
}

/// Settings of `talks`.
#[derive(Debug)]
pub struct TalksSettings {
    /// The record.
    pub db: PathBuf,
    /// None, one or two parties, as they were typed.
    pub parties: Vec<String>,
    /// By what had happened on this day.
    pub on: Option<Date>,
    /// By what had been reported by this day.
    pub known_on: Option<Date>,
    /// By what had come into the record by this day.
    pub coded_on: Option<Date>,
    /// On whose word, as it was typed.
    pub according_to: Option<String>,
}

/// Settings of `eval`.
#[derive(Debug)]
pub struct EvalSettings {
    /// Gold events.
    pub gold: PathBuf,
    /// The reports.
    pub documents: PathBuf,
    /// What is scored.
    pub predicted: Predicted,
    /// Print each report.
    pub per_report: bool,
    /// Print what was missed.
    pub misses: bool,
}

/// Settings of `join` and `split`.
#[derive(Debug)]
pub struct DecideSettings {
    /// The two events.
    pub events: [String; 2],
    /// True: they are one happening.
    pub joins: bool,
    /// Why.
    pub reason: String,
    /// Who says so; None where the system's name of the user will do.
    pub author: Option<String>,
    /// The record.
    pub db: PathBuf,
}

/// Settings of `corrections`.
#[derive(Debug)]
pub struct CorrectionsSettings {
    /// The correction that is taken back; None where they are listed.
    pub undo: Option<i64>,
    /// Who takes it back.
    pub author: Option<String>,
    /// The record.
    pub db: PathBuf,
}

/// Settings of `serve`.
#[derive(Debug)]
pub struct ServeSettings {
    /// The record.
    pub db: PathBuf,
    /// The port; 0 is any that is free.
    pub port: u16,
    /// Open the page in the browser.
    pub open: bool,
}

/// What is scored.
#[derive(Debug)]
pub enum Predicted {
    /// A record.
    Record(PathBuf),
    /// A JSONL file.
    File(PathBuf),
}

/// Checks the arguments.
pub fn check(args: Args) -> Result<Settings> {
    let terminal = Terminal::new(&args.common);
    let task = match args.command {
        Command::Code(code) => Task::Code(code_settings(code)?),
        Command::Events(events) => Task::Events(events_settings(events, terminal.json)?),
        Command::Why(why) => Task::Why {
            id: why.id,
            other: why.other,
            parse: why.parse,
            db: why.db,
        },
        Command::Talks(talks) => Task::Talks(TalksSettings {
            on: day(talks.on, "on", true)?,
            known_on: day(talks.known_on, "known-on", true)?,
            coded_on: day(talks.coded_on, "coded-on", true)?,
            db: talks.db,
            parties: talks.parties,
            according_to: talks.according_to,
        }),
        Command::Changes(changes) => Task::Changes {
            since: parse_day(&changes.since, false)
                .with_context(|| format!("--since {}", changes.since))?,
            db: changes.db,
        },
        Command::Timeline(timeline) => Task::Timeline {
            filter: EventFilter {
                from: day(timeline.from, "from", false)?,
                to: day(timeline.to, "to", true)?,
                ..EventFilter::default()
            },
            parties: timeline.parties,
            db: timeline.db,
        },
        Command::Story(StoryArgs { id, db }) => Task::Story { id, db },
        Command::Forget(ForgetArgs { reports, db }) => Task::Forget { reports, db },
        Command::Join(args) => Task::Decide(decide(args, true)),
        Command::Split(args) => Task::Decide(decide(args, false)),
        Command::Corrections(CorrectionsArgs { undo, author, db }) => {
            Task::Corrections(CorrectionsSettings { undo, author, db })
        }
        Command::Read(ReadArgs {
            paths,
            columns,
            text,
        }) => Task::Read {
            input: input(paths, &columns)?,
            text_only: text,
        },
        Command::Watch(watch) => Task::Watch(watch_settings(watch)?),
        Command::Serve(serve) => Task::Serve(ServeSettings {
            db: serve.db,
            port: serve.port,
            open: serve.open,
        }),
        Command::Eval(eval) => Task::Eval(eval_settings(eval)),
        Command::Columns => Task::Columns,
        Command::Export(export) => Task::Export(ExportSettings {
            layout: Layout::ALL
                .into_iter()
                .find(|layout| layout.name() == export.layout)
                .with_context(|| format!("there is no layout {}", export.layout))?,
            query: query(export.filter)?,
            db: export.db,
            output: export.output,
            possible: export.possible,
            quote_length: (!export.full).then_some(export.quote_length),
            guards: export.guard_formulas,
        }),
        Command::Cite(cite) => Task::Cite {
            query: query(cite.filter)?,
            db: cite.db,
            bibtex: cite.bibtex,
        },
        Command::Knowledge(command) => Task::Knowledge(match command {
            KnowledgeCommand::Import(import) => KnowledgeTask::Import(import),
            KnowledgeCommand::Check { folder } => KnowledgeTask::Check { folder },
            KnowledgeCommand::Who(who) => KnowledgeTask::Who {
                words: who.words,
                day: who
                    .on
                    .map(|day| parse_day(&day, false).with_context(|| format!("--on {day}")))
                    .transpose()?,
                knowledge: who.knowledge,
            },
        }),
    };
    Ok(Settings { terminal, task })
}

fn input(mut paths: Vec<PathBuf>, columns: &[String]) -> Result<Input> {
    paths.sort();
    paths.dedup();
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    if paths.iter().any(is_stdin) && io::stdin().is_terminal() {
        bail!("standard input is a terminal; name a file, or pipe something in");
    }
    let has_missing = paths.iter().any(|path| !is_stdin(path) && !path.exists());
    let mut options = Options::default();
    for given in columns {
        let fits = given
            .split_once('=')
            .is_some_and(|(field, name)| !name.is_empty() && options.columns.set(field, name));
        if !fits {
            bail!(
                "--column {given}: give FIELD=NAME, with one of {} as the field",
                FIELDS.join(", ")
            );
        }
    }
    Ok(Input {
        paths,
        has_missing,
        options,
    })
}

fn n_threads(asked: usize) -> usize {
    match asked {
        0 => thread::available_parallelism().map_or(1, NonZero::get),
        n => n.min(256),
    }
}

fn watch_settings(args: WatchArgs) -> Result<WatchSettings> {
    let mut feeds = args.feeds;
    if let Some(list) = args.list {
        let text = fs::read_to_string(&list)
            .with_context(|| format!("cannot read the list of feeds {}", list.display()))?;
        let lines = text.lines().map(str::trim);
        let named = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        feeds.extend(named.map(str::to_owned));
    }
    for feed in &feeds {
        if !feed.starts_with("http://") && !feed.starts_with("https://") {
            bail!("{feed} is no address of the web; it must begin with http:// or https://");
        }
    }
    if feeds.is_empty() {
        bail!("the list of feeds is empty; write the address of a feed in each line");
    }
    feeds.sort();
    feeds.dedup();
    let mut watch = relata_watch::Settings::new(feeds, args.folder);
    watch.every = Duration::from_secs(u64::from(args.every) * 60);
    watch.pause = Duration::from_secs(u64::from(args.pause));
    Ok(WatchSettings {
        watch,
        code: CodeSettings {
            input: input(Vec::new(), &[])?,
            db: args.db,
            n_threads: n_threads(args.threads),
            model: args.model,
            knowledge: args.knowledge,
            recode: false,
            dry_run: false,
        },
        once: args.once,
    })
}

fn code_settings(args: CodeArgs) -> Result<CodeSettings> {
    let n_threads = n_threads(args.threads);
    Ok(CodeSettings {
        input: input(args.paths, &args.columns)?,
        db: args.db,
        n_threads,
        model: args.model,
        knowledge: args.knowledge,
        recode: args.recode,
        dry_run: args.dry_run,
    })
}

fn events_settings(args: EventsArgs, json: bool) -> Result<EventsSettings> {
    let Query {
        filter, parties, ..
    } = query(args.filter)?;
    let format = if json { Format::Jsonl } else { args.format };
    Ok(EventsSettings {
        db: args.db,
        as_told: args.as_told,
        filter,
        parties,
        format,
        cites: !args.no_cite,
        is_public: args.public,
        guards: args.guard_formulas,
    })
}

fn query(args: FilterArgs) -> Result<Query> {
    let mut words = Vec::new();
    for (name, value) in [("from", &args.from), ("to", &args.to)] {
        words.extend(value.iter().map(|value| format!("{name} {value}")));
    }
    for (name, values) in [("party", &args.party), ("type", &args.types)] {
        words.extend(values.iter().map(|value| format!("{name} {value}")));
    }
    for (name, value) in [("place", &args.place), ("report", &args.report)] {
        words.extend(value.iter().map(|value| format!("{name} {value}")));
    }
    Ok(Query {
        words: if words.is_empty() {
            "all".to_owned()
        } else {
            words.join(", ")
        },
        filter: EventFilter {
            report: args.report,
            from: day(args.from, "from", false)?,
            to: day(args.to, "to", true)?,
            types: args
                .types
                .iter()
                .filter_map(|code| EventType::parse(&code.to_uppercase()))
                .collect(),
            place: args.place,
            ..EventFilter::default()
        },
        parties: args.party,
    })
}

fn eval_settings(args: EvalArgs) -> EvalSettings {
    EvalSettings {
        gold: args.gold,
        documents: args.docs,
        predicted: args
            .pred
            .map_or(Predicted::Record(args.db), Predicted::File),
        per_report: args.per_report,
        misses: args.misses,
    }
}

fn decide(args: DecideArgs, joins: bool) -> DecideSettings {
    DecideSettings {
        events: [args.one, args.other],
        joins,
        reason: args.reason,
        author: args.author,
        db: args.db,
    }
}

/// The day of an argument, where it was given.
fn day(text: Option<String>, name: &str, is_end: bool) -> Result<Option<Date>> {
    text.map(|text| parse_day(&text, is_end).with_context(|| format!("--{name} {text}")))
        .transpose()
}

/// A day, or the first or last day of a month or a year.
fn parse_day(text: &str, is_end: bool) -> Result<Date> {
    let wrong = || "is no day; write 2013-05-29, 2013-05 or 2013";
    let parts: Vec<&str> = text.split('-').collect();
    let [year, rest @ ..] = parts.as_slice() else {
        bail!(wrong())
    };
    let year: i16 = year.parse().with_context(wrong)?;
    let numbers: Vec<i8> = rest
        .iter()
        .map(|part| part.parse())
        .collect::<Result<_, _>>()
        .with_context(wrong)?;
    let day = match (numbers.as_slice(), is_end) {
        ([], false) => Date::new(year, 1, 1),
        ([], true) => Date::new(year, 12, 31),
        ([month], false) => Date::new(year, *month, 1),
        ([month], true) => Date::new(year, *month, 1).map(Date::last_of_month),
        ([month, day], _) => Date::new(year, *month, *day),
        _ => bail!(wrong()),
    };
    day.with_context(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_or_a_month_stands_for_its_first_or_last_day() {
        let day = |text, is_end| parse_day(text, is_end).unwrap().to_string();
        assert_eq!(day("2012", false), "2012-01-01");
        assert_eq!(day("2012-02", true), "2012-02-29");
        assert_eq!(day("2012-02-03", true), "2012-02-03");
        for wrong in ["", "May", "2012-13", "2012-02-30", "2012-1-1-1"] {
            assert!(parse_day(wrong, false).is_err(), "{wrong}");
        }
    }
}
