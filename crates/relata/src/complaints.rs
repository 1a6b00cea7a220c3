//! Problems in lines: one each, but a file with hundreds of the same kind is not told of hundreds of times.

use relata_record::Problem;

/// How many problems of one kind in one file are told in full.
const IN_FULL: u64 = 3;

/// Problems as they come, with those that say the same counted.
#[derive(Debug)]
pub struct Complaints {
    tells_all: bool,
    last: Option<Problem>,
    n_alike: u64,
}

impl Complaints {
    /// With `tells_all` every problem is told, and also those in spite of which a report was read.
    pub fn new(tells_all: bool) -> Self {
        Self {
            tells_all,
            last: None,
            n_alike: 0,
        }
    }

    /// The lines to print now that `problem` was met.
    pub fn lines(&mut self, problem: &Problem) -> Vec<String> {
        if self.tells_all {
            return vec![problem.to_string()];
        }
        if !problem.skipped {
            return Vec::new();
        }
        let is_alike = self
            .last
            .as_ref()
            .is_some_and(|last| last.file == problem.file && last.what == problem.what);
        if is_alike {
            self.n_alike += 1;
            return if self.n_alike <= IN_FULL {
                vec![problem.to_string()]
            } else {
                Vec::new()
            };
        }
        let mut lines = self.rest();
        self.last = Some(problem.clone());
        self.n_alike = 1;
        lines.push(problem.to_string());
        lines
    }

    /// The line that counts what was not told in full.
    pub fn rest(&mut self) -> Vec<String> {
        let n_more = self.n_alike.saturating_sub(IN_FULL);
        self.n_alike = 0;
        let last = self.last.take().filter(|_| n_more > 0);
        last.map(|last| {
            format!(
                "{}: {n_more} more like this: {}; -v lists them",
                last.file, last.what
            )
        })
        .into_iter()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_of_one_kind_are_counted() {
        let problem = |line| Problem {
            file: "rows".to_owned(),
            line: Some(line),
            what: "has no text".to_owned(),
            remedy: "give it one".to_owned(),
            skipped: true,
        };
        let mut complaints = Complaints::new(false);
        let told: usize = (1..=10)
            .map(|line| complaints.lines(&problem(line)).len())
            .sum();
        assert_eq!(told, 3);
        assert_eq!(
            complaints.rest(),
            ["rows: 7 more like this: has no text; -v lists them"]
        );
        assert!(complaints.rest().is_empty());
    }
}
