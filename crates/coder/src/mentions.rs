//! What the phrases of a report stand for, for whoever asks about parties alone.

use relata_knowledge::Knowledge;
use relata_language::Sentence;
use relata_places::Places;
use relata_record::{Party, Quote, Report};

use crate::clock;
use crate::document::{At, Document};
use crate::parties;

/// A phrase and the party that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The party; its `span` is the phrase.
    pub party: Party,
    /// The person who acts for it, where one is named.
    pub person: Option<String>,
    /// True if the phrase is the head of its sentence.
    pub is_head: bool,
}

/// The parties of every phrase, in text order.
pub(crate) fn find(
    knowledge: &Knowledge,
    places: &Places,
    report: &Report,
    sentences: &[Sentence],
) -> Vec<Meant> {
    let published = clock::infer(knowledge, report);
    let day = published.and_then(|found| found.value.date());
    let document = Document::new(report, knowledge, places, sentences, day);
    let parties = parties::resolve(&document);
    let mut found = Vec::new();
    for sentence in 0..document.sentences.len() {
        for node in 0..document.sentences[sentence].tree.len() {
            let at = At { sentence, node };
            let tree = document.tree(at);
            for party in parties.at(at) {
                let span = Quote::new(tree.text, tree.span_of(&tree.name_phrase(node)));
                found.push(Meant {
                    party: Party {
                        name: party.name.clone(),
                        country: party.country.clone(),
                        sector: party.sector,
                        text: span.text.clone(),
                        span: Some(span),
                        inferred: party.inferred.clone(),
                        party: party.id.clone(),
                    },
                    person: party.person.clone(),
                    is_head: tree.head(node).is_none(),
                });
            }
        }
    }
    found
}
