//! The score must be that of the reference scorer, to the last digit, on records made at random.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

/// A small generator of pseudo-random numbers: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    fn maybe(&mut self, value: Value) -> Value {
        if self.below(3) == 0 {
            Value::Null
        } else {
            value
        }
    }

    fn some<T: Clone>(&mut self, list: &[T], most: u64) -> Vec<T> {
        (0..self.below(most + 1))
            .map(|_| self.one(list).clone())
            .collect()
    }
}

const SENTENCES: [&str; 9] = [
    "Gunmen from the hills burned two lorries near Karvala.",
    "The ministry of the interior   said the river road was shut.",
    "Zoë Ångström, who leads the Free March, called it a provocation.",
    "Talks in Port Salt ended without a paper.",
    "\u{201c}No one will disarm\u{201d}, the Free March said.",
    "Police held nine people after the march on Sunday.",
    "A shell struck the market; a shell struck the school.",
    "A shell struck",
    "Reports from the valley could not be checked.",
];
const NAMES: [&str; 8] = [
    "Government of Arland",
    "Free March",
    "The Free March",
    "Arland Army",
    "Zoë Ångström",
    "Army",
    "Villagers",
    "",
];
const COUNTRIES: [&str; 3] = ["AAA", "BBB", ""];
const SECTORS: [&str; 4] = ["GOV", "REB", "MIL", "CVL"];
const TYPES: [&str; 5] = ["ASSAULT", "AGREE", "REJECT", "COERCE", "CONSULT"];
const FACTUALITIES: [&str; 4] = ["fact", "planned", "possible", "negated"];
const DAYS: [&str; 4] = ["2001-03-02", "2001-03-05", "2001-01-01", "2000-12-30"];
const MODES: [&str; 4] = ["drone", "firearms", "arrest", "meet"];
const ACTS: [&str; 3] = ["hold", "offer", "withdraw"];

fn party(dice: &mut Dice) -> Value {
    let mut party = json!({ "name": dice.one(&NAMES) });
    party["country"] = {
        let c = json!(dice.one(&COUNTRIES));
        dice.maybe(c)
    };
    party["sector"] = {
        let s = json!(dice.one(&SECTORS));
        dice.maybe(s)
    };
    party["text"] = {
        let t = json!(dice.one(&NAMES));
        dice.maybe(t)
    };
    party["sector_alt"] = json!(dice.some(&SECTORS, 1));
    party["name_alt"] = json!(dice.some(&NAMES, 1));
    party["stance"] = json!("asserts");
    party
}

fn parties(dice: &mut Dice) -> Value {
    (0..dice.below(3))
        .map(|_| party(dice))
        .collect::<Vec<_>>()
        .into()
}

fn toll(dice: &mut Dice) -> Value {
    let value = match dice.below(3) {
        0 => json!(dice.below(4)),
        1 => json!({"low": dice.below(4), "best": null, "high": null}),
        _ => json!({"low": 1, "best": dice.below(4), "high": 9}),
    };
    dice.maybe(value)
}

fn row(dice: &mut Dice, report: &str, is_gold: bool) -> Value {
    let days = {
        let mut days = [*dice.one(&DAYS), *dice.one(&DAYS)];
        days.sort_unstable();
        let to = if dice.below(2) == 0 { days[0] } else { days[1] };
        json!({"from": days[0], "to": to})
    };
    let place = json!({
        "name": dice.one(&["Karvala", "Karvala, North Arland", "Port Salt", "The Port Salt"]),
        "country": dice.one(&COUNTRIES),
    });
    let mut words = dice.some(&SENTENCES, 2);
    words.push(*dice.one::<&str>(&SENTENCES));
    let evidence: Vec<Value> = words
        .into_iter()
        .map(|words| {
            if is_gold {
                json!(words)
            } else {
                json!({"start": 0, "end": 1, "text": words})
            }
        })
        .collect();
    let talks = json!({"act": dice.one(&ACTS), "parties": []});
    json!({
        "report": report, "n": 1, "core": dice.below(4) > 0,
        "type": dice.one(&TYPES), "type_alt": dice.some(&TYPES, 1),
        "mode": dice.some(&MODES, 2),
        "actors": parties(dice), "recipients": parties(dice), "word_of": parties(dice),
        "date": dice.maybe(days), "place": dice.maybe(place), "talks": dice.maybe(talks),
        "killed": toll(dice), "injured": toll(dice),
        "factuality": dice.one(&FACTUALITIES), "factuality_alt": dice.some(&FACTUALITIES, 1),
        "evidence": evidence, "trigger": dice.one(&["burned", "shell", "", "held nine"]),
    })
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// Documents, gold and predicted rows of one made-up test set.
fn test_set(seed: u64) -> [Vec<Value>; 3] {
    let mut dice = Dice(seed);
    let [mut documents, mut gold, mut predicted] = [Vec::new(), Vec::new(), Vec::new()];
    for n in 0..4 {
        let id = format!("r{n}");
        let text: Vec<&str> = (0..6).map(|_| *dice.one(&SENTENCES)).collect();
        documents.push(json!({"docid": id, "text": text.join("\n ")}));
        gold.extend((0..dice.below(7)).map(|_| row(&mut dice, &id, true)));
        let name = if dice.below(2) == 0 {
            id
        } else {
            format!("folder/{id}.txt")
        };
        predicted.extend((0..dice.below(9)).map(|_| row(&mut dice, &name, false)));
    }
    [documents, gold, predicted]
}

/// What the reference prints for three files, if Python runs here.
fn reference(scorer: &PathBuf, files: &[PathBuf; 3], flag: Option<&str>) -> Option<String> {
    let output = Command::new("python3")
        .arg(scorer)
        .arg("--docs")
        .arg(&files[0])
        .arg("--gold")
        .arg(&files[1])
        .arg("--pred")
        .arg(&files[2])
        .args(flag)
        .output()
        .ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).ok()
}

#[test]
fn scores_are_those_of_the_reference() {
    let scorer =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/score/score_record.py");
    if !scorer.exists() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: the reference scorer or python3 is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = ["documents", "gold", "predicted"].map(|name| folder.path().join(name));
    for seed in 0..30 {
        let set = test_set(seed);
        for (file, rows) in files.iter().zip(&set) {
            std::fs::write(file, lines(rows)).unwrap();
        }
        let [documents, gold, predicted] = set.map(|rows| lines(&rows));
        let score = relata_evaluate::score(
            &relata_evaluate::documents(&documents, "documents").unwrap(),
            &relata_evaluate::gold_events(&gold, "gold").unwrap(),
            &relata_evaluate::predictions(&predicted, "predicted").unwrap(),
        );
        let expected: Value =
            serde_json::from_str(&reference(&scorer, &files, Some("--json")).unwrap()).unwrap();
        assert_eq!(relata_evaluate::json(&score), expected, "seed {seed}");
        let printed = relata_evaluate::per_report_lines(&score) + &relata_evaluate::show(&score);
        assert_eq!(
            printed,
            reference(&scorer, &files, Some("--per-report")).unwrap()
        );
    }
}
