//! Every row of the tables does what its own example says: an act fires in its `fires` sentence and keeps
//! silent in its `silent` sentence, read by the tier that reads everything.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use relata_coder::{Coder, Fired, PossibleActs, Reason};
use relata_knowledge::{ActRow, AgentKind, Knowledge};
use relata_language::{Analyzer, FastAnalyzer, Sentence};
use relata_places::Places;
use relata_record::{Report, Span};

/// The tables as they stand in the folder, so that an edited row is tried at once.
fn tables() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in [root.join("acts"), root.clone()] {
        let mut here: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "tsv"))
            .collect();
        here.sort();
        paths.extend(here);
    }
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn knowledge(tables: &[(String, String)]) -> Knowledge {
    let pairs: Vec<(&str, &str)> = tables
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_str()))
        .collect();
    Knowledge::from_tables(&pairs).unwrap_or_else(|error| panic!("{error}"))
}

/// File and line of every act, by its id.
fn where_rows_stand(tables: &[(String, String)]) -> BTreeMap<&str, String> {
    let mut found = BTreeMap::new();
    for (name, content) in tables.iter().filter(|(name, _)| name.starts_with("acts/")) {
        for (index, line) in content.lines().enumerate() {
            if let Some((id, _)) = line.split_once('\t') {
                found.insert(id, format!("{name}:{}", index + 1));
            }
        }
    }
    found
}

fn report(text: &str) -> Report {
    Report::of_paragraph("example", text)
}

fn parse(text: &str) -> Vec<Sentence> {
    FastAnalyzer::embedded()
        .unwrap()
        .analyze(text, &[Span::new(0, text.len())])
}

fn fired(coder: &Coder, text: &str) -> Vec<Fired> {
    coder.fired(&report(text), &parse(text))
}

/// True if the example of an act shows it: the row itself fires, or another of its type that is an event of
/// its own; a sense that is no event must fire itself, and no event may stand at its word.
fn shows(row: &ActRow, fired: &[Fired]) -> bool {
    let own: Vec<&Fired> = fired.iter().filter(|act| act.rule == row.id).collect();
    if row.event_type.is_none() {
        return own.iter().any(|act| {
            !fired
                .iter()
                .any(|other| other.span == act.span && other.event_type.is_some() && !other.is_part)
        });
    }
    !own.is_empty()
        || fired
            .iter()
            .any(|act| act.event_type == row.event_type && !act.is_part)
}

/// What is wrong with one sentence, and how it was read: for whoever edits the row.
fn complaint(place: &str, row: &ActRow, column: &str, text: &str, fired: &[Fired]) -> String {
    let acts: Vec<String> = fired
        .iter()
        .map(|act| {
            let kind = act
                .event_type
                .map_or_else(|| "-".to_owned(), |kind| kind.to_string());
            let part = if act.is_part { ", part of another" } else { "" };
            format!("`{}` tells {} ({kind}{part})", act.span.of(text), act.rule)
        })
        .collect();
    let acts = if acts.is_empty() {
        "nothing".to_owned()
    } else {
        acts.join("; ")
    };
    let mut lines = vec![
        format!("{place} {} `{column}`: {text}", row.id),
        format!("    fired: {acts}"),
    ];
    for sentence in parse(text) {
        let words: Vec<String> = sentence
            .tokens
            .iter()
            .map(|token| {
                let head = token
                    .head
                    .map_or("", |head| sentence.tokens[head as usize].span.of(text));
                format!(
                    "{}/{}/{} {}<{head}",
                    token.span.of(text),
                    token.lemma,
                    token.xpos.as_str(),
                    token.relation.as_str()
                )
            })
            .collect();
        lines.push(format!("    read: {}", words.join(" | ")));
    }
    lines.join("\n")
}

fn coder(tables: &[(String, String)]) -> Coder {
    let knowledge = knowledge(tables);
    let places = Places::embedded(&knowledge).unwrap();
    Coder::new(knowledge, places)
}

#[test]
fn every_act_fires_in_its_example_and_not_in_its_confuser() {
    let tables = tables();
    let places = where_rows_stand(&tables);
    let coder = coder(&tables);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for row in &coder.knowledge().acts {
        let place = &places[row.id.as_str()];
        tried += 1;
        let acts = fired(&coder, &row.fires);
        if !shows(row, &acts) {
            wrong.push(complaint(place, row, "fires", &row.fires, &acts));
        }
        if !row.silent.is_empty() {
            tried += 1;
            let acts = fired(&coder, &row.silent);
            if acts.iter().any(|act| act.rule == row.id) {
                wrong.push(complaint(place, row, "silent", &row.silent, &acts));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried} sentences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The words of a text as they are asked for before it is parsed with care.
fn possible_words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for token in parse(text).iter().flat_map(|sentence| &sentence.tokens) {
        let form = token.span.of(text);
        let fast = FastAnalyzer::embedded().unwrap();
        fast.possible_lemmas(form, &mut words);
    }
    words
}

#[test]
fn no_act_fires_where_none_is_possible() {
    let coder = coder(&tables());
    let possible = PossibleActs::new(coder.knowledge());
    for row in &coder.knowledge().acts {
        for text in [&row.fires, &row.silent] {
            let acts = fired(&coder, text);
            let is_told = acts.iter().any(|act| act.event_type.is_some());
            assert!(
                !is_told || possible.may_tell(&possible_words(text)),
                "{} in: {text}",
                row.id
            );
        }
    }
    for text in [
        "It is a small town on the river.",
        "He is 41 years old and has two daughters.",
    ] {
        assert!(!possible.may_tell(&possible_words(text)), "{text}");
    }
}

/// Lemmas and forms of a sentence in lower case; the parts of hyphenated words and whole words with their
/// apostrophe too.
fn words_of(text: &str) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = text.split_whitespace().map(str::to_lowercase).collect();
    for token in parse(text).iter().flat_map(|sentence| &sentence.tokens) {
        let form = token.span.of(text).to_lowercase();
        words.extend(form.split('-').map(str::to_owned));
        words.insert(token.lemma.to_lowercase());
        words.insert(form);
    }
    words
}

/// True if the word stands there, in itself or in a regular form; "tribesmen" is one of "tribesman".
fn has_word(words: &BTreeSet<String>, lemma: &str) -> bool {
    let stem = lemma.strip_suffix(['e', 'y']).unwrap_or(lemma);
    words.contains(lemma)
        || lemma
            .strip_suffix("man")
            .is_some_and(|start| words.contains(&format!("{start}men")))
        || words.iter().any(|word| {
            word.strip_prefix(stem)
                .is_some_and(|ending| ["s", "es", "ed", "t", "ing", "ied", "ies"].contains(&ending))
        })
}

#[test]
fn every_example_contains_its_word() {
    let tables = tables();
    let knowledge = knowledge(&tables);
    let cues = knowledge
        .cues
        .iter()
        .map(|row| ("cues.tsv", &row.phrases, &row.example));
    let supports = knowledge
        .supports
        .iter()
        .map(|row| ("supports.tsv", &row.phrases, &row.example));
    let agents = knowledge
        .agents
        .iter()
        .map(|row| ("agents.tsv", &row.phrases, &row.example));
    let wrong: Vec<String> = cues
        .chain(supports)
        .chain(agents)
        .filter(|(_, phrases, example)| {
            let words = words_of(example);
            !phrases
                .iter()
                .any(|phrase| phrase.iter().all(|lemma| has_word(&words, lemma)))
        })
        .map(|(file, phrases, example)| format!("{file} {}: {example}", phrases[0].join(" ")))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} examples:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_noun_for_agents_is_read_in_its_example() {
    let coder = coder(&tables());
    let mut wrong = Vec::new();
    for row in &coder.knowledge().agents {
        let acts = matches!(
            row.kind,
            AgentKind::Role | AgentKind::People | AgentKind::Body
        );
        let Some(sector) = row.sector.filter(|_| acts) else {
            continue;
        };
        let found = coder.parties(&report(&row.example), &parse(&row.example));
        if !found.iter().any(|meant| meant.party.sector == Some(sector)) {
            let read: Vec<String> = found
                .iter()
                .map(|meant| format!("{} {:?}", meant.party.text, meant.party.sector))
                .collect();
            wrong.push(format!(
                "{} {sector}: {}\n    read: {}",
                row.phrases[0].join(" "),
                row.example,
                read.join("; ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} examples:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_class_outside_politics_is_the_reason_for_its_example() {
    let coder = coder(&tables());
    let mut wrong = Vec::new();
    for row in coder.knowledge().scope.values() {
        let coding = coder.code(&report(&row.example), &parse(&row.example));
        let is_reason = coding
            .notes
            .iter()
            .any(|note| note.reason == Reason::OutsideScope && note.detail == row.kind);
        if !is_reason || !coding.events.is_empty() {
            wrong.push(format!(
                "scope.tsv {}: {}\n    {:?}",
                row.class, row.example, coding.notes
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
