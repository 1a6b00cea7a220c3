//! Names from the encoder's scores: those learnt from gold names, a share of those learnt from GUM's mentions, and what the
//! fast tier's tagger says of the same words.

use super::file::Tags;
use crate::NameKind;
use crate::model::ModelError;
use crate::names::{CLASSES, UNIT, class_of};

/// What GUM's names add to those of the gold names.
const GUM_WEIGHT: f32 = 0.3;
/// What the fast tier's tagger adds.
const FAST_WEIGHT: f32 = 0.8;
/// What it costs that a name starts right behind another: between two names there is nearly always a word.
const TOUCH: f32 = 2.0;

/// Where the scores of names lie among those of a word's tags.
#[derive(Debug)]
pub struct NameScores {
    gold: Vec<(usize, usize)>,
    gum: Vec<(usize, usize)>,
}

impl NameScores {
    /// Finds the inventories of names.
    ///
    /// # Errors
    /// Where they hold what is no part of a name.
    pub fn new(tags: &Tags) -> Result<Self, ModelError> {
        let gold = tags.upos.len() + tags.xpos.len();
        let gum = gold + tags.names.len() + tags.kinds.len();
        let places = |names: &[String], from: usize| {
            let classes = names.iter().map(|name| class(name));
            let places = classes
                .zip(from..)
                .map(|(class, place)| Some((class?, place)));
            places
                .collect::<Option<_>>()
                .ok_or(ModelError::Part("tags"))
        };
        Ok(Self {
            gold: places(&tags.names, gold)?,
            gum: places(&tags.gum_names, gum)?,
        })
    }

    /// Adds the scores of a word to what the fast tier's tagger says of it.
    pub fn add(&self, tags: &[f32], line: &mut [i32; CLASSES]) {
        let mut sums = line.map(|score| FAST_WEIGHT * score as f32 / UNIT);
        let top = highest(&self.gold, tags);
        for &(class, place) in &self.gold {
            sums[class] += tags[place] - top;
        }
        // Others are not the same in GUM.
        let others = class_of(NameKind::Other, true);
        let top = highest(&self.gum, tags);
        for &(class, place) in self.gum.iter().filter(|(class, _)| *class < others) {
            sums[class] += GUM_WEIGHT * (tags[place] - top);
        }
        *line = sums.map(|sum| (sum * UNIT).clamp(-1e6, 1e6) as i32);
    }
}

/// What each class costs behind each other.
pub fn steps() -> [[i32; CLASSES]; CLASSES] {
    std::array::from_fn(|before| {
        std::array::from_fn(|class| {
            let touches = before != 0 && class % 2 == 1;
            if touches { -(TOUCH * UNIT) as i32 } else { 0 }
        })
    })
}

fn highest(places: &[(usize, usize)], tags: &[f32]) -> f32 {
    places
        .iter()
        .map(|&(_, place)| tags[place])
        .fold(f32::NEG_INFINITY, f32::max)
}

fn class(text: &str) -> Option<usize> {
    if text == "O" {
        return Some(0);
    }
    let (place, kind) = text.split_once('-')?;
    Some(class_of(NameKind::parse(kind)?, place == "B"))
}
