//! The parser: arc-hybrid transitions, greedy, in two steps (which transition, then which label).

mod label_features;
mod state;
mod transition_features;

pub use label_features::{LABEL_FEATURES, label_features};
pub use state::{MAX_WORDS, Node, State, Transition};
pub use transition_features::{TRANSITION_FEATURES, transition_features};

use crate::tables::{MAX_CLASSES, SparseTable, TripleTable, best_class};
use crate::word::Word;
use crate::{Upos, Xpos};

/// What the parser sees of one place: a word, the root or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Atom {
    /// Features of the word.
    pub word: Word,
    /// Number of the joint tag.
    pub tag: u64,
    /// Number of the universal tag.
    pub upos: u64,
    /// Finite verbs before this place.
    pub verbs: u16,
    /// Commas, quotes and other punctuation before this place.
    pub marks: u16,
}

const ROOT_TAG: u64 = 1 << 9;
const NO_TAG: u64 = 1 << 10;

/// Fills `atoms` with one atom for each word, one for the root and one for a place that does not exist.
/// `kind_of` gives the two parts of a joint tag.
pub fn fill_atoms(
    words: &[Word],
    tags: &[u8],
    kind_of: impl Fn(u8) -> (Upos, Xpos),
    atoms: &mut Vec<Atom>,
) {
    atoms.clear();
    let (mut verbs, mut marks) = (0u16, 0u16);
    for (&word, &tag) in words.iter().zip(tags) {
        let (upos, xpos) = kind_of(tag);
        // Punctuation has one tag but does many things, so its form stands in the tag's place.
        let tag = if upos == Upos::Punct {
            word.form
        } else {
            u64::from(tag)
        };
        atoms.push(Atom {
            word,
            tag,
            upos: upos as u64,
            verbs,
            marks,
        });
        verbs = verbs.saturating_add(u16::from(matches!(
            xpos,
            Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md
        )));
        marks = marks.saturating_add(u16::from(upos == Upos::Punct));
    }
    let outside = |number: u64| Word {
        form: number,
        suffixes: [number; 4],
        prefixes: [number; 3],
        shape: number,
        clusters: [number; 3],
    };
    atoms.push(Atom {
        word: outside(ROOT_TAG),
        tag: ROOT_TAG,
        upos: ROOT_TAG,
        verbs,
        marks,
    });
    atoms.push(Atom {
        word: outside(NO_TAG),
        tag: NO_TAG,
        upos: NO_TAG,
        verbs,
        marks,
    });
}

/// The two tables of the parser, and the number of the label that only the root has.
#[derive(Debug, Clone)]
pub struct ParserTables {
    /// Which transition.
    pub transitions: TripleTable,
    /// Which label.
    pub labels: SparseTable,
    /// The label "root".
    pub root_label: u8,
}

/// Parses the sentence of `atoms` (see [`fill_atoms`]); `state` holds the tree afterwards.
pub fn parse(tables: &ParserTables, atoms: &[Atom], state: &mut State) {
    state.reset(atoms.len().saturating_sub(2));
    let mut scores = [0; MAX_CLASSES];
    while let Some(transition) = choose(tables, atoms, state) {
        let label = match state.arc(transition) {
            None => 0,
            Some((head, _)) if head == state.root() => tables.root_label,
            Some((head, dependent)) => {
                tables
                    .labels
                    .score(&label_features(atoms, state, head, dependent), &mut scores);
                let root = usize::from(tables.root_label);
                best_class(&scores[..tables.labels.classes()], |class| class != root).unwrap_or(0)
                    as u8
            }
        };
        state.apply(transition, label);
    }
}

/// The best transition that the state permits; the only one without asking the model. None at the end.
fn choose(tables: &ParserTables, atoms: &[Atom], state: &State) -> Option<Transition> {
    let mut permitted = Transition::ALL
        .into_iter()
        .filter(|&transition| state.permits(transition));
    let first = permitted.next()?;
    if permitted.next().is_none() {
        return Some(first);
    }
    let scores = tables.transitions.score(&transition_features(atoms, state));
    best_class(&scores, |class| state.permits(Transition::ALL[class]))
        .map(|class| Transition::ALL[class])
}
