//! The values of an event in words, for tables and lists.

use relata_record::{Event, EventDate, Factuality, Party, Place, Precision, Toll, WordOf};

/// "ASSAULT drone", with the act of a negotiation behind it.
pub fn what(event: &Event) -> String {
    let mut parts = vec![event.event_type.as_str().to_owned()];
    parts.extend(event.mode.iter().cloned());
    if let Some(talks) = &event.talks {
        parts.push(format!("talks: {}", talks.act));
    }
    if let Some(count) = event.count.as_ref().filter(|count| count.value != 1) {
        parts.push(format!("×{}", count.value));
    }
    parts.join(" ")
}

/// Whether it happened, where it is not told as a fact.
pub fn doubt(factuality: Factuality) -> Option<&'static str> {
    match factuality {
        Factuality::Fact => None,
        Factuality::Possible => Some("possible"),
        Factuality::Planned => Some("planned"),
        Factuality::Hypothetical => Some("if"),
        Factuality::Negated => Some("not"),
    }
}

/// "A, B → C"; a dash where nobody is named.
pub fn who(event: &Event) -> String {
    let actors = names(&event.actors);
    match (event.actors.is_empty(), event.recipients.is_empty()) {
        (_, true) => actors,
        (_, false) => format!("{actors} → {}", names(&event.recipients)),
    }
}

fn names(parties: &[Party]) -> String {
    if parties.is_empty() {
        return "–".to_owned();
    }
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    names.join(", ")
}

/// As short as its precision: a day, a month, a year, or two days.
pub fn when(date: &EventDate) -> String {
    let (from, to) = (date.from, date.to);
    match date.precision {
        Precision::Year => from.year().to_string(),
        Precision::Month => from.strftime("%Y-%m").to_string(),
        _ if from == to => from.to_string(),
        _ if from.year() == to.year() => format!("{from} –{}", to.strftime("%m-%d")),
        _ => format!("{from} –{to}"),
    }
}

/// "Miran Shah, PAK".
pub fn place(place: &Place) -> String {
    let parts: Vec<&str> = [&place.name, &place.country]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    parts.join(", ")
}

/// "5", "≥4", "4–6"; nothing but "some" where only words are given.
pub fn number(toll: &Toll) -> String {
    match (toll.low, toll.best, toll.high) {
        (Some(low), _, Some(high)) if low != high => format!("{low}–{high}"),
        (Some(low), _, None) => format!("≥{low}"),
        (_, Some(best), _) => best.to_string(),
        (_, None, Some(high)) => format!("≤{high}"),
        (low, None, None) => low.map_or("some".to_owned(), |low| low.to_string()),
    }
}

/// "5 dead, 2 hurt, 1 held".
pub fn tolls(event: &Event) -> String {
    let tolls = [
        (&event.killed, "dead"),
        (&event.injured, "hurt"),
        (&event.captured, "held"),
    ];
    let told = tolls
        .iter()
        .filter_map(|(toll, word)| toll.as_ref().map(|toll| (toll, word)));
    told.map(|(toll, word)| format!("{} {word}", number(toll)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// "Ahsan (claims)": who says so, and what they do with it where it is more than saying.
pub fn speakers(words: &[WordOf]) -> String {
    let speaker = |word: &WordOf| match word.stance {
        relata_record::Stance::Asserts => word.name.clone(),
        stance => format!("{} ({stance})", word.name),
    };
    words.iter().map(speaker).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toll_is_written_as_it_is_known() {
        let toll = |low, best, high| {
            number(&Toll {
                low,
                best,
                high,
                spans: vec![],
                inferred: None,
            })
        };
        assert_eq!(toll(Some(4), Some(4), None), "≥4");
        assert_eq!(toll(Some(4), Some(4), Some(4)), "4");
        assert_eq!(toll(Some(4), Some(5), Some(6)), "4–6");
        assert_eq!(toll(None, Some(7), None), "7");
        assert_eq!(toll(None, None, None), "some");
    }
}
