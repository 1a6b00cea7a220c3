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

    /// An item without problems.
    pub(crate) fn report(report: Report) -> Self {
        Self {
            report: Some(report),
            problems: Vec::new(),
        }
    }

    /// The item with problems that were met before it was read.
    pub(crate) fn with_problems_before(mut self, mut problems: Vec<Problem>) -> Self {
        problems.append(&mut self.problems);
        Self { problems, ..self }
    }
}

/// How much is read at once; what is larger is left out with a problem, never loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one report: a text file or page, a line of a JSONL file, a record of an archive, unpacked.
    pub report_bytes: usize,
    /// Containers within each other: an archive in an archive in an archive.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            report_bytes: 16 * 1024 * 1024,
            depth: 5,
        }
    }
}

impl Limits {
    /// What is wrong with what is too long.
    pub(crate) fn too_long(self) -> String {
        format!("is longer than {} bytes", self.report_bytes)
    }
}
