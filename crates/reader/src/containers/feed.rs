//! RSS and Atom: one report an entry, with the text that the feed gives, or that of the page saved beside it.

use std::io;
use std::path::PathBuf;

use super::elements::{Element, Found, Records, parse};
use super::saved::{Saved, saved_page};
use super::{damage, id_of_address};
use crate::field;
use crate::format::{Format, HEAD, format};
use crate::html;
use crate::metadata::{Clue, Fields};
use crate::problems::At;
use crate::row::of_fragment;
use crate::stream::{Container, Part, Place, Served, Stream};
use crate::text::word_count;
use crate::{Item, Limits};

/// Words from which on a description is the report and no summary of it.
const WHOLE: usize = 120;

/// A feed that is being read.
pub(crate) struct Feed {
    records: Records,
    file: String,
    stem: String,
    /// Where the feed lies, for pages saved beside it.
    path: Option<PathBuf>,
    served: Served,
    depth: usize,
    n: u64,
    is_over: bool,
}

/// What an entry of a feed says.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub id: Option<String>,
    pub title: Option<String>,
    pub link: Option<String>,
    pub published: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub language: Option<String>,
    /// The story as HTML.
    pub story: Option<String>,
    /// A summary as HTML.
    pub summary: Option<String>,
}

impl Feed {
    /// The entries of a stream.
    pub fn new(stream: Stream) -> Self {
        Self {
            records: Records::new(stream.bytes, &["item", "entry"]),
            file: stream.file,
            stem: stream.stem,
            path: stream.path,
            served: stream.served,
            depth: stream.depth,
            n: 0,
            is_over: false,
        }
    }

    fn part(&self, byte: Option<u64>, item: Item) -> Part {
        let place = Place {
            file: self.file.clone(),
            line: None,
            byte,
        };
        Part::Read(place, Box::new(item))
    }

    fn entry(&self, byte: u64, bytes: &[u8]) -> Part {
        let at = At {
            byte: Some(byte),
            ..At::file(&self.file)
        };
        let head = decoded(
            &self.records.head,
            &self.records.head,
            self.served.charset.as_deref(),
        );
        let source = decoded(&self.records.head, bytes, self.served.charset.as_deref());
        let element = match parse(&source.0) {
            Ok(element) => element,
            Err(what) => {
                let what = format!("has a broken entry ({what})");
                return self.part(
                    Some(byte),
                    Item::problem(at.skipped(what, "fetch the feed anew")),
                );
            }
        };
        let mut entry = Entry::of(&element);
        let channel = parse(&head.0).unwrap_or_default();
        entry.outlet = entry.outlet.or_else(|| title_of_feed(&channel));
        entry.language = entry.language.or_else(|| {
            let tag = channel
                .find("language")
                .map(|language| language.text().trim().to_owned());
            tag.filter(|tag| !tag.is_empty())
        });
        let own_id = format!("{}:{}", self.stem, self.n);
        match entry.read(own_id, at, self.path.as_deref(), self.depth) {
            Reading::Item(item) => {
                let mut item = *item;
                if let Some(report) = &mut item.report {
                    report.reading.charset = Some(source.1);
                }
                self.part(Some(byte), item)
            }
            Reading::Page(stream) => Part::Open(stream),
        }
    }
}

/// What an entry gives.
pub(crate) enum Reading {
    Item(Box<Item>),
    /// Its page, saved beside the feed.
    Page(Stream),
}

/// The text of a part of a feed, in the character set that the feed's head names.
fn decoded(
    head: &[u8],
    part: &[u8],
    served: Option<&str>,
) -> (String, relata_record::Found<String>) {
    let utf8 = || crate::decode::utf8("its bytes");
    if std::str::from_utf8(part).is_ok() {
        return (String::from_utf8_lossy(part).into_owned(), utf8());
    }
    let named = html::declared(head).or_else(|| served.map(str::to_owned));
    match html::decode(part, named.as_deref()) {
        Some(mut source) => {
            if html::declared(head).is_some() {
                source.charset.how = source
                    .charset
                    .how
                    .replace("header of the server", "XML declaration");
            }
            (source.text, source.charset)
        }
        None => (String::from_utf8_lossy(part).into_owned(), utf8()),
    }
}

fn title_of_feed(channel: &Element) -> Option<String> {
    let place = channel.find("channel").unwrap_or(channel);
    place.words("title")
}

impl Entry {
    /// Reads an element of RSS or Atom.
    pub fn of(element: &Element) -> Self {
        let words = |name: &str| element.words(name);
        let link = element
            .all("link")
            .filter(|link| matches!(link.attribute("rel"), None | Some("alternate")))
            .find_map(|link| {
                let of_rss = link.text().trim().to_owned();
                link.attribute("href")
                    .map(|href| href.trim().to_owned())
                    .or(Some(of_rss))
            })
            .filter(|link| !link.is_empty());
        let guid = words("guid").or_else(|| words("id"));
        let is_address =
            |guid: &String| guid.starts_with("http://") || guid.starts_with("https://");
        let authors = element.all("author").chain(element.all("creator"));
        let authors = authors.filter_map(|author| {
            let name = author
                .words("name")
                .unwrap_or_else(|| author.text().trim().to_owned());
            // RSS has "mail (name)".
            let inner = name
                .split_once('(')
                .map(|(_, inner)| inner.trim_end_matches(')').to_owned());
            Some(inner.unwrap_or(name)).filter(|name| !name.is_empty() && !name.contains('@'))
        });
        let outlet = element.child("source").and_then(|source| {
            let words = source
                .words("title")
                .unwrap_or_else(|| source.text().trim().to_owned());
            (!words.is_empty()).then_some(words)
        });
        Self {
            title: words("title").map(|title| plain(&title)),
            link: link.or_else(|| guid.clone().filter(is_address)),
            id: guid,
            published: ["pubDate", "published", "date", "issued", "updated"]
                .into_iter()
                .find_map(words),
            authors: authors.collect(),
            outlet,
            language: words("language").or_else(|| element.attribute("lang").map(str::to_owned)),
            story: element.child("encoded").and_then(markup).or_else(|| {
                let content = element
                    .child("content")
                    .filter(|content| content.attribute("src").is_none());
                content.and_then(markup)
            }),
            summary: ["description", "summary"]
                .into_iter()
                .find_map(|name| element.child(name).and_then(markup)),
        }
    }

    /// The story, where the feed gives it: a long description is one.
    pub fn whole_story(&self) -> Option<&str> {
        let is_long = |summary: &&str| word_count(&plain(summary)) >= WHOLE;
        let story = self
            .story
            .as_deref()
            .filter(|story| word_count(&plain(story)) > 0);
        story.or_else(|| self.summary.as_deref().filter(is_long))
    }

    /// The report of an entry, or the page saved beside the feed.
    pub fn read(
        self,
        own_id: String,
        at: At,
        feed: Option<&std::path::Path>,
        depth: usize,
    ) -> Reading {
        let story = self.whole_story().map(str::to_owned);
        let saved = match (&story, feed, &self.link) {
            (None, Some(feed), Some(link)) => saved_page(feed, link),
            _ => None,
        };
        if let Some(Saved { bytes, path }) = saved {
            let link = self.link.unwrap_or_default();
            return Reading::Page(Stream {
                bytes,
                file: path.display().to_string(),
                stem: id_of_address(&link),
                ending: "html".to_owned(),
                path: Some(path),
                byte: None,
                served: Served {
                    address: Some(link),
                    charset: None,
                },
                depth: depth + 1,
            });
        }
        let is_summary = story.is_none();
        let Some(source) = story.or(self.summary) else {
            let what = "has an entry without a text";
            return Reading::Item(Box::new(Item::problem(at.skipped(what, "fetch its page"))));
        };
        let clue = |how: &str| {
            let how = how.to_owned();
            move |value| Clue {
                value,
                how: how.clone(),
            }
        };
        let id = self.link.as_deref().map(id_of_address).or(self.id);
        let fields = Fields {
            id: id.unwrap_or(own_id),
            title: self.title.map(clue("title of the entry")),
            source: self.outlet.map(clue("title of the feed")),
            authors: self
                .authors
                .into_iter()
                .map(clue("author of the entry"))
                .collect(),
            published: self
                .published
                .and_then(|written| field::day(&written))
                .map(|value| Clue {
                    value,
                    how: "day of the entry".to_owned(),
                }),
            url: self.link,
            language: self.language,
            form: "entry of a feed",
            ..Fields::default()
        };
        let item = of_fragment(&source, fields, at);
        let remark = (is_summary && item.report.is_some()).then(|| {
            at.noted(
                "has an entry with no more than a summary, which was read",
                "fetch its page",
            )
        });
        Reading::Item(Box::new(
            item.with_problems_before(remark.into_iter().collect()),
        ))
    }
}

/// What an element holds as HTML: escaped, in CDATA, or as elements of XHTML.
fn markup(element: &Element) -> Option<String> {
    let has_elements = element.elements().next().is_some();
    let is_plain = matches!(element.attribute("type"), Some("text" | "text/plain"));
    let source = if has_elements {
        element.markup()
    } else if is_plain {
        paragraphs(&element.text())
    } else {
        let text = element.text();
        if text.contains('<') {
            text
        } else {
            paragraphs(&text)
        }
    };
    (!source.trim().is_empty()).then_some(source)
}

/// Plain paragraphs as HTML.
pub(crate) fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let normal = escaped.replace("\r\n", "\n");
    let cut: Vec<&str> = if normal.contains("\n\n") {
        normal.split("\n\n").collect()
    } else {
        normal.split('\n').collect()
    };
    cut.into_iter()
        .map(|words| format!("<p>{words}</p>"))
        .collect()
}

/// The words of HTML.
fn plain(source: &str) -> String {
    if source.contains(['<', '&']) {
        html::characters(source).unwrap_or_else(|| source.to_owned())
    } else {
        source.to_owned()
    }
}

impl Container for Feed {
    fn next(&mut self, limits: Limits) -> Option<Part> {
        if self.is_over {
            return None;
        }
        self.n += 1;
        let skipped = |byte: u64, what: String| {
            let at = At {
                byte: Some(byte),
                ..At::file(&self.file)
            };
            Item::problem(at.skipped(what, "fetch the feed anew"))
        };
        let item = match self.records.next(limits.report_bytes) {
            Ok(Found::Record(byte, bytes)) => return Some(self.entry(byte, &bytes)),
            Ok(Found::TooLong(byte)) => {
                skipped(byte, format!("has an entry that {}", limits.too_long()))
            }
            Ok(Found::Open(byte)) => skipped(byte, "has an entry without an end".to_owned()),
            Ok(Found::End) => {
                self.is_over = true;
                let nothing =
                    At::file(&self.file).noted("holds no entries", "nothing need be done");
                return (self.n == 1).then(|| self.part(None, Item::problem(nothing)));
            }
            Err(error) => broken(&error, &self.file, &mut self.is_over),
        };
        Some(self.part(None, item))
    }
}

/// The problem of a stream that broke off; it is over unless it goes on behind the damage.
pub(crate) fn broken(error: &io::Error, file: &str, is_over: &mut bool) -> Item {
    *is_over = damage(error).is_none();
    Item::problem(At::file(file).unreadable(error))
}

/// An entry of a feed, for whoever follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// What tells it from others: its identifier, else its address, else its title.
    pub id: String,
    /// Where its page is.
    pub link: Option<String>,
    /// True if the feed gives the whole story, not only a summary.
    pub has_story: bool,
}

/// The entries of a feed of RSS, Atom or JSON; `None` for bytes that are no feed. Broken entries are left out.
pub fn feed_entries(bytes: &[u8]) -> Option<Vec<FeedEntry>> {
    let entries = match format(bytes.get(..bytes.len().min(as_usize(HEAD)))?, "") {
        Format::Feed => entries_of_xml(bytes),
        Format::JsonFeed => {
            let feed: serde_json::Value = serde_json::from_slice(bytes).ok()?;
            let items = feed.get("items")?.as_array()?.iter();
            let objects = items.filter_map(serde_json::Value::as_object);
            objects
                .map(|item| super::json_feed::entry(item, &feed))
                .collect()
        }
        _ => return None,
    };
    let noted = entries.into_iter().filter_map(|entry: Entry| {
        let has_story = entry.whole_story().is_some();
        Some(FeedEntry {
            id: entry.id.or_else(|| entry.link.clone()).or(entry.title)?,
            link: entry.link,
            has_story,
        })
    });
    Some(noted.collect())
}

fn entries_of_xml(bytes: &[u8]) -> Vec<Entry> {
    let mut records = Records::new(
        Box::new(io::Cursor::new(bytes.to_vec())),
        &["item", "entry"],
    );
    let mut entries = Vec::new();
    loop {
        match records.next(Limits::default().report_bytes) {
            Ok(Found::Record(_, record)) => {
                let (source, _) = decoded(&records.head, &record, None);
                entries.extend(parse(&source).ok().map(|element| Entry::of(&element)));
            }
            Ok(Found::TooLong(_) | Found::Open(_)) => {}
            Ok(Found::End) | Err(_) => return entries,
        }
    }
}

fn as_usize(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
