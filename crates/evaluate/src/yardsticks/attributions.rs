//! PolNeAR: who says what in political news, as source, cue and content.

use std::collections::BTreeSet;

use relata_record::Span;
use serde::{Deserialize, Serialize};

use super::{Measure, f1};

/// A stretch of text, in characters: begin and end.
type Stretch = (usize, usize);

/// A text.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identifier.
    pub doc: String,
    /// The text.
    pub text: String,
    /// Its attributions.
    pub attributions: Vec<Attribution>,
}

/// Who says what, each in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who says it; none where nobody is named.
    pub source: Option<Vec<Stretch>>,
    /// The words that tell.
    pub cue: Option<Vec<Stretch>>,
    /// What is told.
    pub content: Option<Vec<Stretch>>,
}

/// The attributions told of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Identifier of the text.
    pub doc: String,
    /// What was found.
    pub attributions: Vec<Attribution>,
}

/// Source, cue and content as pieces of the text.
pub type Pieces = [Vec<Span>; 3];

/// The attributions of a text, in the set's offsets.
pub fn predict(row: &Row, found: &[Pieces]) -> Told {
    // For each byte the number of characters before it.
    let mut before = vec![0; row.text.len() + 1];
    let mut count = 0;
    for (byte, slot) in before.iter_mut().enumerate() {
        *slot = count;
        count += usize::from(row.text.is_char_boundary(byte + 1));
    }
    let at = |byte: u32| before.get(byte as usize).copied().unwrap_or(count);
    let stretches = |spans: &[Span]| -> Option<Vec<Stretch>> {
        let stretches: Vec<Stretch> = spans
            .iter()
            .map(|span| (at(span.start), at(span.end)))
            .collect();
        Some(stretches).filter(|stretches| !stretches.is_empty())
    };
    let attributions = found.iter().map(|[source, cue, content]| Attribution {
        source: stretches(source),
        cue: stretches(cue),
        content: stretches(content),
    });
    Told {
        doc: row.doc.clone(),
        attributions: attributions.collect(),
    }
}

fn characters(stretches: Option<&Vec<Stretch>>) -> BTreeSet<usize> {
    stretches
        .into_iter()
        .flatten()
        .flat_map(|(begin, end)| *begin..*end)
        .collect()
}

/// An attribution as sets of characters: source, cue, content.
struct Sets([BTreeSet<usize>; 3]);

impl Sets {
    fn new(attribution: &Attribution) -> Self {
        Self([
            characters(attribution.source.as_ref()),
            characters(attribution.cue.as_ref()),
            characters(attribution.content.as_ref()),
        ])
    }

    /// True if cues overlap, contents share half of their characters, and sources overlap or both lack one.
    fn is_linked(&self, other: &Self) -> bool {
        let [source, cue, content] = &self.0;
        let [other_source, other_cue, other_content] = &other.0;
        let shared = content.intersection(other_content).count();
        let all = content.union(other_content).count();
        all > 0
            && 2 * shared >= all
            && !cue.is_disjoint(other_cue)
            && source.is_empty() == other_source.is_empty()
            && (source.is_empty() || !source.is_disjoint(other_source))
    }
}

/// Share of the characters of `spans` that the best of `others` covers, summed.
fn covered(spans: &[&BTreeSet<usize>], others: &[&BTreeSet<usize>]) -> f64 {
    let best = |span: &BTreeSet<usize>| {
        others
            .iter()
            .map(|other| span.intersection(other).count() as f64 / span.len() as f64)
            .fold(0.0, f64::max)
    };
    spans.iter().map(|span| best(span)).sum()
}

/// F1 of linked attributions; of cues, sources and contents alone, by overlap.
pub fn score(rows: &[Row], told: &[Told]) -> Vec<Measure> {
    let (mut linked, mut n_told, mut n_known) = (0, 0, 0);
    // Covered and all, of what was told and of what is known, for each part.
    let mut parts = [[0.0; 4]; 3];
    for (row, told) in rows.iter().zip(told) {
        let known: Vec<Sets> = row.attributions.iter().map(Sets::new).collect();
        let mut left: Vec<Sets> = told.attributions.iter().map(Sets::new).collect();
        n_known += known.len();
        n_told += left.len();
        for (part, sums) in parts.iter_mut().enumerate() {
            let of = |sets: &[Sets]| -> Vec<BTreeSet<usize>> {
                let sets = sets.iter().filter_map(|sets| sets.0.get(part)).cloned();
                sets.filter(|set| !set.is_empty()).collect()
            };
            let (known, told) = (of(&known), of(&left));
            let known: Vec<&BTreeSet<usize>> = known.iter().collect();
            let told: Vec<&BTreeSet<usize>> = told.iter().collect();
            let counts = [
                covered(&told, &known),
                told.len() as f64,
                covered(&known, &told),
                known.len() as f64,
            ];
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        for known in &known {
            if let Some(index) = left.iter().position(|told| known.is_linked(told)) {
                left.remove(index);
                linked += 1;
            }
        }
    }
    let (linked, n_told, n_known) = (f64::from(linked), n_told as f64, n_known as f64);
    let mut measures = vec![
        Measure {
            value: f1(linked, n_told, n_known),
            ..Measure::share("linked F1", linked, n_known)
        },
        Measure::share("linked P", linked, n_told),
        Measure::share("linked R", linked, n_known),
    ];
    for (name, [told, of_told, known, of_known]) in ["source", "cue", "content"].iter().zip(parts) {
        let (p, r) = (told / of_told.max(1.0), known / of_known.max(1.0));
        let value = if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        };
        measures.push(Measure::number(&format!("{name} overlap F1"), value));
    }
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_and_half_of_the_content_is_enough() {
        let text = "\u{201c}We left,\u{201d} he said.".to_owned();
        let row = Row {
            doc: "a".to_owned(),
            attributions: vec![Attribution {
                source: Some(vec![(11, 13)]),
                cue: Some(vec![(14, 18)]),
                content: Some(vec![(0, 10)]),
            }],
            text,
        };
        let start = row.text.find("he").unwrap_or(0);
        let found = [
            vec![Span::new(start, start + 2)],
            vec![Span::new(start + 3, start + 7)],
            vec![Span::new(3, 10)],
        ];
        let told = predict(&row, &[found]);
        assert_eq!(told.attributions[0].cue, Some(vec![(14, 18)]));
        assert_eq!(told.attributions[0].content, Some(vec![(1, 8)]));
        let score = score(&[row], &[told]);
        assert!((score[0].value - 1.0).abs() < 1e-12);
    }
}
