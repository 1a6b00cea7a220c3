//! Merging on an archive whose truth is known, and its promise: any order, the same happenings.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use proptest::prelude::*;
use relata_evaluate::{MadeReport, made_archive, made_war, merging_score};
use relata_history::{Decision, MemoryShelf, Tables, TellingId, hanging_together, update};

type Happenings = BTreeMap<TellingId, BTreeSet<TellingId>>;

fn add(shelf: &mut MemoryShelf, tables: &Tables, reports: &[&MadeReport]) {
    let new = reports
        .iter()
        .flat_map(|report| report.traits(tables))
        .collect();
    update(shelf, tables, &[], new).unwrap();
}

fn remove(shelf: &mut MemoryShelf, tables: &Tables, report: &MadeReport) {
    let gone: Vec<TellingId> = report
        .tellings
        .iter()
        .map(|telling| telling.number())
        .collect();
    update(shelf, tables, &gone, Vec::new()).unwrap();
}

fn from_nothing(tables: &Tables, reports: &[&MadeReport]) -> Happenings {
    let mut shelf = MemoryShelf::default();
    add(&mut shelf, tables, reports);
    shelf.happenings()
}

#[test]
fn an_archive_of_known_truth_is_merged_rightly() {
    let tables = Tables::embedded().unwrap();
    let reports = made_archive(7, 2000);
    let score = merging_score(&tables, &reports);
    let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
    println!(
        "{} happenings, precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}",
        score.groups
    );
    assert!(f1 >= 0.90, "F1 {f1:.3}");
    assert!(precision >= 0.98, "false joins {:.3}", 1.0 - precision);
}

/// The first and the last day of the reports of each happening.
type Spans = BTreeMap<TellingId, (Date, Date)>;

fn spans(happenings: &Happenings, reports: &[MadeReport]) -> Spans {
    let mut published = BTreeMap::new();
    for telling in reports.iter().flat_map(|report| &report.tellings) {
        published.insert(telling.number(), telling.published.unwrap());
    }
    let span = |ids: &BTreeSet<TellingId>| {
        let days: BTreeSet<Date> = ids.iter().map(|id| published[id]).collect();
        (*days.first().unwrap(), *days.last().unwrap())
    };
    let of = happenings.iter();
    of.map(|(name, ids)| (*name, span(ids))).collect()
}

#[test]
fn a_war_told_in_the_same_words_for_years_chains_nothing() {
    let tables = Tables::embedded().unwrap();
    let reports = made_war(7, 6000);
    let score = merging_score(&tables, &reports);
    let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
    let all: Vec<&MadeReport> = reports.iter().collect();
    let mut shelf = MemoryShelf::default();
    add(&mut shelf, &tables, &all);
    let spans = spans(&shelf.happenings(), &reports);
    let longest = spans
        .values()
        .map(|(first, last)| first.until(*last).unwrap().get_days());
    let longest = longest.max().unwrap();
    let tellings = reports.iter().flat_map(|report| &report.tellings);
    let together =
        tellings.map(|telling| hanging_together(&mut shelf, &tables, telling.number()).unwrap());
    let greatest = together.max().unwrap();
    println!(
        "{} happenings, precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}; the longest is told over {longest} days, \
         {greatest} forms hang together at most",
        score.groups
    );
    assert!(f1 >= 0.90, "F1 {f1:.3}");
    assert!(precision >= 0.95, "false joins {:.3}", 1.0 - precision);
    assert!(
        longest <= 60 && greatest <= 100,
        "{longest} days, {greatest} forms"
    );
}

#[test]
fn what_a_person_decides_is_kept() {
    let tables = Tables::embedded().unwrap();
    let reports = made_archive(3, 60);
    let all: Vec<&MadeReport> = reports.iter().collect();
    let before = from_nothing(&tables, &all);
    let group = before
        .values()
        .find(|members| members.len() > 2)
        .unwrap()
        .clone();
    let two: Vec<TellingId> = group.iter().take(2).copied().collect();
    let mut shelf = MemoryShelf::default();
    shelf.decide(Decision {
        one: two[0],
        other: two[1],
        joins: false,
    });
    add(&mut shelf, &tables, &all);
    let happening = |shelf: &MemoryShelf, id: &TellingId| {
        let happenings = shelf.happenings();
        let found = happenings.iter().find(|(_, members)| members.contains(id));
        found.map(|(name, _)| *name).unwrap()
    };
    assert_ne!(happening(&shelf, &two[0]), happening(&shelf, &two[1]));
    // A decision outlives the report that it was about.
    remove(&mut shelf, &tables, &reports[0]);
    add(&mut shelf, &tables, &[&reports[0]]);
    assert_ne!(happening(&shelf, &two[0]), happening(&shelf, &two[1]));
    let far = before
        .values()
        .find(|members| !members.contains(&two[0]))
        .and_then(|members| members.first())
        .unwrap();
    shelf.decide(Decision {
        one: two[0],
        other: *far,
        joins: true,
    });
    // It counts from when its tellings are put in.
    for id in [two[0], *far] {
        let of = |made: &&MadeReport| made.tellings.iter().any(|telling| telling.number() == id);
        let report = reports.iter().find(of).unwrap();
        remove(&mut shelf, &tables, report);
        add(&mut shelf, &tables, &[report]);
    }
    assert_eq!(happening(&shelf, &two[0]), happening(&shelf, far));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_adding_and_removing_gives_the_happenings_of_a_run_from_nothing(
        seed in 0_u64..1000,
        is_war in any::<bool>(),
        steps in prop::collection::vec((0_usize..40, any::<bool>()), 1..80),
    ) {
        let tables = Tables::embedded().unwrap();
        let reports = if is_war { made_war(seed, 40) } else { made_archive(seed, 40) };
        let mut shelf = MemoryShelf::default();
        let mut there: BTreeSet<usize> = BTreeSet::new();
        for (n, wants_there) in steps {
            match (wants_there, there.contains(&n)) {
                (true, true) => {
                    remove(&mut shelf, &tables, &reports[n]);
                    add(&mut shelf, &tables, &[&reports[n]]);
                }
                (true, false) => {
                    add(&mut shelf, &tables, &[&reports[n]]);
                    there.insert(n);
                }
                (false, true) => {
                    remove(&mut shelf, &tables, &reports[n]);
                    there.remove(&n);
                }
                (false, false) => {}
            }
        }
        let left: Vec<&MadeReport> = there.iter().map(|n| &reports[*n]).collect();
        prop_assert_eq!(shelf.happenings(), from_nothing(&tables, &left));
    }
}
