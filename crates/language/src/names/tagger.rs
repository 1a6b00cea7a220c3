//! The tagger of names at work.

use super::decode::{CLASSES, PathSpace, best_path, class_of, names_of};
use super::features::{name_features, stands_out};
use super::lists::{Lists, Mark, is_region_behind_place};
use crate::tables::{MAX_CLASSES, SparseRows, SparseTable};
use crate::word::Word;
use crate::{Name, NameKind, Token};

/// Stored units of one unit of a score: scores are logarithms of odds.
pub const UNIT: f32 = 256.0;

/// Scores of a word that is not looked at: it is part of no name.
const PLAIN: [i32; CLASSES] = {
    let mut line = [0; CLASSES];
    line[0] = 20 * UNIT as i32;
    line
};

/// Whether the word at `place` is looked at: it stands out, or a neighbour does.
pub fn is_seen(words: &[Word], tokens: &[Token], marks: &[Mark], place: usize) -> bool {
    let near = place.saturating_sub(1)..(place + 2).min(words.len());
    near.into_iter().any(|place| {
        let mark = marks.get(place).copied().unwrap_or(0);
        stands_out(&words[place], tokens.get(place), mark)
    })
}

/// What was learnt of names, as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameParts {
    /// Weights of features.
    pub rows: SparseRows,
    /// What each class adds behind each other.
    pub steps: [[i32; CLASSES]; CLASSES],
    /// Short keys of the names of lists, sorted, and the lists that they are in, a bit for each.
    pub lists: Vec<(u64, u16)>,
    /// Short keys of what longer names of the lists start with, sorted.
    pub starts: Vec<u64>,
}

/// The tagger ready for use.
#[derive(Debug, Clone)]
pub struct NameTagger {
    table: SparseTable,
    steps: [[i32; CLASSES]; CLASSES],
    lists: Lists,
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub struct NameSpace {
    marks: Vec<Mark>,
    /// Scores of each word's classes.
    pub scores: Vec<[i32; CLASSES]>,
    path: PathSpace,
}

impl NameTagger {
    /// Makes what was learnt ready.
    pub fn build(parts: NameParts) -> Self {
        Self {
            lists: Lists::build(&parts.lists, &parts.starts),
            table: SparseTable::build(CLASSES, parts.rows),
            steps: parts.steps,
        }
    }

    /// What lists say of the words of a sentence.
    pub fn mark(lists: &Lists, words: &[Word], tokens: &[Token], marks: &mut Vec<Mark>) {
        // Names start with a noun or an adjective, or with a word that is written large.
        let may_start = |place: usize| {
            tokens.get(place).is_some_and(|token: &Token| {
                use crate::Upos::{Adj, Noun, Propn, X};
                matches!(token.upos, Adj | Noun | Propn | X)
            })
        };
        lists.mark(|place| words[place].form, words.len(), may_start, marks);
    }

    /// First step: scores the classes of each word.
    pub fn score(&self, words: &[Word], tokens: &[Token], space: &mut NameSpace) {
        Self::mark(&self.lists, words, tokens, &mut space.marks);
        space.scores.clear();
        let mut scores = [0; MAX_CLASSES];
        for place in 0..words.len() {
            let mut line = PLAIN;
            if is_seen(words, tokens, &space.marks, place) {
                let seen = name_features(words, tokens, &space.marks, place);
                self.table.score(&seen, &mut scores);
                line.copy_from_slice(&scores[..CLASSES]);
            }
            space.scores.push(line);
        }
    }

    /// Second step: the names on the best path.
    pub fn decode(&self, space: &mut NameSpace) -> Vec<Name> {
        space.decode(&self.steps)
    }
}

impl NameSpace {
    /// The names on the best path through the scores.
    pub fn decode(&mut self, steps: &[[i32; CLASSES]; CLASSES]) -> Vec<Name> {
        self.part_regions();
        best_path(&self.scores, steps, &mut self.path);
        names_of(&self.path.path)
    }

    /// Makes the region right behind a town a name of its own, "Renton WA": those who mark names tell the two apart. It
    /// is too rare to be learnt, for nearly everywhere else one place behind another is a part of the same name.
    fn part_regions(&mut self) {
        let (start, inside) = (
            class_of(NameKind::Place, true),
            class_of(NameKind::Place, false),
        );
        let pairs = self.marks.iter().zip(self.marks.iter().skip(1));
        for ((&before, &mark), line) in pairs.zip(self.scores.iter_mut().skip(1)) {
            if is_region_behind_place(before, mark) {
                line[start] = line[start].max(line[inside]);
                line[inside] -= PLAIN[0];
            }
        }
    }
}
