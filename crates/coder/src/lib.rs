//! Sentences to the events of one report: acts, parties, times, places, counts, and on whose word.
//!
//! This crate must never know other reports, nor how anything is stored. It does no I/O, reads no clock and no
//! environment; the same sentences give the same events, always.
//!
//! The way of a report: names are found ([`document`]), noun phrases resolved to parties ([`parties`]), words
//! that tell acts matched with the table of acts ([`acts`]), each act drafted with all its fields ([`draft`]),
//! and drafts of one happening put together ([`happenings`]).

mod accused;
mod acts;
mod captors;
mod certainty;
mod clock;
mod counterparts;
mod cue_words;
mod document;
mod draft;
mod event_time;
mod fallen;
mod finish;
mod happenings;
mod later_day;
mod memory;
mod mentions;
mod modes;
mod numbers;
mod outcomes;
mod parties;
mod places;
mod possible;
mod quotations;
mod reasons;
mod repairs;
mod resolved;
mod returns;
mod roles;
mod scope;
mod setting;
mod slots;
mod speech;
mod spots;
mod stretches;
mod struck;
mod tellings;
mod things;
mod tolls;
mod tree;
mod turns;
mod victims;
mod voices;

pub use certainty::Belief;
pub use mentions::Meant;
pub use possible::PossibleActs;
pub use reasons::{Note, Reason};
pub use stretches::{STRETCH, Stretch, stretches};
pub use struck::Struck;
pub use tellings::Telling;

use relata_knowledge::Knowledge;
use relata_language::Sentence;
use relata_places::Places;
use relata_record::{Event, Found, PublishedDate, Report, Span};
use relata_times::TimeResolver;

use crate::document::Document;
use crate::draft::{Desk, Draft};

/// What a report gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Coding {
    /// The day of publication, with its year inferred where the report does not give it.
    pub published: Option<Found<PublishedDate>>,
    /// The events, in the order of their acts in the text.
    pub events: Vec<Event>,
    /// Why the rest gave nothing.
    pub notes: Vec<Note>,
}

/// Codes reports with one set of tables.
#[derive(Debug)]
pub struct Coder {
    knowledge: Knowledge,
    times: TimeResolver,
    places: Places,
}

impl Coder {
    /// A coder that uses these tables and places.
    pub fn new(knowledge: Knowledge, places: Places) -> Self {
        let times = TimeResolver::new(&knowledge.calendar);
        Self {
            knowledge,
            times,
            places,
        }
    }

    /// The tables.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Version of the coder and of its tables, for the record of a run.
    pub fn version(&self) -> String {
        let hash: String = self.knowledge.hash().chars().take(12).collect();
        format!(
            "{}+{hash}+{}",
            env!("CARGO_PKG_VERSION"),
            self.places.version()
        )
    }

    /// The blocks of a report that are read for events: all but leftovers.
    pub fn blocks(report: &Report) -> Vec<Span> {
        report
            .blocks
            .iter()
            .filter(|block| block.kind != relata_record::BlockKind::Leftover)
            .map(|block| block.span)
            .collect()
    }

    /// The day of publication, its year inferred where the report does not give it and only one year fits.
    pub fn date(&self, report: &Report) -> Option<Found<PublishedDate>> {
        clock::infer(&self.knowledge, report)
    }

    /// The rows of the table of acts that fire in the sentences, before parties are asked for: what the
    /// tests of the table look at.
    pub fn fired(&self, report: &Report, sentences: &[Sentence]) -> Vec<Fired> {
        let document = Document::new(report, &self.knowledge, &self.places, sentences, None);
        let parties = parties::resolve(&document);
        let speeches = speech::find(&document, &parties);
        let acts = acts::find(&document, &parties, &speeches);
        acts.by_word
            .values()
            .map(|act| {
                let row = act.rule(&self.knowledge);
                Fired {
                    rule: row.id.clone(),
                    event_type: row.event_type,
                    modes: row.modes.clone(),
                    span: document.tree(act.at).token(act.at.node).span,
                    is_part: act.part_of.is_some(),
                }
            })
            .collect()
    }

    /// What the phrases of a report stand for, whether or not they take part in an event.
    pub fn parties(&self, report: &Report, sentences: &[Sentence]) -> Vec<Meant> {
        mentions::find(&self.knowledge, &self.places, report, sentences)
    }

    /// The buildings, vehicles and works that the deeds of a report strike.
    pub fn struck(&self, report: &Report, sentences: &[Sentence]) -> Vec<Struck> {
        let document = Document::new(report, &self.knowledge, &self.places, sentences, None);
        let parties = parties::resolve(&document);
        let speeches = speech::find(&document, &parties);
        let acts = acts::find(&document, &parties, &speeches);
        struck::find(&document, &acts)
    }

    /// Who says, thinks or wants what in a report, whether or not it is about an event.
    pub fn tellings(&self, report: &Report, sentences: &[Sentence]) -> Vec<Telling> {
        let document = Document::new(report, &self.knowledge, &self.places, sentences, None);
        tellings::find(&document)
    }

    /// What the words around a word say of its happening; None where no word stands there.
    pub fn belief(&self, report: &Report, sentences: &[Sentence], word: Span) -> Option<Belief> {
        let document = Document::new(report, &self.knowledge, &self.places, sentences, None);
        certainty::belief(&document, word)
    }

    /// Finds the events of a report in its sentences.
    pub fn code(&self, report: &Report, sentences: &[Sentence]) -> Coding {
        let mut coding = self.nothing(report);
        self.read(report, sentences, &mut coding);
        coding
    }

    /// Finds the events of a report stretch by stretch; `analyze` gives the sentences of blocks.
    pub fn code_in_stretches(
        &self,
        report: &Report,
        stretches: &[Stretch],
        analyze: impl Fn(&[Span]) -> Vec<Sentence>,
    ) -> Coding {
        let mut coding = self.nothing(report);
        for stretch in stretches {
            match stretch {
                Stretch::Words(blocks) => self.read(report, &analyze(blocks), &mut coding),
                Stretch::NoWords(span) => coding.notes.push(Note {
                    span: *span,
                    reason: Reason::NoWords,
                    detail: String::new(),
                }),
            }
        }
        coding
    }

    /// What is known of a report before its sentences are read.
    fn nothing(&self, report: &Report) -> Coding {
        Coding {
            published: self.date(report),
            events: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds what sentences give to what those before them gave.
    fn read(&self, report: &Report, sentences: &[Sentence], coding: &mut Coding) {
        let clock = coding
            .published
            .as_ref()
            .and_then(|found| found.value.date());
        let document = Document::new(report, &self.knowledge, &self.places, sentences, clock);
        let mut parties = parties::resolve(&document);
        let speeches = speech::find(&document, &parties);
        speech::resolve_first_persons(&document, &speeches, &mut parties);
        let acts = acts::find(&document, &parties, &speeches);
        let times = event_time::find_all(&document, &self.times, sentences);
        let tolls: Vec<_> = (0..document.sentences.len())
            .map(|sentence| tolls::find(&document, sentence))
            .collect();
        let desk = Desk {
            document: &document,
            parties: &parties,
            acts: &acts,
            speeches: &speeches,
            times: &times,
            tolls: &tolls,
        };
        let drafts = fallen::add(&desk, drafts(&desk));
        let year_inferred = coding
            .published
            .as_ref()
            .is_some_and(|found| found.value.inferred);
        let (events, notes) = finish::finish(&desk, &drafts, year_inferred, coding.events.len());
        coding.events.extend(events);
        coding.notes.extend(notes);
    }
}

/// A row of the table of acts that fired at a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The row's id.
    pub rule: String,
    /// The row's type; None for a sense that is no event.
    pub event_type: Option<relata_record::EventType>,
    /// The row's modes.
    pub modes: Vec<relata_record::Mode>,
    /// The word.
    pub span: Span,
    /// True if the act is part of another.
    pub is_part: bool,
}

/// Drafts every act that is no part of another, in text order; a deed without a date of its own takes the
/// date of the deed told before it in the same or the last sentence.
fn drafts(desk: &Desk<'_, '_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for act in desk.acts.by_word.values() {
        if act.part_of.is_some() {
            continue;
        }
        let carried = drafts
            .iter()
            .rev()
            .find(|draft| !draft.event_type.is_speech() && draft.date.is_some())
            .filter(|draft| draft.at.sentence + 1 >= act.at.sentence)
            .and_then(|draft| draft.date.clone())
            .filter(|date| date.precision == relata_record::Precision::Day);
        drafts.extend(desk.draft(act, carried.as_ref()));
    }
    drafts
}
