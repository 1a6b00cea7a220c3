//! Made reports of some 300 words: a deed that five outlets tell, what was said of it, talks, background, and words
//! that tell nothing. The same number gives the same report.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::Serialize;

/// A report as a row of JSONL.
#[derive(Debug, Serialize)]
pub struct MadeReport {
    id: String,
    published: String,
    agency: &'static str,
    title: String,
    /// The text.
    pub text: String,
}

/// A conflict: its armed group, the adjective and the name of the state, and towns.
struct Conflict {
    group: &'static str,
    people: &'static str,
    state: &'static str,
    towns: [&'static str; 8],
}

const CONFLICTS: [Conflict; 8] = [
    Conflict {
        group: "Taliban",
        people: "Afghan",
        state: "Afghanistan",
        towns: [
            "Kandahar",
            "Kunduz",
            "Ghazni",
            "Herat",
            "Jalalabad",
            "Lashkar Gah",
            "Khost",
            "Farah",
        ],
    },
    Conflict {
        group: "FARC",
        people: "Colombian",
        state: "Colombia",
        towns: [
            "Tumaco",
            "Caloto",
            "Florencia",
            "Mitu",
            "Neiva",
            "Popayan",
            "Arauca",
            "Cali",
        ],
    },
    Conflict {
        group: "al-Shabab",
        people: "Somali",
        state: "Somalia",
        towns: [
            "Baidoa",
            "Kismayo",
            "Merca",
            "Jowhar",
            "Beledweyne",
            "Mogadishu",
            "Barawe",
            "Garowe",
        ],
    },
    Conflict {
        group: "Boko Haram",
        people: "Nigerian",
        state: "Nigeria",
        towns: [
            "Maiduguri",
            "Damaturu",
            "Bama",
            "Gwoza",
            "Mubi",
            "Kano",
            "Yola",
            "Potiskum",
        ],
    },
    Conflict {
        group: "Moro Islamic Liberation Front",
        people: "Philippine",
        state: "the Philippines",
        towns: [
            "Cotabato",
            "Marawi",
            "Jolo",
            "Zamboanga",
            "Basilan",
            "Davao",
            "Iligan",
            "Pikit",
        ],
    },
    Conflict {
        group: "Tamil Tigers",
        people: "Sri Lankan",
        state: "Sri Lanka",
        towns: [
            "Jaffna",
            "Trincomalee",
            "Batticaloa",
            "Vavuniya",
            "Mannar",
            "Kilinochchi",
            "Colombo",
            "Galle",
        ],
    },
    Conflict {
        group: "Lord's Resistance Army",
        people: "Ugandan",
        state: "Uganda",
        towns: [
            "Gulu", "Kitgum", "Lira", "Soroti", "Arua", "Pader", "Apac", "Mbale",
        ],
    },
    Conflict {
        group: "Hezbollah",
        people: "Lebanese",
        state: "Lebanon",
        towns: [
            "Tyre", "Sidon", "Baalbek", "Tripoli", "Nabatieh", "Zahle", "Beirut", "Byblos",
        ],
    },
];
const OUTLETS: [&str; 5] = [
    "First Wire",
    "Second Wire",
    "Daily Courier",
    "Radio North",
    "Coast Herald",
];
const TARGETS: [&str; 8] = [
    "a police station",
    "an army checkpoint",
    "a market",
    "a bus station",
    "a convoy",
    "a district office",
    "a barracks",
    "a bridge",
];
const WEAPONS: [&str; 5] = [
    "a car bomb",
    "a roadside bomb",
    "mortars",
    "rockets",
    "a suicide bomber",
];
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const FILLERS: [&str; 10] = [
    "Shops stayed shut in the centre of the town, and few cars were seen on the road that leads to the river.",
    "The price of bread has doubled since the harvest, and many families live on what relatives send from abroad.",
    "Rain is expected to return by the end of the week, which would make the mountain tracks hard to pass.",
    "The region grows wheat and cotton, and its only railway was built more than a hundred years ago.",
    "Analysts see little change in the balance of forces, although both sides say that time is with them.",
    "Schools will open a week later than planned because two of the buildings still lack roofs.",
    "A new road was to link the valley with the coast, but work on it stopped when the money ran out.",
    "People queued for water near the old mill, where a pump had been put back into service.",
    "The hospital has twelve beds and one surgeon, who has not left the building for three days.",
    "Elections are due next year, and the parties have begun to draw up their lists of candidates.",
];

/// A small generator of pseudo-random numbers: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        let seed = u64::try_from(seed).unwrap_or(0);
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        dice.below(2);
        dice
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    fn one<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        let n = self.below(N);
        list[n]
    }
}

/// A deed; the same number gives the same deed.
struct Deed {
    day: Date,
    conflict: &'static Conflict,
    town: &'static str,
    target: &'static str,
    weapon: &'static str,
    dead: usize,
    wounded: usize,
}

fn deed(n: usize, n_deeds: usize) -> Deed {
    let mut dice = Dice::new(n + 1_000_003);
    // Ten years, evenly.
    let days = n * 3650 / n_deeds.max(1);
    let conflict = CONFLICTS
        .get(dice.below(CONFLICTS.len()))
        .unwrap_or(&CONFLICTS[0]);
    Deed {
        day: later(date(2004, 1, 1), days),
        town: dice.one(&conflict.towns),
        target: dice.one(&TARGETS),
        weapon: dice.one(&WEAPONS),
        dead: 2 + dice.below(40),
        wounded: 3 + dice.below(60),
        conflict,
    }
}

fn later(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or(0);
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// Report `n` of `n_reports`: five tell one deed, each in its own way.
pub fn made_report(n: usize, n_reports: usize) -> MadeReport {
    let n_deeds = (n_reports / 5).max(1);
    let number = n / 5;
    let own = deed(number, n_deeds);
    let past = deed(number.saturating_sub(7), n_deeds);
    let mut dice = Dice::new(n);
    let published = later(own.day, 1);
    let weekday = usize::from(own.day.weekday().to_monday_zero_offset().unsigned_abs());
    let weekday = DAYS[weekday % DAYS.len()];
    let Conflict {
        group,
        people,
        state,
        ..
    } = own.conflict;
    let (town, target, weapon, dead, wounded) =
        (own.town, own.target, own.weapon, own.dead, own.wounded);
    let mut paragraphs = vec![match dice.below(4) {
        0 => format!(
            "{group} fighters attacked {target} in {town} with {weapon} on {weekday}, killing {dead} people and wounding \
             {wounded}, police said."
        ),
        1 => format!(
            "At least {dead} people were killed and {wounded} injured on {weekday} when {weapon} hit {target} in {town}, \
             officials in {state} said."
        ),
        2 => format!(
            "An attack by the {group} on {target} in {town} left {dead} dead on {weekday}, the {people} interior ministry \
             said in a statement."
        ),
        _ => format!(
            "{people} troops clashed with {group} fighters near {target} in {town} on {weekday}; {dead} people died and \
             {wounded} were wounded."
        ),
    }];
    paragraphs.push(format!(
        "The {group} claimed responsibility for the attack, which its spokesman called an answer to an air strike on a \
         village last week."
    ));
    paragraphs.push(match dice.below(3) {
        0 => format!("The {people} president condemned the attack and said that the army would hunt down those behind it."),
        1 => format!("The government of {state} blamed the {group} and ordered more troops to the province."),
        _ => format!("Police later arrested {} suspects in a raid on the edge of {town}.", 2 + dice.below(9)),
    });
    paragraphs.push(match dice.below(4) {
        0 => format!("The {group} rejected an offer of talks that the {people} government had made a month ago."),
        1 => format!(
            "The government said on {weekday} that it was ready for peace talks with the {group} if the attacks stopped."
        ),
        2 => format!("Envoys of the {people} government met leaders of the {group} for a second round of talks."),
        _ => format!("The United Nations urged the {group} and the government of {state} to agree on a ceasefire."),
    });
    paragraphs.push(format!(
        "On {}, {} people were killed in {} when {} hit {}, an attack for which nobody has claimed responsibility.",
        past.day.strftime("%B %-d"),
        past.dead,
        past.town,
        past.weapon,
        past.target
    ));
    let mut n_words: usize = paragraphs
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let mut filler = dice.below(FILLERS.len());
    let mut step = 0;
    while n_words < 290 {
        let mut text = FILLERS[filler % FILLERS.len()].to_owned();
        filler += 1;
        if step % 3 == 1 {
            text = format!(
                "\"{text}\" said a trader in {town} who had come to see what was left of {target}. {}",
                FILLERS[(filler + 3) % FILLERS.len()]
            );
        }
        step += 1;
        n_words += text.split_whitespace().count();
        paragraphs.push(text);
    }
    MadeReport {
        id: format!("made-{n:07}"),
        published: published.to_string(),
        agency: OUTLETS[n % OUTLETS.len()],
        title: format!(
            "{dead} killed in attack on {} in {town}",
            target.trim_start_matches("an ").trim_start_matches("a ")
        ),
        text: paragraphs.join("\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_some_three_hundred_words_and_is_the_same_each_time() {
        for n in [0, 7, 99] {
            let report = made_report(n, 100);
            let n_words = report.text.split_whitespace().count();
            assert!((280..350).contains(&n_words), "{n_words}");
            assert_eq!(report.text, made_report(n, 100).text);
        }
    }
}
