//! A report with its parsed sentences and the names that stand in them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relata_coreference::{Chains, Resolver};
use relata_knowledge::{AgentKind, Knowledge, NameEntry, TimeWord, words_of};
use relata_language::word::in_capitals;
use relata_language::{Relation, Sentence, Upos};
use relata_places::{Alias, Class, NamedPlace, PlaceId, Places};
use relata_record::{BlockKind, Report, Span};

use crate::quotations::OpenMarks;
use crate::resolved::is_no_state;
use crate::tree::{Node, Tree};

/// A name of the tables in a sentence.
pub(crate) struct Mention {
    /// Its tokens, first and last.
    pub(crate) first: Node,
    pub(crate) last: Node,
    /// What it may stand for.
    pub(crate) entries: Vec<NameEntry>,
}

/// A sentence of the report.
pub(crate) struct Told<'a> {
    pub(crate) tree: Tree<'a>,
    pub(crate) mentions: Vec<Mention>,
    /// For each token the mention that it belongs to.
    pub(crate) mention_at: Vec<Option<usize>>,
    /// The block that it stands in.
    pub(crate) block: usize,
    pub(crate) kind: BlockKind,
    /// True if it begins with an opening quotation mark or stands inside an open one.
    pub(crate) in_quotation: bool,
}

/// The report as the coder sees it.
pub(crate) struct Document<'a> {
    pub(crate) report: &'a Report,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) places: &'a Places,
    pub(crate) sentences: Vec<Told<'a>>,
    /// Which phrases speak of the same.
    pub(crate) chains: Chains,
    /// The day of publication, if known.
    pub(crate) clock: Option<Date>,
    /// The country that the report is mostly about.
    pub(crate) main_country: Option<String>,
}

/// A token of the report: sentence and node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) sentence: usize,
    pub(crate) node: Node,
}

impl<'a> Document<'a> {
    pub(crate) fn new(
        report: &'a Report,
        knowledge: &'a Knowledge,
        places: &'a Places,
        sentences: &'a [Sentence],
        clock: Option<Date>,
    ) -> Self {
        let named = places.read(knowledge, &report.text, sentences);
        // The weights are built in, and a test of their crate reads them.
        let chains = Resolver::embedded()
            .map(|resolver| resolver.resolve(&report.text, sentences))
            .unwrap_or_default();
        let mut marks = OpenMarks::default();
        let told = sentences
            .iter()
            .map(|sentence| tell(report, knowledge, sentence, clock, &mut marks))
            .collect();
        let mut document = Self {
            report,
            knowledge,
            places,
            sentences: told,
            chains,
            clock,
            main_country: None,
        };
        let countries = document.named_countries();
        for (number, told) in document.sentences.iter_mut().enumerate() {
            let first = named.partition_point(|place| place.sentence < number);
            let named = named[first..]
                .iter()
                .take_while(|place| place.sentence == number)
                .filter(|place| {
                    let name = place.span.of(&report.text);
                    !is_stray(places, &countries, place, name)
                });
            told.add_places(knowledge, places, named);
        }
        document.main_country = main_country(&document);
        document
    }

    /// The countries that the tables' names in the report, and its dateline, belong to.
    fn named_countries(&self) -> BTreeSet<String> {
        let mut countries = self.mentioned_countries();
        countries.extend(self.dateline_countries());
        countries
    }

    /// The countries that names in the sentences belong to.
    fn mentioned_countries(&self) -> BTreeSet<String> {
        self.sentences
            .iter()
            .flat_map(|told| &told.mentions)
            .flat_map(|mention| &mention.entries)
            .filter_map(|entry| self.country_of(*entry))
            .map(str::to_owned)
            .collect()
    }

    /// The countries of the names in the dateline: of a country or a capital, else of the town.
    fn dateline_countries(&self) -> BTreeSet<String> {
        let Some(dateline) = &self.report.dateline else {
            return BTreeSet::new();
        };
        let place = in_title_case(&dateline.value);
        let named: BTreeSet<String> = self
            .knowledge
            .names_on(&words_of(&place, 0), self.clock)
            .into_iter()
            .filter_map(|found| self.country_of(*found.entries.first()?))
            .map(str::to_owned)
            .collect();
        if !named.is_empty() {
            return named;
        }
        place
            .split(',')
            .find_map(|part| self.country_of_town(part.trim()))
            .into_iter()
            .collect()
    }

    /// The country of the town of this name: one that the report names, and of several the one with most people.
    fn country_of_town(&self, name: &str) -> Option<String> {
        let gazetteer = self.places.gazetteer();
        let mentioned = self.mentioned_countries();
        let town = gazetteer
            .look_up(name)
            .into_iter()
            .filter_map(|candidate| {
                let code = gazetteer.country_of(candidate.place)?;
                let people = gazetteer.record(candidate.place)?.population;
                Some((mentioned.contains(code), people, std::cmp::Reverse(code)))
            })
            .max()?;
        Some(town.2.0.to_owned())
    }

    pub(crate) fn tree(&self, at: At) -> &Tree<'a> {
        &self.sentences[at.sentence].tree
    }

    pub(crate) fn mention(&self, at: At) -> Option<&Mention> {
        let told = &self.sentences[at.sentence];
        told.mention_at[at.node].map(|index| &told.mentions[index])
    }

    /// The code of the country that an entry names, one way or another.
    pub(crate) fn country_of(&self, entry: NameEntry) -> Option<&str> {
        let knowledge = self.knowledge;
        match entry {
            NameEntry::Country(i)
            | NameEntry::Adjective(i)
            | NameEntry::People(i)
            | NameEntry::Capital(i) => Some(&knowledge.countries[i as usize].code),
            NameEntry::Party(i) | NameEntry::PartyShort(i) => {
                knowledge.parties[i as usize].country.as_deref()
            }
            NameEntry::Person(i) => Some(&knowledge.people[i as usize].country),
            NameEntry::Place(i) => self.places.gazetteer().country_of(PlaceId(i)),
        }
    }
}

/// A name that the tables have for a country, a party or a person stays theirs unless the gazetteer's pick is as
/// sure as this.
const SURE: f64 = 0.9;

/// "in August": a month or a weekday is no town, though there are towns of that name.
fn is_of_calendar(knowledge: &Knowledge, form: &str) -> bool {
    let form = form.to_lowercase();
    knowledge
        .calendar
        .iter()
        .filter(|row| matches!(row.word, TimeWord::Month(_) | TimeWord::Weekday(_)))
        .any(|row| row.phrases.contains(&form))
}

/// "Mass protests forced": a word that is an adjective or a verb has its capital from where it stands.
fn only_begins_the_sentence(tree: &Tree<'_>, name: Node) -> bool {
    let is_word = matches!(tree.upos(name), Upos::Adj | Upos::Adv | Upos::Verb);
    is_word && (0..name).all(|before| tree.upos(before) == Upos::Punct)
}

/// "President Santos", "General Lagos": the title makes a person of a town's name.
fn bears_a_title(knowledge: &Knowledge, tree: &Tree<'_>, name: Node) -> bool {
    let Some(title) = name.checked_sub(1) else {
        return false;
    };
    let is_one_phrase = tree.head(title) == Some(name) || tree.head(name) == Some(title);
    is_one_phrase
        && tree.form(title).starts_with(char::is_uppercase)
        && knowledge
            .agent_phrases
            .get(tree.lemma(title))
            .iter()
            .any(|phrase| {
                phrase.lemmas.len() == 1 && knowledge.agents[phrase.row].kind == AgentKind::Role
            })
}

impl Told<'_> {
    /// Adds the names of places that the gazetteer gives to those of the tables. The longer name holds the shorter;
    /// of equals the table's stays, and may be the place besides.
    fn add_places<'p>(
        &mut self,
        knowledge: &Knowledge,
        places: &Places,
        named: impl Iterator<Item = &'p NamedPlace>,
    ) {
        let gazetteer = places.gazetteer();
        for place in named {
            let Some(class) = gazetteer
                .record(place.pick.place)
                .map(|record| record.class)
            else {
                continue;
            };
            if place.pick.alias == Alias::People || class == Class::Country {
                continue;
            }
            let Some((first, last)) = tokens_in(&self.tree, place.span) else {
                continue;
            };
            if first == last
                && (is_of_calendar(knowledge, self.tree.form(first))
                    || bears_a_title(knowledge, &self.tree, first)
                    || only_begins_the_sentence(&self.tree, first))
            {
                continue;
            }
            let entry = NameEntry::Place(place.pick.place.0);
            let over: Vec<usize> = (0..self.mentions.len())
                .filter(|at| self.mentions[*at].first <= last && first <= self.mentions[*at].last)
                .collect();
            if let [only] = over.as_slice()
                && (self.mentions[*only].first, self.mentions[*only].last) == (first, last)
            {
                let mention = &mut self.mentions[*only];
                let is_party = |entry: &NameEntry| {
                    matches!(
                        entry,
                        NameEntry::Party(_) | NameEntry::PartyShort(_) | NameEntry::Person(_)
                    )
                };
                if mention.entries.iter().any(is_party) && !gazetteer.is_by_hand(place.pick.place) {
                    continue;
                }
                let is_country = mention
                    .entries
                    .iter()
                    .any(|entry| matches!(entry, NameEntry::Country(_)));
                if is_country && place.pick.probability >= SURE {
                    mention.entries = vec![entry];
                } else if !is_country
                    && !mention.entries.iter().any(|entry| {
                        matches!(entry, NameEntry::Adjective(_) | NameEntry::People(_))
                    })
                {
                    mention.entries.push(entry);
                }
                continue;
            }
            if over
                .iter()
                .any(|at| self.mentions[*at].first < first || self.mentions[*at].last > last)
            {
                continue;
            }
            self.mentions
                .retain(|mention| !(mention.first >= first && mention.last <= last));
            self.mentions.push(Mention {
                first,
                last,
                entries: vec![entry],
            });
        }
        self.mentions.sort_by_key(|mention| mention.first);
        self.mention_at.fill(None);
        for (number, mention) in self.mentions.iter().enumerate() {
            self.mention_at[mention.first..=mention.last].fill(Some(number));
        }
    }
}

fn tell<'a>(
    report: &'a Report,
    knowledge: &Knowledge,
    sentence: &'a Sentence,
    clock: Option<Date>,
    marks: &mut OpenMarks,
) -> Told<'a> {
    let text = report.text.as_str();
    let tree = Tree::new(sentence, text, &|lemma| knowledge.knows_lemma(lemma));
    let words = words_of(sentence.span.of(text), sentence.span.start as usize);
    let capitals = in_capitals(sentence.tokens.iter().map(|token| token.span.of(text)));
    let mut mentions: Vec<Mention> = Vec::new();
    let mut mention_at = vec![None; tree.len()];
    for found in knowledge.names_on(&words, clock) {
        let Some((first, last)) = tokens_in(&tree, found.span) else {
            continue;
        };
        if mention_at[first].is_some()
            || !may_be_name(&tree, first, last, capitals)
            || is_stance_towards(&tree, first, found.span)
        {
            continue;
        }
        mention_at[first..=last].fill(Some(mentions.len()));
        mentions.push(Mention {
            first,
            last,
            entries: found.entries,
        });
    }
    let (block, kind) = block_of(report, sentence.span);
    Told {
        tree,
        mentions,
        mention_at,
        block,
        kind,
        in_quotation: marks.are_open_at(report, block, sentence.span.start)
            || sentence.span.of(text).starts_with(['"', '\u{201c}']),
    }
}

/// "anti-Syrian", "pro-Russian": the name says what somebody is for or against, not who it is.
/// "Anti-Balaka" is a name that begins so.
fn is_stance_towards(tree: &Tree<'_>, first: Node, name: Span) -> bool {
    let form = tree.form(first).to_lowercase();
    let is_inside = tree.token(first).span.start < name.start;
    is_inside && (form.starts_with("anti-") || form.starts_with("pro-"))
        || first >= 2
            && matches!(tree.form(first - 1), "-" | "\u{2011}" | "\u{2013}")
            && matches!(tree.form(first - 2).to_lowercase().as_str(), "anti" | "pro")
}

/// A single word is a name only where the tagger does not take it for something else ("Turkey" the bird,
/// "May", "Of"). Where all is in capitals they tell nothing, and a short noun is no acronym ("CAR").
fn may_be_name(tree: &Tree<'_>, first: Node, last: Node, capitals: bool) -> bool {
    let form = tree.form(first);
    first != last
        || match tree.upos(first) {
            Upos::Noun => !capitals || form.len() > 3,
            Upos::Propn | Upos::Adj | Upos::X | Upos::Num => true,
            _ => !capitals && form.chars().filter(|c| c.is_uppercase()).count() > 1,
        }
}

fn tokens_in(tree: &Tree<'_>, span: Span) -> Option<(Node, Node)> {
    let tokens = &tree.sentence.tokens;
    let first = tokens.iter().position(|token| token.span.overlaps(span))?;
    let last = tokens.iter().rposition(|token| token.span.overlaps(span))?;
    Some((first, last))
}

fn block_of(report: &Report, span: Span) -> (usize, BlockKind) {
    // Blocks are in text order and do not overlap.
    let first = report
        .blocks
        .partition_point(|block| block.span.end <= span.start);
    report
        .blocks
        .get(first)
        .filter(|block| block.span.overlaps(span))
        .map_or((usize::MAX, BlockKind::Paragraph), |block| {
            (first, block.kind)
        })
}

/// "BAMAKO", as datelines have it, is "Bamako" in the tables.
fn in_title_case(place: &str) -> String {
    let mut starts = true;
    place
        .chars()
        .flat_map(|letter| {
            let first = std::mem::replace(&mut starts, !letter.is_alphabetic());
            let cased: Vec<char> = if first {
                letter.to_uppercase().collect()
            } else {
                letter.to_lowercase().collect()
            };
            cased
        })
        .collect()
}

/// A short name that parties of several countries bear ("Maoists") names none of them.
fn is_shared(document: &Document<'_>, entries: &[NameEntry]) -> bool {
    let mut codes = entries.iter().filter_map(|entry| match entry {
        NameEntry::PartyShort(i) => {
            let party = &document.knowledge.parties[*i as usize];
            let holds = party.period.may_hold_on(document.clock);
            holds.then_some(party.country.as_deref())
        }
        _ => None,
    });
    let first = codes.next();
    matches!(entries.first(), Some(NameEntry::PartyShort(_)))
        && codes.any(|code| Some(code) != first)
}

/// "Turkish-backed rebels": the country is the one that helps them, not theirs.
fn names_a_backer(tree: &Tree<'_>, last: Node) -> bool {
    last + 2 < tree.len()
        && matches!(tree.form(last + 1), "-" | "\u{2011}" | "\u{2013}")
        && matches!(
            tree.form(last + 2).to_lowercase().as_str(),
            "backed"
                | "supported"
                | "trained"
                | "armed"
                | "funded"
                | "financed"
                | "sponsored"
                | "allied"
                | "aligned"
                | "equipped"
        )
}

/// A town so many times smaller is not thought of when the name is read.
const RIVAL: u32 = 10;

/// So many people live in a town that is known without its country.
const LARGE: u32 = 100_000;

/// What the place of the dateline weighs beside names in the text.
const DATELINE: u32 = 6;
/// The same, of a country that the report names nowhere else.
const DESK: u32 = 3;

/// A small place that shares its name with others, or a square or building, in a country that the report names nowhere
/// though it names another: a place of the same name, and not the one that is meant.
fn is_stray(places: &Places, countries: &BTreeSet<String>, place: &NamedPlace, name: &str) -> bool {
    let gazetteer = places.gazetteer();
    let Some(record) = gazetteer.record(place.pick.place) else {
        return false;
    };
    let is_named = gazetteer
        .country_of(place.pick.place)
        .is_none_or(|code| countries.contains(code));
    let is_settled = record.class <= Class::Town;
    !countries.is_empty()
        && !is_named
        && record.population < LARGE
        && (!is_settled || has_rival_abroad(places, place.pick.place, record.population, name))
}

/// True if a place of another country bears the name too and is no mere hamlet beside this one.
fn has_rival_abroad(places: &Places, place: PlaceId, population: u32, name: &str) -> bool {
    let gazetteer = places.gazetteer();
    let home = gazetteer.country_of(place);
    gazetteer
        .look_up(name)
        .into_iter()
        .filter(|other| gazetteer.country_of(other.place) != home)
        .filter_map(|other| gazetteer.record(other.place))
        .any(|other| other.population.max(1).saturating_mul(RIVAL) > population)
}

/// The country named most, where names in the headline and the first sentences count more.
fn main_country(document: &Document<'_>) -> Option<String> {
    let mut weights: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    let mut mentions: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for (index, told) in document.sentences.iter().enumerate() {
        let weight = if index < 4 { 3 } else { 1 };
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for mention in &told.mentions {
            let is_outlet = mention.entries.iter().any(|entry| {
                matches!(entry, NameEntry::Party(i) | NameEntry::PartyShort(i)
                    if document.knowledge.parties[*i as usize].kind == relata_knowledge::PartyKind::Outlet)
            });
            if is_outlet {
                continue;
            }
            let is_backer = names_a_backer(&told.tree, mention.last);
            if let Some(code) = mention
                .entries
                .first()
                .and_then(|e| document.country_of(*e))
                && !is_backer
                && !is_shared(document, &mention.entries)
            {
                named.insert(code);
                *mentions.entry(code).or_default() += 1;
            }
        }
        // A sentence that names a state three times says no more of where it happens.
        for code in named {
            *weights.entry(code).or_default() += weight;
        }
    }
    // Where the report was sent from counts as much as a name in the lead, and a little more: of two states that the
    // report names, it is written from the one where it happens.
    let dateline = document.dateline_countries();
    for code in &dateline {
        // "NAIROBI - Ethiopia's government …": a desk abroad, where the report names other states only.
        let is_named = mentions.contains_key(code.as_str()) || mentions.is_empty();
        *weights.entry(code).or_default() += if is_named { DATELINE } else { DESK };
    }
    weights
        .into_iter()
        .filter(|(code, _)| !code.is_empty() && !is_no_state(code))
        .max_by_key(|(code, weight)| {
            // Of equals the one named most, else the first of the alphabet.
            (
                *weight,
                mentions.get(code).copied(),
                std::cmp::Reverse(*code),
            )
        })
        .map(|(code, _)| code.to_owned())
}

/// Relations by which a word names its noun's owner or kind.
pub(crate) const NAMING: &[Relation] = &[
    Relation::Compound,
    Relation::Amod,
    Relation::NmodDesc,
    Relation::NmodUnmarked,
    Relation::NmodPoss,
    Relation::Flat,
    Relation::Appos,
];
