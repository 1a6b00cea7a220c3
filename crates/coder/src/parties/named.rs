//! Names to parties: what a name of the tables stands for here, at the day of the report.

use jiff::civil::Date;
use relata_knowledge::{AgentKind, Knowledge, NameEntry, NamedParty, Term, words_of};
use relata_language::{Relation, Upos, Xpos};
use relata_record::Sector;

use super::{LOCATIVE, MAXIMUM_DEPTH, Resolver};
use crate::document::At;
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

impl<'a> Resolver<'_, 'a> {
    /// A phrase whose head is a name of the tables, or the name of a person known from the report.
    pub(super) fn named(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        if let Some(mention) = self.document.mention(at) {
            let nodes: Vec<Node> = (mention.first..=mention.last).collect();
            if tree.top_of(&nodes) != Some(at.node) {
                return None;
            }
            let entries = mention.entries.clone();
            let resolved = self.entry(at, &entries);
            // "UN investigator Mehlis" with a place or an unknown bearer: fall through to the noun.
            if resolved.is_some() {
                return resolved.map(|party| vec![party]);
            }
            return match self.other_owner(at, &entries) {
                Some(_) => self.agent(at, depth),
                None => self.person(at, depth),
            };
        }
        if let Some(known) = self.acronyms.get(tree.form(at.node)) {
            return Some(vec![known.clone()]);
        }
        if tree.upos(at.node) == Upos::Propn {
            return self.agent(at, depth).or_else(|| self.person(at, depth));
        }
        None
    }

    pub(super) fn entry(&mut self, at: At, entries: &[NameEntry]) -> Option<Resolved> {
        let knowledge = self.document.knowledge;
        let clock = self.document.clock;
        let remaining;
        let entries = match self.other_owner(at, entries) {
            Some(kept) => {
                remaining = kept;
                remaining.as_slice()
            }
            None => entries,
        };
        let full = entries.iter().find_map(|entry| match entry {
            NameEntry::Party(i) => Some(&knowledge.parties[*i as usize]),
            _ => None,
        });
        if let Some(first) = full {
            let party = entries
                .iter()
                .filter_map(|entry| match entry {
                    NameEntry::Party(i) => Some(&knowledge.parties[*i as usize]),
                    _ => None,
                })
                .find(|party| party.period.may_hold_on(clock))
                .unwrap_or(first);
            return Some(Resolved::of_party(party));
        }
        if let Some(term) = self.term(entries) {
            let party = self.of_term(&term);
            let is_coming = self.is_coming(entries, &term);
            // "Senator Rubio", who became a minister later: the report's title goes before the table.
            if is_coming && let Some(role) = self.titled(at, MAXIMUM_DEPTH) {
                return Some(role.for_person(Some(term.name)));
            }
            // What a report calls somebody who speaks for no state goes before what the table does.
            let is_private = !matches!(
                term.sector,
                Some(
                    Sector::Gov
                        | Sector::Mil
                        | Sector::Cop
                        | Sector::Spy
                        | Sector::Leg
                        | Sector::Jud
                )
            ) && term.organisation.is_none();
            if is_private
                && let Some(role) = self.titled(at, MAXIMUM_DEPTH)
                && role.sector.is_some()
            {
                return Some(role.for_person(Some(term.name)));
            }
            return Some(match self.has_left(at, &term) {
                _ if is_coming => without_office(party, &term),
                true => past_office(party, &term),
                false => party,
            });
        }
        let short: Vec<u32> = entries
            .iter()
            .filter_map(|entry| match entry {
                NameEntry::PartyShort(i) => Some(*i),
                _ => None,
            })
            .collect();
        let party = self
            .memory
            .short_name(self.document, &short)
            .or_else(|| self.bearer_of_the_very_name(at, &short));
        if let Some(party) = party {
            return Some(Resolved::of_party(party));
        }
        let tree = self.document.tree(at);
        let is_place = tree
            .case_of(at.node)
            .is_some_and(|case| LOCATIVE.contains(&case))
            && matches!(
                tree.relation(at.node),
                Relation::Obl | Relation::Nmod | Relation::Conj
            );
        // "a Palestinian", "two Israelis": people, where the word is a noun of its own.
        let is_noun = !matches!(
            tree.relation(at.node),
            Relation::Amod
                | Relation::Compound
                | Relation::NmodDesc
                | Relation::NmodPoss
                | Relation::Flat
        );
        let people = |entry: &&NameEntry| matches!(entry, NameEntry::People(_));
        let ordered = entries
            .iter()
            .filter(|entry| is_noun && people(entry))
            .chain(entries.iter().filter(|entry| !(is_noun && people(entry))));
        ordered.into_iter().find_map(|entry| match entry {
            NameEntry::Country(i) | NameEntry::Adjective(i) | NameEntry::Capital(i)
                if !is_place =>
            {
                let code = &knowledge.countries[*i as usize].code;
                knowledge.country_on(code, clock).map(Resolved::of_country)
            }
            NameEntry::People(i) => {
                let country = &knowledge.countries[*i as usize];
                let mut people = Resolved::of_sector(
                    knowledge,
                    clock,
                    &country.code,
                    Some(Sector::Cvl),
                    tree.form(at.node),
                );
                people.is_person =
                    tree.xpos(at.node) == Xpos::Nn || tree.xpos(at.node) == Xpos::Nnp;
                Some(people)
            }
            _ => None,
        })
    }

    /// Of parties that share a name, the one that has no other: "Muslim Brotherhood" with nothing beside it.
    fn bearer_of_the_very_name(&self, at: At, short: &[u32]) -> Option<&'a NamedParty> {
        let document = self.document;
        let mention = document.mention(at)?;
        let tree = document.tree(at);
        let nodes: Vec<Node> = (mention.first..=mention.last).collect();
        let written = tree.span_of(&nodes).of(tree.text);
        short
            .iter()
            .map(|index| &document.knowledge.parties[*index as usize])
            .find(|party| party.period.may_hold_on(document.clock) && is_own_name(party, written))
    }

    /// What is left of a name's bearers where the words before it give it to somebody else: "the Lebanese Communist
    /// Party" is not that of Russia, "the Eastern Valley Self-Defense Forces" are not those of Japan. None where
    /// nothing changes.
    pub(super) fn other_owner(&self, at: At, entries: &[NameEntry]) -> Option<Vec<NameEntry>> {
        let document = self.document;
        let tree = document.tree(at);
        let mention = document.mention(at)?;
        let is_body = self
            .agent_at(At {
                node: mention.last,
                ..at
            })
            .is_some_and(|(agent, _)| {
                matches!(
                    agent.kind,
                    AgentKind::Body | AgentKind::Generic | AgentKind::People
                )
            });
        let first = mention.first;
        if !is_body || first == 0 || mention.first == mention.last {
            return None;
        }
        let before = At {
            node: first - 1,
            ..at
        };
        let nodes: Vec<Node> = (mention.first..=mention.last).collect();
        let belongs = tree
            .top_of(&nodes)
            .is_some_and(|top| tree.is_below(before.node, top));
        let is_name = tree.form(before.node).starts_with(char::is_uppercase)
            && matches!(tree.upos(before.node), Upos::Propn | Upos::Adj);
        if !belongs || !is_name || self.is_title(before) {
            return None;
        }
        let country = document.mention(before).and_then(|owner| {
            owner.entries.iter().find_map(|entry| match entry {
                NameEntry::Country(_)
                | NameEntry::Adjective(_)
                | NameEntry::Capital(_)
                | NameEntry::Place(_) => document.country_of(*entry),
                _ => None,
            })
        });
        let parties = &document.knowledge.parties;
        let kept: Vec<NameEntry> = entries
            .iter()
            .filter(|entry| match entry {
                NameEntry::Party(i) | NameEntry::PartyShort(i) => {
                    let party = &parties[*i as usize];
                    match country {
                        Some(code) => party.country.as_deref() == Some(code),
                        // An unknown word before a party's own name says where it is, or which part of it.
                        None => is_own_name(party, tree.span_of(&nodes).of(tree.text)),
                    }
                }
                _ => true,
            })
            .copied()
            .collect();
        (kept.len() < entries.len()).then_some(kept)
    }

    /// The term of a person that fits the clock: the one that holds, else the last before it, else the first.
    /// Without a clock it is the one in a party that the report has named.
    pub(super) fn term(&self, entries: &[NameEntry]) -> Option<Term> {
        let people = &self.document.knowledge.people;
        let terms: Vec<&Term> = entries
            .iter()
            .filter_map(|entry| match entry {
                NameEntry::Person(i) => people.get(*i as usize),
                _ => None,
            })
            .collect();
        let clock = self.document.clock;
        let of_named = |term: &&&Term| {
            term.organisation
                .as_ref()
                .is_some_and(|id| self.memory.names_party(id))
        };
        terms
            .iter()
            .find(|term| clock.is_some() && term.period.may_hold_on(clock))
            .or_else(|| terms.iter().filter(|_| clock.is_none()).find(of_named))
            .or_else(|| {
                terms
                    .iter()
                    .filter(|term| {
                        term.period
                            .from
                            .is_none_or(|from| clock.is_none_or(|day| from.first <= day))
                    })
                    .max_by_key(|term| term.period.from.map(|from| from.first))
            })
            .or_else(|| terms.first())
            .map(|term| (*term).clone())
    }

    /// True if the table knows that a person's last office in a state ended well before the report, and the report
    /// gives no title that says otherwise.
    pub(super) fn has_left(&self, at: At, term: &Term) -> bool {
        let tree = self.document.tree(at);
        let is_former = self.is_former(at)
            || tree
                .children(at.node)
                .iter()
                .any(|child| self.is_former(At { node: *child, ..at }));
        if is_former {
            return term.organisation.is_none();
        }
        let (Some(day), Some(to)) = (self.document.clock, term.period.to) else {
            return false;
        };
        let long_ago = day.duration_since(to.last).as_hours() > 24 * DAYS_OF_GRACE;
        let has_title = tree
            .children(at.node)
            .iter()
            .any(|child| self.gives_office(At { node: *child, ..at }))
            || tree
                .head(at.node)
                .is_some_and(|head| self.gives_office(At { node: head, ..at }));
        long_ago && term.organisation.is_none() && !has_title
    }

    /// True if the table knows of an office in a state that the person took only well after the report, and of none
    /// on its day.
    fn is_coming(&self, entries: &[NameEntry], term: &Term) -> bool {
        let Some(day) = self.document.clock else {
            return false;
        };
        let later = |term: &Term| {
            term.organisation.is_none()
                && term.period.from.is_some_and(|from| {
                    from.first.duration_since(day).as_hours() > 24 * DAYS_OF_GRACE
                })
        };
        let people = &self.document.knowledge.people;
        let is_out = term.organisation.is_none()
            && (later(term) || term.period.to.is_some_and(|to| to.last < day));
        is_out
            && entries.iter().any(|entry| match entry {
                NameEntry::Person(i) => people.get(*i as usize).is_some_and(later),
                _ => false,
            })
    }

    fn gives_office(&self, at: At) -> bool {
        self.agent_at(at)
            .is_some_and(|(agent, _)| agent.kind == AgentKind::Role)
            && !self.is_former(at)
    }

    pub(super) fn of_term(&self, term: &Term) -> Resolved {
        let knowledge = self.document.knowledge;
        let clock = self.document.clock;
        let organisation = term.organisation.as_ref().and_then(|id| {
            knowledge
                .parties
                .iter()
                .find(|party| party.id == *id && party.period.may_hold_on(clock))
                .or_else(|| knowledge.parties.iter().find(|party| party.id == *id))
        });
        let party = match organisation {
            Some(party) => Resolved::of_party(party),
            None => Resolved::of_sector(knowledge, clock, &term.country, term.sector, &term.name),
        };
        party.for_person(Some(term.name.clone()))
    }
}

/// True if the words are the party's canonical name.
fn is_own_name(party: &NamedParty, words: &str) -> bool {
    let folded = |text: &str| -> Vec<String> {
        words_of(text, 0)
            .into_iter()
            .map(|word| word.folded)
            .collect()
    };
    folded(&party.name) == folded(words)
}

/// So long after the end of an office a report may still mean its holder.
const DAYS_OF_GRACE: i64 = 180;

/// The person in place of the state that he or she no longer acts for.
pub(super) fn past_office(party: Resolved, term: &Term) -> Resolved {
    Resolved {
        name: term.name.clone(),
        sector: Some(Sector::Eli),
        id: None,
        kind: Kind::People,
        ..party
    }
    .inferred(OFFICE_ENDED)
}

/// The person, of a country but without an office.
fn without_office(party: Resolved, term: &Term) -> Resolved {
    Resolved {
        name: term.name.clone(),
        sector: None,
        id: None,
        kind: Kind::People,
        ..party
    }
    .inferred(OFFICE_ENDED)
}

/// Why somebody whom the tables know stands for no state.
const OFFICE_ENDED: &str = "the person held no office of the tables then";

/// Who a person was on the day of an event, where the report is of a later one.
pub(crate) fn on_day(knowledge: &Knowledge, party: &Resolved, day: Date) -> Option<Resolved> {
    if party.inferred.as_deref() != Some(OFFICE_ENDED) {
        return None;
    }
    let person = party.person.as_ref()?;
    let term = knowledge.people.iter().find(|term| {
        term.name == *person && term.period.may_hold(day) && term.period.from.is_some()
    })?;
    let state = Resolved::of_sector(knowledge, Some(day), &term.country, term.sector, &term.name);
    Some(
        state
            .for_person(Some(term.name.clone()))
            .inferred("office on the day of the event"),
    )
}
