//! A filter gives the same happenings in memory as in the record.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use relata_evaluate::made_archive;
use relata_history::Tables;
use relata_record::{EventType, Factuality, TalksAct};
use relata_server::{Query, Snapshot};
use relata_store::{Coded, CoderIdentity, EventFilter, PartyFilter, Store};

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
