//! The words under a picture, told by a credit at their end or by how they begin.

use std::ops::Range;

use crate::dates::{Day, day_at};
use crate::tables::{agency, agency_among, has_picture_mark, is_picture_house, starts_caption};
use crate::text::{is_blank, is_closer, is_stop, word_count};

/// A credit at the end of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credit {
    /// Where it stands, brackets and dash included.
    pub range: Range<usize>,
    /// The agency that it names, in full.
    pub agency: Option<(&'static str, Range<usize>)>,
    /// True if only pictures have such a credit; a bare "(AFP)" may sign a story, too.
    pub of_picture: bool,
}

/// The date that opens a caption: "May 30, 2013: …".
pub(crate) fn opening_day(text: &str) -> Option<(Day, Range<usize>)> {
    let (day, len) = day_at(text)?;
    let rest = text
        .get(len..)?
        .trim_start_matches(is_blank)
        .strip_prefix(':')?;
    (rest.starts_with(is_blank) && word_count(rest) >= 3).then_some((day, 0..len))
}

/// True if the piece begins as captions do.
pub(crate) fn begins_as_caption(text: &str) -> bool {
    starts_caption(text) || is_dated_picture(text)
}

/// "In this Oct. 3, 2012 photo, …".
fn is_dated_picture(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("In this ")
        .or_else(|| text.strip_prefix("This "))
    else {
        return false;
    };
    let start: Vec<&str> = rest.split(is_blank).take(8).collect();
    let picture = start.iter().position(|word| {
        matches!(
            word.trim_end_matches([',', ':']),
            "photo" | "photograph" | "image" | "picture" | "frame" | "photo,"
        )
    });
    picture.is_some_and(|place| {
        start
            .iter()
            .take(place)
            .any(|word| word.chars().any(|c| c.is_ascii_digit()))
    })
}

/// The credit at the end of a piece, where there is one.
pub(crate) fn credit(text: &str) -> Option<Credit> {
    in_brackets(text)
        .or_else(|| behind_stop(text))
        .or_else(|| behind_name(text))
}

/// "(AP Photo/Jane Doe)", "[Reuters]", "(AFP)".
fn in_brackets(text: &str) -> Option<Credit> {
    let (open, close) = match text.chars().next_back()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        _ => return None,
    };
    let start = text.rfind(open)?;
    let inner = text.get(start + 1..text.len() - close.len_utf8())?;
    let lead = inner.len() - inner.trim_start().len();
    let mut credit = judge(inner.trim(), start + 1 + lead, text)?;
    credit.range = start..text.len();
    Some(credit)
}

/// "… in Multan, Pakistan.AP", "… said. — AFP", "… in Bogota. Photo: Jane Doe".
fn behind_stop(text: &str) -> Option<Credit> {
    let stops = text
        .char_indices()
        .filter(|&(_, c)| is_stop(c))
        .map(|(at, c)| at + c.len_utf8());
    let mut ends: Vec<usize> = stops
        .filter(|&end| end < text.len() && text.len() - end <= 80)
        .collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let tail = text.get(end..)?;
        let lead =
            |c: char| is_blank(c) || is_closer(c) || matches!(c, '-' | '–' | '—' | '/' | '|');
        let start = end + (tail.len() - tail.trim_start_matches(lead).len());
        judge(text.get(start..)?, start, text).map(|credit| {
            let dashes = text.get(end..start).unwrap_or("");
            let kept = dashes.len()
                - dashes
                    .trim_start_matches(is_closer)
                    .trim_start_matches(is_blank)
                    .len();
            Credit {
                range: end + kept..text.len(),
                ..credit
            }
        })
    })
}

/// "Soldiers in Bogota REUTERS/Jane Doe": a slashed credit needs no stop before it.
fn behind_name(text: &str) -> Option<Credit> {
    let at = text
        .rfind("REUTERS/")
        .or_else(|| text.rfind("AP/"))
        .or_else(|| text.rfind("AFP PHOTO"))?;
    let before = text.get(..at)?.chars().next_back()?;
    let tail = text.get(at..)?;
    (is_blank(before) && word_count(tail) <= 5).then(|| judge(tail, at, text))?
}

/// Weighs the words of what may be a credit; `at` is where they stand in `text`.
fn judge(words: &str, at: usize, text: &str) -> Option<Credit> {
    if words.is_empty() || words.contains('\n') || word_count(words) > 9 {
        return None;
    }
    let range = at..(at + words.len()).min(text.len());
    let parts: Vec<&str> = words
        .split(['/', '|', ',', ';'])
        .map(|part| part.trim_matches(is_blank))
        .collect();
    let house = parts.iter().any(|part| is_picture_house(part));
    let named =
        agency_among(words).or_else(|| parts.iter().find_map(|part| agency_of_picture(part)));
    let marked = has_picture_mark(words);
    let joined = parts.len() > 1 && words.contains('/') && named.is_some();
    let slashed = joined
        && parts
            .iter()
            .any(|part| agency(part).is_none() && part.contains(char::is_lowercase));
    let bare = agency(words).is_some() || (joined && !slashed);
    let of_picture = house || slashed || (marked && (named.is_some() || is_credit_like(words)));
    if !of_picture && !bare {
        return None;
    }
    let agency = named.filter(|_| !house).map(|name| (name, range.clone()));
    Some(Credit {
        range,
        agency,
        of_picture,
    })
}

/// The agency in "AP Photo", "AFP PHOTO", "Photo by Reuters".
fn agency_of_picture(part: &str) -> Option<&'static str> {
    let words: Vec<&str> = part
        .split(|c| is_blank(c) || c == ':')
        .filter(|word| !word.is_empty())
        .collect();
    let (first, last) = (words.first()?, words.last()?);
    (1..=words.len().min(3))
        .find_map(|count| {
            agency(&words.get(..count)?.join(" "))
                .or_else(|| agency(&words.get(words.len() - count..)?.join(" ")))
        })
        .or_else(|| agency(first))
        .or_else(|| agency(last))
}

/// True for "Photo: Jane Doe", "File photo", "Handout": a mark and names, no sentence.
fn is_credit_like(words: &str) -> bool {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_lowercase))
        .all(|word| {
            matches!(
                word,
                "by" | "of"
                    | "courtesy"
                    | "photo"
                    | "file"
                    | "via"
                    | "de"
                    | "credit"
                    | "image"
                    | "the"
                    | "handout"
                    | "picture"
                    | "and"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        credit(text).map_or("none".to_owned(), |credit| {
            let agency = credit.agency.map_or("-", |(name, _)| name);
            format!(
                "{} | {agency} | {}",
                &text[credit.range],
                if credit.of_picture {
                    "picture"
                } else {
                    "either"
                }
            )
        })
    }

    #[test]
    fn credits_of_pictures() {
        for (text, wanted) in [
            (
                "Men march in Multan, Pakistan.AP",
                "AP | The Associated Press | either",
            ),
            (
                "Men march. (AP Photo/Jane Doe)",
                "(AP Photo/Jane Doe) | The Associated Press | picture",
            ),
            (
                "Men march. ( REUTERS/Jane Doe)",
                "( REUTERS/Jane Doe) | Reuters | picture",
            ),
            (
                "Men march in Cali. REUTERS/Jane Doe",
                "REUTERS/Jane Doe | Reuters | picture",
            ),
            (
                "Men march in Cali REUTERS/Jane Doe",
                "REUTERS/Jane Doe | Reuters | picture",
            ),
            (
                "Men march. Jane Doe/AFP/Getty Images",
                "Jane Doe/AFP/Getty Images | - | picture",
            ),
            (
                "Men march. Photograph: Jane Doe/EPA",
                "Photograph: Jane Doe/EPA | - | picture",
            ),
            ("Men march in 2012. File photo", "File photo | - | picture"),
            (
                "Men march. [Jane Doe/Reuters]",
                "[Jane Doe/Reuters] | Reuters | picture",
            ),
            (
                "The truce held, the army said. — AFP",
                "— AFP | Agence France-Presse | either",
            ),
            (
                "The truce held, the army said. (PTI)",
                "(PTI) | Press Trust of India | either",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_credit() {
        for text in [
            "\"It is over,\" he told The Associated Press.",
            "They met. He then spoke to Reuters about it",
            "The army released a photo of the man (it was blurred)",
            "The rebels (FARC)",
            "",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }

    #[test]
    fn how_captions_begin() {
        assert!(opening_day("May 30, 2013: Men burn a flag.").is_some());
        assert!(opening_day("May 30, 2013").is_none());
        assert!(begins_as_caption("In this Oct. 3, 2012 photo, men march."));
        assert!(begins_as_caption("FILE PHOTO: Men march."));
        assert!(!begins_as_caption("In this town of 300, men march."));
    }
}
