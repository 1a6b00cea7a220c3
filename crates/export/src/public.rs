//! What is changed before rows are given away: names of private persons are masked, quotes are cut.
//!
//! The rule, which docs/EXPORTS.md tells users: a party or speaker keeps its name if the tables list it (a party, a
//! person with an office, a country or people), if it is an arm of a state, if its sector is one in which people act
//! in public ([`ACTS_IN_PUBLIC`]), or if it is no name at all ("villagers"). All others are `private person`, and
//! the words of their names are masked wherever they stand in the row. In quotes, a run of capitalised words that no
//! table and no place of the row knows is masked too: it may be the name of a victim or a witness.

use std::collections::BTreeSet;
use std::sync::Arc;

use relata_history::organisation;
use relata_knowledge::{Knowledge, NameEntry, words_of};
use relata_record::{Event, Party, Quote, ReportHead, Sector, WordOf};

use crate::Row;

/// What stands for the name of a private person.
const MASK: &str = "private person";
/// What stands for words of a name inside a quote.
const GAP: &str = "[…]";

/// Sectors in which whoever is named acts or speaks for a state, an armed group or a party.
const ACTS_IN_PUBLIC: [Sector; 13] = [
    Sector::Gov,
    Sector::Mil,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
    Sector::Spy,
    Sector::Prm,
    Sector::Reb,
    Sector::Uaf,
    Sector::Pty,
    Sector::Opp,
    Sector::Eli,
    Sector::Pre,
];

/// Makes rows fit to be given away.
pub struct Public<'a> {
    knowledge: &'a Knowledge,
    quote_length: usize,
}

impl<'a> Public<'a> {
    /// Masks by what `knowledge` lists, and cuts quotes to `quote_length` characters.
    pub fn new(knowledge: &'a Knowledge, quote_length: usize) -> Self {
        Self {
            knowledge,
            quote_length,
        }
    }

    /// Masks and cuts; how many names were masked.
    pub fn apply(&self, row: &mut Row) -> usize {
        let mut private: BTreeSet<String> = BTreeSet::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let events = std::iter::once(&row.happening.event)
            .chain(row.tellings.iter().map(|telling| &telling.event));
        for event in events {
            self.sort_names(event, &mut private, &mut known);
        }
        let scrub = Scrub {
            public: self,
            private: &private,
            known: &known,
        };
        scrub.event(&mut row.happening.event);
        for source in &mut row.happening.tellings {
            scrub.quote(&mut source.words);
        }
        for saying in &mut row.happening.said {
            scrub.name(&mut saying.value);
            saying.by.iter_mut().for_each(|by| scrub.name(by));
            scrub.quote(&mut saying.words);
        }
        for telling in &mut row.tellings {
            scrub.event(&mut telling.event);
        }
        for head in &mut row.reports {
            let mut title = head.title.clone();
            title.iter_mut().for_each(|title| scrub.name(title));
            if title != head.title {
                *head = Arc::new(ReportHead {
                    title,
                    ..head.as_ref().clone()
                });
            }
        }
        private.len()
    }

    /// Sorts the names of an event into those of private persons and all others, places too.
    fn sort_names(
        &self,
        event: &Event,
        private: &mut BTreeSet<String>,
        known: &mut BTreeSet<String>,
    ) {
        if let Some(place) = &event.place {
            let names = [&place.name, &place.text, &place.admin1];
            known.extend(names.into_iter().flatten().cloned());
        }
        for party in event.actors.iter().chain(&event.recipients) {
            let is_private = self.is_private_party(party);
            // A party named by what it does ("nurse") may have a private person's name in its words.
            let strangers = if is_private || party.party.is_some() {
                Vec::new()
            } else {
                self.strangers(&party.text, party.sector, known)
            };
            if strangers.is_empty() {
                self.sort(is_private, [&party.name, &party.text], private, known);
            } else {
                private.extend(strangers);
                known.insert(party.name.clone());
            }
        }
        for word in &event.word_of {
            let is_private = self.is_private_speaker(word);
            self.sort(is_private, [&word.name, &word.text], private, known);
        }
    }

    fn sort(
        &self,
        is_private: bool,
        names: [&str; 2],
        private: &mut BTreeSet<String>,
        known: &mut BTreeSet<String>,
    ) {
        for name in names {
            let list = if is_private && self.has_shape(name) {
                &mut *private
            } else {
                &mut *known
            };
            list.insert(name.to_owned());
        }
    }

    /// Runs of capitalised words in the words of a party that neither tables nor the place know.
    fn strangers(
        &self,
        words: &str,
        sector: Option<Sector>,
        known: &BTreeSet<String>,
    ) -> Vec<String> {
        let found = runs(words);
        let names = found
            .iter()
            .filter(|run| run.n_words >= 2)
            .filter_map(|run| words.get(run.start..run.end));
        let is_known = |name: &str| known.iter().any(|other| other.contains(name));
        names
            .filter(|name| {
                self.is_private(name, sector) && !self.knows_part(name) && !is_known(name)
            })
            .map(str::to_owned)
            .collect()
    }

    fn is_private_party(&self, party: &Party) -> bool {
        party.party.is_none()
            && organisation(party) == party.name
            && self.is_private(&party.name, party.sector)
    }

    fn is_private_speaker(&self, word: &WordOf) -> bool {
        self.is_private(&word.name, word.sector)
    }

    fn is_private(&self, name: &str, sector: Option<Sector>) -> bool {
        sector.is_none_or(|sector| !ACTS_IN_PUBLIC.contains(&sector))
            && self.has_shape(name)
            && !self.is_listed(name)
    }

    /// True if this may be the name of a person: two capitalised words in a row, or none that is not capitalised but
    /// particles ("al", "de").
    fn has_shape(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split_whitespace().collect();
        let is_name = |word: &&str| is_capitalised(word);
        let others = words
            .iter()
            .filter(|word| !is_name(word) && !is_particle(word));
        let n_names = words.iter().filter(|word| is_name(word)).count();
        (n_names > 0 && others.count() == 0) || runs(name).iter().any(|run| run.n_words >= 2)
    }

    /// True if a table lists the whole name, or the country or people that it begins with.
    fn is_listed(&self, name: &str) -> bool {
        let words = words_of(name, 0);
        let last = words.last().map_or(0, |word| word.span.end);
        self.knowledge.names_on(&words, None).iter().any(|found| {
            let is_whole = found.span.start == 0 && found.span.end == last;
            let leads = found.span.start == 0
                && found.entries.iter().any(|entry| {
                    matches!(
                        entry,
                        NameEntry::Country(_) | NameEntry::Adjective(_) | NameEntry::People(_)
                    )
                });
            let tail = found.span.end == last
                && found
                    .entries
                    .iter()
                    .any(|entry| matches!(entry, NameEntry::Country(_)))
                && name.contains(" of ");
            is_whole || leads || tail
        })
    }

    /// True if the tables know a part of a run of capitalised words.
    fn knows_part(&self, run: &str) -> bool {
        !self.knowledge.names_on(&words_of(run, 0), None).is_empty()
    }
}

/// The names of one row, and how to mask them.
struct Scrub<'a> {
    public: &'a Public<'a>,
    private: &'a BTreeSet<String>,
    known: &'a BTreeSet<String>,
}

impl Scrub<'_> {
    fn event(&self, event: &mut Event) {
        for party in event.actors.iter_mut().chain(&mut event.recipients) {
            self.name(&mut party.name);
            self.name(&mut party.text);
            self.optional(party.span.as_mut());
            party.inferred.iter_mut().for_each(|rule| self.name(rule));
        }
        for word in &mut event.word_of {
            self.name(&mut word.name);
            self.name(&mut word.text);
            self.optional(word.span.as_mut());
            word.via.iter_mut().for_each(|via| self.name(via));
            word.inferred.iter_mut().for_each(|rule| self.name(rule));
        }
        if let Some(date) = &mut event.date {
            self.optional(date.span.as_mut());
        }
        if let Some(place) = &mut event.place {
            self.optional(place.span.as_mut());
        }
        for toll in [&mut event.killed, &mut event.injured, &mut event.captured] {
            let spans = toll.iter_mut().flat_map(|toll| &mut toll.spans);
            spans.for_each(|quote| self.quote(&mut quote.text));
        }
        if let Some(count) = &mut event.count {
            self.optional(count.span.as_mut());
        }
        if let Some(talks) = &mut event.talks {
            talks.parties.iter_mut().for_each(|name| self.name(name));
            self.optional(talks.span.as_mut());
        }
        self.optional(event.factuality_span.as_mut());
        self.quote(&mut event.act.text);
        for quote in event.mode_spans.iter_mut().chain(&mut event.evidence) {
            self.quote(&mut quote.text);
        }
        for inference in &mut event.inferred {
            self.name(&mut inference.rule);
        }
    }

    fn optional(&self, quote: Option<&mut Quote>) {
        if let Some(quote) = quote {
            self.quote(&mut quote.text);
        }
    }

    /// Masks a value that is a name, or words of names in it.
    fn name(&self, text: &mut String) {
        if self.private.contains(text.as_str()) {
            MASK.clone_into(text);
        } else {
            self.mask_words(text);
        }
    }

    /// Masks names in words of a report, and cuts them.
    fn quote(&self, text: &mut String) {
        self.mask_words(text);
        self.mask_strangers(text);
        if text.chars().count() > self.public.quote_length {
            *text = cut(text, self.public.quote_length);
        }
    }

    /// Masks the words of private names.
    fn mask_words(&self, text: &mut String) {
        for name in self.private {
            if text.contains(name.as_str()) {
                *text = text.replace(name.as_str(), GAP);
            }
            for word in name.split_whitespace().filter(|word| is_capitalised(word)) {
                *text = replace_word(text, word);
            }
        }
    }

    /// Masks runs of two or more capitalised words of which nothing is known.
    fn mask_strangers(&self, text: &mut String) {
        for run in runs(text).iter().rev().filter(|run| run.n_words >= 2) {
            let Some(words) = text.get(run.start..run.end) else {
                continue;
            };
            let is_known = self.known.iter().any(|name| {
                !name.is_empty() && (words.contains(name.as_str()) || name.contains(words))
            });
            if !is_known && !self.public.knows_part(words) {
                text.replace_range(run.start..run.end, GAP);
            }
        }
    }
}

fn is_capitalised(word: &str) -> bool {
    word.chars()
        .find(|letter| letter.is_alphanumeric())
        .is_some_and(char::is_uppercase)
}

/// A short word in lower case that may stand inside a name.
fn is_particle(word: &str) -> bool {
    let n_letters = word.chars().count();
    n_letters <= 3
        && word
            .chars()
            .all(|letter| letter.is_lowercase() || letter == '-')
}

/// Capitalised words in a row.
struct Run {
    start: usize,
    end: usize,
    n_words: usize,
}

/// The runs of capitalised words of a text; a comma or a stop ends a run.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_open = false;
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let begin = start + word.find(bare).unwrap_or(0);
        start += word.len();
        if bare.is_empty() || !is_capitalised(bare) {
            is_open = false;
            continue;
        }
        let end = begin + bare.len();
        match runs.last_mut().filter(|_| is_open) {
            Some(run) => {
                run.end = end;
                run.n_words += 1;
            }
            None => runs.push(Run {
                start: begin,
                end,
                n_words: 1,
            }),
        }
        // What follows the word closes the run, but for the stop of an initial.
        let behind = word.trim_end().len() - (word.find(bare).unwrap_or(0) + bare.len());
        is_open = behind == 0 || bare.chars().count() == 1;
    }
    runs
}

/// `text` with each whole word `word` masked.
fn replace_word(text: &str, word: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = found.get(word.len()..).unwrap_or("");
        let joins_left = before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let joins_right = after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if joins_left || joins_right { word } else { GAP });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The beginning of a quote, to the end of a word.
fn cut(text: &str, length: usize) -> String {
    let end = text
        .char_indices()
        .nth(length)
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text);
    let head = match head.rfind(char::is_whitespace) {
        Some(space) if space > 0 => head.get(..space).unwrap_or(head),
        _ => head,
    };
    format!("{}…", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_private() {
        let knowledge = Knowledge::embedded().unwrap();
        let public = Public::new(&knowledge, 100);
        for (name, sector, expected) in [
            ("Marta Velasco", Some(Sector::Cvl), true),
            ("Marta Velasco", None, true),
            ("Marta Velasco", Some(Sector::Gov), false),
            ("Teodor al", None, true),
            ("villagers", Some(Sector::Cvl), false),
            ("Angry residents", Some(Sector::Cvl), false),
            ("Afghans", Some(Sector::Cvl), false),
            ("Syrian opponents", Some(Sector::Soc), false),
            ("Taliban", None, false),
        ] {
            assert_eq!(public.is_private(name, sector), expected, "{name}");
        }
    }

    #[test]
    fn names_of_strangers_in_quotes_are_masked_and_known_names_stay() {
        let knowledge = Knowledge::embedded().unwrap();
        let public = Public::new(&knowledge, 60);
        let private = BTreeSet::from(["Marta Velasco".to_owned()]);
        let known = BTreeSet::from(["Puerto Viejo".to_owned()]);
        let scrub = Scrub {
            public: &public,
            private: &private,
            known: &known,
        };
        let masked = |text: &str| {
            let mut text = text.to_owned();
            scrub.quote(&mut text);
            text
        };
        assert_eq!(
            masked("Velasco and Iker Zubiri, 24, fled Puerto Viejo."),
            "[…] and […], 24, fled Puerto Viejo."
        );
        assert_eq!(
            masked("The Taliban held Miran Shah."),
            "The Taliban held […]."
        );
        let long = "one two three four five six seven eight nine ten eleven twelve";
        assert_eq!(
            masked(long),
            "one two three four five six seven eight nine ten eleven…"
        );
    }
}
