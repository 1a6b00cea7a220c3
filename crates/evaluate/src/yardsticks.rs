//! Public test sets beside the record: each module maps the events of a text to the form of one set, and scores them
//! as the set's own scorer does.
//!
//! An adapter translates codes and forms, and the set's own conventions where its makers have written them down
//! ("several" is three). It must never know a text of its set.

mod assignment;
pub mod attack_kinds;
pub mod attributions;
pub mod beliefs;
pub mod incidents;
pub mod known_acts;
pub mod labels;
pub mod raids;
pub mod roots;

use serde::de::DeserializeOwned;

use crate::Error;

/// One number of a yardstick.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What was counted.
    pub part: String,
    /// How many are right, where single things were counted.
    pub right: Option<f64>,
    /// Of how many.
    pub of: Option<f64>,
    /// The score: a share, an F1 or a mean error, as `part` says.
    pub value: f64,
}

impl Measure {
    /// A share of things counted.
    pub fn share(part: &str, right: f64, of: f64) -> Self {
        Self {
            part: part.to_owned(),
            right: Some(right),
            of: Some(of),
            value: if of > 0.0 { right / of } else { 0.0 },
        }
    }

    /// A number that is no share of things counted.
    pub fn number(part: &str, value: f64) -> Self {
        Self {
            part: part.to_owned(),
            right: None,
            of: None,
            value,
        }
    }
}

/// Harmonic mean of precision and recall, from counts.
pub(crate) fn f1(right: f64, told: f64, known: f64) -> f64 {
    if told + known > 0.0 {
        2.0 * right / (told + known)
    } else {
        0.0
    }
}

/// Reads the rows of a yardstick, one JSON object a line. `file` names them in errors.
pub fn read<T: DeserializeOwned>(text: &str, file: &str) -> Result<Vec<T>, Error> {
    crate::rows::rows(text, file)
}
