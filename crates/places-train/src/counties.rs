//! GeoNames identifiers of the counties of the United States.
//!
//! No package gives them with their names. But the register of names was taken into GeoNames state by state in the
//! order of the alphabet, so that a county's identifier lies among those of towns whose names stand near its own, and
//! the tree of units tells which identifiers are a state's counties. The order of both lists is laid side by side; a
//! county gets an identifier only where every best alignment agrees.

use std::collections::BTreeMap;

/// Neighbours on each side that are asked.
const NEIGHBOURS: usize = 4;
/// An identifier farther off belongs to another part of the register.
const SAME_PART: u32 = 4000;
/// A gap that ends a part.
const GAP: u32 = 6000;

/// A county: code and name.
pub struct County {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

fn letters(name: &str) -> String {
    relata_places::key(name)
        .unwrap_or_default()
        .chars()
        .filter(|letter| *letter != ' ')
        .collect()
}

/// Identifiers of the counties of one state: code to identifier. `towns` are identifiers and names of the state's
/// towns, `units` the identifiers of its counties.
pub fn identifiers(
    counties: &[County],
    towns: &[(u32, String)],
    units: &[u32],
) -> BTreeMap<String, u32> {
    let mut towns: Vec<(u32, String)> = towns
        .iter()
        .map(|(id, name)| (*id, letters(name)))
        .collect();
    towns.sort();
    let mut units = units.to_vec();
    units.sort_unstable();
    units.dedup();
    let mut sorted: Vec<(String, &County)> = counties
        .iter()
        .map(|county| (letters(&county.name), county))
        .collect();
    sorted.sort_by(|a, b| (&a.0, &a.1.code).cmp(&(&b.0, &b.1.code)));
    let fits: Vec<Vec<bool>> = units
        .iter()
        .map(|unit| {
            sorted
                .iter()
                .map(|(name, _)| lies_among(*unit, name, &towns))
                .collect()
        })
        .collect();
    let mut certain: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut start = 0;
    while start < units.len() {
        let end = (start + 1..units.len())
            .find(|at| units[*at] - units[*at - 1] >= GAP)
            .unwrap_or(units.len());
        for (unit, county) in alignment(&fits[start..end], sorted.len()) {
            certain.entry(county).or_default().push(units[start + unit]);
        }
        start = end;
    }
    certain
        .into_iter()
        .filter_map(|(county, ids)| match ids.as_slice() {
            [only] => Some((sorted[county].1.code.clone(), *only)),
            _ => None,
        })
        .collect()
}

/// True if all but one of the neighbouring towns stand on the right side of the name.
fn lies_among(unit: u32, name: &str, towns: &[(u32, String)]) -> bool {
    let at = towns.partition_point(|(id, _)| *id <= unit);
    let before = towns[at.saturating_sub(NEIGHBOURS)..at]
        .iter()
        .filter(|(id, _)| unit - id < SAME_PART)
        .map(|(_, town)| town.as_str() <= name);
    let behind = towns[at..(at + NEIGHBOURS).min(towns.len())]
        .iter()
        .filter(|(id, _)| id - unit < SAME_PART)
        .map(|(_, town)| town.as_str() >= name);
    let votes: Vec<bool> = before.chain(behind).collect();
    votes.len() >= 3 && votes.iter().filter(|vote| **vote).count() + 1 >= votes.len()
}

/// Pairs that every longest common order of rows and columns holds.
fn alignment(fits: &[Vec<bool>], columns: usize) -> Vec<(usize, usize)> {
    let rows = fits.len();
    let mut before = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in 0..rows {
        for column in 0..columns {
            let pair = if fits[row][column] {
                before[row][column] + 1
            } else {
                0
            };
            before[row + 1][column + 1] = before[row][column + 1]
                .max(before[row + 1][column])
                .max(pair);
        }
    }
    let mut behind = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let pair = if fits[row][column] {
                behind[row + 1][column + 1] + 1
            } else {
                0
            };
            behind[row][column] = behind[row + 1][column]
                .max(behind[row][column + 1])
                .max(pair);
        }
    }
    let best = before[rows][columns];
    let mut pairs = Vec::new();
    for row in 0..rows {
        let mut columns_of = (0..columns).filter(|column| {
            fits[row][*column] && before[row][*column] + 1 + behind[row + 1][column + 1] == best
        });
        let can_be_left_out =
            (0..=columns).any(|column| before[row][column] + behind[row + 1][column] == best);
        if let (Some(column), None, false) = (columns_of.next(), columns_of.next(), can_be_left_out)
        {
            pairs.push((row, column));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_lies_among_towns_of_its_letter() {
        let towns: Vec<(u32, String)> = [
            "Abel", "Akron", "Bath", "Benton", "Cairo", "Chester", "Dover", "Durham",
        ]
        .iter()
        .zip((100..).step_by(10))
        .map(|(name, id)| (id, (*name).to_owned()))
        .collect();
        let county = |code: &str, name: &str| County {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let counties = [
            county("1", "Alder County"),
            county("2", "Birch County"),
            county("3", "Cedar County"),
        ];
        let found = identifiers(&counties, &towns, &[115, 135, 145]);
        assert_eq!(found.get("1"), Some(&115));
        assert_eq!(found.get("2"), Some(&135));
        // Two identifiers, or none, for the third: nothing is guessed.
        assert!(found.get("3").is_none_or(|id| *id == 145));
    }
}
