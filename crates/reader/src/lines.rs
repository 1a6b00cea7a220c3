//! Lines of a stream, each read whole or passed over where it is longer than a limit.

use std::io::{self, BufRead};

/// One line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The line, its line feed left out.
    Whole(Vec<u8>),
    /// The line was longer than the limit; it was passed over without being kept.
    TooLong,
    /// There is no further line.
    End,
}

/// Reads the next line and keeps no more than `limit` bytes of it.
pub(crate) fn next_line(stream: &mut dyn BufRead, limit: usize) -> io::Result<Line> {
    next_until(stream, b'\n', limit)
}

/// Reads up to the next byte that is `mark`, which is left out, and keeps no more than `limit` bytes.
pub(crate) fn next_until(stream: &mut dyn BufRead, mark: u8, limit: usize) -> io::Result<Line> {
    let mut kept = Vec::new();
    let mut too_long = false;
    let mut any = false;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(if any {
                finish(kept, too_long)
            } else {
                Line::End
            });
        }
        any = true;
        let feed = buffer.iter().position(|&byte| byte == mark);
        let part = buffer.get(..feed.unwrap_or(buffer.len())).unwrap_or(buffer);
        too_long |= kept.len() + part.len() > limit;
        if too_long {
            kept = Vec::new();
        } else {
            kept.extend_from_slice(part);
        }
        let used = part.len() + usize::from(feed.is_some());
        stream.consume(used);
        if feed.is_some() {
            return Ok(finish(kept, too_long));
        }
    }
}

fn finish(kept: Vec<u8>, too_long: bool) -> Line {
    if too_long {
        Line::TooLong
    } else {
        Line::Whole(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn a_long_line_is_passed_over_and_the_next_is_read() {
        let mut stream = BufReader::with_capacity(3, &b"ab\n0123456789\n\nlast"[..]);
        let lines: Vec<Line> = std::iter::from_fn(|| match next_line(&mut stream, 5) {
            Ok(Line::End) => None,
            line => line.ok(),
        })
        .collect();
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            lines,
            [whole("ab"), Line::TooLong, whole(""), whole("last")]
        );
    }
}
