//! The layout of GTD: 135 columns, violence by who is no state. −9 is unknown for yes and no, 0 for month and day.

use relata_record::{Event, EventType, Factuality, Party, Precision, Stance};

use super::common::{known_date, length, names, number, sentence};
use super::line::Line;
use super::{Context, Reason};
use crate::codes::{Force, is_somebody};
use crate::{Cell, Row};

const ATTACKS: [(&str, &str); 3] = [
    ("attacktype1", "attacktype1_txt"),
    ("attacktype2", "attacktype2_txt"),
    ("attacktype3", "attacktype3_txt"),
];
const WEAPONS: [(&str, &str); 4] = [
    ("weaptype1", "weaptype1_txt"),
    ("weaptype2", "weaptype2_txt"),
    ("weaptype3", "weaptype3_txt"),
    ("weaptype4", "weaptype4_txt"),
];
const TARGETS: [[&str; 6]; 3] = [
    [
        "targtype1",
        "targtype1_txt",
        "corp1",
        "target1",
        "natlty1",
        "natlty1_txt",
    ],
    [
        "targtype2",
        "targtype2_txt",
        "corp2",
        "target2",
        "natlty2",
        "natlty2_txt",
    ],
    [
        "targtype3",
        "targtype3_txt",
        "corp3",
        "target3",
        "natlty3",
        "natlty3_txt",
    ],
];
const GROUPS: [(&str, &str); 3] = [
    ("gname", "guncertain1"),
    ("gname2", "guncertain2"),
    ("gname3", "guncertain3"),
];
/// The order in which types of attack stand where there are several.
const HIERARCHY: [&str; 9] = ["1", "4", "6", "5", "3", "2", "8", "7", "9"];

pub(super) fn lines(context: &Context<'_>, row: &Row) -> Result<Vec<Line>, Reason> {
    let event = row.event();
    let codes = context.codes;
    if event.event_type != EventType::Assault {
        return Err(Reason::NoCode);
    }
    if event
        .actors
        .iter()
        .any(|party| matches!(codes.force(party), Some(Force::State | Force::Office)))
    {
        return Err(Reason::StateActor);
    }
    if event.actors.iter().any(|party| !codes.is_armed(party)) {
        return Err(Reason::NoActor);
    }
    // Armed sides that meet without one attacking are a battle.
    if event.recipients.is_empty() && event.actors.len() > 1 {
        return Err(Reason::Battle);
    }
    if event.actors.is_empty() && event.recipients.is_empty() && event.killed.is_none() {
        return Err(Reason::NoTarget);
    }
    let date = known_date(event).ok_or(Reason::NoDate)?;
    let place = event.place.as_ref().ok_or(Reason::NoPlace)?;
    let numbers = codes
        .countries
        .get(place.country.as_deref())
        .ok_or(Reason::NoCountry)?;
    let mut line = Line::default();
    let (month, day) = match date.precision {
        _ if date.from == date.to => (date.from.month(), date.from.day()),
        Precision::Month => (date.from.month(), 0),
        _ if date.from.first_of_month() == date.to.first_of_month() => (date.from.month(), 0),
        _ if date.from.year() == date.to.year() => (0, 0),
        _ => return Err(Reason::LongDate),
    };
    let stamp = format!("{:04}{month:02}{day:02}", date.from.year());
    let serial = context.serial(&stamp, number(row)).ok_or(Reason::TooMany)?;
    line.text("eventid", format!("{stamp}{serial:04}"));
    line.number("iyear", date.from.year());
    line.number("imonth", month);
    line.number("iday", day);
    if length(date) > 1 {
        line.text("approxdate", format!("{} to {}", date.from, date.to));
    }
    let lasts = matches!(date.precision, Precision::Range) && length(date) > 1;
    line.number("extended", i64::from(lasts));
    if lasts {
        line.set("resolution", Cell::Day(date.to));
    }
    line.set(
        "country_txt",
        Cell::text(codes.countries.name(place.country.as_deref())),
    );
    line.set("region", Cell::whole(numbers.gtd));
    let region = numbers
        .gtd
        .map(|region| region.to_string())
        .unwrap_or_default();
    line.text("region_txt", codes.name("gtd_region", &region));
    line.set("provstate", Cell::text(place.admin1.as_ref()));
    let specificity = match (place.precision, place.name.is_some(), place.lat.is_some()) {
        (Some(4), _, _) => 4,
        (Some(3), _, _) => 3,
        (Some(5..), _, _) | (_, false, _) => 5,
        (_, true, true) => 1,
        (_, true, false) => 2,
    };
    if specificity <= 2 {
        line.set("city", Cell::text(place.name.as_ref()));
    }
    if specificity <= 4 {
        line.set("latitude", Cell::degrees(place.lat));
        line.set("longitude", Cell::degrees(place.lon));
    }
    line.number("specificity", specificity);
    line.number("vicinity", i64::from(place.precision == Some(2)));
    line.set("location", Cell::text(place.text.as_ref()));
    line.text("summary", sentence(event));
    scope(context, event, &mut line);
    attack(context, event, &mut line);
    targets(context, event, &mut line);
    groups(event, &mut line);
    claims(event, &mut line);
    tolls(event, &mut line);
    for column in [
        "property", "ransom", "INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY",
    ] {
        line.number(column, -9);
    }
    international(event, place.country.as_deref(), &mut line);
    let cited = ["scite1", "scite2", "scite3"];
    for (column, head) in cited.into_iter().zip(&row.reports) {
        let title = head.title.as_deref().unwrap_or("");
        let outlet = head.agency.as_deref().unwrap_or("");
        let day = head
            .published
            .map(|day| day.to_string())
            .unwrap_or_default();
        line.text(column, format!("\"{title}\", {outlet}, {day}"));
    }
    line.text("dbsource", "Relata");
    line.number("multiple", 0);
    Ok(vec![line])
}

/// Whether it meets the criteria: an army on duty as target makes the third doubtful.
fn scope(context: &Context<'_>, event: &Event, line: &mut Line) {
    let army = !event.recipients.is_empty()
        && event
            .recipients
            .iter()
            .all(|party| context.codes.is_armed(party));
    line.number("crit1", 1);
    line.number("crit2", 1);
    line.number("crit3", i64::from(!army));
    line.number("doubtterr", i64::from(army));
    if army {
        line.number("alternative", 1);
        line.text(
            "alternative_txt",
            context.codes.name("gtd_alternative", "1"),
        );
    }
}

fn attack(context: &Context<'_>, event: &Event, line: &mut Line) {
    let mut found = context.codes.codes("gtd", event);
    // The last row stands for an attack of which nothing is told.
    if found.len() > 1 {
        found.pop();
    }
    let place = |code: &str| HIERARCHY.iter().position(|known| *known == code);
    let mut attacks: Vec<&str> = found.iter().map(|(attack, _)| *attack).collect();
    attacks.sort_by_key(|code| place(code));
    attacks.dedup();
    for ((column, words), code) in ATTACKS.into_iter().zip(attacks) {
        line.set(column, Cell::whole(code.parse::<i64>().ok()));
        line.text(words, context.codes.name("gtd_attacktype", code));
    }
    let mut weapons: Vec<&str> = found.iter().map(|(_, weapon)| *weapon).collect();
    weapons.sort_by_key(|code| (*code == "13", code.parse::<i64>().unwrap_or(0)));
    weapons.dedup();
    for ((column, words), code) in WEAPONS.into_iter().zip(weapons) {
        line.set(column, Cell::whole(code.parse::<i64>().ok()));
        line.text(words, context.codes.name("gtd_weaptype", code));
    }
    let suicide = event.mode.iter().any(|mode| mode == "suicide-attack");
    line.number("suicide", i64::from(suicide));
    line.number("success", 1);
    line.number("individual", 0);
    let is_hostage = event.mode.iter().any(|mode| mode == "abduct");
    line.number("ishostkid", i64::from(is_hostage));
    if is_hostage {
        let held = event
            .captured
            .as_ref()
            .and_then(|toll| toll.best.or(toll.low));
        line.number("nhostkid", held.map_or(-99, i64::from));
    }
}

fn targets(context: &Context<'_>, event: &Event, line: &mut Line) {
    for (columns, party) in TARGETS.into_iter().zip(&event.recipients) {
        let [code_column, words, corp, target, _, country] = columns;
        let code = match context.codes.sector(party) {
            Some(sector) => sector.gtd.as_str(),
            None => "20",
        };
        line.set(code_column, Cell::whole(code.parse::<i64>().ok()));
        line.text(words, context.codes.name("gtd_targtype", code));
        line.text(
            corp,
            if is_somebody(party) {
                party.name.as_str()
            } else {
                ""
            },
        );
        line.text(target, &party.text);
        let name = context.codes.countries.name(party.country.as_deref());
        line.set(country, Cell::text(name));
    }
    if event.recipients.is_empty() {
        line.number("targtype1", 20);
        line.text("targtype1_txt", context.codes.name("gtd_targtype", "20"));
    }
}

fn groups(event: &Event, line: &mut Line) {
    let named: Vec<&Party> = event
        .actors
        .iter()
        .filter(|party| is_somebody(party))
        .collect();
    let is_suspected = event.factuality == Factuality::Possible
        || event
            .word_of
            .iter()
            .any(|word| word.stance == Stance::Accuses);
    for ((column, doubt), party) in GROUPS.into_iter().zip(&named) {
        line.text(column, &party.name);
        line.number(doubt, i64::from(is_suspected));
    }
    if named.is_empty() {
        line.text("gname", "Unknown");
        if !event.actors.is_empty() {
            line.text("gsubname", names(&event.actors));
        }
        line.number("guncertain1", 0);
    }
    line.number("nperps", -99);
    line.number("nperpcap", -99);
}

fn claims(event: &Event, line: &mut Line) {
    let claims: Vec<_> = event
        .word_of
        .iter()
        .filter(|word| word.stance == Stance::Claims)
        .collect();
    line.number("claimed", if claims.is_empty() { -9 } else { 1 });
    if let Some(first) = claims.first() {
        // The way is an outlet or a programme, for which the list has but "other".
        let mode = if first.via.is_some() { 9 } else { 10 };
        line.number("claimmode", mode);
        line.text("claimmode_txt", if mode == 9 { "Other" } else { "Unknown" });
        line.number("compclaim", i64::from(claims.len() > 1));
        line.number("claim2", i64::from(claims.len() > 1));
        line.number("claim3", i64::from(claims.len() > 2));
    }
}

fn tolls(event: &Event, line: &mut Line) {
    for (column, toll) in [("nkill", &event.killed), ("nwound", &event.injured)] {
        line.set(
            column,
            Cell::whole(toll.as_ref().and_then(|toll| toll.best.or(toll.low))),
        );
    }
}

/// Whether borders were crossed, as far as the countries of both sides are known.
fn international(event: &Event, place: Option<&str>, line: &mut Line) {
    let doer = event
        .actors
        .iter()
        .find_map(|party| party.country.as_deref());
    let hit = event
        .recipients
        .iter()
        .find_map(|party| party.country.as_deref());
    let crosses = |one: Option<&str>, other: Option<&str>| match (one, other) {
        (Some(one), Some(other)) => i64::from(one != other),
        _ => -9,
    };
    let parts = [
        crosses(doer, place),
        crosses(doer, hit),
        crosses(hit, place),
    ];
    for (column, part) in ["INT_LOG", "INT_IDEO", "INT_MISC"].into_iter().zip(parts) {
        line.number(column, part);
    }
    let any = if parts.contains(&1) {
        1
    } else if parts.contains(&-9) {
        -9
    } else {
        0
    };
    line.number("INT_ANY", any);
}
