//! A Parquet file: one report a row, page by page.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use super::zip::file_of;
use crate::fields::{Columns, FIELDS};
use crate::problems::At;
use crate::row::report_of;
use crate::stream::{Container, Part, Place, Stream};
use crate::{Item, Limits};

/// A Parquet file that is being read.
pub(crate) struct Parquet {
    rows: RowIter<'static>,
    file: String,
    stem: String,
    columns: Columns,
    /// Rows read so far.
    n: u64,
    is_over: bool,
}

impl Parquet {
    /// The rows of a stream; only the columns that say something of a report are unpacked.
    pub fn open(mut stream: Stream, columns: Columns) -> Result<Self, Box<Item>> {
        let name = stream.file.clone();
        let at = At::file(&name);
        let broken = |error: &dyn std::fmt::Display| {
            let what = format!("is Parquet that cannot be read ({error})");
            Box::new(Item::problem(at.skipped(
                what,
                "write it anew, with zstd, snappy or without packing",
            )))
        };
        let file = file_of(&mut stream).map_err(|error| broken(&error))?;
        let opened = quietly(|| SerializedFileReader::new(file));
        let reader: SerializedFileReader<File> = match opened {
            Some(Ok(reader)) => reader,
            Some(Err(error)) => return Err(broken(&error)),
            None => return Err(broken(&"it is damaged")),
        };
        let schema = reader.metadata().file_metadata().schema().clone();
        let names = schema
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned());
        let head: Map<String, Value> = names.map(|name| (name, Value::Bool(true))).collect();
        if columns.find(&head, "text").is_none() {
            let names: Vec<&str> = head.keys().take(12).map(String::as_str).collect();
            let what = format!(
                "has no column that is known to hold the report's words among {}",
                names.join(", ")
            );
            let problem = at.skipped(what, "name it with `--column text=NAME`");
            return Err(Box::new(Item::problem(problem)));
        }
        let wanted: Vec<&str> = FIELDS
            .iter()
            .filter_map(|field| columns.find(&head, field))
            .map(|(name, _)| name)
            .collect();
        let fields = schema
            .get_fields()
            .iter()
            .filter(|field| wanted.contains(&field.name()) && field.is_primitive());
        let projection = Type::group_type_builder(schema.name())
            .with_fields(fields.cloned().collect())
            .build()
            .map_err(|error| broken(&error))?;
        let rows = quietly(|| RowIter::from_file_into(Box::new(reader)).project(Some(projection)));
        match rows {
            Some(Ok(rows)) => Ok(Self {
                rows,
                file: name,
                stem: stream.stem,
                columns,
                n: 0,
                is_over: false,
            }),
            Some(Err(error)) => Err(broken(&error)),
            None => Err(broken(&"it is damaged")),
        }
    }

    fn item(&mut self, row: Row) -> Item {
        let cells = row.into_columns().into_iter();
        let row: Map<String, Value> = cells.map(|(name, field)| (name, value(field))).collect();
        let at = At {
            line: Some(self.n),
            ..At::file(&self.file)
        };
        let own_id = format!("{}:{}", self.stem, self.n);
        report_of(&row, own_id, at, &self.columns, "row of Parquet")
    }
}

impl Container for Parquet {
    fn next(&mut self, limits: Limits) -> Option<Part> {
        if self.is_over {
            return None;
        }
        let rows = &mut self.rows;
        let next = quietly(|| rows.next());
        self.n += 1;
        let at = At::file(&self.file);
        let item = match next {
            Some(None) => {
                self.is_over = true;
                if self.n > 1 {
                    return None;
                }
                Item::problem(at.skipped("holds no rows", "name another file"))
            }
            Some(Some(Ok(row))) => self.item(row),
            Some(Some(Err(error))) => {
                self.is_over = true;
                let what = format!("cannot be read behind row {} ({error})", self.n - 1);
                Item::problem(
                    at.skipped(what, "write it anew, with zstd, snappy or without packing"),
                )
            }
            None => {
                self.is_over = true;
                let what = format!("is damaged behind row {}", self.n - 1);
                Item::problem(at.skipped(what, "write it anew"))
            }
        };
        let is_long = |item: &Item| {
            let report = item.report.as_ref();
            report.is_some_and(|report| report.text.len() > limits.report_bytes)
        };
        let place = Place {
            file: self.file.clone(),
            line: Some(self.n),
            byte: None,
        };
        let item = if is_long(&item) {
            let at = At {
                line: Some(self.n),
                ..At::file(&self.file)
            };
            Item::problem(at.skipped(limits.too_long(), "split it into one row a report"))
        } else {
            item
        };
        Some(Part::Read(place, Box::new(item)))
    }
}

/// What a cell holds, for fields of a report; days and times as numbers or as written days.
fn value(field: Field) -> Value {
    match field {
        Field::Str(words) => Value::String(words),
        Field::Bytes(bytes) => {
            String::from_utf8(bytes.data().to_vec()).map_or(Value::Null, Value::String)
        }
        Field::Int(n) => n.into(),
        Field::Long(n) => n.into(),
        Field::UInt(n) => n.into(),
        Field::ULong(n) => n.into(),
        Field::Short(n) => n.into(),
        Field::TimestampMillis(n) => day(n.div_euclid(1000)),
        Field::TimestampMicros(n) => day(n.div_euclid(1_000_000)),
        Field::Date(days) => day(i64::from(days) * 86_400),
        _ => Value::Null,
    }
}

/// The day of a second since 1970.
fn day(second: i64) -> Value {
    jiff::Timestamp::from_second(second).map_or(Value::Null, |time| {
        let date = time.to_zoned(jiff::tz::TimeZone::UTC).date();
        Value::String(date.to_string())
    })
}

/// What `read` gives; `None` where it fails: a library's fault in a damaged file is that file's problem.
fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
