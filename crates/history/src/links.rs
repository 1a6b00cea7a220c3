//! The links between forms, and which of them hold. A loose link holds by where the loose links of both its ends lead, and
//! by nothing further away: what is entered or taken out changes only what is linked to it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::MergingTable;

use crate::archive::Shelf;
use crate::bridge::Bridge;
use crate::traits::Form;

/// A link from one form to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The other form.
    pub other: Form,
    /// The points of the comparison.
    pub points: i32,
    /// What leads to it.
    pub bridge: Bridge,
}

impl Link {
    /// The same link as the other form has it, to `form`.
    #[must_use]
    pub fn back_to(self, form: Form) -> Self {
        Self {
            other: form,
            bridge: match self.bridge {
                Bridge::Firm => Bridge::Firm,
                Bridge::Loose(days) => Bridge::Loose(-days),
            },
            ..self
        }
    }
}

/// Where the loose links of a telling lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Leaning {
    /// Both ways, over more days than a deed lasts: it is part of a series, of which each day is a happening of its own.
    is_series: bool,
    /// Back to days that cannot be one: nobody knows which it comes back to.
    is_torn: bool,
}

impl Leaning {
    fn of<'a>(table: &MergingTable, links: impl Iterator<Item = &'a Link>) -> Self {
        let most = table.near("loose-days");
        let (mut near, mut back) = ((0, 0), None);
        for link in links {
            let Bridge::Loose(days) = link.bridge else {
                continue;
            };
            if days.abs() <= most {
                near = (near.0.min(days), near.1.max(days));
            }
            if days < 0 {
                let (first, last) = back.unwrap_or((days, days));
                back = Some((first.min(days), last.max(days)));
            }
        }
        Self {
            is_series: near.0 < 0 && near.1 > 0 && near.1 - near.0 > most,
            is_torn: back.is_some_and(|(first, last): (i32, i32)| last - first > most),
        }
    }
}

/// True if a link holds, by where the loose links of the telling that has it and of the other lead.
fn holds(table: &MergingTable, link: &Link, own: Leaning, other: Leaning) -> bool {
    match link.bridge {
        Bridge::Firm => true,
        Bridge::Loose(days) if days.abs() <= table.near("loose-days") => {
            !own.is_series && !other.is_series
        }
        Bridge::Loose(days) if days < 0 => !own.is_torn,
        Bridge::Loose(_) => !other.is_torn,
    }
}

/// The links of forms, as far as they were asked for.
pub(crate) struct Links<'a> {
    table: &'a MergingTable,
    known: BTreeMap<Form, (Vec<Link>, Leaning)>,
}

impl<'a> Links<'a> {
    pub(crate) fn of_table(table: &'a MergingTable) -> Self {
        Self {
            table,
            known: BTreeMap::new(),
        }
    }

    fn of<S: Shelf>(
        &mut self,
        shelf: &mut S,
        form: Form,
    ) -> Result<&(Vec<Link>, Leaning), S::Error> {
        Ok(match self.known.entry(form) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let links = shelf.paired(form)?;
                let leaning = Leaning::of(self.table, links.iter());
                place.insert((links, leaning))
            }
        })
    }

    /// The links of a form that hold.
    pub(crate) fn holding<S: Shelf>(
        &mut self,
        shelf: &mut S,
        form: Form,
    ) -> Result<Vec<Link>, S::Error> {
        let (links, own) = self.of(shelf, form)?.clone();
        let mut holding = Vec::new();
        for link in links {
            if !link.bridge.is_loose()
                || holds(self.table, &link, own, self.of(shelf, link.other)?.1)
            {
                holding.push(link);
            }
        }
        Ok(holding)
    }
}

/// The forms to which loose links of one lead.
pub(crate) fn loose<S: Shelf>(shelf: &mut S, form: Form) -> Result<Vec<Form>, S::Error> {
    let links = shelf.paired(form)?.into_iter();
    Ok(links
        .filter(|link| link.bridge.is_loose())
        .map(|link| link.other)
        .collect())
}

/// The forms whose links hold, or no longer hold, because of forms that were entered: those whose leaning these have
/// changed, and all to which such are linked.
pub(crate) fn turned<S: Shelf>(
    shelf: &mut S,
    table: &MergingTable,
    entered: &BTreeSet<Form>,
) -> Result<BTreeSet<Form>, S::Error> {
    let mut turned = BTreeSet::new();
    for form in entered {
        for other in loose(shelf, *form)? {
            if turned.contains(&other) {
                continue;
            }
            let links = shelf.paired(other)?;
            let before = links.iter().filter(|link| !entered.contains(&link.other));
            if Leaning::of(table, links.iter()) != Leaning::of(table, before) {
                turned.insert(other);
                turned.extend(links.iter().map(|link| link.other));
            }
        }
    }
    Ok(turned)
}
