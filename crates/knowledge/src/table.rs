//! Tab-separated tables: one header line, one row a line, errors that name the row. Other crates with tables of their
//! own read them by this too.

use std::collections::BTreeMap;

use crate::RowError;

/// One row of a table, with its place for errors.
pub struct Row<'a> {
    file: &'a str,
    line: usize,
    cells: BTreeMap<&'a str, &'a str>,
    first: &'a str,
}

impl<'a> Row<'a> {
    /// The cell of `column`, trimmed; empty where the cell is empty.
    pub fn get(&self, column: &str) -> &'a str {
        self.cells.get(column).copied().unwrap_or("").trim()
    }

    /// The parts of a cell that is a list.
    pub fn list(&self, column: &str, separator: char) -> Vec<&'a str> {
        self.get(column)
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// An error at this row.
    pub fn error(&self, what: impl Into<String>) -> RowError {
        RowError {
            file: self.file.to_owned(),
            line: self.line,
            row: self.first.to_owned(),
            what: what.into(),
        }
    }

    /// The cell of `column`, which must not be empty.
    ///
    /// # Errors
    /// If it is empty.
    pub fn required(&self, column: &str) -> Result<&'a str, RowError> {
        match self.get(column) {
            "" => Err(self.error(format!("column `{column}` is empty"))),
            text => Ok(text),
        }
    }

    /// Reads the cell of `column` with `parse`; `what` says what it must be.
    ///
    /// # Errors
    /// If `parse` gives nothing.
    pub fn parse<T>(
        &self,
        column: &str,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, RowError> {
        let text = self.get(column);
        parse(text).ok_or_else(|| self.error(format!("column `{column}`: `{text}` is no {what}")))
    }
}

/// Reads `content` as a table with the given columns, and each row with `read`. Rows that fail are left out
/// and their errors collected.
pub fn read_table<'a, T>(
    file: &'a str,
    content: &'a str,
    columns: &[&'a str],
    errors: &mut Vec<RowError>,
    mut read: impl FnMut(&Row<'a>) -> Result<T, RowError>,
) -> Vec<T> {
    let mut values = Vec::new();
    let mut seen_header = false;
    for (index, line) in content.lines().enumerate() {
        let line_text = line.trim_end_matches('\r');
        if line_text.trim().is_empty() || line_text.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line_text.split('\t').collect();
        let at = |what: String| RowError {
            file: file.to_owned(),
            line: index + 1,
            row: cells.first().copied().unwrap_or("").to_owned(),
            what,
        };
        if !seen_header {
            seen_header = true;
            if cells != columns {
                errors.push(at(format!(
                    "the header must be `{}`, tab-separated",
                    columns.join(" ")
                )));
                return values;
            }
            continue;
        }
        if cells.len() > columns.len() {
            errors.push(at(format!(
                "{} cells, but the table has {} columns",
                cells.len(),
                columns.len()
            )));
            continue;
        }
        let row = Row {
            file,
            line: index + 1,
            first: cells.first().copied().unwrap_or(""),
            cells: columns
                .iter()
                .copied()
                .zip(cells.iter().copied().chain(std::iter::repeat("")))
                .collect(),
        };
        match read(&row) {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_line_and_row() {
        let mut errors = Vec::new();
        let rows = read_table(
            "t.tsv",
            "a\tb\n# note\nx\t1\ny\tz\n",
            &["a", "b"],
            &mut errors,
            |row| row.parse("b", "number", |text| text.parse::<u8>().ok()),
        );
        assert_eq!(rows, [1]);
        assert_eq!(
            errors[0].to_string(),
            "t.tsv:4: row `y`: column `b`: `z` is no number"
        );
    }

    #[test]
    fn a_wrong_header_is_one_error() {
        let mut errors = Vec::new();
        let rows = read_table("t.tsv", "a b\nx\t1\n", &["a", "b"], &mut errors, |_| Ok(()));
        assert!(rows.is_empty());
        assert_eq!(errors.len(), 1);
    }
}
