//! Countries, named parties, people in their roles, and the nouns for people and bodies that act.

use relata_record::Sector;

use crate::RowError;
use crate::period::{Bound, Period};
use crate::table::Row;
use crate::words::phrases;

pub(crate) const COUNTRY_COLUMNS: &[&str] = &[
    "code",
    "name",
    "article",
    "names",
    "adjectives",
    "people",
    "capital",
    "army",
    "from",
    "to",
];
pub(crate) const PARTY_COLUMNS: &[&str] = &[
    "id",
    "name",
    "kind",
    "country",
    "sector",
    "from",
    "to",
    "names",
    "short",
    "source",
    "checked_on",
];
pub(crate) const PEOPLE_COLUMNS: &[&str] = &[
    "name",
    "role",
    "organisation",
    "country",
    "sector",
    "from",
    "to",
    "names",
    "source",
    "checked_on",
];
pub(crate) const AGENT_COLUMNS: &[&str] = &["words", "sector", "kind", "example"];

/// A country under one of its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3 code, or the code it had.
    pub code: String,
    /// Name in English, without article.
    pub name: String,
    /// "the" where English puts it before the name.
    pub article: String,
    /// Other names and spellings.
    pub names: Vec<String>,
    /// Adjectives.
    pub adjectives: Vec<String>,
    /// Nouns for its people.
    pub people: Vec<String>,
    /// Cities that may stand for the government.
    pub capital: Vec<String>,
    /// Code of the state whose army "the army" is there, where it has none of its own.
    pub army: Option<String>,
    /// When it bore this name.
    pub period: Period,
}

impl Country {
    /// "Government of the Philippines", "Military of Israel".
    pub fn body(&self, body: &str) -> String {
        if self.article.is_empty() {
            format!("{body} of {}", self.name)
        } else {
            format!("{body} of {} {}", self.article, self.name)
        }
    }
}

/// What kind of party a row of the table of parties is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    /// Armed group, faction or militia.
    ArmedGroup,
    /// Political party.
    PoliticalParty,
    /// Organisation of states, mission, coalition, NGO, company: any other body.
    Organisation,
    /// An organ of a state under a name of its own.
    StateOrgan,
    /// News agency, newspaper, broadcaster.
    Outlet,
    /// A people or a community of faith.
    Community,
}

/// A named party in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedParty {
    /// Identifier, "PAK.ttp".
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What kind of party.
    pub kind: PartyKind,
    /// ISO 3166 alpha-3, or IGO UNO EUR NGO IMG MNC ISM; None where no one country is its home.
    pub country: Option<String>,
    /// Sector in this period.
    pub sector: Option<Sector>,
    /// When the row holds.
    pub period: Period,
    /// Names that are its own.
    pub names: Vec<String>,
    /// Names that others may bear too.
    pub short: Vec<String>,
    /// Where the row was compared with a source, and when.
    pub check: Option<Check>,
}

/// One term of one person in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The person.
    pub name: String,
    /// The role, in lower case.
    pub role: String,
    /// Id of the organisation; None for the government of the country.
    pub organisation: Option<String>,
    /// Country code.
    pub country: String,
    /// Sector.
    pub sector: Option<Sector>,
    /// The term.
    pub period: Period,
    /// Other spellings.
    pub names: Vec<String>,
    /// Where the row was compared with a source, and when.
    pub check: Option<Check>,
}

/// That somebody compared a row with a source. A row without one is written from general knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The source.
    pub source: String,
    /// The day; an end that is not told is known until then.
    pub checked_on: Option<Bound>,
}

/// What kind of agent a noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentKind {
    /// One person who acts for a body: minister, spokesman.
    Role,
    /// People: soldiers, villagers.
    People,
    /// A body: army, ministry.
    Body,
    /// A word that refers back to a party: group, movement.
    Generic,
    /// A word for a state: country, kingdom. Alone it is the one that the report is about.
    State,
    /// A word for whoever stands against its owner: enemy, foe.
    Opponent,
    /// A weapon: never a party.
    Weapon,
    /// A word before a role that says that it is over: former, ousted.
    Former,
}

/// A noun for people or bodies that act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Lemma phrases.
    pub phrases: Vec<Vec<String>>,
    /// Sector; None where it takes the sector of what it belongs to.
    pub sector: Option<Sector>,
    /// What kind.
    pub kind: AgentKind,
    /// A sentence that shows it.
    pub example: String,
}

pub(crate) fn period(row: &Row<'_>) -> Result<Period, RowError> {
    let bound = |column| match row.get(column) {
        "" => Ok(None),
        _ => row.parse(column, "date", Bound::parse).map(Some),
    };
    let period = Period {
        from: bound("from")?,
        to: bound("to")?,
    };
    if let (Some(from), Some(to)) = (period.from, period.to)
        && from.first > to.last
    {
        return Err(row.error("`from` lies behind `to`"));
    }
    Ok(period)
}

fn check(row: &Row<'_>) -> Result<Option<Check>, RowError> {
    let checked_on = match row.get("checked_on") {
        "" => None,
        _ => Some(row.parse("checked_on", "date", Bound::parse)?),
    };
    match (some(row.get("source")), checked_on) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(row.error("`checked_on` without a `source`")),
        (Some(source), checked_on) => Ok(Some(Check { source, checked_on })),
    }
}

fn sector(row: &Row<'_>) -> Result<Option<Sector>, RowError> {
    match row.get("sector") {
        "" | "*" | "-" => Ok(None),
        _ => row.parse("sector", "sector", Sector::parse).map(Some),
    }
}

fn names(row: &Row<'_>, column: &str) -> Vec<String> {
    row.list(column, ';')
        .into_iter()
        .map(str::to_owned)
        .collect()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty() && text != "-").then(|| text.to_owned())
}

pub(crate) fn read_country(row: &Row<'_>) -> Result<Country, RowError> {
    let code = row.required("code")?;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(row.error("column `code` must be three capitals"));
    }
    Ok(Country {
        code: code.to_owned(),
        name: row.required("name")?.to_owned(),
        article: row.get("article").to_owned(),
        names: names(row, "names"),
        adjectives: names(row, "adjectives"),
        people: names(row, "people"),
        capital: names(row, "capital"),
        army: some(row.get("army")),
        period: period(row)?,
    })
}

pub(crate) fn read_party(row: &Row<'_>) -> Result<NamedParty, RowError> {
    let kind = row.parse("kind", "kind of party", |text| match text {
        "armed_group" | "faction" | "militia" => Some(PartyKind::ArmedGroup),
        "party" => Some(PartyKind::PoliticalParty),
        "organisation" | "mission" | "coalition" | "ngo" | "company" => {
            Some(PartyKind::Organisation)
        }
        "state_organ" => Some(PartyKind::StateOrgan),
        "outlet" => Some(PartyKind::Outlet),
        "community" => Some(PartyKind::Community),
        _ => None,
    })?;
    Ok(NamedParty {
        id: row.required("id")?.to_owned(),
        name: row.required("name")?.to_owned(),
        kind,
        country: some(row.get("country")),
        sector: sector(row)?,
        period: period(row)?,
        names: names(row, "names"),
        short: names(row, "short"),
        check: check(row)?,
    })
}

pub(crate) fn read_term(row: &Row<'_>) -> Result<Term, RowError> {
    Ok(Term {
        name: row.required("name")?.to_owned(),
        role: row.required("role")?.to_lowercase(),
        organisation: some(row.get("organisation")),
        country: row.get("country").to_owned(),
        sector: sector(row)?,
        period: period(row)?,
        names: names(row, "names"),
        check: check(row)?,
    })
}

/// "president's" as the two tokens of a text: "president" and "'s".
fn without_genitive(word: String) -> Vec<String> {
    for genitive in ["'s", "'"] {
        if let Some(stem) = word.strip_suffix(genitive)
            && !stem.is_empty()
        {
            return vec![stem.to_owned(), genitive.to_owned()];
        }
    }
    vec![word]
}

pub(crate) fn read_agent(row: &Row<'_>) -> Result<Agent, RowError> {
    Ok(Agent {
        phrases: phrases(row.required("words")?)
            .into_iter()
            .map(|phrase| phrase.into_iter().flat_map(without_genitive).collect())
            .collect(),
        sector: sector(row)?,
        kind: row.parse("kind", "kind of agent", |text| match text {
            "role" => Some(AgentKind::Role),
            "people" => Some(AgentKind::People),
            "body" => Some(AgentKind::Body),
            "generic" => Some(AgentKind::Generic),
            "state" => Some(AgentKind::State),
            "opponent" => Some(AgentKind::Opponent),
            "weapon" => Some(AgentKind::Weapon),
            "former" => Some(AgentKind::Former),
            _ => None,
        })?,
        example: row.get("example").to_owned(),
    })
}
