//! How a record, or a part of it, is cited.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// What must be known to find the same rows again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Version of the program.
    pub version: String,
    /// Language models that read the reports.
    pub models: Vec<String>,
    /// Hashes of the tables of knowledge.
    pub tables: Vec<String>,
    /// Hash of the tables of merging and talks.
    pub merging: String,
    /// The words of the query; "all" where nothing was left out.
    pub query: String,
    /// How many reports the record holds.
    pub reports: usize,
    /// How many happenings the query gives.
    pub happenings: usize,
    /// First and last day of the reports.
    pub published: Option<(Date, Date)>,
    /// The day on which the record was last written to, as its runs say.
    pub coded: Option<Date>,
    /// SHA-256 over the ids of the happenings and the hashes of the reports: equal rows have an equal one.
    pub hash: String,
}

impl Citation {
    /// SHA-256 over the ids of happenings and the hashes of reports, both in order.
    pub fn hash_of<'a>(
        happenings: impl IntoIterator<Item = &'a str>,
        reports: impl IntoIterator<Item = &'a str>,
    ) -> String {
        let mut digest = Sha256::new();
        for part in happenings.into_iter().chain(reports) {
            digest.update(part.as_bytes());
            digest.update(b"\n");
        }
        let digest = digest.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The citation as a sentence.
    pub fn text(&self) -> String {
        let year = self
            .coded
            .map_or_else(|| "n.d.".to_owned(), |day| day.year().to_string());
        let days = self.published.map_or_else(String::new, |(first, last)| {
            if first == last {
                format!(" of {first}")
            } else {
                format!(" of {first} to {last}")
            }
        });
        format!(
            "The Relata maintainers ({year}): Relata {}, conflict events coded from {} {}{days}; query: {}; {} {}; \
             model {}; tables {}; merging {}; SHA-256 {}.",
            self.version,
            self.reports,
            if self.reports == 1 {
                "report"
            } else {
                "reports"
            },
            self.query,
            self.happenings,
            if self.happenings == 1 {
                "happening"
            } else {
                "happenings"
            },
            self.models.join(", "),
            self.tables
                .iter()
                .map(|hash| short(hash))
                .collect::<Vec<_>>()
                .join(", "),
            short(&self.merging),
            short(&self.hash),
        )
    }

    /// The citation as an entry of BibTeX.
    pub fn bibtex(&self) -> String {
        let year = self.coded.map(|day| day.year().to_string());
        format!(
            "@misc{{relata_{key},\n  author = {{{{The Relata maintainers}}}},\n  title = {{Relata {version}: conflict events \
             coded from {reports} reports}},\n{year}  note = {{Query: {query}; model {models}; tables {tables}; SHA-256 \
             {hash}}}\n}}",
            key = self.hash.get(..8).unwrap_or(""),
            version = self.version,
            reports = self.reports,
            year = year.map_or_else(String::new, |year| format!("  year = {{{year}}},\n")),
            query = self.query,
            models = self.models.join(", "),
            tables = self
                .tables
                .iter()
                .map(|hash| short(hash))
                .collect::<Vec<_>>()
                .join(", "),
            hash = self.hash,
        )
    }
}

/// The first letters of a hash, enough to tell it from others.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
