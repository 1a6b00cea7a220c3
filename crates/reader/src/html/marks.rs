//! What the names in a page's source say of its parts: classes, identifiers, roles, tags.

use relata_record::LeftOut;

use super::tree::{Id, Tree};
use crate::tables::page_marks;

/// What a name says of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// The story's paragraphs.
    Story,
    /// The headline.
    Headline,
    /// A line or two under the headline.
    Standfirst,
    /// Words under a picture.
    Caption,
    /// No part of the story.
    Left(LeftOut),
}

/// The mark of an element by its names and its tag.
pub(crate) fn mark(tree: &Tree, id: Id) -> Option<Mark> {
    let tag = tree.name(id);
    if tag.is_empty() || matches!(tag, "html" | "body" | "head" | "main") {
        return None;
    }
    if is_hidden(tree, id) {
        return Some(Mark::Left(LeftOut::Hidden));
    }
    of_names(tree, id)
        .or_else(|| of_role(tree, id))
        .or(match tag {
            "nav" | "menu" => Some(Mark::Left(LeftOut::Navigation)),
            "aside" => Some(Mark::Left(LeftOut::OutsideStory)),
            "footer" => Some(Mark::Left(LeftOut::SiteFooter)),
            "form" | "button" | "dialog" | "input" => Some(Mark::Left(LeftOut::Form)),
            "figcaption" => Some(Mark::Caption),
            "address" => Some(Mark::Left(LeftOut::Byline)),
            "time" => Some(Mark::Left(LeftOut::Time)),
            _ => None,
        })
}

/// Elements within a line whose mark counts: in a paragraph, emphasis and links are words of it.
pub(crate) fn may_split(tag: &str) -> bool {
    matches!(tag, "span" | "small" | "cite" | "label" | "time" | "font")
}

fn is_hidden(tree: &Tree, id: Id) -> bool {
    let style = tree.attribute(id, "style").unwrap_or("");
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Attributes that hold names for a person or a program.
const NAMED_BY: [&str; 9] = [
    "class",
    "id",
    "itemprop",
    "rel",
    "data-component",
    "data-testid",
    "data-block",
    "data-module",
    "aria-label",
];

fn of_names(tree: &Tree, id: Id) -> Option<Mark> {
    let names = NAMED_BY
        .iter()
        .filter_map(|name| tree.attribute(id, name))
        .flat_map(|value| value.split_ascii_whitespace());
    let tokens: Vec<Vec<String>> = names.take(40).map(tokens).collect();
    let has = |phrase: &[&str]| {
        tokens.iter().any(|name| {
            name.windows(phrase.len())
                .any(|part| part.iter().zip(phrase).all(|(token, word)| token == word))
        })
    };
    let found = page_marks()
        .iter()
        .find(|(_, phrase)| has(phrase.as_slice()));
    found.map(|(mark, _)| *mark)
}

/// "storyBody--main2" as story, body, main.
fn tokens(name: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut was_small = false;
    for c in name.chars().take(80) {
        let begins = !c.is_ascii_alphabetic() || (was_small && c.is_ascii_uppercase());
        was_small = c.is_ascii_lowercase();
        if begins && tokens.last().is_some_and(|token| !token.is_empty()) {
            tokens.push(String::new());
        }
        if let Some(token) = tokens.last_mut().filter(|_| c.is_ascii_alphabetic()) {
            token.push(c.to_ascii_lowercase());
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

fn of_role(tree: &Tree, id: Id) -> Option<Mark> {
    let left = match tree.attribute(id, "role")? {
        "navigation" | "menu" | "menubar" | "search" => LeftOut::Navigation,
        "contentinfo" => LeftOut::SiteFooter,
        "banner" => LeftOut::Navigation,
        "complementary" => LeftOut::OutsideStory,
        "dialog" | "alertdialog" | "alert" => LeftOut::CookieNotice,
        "form" => LeftOut::Form,
        _ => return None,
    };
    Some(Mark::Left(left))
}

/// The mark that a row of the table names; `None` for a name that no row may have.
pub(crate) fn of_row(kind: &str) -> Option<Mark> {
    Some(match kind {
        "story" => Mark::Story,
        "headline" => Mark::Headline,
        "standfirst" => Mark::Standfirst,
        "caption" => Mark::Caption,
        "navigation" => Mark::Left(LeftOut::Navigation),
        "other-stories" => Mark::Left(LeftOut::OtherStories),
        "newsletter" => Mark::Left(LeftOut::Newsletter),
        "cookie-notice" => Mark::Left(LeftOut::CookieNotice),
        "sharing" => Mark::Left(LeftOut::Sharing),
        "comments" => Mark::Left(LeftOut::Comments),
        "advertisement" => Mark::Left(LeftOut::Advertisement),
        "topics" => Mark::Left(LeftOut::Topics),
        "about-author" => Mark::Left(LeftOut::AboutAuthor),
        "site-footer" => Mark::Left(LeftOut::SiteFooter),
        "form" => Mark::Left(LeftOut::Form),
        "byline" => Mark::Left(LeftOut::Byline),
        "time" => Mark::Left(LeftOut::Time),
        "credit" => Mark::Left(LeftOut::Credit),
        "outside-story" => Mark::Left(LeftOut::OutsideStory),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(tokens("storyBody--main2"), ["story", "body", "main"]);
        assert_eq!(tokens("wp-caption_text"), ["wp", "caption", "text"]);
    }

    #[test]
    fn marks_of_elements() {
        let cases = [
            ("<div class=entry-content>", Some(Mark::Story)),
            (
                "<div class='c-related-links'>",
                Some(Mark::Left(LeftOut::OtherStories)),
            ),
            (
                "<div id=onetrust-consent-sdk>",
                Some(Mark::Left(LeftOut::CookieNotice)),
            ),
            ("<div class=shared-garden>", None),
            ("<figcaption>", Some(Mark::Caption)),
            (
                "<div style='display: none'>",
                Some(Mark::Left(LeftOut::Hidden)),
            ),
        ];
        for (source, wanted) in cases {
            let tree = Tree::parse(&format!("{source}x")).unwrap();
            let found = tree.below(0).find_map(|id| mark(&tree, id));
            assert_eq!(found, wanted, "{source}");
        }
    }
}
