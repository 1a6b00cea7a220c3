//! Places: the list, and one with what happened there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use relata_store::folded_sought;
use serde::Serialize;
use utoipa::ToSchema;

use super::overview::kind_of_act;
use super::{Page, json};
use crate::app::App;
use crate::parameters::{Paging, Pairs};
use crate::problem::{Fault, Problem};
use crate::snapshot::{Snapshot, Spot};

/// Places of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceList {
    /// How many there are.
    pub total: usize,
    /// Those with most happenings first.
    pub items: Vec<KnownPlace>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// A place with what happened there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnownPlace {
    /// Its name; none for a country as a whole.
    pub name: Option<String>,
    /// The first-level unit.
    pub admin1: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Radius of what is known of it, in kilometres.
    pub uncertainty_km: Option<f32>,
    /// Counts of the four kinds of acts: cooperation in words, in deeds, conflict in words, in deeds.
    pub n: [usize; 4],
    /// People killed there, the sum of the best numbers.
    pub killed: u64,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

/// A place with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePlace {
    /// What happened there.
    #[serde(flatten)]
    pub place: KnownPlace,
    /// Who took part, with the number of happenings.
    pub parties: Vec<(String, usize)>,
}

/// The places of the record.
#[utoipa::path(get, path = "/api/v1/places", tag = "places",
    params(("q" = Option<String>, Query, description = "the beginning of a word of the name, or a country's code"), Page),
    responses((status = 200, body = PlaceList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["q"], Paging::NAMES])?;
        let paging = Paging::of(&pairs)?;
        let snapshot = app.snapshot(false)?;
        let sought = pairs.one("q");
        let folded = sought.map(folded_sought);
        let items = known(&snapshot, &|place| {
            folded.as_ref().is_none_or(|folded| {
                place.folded.contains(folded) || place.country.as_deref() == sought
            })
        });
        let (shown, next) = paging.part(&items, |place| {
            let names = [&place.name, &place.admin1, &place.country];
            let names = names.map(|name| name.as_deref().unwrap_or("").to_owned());
            format!("{}|{:?}|{:?}", names.join("|"), place.lat, place.lon)
        })?;
        json(&PlaceList {
            total: items.len(),
            items: shown.to_vec(),
            next,
        })
    })
    .await
}

/// The places that fit, those with most happenings first.
fn known(snapshot: &Snapshot, fits: &dyn Fn(&Spot) -> bool) -> Vec<KnownPlace> {
    let mut found: BTreeMap<u32, KnownPlace> = BTreeMap::new();
    for row in &snapshot.happenings {
        let Some(n) = row.place else {
            continue;
        };
        let Some(spot) = snapshot.place(n).filter(|spot| fits(spot)) else {
            continue;
        };
        let place = found.entry(n).or_insert_with(|| KnownPlace {
            name: spot.name.clone(),
            admin1: spot.admin1.clone(),
            country: spot.country.clone(),
            lat: spot.point.map(|(lat, _)| lat),
            lon: spot.point.map(|(_, lon)| lon),
            uncertainty_km: spot.uncertainty_km,
            n: [0; 4],
            killed: 0,
            first: None,
            last: None,
        });
        if let Some(count) = place.n.get_mut(kind_of_act(row.event_type)) {
            *count += 1;
        }
        place.killed += u64::from(row.killed.unwrap_or(0));
        if let Some((from, to)) = row.days {
            place.first = Some(place.first.map_or(from, |first| first.min(from)));
            place.last = place.last.max(Some(to));
        }
    }
    let mut items: Vec<KnownPlace> = found.into_values().collect();
    let sum = |place: &KnownPlace| place.n.iter().sum::<usize>();
    items.sort_by(|one, other| {
        (sum(other), &one.name, &one.country).cmp(&(sum(one), &other.name, &other.country))
    });
    items
}

/// A place with what happened there.
#[utoipa::path(get, path = "/api/v1/place", tag = "places",
    params(("name" = String, Query, description = "its name in the record, or a country's code", example = "Kabul"),
        ("country" = Option<String>, Query, description = "its country's code, where several places bear the name")),
    responses((status = 200, body = WholePlace), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[&["name", "country"]])?;
        let name = pairs.needed("name")?;
        let country = pairs.one("country");
        let snapshot = app.snapshot(false)?;
        let fits = |place: &Spot| {
            let is_named = place.name.as_deref() == Some(name)
                || (place.name.is_none() && place.country.as_deref() == Some(name));
            is_named && (country.is_none() || place.country.as_deref() == country)
        };
        let place = known(&snapshot, &fits)
            .into_iter()
            .next()
            .ok_or_else(|| Fault::NotFound(format!("the record has no place `{name}`")))?;
        let mut parties: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &snapshot.happenings {
            let spot = row.place.and_then(|n| snapshot.place(n));
            if !spot.is_some_and(fits) {
                continue;
            }
            for party in row.actors.iter().chain(&row.recipients) {
                if let Some(name) = snapshot.name(*party) {
                    *parties.entry(name.name.as_str()).or_default() += 1;
                }
            }
        }
        let mut parties: Vec<(String, usize)> = parties
            .into_iter()
            .map(|(name, n)| (name.to_owned(), n))
            .collect();
        parties.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        parties.truncate(40);
        json(&WholePlace { place, parties })
    })
    .await
}
