//! From the events of a text to templates.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use relata_knowledge::{Knowledge, fold};
use relata_record::{Event, EventType, Factuality, Party, Sector, Stance};

use super::fills::MONTHS;
use super::targets::{self, Struck};
use super::{Fill, Row, Template, Told};

/// Words that tell what kind of thing a phrase names.
#[derive(Debug)]
pub struct Lexicon<'k> {
    knowledge: &'k Knowledge,
}

impl<'k> Lexicon<'k> {
    /// The words of the tables.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge }
    }

    /// The name of a country, in capitals.
    fn country(&self, code: &str) -> Option<String> {
        let mut countries = self.knowledge.countries.iter();
        let country = countries.find(|country| country.code == code)?;
        Some(country.name.to_uppercase())
    }

    /// True if the last word of the phrase is a noun for people and not a name.
    fn is_described(&self, text: &str) -> bool {
        let Some(last) = text.split_whitespace().last() else {
            return false;
        };
        let last = last.to_lowercase();
        let singular = last.strip_suffix("men").map_or_else(
            || last.trim_end_matches('s').to_owned(),
            |stem| format!("{stem}man"),
        );
        let agents = self
            .knowledge
            .agents
            .iter()
            .flat_map(|agent| &agent.phrases);
        let people = self.knowledge.things.get("person").into_iter().flatten();
        agents
            .chain(people)
            .filter_map(|phrase| phrase.last())
            .any(|word| *word == last || *word == singular)
    }

    /// "MAYOR LUIS ROJAS": what a person is, and his name.
    fn parted(&self, text: &str) -> (Option<String>, Option<String>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let last = (0..words.len()).rev().find(|index| {
            words
                .get(*index)
                .is_some_and(|word| self.is_described(word.trim_end_matches(',')))
        });
        let cut = last.map_or(0, |last| last + 1);
        let join = |words: Option<&[&str]>| {
            let words = words.unwrap_or(&[]).join(" ");
            Some(words).filter(|words| !words.is_empty())
        };
        // "DIANA ORTIZ, 20 YEARS OLD", "RESIDENTS OF BOGOTA": a name has neither.
        let name = join(words.get(cut..)).and_then(|name| {
            let name = name.split(',').next().unwrap_or("").trim();
            let name = name.strip_prefix("MR. ").unwrap_or(name);
            let is_name = !name.starts_with("OF ") && !name.chars().any(|c| c.is_ascii_digit());
            Some(name.to_owned()).filter(|name| is_name && !name.is_empty())
        });
        (join(words.get(..cut)), name)
    }

    /// True if the phrase names a building or a vehicle.
    fn thing(&self, text: &str, class: &str) -> bool {
        let text = text.to_lowercase();
        let last = text
            .split_whitespace()
            .last()
            .unwrap_or("")
            .trim_end_matches('s');
        let mut phrases = self.knowledge.things.get(class).into_iter().flatten();
        phrases.any(|phrase| phrase.last().is_some_and(|word| word == last))
    }
}

/// Events older than that are background to the set.
const OLDEST: i32 = 75;

/// The templates of a text. The set takes no interest in fights of armies, nor in what happened long ago.
pub fn predict(row: &Row, events: &[Event], struck: &[Struck], lexicon: &Lexicon<'_>) -> Told {
    let published: Option<Date> = row
        .dateline
        .date
        .as_deref()
        .and_then(|day| day.parse().ok());
    let oldest = published.and_then(|day| day.checked_sub(OLDEST.days()).ok());
    let is_recent = |event: &&Event| {
        let dated = event.date.as_ref().filter(|date| date.span.is_some());
        dated
            .zip(oldest)
            .is_none_or(|(date, oldest)| date.to >= oldest)
    };
    // Where no place is told of an incident, it was in the country of the others.
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    for place in events.iter().filter_map(|event| event.place.as_ref()) {
        if let Some(code) = place.country.as_deref() {
            *countries.entry(code).or_default() += 1;
        }
    }
    let country = countries
        .iter()
        .max_by_key(|(_, n)| **n)
        .and_then(|(code, _)| lexicon.country(code));
    let templates = events
        .iter()
        .filter(|event| {
            event.event_type == EventType::Assault
                && matches!(event.factuality, Factuality::Fact | Factuality::Possible)
        })
        .filter(is_recent)
        .filter(|event| !is_fight(event))
        .map(|event| {
            let mut template = template(event, published, country.as_deref(), lexicon);
            add_things(&mut template, row, event, struck);
            template
        })
        .filter(has_target);
    Told {
        docid: row.docid.clone(),
        templates: merged(templates),
    }
}

/// Templates of one type, place and day are of one incident, unless different hands did it.
fn merged(templates: impl Iterator<Item = Template>) -> Vec<Template> {
    let mut kept: Vec<Template> = Vec::new();
    for template in templates {
        let values = |template: &Template, slot: &str| -> Vec<String> {
            let fills = template.slots.get(slot).into_iter().flatten();
            fills.flat_map(|fill| fill.alts.clone()).collect()
        };
        let is_same = |known: &Template| {
            let same = |slot: &str| values(known, slot) == values(&template, slot);
            let agrees = |slot: &str| {
                let (a, b) = (values(known, slot), values(&template, slot));
                a.is_empty() || b.is_empty() || a.iter().any(|value| b.contains(value))
            };
            let is_open = |template: &Template| {
                values(template, "incident_date")
                    .iter()
                    .all(|date| date.starts_with('-'))
            };
            let same_day = same("incident_date") || is_open(known) || is_open(&template);
            let at = |template: &Template| {
                values(template, "incident_location")
                    .first()
                    .cloned()
                    .unwrap_or_default()
            };
            let (here, there) = (at(known), at(&template));
            same("incident_type")
                && same_day
                && (here.starts_with(&there) || there.starts_with(&here))
                && agrees("perp_individual_id")
                && agrees("perp_org_id")
        };
        let Some(known) = kept.iter_mut().find(|known| is_same(known)) else {
            kept.push(template);
            continue;
        };
        for (slot, fills) in template.slots {
            let own = known.slots.entry(slot.clone()).or_default();
            // One day and one place: the exact one.
            if matches!(
                slot.as_str(),
                "incident_date" | "incident_location" | "incident_category"
            ) {
                let exact = |fills: &[Fill]| {
                    let text = fills.first().and_then(|fill| fill.alts.first());
                    text.map_or(0, |text| {
                        usize::from(!text.starts_with('-')) * text.len().max(1)
                    })
                };
                if exact(&fills) > exact(own) {
                    *own = fills;
                }
                continue;
            }
            for fill in fills {
                if !own.contains(&fill) {
                    own.push(fill);
                }
            }
        }
    }
    kept
}

/// The set tells an incident by whom or what it struck.
fn has_target(template: &Template) -> bool {
    let slots = ["phys_tgt_id", "hum_tgt_name", "hum_tgt_description"];
    slots.iter().any(|slot| template.slots.contains_key(*slot))
}

fn is_armed(party: &Party) -> bool {
    matches!(party.sector, Some(Sector::Mil | Sector::Reb))
}

/// A fight of armed sides, or an attack on nobody in particular.
fn is_fight(event: &Event) -> bool {
    let fights = event.recipients.iter().all(is_armed) && event.actors.iter().all(is_armed);
    let is_empty = event.recipients.is_empty() && event.killed.is_none() && event.injured.is_none();
    fights && !(event.recipients.is_empty() && event.actors.len() < 2)
        || is_empty && event.place.is_none()
}

fn fill(value: impl Into<String>) -> Fill {
    Fill {
        alts: vec![value.into()],
        ..Fill::default()
    }
}

fn of(value: impl Into<String>, whom: &str) -> Fill {
    Fill {
        of: Some(vec![Some(whom.to_owned())]),
        ..fill(value)
    }
}

fn written(text: &str) -> String {
    let text = fold(text).to_uppercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = usize::from(matches!(words.first(), Some(&("THE" | "A" | "AN"))));
    words.get(start..).unwrap_or(&[]).join(" ")
}

fn template(
    event: &Event,
    published: Option<Date>,
    country: Option<&str>,
    lexicon: &Lexicon<'_>,
) -> Template {
    let mut slots: BTreeMap<String, Vec<Fill>> = BTreeMap::new();
    let mut put = |slot: &str, fill: Fill| {
        let fills = slots.entry(slot.to_owned()).or_default();
        if !fills.contains(&fill) {
            fills.push(fill);
        }
    };
    let has = |mode: &str| event.mode.iter().any(|own| own == mode);
    let act = event.act.text.to_uppercase();
    let burns = ["BURN", "FIRE TO", "TORCH", "ARSON"]
        .iter()
        .any(|word| act.contains(word));
    put(
        "incident_type",
        fill(if has("abduct") {
            "KIDNAPPING"
        } else if burns {
            "ARSON"
        } else if has("explosives") || has("suicide-attack") {
            "BOMBING"
        } else {
            "ATTACK"
        }),
    );
    put("incident_stage", fill("ACCOMPLISHED"));
    if let Some(date) = day_of(event, published) {
        put("incident_date", fill(date));
    }
    if let Some(place) = place_of(event, lexicon).or_else(|| country.map(str::to_owned)) {
        put("incident_location", fill(place));
    }
    let is_state =
        |party: &Party| matches!(party.sector, Some(Sector::Mil | Sector::Gov | Sector::Cop));
    let by_state = !event.actors.is_empty() && event.actors.iter().all(is_state);
    put(
        "incident_category",
        fill(if by_state {
            "STATE-SPONSORED VIOLENCE"
        } else {
            "TERRORIST ACT"
        }),
    );
    for actor in &event.actors {
        let text = named(actor);
        let is_described = lexicon.is_described(&text);
        // "THE ARMY", "THE GOVERNMENT": a body of the state is an organization, and "SOLDIERS" are people.
        if actor.party.is_none() && !is_described && is_state(actor) && !is_person(actor) {
            put("perp_org_confidence", of(confidence(event), &text));
            put("perp_org_id", fill(text));
            continue;
        }
        if actor.party.is_some() {
            let name = if is_described {
                written(&actor.name)
            } else {
                text.clone()
            };
            put("perp_org_confidence", of(confidence(event), &name));
            put("perp_org_id", fill(name));
        }
        if is_described || actor.party.is_none() {
            put("perp_individual_id", fill(text));
        }
    }
    let weapons = weapons(event);
    if weapons.is_empty() {
        let kinds = [
            ("explosives", "BOMB"),
            ("firearms", "GUN"),
            ("aerial", "AERIAL BOMB"),
        ];
        if let Some((_, kind)) = kinds.iter().find(|(mode, _)| has(mode)) {
            let unnamed = Fill {
                of: Some(vec![None]),
                ..fill(*kind)
            };
            put("instrument_type", unnamed);
        }
    }
    for (word, kind) in weapons {
        put("instrument_type", of(kind, &word));
        put("instrument_id", fill(word));
    }
    for victim in &event.recipients {
        let (own_number, text) = targets::numbered(&named(victim));
        // Things are told by themselves.
        if ["building", "vehicle", "site", "works"]
            .iter()
            .any(|class| lexicon.thing(&text, class))
        {
            continue;
        }
        let described = lexicon.is_described(&text);
        let (description, name) = lexicon.parted(&text);
        if let Some(description) = &description {
            put(
                "hum_tgt_description",
                match &name {
                    Some(name) => of(description.clone(), name),
                    None => fill(description.clone()),
                },
            );
        }
        if let Some(name) = &name {
            put("hum_tgt_name", fill(name.clone()));
        }
        let text = name.or(description).unwrap_or(text);
        put("hum_tgt_type", of(kind_of(victim), &text));
        // Foreigners have their nation told.
        let here = event
            .place
            .as_ref()
            .and_then(|place| place.country.as_deref());
        let nation = victim
            .country
            .as_deref()
            .filter(|code| victim.inferred.is_none() && here.is_some_and(|here| here != *code))
            .and_then(|code| lexicon.country(code));
        if let Some(nation) = nation {
            put("hum_tgt_nation", of(nation, &text));
        }
        let toll = event
            .killed
            .as_ref()
            .or(event.injured.as_ref())
            .or(event.captured.as_ref());
        let number = toll
            .and_then(|toll| toll.best.or(toll.low))
            .filter(|_| event.recipients.len() == 1);
        let plural =
            described && (text.ends_with('S') || text.ends_with("MEN") || text == "PEOPLE");
        let number = match number {
            _ if !own_number.is_empty() => own_number,
            Some(number) => number.to_string(),
            None if plural => "PLURAL".to_owned(),
            None => "1".to_owned(),
        };
        put("hum_tgt_number", of(number, &text));
        for (toll, effect) in [(&event.killed, "DEATH"), (&event.injured, "INJURY")] {
            if toll.is_some() {
                put("hum_tgt_effect", of(effect, &text));
            }
        }
        let is_killing = ["KILL", "MURDER", "ASSASSINAT", "DEAD", "MASSACR"]
            .iter()
            .any(|word| act.contains(word));
        if event.killed.is_none() && is_killing {
            put("hum_tgt_effect", of("DEATH", &text));
        }
    }
    Template {
        optional: false,
        slots,
    }
}

/// The things that the deeds told in the event's sentences strike.
fn add_things(template: &mut Template, row: &Row, event: &Event, struck: &[Struck]) {
    let own = struck.iter().filter(|struck| {
        event
            .evidence
            .iter()
            .any(|quote| quote.start <= struck.act.start && struck.act.end <= quote.end)
    });
    let is_bombing = event.mode.iter().any(|mode| mode == "explosives");
    let effect = targets::effect(event, is_bombing);
    let mut put = |slot: &str, fill: Fill| {
        let fills = template.slots.entry(slot.to_owned()).or_default();
        if !fills.contains(&fill) {
            fills.push(fill);
        }
    };
    for struck in own {
        let (number, text) = targets::numbered(&written(struck.thing.of(&row.text)));
        let noun = struck.noun.of(&row.text).to_uppercase();
        let number = match number {
            number if !number.is_empty() => number,
            _ if noun.ends_with('S') => "PLURAL".to_owned(),
            _ => "1".to_owned(),
        };
        put("phys_tgt_type", of(targets::kind(&text), &text));
        put("phys_tgt_number", of(number, &text));
        if let Some(effect) = effect {
            put("phys_tgt_effect", of(effect, &text));
        }
        put("phys_tgt_id", fill(text));
    }
}

/// The words for a party; its name where they only point back.
fn named(party: &Party) -> String {
    let text = written(&party.text);
    let points_back = matches!(
        text.as_str(),
        "HE" | "HIM"
            | "HIS"
            | "SHE"
            | "HER"
            | "IT"
            | "ITS"
            | "THEY"
            | "THEM"
            | "THEIR"
            | "WHO"
            | "WHOM"
            | "WE"
            | "US"
    );
    if points_back {
        written(&party.name)
    } else {
        text
    }
}

/// True if the words name somebody who holds an office rather than the body.
fn is_person(party: &Party) -> bool {
    let body = [
        "ARMY",
        "FORCES",
        "GOVERNMENT",
        "MILITARY",
        "POLICE",
        "NAVY",
        "AIR FORCE",
        "TROOPS",
        "GUARD",
        "BATTALION",
        "BRIGADE",
        "REGIME",
    ];
    let text = party.text.to_uppercase();
    !body.iter().any(|word| text.ends_with(word))
}

fn confidence(event: &Event) -> &'static str {
    let by_authorities = event.word_of.iter().any(|word| {
        word.stance == Stance::Accuses
            && word
                .sector
                .is_some_and(|sector| matches!(sector, Sector::Mil | Sector::Gov | Sector::Cop))
    });
    if by_authorities {
        return "SUSPECTED OR ACCUSED BY AUTHORITIES";
    }
    if event
        .word_of
        .iter()
        .any(|word| word.stance == Stance::Claims)
    {
        "CLAIMED OR ADMITTED"
    } else if event.factuality == Factuality::Possible
        || event
            .word_of
            .iter()
            .any(|word| word.stance == Stance::Accuses)
    {
        "SUSPECTED OR ACCUSED"
    } else {
        "REPORTED AS FACT"
    }
}

fn kind_of(party: &Party) -> &'static str {
    match party.sector {
        Some(Sector::Gov) => "GOVERNMENT OFFICIAL",
        Some(Sector::Cop) => "LAW ENFORCEMENT",
        Some(Sector::Mil) => "ACTIVE MILITARY",
        Some(Sector::Jud) => "LEGAL OR JUDICIAL",
        Some(Sector::Pty) => "POLITICAL FIGURE",
        _ => "CIVILIAN",
    }
}

fn day(date: Date) -> String {
    let month = MONTHS.get(date.month() as usize - 1).copied().unwrap_or("");
    format!("{:02} {month} {:02}", date.day(), date.year() % 100)
}

fn day_of(event: &Event, published: Option<Date>) -> Option<String> {
    match event.date.as_ref().filter(|date| date.span.is_some()) {
        Some(date) if date.from == date.to => Some(day(date.from)),
        Some(date) => Some(format!("{} - {}", day(date.from), day(date.to))),
        None => published.map(|date| format!("- {}", day(date))),
    }
}

fn place_of(event: &Event, lexicon: &Lexicon<'_>) -> Option<String> {
    let place = event.place.as_ref()?;
    let country = lexicon.country(place.country.as_deref()?)?;
    let name = place
        .name
        .as_deref()
        .and_then(|name| name.split(',').next());
    Some(match name {
        Some(name) if !name.eq_ignore_ascii_case(&country) => {
            format!("{country}: {} (CITY)", fold(name).to_uppercase())
        }
        _ => country,
    })
}

/// Weapons that the event's words of manner name, with their kinds.
fn weapons(event: &Event) -> Vec<(String, &'static str)> {
    const KINDS: [(&str, &str); 17] = [
        ("CAR BOMB", "VEHICLE BOMB"),
        ("TRUCK BOMB", "VEHICLE BOMB"),
        ("MACHINE GUN", "MACHINE GUN"),
        ("DYNAMITE", "DYNAMITE"),
        ("GRENADE", "GRENADE"),
        ("MORTAR", "MORTAR"),
        ("ROCKET", "ROCKET"),
        ("MISSILE", "MISSILE"),
        ("RIFLE", "RIFLE"),
        ("PISTOL", "HANDGUN"),
        ("REVOLVER", "HANDGUN"),
        ("MINE", "MINE"),
        ("MOLOTOV", "MOLOTOV COCKTAIL"),
        ("EXPLOSIVE", "EXPLOSIVE"),
        ("BOMB", "BOMB"),
        ("BULLET", "GUN"),
        ("GUN", "GUN"),
    ];
    let mut found: Vec<(String, &'static str)> = Vec::new();
    let in_evidence = event.evidence.iter().flat_map(|quote| {
        let text = quote.text.to_uppercase();
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words
    });
    let plain = |word: &str| {
        word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
            .to_owned()
    };
    let named = event.mode_spans.iter().map(|span| written(&span.text));
    for text in named.chain(in_evidence).map(|text| plain(&text)) {
        if text.ends_with("ING")
            || text.ends_with("ED")
            || text.ends_with("MEN")
            || text.ends_with("MAN")
        {
            continue;
        }
        let singular = text.trim_end_matches('S');
        if let Some((_, kind)) = KINDS.iter().find(|(word, _)| {
            text == *word || singular == *word || text.ends_with(&format!(" {word}"))
        }) && !found.iter().any(|(_, known)| known == kind)
        {
            found.push((text, *kind));
        }
    }
    found
}
