//! Paths to reports, one at a time: memory holds one report, the open containers and one folder's list, however many
//! reports there are.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::containers::{Feed, News, Parquet, Rows, Table, Warc, Zip, read_json_feed, unpack};
use crate::fields::Columns;
use crate::files::{Found, Walk, cannot_open, ending, stem, without_packing};
use crate::format::{Format, HEAD, format};
use crate::html;
use crate::metadata::Fields;
use crate::problems::At;
use crate::seen::{Recorded, Seen, Sighting};
use crate::stream::{Container, Part, Place, Served, Stream, peek, whole};
use crate::{Item, Limits, read_text_of};

/// What standard input is called in problems.
const STDIN: &str = "standard input";

/// How a run reads.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How much is read at once.
    pub limits: Limits,
    /// Columns that the user has named.
    pub columns: Columns,
    /// Read a report with the words of another all the same: for measures of speed.
    pub keeps_copies: bool,
}

/// An iterator over the reports behind some paths.
pub struct Reader {
    walk: Walk,
    /// Containers that are open, the innermost last.
    open: Vec<Box<dyn Container>>,
    /// Parts that were found at once.
    ready: VecDeque<Part>,
    seen: Seen,
    options: Options,
}

impl Reader {
    /// Reads files, folders (walked in sorted order) and, for the path `-`, standard input.
    pub fn open(paths: &[PathBuf]) -> Self {
        Self::with_options(paths, Options::default())
    }

    /// As [`Reader::open`], with other limits.
    pub fn with_limits(paths: &[PathBuf], limits: Limits) -> Self {
        let options = Options {
            limits,
            ..Options::default()
        };
        Self::with_options(paths, options)
    }

    /// As [`Reader::open`], with options.
    pub fn with_options(paths: &[PathBuf], options: Options) -> Self {
        Self {
            walk: Walk::new(paths),
            open: Vec::new(),
            ready: VecDeque::new(),
            seen: Seen::default(),
            options,
        }
    }

    /// With the reports of a record: one that stands there under another id is not read again.
    #[must_use]
    pub fn beside(mut self, recorded: Recorded) -> Self {
        self.seen = Seen::new(recorded);
        self
    }

    /// The next part of the input, from the innermost container that has one.
    fn part(&mut self) -> Option<Part> {
        if let Some(part) = self.ready.pop_front() {
            return Some(part);
        }
        while let Some(container) = self.open.last_mut() {
            match container.next(self.options.limits) {
                Some(part) => return Some(part),
                None => self.open.pop(),
            };
        }
        Some(match self.walk.next()? {
            Found::Problem(problem) => {
                let place = Place {
                    file: problem.file.clone(),
                    ..Place::default()
                };
                Part::Read(place, Box::new(Item::problem(problem)))
            }
            Found::Stdin => Part::Open(Stream {
                bytes: Box::new(BufReader::new(io::stdin())),
                file: STDIN.to_owned(),
                stem: "stdin".to_owned(),
                ending: String::new(),
                path: None,
                byte: None,
                served: Served::default(),
                depth: 0,
            }),
            Found::File(path) => file(&path),
        })
    }

    /// Looks into a stream: a container is put on the pile, anything else is read at once.
    fn look_into(&mut self, mut stream: Stream) -> Option<(Place, Item)> {
        let place = Place {
            file: stream.file.clone(),
            line: None,
            byte: stream.byte,
        };
        let file = stream.file.clone();
        let at = At {
            byte: stream.byte,
            ..At::file(&file)
        };
        if stream.depth > self.options.limits.depth {
            let what = "holds too many archives within each other";
            return Some((place, Item::problem(at.skipped(what, "unpack it first"))));
        }
        let (head, bytes) = peek(stream.bytes, HEAD);
        stream.bytes = bytes;
        let columns = self.options.columns.clone();
        let container: Box<dyn Container> = match format(&head, &stream.ending) {
            Format::Rows => Box::new(Rows::new(stream, columns)),
            Format::Table => Box::new(Table::new(stream, columns)),
            Format::Feed => Box::new(Feed::new(stream)),
            Format::News => Box::new(News::new(stream)),
            Format::Warc => Box::new(Warc::new(stream)),
            Format::Zip => match Zip::open(stream) {
                Ok(archive) => Box::new(archive),
                Err(item) => return Some((place, *item)),
            },
            packed @ (Format::Gzip | Format::Zstd) => {
                let bytes = match packed {
                    Format::Gzip => unpack(stream.bytes),
                    _ => match zstd::Decoder::with_buffer(stream.bytes) {
                        Ok(bytes) => Box::new(BufReader::new(bytes)),
                        Err(error) => {
                            return Some((place, Item::problem(at.unreadable(&error))));
                        }
                    },
                };
                let inner = Stream {
                    bytes,
                    path: None,
                    depth: stream.depth + 1,
                    ..stream
                };
                return self.look_into(inner);
            }
            Format::Parquet => match Parquet::open(stream, columns) {
                Ok(rows) => Box::new(rows),
                Err(item) => return Some((place, *item)),
            },
            Format::OtherXml => {
                let what = "is XML of a kind that is not known";
                let item = Item::problem(at.skipped(what, "save the report's text alone"));
                return Some((place, item));
            }
            format @ (Format::Text | Format::Page | Format::JsonFeed) => {
                return self.document(stream, format, at).map(|item| (place, item));
            }
        };
        self.open.push(container);
        None
    }

    /// Reads what is one document.
    fn document(&mut self, mut stream: Stream, format: Format, at: At) -> Option<Item> {
        let limits = self.options.limits;
        let bytes = match whole(stream.bytes.as_mut(), limits) {
            Err(error) => return Some(Item::problem(at.unreadable(&error))),
            Ok(None) => {
                let remedy = "split it into one file a report";
                return Some(Item::problem(at.skipped(limits.too_long(), remedy)));
            }
            Ok(Some(bytes)) => bytes,
        };
        Some(match format {
            Format::JsonFeed => {
                self.ready = read_json_feed(&bytes, &stream).into();
                return None;
            }
            Format::Page => {
                let fields = Fields {
                    id: stream.stem,
                    url: stream.served.address,
                    ..Fields::default()
                };
                html::page(fields, at, &bytes, stream.served.charset.as_deref())
            }
            _ => {
                let mut item = read_text_of(&stream.stem, at, &bytes);
                if let Some(report) = &mut item.report {
                    report.url = stream.served.address;
                }
                item
            }
        })
    }

    /// Looks after the id of a report that was read.
    fn settle(&mut self, mut item: Item, place: &Place) -> Item {
        let at = At {
            line: place.line,
            byte: place.byte,
            ..At::file(&place.file)
        };
        let Some(report) = item.report.as_mut() else {
            return item;
        };
        match self.seen.note(report, self.options.keeps_copies) {
            Sighting::New => {}
            Sighting::Same => {
                let what = format!("is the report `{}` again, same id and same text", report.id);
                item.problems.push(at.skipped(what, "leave it out once"));
                item.report = None;
            }
            Sighting::Copy(other) => {
                let what = format!("is the report `{other}` again, the same words of the same day");
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
}

/// A file as a stream.
fn file(path: &Path) -> Part {
    let file = path.display().to_string();
    match File::open(path) {
        Err(error) => {
            let place = Place {
                file,
                ..Place::default()
            };
            Part::Read(place, Box::new(Item::problem(cannot_open(path, &error))))
        }
        Ok(opened) => Part::Open(Stream {
            bytes: Box::new(BufReader::with_capacity(64 * 1024, opened)),
            file,
            stem: stem(path),
            ending: ending(&without_packing(path)),
            path: Some(path.to_owned()),
            byte: None,
            served: Served::default(),
            depth: 0,
        }),
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let (place, item) = match self.part()? {
                Part::Read(place, item) => (place, *item),
                Part::Open(stream) => match self.look_into(stream) {
                    Some(read) => read,
                    None => continue,
                },
            };
            return Some(self.settle(item, &place));
        }
    }
}
