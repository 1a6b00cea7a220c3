//! A JSONL file: one report a line.

use std::io::BufRead;

use super::damage;
use crate::decode::is_binary;
use crate::fields::Columns;
use crate::lines::{Line, next_line};
use crate::problems::At;
use crate::row::read_line;
use crate::stream::{Container, Part, Place, Stream};
use crate::{Item, Limits};

/// A JSONL file that is being read.
pub(crate) struct Rows {
    stream: Box<dyn BufRead>,
    file: String,
    stem: String,
    columns: Columns,
    line: u64,
    n_rows: u64,
    is_over: bool,
}

impl Rows {
    /// The rows of a stream.
    pub fn new(stream: Stream, columns: Columns) -> Self {
        Self {
            stream: stream.bytes,
            file: stream.file,
            stem: stream.stem,
            columns,
            line: 0,
            n_rows: 0,
            is_over: false,
        }
    }

    fn at(&self) -> At<'_> {
        At {
            line: Some(self.line),
            ..At::file(&self.file)
        }
    }

    fn part(&self, item: Item) -> Part {
        let place = Place {
            file: self.file.clone(),
            line: Some(self.line),
            byte: None,
        };
        Part::Read(place, Box::new(item))
    }
}

impl Container for Rows {
    fn next(&mut self, limits: Limits) -> Option<Part> {
        loop {
            if self.is_over {
                return None;
            }
            let line = next_line(self.stream.as_mut(), limits.report_bytes);
            self.line += 1;
            let whole = match line {
                Err(error) => {
                    self.is_over = damage(&error).is_none();
                    self.n_rows += 1;
                    let item = Item::problem(At::file(&self.file).unreadable(&error));
                    return Some(self.part(item));
                }
                Ok(Line::End) => {
                    self.is_over = true;
                    let what = At::file(&self.file)
                        .skipped("holds no rows", "write one JSON object a line");
                    return (self.n_rows == 0).then(|| self.part(Item::problem(what)));
                }
                Ok(Line::TooLong) => {
                    self.n_rows += 1;
                    let remedy = "shorten the row, or split it into one row a report";
                    let problem = self.at().skipped(limits.too_long(), remedy);
                    return Some(self.part(Item::problem(problem)));
                }
                Ok(Line::Whole(whole)) => whole,
            };
            if whole.trim_ascii().is_empty() || whole == b"\xef\xbb\xbf" {
                continue;
            }
            self.n_rows += 1;
            if let Some((what, remedy)) = (self.n_rows == 1).then(|| no_rows(&whole)).flatten() {
                self.is_over = true;
                let problem = At::file(&self.file).skipped(what, remedy);
                return Some(self.part(Item::problem(problem)));
            }
            let item = read_line(&self.stem, self.at(), &whole, &self.columns);
            return Some(self.part(item));
        }
    }
}

/// Why a file with this first line cannot be one of rows: told once, not for every line.
fn no_rows(line: &[u8]) -> Option<(&'static str, &'static str)> {
    if is_binary(line) {
        return Some((
            "is not text (it holds control bytes)",
            "unpack it, or save it as UTF-8",
        ));
    }
    let line = line
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(line)
        .trim_ascii();
    let spread = line == b"{" || line.starts_with(b"[");
    spread.then_some((
        "is one JSON document, not one object a line",
        "write it as JSONL, with jq -c for example",
    ))
}
