//! Groups forms of tellings into happenings: by the best pairs first, never against what forbids it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use relata_knowledge::MergingTable;

use crate::archive::Member;
use crate::compare::weigh;
use crate::telling::TellingId;
use crate::traits::{Form, Traits};

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

/// Forms that hang together, and all that decides which of them are one happening.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) traits: BTreeMap<Form, Rc<Traits>>,
    pub(crate) members: BTreeMap<Form, Vec<Member>>,
    /// Two forms that are paired, with their points.
    pub(crate) edges: Vec<(i32, Form, Form)>,
    /// What people have decided of two; true: they are one.
    pub(crate) decisions: Vec<(Form, Form, bool)>,
}

/// The groups that the forms of a component make; each in their order, the groups in that of their first.
pub(crate) fn cluster(table: &MergingTable, component: &Component) -> Vec<Vec<Form>> {
    let forms: Vec<Form> = component.traits.keys().copied().collect();
    let place: BTreeMap<Form, usize> = forms
        .iter()
        .enumerate()
        .map(|(n, form)| (*form, n))
        .collect();
    let of = |form: &Form| component.members.get(form).map_or(&[][..], Vec::as_slice);
    let mut pairs = Pairs {
        table,
        traits: component.traits.values().map(Rc::as_ref).collect(),
        reports: forms
            .iter()
            .map(|form| {
                of(form)
                    .iter()
                    .map(|member| member.report.as_str())
                    .collect()
            })
            .collect(),
        known: HashMap::new(),
        apart: BTreeSet::new(),
    };
    let mut groups: Vec<BTreeSet<usize>> = (0..forms.len()).map(|n| BTreeSet::from([n])).collect();
    let mut group_of: Vec<usize> = (0..forms.len()).collect();
    for (one, other, joins) in &component.decisions {
        let (Some(one), Some(other)) = (place.get(one), place.get(other)) else {
            continue;
        };
        if *joins {
            join(&mut groups, &mut group_of, *one, *other);
        } else {
            pairs.apart.insert((*one.min(other), *one.max(other)));
        }
    }
    let mut edges: Vec<(i32, usize, usize)> = component
        .edges
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
            let members = group.iter().filter_map(|n| forms.get(*n));
            members.copied().collect()
        })
        .collect()
}

/// Pairs of forms that hang together, compared when somebody asks.
struct Pairs<'a> {
    table: &'a MergingTable,
    traits: Vec<&'a Traits>,
    /// The reports of each.
    reports: Vec<BTreeSet<&'a str>>,
    /// Points over the threshold, as far as they were asked for; None for two that are forbidden.
    known: HashMap<(usize, usize), Option<i32>>,
    /// Those that a person has split.
    apart: BTreeSet<(usize, usize)>,
}

impl Pairs<'_> {
    /// No pair across may be forbidden, and on the mean of all tellings they must be alike: a chain of small likenesses
    /// joins nothing.
    fn may_join(&mut self, left: &BTreeSet<usize>, right: &BTreeSet<usize>) -> bool {
        let slack = self.table.near("slack");
        let mut sum = 0;
        for one in left {
            for other in right {
                let Some(over) = self.over(*one.min(other), *one.max(other)) else {
                    return false;
                };
                sum += i64::from(over + slack) * self.n_tellings(*one) * self.n_tellings(*other);
            }
        }
        sum >= 0
    }

    fn n_tellings(&self, form: usize) -> i64 {
        let n = self.reports.get(form).map_or(0, BTreeSet::len);
        i64::try_from(n).unwrap_or(i64::MAX)
    }

    fn over(&mut self, one: usize, other: usize) -> Option<i32> {
        if let Some(known) = self.known.get(&(one, other)) {
            return *known;
        }
        let over = self.weighed(one, other);
        self.known.insert((one, other), over);
        over
    }

    fn weighed(&self, one: usize, other: usize) -> Option<i32> {
        // One report tells them as two.
        let (a, b) = (self.reports.get(one)?, self.reports.get(other)?);
        if self.apart.contains(&(one, other)) || !a.is_disjoint(b) {
            return None;
        }
        weigh(self.table, self.traits.get(one)?, self.traits.get(other)?).over
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
