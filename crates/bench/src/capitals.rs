//! A yardstick in capitals: reports as old wires sent them, with the gold's words written the same way.
//!
//! A letter changes only where its capital is one letter of as many bytes, so that every offset stays.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use relata::documents;
use serde_json::Value;

/// Fields of a row whose words stand in a report.
const WORDS: [&str; 5] = ["text", "title", "dateline", "evidence", "trigger"];
/// Fields that hold others.
const HOLDERS: [&str; 2] = ["evidence", "metadata"];

/// Writes a yardstick's reports in capitals into `folder`: a folder of text files, or a file of rows.
pub fn write(from: &Path, folder: &Path) -> Result<PathBuf> {
    let to = folder.join(from.file_name().unwrap_or_default());
    if from.is_dir() {
        fs::create_dir_all(&to).context("cannot make a folder for the reports")?;
        for file in documents::files(from)? {
            let name = file.file_name().unwrap_or_default();
            put(&to.join(name), &text(&documents::text(&file)?))?;
        }
    } else {
        put(&to, &rows(&documents::text(from)?)?)?;
    }
    Ok(to)
}

fn put(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// Rows of JSON whose words of reports are written in capitals.
pub fn rows(rows: &str) -> Result<String> {
    let mut out = String::new();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let mut row: Value = serde_json::from_str(row).context("a row is no JSON")?;
        raise(&mut row);
        out.push_str(&row.to_string());
        out.push('\n');
    }
    Ok(out)
}

fn raise(row: &mut Value) {
    for (field, value) in row.as_object_mut().into_iter().flatten() {
        let is_words = WORDS.contains(&field.as_str());
        match value {
            Value::String(words) if is_words => *words = text(words),
            Value::Array(parts) if HOLDERS.contains(&field.as_str()) => {
                for part in parts {
                    match part {
                        Value::String(words) => *words = text(words),
                        other => raise(other),
                    }
                }
            }
            _ => {}
        }
    }
}

/// A text in capitals.
fn text(text: &str) -> String {
    text.chars().map(capital).collect()
}

fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) if capital.len_utf8() == letter.len_utf8() => capital,
        _ => letter,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_report_change_and_names_do_not() {
        let row = r#"{"id":"a","evidence":["Rebels shot.",{"text":"in Kabul"}],"trigger":"shot","actors":[{"name":"Rebels"}]}"#;
        let wanted = r#"{"id":"a","evidence":["REBELS SHOT.",{"text":"IN KABUL"}],"trigger":"SHOT","actors":[{"name":"Rebels"}]}"#;
        let found: Value = serde_json::from_str(&rows(row).unwrap()).unwrap();
        assert_eq!(found, serde_json::from_str::<Value>(wanted).unwrap());
    }

    #[test]
    fn offsets_stay() {
        let before = "Caf\u{e9} in Stra\u{df}e, \u{149}, \u{131}";
        let after = text(before);
        assert_eq!(after, "CAF\u{c9} IN STRA\u{df}E, \u{149}, \u{131}");
        assert_eq!(after.len(), before.len());
    }
}
