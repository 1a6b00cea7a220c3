//! Versions of one text, on invented stories whose families are known.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proptest::prelude::*;
use relata_evaluate::{MadeVersion, families_score, made_bulletins, made_revisions};
use relata_history::{MemoryShelf, Sketch, update_families};

fn families(versions: &[&MadeVersion]) -> BTreeMap<String, String> {
    let mut shelf = MemoryShelf::default();
    let new: Vec<Rc<Sketch>> = versions
        .iter()
        .map(|version| version.sketch.clone())
        .collect();
    update_families(&mut shelf, &[], &new).unwrap();
    shelf.families()
}

#[test]
fn versions_are_one_family_and_other_stories_of_the_deed_are_not() {
    let made = made_revisions(5, 600);
    let score = families_score(&made);
    let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
    println!(
        "{} reports: {} families, precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}; versions share {:.2} of their \
         runs of three words",
        made.len(),
        score.groups,
        shared_runs(&made)
    );
    assert!(f1 >= 0.95, "F1 {f1:.3}");
    assert!(precision >= 0.99, "false joins {:.3}", 1.0 - precision);
}

#[test]
fn issues_of_a_daily_bulletin_are_a_family_for_each_day() {
    let score = families_score(&made_bulletins(5, 700));
    assert_eq!((score.groups, score.f1()), (700, 1.0));
    // Within a week nobody can tell them from versions of one story.
    assert_eq!(families_score(&made_bulletins(5, 8)).groups, 1);
}

/// What share of the runs of three words of either the other has, on the mean over pairs of one family.
fn shared_runs(made: &[MadeVersion]) -> f64 {
    let runs = |text: &str| -> BTreeSet<String> {
        let words: Vec<&str> = text.split([' ', '.']).collect();
        words.windows(3).map(|run| run.join(" ")).collect()
    };
    let (mut sum, mut n) = (0.0, 0);
    for (at, one) in made.iter().enumerate() {
        for other in made.iter().skip(at + 1).take(5) {
            if one.family == other.family {
                let (a, b) = (runs(&one.text), runs(&other.text));
                sum += a.intersection(&b).count() as f64 / a.union(&b).count() as f64;
                n += 1;
            }
        }
    }
    sum / f64::from(n)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_families(
        seed in 0_u64..1000,
        are_bulletins in any::<bool>(),
        steps in prop::collection::vec((0_usize..30, any::<bool>()), 1..60),
    ) {
        let made = if are_bulletins { made_bulletins(seed, 16) } else { made_revisions(seed, 12) };
        let mut shelf = MemoryShelf::default();
        let mut there: BTreeSet<usize> = BTreeSet::new();
        for (n, wants_there) in steps.into_iter().filter(|(n, _)| *n < made.len()) {
            let sketch = made[n].sketch.clone();
            let gone: Vec<String> = there.remove(&n).then(|| sketch.id.clone()).into_iter().collect();
            let new: Vec<Rc<Sketch>> = wants_there.then_some(sketch).into_iter().collect();
            update_families(&mut shelf, &gone, &new).unwrap();
            if wants_there {
                there.insert(n);
            }
        }
        let left: Vec<&MadeVersion> = there.iter().map(|n| &made[*n]).collect();
        prop_assert_eq!(shelf.families(), families(&left));
    }
}
