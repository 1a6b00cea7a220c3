//! The machine of talks on a sequence of steps that others wrote down; skipped where it is not at hand.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use relata_evaluate::replay_talks;
use relata_knowledge::TalksTable;

#[test]
fn a_known_sequence_of_talks_is_followed() {
    let file = "../../../shared/talks/pakistan_ttp.jsonl";
    let Ok(text) = std::fs::read_to_string(file) else {
        eprintln!("skipped: {file} is not there");
        return;
    };
    let table = TalksTable::embedded().unwrap();
    let replayed = replay_talks(&table, &text, file).unwrap();
    let wrong: Vec<String> = replayed
        .iter()
        .filter(|row| !row.is_right())
        .map(|row| {
            format!(
                "{} {}: {} not {}",
                row.day, row.code, row.found, row.expected
            )
        })
        .collect();
    assert!(wrong.len() <= 2, "{}", wrong.join("\n"));
    eprintln!(
        "{} of {} states as expected\n{}",
        replayed.len() - wrong.len(),
        replayed.len(),
        wrong.join("\n")
    );
}
