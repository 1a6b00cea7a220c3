//! Keeps happenings up to date as tellings come and go, at a cost that grows with what is new.
//!
//! Tellings of different reports that are alike in all that is compared, as those of reprints and of paragraphs that an
//! agency puts below a thousand reports, are one *form*, and only forms are compared. What is kept are tellings with their
//! forms, the keys of forms, and the pairs of forms that join; the happenings follow from these alone. So the same
//! tellings give the same happenings, however they came.

use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::civil::Date;
use relata_knowledge::{MergingTable, TalksTable};

use crate::blocks::{Keys, keys};
use crate::bridge::bridge;
use crate::cluster::{Component, Decision, cluster};
use crate::compare::weigh;
use crate::links::{Link, Links, loose, turned};
use crate::telling::TellingId;
use crate::traits::{Form, Traits};

/// A telling of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The telling.
    pub id: TellingId,
    /// Its report.
    pub report: String,
    /// The day of the report.
    pub published: Option<Date>,
}

/// Where tellings, forms, keys, pairs and happenings are kept.
pub trait Shelf {
    /// What can go wrong with it.
    type Error;

    /// The form of a telling.
    fn form(&mut self, id: TellingId) -> Result<Option<Form>, Self::Error>;
    /// The tellings of a form.
    fn members(&mut self, form: Form) -> Result<Vec<Member>, Self::Error>;
    /// The traits of a form: those of any of its tellings.
    fn traits(&mut self, form: Form) -> Result<Option<Rc<Traits>>, Self::Error>;
    /// The forms that are entered under any of `keys`, each once, in their order.
    fn under(&mut self, keys: &BTreeSet<String>) -> Result<Vec<Form>, Self::Error>;
    /// Enters a telling, by itself its happening.
    fn enter(&mut self, traits: &Rc<Traits>, form: Form) -> Result<(), Self::Error>;
    /// Enters a new form under its keys.
    fn enter_form(
        &mut self,
        form: Form,
        traits: &Rc<Traits>,
        keys: &Keys,
    ) -> Result<(), Self::Error>;
    /// Takes a telling out.
    fn remove(&mut self, id: TellingId) -> Result<(), Self::Error>;
    /// Takes a form out that no telling has any more, with its keys and pairs.
    fn remove_form(&mut self, form: Form) -> Result<(), Self::Error>;
    /// The forms with which one is paired, each once.
    fn paired(&mut self, form: Form) -> Result<Vec<Link>, Self::Error>;
    /// Writes down that a form is paired with another, and that one, by the link turned round, with it.
    fn pair(&mut self, form: Form, link: Link) -> Result<(), Self::Error>;
    /// What people have decided about a telling.
    fn decisions(&mut self, id: TellingId) -> Result<Vec<Decision>, Self::Error>;
    /// Writes down that the tellings of `forms` are one happening, which is called `id`.
    fn group(&mut self, id: TellingId, forms: &[Form]) -> Result<(), Self::Error>;
}

/// The tables that decide.
#[derive(Debug, Clone)]
pub struct Tables {
    /// Points and thresholds.
    pub merging: MergingTable,
    /// Factions, and the moves of talks.
    pub talks: TalksTable,
}

impl Tables {
    /// The tables that ship with the program.
    ///
    /// # Errors
    /// If a row cannot be read; all such rows are named.
    pub fn embedded() -> Result<Self, relata_knowledge::Error> {
        Ok(Self {
            merging: MergingTable::embedded()?,
            talks: TalksTable::embedded()?,
        })
    }

    /// The same tables have the same name.
    pub fn version(&self) -> String {
        crate::telling::short_hash(&format!("{}{}", self.merging.hash(), self.talks.hash()))
    }
}

/// Takes tellings out and puts others in, all those of a report together; the happenings that this touches are formed
/// anew. How many those were.
///
/// A decision about a telling counts from when that telling is put in.
pub fn update<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    gone: &[TellingId],
    new: Vec<Traits>,
) -> Result<usize, S::Error> {
    let mut touched: BTreeSet<Form> = BTreeSet::new();
    for id in gone.iter().copied() {
        let Some(form) = shelf.form(id)? else {
            continue;
        };
        touched.extend(decided(shelf, id)?);
        shelf.remove(id)?;
        touched.insert(form);
        if shelf.members(form)?.is_empty() {
            for link in shelf.paired(form)? {
                // What was a series may be none any more.
                touched.extend(loose(shelf, link.other)?);
                touched.insert(link.other);
            }
            shelf.remove_form(form)?;
        }
    }
    let mut entered: BTreeSet<Form> = BTreeSet::new();
    let mut told: BTreeSet<(String, Form)> = BTreeSet::new();
    for traits in new {
        let traits = Rc::new(traits);
        let common = traits.form();
        // Of a report's tellings of one form only the first has it, since they are two deeds; and a telling about which
        // people have decided stands for itself.
        let may_share = told.insert((traits.report.clone(), common))
            && shelf.decisions(traits.id)?.is_empty()
            && weigh(&tables.merging, &traits, &traits).joins();
        let form = if may_share { common } else { traits.own_form() };
        if shelf.traits(form)?.is_none() {
            enter_form(shelf, tables, form, &traits)?;
            entered.insert(form);
        }
        shelf.enter(&traits, form)?;
        touched.insert(form);
    }
    touched.extend(turned(shelf, &tables.merging, &entered)?);
    regroup(shelf, tables, touched)
}

fn enter_form<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    form: Form,
    traits: &Rc<Traits>,
) -> Result<(), S::Error> {
    let keys = keys(traits);
    for other in shelf.under(&keys.asked)? {
        if other == form {
            continue;
        }
        if let Some(found) = shelf.traits(other)? {
            let weight = weigh(&tables.merging, traits, &found);
            if let (true, Some(bridge)) = (weight.joins(), bridge(&tables.merging, traits, &found))
            {
                let points = weight.points;
                shelf.pair(
                    form,
                    Link {
                        other,
                        points,
                        bridge,
                    },
                )?;
            }
        }
    }
    shelf.enter_form(form, traits, &keys)
}

/// Forms anew the happenings of the forms `touched`, and of all that hang together with them.
fn regroup<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    touched: BTreeSet<Form>,
) -> Result<usize, S::Error> {
    let mut done: BTreeSet<Form> = BTreeSet::new();
    let mut n_groups = 0;
    for start in touched {
        if done.contains(&start) {
            continue;
        }
        let component = component(shelf, tables, start)?;
        for group in cluster(&tables.merging, &component) {
            let members = group.iter().filter_map(|form| component.members.get(form));
            let first = members
                .flatten()
                .min_by_key(|member| (member.published.is_none(), member.published, member.id));
            if let Some(first) = first {
                shelf.group(first.id, &group)?;
                n_groups += 1;
            }
        }
        done.insert(start);
        done.extend(component.members.into_keys());
    }
    Ok(n_groups)
}

/// How many forms hang together with that of a telling: so many are formed anew where one of them is touched.
pub fn hanging_together<S: Shelf>(
    shelf: &mut S,
    tables: &Tables,
    id: TellingId,
) -> Result<usize, S::Error> {
    Ok(match shelf.form(id)? {
        Some(form) => component(shelf, tables, form)?.members.len(),
        None => 0,
    })
}

/// All that hangs together with a form.
fn component<S: Shelf>(shelf: &mut S, tables: &Tables, start: Form) -> Result<Component, S::Error> {
    let mut component = Component::default();
    let mut decisions: BTreeSet<Decision> = BTreeSet::new();
    let mut open = vec![start];
    let mut links = Links::of_table(&tables.merging);
    while let Some(form) = open.pop() {
        if component.members.contains_key(&form) {
            continue;
        }
        let (Some(traits), members) = (shelf.traits(form)?, shelf.members(form)?) else {
            continue;
        };
        for link in links.holding(shelf, form)? {
            if form < link.other {
                component.edges.push((link.points, form, link.other));
            }
            open.push(link.other);
        }
        // A telling about which people have decided has a form of its own.
        if let [member] = members.as_slice() {
            open.extend(decided(shelf, member.id)?);
            decisions.extend(shelf.decisions(member.id)?);
        }
        component.traits.insert(form, traits);
        component.members.insert(form, members);
    }
    for decision in decisions {
        if let (Some(one), Some(other)) = (shelf.form(decision.one)?, shelf.form(decision.other)?) {
            component.decisions.push((one, other, decision.joins));
        }
    }
    Ok(component)
}

/// The forms of the tellings with which a person has joined one.
fn decided<S: Shelf>(shelf: &mut S, id: TellingId) -> Result<Vec<Form>, S::Error> {
    let mut forms = Vec::new();
    for decision in shelf
        .decisions(id)?
        .into_iter()
        .filter(|decision| decision.joins)
    {
        let other = if decision.one == id {
            decision.other
        } else {
            decision.one
        };
        forms.extend(shelf.form(other)?);
    }
    Ok(forms)
}
