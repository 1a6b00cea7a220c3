//! `relata export`: happenings in the layout of another data set, with the files that belong beside them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use relata_export::{Codes, LayoutWriter, LeftOut, Options, Package, Public, Row, Sink};
use relata_knowledge::Knowledge;

use crate::commands::citation::{citation, filter, last_coded};
use crate::commands::record;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::settings::ExportSettings;
use crate::terminal::Terminal;
use crate::words::count;

/// The file that says what lies in the folder; it is written last, so that a folder without it is not finished.
const PACKAGE: &str = "datapackage.json";

/// Writes the happenings that `settings` asks for.
pub fn run(terminal: &Terminal, settings: &ExportSettings) -> Result<Exit> {
    let (store, tables) = record::open(&settings.db)?;
    let knowledge = Knowledge::embedded().context("the tables of this program are broken")?;
    let codes = Codes::embedded(&knowledge).context("the tables of this program are broken")?;
    let public = settings
        .quote_length
        .map(|length| Public::new(&knowledge, length));
    let provenance = store.provenance()?;
    let heads = record::heads(&store)?;
    let happenings = store.happenings(&filter(&settings.query)?)?;
    let citation = citation(&provenance, &tables, &settings.query, &happenings, &heads);
    let options = Options {
        possible: settings.possible,
        timestamp: last_coded(&provenance).map(|time| time.as_second()),
        version: format!("relata {} {}", citation.version, citation.merging),
        guards: settings.guards,
    };
    let layout = settings.layout;
    if let Some(folder) = &settings.output {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let old = folder.join(PACKAGE);
        if old.exists() {
            fs::remove_file(&old).with_context(|| format!("cannot replace {}", old.display()))?;
        }
    }
    let mut open = |name: &str| file(settings.output.as_deref(), layout.file(), name);
    let mut writer = LayoutWriter::new(layout, &codes, options, &mut open)?;
    let n_happenings = u64::try_from(happenings.len()).unwrap_or(u64::MAX);
    let progress = Progress::new(terminal, Some(n_happenings));
    let mut n_masked = 0;
    for id in &happenings {
        progress.count(id);
        if let Some(mut row) = Row::of_happening(store.tellings_of(id)?, &heads) {
            n_masked += public.as_ref().map_or(0, |public| public.apply(&mut row));
            writer.row(&row)?;
        }
    }
    let (resources, n_rows, left_out) = writer.end()?;
    progress.end();
    if let Some(folder) = &settings.output {
        let package = Package {
            layout: layout.name().to_owned(),
            citation,
            outlets: provenance.outlets,
            is_public: public.is_some(),
            resources,
        };
        let text = serde_json::to_string_pretty(&package.json())?;
        let path = folder.join(PACKAGE);
        fs::write(&path, text + "\n")
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    tell(terminal, n_happenings, n_rows, &left_out);
    if n_masked > 0 {
        let what = "names of private persons masked; --full keeps them";
        terminal.say(format_args!("{n_masked} {what}"));
    }
    Ok(if n_rows > 0 {
        Exit::Done
    } else {
        Exit::Nothing
    })
}

/// A file of the export: in the folder, or the rows on standard output and nothing else.
fn file(folder: Option<&Path>, main: &str, name: &str) -> io::Result<Sink> {
    Ok(match folder {
        Some(folder) => Box::new(BufWriter::new(File::create(folder.join(name))?)),
        None if name == main => Box::new(BufWriter::new(io::stdout())),
        None => Box::new(io::sink()),
    })
}

fn tell(terminal: &Terminal, n_happenings: u64, n_rows: u64, left_out: &LeftOut) {
    let n_left_out: u64 = left_out.values().sum();
    let mut lines = format!(
        "{}: {n_rows} in the layout, {n_left_out} left out",
        count(n_happenings, "happening")
    );
    for (reason, n) in left_out {
        lines.push_str(&format!("\n  {n:>6}  {reason}"));
    }
    terminal.say(lines);
    // Nobody need read it, but what is on its way to a terminal should be there before the program ends.
    let _ = io::stderr().flush();
}
