//! People: known by name, by a title before it, or by an apposition behind it.

use jiff::civil::Date;
use relata_knowledge::{AgentKind, Term, words_of};
use relata_language::{Relation, Upos};

use super::named::past_office;
use super::{COUNTRY_OF_REPORT, Resolver};
use crate::document::At;
use crate::places;
use crate::resolved::{Kind, Resolved};
use crate::tree::Node;

impl Resolver<'_, '_> {
    /// A person named in the report: known from before, or from a title or an apposition here.
    pub(super) fn person(&mut self, at: At, depth: usize) -> Option<Vec<Resolved>> {
        let tree = self.document.tree(at);
        let words = self.own_name(at);
        let surname = surname_of(&words).to_owned();
        if let Some(term) = self.holder(at, &words, depth) {
            let person = match self.has_left(at, &term) {
                true => past_office(self.of_term(&term), &term),
                false => self.of_term(&term),
            };
            self.memory.remember_person(&surname, &person);
            return Some(vec![person]);
        }
        if let Some(role) = self.titled(at, depth) {
            // "No. 2" is a role without a name.
            let is_name = surname.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !surname.ends_with('.');
            let person = role.for_person(is_name.then_some(words));
            if is_name {
                self.memory.remember_person(&surname, &person);
            }
            return Some(vec![person]);
        }
        if let Some(known) = self.memory.person(&surname) {
            return Some(vec![known]);
        }
        // A full name that no table has: somebody, of no party that we know.
        let full = words.split_whitespace().count() >= 2
            && words.starts_with(char::is_uppercase)
            && tree.upos(at.node) == Upos::Propn
            && matches!(
                tree.relation(at.node),
                Relation::Nsubj
                    | Relation::NsubjPass
                    | Relation::Obj
                    | Relation::OblAgent
                    | Relation::Conj
            )
            && self.document.mention(at).is_none()
            && !tree
                .name_phrase(at.node)
                .into_iter()
                .any(|node| places::names_unit(self.document, tree, node));
        full.then(|| {
            let person = Resolved {
                name: words.clone(),
                country: self.document.main_country.clone(),
                sector: None,
                id: None,
                person: Some(words),
                is_person: true,
                kind: Kind::People,
                inferred: Some(COUNTRY_OF_REPORT.to_owned()),
            };
            self.memory.remember_person(&surname, &person);
            vec![person]
        })
    }

    /// The words of the name itself, without titles: "Joselin Nazareno", "Nuri al-Maliki".
    pub(super) fn own_name(&self, at: At) -> String {
        let tree = self.document.tree(at);
        let mut nodes: Vec<Node> = vec![at.node];
        nodes.extend(
            tree.children_by(at.node, &[Relation::Flat, Relation::Compound])
                .filter(|child| {
                    tree.upos(*child) == Upos::Propn && !self.is_title(At { node: *child, ..at })
                }),
        );
        // A parser may hang the last words of a long name elsewhere in its phrase.
        let phrase = tree.name_phrase(at.node);
        let mut last = nodes.iter().copied().max().unwrap_or(at.node);
        while phrase.contains(&(last + 1)) && tree.upos(last + 1) == Upos::Propn {
            last += 1;
            nodes.push(last);
        }
        let joined: Vec<Node> = nodes
            .iter()
            .flat_map(|node| self.joined_by_hyphen(At { node: *node, ..at }))
            .collect();
        nodes.extend(joined);
        nodes.sort_unstable();
        nodes.dedup();
        let mut words = String::new();
        let mut end = None;
        for node in nodes {
            let span = tree.token(node).span;
            if end.is_some_and(|end| end != span.start) {
                words.push(' ');
            }
            words.push_str(tree.form(node));
            end = Some(span.end);
        }
        words
    }

    /// The tokens of the word that the token is a part of: "al", "-" and "Maliki" are one name.
    fn joined_by_hyphen(&self, at: At) -> Vec<Node> {
        let tree = self.document.tree(at);
        let is_hyphen = |node: Node| matches!(tree.form(node), "-" | "\u{2011}" | "\u{2013}");
        let touch = |first: Node| {
            first + 1 < tree.len() && tree.token(first).span.end == tree.token(first + 1).span.start
        };
        let mut nodes = Vec::new();
        let mut last = at.node;
        while touch(last) && is_hyphen(last + 1) && touch(last + 1) {
            nodes.extend([last + 1, last + 2]);
            last += 2;
        }
        let mut first = at.node;
        while first >= 2 && is_hyphen(first - 1) && touch(first - 1) && touch(first - 2) {
            nodes.extend([first - 2, first - 1]);
            first -= 2;
        }
        nodes
    }

    /// Whom a title or the country of the report makes of a surname: the one person of the tables who bears it and
    /// held that office on the day.
    fn holder(&mut self, at: At, words: &str, depth: usize) -> Option<Term> {
        let document = self.document;
        let day = document.clock?;
        let tree = document.tree(at);
        let title = tree
            .children_by(
                at.node,
                &[
                    Relation::Compound,
                    Relation::NmodDesc,
                    Relation::Flat,
                    Relation::NmodUnmarked,
                ],
            )
            .find_map(|child| {
                let title = At { node: child, ..at };
                self.agent_row(title)
                    .filter(|row| document.knowledge.agents[*row].kind == AgentKind::Role)
                    .map(|row| (title, row))
            });
        let country = match title {
            Some((title, _)) => {
                let owner = self.owner(title, depth.saturating_sub(1));
                owner.or_else(|| self.owner(at, depth.saturating_sub(1)))
            }
            None => None,
        }
        .and_then(|owner| owner.country);
        // Without a title, or with one that every country has: somebody of the country that the report is about.
        let country = match title {
            // Whom the report has named goes before whom the tables know.
            None if words.contains(' ') || self.memory.person(words).is_some() => return None,
            None => match &document.main_country {
                Some(country) => Some(country.clone()),
                // Not the "Tito" of 'Ernesto "Tito" Cruz'.
                None if tree.relation(at.node) == Relation::Flat => return None,
                None => return self.only_head_of_state(words, day),
            },
            Some(_) => country,
        };
        let first = words.chars().next()?;
        let is_full = words.contains(' ');
        let fits = |term: &&Term| {
            term.period.from.is_some()
                && term.period.may_hold(day)
                && country.as_ref().is_none_or(|code| *code == term.country)
                && (!is_full || term.name.starts_with(first))
                && match title {
                    Some((_, row)) => self.row_of_role(&term.role) == Some(row),
                    None => is_head_of_state(&term.role),
                }
        };
        let surname = words_of(words, 0).pop()?.folded;
        // "President Xi": beside a title a single word may be the first of a name.
        let by_first = (title.is_some() && !is_full).then_some(surname.as_str());
        let of_first = by_first
            .into_iter()
            .flat_map(|word| document.knowledge.terms_by_first_word(word));
        let mut found = document
            .knowledge
            .terms_by_surname(&surname)
            .chain(of_first)
            .filter(fits);
        let term = found.next()?;
        found
            .all(|other| other.name == term.name)
            .then(|| term.clone())
    }

    /// A surname in a report that names no country and gives nobody this name in full: whoever alone of all in the
    /// tables bears it, and headed a state or government then or in the ten years before.
    fn only_head_of_state(&self, words: &str, day: Date) -> Option<Term> {
        let knowledge = self.document.knowledge;
        let surname = words_of(words, 0).pop()?.folded;
        let mut terms = knowledge.terms_by_surname(&surname);
        let first = terms.next()?;
        if !terms.all(|other| other.name == first.name) {
            return None;
        }
        let is_recent = |term: &&Term| {
            let began = term.period.from.is_some_and(|from| from.first <= day);
            let ended_long_ago = term.period.to.is_some_and(|to| {
                day.duration_since(to.last).as_hours() > 24 * 365 * YEARS_REMEMBERED
            });
            began && !ended_long_ago && term.organisation.is_none()
        };
        knowledge
            .terms_by_surname(&surname)
            .filter(is_recent)
            .filter(|term| is_head_of_state(&term.role))
            .max_by_key(|term| term.period.from.map(|from| from.first))
            .cloned()
    }

    /// The row of agents that a role of the table of people belongs to: "premier" and "prime minister" are one.
    fn row_of_role(&self, role: &str) -> Option<usize> {
        let words: Vec<&str> = role.split([' ', '-']).collect();
        self.document
            .knowledge
            .agent_phrases
            .get(words.last()?)
            .iter()
            .find(|phrase| phrase.lemmas == words)
            .map(|phrase| phrase.row)
    }

    pub(super) fn is_title(&self, at: At) -> bool {
        let tree = self.document.tree(at);
        self.agent_at(at)
            .is_some_and(|(agent, _)| agent.kind != AgentKind::Weapon)
            || matches!(
                tree.lemma(at.node).trim_end_matches('.'),
                "mr" | "mrs"
                    | "ms"
                    | "dr"
                    | "gen"
                    | "col"
                    | "lt"
                    | "maj"
                    | "capt"
                    | "sgt"
                    | "rep"
                    | "sen"
                    | "gov"
            )
    }

    /// The role that a title before the name, or an apposition behind it, gives its bearer.
    pub(super) fn titled(&mut self, at: At, depth: usize) -> Option<Resolved> {
        if depth == 0 {
            return None;
        }
        let tree = self.document.tree(at);
        let candidates: Vec<Node> = tree
            .children_by(
                at.node,
                &[
                    Relation::Compound,
                    Relation::NmodDesc,
                    Relation::Flat,
                    Relation::Appos,
                    Relation::Amod,
                    Relation::Nmod,
                    Relation::NmodUnmarked,
                ],
            )
            .collect();
        for candidate in candidates {
            let title = At {
                node: candidate,
                ..at
            };
            let Some((agent, _)) = self.agent_at(title) else {
                continue;
            };
            if !matches!(agent.kind, AgentKind::Role | AgentKind::People) {
                continue;
            }
            // "in neighbouring Chad" is no neighbour of that name.
            if tree.is_verb(candidate) {
                continue;
            }
            let agent = agent.clone();
            let own = self.owner(title, depth.saturating_sub(1));
            let owner = own.or_else(|| self.owner(at, depth.saturating_sub(1)));
            if let Some(role) = self.compose(at, &agent, owner, candidate) {
                return Some(role);
            }
        }
        // "Mubarak, leader of the group": the name hangs on its role.
        let head = tree.head(at.node)?;
        if matches!(
            tree.relation(at.node),
            Relation::Appos | Relation::Flat | Relation::NmodDesc | Relation::Compound
        ) {
            let role = At { node: head, ..at };
            let (agent, _) = self.agent_at(role)?;
            // "a rebel group, the Front for Freedom"
            if self.is_for_a_body(role, agent) {
                return None;
            }
            if agent.kind == AgentKind::Role || agent.kind == AgentKind::People {
                return self
                    .agent(role, depth.saturating_sub(1))?
                    .into_iter()
                    .next();
            }
        }
        None
    }

    /// The party of a person of the tables whose name stands beside a noun for a role.
    pub(super) fn known_beside(&self, at: At) -> Option<Resolved> {
        let mention = self.document.mention(self.proper_noun_beside(at)?)?;
        let term = self.term(&mention.entries)?;
        term.organisation.is_some().then(|| self.of_term(&term))
    }

    fn proper_noun_beside(&self, at: At) -> Option<At> {
        let tree = self.document.tree(at);
        tree.children_by(at.node, &[Relation::Appos, Relation::Flat])
            .find(|child| *child > at.node && tree.upos(*child) == Upos::Propn)
            .map(|node| At { node, ..at })
    }

    /// "the group's leader, Abu Omar": the name of the person whose role the noun tells.
    pub(super) fn name_beside(&self, at: At) -> Option<String> {
        let beside = self.proper_noun_beside(at)?;
        let words = self.own_name(beside);
        let Some(mention) = self.document.mention(beside) else {
            return words.contains(' ').then_some(words);
        };
        self.term(&mention.entries).map(|term| term.name)
    }
}

/// So long the world knows by surname who headed a state.
const YEARS_REMEMBERED: i64 = 10;

fn is_head_of_state(role: &str) -> bool {
    matches!(
        role,
        "president" | "prime minister" | "king" | "queen" | "chancellor" | "supreme leader"
    )
}

/// The last word of a name, without the article of an Arabic one: "Maliki" of "Nuri al-Maliki".
fn surname_of(name: &str) -> &str {
    let last = name.split_whitespace().last().unwrap_or("");
    ["al-", "Al-", "el-", "El-", "ul-", "ur-", "as-", "ash-"]
        .iter()
        .find_map(|article| last.strip_prefix(article))
        .unwrap_or(last)
}
