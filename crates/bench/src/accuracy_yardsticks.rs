//! The part of the table of accuracy that is measured on public test sets: one row a score, and a line for a set that is
//! not there.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use relata::Model;
use relata_knowledge::Knowledge;

use crate::yardsticks::{Bench, Set};

/// The sets, with the scores that stand for them: the first is the set's own.
const SETS: [(Set, &[&str]); 7] = [
    (Set::Plv, &["accuracy", "macro F1"]),
    (
        Set::Raters,
        &["leads with a right root", "clean leads left empty"],
    ),
    (
        Set::Isaf,
        &[
            "mean of 13 fields",
            "min_killed",
            "min_captured",
            "province",
        ],
    ),
    (Set::Satp, &["example-based F1"]),
    (Set::Muc4, &["all slots F1", "templates F1"]),
    (
        Set::Polnear,
        &[
            "linked F1",
            "source overlap F1",
            "cue overlap F1",
            "content overlap F1",
        ],
    ),
    (
        Set::Factuality,
        &[
            "mean absolute error",
            "correlation",
            "macro F1 of four classes",
        ],
    ),
];

const ABOUT: &str = "
## Public test sets

Parts of test sets that lie open, whole and by the tier used where none is named; Relata was built with them at hand, so
that their kept-back parts score lower. *plv*: the root of the act between a given source and target. *raters*: news
leads with an act that raters agree on, and leads that hold none. *isaf*: press releases on raids as thirteen fields.
*satp*: kinds of incident. *muc4*: templates of texts in capitals, test part TST3, full slots. *polnear*: who says what,
development part, spans linked. *factuality*: readers' certainty from -3 to 3, development part of UW; less error is
better. `relata-bench yardsticks` prints every score of each.

| yardstick | score | right | of | value |
| --- | --- | ---: | ---: | ---: |
";

/// The section of the file; sets that are not below `shared` get a line that says so.
pub fn section(shared: &Path) -> Result<String> {
    let bench = Bench::new(Knowledge::embedded()?, Model::default(), None)?;
    let mut out = String::from(ABOUT);
    let mut missing = String::new();
    for (set, scores) in SETS {
        let file = shared.join("yardsticks").join(set.file());
        if !file.exists() {
            let _ = writeln!(missing, "- {}: not there, left out.", set.name());
            continue;
        }
        let measures = bench.measure(set, &file)?;
        for score in scores {
            let Some(measure) = measures.iter().find(|measure| measure.part == *score) else {
                continue;
            };
            let counts = match (measure.right, measure.of) {
                (Some(right), Some(of)) => format!("{right} | {of}"),
                _ => " | ".to_owned(),
            };
            let _ = writeln!(
                out,
                "| {} | {score} | {counts} | {:.3} |",
                set.name(),
                measure.value
            );
        }
    }
    if !missing.is_empty() {
        out.push('\n');
        out.push_str(&missing);
    }
    Ok(out)
}
