//! JSON Feed: one document, read whole.

use serde_json::{Map, Value};

use super::feed::{Entry, Reading, paragraphs};
use crate::Item;
use crate::problems::At;
use crate::stream::{Part, Place, Stream};

/// The parts of a JSON Feed, whose bytes were read from `stream`.
pub(crate) fn read_json_feed(bytes: &[u8], stream: &Stream) -> Vec<Part> {
    let at = At::file(&stream.file);
    let place = || Place {
        file: stream.file.clone(),
        ..Place::default()
    };
    let problem = |what: String| {
        let item = Item::problem(at.skipped(what, "fetch the feed anew"));
        vec![Part::Read(place(), Box::new(item))]
    };
    let feed: Value = match serde_json::from_slice(bytes) {
        Ok(feed) => feed,
        Err(error) => return problem(format!("is a broken JSON Feed ({error})")),
    };
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        return problem("is a JSON Feed without items".to_owned());
    };
    let entries = (1_u64..).zip(items).map(|(n, item)| {
        let Some(entry) = item.as_object().map(|item| entry(item, &feed)) else {
            let what = format!("has an item that is no object, its number {n}");
            return Part::Read(
                place(),
                Box::new(Item::problem(at.skipped(what, "fetch the feed anew"))),
            );
        };
        let own_id = format!("{}:{n}", stream.stem);
        match entry.read(own_id, at, stream.path.as_deref(), stream.depth) {
            Reading::Page(page) => Part::Open(page),
            Reading::Item(item) => Part::Read(place(), item),
        }
    });
    entries.collect()
}

/// What an item of a JSON Feed says.
pub(crate) fn entry(item: &Map<String, Value>, feed: &Value) -> Entry {
    let words = |name: &str| match item.get(name)? {
        Value::String(words) if !words.trim().is_empty() => Some(words.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let of_feed = |name: &str| feed.get(name).and_then(Value::as_str).map(str::to_owned);
    let listed = item
        .get("authors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let authors = listed.chain(item.get("author"));
    let names = authors.filter_map(|author| author.get("name")?.as_str().map(str::to_owned));
    Entry {
        id: words("id"),
        title: words("title"),
        link: words("url").or_else(|| words("external_url")),
        published: words("date_published").or_else(|| words("date_modified")),
        authors: names.collect(),
        outlet: of_feed("title"),
        language: words("language").or_else(|| of_feed("language")),
        story: words("content_html")
            .or_else(|| words("content_text").map(|text| paragraphs(&text))),
        summary: words("summary").map(|text| paragraphs(&text)),
    }
}
