//! What the history costs: milliseconds for one new report in records of different size, on an archive of invented
//! reports.

use std::time::Instant;

use anyhow::{Context as _, Result};
use relata_evaluate::{MadeReport, made_archive};
use relata_history::Tables;
use relata_store::{Coded, CoderIdentity, Run, Store};

/// So many reports are added one at a time.
const LAST: usize = 100;

/// Prints a line for each size.
pub fn run(sizes: &[usize]) -> Result<()> {
    let tables = Tables::embedded().context("the tables of this program are broken")?;
    println!("  reports  store ms/report  history ms/report  ms for one more  happenings formed");
    for size in sizes {
        one_size(&tables, *size)?;
    }
    Ok(())
}

fn one_size(tables: &Tables, size: usize) -> Result<()> {
    let archive = made_archive(11, size + LAST);
    let folder = tempfile::tempdir().context("cannot make a folder for the record")?;
    let mut store = Store::open(&folder.path().join("relata.db"))?;
    let identity = CoderIdentity {
        program: "bench".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, None)?;
    let (many, few) = archive.split_at(size);
    let begun = Instant::now();
    for report in many {
        save(&mut store, &run, report)?;
    }
    let storing = begun.elapsed().as_secs_f64() * 1000.0 / size.max(1) as f64;
    let begun = Instant::now();
    let counts = store.update_history(tables)?;
    let merging = begun.elapsed().as_secs_f64() * 1000.0 / size.max(1) as f64;
    let mut one_more = 0.0;
    for report in few {
        save(&mut store, &run, report)?;
        let begun = Instant::now();
        store.update_history(tables)?;
        one_more += begun.elapsed().as_secs_f64() * 1000.0 / LAST as f64;
    }
    println!(
        "{size:>9}  {storing:>15.3}  {merging:>17.3}  {one_more:>15.3}  {:>17}",
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
