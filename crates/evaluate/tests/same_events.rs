//! Mentions of one event in texts about it, on invented texts.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};

use relata_evaluate::yardsticks::read;
use relata_evaluate::yardsticks::same_events::{Mention, Text, Word, Words, mentions, texts};
use relata_knowledge::DeedWords;

const SENTENCES: [(&str, &str); 4] = [
    ("coast-one", "tremor wake village coast tolm night"),
    ("coast-two", "quake shake village coast tolm monday"),
    ("bank-one", "thief rob bank brenn monday guard"),
    ("bank-two", "heist bank brenn guard police"),
];

#[test]
fn words_of_one_deed_meet_within_their_story_and_nowhere_else() {
    let rows: String = SENTENCES
        .iter()
        .map(|(doc, text)| {
            let tokens: Vec<&str> = text.split(' ').collect();
            let row = serde_json::json!({"doc": doc, "sentences": [{"sent": 0, "tokens": tokens}]});
            format!("{row}\n")
        })
        .collect();
    let told: Vec<Text> = read(&rows, "texts").unwrap();
    let words: Words = told
        .iter()
        .map(|text| {
            let tokens = &text.sentences[0].tokens;
            let read = tokens.iter().map(|token| Word {
                lemma: token.clone(),
                is_content: true,
                head: None,
            });
            ((text.doc.clone(), 0), read.collect())
        })
        .collect();
    let marked = [
        ("coast-one", 0),
        ("coast-two", 0),
        ("bank-one", 1),
        ("bank-two", 0),
    ];
    let rows: String = marked
        .iter()
        .map(|(doc, token)| {
            let row = serde_json::json!({"id": doc, "doc": doc, "sent": 0, "tokens": [token]});
            format!("{row}\n")
        })
        .collect();
    let marked: Vec<Mention> = read(&rows, "mentions").unwrap();
    let groups = texts(&told, &words);
    let found = mentions(&marked, &words, &groups, &DeedWords::embedded().unwrap());
    let mut events: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for member in &found {
        events
            .entry(&member.cluster)
            .or_default()
            .insert(&member.id);
    }
    let events: Vec<BTreeSet<&str>> = events.into_values().collect();
    assert!(
        events.contains(&BTreeSet::from(["coast-one", "coast-two"])),
        "{events:?}"
    );
    assert!(
        events.contains(&BTreeSet::from(["bank-one", "bank-two"])),
        "{events:?}"
    );
}
