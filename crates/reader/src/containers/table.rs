//! A CSV file with a row of names: one report a row, whatever the mark between the cells.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::damage;
use crate::decode::{Decoded, decode};
use crate::fields::Columns;
use crate::lines::{Line, next_line};
use crate::problems::At;
use crate::row::report_of;
use crate::stream::{Container, Part, Place, Stream};
use crate::{Item, Limits};

/// Marks between cells.
const MARKS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A CSV file that is being read.
pub(crate) struct Table {
    stream: Box<dyn BufRead>,
    file: String,
    stem: String,
    columns: Columns,
    /// Names of the columns, once they are read.
    head: Option<Vec<String>>,
    mark: u8,
    /// The line that is read next, from 1.
    line: u64,
    /// Lines that were drawn for a row that was none.
    back: VecDeque<Vec<u8>>,
    /// True while the lines drawn back are read one by one.
    is_careful: bool,
    is_over: bool,
    /// Reports and problems so far.
    n_parts: u64,
}

/// The lines of a row.
enum Drawn {
    Row(Vec<Vec<u8>>),
    TooLong,
    Broken(io::Error),
    End,
}

impl Table {
    /// The rows of a stream.
    pub fn new(stream: Stream, columns: Columns) -> Self {
        Self {
            stream: stream.bytes,
            file: stream.file,
            stem: stream.stem,
            columns,
            head: None,
            mark: b',',
            line: 1,
            back: VecDeque::new(),
            is_careful: false,
            is_over: false,
            n_parts: 0,
        }
    }

    fn next_line(&mut self, limit: usize) -> io::Result<Line> {
        match self.back.pop_front() {
            Some(line) => Ok(Line::Whole(line)),
            None => {
                self.is_careful = false;
                next_line(self.stream.as_mut(), limit)
            }
        }
    }

    /// Draws lines until all quotes are closed.
    fn draw(&mut self, limit: usize) -> Drawn {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let (mut n_quotes, mut n_bytes) = (0, 0);
        loop {
            let line = match self.next_line(limit) {
                Err(error) => return Drawn::Broken(error),
                Ok(Line::TooLong) => return Drawn::TooLong,
                Ok(Line::End) if lines.is_empty() => return Drawn::End,
                Ok(Line::End) => return Drawn::Row(lines),
                Ok(Line::Whole(line)) => line,
            };
            n_quotes += line.iter().filter(|&&byte| byte == b'"').count();
            n_bytes += line.len() + 1;
            lines.push(line);
            if n_quotes % 2 == 0 || self.is_careful || n_bytes > limit {
                return Drawn::Row(lines);
            }
        }
    }

    fn at(&self) -> At<'_> {
        At {
            line: Some(self.line),
            ..At::file(&self.file)
        }
    }

    fn part(&mut self, item: Item) -> Option<Part> {
        self.n_parts += 1;
        let place = Place {
            file: self.file.clone(),
            line: Some(self.line),
            byte: None,
        };
        Some(Part::Read(place, Box::new(item)))
    }

    fn begin(&mut self, line: &[u8]) -> Option<Part> {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        self.mark = mark(line);
        let head = cells(line, self.mark).unwrap_or_default();
        let names: Vec<String> = head
            .into_iter()
            .map(|name| name.trim().to_owned())
            .collect();
        let row = Map::from_iter(names.iter().map(|name| (name.clone(), Value::Bool(true))));
        let problem = self.columns.find(&row, "text").is_none().then(|| {
            let names: Vec<String> = names
                .iter()
                .take(12)
                .map(|name| format!("`{name}`"))
                .collect();
            let what = format!(
                "has no column that is known to hold the report's words among {}",
                names.join(", ")
            );
            At::file(&self.file).skipped(what, "name it with `--column text=NAME`")
        });
        self.head = Some(names);
        let problem = problem?;
        self.is_over = true;
        self.part(Item::problem(problem))
    }

    /// The row of these lines as a report; where they are no row, the first line alone is to blame and the others are
    /// read anew.
    fn read(&mut self, lines: Vec<Vec<u8>>) -> Option<Part> {
        let head = self.head.as_deref().unwrap_or(&[]);
        let n_lines = lines.len();
        let n_columns = head.len();
        let found = cells(&lines.join(&b'\n'), self.mark);
        let n_found = found.as_ref().map_or(0, Vec::len);
        let (cells, used) = match found.filter(|cells| cells.len() == n_columns) {
            Some(cells) => (Some(cells), n_lines),
            None => {
                let first = lines.first().map_or(&[][..], Vec::as_slice);
                let alone = cells(first, self.mark).filter(|cells| cells.len() == n_columns);
                // A cell more shows if a quote is open at the end of the line: it would be swallowed.
                let longer = cells(&[first, &[self.mark], b"x"].concat(), self.mark);
                let is_closed = longer.is_some_and(|cells| cells.len() > n_columns);
                (alone.filter(|_| n_lines > 1 && is_closed), 1)
            }
        };
        let item = match cells {
            Some(cells) => self.report(cells),
            None => {
                let what = if n_lines > 1 {
                    "opens a quote that is not closed".to_owned()
                } else {
                    format!("has {n_found} cells where the first row has {n_columns}")
                };
                let remedy = "close its quotes, or quote cells with marks in them";
                Item::problem(self.at().skipped(what, remedy))
            }
        };
        let part = self.part(item);
        if used < n_lines {
            self.is_careful = n_lines > 200;
            for line in lines.into_iter().skip(used).rev() {
                self.back.push_front(line);
            }
        }
        self.line += u64::try_from(used).unwrap_or(0);
        part
    }

    fn report(&self, cells: Vec<String>) -> Item {
        let names = self.head.iter().flatten().cloned();
        let values = cells.into_iter().map(|cell| {
            if cell.is_empty() {
                Value::Null
            } else {
                Value::String(cell)
            }
        });
        let row: Map<String, Value> = names.zip(values).collect();
        let own_id = format!("{}:{}", self.stem, self.line);
        report_of(&row, own_id, self.at(), &self.columns, "row of CSV")
    }
}

impl Container for Table {
    fn next(&mut self, limits: Limits) -> Option<Part> {
        loop {
            if self.is_over {
                return None;
            }
            match self.draw(limits.report_bytes) {
                Drawn::End => {
                    self.is_over = true;
                    let nothing =
                        At::file(&self.file).skipped("holds no rows", "name another file");
                    return (self.n_parts == 0)
                        .then(|| self.part(Item::problem(nothing)))
                        .flatten();
                }
                Drawn::Broken(error) => {
                    self.is_over = damage(&error).is_none();
                    let problem = At::file(&self.file).unreadable(&error);
                    return self.part(Item::problem(problem));
                }
                Drawn::TooLong => {
                    let remedy = "close its quotes, or shorten it";
                    let part =
                        self.part(Item::problem(self.at().skipped(limits.too_long(), remedy)));
                    self.line += 1;
                    return part;
                }
                Drawn::Row(lines) if lines.iter().all(|line| line.trim_ascii().is_empty()) => {
                    self.line += u64::try_from(lines.len()).unwrap_or(0);
                }
                Drawn::Row(lines) if self.head.is_none() => {
                    let whole = lines.join(&b'\n');
                    let part = self.begin(&whole);
                    self.line += u64::try_from(lines.len()).unwrap_or(0);
                    if part.is_some() {
                        return part;
                    }
                }
                Drawn::Row(lines) => return self.read(lines),
            }
        }
    }
}

/// The mark that stands most often in a row of names.
fn mark(line: &[u8]) -> u8 {
    let n = |mark: u8| line.iter().filter(|&&byte| byte == mark).count();
    let mut best = b',';
    for mark in MARKS {
        if n(mark) > n(best) {
            best = mark;
        }
    }
    best
}

/// The cells of one row; `None` where the bytes are no row or no text.
fn cells(row: &[u8], mark: u8) -> Option<Vec<String>> {
    let row = match decode(row) {
        Decoded::Clean(row) | Decoded::Guessed(row, ..) => row,
        Decoded::Refused(..) => return None,
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(row.as_bytes());
    let mut records = reader.records();
    let cells = records.next()?.ok()?;
    if records.next().is_some() {
        return None;
    }
    Some(cells.iter().map(str::to_owned).collect())
}

/// True if a text begins with a row of names, one of which is known to stand over reports' words.
pub(crate) fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    let mark = mark(first.as_bytes());
    let Some(names) = cells(first.as_bytes(), mark).filter(|names| names.len() > 1) else {
        return false;
    };
    let is_name = |name: &String| {
        let name = name.trim();
        name.len() <= 40 && !name.is_empty() && name.split(' ').count() <= 3 && !name.ends_with('.')
    };
    let known = crate::tables::column_names("text");
    names.iter().all(is_name)
        && names.iter().any(|name| {
            known
                .iter()
                .any(|known| name.trim().eq_ignore_ascii_case(known))
        })
        && names.iter().all(|name| !name.trim().contains(' '))
}
