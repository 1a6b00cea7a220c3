//! A report: one agency story as it was found, with what is known of it and how each part was found.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Span;

/// A value together with the way it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where in the report's text it stands; none where it came with the file (a JSONL field, say).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
    /// How it was found, in a few words for a reader: "dateline", "caption credit", "field `published`".
    pub how: String,
}

/// A publication date as it is written: a dateline may lack the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedDate {
    /// Year, where written or inferred.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month, from 1.
    pub day: i8,
    /// True if the year is not written but was inferred.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub inferred: bool,
    /// The reasons for an inferred year, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<String>,
}

impl PublishedDate {
    /// The day, where the year is known and the date exists.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }
}

/// What a stretch of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A paragraph of the story.
    Paragraph,
    /// The words under a picture: evidence of its own, not a paragraph of the story.
    Caption,
    /// A menu, a file name, a share button: kept in the text, never read for events.
    Leftover,
}

/// Why a stretch of the text is no part of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// A line of the site: a button, a file name, a notice, a row of section names.
    SiteLine,
    /// Menus and paths through the site.
    Navigation,
    /// Links to other stories.
    OtherStories,
    /// An offer of a newsletter, a subscription or an account.
    Newsletter,
    /// A notice on cookies or consent.
    CookieNotice,
    /// Buttons for sharing and following.
    Sharing,
    /// What readers wrote.
    Comments,
    /// Advertising.
    Advertisement,
    /// The subjects under which the site files the story.
    Topics,
    /// Who the author is.
    AboutAuthor,
    /// The foot of the site: imprint, rights, contact.
    SiteFooter,
    /// A form with its labels.
    Form,
    /// Words that a reader of the page does not see at first.
    Hidden,
    /// Who wrote the story; kept as its byline.
    Byline,
    /// A time of publication or change.
    Time,
    /// A dateline with nothing behind it.
    Dateline,
    /// Who sold a picture or signed the story.
    Credit,
    /// The headline again.
    RepeatedHeadline,
    /// A cross-heading or another short line without a stop.
    ShortLine,
    /// Words of the page outside of the story.
    OutsideStory,
}

impl LeftOut {
    /// The reason in a few words for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::SiteLine => "line of the site",
            Self::Navigation => "navigation",
            Self::OtherStories => "links to other stories",
            Self::Newsletter => "newsletter or subscription",
            Self::CookieNotice => "cookie notice",
            Self::Sharing => "sharing",
            Self::Comments => "comments",
            Self::Advertisement => "advertisement",
            Self::Topics => "topics",
            Self::AboutAuthor => "about the author",
            Self::SiteFooter => "foot of the site",
            Self::Form => "form",
            Self::Hidden => "hidden",
            Self::Byline => "byline",
            Self::Time => "time",
            Self::Dateline => "dateline",
            Self::Credit => "credit",
            Self::RepeatedHeadline => "headline again",
            Self::ShortLine => "short line",
            Self::OutsideStory => "outside the story",
        }
    }
}

/// A stretch of the text that is read as a whole. Blocks are in text order and do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, without surrounding white space. For a paragraph that opens with a dateline the
    /// span begins behind the dateline.
    pub span: Span,
    /// Why it is no part of the story; of leftovers only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<LeftOut>,
}

/// How the bytes of a report became its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What the bytes were taken for, in a few words for a reader: "plain text", "web page", "feed entry".
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub form: String,
    /// The character set, by its name on the web, with what decided on it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub charset: Option<Found<String>>,
    /// How the language was found, in a few words for a reader.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
}

impl Reading {
    /// True if nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The id as the user knows it: the file's stem, or the `id` of a JSONL row.
    pub id: String,
    /// SHA-256 of the text, in hexadecimal: the same text is the same report.
    pub hash: String,
    /// The text exactly as stored; every span of the report counts bytes in it.
    pub text: String,
    /// Headline.
    pub title: Option<Found<String>>,
    /// News agency or outlet.
    pub agency: Option<Found<String>>,
    /// Author.
    pub byline: Option<Found<String>>,
    /// Town that the dateline names ("KABUL, Oct. 2 (AFP) —").
    pub dateline: Option<Found<String>>,
    /// The day of publication: the clock that "Thursday" and "last week" are counted from.
    pub published: Option<Found<PublishedDate>>,
    /// Address of the page.
    pub url: Option<String>,
    /// Language tag, BCP 47.
    pub language: Option<String>,
    /// How its bytes were read.
    #[serde(skip_serializing_if = "Reading::is_empty", default)]
    pub reading: Reading,
    /// The parts of the text.
    pub blocks: Vec<Block>,
}

impl Report {
    /// A report that is nothing but one paragraph, for words that come from no file. It has no hash and no day.
    pub fn of_paragraph(id: &str, text: &str) -> Self {
        Self {
            id: id.to_owned(),
            hash: String::new(),
            text: text.to_owned(),
            title: None,
            agency: None,
            byline: None,
            dateline: None,
            published: None,
            url: None,
            language: None,
            reading: Reading::default(),
            blocks: vec![Block {
                kind: BlockKind::Paragraph,
                span: Span::new(0, text.len()),
                why: None,
            }],
        }
    }
}

/// What is cited of a report: all but its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportHead {
    /// The id as the user knows it.
    pub id: String,
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// Headline.
    pub title: Option<String>,
    /// News agency or outlet.
    pub agency: Option<String>,
    /// The day of publication, where its year is known.
    pub published: Option<Date>,
    /// Address of the page.
    pub url: Option<String>,
    /// Language tag, BCP 47.
    pub language: Option<String>,
    /// Offset behind the first paragraph; 0 where there is none.
    pub lead_end: u32,
}

/// Something in the world that could not be read, or only in part. A problem never stops a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file, or `standard input`.
    pub file: String,
    /// Line in the file, from 1, where one is to blame.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u64>,
    /// What is wrong, in one clause.
    pub what: String,
    /// What the user can do about it.
    pub remedy: String,
    /// True if the report was left out; false if it was read all the same.
    pub skipped: bool,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.what, self.remedy)
    }
}
