//! A page's tags as a tree in one list: html5ever reads them as browsers do, broken ones too.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

/// Tags that a page may have. More are no article, and a tree of them would take too much memory.
const MOST_TAGS: usize = 400_000;

/// Tags that may stand open at once: browsers stop at 512.
const DEEPEST: usize = 1_000;

/// A node by its place in the list; the document is the first.
pub(crate) type Id = usize;

/// A page's tree.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// An element, a text, or the document.
#[derive(Debug, Default)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    /// Name of the element in small letters; empty for others.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

/// Why a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyTags;

impl Tree {
    /// The tree of a page's source.
    pub fn parse(source: &str) -> Result<Self, TooManyTags> {
        if is_too_much(source) {
            return Err(TooManyTags);
        }
        Ok(parse_document(Sink::default(), ParseOpts::default()).one(source))
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The name of an element, empty for a text.
    pub fn name(&self, id: Id) -> &str {
        self.nodes.get(id).map_or("", |node| node.name.as_str())
    }

    /// The words of a text node, empty for an element.
    pub fn words(&self, id: Id) -> &str {
        self.nodes.get(id).map_or("", |node| node.text.as_str())
    }

    /// The parent of a node.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.parent
    }

    /// The children of a node, in order.
    pub fn children(&self, id: Id) -> &[Id] {
        self.nodes
            .get(id)
            .map_or(&[][..], |node| node.children.as_slice())
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let attributes = &self.nodes.get(id)?.attributes;
        let found = attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The element and what stands above it, from below.
    pub fn line(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// All nodes below `id` and itself, in the order of the page.
    pub fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut pending = vec![id];
        std::iter::from_fn(move || {
            let id = pending.pop()?;
            pending.extend(self.children(id).iter().rev());
            Some(id)
        })
    }

    /// All words below a node, as they stand in the source.
    pub fn text_of(&self, id: Id) -> String {
        self.below(id).map(|id| self.words(id)).collect()
    }
}

/// True if a page has too many tags, or too many that stand open: counted, not read.
fn is_too_much(source: &str) -> bool {
    let bytes = source.as_bytes();
    let (mut n_tags, mut open, mut deepest) = (0_usize, 0_usize, 0_usize);
    for (at, _) in source.match_indices('<') {
        n_tags += 1;
        match bytes.get(at + 1) {
            Some(b'/') => open = open.saturating_sub(1),
            Some(byte) if byte.is_ascii_alphabetic() && !closes_itself(&source[at + 1..]) => {
                open += 1;
                deepest = deepest.max(open);
            }
            _ => {}
        }
    }
    n_tags > MOST_TAGS || deepest > DEEPEST
}

/// True for elements without an end tag, and for those whose end tag is often left out.
fn closes_itself(tag: &str) -> bool {
    const NAMES: [&str; 26] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "image", "img", "input", "li",
        "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead",
        "tr", "track", "wbr",
    ];
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or("");
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The list while it is being made.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    document: Handle,
}

/// A node, with its name for the parser.
#[derive(Debug, Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

impl Default for Sink {
    fn default() -> Self {
        let name = QualName::new(None, "".into(), "".into());
        Self {
            nodes: RefCell::new(vec![Node::default()]),
            document: Handle {
                id: 0,
                name: Rc::new(name),
            },
        }
    }
}

impl Sink {
    fn add(&self, node: Node) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        nodes.len() - 1
    }

    fn nameless(&self) -> Handle {
        Handle {
            id: self.add(Node::default()),
            name: Rc::clone(&self.document.name),
        }
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(id).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            // What moves was mostly put there last.
            if let Some(place) = parent.children.iter().rposition(|&child| child == id) {
                parent.children.remove(place);
            }
        }
    }

    /// Puts a node at a place among the children of `parent`, the end where none is given.
    fn put(&self, parent: Id, place: Option<usize>, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                if self.lengthen(parent, place, &text) {
                    return;
                }
                self.add(Node {
                    text: text.to_string(),
                    ..Node::default()
                })
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(id) {
            node.parent = Some(parent);
        }
        if let Some(parent) = nodes.get_mut(parent) {
            let place = place.map_or(parent.children.len(), |place| {
                place.min(parent.children.len())
            });
            parent.children.insert(place, id);
        }
    }

    /// Adds words to the text that stands just before the place; false where none does.
    fn lengthen(&self, parent: Id, place: Option<usize>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let before = nodes.get(parent).and_then(|parent| {
            let place = place.unwrap_or(parent.children.len());
            parent.children.get(place.checked_sub(1)?).copied()
        });
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(node) if !node.text.is_empty() => {
                node.text.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn place_of(&self, id: Id) -> Option<(Id, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.get(id)?.parent?;
        let children = &nodes.get(parent)?.children;
        let place = children.iter().rposition(|&child| child == id)?;
        Some((parent, place))
    }
}

fn pairs(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    let pair = |attribute: Attribute| {
        (
            attribute.name.local.to_string(),
            attribute.value.to_string(),
        )
    };
    attributes.into_iter().map(pair).collect()
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let id = self.add(Node {
            name: name.local.to_ascii_lowercase().to_string(),
            attributes: pairs(attributes),
            ..Node::default()
        });
        Handle {
            id,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.nameless()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.nameless()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.place_of(element.id).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.id);
        }
        if let Some((parent, place)) = self.place_of(sibling.id) {
            self.put(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(target.id) {
            for (key, value) in pairs(attributes) {
                if !node.attributes.iter().any(|(known, _)| *known == key) {
                    node.attributes.push((key, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = nodes
            .get_mut(node.id)
            .map(|node| std::mem::take(&mut node.children))
            .unwrap_or_default();
        for &child in &moved {
            if let Some(child) = nodes.get_mut(child) {
                child.parent = Some(new_parent.id);
            }
        }
        if let Some(parent) = nodes.get_mut(new_parent.id) {
            parent.children.extend(moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_are_not_closed_are_read_as_browsers_do() {
        let tree = Tree::parse("<p>One<p>Two <b>words<table>three<tr><td>four").unwrap();
        let paragraphs = tree.below(0).filter(|&id| tree.name(id) == "p");
        let words: Vec<String> = paragraphs.map(|id| tree.text_of(id)).collect();
        assert_eq!(words.first().map(String::as_str), Some("One"));
        assert!(tree.text_of(0).contains("three") && tree.text_of(0).contains("four"));
    }

    #[test]
    fn every_child_has_its_parent() {
        let tree =
            Tree::parse("<table><div>a<b>b</table>c</b><a>d<a>e</p><svg><p>f</svg>").unwrap();
        for id in tree.below(0) {
            for &child in tree.children(id) {
                assert_eq!(tree.parent(child), Some(id));
            }
        }
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        assert!(Tree::parse(&"<div>".repeat(5_000)).is_err());
        assert!(Tree::parse(&"<p>word".repeat(5_000)).is_ok());
    }
}
