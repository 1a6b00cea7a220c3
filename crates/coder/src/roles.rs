//! Who did it and to whom: the parties in the slots that a row of acts names.

use std::collections::BTreeSet;

use relata_knowledge::{ActClass, Knowledge, NameEntry, RoleSource, SlotPath, SupportRole};
use relata_language::Relation;
use relata_record::{EventType, Quote, Sector};

use crate::acts::{Act, Acts, carrier_role, follow};
use crate::document::{At, Document, NAMING};
use crate::parties::{self, Parties};
use crate::places;
use crate::resolved::{Kind, Resolved};
use crate::slots;
use crate::things;
use crate::tree::Node;

/// The slot that stands for the people of the place.
const RESIDENTS: &str = "residents";

/// The rule by which a person is a civilian.
pub(crate) const OF_NO_OFFICE: &str = "a person of whom no office is told";

/// A party in a role, with the words that name it.
#[derive(Debug, Clone)]
pub(crate) struct Player {
    pub(crate) party: Resolved,
    pub(crate) text: String,
    pub(crate) span: Quote,
}

/// Which side of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Actor,
    Recipient,
}

/// Everything that roles are read from.
pub(crate) struct Roles<'r, 'a> {
    pub(crate) document: &'r Document<'a>,
    pub(crate) parties: &'r Parties,
    pub(crate) acts: &'r Acts,
}

impl Roles<'_, '_> {
    /// The players on one side of an act.
    pub(crate) fn players(&self, act: &Act, side: Side) -> Vec<Player> {
        self.players_within(act, side, 3)
    }

    fn players_within(&self, act: &Act, side: Side, depth: usize) -> Vec<Player> {
        let row = act.rule(self.document.knowledge);
        let source = match side {
            Side::Actor => &row.actor,
            Side::Recipient => &row.recipient,
        };
        let groups = match source {
            RoleSource::Nobody => return Vec::new(),
            RoleSource::Slots(groups) => groups.clone(),
            RoleSource::Usual => usual(row.class, side),
        };
        let groups = with_carrier(self.document.knowledge, act, side, groups);
        for group in &groups {
            let mut players = Vec::new();
            // "agreed … after talks between the army and the rebels": those between whom it is are all who take part.
            let between = |path: &&SlotPath| path.0.last().is_some_and(|slot| slot == "between");
            for path in group.iter().filter(between) {
                self.collect(act, path, side, depth, &mut players);
            }
            if players.len() > 1 {
                return players;
            }
            players.clear();
            for path in group {
                if path.0 == [RESIDENTS] {
                    players.extend(self.residents(act.at));
                } else {
                    self.collect(act, path, side, depth, &mut players);
                }
            }
            if !players.is_empty() {
                return players;
            }
        }
        Vec::new()
    }

    fn collect(
        &self,
        act: &Act,
        path: &SlotPath,
        side: Side,
        depth: usize,
        players: &mut Vec<Player>,
    ) {
        let tree = self.document.tree(act.at);
        let event_type = act.rule(self.document.knowledge).event_type;
        for node in follow(tree, act.at.node, act.carrier, path) {
            // "pledged military aid": a word of the act's own phrase is nobody.
            if node == act.at.node || act.words.contains(&node) {
                continue;
            }
            let at = At { node, ..act.at };
            let modifier = path.0.last().is_some_and(|slot| slot == "modifier");
            // "the Abuja talks", "the Kabul bombing": a capital before the noun is where, not who.
            if modifier && self.is_city(at) {
                continue;
            }
            // "bombed Sanaa", "a raid on Kabul": so is a capital that is struck.
            if side == Side::Recipient && event_type == Some(EventType::Assault) && self.is_city(at)
            {
                continue;
            }
            // "the country's worst attacks": where they happened.
            let possessor = path.0.last().is_some_and(|slot| slot == "possessor");
            if possessor
                && side == Side::Actor
                && !tree.is_verb(act.at.node)
                && things::is_of(self.document.knowledge, tree, node, "land")
            {
                continue;
            }
            // "people involved in the plot", "a civilian bombing": who is only mentioned beside a noun for a deed.
            let beside = modifier
                || side == Side::Actor
                    && event_type == Some(EventType::Assault)
                    && !tree.is_verb(act.at.node)
                    && act.carrier.is_none()
                    && path.0.last().is_some_and(|slot| slot == "subject");
            let mut found = self.at(at, side, event_type, depth);
            let is_deed_against = matches!(
                event_type,
                Some(EventType::Assault | EventType::Sanction | EventType::Accuse)
            );
            if found.is_empty() && side == Side::Recipient && is_deed_against {
                let capitals = event_type != Some(EventType::Assault);
                found.extend(self.country_at(at, capitals));
            }
            for player in found {
                if beside && is_bystander(&player.party) {
                    continue;
                }
                if !players
                    .iter()
                    .any(|known| known.party.same_party(&player.party))
                {
                    players.push(player);
                }
            }
        }
    }

    /// "an attack blamed on Kurdish rebels": whoever is blamed for the deed that a noun names.
    pub(crate) fn blamed(&self, act: &Act) -> Vec<Player> {
        let tree = self.document.tree(act.at);
        tree.children_by(act.at.node, &[Relation::Acl])
            .filter(|verb| tree.is_passive(*verb))
            .flat_map(|verb| tree.children_by(verb, &[Relation::Iobj]))
            .flat_map(|node| self.at(At { node, ..act.at }, Side::Actor, None, 1))
            .map(|player| Player {
                party: player.party.inferred("whoever is blamed for it"),
                ..player
            })
            .collect()
    }

    /// "fired rockets at southern Israel", "recalled its ambassador from Delhi": a country, or where `capitals` are told
    /// for their states a capital, that a row gives the part of the recipient.
    fn country_at(&self, at: At, capitals: bool) -> Option<Player> {
        let document = self.document;
        let mention = document.mention(at)?;
        let code = mention.entries.iter().find_map(|entry| match entry {
            NameEntry::Country(_) => document.country_of(*entry),
            NameEntry::Capital(_) if capitals => document.country_of(*entry),
            _ => None,
        })?;
        let country = document.knowledge.country_on(code, document.clock)?;
        let tree = document.tree(at);
        let span = Quote::new(tree.text, tree.span_of(&tree.name_phrase(at.node)));
        Some(Player {
            party: Resolved::of_country(country).inferred("the country that it was done to"),
            text: span.text.clone(),
            span,
        })
    }

    /// The people of the place, whom an act binds that is aimed at everybody there.
    fn residents(&self, at: At) -> Option<Player> {
        let document = self.document;
        let local = parties::place_country(document, at.sentence);
        let code = local.or_else(|| document.main_country.clone())?;
        let tree = document.tree(at);
        let span = Quote::new(tree.text, tree.token(at.node).span);
        let people = Resolved::of_sector(
            document.knowledge,
            document.clock,
            &code,
            Some(Sector::Cvl),
            "residents",
        );
        Some(Player {
            party: people.inferred("the act binds the people of the place"),
            text: span.text.clone(),
            span,
        })
    }

    /// The people that a word counts, as recipients of an act of force.
    pub(crate) fn at_people(&self, at: At) -> Vec<Player> {
        self.at(at, Side::Recipient, None, 2)
    }

    fn is_city(&self, at: At) -> bool {
        self.document.mention(at).is_some_and(|mention| {
            let names = |kind: fn(&NameEntry) -> bool| mention.entries.iter().any(kind);
            names(|entry| matches!(entry, NameEntry::Capital(_)))
                && !names(|entry| matches!(entry, NameEntry::Country(_) | NameEntry::Adjective(_)))
        })
    }

    /// The players that the phrase at `at` stands for: its own party, what it measures, the doer of the event
    /// that it names, or the owner of the thing that it names.
    fn at(&self, at: At, side: Side, event_type: Option<EventType>, depth: usize) -> Vec<Player> {
        let tree = self.document.tree(at);
        if self.parties.is_weapon(at) {
            // "a Houthi missile", "rebel rockets": whose weapon it is.
            let owners = || {
                let below = tree.children_by(at.node, NAMING);
                // "a missile fired by the Houthis"
                let users = tree
                    .children_by(at.node, &[Relation::Acl])
                    .flat_map(|verb| tree.children_by(verb, &[Relation::OblAgent]));
                below
                    .chain(users)
                    .map(|node| At { node, ..at })
                    .find(|owner| {
                        !self.parties.at(*owner).is_empty() && !self.parties.is_weapon(*owner)
                    })
                    .map(|owner| self.made(owner, self.parties.at(owner), side, event_type))
                    .unwrap_or_default()
            };
            return if side == Side::Actor {
                owners()
            } else {
                Vec::new()
            };
        }
        let own = self.parties.at(at);
        if !own.is_empty() {
            return self.made(at, own, side, event_type);
        }
        let content = things::content_head(tree, at.node);
        if content != at.node && depth > 0 {
            return self.at(
                At {
                    node: content,
                    ..at
                },
                side,
                event_type,
                depth - 1,
            );
        }
        if depth > 0
            && let Some(act) = self.acts.by_word.get(&at)
        {
            // "condemned the attack": whoever did it.
            let doers = self.players_within(act, Side::Actor, depth - 1);
            return doers
                .into_iter()
                .map(|player| Player {
                    party: player.party.inferred("the doer of the event named here"),
                    ..player
                })
                .collect();
        }
        if side == Side::Actor
            && depth > 0
            && let Some(whole) = self.whole_of(at)
        {
            return self.players_within(whole, Side::Actor, depth - 1);
        }
        let issuers = self.issuers(at, side, event_type);
        if !issuers.is_empty() {
            return issuers;
        }
        self.owners(at, side, event_type)
    }

    /// "attacks, including one that killed five": the acts that "one" is one of.
    fn whole_of(&self, at: At) -> Option<&Act> {
        let tree = self.document.tree(at);
        if tree.lemma(at.node) != "one" {
            return None;
        }
        tree.path_up(at.node)
            .skip(1)
            .take(3)
            .find_map(|node| self.acts.by_word.get(&At { node, ..at }))
    }

    /// "issued a statement denying …": a statement does what its issuer does.
    fn issuers(&self, at: At, side: Side, event_type: Option<EventType>) -> Vec<Player> {
        let tree = self.document.tree(at);
        let knowledge = self.document.knowledge;
        if side != Side::Actor || !things::is_of(knowledge, tree, at.node, "statement") {
            return Vec::new();
        }
        let verb = tree.head(at.node).filter(|head| tree.is_verb(*head));
        let mut holders = slots::fill(tree, at.node, None, "possessor");
        if let Some(verb) = verb {
            holders.extend(slots::fill(tree, verb, None, "subject"));
        }
        holders
            .into_iter()
            .filter(|node| *node != at.node)
            .map(|node| At { node, ..at })
            .find(|holder| !self.parties.at(*holder).is_empty())
            .map(|holder| self.made(holder, self.parties.at(holder), side, event_type))
            .unwrap_or_default()
    }

    fn made(
        &self,
        at: At,
        own: &[Resolved],
        side: Side,
        event_type: Option<EventType>,
    ) -> Vec<Player> {
        let tree = self.document.tree(at);
        let nodes = tree.name_phrase(at.node);
        let span = Quote::new(tree.text, tree.span_of(&nodes));
        own.iter()
            .filter(|party| party.kind != Kind::Outlet || event_type == Some(EventType::Assault))
            .map(|party| Player {
                party: as_side(self.document, party, side, event_type),
                text: span.text.clone(),
                span: span.clone(),
            })
            .collect()
    }

    /// "a military convoy", "the rebels' stronghold": whoever it belongs to.
    fn owners(&self, at: At, side: Side, event_type: Option<EventType>) -> Vec<Player> {
        let struck = matches!(
            event_type,
            Some(EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Accuse)
        );
        if !struck && side == Side::Recipient {
            return Vec::new();
        }
        let tree = self.document.tree(at);
        if self.parties.is_opponent(at) {
            return Vec::new();
        }
        // "an attack in the Pakistani area that killed five": an area does nothing, and what happens in a city of a
        // country is not done to its government.
        let is_where = ["in", "at", "near", "outside", "inside"]
            .iter()
            .any(|case| tree.has_case(at.node, case));
        let is_area = is_where && things::is_of(self.document.knowledge, tree, at.node, "unit");
        let does_nothing = side == Side::Actor && places::names_unit(self.document, tree, at.node);
        if is_area || does_nothing {
            return Vec::new();
        }
        let mut below: Vec<Node> = tree
            .children_by(at.node, NAMING)
            .filter(|child| tree.relation(*child) != Relation::Appos)
            .collect();
        below.extend(
            tree.children_by(at.node, &[Relation::Nmod])
                .filter(|child| {
                    ["of", "for", "belonging", "carrying", "by"]
                        .iter()
                        .any(|case| tree.has_case(*child, case))
                }),
        );
        // The word nearest to the noun says best whose it is: "Pakistani military convoy".
        below.sort_by_key(|node| node.abs_diff(at.node));
        for node in below {
            let owner = At { node, ..at };
            let parties = self.parties.at(owner);
            if parties.is_empty() || self.parties.is_weapon(owner) {
                continue;
            }
            let mut players = self.made(owner, parties, side, event_type);
            // "a Greek tanker": of Greece, and not its government's.
            let is_civil = side == Side::Recipient
                && event_type != Some(EventType::Accuse)
                && things::is_of(self.document.knowledge, tree, at.node, "civil-vehicle");
            if is_civil {
                let words = tree.form(at.node);
                for player in &mut players {
                    if let (Kind::Country, Some(code)) =
                        (player.party.kind, player.party.country.clone())
                    {
                        player.party = Resolved::of_sector(
                            self.document.knowledge,
                            self.document.clock,
                            &code,
                            Some(Sector::Cvl),
                            words,
                        )
                        .inferred("a vehicle of trade or travel is of no government");
                    }
                }
            }
            return players;
        }
        Vec::new()
    }
}

/// The usual slots of a class of words.
fn usual(class: ActClass, side: Side) -> Vec<Vec<SlotPath>> {
    let names: &[&str] = match (class, side) {
        (ActClass::Verb | ActClass::Adjective, Side::Actor) => &["subject"],
        (ActClass::Verb, Side::Recipient) => &["object"],
        (ActClass::Noun, Side::Actor) => &["by", "possessor", "modifier"],
        (ActClass::Noun, Side::Recipient) => &["on", "against", "of", "to"],
        (ActClass::Adjective, Side::Recipient) => &[],
    };
    names
        .iter()
        .map(|name| vec![SlotPath(vec![(*name).to_owned()])])
        .collect()
}

/// The subject of a support verb comes first on its side, and is nobody's on the other.
fn with_carrier(
    knowledge: &Knowledge,
    act: &Act,
    side: Side,
    mut groups: Vec<Vec<SlotPath>>,
) -> Vec<Vec<SlotPath>> {
    let subject = || vec![SlotPath(vec!["subject".to_owned()])];
    match (carrier_role(knowledge, act), side) {
        (Some(SupportRole::Actor), Side::Actor)
        | (Some(SupportRole::Recipient), Side::Recipient) => {
            let names_subject = groups.iter().flatten().any(|path| path.0[0] == "subject");
            if !names_subject {
                groups.insert(0, subject());
            }
        }
        (Some(SupportRole::Recipient | SupportRole::Outside), Side::Actor) => {
            for group in &mut groups {
                group.retain(|path| path.0[0] != "subject");
            }
        }
        _ => {}
    }
    groups
}

/// People who suffer acts rather than do them: no doer when they only stand before the noun.
fn is_bystander(party: &Resolved) -> bool {
    matches!(
        party.sector,
        Some(Sector::Cvl | Sector::Ref | Sector::Jrn | Sector::Med | Sector::Agr | Sector::Edu)
    )
}

/// A state fights by its forces: "Israel bombed", "a U.S. drone strike".
fn as_side(
    document: &Document<'_>,
    party: &Resolved,
    side: Side,
    event_type: Option<EventType>,
) -> Resolved {
    // Whoever only suffers a deed and holds no office that the report tells is a civilian.
    let suffers = matches!(
        event_type,
        Some(EventType::Assault | EventType::Coerce | EventType::Accuse)
    );
    if side == Side::Recipient && suffers && party.is_person && party.sector.is_none() {
        return Resolved {
            sector: Some(Sector::Cvl),
            ..party.clone()
        }
        .inferred(OF_NO_OFFICE);
    }
    let fights = matches!(event_type, Some(EventType::Assault | EventType::Mobilize));
    if party.kind == Kind::Country
        && fights
        && side == Side::Actor
        && !party.is_person
        && let Some(code) = &party.country
    {
        let mut forces = Resolved::of_sector(
            document.knowledge,
            document.clock,
            code,
            Some(Sector::Mil),
            &party.name,
        );
        forces.kind = Kind::Country;
        return forces.inferred("a state fights by its forces");
    }
    party.clone()
}

/// Drops from the recipients whoever is an actor too.
pub(crate) fn without(players: Vec<Player>, others: &[Player]) -> Vec<Player> {
    let names: BTreeSet<&str> = others
        .iter()
        .map(|player| player.party.name.as_str())
        .collect();
    players
        .into_iter()
        .filter(|player| !names.contains(player.party.name.as_str()))
        .collect()
}
