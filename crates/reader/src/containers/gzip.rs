//! gzip, member by member: a damaged member is told of once, and reading goes on with the next.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use crate::stream::{Input, as_u64};

/// A member that could not be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Where the member begins in the packed file.
    pub byte: u64,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "damaged at byte {} of the packed file", self.byte)
    }
}

impl std::error::Error for Damage {}

/// The damage that an error tells of; reading goes on behind it. `None` for a true error.
pub(crate) fn damage(error: &io::Error) -> Option<Damage> {
    error.get_ref()?.downcast_ref::<Damage>().copied()
}

/// The unpacked bytes of a gzip stream. A damaged member gives one error, for which [`damage`] is `Some`.
pub(crate) fn unpack(packed: Box<dyn BufRead>) -> Box<dyn BufRead> {
    let members = Members {
        state: State::Between(Box::new(Input::new(packed))),
        start: 0,
        is_first: true,
    };
    Box::new(BufReader::with_capacity(64 * 1024, members))
}

struct Members {
    state: State,
    /// Where the open member begins.
    start: u64,
    is_first: bool,
}

enum State {
    Between(Box<Input>),
    Inside(Box<GzDecoder<Input>>),
    /// Behind damage: the next member is to be found.
    Lost(Box<Input>),
    End,
}

impl Read for Members {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::End => return Ok(0),
                State::Between(mut input) => {
                    let at_end = input.fill_buf()?.is_empty();
                    if at_end {
                        return Ok(0);
                    }
                    self.start = input.offset();
                    let is_member = input.fill_buf()?.first() == Some(&0x1f);
                    if is_member {
                        self.state = State::Inside(Box::new(GzDecoder::new(*input)));
                    } else if self.is_first {
                        self.state = State::Lost(input);
                    } else if is_padding(&mut input)? {
                        return Ok(0);
                    } else {
                        self.state = State::Lost(input);
                        return Err(self.damaged());
                    }
                    self.is_first = false;
                }
                State::Inside(mut decoder) => match decoder.read(out) {
                    Ok(0) if !out.is_empty() => {
                        self.state = State::Between(Box::new(decoder.into_inner()));
                    }
                    Ok(n) => {
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(decoder);
                    }
                    Err(_) => {
                        let mut input = decoder.into_inner();
                        if input.offset() == self.start {
                            input.skip(1)?;
                        }
                        self.state = State::Lost(Box::new(input));
                        return Err(self.damaged());
                    }
                },
                State::Lost(mut input) => {
                    self.state = if find_member(&mut input)? {
                        State::Between(input)
                    } else {
                        State::End
                    };
                }
            }
        }
    }
}

impl Members {
    fn damaged(&self) -> io::Error {
        io::Error::other(Damage { byte: self.start })
    }
}

/// True if nothing but zeros follows, as tapes leave them.
fn is_padding(input: &mut Input) -> io::Result<bool> {
    loop {
        let there = input.fill_buf()?;
        if there.is_empty() {
            return Ok(true);
        }
        let zeros = there.iter().take_while(|&&byte| byte == 0).count();
        let all = there.len();
        input.consume(zeros);
        if zeros < all {
            return Ok(false);
        }
    }
}

/// Goes on to the bytes that begin a member; false at the end.
fn find_member(input: &mut Input) -> io::Result<bool> {
    const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
    loop {
        let there = input.fill_buf()?;
        if there.is_empty() {
            return Ok(false);
        }
        match there.iter().position(|&byte| byte == MAGIC[0]) {
            None => {
                let n = there.len();
                input.consume(n);
            }
            Some(at) => {
                input.consume(at);
                let head = input.take_up_to(as_u64(MAGIC.len()))?;
                let found = head == MAGIC;
                input.take_back(head);
                if found {
                    return Ok(true);
                }
                input.skip(1)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn pack(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> (String, Vec<u64>) {
        let mut stream = unpack(Box::new(io::Cursor::new(bytes)));
        let (mut text, mut damages) = (Vec::new(), Vec::new());
        loop {
            match stream.fill_buf() {
                Ok([]) => break,
                Ok(there) => {
                    text.extend_from_slice(there);
                    let n = there.len();
                    stream.consume(n);
                }
                Err(error) => damages.push(damage(&error).unwrap().byte),
            }
        }
        (String::from_utf8_lossy(&text).into_owned(), damages)
    }

    #[test]
    fn members_follow_each_other() {
        assert_eq!(
            read([pack("one"), pack("two")].concat()),
            ("onetwo".into(), vec![])
        );
        assert_eq!(
            read([pack("one"), vec![0; 700]].concat()),
            ("one".into(), vec![])
        );
    }

    #[test]
    fn behind_a_damaged_member_reading_goes_on() {
        let mut bad = pack("a member that is not what it was");
        for byte in &mut bad[12..20] {
            *byte ^= 0x5a;
        }
        let start = as_u64(pack("one").len());
        let (text, damages) = read([pack("one"), bad, pack("three")].concat());
        assert!(text.starts_with("one") && text.ends_with("three"), "{text}");
        assert_eq!(damages, [start]);
        let mut cut = pack("cut off");
        cut.truncate(14);
        assert_eq!(read([pack("one"), cut].concat()).1, [start]);
    }
}
