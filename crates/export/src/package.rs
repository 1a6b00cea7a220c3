//! `datapackage.json`: what lies in a folder of exports, by whom, from what, and under which hashes.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{Citation, Column, Kind};

/// A file of an export.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Name of the file in the folder.
    pub path: String,
    /// What it holds, in one line.
    pub about: String,
    /// Media type.
    pub media: &'static str,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
    /// The columns, each with name, type, meaning and codes, where it is a table.
    pub fields: Vec<Value>,
    /// The columns that name a row, where there are such.
    pub key: Vec<&'static str>,
    /// True if its rows name happenings of the first file.
    pub names_happenings: bool,
}

/// A folder of exports.
#[derive(Debug, Clone)]
pub struct Package {
    /// Name of the layout.
    pub layout: String,
    /// Where it comes from.
    pub citation: Citation,
    /// Outlets of the reports, with the number of reports of each.
    pub outlets: Vec<(String, usize)>,
    /// True if names of private persons are masked and quotes cut.
    pub is_public: bool,
    /// The files.
    pub resources: Vec<Resource>,
}

impl Package {
    /// The content of `datapackage.json`.
    pub fn json(&self) -> Value {
        let main = self.resources.first().map(|first| first.path.clone());
        let resources: Vec<Value> = self
            .resources
            .iter()
            .map(|resource| resource.json(main.as_deref()))
            .collect();
        let sources: Vec<Value> = self
            .outlets
            .iter()
            .map(|(outlet, n)| json!({"title": outlet, "reports": n}))
            .collect();
        json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": format!("relata-{}", self.layout),
            "title": format!("Conflict events of a Relata record in the layout `{}`", self.layout),
            "version": self.citation.version,
            "created": self.citation.coded,
            "query": self.citation.query,
            "hash": self.citation.hash,
            "citation": self.citation.text(),
            "coder": self.citation,
            "privatePersonsMasked": self.is_public,
            "contributors": [{"title": "The Relata maintainers", "roles": ["author"]}],
            "licenses": [],
            "sources": sources,
            "resources": resources,
        })
    }
}

impl Resource {
    /// A file whose columns are those of `columns`.
    pub fn table<R>(path: &str, about: &str, columns: &[Column<R>], content: &Hashed) -> Self {
        Self {
            path: path.to_owned(),
            about: about.to_owned(),
            media: "text/csv",
            bytes: content.bytes,
            hash: content.hash.clone(),
            fields: columns.iter().map(field).collect(),
            key: Vec::new(),
            names_happenings: false,
        }
    }

    /// A file whose columns have names alone, or that is no table.
    pub fn plain(
        path: &str,
        about: &str,
        media: &'static str,
        columns: &[&str],
        content: &Hashed,
    ) -> Self {
        Self {
            path: path.to_owned(),
            about: about.to_owned(),
            media,
            bytes: content.bytes,
            hash: content.hash.clone(),
            fields: columns
                .iter()
                .map(|name| json!({"name": name, "type": "string"}))
                .collect(),
            key: Vec::new(),
            names_happenings: false,
        }
    }

    fn json(&self, main: Option<&str>) -> Value {
        let stem = self
            .path
            .rsplit_once('.')
            .map_or(self.path.as_str(), |(stem, _)| stem);
        let mut value = json!({
            "name": stem,
            "path": self.path,
            "description": self.about,
            "mediatype": self.media,
            "encoding": "utf-8",
            "bytes": self.bytes,
            "hash": format!("sha256:{}", self.hash),
        });
        if !self.fields.is_empty() {
            let mut schema = json!({"fields": self.fields, "missingValues": [""]});
            if !self.key.is_empty() {
                schema["primaryKey"] = json!(self.key);
            }
            if self.names_happenings
                && let Some(main) = main
            {
                let stem = main.rsplit_once('.').map_or(main, |(stem, _)| stem);
                schema["foreignKeys"] = json!([{
                    "fields": ["happening"],
                    "reference": {"resource": stem, "fields": ["happening"]},
                }]);
            }
            value["schema"] = schema;
            value["type"] = json!("table");
        }
        value
    }
}

/// Size and hash of what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashed {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub hash: String,
}

/// Counts bytes and hashes them as they go by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    bytes: u64,
    hash: Sha256,
}

impl Tally {
    /// Takes bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        self.hash.update(bytes);
    }

    /// What went by so far.
    pub(crate) fn hashed(&self) -> Hashed {
        let digest = self.hash.clone().finalize();
        Hashed {
            bytes: self.bytes,
            hash: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

/// A column in the words of a table schema.
fn field<R>(column: &Column<R>) -> Value {
    let kind = match column.kind {
        Kind::Text | Kind::Code | Kind::List => "string",
        Kind::Whole => "integer",
        Kind::Number => "number",
        Kind::Day => "date",
    };
    let mut field = json!({"name": column.name, "type": kind, "description": column.meaning});
    let levels = (column.levels)();
    if !levels.is_empty() && column.kind == Kind::Code {
        field["constraints"] = json!({"enum": levels});
    }
    field
}
