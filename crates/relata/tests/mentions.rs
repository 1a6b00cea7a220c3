//! Phrases as the press writes them, each read alone on a day, and the country and sector that they should give:
//! `mentions.tsv` has words, day, countries and sectors; `|` parts answers that are equally right, `*` asks for nothing.

use std::fmt::Write as _;

use jiff::civil::Date;
use relata::Model;
use relata::pipeline::Pipeline;

const MENTIONS: &str = include_str!("mentions.tsv");

/// So many of a hundred must be right, and so many at most wrong; for the rest nothing is said.
const RIGHT: usize = 93;
const WRONG: usize = 3;

#[test]
fn phrases_alone_give_country_and_sector() {
    let pipeline = Pipeline::new(Model::Accurate).expect("the program's own tables and model");
    let (mut right, mut wrong, mut rows) = (0, 0, 0);
    let mut misses = String::new();
    for line in MENTIONS.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [words, day, countries, sectors] = cells.as_slice() else {
            panic!("four cells: {line}");
        };
        let day: Date = day.parse().expect("a day");
        let meant = pipeline.parties(words, Some(day));
        let party = meant
            .iter()
            .find(|meant| meant.is_head)
            .map(|meant| &meant.party);
        let country = party.and_then(|party| party.country.as_deref());
        let sector = party
            .and_then(|party| party.sector)
            .map(|sector| sector.as_str());
        let answers = [(countries, country), (sectors, sector)];
        rows += 1;
        if answers.iter().all(|(asked, given)| fits(asked, *given)) {
            right += 1;
            continue;
        }
        let is_wrong = answers
            .iter()
            .any(|(asked, given)| given.is_some() && !fits(asked, *given));
        wrong += usize::from(is_wrong);
        let (country, sector) = (country.unwrap_or("-"), sector.unwrap_or("-"));
        let _ = writeln!(
            misses,
            "{words} ({day}): {country} {sector}, not {countries} {sectors}"
        );
    }
    assert!(
        right * 100 >= rows * RIGHT && wrong * 100 <= rows * WRONG,
        "{right} of {rows} right, {wrong} wrong:\n{misses}"
    );
}

fn fits(asked: &str, given: Option<&str>) -> bool {
    asked == "*"
        || asked
            .split('|')
            .any(|asked| asked == given.unwrap_or_default())
}
