//! WARC, the archives of web crawlers: record by record, each no longer in memory than it is read.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _};

use brotli_decompressor::Decompressor;
use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::{damage, id_of_address};
use crate::lines::{Line, next_line};
use crate::problems::At;
use crate::stream::{Container, Input, Part, Place, Served, Stream, as_u64};
use crate::{Item, Limits};

/// Bytes of a line in the head of a record.
const LONGEST_LINE: usize = 16 * 1024;
/// Bytes that Brotli reads at once.
const BUFFER: usize = 16 * 1024;
/// Lines in the head of a record.
const MOST_LINES: usize = 200;

/// An archive that is being read.
pub(crate) struct Warc {
    input: Input,
    file: String,
    depth: usize,
    /// Bytes of the last record's block that were not read.
    rest: u64,
    /// Records that are no pages, by what they are.
    passed: BTreeMap<String, u64>,
    n_records: u64,
    is_over: bool,
    /// True once the end was told of.
    is_told: bool,
}

/// What stands next in an archive.
enum Next {
    /// A record whose first line was read, and where it begins.
    Record(u64),
    /// A record that is still to be read, behind bytes that are none.
    Lost,
    End {
        is_lost: bool,
    },
}

/// Names in small letters, and values.
type Head = BTreeMap<String, String>;

impl Warc {
    /// The records of a stream.
    pub fn new(stream: Stream) -> Self {
        Self {
            input: Input::new(stream.bytes),
            file: stream.file,
            depth: stream.depth,
            rest: 0,
            passed: BTreeMap::new(),
            n_records: 0,
            is_over: false,
            is_told: false,
        }
    }

    fn problem(&self, byte: u64, what: impl Into<String>, remedy: &str) -> Part {
        let at = At {
            byte: Some(byte),
            ..At::file(&self.file)
        };
        let place = Place {
            file: self.file.clone(),
            line: None,
            byte: Some(byte),
        };
        Part::Read(place, Box::new(Item::problem(at.skipped(what, remedy))))
    }

    /// Goes to the next line that begins a record.
    fn find(&mut self) -> io::Result<Next> {
        let mut is_lost = false;
        loop {
            let start = self.input.offset();
            match next_line(&mut self.input, LONGEST_LINE)? {
                Line::End => return Ok(Next::End { is_lost }),
                Line::Whole(mut line) if line.starts_with(b"WARC/") => {
                    if is_lost {
                        line.push(b'\n');
                        self.input.take_back(line);
                        return Ok(Next::Lost);
                    }
                    return Ok(Next::Record(start));
                }
                Line::Whole(line) if line.trim_ascii().is_empty() => {}
                Line::Whole(_) | Line::TooLong => is_lost = true,
            }
        }
    }

    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut head = Head::new();
        for _ in 0..MOST_LINES {
            let line = match next_line(&mut self.input, LONGEST_LINE)? {
                Line::End | Line::TooLong => return Ok(None),
                Line::Whole(line) => line,
            };
            if line.trim_ascii().is_empty() {
                return Ok(Some(head));
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            if let Some((name, value)) = line.split_once(':') {
                head.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        Ok(None)
    }

    /// The next record as a part; `None` where it is passed over.
    fn record(&mut self, limits: Limits) -> io::Result<Option<Part>> {
        self.input.skip(std::mem::take(&mut self.rest))?;
        let before = self.input.offset();
        let found = self.find()?;
        self.is_over = matches!(found, Next::End { .. });
        let start = match found {
            Next::Record(start) => start,
            Next::End { is_lost: false } => return Ok(None),
            Next::Lost | Next::End { is_lost: true } => {
                let what = "holds bytes that are no record and were passed over";
                return Ok(Some(self.problem(before, what, "fetch the archive anew")));
            }
        };
        self.n_records += 1;
        let Some(head) = self.head()? else {
            let what = "has a record whose head does not end";
            return Ok(Some(self.problem(start, what, "fetch the archive anew")));
        };
        let length = head
            .get("content-length")
            .and_then(|n| n.parse::<u64>().ok());
        let Some(length) = length else {
            let what = "has a record without a length";
            return Ok(Some(self.problem(start, what, "fetch the archive anew")));
        };
        let kind = head.get("warc-type").map_or("", String::as_str);
        if !matches!(kind, "response" | "resource" | "conversion") {
            self.pass(if kind.is_empty() {
                "without a type"
            } else {
                kind
            });
            self.rest = length;
            return Ok(None);
        }
        self.block(start, length, &head, limits)
    }

    fn pass(&mut self, what: &str) {
        let what = if self.passed.len() < 30 {
            what
        } else {
            "others"
        };
        *self.passed.entry(what.to_owned()).or_default() += 1;
    }

    /// A record with a page, or with something else that was fetched.
    fn block(
        &mut self,
        start: u64,
        length: u64,
        head: &Head,
        limits: Limits,
    ) -> io::Result<Option<Part>> {
        let at_once = length.min(as_u64(limits.report_bytes).saturating_add(64 * 1024));
        let block = self.input.take_up_to(at_once)?;
        let n_read = as_u64(block.len());
        self.rest = length - at_once;
        let address = head
            .get("warc-target-uri")
            .map(|address| address.trim_matches(['<', '>']).to_owned());
        let name = address.clone().unwrap_or_else(|| "a record".to_owned());
        if n_read < at_once {
            let what = format!("ends inside of the record of {name}");
            return Ok(Some(self.problem(start, what, "fetch the archive anew")));
        }
        if self.rest == 0 && !self.ends_well()? {
            // The record says a length that is not its own: what follows it may stand in what was read.
            let what = format!("has a record with a wrong length ({name})");
            if let Some(at) = next_record(&block) {
                self.input
                    .take_back(block.get(at..).unwrap_or(&[]).to_vec());
            }
            return Ok(Some(self.problem(start, what, "fetch the archive anew")));
        }
        let media = head.get("content-type").map_or("", String::as_str);
        let is_answer = media.starts_with("application/http")
            || (head.get("warc-type").map(String::as_str) == Some("response")
                && block.starts_with(b"HTTP/"));
        let answer = if is_answer {
            match answer(&block, limits) {
                Ok(answer) => answer,
                Err(what) => {
                    let what = format!("has a record that cannot be read: {what} ({name})");
                    return Ok(Some(self.problem(start, what, "fetch the page anew")));
                }
            }
        } else {
            Answer {
                status: 200,
                media: media.to_owned(),
                body: block,
            }
        };
        if !(200..300).contains(&answer.status) {
            self.pass(&format!("answer {}", answer.status));
            return Ok(None);
        }
        let media = answer.media.to_ascii_lowercase();
        let kind = media.split(';').next().unwrap_or("").trim().to_owned();
        if !is_read(&kind) {
            self.pass(&kind);
            return Ok(None);
        }
        if answer.body.len() > limits.report_bytes || self.rest > 0 {
            let what = format!("has a record that {} ({name})", limits.too_long());
            return Ok(Some(self.problem(start, what, "leave it out")));
        }
        if answer.body.is_empty() {
            self.pass("empty");
            return Ok(None);
        }
        Ok(Some(Part::Open(self.stream(
            start,
            address,
            &media,
            answer.body,
        ))))
    }

    /// True if the block is followed by a line break, as it must be, or by nothing.
    fn ends_well(&mut self) -> io::Result<bool> {
        let behind = self.input.take_up_to(2)?;
        let is_good = behind.is_empty() || behind == b"\r\n" || behind.starts_with(b"\n");
        self.input.take_back(behind);
        Ok(is_good)
    }

    fn stream(&self, start: u64, address: Option<String>, media: &str, body: Vec<u8>) -> Stream {
        let charset = media.split_once("charset=").map(|(_, rest)| {
            let end = rest.find([';', ' ']).unwrap_or(rest.len());
            rest.get(..end)
                .unwrap_or(rest)
                .trim_matches(['"', '\''])
                .to_owned()
        });
        let stem = address
            .as_deref()
            .map_or_else(|| format!("record:{start}"), id_of_address);
        Stream {
            bytes: Box::new(Cursor::new(body)),
            file: self.file.clone(),
            stem,
            ending: if media.starts_with("text/plain") {
                "txt"
            } else {
                ""
            }
            .to_owned(),
            path: None,
            byte: Some(start),
            served: Served { address, charset },
            depth: self.depth + 1,
        }
    }

    fn end(&mut self) -> Option<Part> {
        let place = Place {
            file: self.file.clone(),
            ..Place::default()
        };
        let at = At::file(&self.file);
        let problem = if self.n_records == 0 {
            at.skipped("holds no records", "fetch the archive anew")
        } else if self.passed.is_empty() {
            return None;
        } else {
            let counts = self.passed.iter().map(|(what, n)| format!("{what} {n}"));
            let counts: Vec<String> = counts.collect();
            let n: u64 = self.passed.values().sum();
            at.noted(
                format!(
                    "holds {n} records that are no pages ({})",
                    counts.join(", ")
                ),
                "nothing need be done",
            )
        };
        Some(Part::Read(place, Box::new(Item::problem(problem))))
    }
}

impl Container for Warc {
    fn next(&mut self, limits: Limits) -> Option<Part> {
        loop {
            if self.is_over {
                return if std::mem::replace(&mut self.is_told, true) {
                    None
                } else {
                    self.end()
                };
            }
            match self.record(limits) {
                Ok(None) => {}
                Ok(Some(part)) => return Some(part),
                Err(error) => {
                    self.is_over = damage(&error).is_none();
                    self.rest = 0;
                    let problem = At::file(&self.file).unreadable(&error);
                    let place = Place {
                        file: self.file.clone(),
                        ..Place::default()
                    };
                    self.n_records += 1;
                    return Some(Part::Read(place, Box::new(Item::problem(problem))));
                }
            }
        }
    }
}

/// Where the next record begins in bytes that were read as part of another.
fn next_record(block: &[u8]) -> Option<usize> {
    let mark = b"\nWARC/1.";
    let at = block.windows(mark.len()).position(|part| part == mark)?;
    Some(at + 1)
}

/// True for what may be a report.
fn is_read(media: &str) -> bool {
    matches!(
        media,
        "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/xml"
            | "text/xml"
            | ""
    )
}

/// What a server answered.
struct Answer {
    status: u16,
    media: String,
    body: Vec<u8>,
}

/// Reads an answer of HTTP: its head, its body without chunks and unpacked.
fn answer(block: &[u8], limits: Limits) -> Result<Answer, String> {
    let mut rest = block;
    let mut line = || {
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let (line, behind) = rest.split_at(end);
        rest = behind.get(1..).unwrap_or(&[]);
        Some(String::from_utf8_lossy(line).trim().to_owned())
    };
    let status = line().ok_or("it has no head")?;
    let status = status
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or("it has no status")?;
    let mut head = Head::new();
    for _ in 0..MOST_LINES {
        match line() {
            None => break,
            Some(line) if line.is_empty() => break,
            Some(line) => {
                if let Some((name, value)) = line.split_once(':') {
                    head.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
                }
            }
        }
    }
    let of = |name: &str| {
        head.get(name)
            .map_or("", String::as_str)
            .to_ascii_lowercase()
    };
    // Crawlers often keep the head of a body that they have unpacked: what it says is tried, not believed.
    let body = if of("transfer-encoding").contains("chunked") {
        without_chunks(rest).unwrap_or_else(|| rest.to_vec())
    } else {
        rest.to_vec()
    };
    let limit = as_u64(limits.report_bytes).saturating_add(1);
    let body = match of("content-encoding").as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            unpacked(MultiGzDecoder::new(&body[..]), limit)?
        }
        "deflate" if body.first() == Some(&0x78) => unpacked(ZlibDecoder::new(&body[..]), limit)?,
        // Brotli has no mark of its own: what cannot be unpacked was not packed any more.
        "br" if std::str::from_utf8(&body).is_err() => {
            let mut page = Vec::new();
            let mut packed = Decompressor::new(&body[..], BUFFER).take(limit);
            match packed.read_to_end(&mut page) {
                Ok(_) => page,
                Err(_) => body,
            }
        }
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
            let packed = zstd::Decoder::with_buffer(&body[..]);
            unpacked(packed.map_err(|error| error.to_string())?, limit)?
        }
        _ => body,
    };
    Ok(Answer {
        status,
        media: head.remove("content-type").unwrap_or_default(),
        body,
    })
}

fn unpacked(packed: impl io::Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let read = packed.take(limit).read_to_end(&mut body);
    match read {
        Err(error) if body.is_empty() => Err(format!("it cannot be unpacked, {error}")),
        _ => Ok(body),
    }
}

/// The body of which each chunk has its length before it; `None` where it has no chunks.
fn without_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = line.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size.min(rest.len()))?);
        if size >= rest.len() {
            return Some(body);
        }
        rest = rest.get(size..)?;
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_unpacked() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nTalks\r\n6;x\r\n began\r\n0\r\n\r\n";
        let found = answer(block, Limits::default()).unwrap();
        assert_eq!(
            (found.status, found.media.as_str(), found.body.as_slice()),
            (200, "text/html", &b"Talks began"[..])
        );
        let plain = b"HTTP/1.0 404 Not Found\nTransfer-Encoding: chunked\n\nno chunks here";
        assert_eq!(
            answer(plain, Limits::default()).unwrap().body,
            b"no chunks here"
        );
        assert!(answer(b"nonsense", Limits::default()).is_err());
    }
}
