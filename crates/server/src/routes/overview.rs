//! All that the overview shows of one filter: days, places, pairs of parties and counts, together.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_record::EventType;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Filter, json};
use crate::app::App;
use crate::parameters::{Pairs, Query};
use crate::problem::{Fault, Problem};
use crate::snapshot::{Row, Selection, Snapshot, at};

/// At most so many parties, pairs, places and speakers are given.
const MOST: [usize; 4] = [60, 90, 1500, 30];

/// The four kinds of acts, by the number that a view gives them: cooperation in words, in deeds, conflict in words, in
/// deeds.
pub fn kind_of_act(event_type: EventType) -> usize {
    use EventType as T;
    match event_type {
        T::Agree | T::Consult | T::Support | T::Concede => 0,
        T::Cooperate | T::Aid | T::Retreat => 1,
        T::Request | T::Accuse | T::Reject | T::Threaten => 2,
        T::Protest | T::Sanction | T::Mobilize | T::Coerce | T::Assault => 3,
    }
}

/// What the overview shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    /// Another one for every state of the record.
    pub version: String,
    /// What `n` counts: `events` (happenings) or `reports`.
    pub unit: String,
    /// Happenings that pass the filter.
    pub happenings: usize,
    /// Events as told that pass it.
    pub events: usize,
    /// Reports that tell of them.
    pub reports: usize,
    /// Happenings, events and reports of the whole record.
    pub whole: [usize; 3],
    /// Happenings without a day.
    pub undated: usize,
    /// Happenings without a point on the map.
    pub unplaced: usize,
    /// How long a bar of the timeline is: day, week, month, year.
    pub grain: String,
    /// The timeline inside the period.
    pub timeline: Vec<Bar>,
    /// Happenings of long before the timeline, where no first day is asked for.
    pub early: Option<Early>,
    /// How long a bar of the context is.
    pub context_grain: String,
    /// The timeline of the same filter without its period.
    pub context: Vec<Bar>,
    /// Counts by type, without the filter of types.
    pub types: Vec<Facet>,
    /// Counts by factuality, without that filter.
    pub factualities: Vec<Facet>,
    /// Parties, the most active first.
    pub parties: Vec<PartyCount>,
    /// Speakers on whose word it is told.
    pub speakers: Vec<Facet>,
    /// Pairs of parties.
    pub pairs: Vec<PairCount>,
    /// Points of the map.
    pub points: Vec<Point>,
}

/// A few happenings of long before the others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Early {
    /// How many.
    pub n: usize,
    /// The day of the last of them.
    pub until: Date,
}

/// A bar of a timeline.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bar {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Counts of the four kinds of acts: cooperation in words, in deeds, conflict in words, in deeds.
    pub n: [usize; 4],
}

/// A value with its count.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many.
    pub n: usize,
}

/// A party with its counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyCount {
    /// Its name.
    pub name: String,
    /// Country or body.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<String>,
    /// In how many it takes part.
    pub n: usize,
}

/// Two parties with their counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairCount {
    /// The actor; the first by name where both are.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Counts of the four kinds of acts.
    pub n: [usize; 4],
}

/// A point of the map.
#[derive(Debug, Serialize, ToSchema)]
pub struct Point {
    /// The place.
    pub name: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Radius of what is known of it, in kilometres.
    pub uncertainty_km: Option<f32>,
    /// Counts of the four kinds of acts.
    pub n: [usize; 4],
}

/// What the overview shows of a filter.
#[utoipa::path(get, path = "/api/v1/overview", tag = "happenings",
    params(Filter, ("unit" = Option<String>, Query, description = "what is counted: `events` or `reports`")),
    responses((status = 200, body = Overview), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn overview(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    app.work(move |app| {
        let pairs = Pairs::parse(query.as_deref());
        pairs.check(&[Query::NAMES, &["unit"]])?;
        let counts_reports = match pairs.one("unit") {
            None | Some("events") => false,
            Some("reports") => true,
            Some(other) => {
                return Err(Fault::Bad(format!(
                    "`unit={other}` is neither events nor reports"
                )));
            }
        };
        let snapshot = app.snapshot(false)?;
        let query = Query::of(&pairs)?;
        json(&build(app, &snapshot, &query, counts_reports))
    })
    .await
}

fn build(app: &App, snapshot: &Arc<Snapshot>, query: &Query, counts_reports: bool) -> Overview {
    let select = |query: &Query| app.selected(snapshot, query);
    let selection = select(query);
    let without = |change: &dyn Fn(&mut Query)| {
        let mut wider = query.clone();
        change(&mut wider);
        if wider == *query {
            None
        } else {
            Some(select(&wider))
        }
    };
    let all_types = without(&|query| query.types.clear());
    let all_factualities = without(&|query| query.factualities.clear());
    let all_days = without(&|query| (query.from, query.to) = (None, None));
    let tally = |selection| Tally::new(snapshot, selection, counts_reports);
    let own = tally(&selection);
    let (grain, timeline, early) = own.timeline(query.from, query.to);
    let (context_grain, context, _) = match &all_days {
        None => (grain, timeline.clone(), None),
        Some(all_days) => tally(all_days).timeline(None, None),
    };
    Overview {
        version: snapshot.version.clone(),
        unit: if counts_reports { "reports" } else { "events" }.to_owned(),
        happenings: selection.happenings.len(),
        events: selection.tellings.len(),
        reports: selection.reports(snapshot).len(),
        whole: [
            snapshot.happenings.len(),
            snapshot.n_tellings(),
            snapshot.n_reports(),
        ],
        undated: own.rows().filter(|(row, _)| row.days.is_none()).count(),
        unplaced: own
            .rows()
            .filter(|(row, _)| point(snapshot, row).is_none())
            .count(),
        grain: grain.name().to_owned(),
        timeline,
        early,
        context_grain: context_grain.name().to_owned(),
        context,
        types: tally(all_types.as_ref().unwrap_or(&selection))
            .facets(|row| row.event_type.as_str()),
        factualities: tally(all_factualities.as_ref().unwrap_or(&selection))
            .facets(|row| row.factuality.as_str()),
        parties: own.parties(),
        speakers: own.speakers(),
        pairs: own.pairs(),
        points: own.points(),
    }
}

fn point(snapshot: &Snapshot, row: &Row) -> Option<(f64, f64)> {
    snapshot.place(row.place?)?.point
}

/// The length of a bar.
#[derive(Debug, Clone, Copy)]
enum Grain {
    Day,
    Week,
    Month,
    Year,
}

impl Grain {
    /// So that there are some dozens of bars.
    fn of(days: i32) -> Self {
        match days {
            ..=100 => Grain::Day,
            101..=800 => Grain::Week,
            801..=7300 => Grain::Month,
            _ => Grain::Year,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Grain::Day => "day",
            Grain::Week => "week",
            Grain::Month => "month",
            Grain::Year => "year",
        }
    }

    /// First and last day of the bar in which `day` lies.
    fn bar(self, day: Date) -> (Date, Date) {
        let last_of_week = |first: Date| first.checked_add(6.days()).unwrap_or(Date::MAX);
        match self {
            Grain::Day => (day, day),
            Grain::Week => {
                let back = i32::from(day.weekday().to_monday_zero_offset());
                let first = day.checked_sub(back.days()).unwrap_or(Date::MIN);
                (first, last_of_week(first))
            }
            Grain::Month => (day.first_of_month(), day.last_of_month()),
            Grain::Year => (day.first_of_year(), day.last_of_year()),
        }
    }
}

/// Counts what is selected: each happening once, or each report once under every value.
struct Tally<'a> {
    snapshot: &'a Snapshot,
    rows: Vec<Counted<'a>>,
    tellings: &'a [u32],
    /// The reports of the selected tellings, those of one happening together; empty where happenings are counted.
    reports: Vec<u32>,
}

/// A happening, and which of the reports are its own.
struct Counted<'a> {
    row: &'a Row,
    reports: Range<usize>,
}

impl<'a> Tally<'a> {
    fn new(snapshot: &'a Snapshot, selection: &'a Selection, counts_reports: bool) -> Self {
        let mut reports = Vec::new();
        let mut told = selection.tellings.iter().peekable();
        let mut rows = Vec::with_capacity(selection.happenings.len());
        for n in &selection.happenings {
            let Some(row) = snapshot.happenings.get(at(*n)) else {
                continue;
            };
            let first = reports.len();
            if counts_reports {
                // The tellings of the selection are in the order of its happenings.
                let of_row = |m: &&u32| snapshot.happening_of(**m) == Some(*n);
                while let Some(m) = told.next_if(of_row) {
                    reports.extend(snapshot.telling_at(*m).map(|told| told.report));
                }
            }
            rows.push(Counted {
                row,
                reports: first..reports.len(),
            });
        }
        Self {
            snapshot,
            rows,
            tellings: &selection.tellings,
            reports,
        }
    }

    /// Each happening with the reports that it counts for: none where happenings are counted.
    fn rows(&self) -> impl Iterator<Item = (&'a Row, &[u32])> + '_ {
        let rows = self.rows.iter();
        rows.map(|counted| {
            let reports = self.reports.get(counted.reports.clone());
            (counted.row, reports.unwrap_or(&[]))
        })
    }

    /// A counter for each of `n` things.
    fn counters<T: Clone + Default>(n: usize) -> Vec<T> {
        vec![T::default(); n]
    }

    /// The bars, and what lies so far before them that they would be slivers at the end of an empty axis.
    fn timeline(&self, from: Option<Date>, to: Option<Date>) -> (Grain, Vec<Bar>, Option<Early>) {
        let days = || self.rows().filter_map(|(row, _)| row.days);
        let early = from.is_none().then(|| self.early()).flatten();
        let is_shown = |last: Date| early.as_ref().is_none_or(|early| last > early.until);
        let begun = days()
            .filter(|(_, last)| is_shown(*last))
            .map(|(first, last)| match &early {
                // What lasted from then on begins with the bars.
                Some(early) if first <= early.until => last,
                _ => first,
            });
        let first = from.or_else(|| begun.min());
        let last = to.or_else(|| days().map(|(_, last)| last).max());
        let (Some(first), Some(last)) = (first, last) else {
            return (Grain::Day, Vec::new(), None);
        };
        let length = first.until(last).map_or(i32::MAX, |span| span.get_days());
        let grain = Grain::of(length);
        // By day first: the bar of a day is worked out once.
        let mut days: BTreeMap<Date, [Counter; 4]> = BTreeMap::new();
        for (row, reports) in self.rows() {
            let Some((begun, ended)) = row.days else {
                continue;
            };
            if !is_shown(ended) {
                continue;
            }
            // What lasted, or is known by its month only, stands at its end, as the states of talks have it.
            let day = ended.min(last).max(begun).max(first);
            if let Some(counter) = days
                .entry(day)
                .or_default()
                .get_mut(kind_of_act(row.event_type))
            {
                counter.add(reports);
            }
        }
        let mut bars: BTreeMap<Date, (Date, [Counter; 4])> = BTreeMap::new();
        for (day, counters) in days {
            let (from, to) = grain.bar(day);
            let (_, sums) = bars.entry(from).or_insert_with(|| (to, Default::default()));
            for (sum, counter) in sums.iter_mut().zip(counters) {
                sum.take(counter);
            }
        }
        let bars = bars.into_iter().map(|(from, (to, counters))| Bar {
            from,
            to,
            n: counts(counters),
        });
        (grain, bars.collect(), early)
    }

    /// A few happenings of long ago: at most a fiftieth of all, before a gap of most of the time.
    fn early(&self) -> Option<Early> {
        let mut ends: Vec<Date> = self
            .rows()
            .filter_map(|(row, _)| Some(row.days?.1))
            .collect();
        ends.sort_unstable();
        let (first, last) = (*ends.first()?, *ends.last()?);
        let few = (ends.len() / 50).max(1);
        let number = |day: Date| i32::from(day.year()) * 366 + i32::from(day.day_of_year());
        let whole = number(last) - number(first);
        let gap = (1..=few).rev().find(|n| {
            let pair = ends.get(n - 1).zip(ends.get(*n));
            pair.is_some_and(|(before, behind)| (number(*behind) - number(*before)) * 2 > whole)
        })?;
        Some(Early {
            n: gap,
            until: *ends.get(gap - 1)?,
        })
    }

    fn facets(&self, value: impl Fn(&Row) -> &'static str) -> Vec<Facet> {
        let mut found: BTreeMap<&str, Counter> = BTreeMap::new();
        for (row, reports) in self.rows() {
            found.entry(value(row)).or_default().add(reports);
        }
        ranked(found.into_iter().map(|(value, counter)| Facet {
            value: value.to_owned(),
            n: counter.n(),
        }))
    }

    fn parties(&self) -> Vec<PartyCount> {
        let mut found: Vec<Counter> = Self::counters(self.snapshot.n_names());
        for (row, reports) in self.rows() {
            let others = row
                .recipients
                .iter()
                .filter(|name| !row.actors.contains(name));
            for name in row.actors.iter().chain(others) {
                if let Some(counter) = found.get_mut(at(*name)) {
                    counter.add(reports);
                }
            }
        }
        let mut parties: Vec<PartyCount> = (0_u32..)
            .zip(found)
            .filter_map(|(name, counter)| {
                let n = Some(counter.n()).filter(|n| *n > 0)?;
                let name = self.snapshot.name(name)?;
                Some(PartyCount {
                    name: name.name.clone(),
                    country: name.country.clone(),
                    sector: name.sector.clone(),
                    n,
                })
            })
            .collect();
        parties.sort_by(|one, other| (other.n, &one.name).cmp(&(one.n, &other.name)));
        parties.truncate(MOST[0]);
        parties
    }

    fn speakers(&self) -> Vec<Facet> {
        let mut found: BTreeMap<u32, Counter> = BTreeMap::new();
        let counts_reports = !self.reports.is_empty();
        for n in self.tellings {
            let Some(told) = self.snapshot.telling_at(*n) else {
                continue;
            };
            let reports = [told.report];
            for (place, speaker) in told.speakers.iter().enumerate() {
                if told
                    .speakers
                    .iter()
                    .take(place)
                    .any(|other| other == speaker)
                {
                    continue;
                }
                let counter = found.entry(*speaker).or_default();
                counter.add(if counts_reports { &reports } else { &[] });
            }
        }
        let mut speakers = ranked(found.into_iter().filter_map(|(speaker, counter)| {
            Some(Facet {
                value: self.snapshot.name(speaker)?.name.clone(),
                n: counter.n(),
            })
        }));
        speakers.truncate(MOST[3]);
        speakers
    }

    fn pairs(&self) -> Vec<PairCount> {
        // Who, whom and the kind of act as one number, with the report that it counts for: sorted, equal ones are
        // neighbours.
        let mut found: Vec<(u32, u32, u8, u32)> = Vec::new();
        for (row, reports) in self.rows() {
            let kind = u8::try_from(kind_of_act(row.event_type)).unwrap_or(0);
            let mut add = |from: u32, to: u32| {
                if reports.is_empty() {
                    found.push((from, to, kind, 0));
                }
                found.extend(reports.iter().map(|report| (from, to, kind, *report)));
            };
            for (n, actor) in row.actors.iter().enumerate() {
                for recipient in row.recipients.iter().filter(|other| *other != actor) {
                    add(*actor, *recipient);
                }
                if row.recipients.is_empty() {
                    for other in row.actors.iter().skip(n + 1) {
                        add(*actor.min(other), *actor.max(other));
                    }
                }
            }
        }
        found.sort_unstable();
        if !self.reports.is_empty() {
            found.dedup();
        }
        let mut pairs: Vec<(u32, u32, [usize; 4])> = Vec::new();
        for (from, to, kind, _) in found {
            if pairs
                .last()
                .is_none_or(|last| (last.0, last.1) != (from, to))
            {
                pairs.push((from, to, [0; 4]));
            }
            if let Some(count) = pairs
                .last_mut()
                .and_then(|(_, _, n)| n.get_mut(usize::from(kind)))
            {
                *count += 1;
            }
        }
        let name = |n: u32| self.snapshot.name(n).map(|name| name.name.as_str());
        let sum = |pair: &(u32, u32, [usize; 4])| pair.2.iter().sum::<usize>();
        pairs.sort_by(|one, other| {
            (sum(other), name(one.0), name(one.1)).cmp(&(sum(one), name(other.0), name(other.1)))
        });
        pairs.truncate(MOST[1]);
        let shown = pairs.into_iter().filter_map(|(from, to, n)| {
            Some(PairCount {
                from: name(from)?.to_owned(),
                to: name(to)?.to_owned(),
                n,
            })
        });
        shown.collect()
    }

    fn points(&self) -> Vec<Point> {
        let mut found: Vec<[Counter; 4]> = Self::counters(self.snapshot.n_places());
        for (row, reports) in self.rows() {
            let counters = row.place.and_then(|place| found.get_mut(at(place)));
            let kind = kind_of_act(row.event_type);
            if let Some(counter) = counters.and_then(|counters| counters.get_mut(kind)) {
                counter.add(reports);
            }
        }
        let is_there = |(_, counters): &(u32, [Counter; 4])| {
            counters.iter().any(|counter| counter.happenings > 0)
        };
        let mut points: Vec<Point> = (0_u32..)
            .zip(found)
            .filter(is_there)
            .filter_map(|(place, counters)| {
                let place = self.snapshot.place(place)?;
                let (lat, lon) = place.point?;
                Some(Point {
                    name: place.name.clone(),
                    country: place.country.clone(),
                    lat,
                    lon,
                    uncertainty_km: place.uncertainty_km,
                    n: counts(counters),
                })
            })
            .collect();
        let sum = |point: &Point| point.n.iter().sum::<usize>();
        points.sort_by(|one, other| (sum(other), &one.name).cmp(&(sum(one), &other.name)));
        points.truncate(MOST[2]);
        points
    }
}

/// Counts happenings, each of which comes once; or reports, each once however often it comes.
#[derive(Debug, Clone, Default)]
struct Counter {
    happenings: usize,
    reports: Vec<u32>,
}

impl Counter {
    /// Counts a happening with its reports; without any where happenings are counted.
    fn add(&mut self, reports: &[u32]) {
        self.happenings += 1;
        self.reports.extend_from_slice(reports);
    }

    /// Counts what another has counted, too.
    fn take(&mut self, other: Self) {
        self.happenings += other.happenings;
        self.reports.extend(other.reports);
    }

    fn n(mut self) -> usize {
        if self.reports.is_empty() {
            return self.happenings;
        }
        self.reports.sort_unstable();
        self.reports.dedup();
        self.reports.len()
    }
}

fn counts(counters: [Counter; 4]) -> [usize; 4] {
    counters.map(Counter::n)
}

fn ranked(facets: impl Iterator<Item = Facet>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = facets.collect();
    facets.sort_by(|one, other| (other.n, &one.value).cmp(&(one.n, &other.value)));
    facets
}
