//! What the report has named so far: groups, people, nouns with their owners. References back are answered
//! from here.

use std::collections::{BTreeMap, BTreeSet};

use relata_knowledge::{NameEntry, NamedParty, PartyKind};
use relata_language::{Relation, Upos, Xpos};
use relata_record::Sector;

use crate::document::{At, Document};
use crate::resolved::{COUNTRY_OF_OTHER_SIDE, Kind, Resolved, are_one_state, is_no_state};

/// Sentences that a personal pronoun looks back over.
const PRONOUN_REACH: usize = 3;

#[derive(Clone)]
struct Seen {
    at: At,
    party: Resolved,
    is_subject: bool,
    /// True for a common noun in the plural, false for one in the singular, None for names.
    is_plural: Option<bool>,
}

/// The memory of one report.
#[derive(Default)]
pub(crate) struct Memory {
    introduced: BTreeSet<String>,
    /// Armed groups that the report names anywhere, in text order.
    armed: Vec<Resolved>,
    countries: BTreeSet<String>,
    people: BTreeMap<String, Resolved>,
    agents: BTreeMap<String, Resolved>,
    seen: Vec<Seen>,
}

impl Memory {
    /// Notes which parties the whole report names in full, so that a short name in the headline is understood.
    pub(crate) fn introduce(&mut self, document: &Document<'_>) {
        for told in &document.sentences {
            for mention in &told.mentions {
                for entry in &mention.entries {
                    if let NameEntry::Party(index) = entry {
                        let party = &document.knowledge.parties[*index as usize];
                        self.introduced.insert(party.id.clone());
                        if party.kind == PartyKind::ArmedGroup
                            && party.period.may_hold_on(document.clock)
                        {
                            self.armed.push(Resolved::of_party(party));
                        }
                    }
                    if let NameEntry::Country(_) | NameEntry::Adjective(_) | NameEntry::People(_) =
                        entry
                        && let Some(code) = document.country_of(*entry)
                    {
                        self.countries.insert(code.to_owned());
                    }
                }
            }
        }
    }

    /// The party that a short name stands for here: one introduced by its full name, else one of the country
    /// that the report is about, else one of a country that it names, else the first of the table.
    pub(crate) fn short_name<'k>(
        &self,
        document: &Document<'k>,
        candidates: &[u32],
    ) -> Option<&'k NamedParty> {
        let parties = || {
            candidates
                .iter()
                .map(|index| &document.knowledge.parties[*index as usize])
                .filter(|party| party.period.may_hold_on(document.clock))
        };
        let introduced = |party: &&NamedParty| self.introduced.contains(&party.id);
        parties()
            .find(|party| introduced(party) && party.country == document.main_country)
            .or_else(|| parties().find(introduced))
            .or_else(|| parties().find(|party| party.country == document.main_country))
            .or_else(|| {
                parties().find(|party| {
                    party
                        .country
                        .as_ref()
                        .is_some_and(|code| self.countries.contains(code))
                })
            })
            .or_else(|| parties().find(|party| party.country.is_none() || is_international(party)))
    }

    /// True if the report names a country anywhere.
    pub(crate) fn names_country(&self, code: &str) -> bool {
        self.countries.contains(code)
    }

    /// True if the report has named a party of the tables so far.
    pub(crate) fn names_party(&self, id: &str) -> bool {
        let seen = |seen: &Seen| seen.party.id.as_deref() == Some(id);
        self.introduced.contains(id) || self.seen.iter().any(seen)
    }

    /// Notes what a phrase was resolved to.
    pub(crate) fn see(&mut self, document: &Document<'_>, at: At, resolved: &[Resolved]) {
        let tree = document.tree(at);
        let is_subject = matches!(
            tree.relation(at.node),
            Relation::Nsubj | Relation::NsubjPass
        );
        for party in resolved {
            if let Some(person) = &party.person {
                let surname = person.split_whitespace().last().unwrap_or(person);
                // The report may spell the name otherwise than the table; later it keeps to its own spelling.
                let written = tree
                    .name_phrase(at.node)
                    .into_iter()
                    .rfind(|node| tree.upos(*node) == Upos::Propn)
                    .map(|node| tree.form(node));
                for name in [Some(surname), written].into_iter().flatten() {
                    self.people
                        .entry(name.to_owned())
                        .or_insert_with(|| party.clone());
                }
            }
            self.seen.push(Seen {
                at,
                party: party.clone(),
                is_subject,
                is_plural: match tree.xpos(at.node) {
                    Xpos::Nns => Some(true),
                    Xpos::Nn => Some(false),
                    _ => None,
                },
            });
        }
    }

    pub(crate) fn remember_person(&mut self, surname: &str, person: &Resolved) {
        self.people.insert(surname.to_owned(), person.clone());
    }

    /// A person known by surname; one letter may differ in a name of four or more ("Kahn" for Khan).
    pub(crate) fn person(&self, surname: &str) -> Option<Resolved> {
        if let Some(known) = self.people.get(surname) {
            return Some(known.clone());
        }
        self.people
            .iter()
            .find(|(known, _)| is_slip(known, surname))
            .map(|(known, person)| {
                person
                    .clone()
                    .inferred(&format!("\u{201c}{surname}\u{201d} taken for {known}"))
            })
    }

    pub(crate) fn remember_agent(&mut self, lemma: &str, party: &Resolved) {
        self.agents.insert(lemma.to_owned(), party.clone());
    }

    pub(crate) fn agent(&self, lemma: &str) -> Option<Resolved> {
        self.agents.get(lemma).cloned()
    }

    /// The group named last, of a sector where one is asked for; "the group" is an armed one, where there is
    /// one, before it is the Red Cross.
    pub(crate) fn last_group(&self, sector: Option<Sector>) -> Option<Resolved> {
        let last = |wanted: Option<Sector>| {
            self.seen.iter().rev().find(move |seen| {
                seen.party.is_group()
                    && wanted.is_none_or(|sector| seen.party.sector == Some(sector))
            })
        };
        last(Some(sector.unwrap_or(Sector::Reb)))
            .or_else(|| last(sector))
            .map(|seen| Resolved {
                person: None,
                is_person: false,
                ..seen.party.clone()
            })
    }

    /// The armed group that the report will name first, for "rebels" told before it.
    pub(crate) fn coming_group(&self, country: Option<&str>) -> Option<Resolved> {
        self.armed
            .iter()
            .find(|group| country.is_none() || group.country.as_deref() == country)
            .cloned()
    }

    /// The armed group of a country, where the whole report names just one.
    pub(crate) fn only_group(&self, country: Option<&str>) -> Option<Resolved> {
        let country = country?;
        let mut groups = self
            .armed
            .iter()
            .filter(|group| group.country.as_deref() == Some(country));
        let first = groups.next()?;
        groups
            .all(|other| other.same_party(first))
            .then(|| first.clone())
    }

    /// The country of which the report has named the government and names rebels: where talks are held abroad, "the
    /// government" is that of the rebels' country and not the host.
    pub(crate) fn home_of_the_conflict(&self) -> Option<String> {
        let is_rebels = |country: &str| {
            let mut armed = self.armed.iter();
            armed.any(|group| group.country.as_deref() == Some(country))
        };
        self.seen
            .iter()
            .filter(|seen| seen.party.sector == Some(Sector::Gov))
            .filter_map(|seen| seen.party.country.as_deref())
            .find(|country| is_rebels(country))
            .map(str::to_owned)
    }

    /// The two parties that the report has named most, where it speaks of both sides; a party that the sentence names
    /// is one of them.
    pub(crate) fn pair(&self, sentence: usize) -> Vec<Resolved> {
        let mut counts: Vec<(Resolved, usize)> = Vec::new();
        for seen in &self.seen {
            let sides = matches!(
                seen.party.sector,
                Some(Sector::Gov | Sector::Reb | Sector::Prm | Sector::Mil | Sector::Opp)
            ) && seen.party.kind != Kind::Outlet
                && !seen.party.country.as_deref().is_some_and(is_no_state);
            if !sides {
                continue;
            }
            let party = Resolved {
                person: None,
                is_person: false,
                ..seen.party.clone()
            };
            match counts
                .iter_mut()
                .find(|(known, _)| known.same_party(&party))
            {
                Some((_, count)) => *count += 1,
                None => counts.push((party, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        // A war at home is fought by an armed group and its own state, whoever else the report names.
        let armed = counts
            .iter()
            .find(|(party, _)| matches!(party.sector, Some(Sector::Reb | Sector::Prm)))
            .map(|(party, _)| party.clone());
        let beside = self
            .seen
            .iter()
            .find(|seen| {
                seen.at.sentence == sentence
                    && counts
                        .iter()
                        .any(|(party, _)| party.same_party(&seen.party) && party.is_state())
            })
            .map(|seen| seen.party.clone());
        let is_abroad = |armed: &Resolved| {
            beside
                .as_ref()
                .is_some_and(|party| party.country != armed.country)
        };
        if let Some(party) = beside
            .as_ref()
            .filter(|_| armed.as_ref().is_some_and(is_abroad))
        {
            // "the South Sudanese minister said the two sides had signed": of whoever speaks there.
            counts.sort_by_key(|(known, _)| !known.same_party(party));
            let is_other_state = |known: &Resolved| {
                known.same_party(party) || known.is_state() && !are_one_state(known, party)
            };
            counts.retain(|(known, _)| is_other_state(known));
        } else if let Some(armed) = armed {
            let at_home = |party: &Resolved| {
                party.country == armed.country
                    && matches!(party.sector, Some(Sector::Gov | Sector::Mil))
            };
            if let Some((home, _)) = counts.iter().find(|(party, _)| at_home(party)) {
                counts = vec![(home.clone(), 0), (armed, 0)];
            }
        }
        // The army fights for its government: where the report names both, the government is the side.
        let governments: Vec<Resolved> = counts
            .iter()
            .map(|(party, _)| party)
            .filter(|party| party.sector == Some(Sector::Gov))
            .cloned()
            .collect();
        for (party, _) in &mut counts {
            let own = |government: &&Resolved| are_one_state(government, party);
            if party.sector == Some(Sector::Mil)
                && let Some(government) = governments.iter().find(own).cloned()
            {
                *party = government;
            }
        }
        let rule = "\u{201c}both sides\u{201d}: the two parties named most";
        // Two arms of one state are no two sides.
        let Some((first, _)) = counts.first() else {
            return Vec::new();
        };
        let second = counts[1..]
            .iter()
            .find(|(party, _)| !are_one_state(party, first));
        match second {
            Some((second, _)) => {
                vec![first.clone().inferred(rule), second.clone().inferred(rule)]
            }
            None => Vec::new(),
        }
    }

    /// The country of the people of a sector named last of whom the words told it.
    pub(crate) fn country_of_last(&self, sector: Sector) -> Option<String> {
        self.seen
            .iter()
            .rev()
            .filter(|seen| {
                seen.party.sector == Some(sector)
                    && seen.party.kind == Kind::People
                    && matches!(
                        seen.party.inferred.as_deref(),
                        None | Some(COUNTRY_OF_OTHER_SIDE)
                    )
            })
            .find_map(|seen| seen.party.country.clone())
    }

    /// The forces of a state named last with their country: "the army" after "Israeli troops".
    pub(crate) fn last_forces(
        &self,
        sector: Sector,
        sentence: usize,
        home: Option<&str>,
    ) -> Option<Resolved> {
        self.seen
            .iter()
            .rev()
            .find(|seen| {
                seen.party.sector == Some(sector)
                    && seen.party.kind == Kind::People
                    && seen.party.inferred.is_none()
                    && !seen.party.is_person
                    // Foreign troops told long before are not "the army" of the country that it is about.
                    && (seen.at.sentence + 1 >= sentence
                        || home.is_none_or(|home| seen.party.country.as_deref() == Some(home)))
            })
            .map(|seen| seen.party.clone())
    }

    /// What a personal pronoun stands for, where only what was named last can tell.
    pub(crate) fn pronoun(&self, at: At, wanted: &Wanted) -> Vec<Resolved> {
        let near = |seen: &&Seen| {
            seen.at.sentence + PRONOUN_REACH >= at.sentence
                && (wanted.person || seen.is_plural.is_none_or(|plural| plural == wanted.plural))
                && wanted.fits(&seen.party)
        };
        let found = self
            .seen
            .iter()
            .rev()
            .filter(near)
            .find(|seen| seen.is_subject && seen.at.sentence + 1 >= at.sentence)
            .or_else(|| self.seen.iter().rev().find(near));
        found
            .map(|seen| {
                vec![seen.party.clone().inferred(&format!(
                    "\u{201c}{}\u{201d}: the {} named last",
                    wanted.form,
                    if wanted.person { "person" } else { "party" }
                ))]
            })
            .unwrap_or_default()
    }
}

/// Whom a personal pronoun asks for.
pub(crate) struct Wanted {
    form: String,
    person: bool,
    plural: bool,
}

impl Wanted {
    /// What the pronoun asks for; none for one that stands for nobody.
    pub(crate) fn by(document: &Document<'_>, at: At) -> Option<Self> {
        let tree = document.tree(at);
        let form = tree.form(at.node).to_lowercase();
        let person = match form.as_str() {
            "he" | "she" | "him" | "her" | "his" => true,
            "they" | "them" | "their" | "it" | "its" => false,
            // "survived himself": a reflexive repeats the subject and adds nobody.
            _ => return None,
        };
        let is_filler = form == "it" && tree.relation(at.node) == Relation::Expl;
        (!is_filler).then_some(Self {
            person,
            plural: matches!(form.as_str(), "they" | "them" | "their"),
            form,
        })
    }

    /// True if the pronoun may stand for this party.
    pub(crate) fn fits(&self, party: &Resolved) -> bool {
        if self.person {
            party.is_person
        } else {
            !party.is_person
                && party.kind != Kind::Outlet
                && !(self.plural && party.kind == Kind::Country)
        }
    }
}

fn is_international(party: &NamedParty) -> bool {
    party.country.as_deref().is_some_and(is_no_state)
}

/// True if two names of four or more letters differ by two letters swapped, as in a slip of the pen.
fn is_slip(known: &str, written: &str) -> bool {
    if known.chars().count() < 4 || known.len() != written.len() || known == written {
        return false;
    }
    let (known, written): (Vec<char>, Vec<char>) =
        (known.chars().collect(), written.chars().collect());
    let differing: Vec<usize> = (0..known.len().min(written.len()))
        .filter(|i| known[*i] != written[*i])
        .collect();
    matches!(differing.as_slice(), [a, b] if *b == a + 1 && known[*a] == written[*b] && known[*b] == written[*a])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_two_letters_swapped() {
        assert!(is_slip("Khan", "Kahn"));
        assert!(!is_slip("Khan", "Kham"));
        assert!(!is_slip("Khan", "Khan"));
    }
}
