//! Where talks stand: the machine replays sequences of steps whose states are known.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use relata::documents;
use relata_evaluate::Replayed;
use relata_knowledge::TalksTable;

/// Replays every sequence in the folder `talks` of `shared`; false where a state is another than expected.
pub fn run(shared: &Path) -> Result<bool> {
    let folder = shared.join("talks");
    if !folder.is_dir() {
        bail!(
            "{}: not there; the yardsticks are no part of this repository, name their folder with --shared",
            folder.display()
        );
    }
    let table = TalksTable::embedded().context("the tables of this program are broken")?;
    let replayed = replayed(&table, shared)?;
    for row in &replayed {
        let mark = if row.is_right() { "=" } else { "≠" };
        println!(
            "{}  {:<18} {:<24} {mark} {}",
            row.day, row.code, row.found, row.expected
        );
    }
    let n_right = replayed.iter().filter(|row| row.is_right()).count();
    println!("{n_right} of {} states as expected", replayed.len());
    Ok(n_right == replayed.len())
}

/// The states of every sequence in the folder `talks` of `shared`.
pub fn replayed(table: &TalksTable, shared: &Path) -> Result<Vec<Replayed>> {
    let mut replayed = Vec::new();
    for file in sequences(&shared.join("talks"))? {
        let text = documents::text(&file)?;
        let name = documents::name(&file);
        replayed.extend(relata_evaluate::replay_talks(table, &text, &name)?);
    }
    Ok(replayed)
}

/// The files of sequences, in the order of their names.
fn sequences(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot_read)? {
        let file = entry.with_context(cannot_read)?.path();
        if file.extension().is_some_and(|ending| ending == "jsonl") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
