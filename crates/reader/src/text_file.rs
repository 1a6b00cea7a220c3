//! A plain text file as a report.

use relata_record::Problem;

use crate::Item;
use crate::decode::{Decoded, decode, utf8};
use crate::metadata::{Fields, build};
use crate::problems::At;
use crate::text::is_blank;

/// Reads the bytes of one text file as a report with the id `id`.
pub fn read_text(id: &str, bytes: &[u8]) -> Item {
    read_text_of(id, At::file(id), bytes)
}

/// As [`read_text`], for a text that stands somewhere in the input.
pub(crate) fn read_text_of(id: &str, at: At, bytes: &[u8]) -> Item {
    let mut problems = Vec::new();
    let (text, charset) = match decode(bytes) {
        Decoded::Refused(what, remedy) => return Item::problem(at.skipped(what, remedy)),
        Decoded::Clean(text) => (text, utf8("its bytes")),
        Decoded::Guessed(text, charset, what, remedy) => {
            problems.push(at.noted(what, remedy));
            (text, charset)
        }
    };
    if let Some(problem) = no_report(&text, at) {
        return Item::problem(problem);
    }
    let fields = Fields {
        id: id.to_owned(),
        form: "plain text",
        charset: Some(charset),
        ..Fields::default()
    };
    Item {
        report: Some(build(text, fields)),
        problems,
    }
}

/// Why a text cannot be a report, where it cannot.
pub(crate) fn no_report(text: &str, at: At) -> Option<Problem> {
    let inner = text.trim_matches(is_blank);
    if text.is_empty() {
        return Some(at.skipped("is empty", "leave it out, or fetch the report anew"));
    }
    if inner.is_empty() {
        return Some(at.skipped(
            "holds only white space",
            "leave it out, or fetch the report anew",
        ));
    }
    None
}
