//! What the store promises: reports whole or absent, answers in a fixed order, no file touched that is not a record.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;

use relata_record::{
    Block, BlockKind, Event, EventDate, EventType, Factuality, Found, Party, Place, Precision,
    Quote, Reading, Report, Sector, Span,
};
use relata_store::{
    Coded, CoderIdentity, Error, EventFilter, Note, PartyFilter, RunCounts, Saved, Store,
    fingerprint,
};
use tempfile::TempDir;

const TEXT: &str = "Raiders burned a mill in Ostrava Dolní on Monday. Nobody was hurt.";

fn report(id: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        hash: format!("hash of {text}"),
        text: text.to_owned(),
        title: Some(Found {
            value: "A mill burns".to_owned(),
            span: None,
            how: "first line".to_owned(),
        }),
        agency: None,
        byline: None,
        dateline: None,
        published: None,
        url: None,
        language: Some("en".to_owned()),
        reading: Reading::default(),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            span: Span::new(0, text.len()),
            why: None,
        }],
    }
}

fn quote(start: usize, end: usize) -> Quote {
    Quote::new(TEXT, Span::new(start, end))
}

fn event(report: &str, n: u32) -> Event {
    Event {
        report: report.to_owned(),
        n,
        event_type: EventType::Assault,
        mode: vec!["destroy".to_owned()],
        mode_spans: vec![],
        actors: vec![Party {
            name: "Brigáda of the North".to_owned(),
            country: Some("CZE".to_owned()),
            sector: Some(Sector::Reb),
            text: "Raiders".to_owned(),
            span: Some(quote(0, 7)),
            inferred: None,
            party: None,
        }],
        recipients: vec![],
        date: Some(EventDate {
            from: jiff::civil::date(1999, 3, 1),
            to: jiff::civil::date(1999, 3, 3),
            precision: Precision::Range,
            span: None,
            inferred: Some("clock".to_owned()),
        }),
        place: Some(Place {
            name: Some("Dolní".to_owned()),
            country: Some("CZE".to_owned()),
            lat: Some(0.1 + 0.2),
            lon: Some(18.262_524_300_000_001),
            ..Place::default()
        }),
        killed: None,
        injured: None,
        captured: None,
        count: None,
        factuality: Factuality::Fact,
        factuality_span: None,
        word_of: vec![],
        talks: None,
        causes: vec![],
        evidence: vec![quote(0, 49)],
        act: quote(8, 14),
        rule: "burn".to_owned(),
        inferred: vec![],
    }
}

fn coder(program: &str) -> CoderIdentity {
    CoderIdentity {
        program: program.to_owned(),
        model: "fast 1".to_owned(),
        tables: "t".to_owned(),
        settings: String::new(),
    }
}

/// Saves `report` with one event under program version `program`.
fn save(store: &mut Store, report: &Report, program: &str) -> Saved {
    let run = store.begin_run(&coder(program), None).unwrap();
    let notes = [Note {
        span: Span::new(50, 66),
        reason: "no-act".to_owned(),
        detail: "no act of the table".to_owned(),
    }];
    let coded = Coded {
        report,
        fingerprint: &fingerprint(report).unwrap(),
        events: &[event(&report.id, 1)],
        notes: &notes,
    };
    let saved = store.save(&run, coded).unwrap();
    store.end_run(&run, RunCounts::default(), &[]).unwrap();
    saved
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn what_is_saved_is_read_back() {
    let folder = folder();
    let file = folder.path().join("r.db");
    let mut store = Store::open(&file).unwrap();
    let known = report("b", TEXT);
    assert_eq!(save(&mut store, &known, "1"), Saved::New);
    drop(store);
    let store = Store::open_to_read(&file).unwrap();
    assert_eq!(store.report("b").unwrap(), Some(known.clone()));
    assert_eq!(store.event("b", 1).unwrap(), Some(event("b", 1)));
    assert_eq!(store.event("b", 2).unwrap(), None);
    assert_eq!(store.notes("b").unwrap()[0].reason, "no-act");
    let coded = store.coded_by(&coder("1")).unwrap();
    assert_eq!(coded.get("b"), Some(&fingerprint(&known).unwrap()));
    assert!(store.coded_by(&coder("2")).unwrap().is_empty());
}

#[test]
fn a_report_is_recoded_by_another_version_and_revised_with_another_text() {
    let folder = folder();
    let mut store = Store::open(&folder.path().join("r.db")).unwrap();
    assert_eq!(save(&mut store, &report("a", TEXT), "1"), Saved::New);
    assert_eq!(save(&mut store, &report("a", TEXT), "2"), Saved::Recoded);
    assert_eq!(
        save(&mut store, &report("a", "Other words."), "2"),
        Saved::Revised
    );
    assert_eq!(store.report("a").unwrap().unwrap().text, "Other words.");
    assert_eq!(save(&mut store, &report("a", TEXT), "2"), Saved::Revised);
    assert_eq!(store.report("a").unwrap().unwrap().text, TEXT);
    assert_eq!(store.events(&EventFilter::default()).unwrap().len(), 1);
    assert_eq!(store.reports().unwrap().len(), 1);
}

#[test]
fn events_come_by_report_and_number_and_pass_the_filter() {
    let folder = folder();
    let mut store = Store::open(&folder.path().join("r.db")).unwrap();
    for id in ["b", "a"] {
        save(&mut store, &report(id, TEXT), "1");
    }
    let found = |filter: EventFilter| -> Vec<String> {
        store
            .events(&filter)
            .unwrap()
            .into_iter()
            .map(|event| event.report)
            .collect()
    };
    let none = EventFilter::default;
    let day = |d| Some(jiff::civil::date(1999, 3, d));
    assert_eq!(found(none()), ["a", "b"]);
    assert_eq!(
        found(EventFilter {
            report: Some("b".to_owned()),
            ..none()
        }),
        ["b"]
    );
    assert_eq!(
        found(EventFilter {
            from: day(3),
            to: day(9),
            ..none()
        })
        .len(),
        2
    );
    assert_eq!(
        found(EventFilter {
            from: day(4),
            ..none()
        })
        .len(),
        0
    );
    for (codes, names, beginnings, n) in [
        ("", "", "brigada of", 2),
        ("", "", "nor", 2),
        ("", "", "gada", 0),
        ("", "", "--", 0),
        ("", "NORTH", "", 2),
        ("", "brigada", "", 2),
        ("", "nor", "", 0),
        ("", "--", "", 0),
        ("cze", "", "", 2),
        ("REB", "", "", 2),
        ("POL", "", "", 0),
        ("POL", "", "raid", 2),
        ("", "", "", 0),
    ] {
        let list = |word: &str| match word {
            "" => vec![],
            word => vec![word.to_owned()],
        };
        let party = PartyFilter {
            codes: list(codes),
            names: list(names),
            beginnings: list(beginnings),
        };
        let parties = vec![party.clone()];
        assert_eq!(
            found(EventFilter { parties, ..none() }).len(),
            n,
            "{party:?}"
        );
    }
    assert_eq!(store.party_names().unwrap().len(), 1);
    assert_eq!(
        found(EventFilter {
            place: Some("dolni".to_owned()),
            ..none()
        })
        .len(),
        2
    );
    assert_eq!(
        found(EventFilter {
            types: vec![EventType::Agree],
            ..none()
        })
        .len(),
        0
    );
}

#[test]
fn a_file_that_is_no_record_is_left_alone() {
    let folder = folder();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but longer than a header").unwrap();
    assert!(matches!(Store::open(&text), Err(Error::NotDatabase { .. })));
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("not a"));

    let foreign = folder.path().join("other.db");
    foreign_database(&foreign, "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    let before = std::fs::read(&foreign).unwrap();
    assert!(matches!(Store::open(&foreign), Err(Error::Foreign { .. })));
    assert!(matches!(
        Store::open_to_read(&foreign),
        Err(Error::Foreign { .. })
    ));
    assert_eq!(std::fs::read(&foreign).unwrap(), before);

    let newer = folder.path().join("newer.db");
    drop(Store::open(&newer).unwrap());
    foreign_database(&newer, "PRAGMA user_version = 99");
    assert!(matches!(
        Store::open(&newer),
        Err(Error::Newer { found: 99, .. })
    ));

    assert!(matches!(
        Store::open(folder.path()),
        Err(Error::IsFolder { .. })
    ));
    assert!(matches!(
        Store::open(&folder.path().join("no/r.db")),
        Err(Error::NoFolder { .. })
    ));
    assert!(matches!(
        Store::open_to_read(&folder.path().join("r.db")),
        Err(Error::Missing { .. })
    ));
}

#[test]
fn a_record_that_may_not_be_written_can_be_read() {
    let folder = folder();
    let file = folder.path().join("r#1.db");
    save(&mut Store::open(&file).unwrap(), &report("a", TEXT), "1");
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    assert!(matches!(Store::open(&file), Err(Error::ReadOnly { .. })));
    let store = Store::open_to_read(&file).unwrap();
    assert_eq!(store.events(&EventFilter::default()).unwrap().len(), 1);
}

#[test]
fn a_half_written_report_leaves_the_old_one() {
    let folder = folder();
    let mut store = Store::open(&folder.path().join("r.db")).unwrap();
    save(&mut store, &report("a", TEXT), "1");
    let run = store.begin_run(&coder("2"), None).unwrap();
    let twice = [event("a", 1), event("a", 1)];
    let new = report("a", "New words.");
    let coded = Coded {
        report: &new,
        fingerprint: "f",
        events: &twice,
        notes: &[],
    };
    assert!(store.save(&run, coded).is_err());
    assert_eq!(store.report("a").unwrap().unwrap().text, TEXT);
    assert_eq!(store.events(&EventFilter::default()).unwrap().len(), 1);
}

fn foreign_database(file: &Path, sql: &str) {
    rusqlite::Connection::open(file)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}
