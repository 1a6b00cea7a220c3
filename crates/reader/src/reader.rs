//! Paths to reports, one at a time: memory holds one report and one folder's list, however many there are.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::decode::is_binary;
use crate::files::{Found, Walk, cannot_open, ending};
use crate::lines::{Line, next_line};
use crate::problems::At;
use crate::seen::{Seen, Sighting};
use crate::{Item, Limits, read_row_of, read_text_of};

/// What standard input is called in problems.
const STDIN: &str = "standard input";

/// An iterator over the reports behind some paths.
pub struct Reader {
    walk: Walk,
    rows: Option<Rows>,
    seen: Seen,
    limits: Limits,
}

/// A JSONL file that is being read.
struct Rows {
    stream: Box<dyn BufRead>,
    file: String,
    stem: String,
    line: u64,
    n_rows: u64,
}

impl Reader {
    /// Reads files, folders (walked in sorted order) and, for the path `-`, standard input.
    pub fn open(paths: &[PathBuf]) -> Self {
        Self::with_limits(paths, Limits::default())
    }

    /// As [`Reader::open`], with other limits.
    pub fn with_limits(paths: &[PathBuf], limits: Limits) -> Self {
        Self {
            walk: Walk::new(paths),
            rows: None,
            seen: Seen::default(),
            limits,
        }
    }

    fn open_file(&mut self, path: &Path) -> Option<Item> {
        let file = path.display().to_string();
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        match File::open(path) {
            Err(error) => Some(Item::problem(cannot_open(path, &error))),
            Ok(opened) => {
                let stream = Box::new(BufReader::new(opened));
                self.open_stream(stream, file, stem.unwrap_or_default(), &ending(path))
            }
        }
    }

    /// Starts on a stream: rows are kept for later, a text is read at once.
    fn open_stream(
        &mut self,
        mut stream: Box<dyn BufRead>,
        file: String,
        stem: String,
        ending: &str,
    ) -> Option<Item> {
        let is_rows = match ending {
            "jsonl" | "ndjson" => true,
            "txt" | "text" => false,
            _ => begins_as_json(stream.as_mut()),
        };
        if is_rows {
            self.rows = Some(Rows {
                stream,
                file,
                stem,
                line: 0,
                n_rows: 0,
            });
            return None;
        }
        let mut bytes = Vec::new();
        let limit = u64::try_from(self.limits.report_bytes).unwrap_or(u64::MAX);
        let at = At::file(&file);
        match stream.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            Err(error) => Some(Item::problem(cannot_open(Path::new(&file), &error))),
            Ok(_) if bytes.len() > self.limits.report_bytes => Some(Item::problem(
                at.skipped(too_long(self.limits), "split it into one file a report"),
            )),
            Ok(_) => Some(read_text_of(&stem, &file, &bytes)),
        }
    }

    /// The next row of the open JSONL file; `None` at its end.
    fn next_row(&mut self) -> Option<Item> {
        let rows = self.rows.as_mut()?;
        loop {
            let line = next_line(rows.stream.as_mut(), self.limits.report_bytes);
            rows.line += 1;
            let at = At { line: Some(rows.line), ..At::file(&rows.file) };
            let whole = match line {
                Err(error) => {
                    let item = Item::problem(cannot_open(Path::new(&rows.file), &error));
                    self.rows = None;
                    return Some(item);
                }
                Ok(Line::End) => {
                    let at = At::file(&rows.file);
                    let empty = (rows.n_rows == 0).then(|| {
                        Item::problem(at.skipped("holds no rows", "write one JSON object a line"))
                    });
                    self.rows = None;
                    return empty;
                }
                Ok(Line::TooLong) => {
                    rows.n_rows += 1;
                    let what = too_long(self.limits);
                    return Some(Item::problem(at.skipped(
                        what,
                        "shorten the row, or split it into one row a report",
                    )));
                }
                Ok(Line::Whole(whole)) => whole,
            };
            if whole.trim_ascii().is_empty() || whole == b"\xef\xbb\xbf" {
                continue;
            }
            rows.n_rows += 1;
            if let Some((what, remedy)) = (rows.n_rows == 1).then(|| no_rows(&whole)).flatten() {
                let at = At { line: None, ..at };
                let item = Item::problem(at.skipped(what, remedy));
                self.rows = None;
                return Some(item);
            }
            return Some(read_row_of(&rows.stem, &rows.file, rows.line, &whole));
        }
    }

    /// Looks after the id of a report that was read.
    fn settle(&mut self, mut item: Item, file: &str, line: Option<u64>) -> Item {
        let at = At { line, ..At::file(file) };
        let Some(report) = item.report.as_mut() else {
            return item;
        };
        match self.seen.note(report) {
            Sighting::New => {}
            Sighting::Same => {
                let what = format!("is the report `{}` again, same id and same text", report.id);
                item.problems.push(at.skipped(what, "leave it out once"));
                item.report = None;
            }
            Sighting::Renamed(old) => {
                let what = format!(
                    "has the id `{old}` of another report and is called `{}`",
                    report.id
                );
                item.problems
                    .push(at.noted(what, "give each report an id of its own"));
            }
        }
        item
    }

    fn next_found(&mut self) -> Option<Option<Item>> {
        Some(match self.walk.next()? {
            Found::Problem(problem) => Some(Item::problem(problem)),
            Found::Stdin => {
                let stream = Box::new(BufReader::new(io::stdin()));
                let item = self.open_stream(stream, STDIN.to_owned(), "stdin".to_owned(), "");
                item.map(|item| self.settle(item, STDIN, None))
            }
            Found::File(path) => {
                let item = self.open_file(&path);
                item.map(|item| self.settle(item, &path.display().to_string(), None))
            }
        })
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.next_row() {
                let place = self
                    .rows
                    .as_ref()
                    .map(|rows| (rows.file.clone(), rows.line));
                return Some(match place {
                    Some((file, line)) => self.settle(item, &file, Some(line)),
                    None => item,
                });
            }
            if let Some(item) = self.next_found()? {
                return Some(item);
            }
        }
    }
}

fn too_long(limits: Limits) -> String {
    format!("is longer than {} bytes", limits.report_bytes)
}

/// True if the first byte that is no blank opens a JSON object or list.
fn begins_as_json(stream: &mut dyn BufRead) -> bool {
    let start = stream.fill_buf().unwrap_or_default();
    let start = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    start.starts_with(b"{\"")
        || start.starts_with(b"{\n")
        || start.starts_with(b"{ ")
        || start.starts_with(b"[{")
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
