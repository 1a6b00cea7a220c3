//! A row of a user's file as a report: a line of JSONL, a line of CSV, a row of Parquet.

use relata_record::Problem;
use serde_json::{Map, Value};

use crate::Item;
use crate::decode::{Decoded, decode, is_binary, utf8};
use crate::field;
use crate::fields::Columns;
use crate::html;
use crate::metadata::{Clue, Fields, build, build_parts};
use crate::problems::At;
use crate::text_file::no_report;

/// Reads one JSONL line: an object with `text` and, where known, `id` or `docid`, `title`, `published` or
/// `date`, `source`, `author`, `url` and `language`.
pub fn read_row(line: &[u8]) -> Item {
    read_row_of("row", "-", 1, line)
}

/// As [`read_row`], naming `file` and `number` in problems; a row without an id gets `stem:number`.
pub fn read_row_of(stem: &str, file: &str, number: u64, line: &[u8]) -> Item {
    let at = At {
        line: Some(number),
        ..At::file(file)
    };
    read_line(stem, at, line, &Columns::default())
}

/// As [`read_row_of`], with keys that the user may have named.
pub(crate) fn read_line(stem: &str, at: At, line: &[u8], columns: &Columns) -> Item {
    let mut problems = Vec::new();
    let row = row_text(line, at, &mut problems).and_then(|json| object(&json, at));
    let number = at.line.unwrap_or(0);
    match row {
        Err(problem) => {
            problems.push(problem);
            Item {
                report: None,
                problems,
            }
        }
        Ok(row) => report_of(
            &row,
            format!("{stem}:{number}"),
            at,
            columns,
            "row of JSONL",
        )
        .with_problems_before(problems),
    }
}

/// The report of a row; `own_id` is its id where the row gives none.
pub(crate) fn report_of(
    row: &Map<String, Value>,
    own_id: String,
    at: At,
    columns: &Columns,
    form: &'static str,
) -> Item {
    let text = match report_text(row, at, columns) {
        Ok(text) => text,
        Err(problem) => return Item::problem(problem),
    };
    let mut problems = Vec::new();
    let mut fields = fields(row, own_id, at, columns, &mut problems);
    fields.form = form;
    fields.charset = Some(utf8("its bytes"));
    let item = match markup(&text) {
        Markup::None => match no_report(&text, at) {
            Some(mut problem) => {
                problem.what = format!("has a text that {}", problem.what);
                Item::problem(problem)
            }
            None => Item::report(build(text, fields)),
        },
        Markup::Page => html::page(fields, at, text.as_bytes(), Some("utf-8")),
        Markup::Fragment => of_fragment(&text, fields, at),
    };
    item.with_problems_before(problems)
}

/// The report of a story in HTML that came with `fields`; its title stands at the head of its text.
pub(crate) fn of_fragment(source: &str, mut fields: Fields, at: At) -> Item {
    let title = fields.title.as_ref().map(|title| title.value.as_str());
    match html::of_fragment(title, source).filter(|(text, _)| !text.is_empty()) {
        Some((text, parts)) => {
            fields.title = None;
            fields.is_page = true;
            Item::report(build_parts(text, &parts, fields))
        }
        None => Item::problem(at.skipped("holds no words", "leave it out")),
    }
}

/// Tags in a text.
enum Markup {
    None,
    /// A whole page.
    Page,
    /// Paragraphs of a story.
    Fragment,
}

fn markup(text: &str) -> Markup {
    let start: String = text.trim_start().chars().take(64).collect();
    let start = start.to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") {
        return Markup::Page;
    }
    let is_block = [
        "<p", "<div", "<article", "<h1", "<h2", "<section", "<figure",
    ]
    .iter()
    .any(|tag| start.starts_with(tag));
    if is_block && text.contains("</") {
        Markup::Fragment
    } else {
        Markup::None
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

fn report_text(row: &Map<String, Value>, at: At, columns: &Columns) -> Result<String, Problem> {
    let wanted = columns.names("text").first().map_or("text", |name| name);
    let remedy = "give the report's words there, or say where they are with `--column text=NAME`";
    let (name, text) = match columns.find(row, "text") {
        Some((name, Value::String(text))) => (name, text.clone()),
        None => return Err(at.skipped(format!("has no `{wanted}`"), remedy)),
        Some((name, _)) => {
            return Err(at.skipped(format!("has a `{name}` that is not a string"), remedy));
        }
    };
    if text.trim().is_empty() {
        let what = if text.is_empty() {
            "is empty"
        } else {
            "holds only white space"
        };
        return Err(at.skipped(
            format!("has a `{name}` that {what}"),
            "leave it out, or fetch the report anew",
        ));
    }
    if is_binary(text.as_bytes()) {
        return Err(at.skipped(format!("has a `{name}` full of control characters"), remedy));
    }
    Ok(text)
}

/// The fields beside the text; what cannot be used is left out with a problem.
fn fields(
    row: &Map<String, Value>,
    own_id: String,
    at: At,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> Fields {
    let mut words = |field: &str| {
        let (name, value) = columns.find(row, field)?;
        let value = match value {
            Value::String(words) if words.trim().is_empty() => return None,
            Value::String(words) => words.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Array(list) if field == "author" => {
                let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                names.join(" and ")
            }
            _ => {
                let what = format!("has a `{name}` that is not a string, which was left out");
                problems.push(at.noted(what, "give words or a number there"));
                return None;
            }
        };
        Some(Clue::field(name, value))
    };
    let value = |clue: Option<Clue<String>>| clue.map(|clue| clue.value);
    let id = value(words("id"));
    let (title, source, author) = (words("title"), words("source"), words("author"));
    let (url, language) = (value(words("url")), value(words("language")));
    let published = words("published").and_then(|clue| {
        let day = field::day(&clue.value);
        if day.is_none() {
            let name = clue.how.trim_start_matches("field ");
            let what = format!(
                "has a {name} that names no day (\"{}\"), which was left out",
                clip(&clue.value)
            );
            problems.push(at.noted(what, "give a day such as 2016-08-24"));
        }
        Some(Clue {
            value: day?,
            how: clue.how,
        })
    });
    Fields {
        id: id.unwrap_or(own_id),
        title,
        source,
        authors: author.into_iter().collect(),
        url,
        language,
        published,
        ..Fields::default()
    }
}

fn clip(value: &str) -> String {
    value.chars().take(40).collect()
}
