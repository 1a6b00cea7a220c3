//! What each tier of the language layer is worth in events, on reports as they are and in capitals.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::ValueEnum as _;
use relata::Model;
use relata::documents;
use relata::pipeline::{Pipeline, keep_faults_quiet};
use relata_evaluate::Score;

use crate::accuracy::{YARDSTICKS, score};
use crate::capitals;

/// Arguments of `tiers`.
#[derive(Debug, clap::Args)]
pub struct TiersArgs {
    /// The folder of the yardsticks, with `seeds` and `record`
    #[arg(long, value_name = "DIR", default_value = "../shared")]
    shared: PathBuf,
}

/// Prints F1 of events found and events whole for each yardstick and tier.
pub fn run(args: &TiersArgs) -> Result<()> {
    keep_faults_quiet();
    let folder = tempfile::tempdir().context("cannot make a folder for the reports")?;
    println!(
        "yardstick  model     found F1  event F1  in capitals: found F1  event F1  of event F1 as written"
    );
    for yardstick in &YARDSTICKS {
        let plain = args.shared.join(yardstick.documents);
        let gold = documents::text(&args.shared.join(yardstick.gold))?;
        let raised = capitals::write(&plain, folder.path())?;
        let raised_gold = capitals::rows(&gold)?;
        for model in Model::value_variants() {
            let pipeline = Pipeline::new(*model)?;
            let found = score(&pipeline, plain.clone(), &gold)?;
            let raised = score(&pipeline, raised.clone(), &raised_gold)?;
            let name = model.to_possible_value();
            println!(
                "{:<10} {:<9} {:>8.3} {:>9.3} {:>22.3} {:>9.3} {:>25.2}",
                yardstick.name,
                name.as_ref().map_or("", |name| name.get_name()),
                found.found().f1(),
                whole(&found),
                raised.found().f1(),
                whole(&raised),
                whole(&raised) / whole(&found).max(1e-9),
            );
        }
    }
    Ok(())
}

fn whole(score: &Score) -> f64 {
    score.event().f1()
}
