//! What the history costs: milliseconds of the processor for one new report in records of different size, on an archive
//! of invented reports, and beside that what coding such a report costs.

use std::time::Instant;

use anyhow::{Context as _, Result};
use relata::Model;
use relata::pipeline::Pipeline;
use relata_evaluate::{MadeReport, made_archive};
use relata_history::Tables;
use relata_store::{Coded, CoderIdentity, Run, Store};

use crate::measure::busy_seconds;

/// So many reports are added one at a time.
const LAST: usize = 100;
/// So many are coded, for the cost of coding one.
const CODED: usize = 200;

/// Prints a line for each size.
pub fn run(sizes: &[usize]) -> Result<()> {
    let tables = Tables::embedded().context("the tables of this program are broken")?;
    let coding = coding()?;
    println!("coding one of these reports takes {coding:.3} ms (model auto, {CODED} reports)");
    println!(
        "  reports  store ms/report  history ms/report  of coding  ms for one more  happenings formed"
    );
    for size in sizes {
        one_size(&tables, *size, coding)?;
    }
    Ok(())
}

/// Milliseconds for which this thread has been at work.
fn spent(clock: Instant) -> f64 {
    busy_seconds(clock) * 1000.0
}

/// Milliseconds for coding one report of the archive.
fn coding() -> Result<f64> {
    let pipeline = Pipeline::new(Model::default())?;
    let clock = Instant::now();
    let archive = made_archive(13, CODED);
    // The first report pays for what is made once.
    let mut begun = spent(clock);
    for (n, made) in archive.iter().enumerate() {
        if n == 1 {
            begun = spent(clock);
        }
        // What the sentences tell is of no matter here.
        let _ = pipeline.code(made.report.clone());
    }
    Ok((spent(clock) - begun) / (CODED - 1) as f64)
}

fn one_size(tables: &Tables, size: usize, coding: f64) -> Result<()> {
    let mut many = made_archive(11, size + LAST);
    let few = many.split_off(size);
    let folder = tempfile::tempdir().context("cannot make a folder for the record")?;
    let mut store = Store::open(&folder.path().join("relata.db"))?;
    let identity = CoderIdentity {
        program: "bench".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, None)?;
    let clock = Instant::now();
    let begun = spent(clock);
    for report in &many {
        save(&mut store, &run, report)?;
    }
    // Held, they would make every allocation dearer.
    drop(many);
    let storing = (spent(clock) - begun) / size.max(1) as f64;
    let begun = spent(clock);
    let counts = store.update_history(tables)?;
    let merging = (spent(clock) - begun) / size.max(1) as f64;
    let mut one_more = 0.0;
    for report in &few {
        save(&mut store, &run, report)?;
        let begun = spent(clock);
        store.update_history(tables)?;
        one_more += (spent(clock) - begun) / LAST as f64;
    }
    println!(
        "{size:>9}  {storing:>15.3}  {merging:>17.3}  {:>9.3}  {one_more:>15.3}  {:>17}",
        merging / coding.max(1e-9),
        counts.happenings
    );
    Ok(())
}

fn save(store: &mut Store, run: &Run, made: &MadeReport) -> Result<()> {
    let events: Vec<_> = made
        .tellings
        .iter()
        .map(|telling| telling.event.clone())
        .collect();
    store.save(
        run,
        Coded {
            report: &made.report,
            fingerprint: &made.report.id,
            events: &events,
            notes: &[],
        },
    )?;
    Ok(())
}
