//! XML cut into its records by their tags, and each record as a tree: what is broken in one does not touch the next.

use std::io::{self, BufRead};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::lines::{Line, next_until};
use crate::stream::{Input, as_u64};

/// Elements within each other in one record.
const DEEPEST: usize = 200;

/// Bytes before the first record that are kept.
const LONGEST_HEAD: usize = 64 * 1024;

/// An element with what it holds.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Name without prefix.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub inner: Vec<Inner>,
}

/// Part of an element.
#[derive(Debug)]
pub(crate) enum Inner {
    Text(String),
    Element(Element),
}

impl Element {
    /// Elements directly below, of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element directly below, of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element below, at any depth, of a name.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.below().find(|element| element.name == name)
    }

    /// This element and all below it, in order.
    pub fn below(&self) -> impl Iterator<Item = &Element> {
        let mut pending = vec![self];
        std::iter::from_fn(move || {
            let next = pending.pop()?;
            let inner: Vec<&Element> = next.elements().collect();
            pending.extend(inner.into_iter().rev());
            Some(next)
        })
    }

    /// Elements directly below.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.inner.iter().filter_map(|inner| match inner {
            Inner::Element(element) => Some(element),
            Inner::Text(_) => None,
        })
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All words in it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for inner in &self.inner {
            match inner {
                Inner::Text(words) => text.push_str(words),
                Inner::Element(element) => element.add_text(text),
            }
        }
    }

    /// Words of the first element of a name directly below, where there are any.
    pub fn words(&self, name: &str) -> Option<String> {
        let words = self.child(name)?.text().trim().to_owned();
        (!words.is_empty()).then_some(words)
    }

    /// What it holds, as the source of a page.
    pub fn markup(&self) -> String {
        let mut out = String::new();
        self.add_markup(&mut out);
        out
    }

    fn add_markup(&self, out: &mut String) {
        for inner in &self.inner {
            match inner {
                Inner::Text(words) => {
                    out.push_str(&words.replace('&', "&amp;").replace('<', "&lt;"));
                }
                Inner::Element(element) => {
                    out.push('<');
                    out.push_str(&element.name);
                    for (name, value) in &element.attributes {
                        let value = value.replace('&', "&amp;").replace('"', "&quot;");
                        out.push_str(&format!(" {name}=\"{value}\""));
                    }
                    out.push('>');
                    element.add_markup(out);
                    out.push_str(&format!("</{}>", element.name));
                }
            }
        }
    }
}

/// What was found in a stream of XML.
pub(crate) enum Found {
    /// A record, and the byte where it begins.
    Record(u64, Vec<u8>),
    /// A record that is longer than the limit.
    TooLong(u64),
    /// A record without an end.
    Open(u64),
    End,
}

/// A stream of XML that is cut into records.
pub(crate) struct Records {
    input: Input,
    /// Names of the elements that are records.
    names: &'static [&'static str],
    /// What stands before the first record.
    pub head: Vec<u8>,
    /// The bytes that open the next record, where they were read already.
    opened: Option<(u64, Vec<u8>)>,
    is_head: bool,
}

impl Records {
    /// The records of a stream.
    pub fn new(stream: Box<dyn BufRead>, names: &'static [&'static str]) -> Self {
        Self {
            input: Input::new(stream),
            names,
            head: Vec::new(),
            opened: None,
            is_head: true,
        }
    }

    /// The next record.
    pub fn next(&mut self, limit: usize) -> io::Result<Found> {
        let Some((start, mut record)) = self.open(limit)? else {
            return Ok(Found::End);
        };
        self.is_head = false;
        let name = self.opens(&record).unwrap_or_default();
        if record.ends_with(b"/>") {
            return Ok(Found::Record(start, record));
        }
        let mut raw = Raw::None;
        let mut is_too_long = false;
        loop {
            let at = self.input.offset();
            let mut chunk = match next_until(&mut self.input, b'>', limit)? {
                Line::End if is_too_long => return Ok(Found::TooLong(start)),
                Line::End => return Ok(Found::Open(start)),
                Line::TooLong => {
                    is_too_long = true;
                    record = Vec::new();
                    continue;
                }
                Line::Whole(chunk) => chunk,
            };
            chunk.push(b'>');
            let was_raw = raw != Raw::None;
            raw = raw.behind(&chunk);
            let is_markup = !was_raw && raw == Raw::None;
            if is_markup && closes(&chunk, &name) {
                is_too_long |= record.len() + chunk.len() > limit;
                record.extend_from_slice(&chunk);
                return Ok(if is_too_long {
                    Found::TooLong(start)
                } else {
                    Found::Record(start, record)
                });
            }
            if is_markup && self.opens(&chunk).as_ref() == Some(&name) {
                let tag = chunk.iter().rposition(|&byte| byte == b'<').unwrap_or(0);
                let tag_at = at.saturating_add(as_u64(tag));
                self.opened = Some((tag_at, chunk.split_off(tag)));
                return Ok(Found::Open(start));
            }
            is_too_long |= record.len() + chunk.len() > limit;
            if is_too_long {
                record = Vec::new();
            } else {
                record.extend_from_slice(&chunk);
            }
        }
    }

    /// The start tag of the next record.
    fn open(&mut self, limit: usize) -> io::Result<Option<(u64, Vec<u8>)>> {
        if let Some(opened) = self.opened.take() {
            return Ok(Some(opened));
        }
        let mut raw = Raw::None;
        loop {
            let at = self.input.offset();
            let mut chunk = match next_until(&mut self.input, b'>', limit)? {
                Line::End => return Ok(None),
                Line::TooLong => continue,
                Line::Whole(chunk) => chunk,
            };
            chunk.push(b'>');
            let was_raw = raw != Raw::None;
            raw = raw.behind(&chunk);
            if !was_raw && raw == Raw::None && self.opens(&chunk).is_some() {
                let tag = chunk.iter().rposition(|&byte| byte == b'<').unwrap_or(0);
                if self.is_head {
                    self.head.extend_from_slice(chunk.get(..tag).unwrap_or(&[]));
                }
                let tag_at = at.saturating_add(as_u64(tag));
                return Ok(Some((tag_at, chunk.split_off(tag))));
            }
            if self.is_head && self.head.len() + chunk.len() <= LONGEST_HEAD {
                self.head.extend_from_slice(&chunk);
            }
        }
    }

    /// The name of the record, prefix and all, whose start tag ends these bytes.
    fn opens(&self, chunk: &[u8]) -> Option<Vec<u8>> {
        let tag = last_tag(chunk)?;
        let end = tag
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
        let name = tag.get(..end)?;
        let local = name.rsplit(|&byte| byte == b':').next().unwrap_or(name);
        let is_record = self.names.iter().any(|known| known.as_bytes() == local);
        is_record.then(|| name.to_vec())
    }
}

/// The inner of the tag that ends these bytes.
fn last_tag(chunk: &[u8]) -> Option<&[u8]> {
    let at = chunk.iter().rposition(|&byte| byte == b'<')?;
    chunk.get(at + 1..)
}

fn closes(chunk: &[u8], name: &[u8]) -> bool {
    let tag = last_tag(chunk).and_then(|tag| tag.strip_prefix(b"/"));
    let inner = tag.and_then(|tag| tag.strip_suffix(b">"));
    inner.is_some_and(|inner| inner.trim_ascii() == name)
}

/// Stretches whose `<` and `>` are no tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raw {
    None,
    Comment,
    CData,
}

impl Raw {
    /// The state behind more bytes, which end with `>`.
    fn behind(self, chunk: &[u8]) -> Self {
        let has = |mark: &[u8]| chunk.windows(mark.len()).rposition(|part| part == mark);
        match self {
            Self::Comment if chunk.ends_with(b"-->") => Self::None,
            Self::CData if chunk.ends_with(b"]]>") => Self::None,
            Self::None => match (has(b"<!--"), has(b"<![CDATA[")) {
                (_, Some(_)) if !chunk.ends_with(b"]]>") => Self::CData,
                (Some(_), None) if !chunk.ends_with(b"-->") => Self::Comment,
                _ => Self::None,
            },
            raw => raw,
        }
    }
}

/// The tree of a record; an error says what is broken.
pub(crate) fn parse(source: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err("too many elements within each other".to_owned());
                }
                open.push(element(&start));
            }
            Event::Empty(start) => add(&mut open, Inner::Element(element(&start))),
            Event::End(end) => close(&mut open, end.local_name().as_ref()),
            Event::Text(text) => add(&mut open, Inner::Text(text.xml10_content().into_owned())),
            Event::CData(text) => add(&mut open, Inner::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(name) => {
                let c = name.resolve_char_ref().ok().flatten().map(String::from);
                let words = c.unwrap_or_else(|| named(&name.xml10_content()));
                add(&mut open, Inner::Text(words));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close_last(&mut open);
    }
    let root = open.pop().unwrap_or_default();
    let mut inner = root.inner.into_iter();
    let first = inner.find_map(|inner| match inner {
        Inner::Element(element) => Some(element),
        Inner::Text(_) => None,
    });
    first.ok_or_else(|| "no element".to_owned())
}

fn element(start: &BytesStart) -> Element {
    let mut pairs = start.attributes();
    let pairs = pairs.with_checks(false).flatten();
    let attributes = pairs.map(|pair| {
        let key = pair.key.local_name().as_ref().to_owned();
        let raw = pair.value.to_string();
        let value = pair
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or(raw, |value| value.into_owned());
        (key, value)
    });
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
        inner: Vec::new(),
    }
}

fn add(open: &mut [Element], inner: Inner) {
    if let Some(last) = open.last_mut() {
        last.inner.push(inner);
    }
}

fn close_last(open: &mut Vec<Element>) {
    if let Some(done) = open.pop() {
        add(open, Inner::Element(done));
    }
}

/// Closes the element of a name and those left open in it; an end without a start is passed over.
fn close(open: &mut Vec<Element>, name: &str) {
    let Some(place) = open.iter().rposition(|element| element.name == name) else {
        return;
    };
    while open.len() > place.max(1) {
        close_last(open);
    }
}

/// The character of a name such as `amp` or `nbsp`; as it stands where there is none.
fn named(name: &str) -> String {
    let whole = format!("&{name};");
    crate::html::character(&whole).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(source: &'static str) -> Vec<String> {
        let mut records = Records::new(Box::new(source.as_bytes()), &["item"]);
        let mut found = Vec::new();
        loop {
            match records.next(60).unwrap() {
                Found::Record(at, bytes) => {
                    found.push(format!("{at} {}", String::from_utf8(bytes).unwrap()))
                }
                Found::TooLong(at) => found.push(format!("{at} too long")),
                Found::Open(at) => found.push(format!("{at} open")),
                Found::End => return found,
            }
        }
    }

    #[test]
    fn records_are_cut_by_their_tags() {
        assert_eq!(
            records("<r><!-- <item> --><item>a</item><item><![CDATA[<item></item>]]>b</item></r>"),
            [
                "18 <item>a</item>",
                "32 <item><![CDATA[<item></item>]]>b</item>"
            ]
        );
        assert_eq!(
            records("<x:item a='1'>a<x:item>b</x:item><item/>"),
            ["0 open", "15 <x:item>b</x:item>", "33 <item/>"]
        );
        assert_eq!(
            records(
                "<item>a long one that goes on and on and on <b>and</b> on and on</item><item>b"
            ),
            ["0 too long", "71 open"]
        );
    }

    #[test]
    fn a_tree_of_broken_xml() {
        let tree = parse("<item><a x='1&amp;2'>b&nbsp;c &amp; d<b></a><c/>e</item>").unwrap();
        assert_eq!(tree.words("a").as_deref(), Some("b\u{a0}c & d"));
        assert_eq!(tree.child("a").unwrap().attribute("x"), Some("1&2"));
        assert!(tree.child("c").is_some() && tree.text().ends_with('e'));
        assert!(parse("<item a=").is_err());
    }
}
