//! Gold rows, predicted rows and documents, read leniently: a predicted row may come from any program.

use std::collections::HashMap;

use relata_record::Event;
use serde::Deserialize;

use crate::Error;

/// A party of a row, or one on whose word it is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RowParty {
    pub(crate) name: Option<String>,
    pub(crate) name_alt: Option<Vec<String>>,
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) sector_alt: Option<Vec<String>>,
    pub(crate) text: Option<String>,
}

/// The days of a row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RowDate {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

/// The place of a row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RowPlace {
    pub(crate) name: Option<String>,
    pub(crate) name_alt: Option<Vec<String>>,
    pub(crate) text: Option<String>,
    pub(crate) country: Option<String>,
}

/// The talks of a row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RowTalks {
    pub(crate) act: Option<String>,
}

/// A number of people: bare, or with low and best.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum RowToll {
    Number(f64),
    Range {
        #[serde(default)]
        low: Option<f64>,
        #[serde(default)]
        best: Option<f64>,
    },
}

impl RowToll {
    /// The best number, or the lowest.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            RowToll::Number(number) => Some(*number),
            RowToll::Range { low, best } => best.or(*low),
        }
    }
}

/// A piece of evidence: the words, or the words with offsets.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Snippet {
    Words(String),
    Quote {
        #[serde(default)]
        text: Option<String>,
    },
}

impl Snippet {
    /// The words.
    pub(crate) fn words(&self) -> &str {
        match self {
            Snippet::Words(words) => words,
            Snippet::Quote { text } => text.as_deref().unwrap_or(""),
        }
    }
}

/// One event as a program found it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Prediction {
    pub(crate) report: Option<Id>,
    #[serde(rename = "type")]
    pub(crate) event_type: Option<String>,
    pub(crate) mode: Option<Vec<String>>,
    pub(crate) actors: Option<Vec<RowParty>>,
    pub(crate) recipients: Option<Vec<RowParty>>,
    pub(crate) date: Option<RowDate>,
    pub(crate) place: Option<RowPlace>,
    pub(crate) killed: Option<RowToll>,
    pub(crate) injured: Option<RowToll>,
    pub(crate) factuality: Option<String>,
    pub(crate) word_of: Option<Vec<RowParty>>,
    pub(crate) talks: Option<RowTalks>,
    pub(crate) evidence: Option<Vec<Snippet>>,
}

/// One event as a careful reader found it, with what counts as equally right.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GoldEvent {
    pub(crate) core: Option<bool>,
    pub(crate) type_alt: Option<Vec<String>>,
    pub(crate) factuality_alt: Option<Vec<String>>,
    pub(crate) trigger: Option<String>,
    #[serde(flatten)]
    pub(crate) row: Prediction,
}

impl GoldEvent {
    /// True if the event counts for recall.
    pub(crate) fn is_core(&self) -> bool {
        self.core.unwrap_or(false)
    }
}

/// An id: most are text, some programs write numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Id {
    /// The report's id, without folder and `.txt`.
    pub(crate) fn stem(&self) -> String {
        match self {
            Id::Number(number) => number.to_string(),
            Id::Text(text) => match text.strip_suffix(".txt") {
                Some(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
                None => text.clone(),
            },
        }
    }

    /// The id as it is written.
    pub(crate) fn as_written(&self) -> String {
        match self {
            Id::Number(number) => number.to_string(),
            Id::Text(text) => text.clone(),
        }
    }
}

/// The reports that are scored, in order: id and text.
pub type Documents = Vec<(String, String)>;

/// Reads gold rows, one JSON object a line. `file` names them in errors.
pub fn gold_events(text: &str, file: &str) -> Result<Vec<GoldEvent>, Error> {
    rows(text, file)
}

/// Reads predicted rows, one JSON object a line. `file` names them in errors.
pub fn predictions(text: &str, file: &str) -> Result<Vec<Prediction>, Error> {
    rows(text, file)
}

/// An event of the record as a predicted row.
pub fn prediction_of(event: &Event) -> Result<Prediction, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(event)?)
}

/// Reads documents, one JSON object with `docid` or `id`, and `text`, a line.
pub fn documents(text: &str, file: &str) -> Result<Documents, Error> {
    #[derive(Deserialize)]
    struct Row {
        docid: Option<Id>,
        id: Option<Id>,
        text: String,
    }
    let mut documents: Documents = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for (line, row) in numbered(text) {
        let row: Row = parse(row, file, line)?;
        let written = row
            .docid
            .map(|id| id.as_written())
            .filter(|id| !id.is_empty());
        let Some(id) = written.or_else(|| row.id.map(|id| id.as_written())) else {
            return Err(Error::NoId {
                file: file.to_owned(),
                line,
            });
        };
        match place.get(&id).and_then(|index| documents.get_mut(*index)) {
            Some(known) => known.1 = row.text,
            None => {
                place.insert(id.clone(), documents.len());
                documents.push((id, row.text));
            }
        }
    }
    Ok(documents)
}

pub(crate) fn rows<T: serde::de::DeserializeOwned>(
    text: &str,
    file: &str,
) -> Result<Vec<T>, Error> {
    numbered(text)
        .map(|(line, row)| parse(row, file, line))
        .collect()
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, row)| !row.trim().is_empty())
        .map(|(i, row)| (i + 1, row))
}

fn parse<T: serde::de::DeserializeOwned>(row: &str, file: &str, line: usize) -> Result<T, Error> {
    serde_json::from_str(row).map_err(|cause| Error::Row {
        file: file.to_owned(),
        line,
        cause,
    })
}
