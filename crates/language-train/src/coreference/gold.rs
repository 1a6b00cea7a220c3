//! Reads co-reference in the column format of the CoNLL shared tasks, and puts it beside the treebank's sentences.

use std::collections::BTreeMap;

use relata_language::{Sentence, Workspace};
use relata_record::Span;

use crate::conllu::{ConlluError, GoldSentence};
use crate::score::Tier;

/// First and last word of a mention, counted through its document.
pub type Place = (u32, u32);

/// The chains of a document.
pub type GoldChains = Vec<Vec<Place>>;

/// A document of a treebank with its chains.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its text, put together from the words.
    pub text: String,
    /// Where the words of each sentence stand in the text.
    pub words: Vec<Vec<Span>>,
    /// The chains.
    pub chains: GoldChains,
}

/// Reads the chains of all documents of a file, by name.
///
/// # Errors
/// [`ConlluError`] for the first line that breaks the format.
pub fn read_chains(text: &str) -> Result<BTreeMap<String, GoldChains>, ConlluError> {
    let mut documents = BTreeMap::new();
    let mut name = String::new();
    let mut open: Vec<(u64, u32)> = Vec::new();
    let mut chains: BTreeMap<u64, Vec<Place>> = BTreeMap::new();
    let mut word = 0;
    for (index, line) in text.lines().enumerate() {
        let fault = |what| ConlluError {
            line: index + 1,
            what,
        };
        if let Some(rest) = line.strip_prefix("# begin document ") {
            rest.trim().clone_into(&mut name);
            word = 0;
        } else if line.starts_with("# end document") {
            if !open.is_empty() {
                return Err(fault("a mention has no end"));
            }
            let found = std::mem::take(&mut chains).into_values();
            documents.insert(std::mem::take(&mut name), found.collect());
        } else if let Some((_, column)) = line.rsplit_once('\t') {
            for (starts, ends, chain) in
                read_column(column).ok_or_else(|| fault("this is no column of mentions"))?
            {
                if starts {
                    open.push((chain, word));
                }
                if ends {
                    let place = open.iter().rposition(|(number, _)| *number == chain);
                    let (_, first) =
                        open.remove(place.ok_or_else(|| fault("a mention ends that never began"))?);
                    chains.entry(chain).or_default().push((first, word));
                }
            }
            word += 1;
        }
    }
    Ok(documents)
}

/// "(3(7)" gives that 3 begins, and 7 begins and ends.
fn read_column(column: &str) -> Option<Vec<(bool, bool, u64)>> {
    let mut found = Vec::new();
    let mut rest = column.trim_matches('_');
    while !rest.is_empty() {
        let starts = rest.starts_with('(');
        rest = rest.strip_prefix('(').unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let ends = rest.starts_with(')');
        rest = rest.strip_prefix(')').unwrap_or(rest);
        rest = rest.strip_prefix('|').unwrap_or(rest);
        if !starts && !ends {
            return None;
        }
        found.push((starts, ends, number));
    }
    Some(found)
}

/// The documents of a treebank that have chains, in the treebank's order.
pub fn documents(
    sentences: &[GoldSentence],
    chains: &BTreeMap<String, GoldChains>,
) -> Vec<Document> {
    let mut found: Vec<Document> = Vec::new();
    for sentence in sentences {
        let Some(own) = chains.get(&sentence.document) else {
            continue;
        };
        if found
            .last()
            .is_none_or(|document| document.name != sentence.document)
        {
            found.push(Document {
                name: sentence.document.clone(),
                chains: own.clone(),
                ..Document::default()
            });
        }
        if let Some(document) = found.last_mut() {
            document.add(sentence);
        }
    }
    found
}

impl Document {
    fn add(&mut self, sentence: &GoldSentence) {
        if sentence.starts_paragraph && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let mut spans = Vec::new();
        for word in &sentence.words {
            let start = self.text.len();
            self.text
                .push_str(&word.form.replace(char::is_whitespace, "_"));
            spans.push(Span::new(start, self.text.len()));
            if word.blank_after {
                self.text.push(' ');
            }
        }
        self.words.push(spans);
    }

    /// Its sentences with the treebank's words, parsed by a tier.
    pub fn parse<'a>(&self, tier: impl Into<Tier<'a>>) -> Vec<Sentence> {
        let mut space = Workspace::default();
        match tier.into() {
            Tier::Fast(analyzer) => self
                .words
                .iter()
                .filter_map(|words| analyzer.parse_tokens(&self.text, words, &mut space))
                .collect(),
            Tier::Accurate(analyzer) => analyzer.parse_sentences(&self.text, &self.words),
        }
    }

    /// Where mentions that are given by sentence and token stand among all tokens of `sentences`.
    pub fn offsets(sentences: &[Sentence]) -> Vec<u32> {
        let mut offset = 0;
        let mut offsets = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            offsets.push(offset);
            offset += sentence.tokens.len() as u32;
        }
        offsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_open_and_close() {
        let text = "# begin document one\n0\tThe\t(1\n1\trebels\t1)\n2\ttheir\t(2(1)\n3\tchief\t2)\n# end document\n";
        let chains = read_chains(text).unwrap();
        assert_eq!(chains["one"], [vec![(0, 1), (2, 2)], vec![(2, 3)]]);
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(
            read_chains("# begin document a\n0\tb\t1)\n")
                .unwrap_err()
                .line,
            2
        );
        assert_eq!(
            read_chains("# begin document a\n0\tb\t(x\n")
                .unwrap_err()
                .line,
            2
        );
    }
}
