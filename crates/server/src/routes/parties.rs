//! Parties: the list, and one with what it did, what was done to it, and with whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use relata_store::folded_sought;
use serde::Serialize;
use utoipa::ToSchema;

use super::overview::kind_of_act;
use super::rows::PartyName;
use super::{Page, json};
use crate::app::App;
use crate::backing::PartyCard;
use crate::parameters::{Paging, Pairs};
use crate::problem::{Fault, Problem};
use crate::snapshot::{Row, Snapshot};

/// At most so many others beside a party.
const MOST: usize = 40;

/// Parties of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyList {
    /// How many there are.
    pub total: usize,
    /// The most active first.
    pub items: Vec<ActiveParty>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// A party with how active it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActiveParty {
    /// Who.
    #[serde(flatten)]
    pub party: PartyName,
    /// Happenings in which it acts.
    pub acts: usize,
    /// Happenings that are aimed at it.
    pub suffers: usize,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

/// A party with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeParty {
    /// How active it is.
    #[serde(flatten)]
    pub party: ActiveParty,
    /// What the tables know of it.
    pub card: Option<PartyCard>,
    /// What it did, by type.
    pub did: Vec<Count>,
    /// What was done to it, by type.
    pub met: Vec<Count>,
    /// With whom, on the same side or the other.
    pub others: Vec<Other>,
    /// How often others speak of it, and it speaks.
    pub speaks: usize,
    /// Happenings by year, of the four kinds of acts.
    pub years: Vec<Year>,
    /// With whom steps of talks are told.
    pub talks: Vec<String>,
}

/// Happenings of a type.
#[derive(Debug, Serialize, ToSchema)]
pub struct Count {
    /// The type.
    pub value: String,
    /// How many.
    pub n: usize,
}

/// Another party in the same happenings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Other {
    /// Its name.
    pub name: String,
    /// Happenings in which both act.
    pub together: usize,
    /// Happenings in which this one acts on the other.
    pub done_to: usize,
    /// Happenings in which the other acts on this one.
    pub done_by: usize,
}

/// Happenings of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Counts of the four kinds of acts: cooperation in words, in deeds, conflict in words, in deeds.
    pub n: [usize; 4],
}

/// Counts of one party.
#[derive(Default)]
struct Activity {
    acts: usize,
    suffers: usize,
    first: Option<Date>,
    last: Option<Date>,
}

impl Activity {
    fn add(&mut self, row: &Row, is_actor: bool) {
        if is_actor {
            self.acts += 1;
        } else {
            self.suffers += 1;
        }
        if let Some((from, to)) = row.days {
            self.first = Some(self.first.map_or(from, |first| first.min(from)));
            self.last = self.last.max(Some(to));
        }
    }
}

/// The parties of the record.
#[utoipa::path(get, path = "/api/v1/parties", tag = "parties",
    params(("q" = Option<String>, Query, description = "the beginning of a word of the name"), Page),
    responses((status = 200, body = PartyList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["q"], Paging::NAMES])?;
        let paging = Paging::of(&pairs)?;
        let snapshot = app.snapshot(false)?;
        let sought = pairs.one("q").map(folded_sought);
        let mut found: BTreeMap<u32, Activity> = BTreeMap::new();
        for row in &snapshot.happenings {
            for party in &row.actors {
                found.entry(*party).or_default().add(row, true);
            }
            for party in &row.recipients {
                found.entry(*party).or_default().add(row, false);
            }
        }
        let mut items: Vec<ActiveParty> = found
            .into_iter()
            .filter_map(|(n, activity)| active(&snapshot, n, activity))
            .filter(|party| {
                let name = relata_store::folded([party.party.name.as_str()]);
                sought.as_ref().is_none_or(|sought| name.contains(sought))
            })
            .collect();
        items.sort_by(|one, other| {
            let sum = |party: &ActiveParty| party.acts + party.suffers;
            (sum(other), &one.party.name).cmp(&(sum(one), &other.party.name))
        });
        let (shown, next) = paging.part(&items, |party| party.party.name.clone())?;
        json(&PartyList {
            total: items.len(),
            items: shown.to_vec(),
            next,
        })
    })
    .await
}

fn active(snapshot: &Snapshot, n: u32, activity: Activity) -> Option<ActiveParty> {
    let name = snapshot.name(n)?;
    Some(ActiveParty {
        party: PartyName {
            name: name.name.clone(),
            country: name.country.clone(),
            sector: name.sector.clone(),
        },
        acts: activity.acts,
        suffers: activity.suffers,
        first: activity.first,
        last: activity.last,
    })
}

/// A party with what it did, what was done to it, and with whom.
#[utoipa::path(get, path = "/api/v1/party", tag = "parties",
    params(("name" = String, Query, description = "its name in the record", example = "Government of Colombia")),
    responses((status = 200, body = WholeParty), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["name"]])?;
        let name = pairs.needed("name")?;
        let snapshot = app.snapshot(false)?;
        let n = snapshot
            .name_index(name)
            .ok_or_else(|| Fault::NotFound(format!("the record has no party `{name}`")))?;
        let mut talks: Vec<String> = app
            .store()?
            .talking_pairs()?
            .iter()
            .filter(|pair| pair.has(name))
            .map(|pair| pair.other(name).to_owned())
            .collect();
        talks.sort();
        json(&whole(app, &snapshot, n, talks)?)
    })
    .await
}

fn whole(app: &App, snapshot: &Snapshot, n: u32, talks: Vec<String>) -> Result<WholeParty, Fault> {
    let mut activity = Activity::default();
    let mut did: BTreeMap<&str, usize> = BTreeMap::new();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut others: BTreeMap<u32, [usize; 3]> = BTreeMap::new();
    let mut years: BTreeMap<i16, [usize; 4]> = BTreeMap::new();
    for row in snapshot.of_name(n) {
        let is_actor = row.actors.contains(&n);
        activity.add(row, is_actor);
        let counts = if is_actor { &mut did } else { &mut met };
        *counts.entry(row.event_type.as_str()).or_default() += 1;
        if let Some((_, to)) = row.days
            && let Some(year) = years
                .entry(to.year())
                .or_default()
                .get_mut(kind_of_act(row.event_type))
        {
            *year += 1;
        }
        for other in row.actors.iter().filter(|other| **other != n) {
            others.entry(*other).or_default()[if is_actor { 0 } else { 2 }] += 1;
        }
        for other in row.recipients.iter().filter(|other| **other != n) {
            others.entry(*other).or_default()[if is_actor { 1 } else { 0 }] += 1;
        }
    }
    let speaks = snapshot.happenings.iter().flat_map(|row| &row.told);
    let speaks = speaks.filter(|told| told.speakers.contains(&n)).count();
    let mut others: Vec<Other> = others
        .into_iter()
        .filter_map(|(other, [together, done_to, done_by])| {
            Some(Other {
                name: snapshot.name(other)?.name.clone(),
                together,
                done_to,
                done_by,
            })
        })
        .collect();
    let sum = |other: &Other| other.together + other.done_to + other.done_by;
    others.sort_by(|one, two| (sum(two), &one.name).cmp(&(sum(one), &two.name)));
    others.truncate(MOST);
    let party = active(snapshot, n, activity)
        .ok_or_else(|| Fault::NotFound("the record has no such party".to_owned()))?;
    Ok(WholeParty {
        card: app.backing.party_card(&party.party.name),
        party,
        did: counts(did),
        met: counts(met),
        others,
        speaks,
        years: years
            .into_iter()
            .map(|(year, n)| Year { year, n })
            .collect(),
        talks,
    })
}

fn counts(found: BTreeMap<&str, usize>) -> Vec<Count> {
    let mut counts: Vec<Count> = found
        .into_iter()
        .map(|(value, n)| Count {
            value: value.to_owned(),
            n,
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.n));
    counts
}
