//! Groups tellings into happenings: by the best pairs first, never against what forbids it.

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::MergingTable;

use crate::compare::{Comparison, compare};
use crate::traits::Traits;

/// What a person has decided about two tellings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The one telling.
    pub one: String,
    /// The other.
    pub other: String,
    /// True: they are one happening. False: they are two.
    pub joins: bool,
}

/// The groups that `tellings` form; each in the order of the ids, the groups in that of their first.
pub fn cluster(
    table: &MergingTable,
    tellings: &BTreeMap<String, &Traits>,
    decisions: &[Decision],
) -> Vec<Vec<String>> {
    let ids: Vec<&String> = tellings.keys().collect();
    let mut pairs: BTreeMap<(usize, usize), Comparison> = BTreeMap::new();
    let place: BTreeMap<&String, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    for (n, one) in tellings.values().enumerate() {
        for (m, other) in tellings.values().enumerate().skip(n + 1) {
            pairs.insert((n, m), compare(table, one, other));
        }
    }
    let mut groups: Vec<BTreeSet<usize>> = (0..ids.len()).map(|n| BTreeSet::from([n])).collect();
    let mut group_of: Vec<usize> = (0..ids.len()).collect();
    let mut apart: BTreeSet<(usize, usize)> = BTreeSet::new();
    for decision in decisions {
        let (Some(one), Some(other)) = (place.get(&decision.one), place.get(&decision.other))
        else {
            continue;
        };
        if decision.joins {
            join(&mut groups, &mut group_of, *one, *other);
        } else {
            apart.insert((*one.min(other), *one.max(other)));
        }
    }
    let mut edges: Vec<(i32, usize, usize)> = pairs
        .iter()
        .filter(|(_, comparison)| comparison.joins())
        .map(|((one, other), comparison)| (-comparison.points, *one, *other))
        .collect();
    edges.sort_unstable();
    for (_, one, other) in edges {
        let (Some(a), Some(b)) = (group_of.get(one), group_of.get(other)) else {
            continue;
        };
        if a != b
            && let (Some(left), Some(right)) = (groups.get(*a), groups.get(*b))
            && may_join(table, &pairs, &apart, left, right)
        {
            join(&mut groups, &mut group_of, one, other);
        }
    }
    groups
        .iter()
        .filter(|group| !group.is_empty())
        .map(|group| {
            let members = group.iter().filter_map(|n| ids.get(*n));
            members.map(|id| (*id).clone()).collect()
        })
        .collect()
}

/// No pair across may be forbidden, and on the mean they must be alike: a chain of small likenesses joins nothing.
fn may_join(
    table: &MergingTable,
    pairs: &BTreeMap<(usize, usize), Comparison>,
    apart: &BTreeSet<(usize, usize)>,
    left: &BTreeSet<usize>,
    right: &BTreeSet<usize>,
) -> bool {
    let (mut sum, mut wanted, mut n) = (0, 0, 0);
    for one in left {
        for other in right {
            let key = (*one.min(other), *one.max(other));
            let Some(comparison) = pairs.get(&key) else {
                return false;
            };
            if comparison.apart.is_some() || apart.contains(&key) {
                return false;
            }
            sum += comparison.points;
            wanted += comparison.threshold - table.near("slack");
            n += 1;
        }
    }
    n > 0 && sum >= wanted
}

fn join(groups: &mut [BTreeSet<usize>], group_of: &mut [usize], one: usize, other: usize) {
    let (Some(a), Some(b)) = (group_of.get(one).copied(), group_of.get(other).copied()) else {
        return;
    };
    let (keep, gone) = (a.min(b), a.max(b));
    if keep == gone {
        return;
    }
    let moved = groups.get_mut(gone).map(std::mem::take).unwrap_or_default();
    for member in &moved {
        if let Some(group) = group_of.get_mut(*member) {
            *group = keep;
        }
    }
    if let Some(group) = groups.get_mut(keep) {
        group.extend(moved);
    }
}
