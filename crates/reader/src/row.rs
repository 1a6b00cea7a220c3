//! A row of a JSONL file as a report.

use relata_record::Problem;
use serde_json::{Map, Value};

use crate::Item;
use crate::decode::{Decoded, decode, is_binary};
use crate::field;
use crate::metadata::{Clue, Fields, build};
use crate::problems::At;
use crate::text_file::no_report;

/// Reads one JSONL line: an object with `text` and, where known, `id` or `docid`, `title`, `published` or
/// `date`, `source`, `url` and `language`.
pub fn read_row(line: &[u8]) -> Item {
    read_row_of("row", "-", 1, line)
}

/// As [`read_row`], naming `file` and `number` in problems; a row without an id gets `stem:number`.
pub fn read_row_of(stem: &str, file: &str, number: u64, line: &[u8]) -> Item {
    let at = At {
        line: Some(number),
        ..At::file(file)
    };
    let mut problems = Vec::new();
    let read = row_text(line, at, &mut problems)
        .and_then(|json| object(&json, at))
        .and_then(|row| report_text(&row, at).map(|text| (row, text)));
    match read {
        Err(problem) => {
            problems.push(problem);
            Item {
                report: None,
                problems,
            }
        }
        Ok((row, text)) => {
            let fields = fields(&row, format!("{stem}:{number}"), at, &mut problems);
            Item {
                report: Some(build(text, fields)),
                problems,
            }
        }
    }
}

fn row_text(line: &[u8], at: At, problems: &mut Vec<Problem>) -> Result<String, Problem> {
    match decode(line) {
        Decoded::Refused(what, remedy) => Err(at.skipped(what, remedy)),
        Decoded::Clean(json) => Ok(json),
        Decoded::Guessed(json, _, what, remedy) => {
            problems.push(at.noted(what, remedy));
            Ok(json)
        }
    }
}

fn object(json: &str, at: At) -> Result<Map<String, Value>, Problem> {
    match serde_json::from_str(json) {
        Ok(Value::Object(row)) => Ok(row),
        Ok(_) => Err(at.skipped(
            "is not a JSON object",
            "write one object a line, with a `text`",
        )),
        Err(error) => {
            let what = format!("is broken JSON ({error})");
            Err(at.skipped(what, "repair the line; a row is one object on one line"))
        }
    }
}

fn report_text(row: &Map<String, Value>, at: At) -> Result<String, Problem> {
    let remedy = "give the report's words in `text`";
    let text = match row.get("text") {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => return Err(at.skipped("has no `text`", remedy)),
        Some(_) => return Err(at.skipped("has a `text` that is not a string", remedy)),
    };
    if let Some(mut problem) = no_report(&text, at) {
        problem.what = format!("has a `text` that {}", problem.what);
        return Err(problem);
    }
    if is_binary(text.as_bytes()) {
        return Err(at.skipped("has a `text` full of control characters", remedy));
    }
    Ok(text)
}

/// The fields beside the text; what cannot be used is left out with a problem.
fn fields(row: &Map<String, Value>, own_id: String, at: At, problems: &mut Vec<Problem>) -> Fields {
    let mut words = |name: &str| match row.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(words)) if words.trim().is_empty() => None,
        Some(Value::String(words)) => Some(words.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(_) => {
            let what = format!("has a `{name}` that is not a string, which was left out");
            problems.push(at.noted(what, "give words or a number there"));
            None
        }
    };
    let id = words("id").or_else(|| words("docid"));
    let (title, source) = (words("title"), words("source"));
    let (url, language) = (words("url"), words("language"));
    let date = ["published", "date"]
        .into_iter()
        .find_map(|name| words(name).map(|value| (name, value)));
    let published = date.and_then(|(name, value)| {
        let day = field::day(&value);
        if day.is_none() {
            let what = format!(
                "has a `{name}` that names no day (\"{}\"), which was left out",
                clip(&value)
            );
            problems.push(at.noted(what, "give a day such as 2016-08-24"));
        }
        day.map(|day| (name, day))
    });
    Fields {
        id: id.unwrap_or(own_id),
        title: title.map(|title| Clue::field("title", title)),
        source: source.map(|source| Clue::field("source", source)),
        url,
        language,
        published: published.map(|(name, value)| Clue {
            value,
            how: format!("field `{name}`"),
        }),
        form: "row of JSONL",
        ..Fields::default()
    }
}

fn clip(value: &str) -> String {
    value.chars().take(40).collect()
}
