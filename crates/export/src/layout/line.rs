//! A line of a flat layout, filled by the names of its columns.

use std::collections::BTreeMap;

use crate::Cell;

/// Cells by the names of their columns; what is not set is missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(BTreeMap<&'static str, Cell>);

impl Line {
    /// Sets a cell.
    pub(crate) fn set(&mut self, column: &'static str, cell: Cell) {
        self.0.insert(column, cell);
    }

    /// Sets words.
    pub(crate) fn text(&mut self, column: &'static str, text: impl ToString) {
        self.set(column, Cell::text(Some(text)));
    }

    /// Sets a whole number.
    pub(crate) fn number(&mut self, column: &'static str, number: impl Into<i64>) {
        self.set(column, Cell::Whole(number.into()));
    }

    /// The cells in the order of `columns`.
    pub(crate) fn cells(&self, columns: &[&'static str]) -> Vec<Cell> {
        columns
            .iter()
            .map(|column| self.0.get(column).cloned().unwrap_or(Cell::Missing))
            .collect()
    }

    /// The names that are set and are no columns: a fault of the layout, for tests.
    #[cfg(test)]
    pub(crate) fn strangers(&self, columns: &[&'static str]) -> Vec<&'static str> {
        self.0
            .keys()
            .copied()
            .filter(|name| !columns.contains(name))
            .collect()
    }
}
