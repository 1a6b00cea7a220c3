//! Lists of known names, kept as hashes: which words of a sentence stand in a name of which list.

use crate::hash::mix;
use crate::tables::Slots;

/// Most lists.
pub const LISTS: usize = 14;
/// Longest name of a list, in words.
const LONGEST: usize = 7;
/// Set for what some longer name starts with.
const GOES_ON: u64 = 1 << LISTS;

/// What lists say of a word, two bits for each list: 0 nothing, 1 it starts a name of several words, 2 it stands inside of
/// one, 3 it is one.
pub type Mark = u32;

/// The list of towns.
const TOWNS: usize = 2;
/// The list of regions and countries, as they stand behind the name of a town.
pub const REGIONS: usize = 12;

/// The mark of places outside of the sentence: that of no word inside.
pub const OUTSIDE: Mark = Mark::MAX;

const INSIDE: Mark = 2;
const ALONE: Mark = 3;

/// Whether a town or region ends with the one mark, and with the next one a region starts.
pub fn is_region_behind_place(before: Mark, mark: Mark) -> bool {
    let of = |mark: Mark, list: usize| mark >> (2 * list) & 3;
    let ends = |list| of(before, list) >= INSIDE && of(mark, list) != INSIDE;
    let starts = of(mark, REGIONS);
    (ends(TOWNS) || ends(REGIONS)) && starts != 0 && starts != INSIDE
}

/// What a phrase is hashed from.
pub fn phrase_start() -> u64 {
    0x4E41_4D45
}

/// The hash of a phrase with one more word, given by the hash of its form.
#[inline]
pub fn phrase_key(before: u64, form: u64) -> u64 {
    mix(before, form)
}

/// The lists ready for use.
#[derive(Debug, Clone)]
pub struct Lists {
    slots: Slots<24>,
}

impl Lists {
    /// Builds the table from short keys of phrases and the lists that they are in, a bit for each.
    pub fn build(entries: &[(u64, u16)], starts: &[u64]) -> Self {
        let bits = |bits: u16| u64::from(bits) & (GOES_ON - 1);
        let mut all: Vec<(u64, u64)> = entries
            .iter()
            .map(|&(key, list)| (key, bits(list)))
            .collect();
        all.extend(starts.iter().map(|&key| (key, GOES_ON)));
        all.sort_unstable();
        let mut joined: Vec<(u64, u64)> = Vec::with_capacity(all.len());
        for (key, bits) in all {
            match joined.last_mut() {
                Some(last) if last.0 == key => last.1 |= bits,
                _ => joined.push((key, bits)),
            }
        }
        Self {
            slots: Slots::build(&joined),
        }
    }

    /// Fills `marks` for words with these forms, of which `may_start` tells where a name may start. In each list the
    /// longest name counts, and of those that overlap the first.
    pub fn mark(
        &self,
        forms: impl Fn(usize) -> u64,
        words: usize,
        may_start: impl Fn(usize) -> bool,
        marks: &mut Vec<Mark>,
    ) {
        marks.clear();
        marks.resize(words, 0);
        let mut ends = [0usize; LISTS];
        for start in 0..words {
            if !may_start(start) {
                continue;
            }
            let mut lengths = [0usize; LISTS];
            let mut phrase = phrase_start();
            for length in 1..=LONGEST.min(words - start) {
                phrase = phrase_key(phrase, forms(start + length - 1));
                let bits = self.slots.get(phrase ^ (phrase >> 29));
                for (list, longest) in lengths.iter_mut().enumerate() {
                    if bits >> list & 1 == 1 {
                        *longest = length;
                    }
                }
                if bits & GOES_ON == 0 {
                    break;
                }
            }
            for (list, (&length, end)) in lengths.iter().zip(&mut ends).enumerate() {
                if length == 0 || *end > start {
                    continue;
                }
                *end = start + length;
                for (place, mark) in marks[start..*end].iter_mut().enumerate() {
                    let kind = match (length, place) {
                        (1, _) => ALONE,
                        (_, 0) => 1,
                        _ => INSIDE,
                    };
                    *mark |= kind << (2 * list);
                }
            }
        }
    }
}

/// The short key of a phrase's hash.
pub fn list_key(phrase: u64) -> u64 {
    crate::tables::short_key(phrase ^ (phrase >> 29))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::form_hash;

    #[test]
    fn a_region_may_stand_right_behind_a_town() {
        let (town, region) = (ALONE << (2 * TOWNS), ALONE << (2 * REGIONS));
        assert!(is_region_behind_place(town, region));
        assert!(is_region_behind_place(region, region));
        assert!(!is_region_behind_place(0, region));
        assert!(!is_region_behind_place(town, town));
        // "New York": the town is not over yet.
        let inside = INSIDE << (2 * TOWNS);
        assert!(!is_region_behind_place(1 << (2 * TOWNS), inside | region));
    }

    fn key(phrase: &str) -> u64 {
        list_key(phrase.split(' ').fold(phrase_start(), |hash, word| {
            phrase_key(hash, form_hash(word))
        }))
    }

    #[test]
    fn the_longest_name_of_each_list_is_marked() {
        let entries = [(key("new york"), 1), (key("york"), 3)];
        let lists = Lists::build(&entries, &[key("new")]);
        let words: Vec<u64> = "the New York of York".split(' ').map(form_hash).collect();
        let mut marks = Vec::new();
        lists.mark(|place| words[place], words.len(), |_| true, &mut marks);
        assert_eq!(marks, [0, 1, 2 | 3 << 2, 0, 3 | 3 << 2]);
        lists.mark(
            |place| words[place],
            words.len(),
            |place| place == 4,
            &mut marks,
        );
        assert_eq!(marks, [0, 0, 0, 0, 15]);
    }
}
