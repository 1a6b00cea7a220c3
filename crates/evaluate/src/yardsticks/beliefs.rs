//! UW and MEANTIME factuality: how sure readers are that an event word's event happens, from −3 to 3.

use relata_record::{Factuality, Span};
use serde::{Deserialize, Serialize};

use super::Measure;
use super::labels::{Labelled, macro_f1};

/// A word in its sentence.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The sentence: tokens joined by blanks.
    pub text: String,
    /// The tokens of the word, the end excluded.
    pub span: (usize, usize),
    /// Mean answer of the raters.
    pub score: f64,
}

impl Row {
    /// Where the word stands in the text.
    pub fn word(&self) -> Span {
        let mut begin = 0;
        let mut place = Span::new(0, 0);
        for (index, token) in self.text.split(' ').enumerate() {
            let end = begin + token.len();
            if index == self.span.0 {
                place = Span::new(begin, end);
            }
            begin = end + 1;
        }
        place
    }
}

/// The score told of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Identifier of the word.
    pub id: String,
    /// The score.
    pub score: f64,
}

/// What the words around an event word make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belief {
    /// Did it happen?
    pub factuality: Factuality,
    /// True if it stands behind "to", whatever governs it.
    pub is_infinitive: bool,
    /// True if "will" or "shall" says so.
    pub is_announced: bool,
}

impl Belief {
    /// Nothing speaks against it.
    pub const CERTAIN: Self = Self {
        factuality: Factuality::Fact,
        is_infinitive: false,
        is_announced: false,
    };
}

/// The score of a belief. The numbers are medians over the training part, for raters who answer another question
/// than the record asks: what will surely come counts as certain.
pub fn predict(row: &Row, belief: Belief) -> Told {
    let score = match belief.factuality {
        Factuality::Fact if belief.is_infinitive => 1.6,
        Factuality::Fact => 3.0,
        Factuality::Possible => 2.0,
        Factuality::Planned if belief.is_announced => 2.4,
        Factuality::Planned => 1.4,
        Factuality::Hypothetical => 1.0,
        Factuality::Negated => -2.2,
    };
    Told {
        id: row.id.clone(),
        score,
    }
}

fn class(score: f64) -> &'static str {
    if score > 2.0 {
        "certain"
    } else if score > 0.5 {
        "probable"
    } else if score >= -0.5 {
        "open"
    } else {
        "negated"
    }
}

/// Mean absolute error, correlation, and F1 over the classes certain, probable, open and negated.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let pairs: Vec<(f64, f64)> = rows
        .iter()
        .zip(told)
        .map(|(row, told)| (row.score, told.score))
        .collect();
    let n = pairs.len().max(1) as f64;
    let mean = |value: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / n;
    let error = mean(&|(known, told)| (known - told).abs());
    let (known, guess) = (mean(&|(known, _)| *known), mean(&|(_, told)| *told));
    let covariance = mean(&|(a, b)| (a - known) * (b - guess));
    let spread = (mean(&|(a, _)| (a - known).powi(2)) * mean(&|(_, b)| (b - guess).powi(2))).sqrt();
    let classes: Vec<Labelled> = pairs
        .iter()
        .map(|(known, told)| Labelled {
            known: [class(*known).to_owned()].into(),
            told: [class(*told).to_owned()].into(),
        })
        .collect();
    let right = classes.iter().filter(|row| row.known == row.told).count() as f64;
    let mut measures = vec![
        Measure::number("mean absolute error", error),
        Measure::number(
            "correlation",
            if spread > 0.0 {
                covariance / spread
            } else {
                0.0
            },
        ),
        Measure::number("macro F1 of four classes", macro_f1(&classes)),
        Measure::share("right class", right, pairs.len() as f64),
    ];
    for (label, tally) in super::labels::tallies(&classes) {
        measures.push(Measure {
            value: tally.f1(),
            ..Measure::share(&format!("F1 {label}"), tally.right, tally.known)
        });
    }
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_token() {
        let row = Row {
            id: "a".to_owned(),
            text: "They did n't flee .".to_owned(),
            span: (3, 4),
            score: -3.0,
        };
        assert_eq!(row.word().of(&row.text), "flee");
    }
}
