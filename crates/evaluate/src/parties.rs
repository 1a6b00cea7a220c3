//! Are two parties the same, and are the parties of two events?

use crate::rows::RowParty;
use crate::text::norm;

/// How the parties of a predicted event fit those of gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Gold parties that are there.
    pub(crate) found: usize,
    /// Gold parties.
    pub(crate) gold: usize,
    /// Predicted parties that gold does not have.
    pub(crate) extra: usize,
}

impl Fit {
    /// True if every gold party is there and no other.
    pub(crate) fn is_whole(self) -> bool {
        self.found == self.gold && self.extra == 0
    }
}

/// Pairs each gold party with the first predicted one that is the same.
pub(crate) fn fit(gold: Option<&[RowParty]>, predicted: Option<&[RowParty]>) -> Fit {
    let gold = gold.unwrap_or_default();
    let mut left: Vec<&RowParty> = predicted.unwrap_or_default().iter().collect();
    let mut found = 0;
    for party in gold {
        if let Some(index) = left.iter().position(|other| is_same(party, other)) {
            left.remove(index);
            found += 1;
        }
    }
    Fit {
        found,
        gold: gold.len(),
        extra: left.len(),
    }
}

/// By name, else by country and sector; where gold has no country, by sector.
fn is_same(gold: &RowParty, predicted: &RowParty) -> bool {
    if shares_name(gold, predicted) {
        return true;
    }
    let sectors: Vec<&str> = sectors(gold)
        .flatten()
        .filter(|sector| !sector.is_empty())
        .collect();
    let sector_fits = predicted
        .sector
        .as_deref()
        .is_some_and(|sector| sectors.contains(&sector));
    match (
        told(gold.country.as_deref()),
        told(predicted.country.as_deref()),
    ) {
        (Some(country), Some(other)) => country == other && (sectors.is_empty() || sector_fits),
        (Some(_), None) => false,
        (None, _) => sector_fits,
    }
}

fn shares_name(gold: &RowParty, predicted: &RowParty) -> bool {
    let names: Vec<String> = gold
        .name
        .iter()
        .chain(gold.name_alt.iter().flatten())
        .map(|name| norm(name))
        .filter(|name| !name.is_empty())
        .collect();
    [&predicted.name, &predicted.text]
        .into_iter()
        .flatten()
        .any(|name| names.contains(&norm(name)))
}

/// The gold sector, told or not, and its equals.
fn sectors(gold: &RowParty) -> impl Iterator<Item = Option<&str>> {
    std::iter::once(gold.sector.as_deref()).chain(
        gold.sector_alt
            .iter()
            .flatten()
            .map(|sector| Some(sector.as_str())),
    )
}

/// The value where it is told and not empty.
fn told(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty())
}

/// True if one of the predicted speakers is the gold one: by name or a part of it, or by country and sector.
pub(crate) fn is_word_right(gold: &RowParty, predicted: &[RowParty]) -> bool {
    let name = norm(gold.name.as_deref().unwrap_or(""));
    predicted.iter().any(|speaker| {
        let other = norm(speaker.name.as_deref().unwrap_or(""));
        let words = norm(speaker.text.as_deref().unwrap_or(""));
        let by_name = !name.is_empty()
            && (name == other
                || words.contains(&name)
                || (!other.is_empty() && name.contains(&other)));
        let by_code = told(speaker.country.as_deref()).is_some()
            && speaker.country == gold.country
            && sectors(gold).any(|sector| sector == speaker.sector.as_deref());
        by_name || by_code
    })
}
