//! From a score for each possible head to a tree: every word takes its best head, one word takes the root, and what
//! runs in a circle is opened where that costs least. Then words whose arcs cross others get another head.

/// Space that is used again from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub struct TreeSpace {
    /// Which walk came by last.
    seen: Vec<u32>,
    rooted: Vec<Rooted>,
    /// The head of each word; that of the root is the number of words.
    pub heads: Vec<u16>,
}

/// Sentences longer than this keep arcs that cross: the time to find them grows fast, and nobody writes so.
const LONGEST: usize = 250;
/// At most so many words of a sentence get another head.
const MOVES: usize = 100;

/// Whether a word leads to the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rooted {
    Unknown,
    Asked,
    Yes,
    No,
}

/// Fills `space.heads`. Row `i` of `scores` (`stride` numbers) has a score for each head of word `i`, that of the root
/// at place `words`. The score of a word as its own head is not looked at.
pub fn find_tree(scores: &[f32], stride: usize, words: usize, space: &mut TreeSpace) {
    space.heads.clear();
    if words == 0 {
        return;
    }
    let row = |word: usize| &scores[word * stride..word * stride + words + 1];
    let mut root = (0, f32::NEG_INFINITY);
    for word in 0..words {
        let (head, score) = best_head(row(word), word, |_| true);
        space.heads.push(head as u16);
        let gain = if words == 1 {
            0.0
        } else {
            row(word)[words] - score
        };
        if gain > root.1 {
            root = (word, gain);
        }
    }
    space.heads[root.0] = words as u16;
    open_circles(&row, words, space);
    uncross(row, words, &mut space.heads);
}

/// Hangs words whose arcs cross others on their best head without crossing, the shortest arc first: readers of the tree
/// may count on it that what hangs on a word stands together.
fn uncross<'a>(row: impl Fn(usize) -> &'a [f32], words: usize, heads: &mut [u16]) {
    if words > LONGEST {
        return;
    }
    for _ in 0..MOVES {
        let crossing = (0..words).filter(|&word| crosses(word, words, heads));
        let Some(word) = crossing.min_by_key(|&word| usize::from(heads[word]).abs_diff(word))
        else {
            return;
        };
        let old = heads[word];
        let above = heads[usize::from(old)];
        let mut best = (above, f32::NEG_INFINITY);
        for (head, &score) in row(word)[..words].iter().enumerate() {
            if score > best.1 && head != usize::from(old) && !is_below(head, word, words, heads) {
                heads[word] = head as u16;
                if !crosses(word, words, heads) {
                    best = (head as u16, score);
                }
                heads[word] = old;
            }
        }
        heads[word] = best.0;
    }
}

/// Whether `place` is `word` or hangs on it, directly or not.
fn is_below(place: usize, word: usize, words: usize, heads: &[u16]) -> bool {
    let mut place = place;
    while place != word && place != words {
        place = usize::from(heads[place]);
    }
    place == word
}

/// Whether a word between `word` and its head is not below that head.
fn crosses(word: usize, words: usize, heads: &[u16]) -> bool {
    let head = usize::from(heads[word]);
    if head == words {
        return false;
    }
    let (first, last) = (word.min(head), word.max(head));
    (first + 1..last).any(|between| !is_below(between, head, words, heads))
}

/// The best head of `word` among the words that `allowed` lets through.
fn best_head(row: &[f32], word: usize, allowed: impl Fn(usize) -> bool) -> (usize, f32) {
    let mut best = (row.len() - 1, f32::NEG_INFINITY);
    for (head, &score) in row[..row.len() - 1].iter().enumerate() {
        if score > best.1 && head != word && allowed(head) {
            best = (head, score);
        }
    }
    best
}

/// Walks up from every word; a walk that meets itself has found a circle. The circle and all that hangs on it are
/// hung on the rest at the word where that costs least.
fn open_circles<'a>(row: &impl Fn(usize) -> &'a [f32], words: usize, space: &mut TreeSpace) {
    const ROOTED: u32 = u32::MAX;
    space.seen.clear();
    space.seen.resize(words, 0);
    for start in 0..words {
        let walk = start as u32 + 1;
        let mut place = start;
        while place < words && space.seen[place] == 0 {
            space.seen[place] = walk;
            place = usize::from(space.heads[place]);
        }
        if place < words && space.seen[place] == walk {
            open(row, place, words, space);
        }
        // All that was walked over leads to the root by now.
        let mut place = start;
        while place < words && space.seen[place] != ROOTED {
            space.seen[place] = ROOTED;
            place = usize::from(space.heads[place]);
        }
    }
}

/// Opens the circle through `member`. Words that lead to the root may take it; if there are none yet, any word
/// outside of the circle's tree.
fn open<'a>(row: &impl Fn(usize) -> &'a [f32], member: usize, words: usize, space: &mut TreeSpace) {
    find_rooted(words, space);
    let (heads, rooted) = (&space.heads, &space.rooted);
    let mut best = (member, words, f32::NEG_INFINITY);
    let mut place = member;
    loop {
        let (head, score) = best_head(row(place), place, |head| rooted[head] == Rooted::Yes);
        let change = score - row(place)[usize::from(heads[place])];
        if change > best.2 {
            best = (place, head, change);
        }
        place = usize::from(heads[place]);
        if place == member {
            break;
        }
    }
    space.heads[best.0] = best.1 as u16;
}

/// Finds out which words lead to the root; every word is walked over once.
fn find_rooted(words: usize, space: &mut TreeSpace) {
    space.rooted.clear();
    space.rooted.resize(words, Rooted::Unknown);
    for start in 0..words {
        let mut place = start;
        while place < words && space.rooted[place] == Rooted::Unknown {
            space.rooted[place] = Rooted::Asked;
            place = usize::from(space.heads[place]);
        }
        let yes = place == words || space.rooted[place] == Rooted::Yes;
        let answer = if yes { Rooted::Yes } else { Rooted::No };
        let mut place = start;
        while place < words && space.rooted[place] == Rooted::Asked {
            space.rooted[place] = answer;
            place = usize::from(space.heads[place]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(scores: &[f32], words: usize) -> Vec<u16> {
        let mut space = TreeSpace::default();
        find_tree(scores, words + 1, words, &mut space);
        space.heads
    }

    #[test]
    fn the_best_heads_make_the_tree_where_they_can() {
        assert_eq!(
            heads(
                &[0.0, 9.0, 1.0, 2.0, 1.0, 0.0, 5.0, 8.0, 1.0, 7.0, 0.0, 0.0],
                3
            ),
            heads_of("1 3 1")
        );
        assert_eq!(heads(&[0.0, 1.0], 1), [1]);
        assert!(heads(&[], 0).is_empty());
    }

    #[test]
    fn a_circle_is_opened_where_it_costs_least() {
        // Words 0 and 1 want each other; 2 is the root; 1 can leave for less.
        let scores = [0.0, 9.0, 1.0, 0.0, 9.0, 0.0, 7.0, 0.0, 0.0, 0.0, 0.0, 9.0];
        assert_eq!(heads(&scores, 3), heads_of("1 2 3"));
    }

    fn heads_of(text: &str) -> Vec<u16> {
        text.split(' ').map(|head| head.parse().unwrap()).collect()
    }

    #[test]
    fn a_word_whose_arc_crosses_another_gets_its_best_head_that_does_not() {
        // 0 wants 2 and 1 wants 3, the root: next best for 0 is 1.
        let scores = [
            0.0, 7.0, 9.0, 6.0, 0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0,
            0.0, 0.0, 9.0,
        ];
        assert_eq!(heads(&scores, 4), heads_of("1 3 3 4"));
    }

    #[test]
    fn there_is_always_one_tree() {
        let mut number = 7u32;
        for words in 1..40usize {
            for _ in 0..50 {
                let mut next = || {
                    number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (number >> 24) as f32
                };
                let scores: Vec<f32> = (0..words * (words + 1)).map(|_| next()).collect();
                let heads = heads(&scores, words);
                assert_eq!(
                    heads
                        .iter()
                        .filter(|&&head| usize::from(head) == words)
                        .count(),
                    1
                );
                assert!(words > 9 || (0..words).all(|word| !crosses(word, words, &heads)));
                for word in 0..words {
                    let (mut place, mut steps) = (word, 0);
                    while place < words {
                        place = usize::from(heads[place]);
                        steps += 1;
                        assert!(steps <= words, "a circle");
                    }
                }
            }
        }
    }
}
