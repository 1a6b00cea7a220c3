//! An archive of invented reports whose truth is known: reprints, rising tolls, denials, background paragraphs, and
//! twins of one day. What merging finds in it can be counted.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use relata_history::{Tables, Telling, Traits};
use relata_record::{
    Block, BlockKind, Event, EventDate, EventType, Factuality, Found, Party, Place, Precision,
    PublishedDate, Quote, Reading, Report, Sector, Span, Stance, TalksAct, TalksStep, Toll, WordOf,
};

use crate::dice::Dice;

/// A report with what it tells, and which happening each telling truly tells.
#[derive(Debug, Clone)]
pub struct MadeReport {
    /// The report.
    pub report: Report,
    /// What it tells.
    pub tellings: Vec<Telling>,
    /// The number of the happening of each telling.
    pub truth: Vec<usize>,
}

impl MadeReport {
    /// What merging looks at.
    pub fn traits(&self, tables: &Tables) -> Vec<Traits> {
        self.tellings
            .iter()
            .map(|telling| Traits::of(&tables.merging, &tables.talks, telling))
            .collect()
    }
}

const GROUPS: [&str; 10] = [
    "Karvala Liberation Front",
    "Army of the Hills",
    "Free Coast Movement",
    "Brigades of Ost",
    "People's Guard of Lemm",
    "Northern League",
    "Sons of the River",
    "Red Valley Command",
    "Southern Resistance",
    "Council of the Steppe",
];
const STATES: [(&str, &str); 3] = [("Ostria", "OST"), ("Lemmland", "LEM"), ("Karvala", "KAR")];
const TOWNS: [(&str, f64, f64); 30] = [
    ("Brenn", 37.0, 18.0),
    ("Tolm", 38.7, 18.0),
    ("Aster", 40.4, 18.0),
    ("Quill", 42.1, 18.0),
    ("Varn", 43.8, 18.0),
    ("Hoxa", 45.5, 18.0),
    ("Mirel", 37.0, 19.5),
    ("Dunst", 38.7, 19.5),
    ("Pell", 40.4, 19.5),
    ("Sarn", 42.1, 19.5),
    ("Ulmen", 43.8, 19.5),
    ("Gorta", 45.5, 19.5),
    ("Kesk", 37.0, 21.0),
    ("Lodna", 38.7, 21.0),
    ("Orrin", 40.4, 21.0),
    ("Pastel", 42.1, 21.0),
    ("Ravno", 43.8, 21.0),
    ("Sived", 45.5, 21.0),
    ("Tarka", 37.0, 22.5),
    ("Umber", 38.7, 22.5),
    ("Vesk", 40.4, 22.5),
    ("Wendo", 42.1, 22.5),
    ("Yarrow", 43.8, 22.5),
    ("Zabor", 45.5, 22.5),
    ("Belka", 37.0, 24.0),
    ("Cindra", 38.7, 24.0),
    ("Dolmo", 40.4, 24.0),
    ("Ekren", 42.1, 24.0),
    ("Fosna", 43.8, 24.0),
    ("Grint", 45.5, 24.0),
];
const MODES: [&str; 4] = ["explosives", "firearms", "drone", "suicide-attack"];
const TARGETS: [&str; 6] = [
    "market",
    "convoy",
    "checkpoint",
    "school",
    "barracks",
    "bridge",
];
const FIRST: [&str; 12] = [
    "Ada", "Boro", "Cem", "Dora", "Emin", "Fatos", "Gita", "Hamo", "Ines", "Jovan", "Kata", "Luan",
];
const LAST: [&str; 12] = [
    "Abel", "Brodt", "Cerni", "Dvor", "Elmaz", "Frode", "Gazi", "Holub", "Ivanc", "Jarno", "Kolar",
    "Lesko",
];
const OUTLETS: [&str; 5] = [
    "Wire One",
    "Wire Two",
    "Daily Post",
    "Radio Ost",
    "Coast Herald",
];
const TALKS: [(TalksAct, EventType, &str); 5] = [
    (TalksAct::Offer, EventType::Agree, "offered talks to"),
    (TalksAct::Reject, EventType::Reject, "rejected talks with"),
    (TalksAct::Hold, EventType::Consult, "held talks with"),
    (
        TalksAct::CeasefireDeclare,
        EventType::Concede,
        "declared a truce with",
    ),
    (TalksAct::Suspend, EventType::Reject, "suspended talks with"),
];

/// What happened.
#[derive(Debug, Clone)]
struct Deed {
    day: Date,
    group: &'static str,
    state: (&'static str, &'static str),
    town: (&'static str, f64, f64),
    mode: &'static str,
    target: &'static str,
    dead: u32,
    person: String,
    talks: Option<(TalksAct, EventType, &'static str)>,
}

/// What a deed is to the report that tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Its news.
    News,
    /// Told below the news with its day, or now and then without one.
    Background,
    /// Told again a week or weeks later, without its day.
    FollowUp,
    /// What is told of a front on any day, in the same words; true where the day is named.
    Front(bool),
}

/// Where the war of [`made_war`] is told of day after day: the number of a group, a state and a town.
const FRONTS: [(usize, usize, usize); 3] = [(0, 0, 0), (3, 1, 7), (5, 2, 14)];

/// An archive of about `n_reports` reports that tell a fifth as many happenings: reprints, rising tolls, denials,
/// background, and twins of one day.
pub fn made_archive(seed: u64, n_reports: usize) -> Vec<MadeReport> {
    archive(seed, n_reports, false)
}

/// As [`made_archive`], with sentences below most reports that single no deed out: "fighting continued in the town". What
/// they tell of one front on one day is one happening.
pub fn made_war(seed: u64, n_reports: usize) -> Vec<MadeReport> {
    archive(seed, n_reports, true)
}

fn archive(seed: u64, n_reports: usize, has_fronts: bool) -> Vec<MadeReport> {
    let mut dice = Dice(seed);
    let n_deeds = (n_reports / 5).max(1);
    let mut deeds: Vec<Deed> = Vec::new();
    for n in 0..n_deeds {
        // A quarter are twins: the same day, group and state elsewhere.
        let before = deeds.last().cloned();
        if let Some(mut twin) = before.filter(|_| dice.chance(25)) {
            let town = twin.town.0;
            while twin.town.0 == town {
                twin.town = dice.one(&TOWNS);
            }
            twin.dead = 1 + dice.number(40);
            twin.target = dice.one(&TARGETS);
            twin.person = format!("{} {}", dice.one(&FIRST), dice.one(&LAST));
            if twin.talks.is_none() {
                deeds.push(twin);
                continue;
            }
        }
        deeds.push(Deed {
            day: later(date(2010, 1, 1), n / 2),
            group: dice.one(&GROUPS),
            state: dice.one(&STATES),
            town: dice.one(&TOWNS),
            mode: dice.one(&MODES),
            target: dice.one(&TARGETS),
            dead: 1 + dice.number(40),
            person: format!("{} {}", dice.one(&FIRST), dice.one(&LAST)),
            talks: dice.chance(25).then(|| dice.one(&TALKS)),
        });
    }
    let mut reports = Vec::new();
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); n_deeds];
    let mut days_of_fronts: BTreeMap<(usize, Date), usize> = BTreeMap::new();
    for n in 0..n_reports {
        let deed = n * n_deeds / n_reports;
        let later = dice.below(4);
        let mut tellings = vec![(deed, later, Part::News)];
        if deed > 10 && dice.chance(30) {
            tellings.push((deed - 1 - dice.below(9), later, Part::Background));
        }
        if deed > 60 && dice.chance(15) {
            tellings.push((deed - 12 - dice.below(40), later, Part::FollowUp));
        }
        if has_fronts && dice.chance(60) {
            let front = dice.below(FRONTS.len());
            let published = later_than(&deeds, deed, later);
            let is_named = dice.chance(35);
            let day = earlier(published, if is_named { dice.below(2) } else { 0 });
            let known = *days_of_fronts.entry((front, day)).or_insert_with(|| {
                deeds.push(on_front(front, day));
                texts.push(Vec::new());
                deeds.len() - 1
            });
            tellings.push((known, 0, Part::Front(is_named)));
        }
        reports.push(report(n, &deeds, &tellings, &mut texts, &mut dice));
    }
    reports
}

/// The day of a report so many days after a deed.
fn later_than(deeds: &[Deed], deed: usize, days: usize) -> Date {
    let day = deeds.get(deed).map_or(Date::MIN, |deed| deed.day);
    later(day, days)
}

fn on_front(front: usize, day: Date) -> Deed {
    let (group, state, town) = FRONTS[front];
    Deed {
        day,
        group: GROUPS[group],
        state: STATES[state],
        town: TOWNS[town],
        mode: "",
        target: "",
        dead: 0,
        person: String::new(),
        talks: None,
    }
}

fn earlier(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or(0);
    day.checked_sub(days.days()).unwrap_or(Date::MIN)
}

fn later(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or(0);
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

fn report(
    n: usize,
    deeds: &[Deed],
    told: &[(usize, usize, Part)],
    texts: &mut [Vec<String>],
    dice: &mut Dice,
) -> MadeReport {
    let id = format!("r{n:06}");
    let outlet = dice.one(&OUTLETS);
    let mut published = Date::MIN;
    let mut text = String::new();
    let mut events = Vec::new();
    for (deed, days, part) in told {
        let (Some(own), Some(known)) = (deeds.get(*deed), texts.get_mut(*deed)) else {
            continue;
        };
        // The first is the news, on whose day or soon after it the report appears.
        if *part == Part::News {
            published = later(own.day, *days);
        }
        let growth = if own.dead > 4 { *days } else { 0 };
        let dead = own.dead + u32::try_from(growth).unwrap_or(0);
        let reprint = dice.chance(30).then(|| dice.below(known.len()));
        let reprint = reprint.and_then(|n| known.get(n).cloned());
        let sentence = match part {
            Part::Front(_) => sentence_of_front(own, dice),
            _ => reprint.unwrap_or_else(|| sentence(own, dead, dice)),
        };
        let number = u32::try_from(events.len() + 1).unwrap_or(1);
        let place = Position {
            report: &id,
            n: number,
            start: text.len(),
            part: *part,
            published,
        };
        events.push(event(&place, own, dead, &sentence, dice));
        text.push_str(&sentence);
        text.push('\n');
        known.push(sentence);
    }
    MadeReport {
        tellings: Telling::of_report(&id, Some(published), Some(outlet), &events),
        truth: told.iter().map(|(deed, _, _)| *deed).collect(),
        report: made(id, text, published, outlet),
    }
}

fn made(id: String, text: String, published: Date, outlet: &str) -> Report {
    Report {
        hash: id.clone(),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            span: Span::new(0, text.len()),
            why: None,
        }],
        id,
        text,
        title: None,
        agency: Some(Found {
            value: outlet.to_owned(),
            span: None,
            how: "made".to_owned(),
        }),
        byline: None,
        dateline: None,
        published: Some(Found {
            value: PublishedDate {
                year: Some(published.year()),
                month: published.month(),
                day: published.day(),
                inferred: false,
                reasons: Vec::new(),
            },
            span: None,
            how: "made".to_owned(),
        }),
        url: None,
        language: None,
        reading: Reading::default(),
    }
}

fn sentence_of_front(deed: &Deed, dice: &mut Dice) -> String {
    let (group, state, town) = (deed.group, deed.state.0, deed.town.0);
    match dice.below(3) {
        0 => format!("Fighting continued in {town} between the {group} and troops of {state}."),
        1 => format!("Clashes of the {group} with troops were reported from the town of {town}."),
        _ => format!("Troops of {state} and the {group} fought over the roads around {town}."),
    }
}

fn sentence(deed: &Deed, dead: u32, dice: &mut Dice) -> String {
    let told = bare_sentence(deed, dead, dice);
    if dice.chance(50) {
        let role = if deed.talks.is_some() {
            "envoy"
        } else {
            "commander"
        };
        return format!("{} The {role} {} was named.", told, deed.person);
    }
    told
}

fn bare_sentence(deed: &Deed, dead: u32, dice: &mut Dice) -> String {
    let (group, state, town, target) = (deed.group, deed.state.0, deed.town.0, deed.target);
    if let Some((_, _, words)) = deed.talks {
        return match dice.below(3) {
            0 => format!(
                "The {group} {words} the government of {state} on {}.",
                deed.day
            ),
            1 => format!(
                "In a statement read in {state} the {group} {words} the government, its spokesman said."
            ),
            _ => format!("Officials in {state} said that the {group} {words} the cabinet."),
        };
    }
    match dice.below(4) {
        0 => format!(
            "Fighters of the {group} attacked a {target} in {town}, killing {dead} people, police said."
        ),
        1 => format!(
            "At least {dead} people died when a {target} in the town of {town} was hit, hospital staff said."
        ),
        2 => format!(
            "An attack on a {target} in {town} left {dead} dead, the government of {state} said, blaming the {group}."
        ),
        _ => format!(
            "The {group} said that its men struck a {target} near {town}; {dead} were killed."
        ),
    }
}

/// Where an event stands.
struct Position<'a> {
    report: &'a str,
    n: u32,
    start: usize,
    part: Part,
    published: Date,
}

fn event(place: &Position<'_>, deed: &Deed, dead: u32, sentence: &str, dice: &mut Dice) -> Event {
    let quote = |from: usize, to: usize| Quote {
        start: u32::try_from(place.start + from).unwrap_or(0),
        end: u32::try_from(place.start + to).unwrap_or(0),
        text: sentence.get(from..to).unwrap_or("").to_owned(),
    };
    let whole = quote(0, sentence.len());
    let party = |name: &str, country: &str, sector: Sector, id: Option<&str>| Party {
        name: name.to_owned(),
        country: Some(country.to_owned()),
        sector: Some(sector),
        text: name.to_owned(),
        span: Some(whole.clone()),
        inferred: None,
        party: id.map(str::to_owned),
    };
    let group = party(deed.group, deed.state.1, Sector::Reb, Some(deed.group));
    let government = party(
        &format!("Government of {}", deed.state.0),
        deed.state.1,
        Sector::Gov,
        None,
    );
    let is_talks = deed.talks.is_some();
    let is_front = matches!(place.part, Part::Front(_));
    let is_mutual = is_front || matches!(deed.talks, Some((TalksAct::Hold, _, _)));
    let knows_actor = is_talks || dice.chance(75);
    let speaker = dice.chance(30).then(|| WordOf {
        name: deed.group.to_owned(),
        country: Some(deed.state.1.to_owned()),
        sector: Some(Sector::Reb),
        text: deed.group.to_owned(),
        stance: if is_talks {
            Stance::Asserts
        } else if dice.chance(50) {
            Stance::Claims
        } else {
            Stance::Denies
        },
        via: None,
        span: Some(whole.clone()),
        inferred: None,
    });
    let act = sentence.len() / 2..sentence.len() / 2 + 6;
    Event {
        report: place.report.to_owned(),
        n: place.n,
        event_type: deed.talks.map_or(EventType::Assault, |(_, kind, _)| kind),
        mode: if is_talks || is_front || dice.chance(20) {
            Vec::new()
        } else {
            vec![deed.mode.to_owned()]
        },
        mode_spans: Vec::new(),
        actors: match (is_mutual, knows_actor) {
            (true, _) => vec![group, government.clone()],
            (false, true) => vec![group],
            (false, false) => Vec::new(),
        },
        recipients: if is_mutual {
            Vec::new()
        } else {
            vec![government]
        },
        date: match place.part {
            Part::Background if dice.chance(10) => None,
            // A coder gives what is told without a day the day of the report.
            Part::FollowUp | Part::Front(false) => Some(EventDate {
                from: place.published,
                to: place.published,
                precision: Precision::Day,
                span: None,
                inferred: Some("the day of publication".to_owned()),
            }),
            Part::News | Part::Background | Part::Front(true) => Some(EventDate {
                from: deed.day,
                to: deed.day,
                precision: Precision::Day,
                span: Some(whole.clone()),
                inferred: None,
            }),
        },
        place: (!is_talks && dice.chance(85)).then(|| Place {
            name: Some(deed.town.0.to_owned()),
            text: None,
            country: Some(deed.state.1.to_owned()),
            admin1: Some(format!("{} Province", deed.town.0)),
            lat: Some(deed.town.1),
            lon: Some(deed.town.2),
            geonames: None,
            precision: None,
            uncertainty_km: None,
            span: Some(whole.clone()),
            inferred: None,
        }),
        killed: (!is_talks && !is_front && dice.chance(85)).then(|| Toll {
            low: Some(dead),
            best: Some(dead),
            high: dice.chance(60).then_some(dead),
            spans: vec![whole.clone()],
            inferred: None,
        }),
        injured: None,
        captured: None,
        count: None,
        factuality: Factuality::Fact,
        factuality_span: None,
        word_of: speaker.into_iter().collect(),
        talks: deed.talks.map(|(act, _, _)| TalksStep {
            act,
            parties: vec![
                deed.group.to_owned(),
                format!("Government of {}", deed.state.0),
            ],
            span: None,
        }),
        causes: Vec::new(),
        evidence: vec![whole.clone()],
        act: quote(act.start, act.end),
        rule: "made".to_owned(),
        inferred: Vec::new(),
    }
}
