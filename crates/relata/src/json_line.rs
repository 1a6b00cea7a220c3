//! Values as one JSON object a line, with the key `type` first.

use std::io::{self, Write};

use serde::Serialize;

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Prints `value`, which must be an object without a key `type`, as a line of this kind.
pub fn print(out: &mut impl Write, kind: &str, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { kind, value }).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
