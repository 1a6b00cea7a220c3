//! Tables as Parquet: real types, lists as lists, fixed row groups and compression, nothing that changes from run to
//! run.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::{Cell, Column, Error, Kind};

/// Rows of a row group.
const GROUP: usize = 16_384;

/// A table as a Parquet file.
pub struct ParquetFile<W: Write + Send, R: 'static> {
    writer: SerializedFileWriter<W>,
    columns: &'static [Column<R>],
    /// The cells of the rows that wait, column by column.
    waiting: Vec<Vec<Cell>>,
}

impl<W: Write + Send, R> ParquetFile<W, R> {
    /// Begins a file; `about` is kept beside the table as keys and values.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new(
        out: W,
        columns: &'static [Column<R>],
        about: &[(&str, String)],
    ) -> Result<Self, Error> {
        let fields = columns
            .iter()
            .map(|column| field(column.name, column.kind).map(Arc::new))
            .collect::<ParquetResult<Vec<TypePtr>>>()?;
        let schema = Type::group_type_builder("relata")
            .with_fields(fields)
            .build()?;
        let about = about
            .iter()
            .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()))
            .collect();
        let properties = WriterProperties::builder()
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("relata {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(about))
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            columns,
            waiting: columns.iter().map(|_| Vec::new()).collect(),
        })
    }

    /// Takes a row.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn row(&mut self, row: &R) -> Result<(), Error> {
        for (column, cells) in self.columns.iter().zip(&mut self.waiting) {
            cells.push((column.of)(row));
        }
        let is_full = self
            .waiting
            .first()
            .is_some_and(|cells| cells.len() >= GROUP);
        if is_full { self.group() } else { Ok(()) }
    }

    /// Writes the rows that wait as a group.
    fn group(&mut self) -> Result<(), Error> {
        if self.waiting.first().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (column, cells) in self.columns.iter().zip(&mut self.waiting) {
            let cells = std::mem::take(cells);
            if let Some(mut writer) = group.next_column()? {
                write_column(&mut writer, column.kind, &cells)?;
                writer.close()?;
            }
        }
        group.close()?;
        Ok(())
    }

    /// Writes out what is still kept back.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn end(mut self) -> Result<(), Error> {
        self.group()?;
        let mut out = self.writer.into_inner()?;
        Ok(out.flush()?)
    }
}

fn field(name: &str, kind: Kind) -> ParquetResult<Type> {
    let simple = |physical, logical: Option<LogicalType>| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    };
    match kind {
        Kind::Text | Kind::Code => simple(Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => simple(Physical::INT64, None),
        Kind::Number => simple(Physical::DOUBLE, None),
        Kind::Day => simple(Physical::INT32, Some(LogicalType::Date)),
        Kind::List => {
            let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::String))
                .build()?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_converted_type(ConvertedType::LIST)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

fn write_column(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: &[Cell],
) -> ParquetResult<()> {
    // A value that is there stands one level deeper than one that is missing.
    let levels: Vec<i16> = cells
        .iter()
        .map(|cell| i16::from(!matches!(cell, Cell::Missing)))
        .collect();
    match kind {
        Kind::Text | Kind::Code => {
            let values: Vec<ByteArray> = cells
                .iter()
                .filter(|cell| !matches!(cell, Cell::Missing))
                .map(|cell| ByteArray::from(cell.plain().into_bytes()))
                .collect();
            let column = writer.typed::<ByteArrayType>();
            column.write_batch(&values, Some(&levels), None)?;
        }
        Kind::Whole => {
            let values = numbers(cells, |cell| match cell {
                Cell::Whole(number) => Some(*number),
                _ => None,
            })?;
            let column = writer.typed::<Int64Type>();
            column.write_batch(&values, Some(&levels), None)?;
        }
        Kind::Number => {
            let values = numbers(cells, |cell| match cell {
                Cell::Number(number) => Some(*number),
                _ => None,
            })?;
            let column = writer.typed::<DoubleType>();
            column.write_batch(&values, Some(&levels), None)?;
        }
        Kind::Day => {
            let values = numbers(cells, |cell| match cell {
                Cell::Day(day) => days(*day),
                _ => None,
            })?;
            let column = writer.typed::<Int32Type>();
            column.write_batch(&values, Some(&levels), None)?;
        }
        Kind::List => write_lists(writer, cells)?,
    }
    Ok(())
}

/// The values of all cells that are not missing; a cell of another kind is a fault of the column.
fn numbers<T>(cells: &[Cell], value: impl Fn(&Cell) -> Option<T>) -> ParquetResult<Vec<T>> {
    cells
        .iter()
        .filter(|cell| !matches!(cell, Cell::Missing))
        .map(|cell| {
            value(cell).ok_or_else(|| {
                ParquetError::General(format!("{cell:?} in a column of another kind"))
            })
        })
        .collect()
}

fn write_lists(writer: &mut SerializedColumnWriter<'_>, cells: &[Cell]) -> ParquetResult<()> {
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let parts: &[String] = match cell {
            Cell::List(parts) => parts,
            _ => &[],
        };
        if parts.is_empty() {
            definitions.push(0);
            repetitions.push(0);
        }
        for (n, part) in parts.iter().enumerate() {
            values.push(ByteArray::from(part.clone().into_bytes()));
            definitions.push(1);
            repetitions.push(i16::from(n > 0));
        }
    }
    let column = writer.typed::<ByteArrayType>();
    column.write_batch(&values, Some(&definitions), Some(&repetitions))?;
    Ok(())
}

/// Days since 1970.
fn days(day: Date) -> Option<i32> {
    let since = Date::new(1970, 1, 1).ok()?.until(day).ok()?;
    Some(since.get_days())
}
