//! What reports tell together does not depend on how they came into the record.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use relata_evaluate::{MadeReport, made_archive};
use relata_history::{Happening, Tables};
use relata_store::{Coded, CoderIdentity, EventFilter, Said, Store, Verdict};
use tempfile::TempDir;

fn save(store: &mut Store, made: &MadeReport) {
    save_on(store, made, None);
}

fn save_on(store: &mut Store, made: &MadeReport, moment: Option<&str>) {
    let identity = CoderIdentity {
        program: "test".to_owned(),
        model: String::new(),
        tables: String::new(),
        settings: String::new(),
    };
    let run = store.begin_run(&identity, moment).unwrap();
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

fn told(store: &Store) -> Vec<Happening> {
    let ids = store.happenings(&EventFilter::default()).unwrap();
    ids.iter()
        .map(|id| Happening::of(store.tellings_of(id).unwrap()).unwrap())
        .collect()
}

#[test]
fn a_record_that_grew_and_shrank_is_the_record_of_a_run_from_nothing() {
    let folder = TempDir::new().unwrap();
    let tables = Tables::embedded().unwrap();
    let reports = made_archive(5, 60);
    let mut whole = Store::open(&folder.path().join("whole.db")).unwrap();
    for report in &reports {
        save(&mut whole, report);
    }
    whole.update_history(&tables).unwrap();
    let mut grown = Store::open(&folder.path().join("grown.db")).unwrap();
    for report in reports.iter().rev() {
        save(&mut grown, report);
        grown.update_history(&tables).unwrap();
    }
    for report in reports.iter().step_by(3) {
        assert!(grown.remove(&report.report.id).unwrap());
    }
    assert!(!grown.remove("nowhere").unwrap());
    grown.update_history(&tables).unwrap();
    assert!(told(&grown).len() < told(&whole).len());
    for report in reports.iter().step_by(3) {
        save(&mut grown, report);
    }
    assert!(!grown.history_is_current(&tables).unwrap());
    grown.update_history(&tables).unwrap();
    assert!(grown.history_is_current(&tables).unwrap());
    assert_eq!(told(&grown), told(&whole));
    assert_eq!(
        grown.talking_pairs().unwrap(),
        whole.talking_pairs().unwrap()
    );
}

#[test]
fn a_decision_outlives_the_report_that_it_is_about() {
    let folder = TempDir::new().unwrap();
    let tables = Tables::embedded().unwrap();
    let reports = made_archive(5, 60);
    let mut store = Store::open(&folder.path().join("record.db")).unwrap();
    for report in &reports {
        save(&mut store, report);
    }
    store.update_history(&tables).unwrap();
    let joined = told(&store)
        .into_iter()
        .find(|happening| happening.tellings.len() > 1)
        .unwrap();
    let ids: Vec<(String, String)> = joined
        .tellings
        .iter()
        .take(2)
        .map(|telling| {
            let (report, n) = telling.event.rsplit_once('#').unwrap();
            (
                report.to_owned(),
                store
                    .telling_id(report, n.parse().unwrap())
                    .unwrap()
                    .unwrap()
                    .0,
            )
        })
        .collect();
    let said = Said {
        author: "A. Reader".to_owned(),
        made: "2026-01-01T00:00:00Z".to_owned(),
        reason: "two towns".to_owned(),
    };
    let verdict = Verdict::Split(vec![ids[1].1.clone()]);
    store.correct(&tables, &ids[0].1, &verdict, &said).unwrap();
    let apart = |store: &Store| {
        let happening = |id: &str| {
            let telling = store.telling(id).unwrap().unwrap();
            store
                .telling_id(&telling.event.report, telling.event.n)
                .unwrap()
                .unwrap()
                .1
        };
        happening(&ids[0].1) != happening(&ids[1].1)
    };
    assert!(apart(&store));
    store.remove(&ids[0].0).unwrap();
    store.update_history(&tables).unwrap();
    let report = reports
        .iter()
        .find(|made| made.report.id == ids[0].0)
        .unwrap();
    save(&mut store, report);
    store.update_history(&tables).unwrap();
    assert!(apart(&store));
}

#[test]
fn a_report_keeps_the_day_on_which_it_came_into_the_record() {
    let folder = TempDir::new().unwrap();
    let reports = made_archive(5, 20);
    let mut store = Store::open(&folder.path().join("record.db")).unwrap();
    save_on(&mut store, &reports[0], Some("2020-05-01T10:00:00Z"));
    save_on(&mut store, &reports[1], Some("2020-05-03T10:00:00Z"));
    // Coded again, it came no later.
    save_on(&mut store, &reports[0], Some("2020-05-07T10:00:00Z"));
    store.update_history(&Tables::embedded().unwrap()).unwrap();
    let mut days = BTreeMap::new();
    store
        .each_telling(|_, telling| {
            let day = telling.coded.map(|day| day.to_string());
            days.insert(telling.event.report.clone(), day);
            let known = store.telling(&telling.id).unwrap().unwrap();
            assert_eq!(known, telling);
        })
        .unwrap();
    let day = |n: usize| days[&reports[n].report.id].clone();
    assert_eq!(day(0).as_deref(), Some("2020-05-01"));
    assert_eq!(day(1).as_deref(), Some("2020-05-03"));
    let n_by = |day: i8| {
        let day = jiff::civil::date(2020, 5, day);
        store.reported_by(None, Some(day)).unwrap().0
    };
    assert_eq!((n_by(1), n_by(2), n_by(3)), (1, 1, 2));
}

/// Report `n` of an archive, or what its outlet has put in its place: the words and events of another under its id.
fn version(reports: &[MadeReport], n: usize, other: Option<usize>) -> MadeReport {
    let Some(other) = other.and_then(|other| reports.get(other)) else {
        return reports[n].clone();
    };
    let mut made = other.clone();
    made.report.id.clone_from(&reports[n].report.id);
    for telling in &mut made.tellings {
        telling.event.report.clone_from(&made.report.id);
    }
    made
}

/// All that a record says of its reports together.
fn all(store: &Store) -> impl PartialEq + std::fmt::Debug {
    let mut families: BTreeMap<String, Option<String>> = BTreeMap::new();
    store
        .each_telling(|_, telling| {
            families.insert(telling.event.report.clone(), telling.family);
        })
        .unwrap();
    (told(store), families, store.talking_pairs().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_adding_changing_and_removing_gives_the_record_of_a_run_from_nothing(
        seed in 0_u64..1000,
        // Which report; there, as another, or gone; and whether the history is brought up to date after it.
        steps in prop::collection::vec((0_usize..24, 0_usize..4, 0_usize..24, any::<bool>()), 1..50),
    ) {
        let folder = TempDir::new().unwrap();
        let tables = Tables::embedded().unwrap();
        let reports = made_archive(seed, 24);
        let mut grown = Store::open(&folder.path().join("grown.db")).unwrap();
        let mut there: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for (n, what, other, is_compared) in steps {
            match what {
                0 | 1 => {
                    save(&mut grown, &reports[n]);
                    there.insert(n, None);
                }
                2 => {
                    save(&mut grown, &version(&reports, n, Some(other)));
                    there.insert(n, Some(other));
                }
                _ => {
                    prop_assert_eq!(grown.remove(&reports[n].report.id).unwrap(), there.remove(&n).is_some());
                }
            }
            if is_compared {
                grown.update_history(&tables).unwrap();
            }
        }
        grown.update_history(&tables).unwrap();
        let mut whole = Store::open(&folder.path().join("whole.db")).unwrap();
        for (n, other) in &there {
            save(&mut whole, &version(&reports, *n, *other));
        }
        whole.update_history(&tables).unwrap();
        prop_assert_eq!(all(&grown), all(&whole));
    }
}
