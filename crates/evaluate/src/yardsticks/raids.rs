//! ISAF: press releases on raids in Afghanistan, as thirteen fields of a release.
//!
//! Conventions of the set: "several" is three and "a couple" two; a release without a day of its own has that of its
//! dateline; whoever was captured together with a leader counts him in.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relata_record::{Event, EventType, Factuality, Party, Toll};
use serde::{Deserialize, Serialize};

use super::Measure;

/// A release, with its fields.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The release.
    pub text: String,
    /// Its fields.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The thirteen fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// First day, as `2011-07-30`.
    pub start_date: Option<String>,
    /// What kinds of event.
    pub event_type: BTreeSet<String>,
    /// Provinces, in lower case.
    pub province: BTreeSet<String>,
    /// Movements that were aimed at.
    pub target_group: BTreeSet<String>,
    /// People killed, at least.
    pub min_killed: u32,
    /// People captured, at least.
    pub min_captured: u32,
    /// Leaders killed, at least.
    pub min_leaders_killed: u32,
    /// Leaders captured, at least.
    pub min_leaders_captured: u32,
    /// Was anybody killed?
    pub killq: bool,
    /// Was anybody captured?
    pub captureq: bool,
    /// Was it a raid to kill or capture somebody?
    pub killcaptureraid: bool,
    /// Was there a strike from the air?
    pub airstrike: bool,
    /// Does the release say that no shot was fired?
    pub noshotsfired: bool,
}

/// The fields told of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the release.
    pub id: String,
    /// The fields.
    #[serde(flatten)]
    pub fields: Fields,
}

/// Provinces under the set's spelling, where it differs from that of the gazetteer.
const SPELLINGS: [(&str, &str); 7] = [
    ("paktia", "paktya"),
    ("paktiya", "paktya"),
    ("maidan wardak", "wardak"),
    ("oruzgan", "uruzgan"),
    ("sar-e pol", "sar-e pul"),
    ("ghowr", "ghor"),
    ("konar", "kunar"),
];

/// The set's codes of movements, by a part of their canonical names; the more special one first.
const MOVEMENTS: [(&str, &str); 6] = [
    ("haqqani", "haqqani"),
    ("hezb-e", "hig"),
    ("hizb-i", "hig"),
    ("islamic movement of uzbekistan", "imu"),
    ("qaeda", "aq"),
    ("taliban", "taliban"),
];

/// What a release tells, besides its events.
#[derive(Debug, Clone, Default)]
pub struct Beside<'a> {
    /// Canonical names of the parties that it mentions, in text order.
    pub parties: Vec<&'a str>,
    /// The day of publication, as `2011-07-30`.
    pub published: Option<String>,
    /// True if it says that no shot was fired.
    pub no_shots: bool,
}

/// The fields of a release.
pub fn predict(row: &Row, events: &[Event], beside: &Beside<'_>) -> Told {
    let told: Vec<&Event> = events.iter().filter(|event| is_told(event)).collect();
    let captures: Vec<&Event> = told
        .iter()
        .copied()
        .filter(|event| is_capture(event))
        .collect();
    let strikes = |event: &&Event| {
        event.event_type == EventType::Assault
            && event
                .mode
                .iter()
                .any(|mode| mode == "aerial" || mode == "drone")
    };
    let killed: Vec<&Event> = told
        .iter()
        .copied()
        .filter(|event| is_killing(event) && !is_on_own(event))
        .collect();
    let airstrike = told.iter().any(strikes);
    let (killq, captureq) = (!killed.is_empty(), !captures.is_empty());
    let kind = match (killq, captureq, airstrike) {
        (_, false, true) => "airstrike",
        (true, true, _) => "captureandkill",
        (true, false, false) => "insurgentskilled",
        (false, ..) => "detention",
    };
    let main = captures.iter().chain(&killed).chain(&told);
    let day = main
        .clone()
        .find_map(|event| event.date.as_ref().filter(|date| date.span.is_some()))
        .map(|date| date.from.to_string());
    let all: Vec<&Event> = events.iter().collect();
    let province = main
        .clone()
        .chain(&all)
        .filter_map(|event| event.place.as_ref())
        .find_map(|place| {
            // "Sabari, Khost": a district is told with its province.
            let named = || {
                place
                    .name
                    .as_deref()?
                    .rsplit(", ")
                    .next()
                    .map(str::to_owned)
            };
            // All releases are of one country: it is no answer.
            let place = place.admin1.clone().or_else(named);
            place.filter(|name| name != "Afghanistan")
        })
        .map(|name| {
            let name = name.to_lowercase();
            let known = SPELLINGS.iter().find(|(own, _)| *own == name);
            known.map_or(name.clone(), |(_, set)| (*set).to_owned())
        });
    let movement = beside.parties.iter().find_map(|party| {
        let party = party.to_lowercase();
        let found = MOVEMENTS.iter().find(|(name, _)| party.contains(name));
        found.map(|(_, code)| (*code).to_owned())
    });
    let kills = |act: &str| {
        ["kill", "strike", "airstrike", "dead", "died"]
            .iter()
            .any(|word| act.contains(word))
    };
    let catches = |act: &str| {
        ["captur", "detain", "arrest", "apprehend"]
            .iter()
            .any(|word| act.contains(word))
    };
    let leaders_killed = leaders(&killed, |event| event.killed.as_ref(), kills);
    let leaders_captured = leaders(&captures, |event| event.captured.as_ref(), catches);
    let fields = Fields {
        start_date: day.or_else(|| beside.published.clone()),
        event_type: [kind.to_owned()].into(),
        province: province.into_iter().collect(),
        target_group: movement.into_iter().collect(),
        min_killed: total(&killed, |event| event.killed.as_ref(), leaders_killed),
        min_captured: total(&captures, |event| event.captured.as_ref(), leaders_captured),
        min_leaders_killed: leaders_killed,
        min_leaders_captured: leaders_captured,
        killq,
        captureq,
        killcaptureraid: captureq,
        airstrike,
        noshotsfired: beside.no_shots,
    };
    Told {
        id: row.id.clone(),
        fields,
    }
}

/// Leaders among those whom the events struck. A release tells one raid, and tells it more than once.
fn leaders(
    events: &[&Event],
    toll: impl Fn(&Event) -> Option<&Toll>,
    is_own_word: impl Fn(&str) -> bool,
) -> u32 {
    let of = |event: &&Event| {
        // "targeted a leader and detained two others", told as one deed: only whom the number counts was caught.
        let told = toll(event);
        let is_counted = is_own_word(&event.act.text.to_lowercase())
            || told.is_some_and(|toll| toll.spans.iter().any(|span| names_leader(&span.text)));
        if !is_counted {
            return 0;
        }
        let leaders = event.recipients.iter().filter(|party| is_leader(party));
        leaders.map(number_of_party).sum::<u32>()
    };
    events.iter().map(of).max().unwrap_or(0)
}

fn is_leader(party: &Party) -> bool {
    names_leader(&party.text)
}

fn names_leader(text: &str) -> bool {
    let text = text.to_lowercase();
    ["leader", "commander", "chief"]
        .iter()
        .any(|word| text.contains(word))
}

/// How many people a phrase speaks of: "two leaders", "several suspects".
fn number_of_party(party: &Party) -> u32 {
    const NUMBERS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let text = party.text.to_lowercase();
    let mut words = text.split_whitespace();
    let told = words.find_map(|word| {
        let spelt = NUMBERS.iter().position(|number| *number == word);
        let spelt = spelt.and_then(|place| u32::try_from(place + 1).ok());
        spelt.or_else(|| word.parse().ok()).or_else(|| least(word))
    });
    told.unwrap_or(if party.text.ends_with('s') { 2 } else { 1 })
}

/// True if the people come on top of others: "two additional suspects".
fn is_on_top(event: &Event) -> bool {
    let is_told = |text: &str| {
        let text = text.to_lowercase();
        ["additional", "other ", "others", "associate"]
            .iter()
            .any(|word| text.contains(word))
    };
    !event.recipients.is_empty() && event.recipients.iter().all(|party| is_told(&party.text))
}

/// All who were caught or killed: the most that one of the events tells, and who comes on top of them.
fn total<'e>(
    events: &[&'e Event],
    toll: impl Fn(&'e Event) -> Option<&'e Toll>,
    leaders: u32,
) -> u32 {
    let number = |event: &&&'e Event| {
        let told = toll(event);
        let of_parties: u32 = event.recipients.iter().map(number_of_party).sum();
        let worded = event
            .evidence
            .iter()
            .filter_map(|quote| worded_people(&quote.text))
            .max();
        let number = people(told, &event.recipients);
        // "two leaders and several suspects": the words beside the number.
        let with_words = if event.recipients.len() > 1 {
            of_parties
        } else {
            0
        };
        number.max(with_words).max(worded.unwrap_or(0))
    };
    let (top, own): (Vec<&&Event>, Vec<&&Event>) =
        events.iter().partition(|event| is_on_top(event));
    let own = own.iter().map(&number).max().unwrap_or(0);
    let top = top.iter().map(number).max().unwrap_or(0);
    own.max(leaders) + top
}

/// How many people the set takes "several insurgents" for, where a text has such words.
fn worded_people(text: &str) -> Option<u32> {
    const PEOPLE: [&str; 8] = [
        "insurgent",
        "suspect",
        "individual",
        "men",
        "other",
        "associate",
        "militant",
        "fighter",
    ];
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .iter()
        .enumerate()
        .filter(|(place, _)| {
            let behind = words.iter().skip(place + 1).take(3);
            behind
                .clone()
                .any(|word| PEOPLE.iter().any(|people| word.starts_with(people)))
        })
        .filter_map(|(place, word)| {
            // "a leader and several suspects": one, and they.
            let before = place.checked_sub(1).and_then(|before| words.get(before));
            let joined = before.is_some_and(|before| matches!(before.as_str(), "and" | "with"));
            Some(least(word)? + u32::from(joined))
        })
        .max()
}

/// The number that the set takes a word for.
fn least(word: &str) -> Option<u32> {
    Some(match word {
        "several" | "multiple" | "few" => 3,
        "couple" => 2,
        "numerous" | "many" => 4,
        "dozens" => 24,
        _ => return None,
    })
}

/// True if somebody was killed, with a number or without: "killing several of them".
fn is_killing(event: &Event) -> bool {
    let tells = |text: &str| text.to_lowercase().contains("kill");
    let of_several = || {
        event
            .evidence
            .iter()
            .any(|quote| tells(&quote.text) && worded_people(&quote.text).is_some())
    };
    event.killed.is_some()
        || event.event_type == EventType::Assault && (tells(&event.act.text) || of_several())
}

/// The dateline of a release: its day, and where the story behind it begins. The day stands in brackets behind the
/// place, "(Jan. 25, 2013)", or else above; without a year it has that of the number of the release.
pub fn dateline(text: &str) -> Option<(Date, usize)> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let number = |word: &str| {
        word.trim_matches(|c: char| !c.is_ascii_digit())
            .parse::<i16>()
            .ok()
    };
    let dated = |inside: &str| -> Option<Date> {
        let mut words = inside.split(|c: char| c.is_whitespace() || c == ',' || c == '.');
        let mut words = words.by_ref().filter(|word| !word.is_empty());
        let name: String = words.next()?.to_lowercase().chars().take(3).collect();
        let month = MONTHS.iter().position(|month| *month == name)? + 1;
        let day = number(words.next()?)?;
        let numbered = || {
            let starts = text.match_indices("20").map(|(start, _)| start);
            let mut years = starts.filter_map(|start| text.get(start..start + 5));
            years.find_map(|year| year.strip_suffix('-').and_then(number))
        };
        let year = words.next().and_then(number).or_else(numbered)?;
        Date::new(year, month as i8, day as i8).ok()
    };
    let bracketed = text.match_indices('(').find_map(|(open, _)| {
        let rest = text.get(open + 1..)?;
        let (inside, _) = rest.split_once(')')?;
        Some((dated(inside)?, open + inside.len() + 2))
    });
    // "May 11: Forces …", "Operational Update, June 13, 2011" above the story.
    let above = || {
        let line = text.lines().next()?;
        let mut words = line.char_indices().filter(|(place, _)| {
            *place == 0
                || line
                    .get(..*place)
                    .is_some_and(|before| before.ends_with(' '))
        });
        words.find_map(|(place, _)| Some((dated(line.get(place..)?.split(':').next()?)?, 0)))
    };
    bracketed.or_else(above)
}

fn is_told(event: &Event) -> bool {
    matches!(event.factuality, Factuality::Fact | Factuality::Possible)
}

fn is_capture(event: &Event) -> bool {
    let has = |mode: &str| event.mode.iter().any(|own| own == mode);
    event.event_type == EventType::Coerce && (has("arrest") || event.captured.is_some())
        || event.event_type == EventType::Assault && (has("abduct") || event.captured.is_some())
}

/// True if it struck the side that writes the releases.
fn is_on_own(event: &Event) -> bool {
    let side = |party: &Party| {
        party
            .sector
            .is_some_and(|sector| matches!(sector.as_str(), "MIL" | "COP" | "GOV"))
    };
    !event.recipients.is_empty() && event.recipients.iter().all(side)
}

/// At least how many people: the number, or what the set takes the words for.
fn people(toll: Option<&Toll>, parties: &[Party]) -> u32 {
    let words = |text: &str| {
        let text = text.to_lowercase();
        text.split_whitespace().find_map(least)
    };
    let worded = || {
        let toll = toll
            .into_iter()
            .flat_map(|toll| &toll.spans)
            .map(|span| span.text.as_str());
        let parties = parties.iter().map(|party| party.text.as_str());
        toll.chain(parties).find_map(words)
    };
    toll.and_then(|toll| toll.low.or(toll.best))
        .or_else(worded)
        .unwrap_or_else(|| {
            let is_plural = |party: &Party| party.text.ends_with('s');
            let number = |party| if is_plural(party) { 2 } else { 1 };
            parties.iter().map(number).sum::<u32>().max(1)
        })
}

/// Mean of the thirteen fields as the set's makers count them, then each field, then whole releases.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let n = rows.len().max(1) as f64;
    let pairs = || {
        rows.iter()
            .map(|row| &row.fields)
            .zip(told.iter().map(|told| &told.fields))
    };
    let same = |part: &str, is_same: &dyn Fn(&Fields, &Fields) -> bool| {
        let right = pairs().filter(|(known, told)| is_same(known, told)).count();
        Measure::share(part, right as f64, rows.len() as f64)
    };
    // The share of gold's values that were found; nothing to find counts as nothing found.
    let found = |part: &str, set: &dyn Fn(&Fields) -> BTreeSet<String>| {
        let right: f64 = pairs()
            .map(|(known, told)| {
                let known = set(known);
                let both = known.intersection(&set(told)).count();
                both as f64 / known.len().max(1) as f64
            })
            .sum();
        Measure::share(part, right, n)
    };
    let fields = [
        same("start_date", &|a, b| a.start_date == b.start_date),
        found("event_type", &|fields| fields.event_type.clone()),
        found("province", &|fields| fields.province.clone()),
        found("target_group", &|fields| fields.target_group.clone()),
        same("min_killed", &|a, b| a.min_killed == b.min_killed),
        same("min_captured", &|a, b| a.min_captured == b.min_captured),
        same("min_leaders_killed", &|a, b| {
            a.min_leaders_killed == b.min_leaders_killed
        }),
        same("min_leaders_captured", &|a, b| {
            a.min_leaders_captured == b.min_leaders_captured
        }),
        same("killq", &|a, b| a.killq == b.killq),
        same("captureq", &|a, b| a.captureq == b.captureq),
        same("killcaptureraid", &|a, b| {
            a.killcaptureraid == b.killcaptureraid
        }),
        same("airstrike", &|a, b| a.airstrike == b.airstrike),
        same("noshotsfired", &|a, b| a.noshotsfired == b.noshotsfired),
    ];
    let mean = fields.iter().map(|field| field.value).sum::<f64>() / fields.len() as f64;
    let mut measures = vec![Measure::number("mean of 13 fields", mean)];
    measures.extend(fields);
    measures.push(same("whole release", &|known, told| known == told));
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_stands_in_brackets_and_the_number_has_the_year() {
        let day = |text: &str| dateline(text).map(|(day, _)| day.to_string());
        assert_eq!(
            day("KABUL (May 3, 2012) Forces").as_deref(),
            Some("2012-05-03")
        );
        assert_eq!(
            day("2010-09-CA-070 KABUL (IED) and (Sept. 6) - Forces").as_deref(),
            Some("2010-09-06")
        );
        assert_eq!(
            day("May 11: Forces act\n2010-05-CA-039").as_deref(),
            Some("2010-05-11")
        );
        assert_eq!(day("no day"), None);
    }
}
