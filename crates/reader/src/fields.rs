//! Which column or key of a row is the text, the title, the day …: by the table of names, or as the user says.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::tables::column_names;

/// What a row may say of a report.
pub const FIELDS: [&str; 8] = [
    "text",
    "id",
    "title",
    "published",
    "source",
    "author",
    "url",
    "language",
];

/// Names of columns that a user has given for fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    given: BTreeMap<String, String>,
}

impl Columns {
    /// Takes `field` from the column or key `name`. False where there is no such field: they are `text`, `id`,
    /// `title`, `published`, `source`, `author`, `url` and `language`.
    pub fn set(&mut self, field: &str, name: &str) -> bool {
        let is_field = FIELDS.contains(&field);
        if is_field {
            self.given.insert(field.to_owned(), name.to_owned());
        }
        is_field
    }

    /// True if the user has named the column of this field.
    pub(crate) fn is_given(&self, field: &str) -> bool {
        self.given.contains_key(field)
    }

    /// The names under which a field may stand, the best first.
    pub(crate) fn names<'a>(&'a self, field: &'a str) -> Vec<&'a str> {
        match self.given.get(field) {
            Some(name) => vec![name.as_str()],
            None => column_names(field).to_vec(),
        }
    }

    /// The first value of a field that a row has, with the name it stands under. Upper and lower case of names are
    /// alike where the user has not given one.
    pub(crate) fn find<'a>(
        &self,
        row: &'a Map<String, Value>,
        field: &str,
    ) -> Option<(&'a str, &'a Value)> {
        let is_given = self.is_given(field);
        self.names(field).into_iter().find_map(|name| {
            let exact = row
                .get_key_value(name)
                .filter(|(_, value)| !value.is_null());
            let folded = || {
                let mut pairs = row.iter().filter(|(_, value)| !value.is_null());
                pairs.find(|(key, _)| !is_given && key.trim().eq_ignore_ascii_case(name))
            };
            exact
                .or_else(folded)
                .map(|(key, value)| (key.as_str(), value))
        })
    }
}
