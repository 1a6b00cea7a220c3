//! The places that a report names: finding and choosing in one step.

use relata_knowledge::Knowledge;
use relata_language::Sentence;
use relata_record::Span;

use crate::class::Class;
use crate::cues::admin_cue;
use crate::file::{Alias, Error, checksum};
use crate::forest::Forest;
use crate::gazetteer::Gazetteer;
use crate::known::Toponym;
use crate::recognise::{Found, Recogniser};
use crate::resolver::{Pick, Resolver};

/// A name is taken for a place's from here on.
pub const LEAST: f64 = 0.2;
/// A name of the hand-written tables, whose rows were chosen because news of conflict means the place, and the own name
/// of a large town: the texts that the trees were learnt from speak of other places.
const LEAST_KNOWN: f64 = 0.1;
/// People in a large town.
const LARGE: u32 = 100_000;

/// A name of a place in a report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NamedPlace {
    /// The words.
    pub span: Span,
    /// Number of the sentence.
    pub sentence: usize,
    /// How likely they name a place at all.
    pub probability: f64,
    /// The place that is meant.
    pub pick: Pick,
}

/// Finds names of places and says which place each one means.
#[derive(Debug)]
pub struct Places {
    recogniser: Recogniser,
    resolver: Resolver,
    version: String,
}

impl Places {
    /// What ships with the program, under the tables of `knowledge`.
    ///
    /// # Errors
    /// If the gazetteer or the trees cannot be read.
    pub fn embedded(knowledge: &Knowledge) -> Result<Self, Error> {
        Self::new(
            include_bytes!("../../../models/gazetteer.bin"),
            include_bytes!("../../../models/places.bin"),
            include_bytes!("../../../models/toponyms.bin"),
            knowledge,
        )
    }

    /// From the bytes of a gazetteer, of the trees that choose and of those that find.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn new(
        gazetteer: &'static [u8],
        ranker: &[u8],
        finder: &[u8],
        knowledge: &Knowledge,
    ) -> Result<Self, Error> {
        let trees = |bytes| Forest::read(bytes).ok_or(Error::Damaged("the trees"));
        let gazetteer = Gazetteer::new(gazetteer, knowledge)?;
        let version = format!(
            "{:016x}{:08x}",
            gazetteer.version(),
            checksum(ranker) ^ checksum(finder) >> 1
        );
        Ok(Self {
            recogniser: Recogniser::new(trees(finder)?),
            resolver: Resolver::new(gazetteer, trees(ranker)?),
            version,
        })
    }

    /// What finds names.
    pub fn recogniser(&self) -> &Recogniser {
        &self.recogniser
    }

    /// What chooses among places of one name.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// The gazetteer.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.resolver.gazetteer()
    }

    /// Changes when the gazetteer or the trees do.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The names of places in the sentences of `text`, in text order, none over another.
    pub fn read(
        &self,
        knowledge: &Knowledge,
        text: &str,
        sentences: &[Sentence],
    ) -> Vec<NamedPlace> {
        let found: Vec<Found> = self
            .recogniser
            .find(self.gazetteer(), knowledge, text, sentences, LEAST_KNOWN)
            .into_iter()
            .filter(|found| found.probability >= LEAST || self.is_well_known(text, found.toponym))
            .collect();
        let toponyms: Vec<Toponym> = found.iter().map(|found| found.toponym).collect();
        let picks = self.resolver.resolve(text, &toponyms);
        found
            .iter()
            .zip(picks)
            .filter_map(|(found, pick)| {
                Some(NamedPlace {
                    span: Span::new(found.toponym.start, found.toponym.end),
                    sentence: found.sentence,
                    probability: found.probability,
                    pick: self.town_rather(text, found.toponym, pick?),
                })
            })
            .collect()
    }

    /// A town and its unit share a name: without a noun for the unit beside it, it is the town.
    fn town_rather(&self, text: &str, toponym: Toponym, pick: Pick) -> Pick {
        let gazetteer = self.gazetteer();
        let Some(unit) = gazetteer.record(pick.place) else {
            return pick;
        };
        if !matches!(unit.class, Class::Admin1 | Class::Admin2)
            || admin_cue(text, toponym).is_some()
        {
            return pick;
        }
        let words = text.get(toponym.start..toponym.end).unwrap_or_default();
        let town = gazetteer.look_up(words).into_iter().find(|candidate| {
            candidate.alias == Alias::Main
                && gazetteer.record(candidate.place).is_some_and(|town| {
                    matches!(town.class, Class::Town | Class::Capital)
                        && town.country == unit.country
                        && town.admin1 == unit.admin1
                        && town.population >= LARGE / 4
                })
        });
        town.map_or(pick, |town| Pick {
            place: town.place,
            alias: town.alias,
            ..pick
        })
    }

    fn is_well_known(&self, text: &str, toponym: Toponym) -> bool {
        let words = text.get(toponym.start..toponym.end).unwrap_or_default();
        let gazetteer = self.gazetteer();
        gazetteer.look_up(words).iter().any(|candidate| {
            gazetteer.is_by_hand(candidate.place)
                || candidate.alias == Alias::Main
                    && gazetteer
                        .record(candidate.place)
                        .is_some_and(|record| record.population >= LARGE)
        })
    }
}
