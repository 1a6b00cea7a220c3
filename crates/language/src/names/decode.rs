//! From scores of parts of names to names: a part inside a name follows only its start or another part of it.

use crate::{Name, NameKind};

/// Classes of words: no part of a name, and the start and the inside of each kind.
pub const CLASSES: usize = 1 + 2 * NameKind::ALL.len();

/// The class of the first word of a name, or of a further one.
pub fn class_of(kind: NameKind, first: bool) -> usize {
    1 + 2 * kind as usize + usize::from(!first)
}

/// Whether `class` is a further word of a name.
fn is_inside(class: usize) -> bool {
    class != 0 && class.is_multiple_of(2)
}

/// Whether a word of the one class may stand before one of the other; none is the border of a sentence.
pub fn may_follow(before: Option<usize>, class: usize) -> bool {
    !is_inside(class) || before.is_some_and(|before| before == class || before + 1 == class)
}

/// Space that is used again from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub struct PathSpace {
    back: Vec<[u8; CLASSES]>,
    /// The class of each word on the best path.
    pub path: Vec<u8>,
}

/// Finds the best path through `scores`, where `steps[a][b]` is added for class `b` behind class `a`. Among equals the
/// smaller class is taken. All scores are well below a thousand millions.
pub fn best_path(
    scores: &[[i32; CLASSES]],
    steps: &[[i32; CLASSES]; CLASSES],
    space: &mut PathSpace,
) {
    const NEVER: i64 = i64::MIN / 4;
    let PathSpace { back, path } = space;
    back.clear();
    path.clear();
    let mut sums = [NEVER; CLASSES];
    for (place, line) in scores.iter().enumerate() {
        let mut next = [NEVER; CLASSES];
        let mut from = [0u8; CLASSES];
        for class in 0..CLASSES {
            let best = if place == 0 {
                may_follow(None, class).then_some((0, 0))
            } else {
                let mut best: Option<(i64, u8)> = None;
                for (before, &sum) in sums.iter().enumerate() {
                    if may_follow(Some(before), class) {
                        let sum = sum + i64::from(steps[before][class]);
                        if best.is_none_or(|(top, _)| sum > top) {
                            best = Some((sum, before as u8));
                        }
                    }
                }
                best
            };
            if let Some((sum, before)) = best {
                next[class] = sum + i64::from(line[class]);
                from[class] = before;
            }
        }
        sums = next;
        back.push(from);
    }
    let mut class = 0;
    for (place, &sum) in sums.iter().enumerate() {
        if sum > sums[class] {
            class = place;
        }
    }
    for from in back.iter().rev() {
        path.push(class as u8);
        class = usize::from(from[class]);
    }
    path.reverse();
}

/// The names that the classes of a sentence's words make.
pub fn names_of(path: &[u8]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (place, &class) in path.iter().enumerate() {
        let (class, place) = (usize::from(class), place as u32);
        if class == 0 {
            continue;
        }
        match names.last_mut() {
            Some(name) if is_inside(class) && name.tokens.end == place => name.tokens.end += 1,
            _ => names.extend(NameKind::ALL.get((class - 1) / 2).map(|&kind| Name {
                tokens: place..place + 1,
                kind,
            })),
        }
    }
    names
}

/// The classes of the words of a sentence with these names.
pub fn parts_of(names: &[Name], words: usize) -> Vec<u8> {
    let mut parts = vec![0; words];
    for name in names {
        for place in name.tokens.clone() {
            if let Some(part) = parts.get_mut(place as usize) {
                *part = class_of(name.kind, place == name.tokens.start) as u8;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(scores: &[[i32; CLASSES]]) -> Vec<u8> {
        let mut space = PathSpace::default();
        best_path(scores, &[[0; CLASSES]; CLASSES], &mut space);
        space.path
    }

    #[test]
    fn the_inside_of_a_name_needs_its_start() {
        let inside = class_of(NameKind::Place, false);
        let mut line = [0; CLASSES];
        line[inside] = 9;
        line[inside - 1] = 2;
        assert_eq!(path(&[line, line]), [inside as u8 - 1, inside as u8]);
        line[inside - 1] = -20;
        assert_eq!(path(&[line]), [0]);
        assert!(path(&[]).is_empty());
    }

    #[test]
    fn names_and_parts_are_two_forms_of_one_thing() {
        let name = |tokens, kind| Name { tokens, kind };
        let names = vec![
            name(1..3, NameKind::Person),
            name(3..4, NameKind::Person),
            name(5..6, NameKind::Other),
        ];
        assert_eq!(names_of(&parts_of(&names, 6)), names);
    }
}
