//! Groups tellings into happenings: by the best pairs first, never against what forbids it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use relata_knowledge::MergingTable;

use crate::compare::weigh;
use crate::telling::TellingId;
use crate::traits::Traits;

/// What a person has decided about two tellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The one telling.
    pub one: TellingId,
    /// The other.
    pub other: TellingId,
    /// True: they are one happening. False: they are two.
    pub joins: bool,
}

/// Two tellings that are paired, with their points.
pub(crate) type Edge = (i32, TellingId, TellingId);

/// The groups that `tellings` form; each in the order of the ids, the groups in that of their first.
pub(crate) fn cluster(
    table: &MergingTable,
    tellings: &BTreeMap<TellingId, &Traits>,
    edges: &[Edge],
    decisions: &[Decision],
) -> Vec<Vec<TellingId>> {
    let ids: Vec<TellingId> = tellings.keys().copied().collect();
    let place: BTreeMap<TellingId, usize> =
        ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    let mut pairs = Pairs {
        table,
        tellings: tellings.values().copied().collect(),
        known: HashMap::new(),
        apart: BTreeSet::new(),
    };
    let mut groups: Vec<BTreeSet<usize>> = (0..ids.len()).map(|n| BTreeSet::from([n])).collect();
    let mut group_of: Vec<usize> = (0..ids.len()).collect();
    for decision in decisions {
        let (Some(one), Some(other)) = (place.get(&decision.one), place.get(&decision.other))
        else {
            continue;
        };
        if decision.joins {
            join(&mut groups, &mut group_of, *one, *other);
        } else {
            pairs.apart.insert((*one.min(other), *one.max(other)));
        }
    }
    let mut edges: Vec<(i32, usize, usize)> = edges
        .iter()
        .filter_map(|(points, one, other)| Some((-points, *place.get(one)?, *place.get(other)?)))
        .collect();
    edges.sort_unstable();
    for (_, one, other) in edges {
        let (Some(a), Some(b)) = (group_of.get(one), group_of.get(other)) else {
            continue;
        };
        if a != b
            && let (Some(left), Some(right)) = (groups.get(*a), groups.get(*b))
            && pairs.may_join(left, right)
        {
            join(&mut groups, &mut group_of, one, other);
        }
    }
    groups
        .iter()
        .filter(|group| !group.is_empty())
        .map(|group| {
            let members = group.iter().filter_map(|n| ids.get(*n));
            members.copied().collect()
        })
        .collect()
}

/// Pairs of tellings that hang together, compared when somebody asks.
struct Pairs<'a> {
    table: &'a MergingTable,
    tellings: Vec<&'a Traits>,
    /// Points over the threshold, as far as they were asked for; None for two that are forbidden.
    known: HashMap<(usize, usize), Option<i32>>,
    /// Those that a person has split.
    apart: BTreeSet<(usize, usize)>,
}

impl Pairs<'_> {
    /// No pair across may be forbidden, and on the mean they must be alike: a chain of small likenesses joins nothing.
    fn may_join(&mut self, left: &BTreeSet<usize>, right: &BTreeSet<usize>) -> bool {
        let slack = self.table.near("slack");
        let mut sum = 0;
        for one in left {
            for other in right {
                let Some(over) = self.over(*one.min(other), *one.max(other)) else {
                    return false;
                };
                sum += over + slack;
            }
        }
        sum >= 0
    }

    fn over(&mut self, one: usize, other: usize) -> Option<i32> {
        if self.apart.contains(&(one, other)) {
            return None;
        }
        let (a, b) = (self.tellings.get(one)?, self.tellings.get(other)?);
        let known = self.known.entry((one, other));
        *known.or_insert_with(|| weigh(self.table, a, b).over)
    }
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
