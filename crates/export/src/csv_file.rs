//! Comma-separated values as RFC 4180 has them: UTF-8, one header line, lines end in LF, nothing for what is missing.

use std::io::Write;

use crate::{Cell, Column, Error};

/// A file of comma- or tab-separated values.
pub struct CsvFile<W: Write> {
    writer: csv::Writer<W>,
    guards: bool,
    has_tabs: bool,
}

impl<W: Write> CsvFile<W> {
    /// Writes the names of the columns. `guards` sets an apostrophe before texts that a spreadsheet would take for a
    /// formula.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new<'a>(
        out: W,
        names: impl IntoIterator<Item = &'a str>,
        guards: bool,
    ) -> Result<Self, Error> {
        let mut writer = csv::WriterBuilder::new().from_writer(out);
        writer.write_record(names)?;
        Ok(Self {
            writer,
            guards,
            has_tabs: false,
        })
    }

    /// A file without header whose cells stand between tabs; tabs and line breaks in cells become spaces.
    pub(crate) fn tabs(out: W) -> Self {
        let writer = csv::WriterBuilder::new()
            .delimiter(b'\t')
            .quote_style(csv::QuoteStyle::Never)
            .from_writer(out);
        Self {
            writer,
            guards: false,
            has_tabs: true,
        }
    }

    /// Writes a row of a table.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn row<R>(&mut self, columns: &[Column<R>], row: &R) -> Result<(), Error> {
        self.cells(columns.iter().map(|column| (column.of)(row)))
    }

    /// Writes cells as a row.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn cells(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), Error> {
        for cell in cells {
            let mut plain = cell.plain();
            let is_text = matches!(cell, Cell::Text(_) | Cell::List(_));
            if self.guards && is_text && plain.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                plain.insert(0, '\'');
            }
            // Between tabs nothing is quoted.
            if self.has_tabs {
                plain = plain.replace(['\t', '\n', '\r'], " ");
            }
            self.writer.write_field(plain)?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes out what is still kept back.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn end(mut self) -> Result<(), Error> {
        Ok(self.writer.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(guards: bool, cells: Vec<Cell>) -> String {
        let mut out = Vec::new();
        let mut file = CsvFile::new(&mut out, ["a", "b"], guards).unwrap();
        file.cells(cells).unwrap();
        file.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_line_breaks_and_letters_of_all_scripts_survive() {
        let cells = vec![
            Cell::Text("a \"b\",\nc".to_owned()),
            Cell::List(vec!["Чечня".to_owned(), "غزة".to_owned()]),
        ];
        assert_eq!(
            written(false, cells),
            "a,b\n\"a \"\"b\"\",\nc\",Чечня; غزة\n"
        );
    }

    #[test]
    fn texts_that_look_like_formulas_are_guarded_and_numbers_are_not() {
        let cells = vec![Cell::Text("=1+1".to_owned()), Cell::Number(-1.5)];
        assert_eq!(written(true, cells), "a,b\n'=1+1,-1.5\n");
    }
}
