//! The part of ACCURACY.md about the history: which tellings are one happening, which reports one text, where talks stand.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_evaluate::{PairScore, families_score, made_archive, made_revisions, merging_score};
use relata_history::Tables;
use relata_knowledge::TalksTable;

use crate::{same_events, talks};

const ABOUT: &str = "
## History

What many reports tell together ([docs/HISTORY.md](docs/HISTORY.md)). *Invented archive*: 2,000 reports of 400
happenings, with reprints, rising tolls, denials and background, and which tellings are joined. *Invented revisions*: 600
stories cut, led anew and brought up to date, and which reports are found to be one text. P, R and F1 count pairs. ECB+:
news of forty topics with two events each, texts grouped by B³ F1, given mentions by CoNLL F1. *Talks*: the states of a
known sequence of talks that the machine gives, its steps fed as events.

| yardstick | part | score |
| --- | --- | ---: |
";

/// Reports of the invented archive; the seed is that of the test `merging`.
const ARCHIVE: (u64, usize) = (7, 2000);
/// Stories of the invented revisions; the seed is that of the test `families`.
const REVISIONS: (u64, usize) = (5, 600);

/// Measures, and adds the section to the page.
pub fn section(shared: &Path, out: &mut String) -> Result<()> {
    out.push_str(ABOUT);
    let broken = "the tables of this program are broken";
    let tables = Tables::embedded().context(broken)?;
    let archive = made_archive(ARCHIVE.0, ARCHIVE.1);
    pairs("invented archive", &merging_score(&tables, &archive), out);
    let revisions = made_revisions(REVISIONS.0, REVISIONS.1);
    pairs("invented revisions", &families_score(&revisions), out);
    for part in ["dev", "train"] {
        let file = shared.join(format!("yardsticks/ecbplus/{part}.docs.jsonl"));
        if !file.exists() {
            let _ = writeln!(out, "| ECB+ {part} | not there | – |");
            continue;
        }
        for measure in same_events::measure(&file, None)? {
            let _ = writeln!(
                out,
                "| ECB+ {part} | {} | {:.3} |",
                measure.part, measure.value
            );
        }
    }
    if shared.join("talks").is_dir() {
        let table = TalksTable::embedded().context(broken)?;
        let replayed = talks::replayed(&table, shared)?;
        let n_right = replayed.iter().filter(|row| row.is_right()).count();
        let n_rows = replayed.len();
        let _ = writeln!(
            out,
            "| talks | states as expected | {n_right} of {n_rows} |"
        );
    } else {
        out.push_str("| talks | not there | – |\n");
    }
    Ok(())
}

fn pairs(name: &str, score: &PairScore, out: &mut String) {
    for (part, value) in [
        ("P", score.precision()),
        ("R", score.recall()),
        ("F1", score.f1()),
    ] {
        let _ = writeln!(out, "| {name} | {part} | {value:.3} |");
    }
}
