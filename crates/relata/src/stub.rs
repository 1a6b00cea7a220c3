//! Stands in for the coder until it is there.

use relata_language::{Analyzer, Relation, Sentence, Token, Upos, Xpos};
use relata_record::{
    Event, EventType, Factuality, Found, Party, PublishedDate, Quote, Report, Span,
};

pub struct Knowledge;
impl Knowledge {
    pub fn embedded() -> Result<Self, std::fmt::Error> {
        Ok(Knowledge)
    }
}
pub struct StubAnalyzer;
impl Analyzer for StubAnalyzer {
    fn analyze(&self, text: &str, blocks: &[Span]) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for block in blocks {
            let mut start = block.start as usize;
            for piece in block.of(text).split_inclusive(". ") {
                let span = Span::new(start, start + piece.trim_end().len());
                start += piece.len();
                if !span.is_empty() {
                    sentences.push(Sentence {
                        span,
                        tokens: vec![Token {
                            span,
                            upos: Upos::X,
                            xpos: Xpos::Other,
                            lemma: String::new(),
                            head: None,
                            relation: Relation::Root,
                        }],
                    });
                }
            }
        }
        sentences
    }
    fn model(&self) -> &str {
        "stub"
    }
}
pub struct Coder;
pub struct Reason;
impl Reason {
    pub fn as_str(&self) -> &'static str {
        "no-act"
    }
}
pub struct Note {
    pub span: Span,
    pub reason: Reason,
    pub detail: String,
}
pub struct Coding {
    pub published: Option<Found<PublishedDate>>,
    pub events: Vec<Event>,
    pub notes: Vec<Note>,
}
impl Coder {
    pub fn new(_: Knowledge) -> Self {
        Coder
    }
    pub fn version(&self) -> String {
        "stub".to_owned()
    }
    pub fn date(&self, report: &Report, _: &[Sentence]) -> Option<Found<PublishedDate>> {
        report.published.clone()
    }
    pub fn code(&self, report: &Report, sentences: &[Sentence]) -> Coding {
        let mut coding = Coding {
            published: report.published.clone(),
            events: vec![],
            notes: vec![],
        };
        for sentence in sentences {
            let words = sentence.span.of(&report.text);
            let Some(at) = words.find("attacked") else {
                coding.notes.push(Note {
                    span: sentence.span,
                    reason: Reason,
                    detail: "no word of the table of acts".to_owned(),
                });
                continue;
            };
            let start = sentence.span.start as usize;
            let quote = |from: usize, to: usize| {
                Quote::new(&report.text, Span::new(start + from, start + to))
            };
            coding.events.push(Event {
                report: report.id.clone(),
                n: coding.events.len() as u32 + 1,
                event_type: EventType::Assault,
                mode: vec![],
                mode_spans: vec![],
                actors: vec![Party {
                    name: words[..at].trim().to_owned(),
                    country: None,
                    sector: None,
                    text: words[..at].trim().to_owned(),
                    span: Some(quote(0, words[..at].trim_end().len())),
                    inferred: None,
                    party: None,
                }],
                recipients: vec![],
                date: None,
                place: None,
                killed: None,
                injured: None,
                captured: None,
                count: None,
                factuality: Factuality::Fact,
                factuality_span: None,
                word_of: vec![],
                talks: None,
                causes: vec![],
                evidence: vec![quote(0, words.len())],
                act: quote(at, at + 8),
                rule: "attack".to_owned(),
                inferred: vec![],
            });
        }
        coding
    }
}
