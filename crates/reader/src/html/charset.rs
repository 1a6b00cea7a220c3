//! The character set of a page: byte-order mark, header, what the page says of itself, else a guess by its bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use relata_record::Found;

/// A page's source, with what decided on its character set.
#[derive(Debug)]
pub(crate) struct Source {
    pub text: String,
    pub charset: Found<String>,
    /// What was lost, in a clause.
    pub loss: Option<String>,
}

/// Bytes at the start of a page in which it may name its character set.
const HEAD: usize = 4096;

/// Decodes a page. `header` is the character set that the server named. `None` for what is no text.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> Option<Source> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Some(source(encoding, bytes.get(length..)?, "byte-order mark"));
    }
    if is_no_text(bytes) {
        return None;
    }
    let named = header
        .and_then(|name| Some((label(name)?, "header of the server")))
        .or_else(|| named_in(bytes));
    let valid = std::str::from_utf8(bytes).is_ok();
    Some(match named {
        Some((encoding, how)) if encoding == UTF_8 && !valid => {
            let lossy = source(UTF_8, bytes, how);
            if is_mostly_utf8(bytes) {
                lossy
            } else {
                guess(bytes)
            }
        }
        Some((encoding, how)) if encoding != UTF_8 && valid && !bytes.is_ascii() => {
            let how = format!("its bytes, though the {how} says {}", encoding.name());
            source(UTF_8, bytes, &how)
        }
        Some((encoding, how)) => source(encoding, bytes, how),
        None if valid => source(UTF_8, bytes, "its bytes"),
        None if is_mostly_utf8(bytes) => source(UTF_8, bytes, "its bytes"),
        None => guess(bytes),
    })
}

fn guess(bytes: &[u8]) -> Source {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    source(
        detector.guess(None, Utf8Detection::Deny),
        bytes,
        "guess by its bytes",
    )
}

fn source(encoding: &'static Encoding, bytes: &[u8], how: &str) -> Source {
    let (text, has_loss) = encoding.decode_without_bom_handling(bytes);
    let loss = has_loss.then(|| {
        format!(
            "has bytes that are no {}; each was read as U+FFFD",
            encoding.name()
        )
    });
    Source {
        text: text.into_owned(),
        charset: Found {
            value: encoding.name().to_ascii_lowercase(),
            span: None,
            how: how.to_owned(),
        },
        loss,
    }
}

/// The encoding of a name; UTF-16 cannot be named in bytes that are read as ASCII, and means UTF-8.
fn label(name: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(name.trim().trim_matches(['"', '\'']).as_bytes())?;
    Some(encoding.output_encoding())
}

/// The character set that a page names in a meta element or an XML declaration.
fn named_in(bytes: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    let (head, _) = WINDOWS_1252.decode_without_bom_handling(head);
    let head = head.to_ascii_lowercase();
    let value = |from: usize| {
        let rest = head.get(from..)?.trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        let end = rest.find(['"', '\'', ' ', ';', '>', '/', '?']);
        label(rest.get(..end.unwrap_or(rest.len()))?)
    };
    let meta = head.match_indices("charset").find_map(|(at, found)| {
        let in_meta = head
            .get(..at)?
            .rfind('<')
            .is_some_and(|open| head.get(open..).is_some_and(|tag| tag.starts_with("<meta")));
        if in_meta {
            value(at + found.len())
        } else {
            None
        }
    });
    if let Some(encoding) = meta {
        return Some((encoding, "meta element"));
    }
    let declaration = head.trim_start().strip_prefix("<?xml")?;
    let end = declaration.find("?>").unwrap_or(declaration.len());
    let at = declaration.get(..end)?.find("encoding")?;
    let offset = head.len() - declaration.len();
    Some((value(offset + at + "encoding".len())?, "XML declaration"))
}

/// The character set that the head of an XML file names.
pub(crate) fn declared(head: &[u8]) -> Option<String> {
    named_in(head).map(|(encoding, _)| encoding.name().to_owned())
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

fn is_no_text(bytes: &[u8]) -> bool {
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    zeros * 1000 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], header: Option<&str>) -> (String, String, String) {
        let source = decode(bytes, header).unwrap();
        (source.text, source.charset.value, source.charset.how)
    }

    #[test]
    fn who_decides_on_the_character_set() {
        let page = b"<meta charset='iso-8859-1'>Bogot\xe1";
        let (text, name, how) = read(page, None);
        assert!(text.ends_with("Bogotá"));
        assert_eq!(
            (name.as_str(), how.as_str()),
            ("windows-1252", "meta element")
        );
        let (text, _, how) = read(b"<meta charset=utf-8>\xcf\xe5\xf0", Some("windows-1251"));
        assert!(text.ends_with("Пер") && how == "header of the server");
        let (text, name, how) = read("<meta charset='iso-8859-1'>Bogotá “yes”".as_bytes(), None);
        assert!(text.ends_with("”") && name == "utf-8" && how.starts_with("its bytes, though"));
        let (text, _, how) = read(
            b"<?xml version='1.0' encoding='windows-1250'?><p>\x8al",
            None,
        );
        assert!(text.ends_with("Šl") && how == "XML declaration");
        let cyrillic = "Переговоры в столице прошли без результата, сообщило агентство.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(cyrillic);
        assert_eq!(
            read(&bytes, None),
            (
                cyrillic.into(),
                "windows-1251".into(),
                "guess by its bytes".into()
            )
        );
        assert_eq!(read(b"\xff\xfea\0", None).0, "a");
        assert!(decode(b"\0\0\0\x01", None).is_none());
    }
}
