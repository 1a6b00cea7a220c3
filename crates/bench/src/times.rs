//! How often expressions of time are found and resolved right, and how fast: on rows of texts with gold expressions, by
//! the rules of TempEval-3.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use relata::documents;
use relata_evaluate::{TimeRow, TimeScore};
use relata_knowledge::Knowledge;
use relata_language::{Analyzer, FastAnalyzer};
use relata_record::Span;
use relata_times::TimeResolver;
use serde::Deserialize;

/// Arguments of `times`.
#[derive(Debug, clap::Args)]
pub struct TimesArgs {
    /// Files of rows with `docid`, `dct`, `text` and `timexes`
    #[arg(value_name = "FILE", default_values_t = [
        "../shared/yardsticks/time/te3_timebank.jsonl".to_owned(),
        "../shared/yardsticks/time/te3_aquaint.jsonl".to_owned(),
        "../shared/yardsticks/time/wikiwars_train.jsonl".to_owned(),
    ])]
    files: Vec<String>,
    /// Folder for what was found, as rows of the same form
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Row {
    docid: String,
    #[serde(default)]
    dct: Option<String>,
    text: String,
    timexes: Vec<Timex>,
}

#[derive(Debug, Deserialize)]
struct Timex {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// Measures on each file, and over all of them.
pub fn run(args: &TimesArgs) -> Result<()> {
    let knowledge = Knowledge::embedded().context("the tables of this program are broken")?;
    let analyzer = FastAnalyzer::embedded().context("the model of this program is broken")?;
    let resolver = TimeResolver::new(&knowledge.calendar);
    let mut words = 0;
    let (mut parsing, mut resolving) = (Duration::ZERO, Duration::ZERO);
    println!("{:<24} gold found strict relaxed   type  value  (F1)", "");
    for file in &args.files {
        let path = Path::new(file);
        if !path.exists() {
            bail!("{file}: not there; the yardsticks are no part of this repository");
        }
        let mut score = TimeScore::default();
        let mut rows = String::new();
        for line in documents::text(path)?.lines() {
            let row: Row = serde_json::from_str(line)
                .with_context(|| format!("cannot read a row of {file}"))?;
            words += row.text.split_whitespace().count();
            let clock: Option<Date> = row
                .dct
                .as_deref()
                .and_then(|day| day.get(..10))
                .and_then(|day| day.parse().ok());
            let start = Instant::now();
            let sentences = analyzer.analyze(&row.text, &paragraphs(&row.text));
            parsing += start.elapsed();
            let start = Instant::now();
            let times = resolver.find(&row.text, &sentences, clock);
            resolving += start.elapsed();
            let characters = Characters::new(&row.text);
            let found: Vec<TimeRow> = times
                .iter()
                .map(|time| TimeRow {
                    start: characters.before(time.span.start),
                    end: characters.before(time.span.end),
                    kind: time.kind.as_str().to_owned(),
                    value: time.value.clone(),
                })
                .collect();
            let gold: Vec<TimeRow> = row
                .timexes
                .into_iter()
                .map(|timex| TimeRow {
                    start: timex.start,
                    end: timex.end,
                    kind: timex.kind,
                    value: timex.value,
                })
                .collect();
            score.add(&gold, &found);
            write_row(&row.docid, &found, &mut rows);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{}", line(&name, &score));
        if let Some(folder) = &args.write {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
            let out = folder.join(&*name);
            fs::write(&out, rows).with_context(|| format!("cannot write {}", out.display()))?;
        }
    }
    crate::measure::print("language", words, "words", parsing);
    crate::measure::print("times", words, "words", resolving);
    Ok(())
}

fn line(name: &str, score: &TimeScore) -> String {
    format!(
        "{name:<24} {:>4} {:>5}  {:>5.2}   {:>5.2}  {:>5.2}  {:>5.2}",
        score.gold,
        score.found,
        100.0 * score.strict_f1(),
        100.0 * score.relaxed_f1(),
        100.0 * score.kind_f1(),
        100.0 * score.value_f1()
    )
}

/// Stretches between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split("\n\n")
        .map(|part| {
            let span = Span::new(start, start + part.len());
            start += part.len() + 2;
            span
        })
        .collect()
}

/// Gold counts characters, the program bytes.
struct Characters {
    starts: Vec<usize>,
}

impl Characters {
    fn new(text: &str) -> Self {
        Self {
            starts: text.char_indices().map(|(at, _)| at).collect(),
        }
    }

    fn before(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start < byte as usize)
    }
}

fn write_row(docid: &str, found: &[TimeRow], rows: &mut String) {
    let timexes: Vec<serde_json::Value> = found
        .iter()
        .map(|row| serde_json::json!({"start": row.start, "end": row.end, "type": row.kind, "value": row.value}))
        .collect();
    let _ = writeln!(
        rows,
        "{}",
        serde_json::json!({"docid": docid, "timexes": timexes})
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_not_bytes() {
        let text = "“On Friday” — he said";
        let characters = Characters::new(text);
        let start = u32::try_from(text.find("Friday").unwrap_or(0)).unwrap_or(0);
        assert_eq!(characters.before(start), 4);
        let dash = u32::try_from(text.find("he").unwrap_or(0)).unwrap_or(0);
        assert_eq!(characters.before(dash), 14);
    }

    #[test]
    fn paragraphs_cover_the_text() {
        let spans = paragraphs("ab\n\ncd");
        assert_eq!(spans, [Span::new(0, 2), Span::new(4, 6)]);
    }
}
