//! A shelf in memory: for what is not kept in a database, and for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::rc::Rc;

use jiff::civil::Date;

use crate::archive::{Member, Shelf};
use crate::blocks::Keys;
use crate::cluster::Decision;
use crate::family::FamilyShelf;
use crate::links::Link;
use crate::sketch::Sketch;
use crate::telling::TellingId;
use crate::traits::{Form, Traits};

/// Tellings, keys, pairs and happenings in memory.
#[derive(Debug, Default)]
pub struct MemoryShelf {
    tellings: BTreeMap<TellingId, (Rc<Traits>, Form)>,
    forms: BTreeMap<Form, (Rc<Traits>, Keys)>,
    members: BTreeMap<Form, BTreeSet<TellingId>>,
    entered: BTreeMap<String, BTreeSet<Form>>,
    pairs: BTreeMap<Form, BTreeMap<Form, Link>>,
    decisions: Vec<Decision>,
    happening: BTreeMap<TellingId, TellingId>,
    texts: BTreeMap<String, u64>,
    reports: BTreeMap<u64, BTreeSet<String>>,
    sketches: BTreeMap<u64, Rc<Sketch>>,
    marks: BTreeSet<(u64, Option<Date>, u64)>,
    ties: BTreeMap<u64, BTreeSet<u64>>,
    family: BTreeMap<u64, String>,
    series: BTreeSet<String>,
}

impl MemoryShelf {
    /// Keeps a decision; it counts when its tellings are put in.
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    /// The family of each report, by the name of its earliest version.
    pub fn families(&self) -> BTreeMap<String, String> {
        let of = |(report, text): (&String, &u64)| {
            let name = self.family.get(text)?;
            let day = self.sketches.get(text)?.published;
            let issue = day.filter(|_| self.series.contains(name));
            let family = issue.map_or_else(|| name.clone(), |day| format!("{name} of {day}"));
            Some((report.clone(), family))
        };
        self.texts.iter().filter_map(of).collect()
    }

    /// Each happening with its tellings.
    pub fn happenings(&self) -> BTreeMap<TellingId, BTreeSet<TellingId>> {
        let mut happenings: BTreeMap<TellingId, BTreeSet<TellingId>> = BTreeMap::new();
        for (id, happening) in &self.happening {
            happenings.entry(*happening).or_default().insert(*id);
        }
        happenings
    }
}

impl Shelf for MemoryShelf {
    type Error = Infallible;

    fn form(&mut self, id: TellingId) -> Result<Option<Form>, Infallible> {
        Ok(self.tellings.get(&id).map(|(_, form)| *form))
    }

    fn members(&mut self, form: Form) -> Result<Vec<Member>, Infallible> {
        let ids = self.members.get(&form).into_iter().flatten();
        let member = |id: &TellingId| {
            let (traits, _) = self.tellings.get(id)?;
            Some(Member {
                id: *id,
                report: traits.report.clone(),
                published: traits.published,
            })
        };
        Ok(ids.filter_map(member).collect())
    }

    fn traits(&mut self, form: Form) -> Result<Option<Rc<Traits>>, Infallible> {
        Ok(self.forms.get(&form).map(|(traits, _)| Rc::clone(traits)))
    }

    fn under(&mut self, keys: &BTreeSet<String>) -> Result<Vec<Form>, Infallible> {
        let found = keys.iter().filter_map(|key| self.entered.get(key));
        let found: BTreeSet<Form> = found.flatten().copied().collect();
        Ok(found.into_iter().collect())
    }

    fn enter(&mut self, traits: &Rc<Traits>, form: Form) -> Result<(), Infallible> {
        self.tellings.insert(traits.id, (Rc::clone(traits), form));
        self.members.entry(form).or_default().insert(traits.id);
        Ok(())
    }

    fn enter_form(
        &mut self,
        form: Form,
        traits: &Rc<Traits>,
        keys: &Keys,
    ) -> Result<(), Infallible> {
        for key in &keys.own {
            self.entered.entry(key.clone()).or_default().insert(form);
        }
        self.forms.insert(form, (Rc::clone(traits), keys.clone()));
        Ok(())
    }

    fn remove(&mut self, id: TellingId) -> Result<(), Infallible> {
        if let Some((_, form)) = self.tellings.remove(&id)
            && let Some(members) = self.members.get_mut(&form)
        {
            members.remove(&id);
        }
        self.happening.remove(&id);
        Ok(())
    }

    fn remove_form(&mut self, form: Form) -> Result<(), Infallible> {
        if let Some((_, keys)) = self.forms.remove(&form) {
            for key in &keys.own {
                if let Some(list) = self.entered.get_mut(key) {
                    list.remove(&form);
                }
            }
        }
        for other in self.pairs.remove(&form).unwrap_or_default().into_keys() {
            if let Some(list) = self.pairs.get_mut(&other) {
                list.remove(&form);
            }
        }
        Ok(())
    }

    fn paired(&mut self, form: Form) -> Result<Vec<Link>, Infallible> {
        let pairs = self.pairs.get(&form).into_iter().flatten();
        Ok(pairs.map(|(_, link)| *link).collect())
    }

    fn pair(&mut self, form: Form, link: Link) -> Result<(), Infallible> {
        for (from, link) in [(form, link), (link.other, link.back_to(form))] {
            self.pairs.entry(from).or_default().insert(link.other, link);
        }
        Ok(())
    }

    fn decisions(&mut self, id: TellingId) -> Result<Vec<Decision>, Infallible> {
        let about = |decision: &&Decision| decision.one == id || decision.other == id;
        Ok(self.decisions.iter().filter(about).copied().collect())
    }

    fn group(&mut self, id: TellingId, forms: &[Form]) -> Result<(), Infallible> {
        let members = forms.iter().filter_map(|form| self.members.get(form));
        for member in members.flatten() {
            self.happening.insert(*member, id);
        }
        Ok(())
    }
}

impl FamilyShelf for MemoryShelf {
    type Error = Infallible;

    fn text_of(&mut self, report: &str) -> Result<Option<(u64, Option<Date>)>, Infallible> {
        let text = self.texts.get(report).copied();
        Ok(text.map(|text| {
            let sketch = self.sketches.get(&text);
            (text, sketch.and_then(|sketch| sketch.published))
        }))
    }

    fn first_of(&mut self, text: u64) -> Result<Option<String>, Infallible> {
        let reports = self.reports.get(&text);
        Ok(reports.and_then(|reports| reports.first().cloned()))
    }

    fn sketch(&mut self, text: u64) -> Result<Option<Rc<Sketch>>, Infallible> {
        Ok(self.sketches.get(&text).cloned())
    }

    fn under(&mut self, mark: u64, days: Option<(Date, Date)>) -> Result<Vec<u64>, Infallible> {
        let (from, to) = days.map_or((None, None), |(from, to)| (Some(from), Some(to)));
        let found = self.marks.range((mark, from, 0)..=(mark, to, u64::MAX));
        Ok(found.map(|(_, _, text)| *text).collect())
    }

    fn enter(&mut self, sketch: &Rc<Sketch>) -> Result<(), Infallible> {
        for mark in sketch.marks() {
            self.marks.insert((*mark, sketch.published, sketch.text()));
        }
        self.sketches.insert(sketch.text(), Rc::clone(sketch));
        Ok(())
    }

    fn remove(&mut self, text: u64) -> Result<(), Infallible> {
        if let Some(sketch) = self.sketches.remove(&text) {
            for mark in sketch.marks() {
                self.marks.remove(&(*mark, sketch.published, text));
            }
        }
        for other in self.ties.remove(&text).unwrap_or_default() {
            if let Some(list) = self.ties.get_mut(&other) {
                list.remove(&text);
            }
        }
        self.family.remove(&text);
        Ok(())
    }

    fn give(&mut self, report: &str, text: Option<u64>) -> Result<(), Infallible> {
        if let Some(before) = self.texts.remove(report)
            && let Some(reports) = self.reports.get_mut(&before)
        {
            reports.remove(report);
        }
        if let Some(text) = text {
            self.texts.insert(report.to_owned(), text);
            self.reports
                .entry(text)
                .or_default()
                .insert(report.to_owned());
        }
        Ok(())
    }

    fn tied(&mut self, text: u64) -> Result<Vec<u64>, Infallible> {
        let ties = self.ties.get(&text).into_iter().flatten();
        Ok(ties.copied().collect())
    }

    fn tie(&mut self, one: u64, other: u64) -> Result<(), Infallible> {
        for (from, to) in [(one, other), (other, one)] {
            self.ties.entry(from).or_default().insert(to);
        }
        Ok(())
    }

    fn family(&mut self, text: u64) -> Result<Option<String>, Infallible> {
        Ok(self.family.get(&text).cloned())
    }

    fn texts(&mut self, family: &str) -> Result<Vec<u64>, Infallible> {
        let of = self.family.iter().filter(|(_, name)| *name == family);
        Ok(of.map(|(text, _)| *text).collect())
    }

    fn set_family(&mut self, text: u64, family: &str) -> Result<(), Infallible> {
        self.family.insert(text, family.to_owned());
        Ok(())
    }

    fn rename(&mut self, family: &str, name: &str) -> Result<(), Infallible> {
        for known in self.family.values_mut().filter(|known| *known == family) {
            name.clone_into(known);
        }
        Ok(())
    }

    fn days(&mut self, family: &str) -> Result<Option<(Date, Date)>, Infallible> {
        let texts = self.family.iter().filter(|(_, name)| *name == family);
        let days = texts.filter_map(|(text, _)| self.sketches.get(text)?.published);
        let days: BTreeSet<Date> = days.collect();
        Ok(days.first().copied().zip(days.last().copied()))
    }

    fn set_series(&mut self, family: &str, is_series: bool) -> Result<(), Infallible> {
        if is_series {
            self.series.insert(family.to_owned());
        } else {
            self.series.remove(family);
        }
        Ok(())
    }
}
