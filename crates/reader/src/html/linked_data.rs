//! JSON-LD: what a page tells machines of its story.

use serde_json::Value;

use super::tree::Tree;
use crate::text::squeeze;

/// An article as JSON-LD describes it.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
}

impl Article {
    /// True if it is more than a name in a list: its day or its words are told.
    pub fn is_told(&self) -> bool {
        self.published.is_some() || self.body.is_some()
    }
}

/// Objects looked at in one page.
const MOST_OBJECTS: usize = 2_000;

/// The articles that a page describes, in its order.
pub(crate) fn articles(tree: &Tree) -> Vec<Article> {
    let scripts = tree.below(0).filter(|&id| {
        tree.name(id) == "script"
            && tree.attribute(id, "type").is_some_and(|kind| {
                kind.trim()
                    .to_ascii_lowercase()
                    .starts_with("application/ld+json")
            })
    });
    let values: Vec<Value> = scripts.filter_map(|id| parse(&tree.text_of(id))).collect();
    let mut pending: Vec<&Value> = values.iter().rev().collect();
    let mut objects = Vec::new();
    while let Some(value) = pending.pop() {
        if objects.len() >= MOST_OBJECTS {
            break;
        }
        match value {
            Value::Array(list) => pending.extend(list.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                let inner = [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "hasPart",
                    "itemReviewed",
                ];
                pending.extend(inner.iter().rev().filter_map(|name| object.get(*name)));
            }
            _ => {}
        }
    }
    let by_id = |id: &str| {
        objects
            .iter()
            .find(|object| object.get("@id").and_then(Value::as_str) == Some(id))
            .and_then(|object| object.get("name"))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let is_article = |object: &&&serde_json::Map<String, Value>| is_of_article(object.get("@type"));
    let described = objects.iter().filter(is_article);
    described
        .map(|object| {
            let words = |name: &str| words(object.get(name));
            Article {
                headline: words("headline").or_else(|| words("name")),
                published: words("datePublished"),
                created: words("dateCreated"),
                modified: words("dateModified"),
                authors: names(
                    object.get("author").or_else(|| object.get("creator")),
                    &by_id,
                ),
                publisher: names(object.get("publisher"), &by_id).into_iter().next(),
                language: words("inLanguage"),
                body: words("articleBody").map(|body| without_tags(&body)),
            }
        })
        .collect()
}

/// Reads a script's JSON; a line break inside a string, which many sites leave there, is taken for a blank.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches('\u{feff}');
    let inner = script
        .strip_prefix("<!--")
        .or_else(|| script.strip_prefix("//<![CDATA["))
        .or_else(|| script.strip_prefix("<![CDATA["))
        .unwrap_or(script);
    let inner = inner
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(inner).ok().or_else(|| {
        let plain: String = inner
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&plain).ok()
    })
}

fn is_of_article(kind: Option<&Value>) -> bool {
    let is_one = |kind: &str| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
        kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
    };
    match kind {
        Some(Value::String(kind)) => is_one(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn words(value: Option<&Value>) -> Option<String> {
    let words = match value? {
        Value::String(words) => words.clone(),
        Value::Array(list) => return words(list.first()),
        Value::Object(object) => return words(object.get("@value").or_else(|| object.get("name"))),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let words = entities(&words);
    (!words.trim().is_empty()).then_some(words)
}

fn names(value: Option<&Value>, by_id: &impl Fn(&str) -> Option<String>) -> Vec<String> {
    match value {
        Some(Value::String(name)) if !name.trim().is_empty() => vec![squeeze(&entities(name))],
        Some(Value::Array(list)) => list
            .iter()
            .take(8)
            .filter(|value| !value.is_array())
            .flat_map(|value| names(Some(value), by_id))
            .collect(),
        Some(Value::Object(object)) => {
            let name = words(object.get("name")).or_else(|| by_id(object.get("@id")?.as_str()?));
            name.map(|name| squeeze(&name)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Names of characters that a site put into its JSON by mistake: "Bogot&aacute;".
fn entities(words: &str) -> String {
    if !words.contains('&') || !words.contains(';') {
        return words.to_owned();
    }
    Tree::parse(&words.replace('<', "&lt;"))
        .map_or_else(|_| words.to_owned(), |tree| tree.text_of(0))
}

fn without_tags(words: &str) -> String {
    if !words.contains('<') {
        return words.to_owned();
    }
    let Ok(tree) = Tree::parse(words) else {
        return words.to_owned();
    };
    let pieces = super::blocks::pieces(&tree, |_| false);
    let texts: Vec<String> = pieces.into_iter().map(|piece| piece.text).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_in_a_graph() {
        let source = r##"<script type="application/ld+json">{"@graph":[{"@type":"Organization","@id":"#o","name":"The Daily"},
            {"@type":["NewsArticle"],"headline":"Bogot&aacute;
            talks","datePublished":"2016-08-24T10:00:00Z","author":[{"name":"Jane Doe"}],"publisher":{"@id":"#o"}}]}</script>"##;
        let found = articles(&Tree::parse(source).unwrap());
        assert_eq!(found.len(), 1);
        assert!(found[0].headline.as_deref().unwrap().starts_with("Bogotá"));
        assert_eq!(found[0].publisher.as_deref(), Some("The Daily"));
        assert_eq!(found[0].authors, ["Jane Doe"]);
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        assert!(
            articles(&Tree::parse("<script type='application/ld+json'>{oops</script>").unwrap())
                .is_empty()
        );
    }
}
