//! Public test sets beside the checkout: what Relata's events and attributions score on them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use jiff::civil::Date;
use relata::pipeline::analyzer;
use relata::{Model, documents};
use relata_coder::Coder;
use relata_evaluate::yardsticks::{
    Measure, attack_kinds, attributions, beliefs, incidents, known_acts, raids, read, roots,
};
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, Sentence};
use relata_places::Places;
use relata_record::{Block, EventType, Factuality, Found, PublishedDate, Report, Span};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::acts::tables;
use crate::same_events;

/// Arguments of `yardsticks`.
#[derive(Debug, clap::Args)]
pub struct YardsticksArgs {
    /// The sets to measure on; all of them where none is named
    #[arg(value_enum, value_name = "NAME")]
    names: Vec<Set>,
    /// The folder of the yardsticks; sets that are not there are left out
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
    /// Measure on this file, in the form of the set that is named
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The folder of the tables
    #[arg(long, value_name = "DIR", default_value = "knowledge")]
    tables: PathBuf,
    /// The language model
    #[arg(long, value_enum, default_value_t)]
    model: Model,
    /// Write what was told here, a file a set, in the form that the set's own scorer takes
    #[arg(long, value_name = "DIR")]
    told: Option<PathBuf>,
}

/// A test set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Set {
    /// One act between a given source and target, in PLOVER's roots
    Plv,
    /// News leads, and the roots that raters agree on
    Raters,
    /// Press releases on raids, as thirteen fields
    Isaf,
    /// Incidents as bombing, armed assault, kidnapping, other
    Satp,
    /// Incidents of terrorism as templates, of texts in capitals
    Muc4,
    /// Who says what in political news
    Polnear,
    /// How sure readers are that something happens
    Factuality,
    /// Texts about the same events, and mentions of one event
    Ecbplus,
}

impl Set {
    /// The file of its public part.
    pub fn file(self) -> &'static str {
        match self {
            Set::Plv => "plv/train.jsonl",
            Set::Raters => "raters/rows.jsonl",
            Set::Isaf => "isaf/test.jsonl",
            Set::Satp => "satp/dev.jsonl",
            Set::Muc4 => "muc4/test_tst3.jsonl",
            Set::Polnear => "polnear/dev.jsonl",
            Set::Factuality => "factuality/uw.dev.jsonl",
            Set::Ecbplus => "ecbplus/dev.docs.jsonl",
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Prints the scores of each set.
pub fn run(args: &YardsticksArgs) -> Result<()> {
    let tables = tables(&args.tables)?;
    let pairs: Vec<(&str, &str)> = tables
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let bench = Bench::new(
        Knowledge::from_tables(&pairs)?,
        args.model,
        args.told.clone(),
    )?;
    let sets = if args.names.is_empty() {
        Set::value_variants()
    } else {
        &args.names
    };
    for set in sets {
        let public = args.shared.join("yardsticks").join(set.file());
        let file = args.file.as_ref().unwrap_or(&public);
        if !file.exists() {
            eprintln!("{}: not there, left out", file.display());
            continue;
        }
        println!("{}", set.name());
        for measure in bench.measure(*set, file)? {
            println!("{}", line(&measure));
        }
    }
    Ok(())
}

fn line(measure: &Measure) -> String {
    let counts = match (measure.right, measure.of) {
        (Some(right), Some(of)) => format!("{right:>8.1} of {of:<6.0}"),
        _ => " ".repeat(18),
    };
    format!("  {:<32} {counts} {:.3}", measure.part, measure.value)
}

/// The program with its tables.
pub struct Bench {
    coder: Coder,
    analyzer: Box<dyn Analyzer>,
    told: Option<PathBuf>,
}

impl Bench {
    /// A bench; what is told goes to the folder `told`, where one is given.
    pub fn new(knowledge: Knowledge, model: Model, told: Option<PathBuf>) -> Result<Self> {
        let places = Places::embedded(&knowledge)?;
        Ok(Self {
            analyzer: analyzer(model, &knowledge)?,
            coder: Coder::new(knowledge, places),
            told,
        })
    }

    /// The scores of a set.
    pub fn measure(&self, set: Set, file: &Path) -> Result<Vec<Measure>> {
        Ok(match set {
            Set::Plv => {
                let rows: Vec<known_acts::Row> = rows(file)?;
                let told = self.each(set, &rows, |row| self.known_act(row))?;
                known_acts::score(&rows, &told)
            }
            Set::Raters => {
                let rows = roots::agreed(rows(file)?);
                let told = self.each(set, &rows, |row| {
                    let report = Report::of_paragraph(&row.id, &row.text);
                    let sentences = self.sentences(&report);
                    roots::predict(row, &self.coder.code(&report, &sentences).events)
                })?;
                roots::score(&rows, &told)
            }
            Set::Isaf => {
                let rows: Vec<raids::Row> = rows(file)?;
                let told = self.each(set, &rows, |row| self.raid(row))?;
                raids::score(&rows, &told)
            }
            Set::Satp => {
                let rows: Vec<attack_kinds::Row> = rows(file)?;
                let told = self.each(set, &rows, |row| {
                    let report = Report::of_paragraph(&row.id, &row.text);
                    let sentences = self.sentences(&report);
                    attack_kinds::predict(row, &self.coder.code(&report, &sentences).events)
                })?;
                attack_kinds::score(&rows, &told)
            }
            Set::Muc4 => {
                let rows: Vec<incidents::Row> = rows(file)?;
                let lexicon = incidents::Lexicon::new(self.coder.knowledge());
                let told = self.each(set, &rows, |row| {
                    let report = self.wire(row);
                    let sentences = self.sentences(&report);
                    let events = self.coder.code(&report, &sentences).events;
                    let struck = self.coder.struck(&report, &sentences);
                    let struck: Vec<incidents::Struck> = struck
                        .iter()
                        .map(|struck| incidents::Struck {
                            act: struck.act,
                            thing: struck.thing,
                            noun: struck.noun,
                        })
                        .collect();
                    incidents::predict(row, &events, &struck, &lexicon)
                })?;
                incidents::score(&rows, &told)
            }
            Set::Polnear => {
                let rows: Vec<attributions::Row> = rows(file)?;
                let told = self.each(set, &rows, |row| {
                    let report = read_report(&row.doc, &row.text);
                    let tellings = self.coder.tellings(&report, &self.sentences(&report));
                    // The set marks nothing within what somebody else says.
                    let pieces = tellings
                        .into_iter()
                        .filter(|telling| !telling.is_nested)
                        .map(|telling| [telling.source, telling.cue, telling.content]);
                    attributions::predict(row, &pieces.collect::<Vec<_>>())
                })?;
                attributions::score(&rows, &told)
            }
            Set::Factuality => {
                let rows: Vec<beliefs::Row> = rows(file)?;
                let told = self.each(set, &rows, |row| {
                    let report = Report::of_paragraph(&row.id, &row.text);
                    let sentences = self.sentences(&report);
                    let belief = self.coder.belief(&report, &sentences, row.word());
                    let belief =
                        belief.map_or(beliefs::Belief::CERTAIN, |belief| beliefs::Belief {
                            factuality: belief.factuality,
                            is_infinitive: belief.is_infinitive,
                            is_announced: belief.is_announced,
                        });
                    beliefs::predict(row, belief)
                })?;
                beliefs::score(&rows, &told)
            }
            Set::Ecbplus => same_events::measure(file, self.told.as_deref())?,
        })
    }

    fn sentences(&self, report: &Report) -> Vec<Sentence> {
        self.analyzer.analyze(&report.text, &Coder::blocks(report))
    }

    /// What is told of each row, in the order of the rows; it is also written down, where a folder is named.
    fn each<Row: Sync, Told: Send + Serialize>(
        &self,
        set: Set,
        rows: &[Row],
        tell: impl Fn(&Row) -> Told + Sync,
    ) -> Result<Vec<Told>> {
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut all = Vec::with_capacity(rows.len());
        relata::parallel::in_order(rows.iter(), n_threads, tell, |told| {
            all.push(told);
            Ok(())
        })?;
        if let Some(folder) = &self.told {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            let file = folder.join(format!("{}.jsonl", set.name()));
            let lines = all
                .iter()
                .map(|told| serde_json::to_string(told).map(|line| line + "\n"))
                .collect::<Result<String, _>>()?;
            fs::write(&file, lines).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(all)
    }

    fn known_act(&self, row: &known_acts::Row) -> known_acts::Told {
        let report = Report::of_paragraph(&row.id, &row.text);
        let sentences = self.sentences(&report);
        let events = self.coder.code(&report, &sentences).events;
        let fired: Vec<known_acts::Fired> = if events.is_empty() {
            let fired = self.coder.fired(&report, &sentences);
            fired
                .iter()
                .filter(|fired| !fired.is_part)
                .filter_map(|fired| {
                    Some(known_acts::Fired {
                        start: fired.span.start,
                        event_type: fired.event_type?,
                        modes: fired.modes.iter().map(|mode| mode.as_str()).collect(),
                    })
                })
                .collect()
        } else {
            Vec::new()
        };
        known_acts::predict(row, &events, &fired)
    }

    /// A text of the wire: paragraphs behind the dateline.
    fn wire(&self, row: &incidents::Row) -> Report {
        let mut report = Report::of_paragraph(&row.docid, &row.text);
        let start = row
            .text
            .char_indices()
            .nth(row.body_start)
            .map_or(0, |(start, _)| start);
        // Of the kind of the one paragraph that the report is made with.
        let whole = report.blocks.clone();
        report.blocks = paragraphs(&row.text, start)
            .into_iter()
            .flat_map(|span| {
                whole
                    .iter()
                    .cloned()
                    .map(move |block| Block { span, ..block })
            })
            .collect();
        let day = row
            .dateline
            .date
            .as_deref()
            .and_then(|day| day.parse().ok());
        report.published = day.map(given);
        report
    }

    fn raid(&self, row: &raids::Row) -> raids::Told {
        let dateline = raids::dateline(&row.text);
        let published = dateline.map(|(day, _)| day);
        let mut report = Report::of_paragraph(&row.id, &row.text);
        // The story begins behind its dateline.
        for block in &mut report.blocks {
            block.span.start = dateline.map_or(0, |(_, start)| start as u32);
        }
        report.published = published.map(given);
        let sentences = self.sentences(&report);
        let coding = self.coder.code(&report, &sentences);
        let meant = self.coder.parties(&report, &sentences);
        // "No shots were fired": an attack without parties, which is no event.
        let no_shots = self
            .coder
            .fired(&report, &sentences)
            .iter()
            .filter(|fired| fired.event_type == Some(EventType::Assault))
            .filter_map(|fired| self.coder.belief(&report, &sentences, fired.span))
            .any(|belief| belief.factuality == Factuality::Negated);
        let published = coding
            .published
            .as_ref()
            .and_then(|found| found.value.date());
        let beside = raids::Beside {
            parties: meant
                .iter()
                .map(|meant| meant.party.name.as_str())
                .collect(),
            published: published.map(|day| day.to_string()),
            no_shots,
        };
        raids::predict(row, &coding.events, &beside)
    }
}

/// A day of publication that the set gives.
fn given(day: Date) -> Found<PublishedDate> {
    Found {
        value: PublishedDate {
            year: Some(day.year()),
            month: day.month(),
            day: day.day(),
            inferred: false,
            reasons: Vec::new(),
        },
        span: None,
        how: "given".to_owned(),
    }
}

/// The paragraphs of a text from `start` on, parted by empty lines.
fn paragraphs(text: &str, start: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut begin = start;
    for part in text.get(start..).unwrap_or("").split("\n\n") {
        let lead = part.len() - part.trim_start().len();
        let words = part.trim();
        if !words.is_empty() {
            spans.push(Span::new(begin + lead, begin + lead + words.len()));
        }
        begin += part.len() + 2;
    }
    spans
}

fn rows<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    Ok(read(&documents::text(file)?, &documents::name(file))?)
}

/// A text as the reader of reports has it: with title, dateline and paragraphs. One that it refuses is a paragraph.
fn read_report(id: &str, text: &str) -> Report {
    relata_reader::read_text(id, text.as_bytes())
        .report
        .filter(|report| report.text == text)
        .unwrap_or_else(|| Report::of_paragraph(id, text))
}
