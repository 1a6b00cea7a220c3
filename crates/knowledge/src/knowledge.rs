//! All tables together, checked against each other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::acts::{self, ActClass, ActRow};
use crate::calendar::{self, CalendarWord, WorldEvent};
use crate::cues::{self, Cue, ModeCue, Support, TollCue};
use crate::edges::{self, Edge};
use crate::forms;
use crate::lexicon::Lexicon;
use crate::names::{NameEntry, NameMatch, Names, Standing, Word, fold, words_of};
use crate::parties::{self, Agent, Country, NamedParty, PartyKind, Term};
use crate::party_checks;
use crate::places::{self, FormerName, NamedPlace};
use crate::scope::{self, ScopeRow};
use crate::table::read_table;
use crate::words::phrases;
use crate::{Error, RowError};

/// Names a table and builds its text into the program.
macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../knowledge/", $name)))),+]
    };
}

/// The tables that ship with the program: file name below `knowledge/` and content.
const EMBEDDED: &[(&str, &str)] = tables![
    "acts/accuse.tsv",
    "acts/agree.tsv",
    "acts/aid.tsv",
    "acts/assault.tsv",
    "acts/coerce.tsv",
    "acts/concede.tsv",
    "acts/consult.tsv",
    "acts/cooperate.tsv",
    "acts/mobilize.tsv",
    "acts/protest.tsv",
    "acts/reject.tsv",
    "acts/request.tsv",
    "acts/retreat.tsv",
    "acts/sanction.tsv",
    "acts/support.tsv",
    "acts/threaten.tsv",
    "agents.tsv",
    "calendar.tsv",
    "countries.tsv",
    "cues.tsv",
    "edges.tsv",
    "former_names.tsv",
    "modes.tsv",
    "parties.tsv",
    "people.tsv",
    "places.tsv",
    "scope.tsv",
    "supports.tsv",
    "things.tsv",
    "things-deeds.tsv",
    "tolls.tsv",
    "world_events.tsv",
];

/// What Relata knows of the world and of the language of conflict.
#[derive(Debug)]
pub struct Knowledge {
    /// Rows of acts, in the order of the files.
    pub acts: Vec<ActRow>,
    /// Verb phrases of acts, by their first word.
    pub act_verbs: Lexicon,
    /// Noun phrases of acts, by their last word.
    pub act_nouns: Lexicon,
    /// Adjective phrases of acts, by their first word.
    pub act_adjectives: Lexicon,
    /// Classes of nouns: class to phrases.
    pub things: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Classes of nouns that politics has no part in, by class.
    pub scope: BTreeMap<String, ScopeRow>,
    /// The same nouns by class and last word in lower case.
    things_by_last: HashMap<String, HashMap<String, Vec<Vec<String>>>>,
    /// Verbs that carry event nouns.
    pub supports: Vec<Support>,
    /// Their phrases, by the first word.
    pub support_phrases: Lexicon,
    /// Cues of attribution and doubt.
    pub cues: Vec<Cue>,
    /// Their phrases, by the first word.
    pub cue_phrases: Lexicon,
    /// Words of manner.
    pub modes: Vec<ModeCue>,
    /// Their phrases, by the first word.
    pub mode_phrases: Lexicon,
    /// Words that count people.
    pub tolls: Vec<TollCue>,
    /// Their phrases, by the first word.
    pub toll_phrases: Lexicon,
    /// Countries.
    pub countries: Vec<Country>,
    /// Named parties.
    pub parties: Vec<NamedParty>,
    /// What parties are to each other.
    pub edges: Vec<Edge>,
    /// Terms of people.
    pub people: Vec<Term>,
    /// Nouns for agents.
    pub agents: Vec<Agent>,
    /// Their phrases, by the last word.
    pub agent_phrases: Lexicon,
    /// Places written by hand, which lie over the gazetteer.
    pub places: Vec<NamedPlace>,
    /// Names that places bore before.
    pub former_names: Vec<FormerName>,
    /// Words of time.
    pub calendar: Vec<CalendarWord>,
    /// Dated events told as past.
    pub world_events: Vec<WorldEvent>,
    /// Every name.
    pub names: Names,
    surnames: HashMap<String, Vec<u32>>,
    first_words: HashMap<String, Vec<u32>>,
    lemmas: HashSet<String>,
    /// So many parties, at the beginning, are the user's own.
    pub(crate) n_own_parties: usize,
    hash: String,
}

impl Knowledge {
    /// The tables that ship with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded() -> Result<Self, Error> {
        Self::from_tables(EMBEDDED)
    }

    /// The tables that ship with the program, and before them the user's own: pairs of file name and content.
    /// Own rows stand first, so that a name that both bear means the user's party.
    ///
    /// # Errors
    /// If a row cannot be read, or rows contradict each other; all such rows are named.
    pub fn with_tables(own: &[(&str, &str)]) -> Result<Self, Error> {
        let tables: Vec<(&str, &str)> = own.iter().chain(EMBEDDED).copied().collect();
        Self::read(&tables, own.len())
    }

    /// SHA-256 over names and contents of all tables: the same tables have the same hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Reads tables given as pairs of file name and content. A table that is not given is empty.
    ///
    /// # Errors
    /// If a row cannot be read, or rows contradict each other; all such rows are named.
    pub fn from_tables(tables: &[(&str, &str)]) -> Result<Self, Error> {
        Self::read(tables, 0)
    }

    /// Reads tables of which the first `n_own` are the user's.
    fn read(tables: &[(&str, &str)], n_own: usize) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let mut knowledge = Self::empty(hash_of(tables));
        for (index, (file, content)) in tables.iter().enumerate() {
            knowledge.read_file(file, content, &mut errors);
            if index + 1 == n_own {
                knowledge.n_own_parties = knowledge.parties.len();
            }
        }
        knowledge.check(&mut errors);
        if !errors.is_empty() {
            return Err(Error::Rows(errors));
        }
        knowledge.index();
        Ok(knowledge)
    }

    fn empty(hash: String) -> Self {
        Self {
            acts: Vec::new(),
            act_verbs: Lexicon::default(),
            act_nouns: Lexicon::default(),
            act_adjectives: Lexicon::default(),
            things: BTreeMap::new(),
            scope: BTreeMap::new(),
            things_by_last: HashMap::new(),
            supports: Vec::new(),
            support_phrases: Lexicon::default(),
            cues: Vec::new(),
            cue_phrases: Lexicon::default(),
            modes: Vec::new(),
            mode_phrases: Lexicon::default(),
            tolls: Vec::new(),
            toll_phrases: Lexicon::default(),
            countries: Vec::new(),
            parties: Vec::new(),
            edges: Vec::new(),
            people: Vec::new(),
            agents: Vec::new(),
            agent_phrases: Lexicon::default(),
            places: Vec::new(),
            former_names: Vec::new(),
            calendar: Vec::new(),
            world_events: Vec::new(),
            names: Names::default(),
            surnames: HashMap::new(),
            first_words: HashMap::new(),
            lemmas: HashSet::new(),
            n_own_parties: 0,
            hash,
        }
    }

    fn read_file(&mut self, file: &str, content: &str, errors: &mut Vec<RowError>) {
        match file {
            "agents.tsv" => {
                self.agents.extend(read_table(
                    file,
                    content,
                    parties::AGENT_COLUMNS,
                    errors,
                    parties::read_agent,
                ));
            }
            "calendar.tsv" => {
                self.calendar.extend(read_table(
                    file,
                    content,
                    calendar::CALENDAR_COLUMNS,
                    errors,
                    calendar::read_word,
                ));
            }
            "countries.tsv" => {
                self.countries.extend(read_table(
                    file,
                    content,
                    parties::COUNTRY_COLUMNS,
                    errors,
                    parties::read_country,
                ));
            }
            "cues.tsv" => {
                self.cues.extend(read_table(
                    file,
                    content,
                    cues::CUE_COLUMNS,
                    errors,
                    cues::read_cue,
                ));
            }
            "edges.tsv" => {
                let edges = read_table(file, content, edges::COLUMNS, errors, edges::read);
                self.edges.extend(edges);
            }
            "modes.tsv" => {
                self.modes.extend(read_table(
                    file,
                    content,
                    cues::MODE_COLUMNS,
                    errors,
                    cues::read_mode,
                ));
            }
            "parties.tsv" => {
                self.parties.extend(read_table(
                    file,
                    content,
                    parties::PARTY_COLUMNS,
                    errors,
                    parties::read_party,
                ));
            }
            "people.tsv" => {
                self.people.extend(read_table(
                    file,
                    content,
                    parties::PEOPLE_COLUMNS,
                    errors,
                    parties::read_term,
                ));
            }
            "places.tsv" => {
                let places = read_table(file, content, places::COLUMNS, errors, places::read);
                self.places.extend(places);
            }
            "former_names.tsv" => {
                self.former_names = read_table(
                    file,
                    content,
                    places::FORMER_COLUMNS,
                    errors,
                    places::read_former,
                );
            }
            "supports.tsv" => {
                self.supports.extend(read_table(
                    file,
                    content,
                    cues::SUPPORT_COLUMNS,
                    errors,
                    cues::read_support,
                ));
            }
            "things.tsv" | "things-deeds.tsv" => {
                let rows = read_table(file, content, &["class", "words"], errors, |row| {
                    Ok((
                        row.required("class")?.to_owned(),
                        phrases(row.required("words")?),
                    ))
                });
                for (class, words) in rows {
                    self.things.entry(class).or_default().extend(words);
                }
            }
            "scope.tsv" => {
                let rows = read_table(file, content, scope::COLUMNS, errors, scope::read);
                self.scope
                    .extend(rows.into_iter().map(|row| (row.class.clone(), row)));
            }
            "tolls.tsv" => {
                self.tolls.extend(read_table(
                    file,
                    content,
                    cues::TOLL_COLUMNS,
                    errors,
                    cues::read_toll,
                ));
            }
            "world_events.tsv" => {
                self.world_events.extend(read_table(
                    file,
                    content,
                    calendar::EVENT_COLUMNS,
                    errors,
                    calendar::read_event,
                ));
            }
            _ if file.starts_with("acts/") => {
                let rows = read_table(file, content, acts::COLUMNS, errors, |row| {
                    Ok((acts::read(row)?, row.error("")))
                });
                self.add_acts(rows, errors);
            }
            _ => errors.push(RowError {
                file: file.to_owned(),
                line: 0,
                row: String::new(),
                what: "no table of this name is known".to_owned(),
            }),
        }
    }

    fn add_acts(&mut self, rows: Vec<(ActRow, RowError)>, errors: &mut Vec<RowError>) {
        for (row, place) in rows {
            if self.acts.iter().any(|known| known.id == row.id) {
                errors.push(RowError {
                    what: "another row has the same id".to_owned(),
                    ..place
                });
            } else {
                self.acts.push(row);
            }
        }
    }

    fn check(&self, errors: &mut Vec<RowError>) {
        let mut problem = |file: &str, row: &str, what: String| {
            errors.push(RowError {
                file: file.to_owned(),
                line: 0,
                row: row.to_owned(),
                what,
            });
        };
        for row in &self.acts {
            for class in acts::classes_asked(row) {
                if !self.things.contains_key(class) {
                    problem(
                        "acts",
                        &row.id,
                        format!("class `{class}` is not in things.tsv"),
                    );
                }
            }
        }
        for class in self.scope.keys() {
            if !self.things.contains_key(class) {
                problem(
                    "scope.tsv",
                    class,
                    format!("class `{class}` is not in things.tsv"),
                );
            }
        }
        errors.extend(party_checks::check(self));
    }

    fn index(&mut self) {
        for (class, phrases) in &self.things {
            let by_last = self.things_by_last.entry(class.clone()).or_default();
            for phrase in phrases {
                if let Some(last) = phrase.last() {
                    by_last
                        .entry(last.to_ascii_lowercase())
                        .or_default()
                        .push(phrase.clone());
                }
            }
        }
        index_phrases(
            &mut self.support_phrases,
            self.supports.iter().map(|s| &s.phrases),
            false,
        );
        index_phrases(
            &mut self.cue_phrases,
            self.cues.iter().map(|c| &c.phrases),
            false,
        );
        index_phrases(
            &mut self.mode_phrases,
            self.modes.iter().map(|m| &m.phrases),
            false,
        );
        index_phrases(
            &mut self.toll_phrases,
            self.tolls.iter().map(|t| &t.phrases),
            false,
        );
        for (number, agent) in self.agents.iter().enumerate() {
            for phrase in &agent.phrases {
                for form in forms::of(phrase) {
                    self.agent_phrases.add(form, number, true);
                }
            }
        }
        self.agent_phrases.finish();
        for (number, row) in self.acts.iter().enumerate() {
            let (lexicon, key_last) = match row.class {
                ActClass::Verb => (&mut self.act_verbs, false),
                ActClass::Noun => (&mut self.act_nouns, true),
                ActClass::Adjective => (&mut self.act_adjectives, false),
            };
            for phrase in &row.phrases {
                lexicon.add(phrase.clone(), number, key_last);
            }
        }
        self.act_verbs.finish();
        self.act_nouns.finish();
        self.act_adjectives.finish();
        self.index_names();
        let phrases = self
            .acts
            .iter()
            .flat_map(|row| &row.phrases)
            .chain(self.cues.iter().flat_map(|row| &row.phrases))
            .chain(self.supports.iter().flat_map(|row| &row.phrases))
            .chain(self.tolls.iter().flat_map(|row| &row.phrases))
            .chain(self.modes.iter().flat_map(|row| &row.phrases))
            .chain(self.agents.iter().flat_map(|row| &row.phrases))
            .chain(self.things.values().flatten());
        self.lemmas = phrases.flatten().cloned().collect();
    }

    fn index_names(&mut self) {
        let names = &mut self.names;
        for (number, country) in (0..).zip(&self.countries) {
            let entries = [
                (
                    std::slice::from_ref(&country.name),
                    NameEntry::Country(number),
                ),
                (&country.names, NameEntry::Country(number)),
                (&country.adjectives, NameEntry::Adjective(number)),
                (&country.people, NameEntry::People(number)),
                (&country.capital, NameEntry::Capital(number)),
            ];
            for (list, entry) in entries {
                for name in list {
                    names.add(name, entry);
                }
            }
        }
        for (number, party) in (0..).zip(&self.parties) {
            if !party.short.contains(&party.name) {
                names.add(&party.name, NameEntry::Party(number));
            }
            for name in &party.names {
                names.add(name, NameEntry::Party(number));
            }
            for name in &party.short {
                names.add(name, NameEntry::PartyShort(number));
            }
        }
        for (number, term) in (0..).zip(&self.people) {
            for name in std::iter::once(&term.name).chain(&term.names) {
                names.add(name, NameEntry::Person(number));
                let mut words = words_of(name, 0);
                for (word, index) in [
                    (words.pop(), &mut self.surnames),
                    (words.into_iter().next(), &mut self.first_words),
                ] {
                    let Some(word) = word else { continue };
                    let terms = index.entry(word.folded).or_default();
                    if terms.last() != Some(&number) {
                        terms.push(number);
                    }
                }
            }
        }
        names.finish();
    }

    /// The terms of all whose name ends with this word: to be asked only beside a title or a country, for a
    /// surname alone is nobody's.
    pub fn terms_by_surname(&self, surname: &str) -> impl Iterator<Item = &Term> {
        let numbers = self.surnames.get(fold(surname).as_str());
        numbers
            .into_iter()
            .flatten()
            .filter_map(|number| self.people.get(*number as usize))
    }

    /// The terms of all whose name begins with this word and goes on: to be asked only beside a title ("President Xi").
    pub fn terms_by_first_word(&self, word: &str) -> impl Iterator<Item = &Term> {
        let numbers = self.first_words.get(fold(word).as_str());
        numbers
            .into_iter()
            .flatten()
            .filter_map(|number| self.people.get(*number as usize))
    }

    /// The names in `words`, as [`Names::find`] gives them; but where the longest name is that of parties which
    /// were no longer, or not yet, on `day`, a shorter one of a party that was goes before it: in 2016 "Islamic
    /// State in Iraq" is the Islamic State, and where it is.
    pub fn names_on(&self, words: &[Word], day: Option<jiff::civil::Date>) -> Vec<NameMatch> {
        self.names.find(words, |entry| match entry {
            NameEntry::Party(i) | NameEntry::PartyShort(i) => {
                let party = &self.parties[i as usize];
                if party.period.may_hold_on(day) {
                    match party.kind {
                        PartyKind::Community => Standing::Neither,
                        _ => Standing::Current,
                    }
                } else {
                    Standing::Past
                }
            }
            _ => Standing::Neither,
        })
    }

    /// The country of a code; where it bore several names, the first row.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// The country of a code under the name it bore on a day.
    pub fn country_on(&self, code: &str, day: Option<jiff::civil::Date>) -> Option<&Country> {
        self.countries
            .iter()
            .find(|country| country.code == code && country.period.may_hold_on(day))
            .or_else(|| self.country(code))
    }

    /// True if any table of words uses the lemma.
    pub fn knows_lemma(&self, lemma: &str) -> bool {
        self.lemmas.contains(lemma)
    }

    /// The nouns and compounds of `class` whose last word is `word`, which is in lower case.
    pub fn things_ending(&self, class: &str, word: &str) -> &[Vec<String>] {
        self.things_by_last
            .get(class)
            .and_then(|by_last| by_last.get(word))
            .map_or(&[], Vec::as_slice)
    }

    /// True if `lemmas` (a noun, or a compound and its noun) is a thing of `class`.
    pub fn is_thing(&self, class: &str, lemmas: &[String]) -> bool {
        self.things
            .get(class)
            .is_some_and(|words| words.contains(lemmas))
    }
}

fn index_phrases<'a>(
    lexicon: &mut Lexicon,
    rows: impl Iterator<Item = &'a Vec<Vec<String>>>,
    key_last: bool,
) {
    for (number, row) in rows.enumerate() {
        for phrase in row {
            lexicon.add(phrase.clone(), number, key_last);
        }
    }
    lexicon.finish();
}

fn hash_of(tables: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for (file, content) in tables {
        hasher.update(file.as_bytes());
        hasher.update([0]);
        hasher.update(content.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_that_ship_can_be_read() {
        let knowledge = Knowledge::embedded().unwrap_or_else(|error| panic!("{error}"));
        assert!(knowledge.acts.len() > 100);
    }

    #[test]
    fn a_class_that_no_table_has_is_named() {
        let header = acts::COLUMNS.join("\t");
        let table =
            format!("{header}\nx-y\tx\tverb\tobject=nothing\tASSAULT\t\t\t\t\t\tX hit Y.\t\n");
        let error = Knowledge::from_tables(&[("acts/assault.tsv", &table)]).unwrap_err();
        assert!(error.to_string().contains("`nothing`"), "{error}");
    }
}
