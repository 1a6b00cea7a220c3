//! The agencies' own formats: NITF, and NewsML-G2 with NITF, XHTML or plain text inside.

use super::elements::{Element, Found, Inner, Records, parse};
use super::feed::{broken, paragraphs};
use crate::field;
use crate::html;
use crate::metadata::{Clue, Fields, build_parts};
use crate::page::Given;
use crate::problems::At;
use crate::stream::{Container, Part, Place, Served, Stream};
use crate::text::squeeze;
use crate::{Item, Limits};

/// A file of news items that is being read.
pub(crate) struct News {
    records: Records,
    file: String,
    stem: String,
    served: Served,
    n: u64,
    is_over: bool,
}

impl News {
    /// The news items of a stream.
    pub fn new(stream: Stream) -> Self {
        Self {
            records: Records::new(stream.bytes, &["newsItem", "nitf"]),
            file: stream.file,
            stem: stream.stem,
            served: stream.served,
            n: 0,
            is_over: false,
        }
    }

    fn item(&self, byte: u64, bytes: &[u8]) -> Item {
        let at = At {
            byte: Some(byte),
            ..At::file(&self.file)
        };
        let named = html::declared(&self.records.head).or_else(|| self.served.charset.clone());
        let Some(source) = html::decode(bytes, named.as_deref()) else {
            return Item::problem(at.skipped("has an item that is not text", "fetch it anew"));
        };
        let element = match parse(&source.text) {
            Ok(element) => element,
            Err(what) => {
                let what = format!("has a broken item ({what})");
                return Item::problem(at.skipped(what, "fetch it anew"));
            }
        };
        let own_id = if self.n == 1 {
            self.stem.clone()
        } else {
            format!("{}:{}", self.stem, self.n)
        };
        let mut fields = Fields {
            id: own_id,
            charset: Some(source.charset),
            is_page: true,
            ..Fields::default()
        };
        let parts = if element.name == "nitf" {
            fields.form = "NITF";
            of_nitf(&element, &mut fields)
        } else {
            fields.form = "NewsML-G2";
            of_news_item(&element, &mut fields)
        };
        let title = fields.title.take().map(|title| (title.value, Given::Title));
        let (text, parts) = html::assemble(title.into_iter().chain(parts));
        let has_story = parts.iter().any(|part| part.given == Given::Nothing);
        if !has_story {
            return Item::problem(at.skipped("has an item without a text", "leave it out"));
        }
        Item::report(build_parts(text, &parts, fields))
    }
}

impl Container for News {
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
            Item::problem(at.skipped(what, "fetch it anew"))
        };
        let (byte, item) = match self.records.next(limits.report_bytes) {
            Ok(Found::Record(byte, bytes)) => (Some(byte), self.item(byte, &bytes)),
            Ok(Found::TooLong(byte)) => (
                Some(byte),
                skipped(byte, format!("has an item that {}", limits.too_long())),
            ),
            Ok(Found::Open(byte)) => (
                Some(byte),
                skipped(byte, "has an item without an end".to_owned()),
            ),
            Ok(Found::End) => {
                self.is_over = true;
                if self.n > 1 {
                    return None;
                }
                (
                    None,
                    Item::problem(
                        At::file(&self.file).skipped("holds no news items", "leave it out"),
                    ),
                )
            }
            Err(error) => (None, broken(&error, &self.file, &mut self.is_over)),
        };
        let place = Place {
            file: self.file.clone(),
            line: None,
            byte,
        };
        Some(Part::Read(place, Box::new(item)))
    }
}

fn clue(value: String, how: &str) -> Clue<String> {
    Clue {
        value: squeeze(&value),
        how: how.to_owned(),
    }
}

fn words(element: &Element) -> Option<String> {
    let words = squeeze(&element.text());
    (!words.is_empty()).then_some(words)
}

/// The parts of a story in NITF; what its head says goes to `fields`.
fn of_nitf(nitf: &Element, fields: &mut Fields) -> Vec<(String, Given)> {
    let head = nitf.child("head");
    let body_head = nitf.find("body.head");
    let found = |name: &str| body_head.and_then(|head| head.find(name)).and_then(words);
    let headline = found("hl1").or_else(|| found("hedline"));
    let of_head = || head.and_then(|head| head.find("title")).and_then(words);
    fields.title = fields
        .title
        .take()
        .or_else(|| headline.map(|title| clue(title, "NITF `hl1`")))
        .or_else(|| of_head().map(|title| clue(title, "NITF `title`")));
    let issued = head
        .and_then(|head| head.find("date.issue"))
        .and_then(|date| date.attribute("norm"));
    let story_date = nitf
        .find("story.date")
        .and_then(|date| date.attribute("norm"));
    let release = head
        .and_then(|head| head.find("date.release"))
        .and_then(|date| date.attribute("norm"));
    let published = [
        ("date.issue", issued),
        ("story.date", story_date),
        ("date.release", release),
    ]
    .into_iter()
    .find_map(|(name, written)| Some((name, field::day(written?)?)));
    fields.published = fields.published.take().or_else(|| {
        published.map(|(name, value)| Clue {
            value,
            how: format!("NITF `{name}`"),
        })
    });
    let byline = body_head.and_then(|head| head.find("byline"));
    let person = byline
        .and_then(|byline| byline.find("person"))
        .and_then(words);
    let author = person.or_else(|| byline.and_then(words));
    fields.authors.extend(author.map(|author| {
        let author = author.trim_start_matches("By ").to_owned();
        clue(author, "NITF `byline`")
    }));
    let distributor = found("distributor")
        .or_else(|| found("copyrite.holder"))
        .or_else(|| {
            head.and_then(|head| head.find("doc.copyright"))
                .and_then(|rights| rights.attribute("holder").map(str::to_owned))
        });
    fields.source = fields
        .source
        .take()
        .or_else(|| distributor.map(|name| clue(name, "NITF `distributor`")));
    let id = head
        .and_then(|head| head.find("doc-id"))
        .and_then(|id| id.attribute("id-string"));
    if let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) {
        fields.id = id.to_owned();
    }
    let mut parts = Vec::new();
    if let Some(place) = found("dateline") {
        parts.push((place, Given::Left(relata_record::LeftOut::Dateline)));
    }
    match nitf.find("body.content") {
        Some(content) => blocks(content, Given::Nothing, &mut parts),
        None => parts.clear(),
    }
    parts
}

/// Elements of NITF and XHTML that begin a line of their own.
const BLOCKS: [&str; 18] = [
    "p",
    "hl1",
    "hl2",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "tr",
    "bq",
    "block",
    "blockquote",
    "div",
    "ul",
    "ol",
    "table",
    "media",
    "pre",
];

fn blocks(element: &Element, given: Given, parts: &mut Vec<(String, Given)>) {
    let has_blocks = element
        .below()
        .skip(1)
        .any(|inner| BLOCKS.contains(&inner.name.as_str()));
    if !has_blocks {
        if let Some(words) = words(element) {
            parts.push((words, given));
        }
        return;
    }
    for inner in &element.inner {
        match inner {
            Inner::Text(words) if words.trim().is_empty() => {}
            Inner::Text(words) => parts.push((squeeze(words), given)),
            Inner::Element(inner) => match inner.name.as_str() {
                "media-metadata" | "media-reference" | "media-object" => {}
                "media" | "media-caption" | "figure" => {
                    for caption in inner
                        .below()
                        .filter(|inner| inner.name == "media-caption" || inner.name == "figcaption")
                    {
                        blocks(caption, Given::Caption, parts);
                    }
                }
                "media-producer" => {}
                "hl2" | "h2" | "h3" | "h4" => {
                    let why = Given::Left(relata_record::LeftOut::ShortLine);
                    parts.extend(words(inner).map(|words| (words, why)));
                }
                _ => blocks(inner, given, parts),
            },
        }
    }
}

/// The parts of an item of NewsML-G2.
fn of_news_item(item: &Element, fields: &mut Fields) -> Vec<(String, Given)> {
    let meta = item.child("itemMeta");
    let content = item.child("contentMeta");
    let of = |place: Option<&Element>, name: &str| {
        place.and_then(|place| place.find(name)).and_then(words)
    };
    let title = of(content, "headline").map(|title| clue(title, "NewsML `headline`"));
    let title = title.or_else(|| of(meta, "title").map(|title| clue(title, "NewsML `title`")));
    fields.title = title;
    let dates = [
        (content, "contentCreated"),
        (meta, "firstCreated"),
        (meta, "versionCreated"),
        (content, "contentModified"),
    ];
    fields.published = dates.into_iter().find_map(|(place, name)| {
        Some(Clue {
            value: field::day(&of(place, name)?)?,
            how: format!("NewsML `{name}`"),
        })
    });
    let author = of(content, "by").map(|by| by.trim_start_matches("By ").to_owned());
    fields
        .authors
        .extend(author.map(|author| clue(author, "NewsML `by`")));
    let provider = meta
        .and_then(|meta| meta.find("provider"))
        .and_then(|provider| {
            let named = provider.find("name").and_then(words);
            let literal = provider.attribute("literal").map(str::to_owned);
            let code = provider
                .attribute("qcode")
                .and_then(|code| code.rsplit(':').next().map(str::to_owned));
            named.or(literal).or(code)
        });
    let credit = of(content, "creditline").map(|name| clue(name, "NewsML `creditline`"));
    fields.source = credit.or_else(|| provider.map(|name| clue(name, "NewsML `provider`")));
    fields.language = content
        .and_then(|content| content.find("language"))
        .and_then(|language| language.attribute("tag"))
        .map(str::to_owned);
    if let Some(guid) = item.attribute("guid").filter(|guid| !guid.is_empty()) {
        fields.id = guid.to_owned();
    }
    let mut parts = Vec::new();
    if let Some(dateline) = of(content, "dateline") {
        parts.push((dateline, Given::Left(relata_record::LeftOut::Dateline)));
    }
    let Some(set) = item.child("contentSet") else {
        return Vec::new();
    };
    for inner in set.elements() {
        if let Some(nitf) = inner.find("nitf") {
            return of_nitf(nitf, fields);
        }
        match inner.name.as_str() {
            "inlineXML" => {
                let body = inner.find("body").unwrap_or(inner);
                blocks(body, Given::Nothing, &mut parts);
            }
            "inlineData" => {
                let text = inner.text();
                let source = if text.contains("</p>") {
                    text
                } else {
                    paragraphs(&text)
                };
                if let Some((text, found)) = html::of_fragment(None, &source) {
                    let words = |part: crate::page::Part| {
                        let words = text.get(part.range).unwrap_or("").to_owned();
                        (words, part.given)
                    };
                    parts.extend(found.into_iter().map(words));
                }
            }
            _ => {}
        }
    }
    parts
}
