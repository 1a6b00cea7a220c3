//! One writer for the formats of a list of events.

use std::io::Write;

use crate::csv_file::CsvFile;
use crate::geojson::GeoJsonFile;
use crate::parquet_file::ParquetFile;
use crate::{EVENTS, Error, Row};

/// A format of a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line, with all that the record has.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Comma-separated values whose texts no spreadsheet takes for formulas.
    GuardedCsv,
    /// Parquet.
    Parquet,
    /// GeoJSON.
    GeoJson,
}

/// Writes a list of events in a format.
pub struct Writer<W: Write + Send>(Inner<W>);

enum Inner<W: Write + Send> {
    Jsonl(W),
    Csv(Box<CsvFile<W>>),
    Parquet(Box<ParquetFile<W, Row>>),
    GeoJson(GeoJsonFile<W>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins a list. `about` is kept inside formats that have a place for it.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new(format: Format, out: W, about: &[(&str, String)]) -> Result<Self, Error> {
        let names = || EVENTS.iter().map(|column| column.name);
        Ok(Self(match format {
            Format::Jsonl => Inner::Jsonl(out),
            Format::Csv => Inner::Csv(Box::new(CsvFile::new(out, names(), false)?)),
            Format::GuardedCsv => Inner::Csv(Box::new(CsvFile::new(out, names(), true)?)),
            Format::Parquet => Inner::Parquet(Box::new(ParquetFile::new(out, &EVENTS, about)?)),
            Format::GeoJson => Inner::GeoJson(GeoJsonFile::new(out)?),
        }))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn row(&mut self, row: &Row) -> Result<(), Error> {
        match &mut self.0 {
            Inner::Jsonl(out) => {
                if row.as_told {
                    serde_json::to_writer(&mut *out, row.event())?;
                } else {
                    serde_json::to_writer(&mut *out, &row.happening)?;
                }
                Ok(out.write_all(b"\n")?)
            }
            Inner::Csv(file) => file.row(&EVENTS, row),
            Inner::Parquet(file) => file.row(row),
            Inner::GeoJson(file) => file.row(row),
        }
    }

    /// Ends the list.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn end(self) -> Result<(), Error> {
        match self.0 {
            Inner::Jsonl(mut out) => Ok(out.flush()?),
            Inner::Csv(file) => file.end(),
            Inner::Parquet(file) => file.end(),
            Inner::GeoJson(file) => file.end(),
        }
    }
}
