//! A filter gives the same happenings in memory as in the record.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use relata_evaluate::made_archive;
use relata_history::Tables;
use relata_record::{EventType, Factuality, TalksAct};
use relata_server::{Query, Snapshot};
use relata_store::{Coded, CoderIdentity, EventFilter, PartyFilter, Said, Store, Verdict};

fn record(folder: &tempfile::TempDir, n_reports: usize) -> Store {
    let mut store = Store::open(&folder.path().join("relata.db")).unwrap();
    let identity = CoderIdentity {
        program: "test".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, None).unwrap();
    for made in made_archive(5, n_reports) {
        let events: Vec<_> = made
            .tellings
            .iter()
            .map(|telling| telling.event.clone())
            .collect();
        let coded = Coded {
            report: &made.report,
            fingerprint: &made.report.id,
            events: &events,
            notes: &[],
        };
        store.save(&run, coded).unwrap();
    }
    store.update_history(&Tables::embedded().unwrap()).unwrap();
    store
}

/// A name as somebody types it: a code, or the beginning of a word.
fn party(typed: &str) -> PartyFilter {
    PartyFilter {
        codes: vec![typed.to_owned()],
        names: vec![format!("the {typed}")],
        beginnings: vec![typed.to_owned()],
    }
}

#[test]
fn memory_and_record_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = record(&folder, 400);
    let snapshot = Snapshot::read(&store, "one".to_owned()).unwrap();
    let day = |text: &str| Some(text.parse().unwrap());
    let queries = [
        Query::default(),
        Query {
            from: day("2010-01-10"),
            ..Query::default()
        },
        Query {
            to: day("2010-01-20"),
            types: vec![EventType::Assault],
            ..Query::default()
        },
        Query {
            factualities: vec![Factuality::Fact],
            talks: vec![TalksAct::Offer, TalksAct::Hold],
            ..Query::default()
        },
        Query {
            parties: vec!["hill".to_owned()],
            ..Query::default()
        },
        Query {
            parties: vec!["REB".to_owned(), "ost".to_owned()],
            ..Query::default()
        },
        Query {
            parties: vec!["GOV".to_owned(), "front".to_owned()],
            place: Some("Br".to_owned()),
            ..Query::default()
        },
        Query {
            place: Some("KAR".to_owned()),
            ..Query::default()
        },
        Query {
            parties: vec!["...".to_owned()],
            ..Query::default()
        },
        Query {
            report: Some("r000007".to_owned()),
            ..Query::default()
        },
        Query {
            report: Some("none".to_owned()),
            ..Query::default()
        },
    ];
    let mut n_found = 0;
    for query in queries {
        let filter = EventFilter {
            report: query.report.clone(),
            from: query.from,
            to: query.to,
            types: query.types.clone(),
            factualities: query.factualities.clone(),
            talks: query.talks.clone(),
            parties: query.parties.iter().map(|typed| party(typed)).collect(),
            place: query.place.clone(),
            ..EventFilter::default()
        };
        let selection = snapshot.select(&query, &party);
        let mut found: Vec<&str> = selection
            .happenings
            .iter()
            .map(|n| snapshot.happenings[*n as usize].id.as_str())
            .collect();
        let mut wanted = store.happenings(&filter).unwrap();
        n_found += wanted.len();
        found.sort_unstable();
        wanted.sort();
        assert_eq!(found, wanted, "{query:?}");
    }
    assert!(
        n_found > 200,
        "{n_found}: the queries find too little to be a test"
    );
}

#[test]
fn words_boxes_and_disputes_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let store = record(&folder, 300);
    let snapshot = Snapshot::read(&store, "one".to_owned()).unwrap();
    let n = |query: Query| snapshot.select(&query, &party).happenings.len();
    let all = n(Query::default());
    let words = n(Query {
        words: Some("attacked CONV".to_owned()),
        ..Query::default()
    });
    assert!(0 < words && words < all / 4, "{words} of {all}");
    let inside = n(Query {
        bbox: Some([17.0, 36.0, 18.5, 42.5]),
        ..Query::default()
    });
    assert!(0 < inside && inside < all / 4, "{inside} of {all}");
    assert_eq!(
        n(Query {
            bbox: Some([-10.0, 50.0, 0.0, 60.0]),
            ..Query::default()
        }),
        0
    );
    let disputed = n(Query {
        disputed: true,
        ..Query::default()
    });
    assert!(0 < disputed && disputed < all, "{disputed} of {all}");
    let said = n(Query {
        word_of: Some("sons".to_owned()),
        ..Query::default()
    });
    assert!(0 < said && said < all, "{said} of {all}");
}

/// All that views show of a record, without the numbers under which parts are kept.
fn shown(snapshot: &Snapshot) -> Vec<String> {
    let name = |n: &u32| format!("{:?}", snapshot.name(*n));
    let names = |list: &[u32]| list.iter().map(name).collect::<Vec<_>>();
    let rows = snapshot.happenings.iter().map(|row| {
        assert_eq!(snapshot.happening(&row.label).unwrap().id, row.id);
        let told: Vec<_> = row
            .told
            .iter()
            .map(|told| {
                assert_eq!(snapshot.happening(&told.id).unwrap().id, row.id);
                let report = snapshot.report(told.report).unwrap();
                (&told.id, report, told.n)
            })
            .collect();
        let place = row.place.map(|n| snapshot.place(n));
        format!(
            "{} {} {:?} {} {} {:?} {:?} {place:?} {:?} {} {} {told:?}",
            row.id,
            row.label,
            row.days,
            row.event_type,
            row.factuality,
            names(&row.actors),
            names(&row.recipients),
            row.killed,
            row.n_reports,
            row.is_disputed,
        )
    });
    let reports = snapshot.reports().map(|report| format!("{report:?}"));
    rows.chain(reports).collect()
}

#[test]
fn what_has_changed_is_read_as_if_all_were_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let tables = Tables::embedded().unwrap();
    let mut store = record(&folder, 400);
    let mut snapshot = Snapshot::read(&store, "0".to_owned()).unwrap();
    let mut change = store.last_change().unwrap();
    let said = Said {
        author: "A. Reader".to_owned(),
        made: "2026-01-01T00:00:00Z".to_owned(),
        reason: String::new(),
    };
    let edit = |field: &str, value: serde_json::Value| Verdict::Edit {
        field: field.to_owned(),
        value,
    };
    for step in 0..9_usize {
        let row = &snapshot.happenings[step * 3];
        let telling = row.told[0].id.clone();
        let other = snapshot.happenings[step * 3 + 30].told[0].id.clone();
        let joined = snapshot.happenings.iter().find(|row| row.told.len() > 1);
        let joined = joined.map(|row| [row.told[0].id.clone(), row.told[1].id.clone()]);
        let report = snapshot.report(row.told[0].report).unwrap().id.clone();
        let mut correct = |telling: &str, verdict: &Verdict| {
            store.correct(&tables, telling, verdict, &said).unwrap();
        };
        match step {
            0 => correct(&telling, &edit("killed", serde_json::json!(77))),
            1 => correct(
                &telling,
                &edit(
                    "date",
                    serde_json::json!({"from": "2019-01-01", "to": "2019-01-01"}),
                ),
            ),
            2 => correct(
                &telling,
                &edit(
                    "actors",
                    serde_json::json!([{"name": "Somebody Else", "country": "OST", "sector": "CVL"}]),
                ),
            ),
            3 => correct(
                &telling,
                &edit(
                    "place",
                    serde_json::json!({"name": "Nowhere", "country": "OST"}),
                ),
            ),
            4 => correct(&telling, &Verdict::Join(vec![other])),
            5 => {
                let [one, two] = joined.unwrap();
                correct(&one, &Verdict::Split(vec![two]));
            }
            6 => correct(&telling, &Verdict::Reject),
            7 => {
                assert!(store.remove(&report).unwrap());
                store.update_history(&tables).unwrap();
            }
            _ => store
                .undo(&tables, 1, "B. Other", "2026-01-02T00:00:00Z")
                .unwrap(),
        }
        let changes = store.changes_since(change).unwrap().unwrap();
        assert!(
            changes.happenings.len() < 60,
            "step {step} touches too much: {changes:?}"
        );
        change = changes.last;
        snapshot = snapshot
            .renewed(&store, step.to_string(), &changes)
            .unwrap();
        let fresh = Snapshot::read(&store, step.to_string()).unwrap();
        assert_eq!(shown(&snapshot), shown(&fresh), "step {step}");
    }
    assert_eq!(store.changes_since(change).unwrap().unwrap().last, change);
    assert!(store.changes_since(-1).unwrap().is_none());
}
