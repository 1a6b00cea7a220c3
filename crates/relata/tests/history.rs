//! What many reports tell together: happenings, talks, changes, stories, and what a person decides.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use bench::Bench;
use serde_json::Value;

const ROWS: &[(&str, &str, &str)] = &[
    (
        "offer",
        "2009-03-02",
        "The FARC offered peace talks to the government of Colombia on Monday, its spokesman said.",
    ),
    (
        "rejected",
        "2009-03-05",
        "The Colombian government rejected peace talks with the FARC on Thursday, President Alvaro Uribe said.",
    ),
    (
        "blast-one",
        "2009-03-10",
        "FARC rebels attacked an army post near Pasto on Tuesday, killing four soldiers, officials said.",
    ),
    (
        "blast-two",
        "2009-03-11",
        "Rebels of the FARC attacked an army post near Pasto on Tuesday. Six soldiers were killed in the attack.",
    ),
];

fn with_talks() -> Bench {
    let bench = Bench::new();
    let rows: String = ROWS
        .iter()
        .map(|(id, day, text)| {
            let row = serde_json::json!({"id": id, "published": day, "text": text});
            format!("{row}\n")
        })
        .collect();
    bench.write("rows.jsonl", rows);
    let code = bench.run(&["code", "rows.jsonl"]);
    assert_eq!(code.code, 0, "{}", code.err);
    bench
}

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn two_reports_of_one_attack_are_one_happening_with_both_tolls() {
    let bench = with_talks();
    let told = bench.run(&[
        "events",
        "--as-told",
        "--type",
        "ASSAULT",
        "--format",
        "jsonl",
    ]);
    assert_eq!(told.out.lines().count(), 2, "{}", told.out);
    let merged = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    assert_eq!(merged.len(), 1);
    let attack = &merged[0];
    assert_eq!(attack["report"], "blast-one");
    assert_eq!(attack["tellings"].as_array().unwrap().len(), 2);
    assert_eq!(attack["killed"]["low"], 4);
    assert_eq!(attack["killed"]["high"], 6);
    let said = attack["said"].as_array().unwrap();
    assert!(
        said.iter()
            .any(|saying| saying["event"] == "blast-two#1" && saying["value"] == "6")
    );
    let why = bench.run(&["why", "blast-two#1"]);
    assert!(why.out.contains("told by 2 reports in "), "{}", why.out);
    let table = bench.run(&["events", "--type", "ASSAULT"]);
    assert!(table.out.starts_with("×2"), "{}", table.out);
    assert!(table.out.lines().all(|line| line.chars().count() <= 100));
    let csv = bench.run(&["events", "--type", "ASSAULT", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 2);
}

#[test]
fn what_later_reports_come_back_to_is_the_old_happening() {
    let bench = Bench::new();
    let rows: String = [
        (
            "news",
            "2009-03-10",
            "PASTO, March 10 — FARC rebels attacked an army post near Pasto on Tuesday, killing four soldiers, \
             officials said.",
        ),
        (
            "arrests",
            "2009-03-22",
            "BOGOTA, March 22 — Police on Sunday arrested two men over the attack on an army post near Pasto in \
             which four soldiers were killed. FARC rebels carried out the attack.",
        ),
        (
            "next-attack",
            "2009-03-24",
            "PASTO, March 24 — FARC rebels attacked an army post near Pasto on Tuesday, killing seven soldiers, \
             officials said. The attack came two weeks after another one near the city that killed four soldiers.",
        ),
        (
            "anniversary",
            "2010-03-10",
            "PASTO, March 10 — Families gathered in Pasto on Wednesday to mark the first anniversary of an attack \
             on an army post near the city. FARC rebels killed four soldiers in the attack near Pasto on March 10, \
             2009.",
        ),
        (
            "sentence",
            "2010-03-12",
            "BOGOTA, March 12 — A court sentenced a rebel of the FARC to 30 years in prison on Friday for an attack \
             on an army post near Pasto a year ago that killed four soldiers.",
        ),
    ]
    .iter()
    .map(|(id, day, text)| {
        let row = serde_json::json!({"id": id, "published": day, "text": text});
        format!("{row}\n")
    })
    .collect();
    bench.write("rows.jsonl", rows);
    bench.run(&["code", "rows.jsonl"]);
    let attacks = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    let told: Vec<(&str, usize)> = attacks
        .iter()
        .map(|attack| {
            let tellings = attack["tellings"].as_array().unwrap();
            (attack["date"]["from"].as_str().unwrap(), tellings.len())
        })
        .collect();
    assert_eq!(told, [("2009-03-10", 5), ("2009-03-24", 1)]);
    // Without the report of the day itself the later ones still create it, in its own time.
    bench.run(&["forget", "news"]);
    let attacks = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    assert_eq!(attacks[0]["date"]["from"], "2009-03-10");
}

#[test]
fn a_story_that_is_reprinted_with_other_words_is_one_text() {
    let bench = Bench::new();
    let texts = [
        (
            "wire",
            "Wire One",
            "PASTO, March 10 — FARC rebels attacked an army post near Pasto on Tuesday, killing four soldiers, a \
             spokesman for the army said. Two helicopters took the wounded to the hospital of the provincial \
             capital. The governor called the families of the dead on Tuesday evening.",
        ),
        (
            "reprint",
            "Daily Post",
            "PASTO, March 10 — Guerrillas of the FARC stormed an army post close to Pasto on Tuesday; six soldiers \
             were killed. Two helicopters took the wounded to the hospital of the provincial capital. The governor \
             called the families of the dead late on Tuesday evening.",
        ),
        (
            "own-story",
            "Coast Herald",
            "PASTO, March 10 — Six soldiers died when FARC rebels fired mortars at an army post near Pasto on \
             Tuesday. A farmer who lives beside the road heard the explosions all through the night. Nobody knows \
             where the attackers fled.",
        ),
    ];
    let rows: String = texts
        .iter()
        .map(|(id, outlet, text)| {
            let row = serde_json::json!({
                "id": id, "published": "2009-03-10", "source": outlet, "text": text,
            });
            format!("{row}\n")
        })
        .collect();
    bench.write("rows.jsonl", rows);
    bench.run(&["code", "rows.jsonl"]);
    let attacks = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    assert_eq!(attacks.len(), 1, "{attacks:#?}");
    let sources = &attacks[0]["sources"];
    assert_eq!(
        (&sources["reports"], &sources["outlets"], &sources["texts"]),
        (&Value::from(3), &Value::from(3), &Value::from(2))
    );
}

#[test]
fn a_person_may_split_and_join_and_later_runs_keep_to_it() {
    let bench = with_talks();
    let n = || {
        let events = bench.run(&["events", "--type", "ASSAULT", "--format", "jsonl"]);
        events.out.lines().count()
    };
    let why = bench.run(&["why", "blast-one#1", "blast-two#1"]);
    assert!(
        why.out.contains("same-day") && why.out.contains("one happening"),
        "{}",
        why.out
    );
    let split = ["split", "blast-one#1", "blast-two#1"];
    let said = ["--author", "A. Reader", "--reason", "two markets"];
    assert_eq!(bench.run(&[&split[..], &said[..]].concat()).code, 0);
    assert_eq!(n(), 2);
    let listed = bench.run(&["corrections"]);
    for words in [
        "A. Reader",
        "split blast-one#1 and blast-two#1",
        "two markets",
    ] {
        assert!(listed.out.contains(words), "{}", listed.out);
    }
    bench.run(&["code", "--recode", "rows.jsonl"]);
    assert_eq!(n(), 2);
    let why = bench.run(&["why", "blast-one#1", "blast-two#1"]);
    assert!(why.out.contains("keep them apart"), "{}", why.out);
    assert_eq!(bench.run(&["join", "blast-one#1", "blast-two#1"]).code, 0);
    assert_eq!(n(), 1);
    assert_eq!(bench.run(&["join", "blast-one#1", "blast-one#1"]).code, 1);
    assert_eq!(bench.run(&["join", "blast-one#1", "nowhere#1"]).code, 1);
    // Taken back, what was said before it stands again, and then the word of the coder.
    let undo = |n: &str| {
        bench
            .run(&["corrections", "--undo", n, "--author", "B. Other"])
            .code
    };
    assert_eq!((undo("2"), n()), (0, 2));
    assert_eq!((undo("1"), n()), (0, 1));
    assert_eq!(undo("1"), 1);
    let listed = bench.run(&["corrections", "--json"]);
    assert_eq!(listed.out.matches("B. Other").count(), 2, "{}", listed.out);
}

#[test]
fn talks_are_told_for_any_day_as_it_was_and_as_it_was_known() {
    let bench = with_talks();
    let state = |arguments: &[&str]| {
        let base = ["talks", "FARC", "colombia", "--json"];
        let output = bench.run(&[&base[..], arguments].concat());
        match lines(&output.out).first() {
            Some(line) => line["talks"]["state"].as_str().unwrap().to_owned(),
            None => format!("exit {}", output.code),
        }
    };
    assert_eq!(state(&[]), "REJECTED");
    assert_eq!(state(&["--on", "2009-03-03"]), "OFFERED");
    assert_eq!(state(&["--known-on", "2009-03-04"]), "OFFERED");
    assert_eq!(state(&["--on", "2009-03-01"]), "exit 1");
    // The record was made by this test: long after the talks.
    assert_eq!(state(&["--coded-on", "2009-03-05"]), "exit 1");
    assert_eq!(state(&["--coded-on", "2999-01-01"]), "REJECTED");
    assert_eq!(state(&["--according-to", "FARC"]), "OFFERED");
    let whole = bench.run(&["talks", "FARC", "COL"]);
    assert!(whole.out.contains("rule `talks-refused`"), "{}", whole.out);
    assert!(whole.out.contains("rejected#1"), "{}", whole.out);
    let all = bench.run(&["talks"]);
    assert_eq!(all.code, 0);
    let stranger = bench.run(&["talks", "Ruritania"]);
    assert_eq!((stranger.code, stranger.out.as_str()), (1, ""));
    assert!(stranger.err.contains("Ruritania"), "{}", stranger.err);
}

#[test]
fn changes_since_a_day_are_talks_that_moved_and_happenings_that_are_new_or_other() {
    let bench = with_talks();
    let changes = lines(
        &bench
            .run(&["changes", "--since", "2009-03-11", "--json"])
            .out,
    );
    let killed = changes
        .iter()
        .find(|change| change["type"] == "happening")
        .unwrap();
    assert_eq!(killed["event"], "blast-one#1");
    assert!(
        killed["changed"]
            .as_array()
            .unwrap()
            .contains(&Value::from("killed"))
    );
    let changes = lines(
        &bench
            .run(&["changes", "--since", "2009-03-05", "--json"])
            .out,
    );
    let talks = changes
        .iter()
        .find(|change| change["type"] == "talks")
        .unwrap();
    assert!(
        talks["before"].as_str().unwrap().starts_with("OFFERED"),
        "{talks}"
    );
    assert!(
        talks["now"].as_str().unwrap().starts_with("REJECTED"),
        "{talks}"
    );
    assert_eq!(bench.run(&["changes", "--since", "2012-01-01"]).code, 1);
}

#[test]
fn timelines_and_stories_are_in_the_order_of_days() {
    let bench = with_talks();
    let timeline = bench.run(&["timeline", "FARC", "--json"]);
    let days: Vec<String> = lines(&timeline.out)
        .iter()
        .map(|line| {
            line["happening"]["date"]["from"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert!(days.len() >= 3 && days.is_sorted(), "{days:?}");
    let story = lines(&bench.run(&["story", "rejected#1", "--json"]).out);
    let told: Vec<&str> = story
        .iter()
        .map(|line| line["happening"]["report"].as_str().unwrap())
        .collect();
    assert!(
        told.contains(&"offer") && !told.contains(&"blast-one"),
        "{told:?}"
    );
    assert_eq!(bench.run(&["story", "nothing#1"]).code, 1);
}

#[test]
fn the_order_of_reports_does_not_change_what_they_tell_together() {
    let bench = with_talks();
    let export = |db: &str| bench.run(&["events", "--db", db, "--format", "jsonl"]).out;
    for (n, row) in ROWS.iter().rev().enumerate() {
        let line = serde_json::json!({"id": row.0, "published": row.1, "text": row.2});
        bench.write(&format!("{n}.jsonl"), format!("{line}\n"));
        bench.run(&["code", &format!("{n}.jsonl"), "--db", "slow.db"]);
    }
    assert_eq!(export("slow.db"), export("relata.db"));
}

#[test]
fn a_report_that_is_forgotten_tells_nothing_any_more() {
    let bench = with_talks();
    let forget = bench.run(&["forget", "blast-two", "nowhere"]);
    assert_eq!(forget.code, 0, "{}", forget.err);
    assert!(forget.err.contains("no report `nowhere`"), "{}", forget.err);
    let attack = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    assert_eq!(attack[0]["killed"]["high"], 4);
    assert_eq!(bench.run(&["forget", "nowhere"]).code, 1);
    let code = bench.run(&["code", "rows.jsonl"]);
    assert!(code.err.contains("1 coded"), "{}", code.err);
    let attack = lines(
        &bench
            .run(&["events", "--type", "ASSAULT", "--format", "jsonl"])
            .out,
    );
    assert_eq!(attack[0]["killed"]["high"], 6);
}

#[test]
fn the_states_of_a_second_conflict_are_those_that_a_reader_of_its_reports_would_say() {
    let bench = Bench::new();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/talks");
    let code = bench.run(&["code", examples]);
    assert!(code.err.contains("12 coded"), "{}", code.err);
    let mut wrong = Vec::new();
    for (day, expected) in [
        ("2001-12-20", "SOUGHT/UNILATERAL/NONE"),
        ("2001-12-22", "SOUGHT/IN_FORCE/NONE"),
        ("2002-03-01", "SOUGHT/IN_FORCE/NONE"),
        ("2002-10-01", "UNDER_WAY/IN_FORCE/NONE"),
        ("2003-01-15", "UNDER_WAY/IN_FORCE/PRE"),
        ("2003-05-01", "SUSPENDED/IN_FORCE/PRE"),
        ("2006-03-01", "UNDER_WAY/IN_FORCE/PRE"),
        ("2006-05-01", "BROKEN_OFF/IN_FORCE/PRE"),
        ("2006-11-01", "UNDER_WAY/IN_FORCE/PRE"),
        ("2008-02-01", "DORMANT/ENDED/PRE"),
    ] {
        let output = bench.run(&["talks", "LTTE", "Sri Lanka", "--on", day, "--json"]);
        let lines = lines(&output.out);
        let state = |track: &str| lines[0][track]["state"].as_str().unwrap().to_owned();
        let found = ["talks", "ceasefire", "agreement"].map(state).join("/");
        if found != expected {
            wrong.push(format!("{day}: {found}, not {expected}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let all = bench.run(&["talks", "LTTE", "Sri Lanka", "--json"]);
    let now = &lines(&all.out)[0];
    let ledger = |name: &str, field: &str| -> Vec<(String, String)> {
        let rows = now[name].as_array().unwrap().iter();
        rows.map(|row| {
            let by = row["by"][0].as_str().unwrap();
            (by.to_owned(), row[field].as_str().unwrap().to_owned())
        })
        .collect()
    };
    let tigers = "Liberation Tigers of Tamil Eelam";
    let demands = ledger("demands", "class");
    assert!(
        demands.contains(&(tigers.to_owned(), "troops".to_owned())),
        "{demands:?}"
    );
    let mediators = ledger("mediators", "what");
    assert!(
        mediators.contains(&("Government of Norway".to_owned(), "helps".to_owned())),
        "{mediators:?}"
    );
    let views = now["views"].as_object().unwrap();
    assert_eq!(views["Government of Sri Lanka"], "REJECTED/ENDED/PRE");
    // What a side calls for or signs is on its own word: the reporters' own is the first truce, and that it lapsed.
    assert_eq!(views["reporters"], "DORMANT/EXPIRED/NONE");
}

#[test]
fn a_host_of_talks_is_no_party_to_them_and_a_people_neither() {
    let bench = Bench::new();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports");
    bench.run(&["code", examples]);
    let pairs = lines(&bench.run(&["talks", "--json"]).out);
    let names: Vec<&Value> = pairs.iter().map(|line| &line["pair"]).collect();
    assert_eq!(
        names,
        [&serde_json::json!({
            "a": "Government of Colombia",
            "b": "Revolutionary Armed Forces of Colombia",
        })]
    );
    // A halt to bombing raids is not yet a truce of the army.
    let then = bench.run(&["talks", "FARC", "Colombia", "--on", "2015-12-01", "--json"]);
    assert_eq!(lines(&then.out)[0]["ceasefire"]["state"], "UNILATERAL");
}

/// Question 3 of the seed reports, which stand beside the checkout.
#[test]
fn the_seed_reports_tell_where_talks_stood_on_three_days() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds");
    if !std::path::Path::new(seeds).is_dir() {
        println!("skipped: no seed reports beside the checkout");
        return;
    }
    let bench = Bench::new();
    bench.run(&["code", seeds]);
    let on = |day: &str| -> Value {
        let output = bench.run(&["talks", "Pakistan", "TTP", "--on", day, "--json"]);
        lines(&output.out).remove(0)
    };
    let (group, government) = ("Tehrik-i-Taliban Pakistan", "Government of Pakistan");
    let offered = on("2013-05-29");
    assert_eq!(offered["talks"]["state"], "OFFERED");
    assert_eq!(
        offered["talks"]["by"],
        serde_json::json!([group, government])
    );
    let withdrawn = on("2013-05-30");
    assert_eq!(withdrawn["talks"]["state"], "WITHDRAWN");
    assert_eq!(withdrawn["talks"]["by"], serde_json::json!([group]));
    let now = on("2021-10-02");
    assert_eq!(now["talks"]["state"], "UNDER_WAY");
    assert_eq!(now["talks"]["partial"], true);
    assert_eq!(now["talks"]["said_by"], serde_json::json!([government]));
    assert_eq!(now["ceasefire"]["state"], "NONE");
    assert_eq!(now["disputes"][0]["what"], "who takes part");
    assert_eq!(now["disputes"][0]["by"], serde_json::json!([group]));
    assert_eq!(
        now["disputes"][0]["said_by"],
        serde_json::json!([government])
    );
    let demands = now["demands"].as_array().unwrap().iter();
    let classes: Vec<&str> = demands
        .filter(|demand| demand["by"][0] == government)
        .map(|demand| demand["class"].as_str().unwrap())
        .collect();
    assert_eq!(classes, ["disarm", "law"]);
}
