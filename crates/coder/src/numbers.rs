//! Numbers in words and figures, and how many people a noun phrase counts.

use relata_language::{Relation, Upos, Xpos};

use crate::things;
use crate::tree::{Node, Tree};

/// A number of people with its borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub(crate) low: Option<u32>,
    pub(crate) best: Option<u32>,
    pub(crate) high: Option<u32>,
}

impl Quantity {
    pub(crate) fn exactly(number: u32) -> Self {
        Self {
            low: Some(number),
            best: Some(number),
            high: Some(number),
        }
    }

    /// The sum of two groups of people.
    pub(crate) fn plus(self, other: Quantity) -> Self {
        let add = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
        Self {
            low: add(self.low, other.low),
            best: add(self.best, other.best),
            high: add(self.high, other.high),
        }
    }
}

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Reads "126", "4,000", "twelve" or "twenty-one".
pub(crate) fn parse(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = lower.chars().filter(|c| *c != ',').collect();
        return digits.parse().ok();
    }
    match lower.as_str() {
        "hundred" => return Some(100),
        "thousand" => return Some(1000),
        "million" => return Some(1_000_000),
        "dozen" => return Some(12),
        "both" => return Some(2),
        _ => {}
    }
    if let Some(number) = UNITS.iter().position(|word| *word == lower) {
        return u32::try_from(number).ok();
    }
    let (tens, unit) = lower.split_once('-').unwrap_or((&lower, ""));
    let ten = TENS.iter().position(|word| *word == tens)?;
    let unit = match unit {
        "" => 0,
        word => UNITS.iter().position(|known| *known == word)?,
    };
    u32::try_from((ten + 2) * 10 + unit).ok()
}

/// How many people the phrase headed by `node` counts, and the words that say so.
pub(crate) fn quantity(tree: &Tree<'_>, node: Node) -> Option<(Quantity, Vec<Node>)> {
    let (number, mut words) = base_number(tree, node)?;
    words.sort_unstable();
    let first = *words.first()?;
    let mut quantity = Quantity::exactly(number);
    if let Some((from, to, high)) = range_at(tree, first) {
        quantity.high = Some(high);
        return Some((quantity, (from..=to).collect()));
    }
    if let Some((limit, from)) = limit_before(tree, first) {
        match limit {
            Limit::AtLeast => quantity.high = None,
            Limit::AtMost => quantity.low = None,
            Limit::About => {}
        }
        words = (from..=*words.last()?).collect();
    }
    Some((quantity, words))
}

/// "between 20 and 30", "20 to 30", "two or three": the first and the last word of a range that starts with the number at
/// `first`, and its higher number.
fn range_at(tree: &Tree<'_>, first: Node) -> Option<(Node, Node, u32)> {
    let low = parse(tree.form(first))?;
    let last = first + 2;
    let high = (last < tree.len() && tree.upos(last) == Upos::Num)
        .then(|| parse(tree.form(last)))
        .flatten()
        .filter(|high| *high > low)?;
    let before = first.checked_sub(1).filter(|before| {
        matches!(tree.lemma(*before), "between" | "from") && tree.form(first + 1) != "or"
    });
    let joins = match tree.form(first + 1) {
        "to" | "or" | "-" | "–" => true,
        "and" => before.is_some_and(|before| tree.lemma(before) == "between"),
        _ => false,
    };
    joins.then(|| (before.unwrap_or(first), last, high))
}

/// True for "four others", "two other soldiers", "another five": people beside those told before.
pub(crate) fn counts_others(tree: &Tree<'_>, node: Node) -> bool {
    let other = |node: Node| {
        matches!(
            tree.lemma(node),
            "other" | "others" | "another" | "additional" | "further"
        )
    };
    other(node)
        || tree
            .children_by(node, &[Relation::Amod, Relation::Det])
            .any(other)
}

/// True if the phrase tells a number, and not only one man without it.
pub(crate) fn is_told(tree: &Tree<'_>, node: Node) -> bool {
    quantity(tree, node).is_some_and(|(_, words)| {
        words
            .iter()
            .any(|word| tree.upos(*word) == Upos::Num || things::is_measure(tree, *word))
    })
}

fn base_number(tree: &Tree<'_>, node: Node) -> Option<(u32, Vec<Node>)> {
    if tree.upos(node) == Upos::Num {
        return number_at(tree, node);
    }
    if matches!(tree.lemma(node), "another" | "one") {
        return Some((1, vec![node]));
    }
    if let Some(number) = tree.children_by(node, &[Relation::Nummod]).next() {
        return number_at(tree, number);
    }
    if let Some(number) = number_before(tree, node) {
        return number_at(tree, number);
    }
    // "a couple of soldiers", "a number of people": the noun measures, the article counts nobody.
    if things::is_measure(tree, node) {
        let article = tree
            .children_by(node, &[Relation::Det])
            .find(|det| matches!(tree.lemma(*det), "a" | "an" | "one"))?;
        let number = match tree.lemma(node) {
            "couple" | "pair" => 2,
            measure => parse(measure)?,
        };
        return Some((number, vec![article, node]));
    }
    // "a Palestinian" is tagged as an adjective now and then.
    let singular = matches!(tree.xpos(node), Xpos::Nn | Xpos::Nnp | Xpos::Jj);
    let counted = tree
        .children_by(node, &[Relation::Det])
        .find(|det| matches!(tree.lemma(*det), "a" | "an" | "another" | "one"));
    match counted {
        // "its commander Abu Omar"
        None if singular && names_somebody(tree, node) => Some((1, vec![node])),
        Some(det) if singular => Some((1, vec![det, node])),
        None if singular && tree.upos(node) == Upos::Propn => Some((1, vec![node])),
        _ => None,
    }
}

/// "as many as 30 young people": the number hangs on "many", and stands before the noun and what describes it.
fn number_before(tree: &Tree<'_>, node: Node) -> Option<Node> {
    let number = (0..node).rev().find(|before| {
        !(tree.head(*before) == Some(node)
            && matches!(tree.relation(*before), Relation::Amod | Relation::Compound))
    })?;
    (tree.upos(number) == Upos::Num && tree.is_below(number, node)).then_some(number)
}

/// True for a noun with the name of its bearer behind it.
fn names_somebody(tree: &Tree<'_>, node: Node) -> bool {
    tree.children_by(node, &[Relation::Appos, Relation::Flat])
        .any(|name| name > node && tree.upos(name) == Upos::Propn)
}

/// A number with its multiplier: "4,000", "two hundred".
fn number_at(tree: &Tree<'_>, node: Node) -> Option<(u32, Vec<Node>)> {
    if is_rank(tree, node) {
        return None;
    }
    let own = parse(tree.form(node))?;
    let mut words = vec![node];
    let mut number = own;
    // EWT cuts "twenty-one" at the hyphen, and "two hundred" is a compound.
    for part in tree.children_by(
        node,
        &[Relation::Compound, Relation::Nummod, Relation::Flat],
    ) {
        let Some(factor) = parse(tree.form(part)) else {
            continue;
        };
        number = if own >= 100 && factor < own {
            own.saturating_mul(factor)
        } else {
            number.saturating_add(factor)
        };
        words.push(part);
    }
    Some((number, words))
}

/// "its No. 2": a place in an order counts nobody.
fn is_rank(tree: &Tree<'_>, number: Node) -> bool {
    number.checked_sub(1).is_some_and(|before| {
        let form = tree.form(before).to_lowercase();
        matches!(form.trim_end_matches('.'), "no" | "nr" | "number" | "#")
            && (form.ends_with('.') || form != "no")
    })
}

enum Limit {
    AtLeast,
    AtMost,
    About,
}

/// The words before a number that open it to one side: "at least", "more than", "up to".
fn limit_before(tree: &Tree<'_>, first: Node) -> Option<(Limit, Node)> {
    let word = |back: usize| {
        first
            .checked_sub(back)
            .map(|node| tree.form(node).to_lowercase())
            .unwrap_or_default()
    };
    let two = (word(2), word(1));
    let limit = match (two.0.as_str(), two.1.as_str()) {
        ("many", "as") if word(3) == "as" => (Limit::AtMost, first - 3),
        ("few", "as") if word(3) == "as" => (Limit::AtLeast, first - 3),
        ("excess", "of") if word(3) == "in" => (Limit::AtLeast, first - 3),
        ("upwards" | "upward", "of") => (Limit::AtLeast, first - 2),
        ("at", "least") | ("more" | "greater", "than") | ("no", "fewer") => {
            (Limit::AtLeast, first - 2)
        }
        ("as", "many") => (Limit::AtMost, first - 2),
        ("up", "to") | ("at", "most") | ("fewer" | "less", "than") => (Limit::AtMost, first - 2),
        (_, "over") => (Limit::AtLeast, first - 1),
        (_, "some" | "about" | "around" | "nearly" | "almost" | "approximately") => {
            (Limit::About, first - 1)
        }
        _ => return None,
    };
    Some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_and_figures() {
        assert_eq!(parse("4,000"), Some(4000));
        assert_eq!(parse("twelve"), Some(12));
        assert_eq!(parse("Twenty-one"), Some(21));
        assert_eq!(parse("several"), None);
        assert_eq!(parse("99999999999999"), None);
    }
}
