//! Bytes to text: byte-order marks, UTF-8, UTF-16 with a mark, Windows-1252 as a last guess.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use relata_record::Found;

/// What the bytes were taken for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// Text as it should be.
    Clean(String),
    /// Text that was read by a guess or with losses: the text, its character set, what is wrong, the remedy.
    Guessed(String, Found<String>, String, &'static str),
    /// No text: what is wrong, the remedy.
    Refused(&'static str, &'static str),
}

const SAVE_AS_UTF8: &str = "save it as UTF-8";

/// Reads bytes as text, a byte-order mark left out.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((what, remedy)) = known_binary(bytes) {
        return Decoded::Refused(what, remedy);
    }
    let utf16 = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, _, failed) = encoding.decode(bytes);
        if failed || is_binary(text.as_bytes()) {
            return Decoded::Refused("begins like UTF-16 but is not", SAVE_AS_UTF8);
        }
        let what = "is UTF-16, not UTF-8".to_owned();
        let charset = charset("utf-16", "byte-order mark");
        return Decoded::Guessed(text.into_owned(), charset, what, SAVE_AS_UTF8);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if is_binary(bytes) {
        return Decoded::Refused("is not text (it holds control bytes)", "give text in UTF-8");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::Clean(text.to_owned()),
        Err(error) => guess(bytes, error.valid_up_to()),
    }
}

/// Text that is not UTF-8: damaged UTF-8 where most of its long sequences are good, else Windows-1252.
fn guess(bytes: &[u8], bad_at: usize) -> Decoded {
    let (good, bad) = long_sequences(bytes);
    if good > 4 * bad {
        let (text, _) = UTF_8.decode_without_bom_handling(bytes);
        let what = format!(
            "is UTF-8 with {bad} bad sequences, the first at byte {bad_at}; each was read as U+FFFD"
        );
        return Decoded::Guessed(
            text.into_owned(),
            utf8("its bytes"),
            what,
            "repair or fetch the file anew",
        );
    }
    if !is_sane_windows_1252(bytes) {
        return Decoded::Refused(
            "is neither UTF-8 nor Windows-1252",
            "convert it to UTF-8, with iconv for example",
        );
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let what = format!("is not UTF-8 (byte {bad_at}) and was read as Windows-1252");
    let charset = charset("windows-1252", "guess by its bytes");
    Decoded::Guessed(text.into_owned(), charset, what, SAVE_AS_UTF8)
}

/// UTF-8, with what decided on it.
pub(crate) fn utf8(how: &str) -> Found<String> {
    charset("utf-8", how)
}

fn charset(name: &str, how: &str) -> Found<String> {
    Found {
        value: name.to_owned(),
        span: None,
        how: how.to_owned(),
    }
}

/// Multi-byte sequences of UTF-8 that are good, and that are bad.
fn long_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// True if bytes above ASCII are few and none is one that Windows-1252 leaves open.
fn is_sane_windows_1252(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let open = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    high * 5 <= bytes.len() && !bytes.iter().any(open)
}

/// True if the bytes hold a NUL, or more control bytes than a text has.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let control = |byte: &u8| {
        *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)
            || *byte == 0x7f
    };
    bytes.contains(&0) || bytes.iter().filter(|byte| control(byte)).count() * 50 > bytes.len()
}

/// Formats that are known by their first bytes.
fn known_binary(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let known: [(&[u8], &str, &str); 4] = [
        (
            b"%PDF-",
            "is a PDF",
            "extract its text first, with pdftotext for example",
        ),
        (
            b"PK\x03\x04",
            "is a ZIP archive or an office document",
            "unpack it or save it as text",
        ),
        (b"\x1f\x8b", "is compressed with gzip", "unpack it first"),
        (b"{\\rtf", "is rich text (RTF)", "save it as plain text"),
    ];
    let found = known
        .into_iter()
        .find(|(magic, ..)| bytes.starts_with(magic));
    found.map(|(_, what, remedy)| (what, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(decoded: Decoded) -> String {
        match decoded {
            Decoded::Clean(text) | Decoded::Guessed(text, ..) => text,
            Decoded::Refused(what, _) => panic!("{what}"),
        }
    }

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(decode(b"\xef\xbb\xbfTruce"), Decoded::Clean("Truce".into()));
        assert_eq!(text(decode(b"\xff\xfeO\0K\0")), "OK");
    }

    #[test]
    fn windows_1252_is_read_and_said() {
        let decoded = decode(b"The rebels\x92 chief in Bogot\xe1 said so.");
        assert!(
            matches!(&decoded, Decoded::Guessed(_, _, what, _) if what.contains("Windows-1252"))
        );
        assert_eq!(text(decoded), "The rebels’ chief in Bogotá said so.");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = "“á” “é” “í” and on".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 6);
        bytes.push(0xe2);
        assert!(text(decode(&bytes)).starts_with("“á” “é”"));
        assert!(text(decode(&bytes)).ends_with('\u{fffd}'));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            &b"a\0b"[..],
            b"%PDF-1.4",
            b"\x1f\x8b\x08",
            b"\x01\x02\x03 abc",
        ] {
            assert!(matches!(decode(bytes), Decoded::Refused(..)), "{bytes:?}");
        }
        let cyrillic_1251 = [0xcf, 0xe5, 0xf0, 0xe5, 0xe3, 0xee, 0xe2, 0xee, 0xf0, 0xfb];
        assert!(matches!(decode(&cyrillic_1251), Decoded::Refused(..)));
    }
}
