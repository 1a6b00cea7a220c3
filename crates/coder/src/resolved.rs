//! What a noun phrase stands for: the party that acts, with the person who acts for it.

use jiff::civil::Date;
use relata_knowledge::{Country, Knowledge, NamedParty, PartyKind};
use relata_record::Sector;

/// What kind of thing a phrase was resolved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A named group or body.
    Organisation,
    /// A country, standing for its government.
    Country,
    /// People or a body named by a noun.
    People,
    /// A news outlet.
    Outlet,
}

/// A party, as far as a phrase tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// Canonical name.
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<Sector>,
    /// Identifier in the table of parties.
    pub(crate) id: Option<String>,
    /// The person, where one is named.
    pub(crate) person: Option<String>,
    /// True if the phrase speaks of one person, named or not: "he" may follow.
    pub(crate) is_person: bool,
    pub(crate) kind: Kind,
    /// The rule that found what the words alone do not say.
    pub(crate) inferred: Option<String>,
}

impl Resolved {
    pub(crate) fn of_party(party: &NamedParty) -> Self {
        Self {
            name: party.name.clone(),
            country: party.country.clone(),
            sector: party.sector,
            id: Some(party.id.clone()),
            person: None,
            is_person: false,
            kind: match party.kind {
                PartyKind::Outlet => Kind::Outlet,
                PartyKind::Community => Kind::People,
                _ => Kind::Organisation,
            },
            inferred: None,
        }
    }

    pub(crate) fn of_country(country: &Country) -> Self {
        Self {
            name: country.body("Government"),
            country: Some(country.code.clone()),
            sector: Some(Sector::Gov),
            id: None,
            person: None,
            is_person: false,
            kind: Kind::Country,
            inferred: None,
        }
    }

    /// People whom a noun names and who are of no known country.
    pub(crate) fn of_noun(words: &str, sector: Option<Sector>) -> Self {
        Self {
            name: words.to_owned(),
            country: None,
            sector,
            id: None,
            person: None,
            is_person: false,
            kind: Kind::People,
            inferred: None,
        }
    }

    /// A body or people of a country, named by sector where the state acts through them.
    pub(crate) fn of_sector(
        knowledge: &Knowledge,
        day: Option<Date>,
        code: &str,
        sector: Option<Sector>,
        words: &str,
    ) -> Self {
        let name = knowledge
            .country_on(code, day)
            .zip(sector.and_then(body_of))
            .map_or_else(|| words.to_owned(), |(country, body)| country.body(body));
        Self {
            name,
            country: Some(code.to_owned()),
            sector,
            id: None,
            person: None,
            is_person: false,
            kind: Kind::People,
            inferred: None,
        }
    }

    pub(crate) fn inferred(mut self, rule: &str) -> Self {
        self.inferred.get_or_insert_with(|| rule.to_owned());
        self
    }

    pub(crate) fn for_person(mut self, name: Option<String>) -> Self {
        self.is_person = true;
        self.person = name;
        self
    }

    /// True if both stand for the same party.
    pub(crate) fn same_party(&self, other: &Resolved) -> bool {
        self.name == other.name
            || self.sector == other.sector
                && self.country == other.country
                && (self.sector.and_then(body_of).is_some() || self.is_called_like(other))
    }

    /// "gunmen" and "unidentified gunmen": people whom the same noun names.
    fn is_called_like(&self, other: &Resolved) -> bool {
        let noun = |party: &Resolved| {
            let last = party.name.rsplit(' ').next()?;
            party.is_unnamed().then(|| last.to_lowercase())
        };
        noun(self).is_some() && noun(self) == noun(other)
    }

    /// True for people whom only a noun names.
    pub(crate) fn is_unnamed(&self) -> bool {
        self.kind == Kind::People && self.id.is_none() && self.person.is_none()
    }

    /// True for people or a body named by the noun of a building: "a mosque", "the office".
    pub(crate) fn is_site(&self, knowledge: &Knowledge) -> bool {
        let last = self.name.rsplit(' ').next().unwrap_or_default();
        self.id.is_none()
            && self.kind == Kind::People
            && knowledge.is_thing("building", &[last.to_lowercase()])
    }

    /// True for a government.
    pub(crate) fn is_state(&self) -> bool {
        self.sector == Some(Sector::Gov)
    }

    /// True for groups that are no state's own body.
    pub(crate) fn is_group(&self) -> bool {
        self.kind == Kind::Organisation && !self.is_person
    }
}

/// Why a side is of a country that the side named with it is of.
pub(crate) const COUNTRY_OF_OTHER_SIDE: &str = "country of the side named with it";

/// True for the codes that stand where a party is of no country.
pub(crate) fn is_no_state(code: &str) -> bool {
    matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC" | "ISM")
}

/// One party, or two arms of one state.
pub(crate) fn are_one_state(one: &Resolved, other: &Resolved) -> bool {
    let arm = |party: &Resolved| {
        matches!(
            party.sector,
            Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy | Sector::Leg | Sector::Jud)
        )
    };
    one.same_party(other)
        || one.country.is_some() && one.country == other.country && arm(one) && arm(other)
}

/// The name of a state's body of a sector: "Government", "Military".
pub(crate) fn body_of(sector: Sector) -> Option<&'static str> {
    match sector {
        Sector::Gov => Some("Government"),
        Sector::Mil => Some("Military"),
        Sector::Cop => Some("Police"),
        Sector::Spy => Some("Intelligence services"),
        Sector::Leg => Some("Parliament"),
        Sector::Jud => Some("Judiciary"),
        _ => None,
    }
}
