//! Bytes that are to be read, with what is known of them before they are looked at.

use std::io::{self, BufRead, Cursor, Read};
use std::path::PathBuf;

use crate::Limits;

/// A stream of bytes and what came with it.
pub(crate) struct Stream {
    /// The bytes.
    pub bytes: Box<dyn BufRead>,
    /// What problems call it: the file, what it was in, or `standard input`.
    pub file: String,
    /// What its report is called where nothing else names it.
    pub stem: String,
    /// Ending of its name, in small letters.
    pub ending: String,
    /// Where its file is, for what must be read out of order, and for files beside it.
    pub path: Option<PathBuf>,
    /// Where it stands in what it was taken from.
    pub byte: Option<u64>,
    /// What its server said of it.
    pub served: Served,
    /// How many containers it is in.
    pub depth: usize,
}

/// What a server said of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Served {
    pub address: Option<String>,
    pub charset: Option<String>,
}

/// A part of the input: something read, or a stream to look into.
pub(crate) enum Part {
    Read(Place, Box<crate::Item>),
    Open(Stream),
}

/// Where something stands in the input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub file: String,
    pub line: Option<u64>,
    pub byte: Option<u64>,
}

/// What holds many reports: they are drawn one at a time.
pub(crate) trait Container {
    /// The next part; `None` at the end.
    fn next(&mut self, limits: Limits) -> Option<Part>;
}

/// A stream that counts its bytes and takes back what was read too far.
pub(crate) struct Input {
    stream: Box<dyn BufRead>,
    back: Cursor<Vec<u8>>,
    offset: u64,
}

impl Input {
    /// A stream from its start.
    pub fn new(stream: Box<dyn BufRead>) -> Self {
        Self {
            stream,
            back: Cursor::new(Vec::new()),
            offset: 0,
        }
    }

    /// Bytes read so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Takes bytes back: they are read next.
    pub fn take_back(&mut self, mut bytes: Vec<u8>) {
        self.offset = self.offset.saturating_sub(as_u64(bytes.len()));
        let at = usize::try_from(self.back.position()).unwrap_or(usize::MAX);
        bytes.extend_from_slice(self.back.get_ref().get(at..).unwrap_or(&[]));
        self.back = Cursor::new(bytes);
    }

    /// Passes over bytes; the number that were there.
    pub fn skip(&mut self, wanted: u64) -> io::Result<u64> {
        let mut skipped = 0;
        while skipped < wanted {
            let there = as_u64(self.fill_buf()?.len());
            if there == 0 {
                break;
            }
            let step = there.min(wanted - skipped);
            self.consume(usize::try_from(step).unwrap_or(usize::MAX));
            skipped += step;
        }
        Ok(skipped)
    }

    /// Reads up to so many bytes.
    pub fn take_up_to(&mut self, wanted: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.by_ref().take(wanted).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if as_u64(self.back.get_ref().len()) > self.back.position() {
            return self.back.fill_buf();
        }
        self.stream.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.offset += as_u64(n);
        if as_u64(self.back.get_ref().len()) > self.back.position() {
            self.back.consume(n);
        } else {
            self.stream.consume(n);
        }
    }
}

/// The first bytes of a stream, and the stream with them. What breaks the stream off is told when it is read that far.
pub(crate) fn peek(mut stream: Box<dyn BufRead>, wanted: u64) -> (Vec<u8>, Box<dyn BufRead>) {
    let mut head = Vec::new();
    let error = stream.by_ref().take(wanted).read_to_end(&mut head).err();
    let peeked = Peeked {
        head: Cursor::new(head.clone()),
        error,
        stream,
    };
    (head, Box::new(peeked))
}

/// A stream of which the first bytes were read.
struct Peeked {
    head: Cursor<Vec<u8>>,
    error: Option<io::Error>,
    stream: Box<dyn BufRead>,
}

impl Peeked {
    fn is_in_head(&self) -> bool {
        self.head.position() < as_u64(self.head.get_ref().len())
    }
}

impl Read for Peeked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Peeked {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_in_head() {
            return self.head.fill_buf();
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.stream.fill_buf(),
        }
    }

    fn consume(&mut self, n: usize) {
        if self.is_in_head() {
            self.head.consume(n);
        } else {
            self.stream.consume(n);
        }
    }
}

/// A stream with no more than the limit, or `None` where it holds more.
pub(crate) fn whole(stream: &mut dyn BufRead, limits: Limits) -> io::Result<Option<Vec<u8>>> {
    let limit = as_u64(limits.report_bytes);
    let mut bytes = Vec::new();
    stream
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limits.report_bytes).then_some(bytes))
}

pub(crate) fn as_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_is_read_again() {
        let mut input = Input::new(Box::new(&b"abcdef"[..]));
        assert_eq!(input.take_up_to(3).unwrap(), b"abc");
        input.take_back(b"bc".to_vec());
        assert_eq!(input.offset(), 1);
        assert_eq!(input.take_up_to(3).unwrap(), b"bcd");
        input.take_back(b"d".to_vec());
        assert_eq!(input.skip(9).unwrap(), 3);
        assert_eq!(input.offset(), 6);
    }
}
