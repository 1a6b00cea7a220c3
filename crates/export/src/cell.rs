//! Cells and columns of tables: one description of a column serves every format and the page of columns.

use jiff::civil::Date;

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not told, or not known.
    Missing,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Any number.
    Number(f64),
    /// A day.
    Day(Date),
    /// Words or codes.
    List(Vec<String>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A code of a closed list.
    Code,
    /// A whole number.
    Whole,
    /// Any number.
    Number,
    /// A day.
    Day,
    /// Words, none or many. Formats without lists join them by `; `.
    List,
}

/// A column of a table over rows of type `R`.
pub struct Column<R> {
    /// Its name, which never changes.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What that means, for a reader, in one line.
    pub meaning: &'static str,
    /// The codes that it may hold; empty where the list is open.
    pub levels: fn() -> Vec<&'static str>,
    /// Its value in a row.
    pub of: fn(&R) -> Cell,
}

impl<R> Column<R> {
    /// A column without a list of codes.
    pub(crate) const fn new(
        name: &'static str,
        kind: Kind,
        meaning: &'static str,
        of: fn(&R) -> Cell,
    ) -> Self {
        Self {
            name,
            kind,
            meaning,
            levels: Vec::new,
            of,
        }
    }

    /// The same column with a list of codes.
    pub(crate) const fn levels(self, levels: fn() -> Vec<&'static str>) -> Self {
        Self { levels, ..self }
    }
}

impl Cell {
    /// Words, where there are any.
    pub(crate) fn text(value: Option<impl ToString>) -> Self {
        match value.map(|value| value.to_string()) {
            Some(text) if !text.is_empty() => Cell::Text(text),
            _ => Cell::Missing,
        }
    }

    /// A whole number, where there is one.
    pub(crate) fn whole(value: Option<impl TryInto<i64>>) -> Self {
        value
            .and_then(|value| value.try_into().ok())
            .map_or(Cell::Missing, Cell::Whole)
    }

    /// A number, where there is one; never one that is not finite.
    pub(crate) fn number(value: Option<f64>) -> Self {
        value
            .filter(|value| value.is_finite())
            .map_or(Cell::Missing, Cell::Number)
    }

    /// Degrees to five places behind the point: a metre.
    pub(crate) fn degrees(value: Option<f64>) -> Self {
        Cell::number(value.map(|degrees| (degrees * 1e5).round() / 1e5))
    }

    /// A day, where there is one.
    pub(crate) fn day(value: Option<Date>) -> Self {
        value.map_or(Cell::Missing, Cell::Day)
    }

    /// Words, none or many.
    pub(crate) fn list(values: impl IntoIterator<Item = impl ToString>) -> Self {
        Cell::List(values.into_iter().map(|value| value.to_string()).collect())
    }

    /// The cell in formats of text: nothing for what is missing, `; ` between the parts of a list.
    pub(crate) fn plain(&self) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::List(parts) => parts.join("; "),
        }
    }

    /// The cell in JSON; a list as a list.
    pub(crate) fn json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Cell::Missing => Value::Null,
            Cell::Text(text) => Value::from(text.as_str()),
            Cell::Whole(number) => Value::from(*number),
            Cell::Number(number) => Value::from(*number),
            Cell::Day(day) => Value::from(day.to_string()),
            Cell::List(parts) => Value::from(parts.clone()),
        }
    }
}
