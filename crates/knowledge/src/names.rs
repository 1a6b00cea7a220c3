//! Names in text: one index over everything that bears a name, matched word by word, longest first.
//!
//! Both the tables and the text are cut into words the same way, so that "Tehrik-i-Taliban", "Tehrik i
//! Taliban" and a tokeniser's own ideas of hyphens do not matter.

use std::collections::HashMap;

use relata_record::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of the text as names see it: marks dropped, apostrophes folded, case kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The folded word.
    pub folded: String,
    /// Where it stands.
    pub span: Span,
}

/// Drops diacritics and folds the letters that have no decomposition. Case is kept.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'Ł' => folded.push('L'),
            'ø' => folded.push('o'),
            'Ø' => folded.push('O'),
            'đ' => folded.push('d'),
            'Đ' => folded.push('D'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'ə' => folded.push('a'),
            other => folded.push(other),
        }
    }
    folded
}

/// Cuts `text` into words: runs of letters and digits. "U.S." is one word, "US"; "Pakistan's" is two.
pub fn words_of(text: &str, offset: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    let mut letters = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if character.is_alphanumeric() {
            start.get_or_insert(index);
            letters.push(character);
        } else if character == '.' && ends_initial(&letters) && start.is_some() {
            // The stop of an initial: stay in the word only if another initial follows at once ("U.S.").
            let joins = next.is_some_and(char::is_uppercase);
            if !joins {
                push_word(&mut words, &mut letters, &mut start, index + 1, offset);
            }
        } else {
            push_word(&mut words, &mut letters, &mut start, index, offset);
        }
    }
    push_word(&mut words, &mut letters, &mut start, text.len(), offset);
    words
}

/// True if what was read so far may be initials: one capital, or capitals joined by stops.
fn ends_initial(letters: &str) -> bool {
    !letters.is_empty() && letters.len() <= 4 && letters.chars().all(char::is_uppercase)
}

fn push_word(
    words: &mut Vec<Word>,
    letters: &mut String,
    start: &mut Option<usize>,
    end: usize,
    offset: usize,
) {
    if let Some(begin) = start.take() {
        words.push(Word {
            folded: fold(letters),
            span: Span::new(offset + begin, offset + end),
        });
        letters.clear();
    }
}

/// What a name may stand for. Numbers are positions in the lists of `Knowledge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameEntry {
    /// A country under one of its names.
    Country(u32),
    /// An adjective of a country.
    Adjective(u32),
    /// The people of a country.
    People(u32),
    /// A capital, which may stand for the government.
    Capital(u32),
    /// A named party, under a name that is its own.
    Party(u32),
    /// A named party, under a short name that other parties may share.
    PartyShort(u32),
    /// A term of a person.
    Person(u32),
    /// A place: its number in the gazetteer, which the tables do not hold.
    Place(u32),
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// Where it stands.
    pub span: Span,
    /// What it may stand for, in the order of the tables.
    pub entries: Vec<NameEntry>,
}

/// Whether what a name may stand for was there on the day that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A party of that day.
    Current,
    /// A party of other days.
    Past,
    /// No party of its own: a country, a people, a person, a place.
    Neither,
}

/// The words of a name behind its first, and what it may stand for.
type Phrase = (Vec<String>, Vec<NameEntry>);

/// The index of all names.
#[derive(Debug, Default)]
pub struct Names {
    phrases: HashMap<String, Vec<Phrase>>,
}

impl Names {
    /// Adds a name for an entry.
    pub(crate) fn add(&mut self, name: &str, entry: NameEntry) {
        let mut words = words_of(name, 0).into_iter().map(|word| word.folded);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let phrases = self.phrases.entry(first).or_default();
        match phrases.iter_mut().find(|(words, _)| *words == rest) {
            Some((_, entries)) => {
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
            None => phrases.push((rest, vec![entry])),
        }
    }

    /// Puts the longest phrases first.
    pub(crate) fn finish(&mut self) {
        let mut lists: Vec<_> = self.phrases.iter_mut().map(|(_, list)| list).collect();
        for list in &mut lists {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
    }

    /// What the name `text` may stand for; empty where no table has it.
    pub fn look_up(&self, text: &str) -> Vec<NameEntry> {
        let words = words_of(text, 0);
        match self.match_at(&words, 0) {
            Some((length, entries)) if length == words.len() => entries.to_vec(),
            _ => Vec::new(),
        }
    }

    /// What the name `text` may stand for, whatever its case and accents: for people, who type as they like.
    pub fn look_up_any_case(&self, text: &str) -> Vec<NameEntry> {
        let lower = |word: &str| word.to_lowercase();
        let words: Vec<String> = words_of(text, 0)
            .iter()
            .map(|word| lower(&word.folded))
            .collect();
        let Some((first, rest)) = words.split_first() else {
            return Vec::new();
        };
        let mut entries: Vec<NameEntry> = self
            .phrases
            .iter()
            .filter(|(word, _)| lower(word) == *first)
            .flat_map(|(_, phrases)| phrases)
            .filter(|(words, _)| {
                words
                    .iter()
                    .map(|word| lower(word))
                    .eq(rest.iter().cloned())
            })
            .flat_map(|(_, entries)| entries.iter().copied())
            .collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// Every name in `words`, longest first, none overlapping. A name that only parties of other days bear gives
    /// way to a shorter one of a current party.
    pub(crate) fn find(
        &self,
        words: &[Word],
        standing: impl Fn(NameEntry) -> Standing,
    ) -> Vec<NameMatch> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if let Some((length, entries)) = self.current_at(words, at, &standing) {
                let last = &words[at + length - 1];
                found.push(NameMatch {
                    span: words[at].span.cover(last.span),
                    entries: entries.to_vec(),
                });
                at += length;
            } else {
                at += 1;
            }
        }
        found
    }

    fn current_at(
        &self,
        words: &[Word],
        at: usize,
        standing: &impl Fn(NameEntry) -> Standing,
    ) -> Option<(usize, &[NameEntry])> {
        let (length, entries) = self.match_at(words, at)?;
        let is_past = entries
            .iter()
            .all(|entry| standing(*entry) == Standing::Past);
        if !is_past {
            return Some((length, entries));
        }
        let shorter = (1..length).rev().find_map(|shorter| {
            self.match_at(&words[..at + shorter], at)
                .filter(|(_, entries)| {
                    entries
                        .iter()
                        .any(|entry| standing(*entry) == Standing::Current)
                })
        });
        Some(shorter.unwrap_or((length, entries)))
    }

    fn match_at(&self, words: &[Word], at: usize) -> Option<(usize, &[NameEntry])> {
        let first = &words.get(at)?.folded;
        if !first
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == 'a' || c == 'e')
        {
            return None;
        }
        let exact = self.match_from(first, words, at);
        // In capitals a word may be an acronym, or any other: the longer name wins ("SADR City" before "SADR").
        let plain = plain_cases(first);
        let plain = plain.iter().filter_map(|plain| {
            self.match_from(plain, words, at)
                .filter(|(length, _)| *length > 1 || first.len() >= SHORTEST)
        });
        exact
            .into_iter()
            .chain(plain)
            .reduce(|best, found| if found.0 > best.0 { found } else { best })
    }

    fn match_from(&self, first: &str, words: &[Word], at: usize) -> Option<(usize, &[NameEntry])> {
        let phrases = self.phrases.get(first)?;
        phrases
            .iter()
            .find(|(rest, _)| {
                rest.iter().enumerate().all(|(index, want)| {
                    words.get(at + 1 + index).is_some_and(|have| {
                        have.folded == *want
                            || is_in_capitals(&have.folded)
                                && have.folded.eq_ignore_ascii_case(want)
                    })
                })
            })
            .map(|(rest, entries)| (rest.len() + 1, entries.as_slice()))
    }
}

/// Letters of the shortest word in capitals that may be a name by itself; shorter ones are acronyms.
const SHORTEST: usize = 4;

/// "PAKISTAN" as "Pakistan" and "pakistan"; none for words that are not all capitals.
fn plain_cases(word: &str) -> Vec<String> {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if is_in_capitals(word) => {
            let rest = letters.as_str().to_lowercase();
            vec![format!("{first}{rest}"), word.to_lowercase()]
        }
        _ => Vec::new(),
    }
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words_of(text, 0).into_iter().map(|w| w.folded).collect()
    }

    #[test]
    fn words_of_news_prose() {
        assert_eq!(folded("U.S. drones"), ["US", "drones"]);
        assert_eq!(folded("Pakistan’s army"), ["Pakistan", "s", "army"]);
        assert_eq!(folded("al-Qaïda"), ["al", "Qaida"]);
        assert_eq!(folded("in the U.N. Then"), ["in", "the", "UN", "Then"]);
        assert_eq!(folded("George W. Bush"), ["George", "W", "Bush"]);
        assert_eq!(folded(""), Vec::<String>::new());
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "The U.S. said";
        let words = words_of(text, 0);
        assert_eq!(words[1].span.of(text), "U.S.");
    }

    #[test]
    fn a_name_is_found_in_any_case() {
        let mut names = Names::default();
        names.add("FARC-EP", NameEntry::Party(0));
        names.add("Farc EP", NameEntry::PartyShort(1));
        names.add("FARC", NameEntry::Party(2));
        names.finish();
        let both = [NameEntry::Party(0), NameEntry::PartyShort(1)];
        assert_eq!(names.look_up_any_case("farc-ep"), both);
        assert_eq!(names.look_up_any_case("Fárc"), [NameEntry::Party(2)]);
        assert!(names.look_up_any_case("far").is_empty());
        assert!(names.look_up_any_case("-").is_empty());
    }

    #[test]
    fn a_text_in_capitals_holds_the_same_names() {
        let mut names = Names::default();
        names.add("SADR", NameEntry::Party(0));
        names.add("Sadr City", NameEntry::Place(0));
        names.add("al-Shabaab", NameEntry::Party(1));
        names.add("Movement for the Liberation of Congo", NameEntry::Party(2));
        names.add("Tel Aviv", NameEntry::Place(1));
        names.add("Car", NameEntry::Place(2));
        names.finish();
        let text = "SADR CITY, AL-SHABAAB, THE MOVEMENT FOR THE LIBERATION OF CONGO, TEL AVIV, A CAR, SADR";
        let found = names.find(&words_of(text, 0), |_| Standing::Neither);
        let spans: Vec<&str> = found.iter().map(|m| m.span.of(text)).collect();
        let wanted = "SADR CITY;AL-SHABAAB;MOVEMENT FOR THE LIBERATION OF CONGO;TEL AVIV;SADR";
        assert_eq!(spans, wanted.split(';').collect::<Vec<_>>());
        assert_eq!(found[0].entries, [NameEntry::Place(0)]);
    }

    #[test]
    fn the_longest_name_wins() {
        let mut names = Names::default();
        names.add("Pakistani", NameEntry::Adjective(0));
        names.add("Pakistani Taliban", NameEntry::Party(1));
        names.add("Taliban", NameEntry::PartyShort(2));
        names.finish();
        let text = "The Pakistani Taliban and the TALIBAN of Pakistani origin";
        let found = names.find(&words_of(text, 0), |_| Standing::Neither);
        let spans: Vec<&str> = found.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(spans, ["Pakistani Taliban", "TALIBAN", "Pakistani"]);
        assert_eq!(found[0].entries, [NameEntry::Party(1)]);
    }

    #[test]
    fn a_party_of_other_days_gives_way_to_a_shorter_name_of_one_of_that_day() {
        let mut names = Names::default();
        names.add("Hill Front in the North", NameEntry::Party(0));
        names.add("Hill Front", NameEntry::PartyShort(1));
        names.add("Valley Front in the South", NameEntry::Party(0));
        names.finish();
        let text = "the Hill Front in the North and the Valley Front in the South";
        let standing = |entry| match entry {
            NameEntry::Party(_) => Standing::Past,
            _ => Standing::Current,
        };
        let found = names.find(&words_of(text, 0), standing);
        let spans: Vec<&str> = found.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(spans, ["Hill Front", "Valley Front in the South"]);
    }
}
