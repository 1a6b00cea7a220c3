//! Is a value of a found event right?

use std::collections::HashSet;

use crate::rows::{GoldEvent, Prediction, RowDate, RowPlace};
use crate::text::norm;

/// Types of acts done by speaking.
const SPEECH: [&str; 7] = [
    "AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
];

/// A single day must be that day; longer dates must overlap, and not begin before gold's year.
pub(crate) fn is_date_right(gold: &RowDate, predicted: Option<&RowDate>) -> bool {
    let ends = |date: &RowDate| -> Option<(String, String)> {
        let from = date.from.clone().filter(|day| !day.is_empty())?;
        let to = date
            .to
            .clone()
            .filter(|day| !day.is_empty())
            .unwrap_or_else(|| from.clone());
        Some((from, to))
    };
    let (Some((from, to)), Some((gold_from, gold_to))) = (predicted.and_then(ends), ends(gold))
    else {
        return false;
    };
    if gold_from == gold_to {
        return from == gold_from && to == gold_to;
    }
    let year: String = gold_from.chars().take(4).collect();
    from <= gold_to && gold_from <= to && from >= format!("{year}-01-01")
}

/// One of gold's names, whole or up to its comma; without a name the country decides.
pub(crate) fn is_place_right(gold: &RowPlace, predicted: Option<&RowPlace>) -> bool {
    let Some(predicted) = predicted else {
        return false;
    };
    let names = name_parts(gold.name.iter().chain(gold.name_alt.iter().flatten()));
    if names.is_empty() {
        return predicted.country == gold.country;
    }
    let others = name_parts(predicted.name.iter().chain(predicted.text.iter()));
    !names.is_disjoint(&others)
}

/// "Sadr City, Baghdad" is also "Sadr City".
fn name_parts<'a>(names: impl Iterator<Item = &'a String>) -> HashSet<String> {
    names
        .filter(|name| !name.is_empty())
        .flat_map(|name| [norm(name), norm(name.split(',').next().unwrap_or(name))])
        .filter(|name| !name.is_empty())
        .collect()
}

/// An uttered speech act is a fact though what it promises is planned: readers differ, so both count.
pub(crate) fn is_factuality_right(gold: &GoldEvent, predicted: &Prediction) -> bool {
    let mut right: Vec<Option<&str>> = vec![gold.row.factuality.as_deref()];
    right.extend(
        gold.factuality_alt
            .iter()
            .flatten()
            .map(|code| Some(code.as_str())),
    );
    let speech = gold
        .row
        .event_type
        .as_deref()
        .is_some_and(|code| SPEECH.contains(&code));
    if speech && (right.contains(&Some("fact")) || right.contains(&Some("planned"))) {
        right.extend([Some("fact"), Some("planned")]);
    }
    right.contains(&predicted.factuality.as_deref())
}

/// At least one mode in common.
pub(crate) fn is_mode_right(gold: &[String], predicted: Option<&[String]>) -> bool {
    gold.iter()
        .any(|mode| predicted.unwrap_or_default().contains(mode))
}
