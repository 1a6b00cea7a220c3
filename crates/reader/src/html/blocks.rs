//! The visible words of a page, cut where a browser begins a new line of its own.

use super::tree::{Id, Tree};
use crate::text::{ends_sentence, is_blank, word_count};

/// Words below which a line that is broken off stands for itself.
const FEW: usize = 8;

/// Words of the page that stand together.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The words, white space as a browser shows it.
    pub text: String,
    /// Characters of it that are links.
    pub n_linked: usize,
    /// The element that holds it.
    pub element: Id,
    /// True if a picture stands just before it.
    pub is_behind_picture: bool,
}

impl Piece {
    /// Share of its characters that are links.
    pub fn linked(&self) -> f32 {
        let n_all = self.text.chars().filter(|c| !c.is_whitespace()).count();
        self.n_linked as f32 / n_all.max(1) as f32
    }
}

/// Elements whose words no reader sees as words of the page.
const UNSEEN: [&str; 18] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "audio",
    "video", "canvas", "head", "textarea", "select", "datalist", "map", "title",
];

/// Elements that run on in the line.
const IN_LINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meta", "link", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "nobr",
];

/// True if the words of an element run on in the line around it.
pub(crate) fn is_in_line(name: &str) -> bool {
    IN_LINE.contains(&name)
}

/// The pieces of a page in its order. `splits` tells of elements in a line that stand for themselves all the same.
pub(crate) fn pieces(tree: &Tree, splits: impl Fn(Id) -> bool) -> Vec<Piece> {
    let mut cutter = Cutter {
        tree,
        pieces: Vec::new(),
        open: vec![0],
        text: String::new(),
        n_linked: 0,
        n_links: 0,
        n_verbatim: 0,
        is_behind_picture: false,
    };
    let mut pending = vec![Step::Enter(0)];
    while let Some(step) = pending.pop() {
        match step {
            Step::Leave(id) => cutter.leave(id, &splits),
            Step::Enter(id) if UNSEEN.contains(&tree.name(id)) => {}
            Step::Enter(id) => {
                cutter.enter(id, &splits);
                pending.push(Step::Leave(id));
                pending.extend(tree.children(id).iter().rev().map(|&id| Step::Enter(id)));
            }
        }
    }
    cutter.cut();
    cutter.pieces
}

enum Step {
    Enter(Id),
    Leave(Id),
}

struct Cutter<'a> {
    tree: &'a Tree,
    pieces: Vec<Piece>,
    /// Elements that stand for themselves and are open, the innermost last.
    open: Vec<Id>,
    text: String,
    n_linked: usize,
    /// Links that are open.
    n_links: usize,
    /// Elements that are open and keep line breaks.
    n_verbatim: usize,
    is_behind_picture: bool,
}

impl Cutter<'_> {
    fn enter(&mut self, id: Id, splits: &impl Fn(Id) -> bool) {
        let name = self.tree.name(id);
        match name {
            "" => return self.words(self.tree.words(id)),
            "br" => return self.line_break(),
            "a" => self.n_links += 1,
            "pre" => self.n_verbatim += 1,
            "img" | "picture" | "amp-img" => self.is_behind_picture = true,
            _ => {}
        }
        if stands_alone(name) || splits(id) {
            self.cut();
            self.open.push(id);
        }
    }

    fn leave(&mut self, id: Id, splits: &impl Fn(Id) -> bool) {
        let name = self.tree.name(id);
        match name {
            "a" => self.n_links = self.n_links.saturating_sub(1),
            "pre" => self.n_verbatim = self.n_verbatim.saturating_sub(1),
            _ => {}
        }
        if stands_alone(name) || splits(id) {
            self.cut();
            self.open.pop();
        }
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            let keeps = self.n_verbatim > 0 && c == '\n';
            let c = if is_blank(c) && !keeps { ' ' } else { c };
            if (c == ' ' && (self.text.is_empty() || self.text.ends_with([' ', '\n'])))
                || (c.is_control() && c != '\n')
            {
                continue;
            }
            if c == '\n' {
                self.line_break();
                continue;
            }
            if self.n_links > 0 && c != ' ' {
                self.n_linked += 1;
            }
            self.text.push(c);
        }
    }

    /// A break goes on in the paragraph, as in wrapped lines; a second one ends it, and so does one behind a sentence
    /// or behind a few words.
    fn line_break(&mut self) {
        let trimmed = self.text.trim_end_matches(' ').len();
        self.text.truncate(trimmed);
        let ends = self.text.ends_with('\n') || ends_sentence(&self.text);
        if ends || (!self.text.contains('\n') && word_count(&self.text) < FEW) {
            self.cut();
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn cut(&mut self) {
        let text = std::mem::take(&mut self.text);
        let n_linked = std::mem::take(&mut self.n_linked);
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            text: text.to_owned(),
            n_linked,
            element: self.open.last().copied().unwrap_or(0),
            is_behind_picture: std::mem::take(&mut self.is_behind_picture),
        });
    }
}

/// True for elements that begin a line of their own. Cells of a table do, too: old pages are laid out in tables.
fn stands_alone(name: &str) -> bool {
    !name.is_empty() && !is_in_line(name) && name != "br"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(source: &str) -> Vec<String> {
        let tree = Tree::parse(source).unwrap();
        let pieces = pieces(&tree, |_| false);
        pieces.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn paragraphs_and_breaks() {
        assert_eq!(
            cut("<p>One  <b>two</b>\n three<p>four"),
            ["One two three", "four"]
        );
        assert_eq!(
            cut(
                "<div>One line of words that a site has broken<br>and its rest.<br>two<br /> <br>three</div>"
            ),
            [
                "One line of words that a site has broken\nand its rest.",
                "two",
                "three"
            ]
        );
        assert_eq!(
            cut("<script>x</script><table><tr><td>a<td>b</table>"),
            ["a", "b"]
        );
        assert_eq!(cut("a&nbsp;b<span>c</span>&amp;"), ["a bc&"]);
    }
}
