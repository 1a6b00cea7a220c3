//! Where in the input a problem stands, and how it is put into words.

use relata_record::Problem;

use crate::containers::damage;

/// A place in the input: a file, and a line of it, or a byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// The file, or `standard input`.
    pub file: &'a str,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Byte, from 0, where a file has no lines.
    pub byte: Option<u64>,
}

impl<'a> At<'a> {
    /// A file as a whole.
    pub fn file(file: &'a str) -> Self {
        Self {
            file,
            line: None,
            byte: None,
        }
    }

    /// A problem for which the report was left out.
    pub fn skipped(self, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        self.problem(what.into(), remedy.into(), true)
    }

    /// A problem in spite of which the report was read.
    pub fn noted(self, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        self.problem(what.into(), remedy.into(), false)
    }

    /// A problem of a stream that cannot be read, or not all of it.
    pub fn unreadable(self, error: &std::io::Error) -> Problem {
        if let Some(damage) = damage(error) {
            return self.skipped(
                format!("is {damage}"),
                "fetch it anew; the rest of it was read",
            );
        }
        self.skipped(
            format!("cannot be read ({error})"),
            "check the file and its disk",
        )
    }

    fn problem(self, what: String, remedy: String, skipped: bool) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: self.line,
            what: match self.byte {
                Some(byte) => format!("at byte {byte}: {what}"),
                None => what,
            },
            remedy,
            skipped,
        }
    }
}
