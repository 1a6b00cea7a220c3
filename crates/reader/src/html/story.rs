//! Where on the page the story stands, and what every other piece is.

use relata_record::LeftOut;

use super::blocks::Piece;
use super::marks::{self, Mark};
use super::tree::{Id, Tree};
use crate::page::is_time_or_author;
use crate::tables::is_site_line;
use crate::text::{ends_sentence, folded, word_count};

/// Words from which on a piece is running text.
const RUNNING: usize = 8;

/// Words that a headline has at least.
const HEADLINE: usize = 4;
/// Headlines that a list of stories has at least.
const LIST: usize = 6;
/// Words that a teaser has at most.
const TEASER: usize = 70;

/// A page's pieces with what is known of them.
pub(crate) struct View<'a> {
    tree: &'a Tree,
    pieces: &'a [Piece],
    /// The mark of each element that has one, by its place in the tree.
    marks: Vec<Option<Mark>>,
    /// For each piece: is it running text, whatever stands around it?
    running: Vec<bool>,
}

/// What is made of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the story, or between it and its headline: its look decides.
    Story,
    /// The headline.
    Title,
    /// Words under a picture.
    Caption,
    /// No part of the story.
    Left(LeftOut),
}

/// What is known of the story from the page's data.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Its words, folded.
    pub words: Option<String>,
    /// Its titles, folded, the best first.
    pub titles: Vec<String>,
    /// The name of the site, folded.
    pub site: Option<String>,
}

/// The marks of a page's elements.
pub(crate) fn marks(tree: &Tree) -> Vec<Option<Mark>> {
    (0..tree.len()).map(|id| marks::mark(tree, id)).collect()
}

/// True if an element in a line stands for itself by its mark.
pub(crate) fn splits(tree: &Tree, marks: &[Option<Mark>], id: Id) -> bool {
    marks::may_split(tree.name(id)) && marks.get(id).copied().flatten().is_some()
}

impl<'a> View<'a> {
    /// A view of a page. Marks of elements that hold most of its running text are taken off: a page that is one
    /// big "share wrapper" is not about sharing.
    pub fn new(tree: &'a Tree, pieces: &'a [Piece], mut marks: Vec<Option<Mark>>) -> Self {
        let running: Vec<bool> = pieces.iter().map(is_running).collect();
        let mut view = Self {
            tree,
            pieces,
            marks: Vec::new(),
            running,
        };
        let held = view.words_held(|_| true);
        let total = held.first().copied().unwrap_or(0);
        for (mark, held) in marks.iter_mut().zip(&held) {
            if matches!(mark, Some(Mark::Left(_) | Mark::Caption)) && held * 2 > total {
                *mark = None;
            }
        }
        view.marks = marks;
        view
    }

    /// Words of running text below each element, of the pieces that are `wanted`.
    fn words_held(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut held = vec![0; self.tree.len()];
        for (place, piece) in self.pieces.iter().enumerate() {
            if self.running.get(place) != Some(&true) || !wanted(place) {
                continue;
            }
            let words = word_count(&piece.text);
            for id in self.tree.line(piece.element) {
                if let Some(held) = held.get_mut(id) {
                    *held += words;
                }
            }
        }
        held
    }

    fn mark(&self, id: Id) -> Option<Mark> {
        self.marks.get(id).copied().flatten()
    }

    /// Why a piece is no part of the story by the marks around it, the outermost first: what stands in a list of
    /// other stories is one, whatever it is there.
    fn left_out(&self, element: Id) -> Option<LeftOut> {
        let lefts = self
            .tree
            .line(element)
            .filter_map(|id| match self.mark(id) {
                Some(Mark::Left(why)) => Some(why),
                _ => None,
            });
        lefts.last()
    }

    fn is_caption(&self, element: Id) -> bool {
        self.tree
            .line(element)
            .any(|id| self.mark(id) == Some(Mark::Caption))
    }

    fn has_mark(&self, element: Id, wanted: Mark) -> bool {
        self.tree
            .line(element)
            .take(4)
            .any(|id| self.mark(id) == Some(wanted))
    }

    /// What each piece is; `None` where the page holds no running text at all.
    pub fn places(&self, known: &Known) -> Option<Vec<Place>> {
        let (root, story) = self.story(known)?;
        let first = story.iter().position(|&is_story| is_story)?;
        let title = self.title(known, first);
        let site_boxes = self.site_boxes();
        let place = |place: usize| {
            let Some(piece) = self.pieces.get(place) else {
                return Place::Left(LeftOut::OutsideStory);
            };
            if title == Some(place) {
                return Place::Title;
            }
            let in_root = self.tree.line(piece.element).any(|id| id == root);
            let in_head = title.is_some_and(|title| title < place) && place < first;
            if let Some(why) = self.left_out(piece.element) {
                return Place::Left(why);
            }
            if self.is_caption(piece.element) && (in_root || in_head || self.is_near(place, first))
            {
                return Place::Caption;
            }
            let in_front = title.is_some_and(|title| place < title && place + 3 >= title);
            if in_front && is_time_or_author(&piece.text) {
                return Place::Story;
            }
            let mut inner = self.tree.line(piece.element).take_while(|&id| id != root);
            if in_root && inner.any(|id| site_boxes.get(id) == Some(&true)) {
                Place::Left(LeftOut::Newsletter)
            } else if in_root {
                self.in_story(place, piece, place < first)
            } else if in_head {
                self.in_head(piece)
            } else {
                Place::Left(LeftOut::OutsideStory)
            }
        };
        Some((0..self.pieces.len()).map(place).collect())
    }

    /// How many headlines a list of stories has: a front page, a section, an archive of a month. Its headlines are links,
    /// and no more than a teaser stands between two of them. `None` for what may be a story.
    pub fn headlines_of_list(&self) -> Option<usize> {
        let (mut n_headlines, mut n_words, mut most_words) = (0, 0, 0);
        for (place, piece) in self.pieces.iter().enumerate() {
            if self.left_out(piece.element).is_some() {
                continue;
            }
            if piece.linked() > 0.9 && word_count(&piece.text) >= HEADLINE {
                n_headlines += 1;
                n_words = 0;
            } else if self.running.get(place) == Some(&true) {
                n_words += word_count(&piece.text);
                most_words = most_words.max(n_words);
            }
        }
        (n_headlines >= LIST && most_words < TEASER).then_some(n_headlines)
    }

    /// What each piece is where all of the source is a story.
    pub fn places_of_fragment(&self) -> Vec<Place> {
        let place = |(place, piece): (usize, &Piece)| match self.left_out(piece.element) {
            Some(why) => Place::Left(why),
            None if self.is_caption(piece.element) => Place::Caption,
            None => self.in_story(place, piece, false),
        };
        self.pieces.iter().enumerate().map(place).collect()
    }

    /// Elements of few pieces that begin with a heading of the site's, "Sign up to our letter", by their place in the
    /// tree.
    fn site_boxes(&self) -> Vec<bool> {
        let mut n_inside = vec![0_usize; self.tree.len()];
        let mut first_inside = vec![None; self.tree.len()];
        for (place, piece) in self.pieces.iter().enumerate() {
            for id in self.tree.line(piece.element) {
                if let (Some(n), Some(first)) = (n_inside.get_mut(id), first_inside.get_mut(id)) {
                    *n += 1;
                    first.get_or_insert(place);
                }
            }
        }
        let is_heading = |place: usize| {
            self.pieces.get(place).is_some_and(|piece| {
                let tag = self.tree.name(piece.element);
                matches!(tag, "h2" | "h3" | "h4" | "h5") && is_site_line(&piece.text)
            })
        };
        let is_box = |(id, (n, first)): (usize, (usize, Option<usize>))| {
            let tag = self.tree.name(id);
            (2..=6).contains(&n)
                && matches!(tag, "div" | "section" | "aside" | "form")
                && first.is_some_and(is_heading)
        };
        n_inside
            .into_iter()
            .zip(first_inside)
            .enumerate()
            .map(is_box)
            .collect()
    }

    /// True for a piece not far before the story.
    fn is_near(&self, place: usize, first: usize) -> bool {
        place < first && first - place <= 6
    }

    fn in_story(&self, place: usize, piece: &Piece, before: bool) -> Place {
        let tag = self.tree.name(piece.element);
        let is_heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if piece.linked() > 0.7 && !self.is_sentence_with_links(place, piece) {
            return Place::Left(LeftOut::OtherStories);
        }
        if is_heading && !before {
            return Place::Left(LeftOut::ShortLine);
        }
        if piece.is_behind_picture && has_credit(&piece.text) {
            return Place::Caption;
        }
        Place::Story
    }

    /// A sentence that is a link as a whole stands in some stories; a list of such does not.
    fn is_sentence_with_links(&self, place: usize, piece: &Piece) -> bool {
        self.running.get(place) == Some(&true)
            || (ends_sentence(&piece.text) && word_count(&piece.text) >= 6)
                && self.tree.name(piece.element) == "p"
    }

    /// Between the headline and the story stand its lead, who wrote it, and when.
    fn in_head(&self, piece: &Piece) -> Place {
        let linked = piece.linked() > 0.5;
        if self.has_mark(piece.element, Mark::Standfirst) && !linked {
            return Place::Story;
        }
        let words = word_count(&piece.text);
        let is_lead = words >= RUNNING && !linked;
        let is_line_of_page = words < RUNNING + 6 && (!linked || piece.text.starts_with("By "));
        if is_lead || is_line_of_page {
            Place::Story
        } else {
            Place::Left(LeftOut::OutsideStory)
        }
    }

    /// The element of the story, and which pieces are its running text.
    fn story(&self, known: &Known) -> Option<(Id, Vec<bool>)> {
        let open = |place: usize| {
            self.pieces.get(place).is_some_and(|piece| {
                self.left_out(piece.element).is_none() && !self.is_caption(piece.element)
            })
        };
        let is_open: Vec<bool> = (0..self.pieces.len()).map(open).collect();
        let held = self.words_held(|place| is_open.get(place) == Some(&true));
        let root = known
            .words
            .as_deref()
            .and_then(|words| self.by_words(words, &is_open))
            .or_else(|| self.by_mark(&held))
            .or_else(|| self.by_tag(&held))
            .or_else(|| self.by_weight(&is_open, &held))?;
        let is_story = |place: usize| {
            let inside = |piece: &Piece| self.tree.line(piece.element).any(|id| id == root);
            self.running.get(place) == Some(&true)
                && is_open.get(place) == Some(&true)
                && self.pieces.get(place).is_some_and(inside)
        };
        let story: Vec<bool> = (0..self.pieces.len()).map(is_story).collect();
        if story.contains(&true) {
            return Some((root, story));
        }
        // No running text: a story of short sentences, all of the element's pieces then.
        let inside = |place: usize| {
            is_open.get(place) == Some(&true)
                && self.pieces.get(place).is_some_and(|piece| {
                    !self.has_mark(piece.element, Mark::Headline)
                        && self.tree.name(piece.element) != "h1"
                        && self.tree.line(piece.element).any(|id| id == root)
                })
        };
        Some((root, (0..self.pieces.len()).map(inside).collect()))
    }

    /// The smallest element around the pieces whose words the page's data gives as the story's.
    fn by_words(&self, words: &str, is_open: &[bool]) -> Option<Id> {
        let total = word_count(words);
        if total < 30 {
            return None;
        }
        let mut n_found = 0;
        let mut elements = Vec::new();
        for (piece, _) in self.pieces.iter().zip(is_open).filter(|(_, open)| **open) {
            let n_words = word_count(&piece.text);
            if n_words >= RUNNING && words.contains(&folded(&piece.text)) {
                n_found += n_words;
                elements.push(piece.element);
            }
        }
        let root = self.around(elements.into_iter())?;
        let is_page = matches!(self.tree.name(root), "body" | "html" | "");
        (n_found * 10 >= total * 6 && !is_page).then_some(root)
    }

    /// The element that is named as a story's body and holds the most running text; of elements within each other
    /// the inner one, where it holds nearly all.
    fn by_mark(&self, held: &[usize]) -> Option<Id> {
        let is_story = |id: Id| self.mark(id) == Some(Mark::Story);
        let outer: Vec<Id> = (0..self.tree.len())
            .filter(|&id| held.get(id).is_some_and(|&words| words > 0) && is_story(id))
            .filter(|&id| !self.tree.line(id).skip(1).any(is_story))
            .collect();
        let of = |id: Id| held.get(id).copied().unwrap_or(0);
        let all: usize = outer.iter().map(|&id| of(id)).sum();
        let most = outer.iter().map(|&id| of(id)).max().unwrap_or(0);
        if most * 10 >= all * 7 {
            return self.most(held, 4, is_story);
        }
        // Each paragraph has the mark: the story is what holds them all.
        let around = self.around(outer.iter().copied())?;
        let is_page = matches!(self.tree.name(around), "body" | "html" | "");
        (!is_page && of(around) * 4 >= held.first().copied().unwrap_or(0)).then_some(around)
    }

    /// The smallest element around others.
    fn around(&self, elements: impl Iterator<Item = Id>) -> Option<Id> {
        let mut around: Option<Vec<Id>> = None;
        for element in elements {
            let line: Vec<Id> = self.tree.line(element).collect();
            around = Some(match around {
                None => line,
                Some(around) => around.into_iter().filter(|id| line.contains(id)).collect(),
            });
        }
        around?.first().copied()
    }

    fn by_tag(&self, held: &[usize]) -> Option<Id> {
        self.most(held, 3, |id| self.tree.name(id) == "article")
            .or_else(|| self.most(held, 2, |id| self.tree.name(id) == "main"))
    }

    /// Of the wanted elements the one with the most words, if that is one part in `share` of the page's.
    fn most(&self, held: &[usize], share: usize, wanted: impl Fn(Id) -> bool) -> Option<Id> {
        let total = held.first().copied().unwrap_or(0);
        let of = |id: Id| held.get(id).copied().unwrap_or(0);
        let candidates: Vec<Id> = (0..self.tree.len())
            .filter(|&id| of(id) > 0 && wanted(id))
            .collect();
        let top = candidates
            .iter()
            .copied()
            .max_by_key(|&id| (of(id), std::cmp::Reverse(id)))?;
        let inner = candidates.into_iter().filter(|&id| {
            of(id) * 10 >= of(top) * 9 && self.tree.line(id).any(|above| above == top)
        });
        let best = inner
            .max_by_key(|&id| self.tree.line(id).count())
            .unwrap_or(top);
        (of(best) * share >= total).then_some(best)
    }

    /// The element that most running text stands near to, as readability measures it: each piece speaks for its
    /// parent, and for those above it ever less.
    fn by_weight(&self, is_open: &[bool], held: &[usize]) -> Option<Id> {
        let mut weights = vec![0.0_f32; self.tree.len()];
        for (place, piece) in self.pieces.iter().enumerate() {
            if self.running.get(place) != Some(&true) || is_open.get(place) != Some(&true) {
                continue;
            }
            let commas = piece.text.matches([',', '，']).count() as f32;
            let weight = 1.0 + commas.min(6.0) + (word_count(&piece.text) as f32 / 15.0).min(4.0);
            let is_box = |id: Id| matches!(self.tree.name(id), "p" | "span" | "li" | "h2" | "h3");
            let line = self.tree.line(piece.element).filter(|&id| !is_box(id));
            for (step, id) in (0_i32..).zip(line.take(6)) {
                if let Some(sum) = weights.get_mut(id) {
                    *sum += weight * 0.6_f32.powi(step);
                }
            }
        }
        let places = (0..weights.len()).filter(|&id| held.get(id).is_some_and(|&words| words > 0));
        places
            .max_by(|&one, &other| {
                let of = |id: Id| weights.get(id).copied().unwrap_or(0.0);
                of(one).total_cmp(&of(other)).then(other.cmp(&one))
            })
            .or_else(|| self.most_words(is_open))
    }

    /// Where nothing is running text: the element of the longest piece.
    fn most_words(&self, is_open: &[bool]) -> Option<Id> {
        let open = self.pieces.iter().zip(is_open).filter(|(_, open)| **open);
        let words = open.map(|(piece, _)| (word_count(&piece.text), piece.element));
        let (_, element) = words
            .filter(|(words, _)| *words >= 4)
            .max_by_key(|&(words, element)| (words, std::cmp::Reverse(element)))?;
        self.tree.parent(element).or(Some(element))
    }

    /// The piece that is the headline: the one whose words the page's data gives, else the last great heading
    /// before the story, else one that is named so.
    fn title(&self, known: &Known, first: usize) -> Option<usize> {
        let heads: Vec<usize> = (0..self.pieces.len().min(first + 3))
            .filter(|&place| self.may_be_title(place, known))
            .collect();
        let words = |place: usize| {
            self.pieces
                .get(place)
                .map_or(String::new(), |piece| folded(&piece.text))
        };
        let is_known = |place: usize| {
            let words = words(place);
            known.titles.iter().any(|title| is_same(title, &words))
        };
        let tag = |place: usize| {
            self.pieces
                .get(place)
                .map_or("", |piece| self.heading(piece.element))
        };
        let known_heading = heads.iter().copied().filter(|&place| is_known(place));
        let is_exact = |place: usize| known.titles.contains(&words(place));
        let best = known_heading
            .min_by_key(|&place| (!is_exact(place), tag(place).is_empty(), tag(place), place));
        let last_before = |wanted: &dyn Fn(usize) -> bool| {
            let mut before = heads.iter().copied().filter(|&place| place <= first);
            before.rfind(|&place| wanted(place))
        };
        let is_named = |place: usize| {
            self.pieces
                .get(place)
                .is_some_and(|piece| self.has_mark(piece.element, Mark::Headline))
        };
        let is_lesser = |place: usize| matches!(tag(place), "h2" | "h3") && known.titles.is_empty();
        best.or_else(|| last_before(&|place| tag(place) == "h1"))
            .or_else(|| last_before(&is_named))
            .or_else(|| last_before(&is_lesser))
    }

    fn may_be_title(&self, place: usize, known: &Known) -> bool {
        let Some(piece) = self.pieces.get(place) else {
            return false;
        };
        let words = word_count(&piece.text);
        let is_site = known.site.as_deref() == Some(folded(&piece.text).as_str());
        let stands_aside = matches!(
            self.left_out(piece.element),
            Some(why) if !matches!(why, LeftOut::Topics | LeftOut::Time | LeftOut::Byline)
        );
        (2..=45).contains(&words) && !is_site && !stands_aside && !self.is_caption(piece.element)
    }

    /// The tag of the heading that an element is, or stands in.
    fn heading(&self, element: Id) -> &'a str {
        let mut line = self.tree.line(element).take(4);
        line.find_map(|id| {
            let name = self.tree.name(id);
            matches!(name, "h1" | "h2" | "h3" | "h4").then_some(name)
        })
        .unwrap_or("")
    }
}

/// True for two ways to put one title: one may be cut short, or have the site's name before or behind it.
pub(crate) fn is_same(title: &str, words: &str) -> bool {
    if title == words {
        return true;
    }
    let (short, long) = if title.len() < words.len() {
        (title, words)
    } else {
        (words, title)
    };
    let goes_on = long
        .strip_prefix(short)
        .is_some_and(|rest| rest.starts_with(' '));
    let leads_to = long
        .strip_suffix(short)
        .is_some_and(|rest| rest.ends_with(' '));
    word_count(short) >= 4 && short.len() * 2 > long.len() && (goes_on || leads_to)
}

/// True for words that end in brackets with a stroke in them: "(Newsnet/Jane Doe)".
fn has_credit(words: &str) -> bool {
    let inner = words.trim_end().strip_suffix([')', ']']);
    let credit = inner.and_then(|inner| inner.rsplit(['(', '[']).next());
    credit.is_some_and(|credit| credit.contains('/') && word_count(credit) <= 8)
        && word_count(words) <= 60
}

/// True for sentences with few links.
fn is_running(piece: &Piece) -> bool {
    let words = word_count(&piece.text);
    let is_long = words >= 25 || (words >= RUNNING && ends_sentence(&piece.text));
    is_long && piece.linked() < 0.4
}
