//! Every row of the table of talks fires in its own example and leads where the example says.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use relata_history::talks::replay;
use relata_knowledge::TalksTable;

#[test]
fn every_example_is_replayed_and_fires_its_row() {
    let table = TalksTable::embedded().unwrap();
    let mut wrong = Vec::new();
    for rule in &table.rules {
        match replay(&table, &rule.example) {
            Ok(fired) if fired.contains(&rule.name) => {}
            Ok(fired) => wrong.push(format!("{}: `{}` fires {fired:?}", rule.name, rule.example)),
            Err(what) => wrong.push(format!("{}: `{}` {what}", rule.name, rule.example)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
