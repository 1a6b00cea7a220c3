//! What the words around an act of a negotiation say it is about, by the classes of the table of words.

use std::collections::BTreeSet;

use relata_knowledge::TalksTable;
use relata_record::Event;

use super::step::Level;

/// Words further from the act than this do not say what it is about.
const NEAR_BYTES: usize = 60;

/// The classes of the words around an act.
pub(super) struct Words {
    /// All classes of all evidence.
    all: BTreeSet<String>,
    /// Classes of the sentence of the act, each with its place.
    here: Vec<(usize, String)>,
    /// Classes of the words that name the step.
    named: Vec<String>,
    /// Where the act stands in that sentence.
    act: (usize, usize),
}

impl Words {
    pub(super) fn of(table: &TalksTable, event: &Event) -> Self {
        let owned = |text: &str| -> Vec<(usize, String)> {
            let found = table.classes_in(text);
            found
                .into_iter()
                .map(|(at, class)| (at, class.to_owned()))
                .collect()
        };
        let quote = event
            .evidence
            .iter()
            .find(|quote| quote.span().contains(event.act.span()))
            .or(event.evidence.first());
        let start = quote.map_or(0, |quote| quote.start);
        let offset = |at: u32| at.saturating_sub(start) as usize;
        let named = event.talks.as_ref().and_then(|talks| talks.span.as_ref());
        Self {
            all: event
                .evidence
                .iter()
                .flat_map(|quote| owned(&quote.text))
                .map(|(_, class)| class)
                .collect(),
            here: quote.map(|quote| owned(&quote.text)).unwrap_or_default(),
            named: named
                .map(|quote| owned(&quote.text))
                .unwrap_or_default()
                .into_iter()
                .map(|(_, class)| class)
                .collect(),
            act: (offset(event.act.start), offset(event.act.end)),
        }
    }

    pub(super) fn has(&self, class: &str) -> bool {
        self.all.contains(class)
    }

    /// What the step is about: the words that name it, else the first thing behind the act, else the last before it.
    pub(super) fn object(&self) -> Option<&str> {
        const OBJECTS: [&str; 4] = ["talks", "truce", "text", "proposal"];
        let is_object = |class: &&str| OBJECTS.contains(class);
        if let Some(named) = self.named.iter().map(String::as_str).find(is_object) {
            return Some(named);
        }
        let (start, end) = self.act;
        let places = self.here.iter().map(|(at, class)| (*at, class.as_str()));
        let objects: Vec<(usize, &str)> = places.filter(|(_, class)| is_object(class)).collect();
        let behind = objects
            .iter()
            .find(|(at, _)| *at >= start && at.saturating_sub(end) < NEAR_BYTES);
        let before = objects
            .iter()
            .rev()
            .find(|(at, _)| *at < start && start - *at < NEAR_BYTES);
        behind.or(before).map(|(_, class)| *class)
    }

    /// True if words of a class stand in the act or right behind it.
    pub(super) fn is_act(&self, class: &str) -> bool {
        let (start, end) = self.act;
        self.here
            .iter()
            .any(|(at, found)| found == class && *at >= start && *at < end + NEAR_BYTES / 2)
    }

    pub(super) fn level(&self) -> Option<Level> {
        let found = |class: &str| self.here.iter().any(|(_, found)| found == class);
        if found("level-final") || found("level-renewed") {
            Some(Level::Final)
        } else if found("level-pre") {
            Some(Level::Pre)
        } else {
            None
        }
    }

    pub(super) fn demands(&self) -> Vec<String> {
        self.all
            .iter()
            .filter_map(|class| class.strip_prefix("demand-"))
            .map(str::to_owned)
            .collect()
    }
}
