//! Where in the input a problem stands, and how it is put into words.

use relata_record::Problem;

/// A place in the input: a file, and a line of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// The file, or `standard input`.
    pub file: &'a str,
    /// Line, from 1.
    pub line: Option<u64>,
}

impl At<'_> {
    /// A problem for which the report was left out.
    pub fn skipped(self, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        self.problem(what.into(), remedy.into(), true)
    }

    /// A problem in spite of which the report was read.
    pub fn noted(self, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        self.problem(what.into(), remedy.into(), false)
    }

    fn problem(self, what: String, remedy: String, skipped: bool) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: self.line,
            what,
            remedy,
            skipped,
        }
    }
}
