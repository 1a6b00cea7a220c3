//! The parser's state: a stack, the rest of the sentence, and the tree so far.
//!
//! Words are numbered from 0; the root stands behind the last word, and one more number stands for "no word".
//! A state reaches its end after exactly twice as many transitions as there are words, with a tree that has
//! one root: a word is hung on the root only when the whole sentence is read and nothing else is on the stack.

/// Most words in a sentence: places are kept in 16 bits.
pub const MAX_WORDS: usize = 1_000;

/// What can happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack hangs on the next word (or on the root, at the end).
    Left,
    /// The top of the stack hangs on the word below it.
    Right,
}

impl Transition {
    /// Every transition, in the order of the weights.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// A word's place in the tree so far.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Its head, or the number for no word.
    pub head: u16,
    /// Label of the arc to the head.
    pub label: u8,
    /// Number of dependents on the left and on the right, up to 255.
    pub valency: [u8; 2],
    /// The outermost and the second outermost dependent on the left.
    pub left: [u16; 2],
    /// The outermost and the second outermost dependent on the right.
    pub right: [u16; 2],
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct State {
    stack: Vec<u16>,
    nodes: Vec<Node>,
    next: usize,
    words: usize,
}

/// Label of a word that has no arc yet.
pub(crate) const NO_LABEL: u8 = u8::MAX;

impl State {
    /// Starts a sentence of `words` words, of which at most [`MAX_WORDS`] are read.
    pub fn reset(&mut self, words: usize) {
        self.words = words.min(MAX_WORDS);
        self.next = 0;
        self.stack.clear();
        let none = self.none();
        let node = Node {
            head: none,
            label: NO_LABEL,
            valency: [0; 2],
            left: [none; 2],
            right: [none; 2],
        };
        self.nodes.clear();
        self.nodes.resize(self.words + 2, node);
    }

    /// The number of the root.
    pub fn root(&self) -> u16 {
        self.words as u16
    }

    /// The number that stands for no word.
    pub fn none(&self) -> u16 {
        self.words as u16 + 1
    }

    /// The words' places in the tree, then those of the root and of no word.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The words read and not yet hung on a head, the top last.
    pub fn stack(&self) -> &[u16] {
        &self.stack
    }

    /// The next word, or the root's number at the end.
    pub fn next(&self) -> u16 {
        self.next as u16
    }

    /// The word `depth` below the top of the stack.
    #[inline(always)]
    pub(crate) fn below(&self, depth: usize) -> u16 {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map_or(self.none(), |place| self.stack[place])
    }

    /// The word `distance` ahead of the next.
    #[inline(always)]
    pub(crate) fn ahead(&self, distance: usize) -> u16 {
        let place = self.next + distance;
        if place <= self.words {
            place as u16
        } else {
            self.none()
        }
    }

    /// Whether `transition` is possible here.
    #[inline(always)]
    pub fn permits(&self, transition: Transition) -> bool {
        let ended = self.next == self.words;
        match transition {
            Transition::Shift => !ended,
            Transition::Left => {
                if ended {
                    self.stack.len() == 1
                } else {
                    !self.stack.is_empty()
                }
            }
            Transition::Right => self.stack.len() >= 2,
        }
    }

    /// The head and the dependent that `transition` joins; none for a shift or where it is not possible.
    #[inline(always)]
    pub fn arc(&self, transition: Transition) -> Option<(u16, u16)> {
        let top = *self.stack.last()?;
        match transition {
            Transition::Shift => None,
            Transition::Left => Some((self.next as u16, top)),
            Transition::Right => Some((self.stack[self.stack.len().checked_sub(2)?], top)),
        }
    }

    /// Does `transition`, which must be permitted.
    #[inline]
    pub fn apply(&mut self, transition: Transition, label: u8) {
        match self.arc(transition) {
            Some((head, dependent)) => {
                self.stack.pop();
                self.hang(head, dependent, label);
            }
            None => {
                self.stack.push(self.next as u16);
                self.next += 1;
            }
        }
    }

    fn hang(&mut self, head: u16, dependent: u16, label: u8) {
        let node = &mut self.nodes[usize::from(dependent)];
        node.head = head;
        node.label = label;
        let node = &mut self.nodes[usize::from(head)];
        let side = usize::from(dependent > head);
        node.valency[side] = node.valency[side].saturating_add(1);
        let outer = if side == 0 {
            &mut node.left
        } else {
            &mut node.right
        };
        *outer = [dependent, outer[0]];
    }
}
