//! Reads the cluster file: a word, a tab, its path of 12 bits as three hexadecimal digits.

use std::collections::{BTreeMap, BTreeSet};

use relata_language::tables::short_key;
use relata_language::word::form_hash;

use crate::conllu::ConlluError;

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterFile {
    /// The words as written.
    pub words: BTreeSet<String>,
    /// Short keys of the words, sorted, and their paths. Of two words with one key the first counts.
    pub paths: Vec<(u64, u16)>,
}

/// Reads the file's text.
///
/// # Errors
/// The first line that is not a word and a path.
pub fn read(text: &str) -> Result<ClusterFile, ConlluError> {
    let mut words = BTreeSet::new();
    let mut paths = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let fault = ConlluError {
            line: index + 1,
            what: "a line is a word, a tab and three hexadecimal digits",
        };
        let (word, path) = line.split_once('\t').ok_or(fault.clone())?;
        let path = u16::from_str_radix(path, 16)
            .ok()
            .filter(|path| *path < 1 << 12)
            .ok_or(fault)?;
        words.insert(word.to_owned());
        paths.entry(short_key(form_hash(word))).or_insert(path);
    }
    Ok(ClusterFile {
        words,
        paths: paths.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_paths() {
        assert_eq!(
            read("truce\t1af\n").unwrap().paths,
            [(short_key(form_hash("truce")), 0x1AF)]
        );
        assert_eq!(read("truce\t1af\nenvoy 3\n").unwrap_err().line, 2);
    }
}
