//! What reading gives, and how much it takes in at once.

use relata_record::{Problem, Report};

/// One thing found in the input: a report, or what kept it from being one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The report, where one could be read.
    pub report: Option<Report>,
    /// What went wrong, whether or not the report was read all the same.
    pub problems: Vec<Problem>,
}

impl Item {
    /// An item without a report.
    pub(crate) fn problem(problem: Problem) -> Self {
        Self {
            report: None,
            problems: vec![problem],
        }
    }
}

/// How much is read at once; what is larger is left out with a problem, never loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one report: a text file, or a line of a JSONL file.
    pub report_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            report_bytes: 16 * 1024 * 1024,
        }
    }
}
